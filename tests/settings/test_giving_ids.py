"""Everybody has an id that stays: through another name, another order, another file, and a list that was lost."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.council.lasting_ids import ids_to_give
from livecouncil.settings.giving_ids import with_ids
from livecouncil.settings.load import load_council

HEAD = '[council]\nmunicipality = "Proefstad"\nseats = 9\n\n[[groups]]\nname = "Alfa"\n'
COMMENTED = (
    HEAD
    + """
# wie er zit
[[members]]
  name = "mevrouw Akker"  # fractievoorzitter
  group = "Alfa"

[[members]]
group = "Alfa"
name = "de heer Berg"
ids = { notubiz = "77" }

[[officials]]
name = "wethouder Mulder"
role = "wethouder"
"""
)


def ids_of(path: Path) -> dict[str, str]:
    data = tomllib.loads(path.read_text())
    return {row["name"]: row.get("id", "") for table in ("members", "officials") for row in data.get(table, ())}


def given(path: Path, *earlier: dict[str, Any]) -> dict[str, str]:
    council = with_ids(load_council(path), path, lambda: earlier)
    members = {person.name: person.id for person in council.members}
    return members | {person.name: person.id for person in council.officials}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_comes_below_each_name_and_nothing_else_changes(tmp_path: Path, end: str) -> None:
    path = tmp_path / "council.toml"
    path.write_bytes(COMMENTED.replace("\n", end).encode())
    assert given(path) == {"mevrouw Akker": "1", "de heer Berg": "2", "wethouder Mulder": "3"} == ids_of(path)
    written = path.read_bytes().decode()
    assert f'name = "Alfa"{end}id = "1"{end}' in written
    assert f'  name = "mevrouw Akker"  # fractievoorzitter{end}  id = "1"{end}' in written
    bare = written.replace(f'name = "Alfa"{end}id = "1"{end}', f'name = "Alfa"{end}')
    for row in ('  id = "1"', 'id = "2"', 'id = "3"'):
        bare = bare.replace(row + end, "")
    assert bare == COMMENTED.replace("\n", end)
    before = path.read_bytes()
    assert given(path) == ids_of(path) and path.read_bytes() == before


def test_a_name_and_an_order_may_change_and_the_id_does_not(tmp_path: Path) -> None:
    path = tmp_path / "council.toml"
    path.write_text(COMMENTED)
    given(path)
    path.write_text(path.read_text().replace("mevrouw Akker", "mevrouw Akker-de Wit"))
    assert given(path)["mevrouw Akker-de Wit"] == "1"


def test_who_was_published_by_name_goes_on_by_that(tmp_path: Path) -> None:
    path = tmp_path / "council.toml"
    path.write_text(COMMENTED)
    earlier = {"members": [{"name": "Mevrouw Akker"}, {"name": "de heer Weg", "id": "8"}]}
    assert given(path, earlier) == {"mevrouw Akker": "mevrouw-akker", "de heer Berg": "9", "wethouder Mulder": "10"}


def test_a_lost_id_comes_back_and_none_is_given_twice() -> None:
    council = {"members": [{"name": "mevrouw Akker"}, {"name": "Nieuw"}], "officials": [{"name": "mevrouw Akker"}]}
    earlier = [{"members": [{"name": "mevrouw Akker", "id": "4"}, {"name": "Weg", "id": "12"}]}]
    assert ids_to_give(council, earlier) == {("members", 0): "4", ("members", 1): "13", ("officials", 0): "4"}
    taken = {"members": [{"name": "Ander", "id": "4"}, {"name": "mevrouw Akker"}]}
    assert ids_to_give(taken, earlier) == {("members", 1): "13"}


def test_groups_are_numbered_apart_and_keep_what_they_were_published_by() -> None:
    council = {"members": [{"name": "Alfa"}], "groups": [{"name": "Alfa"}, {"name": "Beta"}, {"name": "Samen"}]}
    earlier = [{"groups": [{"name": "Alfa"}, {"name": "Gamma", "id": "4"}], "members": [{"name": "Alfa", "id": "9"}]}]
    assert ids_to_give(council, earlier) == {
        ("members", 0): "9",
        ("groups", 0): "alfa",
        ("groups", 1): "5",
        ("groups", 2): "6",
    }


@pytest.mark.parametrize(
    "members",
    [
        'members = [{ name = "mevrouw Akker", group = "Alfa" }]\n' + HEAD,
        HEAD + '\n[[members]]\n"name" = """\nmevrouw Akker"""\ngroup = "Alfa"\n',
    ],
)
def test_a_file_written_otherwise_is_left_alone(tmp_path: Path, members: str) -> None:
    path = tmp_path / "council.toml"
    path.write_text(members)
    council = with_ids(load_council(path), path, list)
    assert council.members[0].id == "1"
    assert tomllib.loads(path.read_text())["members"][0]["name"].strip() == "mevrouw Akker"


def test_a_link_to_the_file_stays_one_and_the_file_has_the_ids(tmp_path: Path) -> None:
    path = tmp_path / "council.toml"
    path.write_text(COMMENTED)
    link = tmp_path / "elsewhere" / "council.toml"
    link.parent.mkdir()
    link.symlink_to(path)
    assert given(link)["de heer Berg"] == "2" and link.is_symlink() and ids_of(path)["de heer Berg"] == "2"


def test_who_cannot_see_what_was_given_before_gives_nothing(tmp_path: Path) -> None:
    path = tmp_path / "council.toml"
    path.write_text(COMMENTED)

    def refused() -> list[dict[str, Any]]:
        raise PermissionError("no right to look")

    council = load_council(path)
    assert with_ids(council, path, refused) == council
    assert path.read_text() == COMMENTED
