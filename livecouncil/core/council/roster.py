"""Who is meant by what was typed: exact names win, then a unique prefix; anything else is asked back.

Groups answer from one letter, persons from two; what a person answers to says `core.called`. The order is

1. an exact name: of a group its name, `short` or alias; of a person any form of the surname, the whole name, an alias;
2. the beginning of a group's name or of a bare surname;
3. from five letters, the beginning of any exact name.

The first of these that anybody answers to decides, and two who answer to it are asked back: nobody's exact name ever
counts as somebody else's. Where an exact name is also the beginning of another's, `Roster.shadowed` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from livecouncil.core.text.called import calls, is_prefix, name_key, typed_keys, without_salutation
from livecouncil.core.text.nearest import Near, nearest
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

from .model import Group, Member, Official

Party = Group | Member | Official

ANY_NAME_FROM = 5
"""Letters from which the beginning of any exact name counts, first names included."""


@dataclass(frozen=True)
class Named:
    """One resolved name with the sign it was typed with; `count` is how many of a group went another way."""

    who: Party
    typed: str
    sign: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Roster:
    """Everybody who can be named in a meeting."""

    members: tuple[Member, ...]
    groups: tuple[Group, ...]
    officials: tuple[Official, ...] = ()
    _exact: dict[str, list[Party]] = field(default_factory=dict, init=False, repr=False, compare=False)

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
        if typed.startswith("#") and typed[1:].isdigit():
            return self._numbered(typed, among)
        found = self.meant(typed, among)
        if len(found) == 1:
            return found[0]
        if not found and self._several(typed, among):
            raise Refusal("one_name", typed=typed)
        if not found:
            raise Refusal("unknown", typed=typed, **self._offer(typed, among))
        raise Refusal(
            "ambiguous", typed=typed, names=told_apart(found), remedies=[self.typable(w, among) for w in found]
        )

    def _several(self, typed: str, among: Sequence[Party]) -> bool:
        """Whether each word is somebody's name by itself: a row of names where one is asked for."""
        words = typed.split()
        return len(words) > 1 and all(len(self.meant(word, among)) == 1 for word in words)

    def meant(self, typed: str, among: Sequence[Party]) -> list[Party]:
        """Everybody `typed` may mean: those it names exactly, else those whose name it begins."""
        return self.exactly(typed, among) or prefixed(name_key(typed), among)

    def exactly(self, typed: str, among: Sequence[Party]) -> list[Party]:
        """Everybody of whom `typed` is a whole name."""
        found = [w for key in typed_keys(typed) for w in self._exact.get(key, ()) if w in among]
        return list(dict.fromkeys(found))

    def shadowed(self, typed: str, who: Party, among: Sequence[Party]) -> list[Party]:
        """Others who might have been meant by `typed`, which is exactly the person `who`; none for a group or a number.

        Their name begins with it, or with its first word where that may be a name of its own ('jan bakker').
        """
        if isinstance(who, Group) or who not in self.exactly(typed, among):
            return []
        found = prefixed(name_key(typed), among)
        first, _, more = typed.partition(" ")
        if more and not first.endswith(".") and not is_prefix(first):
            found += self.meant(first, among)
        return [other for other in dict.fromkeys(found) if other != who]

    def list(self, words: Iterable[Word], among: Sequence[Party]) -> list[Named]:
        """Resolve a list of words; names of several words ('fractie vermooten') are joined when that is exact."""
        rest = list(words)
        found: list[Named] = []
        while rest:
            count = self._span(rest, among)
            typed = " ".join(w.text for w in rest[:count])
            found.append(Named(self.find(typed, among), typed, rest[0].sign, rest[count - 1].count))
            rest = rest[count:]
        for i, named in enumerate(found):
            if named.who in [n.who for n in found[:i]]:
                raise Refusal("twice", typed=named.typed, name=display(named.who))
        return found

    def _span(self, words: Sequence[Word], among: Sequence[Party]) -> int:
        """How many words are one name: the most that are exact together, else 'van der vee' with its prefixes."""
        unsigned = next((i for i, w in enumerate(words) if i and w.sign), len(words))
        for count in range(unsigned, 1, -1):
            if self.exactly(" ".join(w.text for w in words[:count]), among):
                return count
        return self._prefixed_span(words[:unsigned], among)

    def _prefixed_span(self, words: Sequence[Word], among: Sequence[Party]) -> int:
        """'van der vee' is one name; 'de boe' is two where somebody's name begins with 'de', and then asked back."""
        leading = next((i for i, w in enumerate(words) if len(w.text) < 2 or not is_prefix(w.text)), len(words))
        count = min(leading + 1, len(words))
        if count == 1:
            return 1
        typed = " ".join(w.text for w in words[:count])
        leader = words[0].text
        first = self.exactly(leader, among) or [who for who in among if _begins(who, name_key(leader))]
        together = self.meant(typed, among)
        if first and together:
            both = list(dict.fromkeys((*together, *first)))
            remedies = [self.typable(who, among) for who in both]
            raise Refusal("ambiguous", typed=typed, names=told_apart(both), remedies=remedies)
        if first:
            return 1
        return count

    def _numbered(self, typed: str, among: Sequence[Party]) -> Party:
        for who in among:
            if isinstance(who, Member) and typed[1:] == str(who.number):
                return who
        raise Refusal("unknown", typed=typed, suggestion="")

    def _offer(self, typed: str, among: Sequence[Party]) -> dict[str, object]:
        """Slots of 'unknown': who may have been meant, and what to type for that person; two are both named."""
        near = [n for n in nearest(name_key(typed), among, keys_of) if "=" not in typed]
        if len(near) > 1:
            either = [self.typable(n.who, among) for n in near]
            return {"suggestion": told_apart([n.who for n in near]), "remedies": either, "take": ""}
        if near:
            take = self._take(near[0], among)
        else:
            take = ""
        return {"suggestion": told_apart([n.who for n in near]), "take": take}

    def _take(self, near: Near[Party], among: Sequence[Party]) -> str:
        """What Tab puts in place of the slip: the form it was nearest to, where that means this person alone."""
        written = next((w for w in written_forms(near.who) if name_key(w) == near.key), near.key)
        alone = self.meant(written, among) == [near.who]
        if alone:
            return written.casefold()
        return self.typable(near.who, among)

    def typable(self, who: Party, among: Sequence[Party]) -> str:
        """A whole name that means `who` and nobody else, `#12` where there is none; last the whole name."""
        for written in written_forms(who):
            if self.meant(written, among) == [who]:
                return written.casefold()
        if isinstance(who, Member) and who.number:
            return f"#{who.number}"
        if self._alone(who, among):
            return without_salutation(who.name).casefold()
        return who.name.casefold()

    def _alone(self, who: Party, among: Sequence[Party]) -> bool:
        return self.meant(without_salutation(who.name), among) == [who]

    def shortest(self, who: Party, among: Sequence[Party]) -> str:
        """The shortest text that means `who` and nobody else; `#12` for members of one surname."""
        if isinstance(who, Group):
            least = 1
        else:
            least = 2
        best = ""
        for key in exact_keys(who):
            for length in range(least, len(key) + 1):
                if best and length > len(best):
                    break
                candidate = key[:length]
                if self.meant(candidate, among) == [who]:
                    exact = candidate in exact_keys(who)
                    if not best or length < len(best) or (length == len(best) and exact):
                        best = candidate
                    break
        if not best and isinstance(who, Member) and who.number:
            return f"#{who.number}"
        return best or name_key(who.name)


