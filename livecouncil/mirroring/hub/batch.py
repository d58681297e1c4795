"""What a council sends to a hub, and how it is signed.

Theory. A batch says: behind the line with this head come these lines, and of these earlier ones the opening is here, or
is gone. Lines travel as they stand in the public chain, byte for byte, so that whoever has them can check what the
council published. A batch names the place it belongs to, so sending it twice is harmless and sending it late is found
out. The signature is the council's own (Ed25519), over the place, the moment and the hash of the body: nobody on the
way can send for a council, move a batch to another meeting, or keep one to send it years later.

It must never hold a line that is not public: what is public is `released_lines`' to say.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from livecouncil.journal.signing.keys import PublicKey, SecretKey

SCHEMES = {"hub+https": "https", "hub+http": "http"}
"""Kinds of mirror that are hubs, and how one is reached."""
SIGNATURE = "Livecouncil-Signature"
"""The header that carries moment and signature."""
MOST = 4_000_000
"""Bytes of a batch."""
CLOCK = 300.0
"""Seconds that the clocks of a council and a hub may differ."""
COUNCIL = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,39}")
MEETING = re.compile(r"[a-z0-9-]{1,80}")
_HEAD = re.compile(r"[0-9a-f]{64}")
_SIGNED = re.compile(r"([0-9]{1,12}) ([A-Za-z0-9+/]{86}==)")


@dataclass(frozen=True)
class LateLine:
    """Line `number` (the first is 1) as it is now: whole where its opening may be known, None where that is gone."""

    number: int
    row: bytes | None


@dataclass(frozen=True)
class HubBatch:
    """`rows` follow the line whose head is `head`; `closed` says that the meeting is over, None that nothing is new."""

    head: str
    rows: tuple[bytes, ...] = ()
    late: tuple[LateLine, ...] = ()
    closed: bool | None = None

    def encoded(self) -> bytes:
        """The body of the request."""
        late = [{"n": one.number, "line": _text(one.row)} for one in self.late]
        told = {"head": self.head, "lines": [row.decode() for row in self.rows], "late": late, "closed": self.closed}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()

    @staticmethod
    def parse(data: bytes) -> HubBatch:
        """Raises ValueError for what is no batch."""
        try:
            told = json.loads(data)
            rows = tuple(_row(line) for line in told["lines"])
            late = tuple(_late_line(one) for one in told["late"])
            head = told["head"]
            closed = told["closed"]
        except (LookupError, TypeError, RecursionError, AttributeError) as error:
            raise ValueError("not a batch") from error
        if type(head) is not str or not _HEAD.fullmatch(head) or closed not in (True, False, None):
            raise ValueError("not a batch")
        return HubBatch(head, rows, late, closed)


def _text(row: bytes | None) -> str | None:
    if row is None:
        return None
    return row.decode()


def _row(line: Any) -> bytes:
    row: bytes = line.encode()
    if b"\n" in row:
        raise ValueError("a line of two lines")
    return row


def _late_line(told: Any) -> LateLine:
    number = told["n"]
    if type(number) is not int or number < 1:
        raise ValueError("not a number of a line")
    if told["line"] is None:
        return LateLine(number, None)
    return LateLine(number, _row(told["line"]))


# -- signing ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class HubPlace:
    """Where a batch belongs: behind the first `after` lines of a council's meeting."""

    council: str
    meeting: str
    after: int

    def signed_text(self, body: bytes, moment: int) -> bytes:
        """What is signed: the place, the moment in seconds, and the hash of the body, a line each."""
        digest = hashlib.sha256(body).hexdigest()
        return f"livecouncil hub\n{self.council}\n{self.meeting}\n{self.after}\n{moment}\n{digest}\n".encode()


def batch_signature(key: SecretKey, place: HubPlace, body: bytes, at: datetime) -> str:
    """The value of the header `SIGNATURE`."""
    moment = int(at.timestamp())
    signature = key.private.sign(place.signed_text(body, moment)).signature
    return f"{moment} {base64.b64encode(signature).decode()}"


@dataclass(frozen=True)
class BatchSignature:
    """What the header said: the moment, and the signature over it."""

    moment: int
    signature: bytes

    @staticmethod
    def parse(header: str) -> BatchSignature | None:
        """None where it is none."""
        match = _SIGNED.fullmatch(header)
        if match is None:
            return None
        try:
            return BatchSignature(int(match[1]), base64.b64decode(match[2], validate=True))
        except binascii.Error:
            return None

    def is_by(self, key: PublicKey, place: HubPlace, body: bytes) -> bool:
        """Whether `key` signed `body` for `place` at this moment."""
        from nacl.exceptions import CryptoError
        from nacl.signing import VerifyKey

        try:
            VerifyKey(key.key).verify(place.signed_text(body, self.moment), self.signature)
        except (CryptoError, ValueError, TypeError):
            return False
        return True

    def is_timely(self, now: datetime) -> bool:
        """Whether it was set about now."""
        return abs(now.astimezone(UTC).timestamp() - self.moment) <= CLOCK
