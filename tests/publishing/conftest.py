"""The hand-made meeting in every guise and at every stage, as records and as open data."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.release.record import PublicRecord
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from tests.evenings import denhelder
from tests.evenings.proefstad import SCRIPT, play, record_of, render

Records = dict[str, PublicRecord]
Files = dict[str, bytes]
VARIANTS: dict[str, dict[str, Any]] = {
    "rehearsal": {"rehearsal": True},
    "unofficial": {"unofficial": True},
    "bare": {"code": "", "hashtag": ""},
    "frisian": {"language": "fy"},
    "english": {"language": "en", "public_url": "https://raad.example/live"},
}
GRAINS = """
@19:30 open
n4
m1 i alfa: Een
m1 aang =
m2 i alfa: Twee
m2v alfa(2) delta 5-4 =
m3 i beta: Drie
m3 6-3 zn =
m4 i beta: Vier
m4 6-3 =
af akker
akker
int berg
tm 2
z10 beta
z
sv delta
vr dekker: de sluiting van het zwembad
tz mulder beta haan voor 1-9: een brief over de planning
m5 i beta: Vijf
m6 i gamma: Zes
m5 m6 v delta 6-2 =
m7 i alfa: Zeven
m7 i+ beta
m7 gw: het derde streepje vervalt
m7 d: https://raad.example/m7.pdf
tekst m7: De raad <verzoekt> het college & de burgemeester
m7 ov college =
m8 i alfa: Acht
m9 i beta: Negen
m8 op m9 =
m9 verv =
o1 i alfa: Sluiting van de beraadslaging
o1v beta 6-2 =
>11 5 =
bp1 v delta 6-2 =
bp2 t delta 2-6 =
n4 aang =
n2
h 2 =
aant beta akker =
n7
pers 2 leden rekenkamer: Braas 7 Veen 6 Zwart 1 blanco 1 =
@21:00 sluit
"""
"""A vote at every grain that can be told."""

PARTS = {
    "planned": "",
    "not opened": "af alfa beta\n@19:30 open =",
    "running": SCRIPT.split("n5")[0],
    "grains": GRAINS,
    "behind doors": SCRIPT.split("openbaar")[0],
}


def _told_by(name: str) -> str:
    """A reporter's own report judges no quorum: the vote that was void for want of one is not in it."""
    if name == "unofficial":
        return SCRIPT.replace("\nu =\n", "\n")
    return SCRIPT


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory, evening: Path) -> Records:
    """The hand-made meeting whole, in every guise and at every stage, and the demo's evening."""
    folder = tmp_path_factory.mktemp("proefstad")
    found = {"whole": play(folder / "whole", SCRIPT), "demo": record_of(evening, "2026-03-12-raadsvergadering")}
    found |= {name: play(folder / name, _told_by(name), **more) for name, more in VARIANTS.items()}
    return found | {name: play(folder / name, script) for name, script in PARTS.items()}


@pytest.fixture(scope="session")
def helder(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> PublicRecord:
    folder = tmp_path_factory.mktemp("denhelder")
    session = Session.open(folder, denhelder.write(shared, folder), hold=0)
    plain.run(session, denhelder.script(shared), io.StringIO(), io.StringIO(), ask=False)
    session.close()
    return record_of(folder, "2015-06-29-raadsvergadering")


@pytest.fixture(scope="session")
def outputs(records: Records) -> dict[str, Files]:
    return {name: render(record) for name, record in records.items()}


@pytest.fixture(scope="session")
def every(outputs: dict[str, Files], helder: PublicRecord) -> list[Files]:
    """All of them, and a real evening."""
    return [*outputs.values(), render(helder)]
