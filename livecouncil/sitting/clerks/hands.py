"""Whose hands are at work: who types, who has the hammer, and what the one without it proposes.

Theory. One journal, one writer, one hammer. Whoever has no hammer logs facts of the moment at once, under their own
initials; an outcome, and what cannot be undone, they propose, and the other takes it into the entry line and enters
it. So two that type the same vote can never log it twice: one of them is staged, the other waits as a proposal.
Acts of both terminals run one after the other (`turn`), and what each of them logs says whose it is: `clerk` typed it,
`hammer` confirmed it, `sent` is the number that clerk gave the line, by which one that was sent again is known again.

A meeting that one clerk logs alone says nothing of this in its journal.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from livecouncil.core.acts import PARSED
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.text.numbers import KnownNumbers
from livecouncil.errors import Refusal
from livecouncil.sitting.answers import Answer

from .proposal import Proposal as Proposal

MOST_PROPOSALS = 100
"""Proposals kept waiting; what is more is refused, and that is said."""

REMEMBERED = 20
"""Dropped proposals that who made them may still have to be told of."""

INITIALS = re.compile(r"[A-Za-z0-9]{1,4}")

_BY_ITSELF = (ev.Released, ev.Checkpoint)
"""What is logged by the clock, and is nobody's."""


@dataclass(frozen=True)
class Hands:
    """Who acts now, and the number of the line that makes them act, 0 where the line came from this terminal."""

    clerk: str
    sent: int = 0


class Clerks:
    """`own` are the initials of this terminal, `other` those of the one that is joined ('' while nobody is), `holder`
    of who has the hammer. `version` grows whenever something changed that a screen may show."""

    def __init__(self, own: str) -> None:
        self.own = own
        self.other = ""
        self.holder = own
        self.writes = True
        self.silent = False
        self.lost = ""
        self.signing = False
        self.proposals: list[Proposal] = []
        self.dropped: list[Proposal] = []
        self.version = 0
        self.grown = threading.Condition()
        self._turn = threading.RLock()
        self._acting = Hands(own)
        self._authors: dict[str, str] = {}

    def named(self, initials: str) -> None:
        """This terminal's clerk is called so from now on."""
        if self.holder == self.own:
            self.holder = initials
        self.own = initials
        self._acting = Hands(initials)

    # -- one after the other -------------------------------------------------------------------------------------

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Nobody else acts meanwhile; whoever looks on hears that something may have changed."""
        with self._turn:
            yield
        self.changed()

    @contextmanager
    def still(self) -> Iterator[None]:
        """Nobody acts meanwhile, and nothing changes."""
        with self._turn:
            yield

    @contextmanager
    def hands(self, clerk: str, sent: int) -> Iterator[None]:
        """Meanwhile it is `clerk` who acts."""
        with self._turn:
            before = self._acting
            self._acting = Hands(clerk, sent)
            try:
                yield
            finally:
                self._acting = before

    def changed(self) -> None:
        """Tell all who look on."""
        with self.grown:
            self.version += 1
            self.grown.notify_all()

    # -- the hammer ----------------------------------------------------------------------------------------------

    @property
    def acting(self) -> str:
        """Who acts now."""
        return self._acting.clerk

    @property
    def hammers(self) -> bool:
        """Whether who acts now has the hammer."""
        return self._acting.clerk == self.holder

    @property
    def together(self) -> bool:
        """Whether two are at it."""
        return bool(self.other)

    def joined(self, other: str) -> None:
        """The second terminal is there."""
        self.other = other
        self.silent = False
        self.signing = True
        self.changed()

    def left(self) -> bool:
        """The second terminal is gone. Whether the hammer came back from there."""
        back = self.holder != self.own
        self.other = ""
        self.silent = False
        self.holder = self.own
        self.changed()
        return back

    # -- whose it is ---------------------------------------------------------------------------------------------

    def staged(self, line: str) -> None:
        """An outcome waits for the hammer; it is whose proposal it was, or else of who entered it."""
        self._authors.setdefault(line, self.acting)

    def signed(self, answer: Answer, form: int) -> tuple[ev.Base, ...]:
        """The events of `answer` with who typed and who confirmed them. Journals of form 1 are as they were."""
        if not self.signing or form < 2:
            return answer.events
        marks: dict[str, object] = {"clerk": self.acting}
        if answer.unstage and answer.entry:
            marks = {"clerk": self._authors.pop(answer.entry.line, self.acting), "hammer": self.acting}
        if self._acting.sent:
            marks["sent"] = self._acting.sent
        return tuple(e if isinstance(e, _BY_ITSELF) else e.model_copy(update=marks) for e in answer.events)

    # -- proposals -----------------------------------------------------------------------------------------------

    def propose(self, line: str, at: str) -> bool:
        """Let `line` wait for the other. False where too many do."""
        if len(self.proposals) >= MOST_PROPOSALS:
            return False
        self.proposals.append(Proposal(self._acting.clerk, self._acting.sent, line, at))
        return True

    def next_proposal(self) -> Proposal | None:
        """What waits for this terminal: the other's oldest proposal."""
        if self.holder != self.own:
            return None
        return next((one for one in list(self.proposals) if one.clerk != self.own), None)

    def take(self, proposal: Proposal, *, drop: bool = False) -> None:
        """It stands in an entry line now, or is dropped: whose it is is remembered, or told to who made it."""
        with self._turn:
            if proposal not in self.proposals:
                return
            self.proposals.remove(proposal)
            if drop:
                self.dropped = [*self.dropped, proposal][-REMEMBERED:]
            else:
                self._authors[proposal.line] = proposal.clerk
        self.changed()

    def forget(self, texts: Sequence[str]) -> None:
        """Drop every proposal that says one of `texts`, which was deleted on request."""
        for kept in (self.proposals, self.dropped):
            kept[:] = [one for one in kept if not any(text.casefold() in one.line.casefold() for text in texts)]


def is_for_the_hammer(entry: TypedLine) -> bool:
    """Whether only who has the hammer enters such a line: every outcome, what the chair alone does, corrections."""
    return entry.needs_hammer or entry.correction or PARSED[entry.act].presides


def understood(line: str, known: KnownNumbers) -> TypedLine | None:
    """`line` as far as grammar goes; None where it is none, which the desk then says."""
    try:
        return parse(line, known=known)
    except Refusal:
        return None
