"""Who is meant by what was typed: exact names win, then a unique prefix; anything else is asked back.

Groups answer from one letter, persons from two; comparison ignores case, diacritics, blanks, hyphens,
apostrophes and dots (`core.agenda.fold`).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ..errors import Refusal
from .agenda import Group, Member, Official, fold, surname, without_salutation
from .entry import Word

Party = Group | Member | Official


@dataclass(frozen=True)
class Named:
    """One resolved name with the sign it was typed with."""

    who: Party
    typed: str
    sign: str = ""


@dataclass(frozen=True)
class Roster:
    """Everybody who can be named in a meeting."""

    members: tuple[Member, ...]
    groups: tuple[Group, ...]
    officials: tuple[Official, ...] = ()
    _exact: dict[str, list[Party]] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        everybody: tuple[Party, ...] = (*self.groups, *self.members, *self.officials)
        for who in everybody:
            for key in exact_keys(who):
                self._exact.setdefault(key, []).append(who)

    def voters(self) -> tuple[Party, ...]:
        """Groups and members: who counts in votes and presence."""
        return (*self.groups, *self.members)

    def speakers(self) -> tuple[Party, ...]:
        """Members and officials: who may have the floor, never a group."""
        return (*self.members, *self.officials)

    def find(self, typed: str, among: Sequence[Party]) -> Party:
        """Resolve one name among `among`. Raises Refusal 'unknown' or 'ambiguous' with its remedy."""
        if typed.startswith("#"):
            return self._numbered(typed, among)
        key = fold(typed)
        found = [w for w in self._exact.get(key, ()) if w in among] or prefixed(key, among)
        if len(found) == 1:
            return found[0]
        if not found:
            raise Refusal("unknown", typed=typed, suggestion=self._nearest(key, among))
        raise Refusal(
            "ambiguous",
            typed=typed,
            names=[display(w) for w in found],
            remedies=[self.shortest(w, among) for w in found],
        )

    def list(self, words: Iterable[Word], among: Sequence[Party]) -> list[Named]:
        """Resolve a list of words; names of several words ('fractie vermooten') are joined when that is exact."""
        rest = list(words)
        found: list[Named] = []
        while rest:
            count = self._span(rest, among)
            typed = " ".join(w.text for w in rest[:count])
            found.append(Named(self.find(typed, among), typed, rest[0].sign))
            rest = rest[count:]
        for i, named in enumerate(found):
            if named.who in [n.who for n in found[:i]]:
                raise Refusal("twice", typed=named.typed, name=display(named.who))
        return found

    def _span(self, words: Sequence[Word], among: Sequence[Party]) -> int:
        for count in range(min(5, len(words)), 1, -1):
            if any(w.sign for w in words[1:count]):
                continue
            key = fold("".join(w.text for w in words[:count]))
            if any(w in among for w in self._exact.get(key, ())):
                return count
        return 1

    def _numbered(self, typed: str, among: Sequence[Party]) -> Party:
        for who in among:
            if isinstance(who, Member) and typed[1:] == str(who.number):
                return who
        raise Refusal("unknown", typed=typed, suggestion="")

    def _nearest(self, key: str, among: Sequence[Party]) -> str:
        keys = {k: w for w in among for k in exact_keys(w)}
        close = difflib.get_close_matches(key, list(keys), n=1, cutoff=0.5)
        return display(keys[close[0]]) if close else ""

    def shortest(self, who: Party, among: Sequence[Party]) -> str:
        """The shortest text that means `who` and nobody else; `#12` for members of one surname."""
        least = 1 if isinstance(who, Group) else 2
        best = ""
        for key in exact_keys(who):
            for length in range(least, len(key) + 1):
                candidate = key[:length]
                hits = [w for w in self._exact.get(candidate, ()) if w in among] or prefixed(candidate, among)
                if hits == [who]:
                    exact = candidate in exact_keys(who)
                    if not best or length < len(best) or (length == len(best) and exact):
                        best = candidate
                    break
        if not best and isinstance(who, Member) and who.number:
            return f"#{who.number}"
        return best or fold(who.name)


def exact_keys(who: Party) -> list[str]:
    """Folded names that mean `who` exactly."""
    if isinstance(who, Group):
        names = [who.name, who.short, *who.aliases]
    else:
        names = [surname(who), without_salutation(who.name), who.name]
    return list(dict.fromkeys(fold(n) for n in names if n))


def prefixed(key: str, among: Sequence[Party]) -> list[Party]:
    """Everybody with a name that begins with `key` (groups from one letter, persons from two)."""
    found: list[Party] = []
    for who in among:
        keys = exact_keys(who) if isinstance(who, Group) else [fold(surname(who))]
        if len(key) >= (1 if isinstance(who, Group) else 2) and any(k.startswith(key) for k in keys):
            found.append(who)
    if not found and len(key) >= 5:
        found = [w for w in among if any(k.startswith(key) for k in exact_keys(w))]
    return found


def display(who: Party) -> str:
    """Name for the griffier: 'Jansen (FNP)', 'CDA', 'wethouder Wagner'."""
    if isinstance(who, Member):
        return f"{without_salutation(who.name)} ({who.group})"
    return who.name
