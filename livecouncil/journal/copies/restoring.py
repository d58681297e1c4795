"""Back from the second place: finding the copies there, opening one, and putting it in a council's folder.

A copy is taken as it is found: pieces that are missing, lines that are damaged, a last line that was cut off cost only
themselves, and each is told. It is made fit to go on with in a folder apart, in the way every journal is that is opened
(`opening`): what was never whole is cut off, and what the journal itself says was redacted is deleted, also where the
copy had not lost it yet. Only then it is moved to its place, the file it begins with last, so that a restore that is
cut short has restored nothing and can be done again.

It must never write over a journal that has more than the copy, or another: what is there is told and stays.
"""

from __future__ import annotations

import re
import secrets
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault, JournalLocked
from livecouncil.journal.copies.forms import Piece, newest_generation, piece_at
from livecouncil.journal.copies.kept import is_earlier, is_segment
from livecouncil.journal.inventory import segments
from livecouncil.journal.journal import Journal
from livecouncil.journal.place import closed, private_folder
from livecouncil.journal.reading import read
from livecouncil.journal.report import report_of
from livecouncil.system.age import Identity, decrypted
from livecouncil.system.files import PRIVATE, SHARED, replace, sync_folder
from livecouncil.system.locks import Held, Lock
from livecouncil.system.removable import Removable
from livecouncil.system.rights import moved
from livecouncil.wording.faults import in_words

_COPY = re.compile(r"([a-z0-9-]{1,80})\.[0-9a-f]{12}(\.age)?(-[0-9]+)?")
_ALONG = re.compile(
    r"council\.toml|agendas/[^/.][^/]*\.toml|(oefening/)?outbox/[a-z0-9-]+\.outbox\.jsonl|public/livecouncil\.pub"
    r"|keys/succession-[0-9]+\.txt(\.new)?(\.minisig)?"
)
"""What goes along with a journal. Whatever else lies on a stick was put there by somebody else."""
_LEFT_BEHIND = (".lock", ".reserve")
"""What a journal that was opened has beside it, and what no other place needs."""


@dataclass(frozen=True)
class Found:
    """A copy at the second place: its folder, whose it is, whether it is encrypted, and how many lines it has."""

    folder: Path
    meeting: str
    sealed: bool
    lines: int
    changed: float


@dataclass
class OpenedCopy:
    """What a copy holds, by the path it has in a council's folder; `damage` says in words what is not whole."""

    meeting: str
    files: dict[str, bytes] = field(default_factory=dict)
    damage: list[str] = field(default_factory=list)

    @property
    def home(self) -> str:
        """'oefening/' of a rehearsal, else ''."""
        return next((path.partition("journal/")[0] for path in self.files if self._of_journal(path)), "")

    def journal(self) -> dict[str, bytes]:
        """Files of the journal and its private part, by their path in the folder of journals."""
        return {path.partition("journal/")[2]: data for path, data in self.files.items() if self._of_journal(path)}

    def others(self) -> dict[str, bytes]:
        """What goes along."""
        return {path: data for path, data in self.files.items() if _ALONG.fullmatch(path)}

    def _of_journal(self, path: str) -> bool:
        return re.fullmatch(rf"(oefening/)?journal/{self.meeting}\.[^/]+(/[^/]+)?(/[^/]+)?", path) is not None


@dataclass(frozen=True)
class Restored:
    """What was put back: the events that can be read, what is not whole, and files of the folder that were kept."""

    meeting: str
    home: str
    lines: int
    head: str
    events: Sequence[ev.Base]
    damage: Sequence[str]
    kept: Sequence[str]


def copies_at(source: Path) -> list[Found]:
    """The copies in `source`, or the one that it is; newest first. Raises OSError where it is not there."""
    if _COPY.fullmatch(source.resolve().name):
        folders = [source]
    else:
        folders = [path for path in source.iterdir() if path.is_dir()]
    found = [_found(folder) for folder in folders]
    return sorted(filter(None, found), key=lambda one: one.changed, reverse=True)


def _found(folder: Path) -> Found | None:
    name = _COPY.fullmatch(folder.resolve().name)
    if name is None:
        return None
    files = [path for path in folder.rglob("*.jsonl*") if path.is_file() and path.name.startswith(f"{name[1]}.")]
    if not files:
        return None
    if name[2]:
        lines = sum(one[-1].lines for one in _by_file(path.name for path in files).values() if is_segment(one[-1].of))
    else:
        lines = sum(path.read_bytes().count(b"\n") for path in files if is_segment(path.name))
    changed = max(path.stat().st_mtime for path in files)
    return Found(folder, name[1], sealed=bool(name[2]), lines=lines, changed=changed)


