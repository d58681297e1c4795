"""The server as a process of its own: its socket, its tasks, and how it ends.

It takes the port it is asked for, else a free one: an evening begins also where an old server holds the port. Only
one that was started anew for readers who know its address takes that port or none (`SAME_PORT`), and says by its exit
code which it was. It ends with SIGTERM, or with the process that started it.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import socket
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from aiohttp import web

from livecouncil.publishing import folder as publishing
from livecouncil.settings.folder import home_of
from livecouncil.system.files import PRIVATE, replace, sweep
from livecouncil.system.lasting import lasting
from livecouncil.system.limits import give_way, many_files
from livecouncil.system.parent import PORT_TAKEN, end_with_parent, is_beside, wants_same_port
from livecouncil.system.processes import at_a_stop
from livecouncil.system.sweeping import SILENT

from .app import application
from .limits import YIELDS
from .security import Answering
from .sentences import server_sentence
from .site import SITE, given_token, log_fault
from .streams import ANY_MEETING

FIRST_BACKLOG = 64
LATER_BACKLOG = 4096


def serve(data: Path, *, host: str = "127.0.0.1", port: int = 8080, rehearsal: bool = False) -> int:
    """Run until SIGTERM (or until the parent's pipe closes). Prints its address; a free port where the one is taken."""
    try:
        asyncio.run(_serving(home_of(data, rehearsal), host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE and wants_same_port():
            return PORT_TAKEN
        raise
    return 0


async def _serving(base: Path, host: str, port: int) -> None:
    many_files()
    app = application(base)
    runner = web.AppRunner(app, shutdown_timeout=1.0, handler_cancellation=True)
    await runner.setup()
    sock = _listen(host, port)
    listening = await _accept(runner, sock)
    sweep_up = partial(app[SITE].sweeper.sweep, partial(_connections, runner))
    sweeper = asyncio.create_task(lasting(sweep_up, log_fault, "sweep"))
    stop = _stopped()
    _leave_address(base, host, sock.getsockname()[1], app[SITE].token)
    try:
        await stop.wait()
    finally:
        sweeper.cancel()
        listening.close()
        for meeting in app[SITE].meetings.values():
            meeting.feed.close()
            meeting.wall.close()
        await runner.cleanup()


async def _accept(runner: web.AppRunner, sock: socket.socket) -> asyncio.Server:
    """Answer what comes to `sock`. A short backlog while the loop starts to accept, then a long one: ten thousand joins
    at once stall it least so."""
    assert runner.server
    loop = asyncio.get_running_loop()
    options: dict[str, Any] = {"access_log": None, "keepalive_timeout": SILENT}
    answering = partial(Answering, runner.server, loop=loop, **options)
    listening = await loop.create_server(answering, sock=sock, backlog=FIRST_BACKLOG)
    sock.listen(LATER_BACKLOG)
    return listening


def _stopped() -> asyncio.Event:
    """Set by a stop signal, and by the end of the process that started this one."""
    stop = asyncio.Event()
    at_a_stop(stop.set)
    if is_beside():
        give_way(YIELDS)
    end_with_parent(stop.set)
    return stop


def _connections(runner: web.AppRunner) -> Iterable[Any]:
    if runner.server:
        return runner.server.connections
    return ()


def _listen(host: str, port: int) -> socket.socket:
    """A socket on `port`, else on a free one; a server that comes back to its readers takes its own or none."""
    ports = [port]
    if not wants_same_port():
        ports.append(0)
    for wanted in ports:
        sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, wanted))
            return sock
        except OSError:
            sock.close()
    raise OSError(errno.EADDRINUSE, server_sentence("no_port", host=host))


def _leave_address(base: Path, host: str, port: int, token: str) -> None:
    """Print the address as this machine knows it, and leave `wall.url`, readable by this user only: the wall of the
    meeting that goes on, at the address that other machines know.

    Deleting it gives a new token. Where the token was given to this service its address is known to who gave it.
    """
    if not given_token():
        seen = f"http://{seen_by_others(host)}:{port}/"
        replace(base / "wall.url", f"{seen}{ANY_MEETING}/wall?token={token}\n".encode(), PRIVATE)
    sweep(base / "public")
    with contextlib.suppress(OSError):  # a disk without room: tried again with the meetings' files
        publishing.write_static(base / "public")
    own = host
    if host in EVERYWHERE:
        own = "127.0.0.1"
    print(f"http://{own}:{port}/", flush=True)


EVERYWHERE = ("0.0.0.0", "")
"""Hosts that stand for every address of this machine."""


def seen_by_others(host: str) -> str:
    """Under which address another machine reaches one that listens at `host`.

    No packet is sent: the system only says from which address it would send one.
    """
    if host not in EVERYWHERE:
        return host
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))
        return str(probe.getsockname()[0])
    return "127.0.0.1"
