"""What a server answered, taken in within bounds before anything is made of it: bytes, expansion, depth and types.

A server may answer without end, in a bomb of a few kilobytes that unpacks to gigabytes, in two hundred thousand
brackets, with lists for objects and terminal escapes for words. So an answer is asked for unpacked, read to a limit,
measured for depth before it is parsed, and every value taken out of it has its type checked. What is outside the bounds
is an answer that cannot be read; its status still counts.
"""

from __future__ import annotations

import json
import math
import re
import zlib
from collections.abc import Iterable
from typing import Any

import aiohttp

from livecouncil.core.text.clean import clean

MAX_BYTES = 2_000_000
MAX_DEPTH = 64
AS_IT_IS = {"Accept-Encoding": "identity"}
_SAID = 160  # signs of a server's own words
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.:/@=+-]{0,299}")
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P_^X][^\x07\x1b]*(?:\x07|\x1b\\)?|.)", re.DOTALL)
_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[][{}]', re.DOTALL)  # a string, also one without end, is one match


async def answer_body(answer: aiohttp.ClientResponse) -> bytes | None:
    """The bytes of an answer; None where there are too many or they are packed in a way nobody asked for."""
    raw = bytearray()
    while len(raw) <= MAX_BYTES:
        part = await answer.content.read(MAX_BYTES + 1 - len(raw))
        if not part:
            return _unpacked(bytes(raw), answer.headers.get("Content-Encoding", ""))
        raw += part
    return None


def _unpacked(raw: bytes, coding: str) -> bytes | None:
    """`raw` as it is; gzip, from a server that packs whatever is asked, up to the limit."""
    match coding.strip().casefold():
        case "" | "identity":
            return raw
        case "gzip" | "x-gzip":
            unpacking = zlib.decompressobj(zlib.MAX_WBITS | 16)
            try:
                body = unpacking.decompress(raw, MAX_BYTES + 1)
            except zlib.error:
                return None
            if unpacking.eof and len(body) <= MAX_BYTES:
                return body
            return None
    return None


def parsed(body: bytes | None) -> Any:
    """JSON of at most 64 levels and finite figures; {} for no body, None for what cannot be read."""
    if body is None:
        return None
    if not body.strip():
        return {}
    try:
        text = body.decode("utf-8-sig")
        if _depth(text) > MAX_DEPTH:
            return None
        return json.loads(text, parse_constant=_no_figure, parse_float=_finite)
    except (ValueError, RecursionError):
        return None


def _depth(text: str) -> int:
    depth = deepest = 0
    for found in _BRACKETS.finditer(text):
        if found[0] in ("[", "{"):
            depth += 1
            deepest = max(deepest, depth)
        elif found[0] in ("]", "}"):
            depth -= 1
    return deepest


def _no_figure(name: str) -> None:
    raise ValueError(name)


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(text)
    return value


def value(told: Any, *path: str) -> Any:
    """What lies at `path` in objects within objects; None where there is no such thing."""
    for key in path:
        if not isinstance(told, dict):
            return None
        told = told.get(key)
    return told


def text(told: Any, *path: str) -> str:
    """The text or whole number at `path`, as text; '' for anything else."""
    found = value(told, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        return str(found)
    if isinstance(found, str):
        return found
    return ""


def whole_number(told: Any, *path: str) -> int | None:
    """The whole number at `path`; None for anything else, also for true and false."""
    found = value(told, *path)
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    return None


def rows(told: Any) -> list[dict[str, Any]]:
    """The objects of a list; none where it is no list."""
    if isinstance(told, list):
        return [row for row in told if isinstance(row, dict)]
    return []


def identifier(told: Any, *path: str) -> str:
    """An id or record address at `path` that can stand in an address of ours; '' for anything else."""
    found = text(told, *path)
    if _ID.fullmatch(found) and ".." not in found:
        return found
    return ""


def safe_words(words: str, hide: Iterable[str] = (), limit: int = _SAID) -> str:
    """A server's words for screen and outbox: no escapes, no bidi, no secret, and short."""
    told = clean(_ESCAPES.sub(" ", words))
    for secret in sorted(filter(None, hide), key=len, reverse=True):
        told = told.replace(secret, "…")
    return told[:limit]


def message(told: Any, hide: Iterable[str] = ()) -> str:
    """What the server itself says is wrong."""
    names = ("error", "title", "error_description", "message", "detail")
    found = [text(told, name) for name in names]
    return safe_words(": ".join(dict.fromkeys(filter(None, found))), hide)
