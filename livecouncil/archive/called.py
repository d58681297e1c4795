"""One person, one page: who was called otherwise in an earlier meeting stands in the archive by the newest name.

Theory. The archive knows people by name, as meetings do. The id that `council.toml` gave once (`core.council`) says
which names are one person's; so before anything is counted or listed every earlier name gives way to the newest. The
address of a page is made of the name that came first, which is where it was: no address that somebody keeps is lost.
Only the archive does so; the report of a meeting says what was said that evening.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .digest import Digest, VoteCount


def first_names(digests: Sequence[Digest]) -> dict[str, str]:
    """By who somebody is called now, who that was in the first of `digests`, oldest first; of who changed the name."""
    first: dict[str, str] = {}
    newest: dict[str, str] = {}
    for digest in digests:
        for name, told in digest.ids.items():
            first.setdefault(told, name)
            newest[told] = name
    return {newest[told]: name for told, name in first.items() if newest[told] != name}


def called_as_now(digests: Sequence[Digest]) -> list[Digest]:
    """`digests`, oldest first, with everybody's newest name. Meetings without ids keep theirs, unless it is known
    whose name it was."""
    newest: dict[str, str] = {}
    told_of: dict[str, str] = {}
    for digest in digests:
        for name, told in digest.ids.items():
            newest[told] = name
            told_of[name] = told
    renamed = {name: newest[told] for name, told in told_of.items() if newest[told] != name}
    return [_renamed(digest, renamed) for digest in digests]


def _renamed(digest: Digest, renamed: dict[str, str]) -> Digest:
    there = {**digest.seats, **digest.ids, **{name: "" for count in digest.counts for name in count.options or ()}}
    if not renamed.keys() & there.keys():
        return digest
    return replace(
        digest,
        seats={renamed.get(name, name): group for name, group in digest.seats.items()},
        counts=tuple(_of_count(count, renamed) for count in digest.counts),
        pieces=tuple(
            replace(piece, movers=tuple(renamed.get(name, name) for name in piece.movers)) for piece in digest.pieces
        ),
        commitments=tuple(replace(one, who=renamed.get(one.who, one.who)) for one in digest.commitments),
    )


def _of_count(count: VoteCount, renamed: dict[str, str]) -> VoteCount:
    if count.options is None:
        return count
    return replace(count, options={renamed.get(name, name): option for name, option in count.options.items()})
