"""`[[mirrors]]` in `council.toml`: what cannot be is named with its line and a remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.settings.check import check


def told(council: Path, mirrors: str) -> list[str]:
    """The sentences `check` has for mirrors."""
    path = council / "council.toml"
    text = path.read_text(encoding="utf-8")
    first = text.count("\n") + 2
    path.write_text(f"{text}\n{mirrors}", encoding="utf-8")
    faults = check(next((council / "agendas").glob("*.toml")), path)
    return [str(fault).partition(": ")[2] for fault in faults if fault.line >= first and fault.file == str(path)]


def mirror(to: str, more: str = 'public = "https://www.example.nl/live/"') -> str:
    return f'[[mirrors]]\nname = "site"\nto = "{to}"\n{more}\n'


@pytest.mark.parametrize(
    "to",
    [
        "sftp://raad@www.example.nl/var/www/live",
        "sftp://www.example.nl:2222/live",
        "davs://raad@www.example.nl/live",
        "s3://raad/live",
        "/mnt/website",
        "file:///mnt/website",
        "dav://127.0.0.1:8080/live",
        "hub+https://raad.example/GM0400",
        "hub+http://127.0.0.1:8090/GM0400",
    ],
)
def test_what_can_be(council: Path, to: str) -> None:
    assert told(council, mirror(to)) == []


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("dav://www.example.nl/live", "onversleuteld"),
        ("http://www.example.nl/live", "onversleuteld"),
        ("ftp://www.example.nl/live", "onversleuteld"),
        ("gopher://www.example.nl/live", "geen soort spiegel"),
        ("hub+http://raad.example/GM0000", "onversleuteld"),
        ("sftp://raad:geheim@www.example.nl/live", "wachtwoord"),
        ("sftp://www.example.nl", "noemt geen map"),
        ("public/kopie", "in de map van de raad zelf"),
    ],
)
def test_what_cannot_be(council: Path, to: str, said: str) -> None:
    (sentence,) = told(council, mirror(to))
    assert said in sentence and "geheim" not in sentence


def test_names_addresses_and_what_is_not_said(council: Path) -> None:
    twice = mirror("/mnt/a", 'public = "www.example.nl"') + mirror("s3://raad/b", 'endpoint = "http://s3.example.nl"')
    said = " ".join(told(council, twice))
    assert "twee keer" in said and "www.example.nl" in said and "onversleuteld" in said and "waar lezers hem" in said


def test_a_name_with_a_space_or_no_address_at_all(council: Path) -> None:
    assert told(council, '[[mirrors]]\nname = "mijn site"\n')
