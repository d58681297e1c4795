"""The second clerk's sitting: the same meeting on another terminal, whose acts are done by the one that writes.

Theory. It holds the meeting itself, folded from the events the writer tells, so every preview and list is made here
and costs the writer nothing. It never writes the journal: an act is asked of the writer and shown when its answer
came. What is typed here is kept in `OwnLines` until that answer; when the line comes back, what was not logged
waits as a prepared line, and nothing is ever sent twice by itself: a fact that is minutes late is its clerk's to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from livecouncil.core.council.model import Hold
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.erasing import never_kept
from livecouncil.errors import InputFault
from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.clocks import Clock, Steady, steady_of
from livecouncil.sitting.copying import Copying, Terms
from livecouncil.sitting.opening import OpenedMeeting, begin_or_resume
from livecouncil.sitting.session import Session
from livecouncil.system.clocks import now_here

from .going_on import settled
from .hands import Proposal, understood
from .joining import Calling, Hearers, LineLost
from .own_lines import OwnLines, own_lines_of
from .showing import answer_in, stands_now
from .welcome import socket_of
from .wire import Said

_HERE = ("prepared", "where")
"""Lines that ask this terminal something."""


class CopiesTold(Copying):
    """How the writer's copies stand, as it told last."""

    def __init__(self) -> None:
        super().__init__()
        self.told = ""

    @property
    def sentence(self) -> str:
        return self.told


