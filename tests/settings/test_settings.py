"""`check`: broken files of every kind are named with their line and a remedy."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.settings.check import check
from livecouncil.settings.folder import language_of
from livecouncil.settings.load import load_agenda, load_council
from livecouncil.sitting.session import Session

COUNCIL = """[council]
municipality = "Voorbeeld"
seats = 9
hashtag = "RaadVoorbeeld"

[release]
hold = { wall = 0, feed = 10, networks = 30 }

[[groups]]
name = "ChristenUnie"
short = "CU"

[[groups]]
name = "CDA"
aliases = ["christen"]

[[members]]
name = "mevrouw Aalders"
group = "CDA"
number = 1

[[members]]
name = "de heer Bakkeren"
group = "ChristenUnie"
number = 2

[[officials]]
name = "burgemeester A. Voorbeeldsma"
role = "burgemeester"
"""
AGENDA = """[meeting]
title = "Raadsvergadering"
start = 2026-03-12T19:30:00+01:00
chair = "burgemeester A. Voorbeeldsma"

[[items]]
number = "1"
title = "Opening"

[[items]]
number = "2"
title = "Begroting"
kind = "proposal"
documents = [{ title = "Stuk", url = "https://voorbeeld.example/stuk" }]
"""
# (file, text to replace, by what, line of the fault, words of its sentence)
FAULTS = [
    ("council", "seats = 9", "seats = ", 3, "geen geldige TOML"),
    ("council", "seats = 9\n", "", 1, "‘seats’ ontbreekt"),
    ("council", "seats = 9", 'seats = "negen"', 3, "moet een getal zijn"),
    ("council", "seats = 9", "seats = 0", 3, "te klein"),
    ("council", "seats = 9", "seats = 10", 3, "altijd oneven"),
    ("council", "RaadVoorbeeld", "RaadMijnGemeente", 4, "nog het voorbeeld"),
    ("council", '"Voorbeeld"', '"Mijn gemeente"', 2, "nog het voorbeeld"),
    ("council", "seats = 9", "seats = 9\ninhabitants = 20000", 3, "17 zetels"),
    ("council", "seats = 9", "seats = 9\nlanguage = 'de'", 4, "‘de’ kan hier niet"),
    ("council", "hashtag", "hastag", 4, "Bedoelt u ‘hashtag’"),
    ("council", "feed = 10", "points = 10", 7, "in dit blok kan staan: wall, feed"),
    ("council", 'short = "CU"', 'bijnaam = "CU"', 11, "in dit blok kan staan: name, short"),
    ("council", '"RaadVoorbeeld"', '"raad-voorbeeld"', 4, 'hashtag = "RaadVoorbeeld"'),
    ("council", "seats = 9", 'seats = 9\npublic_url = "raad.nl"', 4, "geen webadres"),
    ("council", "wall = 0", "wall = 20", 7, "niet later"),
    ("council", "feed = 10", "feed = -1", 7, "te klein"),
    ("council", 'short = "CU"', 'short = "v"', 11, "een opdracht op de invoerregel"),
    ("council", 'short = "CU"', 'short = "m3"', 11, "vorm van een motie"),
    ("council", 'short = "CU"', 'short = "11-26"', 11, "vorm van een uitslag"),
    ("council", '"christen"', '"cu"', 15, "ook een naam van ChristenUnie"),
    ("council", 'name = "CDA"', 'name = "ChristenUnie"', 14, "staat er twee keer"),
    ("council", 'group = "CDA"', 'group = "CDE"', 19, "Bedoelt u ‘CDA’"),
    ("council", "de heer Bakkeren", "mevrouw Aalders", 23, "voorletters"),
    ("council", "de heer Bakkeren", "de heer Aalders", 18, "Typ ‘#1’"),
    ("council", "number = 2", "number = 1", 25, "staat er twee keer"),
    ("council", "number = 2", "", 22, "heeft geen nummer"),
    ("council", "number = 2", "number = 2\nfrom = 2025-01-01\nuntil = 2024-01-01", 27, "vertrekt voor het begin"),
    ("council", "number = 2", "number = 2\nfrom = 2026-03-12", 26, "na de eed"),
    ("council", "de heer Bakkeren", "de heer Open", 23, "is een opdracht op de invoerregel"),
    ("council", 'role = "burgemeester"', 'role = "minister"', 29, "‘minister’ kan hier niet"),
    ("council", "[release]", '[backup]\nto = "kopie"\n[release]', 7, "in de map van de raad zelf"),
    ("council", "[release]", '[backup]\nto = "/media/niemand"\n[release]', 7, "is er nu niet"),
    ("council", "[release]", '[backup]\nto = "../../.."\n[release]', 7, "dezelfde schijf"),
    ("council", "[release]", '[backup]\nkey = "age1"\n[release]', 7, "een key en geen to"),
    ("council", "[release]", '[backup]\nto = "/media/x"\nkey = "age1xyz"\n[release]', 8, "geen openbare sleutel"),
    ("council", "[release]", '[backup]\nto = "/x"\nkey = "AGE-SECRET-KEY-1QQ"\n[release]', 8, "geheime sleutel"),
    ("agenda", "2026-03-12T19:30:00+01:00", '"19:30"', 3, "geen dag met tijd"),
    ("agenda", "+01:00", "+02:00", 3, "Schrijf start = 2026-03-12T19:30:00+01:00"),
    ("agenda", "+01:00", "Z", 3, "is 2026-03-12T20:30:00+01:00 bedoeld"),
    ("agenda", "2026-03-12T19:30:00+01:00", "2026-03-29T02:30:00", 3, "02:30 bestaat op 29-03-2026 niet"),
    ("agenda", "2026-03-12T19:30:00+01:00", "2026-10-25T02:30:00", 3, "02:30:00+02:00 of +01:00"),
    ("council", "seats = 9", 'seats = 9\nzone = "Europe/Amsterdm"', 4, 'Bedoelt u zone = "Europe/Amsterdam"'),
    ("council", "seats = 9", 'seats = 9\nzone = "Europe"', 4, "‘Europe’ is geen tijdzone"),
    ("agenda", 'title = "Opening"', 'title = ""', 8, "is leeg"),
    ("agenda", 'number = "2"', 'number = "1"', 11, "staat er twee keer"),
    ("agenda", 'number = "2"', 'number = "twee!"', 11, "geen puntnummer"),
    ("agenda", 'number = "2"', "number = 2", 11, "moet tekst zijn"),
    ("agenda", '"proposal"', '"voorstel"', 13, "‘voorstel’ kan hier niet"),
    ("agenda", '"proposal"', '"closed"', 12, "art. 24"),
    ("agenda", 'title = "Begroting"', f'title = "{"x" * 300}"', 12, "tekens lang"),
    ("agenda", 'title = "Begroting"', 'title = "Begro\\u202Eting"', 12, "stuurtekens"),
    ("agenda", "https://voorbeeld", "ftp://voorbeeld", 14, "geen webadres"),
    ("agenda", "A. Voorbeeldsma", "J. Vreemd", 4, "staat niet in council.toml"),
    ("agenda", "[meeting]", '[meeting]\nmunicipality = "Elders"', 2, "de raad is van Voorbeeld"),
    ("agenda", AGENDA[AGENDA.index("\n[[items]]") :], "", 1, "De agenda is leeg"),
    ("agenda", "[meeting]", "[vergadering]", 1, "[meeting] ontbreekt"),
]


def checked(tmp_path: Path, council: str, agenda: str) -> list[str]:
    (tmp_path / "council.toml").write_text(council, encoding="utf-8")
    (tmp_path / "2026-03-12-raadsvergadering.toml").write_text(agenda, encoding="utf-8")
    return [str(f) for f in check(tmp_path / "2026-03-12-raadsvergadering.toml", tmp_path / "council.toml")]


@pytest.mark.parametrize("start", ["2026-03-12T19:30:00", "2026-03-12 19:30:00"])
def test_a_start_without_offset_is_read_in_the_zone(tmp_path: Path, start: str) -> None:
    agenda = AGENDA.replace("2026-03-12T19:30:00+01:00", start)
    assert checked(tmp_path, COUNCIL, agenda) == []
    loaded = load_agenda(tmp_path / "2026-03-12-raadsvergadering.toml", "Asia/Tokyo")
    assert loaded.meeting.start.isoformat() == "2026-03-12T19:30:00+09:00"


def test_live_refuses_an_offset_the_zone_does_not_have(tmp_path: Path) -> None:
    checked(tmp_path, COUNCIL, AGENDA.replace("+01:00", "+02:00"))
    with pytest.raises(InputFault, match=r"Europe/Amsterdam heeft op 12-03-2026 \+01:00, niet \+02:00"):
        Session.open(tmp_path, tmp_path / "2026-03-12-raadsvergadering.toml")
    assert not list(tmp_path.glob("journal/*.jsonl"))


def test_a_chair_named_by_office_is_found_by_the_role_of_an_official(tmp_path: Path) -> None:
    agenda = AGENDA.replace("burgemeester A. Voorbeeldsma", "de burgemeester")
    assert agenda != AGENDA and checked(tmp_path, COUNCIL, agenda) == []
    nobody = COUNCIL.replace('role = "burgemeester"', 'role = "griffier"')
    assert [f for f in checked(tmp_path, nobody, agenda) if "de burgemeester staat niet in council.toml" in f]


def test_whole_files_have_no_faults(tmp_path: Path) -> None:
    assert checked(tmp_path, COUNCIL, AGENDA) == []


@pytest.mark.parametrize(("file", "old", "new", "line", "words"), FAULTS, ids=[f[4] for f in FAULTS])
def test_a_fault_is_named_with_its_line(tmp_path: Path, file: str, old: str, new: str, line: int, words: str) -> None:
    assert old in (COUNCIL if file == "council" else AGENDA)
    council = COUNCIL.replace(old, new, 1) if file == "council" else COUNCIL
    agenda = AGENDA.replace(old, new, 1) if file == "agenda" else AGENDA
    name = "council.toml" if file == "council" else "2026-03-12-raadsvergadering.toml"
    faults = checked(tmp_path, council, agenda)
    assert any(f"{name}:{line}:" in f and words in f for f in faults), faults


def test_a_fault_of_an_item_in_an_array_is_named_with_its_own_line(tmp_path: Path) -> None:
    rows = (
        '\nitems = [\n  { number = "1", title = "Opening" },\n  { number = "2", title = "", kind = "proposal" },\n]\n'
    )
    faults = checked(tmp_path, COUNCIL, rows + AGENDA[: AGENDA.index("\n[[items]]")])
    assert any("raadsvergadering.toml:4:" in f and "is leeg" in f for f in faults), faults


def test_missing_and_foreign_files(tmp_path: Path) -> None:
    assert "bestaat niet" in str(check(tmp_path / "geen.toml", tmp_path / "council.toml")[0])
    (tmp_path / "council.toml").write_bytes(b'[council]\nmunicipality = "S\xfadwest"\n')
    faults = [str(f) for f in check(tmp_path / "geen.toml", tmp_path / "council.toml")]
    assert any("council.toml:2:" in f and "UTF-8" in f for f in faults)


@pytest.mark.parametrize(
    ("server", "refused"),
    [("http://mastodon.example", True), ("https://mastodon.example", False), ("http://127.0.0.1:8000", False)],
)
def test_a_channel_over_plain_http_is_a_fault(server: str, refused: bool, council: Path, agenda: Path) -> None:
    path = council / "council.toml"
    path.write_text(f'{path.read_text()}\n[channels.mastodon]\nserver = "{server}"\n')
    faults = [fault for fault in check(agenda, path) if "https" in str(fault)]
    assert bool(faults) == refused
    if refused:
        assert faults[0].level == "fault" and path.read_text().splitlines()[faults[0].line - 1].startswith("server")


def test_a_file_that_cannot_be_read_is_a_fault_with_its_reason(council: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, *_: object, **__: object) -> str:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(InputFault, match=r"council.toml:1: .*niet gelezen worden \(Input/output error\)"):
        load_council(council / "council.toml")


@pytest.mark.parametrize("value", ["[" * 5_000, "[" * 5_000 + "]" * 5_000, "{a = " * 5_000, "9" * 5_000])
def test_what_a_reader_of_toml_cannot_bear_is_a_fault_of_its_line(council: Path, agenda: Path, value: str) -> None:
    path = council / "council.toml"
    path.write_text(f"{path.read_text()}\nendless = {value}\n")
    line = path.read_text().count("\n")
    assert any(fault.line in (line, line + 1) and "geen geldige TOML" in str(fault) for fault in check(agenda, path))
    assert language_of(path) is None
