"""The chamber's wall in a real browser: every state, measured where it hangs."""

from __future__ import annotations

import itertools
import os
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.core.council.model import Wall
from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.publishing import pages
from livecouncil.publishing.folder import record_of, words_of
from livecouncil.publishing.site import static_files
from livecouncil.publishing.wall_scale import LARGEST, scale
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.records import changed

from .test_server import Server, awaited

LONG = "Voorstel tot het " + "gezamenlijk herontwikkelen van de bedrijventerreinen " * 39
GROUPS = tuple(GroupVotes(f"Fractie nummer {n}", f"Fractie{n}", 2 if n % 5 else 1, 2) for n in range(1, 17))
SCREENS = {"1080p": (1920, 1080), "4k": (3840, 2160), "portrait": (1080, 1920)}
LINES: dict[str, tuple[str, ...]] = {
    "before": (),
    "no_quorum": ("af cda vvd pvda gl sp fnp", "open ="),
    "item": ("open", "n6"),
    "filed": ("open", "n6", "m3 i pvda gl: Starters eerst"),
    "voting": ("open", "n6", "m3 i pvda gl: Starters eerst", "st m3"),
    "result": ("open", "n6", "m3 i pvda gl: Starters eerst", "m3v cda jansen ="),
    "suspended": ("open", "n6", "z10"),
    "closed_doors": ("open", "n10", "besloten"),
    "end": ("open", "h 5a-5c =", "n6", "u =", "sluit"),
}


@pytest.fixture
def wall_of(council: Path, agenda: Path, clock: Clock) -> Iterator[Any]:
    """The wall's record after some lines."""
    opened: list[Session] = []

    def sit(*lines: str) -> PublicRecord:
        session = Session.open(council, agenda, hold=0, clock=clock)
        opened.append(session)
        for line in lines:
            assert not session.enter(line, confirmed=True, line_mode=True).refused, line
        return record_of(session.journal.events, "wall")

    yield sit
    for session in opened:
        session.close()


def shown(browser: Any, folder: Path, record: PublicRecord, size: tuple[int, int], name: str = "") -> Any:
    """A page that shows `record`; kept as a picture where LIVECOUNCIL_SHOTS names a folder."""
    for path, content in static_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "m").mkdir(exist_ok=True)
    (folder / "m" / "wall.html").write_bytes(pages.wall(record, words_of(record.meeting.language)))
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto((folder / "m" / "wall.html").as_uri())
    if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
        page.emulate_media(reduced_motion="reduce")
        page.screenshot(path=f"{shots}/{name}-{size[0]}x{size[1]}.png")
    return page


def fits(page: Any, *must: str) -> None:
    """No scroll bar, and every one of `must` whole within the screen and uncut."""
    assert page.evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    for selector in must:
        box = page.evaluate(f"""(() => {{
            const e = document.querySelector({selector!r});
            const r = e.getBoundingClientRect(), a = e.closest("article").getBoundingClientRect();
            return r.top >= a.top - 1 && r.bottom <= a.bottom + 1 && e.scrollWidth <= e.clientWidth + 1; }})()""")
        assert box, selector


