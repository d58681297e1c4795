"""`livecouncil verify`: whether a meeting's chain holds, who signed it, and whether its public files follow from it.

In the council's own folder, or by somebody else who has nothing but the published files and the council's public key.
Either way it is a list of checks, each a module of its own that gives its faults: the chain (`journal.chain`), who
vouches for it (`signatures`), and the files (`derived`). Without a key nothing says whose the files are, and a chain
that does not hold makes nothing, so the files are made anew only where all before them is well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.snapshot import opening
from livecouncil.errors import InputFault
from livecouncil.journal import chain, reading
from livecouncil.journal.lines import ambiguous
from livecouncil.journal.report import report_of
from livecouncil.journal.signing.keys import PublicKey
from livecouncil.journal.signing.succession import FOLDER, Ring, ring_of, statements_in
from livecouncil.journal.signing.succession import Signed as Succession
from livecouncil.publishing import proof
from livecouncil.wording.faults import in_words

from . import derived, heads, signatures, witness
from .signatures import SignedChain
from .views import of_the_view

_MOST_NAMED = 8


def verify(base: Path, meeting: str, key_file: Path | None = None) -> list[str]:
    """Faults of a meeting in the council's own folder, signed by the council's key or by `key_file`, an earlier one.

    Prints a line when all is well.
    """
    report = report_of(base / "journal", meeting)
    walked = chain.walk(chain.raw(base / "journal", meeting))
    events = reading.read(base / "journal", meeting).events
    faults = list(report.faults)
    found = derived.Following()
    if events and isinstance(events[0], ev.Snapshot):
        signed_by = SignedChain(walked, meeting, key=None, successions=tuple(statements_in(base / FOLDER)))
        faults += _of_signatures(base, signed_by, events, key_file=key_file)
        faults += of_the_view(base, meeting, events)
        found = derived.as_published(base, meeting, events)
        faults += found.faults
    if not faults:
        signed = signatures.how_far(walked)
        print(in_words("trust.well", meeting=meeting, lines=report.lines, signed=signed, head=report.head))
        _tell_unmade(found)
    return _of_meeting(meeting, faults)


def _of_signatures(base: Path, signed: SignedChain, events: Sequence[ev.Base], *, key_file: Path | None) -> list[str]:
    """Faults of the signatures in the council's own folder; that there is no usable key is one."""
    key: PublicKey | None
    try:
        if key_file:
            key = signatures.given_key(key_file)
        else:
            key = signatures.own_key(base, events)
    except InputFault as error:
        return [str(error)]
    signed = replace(signed, key=key)
    faults = list(signatures.in_the_chain(signed))
    if signed.ring:
        faults += signatures.of_succession(signed.ring)
    return faults


def verify_public(
    folder: Path, key_file: Path | None = None, *, head: Path | None = None, witnesses: Sequence[Path] = ()
) -> list[str]:
    """Faults of one published meeting, from the files of `folder` and what somebody brings along alone: the council's
    public key, an older `head` that was kept (checkpoint.txt, or state.json), public keys of `witnesses`.

    Without `key_file` the key beside the meeting is taken: that shows that the files belong together, not whose they
    are. Prints what was found when all is well. Raises InputFault when there is nothing to check.
    """
    if head and not (folder / proof.JOURNAL).exists():
        return heads.without_chain(folder, head, _ring_beside(folder, key_file))
    walked, events = _published(folder)
    agenda, rehearsal = _opening(folder, events)
    signed = SignedChain(walked, agenda.id, _key(folder, key_file), _successions(folder))
    faults = [*_of_chain(walked), *_read_two_ways(folder)]
    if not rehearsal:
        faults += _of_signers(folder, signed)
    told: list[str] = []
    if head:
        faults += heads.held_against(signed, head, folder, told)
    for path in witnesses:
        faults += witness.heard(folder, signed, path, told)
    if faults:
        return _of_meeting(agenda.id, faults)
    found = derived.following(folder, events)
    if not found.faults:
        _tell(signed, found.withheld, rehearsal=rehearsal, key_beside=key_file is None)
        _tell_unmade(found)
        print("".join(f"{sentence}\n" for sentence in told), end="")
    return _of_meeting(agenda.id, found.faults)


