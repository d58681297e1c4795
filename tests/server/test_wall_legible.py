"""What the last row can read: every state of the wall with its longest content, at three sizes, in three languages.

One browser and one page a size; the states are put into it as the stream would. A capital is never lower than the
floor, nothing but a title is cut, nothing leaves the screen, and a result does not leave its screen empty.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.publishing.folder import words_of_meeting
from livecouncil.publishing.site import static_files
from livecouncil.publishing.wall_pages import wall_page
from livecouncil.publishing.wall_scale import FLOOR, LARGEST
from tests.conftest import Clock
from tests.waiting import until_in

from .wall_cases import CASES, Case, played, shown_in

SIZES = {"1080p": (1920, 1080), "4k": (3840, 2160), "portrait": (1080, 1920)}
LANGUAGES = {"nl": ("nl", "fy"), "fy": ("fy", None), "en": ("en", None)}
SHOWN = [(size, language) for size in SIZES for language in LANGUAGES if size != "4k" or language == "nl"]
"""4k is 1080p twice as large: one language tells whether it is drawn alike."""
EMPTIEST = 35
MEASURE = (Path(__file__).parent / "wall_measure.js").read_text(encoding="utf-8")
TURNED = 3
"""Frames of one state that are looked at; lists have more, all alike."""

Played = dict[tuple[str, ...], list[ev.Base]]


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return played(tmp_path_factory.mktemp("wall"), Clock())


@pytest.fixture
def screen(browser: Any, tmp_path: Path) -> Any:
    """A screen of a size that shows a page of the wall."""
    for name, content in static_files().items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "m").mkdir()
    opened = []

    def on(size: tuple[int, int]) -> Any:
        page = browser.new_page(viewport={"width": size[0], "height": size[1]})
        opened.append(page)
        return page

    yield on, tmp_path / "m" / "wall.html"
    for page in opened:
        page.close()


def _body(case: Case, evenings: Played, languages: tuple[str, str | None]) -> str:
    record = shown_in(case, evenings[case.lines], *languages)
    return wall_page(record, words_of_meeting(record.meeting)).decode()


def _put(page: Any, html: str, floor: float) -> int:
    """Show the body of a page of the wall in the page that is open; how many frames it turns."""
    frames: int = page.evaluate(
        """([html, k]) => {
            const body = new DOMParser().parseFromString(html, "text/html").body;
            const band = document.querySelector(".band");
            if (band) band.remove();
            const other = body.querySelector(".band");
            if (other) document.body.insertBefore(other, document.getElementById("wall"));
            const wall = document.getElementById("wall");
            wall.textContent = "";
            wall.appendChild(body.querySelector("article"));
            document.documentElement.style.setProperty("--k", k);
            livecouncilWall.refit();
            livecouncilWall.show(0);
            return livecouncilWall.views().length; }""",
        [html, floor],
    )
    return frames


def _faults(page: Any, case: Case, floor: float) -> list[str]:
    """What is wrong with a case, frame by frame."""
    found = []
    frames = _put(page, page.case_html, floor)
    for number in range(min(frames, TURNED)):
        page.evaluate(f"livecouncilWall.show({number})")
        seen = page.evaluate(MEASURE)
        where = f"{case.name} {number + 1}/{frames} [{seen['step']}]"
        if seen["cap"] < FLOOR * floor - 0.02:
            found.append(f"{where}: capitals of {seen['cap']:.2f} vmin")
        if seen["out"]:
            found.append(f"{where}: outside {seen['out'][:3]}")
        filled = case.result or case.name.startswith("item-")
        if filled and not number and floor == 1 and seen["empty"] > EMPTIEST:
            found.append(f"{where}: {seen['empty']} % empty")
        if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
            page.screenshot(path=f"{shots}/{page.viewport_size['width']}-{floor}-{case.name}-{number + 1}.png")
            print(f"{page.viewport_size['width']} {where}: {seen['cap']:.2f} vmin, {seen['empty']} %, x{seen['scale']}")
    return found


STALE = ("divided", "sixteen-groups", "tie-longest", "totals-longest", "ballot-longest", "correction-longest", "item")


@pytest.mark.parametrize("size", ["1080p", "portrait"])
@pytest.mark.parametrize("said", ["Bijgewerkt 20:41 · verbinding herstelt", "Geen verbinding: volg de voorzitter"])
def test_above_the_line_of_a_stale_screen_it_is_fitted_again(
    size: str, said: str, evenings: Played, screen: Any
) -> None:
    on, path = screen
    page = on(SIZES[size])
    cases = [case for case in CASES if case.name in STALE]
    path.write_text(_body(cases[0], evenings, ("nl", None)), encoding="utf-8")
    page.goto(path.as_uri())
    until_in(page, "livecouncilWall.views().length")
    page.evaluate("text => { stale.textContent = text; stale.hidden = false; }", said)
    faults: list[str] = []
    for case in cases:
        page.case_html = _body(case, evenings, ("nl", None))
        faults += _faults(page, replace(case, result=False), 1)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("size", "language"), SHOWN)
def test_every_state_with_its_longest_content_is_read_from_the_last_row(
    size: str, language: str, evenings: Played, screen: Any
) -> None:
    on, path = screen
    page = on(SIZES[size])
    faults: list[str] = []
    floors = (1.0, LARGEST) if language == "nl" and size != "4k" else (1.0,)
    for floor in floors:
        for case in CASES:
            html = _body(case, evenings, LANGUAGES[language])
            if not faults and page.url == "about:blank":
                path.write_text(html, encoding="utf-8")
                page.goto(path.as_uri())
                until_in(page, "livecouncilWall.views().length")
            page.case_html = html
            faults += _faults(page, case, floor)
    assert not faults, "\n".join(faults)
