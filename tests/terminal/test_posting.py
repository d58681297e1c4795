"""The networks in the terminal app: told in a sentence, steered by F3 and F6; what the worker wrote
is what is shown."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.posting.outbox import Sending
from livecouncil.posting.outbox_file import Outbox
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.meeting import MeetingScreen
from livecouncil.terminal.overlays.listing import ChoiceList
from livecouncil.terminal.overlays.outgoing import Departures
from livecouncil.terminal.overlays.question import Question
from tests.conftest import Clock

from .hands import Unhurried
from .test_app import begin, over, send, settled, text

AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")


@pytest.fixture
def posting(council: Path, agenda: Path, clock: Clock) -> Iterator[tuple[Session, Outbox]]:
    with (council / "council.toml").open("a") as file:
        file.write('\n[channels.bluesky]\n[channels.x]\nnetwork = "copy"\n')
    session = Session.open(council, agenda, hold=0, clock=clock)
    outbox = Outbox(council, session.desk.state.agenda.id)
    yield session, outbox
    outbox.close()
    session.close()


async def opened(pilot: Any, screen: MeetingScreen) -> Departures:
    await pilot.press("f3")
    await pilot.pause()
    return over(screen, Departures)


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_network_that_is_away_is_told_with_what_is_safe(
    posting: tuple[Session, Outbox], size: tuple[int, int]
) -> None:
    session, outbox = posting
    async with LivecouncilApp(session, None, Unhurried()).run_test(size=size) as pilot:
        screen = await begin(pilot)
        outbox.stand("bluesky", "waiting", AT, "ClientConnectorError")
        await screen.look_once()
        alarm = text(screen, "#alarm") + text(screen, "#offer")
        assert alarm.startswith("! bluesky onbereikbaar") and "In de wachtrij: 1; zaal en site zijn bij." in alarm
        assert "× bluesky weg, 1 wachten" in text(screen, "#public")
        assert "ClientConnectorError" not in alarm, "no codes"
        await pilot.press("escape")
        await settled(pilot)
        assert text(screen, "#alarm") == "" and "! 1 OPENBAAR" in text(screen, "#meeting"), "read, and lasting"
        outbox.write(Sending("bluesky", 3, "done", AT, "De raadsvergadering", ref={"uri": "at://1", "cid": "c"}))
        outbox.stand("bluesky", "ok", AT)
        await screen.look_once()
        assert "● bluesky" in text(screen, "#public") and "! 1" not in text(screen, "#meeting")


async def test_f6_holds_the_networks_alone_and_says_so(posting: tuple[Session, Outbox]) -> None:
    session, _ = posting
    async with LivecouncilApp(session, None, Unhurried()).run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press("f6")
        await settled(pilot)
        assert session.desk.state.paused and "NETWERKEN STIL: F6" in text(screen, "#meeting")
        await send(pilot, "m3u")
        await pilot.press("=")
        await settled(pilot)
        decided = next(e for e in session.journal.events if isinstance(e, ev.Decided))
        assert {"wall", "feed"} <= set(decided.released)
        await pilot.press("f6")
        await settled(pilot)
        assert not session.desk.state.paused


async def test_a_post_is_copied_counted_and_taken_off_only_after_a_question(posting: tuple[Session, Outbox]) -> None:
    session, outbox = posting
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        outbox.write(Sending("bluesky", 3, "done", AT, "De raadsvergadering", ref={"uri": "at://1", "cid": "c"}))
        board = await opened(pilot, screen)
        assert board.labels[-1].startswith("geopend") and "● 20:00:00" in text(screen, "#overlay")
        await pilot.press("end", "enter")
        await pilot.pause()
        choices = over(screen, ChoiceList).labels
        assert choices[0].startswith("Tekst kopiëren (X ") and [c for c in choices if "persoonsgegeven" in c]
        await pilot.press("enter")
        await pilot.pause()
        assert app.clipboard.startswith("De raadsvergadering") and "https://" not in app.clipboard
        await opened(pilot, screen)
        await pilot.press(
            "end", "enter", *["down"] * next(n for n, c in enumerate(choices) if "persoonsgegeven" in c), "enter"
        )
        await pilot.pause()
        over(screen, Question)
        assert not any(isinstance(e, ev.Posting) for e in session.journal.events)
        await pilot.press("enter")
        await settled(pilot)
        order = next(e for e in session.journal.events if isinstance(e, ev.Posting))
        assert (order.act, order.of, order.reason) == ("delete", (3,), "personal")


async def test_what_waits_can_be_sent_or_cancelled_at_once(posting: tuple[Session, Outbox]) -> None:
    session, outbox = posting
    async with LivecouncilApp(session, None, Unhurried()).run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        outbox.stand("bluesky", "waiting", AT, "stale")
        await screen.look_once()
        assert "te oud om zonder u te plaatsen: 1" in text(screen, "#alarm")
        await opened(pilot, screen)
        await pilot.press("end", "enter")
        await settled(pilot)
        order = next(e for e in session.journal.events if isinstance(e, ev.Posting))
        assert order.act == "cancel" and len(order.of) == 1


async def test_behind_closed_doors_nothing_is_sent_or_taken_off(posting: tuple[Session, Outbox]) -> None:
    session, _ = posting
    for line in ("open", "n10", "besloten"):
        session.enter(line, confirmed=True)
    before = len(session.journal.events)
    assert session.order("send", (3,)).refused and len(session.journal.events) == before
    assert session.pause().kind is Kind.NOTED and session.desk.state.paused
