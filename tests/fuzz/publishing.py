"""A published meeting, one of whose files is somebody else's: what `verify --public` reads.

The meeting stands in the corpus: `journal_facts/evening.jsonl` has what its lines say, one a line, and is sealed into a
chain here, so that a bent fact is reached at all: a flipped byte in the chain itself is found by its checksum, before
anybody reads what the line says.
"""

from __future__ import annotations

import contextlib
import io
import json
import zlib
from functools import cached_property
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.journal import chain, lines, reading
from livecouncil.trust import derived
from livecouncil.trust.verify import verify_public

CORPUS = Path(__file__).with_name("corpus")
ID = "2026-03-12-raadsvergadering"
SALT = bytes(range(32))
BETWEEN = b"\n--\n"
"""What parts the three files of an input of `with_signatures`: text, signature, key."""


class Published:
    """The published folder of the corpus's evening; `folder` need not be there yet."""

    def __init__(self, folder: Path) -> None:
        self._meeting = folder / ID

    def with_facts(self, data: bytes) -> None:
        """A chain that holds, of facts nobody ever logged."""
        for form in (1, 2):
            self._verified({"journal.jsonl": sealed(data, form)})

    def with_signatures(self, data: bytes) -> None:
        """Checkpoint, signature and key of somebody else beside the chain."""
        text, signature, key = (*data.split(BETWEEN, 2), b"", b"")[:3]
        files = {"journal.jsonl": self._official, "checkpoint.txt": text, "checkpoint.txt.minisig": signature}
        self._verified(files | {"../livecouncil.pub": key})

    def with_feed(self, data: bytes) -> None:
        """The chain as it is, and a feed that tells something else."""
        self._put({"feed.json": data})
        derived.following(self._meeting, self._events)

    def _verified(self, files: dict[str, bytes]) -> None:
        """With no other file than these: what an input before left beside them is another case."""
        for left in (*self._meeting.glob("*"), self._meeting.parent / "livecouncil.pub"):
            left.unlink(missing_ok=True)
        self._put({"feed.json": (CORPUS / "feed" / "evening.json").read_bytes()} | files)
        with contextlib.redirect_stdout(io.StringIO()):
            verify_public(self._meeting)

    def _put(self, files: dict[str, bytes]) -> None:
        self._meeting.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (self._meeting / name).write_bytes(content)

    @cached_property
    def _official(self) -> bytes:
        """The evening as no rehearsal: it must be signed."""
        evening = _evening().replace(b'"rehearsal": true', b'"rehearsal": false')
        assert evening != _evening()
        return sealed(evening)

    @cached_property
    def _events(self) -> list[ev.Base]:
        found = reading.Reading()
        reading.to_events(self._meeting, chain.walk(sealed(_evening())).bodies, found)
        return found.events


def _evening() -> bytes:
    return (CORPUS / "journal_facts" / "evening.jsonl").read_bytes()


def sealed(facts: bytes, form: int = lines.NEWEST) -> bytes:
    """A journal of that form that says what each line of `facts` says, chained; what is no object is left out."""
    rows: list[bytes] = []
    prev = lines.GENESIS
    for fact in facts.split(b"\n"):
        body = _object(fact)
        if body is not None:
            rows.append(_line(body, prev, form))
            prev = lines.head_of(rows[-1])
    return b"".join(row + b"\n" for row in rows)


def _object(fact: bytes) -> dict[str, Any] | None:
    try:
        body = json.loads(fact)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def _line(body: dict[str, Any], prev: str, form: int) -> bytes:
    """As `lines.written`, for bodies no program of ours writes: of other types, and with what is no text in UTF-8."""
    if form == 1 or body.get("type") == "segment":
        text = _json({**body, "prev": prev})[:-1]
        return text + b',"crc":"%08x"}' % zlib.crc32(text)
    fact = _json({key: value for key, value in body.items() if key not in ("seq", "at", "v")})
    known = (str(body.get("seq")), str(body.get("at")), lines.commitment(SALT, fact), prev)
    header = '{{"seq":{},"at":"{}","v":2,"commitment":"{}","prev":"{}"'.format(*known).encode(errors="replace")
    return b'%s,"crc":"%08x","salt":"%s","fact":%s}' % (header, zlib.crc32(header), SALT.hex().encode(), fact)


def _json(value: object) -> bytes:
    """In the one form of a fact, where there is one."""
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()
