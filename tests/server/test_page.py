"""The live page in a real browser: with and without JavaScript, on a phone, quoted and embedded."""

from __future__ import annotations

import gzip
import os
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.publishing import all_meetings
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from tests.conftest import Clock

ID = "2026-03-12-raadsvergadering"
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def public(evening: Path) -> Path:
    return evening / "public"


def visible(page: Any, selector: str) -> int:
    return sum(e.is_visible() for e in page.query_selector_all(selector))


@pytest.mark.parametrize("script", [True, False])
def test_decisions_alone_can_be_read_with_and_without_javascript(public: Path, browser: Any, script: bool) -> None:
    context = browser.new_context(java_script_enabled=script, viewport=PHONE)
    page = context.new_page()
    page.goto((public / ID / "index.html").as_uri())
    everything = visible(page, ".timeline li.entry")
    page.check("#only", force=True)
    decisions = visible(page, ".timeline li.entry")
    assert 0 < decisions == visible(page, ".timeline li.entry.decision") < everything
    assert page.is_visible("#wie") == page.is_visible("label:has(#dit-punt)") == script, "what only a script can filter"
    context.close()


def test_without_javascript_the_page_comes_again_by_itself(public: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((public / ID / "index.html").as_uri())
    assert page.query_selector("meta[http-equiv=refresh]").get_attribute("content") == "60"
    context.close()


def test_who_voted_what_stands_under_the_result(public: Path, browser: Any) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto((public / ID / "index.html").as_uri())
    row = page.query_selector("#m3-stemming")
    row.query_selector("summary").click()
    told = dict(
        zip(
            [e.inner_text() for e in row.query_selector_all("dt")],
            [e.inner_text().split("), ") for e in row.query_selector_all("dd")],
            strict=True,
        )
    )
    assert len(told["Voor"]) == 26 and len(told["Tegen"]) == 11
    if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
        page.screenshot(path=f"{shots}/phone.png", full_page=False)
    page.close()


def test_a_permalink_leads_to_its_entry(public: Path, browser: Any) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto((public / ID / "index.html").as_uri() + "#m3-stemming")
    assert page.query_selector("#m3-stemming").is_visible() and page.evaluate("scrollY") > 0
    page.close()


def test_copying_a_decision_gives_sentence_time_and_address(public: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script("navigator.clipboard.writeText = async (t) => { window.copied = t; }")
    page.goto((public / ID / "index.html").as_uri())
    page.click("#m3-stemming .copy")
    copied = page.evaluate("copied")
    assert (
        copied.startswith("Motie M3 ‘Zebrapad Dorpsstraat’ is aangenomen. Voor 26") and "(2026-03-12 21:47)" in copied
    )
    assert copied.endswith("index.html#m3-stemming")
    context.close()


def test_the_first_content_is_light(public: Path) -> None:
    """Page, style, script and both weights of the font: what is asked for before the page stands."""
    static = ("design.css", "page.css", "live.css", "line.js", "live.js", "sans-400.woff2", "sans-700.woff2")
    first = [public / ID / "index.html", *(public / "static" / name for name in static)]
    assert sum(len(gzip.compress(path.read_bytes())) for path in first) < 50_000


def test_nothing_comes_from_elsewhere_and_no_cookie_is_set(public: Path, browser: Any) -> None:
    context = browser.new_context()
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda r: asked.append(r.url))
    for name in ("index.html", "embed.html", "transcript.html", "wall.html"):
        page.goto((public / ID / name).as_uri())
    assert asked and all(u.startswith(("file:", "data:")) for u in asked) and context.cookies() == []
    context.close()


def test_the_embed_shows_decisions_and_leads_out_of_its_frame(public: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 480})
    page.goto((public / ID / "embed.html").as_uri())
    assert page.eval_on_selector("base", "e => e.target") == "_top"
    assert 0 < visible(page, "#keys > li") <= 8
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.close()


