"""Documents of motions in a meeting's public folder: exactly the bytes that were filed, and only while they are public.

Theory. All other public files are made of the record; a document cannot be, for the record knows only its hash. So it
is put where the record says it stands (`FiledDocument.path`), out of what was kept when it was filed. The record is
what the feed's gate let through: what is held, recalled or deleted on request is not in it, and what is not in it is
taken away here. Bytes that do not have the hash are no document; that one is missing is told, for a page links to it.

Only the clerk's own programs have what was kept, so only they put documents and take them away; the public server
serves what lies there.
"""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.meeting.filed_documents import FOLDER, FiledDocument
from livecouncil.core.release.record import ObjectRecord, PublicRecord
from livecouncil.journal.documents import digest_of, kept_document, kept_in
from livecouncil.journal.place import Place
from livecouncil.system.files import read_file, replace
from livecouncil.wording.faults import in_words

from .feeds import address


def documents_of(record: PublicRecord) -> tuple[FiledDocument, ...]:
    """Every document that is public."""
    filed = (o.document for item in record.decisions.items for o in item.objects)
    return tuple(document for document in filed if document)


def document_address(record: PublicRecord, filed: ObjectRecord) -> str:
    """Where the text of what was filed can be had: its own document, else where somebody else keeps it; '' for
    nowhere. A meeting without an address of its own has none for its documents."""
    if filed.document and record.meeting.public_url:
        return address(record, filed.document.path)
    return filed.url


def put_documents(record: PublicRecord, base: Path, *, thorough: bool = False) -> list[str]:
    """Bring the documents in the public folder of a meeting of the council in `base` up to date; which are missing, in
    sentences. `thorough`: also what lies there is read. Raises OSError where the disk refuses."""
    meeting = record.meeting.meeting_id
    public = base / "public"
    kept = kept_in(Place(base / "journal", meeting))
    wanted = documents_of(record)
    _take_documents_away(public / meeting, {document.path for document in wanted})
    told = []
    for document in wanted:
        path = public / meeting / document.path
        if _stands(path, document) and not (thorough and document_at(public / meeting, document) is None):
            continue
        data = kept_document(kept, document.sha256)
        if data is None:
            told.append(in_words("publishing.document_gone", name=document.name, meeting=meeting))
        else:
            replace(path, data, root=public)
    return told


def document_at(folder: Path, document: FiledDocument) -> bytes | None:
    """A published document as it lies in the meeting's public `folder`; None where it is not there or is another."""
    try:
        data = read_file(folder / document.path, folder)
    except OSError:
        return None
    if digest_of(data) == document.sha256:
        return data
    return None


def _stands(path: Path, document: FiledDocument) -> bool:
    """Whether a file of that name and size is there; its name is made of its hash, and no other is ever put there."""
    return path.is_file() and not path.is_symlink() and path.stat().st_size == document.size


def _take_documents_away(folder: Path, wanted: set[str]) -> None:
    """What is no document of the record (any more) is not left to be read."""
    there = folder / FOLDER
    if there.is_symlink() or not there.is_dir():
        return
    for path in there.iterdir():
        if f"{FOLDER}/{path.name}" not in wanted and not path.name.startswith("."):
            path.unlink()
    if not any(there.iterdir()):
        there.rmdir()