def contrast(page: Any) -> float:
    """Contrast of the text on its ground (WCAG 2.2)."""
    colours = page.evaluate(
        "(() => { const s = getComputedStyle(document.querySelector('h1'));"
        " return [s.color, getComputedStyle(document.body).backgroundColor]; })()"
    )

    def light(colour: str) -> float:
        parts = [int(v) / 255 for v in re.findall(r"\d+", colour)[:3]]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted(map(light, colours), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("state", LINES)
def test_every_state_fits_every_screen(
    state: str, size: str, wall_of: Any, browser: Any, axe: str, tmp_path: Path
) -> None:
    record = wall_of(*LINES[state])
    assert record.wall.state == state
    page = shown(browser, tmp_path, record, SCREENS[size], state)
    fits(page, "h1")
    assert contrast(page) >= 15
    if size == "1080p":
        page.evaluate(axe)
        assert page.evaluate("axe.run()")["violations"] == []
    page.close()


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_longest_title_and_sixteen_groups_leave_outcome_and_figures_whole(
    theme: Any, size: str, wall_of: Any, browser: Any, tmp_path: Path
) -> None:
    record = wall_of(*LINES["result"])
    wall = replace(
        record.wall, title=LONG, item_title=LONG, groups_for=GROUPS, groups_against=GROUPS, for_=45, against=44
    )
    screen = Wall(diagonal=65, distance=13, theme=theme)
    assert 1.29 < scale(65, 13).factor <= LARGEST
    page = shown(
        browser,
        tmp_path,
        changed(replace(record, wall=wall), screen=screen, rehearsal=True),
        SCREENS[size],
        f"longest-{theme}",
    )
    fits(page, "h1", ".sides h2", ".sides section:last-child h2", ".sides li:last-child")
    assert contrast(page) >= 15
    page.close()


def test_a_capital_is_as_high_as_the_distance_asks(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    record = wall_of(*LINES["result"])
    for diagonal, distance in [(65, 10), (85, 16), (98, 10)]:
        page = shown(
            browser, tmp_path, changed(record, screen=Wall(diagonal=diagonal, distance=distance)), SCREENS["1080p"]
        )
        high = page.evaluate("""(() => {
            const c = document.createElement("canvas").getContext("2d");
            const s = getComputedStyle(document.querySelector("h1"));
            c.font = `${s.fontWeight} ${s.fontSize} ${s.fontFamily}`;
            return c.measureText("H").actualBoundingBoxAscent; })()""")
        centimetres = high / 1080 * scale(diagonal, distance).height
        assert centimetres >= distance * 100 / 200 * 0.99
        page.close()


def test_a_screen_that_is_too_small_says_to_what_distance_it_reads(tmp_path: Path, capsys: Any) -> None:
    assert main(["wall", "--data", str(tmp_path), "--diagonal", "65", "--distance", "10"]) == 0
    assert "Kop 8.6 vh" in capsys.readouterr().out and (tmp_path / "public" / "testkaart.html").exists()
    assert main(["wall", "--data", str(tmp_path), "--diagonal", "40", "--distance", "10"]) == 1
    assert "Te klein voor 10 m: leesbaar tot 8." in capsys.readouterr().out
    assert main(["wall", "--data", str(tmp_path), "--diagonal", "3", "--distance", "10"]) == 2


def test_the_qr_code_leads_to_the_short_address(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wall_of(), SCREENS["1080p"])
    assert page.inner_text(".address span") == "raad.voorbeeld.example/live/2026-03-12-raadsvergadering/"
    box = page.evaluate("document.querySelector('.qr').getBoundingClientRect().width")
    assert box >= 270, "26vh: read by a phone from the public benches"
    page.close()


@pytest.mark.parametrize("size", SCREENS)
def test_a_ballots_result_says_who_and_for_what(wall_of: Any, browser: Any, tmp_path: Path, size: str) -> None:
    record = wall_of("open", "n6", "pers Lid van de rekenkamer: braas 30 smit 6 tegen 0 blanco 1 ongeldig 0 =")
    page = shown(browser, tmp_path, record, SCREENS[size])
    said = page.inner_text("article")
    assert "Benoemd" in said and "Lid van de rekenkamer" in said and "30" in said
    fits(page, "h1", "article.result .big")
    page.close()


def test_panic_shows_a_neutral_card_and_holds_everything(
    council: Path, agenda: Path, clock: Clock, browser: Any, tmp_path: Path
) -> None:
    session = Session.open(council, agenda, clock=clock)
    for line in ("open", "n6", "m3 i pvda: Starters eerst", "m3v cda ="):
        session.enter(line, line_mode=True)
    session.panic()
    clock.now += timedelta(seconds=60)
    session.tick()
    record = record_of(session.journal.events, "wall")
    assert record.wall.state == "panic" and not record_of(session.journal.events).feed.entries
    page = shown(browser, tmp_path, record, SCREENS["1080p"], "panic")
    assert page.inner_text("article") == "Een ogenblik geduld"
    page.close()
    session.panic()
    session.tick()
    assert record_of(session.journal.events, "wall").wall.state == "result"
    assert record_of(session.journal.events).feed.entries[-1].outcome == "adopted"
    assert session.enter("c m3v pvda").kind is Kind.WAITS
    session.close()


def test_reduced_motion_and_no_flash(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    record = wall_of(*LINES["item"])
    page = shown(browser, tmp_path, record, SCREENS["1080p"])
    assert page.evaluate("getComputedStyle(document.querySelector('article')).animationDuration") == "0.15s"
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.querySelector('article')).animationName") == "none"
    page.close()


def test_positions_shift_against_burn_in_a_little_a_minute(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wall_of(*LINES["result"]), SCREENS["1080p"])
    places = []
    for minute in range(7):
        page.evaluate(f"Date.now = () => {minute * 60_000}; shift()")
        fits(page, "h1")
        box = page.evaluate(
            "(() => { const r = document.querySelector('h1').getBoundingClientRect(); return [r.x, r.y]; })()"
        )
        places.append(tuple(box))
    assert len(set(places)) == 5, "it moves"
    steps = [max(abs(a - b) for a, b in zip(one, two, strict=True)) for one, two in itertools.pairwise(places)]
    assert min(steps) > 0 and max(steps) <= 4, steps
    page.close()


def test_decisions_are_paged_at_the_end(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    lines = [
        "open",
        "n6",
        *(
            line
            for n in range(1, 31)
            for line in (f"m{n} i pvda: Motie nummer {n} over het Havenkwartier en omgeving", f"m{n}u =")
        ),
    ]
    page = shown(browser, tmp_path, wall_of(*lines, "sluit"), SCREENS["1080p"], "end-paged")
    fits(page, "h1")
    first = page.evaluate("[...document.querySelectorAll('.pages li')].filter(e => !e.hidden).map(e => e.textContent)")
    page.evaluate("turn()")
    second = page.evaluate("[...document.querySelectorAll('.pages li')].filter(e => !e.hidden).map(e => e.textContent)")
    assert first and second and not set(first) & set(second)
    page.close()


def test_the_wall_says_it_is_stale_keeps_its_text_and_comes_back(
    council: Path, agenda: Path, clock: Clock, browser: Any
) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    for line in ("open", "n6", "m3 i pvda: Starters eerst", "m3v cda ="):
        session.enter(line, line_mode=True)
    server = Server(council)
    awaited(server)
    port = server.url.rstrip("/").rsplit(":")[-1]
    token = (council / "wall.url").read_text().strip().split("token=")[1]
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{server.url}{session.desk.state.agenda.id}/wall?token={token}")
    page.wait_for_selector("#stale", state="hidden")
    server.process.send_signal(signal.SIGSTOP)
    page.wait_for_selector("#stale:not([hidden])", timeout=15_000)
    assert "verbinding herstelt" in page.inner_text("#stale") and "Aangenomen" in page.inner_text("h1")
    page.evaluate("heard -= 61000")
    page.wait_for_selector("#stale:has-text('volg de voorzitter')")
    assert "Aangenomen" in page.inner_text("h1"), "never blank"
    server.process.send_signal(signal.SIGCONT)
    page.wait_for_selector("#stale", state="hidden", timeout=15_000)
    server.process.kill()
    server.process.wait()
    session.enter("z10")
    again = Server(council, port)
    page.wait_for_selector("article.suspended", timeout=30_000)
    page.close()
    again.process.terminate()
    again.process.wait(10)
    session.close()


def test_a_result_rests_but_what_takes_it_back_does_not_wait(
    council: Path, agenda: Path, clock: Clock, browser: Any
) -> None:
    session = Session.open(council, agenda, clock=clock)
    for line in ("open", "n6", "m3 i pvda: Starters eerst", "m3v cda ="):
        session.enter(line, line_mode=True)
    server = Server(council)
    awaited(server)
    token = (council / "wall.url").read_text().strip().split("token=")[1]
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{server.url}{session.desk.state.agenda.id}/wall?token={token}")
    page.wait_for_selector("article.result")
    session.enter("n7")
    while page.evaluate("next === null"):
        page.wait_for_selector("article.result")
    assert page.query_selector("article.result"), "the next item has come and waits its turn"
    session.undo()
    session.undo()
    page.wait_for_selector("article.filed", timeout=5000)
    page.close()
    server.process.terminate()
    server.process.wait(10)
    session.close()
