"""What a council has at the hub beside its lines, kept at an edge as files: key statements, documents, announced
meetings, and the head that the hub signed as a witness.

Theory. The hub's list of names and hashes is what counts: what is not in it is taken off here, what is otherwise is
fetched, one at a time. Whatever a database says, only names that a council may have become files, and only content that
fits its name and its hash.
"""

from __future__ import annotations

import hashlib
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from livecouncil.journal.signing.keys import PublicKey
from livecouncil.mirroring.hub.batch import MEETING
from livecouncil.mirroring.hub.beside import lying_in, may_go_beside, meeting_of_document
from livecouncil.system.files import PUBLIC, replace

WITNESSED = "checkpoint.txt.hub.minisig"
"""In a meeting's folder: the hub's signature over a head of it."""
WITNESS = "hub.pub"
"""Beside the council's key: the hub's."""
Fetched = Callable[[str], Awaitable[bytes]]


class FilesBeside:
    """Those of one council, below its cache folder `base`."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._kept: dict[str, str] = {}
        self._signed: dict[str, tuple[str, str]] = {}

    async def take(self, there: dict[str, str], fetched: Fetched) -> bool:
        """Be as the hub's list `there`; whether anything is otherwise. Raises OSError."""
        before = dict(self._kept)
        for path in self._kept.keys() - there.keys():
            lying_in(self._base, path).unlink(missing_ok=True)
            del self._kept[path]
        for path, digest in there.items():
            if self._kept.get(path) != digest and (meeting_of_document(path) or may_go_beside(path, b"")):
                await self._have(path, digest, fetched)
        return self._kept != before

    async def _have(self, path: str, digest: str, fetched: Fetched) -> None:
        place = lying_in(self._base, path)
        if not (place.is_file() and hashlib.sha256(place.read_bytes()).hexdigest() == digest):
            content = await fetched(path)
            if hashlib.sha256(content).hexdigest() != digest or not may_go_beside(path, content):
                return
            replace(place, content, PUBLIC, root=self._base, durable=False)
        self._kept[path] = digest

    def sign(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Put the signatures of the hub, each with its meeting and key, beside what they sign. Raises OSError."""
        public = self._base / "public"
        for meeting, signature, key in rows:
            if MEETING.fullmatch(meeting) and key and self._signed.get(meeting) != (signature, key):
                replace(public / meeting / WITNESSED, signature.encode(), PUBLIC, root=public, durable=False)
                replace(public / WITNESS, PublicKey.parse(key).text.encode(), PUBLIC, root=public, durable=False)
                self._signed[meeting] = (signature, key)
