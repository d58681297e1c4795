"""Which documents of a closed meeting do not lie in its public folder, or not yet: no page leads to what is not there.

Theory. Between the close and the last document lie some seconds, and an installation without the part `papers` never
makes the printed ones. Pages are made of the record alone, so the record is told what is awaited. Whoever makes all of
it makes the documents first, then the pages that lead to them; whoever makes the pages alone looks in the folder.
"""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.release.record import PublicRecord
from livecouncil.system.extras import installed

PAPERS = ("decisions.odt", "decisions.pdf", "transcript.odt", "transcript.pdf")
"""What the part `papers` makes."""
DECISIONS = "decisions.html"
DOCUMENTS = (*PAPERS, DECISIONS, "decisions-large.html", "ori-a.xml", "ori.json", "akomantoso.xml", "popolo.json")
"""All that pages lead to once a meeting is closed."""


def awaited_in(folder: Path) -> frozenset[str]:
    """Documents that do not lie in `folder`."""
    return frozenset(name for name in DOCUMENTS if not (folder / name).exists())


def as_it_lies(record: PublicRecord, folder: Path) -> PublicRecord:
    """`record` for pages that are made while its documents are somebody else's to make."""
    if record.meeting.closed is None:
        return record
    return record.awaiting(awaited_in(folder))


def with_all_made(record: PublicRecord) -> PublicRecord:
    """`record` for pages that are made behind all documents that can be made here."""
    if record.meeting.closed is None or installed("papers"):
        return record.awaiting(frozenset())
    return record.awaiting(frozenset(PAPERS))
