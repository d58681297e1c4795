"""A screen that nobody touches loads itself anew at four in the morning, and never under the eyes of a council.

The page is the real one; what the server would say is answered here, so that it can be four o'clock.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from livecouncil.journal.follower import Follower
from livecouncil.publishing.folder import record_of, words_of
from livecouncil.publishing.site import static_files
from livecouncil.publishing.wall_pages import wall_page
from livecouncil.server.follow import Meeting
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.waiting import until_in

HERE = "http://wand.example"
HOURS_ON = """
const passed = performance.now.bind(performance);
let skipped = 0;
performance.now = () => passed() + skipped;
window.later = (milliseconds) => { skipped += milliseconds; };
"""
"""Time that passed unseen; as in every browser it begins again with each page."""


@dataclass
class Night:
    """What the screen's server says. `loaded` counts how often the page was opened, `asked` how often it was looked
    whether it could be."""

    page: bytes
    said: dict[str, Any] = field(default_factory=lambda: {"clock": "22:10", "sitting": False})
    away: bool = False
    loaded: int = 0
    asked: int = 0

    def answer(self, route: Any) -> None:
        path = route.request.url.removeprefix(HERE)
        if path.startswith("/static/"):
            route.fulfill(body=static_files()[path[1:]], content_type=_type_of(path))
        elif path.startswith("/m/wall-stream"):
            beat = json.dumps({"now": 0, "on": "m", "build": "", **self.said})
            route.fulfill(body=f"retry: 20\nevent: beat\ndata: {beat}\n\n", content_type="text/event-stream")
        elif self.away:
            self.asked += 1
            route.fulfill(status=502)
        else:
            self.loaded += route.request.is_navigation_request()
            route.fulfill(body=self.page, content_type="text/html; charset=utf-8")


def _type_of(path: str) -> str:
    kinds = {"js": "text/javascript", "css": "text/css"}
    return kinds.get(path.rpartition(".")[2], "application/octet-stream")


@pytest.fixture
def night(session: Session) -> Night:
    record = record_of(session.journal.events, "wall")
    return Night(wall_page(record, words_of("nl")))


@pytest.fixture
def screen(night: Night, browser: Any) -> Any:
    context = browser.new_context()
    context.add_init_script(HOURS_ON)
    context.route("**/*", night.answer)
    page = context.new_page()
    page.goto(f"{HERE}/m/wall")
    shows(page, "22:10")
    yield page
    context.close()


def shows(page: Any, clock: str) -> None:
    """Wait until a beat with that time was taken in."""
    until_in(page, "document.querySelector('#wall .now').textContent === given", clock)


def test_it_loads_itself_anew_once(night: Night, screen: Any) -> None:
    screen.evaluate("later(7 * 3600000)")
    night.said = {"clock": "04:03", "sitting": False}
    with screen.expect_navigation():
        pass
    shows(screen, "04:03")
    night.said = {"clock": "04:04", "sitting": False}
    shows(screen, "04:04")
    assert night.loaded == 2, "it is young again, and stays"


def test_a_council_that_still_sits_is_not_disturbed(night: Night, screen: Any) -> None:
    screen.evaluate("later(7 * 3600000)")
    for clock in ("04:03", "04:09"):
        night.said = {"clock": clock, "sitting": True}
        shows(screen, clock)
    night.said = {"clock": "05:00", "sitting": False}
    shows(screen, "05:00")
    assert night.loaded == 1


def test_a_screen_of_this_evening_has_no_need(night: Night, screen: Any) -> None:
    screen.evaluate("later(5 * 3600000)")
    night.said = {"clock": "04:03", "sitting": False}
    shows(screen, "04:03")
    assert night.loaded == 1


def test_where_nobody_answers_it_keeps_what_it_has_and_asks_again(night: Night, screen: Any) -> None:
    screen.evaluate("later(7 * 3600000)")
    night.away = True
    night.said = {"clock": "04:03", "sitting": False}
    shows(screen, "04:03")
    until_in(screen, "document.querySelector('#wall article')")
    screen.evaluate("later(61000)")
    night.said = {"clock": "04:04", "sitting": False}
    shows(screen, "04:04")
    night.away = False
    screen.evaluate("later(61000)")
    with screen.expect_navigation():
        pass
    assert night.loaded == 2 and night.asked >= 1


def test_the_server_says_whether_its_council_sits(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    seen = []
    for line in ("?", "open", "z10", "z", "besloten", "openbaar", "sluit"):
        session.enter(line, confirmed=True, line_mode=True)
        meeting = Meeting("m", Follower(council / "journal", session.desk.state.agenda.id))
        meeting.poll()
        meeting.record = record_of(meeting.events)
        told = meeting.wall_beat("").decode().split("data: ")[1]
        seen.append(json.loads(told)["sitting"])
    session.close()
    assert seen == [False, True, True, True, True, True, False]
