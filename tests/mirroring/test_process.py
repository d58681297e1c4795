"""The worker as a process: killed, told to end, a second one, and started beside a sitting."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from livecouncil.sitting import beside
from livecouncil.system.parent import PARENT
from tests.conftest import ROOT
from tests.waiting import PATIENCE

from .mirrored import MEETING, Source, Website, add_mirror, even, standing_of, until, website
from .servers import RealServer
from .wire import Wire


@pytest.fixture
def configured(source: Source, council: Path, sftp_server: RealServer) -> tuple[Source, Website]:
    """The fictitious council with a mirror on the SSH server."""
    there = website(sftp_server)
    add_mirror(council, there.site)
    return Source(council, source.steps), there


@contextmanager
def worker(base: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "livecouncil", "mirror", "--data", str(base)]
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    yield process
    process.kill()
    process.wait()


async def test_a_worker_killed_in_the_middle_goes_on_where_it_stopped(configured: tuple[Source, Website]) -> None:
    source, there = configured
    for step in (0, 3, 6):
        source.show(step)
        with worker(source.base):
            size = len(there.files())
            await until(lambda size=size: len(there.files()) > size or there.files() == source.files())  # type: ignore[misc]
    source.show(-1)
    (source.public / MEETING / "votes.csv").unlink()
    with worker(source.base):
        await even(source, there)


async def test_it_ends_with_whoever_started_it_and_a_second_one_is_told(configured: tuple[Source, Website]) -> None:
    source, there = configured
    source.show(0)
    with worker(source.base, **{PARENT: "1"}) as first:
        await even(source, there)
        with worker(source.base) as second:
            assert await asyncio.to_thread(second.wait, PATIENCE) == 1
            assert second.stderr and "houdt de spiegels" in second.stderr.read()
        assert first.stdin and os.getpriority(os.PRIO_PROCESS, first.pid) >= 5
        first.stdin.close()
        assert await asyncio.to_thread(first.wait, PATIENCE) == 0


async def test_it_ends_when_told(configured: tuple[Source, Website]) -> None:
    source, there = configured
    source.show(0)
    with worker(source.base) as process:
        await even(source, there)
        process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(process.wait, PATIENCE) == 0


async def test_beside_a_sitting_it_comes_back_when_it_is_killed(
    configured: tuple[Source, Website], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "FIRST_WAIT", 0.05)
    source, there = configured
    source.show(0)
    with beside.Mirrors(source.base) as running:
        await even(source, there)
        process = running._process
        assert process
        process.kill()
        source.show(3)
        await even(source, there)
        assert running._process is not process


def test_without_mirrors_it_says_so(council: Path) -> None:
    with worker(council) as process:
        assert process.wait(PATIENCE) == 1
        assert process.stderr and "[[mirrors]]" in process.stderr.read()


async def test_the_list_the_trial_and_the_comparison(configured: tuple[Source, Website]) -> None:
    source, there = configured
    assert "nog nooit" in said(source, 1)
    source.show(1)
    with worker(source.base):
        await even(source, there)
        await until(lambda: standing_of(source).state == "even")
        assert "site: bij" in await asyncio.to_thread(said, source, 0)
    assert "bereikbaar" in said(source, 0, "site")
    assert "0 anders" in said(source, 0, "site", "--check")
    (there.root / MEETING / "index.html").write_text("beklad")
    (there.root / MEETING / "state.json").unlink()
    told = said(source, 1, "--check")
    assert f"{MEETING}/index.html" in told and f"{MEETING}/state.json" in told and "2 anders" in told


def said(source: Source, code: int, *arguments: str) -> str:
    """What `livecouncil mirrors` says."""
    command = [sys.executable, "-m", "livecouncil", "mirrors", "--data", str(source.base), *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stdout + done.stderr
    return done.stdout


async def test_what_the_closing_makes_gets_there_after_the_sitting_is_over(configured: tuple[Source, Website]) -> None:
    source, there = configured
    source.show(0)
    async with Wire(there.server.port) as wire:
        through(source.base, there.server.port, wire.port)
        with worker(source.base, **{PARENT: "1"}) as process:
            await even(source, there)
            await wire.cut()
            source.show(-1)
            assert process.stdin
            process.stdin.close()
            await until(lambda: standing_of(source).reason != "")
            await wire.mend()
            assert await asyncio.to_thread(process.wait, PATIENCE) == 0
    assert there.files() == source.files()
    assert standing_of(source).state == "even"


def through(council: Path, port: int, other: int) -> None:
    """Reach the mirror by way of another port."""
    path = council / "council.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(f":{port}", f":{other}"), encoding="utf-8")
