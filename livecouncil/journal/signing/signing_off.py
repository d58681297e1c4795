"""Checkpoints: the journal as it lies on the disk, signed by the council, as an event of that journal.

Made every five minutes of a meeting (`sitting.heads`), at each suspension, at the close, and by `publish`. What cannot
be signed is told and stops nobody.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from livecouncil.core.council.model import Council
from livecouncil.core.council.zone import local, zone_named
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.release import gates
from livecouncil.errors import InputFault, JournalLocked, LivecouncilError
from livecouncil.journal import chain
from livecouncil.journal.journal import Journal
from livecouncil.journal.reading import read
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import SecretKey, sign
from livecouncil.journal.writing import writing
from livecouncil.wording.faults import in_words


def checkpoint(
    journal: Journal, council: Council, base: Path, at: datetime, *, walker: chain.Walker | None = None
) -> ev.Checkpoint:
    """The signed note over `journal`, to be appended next. Raises InputFault when it cannot be signed, OSError too.

    What the disk holds is signed only when it is what this program wrote there. `walker` walked it before, for who
    signs it again and again.
    """
    walked = (walker or chain.Walker()).over(chain.raw(journal.folder, journal.meeting))
    broken = (
        walked.damaged or walked.unlinked or walked.misopened
    ) and not journal.damage  # known damage is told, and signed as it is
    if walked.head != journal.head or broken:
        raise InputFault("journal.not_as_written")
    key = council_key(key_name(council), base)
    assert key
    return signed(key, SignedNote(journal.meeting, len(walked.trunk), walked.head), at)


def sign_off(base: Path, meeting: str) -> str:
    """Sign the journal of a closed meeting where it grew since its last checkpoint; why it could not be signed, or ''.

    Nothing is signed while another program writes it, for that one does.
    """
    events = read(base / "journal", meeting).events
    if not events or isinstance(events[-1], ev.Checkpoint) or not _closed(events):
        return ""
    council, _, _ = opening(events)
    try:
        with writing(base, meeting) as journal:
            journal.append([checkpoint(journal, council, base, now(events))])
    except JournalLocked:
        return ""
    except LivecouncilError as error:
        return str(error)
    except OSError as error:
        return in_words("journal.unsigned", path=error.filename or base, reason=error.strerror)
    return ""


def _closed(events: Sequence[ev.Base]) -> bool:
    """Whether a real meeting is closed, with nothing of it still held."""
    council, agenda, rehearsal = opening(events)
    state = fold(events, council, agenda)
    held = (e for gate in ("feed", "wall") for e in gates.held(state, gate))
    return not rehearsal and state.status == "closed" and next(held, None) is None


def now(events: Sequence[ev.Base]) -> datetime:
    """This moment where the meeting is, never before its last event."""
    council, _, _ = opening(events)
    here = local(datetime.now(UTC).replace(microsecond=0), zone_named(council.council.zone))
    return max(here, events[-1].at)


def signed(key: SecretKey, note: SignedNote, at: datetime) -> ev.Checkpoint:
    """`note` signed at `at`, which the signature's comment tells."""
    comment = f"livecouncil {note.origin} {note.size} {at.isoformat(timespec='seconds')}"
    signature = sign(key, note.text.encode(), comment)
    return ev.Checkpoint(at=at, size=note.size, head=note.head, signature=signature.text, key=key.public.base64)


def key_name(council: Council) -> str:
    """What a council's key is named by."""
    return council.council.code or council.council.municipality
