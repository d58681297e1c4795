"""`livecouncil mirror`: the worker, one task a mirror, in a process that gives way to every other of this machine.

Beside a sitting it ends with that, but not at once: the last minutes of a meeting and its documents are made when it
closes, and must get there. So it goes on until its mirrors are even, or clearly cannot be, and at most some minutes.

What a mirror is kept by is chosen here by its address: files go by a `Keeper` and a `Target`. A kind that sends
something else than files (a hub takes the journal's lines) is another task with a `run` of its own, beside them.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from pathlib import Path
from typing import Protocol

from livecouncil.core.council.model import Council, MirrorSite
from livecouncil.core.text.slug import slug_of
from livecouncil.errors import InputFault, JournalLocked
from livecouncil.journal.signing.signing_off import key_name
from livecouncil.settings.load import load_council
from livecouncil.system.limits import give_way
from livecouncil.system.locks import Held, lock, open_private
from livecouncil.system.parent import end_with_parent, is_beside
from livecouncil.system.processes import at_a_stop

from .addresses import opened_mirror, scheme_of
from .hub.batch import SCHEMES
from .keeper import Keeper
from .standing import FOLDER

BEHIND = 5
"""Steps that every other process goes before this one."""
LONGEST_END = 600.0
"""Seconds the worker goes on after the sitting it belongs to."""


class Keeps(Protocol):
    """What keeps one mirror."""

    async def run(self) -> None:
        """Until cancelled."""

    async def finish(self) -> None:
        """Until it is even with what is here now, or clearly cannot become so; `run` goes on meanwhile."""


def mirror_until_told(base: Path) -> int:
    """Keep all mirrors of the council in `base` until SIGTERM, or until the parent's pipe closes.

    Raises InputFault where there is none, JournalLocked where another worker is at it.
    """
    council = load_council(base / "council.toml")
    if not council.mirrors:
        raise InputFault("mirroring.none", path=base / "council.toml")
    (base / FOLDER).mkdir(exist_ok=True)
    claimed = open_private(base / FOLDER / "worker.lock")
    try:
        lock(claimed)
    except Held:
        raise JournalLocked("mirroring.locked", folder=base) from None
    give_way(BEHIND)
    try:
        asyncio.run(_until_ended([keeping(base, council, site) for site in council.mirrors]))
    except asyncio.CancelledError:
        return 0
    finally:
        os.close(claimed)
    return 0


def keeping(base: Path, council: Council, site: MirrorSite) -> Keeps:
    """What keeps `site`."""
    municipality = council.council.municipality
    if scheme_of(site.to) in SCHEMES:
        from .hub.keeper import HubKeeper

        return HubKeeper(base, site, key_name(council))
    return Keeper(base, site.name, whose(council), lambda: opened_mirror(base, municipality, site), site.every)


def whose(council: Council) -> str:
    """By what a mirror knows whose it is."""
    return council.council.code or slug_of(council.council.municipality) or "raad"


async def _until_ended(keepers: list[Keeps]) -> None:
    task = asyncio.current_task()
    assert task
    ending = asyncio.Event()
    at_a_stop(task.cancel, "SIGTERM")
    if is_beside():  # Ctrl-C and a closed terminal are told to all of a sitting
        at_a_stop(ending.set, "SIGINT", "SIGHUP")
    else:
        at_a_stop(task.cancel, "SIGINT")
    end_with_parent(ending.set)
    running = asyncio.gather(*(one.run() for one in keepers))
    try:
        await ending.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_END):
                await asyncio.gather(*(one.finish() for one in keepers))
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running
