"""What a reader that discloses after every event need not work out again.

Theory. A record is a pure function of the facts that passed, so a memory may save work but never change an answer: with
or without it, the same journal gives the same record. That rests on five things.

* *Folding goes on.* Facts pass in order, so what was folded is nearly always the beginning of what is to be folded now;
  then only the rest is applied. It is not assumed but looked at: where the facts folded before are no longer the
  beginning (a fact passed out of order, was recalled or redacted), the meeting is folded anew.
* *What was said stays said.* A correction folds the meeting anew, and would tell of earlier facts with the names and
  titles of today. So only the facts it corrects are told anew; each other telling stays the object it was.
* *A part is kept with what it was made of*, and made again when that is not equal any more. Whatever a part depends on
  stands in there, but for what holds for the whole meeting and is in its snapshot: the council, its language and words.
* *What grows goes on growing.* The feed and the log are made of messages in their order, each with all it depends on;
  where the beginning is as it was, only what came after it is made.
* *A part that did not change is the very same object.* `publishing.fragments` keeps what it rendered by that identity.

A memory belongs to one gate of one meeting and one reader. Who finds the journal rewritten begins with a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import after, fold
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling

Of = TypeVar("Of")
Part = TypeVar("Part")


@dataclass
class Heard:
    """Listens while a meeting is folded: what is told of each fact, in the order of the journal."""

    tellings: list[Telling] = field(default_factory=list)

    def __call__(self, state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
        told = tell(state, fact, logged)
        if told:
            self.tellings.append(told)

    def keep_said(self, before: Heard, corrected: Collection[int]) -> None:
        """Take over each telling as `before` had it, but for those of the facts (numbers) that are `corrected` now."""
        said = {told.seq: told for told in before.tellings if told.seq not in corrected}
        self.tellings = [said.get(told.seq, told) for told in self.tellings]


Folding = tuple[MeetingState, Heard]


@dataclass
class Memory:
    """The meeting folded so far, and the parts of its record as they were made last."""

    _parts: dict[tuple[object, Hashable], tuple[object, Any]] = field(default_factory=dict)
    _grown: dict[str, tuple[list[Any], Any]] = field(default_factory=dict)
    _facts: list[ev.Base] = field(default_factory=list)
    _folded: Folding | None = None

    def part(self, make: Callable[[Of], Part], of: Of, key: Hashable) -> Part:
        """`make(of)`; the one made before under this `key`, the very same object, as long as `of` is equal."""
        known = self._parts.get((make, key))
        if known is None or known[0] != of:
            known = (of, make(of))
            self._parts[make, key] = known
        made: Part = known[1]
        return made

    def same(self, part: Part, key: Hashable) -> Part:
        """`part`; the one known under this `key`, the very same object, as long as it is equal."""
        return self.part(_itself, part, (type(part), key))

    def grow(self, key: str, parts: list[Of], begin: Callable[[], Part], add: Callable[[Part, Of], None]) -> Part:
        """What `add` makes of `parts`, one after another, out of what `begin` gives.

        It goes on from what was grown under this `key` as long as that was of the beginning of `parts`, and is grown
        anew otherwise. A part holds all that what is made of it depends on, what came before it aside.
        """
        before, grown = self._grown.pop(key, ([], None))
        if grown is None or parts[: len(before)] != before:
            before = []
            grown = begin()
        for part in parts[len(before) :]:
            add(grown, part)
        self._grown[key] = (parts, grown)
        made: Part = grown
        return made

    def fold(self, facts: list[ev.Base]) -> Folding:
        """The meeting after `facts` and what was told of it. Both grow with the next call: read them before it.

        Facts are taken in one by one, so that it does not matter how many came at once. A fold that breaks off is
        forgotten: the next begins anew.
        """
        known = len(self._facts)
        folded = self._folded
        self._folded = None
        if folded is None or facts[:known] != self._facts:
            folded = _begun(facts)
            known = 1
        for place in range(known, len(facts)):
            folded = _gone_on(folded, facts, place)
        self._facts = facts
        self._folded = folded
        return folded


def _begun(facts: list[ev.Base]) -> Folding:
    """The meeting before anything happened: the snapshot alone."""
    heard = Heard()
    return fold(facts[:1], *opening(facts), heard), heard


def _gone_on(folded: Folding, facts: list[ev.Base], place: int) -> Folding:
    """The meeting once the fact at `place` is taken in; those before it are folded."""
    state, heard = folded
    event = facts[place]
    if not isinstance(event, ev.Corrected):
        return after(state, event), heard
    again = Heard()
    state = fold(facts[: place + 1], *opening(facts), again, state.quoted)
    corrected = {seq for seq, fixes in state.corrections.items() if event in fixes}
    again.keep_said(heard, corrected)
    return state, again


def _itself(part: Part) -> Part:
    return part
