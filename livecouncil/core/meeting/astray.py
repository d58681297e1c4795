"""Which names of a council do not lead home: each is typed on the entry line as a clerk would, and read by its rules.

Nothing here knows how a name is found: the line goes through the grammar (`core.entry`) and the roster (`core.names`),
so that what is reported is what would happen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from livecouncil.core.council.model import Group, Member
from livecouncil.core.council.roster import Party, Roster, written_forms
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

from .entry import parse

Why = Literal["several", "other", "nobody", "command"]


@dataclass(frozen=True)
class Astray:
    """Names of `who` (`typed`) that mean `others` too or instead, nobody, or a command.

    `take` are texts that do lead home.
    """

    who: Party
    typed: tuple[str, ...]
    why: Why
    others: tuple[Party, ...] = ()
    take: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReadAs:
    """What one line made of a name: whom it means, and whether it was read as a name at all."""

    means: tuple[Party, ...] = ()
    command: bool = False


def astray(roster: Roster) -> list[Astray]:
    """Every name that goes elsewhere, of each group, member and official, gathered by where it goes."""
    everybody: tuple[Party, ...] = (*roster.groups, *roster.members, *roster.officials)
    return [one for who in everybody for one in _astray_of(roster, who)]


def typed_for(who: Party) -> Iterator[str]:
    """Every text a clerk would type for `who`: each name, and those with an apostrophe without it too."""
    for written in written_forms(who):
        low = written.casefold()
        yield low
        if not re.match(r"['’‘`´]\w ", low):
            bare = re.sub(r"['’‘`´]\s*", "", low)
        else:
            bare = low[1:]
        if bare != low:
            yield bare


def _astray_of(roster: Roster, who: Party) -> Iterator[Astray]:
    found: dict[tuple[Why, tuple[Party, ...]], list[str]] = {}
    for typed in dict.fromkeys(typed_for(who)):
        why = goes(roster, who, typed)
        if why is not None:
            found.setdefault(why, []).append(typed)
    if not found:
        return
    take = _takes_home(roster, who)
    for (why_, others), names in found.items():
        yield Astray(who, tuple(names), why_, others, take)


def goes(roster: Roster, who: Party, typed: str) -> tuple[Why, tuple[Party, ...]] | None:
    """Where `typed` goes instead of home, on the first kind of line where it does; None where it means `who` alone."""
    for read in _readings_of(who):
        reading = read(roster, typed)
        others = tuple(p for p in reading.means if p != who)
        if reading.command:
            return "command", ()
        if not reading.means:
            return "nobody", ()
        if others:
            return ("several" if who in reading.means else "other"), others
    return None


def _readings_of(who: Party) -> tuple[Callable[[Roster, str], ReadAs], ...]:
    """Where `who` can be named: a group in votes, an official for the floor, a member in both."""
    if isinstance(who, Group):
        return (in_vote,)
    if isinstance(who, Member):
        return (on_floor, in_vote)
    return (on_floor,)


def on_floor(roster: Roster, typed: str) -> ReadAs:
    """The name alone on the line, which gives the floor."""
    try:
        entry = parse(typed)
    except Refusal as refusal:
        return ReadAs(command=refusal.code != "not_understood")
    if entry is None or entry.act != "floor" or not entry.words:
        return ReadAs(command=True)
    return ReadAs(tuple(roster.meant(entry.words[0].text, roster.speakers())))


def in_vote(roster: Roster, typed: str) -> ReadAs:
    """The name behind a verb, where groups and members count."""
    try:
        entry = parse(f"v {typed}")
    except Refusal:
        return ReadAs()
    if entry is None or entry.totals or any(word.sign for word in entry.words):
        return ReadAs()
    among = roster.voters()
    try:
        return ReadAs(tuple(named.who for named in roster.list(entry.words, among)))
    except Refusal as refusal:
        return ReadAs(_either_word(roster, entry.words, among) if refusal.code in ("ambiguous", "twice") else ())


def _either_word(roster: Roster, words: tuple[Word, ...], among: tuple[Party, ...]) -> tuple[Party, ...]:
    whole = roster.meant(" ".join(word.text for word in words), among)
    single = [who for word in words for who in roster.meant(word.text, among)]
    return tuple(dict.fromkeys(whole or single))


def _takes_home(roster: Roster, who: Party) -> tuple[str, ...]:
    """What to type instead: the number on the list, and the shortest whole name that leads home."""
    number = (f"#{who.number}",) if isinstance(who, Member) and who.number else ()
    whole = [] if isinstance(who, Group) else [without_salutation(who.name).casefold(), who.name.casefold()]
    home = next((typed for typed in (*typed_for(who), *whole) if goes(roster, who, typed) is None), None)
    return (*number, *((home,) if home else ()))
