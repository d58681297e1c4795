"""The griffier's desk: a line is read, an outcome is staged, the hammer releases it, and what is held is taken back.

Line mode and terminal app share it. The way of a line: it is parsed, decided by the rules of the meeting, remarked
upon, and then either a fact at once or an outcome that is staged until the chair's hammer. The desk itself keeps what
is staged and which line logged what; beside it stand `outgoing` (the gates), `saying` (sentences) and `Remarks`, and
all of them work at one `Proceedings`.

Nothing changes until the shell has written `Answer.events` to the journal and calls `accept`: a "✓" is never early.
`now` is the computer's clock, with which facts are dated; somebody may set it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Hold
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.fold import after
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.grammar.numbers import object_at_first
from livecouncil.core.meeting.redacting import Redaction
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import dated
from livecouncil.core.release import gates
from livecouncil.errors import InputFault, Refusal

from .answers import Answer, Kind, Preview, Staged, previewed
from .completing import SAYS_NOTHING
from .erasing import doomed, wished
from .landing import Landing
from .outgoing import Gatekeeper
from .prepared import Prepared
from .proceedings import Proceedings
from .remarks import Remarks
from .saying import Saying
from .staging import at_item, changes_voters, decided_again, subject_of


@dataclass(frozen=True)
class Aside:
    """What the desk holds beside the meeting itself, to be put back after a fault."""

    staged: Staged | None
    undone: tuple[TypedLine | Staged, ...]
    overridden: str
    landing: Landing
    prepared: Prepared


class Desk:
    """One meeting under one pair of hands.

    `staged` waits for the hammer, `prepared` to be entered; `warning` is the last one said. `hold` is how long facts
    are held back, `avoid` are the words that judge.
    """

    def __init__(self, meeting: Proceedings, hold: Hold, avoid: Sequence[str] = ()) -> None:
        self._meeting = meeting
        self.words = meeting.words
        self.saying = Saying(meeting)
        self.outgoing = Gatekeeper(meeting, self.saying, hold)
        self.staged: Staged | None = None
        self.prepared = Prepared()
        self.warning = ""
        self._remarks = Remarks(meeting, self.saying, avoid)
        self._landing = Landing()
        self._undone: list[TypedLine | Staged] = []
        self._entries: dict[int, TypedLine] = {}

    @property
    def state(self) -> MeetingState:
        """The meeting so far."""
        return self._meeting.state

    def moment(self, now: datetime) -> datetime:
        """When what happens now is dated (`Proceedings.moment`)."""
        return self._meeting.moment(now)

    # -- reading a line ------------------------------------------------------------------------------------------

    def preview(self, line: str, now: datetime) -> Preview:
        """The exact sentence `line` would release, with its length on each network. Changes nothing."""
        try:
            entry = parse(line, known=self.state.known)
            if entry is None or entry.act in SAYS_NOTHING:
                return Preview("empty")
            decision = decide(self.state, entry, now)
        except Refusal as refusal:
            return Preview("error", message=self.saying.refusal(refusal), about=object_at_first(line, self.state.known))
        text = self.saying.sentence(decision.events[0])
        remarks = (*self._remarks.on_place(entry), *self.saying.warnings(decision.warnings))
        return previewed(entry, decision, text, remarks, self.saying.mismatch(decision))

    def enter(self, line: str, now: datetime, line_mode: bool = False) -> Answer:
        """Answer one typed line. Raises nothing: a refusal is an answer too."""
        try:
            entry = parse(line, line_mode, self.state.known)
            if entry is None:
                return self._noted("skipped")
            return self._answered(entry, now)
        except Refusal as refusal:
            self._landing.refused(line)
            if line_mode:
                refusal.slots["line_mode"] = True
            return self.saying.refused(refusal)

    def _answered(self, entry: TypedLine, now: datetime) -> Answer:
        match entry.act:
            case "hammer":
                return self.hammer(now)
            case "undo":
                return self.undo(now)
            case "where":
                return Answer(Kind.NOTED, self.where(now))
            case "prepared":
                return self._prepared(entry)
            case "pair" | "hand_over":
                return self._pairing(entry)
            case "erase":
                return self._erasing(entry, now)
        return self._entered(entry, now)

    def _entered(self, entry: TypedLine, now: datetime) -> Answer:
        decision = decide(self.state, entry, now)
        self._landing.ask(self.state, entry)
        override = self._remarks.on_words(entry, decision)
        warnings = (
            *self.saying.warnings(decision.warnings),
            *self._remarks.on_presence(decision, self.staged),
            *self._remarks.on_outcomes(decision, self._entries),
        )
        before = self._remarks.on_place(entry)
        self._landing.taken(entry)
        if entry.needs_hammer:
            decision = replace(decision, events=(*decision.events, *override))
            return replace(self._stage(entry, decision, now), warnings=warnings, before=before)
        if entry.act == "close" and not entry.correction:
            self._refuse_beside("")
        if entry.act == "note":
            return self._noted("noted", events=decision.events, entry=entry)
        events = self.outgoing.stamped((*decision.events, *override), now)
        kind, said = self.saying.of_the_moment(events[0])
        return Answer(
            kind,
            said,
            warnings=warnings,
            events=events,
            confirm=decision.confirm or "",
            entry=entry,
        )

    def _pairing(self, entry: TypedLine) -> Answer:
        """`wand 482913`, for who can ask the server, or `overdragen`. Behind closed doors nothing typed is read."""
        if self.state.doors_closed:
            raise Refusal("doors_closed")
        return Answer(Kind.NOTED, entry=entry)

    def _prepared(self, entry: TypedLine) -> Answer:
        """`klaar`: the lines that wait to be entered. Behind closed doors they are frozen, and not repeated."""
        if self.state.doors_closed:
            raise Refusal("doors_closed")
        waiting = self.prepared.lines
        if not waiting:
            text = self.words.t("answer.prepared_none")
        else:
            listed = " · ".join(f"{n} {line}" for n, line in enumerate(waiting, 1))
            text = self.words.t("answer.prepared", n=len(waiting), lines=listed)
        return Answer(Kind.NOTED, text, entry=entry)

    def _erasing(self, entry: TypedLine, now: datetime) -> Answer:
        """`wis`: what was typed is to be deleted, once the griffier is sure."""
        if self.state.doors_closed:
            raise Refusal("doors_closed")
        if self.state.status == "closed":
            raise Refusal("erase_afterwards", meeting=self.state.agenda.id)
        events = self.state.events
        mark = self.words.t("trust.mark")
        try:
            redaction = wished(events, entry.erased, events[0].v, at=self._meeting.moment(now), mark=mark)
        except InputFault as fault:
            return Answer(Kind.REFUSED, str(fault), clear=False)
        going = doomed(events, redaction)
        text = self.words.t("answer.erasing", count=going.number, rows=going.rows)
        return Answer(Kind.NOTED, text, redaction=redaction, confirm="erase", entry=entry)

    def forget(self, redaction: Redaction) -> None:
        """What was deleted stands nowhere at the desk either. What is staged is worded anew where that can be."""
        going = [text.casefold() for text in redaction.texts]
        self._entries = {seq: entry for seq, entry in self._entries.items() if seq not in redaction.lines}
        self._undone = [each for each in self._undone if not _holds(each.line, going)]
        self._landing.settled()
        staged = self.staged
        self.staged = None
        if staged and not _holds(staged.line, going):
            self.restage(staged.entry, self.state.last_at or self.state.agenda.meeting.start, staged.item)

    def where(self, now: datetime) -> str:
        """One line that says where things stand."""
        staged = self.staged.sentence if self.staged else ""
        return self.saying.where(now, staged, self.warning)

    def line_of(self, seq: int) -> str:
        """The line that logged `seq`, or its beginning where this sitting did not type it."""
        if seq in self._entries:
            return self._entries[seq].line
        fact = self.state.facts[seq]
        return f"{getattr(fact, 'object', None) or getattr(fact, 'item', '')} ".lstrip()

    # -- the hammer ----------------------------------------------------------------------------------------------

    def _stage(self, entry: TypedLine, decision: Finding, now: datetime) -> Answer:
        """Let an outcome wait for the hammer; at once under it where the line ended in one."""
        self._refuse_beside(subject_of(self.state, entry))
        self.staged = self._waiting(entry, decision, self.state.item)
        self._undone.clear()
        if entry.hammer:
            return self.hammer(now)
        key = "mismatch" if self.staged.mismatch else "staged"
        text = self.words.t(f"answer.{key}", sentence=self.staged.sentence, sum=self.staged.sum)
        return Answer(Kind.WAITS, text)

    def _refuse_beside(self, target: str) -> None:
        """Nothing is decided or closed over an outcome of something else that waits. Raises Refusal 'other_staged'."""
        if self.staged and self.staged.object != target:
            raise Refusal("other_staged", object=self.staged.label)

    def _waiting(self, entry: TypedLine, decision: Finding, item: str | None) -> Staged:
        about = subject_of(at_item(self.state, item), entry)
        return Staged(
            entry,
            decision,
            about,
            item,
            sentence=self.saying.sentence(decision.events[0]),
            label=self.saying.label(about, entry),
            sum=self.saying.mismatch(decision),
            warnings=self.saying.warnings(decision.warnings),
        )

    def hammer(self, now: datetime, override: bool = True) -> Answer:
        """The chair has decided: release what is staged. A mismatch refuses the first time.

        `override` False is a hammer that may be the bounce of the one before: it never passes over a mismatch.
        """
        staged = self.staged
        if not staged:
            return self.saying.refused(Refusal("nothing_staged"))
        if staged.mismatch and not (staged.warned and override):
            self.staged = replace(staged, warned=True)
            return Answer(Kind.REFUSED, staged.sum)
        if self.state.doors_closed:
            return self.saying.refused(Refusal("doors_closed"))
        events = self.outgoing.stamped(self._hammered(staged, now), now)
        return Answer(Kind.RELEASED, self.saying.sentence(events[0]), events=events, entry=staged.entry, unstage=True)

    def _hammered(self, staged: Staged, now: datetime) -> tuple[ev.Base, ...]:
        """What was staged happens at the hammer, unless its time was typed; what it corrects keeps its own."""
        events = staged.decision.events
        if staged.entry.at:
            return events
        when = dated(self.state, now, staged.entry.correction)
        own = {"at": when.at, "logged": when.logged}
        correcting = {"logged": when.at}
        return tuple(e.model_copy(update=own if e.at == events[0].at else correcting) for e in events)

    def unstage(self) -> None:
        """Esc on an empty line: drop what is staged."""
        if self.staged:
            self._undone.append(self.staged)
        self.staged = None

    # -- taking back, and again ----------------------------------------------------------------------------------

    def undo(self, now: datetime) -> Answer:
        """Take back what is staged, else the last fact that is still held."""
        if self.staged:
            line = self.staged.line
            self.unstage()
            return self._noted("unstaged", line=line)
        if self.state.doors_closed:
            return self.saying.refused(Refusal("doors_closed"))
        try:
            back = self.outgoing.last_held()
        except Refusal as refusal:
            return self.saying.refused(refusal)
        entry = self._entries.get(back[-1].seq)
        if entry:
            text = entry.line
        else:
            text = self.saying.sentence(back[-1])
        at = self._meeting.moment(now)
        logged = self._meeting.logged(now)
        recalled = tuple(ev.Recalled(at=at, logged=logged, of=event.seq) for event in back)
        if entry and entry.needs_hammer:
            kind = Kind.WAITS
        else:
            kind = Kind.NOTED
        return Answer(kind, self.words.t("answer.undone", line=text), events=recalled)

    def redo(self, now: datetime) -> Answer:
        """Do again what was last taken back."""
        if self.staged and not self._undone:
            return self.hammer(now)
        if not self._undone:
            return self.saying.refused(Refusal("nothing_to_redo"))
        last = self._undone.pop()
        if isinstance(last, Staged):
            self.staged = last
            return Answer(Kind.WAITS, last.sentence)
        try:
            return self._entered(last, now)
        except Refusal as refusal:
            return self.saying.refused(refusal)

    # -- what the journal has kept -------------------------------------------------------------------------------

    def accept(self, answer: Answer, written: Sequence[ev.Base], steady: float) -> None:
        """Take in what the journal has kept at `steady`; `written` are the numbered events."""
        for event in written:
            self._meeting.state = after(self.state, event)
        self.outgoing.kept(written, steady)
        gates.settle(self.state, self._meeting.places)
        facts = [e for e in written if not isinstance(e, ev.Released | ev.Recalled | ev.Note)]
        if answer.entry and facts:
            self._entries[facts[0].seq] = answer.entry
        if answer.unstage:
            self.staged = None
        elif self.staged and any(map(changes_voters, facts)):
            staged = self.staged
            self.staged = None
            self.restage(staged.entry, _logged_at(written), staged.item)
        if answer.warnings:
            self.warning = answer.warnings[-1]
        recalled = [e.of for e in written if isinstance(e, ev.Recalled)]
        for seq in recalled:
            if seq in self._entries:
                self.restage(self._entries.pop(seq), _logged_at(written), self.state.item)

    def restage(self, entry: TypedLine, now: datetime, item: str | None) -> None:
        """What was taken back waits again where it can, else it is what is done again next."""
        decision = None
        if entry.needs_hammer:
            entry = replace(entry, hammer=False)
            decision = decided_again(self.state, entry, now, item)
        if decision is None:
            self._undone.append(entry)
        else:
            self.staged = self._waiting(entry, decision, item)

    # -- after a fault ---------------------------------------------------------------------------------------------

    def set_aside(self) -> Aside:
        """What an act may change before the journal has taken it."""
        return Aside(
            staged=self.staged,
            undone=tuple(self._undone),
            overridden=self._remarks.overridden,
            landing=replace(self._landing),
            prepared=replace(self.prepared),
        )

    def take_back(self, aside: Aside) -> None:
        """As it was before an act that failed."""
        self.staged = aside.staged
        self._undone = list(aside.undone)
        self._remarks.overridden = aside.overridden
        self._landing = aside.landing
        self.prepared = aside.prepared

    def forgive(self, aside: Aside) -> None:
        """A line that was refused is as if it were not typed."""
        self._landing = aside.landing

    def go_on_from(self, events: Sequence[ev.Base], agenda: Agenda) -> None:
        """Go on from the meeting as the journal's `events` tell it. Raises what folding raises; nothing changed then
        but what is remembered as told."""
        state = self.saying.retell(events, self.state, agenda)
        gates.settle(state, self._meeting.places)
        self._meeting.state = state

    def _noted(
        self, key: str, /, *, events: tuple[ev.Base, ...] = (), entry: TypedLine | None = None, **slots: object
    ) -> Answer:
        return Answer(Kind.NOTED, self.words.t(f"answer.{key}", **slots), events=events, entry=entry)


def _holds(line: str, texts: Sequence[str]) -> bool:
    """Whether one of `texts`, which are casefolded, stands in `line`."""
    return any(text in line.casefold() for text in texts)


def _logged_at(written: Sequence[ev.Base]) -> datetime:
    """By the computer's clock, when the journal kept the last of `written`."""
    return written[-1].logged or written[-1].at
