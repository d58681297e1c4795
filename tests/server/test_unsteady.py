"""A line that is cut, freezes or is held up: the page says so in time, by the server's clock, and heals by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.waiting import until

from .hosting import Between
from .test_server import ID, Server, awaited

LIVE = "document.getElementById('net').textContent.startsWith('Live ')"
HEALING = "/^Bijgewerkt \\d\\d:\\d\\d · verbinding herstelt$/.test(document.getElementById('net').textContent)"
CUT = "/^Geen verbinding · stand van \\d\\d:\\d\\d$/.test(document.getElementById('net').textContent)"
FETCHED = "/^Bijgewerkt \\d\\d:\\d\\d$/.test(document.getElementById('net').textContent)"
COUNTED = """
    window.asked = 0;
    const fetches = window.fetch;
    window.fetch = (url, how) => { window.asked += String(url).endsWith("index.html"); return fetches(url, how); };
"""
"""How often the page is asked for, known at once: whoever holds a request up hears of it when more time has passed."""


class Reader:
    """A page behind something unsteady, whose time passes as it is told."""

    def __init__(self, council: Path, session: Session, browser: Any) -> None:
        self.session = session
        self.server = Server(council)
        awaited(self.server)
        self.port = int(urlsplit(self.server.url).port or 0)
        self.context = browser.new_context(timezone_id="America/New_York")
        self.context.clock.install(time="2031-01-01T00:00:00Z")
        self.page = self.context.new_page()

    def open(self, between: Between) -> None:
        self.between = between
        self.page.goto(f"{between.url}{ID}/")

    def after(self, milliseconds: int, true: str) -> None:
        self.page.clock.run_for(milliseconds)
        self.until(true)

    def until(self, true: str) -> None:
        until(lambda: bool(self.page.evaluate(true)), true)

    def shows(self, text: str) -> None:
        self.until(f"document.getElementById('timeline').textContent.includes('{text}')")

    def close(self) -> None:
        self.context.close()
        self.between.thaw()
        self.between.close()
        self.server.process.kill()
        self.server.process.wait()


@pytest.fixture
def reader(council: Path, agenda: Path, clock: Clock, browser: Any) -> Iterator[Reader]:
    session = Session.open(council, agenda, hold=0, clock=clock)
    session.enter("open")
    made = Reader(council, session, browser)
    yield made
    made.close()
    session.close()


def test_a_line_that_freezes_without_a_word_is_said_and_heals(reader: Reader) -> None:
    reader.open(Between(reader.port))
    reader.after(1000, LIVE)
    clock = re.findall(r"\d\d:\d\d", reader.page.inner_text("#net"))
    reader.between.freeze()
    reader.after(13_000, HEALING)
    assert re.findall(r"\d\d:\d\d", reader.page.inner_text("#net")) == clock, (
        "the time it was last right, of the server"
    )
    reader.after(60_000, CUT)
    assert "Geen verbinding" in reader.page.inner_text("#announce"), "who does not see it hears it"
    reader.session.enter("n6")
    reader.after(30_000, CUT)
    reader.between.thaw()
    reader.after(13_000, LIVE)
    reader.shows("Woonvisie")
    assert "6 Woonvisie" in reader.page.inner_text("#status")


def test_what_holds_up_the_stream_leaves_the_files(reader: Reader) -> None:
    reader.open(Between(reader.port, holds=b"retry: "))
    reader.after(11_000, HEALING)
    for _ in range(3):
        reader.page.clock.run_for(6000)
    reader.after(6000, FETCHED)
    reader.session.enter("n6")
    shown = "document.getElementById('timeline').textContent.includes('Woonvisie')"
    until(lambda: bool(reader.page.clock.run_for(6000) or reader.page.evaluate(shown)), "the files were not asked")
    assert "6 Woonvisie" in reader.page.inner_text("#status")


def living(pages: list[Any]) -> int:
    """How many of them hear the council."""
    return sum(page.evaluate(LIVE) for page in pages)


def test_nine_windows_of_one_browser_are_all_open_and_all_follow(reader: Reader) -> None:
    reader.open(Between(reader.port))
    reader.after(1000, LIVE)
    pages = [reader.page]
    for _ in range(8):
        pages.append(reader.context.new_page())
        pages[-1].goto(reader.page.url)  # with six lines open, a seventh window stayed white
        pages[-1].clock.run_for(1000)
    reader.session.enter("n6")
    shown = "document.getElementById('timeline').textContent.includes('Woonvisie')"
    for page in pages:
        until(lambda page=page: bool(page.clock.run_for(3000) or page.evaluate(shown)), page.inner_text("#net"))  # type: ignore[misc]
    until(lambda: [page.clock.run_for(1000) for page in pages] and living(pages) == 4, "a line a place")
    pages[0].close()
    until(lambda: [page.clock.run_for(1000) for page in pages[1:]] and living(pages[1:]) == 4, "a place is taken")


def test_a_server_killed_and_started_again_is_found_without_a_hand(reader: Reader, council: Path) -> None:
    reader.open(Between(reader.port))
    reader.after(1000, LIVE)
    reader.server.process.kill()
    reader.server.process.wait()
    reader.after(13_000, HEALING)
    reader.session.enter("n6")
    reader.server = Server(council, str(reader.port))
    awaited(reader.server)
    reader.page.evaluate("dispatchEvent(new Event('online'))")
    reader.shows("Woonvisie")
    reader.after(1000, LIVE)


def test_a_page_nobody_saw_for_an_hour_looks_at_once(reader: Reader) -> None:
    reader.open(Between(reader.port))
    reader.after(1000, LIVE)
    hide = "Object.defineProperty(document, 'hidden', {{value: {0}, configurable: true}});"
    hide += " document.dispatchEvent(new Event('visibilitychange'))"
    reader.page.evaluate(hide.format("true"))
    reader.page.clock.run_for(6000)
    reader.session.enter("n6")
    reader.page.clock.fast_forward(3_600_000)
    assert reader.page.locator("#timeline :text('Woonvisie')").count() == 0, "it let go of its line"
    reader.page.evaluate(hide.format("false"))
    reader.shows("Woonvisie")
    reader.after(1000, LIVE)


def test_without_a_network_a_reload_shows_the_last_page_and_nothing_taken_back(reader: Reader) -> None:
    reader.session.enter("n6")
    reader.open(Between(reader.port))
    reader.shows("Woonvisie")
    reader.page.evaluate("navigator.serviceWorker.ready")
    kept = "caches.keys().then((k) => k.length && caches.match('index.html')).then((r) => r ? r.text() : '')"
    reader.until(f"{kept}.then((text) => text.includes('Woonvisie'))")
    reader.session.enter("m1 i pvda: Huis van Kanariepiet")
    until(lambda: b"Kanariepiet" in reader.server.get(f"/{ID}/")[2], "it is not written")
    reader.page.reload()
    reader.shows("Kanariepiet")
    reader.until(f"{kept}.then((text) => text.includes('Kanariepiet'))")
    assert not reader.session.enter("wis Kanariepiet: verzoek", confirmed=True, line_mode=True).refused
    reader.until("!document.body.textContent.includes('Kanariepiet')")
    gone = f"{kept}.then((text) => !text.includes('Kanariepiet'))"
    reader.until(gone)
    reader.until(f"{kept}.then((text) => text.includes('Woonvisie'))")
    reader.context.set_offline(True)
    reader.page.reload()
    assert "Woonvisie" in reader.page.inner_text("#timeline")
    reader.after(2000, HEALING)


def test_a_page_that_followed_all_evening_shows_its_last_state_on_a_reload_without_a_network(reader: Reader) -> None:
    reader.open(Between(reader.port))
    reader.after(1000, LIVE)
    reader.page.evaluate("navigator.serviceWorker.ready")
    reader.until("navigator.serviceWorker.controller !== null")
    for line in ("n6", "m1 i pvda: Starters eerst", "m1v vvd =", "c m1v pvda ="):
        assert not reader.session.enter(line, confirmed=True, line_mode=True).refused
    reader.shows("Correctie")
    reader.page.evaluate("document.body.style.minHeight = '5000px'; scrollTo(0, 900)")
    reader.session.enter("n7")
    reader.until("!document.getElementById('gate').hidden")
    kept = "caches.match('index.html').then((r) => r.text()).then((text) => text.includes('Agendapunt 7'))"
    until(lambda: bool(reader.page.clock.run_for(5000) or reader.page.evaluate(kept)), "no copy was kept")
    reader.context.set_offline(True)
    reader.page.reload()
    shown = reader.page.inner_text("#timeline")
    assert reader.page.inner_text("#net").startswith("Bijgewerkt "), "nobody is heard, so it is not live"
    assert "Agendapunt 7" in shown and "Correctie" in shown and "7 Krediet" in reader.page.inner_text("#status")
    assert reader.page.locator("#keys del, #m1-stemming del").count() == 1 and reader.page.is_hidden("#gate")
    reader.after(2000, HEALING)
    reader.session.enter("n8")
    reader.context.set_offline(False)
    reader.page.evaluate("scrollTo(0, 0); dispatchEvent(new Event('online'))")
    reader.shows("Agendapunt 8")


def test_a_network_with_a_page_of_its_own_for_everything_is_not_taken_for_the_council(reader: Reader) -> None:
    """A hotel asks for a name first, whatever is asked of it."""
    reader.open(Between(reader.port))
    reader.after(1000, LIVE)
    hotel = "<!DOCTYPE html><title>Welkom</title>"
    reader.context.route("**/*", lambda route: route.fulfill(body=hotel, content_type="text/html"))
    reader.page.evaluate("line.close()")
    reader.after(13_000, HEALING)
    for _ in range(10):
        reader.page.clock.run_for(6000)
    reader.after(6000, CUT)
    reader.context.unroute_all()
    reader.session.enter("n6")
    shown = "document.getElementById('timeline').textContent.includes('Woonvisie')"
    until(lambda: bool(reader.page.clock.run_for(6000) or reader.page.evaluate(shown)), "it did not heal")


def test_a_page_that_takes_half_a_minute_is_waited_for(reader: Reader) -> None:
    """On a slow network it comes later than the next look would: asked for anew each time, it would never be there."""
    reader.context.add_init_script("delete Navigator.prototype.serviceWorker")  # what one fetches nobody holds up
    reader.open(Between(reader.port))
    held: list[Any] = []
    reader.context.route("**/stream?*", lambda route: route.abort())
    reader.context.route("**/index.html", lambda route: held.append(route))
    reader.page.evaluate(COUNTED)
    reader.page.evaluate("line.close()")
    reader.session.enter("n6")
    until(lambda: bool(reader.page.clock.run_for(2000) or reader.page.evaluate("asked")), "the page is not asked for")
    for _ in range(6):
        reader.page.clock.run_for(5000)
    assert reader.page.evaluate("asked") == 1
    until(lambda: bool(held), "the page is asked for and not fetched")
    held[0].continue_()
    reader.shows("Woonvisie")
