"""Every matter has an address of its own: there, complete, gone when the matter is, and leading only to what exists."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urldefrag

import pytest
from lxml import html

from livecouncil.core.text.numbers import address_of
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.matter_files import matter_pages
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.records import changed

from .conftest import Records

ID = "2026-03-12-raadsvergadering"


@pytest.fixture(scope="module")
def public(records: Records, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public folder of evenings with everything in them, made by the writer."""
    folder = tmp_path_factory.mktemp("addressed") / "public"
    for name in ("whole", "demo"):
        publishing.write_public(records[name], folder, everything=True)
    return folder


def page_of(path: Path) -> html.HtmlElement:
    return html.document_fromstring(path.read_text(encoding="utf-8"))


def said_on(path: Path) -> str:
    return " ".join(page_of(path).body.text_content().split())


def test_every_item_and_every_object_has_a_page_and_its_data(public: Path, records: Records) -> None:
    for record in (records["whole"], records["demo"]):
        folder = public / record.meeting.meeting_id
        items = {address_of(item.number, is_item=True): item for item in record.decisions.items}
        objects = {address_of(o.key): o for item in items.values() for o in item.objects}
        there = {path.parent.name for path in folder.glob("*/index.html")}
        assert there == items.keys() | objects.keys() == {path.parent.name for path in folder.glob("*/index.jsonld")}
        for path, o in objects.items():
            heading = page_of(folder / path / "index.html").findtext(".//h1")
            assert heading and o.name in heading and o.title in heading and o.outcome_word in heading
            known = json.loads((folder / path / "index.jsonld").read_bytes())
            assert known["identifier"] == o.key
            assert known.get("@id", f"/{path}/").endswith(f"/{path}/") and ("@id" in known) == bool(
                record.meeting.public_url
            )
            assert [one["name"] for one in known.get("creator", [])] == list(o.movers)


def test_the_page_of_a_vote_says_who_voted_what_in_words_and_shows_it(public: Path, records: Records) -> None:
    record = records["demo"]
    for item in record.decisions.items:
        for vote in (v for v in item.votes if v.for_ is not None):
            path = address_of(vote.motion, is_item=vote.motion == item.number)
            page = page_of(public / ID / path / "index.html")
            section = page.get_element_by_id(f"stemming-{vote.identifier}")
            rows = [tuple(cell.text for cell in row) for row in section.findall(".//tbody/tr")]
            assert [(name, group) for name, group, _ in rows] == [(one.member, one.group) for one in vote.votes or ()]
            seats = {seat.findtext("title") for seat in section.findall(".//g[@data-seat]")}
            assert len(seats) == len(rows) == int(section.find(".//input").get("max"))


def test_no_link_leads_to_what_is_not_there(public: Path) -> None:
    pages = [path for path in public.rglob("*.html") if path.name != "wall.html"]
    assert len(pages) > 40
    anchors: dict[Path, set[str]] = {}
    for path in pages:
        for link in links_of(path):
            to, anchor = urldefrag(link)
            file = (path.parent / unquote(to)).resolve()
            if not to:
                file = path.resolve()
            if file.name == "index.html" and file.parent == public.resolve():
                continue  # the list of meetings is made beside them
            assert file.is_file() or _in_archive(file), f"{path.relative_to(public)}: {link}"
            if anchor and file.suffix == ".html":
                known = anchors.setdefault(
                    file, {str(node.get("id")) for node in page_of(file).iter() if node.get("id")}
                )
                assert anchor in known, f"{path.relative_to(public)}: {link}"


def links_of(path: Path) -> Iterator[str]:
    """What a page of ours leads to, or asks for, within the folder."""
    for node in page_of(path).iter("a", "link", "script"):
        link = str(node.get("href") or node.get("src") or "")
        if link and not re.match(r"[a-z]+:", link) and link != "journal.jsonl" and not link.endswith("checkpoint.txt"):
            yield link


def _in_archive(file: Path) -> bool:
    return "archief" in file.parts or file.name in ("journal.jsonl", "checkpoint.txt")


def test_what_is_no_longer_in_the_record_has_no_page_any_more(records: Records, tmp_path: Path) -> None:
    record = records["demo"]
    folder = tmp_path / "public" / ID
    publishing.write_public(record, tmp_path / "public")
    (folder / "m1" / "card.png").write_bytes(b"made of the page that goes")
    kept = folder / "m2" / "index.html"
    left = [replace(item, objects=tuple(o for o in item.objects if o.key != "m1")) for item in record.decisions.items]
    publishing.write_public(changed(record, items=tuple(left)), tmp_path / "public")
    assert not (folder / "m1").exists() and kept.exists() and (folder / "punt-6").exists()
    assert "m1/index.html" not in (folder / "punt-6" / "index.html").read_text()


