"""What joins our data to others': ids of the systems an agenda came from, parts and wholes, recordings, speech."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from livecouncil.core.release.record import PublicRecord, TurnRecord
from livecouncil.importing.draft import write_agenda
from livecouncil.importing.notubiz import read_notubiz
from livecouncil.importing.sources import read_source
from livecouncil.publishing.folder import wanted
from livecouncil.publishing.open_data import shared
from livecouncil.publishing.open_data.participants import fragments_of
from tests.evenings.proefstad import ID, council_toml, play_from, record_of, render, write
from tests.publishing.test_open_data import by_xsd, faults_of_api, faults_of_popolo

AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
NOTUBIZ = {
    "id": 1147925,
    "attributes": [{"id": 1, "value": "Raadsvergadering"}],
    "plannings": [{"start_date": "2024-05-16 19:30:00"}],
    "agenda_items": [
        {"id": 71, "order": 1, "type_data": {"title_prefix": "1", "title": "Opening"}},
        {
            "id": 72,
            "order": 2,
            "type_data": {"title_prefix": "2", "title": "Woonvisie"},
            "documents": [{"id": 501, "title": "Raadsvoorstel", "url": "https://raad.example/501"}],
            "agenda_items": [{"id": 73, "order": 1, "type_data": {"title_prefix": "2.1", "title": "Kaders"}}],
        },
        {"id": 74, "order": 3, "confidential": True, "type_data": {"title_prefix": "R5", "title": "Grondaankoop"}},
    ],
}
SCRIPT = """
@19:30 open
n2
@19:40 akker
@19:45 z
@19:55 z
@20:00 mulder
@20:05 besloten
@20:15 openbaar
m1 i alfa akker: Starters eerst
tekst m1: De raad verzoekt het college
m1v beta =
n2.1
@21:00 sluit
"""


@pytest.fixture(scope="module")
def joined(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PublicRecord]:
    """An evening whose agenda came from Notubiz, with a recording."""
    folder = tmp_path_factory.mktemp("joined")
    write(folder, public_url="https://raad.example/live")
    council = folder / "council.toml"
    council.write_text(
        council_toml(public_url="https://raad.example/live").replace(
            'name = "mevrouw Akker"', 'name = "mevrouw Akker"\nfrom = 2022-03-30'
        )
    )
    source = folder / "meeting.json"
    source.write_text(json.dumps(NOTUBIZ))
    [draft] = read_notubiz(read_source(source))
    agenda = write_agenda(draft, folder / "agendas")
    text = agenda.read_text().replace('chair = "de burgemeester"', 'chair = "burgemeester K. Linde"')
    agenda.write_text(text.replace("[meeting]\n", '[meeting]\nwebcast = "https://video.example/1"\n', 1))
    play_from(folder, agenda, SCRIPT)
    return folder, record_of(folder, ID)


def test_titles_of_messages_have_no_address_and_no_tag(joined: tuple[Path, PublicRecord]) -> None:
    folder, record = joined
    feed = etree.fromstring(wanted(record, folder)["feed.atom"])
    atom = {"a": "http://www.w3.org/2005/Atom"}
    titles = feed.xpath("//a:entry/a:title/text()", namespaces=atom)
    contents = feed.xpath("//a:entry/a:content/text()", namespaces=atom)
    assert titles and not [title for title in titles if "http" in title or "#" in title or title.endswith(":")]
    assert all(content.startswith(title.rstrip(".")) for title, content in zip(titles, contents, strict=True))
    assert any("https://raad.example" in content for content in contents)


def test_ids_of_the_source_stand_in_the_agenda_and_go_out_again(joined: tuple[Path, PublicRecord]) -> None:
    folder, record = joined
    agenda = (folder / "agendas" / f"{ID}.toml").read_text()
    assert 'source = "notubiz:1147925"' in agenda and 'source = "notubiz:501"' in agenda
    files = render(record)
    ori = json.loads(files["ori.json"])
    known = {"scheme": "notubiz", "identifier": "1147925"}
    assert ori["vergaderingen"][0]["identifiers"] == [known]
    assert [row.get("identifiers", [{}])[0].get("identifier") for row in ori["agendapunten"]] == [
        "71",
        "72",
        "73",
        None,
    ]
    [paper] = [row for row in ori["informatieobjecten"] if row["titel"] == "Raadsvoorstel"]
    assert paper["identifiers"] == [{"scheme": "notubiz", "identifier": "501"}]
    popolo = json.loads(files["popolo.json"])
    assert popolo["events"][0]["identifiers"] == [known]
    proposal = next(row for row in popolo["motions"] if row["identifier"] == "2")["_livecouncil"]
    assert proposal["identifiers"] == [{"scheme": "notubiz", "identifier": "72"}]
    assert proposal["documents"][0]["identifiers"] == [{"scheme": "notubiz", "identifier": "501"}]
    assert etree.fromstring(files["ori-a.xml"]).findtext("{*}vergadering/{*}ID[2]") == "notubiz:1147925"
    alias = etree.fromstring(files["akomantoso.xml"]).find(".//{*}FRBRalias")
    assert alias is not None and alias.get("value") == "notubiz:1147925"


def test_the_page_of_an_item_says_what_it_is_elsewhere(joined: tuple[Path, PublicRecord]) -> None:
    folder, record = joined
    data = json.loads(wanted(record, folder)["punt-2/index.jsonld"])
    assert data["identifier"] == ["2", {"@type": "PropertyValue", "propertyID": "notubiz", "value": "72"}]
    assert data["citation"][0]["identifier"][0]["value"] == "501"


def test_nothing_of_a_closed_item_goes_out_not_even_its_id(joined: tuple[Path, PublicRecord]) -> None:
    folder, record = joined
    for name, content in {**render(record), **wanted(record, folder)}.items():
        assert b"notubiz:74" not in content and b'"74"' not in content, name


def test_parts_know_their_whole_and_every_address_leads_to_a_row(joined: tuple[Path, PublicRecord]) -> None:
    ori = json.loads(render(joined[1])["ori.json"])
    items = {row["agendapuntKenmerk"]: row for row in ori["agendapunten"]}
    assert items["2.1"]["hoofdagendapunt"]["url"] == items["2"]["url"]
    assert items["2"]["subagendapunten"] == [items["2.1"]["url"]] and "hoofdagendapunt" not in items["1"]
    archival = etree.fromstring(render(joined[1])["ori-a.xml"])
    tops = [
        item.findtext("{*}volgnummer") or item.findtext("{*}volgnummerWeergave")
        for item in archival.iterfind("{*}agendapunt")
    ]
    assert tops == ["1", "2", "R5"]
    assert archival.findtext("{*}agendapunt[2]/{*}heeftAlsSubagendapunt/{*}volgnummer") == "2.1"
    rows = {row["url"]: row for value in ori.values() if isinstance(value, list) for row in value}
    assert all(url.startswith("https://raad.example/live/") for url in rows)
    told = [value for row in rows.values() for value in _addresses_in(row)]
    assert told and set(told) <= set(rows)
    assert sorted(rows) == sorted({url.partition("#")[0] + "#" + url.partition("#")[2] for url in rows})


def _addresses_in(row: Any) -> list[str]:
    """Every address in a row that is one of the file."""
    if isinstance(row, dict):
        return [one for value in row.values() for one in _addresses_in(value)]
    if isinstance(row, list):
        return [one for value in row for one in _addresses_in(value)]
    return [row] if isinstance(row, str) and "/ori.json#" in row else []


def test_recording_and_membership_have_their_times(joined: tuple[Path, PublicRecord]) -> None:
    record = joined[1].with_recording(datetime.fromisoformat("2024-05-16T19:30:00+02:00"))
    ori = json.loads(render(record)["ori.json"])
    video, transcript = ori["mediabronnen"]
    assert (video["mediabrontype"], video["link"]) == ("video", "https://video.example/1")
    assert transcript["link"].endswith("/transcript.html")
    assert ori["vergaderingen"][0]["mediabronnen"] == [video["url"], transcript["url"]]
    assert [
        (row["videoTijdsaanduidingAanvang"], row["videoTijdsaanduidingEinde"], row["mediabron"]["url"])
        for row in ori["spreekfragmenten"]
    ][:2] == [(600, 900, video["url"]), (1500, 1800, video["url"])]
    begun = [row.get("datumBeginFractieLidmaatschap") for row in ori["fractielidmaatschappen"]]
    assert begun[0] == "2022-03-30T00:00:00+02:00" and not any(begun[1:])
    popolo = json.loads(render(record)["popolo.json"])
    assert {row["start_date"] for row in popolo["memberships"] if row["id"].endswith("-1")} == {"2022-03-30"}


def test_a_motion_names_all_who_filed_it_and_where_it_stands(joined: tuple[Path, PublicRecord]) -> None:
    popolo = json.loads(render(joined[1])["popolo.json"])
    motion = next(row for row in popolo["motions"] if row["identifier"] == "m1")
    assert motion["sources"] == [{"url": f"https://raad.example/live/{ID}/m1/"}]
    assert motion["_livecouncil"]["text"] == "De raad verzoekt het college"
    assert motion["_livecouncil"]["creators"] == [
        {"name": "Alfa", "id": "gm0400/fractie-1", "type": "organization"},
        {"name": "mevrouw Akker", "id": "gm0400/persoon-1", "type": "person"},
    ]
    party = next(row for row in popolo["organizations"] if row["name"] == "Alfa")
    assert party["classification"] == "party" and party["_livecouncil"] == {"classification": "political group"}


def test_speech_is_cut_where_the_meeting_is_suspended_or_closed(joined: tuple[Path, PublicRecord]) -> None:
    files = render(joined[1])
    speeches = etree.fromstring(files["akomantoso.xml"]).xpath("//a:speech", namespaces=AKN)
    spans = [(one.get("by"), one.get("startTime")[11:16], one.get("endTime")[11:16]) for one in speeches]
    assert spans == [
        ("#persoon-1", "19:40", "19:45"),
        ("#persoon-1", "19:55", "20:00"),
        ("#persoon-11", "20:00", "20:05"),
    ]
    spoken = etree.fromstring(files["ori-a.xml"]).findall(".//{*}spreektTijdensSpreekfragment")
    assert sorted(one.findtext("{*}aanvang")[11:16] for one in spoken) == ["19:40", "19:55", "20:00"]


def test_it_is_all_valid_by_the_schemas(joined: tuple[Path, PublicRecord], shared: Path, tmp_path: Path) -> None:
    record = joined[1].with_recording(datetime.fromisoformat("2024-05-16T19:30:00+02:00"))
    files = render(record)
    for name, schema in (("ori-a.xml", "ori-a/ORI-A.xsd"), ("akomantoso.xml", "akomantoso/akomantoso30.xsd")):
        assert by_xsd(shared / schema, [files[name]], tmp_path) == ""
    specification = json.loads((shared / "ori-api/ori-api-2.0.0.stripped.json").read_text())
    assert faults_of_api(files["ori.json"], specification) == []
    assert json.loads(files["ori.json"])["standaard"] == f"ORI API {specification['info']['version']}"
    rows = {key: value for key, value in json.loads(files["popolo.json"]).items() if isinstance(value, list)}
    assert faults_of_popolo(rows, shared / "popolo" / "schemas") == []


BEGIN = datetime(2024, 5, 16, 19, 30, tzinfo=UTC)
MINUTE = st.integers(0, 60).map(lambda n: BEGIN + timedelta(minutes=n))
SPAN = st.tuples(MINUTE, MINUTE).map(lambda pair: tuple(sorted(pair)))


@given(SPAN, st.lists(SPAN, max_size=5))
def test_no_fragment_spans_a_break_and_nothing_else_is_lost(span: Any, breaks: list[Any]) -> None:
    start, end = span
    parts = fragments_of([TurnRecord("2", start, 60, end)], breaks)
    minutes = [BEGIN + timedelta(minutes=n, seconds=30) for n in range(61)]
    spoken = {at for at in minutes if any(part.at <= at < (part.until or end) for part in parts)}
    assert spoken == {at for at in minutes if start <= at < end and not any(a <= at < b for a, b in breaks)}
    assert list(parts) == sorted(parts, key=lambda part: part.at)


@pytest.mark.parametrize(
    ("number", "numbers", "whole"),
    [
        ("4.1", "4 4.1", "4"),
        ("4.1.a", "4 4.1.a", "4"),
        ("4.1.a", "4 4.1 4.1.a", "4.1"),
        ("4a", "4 4a", ""),
        ("R-5", "5 R-5", ""),
    ],
)
def test_what_an_item_is_part_of(number: str, numbers: str, whole: str) -> None:
    assert shared.above(number, numbers.split()) == whole
