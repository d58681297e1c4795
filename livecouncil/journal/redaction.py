"""Deleting what lines say from a journal that goes on to verify: their headers stay, their openings go.

Every file of the journal is looked through, dead branches too, for there the same fact may stand a second time. A
file is replaced whole, and only by one that chains exactly as it did; the old one is then no longer in any folder.
What a disk keeps of deleted files, backups, and bytes that were kept beside the journal (`.cut-N`) it does not reach.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import partial

from livecouncil.errors import JournalError
from livecouncil.system.caught import undone_by

from . import chain
from .lines import body_of, header_of
from .mirror import Mirror


def drop_openings(mirror: Mirror, gone: Collection[int]) -> None:
    """Leave of the lines `gone` only their headers, in every file that holds them.

    Raises OSError and JournalError; a file that could not be replaced is as it was.
    """
    for segment in mirror.segments:
        before = segment.content
        after = bytearray(_without(bytes(before), gone))
        if after == before:
            continue
        if _chained(bytes(after)) != _chained(bytes(before)):
            raise JournalError("journal.redaction_breaks", file=segment.path.name)
        segment.content = after
        with undone_by(partial(segment.holding, before)):
            mirror.afresh(segment)


def _without(content: bytes, gone: Collection[int]) -> bytes:
    rows = [_bare(row, gone) for row in content.split(b"\n")]
    return b"\n".join(rows)


def _bare(row: bytes, gone: Collection[int]) -> bytes:
    if body_of(row).get("seq") in gone:
        return header_of(row)
    return row


def _chained(content: bytes) -> list[tuple[str, bool]]:
    """The heads of all lines, and where the chain breaks."""
    walked = chain.walk(content)
    breaks = {*walked.damaged, *walked.unlinked}
    return [(line.head, line.number in breaks) for line in walked.lines]
