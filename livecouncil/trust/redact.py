"""`livecouncil redact`: deletes what must not be kept, such as personal data of a member of the public.

What a line says is deleted from the disk; that there was a line stays, and what is left to show of it is logged in its
place (`core.meeting.redacting`), so numbers, permalinks and counts stand. The public files are made anew, and files in
which the text may still be read are named. While a meeting is live its own writer does it (`wis` at the desk).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from livecouncil.core.meeting.redacting import Wish, redaction_of
from livecouncil.core.meeting.snapshot import opening
from livecouncil.journal.signing.signing_off import now
from livecouncil.journal.writing import writing
from livecouncil.publishing.folder import publish, words_in
from livecouncil.sitting.erasing import erase, forget_documents, forget_draft, own_files_that_say, says

_HELD_IN = ("public", "journal", "released", "outbox")
"""The folders of a council in which what was typed may stand."""
_INDEX = (".pf_fragment", ".pf_index", ".pf_meta")
"""Packed files of a search index: what is in them cannot be seen, only that they are older."""
_SHORTEST = 4
"""Shorter texts are not looked for elsewhere: they would be found everywhere."""


@dataclass(frozen=True)
class Done:
    """Numbers of the lines whose text is gone, and files in which it may still be read: made by the program, and the
    council's own."""

    seqs: tuple[int, ...]
    leftovers: tuple[Path, ...] = ()
    own: tuple[Path, ...] = ()


def redact(base: Path, meeting: str, wish: Wish) -> Done:
    """Delete what is wished, with all corrections of that line, and publish anew.

    Raises InputFault when it cannot be deleted, JournalLocked while `live` runs, JournalError when the disk refuses.
    """
    began = time.time()
    with writing(base, meeting) as journal:
        events = journal.events
        mark = words_in(events, opening(events)[0].council.language).t("trust.mark")
        redaction = redaction_of(events, wish, journal.form, at=now(events), mark=mark)
        erase(journal, redaction, wish.reason, now(events))
        forget_draft(journal.private / "draft.json", redaction.texts)
    forget_documents(base / "public" / meeting)
    publish(base, meeting)
    leftovers = dict.fromkeys(_leftovers(base, redaction.texts, began))
    return Done(redaction.lines, tuple(leftovers), own_files_that_say(base, redaction.texts))


def _leftovers(base: Path, texts: Sequence[str], began: float) -> Iterable[Path]:
    """Files that still hold one of `texts`, and folders of a search index that is older than this."""
    long = [text for text in texts if len(text) >= _SHORTEST]
    for path in sorted(p for part in _HELD_IN for p in (base / part).rglob("*") if p.is_file()):
        if path.suffix in _INDEX:
            if path.stat().st_mtime < began:
                yield path.parent
        elif says(path, long):
            yield path
