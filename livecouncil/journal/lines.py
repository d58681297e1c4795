"""One journal line, in both its forms.

Theory. A line says two things: that something was logged, and what. In form 2 these are apart. The *header* (`seq`,
`at`, `v`, `commitment`, `prev`, `crc`) is public from the moment the line may be known of; the *opening* (`salt`,
`fact`) follows it in the same line, and is shown only of what was released. The commitment, SHA-256 of the salt and
the canonical fact, binds one to the other: whoever has the header can check an opening later, and whoever has no
opening cannot guess one, for the salt is 32 random bytes. The chain runs over headers only (`prev` is the SHA-256 of
the header before, as it stands when it stands alone), so an opening can be left out, held back or deleted and the
chain goes on to verify.

    {"seq":7,"at":"…","v":2,"commitment":"…","prev":"…","crc":"…"}                              header alone
    {"seq":7,"at":"…","v":2,"commitment":"…","prev":"…","crc":"…","salt":"…","fact":{…}}        with its opening

The header is fixed to the byte: nothing that a fact says can look like one. `crc` covers the header; a flipped bit in
the opening is found by the commitment.

In form 1 a line is its fact in clear, chained and closed by its CRC; private lines are a commitment to a file
elsewhere. A journal is of one form from its first line to its last. A `segment` line is no fact: it names the file
before it, has no opening, and has form 1 in both."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
import zlib
from collections.abc import Iterator
from typing import Any

GENESIS = "0" * 64
_SALT = 32
NEWEST = 2
"""The form in which a new journal is written."""

_HEADER = re.compile(
    rb'\{"seq":([1-9][0-9]{0,8}),"at":"([0-9T:.+Z-]{10,40})","v":([2-9]),'
    rb'"commitment":"([0-9a-f]{64})","prev":"([0-9a-f]{64})","crc":"([0-9a-f]{8})"'
)
_OPENING = re.compile(rb',"salt":"([0-9a-f]{64})","fact":(?=\{)')
_DECODE = json.JSONDecoder().raw_decode
_CRC = len(b',"crc":"00000000"')
_TAIL = re.compile(rb',"crc":"([0-9a-f]{8})"\}')
_BEGIN = rb'\{"seq":'
_BEGINNING = re.compile(rb'\{"seq":[1-9][0-9]{0,8},"at":"[0-9T:.+Z-]{10,40}",(?:"v":([2-9])|"type":)')


def head_of(raw: bytes) -> str:
    """SHA-256 that the next line chains to: of the header, or in form 1 of the whole line, without its newline."""
    return hashlib.sha256(header_of(raw)).hexdigest()


def header_of(raw: bytes) -> bytes:
    """What of a line may always be shown: its header alone; a line of form 1 as it is."""
    match = _HEADER.match(raw)
    if match is None:
        return raw
    return match[0] + b"}"


def form_begun(begin: bytes) -> int:
    """The form of a line of which `begin` are the first bytes, 80 or more; 0 when it is no beginning of one.

    In a line of form 2 those say nothing but its number, its time and its form.
    """
    match = _BEGINNING.match(begin)
    if match:
        return int(match[1] or 1)
    return 0


# -- writing -----------------------------------------------------------------------------------------------------


def encode(body: dict[str, Any], prev: str) -> bytes:
    """A line of form 1 (no newline) that says `body`, chained to `prev`."""
    text = json.dumps({**body, "prev": prev}, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return text + b',"crc":"%08x"}' % zlib.crc32(text)


def commit(body: dict[str, Any], prev: str, salt: bytes) -> bytes:
    """A line of form 2 (no newline): the header that commits to `body`, chained to `prev`, and its opening.

    `body` is an event as `events.dump` gives it; `salt` are 32 random bytes, never used twice.
    """
    fact = canonical({key: value for key, value in body.items() if key not in ("seq", "at", "v")})
    header = (
        f'{{"seq":{body["seq"]},"at":"{body["at"]}","v":{NEWEST},'
        f'"commitment":"{commitment(salt, fact)}","prev":"{prev}"'
    ).encode()
    return b'%s,"crc":"%08x","salt":"%s","fact":%s}' % (header, zlib.crc32(header), salt.hex().encode(), fact)


def written(body: dict[str, Any], prev: str, form: int) -> bytes:
    """The line (no newline) of `body` in a journal of that form; a segment's has form 1 in both."""
    if form == 1 or body["type"] == "segment":
        return encode({**body, "v": 1}, prev)
    return commit(body, prev, secrets.token_bytes(_SALT))


def canonical(fact: dict[str, Any]) -> bytes:
    """The one form in which a fact is committed to: JSON in UTF-8 without blanks, keys in the order they were written.

    They are not sorted, for the order says something: that of the names in a vote is the order they were called in.
    """
    return json.dumps(fact, ensure_ascii=False, separators=(",", ":")).encode()


def commitment(salt: bytes, fact: bytes) -> str:
    return hashlib.sha256(salt + fact).hexdigest()


# -- reading -----------------------------------------------------------------------------------------------------


