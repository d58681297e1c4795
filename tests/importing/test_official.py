"""The agenda of a council that uses this program itself, from what it published: its live page, and its `ori.json`."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda
from livecouncil.importing.draft import write_agenda
from livecouncil.publishing.folder import publish
from livecouncil.settings.load import load_agenda
from livecouncil.sitting.session import Session
from tests.conftest import Clock

ID = "2026-03-12-raadsvergadering"
ROOT = f"https://raad.voorbeeld.example/live/{ID}"


@pytest.fixture
def published(council: Path, agenda: Path) -> Path:
    session = Session.open(council, agenda, hold=0, clock=Clock())
    for line in ("open", "n6", 'm1 i cda: <b>Titel</b> & "meer" 7 Krediet', "m1v cda =", "sluit"):
        assert not session.enter(line, confirmed=True, line_mode=True).refused
    session.close()
    publish(council, ID)
    return council / "public" / ID


@pytest.mark.parametrize("name", ["index.html", "ori.json"])
def test_every_item_comes_along_and_leads_to_the_councils_own(
    name: str, published: Path, agenda: Path, tmp_path: Path
) -> None:
    draft = read_agenda(published / name)
    assert draft.start == datetime.fromisoformat("2026-03-12T19:30:00+01:00") and draft.title == "Raadsvergadering"
    assert not draft.left
    official = load_agenda(agenda)
    taken = load_agenda(write_agenda(draft, tmp_path / "agendas"))
    assert [item.number for item in taken.items] == [item.number for item in official.items]
    shown = [item.title for item in official.items if item.kind != "closed"]
    assert [item.title for item in taken.items if "Besloten" not in item.title] == shown
    links = {item.number: item.documents[0].url for item in taken.items}
    assert links["5a"] == f"{ROOT}/punt-5a/" and links["6"] == f"{ROOT}/punt-6/"
    for address in links.values():
        assert (published / address.removeprefix(f"{ROOT}/") / "index.html").is_file()


def test_another_systems_list_is_read_without_addresses(tmp_path: Path) -> None:
    rows = [
        {"agendapuntKenmerk": "2", "agendapuntTitel": "Woonvisie", "url": "https://ori.example/agendapunten/2"},
        {"agendapuntvolgnummer": "3", "agendapuntTitel": "Grond", "indicatorBesloten": True},
        {"agendapuntKenmerk": "4"},
        "geen rij",
    ]
    meeting = {"naam": "Raad", "geplandeVergaderdatum": "2026-04-09"}
    path = tmp_path / "ori.json"
    path.write_text(json.dumps({"vergaderingen": [meeting], "agendapunten": rows}), encoding="utf-8")
    draft = read_agenda(path)
    assert draft.items == (("2", "Woonvisie"), ("3", "Grond")) and draft.title == "Raad"
    assert draft.details == {"3": {"kind": "closed"}} and draft.start


@pytest.mark.parametrize("told", [{"agendapunten": []}, {"agendapunten": [1, None]}, {"agendapunten": {}}])
def test_a_list_without_items_is_no_meeting(told: object, tmp_path: Path) -> None:
    path = tmp_path / "ori.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(InputFault):
        read_agenda(path)


def test_a_page_that_only_looks_like_one_is_read_as_any_other(tmp_path: Path) -> None:
    path = tmp_path / "pagina.html"
    path.write_text('<ul id="items"><li>1. Opening</li><li>2. Sluiting</li></ul>', encoding="utf-8")
    assert [title for _, title in read_agenda(path, "2026-03-12T19:30").items] == ["Opening", "Sluiting"]
