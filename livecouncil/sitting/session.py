"""One sitting at the desk: journal and desk joined. Every answer comes after the journal has kept its events.

The only writer of its meeting. Both shells (line mode and terminal app) use it and know no rule.

An act that raises what nobody expected is answered like one that is refused: reported (`crash`), loud, and the desk is as
it was before. Where the journal had already taken the act, the desk is folded anew from it: memory is what disk is.
Acts run in one thread while another draws; `changing` is held while the desk changes and while it is looked at whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from livecouncil import __version__
from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.council.model import Council, Hold
from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.privacy import sealed
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.meeting.timing import dated
from livecouncil.core.release.disclose import opening
from livecouncil.core.text.clean import clean
from livecouncil.errors import JournalError, LivecouncilError, Refusal
from livecouncil.journal.journal import Journal
from livecouncil.journal.reading import UNTENABLE
from livecouncil.settings.load import load_agenda, load_council, with_law_of
from livecouncil.system import crash
from livecouncil.system.caught import Caught, undone_by
from livecouncil.system.clocks import now_here, steady_here
from livecouncil.system.files import PRIVATE
from livecouncil.system.limits import free_bytes
from livecouncil.wording import Wording

from .answers import Answer, Held, Kind, Preview
from .desk import Desk
from .prepared import lines_of
from .proceedings import Proceedings

Clock = Callable[[], datetime]
Steady = Callable[[], float]
A = TypeVar("A", Answer, Answer | None)

LOW = 1 << 20
"""Bytes free below which the griffier is warned before an entry is refused; the journal has its reserve beside."""

AGAIN = 2.0
"""Seconds until a release that was refused or failed is tried again."""

PREPARED = "voorbereid.txt"
"""Lines prepared beforehand, beside the agenda."""

MOST_PREPARED = 1 << 20
"""Bytes of such a file that are read."""

JUMP = 5.0
"""Seconds the wall clock may drift from the steady one before it counts as a jump."""


@dataclass
class Session:
    """Open it with `Session.open`; close it when done. All methods that log block until the disk has it."""

    desk: Desk
    journal: Journal
    words: Wording
    data: Path
    public_root: Path
    clock: Clock = now_here
    steady: Steady = steady_here
    resumed: str = ""
    draft: str = ""
    report: Path | None = None
    notices: list[str] = field(default_factory=list)
    _clocks: tuple[datetime, float] = field(init=False, repr=False)
    _last_draft: str = field(default="", init=False, repr=False)
    _draft_lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)
    changing: threading.RLock = field(default_factory=threading.RLock, init=False, repr=False)
    _not_before: float = field(default=0.0, init=False, repr=False)
    _prepared_from: str = field(default="", init=False, repr=False)

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

        `hold` overrides every hold-back (seconds); `steady` vouches for `clock`. Raises InputFault for a broken agenda or council, JournalError
        when the record cannot be opened.
        """
        council = load_council(council_path(data, agenda_path))
        agenda = load_agenda(agenda_path, council.council.zone)
        if rehearsal:
            base = data / "oefening"
        else:
            base = data
        desk_slot: list[Desk] = []
        journal = Journal.open(
            base / "journal", agenda.id, seal=lambda e: sealed(e, bool(desk_slot) and desk_slot[0].state.doors_closed)
        )
        with undone_by(journal.close):
            if journal.events:
                council, agenda = _as_begun(journal, agenda)
            else:
                council = with_law_of(council, agenda.meeting.start.date())
            if not journal.events and not journal.read_only:
                _begin(journal, council, agenda, rehearsal, clock())
            state = _folded(journal, council, agenda, rehearsal)
        words = Wording.load(council.council.language, council.messages)
        if hold is None:
            holds = council.release.hold
        else:
            holds = Hold(wall=hold, feed=hold, networks=hold)
        desk = Desk(Proceedings(state, words, words.table("places")), holds, words.table("lint").get("avoid", ()))
        desk_slot.append(desk)
        session = Session(desk, journal, words, base, base / "public", clock)
        session.steady = steady or (steady_here if clock is now_here else lambda: clock().timestamp())
        session._clocks = (clock(), session.steady())
        session.notices += dict.fromkeys([*journal.damage, *journal.news(), *_unopened(journal, words)])
        session._restore()
        session._prepare(agenda_path.parent / PREPARED)
        return session

    # -- acts ----------------------------------------------------------------------------------------------------

    def enter(self, line: str, confirmed: bool = False, line_mode: bool = False) -> Answer:
        """Answer one line; ask first (`Answer.confirm`) for what cannot be undone, unless `confirmed`."""
        return self._surely(lambda: self._enter(line, confirmed, line_mode))

    def _enter(self, line: str, confirmed: bool, line_mode: bool) -> Answer:
        self.watch_clock()
        answer = self.desk.enter(line, self.clock(), line_mode)
        if answer.confirm and not confirmed:
            text = self.words.t(f"answer.confirm_{answer.confirm}")
            return replace(answer, text=text, events=(), clear=False)
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
        """Release what has been held long enough; what cannot be released now waits a while."""
        answer = self._surely(self._release)
        if answer and answer.refused:
            self._not_before = self.steady() + AGAIN
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
        return self.next_due() == 0.0

    def held(self, most: int | None = None) -> list[Held]:
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
        return self._surely(lambda: self._red_note(line))

    def _red_note(self, line: str) -> Answer:
        if self.desk.state.doors_closed:
            return Answer(Kind.REFUSED, self.words.refusal(Refusal("doors_closed")))
        when = dated(self.desk.state, self.clock())
        note = ev.Note(at=when.at, logged=when.logged, kind="red", text=clean(line))
        return self._keep(Answer(Kind.NOTED, self.words.t("answer.red"), events=(note,)))

    def _keep(self, answer: Answer) -> Answer:
        """Write, then take in. When the journal cannot write, the answer is a refusal and nothing changes."""
        if not answer.events:
            self._remember_staged()
            return answer
        if self.journal.read_only:
            return Answer(Kind.REFUSED, self.words.t("refusal.read_only", holder=self.journal.holder), clear=False)
        try:
            written = self.journal.append(answer.events)
        except JournalError as error:
            return Answer(Kind.REFUSED, str(error), clear=False)
        self._take_in(answer, written)
        answer = replace(answer, warnings=(*answer.warnings, *self.journal.news()))
        self._remember_staged()
        if any(isinstance(e, ev.Suspended | ev.Closed) for e in written):
            self._checkpoint()
        return answer

    def _take_in(self, answer: Answer, written: Sequence[ev.Base]) -> None:
        """What the journal has kept is logged, whatever happens to the desk with it: then the desk is made anew."""
        with Caught(self.alarm, "accept") as fault, self.changing:
            self.desk.accept(answer, written, self.steady())
        if fault.struck:
            self._as_on_disk()
            if answer.unstage:
                self.desk.staged = None

    # -- what nobody expected --------------------------------------------------------------------------------------

    def _surely(self, act: Callable[[], A]) -> A | Answer:
        """The answer to `act`; what it raises is an answer too, and leaves the desk as it was."""
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
        state = self.desk.state
        with Caught(crash.note, "fold") as fault:
            fresh = fold(self.journal.events, state.council, state.agenda, state.rehearsal)
            with self.changing:
                self.desk.go_on_from(fresh)
        if fault.struck:
            self.notify(self.words.t("warning.start_again"))

    def _checkpoint(self) -> None:
        """Sign the journal as it now stands. What cannot be signed is told and blocks nobody."""
        from livecouncil.journal.signing_off import checkpoint

        state = self.desk.state
        if state.rehearsal or state.doors_closed:
            return
        try:
            with Caught(self.alarm, "checkpoint", passing=(LivecouncilError, OSError)):
                event = checkpoint(self.journal, state.council, self.data, self.desk.moment(self.clock()))
                self._take_in(Answer(Kind.RELEASED), self.journal.append([event]))
        except LivecouncilError as error:
            self.notify(str(error))
        except OSError as error:
            self.notify(
                self.words.t("trust.unsigned", reason=f"{error.filename or self.journal.folder}: {error.strerror}")
            )

    def notify(self, text: str) -> None:
        """Tell the griffier something that is no answer; the shells show it once."""
        if text not in self.notices:
            self.notices.append(text)

    def withdraw(self, text: str) -> None:
        """What was told is so no longer."""
        self.notices = [notice for notice in self.notices if notice != text]

    @property
    def alarms(self) -> list[str]:
        """What is wrong now, the journal's own trouble first."""
        if self._has_room():
            disk = ""
        else:
            disk = self.words.t("warning.disk_full")
        return list(dict.fromkeys(text for text in (*self.journal.troubles, disk, *self.notices) if text))

    def _has_room(self) -> bool:
        try:
            return free_bytes(self.data) > LOW
        except OSError:
            return True  # A folder that is gone is the journal's to report.

    def watch_clock(self) -> None:
        """Warn when the computer's clock was set: times on public messages would surprise (order is `seq`, always)."""
        (then, before) = self._clocks
        now = self.clock()
        after = self.steady()
        jump = (now - then).total_seconds() - (after - before)
        self._clocks = (now, after)
        if abs(jump) > JUMP:
            self.notify(self.words.t("warning.clock_jump", now=f"{self._here():%H:%M:%S}", seconds=f"{jump:+.0f}"))

    # -- the draft -----------------------------------------------------------------------------------------------

    @property
    def _draft_path(self) -> Path:
        return self.journal.private / "draft.json"

    def save_draft(self, line: str) -> None:
        """Keep the half-typed line for a crash; never behind closed doors."""
        if self.journal.read_only:
            return
        if self.desk.state.doors_closed:
            self.draft = ""
        else:
            self.draft = line
        self._remember_staged()

    def _remember_staged(self) -> None:
        """The entry line and what is staged, on disk. Keys and acts come from two threads: one writes at a time."""
        if self.journal.read_only:
            return
        with Caught(self.alarm, "draft"), self._draft_lock:  # the line is still on screen, and no key may end with it
            self._write_draft()

    def _write_draft(self) -> None:
        staged = self.desk.staged
        kept = {"line": self.draft, "staged": staged.line if staged else "", "seq": self.desk.state.events[-1].seq}
        if self.desk.state.doors_closed:
            kept |= {"line": "", "staged": ""}
        kept |= {"prepared": self.desk.prepared.lines, "prepared_from": self._prepared_from}
        text = json.dumps(kept, ensure_ascii=False)
        if text == self._last_draft:
            return
        part = self._draft_path.with_suffix(".part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, PRIVATE)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            os.replace(part, self._draft_path)
            self._last_draft = text
        except OSError:
            return  # A full disk is the journal's to report; the line is still on screen.

    def _restore(self) -> None:
        try:
            kept = json.loads(self._draft_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return
        if not isinstance(kept, dict):
            return
        self.draft = str(kept.get("line", ""))
        self._prepared_from = str(kept.get("prepared_from", ""))
        self.desk.prepared.add([str(line) for line in kept.get("prepared") or ()])
        if kept.get("staged") and not self.journal.read_only:
            self.desk.enter(str(kept["staged"]), self.clock())
        if len(self.journal.events) > 1 and self.desk.state.status != "planned":
            if self.journal.read_only:
                self.resumed = self._beside()
            else:
                self.resumed = self._since()

    def _beside(self) -> str:
        """What a session that only looks on says: nothing was interrupted, somebody else writes."""
        return self.words.t("answer.beside", holder=self.journal.holder)

    def _since(self) -> str:
        """Since when nothing was logged, and what waits for its time anew."""
        last = self.journal.events[-1]
        since = local(last.logged or last.at, self.desk.state.zone)
        now = self._here()
        if since.date() == now.date():
            begun = f"{since:%H:%M}"
        else:
            begun = f"{since:%d-%m %H:%M}"
        lines = len(self.journal.events)
        said = [self.words.t("answer.resumed", since=begun, until=f"{now:%H:%M}", lines=lines)]
        if since.date() != now.date() and self.desk.state.status != "closed":
            at = dated(self.desk.state, now).at
            said.append(self.words.t("answer.undated", at=f"{at:%d-%m %H:%M}"))
        waiting = [one for one in self.held() if any(one.gates.values())]
        if waiting:
            said.append(self.words.t("answer.held_anew", held=len(waiting)))
        return " ".join(said)

    def _here(self) -> datetime:
        """Now, as the council's clock shows it."""
        return local(self.clock(), self.desk.state.zone)

    def _prepare(self, path: Path) -> None:
        """Lines prepared beforehand wait from the start; the same file is not taken twice in one meeting."""
        try:
            with path.open("rb") as file:
                found = file.read(MOST_PREPARED)
        except OSError:
            return
        digest = hashlib.sha256(found).hexdigest()
        if digest == self._prepared_from or self.desk.state.status == "closed":
            return
        self._prepared_from = digest
        left = self.desk.prepared.add(lines_of(found.decode("utf-8-sig", errors="replace")))
        if left:
            self.notify(self.words.t("answer.prepared_too_many", n=left))

    def close(self) -> None:
        self.journal.close()


def council_path(data: Path, agenda_path: Path) -> Path:
    """`council.toml` of the folder, else beside the agenda or one above it."""
    for folder in (data, agenda_path.parent, agenda_path.parent.parent):
        if (folder / "council.toml").exists():
            return folder / "council.toml"
    return data / "council.toml"


def _begin(journal: Journal, council: Council, agenda: Agenda, rehearsal: bool, now: datetime) -> None:
    """Write the snapshot; titles of closed items go into the private folder, in the same breath."""
    shown = agenda.model_dump(mode="json", exclude_defaults=True)
    hidden = {}
    for item in shown.get("items", ()):
        if item.get("kind") == "closed":
            hidden[item["number"]] = {
                k: item.pop(k) for k in ("title", "decision", "documents", "carried", "candidates") if k in item
            }
            item["title"] = "–"
    at = dated(MeetingState(council, agenda), now).at
    public_council = council.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    snapshot = ev.Snapshot(at=at, program=__version__, rehearsal=rehearsal, agenda=shown, council=public_council)
    secrets = [ev.Note(at=at, kind="closed_titles", text=json.dumps(hidden, ensure_ascii=False))] if hidden else []
    journal.append([snapshot, *secrets])


def _folded(journal: Journal, council: Council, agenda: Agenda, rehearsal: bool) -> MeetingState:
    """The meeting so far. Raises JournalError when what the journal says cannot have happened."""
    try:
        return fold(journal.events, council, agenda, rehearsal)
    except UNTENABLE as error:
        raise JournalError("journal.impossible", meeting=journal.meeting, kind=type(error).__name__) from error


def _unopened(journal: Journal, words: Wording) -> list[str]:
    """A notice when texts of private lines are not here although nobody had them deleted."""
    redacted = {e.of for e in journal.events if isinstance(e, ev.Redacted)}
    lost = [e.seq for e in journal.events if isinstance(e, ev.Sealed) and e.seq not in redacted]
    if lost:
        return [words.t("warning.unopened", lines=", ".join(map(str, lost)))]
    return []


def _as_begun(journal: Journal, typed: Agenda) -> tuple[Council, Agenda]:
    """Council and agenda as the meeting began with them, what closed items are about put back for the griffier."""
    if not isinstance(journal.events[0], ev.Snapshot):
        raise JournalError("journal.damaged_begin", meeting=journal.meeting)
    council, agenda, _ = opening(journal.events)
    note = next((e for e in journal.events if isinstance(e, ev.Note) and e.kind == "closed_titles"), None)
    try:
        titles = json.loads(note.text) if note else {}
        items = tuple(Item.model_validate(i.model_dump(mode="json") | titles.get(i.number, {})) for i in agenda.items)
    except UNTENABLE:
        return council, agenda
    return council, agenda.model_copy(update={"items": items})