def _by_file(paths: Iterator[str]) -> dict[str, list[Piece]]:
    """The pieces of each file that has a beginning, in order."""
    pieces: dict[str, list[Piece]] = {}
    for path in paths:
        piece = piece_at(path)
        if piece:
            pieces.setdefault(piece.of, []).append(piece)
    return {of: whole for of, several in pieces.items() if (whole := newest_generation(several))}


# -- opening -----------------------------------------------------------------------------------------------------------


def open_copy(found: Found, identities: Sequence[Identity]) -> OpenedCopy:
    """All that a copy holds. Raises InputFault when it cannot be opened with `identities`, OSError."""
    copy = OpenedCopy(found.meeting)
    with Removable(found.folder) as disk:
        paths = disk.files("")
        if found.sealed:
            _unseal(disk, paths, identities, into=copy)
        else:
            copy.files = {path: disk.read(path) or b"" for path in paths}
    if not any(is_segment(path) for path in copy.journal()):
        raise InputFault("journal.restore.nothing", folder=found.folder)
    return copy


def _unseal(disk: Removable, paths: Sequence[str], identities: Sequence[Identity], *, into: OpenedCopy) -> None:
    if not identities:
        raise InputFault("journal.restore.sealed")
    wrong = True
    for path, pieces in _by_file(iter(paths)).items():
        data = b""
        for piece in pieces:
            try:
                if piece.begin != len(data):
                    raise ValueError("a piece is missing")
                data += decrypted(disk.read(piece.path) or b"", identities)
                wrong = False
            except ValueError:
                into.damage.append(in_words("journal.restore.piece", file=path, byte=len(data)))
                break
        if data:
            into.files[path] = data
    if wrong:
        raise InputFault("journal.restore.identity")


# -- putting back ------------------------------------------------------------------------------------------------------


def put_back(copy: OpenedCopy, data: Path) -> Restored:
    """Put what `copy` holds in the council's folder `data`.

    Raises InputFault where a longer or another journal is there, JournalLocked where it is being written, OSError.
    """
    journals = data / copy.home / "journal"
    private_folder(journals)
    with _nothing_in_the_way(journals, copy), _apart(journals) as apart:
        for path, content in copy.journal().items():
            replace(apart / path, content, PRIVATE)
        Journal.open(apart, copy.meeting).close()
        report = report_of(apart, copy.meeting)
        reading = read(apart, copy.meeting)
        _move(apart, journals, copy.meeting)
    kept = [path for path, content in copy.others().items() if not _laid(data / path, content)]
    damage = (*copy.damage, *report.faults)
    return Restored(copy.meeting, copy.home, report.lines, report.head, reading.events, damage, kept)


@contextmanager
def _nothing_in_the_way(journals: Path, copy: OpenedCopy) -> Iterator[None]:
    """See that nothing is lost at `journals`, and that nobody writes there meanwhile."""
    there = segments(journals, copy.meeting)
    if not there:
        yield
        return
    lock = Lock(journals, copy.meeting)
    try:
        descriptor = lock.take()
    except Held as held:
        raise JournalLocked("journal.locked", meeting=copy.meeting, holder=held) from None
    try:
        ours = copy.journal()
        for path in there:
            if not is_earlier(path.read_bytes(), ours.get(path.name, b"")):
                lines = sum(one.read_bytes().count(b"\n") for one in there)
                has = sum(data.count(b"\n") for name, data in ours.items() if is_segment(name))
                raise InputFault("journal.restore.other", path=there[0], lines=lines, copy=has)
        yield
    finally:
        closed(descriptor)
        lock.release()


@contextmanager
def _apart(journals: Path) -> Iterator[Path]:
    """A folder of its own; what a restore that was killed left goes first, for it holds all that is private."""
    for left in journals.glob(".restore-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = journals / f".restore-{secrets.token_hex(8)}"
    private_folder(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _move(apart: Path, journals: Path, meeting: str) -> None:
    """Every file to its place, the one the journal begins with last. Raises OSError."""
    first = apart / f"{meeting}.jsonl"
    files = [path for path in sorted(apart.rglob("*")) if path.is_file() and path != first]
    private_folder(journals / f"{meeting}.private")
    folders = {path.parent.relative_to(apart) for path in files}
    for folder in sorted(folders):
        private_folder(journals / folder)
    for path in [*(path for path in files if path.suffix not in _LEFT_BEHIND), first]:
        moved(path, journals / path.relative_to(apart))
    for folder in sorted(folders, reverse=True):
        sync_folder(journals / folder)
    sync_folder(journals)


def _laid(path: Path, content: bytes) -> bool:
    """Whether `path` now holds `content`; what is there already stays."""
    if path.exists():
        return path.read_bytes() == content
    replace(path, content, _mode_at(path))
    return True


def _mode_at(path: Path) -> int:
    """An outbox is the poster's to go on with, where that is another user of the folder's group."""
    if path.parent.name == "outbox" and path.parent.is_dir():
        return SHARED | path.parent.stat().st_mode & 0o060
    return SHARED
