"""The mirrors in the terminal app: even, behind, at a standstill, and how old they are to who reads there."""

from __future__ import annotations

import asyncio
import http.server
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from livecouncil.mirroring.standing import MirrorStanding, write_standing
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from livecouncil.system.clocks import now_here
from livecouncil.terminal import mirrors
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.mirrors import MirrorsSeen
from livecouncil.wording.faults import in_words

from .hands import Unhurried
from .test_app import begin, send, text


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None: ...


@pytest.fixture
def website(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder and the address where readers find it."""
    root = tmp_path / "www"
    root.mkdir()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield root, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


class Steady:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def steady() -> Steady:
    return Steady()


@pytest.fixture
def mirrored(council: Path, agenda: Path, website: tuple[Path, str], steady: Steady) -> Iterator[Session]:
    with (council / "council.toml").open("a") as file:
        file.write(f'\n[[mirrors]]\nname = "site"\nto = "{website[0]}"\npublic = "{website[1]}"\n')
    session = Session.open(council, agenda, hold=0, steady=steady)
    yield session
    session.close()


def stands(session: Session, **how: object) -> None:
    told = MirrorStanding(at=now_here(), **how)  # type: ignore[arg-type]
    write_standing(session.data, "site", told)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_mirror_has_its_row_and_its_alarm(mirrored: Session, size: tuple[int, int]) -> None:
    stands(mirrored, state="even")
    async with LivecouncilApp(mirrored, None, Unhurried()).run_test(size=size) as pilot:
        screen = await begin(pilot)
        await screen.look_once()
        wide = size[0] > 100
        seen = "#public"
        assert "spiegel site" in text(screen, seen) and (not wide or "bij" in text(screen, seen))
        stands(mirrored, state="behind", behind=3, since=now_here() - timedelta(seconds=40))
        await screen.look_once()
        assert not wide or "3 achter, 40 s" in text(screen, seen) or "3 achter, 41 s" in text(screen, seen)
        assert "Spiegel" not in text(screen, "#alarm")
        stands(mirrored, state="stands", behind=3, since=now_here(), reason="daar is geen ruimte meer")
        await screen.look_once()
        alarm = text(screen, "#alarm") + text(screen, "#offer")
        assert "Spiegel site staat stil sinds" in alarm and "geen ruimte" in alarm
        await send(pilot, "n6")


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_hub_tells_lines_and_a_fork_is_an_alarm(mirrored: Session, size: tuple[int, int]) -> None:
    stands(mirrored, state="behind", kind="hub", behind=3, since=now_here() - timedelta(seconds=40))
    (line,) = MirrorsSeen(mirrored).sentences()
    assert line.note.startswith("3 regels achter, 4") and not line.loud
    async with LivecouncilApp(mirrored, None, Unhurried()).run_test(size=size) as pilot:
        screen = await begin(pilot)
        stands(mirrored, state="stands", kind="hub", fork=True, reason=in_words("hub.fork"))
        await screen.look_once()
        alarm = text(screen, "#alarm") + text(screen, "#offer")
        assert "Hub site" in alarm and "twee geschiedenissen" in " ".join(alarm.split())
        assert size[0] < 100 or "VORK" in text(screen, "#public")
        await send(pilot, "n6")


async def test_no_worker_is_a_standstill_once_it_had_its_time(mirrored: Session, steady: Steady) -> None:
    seen = MirrorsSeen(mirrored)
    (line,) = seen.sentences()
    assert line.note == "begint" and not line.loud
    steady.now += 31
    (line,) = seen.sentences()
    assert line.loud and "niemand houdt hem bij" in line.text


async def test_it_is_read_as_a_reader_does_and_its_age_is_told(
    mirrored: Session, steady: Steady, website: tuple[Path, str]
) -> None:
    """The worker says all is well; only who reads there sees that it is not."""
    mirrored.enter("open")
    mirrored.enter("n6")
    stands(mirrored, state="even")
    seen = MirrorsSeen(mirrored)
    await seen.look()
    assert not seen.sentences()[0].loud
    steady.now += mirrors.OLD + 1
    await seen.look()
    (line,) = seen.sentences()
    assert line.loud and f"{mirrors.OLD + 1} s geleden" in line.text
    publishing.write_public(publishing.record_of(list(mirrored.desk.state.events)), website[0])
    await seen.look()
    assert seen.sentences()[0].note == "bij"
    await asyncio.sleep(0)


def test_a_rehearsal_has_none(council: Path, agenda: Path) -> None:
    with (council / "council.toml").open("a") as file:
        file.write('\n[[mirrors]]\nname = "site"\nto = "/mnt/www"\n')
    session = Session.open(council, agenda, rehearsal=True)
    assert MirrorsSeen(session).sentences() == []
    session.close()


def test_what_is_kept_of_the_council_says_nothing_of_mirrors(mirrored: Session) -> None:
    assert "mirrors" not in mirrored.journal.events[0].model_dump()["council"]
