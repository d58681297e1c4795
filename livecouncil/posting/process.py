"""`livecouncil post`: the posting worker as a process of its own, so that nothing it does can delay a key."""

from __future__ import annotations

import asyncio
from pathlib import Path

from livecouncil.errors import InputFault
from livecouncil.journal.released import meetings
from livecouncil.system.parent import end_with_parent
from livecouncil.system.processes import at_a_stop

from .worker import Worker


def post_until_told(base: Path, meeting: str | None) -> int:
    """Post for `meeting` (else the newest) until SIGTERM, or until the parent's pipe closes."""
    found = meetings(base)
    if meeting and meeting not in found or not found:
        if meeting:
            raise InputFault("posting.no_journal_of", meeting=meeting, folder=base / "journal")
        raise InputFault("posting.no_journal", folder=base / "journal")
    worker = Worker(base, meeting or found[-1])
    try:
        asyncio.run(_until_told(worker))
    except asyncio.CancelledError:
        return 0
    except ExceptionGroup as group:
        raise group.exceptions[0] from None  # a full disk, told as everywhere; nothing was sent that is not written
    return 0


async def _until_told(worker: Worker) -> None:
    task = asyncio.current_task()
    assert task
    at_a_stop(task.cancel)
    end_with_parent(task.cancel)
    await worker.run()
