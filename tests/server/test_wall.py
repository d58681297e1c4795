"""The chamber's wall in a real browser: every state, measured where it hangs."""

from __future__ import annotations

import itertools
import re
import signal
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.core.council.model import Wall
from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing.folder import record_of, words_of
from livecouncil.publishing.site import static_files
from livecouncil.publishing.wall_pages import wall_page
from livecouncil.publishing.wall_scale import FLOOR, scale
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.records import changed
from tests.waiting import until_in

from .test_server import Server, awaited

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


@pytest.mark.parametrize("script", ["wall.js", "wand.js"])
def test_its_scripts_are_of_2017_for_the_screens_of_years_ago(script: str) -> None:
    import esprima  # here, for it takes a second to load and every process reads this file

    esprima.parseScript(static_files()[f"static/{script}"].decode())
    for newer in ("a?.b", "a ?? b", "try {} catch {}"):
        with pytest.raises(esprima.Error):
            esprima.parseScript(newer)


def test_its_style_needs_nothing_a_kiosk_of_years_ago_lacks() -> None:
    style = static_files()["static/wall.css"].decode()
    rules = re.sub(r"/\*.*?\*/|@font-face \{.*?\}", "", style, flags=re.S)
    for newer in (":has(", "color-mix(", "inset:", "aspect-ratio", "clamp(", "@layer", "dvh", "translate:"):
        assert newer not in rules, newer
    assert not re.search(r"[{;]\s*gap:", rules), "a flex box without gap: margins; a grid: grid-gap"


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


def shown(browser: Any, folder: Path, record: PublicRecord, size: tuple[int, int]) -> Any:
    """A page that shows `record`."""
    for path, content in static_files().items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)
    (folder / "m").mkdir(exist_ok=True)
    (folder / "m" / "wall.html").write_bytes(wall_page(record, words_of(record.meeting.language)))
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.goto((folder / "m" / "wall.html").as_uri())
    until_in(page, "livecouncilWall.views().length")
    return page


def words(page: Any, selector: str = "article") -> str:
    """What is written, whatever keeps words whole or together."""
    return str(page.inner_text(selector)).replace("\u00ad", "").replace("\u00a0", " ")


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


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("state", LINES)
def test_every_state_is_black_on_white_or_the_reverse_and_has_no_violation(
    state: str, theme: Any, wall_of: Any, browser: Any, axe: Any, tmp_path: Path
) -> None:
    record = wall_of(*LINES[state])
    assert record.wall.state == state
    page = shown(browser, tmp_path, changed(record, screen=Wall(theme=theme)), SCREENS["1080p"])
    assert contrast(page) == 21
    assert axe(page) == []
    page.close()


