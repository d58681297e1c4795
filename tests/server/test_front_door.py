"""The front door: what is on now, what comes, what was; kept up while a meeting goes on."""

from __future__ import annotations

import os
import shutil
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.publishing import all_meetings
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.waiting import until

from .test_living import Evening, sit
from .test_server import ID, Server

__all__ = ["sit"]
STATES: dict[str, tuple[str, ...]] = {
    "planned": (),
    "open": ("open", "n6", "m3 i pvda gl: Starters eerst", "m3v cda jansen ="),
    "long": ("open", "n6", f"m3 i pvda gl: {'Starters eerst ' * 130}", "m3v cda jansen ="),
    "closed": ("open", "h 5a-5c =", "sluit"),
}
SIZES: dict[str, tuple[int, int, dict[str, Any]]] = {
    "1280": (1280, 900, {"color_scheme": "light"}),
    "1280-dark": (1280, 900, {"color_scheme": "dark"}),
    "320": (320, 640, {"color_scheme": "light"}),  # also 1280 at 400 %
    "320-forced": (320, 640, {"forced_colors": "active"}),
    "paper": (680, 960, {"color_scheme": "dark"}),
}
"""The last one as it is printed; who reads in the dark has black on white there too."""


@pytest.fixture(scope="module")
def doors(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The front door in every state, with a meeting announced and none at all."""
    base = tmp_path_factory.mktemp("doors")
    found: dict[str, Path] = {}
    for state, lines in STATES.items():
        council = base / state
        shutil.copytree(str(files("livecouncil") / "example"), council)
        agenda = next((council / "agendas").glob("*.toml"))
        session = Session.open(council, agenda, hold=0, clock=Clock())
        for line in lines:
            assert not session.enter(line, confirmed=True, line_mode=True).refused, line
        record = publishing.record_of(session.journal.events)
        session.close()
        later = agenda.with_name("2026-04-16-raadsvergadering.toml")
        if state == "closed":
            off = agenda.with_name("2026-04-02-raadsvergadering.toml")
            told = agenda.read_text().replace("2026-03-12T19:30:00+01:00", "2026-04-02T19:30:00")
            off.write_text(told.replace("[meeting]", "[meeting]\ncancelled = true", 1))
        later.write_text(agenda.read_text().replace("2026-03-12T19:30:00+01:00", "2026-04-16T19:30:00"))
        publishing.write_public(record, council / "public")
        all_meetings.write_index(council / "public")
        found[state] = council / "public" / "index.html"
    (base / "nothing" / "journal").mkdir(parents=True)
    all_meetings.write_index(base / "nothing" / "public")
    publishing.write_static(base / "nothing" / "public")
    return found | {"nothing": base / "nothing" / "public" / "index.html"}


def test_every_state_of_it_is_valid(doors: dict[str, Path], vnu: Any) -> None:
    assert vnu(list(doors.values())) == ""


@pytest.mark.parametrize("size", SIZES)
def test_every_state_of_it_is_accessible_and_fits(doors: dict[str, Path], browser: Any, axe: Any, size: str) -> None:
    width, height, look = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height}, **look)
    for state, path in doors.items():
        page.goto(path.as_uri())
        if size == "paper":
            page.emulate_media(media="print")
            assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
        rules = {"link-in-text-block": {"enabled": size != "paper"}}  # nobody follows a link on paper
        assert axe(page, rules=rules) == [], state
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), state
        if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
            page.screenshot(path=f"{shots}/front-{state}-{size}.png", full_page=True)
    page.close()


def test_it_says_first_what_is_on_then_what_comes_then_what_was(doors: dict[str, Path], browser: Any) -> None:
    page = browser.new_page()
    headings = {}
    for state, path in doors.items():
        page.goto(path.as_uri())
        headings[state] = [one.inner_text() for one in page.query_selector_all("h2")]
    assert headings["open"] == ["Raadsvergadering Voorbeeld 12 maart 2026", "Volgende vergadering", "Volgen"]
    assert headings["closed"] == ["Volgende vergadering", "Gaat niet door", "Eerdere vergaderingen", "Volgen"]
    page.goto(doors["open"].as_uri())
    hero = page.inner_text(".hero")
    assert "Bezig · 6 Woonvisie" in hero and "Laatste besluit: M3 Starters eerst" in hero and " voor, " in hero
    page.goto(doors["closed"].as_uri())
    assert "16 april 2026" in page.inner_text("#aangekondigd + ul") and "2 april" not in page.inner_text(
        "#aangekondigd + ul"
    )
    assert "2 april 2026" in page.inner_text("#vervallen + ul")
    assert "1 besluit, 0 moties" in page.inner_text("#eerder + ul")
    page.close()


def test_while_a_meeting_goes_on_it_says_what_was_decided_last(sit: Evening) -> None:
    def door() -> str:
        return sit.server.get("/")[2].decode()

    def said_at_door(said: str) -> bool:
        return said in door()

    for lines, said in (
        (("n6", "m1 i pvda: Starters eerst", "m1v vvd ="), "M1 Starters eerst"),
        (("c m1 i pvda: Starters voorop",), "M1 Starters voorop"),
        (("z10",), "Geschorst"),
        (("z", "n10", "besloten"), "Besloten deel"),
        (("openbaar",), "Bezig · 10 "),
    ):
        sit.enter(*lines)
        until(partial(said_at_door, said), f"the front door does not say {said}")
    whole = door()
    all_meetings.write_index(sit.folder / "public")
    assert (sit.folder / "public" / "index.html").read_text() == whole
    sit.enter("sluit")
    until(lambda: 'class="hero"' not in door() and f"{ID}/transcript.html" in door(), "it is still on")
    assert f"{ID}/decisions.html" not in door(), "it does not lie there yet"
    publishing.put_public(sit.folder, publishing.record_of(sit.session.journal.events))
    until(lambda: f"{ID}/decisions.html" in door(), "the list of decisions lies there")


def test_where_a_meeting_may_begin_the_page_asks_again_by_itself(server: Server) -> None:
    status, headers, body = server.get("/2026-04-16-raadsvergadering/")
    assert status == 404 and headers["Refresh"] == "30" and "verschijnt zij vanzelf" in body.decode()
    for path in ("/elders/", f"/{ID}/m99/", "/2026-04-16-raadsvergadering/feed.json", "/oembed?url=x"):
        status, headers, body = server.get(path)
        assert status == 404 and "Refresh" not in headers and "verschijnt" not in body.decode(), path
