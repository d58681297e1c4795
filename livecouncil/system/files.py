"""Files written whole and read safely: a reader opens one complete version, never what a stranger laid there.

A public folder is also written by others: a sync program, a web editor, whoever broke into the web server. So a
temporary file is made new under a name nobody can foretell (O_EXCL), no link is followed on the way down from the
folder that is ours, and what is read is opened without waiting (a FIFO would hang) and only as a regular file. Modes
are what they say under any umask: what is public can be read by the web server.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from .caught import undone_by
from .open_folders import OpenFolder, entered, in_folder, open_folder
from .rights import NONBLOCK, allow, is_mine

PUBLIC = 0o644
PRIVATE = 0o600
SHARED = 0o640  # agendas and council.toml: they hold titles of closed items
_READ = os.O_RDONLY | NONBLOCK
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL
_PART = re.compile(r"\..+\.([0-9a-f]{16}|[0-9]{1,10})\.part")  # with a process id: left by 0.1
_OLD = 3600.0  # seconds after which a temporary file is a left-over


def replace(path: Path, data: bytes, mode: int = PUBLIC, *, root: Path | None = None, durable: bool = True) -> bool:
    """Put `data` at `path` whole: temporary file, fsync, rename, fsync of the folder.

    The file has `mode`, and folders made for it the same with the right to enter, whatever the umask. Below `root` no
    link is followed; at `path` itself a link is replaced, never written through. `durable` False leaves out the fsyncs.
    Returns False when the content is already the same. Raises OSError; the old file then stays.
    """
    with _naming(path), _folder(path.parent, mode, root) as folder:
        if _same(folder, path.name, data, mode):
            return False
        put_in(folder, path.name, data, mode, durable=durable)
        if durable:
            folder.sync()
    return True


def replace_from(path: Path, pieces: Iterable[bytes], *, root: Path) -> bool:
    """The same of a public file that comes in pieces and is too large to be held: it is written while it is compared
    with what stands there, and put in its place where that is other."""
    with _naming(path), _folder(path.parent, PUBLIC, root) as folder:
        part = f".{path.name}.{os.urandom(8).hex()}.part"
        with undone_by(lambda: _unlinked(part, folder)):
            if _written_as_it_stands(folder, part, path.name, pieces):
                _unlinked(part, folder)
                return False
            folder.move(part, path.name)
        folder.sync()
    return True


def _written_as_it_stands(folder: OpenFolder, part: str, name: str, pieces: Iterable[bytes]) -> bool:
    """Write `pieces` to `part`, fsynced where they are not what stands at `name`: whether they are."""
    descriptor = folder.file(part, _NEW, PRIVATE)
    with os.fdopen(descriptor, "wb") as file, contextlib.ExitStack() as held:
        with contextlib.suppress(PermissionError):
            allow(descriptor, PUBLIC)
        try:
            there = held.enter_context(os.fdopen(regular(folder.file(name, _READ)), "rb"))
        except OSError:
            there = None
        same = there is not None
        for piece in pieces:
            file.write(piece)
            same = same and there is not None and there.read(len(piece)) == piece
        if same and there is not None and not there.read(1) and _made_right(there.fileno(), PUBLIC):
            return True
        file.flush()
        os.fsync(descriptor)
    return False


def replace_each(contents: Mapping[Path, bytes], root: Path) -> list[Path]:
    """Put each of `contents` at its path below `root`, public, as `replace` does; the paths that were written.

    What goes into one folder goes there together: the folder is looked up once, and synced once when all of it is
    there. Raises OSError; what was put before stays.
    """
    together: dict[Path, list[Path]] = {}
    for path in contents:
        together.setdefault(path.parent, []).append(path)
    return [path for parent, paths in together.items() for path in _put_in_one(parent, paths, contents, root)]


def _put_in_one(parent: Path, paths: Sequence[Path], contents: Mapping[Path, bytes], root: Path) -> list[Path]:
    written = []
    with _folder(parent, PUBLIC, root) as folder:
        for path in paths:
            if _same(folder, path.name, contents[path], PUBLIC):
                continue
            with _naming(path):
                put_in(folder, path.name, contents[path], PUBLIC, durable=True)
            written.append(path)
        if written:
            with _naming(parent):
                folder.sync()
    return written


def opened(path: Path, root: Path) -> int:
    """A descriptor to read the regular file at `path`, with no link followed below `root`. Raises OSError."""
    with _naming(path):
        names = _below(path, root)
        folder = open_folder(root)
        try:
            for name in names[:-1]:
                folder = entered(folder, name)
            return regular(folder.file(names[-1], _READ))
        finally:
            folder.close()


def read_file(path: Path, root: Path) -> bytes:
    """The whole of a regular file, with no link followed below `root`. Raises OSError."""
    with os.fdopen(opened(path, root), "rb") as file:
        return file.read()


def share_as(folder: Path, descriptor: int) -> None:
    """Let the group of `folder` do with an open file in it what it may do with the folder itself. Raises OSError."""
    granted = folder.stat().st_mode & 0o060
    found = os.fstat(descriptor)
    mode = stat.S_IMODE(found.st_mode)
    if granted & ~mode and is_mine(found):
        allow(descriptor, mode | granted)


def write_whole(descriptor: int, data: bytes) -> None:
    """Write all of `data`, or OSError: a disk that is nearly full takes a part without saying so."""
    done = 0
    while done < len(data):
        done += os.write(descriptor, data[done:])


def sweep(folder: Path) -> None:
    """Remove temporary files that a crash left under `folder`: only our own, by name and owner, and only old ones."""
    before = time.time() - _OLD
    for where, _, names in os.walk(folder):
        for name in filter(_PART.fullmatch, names):
            left = Path(where, name)
            with contextlib.suppress(OSError):
                found = left.lstat()
                if stat.S_ISREG(found.st_mode) and is_mine(found) and found.st_mtime < before:
                    left.unlink()


def refuse_link(folder: Path) -> None:
    """Raise OSError where `folder` is a link: what lies behind it is not ours to tidy."""
    if folder.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(folder))


def sync_folder(folder: Path) -> None:
    """fsync a folder, so that a new name in it survives a power cut."""
    with in_folder(folder) as inside:
        inside.sync()


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Errors name the whole path, though calls work on parts of it."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def _below(path: Path, root: Path) -> tuple[str, ...]:
    """The names that lead from `root` to `path`. Raises FileNotFoundError where it does not lie below."""
    try:
        names = Path(os.path.normpath(path)).relative_to(os.path.normpath(root)).parts
    except ValueError:
        names = ()
    if not names or ".." in names:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
    return names


@contextlib.contextmanager
def _folder(path: Path, mode: int, root: Path | None) -> Iterator[OpenFolder]:
    """The folder at `path`, made where it is missing. A folder in which a group was let write lets it below too: the
    public server and the clerk, who are two users then, both write there."""
    with _naming(path):
        folder = _reached(path, mode | (mode & 0o444) >> 2, root or path)
    try:
        yield folder
    finally:
        folder.close()


def _reached(path: Path, enter: int, top: Path) -> OpenFolder:
    """The folder at `path`, open, with every folder from `top` on made with the mode `enter`. Raises OSError."""
    make_folders(top, enter)
    folder = open_folder(top)
    with undone_by(lambda: folder.close()):
        for name in _below(path / "_", top)[:-1]:
            group = folder.found().st_mode & stat.S_IWGRP
            with contextlib.suppress(FileExistsError):
                folder.make(name, enter | group)
            folder = entered(folder, name)
            _give_at_least(folder, enter | group)
    return folder


def make_folders(folder: Path, mode: int) -> None:
    """Make `folder` and what is missing above it; what is there already keeps the mode its owner gave it."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    for one in reversed(missing):
        with contextlib.suppress(FileExistsError):
            one.mkdir(mode)
            one.chmod(mode)