class Assisting(Session):
    """Open it with `Assisting.join`. `goes_on` makes this terminal the one that writes; whoever began it knows how.
    From then on `successor` takes what was typed behind that."""

    def __init__(self, opened: OpenedMeeting, clock: Clock, steady: Steady, initials: str) -> None:
        super().__init__(opened, clock, steady)
        self.clerks.named(initials)
        self.clerks.writes = False
        self._copies = CopiesTold()
        self.copying = self._copies
        self._own = OwnLines(own_lines_of(opened.journal.private, initials), self.alarm)
        self.draft = self._own
        self._troubles: list[str] = []
        self._told_dropped: set[Proposal] = set()
        self._settles = False
        self.goes_on: Callable[[], Answer] | None = None
        hearers = Hearers(self._stands, self._joined, self._silence, self._lost, self.alarm)
        self._line = Calling(
            socket_of(opened.journal.private),
            initials,
            opened.journal.meeting,
            lambda: len(self.journal.events),
            hearers,
        )

    @staticmethod
    def join(terms: Terms, initials: str, clock: Clock = now_here, steady: Steady | None = None) -> Assisting:
        """Join the meeting that another terminal logs. Raises InputFault where none does, or it lets nobody in."""
        opened = begin_or_resume(replace(terms, write=False), clock)
        session = Assisting(opened, clock, steady or steady_of(clock), initials)
        try:
            writer = session._line.begin()
        except OSError as error:
            opened.journal.close()
            raise InputFault("clerks.nobody", meeting=opened.journal.meeting, reason=error.strerror or "–") from None
        session._take_own()
        session.resumed = session.words.t("clerks.welcome", clerk=writer)
        return session

    # -- acts, done by the writer --------------------------------------------------------------------------------

    def enter(self, line: str, confirmed: bool = False, line_mode: bool = False) -> Answer:
        if self.successor:
            return self.successor.enter(line, confirmed, line_mode)
        entry = understood(line, self.desk.state.known)
        if entry and entry.act in _HERE:
            return self.desk.enter(line, self.clock())
        if entry and entry.act == "hand_over" and self.clerks.lost and self.goes_on:
            return self.goes_on()
        kept = not (self.desk.state.doors_closed or never_kept(line))
        said = {"do": "enter", "line": line, "confirmed": confirmed, "line_mode": line_mode}
        return self._asked(said, line, kept=kept)

    def hammer(self, override: bool = True) -> Answer:
        return self._asked({"do": "hammer", "override": override})

    def undo(self) -> Answer:
        return self._asked({"do": "undo"})

    def redo(self) -> Answer:
        return self._asked({"do": "redo"})

    def panic(self) -> Answer:
        return self._asked({"do": "panic"})

    def pause(self) -> Answer:
        return self._asked({"do": "pause"})

    def order(self, act: str, seqs: Sequence[int], channel: str = "", reason: str = "") -> Answer:
        return self._asked({"do": "order", "act": act, "seqs": list(seqs), "channel": channel, "reason": reason})

    def release_now(self, seq: int) -> Answer | None:
        return self._asked({"do": "release_now", "seq": seq})

    def red_note(self, line: str) -> Answer:
        kept = not (self.desk.state.doors_closed or never_kept(line))
        return self._asked({"do": "red_note", "line": line}, line, kept=kept)

    def tick(self) -> Answer | None:
        return None

    def next_due(self) -> float | None:
        return None

    def is_due(self) -> bool:
        return False

    def taken(self, proposal: Proposal, *, drop: bool = False) -> None:
        if proposal in self.clerks.proposals:
            self.clerks.proposals.remove(proposal)
        self._asked({"do": "take", "proposal": asdict(proposal), "drop": drop})

    def _asked(self, said: Said, line: str = "", *, kept: bool = False) -> Answer:
        """The writer's answer; a typed line is on disk until then."""
        unanswered = self._own.unanswered
        unanswered.sent += 1
        sent = unanswered.sent
        unanswered.asked.add(sent)
        if kept:
            unanswered.lines[sent] = line
            self.draft.arrived(line)  # from here on it is among those
            self.remember()
        try:
            told = self._line.ask({**said, "sent": sent})
        except LineLost:
            unanswered.asked.discard(sent)
            return self._no_answer(line, kept=kept)
        unanswered.asked.discard(sent)
        unanswered.lines.pop(sent, None)
        with self.changing:
            answer = answer_in(self, told, line)
        if not answer.refused:  # a refused line goes back to the entry line, and is on disk until it is kept there
            self.remember()
        return answer

    def _no_answer(self, line: str, *, kept: bool) -> Answer:
        """It may have been logged or not: the line stays, and is known again by its number when the line is back."""
        if not kept:
            return Answer(Kind.REFUSED, self.words.t("clerks.no_answer"), clear=False)
        if not self.clerks.lost:
            self.settle()
        return Answer(Kind.NOTED, self.words.t("clerks.unanswered", line=line))

    # -- what the writer tells -----------------------------------------------------------------------------------

    def _stands(self, said: Said) -> None:
        new = [ev.event_of(each) for each in said["events"]]
        with self.changing:
            self.desk.outgoing.hold = Hold.model_validate(said["hold"])
            self._grown(new)
            self._staged_there(said["staged"], anew=bool(new))
            stands_now(self.clerks, said)
            self._copies.told = said["copies"]
            self._troubles = [text for text in said["troubles"] if text]
        if self._settles:
            self._settles = False
            self.settle()
        self._hear_of_dropped()
        self.clerks.changed()

    def _hear_of_dropped(self) -> None:
        """Own proposals that the other let go."""
        for proposal in self.clerks.dropped:
            if proposal.clerk == self.clerks.own and proposal not in self._told_dropped:
                self._told_dropped.add(proposal)
                self.notify(self.words.t("clerks.dropped", line=proposal.line))

    def _grown(self, new: Sequence[ev.Base]) -> None:
        if not new:
            return
        if any(isinstance(event, ev.Redacted) for event in new):
            self.journal.look_again()
            self._as_on_disk()
            return
        self.journal.events.extend(new)
        self.desk.staged = None
        self._take_in(Answer(Kind.NOTED, events=tuple(new)), new)

    def _staged_there(self, staged: tuple[str, str | None, bool] | None, *, anew: bool) -> None:
        """What waits for the hammer at the writer waits here as well."""
        here = self.desk.staged
        if staged is None:
            self.desk.staged = None
            return
        line, item, warned = staged
        if anew or here is None or here.line != line or here.item != item:
            self.desk.staged = None
            entry = understood(line, self.desk.state.known)
            if entry:
                self.desk.restage(entry, self.clock(), item)
        if self.desk.staged:
            self.desk.staged = replace(self.desk.staged, warned=warned)

    def _joined(self, last: int) -> None:
        """The line is there (again): what is known there was not lost."""
        self._own.unanswered.sent = max(self._own.unanswered.sent, last)
        self._settles = True
        self.clerks.lost = ""
        self.clerks.joined(self.clerks.other)

    def _silence(self, silent: bool) -> None:
        if self.clerks.silent != silent:
            self.clerks.silent = silent
            self.clerks.changed()

    def _lost(self, why: str) -> None:
        """Seen at once."""
        self.clerks.lost = self.clerks.other or self.clerks.lost
        self.clerks.silent = False
        self.clerks.changed()
        if why:
            self.notify(why)

    # -- what was typed here -------------------------------------------------------------------------------------

    def _take_own(self) -> None:
        """What this clerk had typed before."""
        left = self._own.left()
        if left:
            self._own.take(left)
            self.desk.prepared.add(left.prepared)
            self.settle()

    def settle(self) -> None:
        """Of lines without an answer: those that were logged or proposed are gone; the others wait to be entered."""
        unanswered = self._own.unanswered
        lines = {sent: line for sent, line in unanswered.lines.items() if sent not in unanswered.asked}
        if not lines:
            return
        settled(self, lines, self.clerks.own)
        for sent in lines:
            unanswered.lines.pop(sent, None)
        self.remember()

    @property
    def own(self) -> OwnLines:
        """What was typed here and is nowhere else."""
        return self._own

    def remember(self) -> None:
        self._own.keep(self.desk)

    @property
    def alarms(self) -> list[str]:
        """What is wrong at the writer, and what was told here."""
        wrong = [*self._troubles, *self.notices]
        if self.clerks.lost:
            wrong.insert(0, self.words.t("clerks.line_lost", clerk=self.clerks.lost))
        elif self.clerks.silent:
            wrong.insert(0, self.words.t("clerks.silent", clerk=self.clerks.other))
        return list(dict.fromkeys(wrong))

    def close(self) -> None:
        self._line.close()
        super().close()
