"""Lists of people as systems give them: who is a member, an official, or in committees alone, and under which ids."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from livecouncil.importing import roster
from livecouncil.importing.found_roster import FoundRoster
from livecouncil.settings.load import load_council
from tests.commands.run import run


def read(tmp_path: Path, data: Any) -> FoundRoster:
    path = tmp_path / "leden.json"
    path.write_text(json.dumps(data))
    return roster.read_roster([path])


def told(found: FoundRoster) -> list[tuple[str, str, str, dict[str, str]]]:
    return [(m.name, m.group, m.label, dict(m.ids)) for m in found.members]


POPOLO = {
    "persons": [
        {"id": "p1", "name": "Anna Alders", "identifiers": [{"scheme": "wikidata", "identifier": "Q1"}]},
        {"id": "p2", "name": "Bert Bakker"},
        {"id": "p3", "name": "Cor Cramer"},
    ],
    "organizations": [
        {"id": "raad", "name": "Gemeenteraad", "classification": "legislature"},
        {"id": "b", "name": "College", "classification": "executive"},
        {"id": "vvd", "name": "VVD", "classification": "party"},
    ],
    "memberships": [
        {"person_id": "p1", "organization_id": "raad", "on_behalf_of_id": "vvd", "role": "member"},
        {"person_id": "p2", "organization_id": "raad", "on_behalf_of_id": "vvd", "end_date": "2024-01-01"},
        {"person_id": "p3", "organization_id": "b", "role": "wethouder"},
        {"person_id": "p3", "organization_id": "vvd"},
    ],
}


def test_memberships_of_their_own_as_everypolitician_has_them(tmp_path: Path) -> None:
    found = read(tmp_path, POPOLO)
    assert told(found) == [("Anna Alders", "VVD", "", {"wikidata": "Q1"})]
    assert found.officials == [("Cor Cramer", "wethouder")] and any(
        "lidmaatschap voorbij is" in m for m in found.missing
    )


@pytest.mark.parametrize(
    ("data", "members", "officials"),
    [
        (
            [
                {
                    "id": 7,
                    "firstname": "A.",
                    "infix": "van",
                    "lastname": "Alders",
                    "party": {"name": "PvdA"},
                    "function": "Raadslid",
                    "self": "api.notubiz.nl/persons/7",
                }
            ],
            [("A. van Alders", "PvdA", "", {"notubiz": "7"})],
            [],
        ),
        (
            {
                "iBabsUsers": [
                    {
                        "UniqueId": "u-1",
                        "Name": "B. Bakker",
                        "PoliticalPartyName": "CDA",
                        "FunctionName": "Burgerraadslid",
                    },
                    {"UniqueId": "u-2", "Name": "C. Cramer", "FunctionName": "Griffier"},
                    {"UniqueId": "u-3", "Name": "D. Dam", "PoliticalPartyName": "CDA", "FunctionName": "Raadslid"},
                ]
            },
            [("B. Bakker", "CDA", "burgerraadslid", {"ibabs": "u-1"}), ("D. Dam", "CDA", "", {"ibabs": "u-3"})],
            [("C. Cramer", "griffier")],
        ),
        (
            {
                "functies": [
                    {
                        "naam": "Raadslid",
                        "medewerkers": [{"persoon": {"naam": "Mw. E. Evers", "partij": "SP", "systemid": 31}}],
                    },
                    {"naam": "Burgemeester", "medewerkers": [{"persoon": {"naam": "F. Fokker"}}]},
                ]
            },
            [("mevrouw E. Evers", "SP", "", {"allmanak": "31"})],
            [("F. Fokker", "burgemeester")],
        ),
        (
            {
                "hits": {
                    "hits": [
                        {
                            "_source": {
                                "name": "G. Geel",
                                "memberships": [
                                    {"role": "Raadslid", "organization": {"classification": "Party", "name": "D66"}}
                                ],
                            }
                        }
                    ]
                }
            },
            [("G. Geel", "D66", "", {})],
            [],
        ),
    ],
    ids=["notubiz", "ibabs", "allmanak", "ori"],
)
def test_each_system_s_own_names(tmp_path: Path, data: Any, members: Any, officials: Any) -> None:
    found = read(tmp_path, data)
    assert told(found) == members and found.officials == officials


@pytest.mark.parametrize(
    ("function", "standing"),
    [
        ("raadslid", "member"),
        ("Fractievoorzitter", "member"),
        ("lid van de gemeenteraad", "member"),
        ("burgerraadslid", "committee"),
        ("commissielid-niet-raadslid", "committee"),
        ("steunfractielid", "committee"),
        ("wethouder", "official"),
        ("plv. griffier", "official"),
        ("gemeentesecretaris", "official"),
        ("bode", "left"),
        ("oud-raadslid", "left"),
    ],
)
def test_the_column_of_functions_decides(tmp_path: Path, function: str, standing: str) -> None:
    path = tmp_path / "leden.csv"
    path.write_text(f"Achternaam;Voorletters;Functie;Fractie\nAlders;A.;raadslid;CDA\nBakker;B.;{function};SP\n")
    found = roster.read_roster([path])
    kinds = {member.name: member.kind for member in found.members}
    assert kinds.get("B. Bakker") == {"member": "member", "committee": "committee_member"}.get(standing)
    assert bool(found.officials) == (standing == "official")
    assert bool([m for m in found.missing if "B. Bakker" in m]) == (standing == "left")


def test_ids_are_written_where_check_reads_them(tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_text('[council]\nmunicipality = "X"\nseats = 9\n')
    source = tmp_path / "leden.json"
    source.write_text(json.dumps(POPOLO))
    assert run("import", source, "--data", tmp_path, "--yes", "--roster") == 0
    council = load_council(tmp_path / "council.toml")
    assert council.members[0].ids.wikidata == "Q1"
    assert 'ids = { wikidata = "Q1" }' in (tmp_path / "council.toml").read_text()


@pytest.mark.parametrize(
    ("stated", "members", "seats"),
    [
        ("seats = 9", 21, 21),
        ("seats = 9", 20, 21),
        ("seats = 9", 7, 9),
        ("seats = 33", 21, 33),
        ('kind = "water_board"\nseats = 9', 20, 20),
        ('seats = 9\n\n[[bodies]]\nid = "ruimte"\nkind = "committee"\nname = "Commissie Ruimte"', 20, 21),
    ],
)
def test_there_are_seats_for_all_members_that_come_in(tmp_path: Path, stated: str, members: int, seats: int) -> None:
    (tmp_path / "council.toml").write_text(f'[council]\nmunicipality = "X"\n{stated}\n')
    rows = "".join(f"Lid {chr(97 + number)};CDA;{number}\n" for number in range(members))
    (tmp_path / "leden.csv").write_text(f"naam;fractie;nummer\n{rows}")
    assert run("import", tmp_path / "leden.csv", "--data", tmp_path, "--yes", "--roster") == 0
    assert load_council(tmp_path / "council.toml").council.seats == seats
