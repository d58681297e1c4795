"""One sitting at the desk: journal and desk joined. Every answer comes after the journal has kept its events.

The only writer of its meeting. Both shells (line mode and terminal app) use it and know no rule.

An act that raises what nobody expected is answered like one that is refused: reported (`crash`), loud, and the desk is
as it was before. Where the journal had already taken the act, the desk is folded anew from it: memory is what disk is.
Acts run in one thread while another draws; `changing` is held while the desk changes and while it is looked at whole.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.erasing import never_kept
from livecouncil.core.meeting.redacting import Redaction
from livecouncil.core.meeting.timing import dated
from livecouncil.core.text.clean import clean
from livecouncil.errors import JournalError, LivecouncilError, Refusal
from livecouncil.system import crash
from livecouncil.system.caught import Caught
from livecouncil.system.clocks import now_here
from livecouncil.system.collecting import uncollected
from livecouncil.system.limits import free_bytes

from .answers import Answer, HeldFact, Kind, Preview
from .clerks.hands import Clerks, Proposal
from .clerks.sharing import by_two, not_yours
from .clocks import Clock, ClockWatch, Steady, steady_of
from .copying import Terms
from .documents import Documents
from .draft import DraftFile
from .erasing import erase, forget_documents, own_files_that_say
from .heads import Heads
from .notices import Notices
from .opening import OpenedMeeting, as_begun, begin_or_resume
from .resuming import begin_anew, take_prepared

A = TypeVar("A", Answer, Answer | None)

LOW = 1 << 20
"""Bytes free below which the griffier is warned before an entry is refused; the journal has its reserve beside."""

FIRST = "1"
"""Initials of the clerk at the desk where the council has none."""

RELEASE_AGAIN = 2.0
"""Seconds until a release that was refused or failed is tried again."""


class Session:
    """Open it with `Session.open`; close it when done. All methods that log block until the disk has it.

    `data` is where the journal lies, `public_root` where public files go; `resumed` is what is said of a meeting that
    goes on, or ''. `report` is where the last fault nobody expected is described; `successor` goes on in its place.
    """

    def __init__(self, opened: OpenedMeeting, clock: Clock, steady: Steady) -> None:
        self.desk = opened.desk
        self.journal = opened.journal
        self.copying = opened.copying
        self.words = opened.words
        self.data = opened.home
        self.documents = Documents.of(opened.journal, opened.council_folder, opened.words)
        self.public_root = opened.home / "public"
        self.tui = opened.tui
        self.mirrors = opened.mirrors
        self.clock = clock
        self.steady = steady
        self.resumed = ""
        self.report: Path | None = None
        self.successor: Session | None = None
        self.changing = threading.RLock()
        self.draft = DraftFile(opened.journal.private / "draft.json", self.alarm)
        self.clerks = Clerks(opened.desk.state.council.council.initials or FIRST)
        self.draft.proposals = self.clerks.proposals
        self._watch = ClockWatch(clock, steady)
        self._notices = Notices()
        self._heads = Heads(opened.journal, opened.home, steady)
        self._not_before = 0.0
        for notice in opened.notices:
            self.notify(notice)

    @staticmethod
    def open(
        data: Path,
        agenda_path: Path,
        *,
        rehearsal: bool = False,
        hold: int | None = None,
        clock: Clock = now_here,
        steady: Steady | None = None,
    ) -> Session:
        """Open or resume the meeting of `agenda_path` in the council's folder `data`.

        `hold` overrides every hold-back (seconds); `steady` vouches for `clock`. Raises InputFault for a broken agenda
        or council, JournalError when the record cannot be opened.
        """
        with uncollected():
            opened = begin_or_resume(Terms(data, agenda_path, rehearsal=rehearsal, hold=hold), clock)
        session = Session(opened, clock, steady or steady_of(clock))
        begin_anew(session)
        take_prepared(session, agenda_path.parent)
        return session

    # -- acts ----------------------------------------------------------------------------------------------------

    def enter(self, line: str, confirmed: bool = False, line_mode: bool = False) -> Answer:
        """Answer one line; ask first (`Answer.confirm`) for what cannot be undone, unless `confirmed`."""
        return self._surely(lambda: self._enter(line, confirmed, line_mode), anybody=True)

    def _enter(self, line: str, confirmed: bool, line_mode: bool) -> Answer:
        self.watch_clock()
        answer = by_two(self, line) or self.desk.enter(line, self.clock(), line_mode)
        if answer.confirm and not confirmed:
            text = self.words.t(f"answer.confirm_{answer.confirm}", going=answer.text)
            return replace(answer, text=text, events=(), redaction=None, clear=False)
        if answer.redaction and answer.entry:
            return self._erase(answer.redaction, answer.entry.text)
        if answer.entry and answer.entry.act == "pair":
            from .pairing import pairing_answer

            return pairing_answer(self.data, answer.entry.number, self.words)
        if answer.kind is Kind.WAITS and self.desk.staged:
            self.clerks.staged(self.desk.staged.line)
        return self._keep(answer)

    def hammer(self, override: bool = True) -> Answer:
        """Release what is staged; without `override` never over a mismatch (see `Desk.hammer`)."""
        return self._surely(lambda: self._keep(self.desk.hammer(self.clock(), override)))

    def undo(self) -> Answer:
        return self._surely(lambda: self._keep(self.desk.undo(self.clock())))

    def panic(self) -> Answer:
        return self._surely(lambda: self._keep(self.desk.outgoing.panic(self.clock())))

    def pause(self) -> Answer:
        return self._surely(lambda: self._keep(self.desk.outgoing.pause(self.clock())))

    def order(self, act: str, seqs: Sequence[int], channel: str = "", reason: str = "") -> Answer:
        return self._surely(
            lambda: self._keep(self.desk.outgoing.order(act, seqs, self.clock(), channel=channel, reason=reason))
        )

    def redo(self) -> Answer:
        return self._surely(lambda: self._keep(self.desk.redo(self.clock())))

    def tick(self) -> Answer | None:
        """Release what has been held long enough; what cannot be released now waits a while. Where nothing is to be
        released now, sign a head when that is due."""
        if self.next_due() != 0.0 and self._heads.due(self.desk.state):
            with self.clerks.turn():
                self._checkpoint(again=False)
            return None
        answer = self._surely(self._release, anybody=True)
        if answer and answer.refused:
            self._not_before = self.steady() + RELEASE_AGAIN
        return answer

    def _release(self) -> Answer | None:
        self.watch_clock()
        answer = self.desk.outgoing.due(self.clock(), self.steady())
        if answer:
            return self._keep(answer)
        return None

    def next_due(self) -> float | None:
        """Seconds until something held is due, whatever the wall clock says; None when nothing is held. Costs the same
        however long the meeting is."""
        due = self.desk.outgoing.next_due(self.steady())
        if due is None:
            return None
        return max(due, self._not_before - self.steady())

    def is_due(self) -> bool:
        return self.next_due() == 0.0 or self._heads.due(self.desk.state)

    def held(self, most: int | None = None) -> list[HeldFact]:
        """What is on its way out, newest first; the newest `most` where there is room for no more."""
        return self.desk.outgoing.held(self.steady(), most)

    def release_now(self, seq: int) -> Answer | None:
        return self._surely(lambda: self._release_now(seq))

    def _release_now(self, seq: int) -> Answer | None:
        answer = self.desk.outgoing.release_now(seq, self.clock())
        if answer:
            return self._keep(answer)
        return None

    def preview(self, line: str) -> Preview:
        return self.desk.preview(line, self.clock())

    def red_note(self, line: str) -> Answer:
        """Keep a line that was not understood, privately. Behind closed doors nothing typed is kept."""
        return self._surely(lambda: self._red_note(line), anybody=True)

    def _red_note(self, line: str) -> Answer:
        if never_kept(line):
            return Answer(Kind.NOTED, self.words.t("answer.skipped"))
        if self.desk.state.doors_closed:
            return Answer(Kind.REFUSED, self.words.refusal(Refusal("doors_closed")))
        when = dated(self.desk.state, self.clock())
        note = ev.Note(at=when.at, logged=when.logged, kind="red", text=clean(line))
        return self._keep(Answer(Kind.NOTED, self.words.t("answer.red"), events=(note,)))

    def _keep(self, answer: Answer) -> Answer:
        """Write, then take in. When the journal cannot write, the answer is a refusal and nothing changes."""
        if answer.events and self.journal.read_only:
            return Answer(Kind.REFUSED, self.words.t("refusal.read_only", holder=self.journal.holder), clear=False)
        answer = self.documents.provided(answer)
        if not answer.events:
            self.remember()
            return answer
        try:
            written = self.journal.append(self.clerks.signed(answer, self.journal.form))
        except JournalError as error:
            return Answer(Kind.REFUSED, str(error), clear=False)
        self._take_in(answer, written)
        self.draft.arrived(answer.entry.line if answer.entry else "")
        answer = replace(answer, warnings=(*answer.warnings, *self.journal.news()))
        self.remember()
        if any(isinstance(e, ev.Suspended | ev.Closed) for e in written):
            self._checkpoint()
        return answer

    def _erase(self, redaction: Redaction, reason: str) -> Answer:
        """Delete what was typed; the desk goes on from what is left. Where the disk refuses, it is shown no more."""
        if self.journal.read_only:
            return Answer(Kind.REFUSED, self.words.t("refusal.read_only", holder=self.journal.holder), clear=False)
        refused = ""
        try:
            erase(self.journal, redaction, reason, self.desk.moment(self.clock()))
        except JournalError as error:
            refused = str(error)
        self._as_on_disk()
        if refused:
            return Answer(Kind.REFUSED, refused, clear=False)
        with self.changing:
            self.desk.forget(redaction)
        self.draft.forget(redaction.texts)
        own = (self.words.t("answer.own_file", file=path) for path in own_files_that_say(self.data, redaction.texts))
        left = (*forget_documents(self.public_root / self.journal.meeting), *own, *self.journal.news())
        self.clerks.forget(redaction.texts)
        self.remember()
        return Answer(Kind.NOTED, self.words.t("answer.erased", count=len(redaction.lines)), warnings=left)

    def _take_in(self, answer: Answer, written: Sequence[ev.Base]) -> None:
        """What the journal has kept is logged, whatever happens to the desk with it: then the desk is made anew."""
        with Caught(self.alarm, "accept") as fault, self.changing:
            self.desk.accept(answer, written, self.steady())
        if fault.struck:
            self._as_on_disk()
            if answer.unstage:
                self.desk.staged = None

    # -- what nobody expected --------------------------------------------------------------------------------------

    def _surely(self, act: Callable[[], A], *, anybody: bool = False) -> A | Answer:
        """The answer to `act`, which only who has the hammer does, or `anybody`; what it raises is an answer too, and
        leaves the desk as it was."""
        with self.clerks.turn():
            if not (anybody or self.clerks.hammers):
                return not_yours(self)
            before = self.desk.set_aside()
            with Caught() as fault:
                return act()
            with self.changing:
                self.desk.take_back(before)
            return self.recovered(fault.error, "act")

    def recovered(self, error: Exception, where: str) -> Answer:
        """FOUT for an act that raised `error`: reported and loud; the desk knows what the journal knows."""
        self.alarm(error, where)
        if len(self.journal.events) != len(self.desk.state.events):
            self._as_on_disk()
        report = crash.shown(self.report)
        return Answer(
            Kind.REFUSED, self.words.t("answer.unexpected", kind=type(error).__name__, report=report), clear=False
        )

    def alarm(self, error: Exception, where: str) -> None:
        """Report a fault nobody expected, and say so until it was read. `where` is a word of ours, never typed text."""
        self.report = crash.note(error, where)
        kind = type(error).__name__
        self.notify(self.words.t("warning.fault", kind=kind, where=where, report=crash.shown(self.report)))

    def _as_on_disk(self) -> None:
        """Fold the desk anew from what the journal has kept. Where that fails too the griffier hears to start again."""
        with Caught(crash.note, "fold") as fault, self.changing:
            self.desk.go_on_from(self.journal.events, as_begun(self.journal)[1])
        if fault.struck:
            self.notify(self.words.t("warning.start_again"))

    def _checkpoint(self, again: bool = True) -> None:
        """Sign the journal as it now stands. What cannot be signed is told, also when it was told before (`again`),
        and blocks nobody."""
        state = self.desk.state
        if not self._heads.allowed(state):
            return
        fault = ""
        try:
            with Caught(self.alarm, "checkpoint", passing=(LivecouncilError, OSError)):
                event = self._heads.sign(state, self.desk.moment(self.clock()))
                self._take_in(Answer(Kind.RELEASED), self.journal.append([event]))
        except LivecouncilError as error:
            fault = str(error)
        except OSError as error:
            reason = f"{error.filename or self.journal.folder}: {error.strerror}"
            fault = self.words.t("trust.unsigned", reason=reason)
        news = self._heads.is_news(fault)
        if fault and (news or again):
            self.notify(fault)

    # -- what is told ----------------------------------------------------------------------------------------------

    def notify(self, text: str) -> None:
        """Tell the griffier something that is no answer; the shells show it until it is read."""
        self._notices.tell(text)

    def withdraw(self, text: str) -> None:
        """What was told is so no longer."""
        self._notices.withdraw(text)

    @property
    def notices(self) -> list[str]:
        """What was told and not read yet."""
        self._hear_of_copy()
        return self._notices.unread

    def read_notices(self) -> list[str]:
        """The same, to a shell that shows it: from now on it was read."""
        self._hear_of_copy()
        return self._notices.read()

    def _hear_of_copy(self) -> None:
        for sentence in self.copying.left_alone():
            self.notify(sentence)

    @property
    def alarms(self) -> list[str]:
        """What is wrong now, the journal's own trouble first, then its copy's."""
        wrong = list(self.journal.troubles)
        if not self._has_room():
            wrong.append(self.words.t("warning.disk_full"))
        wrong.append(self.copying.trouble)
        wrong += self.notices
        return list(dict.fromkeys(text for text in wrong if text))

    def _has_room(self) -> bool:
        try:
            return free_bytes(self.data) > LOW
        except OSError:
            return True  # A folder that is gone is the journal's to report.

    def watch_clock(self) -> None:
        """Warn when the computer's clock was set."""
        jump = self._watch.jumped()
        if jump:
            self.notify(self.words.t("warning.clock_jump", now=f"{self.here():%H:%M:%S}", seconds=f"{jump:+.0f}"))

    def here(self) -> datetime:
        """Now, as the council's clock shows it."""
        return local(self.clock(), self.desk.state.zone)

    # -- the draft -----------------------------------------------------------------------------------------------

    def drafted(self, line: str) -> None:
        """The half-typed line as it stands, kept with whatever is kept next; never behind closed doors."""
        if self.desk.state.doors_closed or never_kept(line):
            line = ""
        self.draft.line = line

    def save_draft(self, line: str) -> None:
        """Keep the half-typed line for a crash; never behind closed doors."""
        self.drafted(line)
        self.remember()

    def remember(self) -> None:
        """The entry line and what is staged, on disk."""
        if not self.journal.read_only:
            self.draft.keep(self.desk)

    def taken(self, proposal: Proposal, *, drop: bool = False) -> None:
        """A proposal stands in an entry line now, or is dropped; of one of this clerk's own that is told."""
        self.clerks.take(proposal, drop=drop)
        self.remember()
        if drop and proposal.clerk == self.clerks.own:
            self.notify(self.words.t("clerks.dropped", line=proposal.line))

    def close(self) -> None:
        self.journal.close()
        self.copying.close()
