"""`livecouncil verify`: whether a meeting's chain holds, who signed it, and whether its public files follow from it.

In the council's own folder, or by somebody else who has nothing but the published files and the council's public key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from livecouncil import __version__
from livecouncil.core.council.agenda import Agenda
from livecouncil.core.meeting import events as ev
from livecouncil.core.release.disclose import opening
from livecouncil.errors import InputFault
from livecouncil.journal import chain, reading
from livecouncil.journal.checkpoint import SignedNote
from livecouncil.journal.keys import PublicKey, Signature, council_key
from livecouncil.journal.keys import verify as fits
from livecouncil.journal.reading import UNTENABLE
from livecouncil.journal.report import verify as verify_chain
from livecouncil.journal.signing_off import name_of
from livecouncil.publishing import proof
from livecouncil.publishing.folder import record_of, wanted, words_of

_SPEAKS_OF_NOTHING = ("released", "private", "segment", "posting", "paused", "panic")
"""Kinds of lines that change no fact: these may stand behind the last checkpoint."""


def verify(base: Path, meeting: str, key_file: Path | None = None) -> list[str]:
    """Faults of a meeting in the council's own folder, signed by the council's key or that of `key_file`, an earlier one.

    Prints a line when all is well.
    """

    report = verify_chain(base / "journal", meeting)
    faults = list(report.faults)
    walked = chain.walk(chain.raw(base / "journal", meeting))
    events = reading.read(base / "journal", meeting).events
    if events and isinstance(events[0], ev.Snapshot):
        try:
            faults += signatures(walked, meeting, _given(key_file) if key_file else _own_key(base, events))
        except InputFault as error:
            faults.append(str(error))
        faults += _as_published(base, meeting, events)
    if not faults:
        print(
            f"{meeting}: {report.lines} regels heel, keten klopt, {_signed(walked)}, openbare bestanden kloppen. Kop {report.head}"
        )
    return [f"{meeting}: {fault}" for fault in faults]


def _as_published(base: Path, meeting: str, events: Sequence[ev.Base]) -> list[str]:
    """Public files that are not what the journal makes."""
    folder = base / "public" / meeting
    try:
        made = wanted(record_of(events), base, everything=(folder / "transcript.pdf").exists())
    except UNTENABLE as error:
        return [f"uit dit journaal is het verloop niet te maken ({type(error).__name__})."]
    return _differences(folder, made, f"Maak het opnieuw met livecouncil publish {meeting}.")


def _own_key(base: Path, events: Sequence[ev.Base]) -> PublicKey | None:
    """The council's key: of its secret where that is, else as published."""
    secret = council_key(name_of(opening(events)[0]), base, make=False)
    return secret.public if secret else read_key(base / "public" / proof.KEY)


def verify_public(folder: Path, key_file: Path | None = None) -> list[str]:
    """Faults of one published meeting, from the files of `folder` and the council's public key alone.

    Without `key_file` the key beside the meeting is taken: that shows that the files belong together, not whose they are.
    Prints what was found when all is well. Raises InputFault when there is nothing to check.
    """
    key = _given(key_file) if key_file else read_key(folder.parent / proof.KEY)
    walked, events = _published(folder)
    agenda, rehearsal = _opening(folder, events)
    faults = [f"{proof.JOURNAL}, regel {n}: beschadigd." for n in walked.damaged]
    faults += [
        f"{proof.JOURNAL}, regel {n}: sluit niet aan op de regel ervoor: herschreven of weggelaten."
        for n in walked.unlinked
    ]
    if not rehearsal:
        faults += _checkpoint(folder, walked, agenda.id, key)
        faults += signatures(walked, agenda.id, key)
        faults += _unsigned(walked)
    rest = 0
    if not faults:
        faults, rest = _follows(folder, events)
    if not faults:
        _tell(agenda.id, walked, rest, key if not rehearsal else None, own=key_file is None)
    return [f"{agenda.id}: {fault}" for fault in faults]