def exact_keys(who: Party) -> tuple[str, ...]:
    """Folded names that mean `who` exactly."""
    if isinstance(who, Group):
        names = (who.name, who.short, *who.aliases)
        return tuple(dict.fromkeys(name_key(n) for n in names if n))
    if isinstance(who, Member):
        aliases = tuple(name_key(alias) for alias in who.aliases if alias)
        return (*calls(who.name, who.surname).exact, *aliases)
    return calls(who.name).exact


def written_forms(who: Party) -> tuple[str, ...]:
    """What a clerk types for `who`, as written: every name of a group, every form of a person's surname, aliases."""
    if isinstance(who, Group):
        return tuple(dict.fromkeys(n for n in (who.name, who.short, *who.aliases) if n))
    if isinstance(who, Member):
        return (*calls(who.name, who.surname).surnames, *(alias for alias in who.aliases if alias))
    return calls(who.name).surnames


def keys_of(who: Party) -> Iterator[str]:
    """Folded names a slip of the finger is measured against."""
    yield from exact_keys(who)
    if not isinstance(who, Group):
        yield from calls(who.name, who.surname if isinstance(who, Member) else "").like


def prefixed(key: str, among: Sequence[Party]) -> list[Party]:
    """Everybody with a name that begins with `key` (groups from one letter, persons from two)."""
    found = [who for who in among if _begins(who, key)]
    if not found and len(key) >= ANY_NAME_FROM:
        found = [w for w in among if any(k.startswith(key) for k in exact_keys(w))]
    return found


def _begins(who: Party, key: str) -> bool:
    if isinstance(who, Group):
        return len(key) >= 1 and any(k.startswith(key) for k in exact_keys(who))
    called = calls(who.name, who.surname if isinstance(who, Member) else "")
    return len(key) >= 2 and (key in called.like or any(k.startswith(key) for k in called.begins))


def display(who: Party) -> str:
    """Name for the griffier: 'Jansen (FNP)', 'CDA', 'wethouder Wagner'."""
    if isinstance(who, Member):
        return f"{without_salutation(who.name)} ({who.group})"
    return who.name


def in_full(who: Party) -> str:
    """Name with everything that tells it from others: 'mevrouw A. Jansen (FNP)'."""
    if isinstance(who, Member):
        return f"{who.name} ({who.group})"
    return who.name


def told_apart(found: Sequence[Party]) -> list[str]:
    """Names for the griffier; of several members each in full, so that initials and first names tell them apart."""
    if len(found) == 1:
        return [display(who) for who in found]
    return [in_full(who) for who in found]
