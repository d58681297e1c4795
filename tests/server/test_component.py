"""<live-raad> in another site's page: itself whatever that page does, and at every moment what a fresh one shows."""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.waiting import until, until_in

from .hosting import static_hosting
from .test_living import EVENING, Evening, differing, sit
from .test_server import ID, Server

__all__ = ["sit"]
VIEWS = (
    'view="besluiten"',
    'view="huidig-punt"',
    'view="laatste-stemming"',
    'besluit="m1"',
    'besluit="M3" theme="dark"',
)
HOSTILE = """
  main, main *, live-raad { direction: rtl !important; unicode-bidi: bidi-override !important;
    display: none !important; font-size: 3px !important; color: #fdd !important;
    opacity: .1 !important; text-transform: uppercase !important; transform: rotate(9deg) !important;
    visibility: hidden !important;
    position: fixed !important; width: 7px !important; height: 2px !important; line-height: 0 !important;
    float: right; }
  main { display: block !important; visibility: visible !important; opacity: 1 !important;
    transform: none !important; position: static !important; width: auto !important; height: auto !important; }
  svg, svg * { fill: lime !important; display: none !important; } a { pointer-events: none !important; }
"""


def host_page(council: str, style: str = "", script: bool = True) -> str:
    """A page of another site with an element of each view."""
    tags = "".join(
        f'<live-raad src="{council}{ID}/" {view}><a href="{council}{ID}/">Volg de raad</a></live-raad>'
        for view in VIEWS
    )
    load = f'<script src="{council}static/live-raad.js" async></script>' * script
    head = f'<meta charset="utf-8"><title>Krant</title><style>{style}</style>'
    return (
        f'<!DOCTYPE html><html lang="nl"><head>{head}</head><body><main><h1>Krant</h1>{tags}</main>{load}</body></html>'
    )


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """The address of a page on an origin of its own."""

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


SHOWN = """Array.from(document.querySelectorAll('live-raad')).every(
  (one) => one.shadowRoot && one.shadowRoot.querySelector('article')
)"""
INSIDE = """Array.from(document.querySelectorAll('live-raad')).map((one) => {
  const copy = one.shadowRoot.querySelector('article').cloneNode(true);
  copy.querySelector('.net').remove();
  return copy.outerHTML;
}).join('\\n')"""


@pytest.mark.parametrize("style", ["", HOSTILE], ids=["plain", "hostile"])
def test_it_stays_itself_in_a_page_with_another_design(server: Server, browser: Any, axe: Any, style: str) -> None:
    with another_site(host_page(server.url, style)) as address:
        page = browser.new_page(viewport={"width": 390, "height": 844})
        asked: set[str] = set()
        page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
        page.goto(address)
        until_in(page, SHOWN)
        elements = page.query_selector_all("live-raad")
        boxes = [one.bounding_box() for one in elements]
        assert all(box["width"] > 300 and box["height"] > 100 for box in boxes), boxes
        assert [one.is_visible() for one in elements] == [True] * len(VIEWS)
        inside = page.evaluate(
            "Array.from(document.querySelectorAll('live-raad'), (one) => {"
            " const s = getComputedStyle(one.shadowRoot.querySelector('article'));"
            " const own = getComputedStyle(one);"
            " return [s.fontSize, s.textTransform, s.visibility, s.direction, own.opacity, own.transform]; })"
        )
        assert inside == [["16px", "none", "visible", "ltr", "1", "none"]] * len(VIEWS), "'31 voor', not 'voor 31'"
        picture = page.locator("live-raad").nth(2).locator("svg.picture")
        until(lambda: (picture.bounding_box() or {"width": 0})["width"] > 200, "put anew when the line is heard")
        assert page.locator("live-raad").nth(4).locator("article").inner_text().count("Zebrapad Dorpsstraat") >= 1
        assert asked == {urlsplit(address).netloc, urlsplit(server.url).netloc} and page.context.cookies() == []
        assert axe(page, {"include": [["live-raad"]]}) == []
        if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
            page.screenshot(path=f"{shots}/component-{'hostile' if style else 'plain'}.png", full_page=True)
        page.close()


def test_without_its_script_or_its_council_the_link_stands(server: Server, browser: Any) -> None:
    for html in (host_page(server.url, script=False), host_page("http://127.0.0.1:9/")):
        with another_site(html) as address:
            page = browser.new_page()
            page.goto(address)
            assert [one.is_visible() for one in page.query_selector_all("live-raad > a")] == [True] * len(VIEWS)
            page.close()


def test_open_all_evening_it_shows_what_a_fresh_one_shows(sit: Evening) -> None:
    with another_site(host_page(sit.server.url)) as address:
        page = sit.context.new_page()
        page.goto(address)
        until_in(page, SHOWN)
        fresh = sit.context.new_page()
        for line in EVENING:
            sit.enter(line)
            fresh.goto(address)
            until_in(fresh, SHOWN)
            seen = ["", ""]

            def done(seen: list[str] = seen, fresh: Any = fresh) -> bool:
                seen[:] = page.evaluate(INSIDE), fresh.evaluate(INSIDE)
                return seen[0] == seen[1]

            until(done, f"after {line!r} it is not what a fresh one shows", said=partial(differing, seen))
        fresh.close()
        page.close()


def test_where_there_is_no_stream_it_looks_at_the_files(sit: Evening) -> None:
    public = sit.folder / "public"
    with static_hosting(public) as hosting:
        (public / "krant.html").write_text(host_page("/"), encoding="utf-8")
        page = sit.context.new_page()
        page.goto(f"{hosting.url}krant.html")
        until_in(page, SHOWN)
        sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =", "c m1v pvda =")
        fresh = sit.context.new_page()
        fresh.goto(f"{hosting.url}krant.html")
        until_in(fresh, SHOWN)
        wanted = fresh.evaluate(INSIDE)
        assert "Starters eerst" in wanted
        seen = ["", wanted]

        def done() -> bool:
            page.clock.fast_forward(7000)
            seen[0] = page.evaluate(INSIDE)
            return bool(seen[0] == wanted)

        until(done, "it did not look", said=partial(differing, seen))
        page.close()


def test_it_lets_go_of_its_line_when_it_is_taken_away(server: Server, browser: Any) -> None:
    with another_site(host_page(server.url)) as address:
        page = browser.new_page()
        page.goto(address)
        until_in(page, SHOWN)
        until(lambda: b'"followers": 1' in server.get("/healthz")[2], "five elements of a page share one line")
        page.evaluate("document.querySelectorAll('live-raad').forEach((one) => one.remove())")
        until(lambda: b'"followers": 0' in server.get("/healthz")[2], "it kept its line")
        page.close()
