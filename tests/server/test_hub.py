"""What a follower is after aiohttp let go of it, notice of journal lines, and 304 from prepared bytes."""

from __future__ import annotations

import asyncio
import fcntl
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from livecouncil.journal.follower import Follower
from livecouncil.server.follow import Meeting
from livecouncil.server.hub import LIMIT, Hub, Listener, chunked
from livecouncil.sitting.session import Session
from livecouncil.system import watch as notice
from tests.conftest import Clock

from .test_server import ID, Server


@pytest.fixture
async def joined() -> AsyncIterator[tuple[Hub, socket.socket]]:
    """A hub with one follower, and the follower's end of its connection."""
    loop = asyncio.get_running_loop()
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    theirs.setblocking(False)
    ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
    hub = Hub()
    transport, _ = await loop.create_connection(asyncio.Protocol, sock=ours)
    follower = Listener(transport, ours.fileno(), hub.followers.discard)
    transport.set_protocol(follower)
    hub.followers.add(follower)
    yield hub, theirs
    hub.close()
    theirs.close()


async def test_what_a_socket_does_not_take_at_once_follows_in_order(joined: tuple[Hub, socket.socket]) -> None:
    hub, theirs = joined
    sent = [bytes([number]) * 9000 for number in range(65, 70)]
    for message in sent:
        await hub.publish(message)
    wanted = b"".join(map(chunked, sent))
    found = b""
    while len(found) < len(wanted):
        found += await asyncio.get_running_loop().sock_recv(theirs, 65536)
    assert found == wanted and hub.history == sent
    await hub.publish(b"last", keep=False)
    assert await asyncio.get_running_loop().sock_recv(theirs, 100) == chunked(b"last")


async def test_whoever_comes_back_is_told_what_stands_however_old_its_copy() -> None:
    hub = Hub()
    for message in (b"one;", b"two;", b"three;"):
        await hub.publish(message)
    hub.standing, hub.mark = b"open;", "seven"
    assert hub.change(2, b"two, mended;", b"changed: two, mended;") == b"changed: two, mended;"
    assert hub.replay(0) == b"one;two, mended;three;open;"
    assert hub.replay(1) == b"two, mended;three;open;"
    assert hub.replay(2) == b"changed: two, mended;three;open;"
    assert hub.replay(3) == b"changed: two, mended;open;"
    assert hub.replay(3, "six") == hub.replay(3) and hub.replay(3, "seven") == b"changed: two, mended;"
    assert hub.replay(4).endswith(b"one;two, mended;three;open;") and b"event: reset" in hub.replay(4)
    hub.forget()
    assert hub.replay(0) == b"open;"


async def test_a_journal_that_lost_lines_has_every_page_begin_anew(
    council: Path, agenda: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    for line in ("open", "n6", "n7"):
        session.enter(line)
    session.close()
    [path] = (council / "journal").glob("*.jsonl")
    meeting = Meeting(ID, Follower(path.parent, ID))
    meeting.poll()
    await meeting.tell()
    told: list[bytes] = []

    async def publish(message: bytes, keep: bool = True) -> None:
        assert not keep
        told.append(message)

    monkeypatch.setattr(meeting.feed, "publish", publish)
    rows = path.read_bytes().splitlines(keepends=True)
    shorter = path.with_name("new")
    shorter.write_bytes(b"".join(rows[:-2]))
    shorter.replace(path)
    assert meeting.poll()
    await meeting.tell()
    kinds = [part.split(b"\n")[0] for part in b"".join(told).split(b"event: ")[1:]]
    assert kinds[:2] == [b"reset", b"entry"] and len(meeting.feed.history) < 3


async def test_who_does_not_read_and_who_left_are_gone(joined: tuple[Hub, socket.socket]) -> None:
    hub, theirs = joined
    for _ in range(3 + LIMIT // 9000 * 2):
        await hub.publish(b"x" * 9000, keep=False)
        await asyncio.sleep(0)
    assert not hub.followers
    await hub.publish(b"to nobody")


@pytest.mark.skipif(not hasattr(fcntl, "F_NOTIFY"), reason="this system's kernel gives no notice of changes")
async def test_the_kernel_gives_notice_of_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notice, "REST", 30.0)
    watched = notice.FolderWatch(tmp_path)
    try:
        waiting = asyncio.create_task(watched.wait(urgent=False))
        await asyncio.sleep(0)
        (tmp_path / "a.jsonl").write_text("line\n")
        assert await waiting
    finally:
        watched.close()


async def test_without_a_folder_it_is_only_time_to_look(tmp_path: Path) -> None:
    watched = notice.FolderWatch(tmp_path / "not yet")
    assert not await watched.wait(urgent=True)
    watched.close()


def test_a_prepared_304_says_what_the_first_said(served: Server) -> None:
    tag = served.get(f"/{ID}/feed.json")[1]["ETag"]
    answers = [served.get(f"/{ID}/feed.json", If_None_Match=tag) for _ in range(3)]
    assert {status for status, _, _ in answers} == {304}
    first, *others = ({k: v for k, v in headers.items() if k not in ("Date", "Server")} for _, headers, _ in answers)
    assert others == [first, first] and "Content-Security-Policy" in first
    assert all(headers["Date"] for _, headers, _ in answers)
    path = served.folder / "public" / ID / "feed.json"
    path.write_bytes(path.read_bytes() + b"\n")
    assert served.get(f"/{ID}/feed.json", If_None_Match=tag)[0] == 200
    path.unlink()
    assert served.get(f"/{ID}/feed.json", If_None_Match=tag)[0] == 404
