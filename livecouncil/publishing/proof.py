"""What lets anybody check a meeting's files: its chain, the signed checkpoint of it, and the council's public key.

The chain may be public as it lies on the disk, for what is private stands in it only as a commitment; it is published
when the meeting is closed, up to the first fact that is still held.
"""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.release.record import PublicRecord
from livecouncil.journal import chain
from livecouncil.journal.checkpoint import Note
from livecouncil.journal.keys import PublicKey

JOURNAL = "journal.jsonl"
CHECKPOINT = "checkpoint.txt"
SIGNATURE = "checkpoint.txt.minisig"
KEY = "livecouncil.pub"


def proof_files(record: PublicRecord, journals: Path, newest: bool) -> dict[str, bytes]:
    """The proof of a meeting whose journal lies in `journals`, by name; of the newest also the council's key."""
    found: dict[str, bytes] = {}
    if record.chain_until:
        lines = chain.raw(journals, record.meeting_id, record.chain_until)
        if lines:
            found[JOURNAL] = lines
    if record.checkpoint is None:
        return found
    note = Note(record.meeting_id, record.checkpoint.size, record.checkpoint.head)
    found |= {CHECKPOINT: note.text.encode(), SIGNATURE: record.checkpoint.signature.encode()}
    if newest:
        found[f"../{KEY}"] = PublicKey.parse(record.checkpoint.key).text.encode()
    return found