def test_a_capital_is_as_high_as_the_distance_asks(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    record = wall_of(*LINES["result"])
    for diagonal, distance in [(65, 10), (85, 16), (98, 10)]:
        screen = Wall(diagonal=diagonal, distance=distance)
        page = shown(browser, tmp_path, changed(record, screen=screen), SCREENS["1080p"])
        high = page.evaluate("""(() => {
            const c = document.createElement("canvas").getContext("2d");
            const s = getComputedStyle(document.querySelector(".w.show header b"));
            c.font = `${s.fontWeight} ${s.fontSize} ${s.fontFamily}`;
            return c.measureText("H").actualBoundingBoxAscent; })()""")
        centimetres = high / 1080 * scale(diagonal, distance).height
        assert centimetres >= distance * 100 / 200 * 0.98
        page.close()
    assert scale(65, 10).factor == pytest.approx(1, abs=0.01) and FLOOR == 6.2


def test_the_second_language_repeats_and_never_completes(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wall_of(*LINES["result"]), SCREENS["1080p"])
    whole = "[...document.querySelectorAll('.w[lang=nl]')].map(e => e.textContent).join(' ')"
    assert "Aangenomen" in page.evaluate(whole) and "Voor 30" in page.evaluate(whole)
    second = page.evaluate("document.querySelector('.w[lang=fy]').textContent")
    assert "Oannommen" in second and "Foar 30" in second
    assert page.evaluate("livecouncilWall.views()[0].frame.lang") == "nl"
    page.close()


def test_what_a_correction_was_and_is_stands_on_the_wall(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wall_of(*LINES["result"], "c m3v pvda ="), SCREENS["1080p"])
    said = words(page)
    assert "Correctie" in said and "Juist: voor 31, tegen 6" in said and "Aangenomen" in said
    assert words(page, "del") == "voor 30, tegen 7"
    page.close()


def test_a_tie_says_what_follows(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    record = wall_of(*LINES["filed"], "af jansen", "m3 18-18 =")
    assert record.wall.form == "tie"
    page = shown(browser, tmp_path, record, SCREENS["1080p"])
    said = words(page)
    assert "Stemmen staken" in said and "Nieuwe stemming volgende vergadering" in said
    page.close()


def test_a_ballot_says_who_for_what_and_by_how_many(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    record = wall_of("open", "n6", "pers Lid van de rekenkamer: Braas 30 Smit 6 tegen 0 blanco 1 ongeldig 0 =")
    page = shown(browser, tmp_path, record, SCREENS["1080p"])
    said = words(page)
    for part in ("Lid van de rekenkamer", "Benoemd: Braas", "30", "6", "Meerderheid 19", "blanco 1", "ongeldig 0"):
        assert part in said
    page.close()


def test_it_shifts_against_burn_in_a_little_a_minute(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wall_of(*LINES["result"]), SCREENS["1080p"])
    places = []
    for minute in range(7):
        page.evaluate(f"performance.now = () => {minute * 60_000}; livecouncilWall.shift()")
        places.append(page.evaluate("(r => [r.x, r.y])(document.querySelector('.w.show h1').getBoundingClientRect())"))
    assert len({tuple(place) for place in places}) == 5, "it moves"
    steps = [max(abs(a - b) for a, b in zip(one, two, strict=True)) for one, two in itertools.pairwise(places)]
    assert min(steps) > 0 and max(steps) <= 4, steps
    page.close()


def test_decisions_are_paged_at_the_end(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    filed = [f"m{n} i pvda: Motie nummer {n} over het Havenkwartier en omgeving" for n in range(1, 31)]
    lines = ["open", "n6", *(line for n, file in enumerate(filed, 1) for line in (file, f"m{n}u ="))]
    page = shown(browser, tmp_path, wall_of(*lines, "sluit"), SCREENS["1080p"])
    seen: list[str] = []
    pages = page.evaluate("livecouncilWall.views().filter(v => v.page).length")
    assert pages > 3 and page.inner_text(".w.show .page") == f"1/{pages}"
    for _ in range(pages):
        rows = "[...document.querySelectorAll('.w.show li')].filter(e => !e.hidden).map(e => e.textContent)"
        seen += page.evaluate(rows)
        page.evaluate("livecouncilWall.turn()")
    assert len(seen) == len(set(seen)) == 30, "each once"
    page.close()


@pytest.mark.parametrize("size", ["1080p", "portrait"])
def test_a_list_grows_no_further_than_its_titles_are_whole(
    size: str, wall_of: Any, browser: Any, tmp_path: Path
) -> None:
    page = shown(browser, tmp_path, wall_of("open", "h 5a-5c =", "n6", "u =", "sluit"), SCREENS[size])
    row = "[...document.querySelectorAll('.w.show li:not([hidden]) > span')]"
    line = "parseFloat(getComputedStyle(one).fontSize)"
    longer = page.evaluate(f"{row}.map((one) => (one.scrollHeight - one.clientHeight) / {line})")
    assert longer and max(longer) < 0.5, "no line of a title is left out"
    page.close()


def test_a_screen_that_is_too_small_says_to_what_distance_it_reads(tmp_path: Path, capsys: Any) -> None:
    assert main(["wall", "--data", str(tmp_path), "--diagonal", "65", "--distance", "10"]) == 0
    assert "Kop 9.4 vh" in capsys.readouterr().out and (tmp_path / "public" / "testkaart.html").exists()
    assert main(["wall", "--data", str(tmp_path), "--diagonal", "40", "--distance", "10"]) == 1
    assert "Te klein voor 10 m: leesbaar tot 8." in capsys.readouterr().out
    assert main(["wall", "--data", str(tmp_path), "--diagonal", "3", "--distance", "10"]) == 2


def test_the_qr_code_leads_to_the_short_address(wall_of: Any, browser: Any, tmp_path: Path) -> None:
    page = shown(browser, tmp_path, wall_of(), SCREENS["1080p"])
    assert page.inner_text(".where") == "raad.voorbeeld.example/live"
    box = page.evaluate("document.querySelector('.qr').getBoundingClientRect().width")
    assert box >= 380, "36vmin: read by a phone from the public benches"
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
    page = shown(browser, tmp_path, record, SCREENS["1080p"])
    assert page.inner_text("h1") == "Een ogenblik geduld"
    page.close()
    session.panic()
    session.tick()
    assert record_of(session.journal.events, "wall").wall.state == "result"
    assert record_of(session.journal.events).feed.entries[-1].outcome == "adopted"
    assert session.enter("c m3v pvda").kind is Kind.WAITS
    session.close()


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
    page.wait_for_selector("#stale:not([hidden])", timeout=60_000)
    assert "verbinding herstelt" in page.inner_text("#stale") and "Aangenomen" in page.inner_text("h1")
    page.evaluate("livecouncilWall.age(61000)")
    page.wait_for_selector("#stale:has-text('volg de voorzitter')")
    assert "Aangenomen" in page.inner_text("h1"), "never blank"
    server.process.send_signal(signal.SIGCONT)
    page.wait_for_selector("#stale", state="hidden", timeout=60_000)
    server.process.kill()
    server.process.wait()
    session.enter("z10")
    again = Server(council, port)
    page.wait_for_selector("article.suspended", timeout=60_000)
    page.close()
    again.process.terminate()
    again.process.wait(60)
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
    while not page.evaluate("livecouncilWall.waiting()"):
        page.wait_for_selector("article.result")
    assert page.query_selector("article.result"), "the next item has come and waits its turn"
    session.undo()
    session.undo()
    page.wait_for_selector("article.filed", timeout=15_000)
    page.close()
    server.process.terminate()
    server.process.wait(60)
    session.close()