def _give_at_least(folder: OpenFolder, mode: int) -> None:
    """Give what is ours at least the rights of `mode`."""
    found = folder.found()
    if mode & ~found.st_mode and is_mine(found):
        folder.allow(stat.S_IMODE(found.st_mode) | mode)


def regular(descriptor: int) -> int:
    """`descriptor` when it is of a regular file; of anything else it is closed. Raises FileNotFoundError."""
    if stat.S_ISREG(os.fstat(descriptor).st_mode):
        return descriptor
    os.close(descriptor)
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _same(folder: OpenFolder, name: str, data: bytes, mode: int) -> bool:
    """Whether the file holds `data` already; its mode is then set right."""
    try:
        descriptor = regular(folder.file(name, _READ))
    except OSError:
        return False
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if found.st_size != len(data) or file.read() != data:
            return False
        return _made_right(descriptor, mode)


def _made_right(descriptor: int, mode: int) -> bool:
    """Whether an open file has the mode, or is given it."""
    found = os.fstat(descriptor)
    if stat.S_IMODE(found.st_mode) != mode:
        if not is_mine(found):
            return False
        allow(descriptor, mode)
    return True


def put_in(folder: OpenFolder, name: str, data: bytes, mode: int, *, durable: bool) -> None:
    """Put `data` whole at `name` in an open folder: temporary file, fsync, rename. Raises OSError."""
    part = f".{name}.{os.urandom(8).hex()}.part"
    descriptor = folder.file(part, _NEW, PRIVATE)
    with undone_by(lambda: _unlinked(part, folder)):
        with os.fdopen(descriptor, "wb") as file:
            with contextlib.suppress(PermissionError):  # a file system without rights has none to set
                allow(descriptor, mode)
            file.write(data)
            file.flush()
            if durable:
                os.fsync(descriptor)
        folder.move(part, name)


def _unlinked(name: str, folder: OpenFolder) -> None:
    with contextlib.suppress(OSError):
        folder.unlink(name)
