"""What a council publishes beside its lines, as a hub gets it: statements of its keys, documents of motions, and which
meetings it announces.

Theory. All other public files an edge makes of the lines. These it cannot make, so they travel as they are, each with
a name that has one of few forms; a document's name holds the hash of its bytes, so under it nothing else can be sent.
They are signed like a batch, for their name in the place of a meeting's (no name here is one), and an empty one means:
taken off. What is newer counts, so an old copy that somebody kept does not come back.

Only what lies in `public/` is a document here: what is held, recalled or deleted on request does not. A laptop that
knows nothing of a meeting takes nothing of it off.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from livecouncil.core.meeting.filed_documents import FOLDER as DOCUMENTS
from livecouncil.journal import released
from livecouncil.journal.documents import MOST_BYTES
from livecouncil.journal.signing import succession
from livecouncil.publishing.sources import ANNOUNCED, COUNCIL_TOLD
from livecouncil.system.files import read_file

TOLD = (ANNOUNCED, COUNCIL_TOLD)
"""Of `released/`: the meetings that are announced, and whose they are."""
LARGEST = MOST_BYTES
"""Bytes of one."""
_STATEMENT = re.compile(r"keys/succession-[1-9][0-9]{0,3}\.txt(\.new)?(\.minisig)?")
_DOCUMENT = re.compile(rf"([a-z0-9-]{{1,80}})/{DOCUMENTS}/[A-Za-z0-9._~-]{{1,80}}-([0-9a-f]{{16}})\.(pdf|odt|docx|txt)")
_SMALL = 1_000_000


def may_go_beside(path: str, content: bytes) -> bool:
    """Whether a council may have a file `path` with this content; empty is one that is taken off."""
    document = _DOCUMENT.fullmatch(path)
    if document:
        return not content or hashlib.sha256(content).hexdigest().startswith(document[2])
    return len(content) <= _SMALL and (path in TOLD or _STATEMENT.fullmatch(path) is not None)


def meeting_of_document(path: str) -> str:
    """The meeting whose document it is; '' for what is no document."""
    document = _DOCUMENT.fullmatch(path)
    if document:
        return document[1]
    return ""


def lying_in(base: Path, path: str) -> Path:
    """Where it lies in a council's folder `base`."""
    if path in TOLD:
        return base / released.FOLDER / path
    return base / "public" / path


class GoesBeside:
    """What there is of it in the folder `base`, with the hash of each; read again only where it changed."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._known: dict[str, tuple[tuple[int, int], str]] = {}
        self.hashes: dict[str, str] = {}

    def look(self) -> None:
        """Read on. Raises OSError."""
        public = self._base / "public"
        found = [*public.glob(f"*/{DOCUMENTS}/*"), *succession.files_in(public / succession.FOLDER)]
        names = [path.relative_to(public).as_posix() for path in found]
        hashes = {}
        for name in (*names, *TOLD):
            if digest := self._hash(name):
                hashes[name] = digest
        self.hashes = hashes

    def _hash(self, name: str) -> str:
        """'' of what is not there or is none."""
        try:
            told = lying_in(self._base, name).lstat()
            mark = (told.st_mtime_ns, told.st_size)
            if self._known.get(name, ((), ""))[0] != mark:
                content = self.read(name)
                digest = hashlib.sha256(content).hexdigest() if content and may_go_beside(name, content) else ""
                self._known[name] = (mark, digest)
        except FileNotFoundError:
            return ""
        return self._known[name][1]

    def read(self, name: str) -> bytes:
        """Its bytes. Raises OSError."""
        return read_file(lying_in(self._base, name), self._base)

    def gone(self, there: dict[str, str]) -> list[str]:
        """Documents that the hub has and that are public here no more."""
        public = self._base / "public"
        other = (name for name in there if name not in self.hashes and meeting_of_document(name))
        return [name for name in other if (public / meeting_of_document(name)).is_dir()]
