"""The recording of a meeting: its captions and when it began, kept in the council's folder for every output.

`captions/<meeting-id>.vtt` is the file as it was given (whatever its format), `captions/<meeting-id>.json` the moment
its second 0 stands for. Nothing of it is public as it is: what was said behind closed doors is cut out first.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import InputFault
from livecouncil.system.files import replace

from . import read as heard
from .alignment import find_offset, given_offset
from .captions import Captions, Offset


@dataclass(frozen=True)
class Recording:
    """What was said, and the wall-clock moment of its second 0."""

    captions: Captions
    offset: Offset


def keep_recording(base: Path, record: PublicRecord, path: Path, given: str | None) -> Recording:
    """Read the captions in `path`, find when they begin (or take `given`, a time as people write it), and keep both.

    Raises InputFault when they cannot be read, or cannot be placed with certainty: then nothing is kept.
    """
    captions = heard.read_captions(path)
    if given:
        offset = given_offset(record, captions, heard.offset_given(given, record.meeting.start))
    else:
        offset = find_offset(record, captions)
    source, moment = _paths(base, record.meeting.meeting_id)
    told = {"at": offset.at.isoformat(), "matches": offset.matches, "of": offset.of, "spread": offset.spread}
    replace(source, path.read_bytes(), 0o600)
    replace(moment, json.dumps(told).encode(), 0o600)
    return Recording(captions, offset)


def load_recording(base: Path, record: PublicRecord) -> Recording | None:
    """The recording kept of a meeting; None when there is none, or nothing of the meeting is public."""
    source, moment = _paths(base, record.meeting.meeting_id)
    if not moment.exists() or not record.meeting.opened:
        return None
    try:
        told = json.loads(moment.read_text(encoding="utf-8"))
        offset = Offset(datetime.fromisoformat(told["at"]), told["matches"], told["of"], told["spread"])
    except (ValueError, KeyError, TypeError) as error:
        raise InputFault("recording.kept_unreadable", file=moment) from error
    return Recording(heard.read_captions(source), offset)


def _paths(base: Path, meeting: str) -> tuple[Path, Path]:
    folder = base / "captions"
    return folder / f"{meeting}.vtt", folder / f"{meeting}.json"
