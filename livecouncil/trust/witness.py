"""A second signature over the same head, by somebody who is not the council.

Theory. A council that has its own key can sign two histories and show each to others. A witness makes that impossible
to hide: it signs a head only when that goes on from the last one it signed of the same meeting, so no two heads that
contradict each other bear its signature. It needs no more than the published files and a memory of its own.

`objection` and `countersign` are pure: whoever has heads and chains by another way, such as a hub, uses those. The
signature is minisign's, over the text of `checkpoint.txt`, in `checkpoint.txt.<name>.minisig`. Its trusted comment
names the head again, so it can be checked when a newer checkpoint.txt has taken the old one's place.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import PublicKey, SecretKey, Signature, sign
from livecouncil.journal.signing.keys import verify as fits
from livecouncil.journal.signing.succession import FOLDER, Ring, ring_of, statements_in
from livecouncil.publishing import proof
from livecouncil.system.files import PRIVATE, replace
from livecouncil.system.locks import Held, lock_surely, open_private
from livecouncil.wording.faults import in_words

from .heads import read_head
from .signatures import SignedChain, given_key, leads, of_signature, read_key

NAME = re.compile(r"[a-z0-9-]{1,40}")
_NO_MEMORY = (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading a memory raises that is none."""
_COMMENT = re.compile(r"livecouncil witness ([a-z0-9-]{1,80}) ([1-9][0-9]{0,8}) ([0-9a-f]{64}) \S+")


def objection(note: SignedNote, last: SignedNote | None, walked: chain.Chain | None) -> str:
    """Why a witness that signed `last` of the same meeting must not sign `note`; '' when it may.

    `walked` is the chain as it is shown, None where none is: then only a first head can be signed, or the same again.
    """
    if walked and not walked.holds(note.size, note.head):
        return in_words("witness.not_in_chain", size=note.size)
    if last is None or note == last:
        return ""
    if note.size < last.size:
        return in_words("witness.replayed", size=note.size, last=last.size)
    if note.size == last.size or (walked and not walked.holds(last.size, last.head)):
        return in_words("witness.forked", last=last.size)
    if walked is None:
        return in_words("witness.no_chain", size=note.size, last=last.size)
    if not leads(walked, last, note):
        return in_words("witness.broken", size=note.size, last=last.size)
    return ""


def countersign(key: SecretKey, note: SignedNote, at: datetime) -> Signature:
    """The witness's signature over `note`, set at `at`."""
    comment = f"livecouncil witness {note.origin} {note.size} {note.head} {at.isoformat(timespec='seconds')}"
    return sign(key, note.text.encode(), comment)


def seen_in(signature: Signature) -> SignedNote | None:
    """The head a witness's signature is over, as its comment tells."""
    match = _COMMENT.fullmatch(signature.comment)
    if match:
        return SignedNote(match[1], int(match[2]), match[3])
    return None


# -- what a witness keeps ----------------------------------------------------------------------------------------------


@dataclass
class WitnessMemory:
    """The council's key it trusts, and the last head it signed of each meeting."""

    council: PublicKey
    heads: dict[str, SignedNote] = field(default_factory=dict)

    @property
    def text(self) -> str:
        known = {note.origin: {"size": note.size, "head": note.head} for note in self.heads.values()}
        return json.dumps({"council": self.council.base64, "heads": known}, indent=1) + "\n"

    @staticmethod
    def parse(text: str) -> WitnessMemory:
        """Raises what `_NO_MEMORY` lists when it is none."""
        body = json.loads(text)
        heads = {name: SignedNote(name, int(one["size"]), str(one["head"])) for name, one in body["heads"].items()}
        return WitnessMemory(PublicKey.parse(body["council"]), heads)


def remembered(path: Path) -> WitnessMemory | None:
    """What lies in `path`; None when nothing does. Raises InputFault: who forgot what he signed must not sign."""
    try:
        return WitnessMemory.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except _NO_MEMORY as error:
        raise InputFault("witness.memory_unreadable", path=path) from error


