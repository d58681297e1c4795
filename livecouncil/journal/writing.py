"""Writing a journal outside a sitting: the lock is taken for a few events, and refused while `live` has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.privacy import sealed
from livecouncil.errors import JournalLocked, JournalNewer

from .journal import Journal
from .released import path_of


def _private(event: ev.Base) -> bool:
    return sealed(event, doors_closed=False)


@contextmanager
def writing(base: Path, meeting: str, seal: Callable[[ev.Base], bool] = _private) -> Iterator[Journal]:
    """The journal of `meeting`, to append to. Raises JournalLocked while another program writes it."""
    journal = Journal.open(base / "journal", meeting, seal=seal, view=path_of(base, meeting))
    try:
        if journal.holder:
            raise JournalLocked("journal.locked", meeting=meeting, holder=journal.holder)
        if journal.read_only:
            raise JournalNewer("journal.too_new", meeting=meeting, notice=journal.notice)
        yield journal
    finally:
        journal.close()
