"""Search over all meetings, in a browser against the real server and its Content-Security-Policy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livecouncil.archive.build import publish_all
from tests.server.test_server import Server
from tests.waiting import until


@pytest.fixture(scope="module")
def served(evening: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    base = tmp_path_factory.mktemp("search") / "raad"
    shutil.copytree(evening, base)
    publish_all(base, lambda _: None)
    server = Server(base)
    yield server
    server.process.terminate()
    server.process.wait(60)


def asked(browser: Any, server: Server, query: str, **context: Any) -> Any:
    page = browser.new_context(**context).new_page()
    page.faults = []
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.goto(f"{server.url}archief/zoeken.html{query}")
    return page


FOUND = {
    "woonvisie": ("#punt-6", "6 Woonvisie 2026–2035"),
    "WOONVISIES": ("#punt-6", "6 Woonvisie 2026–2035"),
    "benoemingsbesluiten": ("#punt-5b", "5b Benoemingsbesluit accountant"),
    "zebrapad": ("#m3", "Motie M3 ‘Zebrapad Dorpsstraat’"),
    "bouwhoogte": ("#m2", "Motie M2 ‘Maximale bouwhoogte’"),
    "voortgangsbrief": ("#toezeggingen", "Toezeggingen"),
}


def found_with(page: Any, query: str) -> None:
    """The answer to `query` is there. The page's own rules forbid it to evaluate what a test would have it wait for."""
    until(lambda: f"‘{query}’" in page.inner_text("#found"))


def test_search_shows_the_item_and_leads_to_it(browser: Any, served: Server) -> None:
    page = asked(browser, served, "")
    for query, (link, title) in FOUND.items():
        page.fill("#query", query)
        page.press("#query", "Enter")
        found_with(page, query)
        page.wait_for_selector("#results li a")
        assert page.inner_text("#found") == f"1 vergadering gevonden voor ‘{query}’."
        assert page.inner_text("#results h2") == "Raadsvergadering 12 maart 2026"
        found = {a.inner_text(): a.get_attribute("href") for a in page.query_selector_all("#results li li a")}
        assert found[title] == f"{served.url}2026-03-12-raadsvergadering/transcript.html{link}"
    page.click('#results li li a[href$="#toezeggingen"]')
    page.wait_for_url("**#toezeggingen")
    assert page.evaluate("document.querySelector(location.hash) !== null") and page.faults == []
    page.context.close()


def test_search_has_an_address_of_its_own_and_goes_back(browser: Any, served: Server) -> None:
    page = asked(browser, served, "?q=woonvisie")
    page.wait_for_selector("#results li a")
    assert page.input_value("#query") == "woonvisie"
    page.fill("#query", "<img src=x onerror=alert(1)> onvindbaarwoord")
    page.press("#query", "Enter")
    until(lambda: page.inner_text("#found").startswith("Niets"))
    assert page.query_selector_all("main img") == []
    page.go_back()
    page.wait_for_selector("#results li a")
    assert page.input_value("#query") == "woonvisie" and page.faults == []
    page.context.close()


def test_search_page_with_results_is_accessible(browser: Any, served: Server, axe: Any) -> None:
    page = asked(browser, served, "?q=raad", bypass_csp=True, viewport={"width": 390, "height": 800})
    page.wait_for_selector("#results li a")
    assert axe(page) == []
    page.context.close()


def test_without_javascript_search_says_where_else_to_look(browser: Any, served: Server) -> None:
    page = asked(browser, served, "", java_script_enabled=False)
    assert not page.is_visible("#search") and "Zoeken werkt alleen met JavaScript" in page.inner_text("main")
    page.context.close()


def test_a_missing_index_is_said(browser: Any, served: Server) -> None:
    page = browser.new_page()
    page.route("**/pagefind/pagefind.js", lambda route: route.abort())
    page.goto(f"{served.url}archief/zoeken.html?q=woonvisie")
    until(lambda: page.inner_text("#found") != "")
    assert "niet te laden" in page.inner_text("#found")
    page.close()


def test_only_the_archive_may_run_webassembly(served: Server) -> None:
    wanted = {
        "/archief/zoeken.html": True,
        "/archief/": True,
        "/archief/pagefind/pagefind-worker.js": True,
        "/archief/none.html": True,
        "/2026-03-12-raadsvergadering/index.html": False,
        "/": False,
        "/static/search.js": False,
        "/x/archief/y": False,
    }
    for path, allowed in wanted.items():
        policy = served.get(path)[1]["Content-Security-Policy"]
        assert ("'wasm-unsafe-eval'" in policy) == allowed and "'unsafe-eval'" not in policy.replace(
            "wasm-unsafe-eval", ""
        ), path


def test_search_reads_each_meeting_once(served: Server) -> None:
    entry = json.loads(served.get("/archief/pagefind/pagefind-entry.json")[2])
    assert {k: v["page_count"] for k, v in entry["languages"].items()} == {"nl": 1}
