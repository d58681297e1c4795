"""From what lies on the disk to a journal that can be written: read, locked, and ending in a whole line.

What an earlier evening left is never refused for what it holds. Bytes behind the last line that were never
acknowledged are kept beside and cut off; a last line that lacks nothing but its newline gets it; a damaged line is not
built upon, so the meeting goes on in a new segment. Only a folder that cannot be used, or a journal that is another
meeting's, stops it: then nothing is changed.
"""

from __future__ import annotations

import os
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import JournalError
from livecouncil.system.files import sync_folder
from livecouncil.system.locks import lock, open_private
from livecouncil.wording.faults import in_words

from . import private
from .appending import DAMAGED_LINE, Appender
from .inventory import snapshot_id
from .mirror import Mirror
from .place import Place
from .reading import Reading, read
from .reserve import Reserve
from .segment import Segment


def readable(place: Place) -> Reading:
    """What the journal holds. Raises JournalError when it cannot be read, or is another meeting's."""
    try:
        reading = read(place.folder, place.meeting)
    except OSError as error:
        where = error.filename or place.folder
        raise JournalError("journal.unreadable", path=where, reason=error.strerror) from error
    first = reading.events[0] if reading.events else None
    if isinstance(first, ev.Snapshot):
        of = snapshot_id({"agenda": first.agenda})
        if of and of != place.meeting:
            raise JournalError("journal.copy", path=place.first, of=of)
    return reading


def unusable(folder: Path, error: OSError) -> JournalError:
    """Nothing can be written there."""
    return JournalError("journal.unusable", folder=folder, reason=error.strerror)


def take_up(reading: Reading, descriptor: int, mirror: Mirror) -> None:
    """Open and lock every file that was read; the first is open as `descriptor`. Raises OSError, JournalError, Held."""
    place = mirror.place
    place.make_private()
    mirror.payloads = private.payloads_in(place.private)
    for path in list(reading.files) or [place.first]:
        if path == place.first:
            opened = descriptor
        else:
            opened = open_private(path)
        lock(opened)
        mirror.segments.append(Segment(path, opened, bytearray(reading.files.get(path, b""))))
    sync_folder(place.folder)


def end_in_a_whole_line(reading: Reading, mirror: Mirror, appender: Appender) -> None:
    """See that the next line can be written behind the last byte. Raises OSError, JournalError."""
    if reading.tail:
        _keep_the_cut(reading, mirror)
    elif reading.torn_newline:
        appender.put(b"\n")
        mirror.last.content += b"\n"


def go_on_from(reading: Reading, reserve: Reserve, appender: Appender) -> None:
    """Become ready for the next line: room set aside, and no damage to build upon. Raises OSError, JournalError."""
    reserve.set_aside()
    if reading.middle:
        appender.new_segment(DAMAGED_LINE)


def _keep_the_cut(reading: Reading, mirror: Mirror) -> None:
    """Bytes that were never acknowledged are kept beside, then cut off."""
    last = mirror.last
    kept = mirror.place.keep_beside(reading.tail)
    os.ftruncate(last.descriptor, reading.good_size)
    os.fsync(last.descriptor)
    last.shortened(reading.good_size)
    reading.damage.append(in_words("journal.damage.cut", bytes=len(reading.tail), kept=kept))
