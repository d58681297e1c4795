"""One person or group, one page: who was called otherwise in an earlier meeting stands here by the newest name.

Theory. The archive knows people and groups by name, as meetings do. The id that `council.toml` gave once
(`core.council`) says which names are one's; so before anything is counted or listed every earlier name gives way to the
newest. The address of a page is made of the name that came first, which is where it was: no address that somebody keeps
is lost. Only the archive does so; the report of a meeting says what was said that evening.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from .digest import ArchivedPaper, Digest, VoteCount

Ids = Sequence[Mapping[str, str]]
"""What everybody's id was, by name; of each meeting, oldest first."""


def first_names(ids: Ids) -> dict[str, str]:
    """By who somebody is called now, who that was in the first meeting; of who changed the name."""
    first: dict[str, str] = {}
    newest: dict[str, str] = {}
    for here in ids:
        for name, told in here.items():
            first.setdefault(told, name)
            newest[told] = name
    return {newest[told]: name for told, name in first.items() if newest[told] != name}


def called_as_now(digests: Sequence[Digest]) -> list[Digest]:
    """`digests`, oldest first, with everybody's newest name and that of every group. Meetings without ids keep theirs,
    unless it is known whose name it was."""
    people = _renames([digest.ids for digest in digests])
    groups = _renames([digest.group_ids for digest in digests])
    return [_groups_renamed(_renamed(digest, people), groups) for digest in digests]


def _renames(ids: Ids) -> dict[str, str]:
    """The newest name by each that gave way to it."""
    newest: dict[str, str] = {}
    told_of: dict[str, str] = {}
    for here in ids:
        for name, told in here.items():
            newest[told] = name
            told_of[name] = told
    return {name: newest[told] for name, told in told_of.items() if newest[told] != name}


def _renamed(digest: Digest, renamed: dict[str, str]) -> Digest:
    there = {**digest.seats, **digest.ids, **{name: "" for count in digest.counts for name in count.options or ()}}
    if not renamed.keys() & there.keys():
        return digest
    return replace(
        digest,
        seats={renamed.get(name, name): group for name, group in digest.seats.items()},
        counts=tuple(_of_count(count, renamed) for count in digest.counts),
        commitments=tuple(replace(one, who=renamed.get(one.who, one.who)) for one in digest.commitments),
        pieces=_moved_as(digest, renamed),
    )


def _groups_renamed(digest: Digest, renamed: dict[str, str]) -> Digest:
    there = {*digest.parties, *digest.seats.values(), *(name for count in digest.counts for name in count.groups)}
    if not renamed.keys() & there:
        return digest
    return replace(
        digest,
        seats={name: renamed.get(group, group) for name, group in digest.seats.items()},
        parties={renamed.get(name, name): short for name, short in digest.parties.items()},
        counts=tuple(
            replace(count, groups={renamed.get(name, name): sides for name, sides in count.groups.items()})
            for count in digest.counts
        ),
        pieces=_moved_as(digest, renamed),
    )


def _moved_as(digest: Digest, renamed: dict[str, str]) -> tuple[ArchivedPaper, ...]:
    """What was filed, by who filed it as they are called now."""
    return tuple(
        replace(piece, movers=tuple(renamed.get(name, name) for name in piece.movers)) for piece in digest.pieces
    )


def _of_count(count: VoteCount, renamed: dict[str, str]) -> VoteCount:
    if count.options is None:
        return count
    return replace(count, options={renamed.get(name, name): option for name, option in count.options.items()})
