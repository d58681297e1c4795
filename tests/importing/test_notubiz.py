"""Meetings as Notubiz gives them, by what its API really answers: gaps, nesting, disorder, markup."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from livecouncil import importing as importers
from livecouncil.commands import main
from livecouncil.errors import InputFault
from livecouncil.importing.draft import AgendaDraft, as_table, write_agenda
from livecouncil.settings.load import load_agenda


def point(title: Any, prefix: str | None = None, order: Any = 1, *, children: Any = (), **more: Any) -> dict[str, Any]:
    """One agenda item in the shape of the API; `heading`, `attributes` and the like go into its `type_data`."""
    inner = {k: more.pop(k) for k in ("heading",) if k in more}
    attributes = [{"id": 82, "reference_model": None, "value": "2027-01-21 19:30:00"}]
    attributes += [{"id": 1, "reference_model": None, "value": title}, {"id": 3, "value": "<p>Toelichting</p>"}]
    return {
        "id": 7853341,
        "type": "agenda_point",
        "order": order,
        "parent": None,
        "documents": [],
        "agenda_items": list(children),
        "module_items": [],
        "start_offset": None,
        "end_offset": None,
        "confidential": 0,
        "permission_group": "public",
        "type_data": {
            "self": "api.notubiz.nl/agenda_items/agenda_points/1",
            "heading": False,
            "title_prefix": prefix,
            "attributes": attributes,
        }
        | inner,
    } | more


def paper(title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": 1,
        "title": title,
        "url": "https://api.notubiz.example/document/1/1",
        "confidential": 0,
        "versions": [],
    } | more


def meeting(*points: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": 1147925,
        "type": "meeting",
        "body": "council",
        "canceled": False,
        "order": 1,
        "self": "api.notubiz.nl/events/meetings/1147925",
        "url": "https://voorbeeld.raadsinformatie.example/vergadering/1147925",
        "gremium": {"id": 8203},
        "attributes": [
            {"id": 1, "reference_model": None, "value": "Raadsvergadering"},
            {"id": 50, "value": "Raadzaal"},
            {"id": 72, "value": ""},
        ],
        "plannings": [{"start_date": "2027-01-21 19:30:00", "end_date": "2027-01-21 23:00:00"}],
        "agenda_items": list(points),
    } | more


EVENING = meeting(
    point("Sluiting", "6.", 15, start_offset="22873"),
    point("Opening &amp; <b>vaststellen</b> agenda", "1.", 1, start_offset="651", end_offset="670"),
    point("TIJD: 19.30 uur", None, 2, heading=True),
    point(
        "Woonvisie", "2.", 3, start_offset="670", documents=[paper("Raadsvoorstel"), paper("Geheim", confidential=1)]
    ),
    point(
        "Hamerstukken",
        "3.",
        7,
        start_offset=7807,
        children=[
            point("Verordening", "3.2", 2, start_offset="0:2:20"),
            point("Bestemmingsplan", "3.1", 1, start_offset="7838"),
        ],
    ),
    point(
        "Ter bespreking",
        None,
        8,
        heading=True,
        children=[point("Motie vuurwerk", "4a", 1), point("Grondprijzen", "5.", 2, confidential=1, start_offset="9")],
    ),
    point("Extra punt", "3.", None),
    point("Waterbeheer", None, None, heading=True),
)


def read(tmp_path: Path, data: Any, date: str | None = None) -> AgendaDraft:
    source = tmp_path / "vergadering.json"
    source.write_text(data if isinstance(data, str) else json.dumps(data))
    return importers.read_agenda(source, date)


def test_a_whole_evening(tmp_path: Path) -> None:
    draft = read(tmp_path, {"meeting": EVENING})
    assert draft.items == (
        ("1", "Opening & vaststellen agenda"),
        ("2", "Woonvisie"),
        ("3", "Hamerstukken"),
        ("3.1", "Bestemmingsplan"),
        ("3.2", "Verordening"),
        ("3a", "Extra punt"),
        ("4a", "Motie vuurwerk"),
        ("5", "Grondprijzen"),
        ("6", "Sluiting"),
    )
    assert draft.start is not None and draft.start.isoformat() == "2027-01-21T19:30:00+01:00"
    assert draft.title == "Raadsvergadering" and draft.place == "Raadzaal"
    assert {n: d["webcast"] for n, d in draft.details.items() if "webcast" in d} == {
        "1": 651.0,
        "2": 670.0,
        "3": 7807.0,
        "3.1": 7838.0,
        "3.2": 140.0,
        "6": 22873.0,
    }
    assert draft.webcast == "https://voorbeeld.raadsinformatie.example/vergadering/1147925"
    shown = as_table(draft)
    for said in (
        "Plaats: Raadzaal",
        "tussenkoppen, geen punt geworden (3): ‘TIJD: 19.30 uur’",
        "Nummer 3 komt vaker voor; ‘Extra punt’ is 3a geworden",
        "Vertrouwelijk in de bron, dus besloten: Grondprijzen",
    ):
        assert said in shown


def test_check_accepts_what_is_written(council: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = council / "vergadering.json"
    source.write_text(json.dumps({"meeting": EVENING}))
    assert main(["import", str(source), "--data", str(council), "--yes"]) == 0
    path = council / "agendas" / "2027-01-21-raadsvergadering.toml"
    capsys.readouterr()
    assert main(["check", str(path), "--data", str(council)]) == 0, capsys.readouterr()
    agenda = load_agenda(path)
    kinds = {i.number: i.kind for i in agenda.items}
    assert kinds["3.1"] == kinds["3.2"] == "hamerstuk" and kinds["5"] == "closed" and kinds["2"] == "proposal"
    assert [(d.title, d.url) for d in agenda.items[1].documents] == [
        ("Raadsvoorstel", "https://api.notubiz.example/document/1/1")
    ]
    assert agenda.items[0].webcast == 651.0 and agenda.items[7].webcast is None and agenda.meeting.webcast
    assert "Geheim" not in path.read_text() and "chair" in tomllib.loads(path.read_text())["meeting"]


@pytest.mark.parametrize(
    "wrapped",
    [
        EVENING,
        [EVENING],
        {"meeting": EVENING},
        {"event": EVENING},
        {"meetings": [EVENING]},
        {"data": {"meeting": EVENING}},
    ],
    ids=["bare", "list", "meeting", "event", "meetings", "data"],
)
def test_whatever_is_around_the_meeting(tmp_path: Path, wrapped: Any) -> None:
    assert len(read(tmp_path, wrapped).items) == 9


@pytest.mark.parametrize(
    ("points", "items"),
    [
        ([{}], [("1", "Agendapunt 1")]),
        ([{"agenda_items": None, "type_data": None}], [("1", "Agendapunt 1")]),
        (["los", None, 3, point("Opening", "1.")], [("1", "Opening")]),
        ([point("Een"), point("Twee", order=2)], [("1", "Een"), ("2", "Twee")]),
        (
            [point("Een", children=[point("Deel")]), point("Twee", order=2)],
            [("1", "Een"), ("1a", "Deel"), ("2", "Twee")],
        ),
        ([point("1. Opening"), point("2a) Woonvisie", order=2)], [("1", "Opening"), ("2a", "Woonvisie")]),
        ([point("X", "IV"), point("Y", "2.", 2)], [("IV", "X"), ("2", "Y")]),
        (
            [point("X", "7."), point("Pauze", None, 2), point("Y", "7.a", 3)],
            [("7", "X"), ("7a", "Pauze"), ("7.a", "Y")],
        ),
        ([point("X", "03"), point("Y", "Agendapunt 4", 2)], [("03", "X"), ("4", "Y")]),
        ([{"title": "Plat", "prefix": "2", "order": "1"}], [("2", "Plat")]),
        ([{"type_data": {"title_prefix": "2", "attributes": {"Titel": "Genoemd"}}}], [("2", "Genoemd")]),
        ([point("Blok", "5.", heading=True, children=[point("Deel", "5.a")])], [("5", "Blok"), ("5.a", "Deel")]),
        ([point({"raar": 1}, "1."), point(7, "2.", 2)], [("1", "Agendapunt 1"), ("2", "7")]),
        ([point("Motie <5% & meer", "1.")], [("1", "Motie <5% & meer")]),
        ([point("AT&amp;T, R&D", "1.")], [("1", "AT&T, R&D")]),
        ([point("a\u202eb\x1b[31m\x00c\u2066", "1.\u200f")], [("1", "ab[31mc")]),
        ([point("<p class='x'>Woon&shy;vi<b>sie</b></p><p>deel 2</p>", "1.")], [("1", "Woonvisie deel 2")]),
        (
            [point("X", "1.", n) for n in range(30)],
            [("1", "X"), *((f"1{c}", "X") for c in "abcdefghijklmnopqrstuvwxyz"), *((str(n), "X") for n in (2, 3, 4))],
        ),
    ],
)
def test_items_as_they_come(tmp_path: Path, points: list[Any], items: list[tuple[str, str]]) -> None:
    draft = read(tmp_path, meeting(*points))
    assert (
        sorted(draft.items) == sorted(items)
        and [n for n, _ in draft.items if n != "1"][:3] == [n for n, _ in items if n != "1"][:3]
    )
    write_agenda(draft, tmp_path / "agendas")


@pytest.mark.parametrize(
    ("offset", "seconds"),
    [
        ("651", 651.0),
        (0, 0.0),
        ("1:01:01.5", 3661.5),
        (None, None),
        ("", None),
        ("-4", None),
        ("nan", None),
        ("1e999", None),
        ({}, None),
    ],
)
def test_offsets(tmp_path: Path, offset: Any, seconds: float | None) -> None:
    assert read(tmp_path, meeting(point("X", "1.", start_offset=offset))).details.get("1", {}).get("webcast") == seconds


@pytest.mark.parametrize(
    ("more", "start"),
    [
        ({"plannings": [{"start_date": "2027-07-01T18:00:00Z"}]}, "2027-07-01T20:00:00+02:00"),
        (
            {"plannings": [{"start_date": "2027-07-01 20:30:00"}, {"start_date": "2027-07-01 20:00:00"}]},
            "2027-07-01T20:00:00+02:00",
        ),
        ({"plannings": None, "date": "2027-07-01"}, "2027-07-01T19:30:00+02:00"),
        ({"plannings": [{}], "start_date": "geen"}, None),
        ({"plannings": "x"}, None),
        ({"plannings": [{"start_date": "0001-01-01"}]}, None),
    ],
)
def test_dates(tmp_path: Path, more: dict[str, Any], start: str | None) -> None:
    found = read(tmp_path, meeting(point("X", "1."), **more)).start
    assert (found.isoformat() if found else None) == start


def test_several_meetings_and_a_cancelled_one(tmp_path: Path) -> None:
    later = meeting(point("X", "1."), plannings=[{"start_date": "2027-02-18 20:00:00"}], canceled=True)
    assert read(tmp_path, [EVENING, later], "2027-02-18").dated("2027-02-18").start == read(tmp_path, later).start
    assert "geannuleerd" in as_table(read(tmp_path, later))
    with pytest.raises(InputFault, match=r"2 vergaderingen, en geen daarvan is die van 2027-03-01.*2027-02-18T20:00"):
        read(tmp_path, [EVENING, later], "2027-03-01")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"persons": [{"name": "Jansen"}]}, "geen vergadering met agendapunten.*--roster"),
        ([], "geen vergadering"),
        ({}, "geen vergadering"),
        ({"agenda_items": {"a": 1}}, "geen vergadering"),
        (meeting(), "geen genummerde agendapunten"),
        (meeting(*(point("X", "1.") for _ in range(1_001))), "meer dan 1000 punten"),
        (
            meeting(point("X", "999."), *(point(f"Y{n}", "999.") for n in range(30))),
            "Te veel punten met hetzelfde nummer",
        ),
    ],
)
def test_what_is_no_meeting_is_refused(tmp_path: Path, data: Any, words: str) -> None:
    with pytest.raises(InputFault, match=words) as fault:
        read(tmp_path, data)
    assert "Er is niets veranderd; " in str(fault.value)
