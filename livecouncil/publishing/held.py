"""Which meetings a command is about. Here and not in `folder`, so that whoever finds nothing to make loads nothing."""

from __future__ import annotations

from pathlib import Path

from livecouncil.errors import InputFault
from livecouncil.journal.inventory import look
from livecouncil.wording.faults import in_words


def meeting_ids(base: Path, wanted: str | None = None, blind: bool = False) -> list[str]:
    """Ids of the meetings with a journal under `base`, or only `wanted`; with `blind` also of those whose beginning is
    damaged. Raises InputFault when there is none that can be read, or when `wanted` is a copy under another name."""
    there = look(base / "journal")
    if blind or wanted in there.blind:
        found = sorted(there.meetings + there.blind)
    else:
        found = list(there.meetings)
    if wanted and wanted not in found:
        for stray in there.strays:
            if stray.name == f"{wanted}.jsonl":
                raise InputFault(stray.sentence)
        known = ", ".join(found) or in_words("publishing.no_meetings")
        raise InputFault("publishing.no_journal_of", meeting=wanted, folder=base / "journal", found=known)
    if not found and there.blind:
        raise InputFault(there.blinded[0])
    if not found:
        raise InputFault("publishing.no_journal", folder=base / "journal")
    if wanted:
        return [wanted]
    return found
