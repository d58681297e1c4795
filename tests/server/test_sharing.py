"""A decision passed on: links that work without a script, copies, and oEmbed for other sites."""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote, unquote, urlsplit
from xml.etree import ElementTree

import pytest

from .test_server import ID, Server

WHERE = f"https://raad.voorbeeld.example/live/{ID}/"


def asked(server: Server, address: str, more: str = "") -> tuple[int, dict[str, str], bytes]:
    return server.get(f"/oembed?url={quote(address, safe='')}{more}")


@pytest.mark.parametrize("tail", ["", "index.html", "#m3", "#m3-stemming", "m3/", "m3/index.html", "transcript.html"])
def test_oembed_answers_for_every_page_with_what_stands_beside_it(server: Server, tail: str) -> None:
    status, headers, body = asked(server, WHERE + tail)
    there = "m3/" if "m3" in tail else ""
    assert status == 200 and json.loads(body) == json.loads(server.get(f"/{ID}/{there}oembed.json")[2])
    assert headers["Access-Control-Allow-Origin"] == "*" and headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize(
    "address",
    [
        "https://elders.example/live/" + ID + "/",  # another site
        "https://raad.voorbeeld.example/" + ID + "/",  # another place on it
        "http://raad.voorbeeld.example/live/" + ID + "/",
        WHERE + "m99/",
        WHERE + "../../../council.toml",
        WHERE + "%2e%2e/%2e%2e/journal/",
        "https://raad.voorbeeld.example/live/",
        "https://[::1",
        "javascript:alert(1)",
        "%00",
        "/" * 500,
    ],
)
def test_oembed_knows_nothing_of_what_is_not_public_here(server: Server, address: str) -> None:
    assert asked(server, address)[0] == 404


def test_oembed_keeps_to_the_room_there_is(server: Server) -> None:
    told = json.loads(asked(server, WHERE, "&maxwidth=400&maxheight=300")[2])
    assert (told["width"], told["height"]) == (400, 300) and 'width="400" height="300"' in told["html"]
    assert not [name for name in told if name.startswith("thumbnail")]  # the card would be wider
    roomy = json.loads(asked(server, WHERE, "&maxwidth=2000")[2])
    assert (roomy["width"], roomy["thumbnail_width"]) == (600, 1200)


def test_oembed_in_xml_says_the_same(server: Server) -> None:
    status, headers, body = asked(server, WHERE + "m3/", "&format=xml")
    told = {one.tag: one.text for one in ElementTree.fromstring(body)}
    known = json.loads(asked(server, WHERE + "m3/")[2])
    assert status == 200 and headers["Content-Type"].startswith("text/xml")
    assert told == {name: str(value) for name, value in known.items()}


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("", 400),
        ("url=", 400),
        (f"url={WHERE}&maxwidth=0", 400),
        (f"url={WHERE}&maxwidth=-5", 400),
        (f"url={WHERE}&maxheight=9999999", 400),
        (f"url={WHERE}&format=yaml", 501),
    ],
)
def test_oembed_refuses_what_it_cannot_answer(server: Server, query: str, status: int) -> None:
    assert server.get(f"/oembed?{query}")[0] == status


def test_every_way_to_share_is_a_plain_link_and_says_the_same(server: Server, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    outside: list[str] = []
    page.on("request", lambda request: outside.append(request.url))
    page.goto(f"{server.url}{ID}/index.html")
    assert page.get_attribute("#m3-stemming a.share", "href") == "m3/index.html#deel"
    page.click("#m3-stemming a.share")
    links = {one.inner_text(): one.get_attribute("href") for one in page.query_selector_all("#deel a")}
    text = page.input_value('#deel [data-of="text"]')
    assert text.startswith("Voorbeeld, 12 maart 2026 ") and text.endswith(f" {WHERE}m3/ #RaadVoorbeeld"), text
    for name, host in (("Mastodon", "share.joinmastodon.org"), ("Bluesky", "bsky.app"), ("WhatsApp", "wa.me")):
        assert urlsplit(links[name]).netloc == host and unquote(links[name]).endswith(text)
    assert links["E-mail"].startswith("mailto:?subject=") and unquote(links["E-mail"]).endswith(text)
    assert links["Plaatje"] == "card.png" and server.get(f"/{ID}/m3/card.png")[0] == 200
    assert all(url.startswith(server.url) for url in outside)
    assert page.query_selector_all("#deel button:visible, #deel input:visible") == []
    context.close()


def test_on_the_live_page_it_opens_below_the_decision_and_copies(server: Server, browser: Any) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{server.url}{ID}/index.html")
    page.focus("#m3-stemming a.share")
    page.keyboard.press("Enter")
    page.wait_for_selector("#m3-stemming .deel")
    assert page.evaluate("document.activeElement.textContent") == "Mastodon"
    page.click('#m3-stemming [data-share="text"]')
    page.wait_for_selector('#m3-stemming .said:text("Gekopieerd")')
    assert page.evaluate("navigator.clipboard.readText()").startswith("Voorbeeld, 12 maart 2026")
    page.click('#m3-stemming [data-share="html"]')
    page.wait_for_selector('#m3-stemming .said:text("Gekopieerd")')
    kinds = "navigator.clipboard.read().then((all) => all[0].types)"
    assert "text/html" in page.evaluate(kinds)
    page.evaluate("window.open = (address) => { window.led = address; }")
    for typed, said in (("geen server", "Dat is geen naam van een server"), ("@raad@Mastodon.voorbeeld.example", "")):
        page.fill("#m3-stemming .own input", typed)
        page.keyboard.press("Enter")
        assert page.inner_text("#m3-stemming .said").startswith(said) and bool(page.evaluate("window.led")) == (
            not said
        )
    own = "https://mastodon.voorbeeld.example/share?text="
    text = page.input_value('#m3-stemming [data-of="text"]')
    assert unquote(page.evaluate("window.led")) == own + text
    page.click('#m3-stemming [data-share="copy"]')
    page.wait_for_selector('#m3-stemming .said:text("Gekopieerd")')
    assert page.evaluate(kinds) == ["image/png"]
    page.click("#m3-stemming a.share")
    assert page.query_selector("#m3-stemming .deel") is None
    context.close()


@pytest.mark.parametrize("scheme", ["none", "active"])
def test_opened_on_the_smallest_screen_it_fits_and_is_accessible(
    server: Server, browser: Any, axe: Any, scheme: Any
) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 640}, forced_colors=scheme, reduced_motion="reduce")
    page.goto(f"{server.url}{ID}/index.html")
    page.click("#m3-stemming a.share")
    page.wait_for_selector("#m3-stemming .deel")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert axe(page) == []
    if shots := os.environ.get("LIVECOUNCIL_SHOTS"):
        page.locator("#m3-stemming").screenshot(path=f"{shots}/share-320-{scheme}.png")
    page.close()