def whole(raw: bytes) -> bool:
    """Whether `raw` is exactly one line, nothing of it damaged."""
    header = _header(raw)
    if header:
        rest = raw[header.end() :]
        return rest == b"}" or _fact(header, rest) is not None
    return _whole_1(raw)


def is_opened(raw: bytes) -> bool:
    """Whether `raw` is a header with the opening that fits it."""
    header = _header(raw)
    return header is not None and _fact(header, raw[header.end() :]) is not None


def ambiguous(raw: bytes) -> bool:
    """Whether the fact of a line is not in its one form: two readers might read two things in it."""
    header = _header(raw)
    if header is None:
        return False
    fact = _fact(header, raw[header.end() :])
    if fact is None:
        return False
    try:
        return not raw.endswith(b'"fact":' + canonical(fact) + b"}")
    except UnicodeEncodeError:  # half of a surrogate pair, which is no text and has no form
        return True


def body_of(raw: bytes) -> dict[str, Any]:
    """What a raw line says, with `seq`, `at`, `type`, `v` and `prev`; {} when it is no line of a journal.

    Of a header without its opening, or with one that does not fit, `type` is `private`.
    """
    body, _ = body_and_head(raw)
    return body


def body_and_head(raw: bytes) -> tuple[dict[str, Any], str]:
    """`body_of` and `head_of` of one line, looked at once."""
    header = _header(raw)
    if header is None:
        return _body_1(raw), head_of(raw)
    end = header.end()
    head = hashlib.sha256(raw[:end] + b"}").hexdigest()
    if end == len(raw):
        return {}, head
    fact = _fact(header, raw[end:])
    if fact is None:
        fact = {"type": "private", "commitment": header[4].decode()}
    fact |= {"seq": int(header[1]), "at": header[2].decode(), "v": int(header[3]), "prev": header[5].decode()}
    return fact, head


def salvage(raw: bytes) -> Iterator[bytes]:
    """Whole lines that lie inside a damaged one (a lost newline joins two; a flipped byte may stand before one)."""
    yield from _salvage_1(raw)
    begins = [match.start() for match in re.finditer(_BEGIN, raw)]
    ends = [*begins[1:], len(raw)]
    for begin, end in zip(begins, ends, strict=False):
        piece = raw[begin:end]
        piece = piece[: piece.rfind(b"}") + 1]  # what lies behind a line is no part of it, such as a flipped newline
        if _header(piece) and whole(piece):
            yield piece


def _header(raw: bytes) -> re.Match[bytes] | None:
    """The header `raw` begins with, when it holds."""
    match = _HEADER.match(raw)
    if match and int(match[6], 16) == zlib.crc32(raw[: match.end() - _CRC]):
        return match
    return None


def _fact(header: re.Match[bytes], rest: bytes) -> dict[str, Any] | None:
    """The fact that `rest` opens; None when it is not the opening of `header`."""
    opening = _OPENING.match(rest)
    if opening is None or not rest.endswith(b"}}"):
        return None
    said = rest[opening.end() : -1]
    if commitment(bytes.fromhex(opening[1].decode()), said) != header[4].decode():
        return None
    try:
        text = said.decode()
        fact, end = _DECODE(text)
    except (ValueError, RecursionError):
        return None
    if end != len(text):
        return None
    kind = fact.get("type")
    if type(kind) is str and kind not in ("segment", "private") and _has_all(fact, kind):
        return fact  # type: ignore[no-any-return]
    return None


_NEEDS: dict[str, dict[str, type]] = {
    "segment": {"from": int},
    "private": {"commitment": str},
    "checkpoint": {"size": int, "head": str, "signature": str, "key": str},
}
"""What those who walk a chain read of a line themselves."""


def _has_all(body: dict[str, Any], kind: str) -> bool:
    """Whether `body` has what its type asks."""
    needs = _NEEDS.get(kind)
    return needs is None or all(type(body.get(key)) is wanted for key, wanted in needs.items())


# -- form 1 ------------------------------------------------------------------------------------------------------


def _whole_1(raw: bytes) -> bool:
    match = _TAIL.search(raw, max(0, len(raw) - 18))
    if match is None or match.end() != len(raw):
        return False
    return int(match[1], 16) == zlib.crc32(raw[: match.start()])


def _body_1(raw: bytes) -> dict[str, Any]:
    try:
        body = json.loads(raw) if _whole_1(raw) else {}
    except (ValueError, RecursionError):
        return {}
    if not isinstance(body, dict):
        return {}
    named = type(body.get("seq")) is int and type(body.get("type")) is str and type(body.get("prev")) is str
    if named and type(body.get("v", 1)) is int and _has_all(body, body["type"]):
        return body
    return {}


_TRIED = 16
"""Beginnings of a line that are tried for one end: damage leaves a few, a forger's thousands would cost a square."""


def _salvage_1(raw: bytes) -> Iterator[bytes]:
    begin = 0
    for match in _TAIL.finditer(raw):
        starts = [m.start() for m in re.finditer(_BEGIN, raw[begin : match.end()])]
        for start in starts[-_TRIED:]:
            piece = raw[begin + start : match.end()]
            if _whole_1(piece) and not _header(piece):
                yield piece
                break
        begin = match.end()