@pytest.mark.parametrize("scheme", ["none", "active"])
def test_on_the_smallest_screen_every_decision_fits(public: Path, browser: Any, scheme: Any) -> None:
    """320 pixels: also a phone of 1,280 at 400 %."""
    page = browser.new_page(viewport={"width": 320, "height": 640}, forced_colors=scheme)
    for name in ("index.html", "embed.html"):
        page.goto((public / ID / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
    page.goto((public / ID / "index.html").as_uri())
    pictures = page.query_selector_all(".timeline .drawn")
    boxes = [(one.bounding_box(), one.evaluate("e => e.closest('li').getBoundingClientRect().x")) for one in pictures]
    assert boxes and all(row <= box["x"] and box["x"] + box["width"] <= 320 for box, row in boxes)
    page.close()


HIDDEN = """() => {
  const focused = document.activeElement;
  const shown = focused.matches("input") ? focused.nextElementSibling : focused;
  const [box, line] = [shown, document.querySelector(".now")].map((one) => one.getBoundingClientRect());
  const covered = box.top >= line.top && box.bottom <= line.bottom && !focused.closest(".now");
  return covered || box.bottom <= 0 || box.top >= innerHeight ? focused.outerHTML.slice(0, 80) : "";
}"""
"""What has the focus where nobody sees it."""


@pytest.mark.parametrize("size", [PHONE, {"width": 320, "height": 256}], ids=["phone", "400 %"])
def test_what_has_the_focus_is_never_behind_the_line_on_top(public: Path, browser: Any, size: Any) -> None:
    page = browser.new_page(viewport=size)
    page.goto((public / ID / "index.html").as_uri())
    page.evaluate("gate.textContent = '3 nieuwe berichten tonen'; gate.hidden = false")
    page.locator("footer a").last.focus()
    seen = 0
    while not page.evaluate("document.activeElement.matches('.skip')"):
        page.keyboard.press("Shift+Tab")
        seen += 1
        assert page.evaluate(HIDDEN) == ""
    assert seen > 20
    page.close()


def test_the_filters_are_worked_by_keys_and_say_what_they_show(public: Path, browser: Any) -> None:
    page = browser.new_page(viewport=PHONE)
    page.goto((public / ID / "index.html").as_uri())
    everything = visible(page, ".timeline li.entry")
    page.focus("#filters input")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") == "only"
    assert 0 < visible(page, ".timeline li.entry") < everything
    page.keyboard.press("ArrowLeft")
    page.select_option("#wie", index=1)
    chosen = page.eval_on_selector("#wie", "e => e.value")
    rows = [row.text_content() for row in page.query_selector_all(".timeline li.entry") if row.is_visible()]
    assert 0 < len(rows) < everything and all(chosen in row for row in rows)
    page.close()


def test_an_announced_meeting_stands_on_the_list(evening: Path, browser: Any, tmp_path: Path) -> None:
    council = tmp_path / "raad"
    shutil.copytree(evening, council)
    agenda = next((council / "agendas").glob("*.toml"))
    later = agenda.with_name("2026-04-16-raadsvergadering.toml")
    later.write_text(agenda.read_text().replace("2026-03-12T19:30:00+01:00", "2026-04-16T19:30:00"))
    all_meetings.write_index(council / "public")
    page = browser.new_page()
    page.goto((council / "public" / "index.html").as_uri())
    assert "Donderdag 16 april 2026, 19:30" in page.inner_text("#aangekondigd ~ ul")
    page.close()


STATES: dict[str, tuple[str, ...]] = {
    "planned": (),
    "not_opened": ("af cda vvd pvda gl sp fnp", "open ="),
    "open": ("open", "n6", "m3 i pvda gl: Starters eerst", "m3v cda jansen ="),
    "corrected": ("open", "n6", "m3 i pvda: Starters", "m3v cda =", "c m3v vvd ="),
    "suspended": ("open", "n6", "z10"),
    "closed_doors": ("open", "n10", "besloten"),
    "closed": ("open", "h 5a-5c =", "n6", "u =", "sluit"),
}


def pages_in(state: str, council: Path) -> list[Path]:
    """The pages of a meeting of the fictitious council in this state, in a folder that is not there yet."""
    shutil.copytree(str(files("livecouncil") / "example"), council)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0, clock=Clock())
    for line in STATES[state]:
        assert not session.enter(line, confirmed=True, line_mode=True).refused, line
    record = publishing.record_of(session.journal.events)
    session.close()
    assert record.meeting.status == ("open" if state == "corrected" else state)
    publishing.write_public(record, council / "public")
    folder = council / "public" / ID
    names = ["index.html", "transcript.html", "embed.html", "wall.html", "punt-6/index.html", "m3/index.html"]
    return [folder / name for name in names if (folder / name).exists()]


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    folder = tmp_path_factory.mktemp("states")
    return {state: pages_in(state, folder / state) for state in STATES}


def test_every_state_of_the_pages_is_valid(states: dict[str, list[Path]], vnu: Any) -> None:
    """All in one run: the checker takes longer to start than to read."""
    assert vnu([path for pages in states.values() for path in pages]) == ""


@pytest.mark.parametrize("state", STATES)
def test_every_state_of_the_pages_is_accessible(
    state: str, states: dict[str, list[Path]], browser: Any, axe: Any
) -> None:
    page = browser.new_page(viewport=PHONE)
    for path in states[state]:
        page.goto(path.as_uri())
        assert axe(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
            page.screenshot(path=f"{shots}/page-{state}-{path.stem}.png")
    page.close()
