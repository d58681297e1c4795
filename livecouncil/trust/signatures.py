"""Who vouches for a chain: the checkpoints in it, and the one that is published beside it.

A checkpoint says: the first so many lines, which lead to this head, are the council's. So four things are asked. Is
each signature the council's, over that text? Are the lines before it still those that were signed? Was nothing that
was signed replaced by a later segment? And does a fact stand behind the last one, for which nobody vouches?

A council may have had more than one key. Which ones count, and since when no more, follows from the one that is trusted
and the statements that lie beside it (`journal.signing.succession`); a signature by any other key is a fault.

Each check gives its faults as sentences, none where all is well; none of them raises for what a file holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.snapshot import opening
from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import PublicKey, Signature
from livecouncil.journal.signing.keys import verify as fits
from livecouncil.journal.signing.signing_off import key_name
from livecouncil.journal.signing.succession import Ring, TrustedKey, ring_of
from livecouncil.journal.signing.succession import Signed as Succession
from livecouncil.publishing import proof
from livecouncil.wording.faults import in_words

SPEAKS_OF_NOTHING = ("released", "private", "segment", "posting", "paused", "panic")
"""Kinds of lines that change no fact: these may stand behind the last checkpoint."""
_FOLLOWS = ("", "opening")
"""Faults of lines whose header follows from the one before: it is headers that are chained."""


@dataclass(frozen=True)
class SignedChain:
    """A chain, the meeting it is of, and the key it must be signed with; where that is None, each signature's own.
    `successions` are the statements by which other keys follow from it."""

    walked: chain.Chain
    meeting: str
    key: PublicKey | None
    successions: tuple[Succession, ...] = ()

    @cached_property
    def ring(self) -> Ring | None:
        """The keys that count; None where no key was given."""
        if self.key is None:
            return None
        return ring_of(self.key, self.successions)


# -- keys ------------------------------------------------------------------------------------------------------------


def given_key(path: Path) -> PublicKey:
    """The public key in `path`. Raises InputFault where there is none."""
    key = read_key(path)
    if key is None:
        raise InputFault("trust.no_such_key", path=path)
    return key


def read_key(path: Path) -> PublicKey | None:
    """The public key in `path`, None when it is not there. Raises InputFault."""
    try:
        return PublicKey.parse(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except (IsADirectoryError, ValueError) as error:
        raise InputFault("trust.no_public_key", path=path) from error


def own_key(base: Path, events: Sequence[ev.Base]) -> PublicKey | None:
    """The council's key: of its secret where that is, else as published. Raises InputFault."""
    council, _, _ = opening(events)
    secret = council_key(key_name(council), base, make=False)
    if secret:
        return secret.public
    return read_key(base / "public" / proof.KEY)


# -- checks ----------------------------------------------------------------------------------------------------------


def in_the_chain(signed: SignedChain) -> Iterator[str]:
    """Faults of the checkpoints in the chain itself."""
    covered = 0
    for line in signed.walked.lines:
        kind = line.body.get("type")
        where = in_words("trust.in_journal", line=line.number)
        if kind == "segment" and _replaces_signed(line, signed.walked.trunk[:covered]):
            yield in_words("trust.replaces_signed", where=where)
        if kind == "checkpoint":
            note = SignedNote(signed.meeting, line.body["size"], line.body["head"])
            ring = signed.ring or _ring_of(line)
            for fault in of_signature(note, line.body["signature"], ring, signed.walked):
                yield in_words("trust.at", where=where, fault=fault)
            if not signed.walked.holds(note.size, note.head):
                yield in_words("trust.rewritten_before", where=where)
            covered = max(covered, note.size)


def beside_the_chain(folder: Path, signed: SignedChain) -> Iterator[str]:
    """What is wrong with checkpoint.txt, its signature, or the chain it speaks of."""
    try:
        text = (folder / proof.CHECKPOINT).read_text(encoding="utf-8", errors="replace")
        signature = (folder / proof.SIGNATURE).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError as error:
        yield in_words("trust.not_signed", file=Path(error.filename).name)
        return
    note = SignedNote.parse(text)
    if note is None or note.origin != signed.meeting:
        yield in_words("trust.no_checkpoint", file=proof.CHECKPOINT)
        return
    if signed.ring is None:
        yield in_words("trust.no_key_beside", file=proof.KEY)
        return
    for fault in of_signature(note, signature, signed.ring, signed.walked):
        yield in_words("trust.at", where=proof.SIGNATURE, fault=fault)
    lines = len(signed.walked.trunk)
    if note.size > lines:
        yield in_words("trust.cut_off", file=proof.JOURNAL, signed=note.size, lines=lines)
    elif not signed.walked.holds(note.size, note.head):
        yield in_words("trust.rewritten", file=proof.JOURNAL, line=note.size)


