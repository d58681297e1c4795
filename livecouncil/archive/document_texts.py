"""What the documents of motions say, for search: read once out of what was kept, then kept beside it.

A document that holds no text (a scan), is locked, damaged or larger than an importer takes is not searched; it stays
where it is and is found by its motion. Reading is done by the importers, within their limits: what a library does with
a stranger's PDF happens in a process of its own; they are loaded when there is a document to read. Text is read only of
documents that are in the record, so what is held or was deleted on request is in no index.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.text.clean import clean_lines
from livecouncil.errors import InputFault
from livecouncil.journal.documents import kept_document
from livecouncil.publishing.documents import documents_of
from livecouncil.system.files import PRIVATE, read_file, replace

if TYPE_CHECKING:
    from livecouncil.importing.document import Block

LONGEST = 200_000
"""Characters of one document that are searched."""


def document_texts(record: PublicRecord, kept: Path) -> dict[str, str]:
    """The text of each public document by where it stands; `kept` is the folder of those that were filed."""
    if not kept.is_dir():
        return {}
    return {document.path: _searched_text(kept, document.sha256, document.name) for document in documents_of(record)}


def _searched_text(kept: Path, digest: str, name: str) -> str:
    beside = kept / f"{digest}.txt"
    try:
        return read_file(beside, kept).decode()
    except (OSError, ValueError):
        pass
    from livecouncil.importing.limits import MAX_BYTES

    data = kept_document(kept, digest)
    if data is None or len(data) > MAX_BYTES:
        return ""
    text = _read_text(Path(name), data)
    replace(beside, text.encode(), PRIVATE, durable=False)
    return text


def _read_text(path: Path, data: bytes) -> str:
    from livecouncil.importing.sources import source_of

    try:
        blocks = source_of(path, data).blocks
    except InputFault:
        return ""
    return clean_lines("\n".join(_searched_rows(blocks)), LONGEST)


def _searched_rows(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        yield " ".join([block.number, block.text, *block.cells]).strip()
