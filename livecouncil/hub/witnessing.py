"""The hub as a witness: it signs the heads that councils signed, where they go on from what it signed before.

A hub has every line of a meeting as it came, so it can say of a signed head whether it is that chain's. A head that
contradicts the lines under it is refused with its batch, for it shows two histories. What it signed last of each
meeting it keeps beside the lines (`hub.witnessed`), under a lock, before anybody sees it: two hubs sign no two heads
that contradict each other. A head by a key that is not the council's present one is left unsigned: who checks follows
the council's own statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from livecouncil.errors import HubRefusal
from livecouncil.journal import chain
from livecouncil.journal.lines import head_of
from livecouncil.journal.released import joined
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import PublicKey, SecretKey, Signature
from livecouncil.journal.signing.keys import verify as fits
from livecouncil.mirroring.hub.batch import HubBatch, HubPlace
from livecouncil.trust.witness import countersign, objection

from .judging import checkpoints_in
from .store import HubStore


@dataclass(frozen=True)
class HubWitness:
    """Signs with `key` what the record in `store` bears out."""

    key: SecretKey
    store: HubStore

    def notes(self, place: HubPlace, batch: HubBatch, key: PublicKey) -> list[SignedNote]:
        """The heads in a batch that the council signed with `key`. Raises HubRefusal where one is not of the lines that
        came with it."""
        head_at = {place.after: batch.head}
        for number, row in enumerate(batch.rows, place.after + 1):
            head_at[number] = head_of(row)
        found = list(_signed_heads(batch, place.meeting, key))
        for note in found:
            if head_at.get(note.size, note.head) != note.head:
                raise HubRefusal("hub.checkpoint")
        return found

    async def sign(self, place: HubPlace, notes: list[SignedNote]) -> str:
        """Sign the newest of `notes`; why not, or ''."""
        if not notes:
            return ""
        note = max(notes, key=lambda one: one.size)
        headers = await self.store.headers(place.council, place.meeting, note.size)
        walked = chain.walk(joined(headers))
        async with self.store.witnessed(place.council, place.meeting) as kept:
            fault = objection(note, kept.last, walked)
            if fault or kept.last == note:
                return fault
            signature = countersign(self.key, note, datetime.now(UTC)).text
            await kept.keep(note, signature, self.key.public.base64)
        return ""


def _signed_heads(batch: HubBatch, meeting: str, key: PublicKey) -> Iterator[SignedNote]:
    for body in checkpoints_in(batch):
        note = SignedNote(meeting, int(str(body["size"])), str(body["head"]))
        try:
            signature = Signature.parse(str(body["signature"]))
        except ValueError:
            continue
        if fits(key, note.text.encode(), signature):
            yield note
