"""Evenings on real servers that are killed, cut off, frozen and filled: in the end all is there, in order, whole."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import subprocess
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from livecouncil.mirroring.targets import sftp

from .mirrored import MEETING, Reader, Source, Website, even, kept, standing_of, until, website
from .servers import RealServer
from .wire import Wire


@contextlib.asynccontextmanager
async def read_meanwhile(there: Website) -> AsyncIterator[None]:
    """A reader of the website's folder, where a web server would read it."""
    if there.server.secret.get("key") or there.server.tears:
        yield
        return
    reader = Reader(there.root)
    task = asyncio.create_task(reader.read())
    yield
    await until(lambda: reader.reads > 0)
    task.cancel()
    assert reader.reads and reader.wrong == []


async def test_an_evening_arrives_in_order_and_what_was_taken_off_is_gone(source: Source, there: Website) -> None:
    source.show(0)
    async with kept(source, there), read_meanwhile(there):
        for step in range(len(source.steps)):
            source.show(step)
            await asyncio.sleep(0.05)
        await even(source, there)
        (source.public / MEETING / "m1.pdf").write_text("een stuk")
        await even(source, there)
        (source.public / MEETING / "m1.pdf").unlink()
        (source.public / MEETING / "votes.csv").unlink()
        await even(source, there)
    assert not [path for path in there.files() if path.endswith("votes.csv")]


async def test_a_server_killed_in_the_middle(source: Source, there: Website) -> None:
    if there.server.secret.get("key"):
        pytest.skip("moto keeps all in memory: see the next test")
    source.show(0)
    async with kept(source, there):
        for step in range(len(source.steps)):
            if step % 7 == 3:
                there.server.kill()
            source.show(step)
            await asyncio.sleep(0.05)
            if step % 7 == 6:
                there.server.start()
        if there.server.process is None:
            there.server.start()
        await even(source, there)


async def test_a_server_that_lost_all_it_had_gets_all_again(source: Source, there: Website, tmp_path: Path) -> None:
    if not there.server.secret.get("key"):
        pytest.skip("only moto forgets")
    source.show(2)
    async with kept(source, there):
        await even(source, there)
        there.server.kill()
        source.show(-1)
        await asyncio.sleep(0.3)
        there.server.start()
        await even(source, there)


async def test_a_line_cut_in_the_middle_of_files(source: Source, there: Website) -> None:
    """Every so many bytes the connection breaks; also while nothing gets through at all for a while."""
    draw = random.Random(7)
    async with Wire(there.server.port) as wire:
        source.show(0)
        async with kept(source, there.by(wire.port)), read_meanwhile(there):
            for step in range(len(source.steps)):
                source.show(step)
                wire.cut_after = wire.sent + draw.randrange(1_000, 60_000)
                if step == 6:
                    await wire.cut()
                if step == 9:
                    await wire.mend()
                await asyncio.sleep(0.1)
            await wire.mend()
            await even(source, there)
    assert wire.cuts > 2


async def test_hours_without_a_network_are_made_up_in_order(source: Source, sftp_server: RealServer) -> None:
    there = website(sftp_server)
    async with Wire(sftp_server.port) as wire:
        source.show(2)
        async with kept(source, there.by(wire.port)), read_meanwhile(there):
            await even(source, there)
            await wire.cut()
            source.show(-1)
            await until(lambda: standing_of(source).behind > 3 and standing_of(source).reason != "")
            assert standing_of(source).since is not None
            await wire.mend()
            await even(source, there)
            await until(lambda: standing_of(source).state == "even")


async def test_a_connection_that_falls_silent_is_given_up(
    source: Source, sftp_server: RealServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sftp, "SILENT", 0.2)
    there = website(sftp_server)
    async with Wire(sftp_server.port) as wire:
        source.show(2)
        async with kept(source, there.by(wire.port)):
            await even(source, there)
            wire.freeze()
            source.show(4)
            await until(lambda: standing_of(source).reason != "")
            await wire.mend()
            await even(source, there)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for about one moment of the evening."""
    disk = tmp_path / "small"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m,mode=777", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("a full disk needs a small file system, which only root can mount")
    yield disk
    subprocess.run(["umount", "-l", str(disk)], check=True)


@pytest.mark.parametrize("kind", ["sftp", "file"])
async def test_a_full_disk_there_is_said_and_keeps_what_it_had(
    source: Source, sftp_server: RealServer, small_disk: Path, kind: str
) -> None:
    there = website(sftp_server)
    to = f"{small_disk}/www"
    Path(to).mkdir()
    if kind == "sftp":
        to = f"{there.site.to.partition('127.0.0.1')[0]}127.0.0.1:{sftp_server.port}{to}"
    there = Website(sftp_server, there.name, there.site.model_copy(update={"to": to}), small_disk / "www")
    source.show(2)
    async with kept(source, there):
        await even(source, there)
        before = there.files()
        big = small_disk / "big"
        with contextlib.suppress(OSError), big.open("wb") as file:
            while file.write(b"\0" * 4096):
                file.flush()
        source.show(-1)
        (source.public / MEETING / "votes.csv").unlink()
        await until(lambda: standing_of(source).state == "stands" and "ruimte" in standing_of(source).reason)
        assert f"{MEETING}/votes.csv" not in there.files(), "what must go goes, however full it is"
        assert {path: data for path, data in there.files().items() if path.endswith(".part")} == {}
        for path, data in there.files().items():
            assert data in (before.get(path), source.files().get(path)), f"{path} is half"
        big.unlink()
        await even(source, there)
        await until(lambda: standing_of(source).state == "even")