def behind_the_last(walked: chain.Chain) -> Iterator[str]:
    """Facts behind the last checkpoint: nobody vouches for those. What is merely released or noted may stand there."""
    for line in reversed(walked.trunk):
        kind = line.body.get("type")
        if kind == "checkpoint":
            return
        if kind not in SPEAKS_OF_NOTHING:
            yield in_words("trust.unsigned_line", file=proof.JOURNAL, line=line.number)


def leads(walked: chain.Chain, before: SignedNote, after: SignedNote) -> bool:
    """Whether the chain that is shown goes from the one head to the other: it has both, and each line between them
    follows from the one before. Who only looked for both could be shown lines of two histories behind each other."""
    held = walked.holds(before.size, before.head) and walked.holds(after.size, after.head)
    return held and all(line.fault in _FOLLOWS for line in walked.trunk[before.size : after.size])


def how_far(walked: chain.Chain) -> str:
    """Up to which line the chain is signed, in words."""
    for line in reversed(walked.trunk):
        if line.body.get("type") == "checkpoint":
            return in_words("trust.signed_to", line=line.body["size"])
    return in_words("trust.unsigned")


def last_key(walked: chain.Chain) -> PublicKey | None:
    """The key that the last checkpoint names; None where there is none."""
    checkpoints = (line for line in reversed(walked.trunk) if line.body.get("type") == "checkpoint")
    last = next(checkpoints, None)
    if last is None:
        return None
    return _key_of(last)


def _replaces_signed(segment: chain.Line, covered: Sequence[chain.Line]) -> bool:
    """Whether a segment begins at a number that was signed already."""
    return any(line.body.get("seq", 0) >= segment.body["from"] for line in covered)


def _ring_of(checkpoint: chain.Line) -> Ring | None:
    """The key a checkpoint itself names, alone; None where that is no key."""
    key = _key_of(checkpoint)
    if key is None:
        return None
    return ring_of(key, ())


def _key_of(checkpoint: chain.Line) -> PublicKey | None:
    try:
        return PublicKey.parse(checkpoint.body["key"])
    except ValueError:
        return None


def of_signature(note: SignedNote, text: str, ring: Ring | None, walked: chain.Chain) -> Iterator[str]:
    """What is wrong with one signature: unreadable, another's, over another text, or by a key that counts no more."""
    try:
        signature = Signature.parse(text)
    except ValueError:
        signature = None
    if signature is None or ring is None:
        yield in_words("trust.signature_unreadable")
        return
    known = ring.keys.get(signature.id)
    if known is None:
        yield in_words("trust.signature_of_another", other=name_of_id(signature.id), key=ring.root.name)
    elif not fits(known.key, note.text.encode(), signature):
        yield in_words("trust.signature_misfits")
    else:
        yield from _by_a_former_key(note, signature, known, walked)


def name_of_id(key: bytes) -> str:
    """A key's id as minisign prints it."""
    return PublicKey(key, b"").name


def of_succession(ring: Ring) -> Iterator[str]:
    """Statements that cannot be followed: who trusts this key must ask the council which one is its own now."""
    for name in ring.forked:
        yield in_words("keys.forked", key=name)
    for one in ring.unproven:
        said = one.statement
        reason = in_words(f"keys.reason.{said.reason}")
        yield in_words("keys.unproven", file=one.name, old=said.old.name, new=said.new.name, reason=reason)


def signed_at(signature: Signature) -> datetime | None:
    """When a signature says it was set; None where it does not."""
    try:
        at = datetime.fromisoformat(signature.comment.rpartition(" ")[2])
    except ValueError:
        return None
    if at.tzinfo is None:
        return None
    return at


def _by_a_former_key(note: SignedNote, signature: Signature, known: TrustedKey, walked: chain.Chain) -> Iterator[str]:
    """Whether a key that was replaced signed this when it was still the council's."""
    if known.until is None:
        return
    said = known.until.statement
    at = signed_at(signature)
    reason = in_words(f"keys.reason.{said.reason}")
    if at is None or at >= said.since:
        yield in_words("keys.over", key=known.key.name, reason=reason, since=f"{said.since:%d-%m-%Y %H:%M}")
    elif known.only_listed and not any(_covers(head, note, walked) for head in said.heads):
        yield in_words("keys.not_listed", key=known.key.name, reason=reason, file=known.until.name)


def _covers(listed: SignedNote, note: SignedNote, walked: chain.Chain) -> bool:
    """Whether a head that the council listed is this one, or goes on from it."""
    if listed.origin != note.origin or note.size > listed.size:
        return False
    return listed == note or leads(walked, note, listed)
