"""The released view of a journal, read: `released/<meeting-id>.jsonl`, all that the council's own processes may know.

Theory. The public server and the posting worker stand where strangers knock; what they never had in memory they cannot
lose. So they follow, instead of the journal, a file beside it that holds its headers, and openings only of what was
released (`core.release.revealed.Known`). It is made of published lines of the journal's form 2, append-only: a line
whose header stood there bare and that is released later is appended again, whole. So a line may stand there twice, and
what counts is the place of the first and the opening of any (`merged`); put so, the view is a chain as every published
one, from which the public chain is made byte for byte as it is from the journal. Where something must be unknown again
the file is replaced by a new one, and whoever follows it reads anew.

The view of a journal of form 1 is its snapshot alone, for the list of meetings: what it released cannot be told from
its lines without what lies beside them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from livecouncil.system.files import read_file
from livecouncil.system.rights import BINARY, NOFOLLOW, NONBLOCK

from . import inventory
from .chain import rows_of
from .lines import form_begun, header_of, is_opened

FOLDER = "released"


def path_of(base: Path, meeting: str) -> Path:
    """Where the view of `meeting` lies in the council's folder `base`."""
    return base / FOLDER / f"{meeting}.jsonl"


def merged(data: bytes) -> bytes:
    """The lines of a view, each once, at the place of its first and as open as any."""
    rows: list[bytes] = []
    places: dict[bytes, int] = {}
    for row in rows_of(data):
        header = header_of(row)
        if form_begun(row) != 2 or header not in places:
            places[header] = len(rows)
            rows.append(row)
        elif is_opened(row):
            rows[places[header]] = row
    return joined(rows)


def joined(rows: Iterable[bytes]) -> bytes:
    """Lines as they lie in a file."""
    return b"".join(row + b"\n" for row in rows)


def chain_of(base: Path, meeting: str) -> bytes:
    """The lines of which the public chain of `meeting` is made; nothing where it has no view. Raises OSError."""
    path = path_of(base, meeting)
    try:
        data = read_file(path, path.parent)
    except FileNotFoundError:
        return b""
    return merged(data[: data.rfind(b"\n") + 1])


def is_begun(base: Path, meeting: str) -> bool:
    """Whether `meeting` is followed by its view: it has one, and that is more than a name in the list."""
    return _form_of(path_of(base, meeting)) == 2


def meetings(base: Path) -> list[str]:
    """Ids of the meetings that a process may follow: those with a view, and journals of form 1 that still lack theirs.

    Nothing is read of a journal but the beginning of its first line, where its form stands.
    """
    found = set(inventory.look(base / FOLDER).meetings)
    return sorted(found | set(older(base)))


def older(base: Path) -> list[str]:
    """Ids of the journals of form 1, whose lines say nothing that is sealed; none where that folder is closed to us."""
    try:
        names = inventory.names_in(base / "journal")
    except PermissionError:
        return []
    first = [name for name in names if _form_of(base / "journal" / name) != 2]
    return list(inventory.of_these(base / "journal", first).meetings)


def _form_of(path: Path) -> int:
    """The form of the first line at `path`, 0 where there is none; no byte is read of what a line of form 2 says."""
    try:
        descriptor = os.open(path, os.O_RDONLY | NOFOLLOW | NONBLOCK | BINARY)
    except OSError:
        return 0
    try:
        return form_begun(os.read(descriptor, 80))
    except OSError:
        return 0
    finally:
        os.close(descriptor)
