"""Documents of motions on the second place, as they were filed.

Theory. The journal says of a document only its hash, so without the bytes beside it a restored meeting would lead to
documents nobody has. A document is named by its hash and never changes: one that lies there is not looked at again.
Which are wanted the journal's own lines say. One whose hash stands in no line any more was deleted on request, and goes
there too; one that is only missing on the first disk stays, for then the copy may be the only one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.journal.copies.forms import Form
from livecouncil.journal.copies.kept import Stretch
from livecouncil.journal.documents import is_kept_document
from livecouncil.system.removable import Removable


@dataclass
class DocumentCopies:
    """Those of one meeting, which lie in the folder `here`; nothing is copied where there is no such folder."""

    here: Path | None
    _there: set[str] | None = None
    _last: Mapping[str, Stretch] = field(default_factory=dict)

    def doubt(self) -> None:
        """Something went wrong there: look anew at what lies there."""
        self._there = None
        self._last = {}

    def bring(self, disk: Removable, form: Form, folder: str, segments: Mapping[str, Stretch]) -> bool:
        """Bring `folder` on the second place up to the lines of `segments`; whether it took any. Raises OSError."""
        if self.here is None:
            return False
        if self._there is None:
            self._there = {name for name in form.names(disk, folder) if is_kept_document(name)}
        new = _documents_in(self.here) - self._there
        if not new and self._only_grew(segments):
            self._last = dict(segments)
            return False
        lines = b"".join(stretch.all for stretch in segments.values())
        brought = {digest for digest in new if digest.encode() in lines and self._brought(disk, form, folder, digest)}
        self._there |= brought
        gone = {digest for digest in self._there if digest.encode() not in lines}
        for digest in gone:
            form.drop(disk, f"{folder}/{digest}")
            self._there.discard(digest)
        self._last = dict(segments)
        return bool(brought or gone)

    def _brought(self, disk: Removable, form: Form, folder: str, digest: str) -> bool:
        """Whether it could be read here, and now lies there too."""
        assert self.here is not None
        try:
            content = (self.here / digest).read_bytes()
        except OSError:
            return False  # what is missing here is told where it is published
        form.put(disk, f"{folder}/{digest}", content)
        return True

    def _only_grew(self, segments: Mapping[str, Stretch]) -> bool:
        """Whether no line was taken out of a file since the last look, as a redaction does."""
        return bool(self._last) and all(
            name in segments and segments[name].goes_on(stretch) for name, stretch in self._last.items()
        )


def _documents_in(folder: Path) -> set[str]:
    try:
        return {path.name for path in folder.iterdir() if is_kept_document(path.name)}
    except OSError:
        return set()
