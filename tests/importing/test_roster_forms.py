"""Lists of members as councils write them: columns by other names, names in another order, groups above or behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.importing.roster import read_roster

TWO = "Anna Jansen|VVD, Bob de Wit|D66"
LISTS = {
    "surname first": ("r.csv", "Naam;Fractie\nJansen, A. (Anna);VVD\nWit, Bob de;D66\n", TWO),
    "name between brackets": ("r.csv", "Naam;Fractie\nA.B. (Anna) Jansen;VVD\nB. (Bob) de Wit;D66\n", TWO),
    "group behind": ("r.csv", "Naam\nAnna Jansen (VVD)\nBob de Wit (D66)\n", TWO),
    "other heads": ("r.csv", "Naam raadslid;Politieke groepering\nAnna Jansen;VVD\nBob de Wit;D66\n", TWO),
    "English heads": (
        "r.csv",
        "Full name;Political party;Position\nAnna Jansen;VVD;Councillor\nBob de Wit;D66;Member\n",
        TWO,
    ),
    "parts": (
        "r.csv",
        "Achternaam;Voorletters;Tussenv.;Partijnaam\nJansen;A.;;VVD\nWit;B.;de;D66\n",
        "A. Jansen|VVD, B. de Wit|D66",
    ),
    "group in front": (
        "r.csv",
        "Fractie;Naam\nVVD;Anna Jansen\n;Kees Smit\nD66;Bob de Wit\n",
        "Anna Jansen|VVD, Kees Smit|VVD, Bob de Wit|D66",
    ),
    "group in a row": ("r.csv", "Naam;Functie\nVVD;\nAnna Jansen;fractievoorzitter\nD66;\nBob de Wit;raadslid\n", TWO),
    "text": ("r.txt", "1. Anna Jansen (VVD)\n2. Bob de Wit (D66)\n", TWO),
    "text with commas": ("r.txt", "Anna Jansen, VVD\nBob de Wit, D66\n", TWO),
    "groups above": ("r.txt", "VVD\nAnna Jansen (fractievoorzitter)\n\nD66\nBob de Wit\n", TWO),
    "page": (
        "r.html",
        "<html><h2>VVD</h2><ul><li>Anna Jansen</li></ul><h2>D66</h2><ul><li>Bob de Wit</li></ul></html>",
        TWO,
    ),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_as_councils_have_them(tmp_path: Path, name: str) -> None:
    file, text, people = LISTS[name]
    (path := tmp_path / file).write_text(text, encoding="utf-8")
    assert ", ".join(f"{m.name}|{m.group}" for m in read_roster([path]).members) == people


def test_a_text_that_is_no_list_of_people_is_refused(tmp_path: Path) -> None:
    (path := tmp_path / "agenda.txt").write_text("Raad 12 maart\n\n1. Opening\n2. Vaststellen agenda\n3. Woonvisie\n")
    with pytest.raises(InputFault, match="geen kolom"):
        read_roster([path])


def test_functions_in_frisian(tmp_path: Path) -> None:
    text = "Namme;Fraksje;Funksje\nAnna Jansen;FNP;Riedslid\nCees Bakker;;Wethâlder\nEva Smit;FNP;Kommisjelid\n"
    (path := tmp_path / "r.csv").write_text(text, encoding="utf-8")
    roster = read_roster([path])
    assert [(m.name, m.kind) for m in roster.members] == [("Anna Jansen", "member"), ("Eva Smit", "committee_member")]
    assert roster.officials == [("Cees Bakker", "wethouder")]


RAAD = {"id": "raad", "name": "Raad", "classification": "legislature"}
VVD = {"id": "g1", "name": "VVD", "classification": "party"}
POPOLO: dict[str, object] = {
    "keys in humps": {
        "persons": [{"id": "p", "name": "Anna Jansen"}],
        "organizations": [RAAD, VVD],
        "memberships": [{"personId": "p", "organizationId": "raad", "onBehalfOfId": "g1", "role": "member"}],
    },
    "memberships in persons": {
        "persons": [
            {
                "id": "p",
                "name": "Anna Jansen",
                "memberships": [{"organization_id": "raad", "on_behalf_of_id": "g1", "role": "member"}],
            }
        ],
        "organizations": [RAAD, VVD],
    },
    "memberships in organizations": {
        "organizations": [VVD | {"memberships": [{"person": {"name": "Anna Jansen"}, "role": "lid"}]}],
    },
    "parts of a name": {
        "persons": [{"id": "p", "given_name": "Anna", "family_name": "Jansen"}],
        "organizations": [RAAD, VVD],
        "memberships": [{"person_id": "p", "organization_id": "raad", "on_behalf_of_id": "g1"}],
    },
    "groups of users": {
        "ibabs": 1,
        "UserGroups": [
            {
                "Name": "Raadsleden",
                "Users": [{"UniqueId": "u", "Name": "Anna Jansen", "PoliticalParty": {"Name": "VVD"}}],
            }
        ],
    },
}


@pytest.mark.parametrize("name", POPOLO)
def test_people_wherever_json_has_them(tmp_path: Path, name: str) -> None:
    (path := tmp_path / "p.json").write_text(json.dumps(POPOLO[name]))
    assert [(m.name, m.group) for m in read_roster([path]).members] == [("Anna Jansen", "VVD")]