def test_what_was_deleted_at_request_stands_on_no_page(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    for line in ("open", "n6", "m3 i pvda: Starters eerst", "wis starters eerst: op verzoek"):
        answer = session.enter(line, confirmed=True, line_mode=True)
        assert not answer.refused, answer.text
        publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    session.close()
    for path in sorted((council / "public" / ID).rglob("*")):
        assert not path.is_file() or b"Starters" not in path.read_bytes(), path
    assert "Motie M3" in said_on(council / "public" / ID / "m3" / "index.html")


def test_a_number_with_signs_has_a_path_and_is_found_by_it() -> None:
    assert address_of("7.B/1", is_item=True) == "punt-7.B__1" and address_of("m95a") == "m95a"
    assert address_of("R-12", is_item=True) == "punt-R_12" and address_of("a3.1") == "a3.1"


def test_an_unofficial_page_says_so_and_claims_no_council(records: Records) -> None:
    record = records["unofficial"]
    made = publishing_files(record)
    pages = {name: content.decode() for name, content in made.items() if name.endswith(("/index.html", ".jsonld"))}
    assert len(pages) > 10
    for name, text in pages.items():
        assert record.meeting.unofficial_word in text.lower() or "niet-officieel" in text.lower(), name


def publishing_files(record: Any) -> dict[str, bytes]:
    from livecouncil.publishing.site import meeting_files

    return meeting_files(record, publishing.words_of_meeting(record.meeting))


def test_without_an_address_of_its_own_a_council_has_pages_without_one(records: Records) -> None:
    made = publishing_files(changed(records["demo"], public_url=""))
    assert "canonical" not in made["m1/index.html"].decode()
    assert "@id" not in json.loads(made["m1/index.jsonld"])


WIDTHS = (320, 390, 1280)


def test_pages_are_valid_and_accessible_at_every_width_in_light_and_dark(
    public: Path, browser: Any, axe: Any, vnu: Any
) -> None:
    shown = [public / ID / name / "index.html" for name in ("m1", "m3", "punt-6", "punt-7", "punt-9", "punt-10")]
    assert vnu(shown) == ""
    for width in WIDTHS:
        for scheme in ("light", "dark"):
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for path in shown:
                page.goto(path.as_uri())
                page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
                assert axe(page) == [], (path, width, scheme)
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (path, width)
            page.close()


def test_one_walks_along_the_seats_with_the_keyboard_and_taps_one(public: Path, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1200})
    page.goto((public / ID / "m1" / "index.html").as_uri())
    slider = page.locator(".walk input")
    slider.focus()
    page.keyboard.press("ArrowRight")
    first = page.locator(".wide [data-seat='0'] title").inner_html()
    assert page.inner_text(".walk output") == first and slider.get_attribute("aria-valuetext") == first
    page.keyboard.press("End")
    last = page.locator(".wide [data-seat].on title")
    assert page.inner_text(".walk output") == last.inner_html() != first
    page.locator(".wide [data-seat='4']").click()
    assert page.inner_text(".walk output") == page.locator(".wide [data-seat='4'] title").inner_html()
    page.keyboard.press("Home")
    assert page.inner_text(".walk output") == "Kies een zetel" and page.locator(".on").count() == 0
    page.close()


def test_without_scripts_nothing_is_offered_that_does_nothing(public: Path, browser: Any) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((public / ID / "m1" / "index.html").as_uri())
    assert not page.locator(".walk").is_visible() and page.locator("details").first.is_visible()
    context.close()


def test_what_happens_to_one_object_leaves_the_pages_of_all_others_as_they_were_made(records: Records) -> None:
    """An evening has hundreds of these pages; an event that made them all anew would cost as much as the evening."""
    record = records["demo"]
    item = next(item for item in record.decisions.items if len(item.objects) > 1 and item.votes)
    title = f"{item.objects[0].title} nader"
    objects = (replace(item.objects[0], title=title), *item.objects[1:])
    items = tuple(replace(i, objects=objects, votes=i.votes[1:]) if i is item else i for i in record.decisions.items)
    after = replace(record, decisions=replace(record.decisions, items=items))
    kept = Fragments()
    words = publishing.words_of_meeting(record.meeting)
    pages = [matter_pages(one, words, kept) for one in (record, after)]
    untouched = [
        f"{address_of(o.key)}/index.html"
        for o in item.objects[1:]
        if o.parent != item.objects[0].key and o.key != item.votes[0].motion
    ]
    assert untouched and all(pages[0][name] is pages[1][name] for name in untouched)
    changed_page = f"{address_of(item.objects[0].key)}/index.html"
    assert title in pages[1][changed_page].decode() and title not in pages[0][changed_page].decode()


def test_a_ballot_stands_under_its_own_message_whatever_else_fell_in_that_minute(
    council: Path, agenda: Path, clock: Clock
) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    papers = ("pers Lid: Braas 18 Veen 18 =", "pers Lid: Braas 20 Veen 16 =", "pers Secretaris: Smit 30 Zwart 6 =")
    for line in ("open", "n9", *papers, "m1 i pvda: Later", "m1p", "b: De voorzitter feliciteert. ="):
        answer = session.enter(line, line_mode=True)
        assert not answer.refused, answer.text
    record = publishing.record_of(session.journal.events)
    session.close()
    page = html.fromstring(publishing.wanted(record, council / "public")["index.html"])
    shown = {}
    for row in page.xpath("//*[@id='timeline']//li[@data-seq]"):
        if row.xpath(".//svg"):
            shown[row.get("id")] = " ".join(row.text_content().split())
    assert len(shown) == len(papers)
    assert all(("18" in said) == ("Braas 18" in said) for said in shown.values())
    assert all("Geheime stemming" in said for said in shown.values())