def _published(folder: Path) -> tuple[chain.Chain, list[ev.Base]]:
    """The chain of a published meeting and its events, private ones sealed."""
    path = folder / proof.JOURNAL
    if not path.exists():
        raise InputFault(
            f"{path} ontbreekt. Er is niets gecontroleerd; het journaal verschijnt als de vergadering gesloten is."
        )
    walked = chain.walk(path.read_bytes())
    found = reading.Reading()
    reading.to_events(folder, walked.bodies, found)
    return walked, found.events


def _opening(folder: Path, events: Sequence[ev.Base]) -> tuple[Agenda, bool]:
    """Agenda and rehearsal flag. Raises InputFault when the journal does not begin as one."""
    try:
        if events and isinstance(events[0], ev.Snapshot):
            return opening(events)[1:]
    except ValueError:
        pass
    raise InputFault(
        f"{folder / proof.JOURNAL}: het begin is geen journaal van livecouncil. Er is niet verder gecontroleerd; haal het opnieuw op."
    )


# -- signatures --------------------------------------------------------------------------------------------------


def read_key(path: Path) -> PublicKey | None:
    """The public key in `path`, None when it is not there. Raises InputFault."""
    try:
        return PublicKey.parse(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise InputFault(f"{path}: geen openbare sleutel van minisign. Haal hem opnieuw bij de raad.") from error


def _given(path: Path) -> PublicKey:
    key = read_key(path)
    if key is None:
        raise InputFault(
            f"{path}: die sleutel is er niet. Er is niets gecontroleerd; geef de sleutel van de raad met --key."
        )
    return key


def signatures(walked: chain.Chain, origin: str, key: PublicKey | None) -> list[str]:
    """Faults of the checkpoints in the chain itself."""
    faults, covered = [], 0
    for line in walked.lines:
        if line.body.get("type") == "segment" and any(
            p.body.get("seq", 0) >= line.body["from"] for p in walked.trunk[:covered]
        ):
            faults.append(f"journaal, regel {line.number}: vervangt wat al ondertekend was.")
        if line.body.get("type") != "checkpoint":
            continue
        note = SignedNote(origin, line.body["size"], line.body["head"])
        where = f"journaal, regel {line.number}"
        faults += [f"{where}: {fault}" for fault in _signature(note, line.body["signature"], key, line.body["key"])]
        if not walked.holds(note.size, note.head):
            faults.append(f"{where}: het journaal ervoor is niet meer wat is ondertekend: herschreven.")
        covered = max(covered, note.size)
    return faults


def _signature(note: SignedNote, text: str, key: PublicKey | None, own: str = "") -> Iterator[str]:
    """What is wrong with one signature: unreadable, another's, or over another text."""
    try:
        signature = Signature.parse(text)
        key = key or PublicKey.parse(own)
    except ValueError:
        yield "de handtekening is onleesbaar."
        return
    if signature.id != key.id:
        yield f"ondertekend met een andere sleutel ({signature.id[::-1].hex().upper()}) dan die van de raad ({key.name})."
    elif not fits(key, note.text.encode(), signature):
        yield "de handtekening past niet: het controlepunt is veranderd of met een andere sleutel gezet."


def _checkpoint(folder: Path, walked: chain.Chain, origin: str, key: PublicKey | None) -> Iterator[str]:
    """What is wrong with checkpoint.txt, its signature, or the chain it speaks of."""
    try:
        text = (folder / proof.CHECKPOINT).read_text(encoding="utf-8")
        signature = (folder / proof.SIGNATURE).read_text(encoding="utf-8")
    except FileNotFoundError as error:
        yield f"{Path(error.filename).name} ontbreekt: het journaal is niet ondertekend."
        return
    note = SignedNote.parse(text)
    if note is None or note.origin != origin:
        yield f"{proof.CHECKPOINT}: geen controlepunt van deze vergadering."
        return
    if key is None:
        yield f"{proof.KEY} ontbreekt: de handtekening is niet te controleren. Geef de sleutel van de raad met --key."
        return
    yield from (f"{proof.SIGNATURE}: {fault}" for fault in _signature(note, signature, key))
    if note.size > len(walked.trunk):
        yield f"{proof.JOURNAL}: afgekapt: {note.size} regels zijn ondertekend, hier staan er {len(walked.trunk)}."
    elif not walked.holds(note.size, note.head):
        yield f"{proof.JOURNAL}: herschreven: regel {note.size} is niet meer die van het controlepunt."


def _unsigned(walked: chain.Chain) -> Iterator[str]:
    """Facts behind the last checkpoint: nobody vouches for those. What is merely released or noted may stand there."""
    for line in reversed(walked.trunk):
        if line.body.get("type") == "checkpoint":
            return
        if line.body.get("type") not in _SPEAKS_OF_NOTHING:
            yield f"{proof.JOURNAL}, regel {line.number}: staat na het laatste controlepunt en is niet ondertekend."


def _signed(walked: chain.Chain) -> str:
    last = next((line for line in reversed(walked.trunk) if line.body.get("type") == "checkpoint"), None)
    return f"ondertekend tot regel {last.body['size']}" if last else "niet ondertekend"


# -- files -------------------------------------------------------------------------------------------------------


def _follows(folder: Path, events: Sequence[ev.Base]) -> tuple[list[str], int]:
    """Files that do not follow from the chain, and how many entries rest on what only the council has."""
    from livecouncil.publishing.site import Place, meeting_files

    from .withheld import Published, Unfounded, filled

    if record_of(events).meeting.closed is None:
        return [f"{proof.JOURNAL}: afgekapt: de sluiting van de vergadering ontbreekt."], 0
    try:
        feed = json.loads((folder / "feed.json").read_text(encoding="utf-8"))
        events, rest = filled(events, [Published.read(item) for item in reversed(feed["items"])])
        began = feed.get("_livecouncil", {}).get("recording")
        recording = datetime.fromisoformat(began) if began else None
    except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
        return ["feed.json ontbreekt of is onleesbaar."], 0
    except Unfounded as error:
        return [f"feed.json: bericht {error.seq} volgt niet uit het journaal."], 0
    record = record_of(events)
    record = record.with_recording(recording)
    made = meeting_files(record, words_of(record.meeting.language), place=Place(_previous(folder), newest=False))
    made |= {k: v for k, v in proof.proof_files(record, folder, False).items() if k != proof.JOURNAL}
    if recording:
        del made["transcript.html"]  # what was spoken stands in it, and in no journal
    advice = f"Of het is met een andere versie gemaakt dan deze livecouncil ({__version__})."
    return _differences(folder, made, advice), rest


def _previous(folder: Path) -> str:
    """The meeting before, as the feed's archive link has it: another meeting's journal is not at hand."""
    try:
        feed = (folder / "feed.atom").read_text(encoding="utf-8")
    except (FileNotFoundError, ValueError):
        return ""
    match = re.search(r'<link rel="prev-archive" href="[^"]*/([a-z0-9-]{1,80})/feed\.atom"/>', feed)
    return match[1] if match else ""


def _differences(folder: Path, wanted: dict[str, bytes], advice: str) -> list[str]:
    faults = []
    for name, content in wanted.items():
        path = folder / name
        if not path.exists():
            faults.append(f"{name} ontbreekt. {advice}")
        elif path.read_bytes() != content:
            faults.append(f"{name}: volgt niet uit het journaal. {advice}")
    return faults


def _tell(meeting: str, walked: chain.Chain, rest: int, key: PublicKey | None, own: bool) -> None:
    name = f"{_signed(walked)} met sleutel {key.name}" if key else "een oefening, niet ondertekend"
    print(f"{meeting}: {len(walked.trunk)} regels heel, {name}, bestanden volgen uit het journaal. Kop {walked.head}")
    if rest:
        print(
            f"{rest} berichten rusten op tekst die alleen de raad heeft: in het journaal staat er een verzegeling van."
        )
    if own and key:
        print("De sleutel kwam uit dezelfde map. Vraag de raad of hij klopt, of geef zijn sleutel met --key.")
