"""The public files while a meeting is logged, written beside it in a thread: they follow the journal and never hold it
up. What cannot be written is told, and tried again."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.written import fact_of
from livecouncil.core.release.memory import Memory
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.awaited import as_it_lies
from livecouncil.publishing.documents import put_documents
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.pace import Pace
from livecouncil.publishing.sources import tell_the_server
from livecouncil.sitting.session import Session
from livecouncil.system import crash
from livecouncil.system.caught import Caught

FILES_AGAIN = 5.0
"""Seconds until public files that could not be made are tried again."""


def _always() -> bool:
    return True


class Writer:
    """Rewrites the public files whenever the journal has grown; always once more at the end.

    Meanwhile only as long as `needed`: while the public server is there, it writes them, in a process of its own. But
    for what is made of a meeting that is over: that is made here, as soon as it is closed and nothing more comes, for
    its pages link to it.
    """

    def __init__(self, session: Session, needed: Callable[[], bool] = _always) -> None:
        self._needed = needed
        self._session = session
        self._memory = Memory()
        self._kept = Fragments()
        self._pace = Pace()
        self._wake = threading.Event()
        self._stop = False
        # events when documents were put last, and which of them were missing then
        self._placed: tuple[int, tuple[str, ...]] = (0, ())
        self._untold = True  # the public server does not know yet what there is
        self._refused = ""  # why not, in a sentence
        self.trouble = ""  # why the public files are not as they should be, in a sentence
        self._thread = threading.Thread(target=self._run, daemon=True)

    def wake(self) -> None:
        """Say that the journal may have grown."""
        self._wake.set()

    def __enter__(self) -> Writer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop = True
        self._wake.set()
        self._thread.join()
        with Caught() as fault:
            self._put_documents()
            self._write(0, everything=self._over())
        if fault.struck:  # nobody is there any more to read a notice
            words = self._session.words
            report = crash.shown(crash.note(fault.error, "files"))
            self.trouble = words.t("warning.fault", kind=type(fault.error).__name__, where="files", report=report)
            print(self.trouble, file=sys.stderr)

    def _run(self) -> None:
        seen = 0
        whole = 0
        failed = False
        with Caught(self._session.alarm, "released"):
            self._tell_server()
        while not self._stop:
            more = self._wake.wait(timeout=FILES_AGAIN if failed or self.trouble else 0.5)
            self._wake.clear()
            with Caught(self._session.alarm, "files") as fault:
                self._tell_server()
                self._put_documents()
                if self._needed():
                    seen = self._write(seen)
                if self._over() and not more:
                    whole = self._write(whole, everything=True)
            failed = fault.struck
            if failed:
                self._memory = Memory()
                self._kept = Fragments()
                self._pace = Pace()

    def _over(self) -> bool:
        return self._session.desk.state.status == "closed"

    def _tell_server(self) -> None:
        """Once. Where the disk refuses, that is said once and tried again at every turn."""
        if not self._untold:
            return
        try:
            tell_the_server(self._session.data)
        except OSError as error:
            sentence = self._session.words.t("answer.files_unwritten", reason=error.strerror)
            if sentence != self._refused:
                self._session.notify(sentence)
            self._refused = sentence
            return
        self._untold = False

    def _write(self, seen: int, everything: bool = False) -> int:
        """Write when there are more than `seen` events, `everything` once the meeting is closed; a full disk is the
        journal's to report."""
        events = list(self._session.desk.state.events)
        due = len(events) != seen or time.monotonic() >= self._pace.again
        if not due or self._session.journal.read_only:
            return seen
        try:
            self._make(events, everything)
        except OSError as error:
            self._in_trouble(self._session.words.t("answer.files_unwritten", reason=error.strerror))
            return seen
        self._in_trouble("")
        return len(events)

    def _put_documents(self) -> None:
        """Documents of motions are put by the desk alone, also while the public server writes the rest; one that is
        missing is told once."""
        events = list(self._session.desk.state.events)
        seen, told = self._placed
        filed = any(isinstance(fact_of(event), ev.Attached) for event in events)
        if len(events) == seen or self._session.journal.read_only or not filed:
            return
        record = publishing.record_of(events, memory=self._memory)
        try:
            missing = put_documents(record, self._session.data)
        except OSError as error:
            self._in_trouble(self._session.words.t("answer.files_unwritten", reason=error.strerror))
            return
        for sentence in missing:
            if sentence not in told:
                self._session.notify(sentence)
        self._placed = (len(events), tuple(missing))

    def _make(self, events: Sequence[ev.Base], everything: bool) -> None:
        """The files of `events`, but for those that may wait; at the end none may. Raises OSError."""
        root = self._session.public_root
        record = publishing.record_of(events, memory=self._memory)
        record = as_it_lies(record, root / record.meeting.meeting_id)
        pace = Pace()
        if not self._stop:
            pace = self._pace.next(record, events, root / record.meeting.meeting_id, time.monotonic())
        self._kept.later = pace.later
        publishing.write_public(record, root, self._kept, everything)
        self._pace = pace

    def _in_trouble(self, sentence: str) -> None:
        """Say once that files could not be written, and once that they are."""
        before = self.trouble
        self.trouble = sentence
        if sentence and sentence != before:
            self._session.notify(sentence)
        elif before and not sentence:
            self._session.withdraw(before)
            self._session.notify(self._session.words.t("answer.files_written"))
