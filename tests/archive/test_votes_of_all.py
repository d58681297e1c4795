"""The votes of all meetings in one table: valid by both descriptions, and read without looking anything up."""

from __future__ import annotations

import csv
import gzip
import json
import re
from pathlib import Path
from typing import Any

import pytest

from livecouncil.archive.build import publish_all

from .archive_council import CAME, FIRST, HIDDEN, LAST, LEFT, SCRIPTS, SECOND, play

Row = dict[str, str]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("votes") / "raad"
    for meeting, script in SCRIPTS.items():
        play(base, meeting, script, CAME if meeting == LAST else LEFT)
    kept = "2025-04-03-kamer"
    play(base, kept, HIDDEN[kept], LEFT, policy="chamber")
    publish_all(base, lambda _: None)
    return base


def rows_of(table: Path) -> list[Row]:
    with table.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def tables(base: Path) -> list[Path]:
    return [base / "public" / folder / "votes.csv" for folder in (FIRST, SECOND, LAST, "archief")]


def test_the_table_of_all_is_that_of_each_put_together(base: Path) -> None:
    *each, together = tables(base)
    assert rows_of(together) == [row for table in each for row in rows_of(table)]
    assert "Kamerstuk" not in together.read_text("utf-8-sig")
    listed = json.loads((together.parent / "votes.json").read_text())["vote_events"]
    of_each = [json.loads((table.parent / "votes.json").read_text())["vote_events"] for table in each]
    assert listed == [event for events in of_each for event in events] and len(listed) == 6


def test_a_row_says_all_of_itself(base: Path) -> None:
    rows = rows_of(tables(base)[-1])
    row = next(r for r in rows if r["meeting"] == FIRST and r["raadslid"] == LEFT[0] and r["object"] == "m1")
    wanted = {
        "municipality": "Proefstad",
        "code": "GM0400",
        "body": "Gemeenteraad Proefstad",
        "date": "2025-02-06",
        "vote_id": f"{FIRST}/m1-stemming",
        "kind": "motion",
        "titel": "Fietspad",
        "address": f"https://raad.example/live/{FIRST}/m1/",
        "person_id": "gm0400/persoon-4",
        "group_id": "gm0400/fractie-3",
        "choice": "yes",
        "result": "rejected",
        "rule": "GW 30.1",
        "status": "provisional",
    }
    assert row.items() >= wanted.items()
    assert all(row["person_id"] and row["choice"] and row["meeting"] and row["rule"] for row in rows)
    people = {(row["raadslid"], row["person_id"]) for row in rows}
    assert len({name for name, _ in people}) == len({one for _, one in people}) == len(people)


def test_ids_are_those_of_popolo(base: Path) -> None:
    popolo: dict[str, Any] = json.loads((base / "public" / FIRST / "popolo.json").read_text())
    ids = {key: {row["id"] for row in popolo[key]} for key in ("persons", "organizations", "vote_events", "motions")}
    for row in rows_of(base / "public" / FIRST / "votes.csv"):
        assert row["person_id"] in ids["persons"] and row["vote_id"] in ids["vote_events"]
        assert {row["group_id"], row["body_id"]} <= ids["organizations"]
        assert (base / "public" / row["address"].removeprefix("https://raad.example/live/") / "index.html").exists()
    events = json.loads((base / "public" / FIRST / "votes.json").read_text())["vote_events"]
    assert {event["motion"]["id"] for event in events} <= ids["motions"]
    assert all(vote["voter"]["id"] in ids["persons"] for event in events for vote in event["votes"])


def test_both_descriptions_are_valid_and_so_is_what_they_describe(base: Path) -> None:
    from csvw import CSVW
    from frictionless import Package

    for table in tables(base):
        described = CSVW(str(table), validate=True)
        assert described.is_valid, described.warnings
        found = next(iter(described.to_json()["tables"]))["row"] if rows_of(table) else []
        assert len(found) == len(rows_of(table))
        report = Package(str(table.parent / "datapackage.json")).validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "message"])


def test_a_wrong_cell_and_a_lost_column_are_seen(base: Path, tmp_path: Path) -> None:
    from frictionless import Package

    *_, table = tables(base)
    for name in ("votes.csv", "datapackage.json"):
        (tmp_path / name).write_bytes((table.parent / name).read_bytes())
    broken = table.read_bytes().replace(b";2025-02-06;", b";6 februari;", 1)
    (tmp_path / "votes.csv").write_bytes(broken)
    assert not Package(str(tmp_path / "datapackage.json")).validate().valid


def test_what_did_not_change_is_not_written_and_what_was_lost_comes_back(base: Path) -> None:
    *_, table = tables(base)
    before = table.read_bytes()
    assert publish_all(base, lambda _: None) == []
    table.unlink()
    assert publish_all(base, lambda _: None) == [table] and table.read_bytes() == before


def test_years_together_are_the_whole_and_so_is_what_is_packed(base: Path) -> None:
    archive = base / "public" / "archief"
    years = sorted(archive.glob("votes-*.csv"))
    assert [path.name for path in years] == ["votes-2025.csv", "votes-2026.csv"]
    whole = (archive / "votes.csv").read_bytes()
    assert gzip.decompress((archive / "votes.csv.gz").read_bytes()) == whole
    assert [row for path in years for row in rows_of(path)] == rows_of(archive / "votes.csv")
    described = json.loads((archive / "csv-metadata.json").read_text())
    assert [one["url"] for one in described["tables"]] == [path.name for path in years]
    listed = json.loads((archive / "datapackage.json").read_text())["resources"]
    assert [one["path"] for one in listed] == ["votes.csv", "votes.csv.gz", *(path.name for path in years)]
    page = (archive / "index.html").read_text()
    named = set(re.findall(r'href="((?:votes|datapackage)[^"]*)"', page))
    assert {*(path.name for path in years), "votes.csv", "votes.csv.gz", "votes.json"} <= named
    assert all((archive / name).is_file() for name in named)


def test_the_table_of_a_year_is_valid_by_what_the_folder_says(base: Path) -> None:
    from csvw import CSVW

    archive = base / "public" / "archief"
    described = CSVW(str(archive / "csv-metadata.json"), validate=True)
    assert described.is_valid, described.warnings
