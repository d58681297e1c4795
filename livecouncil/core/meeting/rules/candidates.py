"""Who is meant on the papers of a ballot: an exact name is written in full, anything else as it was typed.

A member (by any exact form of the name, or `#12`) or one of the item's `candidates` is written as that person's name;
the list of the item goes first, for it says who can be chosen. The beginning of a name never counts: whoever is not in
a list may be chosen too, and must not become somebody who is. Nothing is asked; a notice says what was left as typed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from livecouncil.core.council.model import Member
from livecouncil.core.council.roster import exact_keys, told_apart
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import calls, name_key, typed_keys
from livecouncil.core.text.nearest import nearest
from livecouncil.errors import Refusal

from .shared import Notice


@dataclass(frozen=True)
class Candidate:
    """One name on the papers: as typed, as it is written, the members it is, and a notice where left as typed."""

    typed: str
    name: str
    members: tuple[Member, ...] = ()
    notice: tuple[Notice, ...] = ()


def candidates(state: MeetingState, typed: Iterable[str]) -> list[Candidate]:
    """The names of one ballot. Raises Refusal 'twice' where two of them are one person."""
    found = [candidate(state, name) for name in typed]
    for i, one in enumerate(found):
        if one.name in [other.name for other in found[:i]]:
            raise Refusal("twice", typed=one.typed, name=one.name)
    return found


def candidate(state: MeetingState, typed: str) -> Candidate:
    """Whose name `typed` is. Raises Refusal 'number_unknown' for a `#12` nobody has."""
    if typed.startswith("#") and typed[1:].isdigit():
        return _by_number(state, typed)
    members = tuple(m for m in state.roster.exactly(typed, state.sitting) if isinstance(m, Member))
    listed = [name for name in _on_the_list(state) if _bears(name, typed)]
    if len(listed) == 1:
        return Candidate(typed, listed[0], tuple(m for m in state.sitting if same_person(m, listed[0])) or members)
    if listed:
        return Candidate(typed, typed, members, (_two_meant(typed, listed, listed),))
    if len(members) == 1:
        return Candidate(typed, members[0].name, members)
    if members:
        remedies = [state.roster.typable(m, state.sitting) for m in members]
        return Candidate(typed, typed, members, (_two_meant(typed, told_apart(members), remedies),))
    return Candidate(typed, typed, (), (_kept(state, typed),))


def _kept(state: MeetingState, typed: str) -> Notice:
    """The notice of somebody in no list, with the member or candidate whose name is nearest."""
    known = {m.name: exact_keys(m) for m in state.sitting} | {name: calls(name).exact for name in _on_the_list(state)}
    near = nearest(name_key(typed), known, lambda name: known[name])
    if len(near) == 1:
        code = "candidate_near"
    else:
        code = "candidate_kept"
    return Notice(code, {"typed": typed, "name": near[0].who if near else ""})


def _by_number(state: MeetingState, typed: str) -> Candidate:
    for member in state.sitting:
        if typed[1:] == str(member.number):
            return Candidate(typed, member.name, (member,))
    raise Refusal("number_unknown", number=typed[1:])


def _on_the_list(state: MeetingState) -> tuple[str, ...]:
    item = state.find_item(state.item or "")
    if item:
        return item.candidates
    return ()


def _bears(name: str, typed: str) -> bool:
    """Whether `typed` is a whole name of the candidate so written."""
    return bool(set(typed_keys(typed)) & {*calls(name).exact, name_key(name)})


def same_person(member: Member, name: str) -> bool:
    """Whether the candidate so written is this member: one of them bears the whole name of the other."""
    return bool(set(typed_keys(name)) & set(exact_keys(member))) or _bears(name, member.name)


def _two_meant(typed: str, names: list[str], remedies: list[str]) -> Notice:
    return Notice("candidate_two", {"typed": typed, "names": " / ".join(names), "remedies": " / ".join(remedies)})


def drawn(state: MeetingState, typed: str, ballots: Iterable[str]) -> str:
    """Which of the names of a ballot the lot fell on; here the beginning of one is enough. Raises Refusal 'unknown'."""
    known = list(ballots)
    exact = [name for name in known if name == candidate(state, typed).name]
    key = name_key(typed)
    found = exact or [name for name in known if any(k.startswith(key) for k in calls(name).exact)]
    if len(found) != 1:
        raise Refusal("unknown", typed=typed, suggestion=", ".join(known))
    return found[0]


def nominees(found: Iterable[Candidate], voting: Iterable[Member]) -> list[Member]:
    """Members with a vote who are on the papers themselves (art. 28)."""
    named = [m.name for one in found for m in one.members]
    return [m for m in voting if m.name in named]
