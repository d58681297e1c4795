"""One bad neighbour in the journal folder costs only itself: the meeting that goes on is streamed,
whatever lies beside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from livecouncil.sitting.session import Session

from .test_server import ID, Server, awaited

OTHER = "2026-02-12-raadsvergadering"


def folder(journal: Path) -> None:
    (journal / f"{OTHER}.jsonl").mkdir()


def flipped(journal: Path) -> None:
    """The first line damaged: there is no snapshot to begin with."""
    raw = bytearray((journal / f"{ID}.jsonl").read_bytes())
    raw[200] ^= 1
    (journal / f"{OTHER}.jsonl").write_bytes(bytes(raw))


def nowhere(journal: Path) -> None:
    (journal / f"{OTHER}.jsonl").symlink_to("/nonexistent/journal")


@pytest.mark.parametrize("bad", [folder, flipped, nowhere])
def test_the_meeting_that_goes_on_is_streamed(council: Path, agenda: Path, bad: Callable[[Path], None]) -> None:
    session = Session.open(council, agenda, hold=0)
    session.enter("open")
    server = Server(council)
    try:
        awaited(server)
        bad(council / "journal")
        stream = server.listen(f"/{ID}/stream")
        session.enter("n6")
        session.enter("n7")
        told = (stream.readline() for _ in range(200))  # a silence ends it
        assert any(line == b"id: 3\n" for line in told) and server.process.poll() is None
    finally:
        server.process.kill()
        server.process.wait()
        session.close()
