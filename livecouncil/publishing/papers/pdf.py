"""A page as one file for print and archive: PDF/A-3a and PDF/UA-1 at once, with the journal it follows from inside.

Pure: title and language come from the page, dates and ids from record and attachments, so that the same record gives
the same bytes; nothing is fetched.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from livecouncil import __version__
from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing.drawing import Drawing, typeset

from .blocks import PrintedPage
from .pdf_file import About, finished
from .printed import printed_page


def pdf(paper: PrintedPage, record: PublicRecord, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """`paper` (a page of `record`) as PDF/A-3a and PDF/UA-1, with `attachments` by name as its source (ISO 19005-3).

    The journal is embedded as {"journal.jsonl": its public chain}: what may not be public must not be in it.
    """
    kept = dict(sorted((attachments or {}).items()))
    data = printed_page(paper, record)
    raw = typeset(Drawing("paper.typ", data, kept), made=record.feed.updated)
    about = About(
        program=f"livecouncil {__version__}",
        created=record.meeting.start,
        changed=record.feed.updated,
        identifier=_identifier(data, kept),
    )
    return finished(raw, about)


def _identifier(data: Mapping[str, Any], attachments: Mapping[str, bytes]) -> str:
    """The file's id: 16 bytes of what it is made from, as hexadecimal digits."""
    known = hashlib.sha256(json.dumps(data, ensure_ascii=False).encode())
    for name, content in attachments.items():
        known.update(name.encode() + b"\0" + content)
    return known.hexdigest()[:32]
