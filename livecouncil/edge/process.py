"""`livecouncil edge`: an edge as a process.

It answers at once from what its cache holds, also while the database is away, and ends when told.
"""

from __future__ import annotations

import asyncio
import contextlib
from functools import partial
from pathlib import Path

from livecouncil.hub.process import Answers, Listening, database
from livecouncil.hub.telling import Metrics, watched
from livecouncil.server.site import log_fault
from livecouncil.system.lasting import lasting
from livecouncil.system.limits import many_files
from livecouncil.system.parent import end_with_parent
from livecouncil.system.processes import at_a_stop
from livecouncil.system.sweeping import SILENT

from .app import edge_application
from .councils import Councils
from .following import HubFollowing


def run_edge(data: Path, listening: Listening) -> int:
    """Follow and serve until told to stop. Raises UsageError."""
    asyncio.run(_run_edge(data, database(), listening))
    return 0


async def _run_edge(data: Path, dsn: str, listening: Listening) -> None:
    many_files()
    councils = Councils(data)
    councils.find()
    figures = Metrics("livecouncil_edge")
    following = HubFollowing(dsn, councils, figures)
    figures.now |= {"followers": councils.followers, "connected": lambda: float(following.connected)}
    figures.now |= {"councils": lambda: len(councils.sites), "meetings_open": lambda: len(councils.open())}
    stop = asyncio.Event()
    at_a_stop(stop.set)
    end_with_parent(stop.set)
    acts = {"following": following.run, "breathe": councils.breathe}
    tasks = [asyncio.create_task(lasting(act, log_fault, name)) for name, act in acts.items()]
    options = {"keepalive_timeout": SILENT, "shutdown_timeout": 1.0, "handler_cancellation": True}
    watch = watched(figures, partial(_well_following, following))
    try:
        async with Answers(edge_application(councils), watch, listening, **options) as answers:
            sweep = partial(councils.sweeper.sweep, answers.connections)
            tasks.append(asyncio.create_task(lasting(sweep, log_fault, "sweep")))
            print(answers.address, flush=True)
            await stop.wait()
            councils.close()
    finally:
        for task in tasks:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


def _well_following(following: HubFollowing) -> dict[str, object] | None:
    """How it stands; None while it does not follow."""
    if not following.connected:
        return None
    return {"councils": len(following.councils.sites), "open": len(following.councils.open())}