def _key(folder: Path, key_file: Path | None) -> PublicKey | None:
    """The key that was given, or the one that lies beside. Raises InputFault."""
    if key_file:
        return signatures.given_key(key_file)
    return signatures.read_key(folder.parent / proof.KEY)


def _successions(folder: Path) -> tuple[Succession, ...]:
    return tuple(statements_in(folder.parent / FOLDER))


def _ring_beside(folder: Path, key_file: Path | None) -> Ring:
    """The keys a meeting that goes on may be signed with. Raises InputFault where none is known."""
    key = _key(folder, key_file)
    if key is None:
        raise InputFault("trust.no_key_beside", file=proof.KEY)
    return ring_of(key, _successions(folder))


def _of_signers(folder: Path, signed: SignedChain) -> Iterator[str]:
    """Faults of those who vouch for the chain."""
    yield from signatures.beside_the_chain(folder, signed)
    yield from signatures.in_the_chain(signed)
    yield from signatures.behind_the_last(signed.walked)
    if signed.ring:
        yield from signatures.of_succession(signed.ring)


def _of_meeting(meeting: str, faults: Sequence[str]) -> list[str]:
    return [f"{meeting}: {fault}" for fault in faults]


def _of_chain(walked: chain.Chain) -> Iterator[str]:
    """Lines that are damaged, or do not follow from the one before."""
    for number in walked.damaged:
        yield in_words("trust.line_damaged", file=proof.JOURNAL, line=number)
    for number in walked.unlinked:
        yield in_words("trust.line_unlinked", file=proof.JOURNAL, line=number)
    for number in walked.misopened:
        yield in_words("trust.line_misopened", file=proof.JOURNAL, line=number)


def _read_two_ways(folder: Path) -> Iterator[str]:
    """Lines whose fact one reader might understand in another way than the next."""
    for number, row in enumerate(chain.rows_of((folder / proof.JOURNAL).read_bytes()), 1):
        if ambiguous(row):
            yield in_words("trust.line_ambiguous", file=proof.JOURNAL, line=number)


def _published(folder: Path) -> tuple[chain.Chain, list[ev.Base]]:
    """The chain of a published meeting and its events, private ones sealed. Raises InputFault."""
    path = folder / proof.JOURNAL
    if not path.exists():
        raise InputFault("trust.no_journal", path=path)
    walked = chain.walk(path.read_bytes())
    found = reading.Reading()
    reading.to_events(folder, walked.bodies, found)
    return walked, found.events


def _opening(folder: Path, events: Sequence[ev.Base]) -> tuple[Agenda, bool]:
    """Agenda and rehearsal flag. Raises InputFault when the journal does not begin as one."""
    try:
        if events and isinstance(events[0], ev.Snapshot):
            _, agenda, rehearsal = opening(events)
            return agenda, rehearsal
    except ValueError:
        pass
    raise InputFault("trust.not_a_journal", path=folder / proof.JOURNAL)


def _signed_by(signed: SignedChain, trusted: PublicKey) -> str:
    """How far the chain is signed, and with which of the council's keys."""
    by = signatures.last_key(signed.walked) or trusted
    kind = "trust.with_key"
    if by != trusted:
        kind = "trust.with_another_key"
    return in_words(kind, signed=signatures.how_far(signed.walked), key=by.name)


def _tell(signed: SignedChain, withheld: int, *, rehearsal: bool, key_beside: bool) -> None:
    """Say that all is well, and what that rests on: texts only the council has, and a key from the same folder."""
    walked = signed.walked
    if rehearsal or signed.key is None:
        by = in_words("trust.rehearsal")
    else:
        by = _signed_by(signed, signed.key)
    lines = len(walked.trunk)
    print(in_words("trust.public_well", meeting=signed.meeting, lines=lines, signed=by, head=walked.head))
    if withheld:
        print(in_words("trust.withheld", number=withheld))
    if key_beside and not rehearsal:
        print(in_words("trust.key_beside"))


def _tell_unmade(found: derived.Following) -> None:
    """Name what lies among the files and was not looked into, the first of them."""
    if found.unmade:
        files = ", ".join(found.unmade[:_MOST_NAMED])
        if len(found.unmade) > _MOST_NAMED:
            files += ", …"
        print(in_words("trust.unmade", number=len(found.unmade), files=files))
