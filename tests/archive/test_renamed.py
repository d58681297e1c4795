"""Somebody marries, a group takes another name: votes of before and after are one's, and the page stays there."""

from __future__ import annotations

import csv
from pathlib import Path

from livecouncil.archive.build import publish_all
from tests.evenings.proefstad import ID, play_from, write

LATER = "2024-06-20-raadsvergadering"
SCRIPT = "@19:30 open\nn4\nv akker =\n@21:00 sluit"


def test_votes_of_before_and_after_another_name_are_one_persons(tmp_path: Path) -> None:
    agenda = write(tmp_path, public_url="https://raad.example")
    council = tmp_path / "council.toml"
    play_from(tmp_path, agenda, SCRIPT)
    renamed = council.read_text().replace("mevrouw Akker", "mevrouw Akker-Winter").replace('"Alfa"', '"Alfa en Omega"')
    council.write_text(renamed)
    later = agenda.with_name(f"{LATER}.toml")
    later.write_text(agenda.read_text().replace("2024-05-16", "2024-06-20"))
    play_from(tmp_path, later, SCRIPT)
    publish_all(tmp_path, lambda _: None)
    archive = tmp_path / "public" / "archief"
    rows = list(csv.DictReader((archive / "votes.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    hers = {(row["meeting"], list(row.values())[7]) for row in rows if row["person_id"] == "gm0400/persoon-1"}
    assert hers == {(ID, "mevrouw Akker"), (LATER, "mevrouw Akker-Winter")}
    page = (archive / "leden" / "mevrouw-akker" / "index.html").read_text()
    assert "mevrouw Akker-Winter" in page and not (archive / "leden" / "mevrouw-akker-winter").exists()
    year = (archive / "leden" / "mevrouw-akker" / "2024.html").read_text()
    assert ID in year and LATER in year
    sides = {(row["meeting"], list(row.values())[8]) for row in rows if row["group_id"] == "gm0400/fractie-1"}
    assert sides == {(ID, "Alfa"), (LATER, "Alfa en Omega")}
    group = (archive / "fracties" / "alfa" / "index.html").read_text()
    assert "Alfa en Omega" in group and [path.name for path in (archive / "fracties").glob("alfa*")] == ["alfa"]
    of_group = (archive / "fracties" / "alfa" / "2024.html").read_text()
    assert ID in of_group and LATER in of_group
