"""The journal: one append-only file a meeting, one writer, an answer only after fsync.

Third step of the way: events in, numbered and durable events out. See docs/journal.md for the format.

What a writer needs has a module each: `opening` makes what an earlier evening left fit to go on with, `appending` puts
lines on the disk and goes elsewhere when the disk fails, `mirror` knows every byte that must lie there and puts it
back, `holder` knows who writes. Here they are one journal: events are numbered, what is private is sealed, and what
was not accepted is forgotten everywhere.

It must never say "✓" for what is not proven.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.written import dump
from livecouncil.errors import JournalError, JournalFull, LivecouncilError
from livecouncil.journal.copies.kept import Copies, Kept, deleted, stretch_of
from livecouncil.system import crash
from livecouncil.system.caught import Caught, undone_by
from livecouncil.system.files import sync_folder
from livecouncil.system.locks import Held, Lock
from livecouncil.wording.faults import in_words

from . import opening, private, redaction
from .appending import NO_SPACE, Appender
from .holder import Holder
from .mirror import Mirror
from .place import Place, closed, private_folder
from .reading import Reading
from .releasing import Releasing
from .reserve import Reserve
from .segment import Operations, Segment
from .troubles import Troubles

__all__ = ["Journal", "Operations"]


class Journal:
    """An open journal. `events` as read, sealed ones opened; `damage` and `notice` are sentences for the griffier."""

    def __init__(
        self,
        place: Place,
        reading: Reading,
        seal: Callable[[ev.Base], bool],
        *,
        operations: Operations,
        view: Path | None = None,
    ) -> None:
        self.events = reading.events
        self.damage = reading.damage
        self._place = place
        self._seal = seal
        self._copies: list[Copies] = []
        self._troubles = Troubles()
        self._holder = Holder(place.meeting, self._troubles)
        self._mirror = Mirror(place, self._holder, self._troubles, operations=operations)
        self._reserve = Reserve(place, self._troubles)
        self._appender = Appender(self._mirror, self._reserve, self._troubles, operations=operations)
        self._view = view and Releasing(view, self._troubles)
        self._view_lost = False
        self._appender.begin_behind(reading.head, lines=reading.lines, seq=reading.seq, form=reading.form)

    @staticmethod
    def open(
        folder: Path,
        meeting: str,
        *,
        write: bool = True,
        seal: Callable[[ev.Base], bool] = lambda e: e.type == "note",  # type: ignore[attr-defined]
        operations: Operations | None = None,
        view: Path | None = None,
    ) -> Journal:
        """Open or make the journal of `meeting`. When another program holds it, or a newer version wrote it, or
        `write` is False, it opens read-only. Its writer keeps what it released in the file `view`, where one is named.
        Raises JournalError when the folder cannot be used at all."""
        opened = -1
        taken = Lock(folder, meeting)
        holder = ""
        try:
            if write:
                private_folder(folder)
                opened = taken.take()
        except Held as held:
            holder = str(held)
        except OSError as error:
            raise opening.unusable(folder, error) from error
        place = Place(folder, meeting)
        with undone_by(partial(closed, opened)), undone_by(taken.release):
            reading = opening.readable(place)
            journal = Journal(place, reading, seal, operations=operations or Operations(), view=view)
            journal._holder.name = holder
            if opened >= 0:
                journal._take_up(reading, opened, taken)
        return journal

    @property
    def folder(self) -> Path:
        """The folder its files lie in."""
        return self._place.folder

    @property
    def meeting(self) -> str:
        """The id of its meeting."""
        return self._place.meeting

    @property
    def private(self) -> Path:
        """The folder of what the chain only commits to."""
        return self._place.private

    @property
    def head(self) -> str:
        """The hash of the last line, in hexadecimal."""
        return self._appender.head

    @property
    def lines(self) -> int:
        """How many lines lead to the head."""
        return self._appender.lines

    @property
    def form(self) -> int:
        """The form of its lines: 2, or 1 of a journal that was begun so."""
        return self._appender.form

    @property
    def read_only(self) -> bool:
        """Whether nothing can be appended."""
        return self._holder.read_only

    @property
    def holder(self) -> str:
        """Who else writes it; '' where nobody does."""
        return self._holder.name

    @property
    def troubles(self) -> list[str]:
        """What is wrong with the journal now, a sentence each."""
        return self._troubles.sentences

    @property
    def notice(self) -> str:
        """All of that; '' when all is well."""
        return " ".join(self.troubles)

    def news(self) -> list[str]:
        """What happened to the journal since this was last asked, to be said with the answer."""
        return self._troubles.news()

    def append(self, events: Sequence[ev.Base]) -> list[ev.Base]:
        """Number, seal and write `events` in one write and one fsync. Returns them numbered; only then are they safe.

        Raises JournalFull when there is no room (the file is as it was), JournalError when it is read-only or the disk
        does not take it.
        """
        if self.read_only:
            raise _not_the_writer(self.holder)
        next_number = self._appender.seq + 1
        numbered = [
            event.model_copy(update={"seq": seq, "v": self.form}) for seq, event in enumerate(events, next_number)
        ]
        before = self._written()
        try:
            self._mirror.mend()
            self._appender.write([self._body(event) for event in numbered])
        except OSError as error:
            self._forget_payloads(numbered)
            raise _refused(error) from error
        except LivecouncilError:
            self._forget_payloads(numbered)
            raise
        self._appender.seq += len(numbered)
        self.events.extend(numbered)
        self._tell_copies()
        self._release(numbered, before)
        return numbered

    def copied_by(self, copies: Copies) -> None:
        """From now on `copies` too hears what is proven: all of it, now and after every change."""
        self._copies.append(copies)
        self._tell_copies()

    def _tell_copies(self) -> None:
        """What goes wrong there is reported, and is no fault of the line that was kept."""
        if not self._copies or self.read_only:
            return
        with Caught(crash.note, "copies"):
            state = self._kept()
            for copies in self._copies:
                with Caught(crash.note, "copies"):
                    copies.kept(state)

    def _kept(self) -> Kept:
        """The journal as it lies proven on this disk."""
        segments = {segment.path.name: stretch_of(segment.content) for segment in self._mirror.segments}
        gone: frozenset[str] = frozenset()
        if self.form == 1:
            gone = deleted(self.events)
        return Kept(self.meeting, segments, dict(self._mirror.payloads), gone)

    def redact(self, events: Sequence[ev.Redacted]) -> None:
        """Log `events` and delete from the disk what the lines they name say; `self.events` are read anew.

        They are logged first, and nobody is shown it from then on: what a crash or a full disk leaves undone is done
        when the journal is next opened to be written. Raises JournalError as `append` does, and when the files cannot
        be replaced: then they are as they were.
        """
        self.append(events)
        try:
            self._delete({event.of for event in events})
        except OSError as error:
            raise JournalError("journal.redaction_waits", reason=_reason(error)) from error
        finally:
            self._read_anew()

    def look_again(self) -> None:
        """What another program has made of the journal meanwhile, for who only reads. Raises JournalError."""
        self.events = opening.readable(self._place).events

    def _read_anew(self) -> None:
        """What the journal says by now, for this process, the copies and the released view."""
        reading = opening.readable(self._place)
        self.events = reading.events
        self._tell_copies()
        self._release_anew(reading)

    def _delete(self, gone: Collection[int]) -> None:
        """Delete what the lines `gone` say. Raises OSError, JournalError."""
        if not gone:
            return
        if self.form > 1:
            redaction.drop_openings(self._mirror, gone)
            return
        for seq in gone:
            self._mirror.payloads.pop(private.name(seq), None)
            private.delete(self.private, seq)
        sync_folder(self.private)

    def close(self) -> None:
        """Close every file and let others write."""
        if self._view:
            self._view.close()
        self._mirror.close()
        self._holder.release()

    def _take_up(self, reading: Reading, descriptor: int, taken: Lock) -> None:
        """Become the writer. Raises JournalError, then with everything closed but `descriptor` and the lock."""
        self._holder.holds(taken)
        if reading.newer:
            self._troubles.stand("newer", "journal.newer")
            self._mirror.segments.append(Segment(self._place.first, descriptor, bytearray()))
            return
        try:
            opening.take_up(reading, descriptor, self._mirror)
            opening.end_in_a_whole_line(reading, self._mirror, self._appender)
            self._holder.read_only = False
            opening.go_on_from(reading, self._reserve, self._appender)
        except OSError as error:
            for segment in self._mirror.segments[1:]:
                closed(segment.descriptor)
            raise opening.unusable(self.folder, error) from error
        if taken.exclusive:
            self._troubles.tell("lock", "journal.no_locks")
        self._finish_redactions()
        if self.events:
            self._release_anew(reading)

    def _finish_redactions(self) -> None:
        """Delete what a crash left undeleted. A disk that refuses stops no meeting: nobody is shown it any more."""
        gone = {event.of for event in self.events if isinstance(event, ev.Redacted)}
        try:
            self._delete(gone)
        except (OSError, JournalError) as error:
            self._troubles.tell("redaction", "journal.redaction_waits", reason=_reason(error))

    def _written(self) -> tuple[Path, int]:
        """The file that is written to, and how long it is."""
        return self._mirror.last.path, len(self._mirror.last.content)

    def _release(self, new: Sequence[ev.Base], before: tuple[Path, int]) -> None:
        """Bring the released view up to `new`, which were written behind `before`."""
        path, begin = self._written()
        first = len(self.events) == len(new)
        elsewhere = path != before[0] or begin <= before[1]

        def bring_up(view: Releasing) -> None:
            if first or elsewhere or self._view_lost:
                reading = opening.readable(self._place)
                view.begin(reading.chain, reading.rows, self.events)
            else:
                rows = bytes(self._mirror.last.content[before[1] :]).split(b"\n")[:-1]
                view.grow(rows, new, self.events)

        self._see_to_view(bring_up)

    def _release_anew(self, reading: Reading) -> None:
        """Hold the view against the whole journal."""
        self._see_to_view(lambda view: view.begin(reading.chain, reading.rows, self.events))

    def _see_to_view(self, act: Callable[[Releasing], None]) -> None:
        """The lines are kept by now: what goes wrong with the view is told and is no fault of theirs. It is then made
        anew with the next line."""
        if not self._view:
            return
        with Caught(_noted_as_ours, "view") as fault:
            act(self._view)
        self._view_lost = fault.struck
        if fault.struck:
            self._troubles.tell("view", "journal.view_unwritten", file=self._view.path, reason=_reason(fault.error))

    def _body(self, event: ev.Base) -> dict[str, Any]:
        """What the line of `event` says: in form 1, of what is private, only a commitment to what lies beside."""
        body = dump(event)
        if self.form > 1 or not self._seal(event):
            return body
        payload = {key: value for key, value in body.items() if key not in ("seq", "at")}
        commitment, kept = private.commit_payload(self.private, event.seq, payload)
        self._mirror.payloads[private.name(event.seq)] = kept
        return {"seq": event.seq, "at": body["at"], "type": "private", "v": 1, "commitment": commitment}

    def _forget_payloads(self, events: Sequence[ev.Base]) -> None:
        """What was not accepted stays nowhere."""
        for event in events:
            if self._mirror.payloads.pop(private.name(event.seq), None) is not None:
                with contextlib.suppress(OSError):
                    private.delete(self.private, event.seq)


def _not_the_writer(holder: str) -> JournalError:
    """What the griffier reads who types beside another program."""
    return JournalError("journal.read_only", holder=holder or in_words("journal.this_journal"))


def _noted_as_ours(error: Exception, where: str) -> None:
    """Report a fault of the program; that a disk refuses is none."""
    if not isinstance(error, OSError | JournalError):
        crash.note(error, where)


def _reason(error: Exception) -> str:
    """Why something failed, in words where there are any."""
    if isinstance(error, OSError):
        return error.strerror or type(error).__name__
    if isinstance(error, LivecouncilError):
        return str(error)
    return type(error).__name__


def _refused(error: OSError) -> JournalError:
    """What the griffier reads when the disk did not take a line."""
    if error.errno in NO_SPACE:
        return JournalFull("journal.full")
    return JournalError("journal.refused", reason=error.strerror)
