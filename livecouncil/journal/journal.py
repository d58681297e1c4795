"""The journal: one append-only file a meeting, one writer, an answer only after fsync.

Third step of the way: events in, numbered and durable events out. See docs/journal.md for the format.

A "✓" means that the file which everybody finds at the journal's path is the one that was just written and fsynced:
its inode and its size are looked at before and after each write. Sync programs, editors and helping hands replace,
move or delete a journal while it is written. The writer knows every byte that belongs on the disk, so it puts back
what is missing, keeps beside (`.cut-N`) what it did not write, and says so with the answer.

Segments. After an fsync failed nobody knows which of its bytes the disk has, and the system says so only once: a
second fsync that succeeds proves nothing. So the descriptor counts as lying from then on; the meeting goes on in a
new file, `<id>.2.jsonl` and further, whose first line names the file before it and how many of its lines are good.
When that fails too nothing is accepted until a newer one could be begun. What was not acknowledged is taken off again
where the disk lets it, and is a dead branch where it does not: readers follow the chain of the last line, not the
files.

It must never say "✓" for what is not proven, never write over a byte it did not write, and never raise on the way out
with a file longer than `content` says: what is begun and not finished is undone (`undone_by`).
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.written import dump
from livecouncil.errors import JournalError, JournalFull
from livecouncil.system.caught import undone_by
from livecouncil.system.files import sync_folder
from livecouncil.system.locks import Held, Lock, lock, open_private, same

from . import private
from .inventory import snapshot_id
from .lines import encode, head_of
from .reading import Reading, read

RESERVE = 1 << 20


class Operations:
    """The system calls a writer makes; tests put faults here."""

    def write(self, descriptor: int, data: bytes) -> int:
        return os.write(descriptor, data)

    def fsync(self, descriptor: int) -> None:
        os.fsync(descriptor)


@dataclass
class _Segment:
    """One file of the journal: open, locked, and what it must hold."""

    path: Path
    descriptor: int
    content: bytearray
    inode: int = 0

    def __post_init__(self) -> None:
        self.inode = os.fstat(self.descriptor).st_ino

    def as_left(self) -> bool:
        """Whether what lies at the path is what was written."""
        try:
            found = self.path.stat(follow_symlinks=False)
        except OSError:
            return False
        return found.st_ino == self.inode and found.st_size == len(self.content)

    def shortened(self, size: int) -> None:
        """What lies behind `size` is not to be there."""
        del self.content[size:]

    def taken_off(self, size: int) -> None:
        """Take what lies behind `size` off the disk too; a disk that refuses still has it."""
        with contextlib.suppress(OSError):
            os.ftruncate(self.descriptor, size)
            self.shortened(size)

    def holding(self, content: bytearray) -> None:
        """The file is to hold `content`."""
        self.content = content


class Journal:
    """An open journal. `events` as read, sealed ones opened; `damage` and `notice` are sentences for the griffier."""

    def __init__(
        self, folder: Path, meeting: str, reading: Reading, seal: Callable[[ev.Base], bool], operations: Operations
    ) -> None:
        self.folder = folder
        self.meeting = meeting
        self.events = reading.events
        self.damage = reading.damage
        self.head = reading.head
        self.lines = reading.lines
        self.private = folder / f"{meeting}.private"
        self.read_only = True
        self.holder = ""
        self.reserve_used = False
        self._news: list[str] = []
        self._notices: dict[str, str] = {}
        self._seq = reading.seq
        self._seal = seal
        self._do = operations
        self._lock: Lock | None = None
        self._segments: list[_Segment] = []
        self._payloads: dict[str, bytes] = {}
        self._lied = False
        self._torn = b""

    @staticmethod
    def open(
        folder: Path,
        meeting: str,
        *,
        write: bool = True,
        seal: Callable[[ev.Base], bool] = lambda e: e.type == "note",  # type: ignore[attr-defined]
        operations: Operations | None = None,
    ) -> Journal:
        """Open or make the journal of `meeting`. When another program holds it, or a newer version wrote it, or
        `write` is False, it opens read-only. Raises JournalError when the folder cannot be used at all."""
        opened = -1
        taken = Lock(folder, meeting)
        holder = ""
        try:
            if write:
                _private_folder(folder)
                opened = taken.take()
        except Held as held:
            holder = str(held)
        except OSError as error:
            raise JournalError(_unusable(folder, error)) from error
        with undone_by(lambda: _close(opened)), undone_by(taken.release):
            reading = _read(folder, meeting)
            journal = Journal(folder, meeting, reading, seal, operations or Operations())
            journal.holder = holder
            if opened >= 0:
                journal._take_up(reading, opened, taken)
        return journal

    @property
    def troubles(self) -> list[str]:
        """What is wrong with the journal now, a sentence each."""
        return list(self._notices.values())

    @property
    def notice(self) -> str:
        """All of that; '' when all is well."""
        return " ".join(self.troubles)

    def news(self) -> list[str]:
        """What happened to the journal since this was last asked, to be said with the answer."""
        told = self._news
        self._news = []
        return told

    def _tell(self, about: str, sentence: str) -> None:
        self._notices[about] = sentence
        self._news.append(sentence)

    # -- beginning -----------------------------------------------------------------------------------------------

    def _take_up(self, reading: Reading, descriptor: int, taken: Lock) -> None:
        """Become the writer. Raises JournalError, then with everything closed but `descriptor` and the lock."""
        self._lock = taken
        if reading.newer:
            self._notices["newer"] = _NEWER
            self._segments = [_Segment(self.folder / f"{self.meeting}.jsonl", descriptor, bytearray())]
            return
        try:
            self._begin(reading, descriptor)
        except OSError as error:
            for segment in self._segments[1:]:
                _close(segment.descriptor)
            raise JournalError(_unusable(self.folder, error)) from error
        if taken.exclusive:
            self._tell("lock", _NO_LOCKS)

    def _begin(self, reading: Reading, descriptor: int) -> None:
        _private_folder(self.private)
        self._payloads = private.load(self.private)
        first = self.folder / f"{self.meeting}.jsonl"
        paths = list(reading.files) or [first]
        for path in paths:
            if path == first:
                opened = descriptor
            else:
                opened = open_private(path)
            lock(opened)
            self._segments.append(_Segment(path, opened, bytearray(reading.files.get(path, b""))))
        sync_folder(self.folder)
        if reading.tail:
            self._save_cut(reading)
        elif reading.torn_newline:
            self._put(b"\n")
            self._segments[-1].content += b"\n"
        self.read_only = False
        self._reserve()
        if reading.middle:
            self._new_segment("beschadigde regel", [])

    def _save_cut(self, reading: Reading) -> None:
        """Bytes that were never acknowledged are kept beside, then cut off."""
        last = self._segments[-1]
        name = self._keep_beside(reading.tail)
        os.ftruncate(last.descriptor, reading.good_size)
        os.fsync(last.descriptor)
        del last.content[reading.good_size :]
        self.damage.append(
            f"{len(reading.tail)} bytes aan het eind waren niet af; bewaard in {name}. Niets bevestigds is weg."
        )

    def _keep_beside(self, data: bytes) -> str:
        """Put bytes that are not the journal's in a file of their own; its name."""
        path = self._cut()
        descriptor = open_private(path, os.O_EXCL)
        try:
            _write_all(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        return path.name

    def _cut(self) -> Path:
        """A name for what is kept beside."""
        taken = [p.name.rpartition("-")[2] for p in self.folder.glob(f"{self.meeting}.cut-*")]
        number = max((int(n) for n in taken if n.isdecimal()), default=0) + 1
        return self.folder / f"{self.meeting}.cut-{number}"

    # -- appending -----------------------------------------------------------------------------------------------

    def append(self, events: Sequence[ev.Base]) -> list[ev.Base]:
        """Number, seal and write `events` in one write and one fsync. Returns them numbered; only then are they safe.

        Raises JournalFull when there is no room (the file is as it was), JournalError when it is read-only or the disk
        does not take it.
        """
        if self.read_only:
            raise JournalError(f"Alleen lezen: {self.holder or 'dit journaal'} schrijft hier. Er is niets vastgelegd.")
        numbered = [e.model_copy(update={"seq": self._seq + i}) for i, e in enumerate(events, 1)]
        try:
            self._mend()
            self._write([self._body(e) for e in numbered])
        except OSError as error:
            self._forget_payloads(numbered)
            raise _refused(error) from error
        except JournalError:
            self._forget_payloads(numbered)
            raise
        self._seq += len(numbered)
        self.events.extend(numbered)
        return numbered

    def _body(self, event: ev.Base) -> dict[str, Any]:
        body = dump(event)
        if not self._seal(event):
            return body
        payload = {k: v for k, v in body.items() if k not in ("seq", "at")}
        commitment, kept = private.commit(self.private, event.seq, payload)
        self._payloads[private.name(event.seq)] = kept
        return {"seq": event.seq, "at": body["at"], "type": "private", "v": ev.VERSION, "commitment": commitment}

    def _forget_payloads(self, events: Sequence[ev.Base]) -> None:
        """What was not accepted stays nowhere."""
        for event in events:
            if self._payloads.pop(private.name(event.seq), None) is not None:
                with contextlib.suppress(OSError):
                    private.delete(self.private, event.seq)

    def _write(self, bodies: list[dict[str, Any]]) -> None:
        if self._lied:
            self._go_elsewhere(bodies)
            self.lines += len(bodies)
            return
        head, raw = self._chained(bodies)
        last = self._segments[-1]
        try:
            self._put(raw)
        except OSError as error:
            self._full(raw, error)
        try:
            self._do.fsync(last.descriptor)
        except OSError:
            self._write_elsewhere(last, raw, bodies)
        else:
            self._proven(last, raw)
            self.head = head
        self.lines += len(bodies)
        if self.reserve_used:
            self._reserve()

    def _chained(self, bodies: Sequence[dict[str, Any]]) -> tuple[str, bytes]:
        """The lines of `bodies` behind the last one, and the head they lead to."""
        head = self.head
        raw = b""
        for body in bodies:
            line = encode(body, head)
            head = head_of(line)
            raw = raw + line + b"\n"
        return head, raw

    def _put(self, raw: bytes) -> None:
        done = 0
        while done < len(raw):
            done += self._do.write(self._segments[-1].descriptor, raw[done:])

    def _proven(self, last: _Segment, raw: bytes) -> None:
        """The disk has `raw`; what lies at the path must be the file it was written to."""
        before = len(last.content)
        last.content += raw
        with undone_by(lambda: last.shortened(before)):
            self._mend()

    def _write_elsewhere(self, last: _Segment, raw: bytes, bodies: list[dict[str, Any]]) -> None:
        """After a failed fsync `raw` may or may not be on the disk: a dead branch, once `bodies` are in a new segment.
        Where they are not it is taken off, for nobody acknowledged it."""
        self._lied = True
        before = len(last.content)
        last.content += raw
        with undone_by(lambda: last.taken_off(before)):
            self._go_elsewhere(bodies)

    def _go_elsewhere(self, bodies: list[dict[str, Any]]) -> None:
        """Write `bodies` to a file whose fsync never failed. A segment goes on from a line; where there is none yet,
        the journal begins again."""
        if self.lines:
            self._new_segment("fsync mislukt", bodies)
        else:
            self._begin_again(bodies)

    def _begin_again(self, bodies: list[dict[str, Any]]) -> None:
        """A new file in the place of one of which nothing was ever acknowledged."""
        head, raw = self._chained(bodies)
        first = self._segments[-1]
        unproven = first.content
        first.content = bytearray(raw)
        with undone_by(lambda: first.holding(unproven)):
            self._afresh(first)
            self._mend()
        self._lied = False
        self.head = head
        self._tell("copy", _BEGUN_AGAIN)

    def _full(self, raw: bytes, error: OSError) -> None:
        """No room: cut back to the last whole line, free the reserve, try once more."""
        self._torn = raw
        self._cut_back()
        if error.errno not in _NO_SPACE:
            raise error
        reserve = self.folder / f"{self.meeting}.reserve"
        if not reserve.exists():
            raise error
        reserve.unlink()
        self.reserve_used = True
        self._tell("disk", "Schijf vol: de noodreserve is in gebruik. Alles tot nu toe is bewaard; maak ruimte vrij.")
        try:
            self._put(raw)
        except OSError:
            self._cut_back()
            raise

    def _cut_back(self) -> None:
        """Back to the last whole line; a disk that does not even let that is asked again before the next line."""
        last = self._segments[-1]
        with contextlib.suppress(OSError):
            os.ftruncate(last.descriptor, len(last.content))

    def _reserve(self) -> None:
        """Set a mebibyte aside for the moment the disk is full."""
        path = self.folder / f"{self.meeting}.reserve"
        try:
            descriptor = open_private(path, os.O_TRUNC)
            try:
                _write_all(descriptor, b"\0" * RESERVE)
            finally:
                os.close(descriptor)
            self.reserve_used = False
            self._notices.pop("disk", None)
        except (OSError, JournalError):
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            self.reserve_used = True

    def _new_segment(self, reason: str, unproven: list[dict[str, Any]]) -> None:
        """Go on in a new file: after a failed fsync the old descriptor lies, and damage must not be built upon."""
        if unproven:
            first = unproven[0]["seq"]
        else:
            first = self._seq + 1
        body = {
            "seq": first,
            "at": unproven[0]["at"] if unproven else datetime.now().astimezone().isoformat(timespec="seconds"),
            "type": "segment",
            "v": 1,
            "after": self._segments[-1].path.name,
            "good": self.lines,
            "from": first,
            "reason": reason,
        }
        head, raw = self._chained([body, *unproven])
        path = self._next_path()
        segment = _Segment(path, open_private(path, os.O_EXCL), bytearray(raw))
        self._segments.append(segment)
        with undone_by(lambda: self._drop(segment)):
            lock(segment.descriptor)
            self._put(raw)
            self._do.fsync(segment.descriptor)
            sync_folder(self.folder)
            self._mend()
        self._lied = False
        self.head = head
        self._tell("copy", f"Het journaal gaat verder in {path.name} ({reason}); 1 van 2 kopieën is zeker.")

    def _next_path(self) -> Path:
        """The next segment's: never a name that is in use."""
        pattern = re.compile(re.escape(self.meeting) + r"\.([0-9]{1,6})\b.*")
        taken = [int(m[1]) for p in self.folder.glob(f"{self.meeting}.*") if (m := pattern.fullmatch(p.name))]
        return self.folder / f"{self.meeting}.{max([1, *taken]) + 1}.jsonl"

    def _drop(self, segment: _Segment) -> None:
        """Take a segment away that was never good; its descriptor is not used again."""
        self._segments.remove(segment)
        self._lied = True
        with contextlib.suppress(OSError):
            segment.path.unlink()
        if segment.path.exists():
            with contextlib.suppress(OSError):
                os.ftruncate(segment.descriptor, 0)
        _close(segment.descriptor)

    # -- what others did to it -----------------------------------------------------------------------------------

    def _mend(self) -> None:
        """See that every file is as it was left, and put back what is not. Raises OSError, JournalError."""
        assert self._lock
        if not self._lock.kept():
            self._claim_again()
        strange = [s for s in self._segments if not s.as_left() and not self._own_torn(s)]
        self._torn = b""
        if not strange and self.private.exists():
            return
        _private_folder(self.folder)
        for segment in strange:
            self._put_back(segment)
        _private_folder(self.private)
        private.restore(self.private, self._payloads)
        if strange:
            names = ", ".join(s.path.name for s in strange)
            self._tell("place", f"Een ander programma verving, verplaatste of veranderde {names}. {_ALL_BACK}")
        else:
            self._tell("place", f"De map {self.private.name} was weg. {_ALL_BACK}")

    def _own_torn(self, segment: _Segment) -> bool:
        """Cut off what is left of a line of our own that was refused; True when that was all that was wrong."""
        there = _content(segment.path)
        more = there[len(segment.content) :]
        ours = (
            there.startswith(segment.content) and self._torn.startswith(more) and same(segment.path, segment.descriptor)
        )
        if ours and not self._lied:
            os.ftruncate(segment.descriptor, len(segment.content))
        return segment.as_left()

    def _claim_again(self) -> None:
        assert self._lock
        try:
            self._lock.claim_again()
        except Held as held:
            self._yield_to(str(held))
        self._tell(
            "lock", f"{self.meeting}.lock was weg en is terug. Het slot zelf ligt op het journaal: er is niets gebeurd."
        )

    def _yield_to(self, holder: str) -> None:
        """Another writes now: what it may lack is kept beside, and nothing more is accepted."""
        self.read_only = True
        self.holder = holder
        kept = self._keep_beside(b"".join(s.content for s in self._segments))
        raise JournalError(
            f"{holder} schrijft nu in dit journaal. Er is niets vastgelegd; alles van hier staat ook in {kept}. "
            "Sluit een van beide."
        )

    def _put_back(self, segment: _Segment) -> None:
        """Make the file at the segment's path hold what it must."""
        there = _content(segment.path)
        if same(segment.path, segment.descriptor) and there.startswith(segment.content) and not self._lied:
            if more := there[len(segment.content) :]:
                self._keep_beside(more)
            os.ftruncate(segment.descriptor, len(segment.content))
            os.fsync(segment.descriptor)
            return
        if segment.path.is_file() and not same(segment.path, segment.descriptor) and self._adopted(segment, there):
            return
        if segment.path.is_dir() or not segment.content.startswith(there):
            segment.path.rename(self._cut())
        self._afresh(segment)

    def _adopted(self, segment: _Segment, there: bytes) -> bool:
        """Go on in another file that holds the same. When somebody else has locked it, that one is the writer now."""
        descriptor = open_private(segment.path)
        try:
            lock(descriptor)
        except Held as held:
            os.close(descriptor)
            self._yield_to(str(held))
        if there != segment.content:
            os.close(descriptor)
            return False
        os.fsync(descriptor)
        self._go_on_in(segment, descriptor)
        return True

    def _afresh(self, segment: _Segment) -> None:
        """A new file in its place, whole and locked before it has the name."""
        part = segment.path.with_name(f".{segment.path.name}.{secrets.token_hex(8)}.part")
        descriptor = open_private(part, os.O_EXCL)
        with undone_by(lambda: _close(descriptor)), undone_by(lambda: _unlinked(part)):
            lock(descriptor)
            _write_all(descriptor, bytes(segment.content))
            self._do.fsync(descriptor)
            os.replace(part, segment.path)
        self._go_on_in(segment, descriptor)
        sync_folder(self.folder)

    @staticmethod
    def _go_on_in(segment: _Segment, descriptor: int) -> None:
        _close(segment.descriptor)
        segment.descriptor = descriptor
        segment.inode = os.fstat(descriptor).st_ino

    def close(self) -> None:
        for segment in self._segments:
            _close(segment.descriptor)
        self._segments = []
        if self._lock:
            self._lock.release()
        self._lock = None
        self.read_only = True


_NO_SPACE = (errno.ENOSPC, errno.EDQUOT)
_FULL = (
    "Journaal kan niet schrijven: de schijf is vol. "
    "Alles tot nu toe is bewaard; maak ruimte vrij en typ de regel opnieuw."
)
_ALL_BACK = (
    "Alles is teruggezet en bewaard; wat daar stond ligt ernaast. Zoek uit welk programma dat doet en zet het uit."
)
_BEGUN_AGAIN = (
    "De schijf gaf een fout bij het begin van het journaal. Het is opnieuw begonnen en heel; laat de schijf nakijken."
)
_NEWER = "Dit journaal is met een nieuwere versie geschreven: alleen lezen. Werk livecouncil bij."
_NO_LOCKS = (
    "Dit bestandssysteem kent geen sloten: livecouncil let zelf op dat er één schrijver is."
    " Zet de map van de raad liever op een schijf van deze computer."
)


def _refused(error: OSError) -> JournalError:
    """What the griffier reads when the disk did not take a line."""
    if error.errno in _NO_SPACE:
        return JournalFull(_FULL)
    return JournalError(
        f"Journaal kan niet schrijven ({error.strerror}). "
        "Alles tot nu toe is bewaard; controleer de schijf en typ de regel opnieuw."
    )


def _unusable(folder: Path, error: OSError) -> str:
    return (
        f"In {folder} kan niet geschreven worden ({error.strerror}). "
        "Er is niets veranderd; kies een andere map met --data."
    )


def _read(folder: Path, meeting: str) -> Reading:
    """What the journal holds. Raises JournalError when it cannot be read, or is another meeting's."""
    try:
        reading = read(folder, meeting)
    except OSError as error:
        raise JournalError(
            f"{error.filename or folder} is niet te lezen ({error.strerror}). "
            "Er is niets veranderd; controleer map en schijf."
        ) from error
    first = reading.events[0] if reading.events else None
    if isinstance(first, ev.Snapshot):
        of = snapshot_id({"agenda": first.agenda})
        if of and of != meeting:
            raise JournalError(
                f"{folder / meeting}.jsonl is een kopie van {of} onder een andere naam. "
                "Er is niets veranderd; zet hem buiten deze map."
            )
    return reading


def _private_folder(folder: Path) -> None:
    """Make a folder that is this user's; of one that is there, take away what others may. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    mode = folder.stat().st_mode
    if mode & 0o007:
        with contextlib.suppress(OSError):
            folder.chmod(mode & 0o770)


def _content(path: Path) -> bytes:
    """What lies at `path`; nothing where it is no plain file."""
    try:
        if path.is_file() and not path.is_symlink():
            return path.read_bytes()
        return b""
    except FileNotFoundError:
        return b""


def _write_all(descriptor: int, data: bytes) -> None:
    done = 0
    while done < len(data):
        done += os.write(descriptor, data[done:])


def _unlinked(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _close(descriptor: int) -> None:
    if descriptor >= 0:
        with contextlib.suppress(OSError):
            os.close(descriptor)
