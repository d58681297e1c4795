"""Every public file of the scripted evening, held against the validators of its format."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.gates import GATES
from livecouncil.core.release.memory import Memory
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import site
from livecouncil.publishing.fragments import Fragments
from livecouncil.sitting.session import Session
from livecouncil.trust import verify as verifying
from tests.conftest import Clock

ID = "2026-03-12-raadsvergadering"


@pytest.fixture(scope="module")
def public(evening: Path) -> Path:
    return evening / "public" / ID


@pytest.mark.parametrize("name", ["feed.json", "decisions.json"])
def test_json_feed_is_valid(public: Path, shared: Path, name: str) -> None:
    from jsonschema import Draft7Validator
    from referencing import Registry, Resource

    schemas = [json.loads((shared / "feeds" / f"jsonfeed-1.{v}.schema.json").read_text()) for v in (0, 1)]
    registry: Any = Registry()
    for schema, alias in zip(schemas, ("feed-1", "feed"), strict=True):
        for uri in (
            schema.get("$id", alias),
            f"https://json.schemastore.org/{alias}",
            f"https://json.schemastore.org/{alias}.json",
        ):
            registry = registry.with_resource(
                uri,
                Resource.from_contents(
                    schema, default_specification=__import__("referencing.jsonschema").jsonschema.DRAFT7
                ),
            )
    feed = json.loads((public / name).read_text())
    assert not list(Draft7Validator(schemas[1], registry=registry).iter_errors(feed))
    ids = [i["id"] for i in feed["items"]]
    assert len(ids) == len(set(ids)) and all("#RaadVoorbeeld" in i["content_text"] for i in feed["items"])


@pytest.mark.parametrize("name", ["feed.atom", "decisions.atom"])
def test_atom_is_valid(public: Path, shared: Path, name: str) -> None:
    from lxml import etree

    schema = etree.RelaxNG(etree.parse(shared / "feeds" / "atom.rng"))
    document = etree.parse(public / name)
    schema.assertValid(document)
    links = document.xpath("//a:link/@href", namespaces={"a": "http://www.w3.org/2005/Atom"})
    assert links and all(link.startswith("https://raad.voorbeeld.example/live/") for link in links)


def test_votes_follow_popolo_and_add_up(public: Path, shared: Path) -> None:
    from jsonschema import Draft3Validator

    schema = json.loads((shared / "popolo" / "schemas" / "vote_event.json").read_text())
    events = json.loads((public / "votes.json").read_text())["vote_events"]
    identifiers = [e["identifier"] for e in events]
    assert identifiers == ["a1", "6", "m1", "7", "m3"]
    kinds = {k: v.get("type") for k, v in schema["properties"].items()}
    assert Draft3Validator.check_schema(schema) is None and {
        "identifier",
        "motion",
        "result",
        "counts",
        "votes",
    } <= set(kinds)
    for event in events:
        assert len(event["votes"]) == 37 and len({v["voter"]["name"] for v in event["votes"]}) == 37
        for count in event["counts"]:
            assert count["value"] == sum(v["option"] == count["option"] for v in event["votes"])
    seven = next(e for e in events if e["identifier"] == "7")
    assert [v["voter"]["name"] for v in seven["votes"] if v["option"] == "not voting"] == ["mevrouw Elzinga"]


def test_a_corrected_vote_appears_once_as_corrected(public: Path) -> None:
    items = json.loads((public / "decisions.json").read_text())["items"]
    rows = [i["_livecouncil"] for i in items if i["_livecouncil"].get("object") == "m1"]
    correction, original = rows
    assert original["status"] == "corrected" and (original["for"], original["against"]) == (13, 24)
    assert correction["kind"] == "correctie" and correction["corrects"] == original["seq"]


def test_csv_opens_as_written(public: Path) -> None:
    data = (public / "votes.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert {len(r) for r in rows} == {32} and len(rows) == 1 + 5 * 37


def test_a_secret_ballot_stores_no_member(public: Path) -> None:
    assert "Lid rekenkamer" not in (public / "votes.json").read_text()
    assert "Braas" in (public / "transcript.html").read_text()


def test_html_is_valid(public: Path, vnu: Any) -> None:
    assert (
        vnu(
            [public / n for n in ("index.html", "wall.html", "transcript.html", "embed.html")]
            + [public.parent / "index.html"]
        )
        == ""
    )


@pytest.mark.parametrize("name", ["index.html", "wall.html", "transcript.html", "embed.html"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_pass_axe(public: Path, browser: Any, axe: Any, name: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto((public / name).as_uri())
    assert axe(page, runOnly=["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]) == []
    page.close()


def test_deleted_files_come_back_byte_for_byte(evening: Path) -> None:
    import shutil

    before = {p.relative_to(evening): p.read_bytes() for p in (evening / "public").rglob("*") if p.is_file()}
    shutil.rmtree(evening / "public")
    publishing.publish(evening, ID)
    assert {p.relative_to(evening): p.read_bytes() for p in (evening / "public").rglob("*") if p.is_file()} == before
    assert publishing.publish(evening, ID) == [] and verifying.verify(evening, ID) == []


def test_what_is_remembered_between_events_changes_no_byte(evening: Path, council: Path, agenda: Path) -> None:
    """Recalls, corrections and hold-backs included: files made event by event are those made at once."""
    session = Session.open(council, agenda, clock=(clock := Clock("2026-03-12T23:30:00+01:00")))
    for line in (evening / "evening.txt").read_text().splitlines():
        session.enter(line, confirmed=True, line_mode=True)
        if line.endswith("m1t pvda gl sp jansen 14-23 =") or " n7" in line:
            session.undo()
            session.enter(line, confirmed=True, line_mode=True)
        clock.now += timedelta(seconds=4)
        session.tick()
    events = session.journal.events
    session.close()
    assert any(isinstance(e, ev.Recalled) for e in events) and any(isinstance(e, ev.Corrected) for e in events)
    memories = {gate: Memory() for gate in GATES}
    fragments = Fragments()
    for number in range(1, len(events) + 1):
        for gate, memory in memories.items():
            record = publishing.record_of(events[:number], gate, memory)
            assert record == publishing.record_of(events[:number], gate), (gate, events[number - 1])
            if gate == "feed" and number % 5 == 0:
                words = publishing.words_of("nl")
                assert site.meeting_files(record, words, fragments) == site.meeting_files(record, words), events[
                    number - 1
                ]


def test_the_transcript_has_an_index_of_speakers(public: Path, browser: Any) -> None:
    page = browser.new_page()
    page.goto((public / "transcript.html").as_uri())
    rows = [r.inner_text() for r in page.query_selector_all("#sprekers ~ table tbody tr")]
    assert any("Faber" in r and "punt 6" in r and r.endswith("25:00") for r in rows), rows
    page.click("#sprekers ~ table a")
    assert page.url.split("#")[1].startswith("punt-")
    page.close()
