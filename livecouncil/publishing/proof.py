"""What lets anybody check a meeting's files: its chain, the signed checkpoint of it, and the council's public key.

The chain may be public as it lies on the disk, for what is private stands in it only as a commitment; it is published
when the meeting is closed, up to the first fact that is still held.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from livecouncil.core.release.record import PublicRecord
from livecouncil.journal import chain
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import PublicKey
from livecouncil.journal.signing.succession import FOLDER, names_of_signatures, statements_in, successor_of

JOURNAL = "journal.jsonl"
CHECKPOINT = "checkpoint.txt"
SIGNATURE = "checkpoint.txt.minisig"
KEY = "livecouncil.pub"


def proof_files(
    record: PublicRecord, lines_of: Callable[[str], bytes], keys: Path, *, newest: bool
) -> dict[str, bytes]:
    """The proof of a meeting by name; of the newest also the council's keys. `lines_of` gives the lines of its chain,
    in `keys` lie the statements by which one key follows another."""
    found: dict[str, bytes] = {}
    if record.proof.chain_until:
        data = lines_of(record.meeting.meeting_id)
        lines = chain.published(data, record.proof.chain_until, record.proof.revealed)
        if lines:
            found[JOURNAL] = lines
    if record.proof.checkpoint is None:
        return found
    note = SignedNote(record.meeting.meeting_id, record.proof.checkpoint.size, record.proof.checkpoint.head)
    found |= {CHECKPOINT: note.text.encode(), SIGNATURE: record.proof.checkpoint.signature.encode()}
    if newest:
        made = key_files(PublicKey.parse(record.proof.checkpoint.key), keys)
        found |= {f"../{name}": content for name, content in made.items()}
    return found


def key_files(signed: PublicKey, folder: Path) -> dict[str, bytes]:
    """The council's key, the newest after the one that signed, and the statements in `folder` that lead there."""
    statements = statements_in(folder)
    found = {KEY: successor_of(signed, statements).text.encode()}
    for one in statements:
        for name in (one.name, *names_of_signatures(one.name)):
            path = folder / name
            if path.exists():
                found[f"{FOLDER}/{name}"] = path.read_bytes()
    return found
