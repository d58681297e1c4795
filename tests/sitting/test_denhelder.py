"""Acceptance on a real evening: every outcome of the printed decision list, the roll call with its thirty names."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from livecouncil import importing as importers
from livecouncil.importing import roster
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from tests.evenings import denhelder

OUTCOMES = {"aangenomen": "adopted", "geamendeerd aangenomen": "adopted_amended", "aangehouden": "held_over"}


@pytest.fixture(scope="module")
def played(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("denhelder")
    session = Session.open(folder, denhelder.write(shared, folder), hold=0)
    errors = io.StringIO()
    code = plain.run(session, denhelder.script(shared), io.StringIO(), errors, ask=False)
    session.close()
    assert code == 0, errors.getvalue()
    publishing.publish(folder, "2015-06-29-raadsvergadering")
    return folder / "public" / "2015-06-29-raadsvergadering"


def test_every_outcome_is_the_printed_one(played: Path, shared: Path) -> None:
    items = json.loads((played / "decisions.json").read_text())["items"]
    told = {e["_livecouncil"].get("object"): e["_livecouncil"]["outcome"] for e in reversed(items)}
    for item in denhelder.expected(shared)["items"]:
        wanted = item["expected"]
        if "outcome" in wanted:
            assert told[str(item["number"])] == OUTCOMES[wanted["outcome"]]
        for amendment in wanted.get("amendments", ()):
            assert told[amendment["id"].lower()] == OUTCOMES[amendment["outcome"]]


def test_the_roll_call_has_all_its_names(played: Path, shared: Path) -> None:
    event = next(e for e in json.loads((played / "votes.json").read_text())["vote_events"] if e["identifier"] == "16")
    wanted = next(i for i in denhelder.expected(shared)["items"] if i["number"] == 16)["expected"]["votes"]
    for side, option in (("voor", "yes"), ("tegen", "no")):
        names = {v["voter"]["name"] for v in event["votes"] if v["option"] == option}
        assert names == {n for names in wanted[side].values() for n in names}
    assert [c["value"] for c in event["counts"]] == [16, 14, 1]


def test_majorities_name_the_printed_groups(played: Path, shared: Path) -> None:
    items = json.loads((played / "decisions.json").read_text())["items"]
    against = {
        e["_livecouncil"].get("object"): {g["name"] for g in e["_livecouncil"].get("groups_against", [])} for e in items
    }
    for item in denhelder.expected(shared)["items"]:
        if parties := item["expected"].get("against_parties"):
            assert against[str(item["number"])] == set(parties)
    assert against["a8.1"] == {"CDA", "Helder Onafhankelijk!", "PvdA", "VVD"}


def test_a_council_without_an_address_refers_to_none(played: Path) -> None:
    texts = [e["content_text"] for e in json.loads((played / "feed.json").read_text())["items"]]
    assert not [t for t in texts if ": #" in t]
    assert any(t.endswith("Schuiling. #RaadDenHelder") for t in texts)


@pytest.mark.parametrize("name", ["agenda.txt", "agenda.csv", "agenda.html"])
def test_seventeen_of_seventeen_items(shared: Path, name: str) -> None:
    draft = importers.read_agenda(shared / denhelder.FOLDER / name)
    wanted = [(str(i["number"]), i["title"]) for i in denhelder.expected(shared)["items"]]
    assert list(draft.items) == wanted


def test_the_roster_has_31_members_and_says_what_it_lacks(shared: Path) -> None:
    found = roster.read_roster([shared / denhelder.FOLDER / "den_helder_persons.json"])
    assert len(found.members) == 31
    assert any("Knijf" in m and "geen fractie" in m for m in found.missing) and any(
        "Nummers" in m for m in found.missing
    )
    assert any("2.0" in m for m in found.missing)