@dataclass(frozen=True)
class Witness:
    """Who signs: its key, its name in file names, and where it keeps its memory."""

    key: SecretKey
    name: str
    memory: Path


def look_and_sign(witness: Witness, folder: Path, at: datetime, council: Path | None = None) -> Path:
    """Sign the head that is shown in `folder`, a published meeting; the file the signature went to.

    `council` is the council's public key; without it the one that was trusted before, at first the one beside the
    meeting. What was signed is remembered before the signature is anywhere. Raises InputFault where it must not sign.
    """
    with _held_memory(witness.memory):
        known = _known_before(witness.memory, folder, council)
        head = read_head(folder / proof.CHECKPOINT)
        walked = _chain_in(folder)
        ring = ring_of(known.council, statements_in(folder.parent / FOLDER))
        fault = _not_the_councils(head.note, head.signature, ring, walked)
        fault = fault or objection(head.note, known.heads.get(head.note.origin), walked)
        if fault:
            raise InputFault("witness.refused", meeting=head.note.origin, fault=fault)
        known.heads[head.note.origin] = head.note
        replace(witness.memory, known.text.encode(), PRIVATE)
    path = folder / f"{proof.CHECKPOINT}.{witness.name}.minisig"
    replace(path, countersign(witness.key, head.note, at).text.encode())
    return path


@contextmanager
def _held_memory(memory: Path) -> Iterator[None]:
    """One process at a time reads and writes a memory: two could sign two histories, each knowing of its own alone.
    The lock is a file of its own, for the memory is replaced. Raises InputFault where another has it, OSError."""
    memory.parent.mkdir(parents=True, exist_ok=True)
    descriptor = open_private(memory.with_name(f"{memory.name}.lock"))
    try:
        _lock(descriptor, memory)
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, memory: Path) -> None:
    try:
        lock_surely(descriptor)
    except Held:
        raise InputFault("witness.busy", path=memory) from None


def _known_before(memory: Path, folder: Path, council: Path | None) -> WitnessMemory:
    """What was signed before, and the council's key that is trusted now. Raises InputFault where none is known."""
    known = remembered(memory)
    if council:
        return WitnessMemory(given_key(council), known.heads if known else {})
    if known:
        return known
    beside = folder.parent / proof.KEY
    key = read_key(beside)
    if key is None:
        raise InputFault("witness.no_council", path=beside)
    return WitnessMemory(key)


def _chain_in(folder: Path) -> chain.Chain | None:
    try:
        return chain.walk((folder / proof.JOURNAL).read_bytes())
    except FileNotFoundError:
        return None


def _not_the_councils(note: SignedNote, signature: str, ring: Ring, walked: chain.Chain | None) -> str:
    """The first fault of the council's own signature."""
    return next(of_signature(note, signature, ring, walked or chain.Chain()), "")


# -- checking what a witness signed ------------------------------------------------------------------------------------


def heard(folder: Path, signed: SignedChain, key_file: Path, told: list[str]) -> Iterator[str]:
    """Faults of what the witness with that public key signed of a published meeting; `told` gets how far it vouches.
    Raises InputFault where there is no key."""
    key = given_key(key_file)
    theirs = [one for one in _signatures_in(folder) if one.id == key.id]
    if not theirs:
        yield in_words("witness.none", key=key.name)
    for signature in theirs:
        note = seen_in(signature)
        if note is None or not fits(key, note.text.encode(), signature):
            yield in_words("witness.misfits", key=key.name)
        elif note.origin != signed.meeting:
            yield in_words("witness.of_another_meeting", key=key.name, origin=note.origin, meeting=signed.meeting)
        elif not signed.walked.holds(note.size, note.head):
            yield in_words("witness.contradicts", key=key.name, size=note.size)
        else:
            told.append(in_words("witness.vouches", key=key.name, size=note.size, lines=len(signed.walked.trunk)))


def _signatures_in(folder: Path) -> Iterator[Signature]:
    for path in sorted(folder.glob(f"{proof.CHECKPOINT}.*.minisig")):
        try:
            yield Signature.parse(path.read_text(encoding="utf-8"))
        except ValueError:
            continue
