"""What a hub asks of a batch before it asks the database: pure, but for the curve.

In this order, the cheap and the outsiders first: is the council let in, is the batch small enough, signed by its key
over this very place and body, at about this moment; are its lines lines, does each follow from the one before it, does
each opening fit its header; and does a first line begin this meeting of this council. The last is what keeps one
council, with a good key of its own, from publishing under another's name. What stands in a line beyond that is the
council's: the hub need not understand it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from livecouncil.errors import HubRefusal
from livecouncil.journal.chain import DAMAGED
from livecouncil.journal.inventory import begun, snapshot_id
from livecouncil.journal.lines import GENESIS, ambiguous, body_of, form_begun, head_of, header_of, is_opened, whole
from livecouncil.journal.signing.keys import PublicKey
from livecouncil.mirroring.hub.batch import MOST, BatchSignature, HubBatch, HubPlace

LONGEST = 1_000_000
"""Bytes of one line."""


@dataclass(frozen=True)
class StoredLine:
    """One line as the database has it: its header, and the bytes of its opening."""

    header: bytes
    opening: bytes | None

    @staticmethod
    def of(row: bytes) -> StoredLine:
        """A line cut in two."""
        header = header_of(row)
        if header == row:
            return StoredLine(header, None)
        return StoredLine(header, row[len(header) - 1 : -1])

    @property
    def row(self) -> bytes:
        """The line, byte for byte."""
        if self.opening is None:
            return self.header
        return self.header[:-1] + self.opening + b"}"


def of_this_key(key: PublicKey, place: HubPlace, body: bytes, signature: str, now: datetime) -> HubBatch:
    """The batch in `body`, if it is the council's own and of now. Raises HubRefusal."""
    if len(body) > MOST:
        raise HubRefusal("hub.size", status=413, most=MOST)
    signed_now(key, place, body, signature, now)
    try:
        return HubBatch.parse(body)
    except ValueError:
        raise HubRefusal("hub.lines") from None


def signed_now(key: PublicKey, place: HubPlace, body: bytes, signature: str, now: datetime) -> int:
    """The moment at which the council signed `body` for `place`, which is about now. Raises HubRefusal."""
    signed = BatchSignature.parse(signature)
    if signed is None or not signed.is_by(key, place, body):
        raise HubRefusal("hub.key", status=401, council=place.council)
    if not signed.is_timely(now):
        raise HubRefusal("hub.clock", status=401)
    return signed.moment


def sound_lines(batch: HubBatch, place: HubPlace) -> list[StoredLine]:
    """The lines of a batch, each sound and following from the one before. Raises HubRefusal."""
    before = batch.head
    for row in batch.rows:
        _sound(row)
        if row != DAMAGED and before != HEAD_OF_DAMAGED and body_of(row).get("prev") != before:
            raise HubRefusal("hub.chain")
        before = head_of(row)
    for one in batch.late:
        if one.number > place.after:
            raise HubRefusal("hub.lines")
        if one.row is not None:
            _sound(one.row)
            if not is_opened(one.row):
                raise HubRefusal("hub.opening")
    if place.after == 0:
        _begins_the_meeting(batch, place)
    return [StoredLine.of(row) for row in batch.rows]


HEAD_OF_DAMAGED = head_of(DAMAGED)
"""Behind a line that is damaged nothing can be held against it."""


def _sound(row: bytes) -> None:
    """A header, alone or with the opening that fits it; a segment; or word that a line is damaged."""
    if len(row) > LONGEST:
        raise HubRefusal("hub.size", status=413, most=LONGEST)
    if row == DAMAGED:
        return
    if form_begun(row[:80]) == 1:
        if not whole(row) or body_of(row).get("type") != "segment":
            raise HubRefusal("hub.lines")
        return
    if form_begun(row[:80]) != 2 or not body_of(row):
        raise HubRefusal("hub.lines")
    if header_of(row) != row and (not is_opened(row) or ambiguous(row)):
        raise HubRefusal("hub.opening")


def _begins_the_meeting(batch: HubBatch, place: HubPlace) -> None:
    """The first line is the beginning of this meeting of this council. Raises HubRefusal."""
    if batch.head != GENESIS:
        raise HubRefusal("hub.chain")
    if not batch.rows:
        return
    body = begun(batch.rows[0], batch.rows[1:])
    code = ""
    if body.get("type") == "snapshot":
        code = str(body.get("council", {}).get("council", {}).get("code", ""))
    own = code.casefold() == place.council.casefold()
    if not own or snapshot_id(body) != place.meeting or body.get("rehearsal"):
        raise HubRefusal("hub.other", council=place.council, meeting=place.meeting)


def checkpoints_in(batch: HubBatch) -> Iterator[dict[str, object]]:
    """The signed heads that a batch shows, late ones too."""
    for row in (*batch.rows, *(one.row for one in batch.late)):
        if row and b'"checkpoint"' in row:
            body = body_of(row)
            if body.get("type") == "checkpoint":
                yield body
