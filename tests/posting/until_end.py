"""Serve an application on a free port of 127.0.0.1 until standard input ends."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web


async def until_end(app: web.Application) -> None:
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    print(f"http://{host}:{port}", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await runner.cleanup()
