"""A head that somebody kept, held against what is shown now: does it go on from there?

Theory. A signed head says: the first so many lines lead to this hash, and the council signed it. Who kept one needs
nothing else of that moment: the chain shown today either has that hash at that line (it was *extended*), has another
one there (it was *forked*: two histories, both signed), or ends before it (it was *cut*). A folder may also show an
older head than the one that was kept: *replayed*. While the meeting goes on no chain is published; then two heads can
be compared, and that one is older, or that two of the same size differ, is proof enough of a fault.

A head is kept as `checkpoint.txt` with its `.minisig` beside it, or as `state.json`, which holds both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.succession import Ring
from livecouncil.publishing import proof
from livecouncil.wording.faults import in_words

from .signatures import SignedChain, of_signature


@dataclass(frozen=True)
class Head:
    """A head with its signature (minisign's text), as it was found in `path`."""

    note: SignedNote
    signature: str
    path: Path


def read_head(path: Path) -> Head:
    """The head in a checkpoint.txt or a state.json. Raises InputFault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise InputFault("trust.head.unreadable", path=path) from error
    if text.startswith("{"):
        return _of_state(path, text)
    note = SignedNote.parse(text)
    if note is None:
        raise InputFault("trust.head.unreadable", path=path)
    beside = path.with_name(f"{path.name}.minisig")
    try:
        return Head(note, beside.read_text(encoding="utf-8"), path)
    except (OSError, ValueError) as error:
        raise InputFault("trust.head.no_signature", path=path, beside=beside.name) from error


def _of_state(path: Path, text: str) -> Head:
    """The head in a state.json. Raises InputFault."""
    try:
        state: Any = json.loads(text)
        head = state["head"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise InputFault("trust.head.unreadable", path=path) from error
    if head is None:
        raise InputFault("trust.head.none_yet", path=path)
    try:
        note = SignedNote.parse(f"{head['origin']}\n{head['size']}\n{head['head']}\n")
        signature = str(head["signature"])
    except (LookupError, TypeError) as error:
        raise InputFault("trust.head.unreadable", path=path) from error
    if note is None:
        raise InputFault("trust.head.unreadable", path=path)
    return Head(note, signature, path)


def held_against(signed: SignedChain, path: Path, folder: Path, told: list[str]) -> list[str]:
    """Faults of what is shown, held against the head in `path`; `told` gets the sentence for when there are none."""
    kept = read_head(path)
    if signed.ring is None:
        return [in_words("trust.no_key_beside", file=proof.KEY)]
    faults = _unfit(kept, signed.meeting, signed.ring, signed.walked)
    faults = faults or [*_not_extended(kept, signed.walked), *_replayed(kept, folder)]
    if not faults:
        lines = len(signed.walked.trunk)
        told.append(in_words("trust.head.extended", file=path, size=kept.note.size, more=lines - kept.note.size))
    return faults


def without_chain(folder: Path, path: Path, ring: Ring) -> list[str]:
    """The same of a meeting that goes on, of which only the newest head is shown. That a newer one goes on from the one
    that was kept cannot be shown yet, and is a fault too. Prints a line where both are the same. Raises InputFault."""
    kept = read_head(path)
    shown = read_head(folder / proof.CHECKPOINT)
    nothing = chain.Chain()
    faults = _unfit(shown, shown.note.origin, ring, nothing) or _unfit(kept, shown.note.origin, ring, nothing)
    faults = faults or [*_replayed(kept, folder)]
    if faults:
        return [f"{shown.note.origin}: {fault}" for fault in faults]
    if kept.note == shown.note:
        print(in_words("trust.head.same", file=path, size=kept.note.size))
        return []
    if kept.note.size == shown.note.size:
        fault = in_words("trust.head.forked", file=path, size=kept.note.size)
    else:
        fault = in_words("trust.head.not_yet", file=path, size=kept.note.size, shown=shown.note.size)
    return [f"{shown.note.origin}: {fault}"]


def _unfit(head: Head, meeting: str, ring: Ring, walked: chain.Chain) -> list[str]:
    """Why a head cannot be held against this meeting at all: it is another's, or not the council's."""
    if head.note.origin != meeting:
        return [in_words("trust.head.of_another_meeting", file=head.path, origin=head.note.origin, meeting=meeting)]
    faults = of_signature(head.note, head.signature, ring, walked)
    return [in_words("trust.at", where=head.path, fault=fault) for fault in faults]


def _not_extended(kept: Head, walked: chain.Chain) -> Iterator[str]:
    lines = len(walked.trunk)
    if kept.note.size > lines:
        yield in_words("trust.head.cut", file=kept.path, size=kept.note.size, lines=lines)
    elif not walked.holds(kept.note.size, kept.note.head):
        yield in_words("trust.head.forked", file=kept.path, size=kept.note.size)


def _replayed(kept: Head, folder: Path) -> Iterator[str]:
    """Whether the head that is shown is older than the one that was kept."""
    try:
        shown = SignedNote.parse((folder / proof.CHECKPOINT).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if shown and shown.size < kept.note.size:
        yield in_words("trust.head.replayed", file=kept.path, size=kept.note.size, shown=shown.size)
