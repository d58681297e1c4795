"""One journal line: canonical JSON, chained by SHA-256, closed by a CRC so that a flipped bit is found where it is."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from typing import Any

GENESIS = "0" * 64
_TAIL = re.compile(rb',"crc":"([0-9a-f]{8})"\}')


def head_of(raw: bytes) -> str:
    """SHA-256 of a raw line, without its newline."""
    return hashlib.sha256(raw).hexdigest()


def encode(body: dict[str, Any], prev: str) -> bytes:
    """Raw line (no newline) of `body` chained to `prev`."""
    text = json.dumps({**body, "prev": prev}, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return text + b',"crc":"%08x"}' % zlib.crc32(text)


def whole(raw: bytes) -> bool:
    """Whether `raw` is exactly one line whose CRC holds."""
    match = _TAIL.search(raw, max(0, len(raw) - 18))
    if match is None or match.end() != len(raw):
        return False
    return int(match[1], 16) == zlib.crc32(raw[: match.start()])


def salvage(raw: bytes) -> Iterator[bytes]:
    """Whole lines that lie inside a damaged one (a lost newline joins two; a flipped byte may stand before one)."""
    begin = 0
    for match in _TAIL.finditer(raw):
        for start in (m.start() for m in re.finditer(rb'\{"seq":', raw[begin : match.end()])):
            piece = raw[begin + start : match.end()]
            if whole(piece):
                yield piece
                break
        begin = match.end()


_NEEDS: dict[object, dict[str, type]] = {
    "segment": {"from": int},
    "private": {"commitment": str},
    "checkpoint": {"size": int, "head": str, "signature": str, "key": str},
}


def body_of(raw: bytes) -> dict[str, Any]:
    """What a raw line holds; {} when it is no line of a journal."""
    try:
        body = json.loads(raw) if whole(raw) else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(body, dict):
        return {}
    needs = {"seq": int, "type": str, "prev": str, **_NEEDS.get(_name(body), {})}
    sound = all(type(body.get(key)) is kind for key, kind in needs.items())
    if sound and type(body.get("v", 1)) is int:
        return body
    return {}


def _name(body: dict[str, Any]) -> str:
    kind = body.get("type")
    if isinstance(kind, str):
        return kind
    return ""
