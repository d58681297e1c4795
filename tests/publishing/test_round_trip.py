"""What goes out comes back in: agenda and roster of what was published are what they were, but for what is named."""

from __future__ import annotations

import json
import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livecouncil.commands import main
from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda
from livecouncil.importing.draft import write_agenda
from livecouncil.importing.roster import merge_roster, read_roster
from livecouncil.importing.roster_json import people_in
from livecouncil.publishing import votes
from livecouncil.publishing.folder import wanted, words_of
from livecouncil.publishing.open_data import ori_a, ori_api, popolo
from tests.evenings.bodies import COMMITTEE
from tests.evenings.proefstad import ITEMS, MEMBERS, SCRIPT, play, play_from, record_of, write

START = datetime.fromisoformat("2024-05-16T19:30:00+02:00")

IDS = '\n[members.ids]\nwikidata = "Q101"\nnotubiz = "77"\n'


def test_members_come_back_with_their_groups_and_ids_elsewhere(tmp_path: Path) -> None:
    agenda = write(tmp_path)
    council = tmp_path / "council.toml"
    text = council.read_text()
    first = 'name = "mevrouw Akker"\ngroup = "Alfa"\nnumber = 1'
    assert first in text
    group = 'name = "Alfa"\n'
    council.write_text(text.replace(first, first + IDS).replace(group, f'{group}ids = {{ ibabs = "g-5" }}\n', 1))
    play_from(tmp_path, agenda, "@19:30 open\n@20:00 sluit")
    record = record_of(tmp_path, agenda.stem)
    document = json.loads(popolo.popolo_json(record))
    akker = next(person for person in document["persons"] if person["name"] == "mevrouw Akker")
    known = {one["scheme"]: one["identifier"] for one in akker["identifiers"]}
    assert known == {"wikidata": "Q101", "notubiz": "77"}
    seats = [found for found in people_in(document) if "raadslid" in found.functions]
    assert [(found.name, found.group) for found in seats] == list(MEMBERS)
    assert dict(seats[0].ids) == known and not seats[1].ids
    assert [found.of_group.ids for found in seats if found.group == "Alfa"] == [(("ibabs", "g-5"),)] * 3
    api = json.loads(ori_api.ori_json(record, words_of("nl")))
    again = {found.name: found for found in people_in(api)}["mevrouw Akker"]
    assert (dict(again.ids), again.of_group.ids) == (known, seats[0].of_group.ids)
    archival = ori_a.ori_a(record, words_of("nl")).decode()
    assert all(f"<ID>{told}</ID>" in archival for told in ("wikidata:Q101", "notubiz:77", "ibabs:g-5"))


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PublicRecord]:
    folder = tmp_path_factory.mktemp("evening")
    return folder, play(folder, SCRIPT, public_url="https://raad.example/live")


@pytest.mark.parametrize(
    ("name", "numbers"),
    [
        ("feed.json", "2 3 4 5 6 7 8 9 10"),
        ("feed.atom", "2 3 4 5 6 7 8 9 10"),
        ("decisions.json", "2 3 4 5 6 9 10"),
        ("decisions.atom", "2 3 4 5 6 9 10"),
    ],
)
def test_a_feed_comes_back_as_the_agenda_its_messages_tell(
    evening: tuple[Path, PublicRecord], tmp_path: Path, name: str, numbers: str
) -> None:
    folder, record = evening
    (tmp_path / name).write_bytes(wanted(record, folder)[name])
    draft = read_agenda(tmp_path / name)
    official = {item.number: item.title for item in record.decisions.items}
    assert draft.items == tuple((number, official[number]) for number in numbers.split())
    assert (draft.title, draft.start) == (record.meeting.title, START)
    assert draft.details["4"]["documents"][0]["url"] == f"https://raad.example/live/{record.meeting.meeting_id}/punt-4/"
    assert draft.details.get("8", {}).get("kind") in ("closed", None)
    assert "zonder stukken" in draft.notes[0]
    assert [note for note in draft.notes if "M3, M1." in note] or name.endswith("atom")


def test_messages_on_earlier_pages_are_said_to_be_missing(tmp_path: Path) -> None:
    begun = {
        "content_text": "Agindapunt R5: ‘Wenje yn ’e stêd’. De behanneling is begûn.",
        "_livecouncil": {"item": "R5"},
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [begun, 1, {}], "_livecouncil": []}
    path = tmp_path / "feed.json"
    path.write_text(json.dumps(feed | {"next_url": "https://raad.example/feed-1.json"}))
    draft = read_agenda(path, "2026-03-12T19:30")
    assert draft.items == (("R5", "Wenje yn ’e stêd"),) and any("bladzijden ervoor" in note for note in draft.notes)


def test_ids_given_once_come_back_with_everybody(evening: tuple[Path, PublicRecord], tmp_path: Path) -> None:
    base, record = evening
    given = {row["name"]: row["id"] for row in _rows_in(base / "council.toml")}
    files = {"ori.json": ori_api.ori_json(record, words_of("nl")), "popolo.json": popolo.popolo_json(record)}
    for name, content in {**files, "votes.csv": votes.votes_csv(record, words_of("nl"))}.items():
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / name).write_bytes(content)
        found = read_roster([folder / name])
        merge_roster(folder / "council.toml", found)
        back = {row["name"]: row.get("id") for row in _rows_in(folder / "council.toml")}
        there = {person: given[person] for person in back}
        assert back == there, name
        assert [(one.name, one.group) for one in found.members] == list(MEMBERS), name


def _rows_in(path: Path) -> list[dict[str, Any]]:
    data = tomllib.loads(path.read_text())
    return [*data.get("members", ()), *data.get("officials", ()), *data.get("groups", ())]


WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12)
TITLE = st.lists(WORD, min_size=1, max_size=14).map(" ".join)
SOURCE = st.one_of(st.just(""), st.integers(1, 10**9).map(lambda n: f"notubiz:{n}"), st.just("https://id.example/a/1"))
PAPER: st.SearchStrategy[dict[str, str]] = st.builds(
    dict, title=TITLE.map(lambda title: title[:190].strip()), url=st.sampled_from(["", "https://raad.example/1.pdf"])
)
ITEM = st.fixed_dictionaries(
    {
        "title": TITLE,
        "kind": st.sampled_from(["proposal", "hamerstuk", "motion", "closed"]),
        "decision": st.one_of(st.just(""), TITLE),
        "documents": st.lists(PAPER, max_size=2),
        "source": SOURCE,
    }
)
NUMBERS = ("1", "2", "2.1", "2.1.a", "3a", "R-5", "10bis", "MF-15-1")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(ITEM, min_size=1, max_size=len(NUMBERS)), SOURCE)
def test_an_agenda_that_went_out_as_ori_comes_back_equal(
    tmp_path_factory: pytest.TempPathFactory, items: list[dict[str, Any]], source: str
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    write(folder)
    head = {"title": "Raadsvergadering", "start": START, "chair": "burgemeester K. Linde", "source": source}
    rows = [{"number": number, **row} for number, row in zip(NUMBERS, items, strict=False)]
    agenda = Agenda.model_validate({"meeting": head, "items": rows})
    path = folder / "agendas" / f"{agenda.id}.toml"
    path.write_text(tomli_w.dumps(agenda.model_dump(mode="python", exclude_defaults=True)))
    play_from(folder, path, "@19:30 open\n@20:00 sluit")
    published = folder / "ori.json"
    published.write_bytes(ori_api.ori_json(record_of(folder, agenda.id), words_of("nl")))
    draft = read_agenda(published)
    back = write_agenda(draft, folder / "back")
    returned = Agenda.model_validate(tomllib.loads(back.read_text()))
    assert returned.meeting == agenda.meeting and [_as_it_returns(one) for one in agenda.items] == list(returned.items)
    said = [note for note in draft.notes if "besloten" in note]
    assert bool(said) is any(item.kind == "closed" for item in agenda.items)


def _as_it_returns(item: Item) -> Item:
    """An item without what the note says does not come back: all that a closed one is about."""
    if item.kind != "closed":
        return item
    return Item(number=item.number, title="Besloten agendapunt", kind="closed")


def test_what_goes_to_the_archive_comes_back_as_the_agenda(evening: tuple[Path, PublicRecord], tmp_path: Path) -> None:
    _, record = evening
    (source := tmp_path / "ori-a.xml").write_bytes(ori_a.ori_a(record, words_of("nl")))
    draft = read_agenda(source)
    assert [number for number, _ in draft.items] == [number for number, _, _ in ITEMS]
    assert dict(draft.items)["5"] == "Krediet <zwembad> & park"
    assert draft.start == START and draft.details["8"]["kind"] == "closed"


def test_a_table_of_votes_is_no_agenda(evening: tuple[Path, PublicRecord], tmp_path: Path) -> None:
    folder, record = evening
    (source := tmp_path / "votes.csv").write_bytes(wanted(record, folder)["votes.csv"])
    with pytest.raises(InputFault, match="dit zijn stemmingen, geen agenda.*--roster"):
        read_agenda(source)


def test_a_name_that_a_spreadsheet_would_compute_comes_back(tmp_path: Path) -> None:
    (source := tmp_path / "votes.csv").write_text(
        "member;group_name;person_id\n'=cmd Jansen;Alfa;2\n", encoding="utf-8"
    )
    assert [member.name for member in read_roster([source]).members] == ["=cmd Jansen"]


def in_both_forms(record: PublicRecord, folder: Path) -> list[Path]:
    """What is published of a meeting as ORI has it, as files in `folder`."""
    words = words_of("nl")
    files = {"ori.json": ori_api.ori_json(record, words), "ori-a.xml": ori_a.ori_a(record, words)}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return [folder / name for name in files]


def test_a_committee_comes_back_with_its_body_and_who_is_no_councillor(tmp_path: Path) -> None:
    (tmp_path / "agendas").mkdir()
    (tmp_path / "council.toml").write_text(COMMITTEE.council)
    agenda = tmp_path / "agendas" / f"{COMMITTEE.meeting}.toml"
    agenda.write_text(COMMITTEE.agenda.replace('number = "5"', 'number = "4.1"'))
    play_from(tmp_path, agenda, "@19:30 open\n@20:00 sluit")
    record = record_of(tmp_path, COMMITTEE.meeting)
    for source in in_both_forms(record, tmp_path):
        agenda.unlink()
        assert main(["import", str(source), "--yes", "--data", str(tmp_path)]) == 0
        known = tomllib.loads(agenda.read_text())
        assert known["meeting"]["body"] == "commissie-ruimte"
        assert "4.1" in [item["number"] for item in known["items"]]
    source = tmp_path / "popolo.json"
    source.write_bytes(popolo.popolo_json(record))
    kinds = {member.name: member.kind for member in read_roster([source]).members}
    assert kinds.pop("mevrouw F. Rinsma") == "committee_member" and set(kinds.values()) == {"member"}


def test_an_unofficial_report_comes_back_without_its_mark(tmp_path: Path) -> None:
    record = play(tmp_path, "@19:30 open\n@20:00 sluit", public_url="https://raad.example/live", unofficial=True)
    for source in in_both_forms(record, tmp_path):
        draft = read_agenda(source)
        assert draft.title == record.meeting.title
        documents = [one for details in draft.details.values() for one in details.get("documents", ())]
        assert not [one for one in documents if one["title"] == "Officieel verslag"], "its page is none"
