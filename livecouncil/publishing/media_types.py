"""What each public file is, by its name: the same on our own server and on a mirror that keeps types itself."""

from __future__ import annotations

import re
from pathlib import PurePath

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".pdf": "application/pdf",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip; charset=utf-8",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".minisig": "text/plain; charset=utf-8",
    ".pub": "text/plain; charset=utf-8",
    ".ttl": "text/turtle; charset=utf-8",
    ".jsonld": "application/ld+json",
    ".gz": "application/gzip",
    ".ics": "text/calendar; charset=utf-8",
    ".jsonl": "application/jsonl; charset=utf-8",
}
_FEED = re.compile(r"(feed|decisions)(-\d+)?\.json")


def content_type(path: PurePath) -> str:
    """By the file's name; a JSON feed and its items have a type of their own."""
    if _FEED.fullmatch(path.name) or (path.parent.name == "items" and path.suffix == ".json"):
        return "application/feed+json; charset=utf-8"
    return TYPES.get(path.suffix, "application/octet-stream")
