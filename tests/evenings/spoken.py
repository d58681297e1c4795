"""An evening that is spoken and logged at once: what the captions hear, and what the griffier types a little later."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from importlib.resources import files
from pathlib import Path

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.recording.captions import Captions, Cue, Offset
from livecouncil.sitting.session import Session
from tests.conftest import Clock

ZERO = datetime.fromisoformat("2026-03-12T19:28:20+01:00")
CANARY = "kanariepiet"
EVENING = [
    # seconds after the one before, what is said, what is logged, seconds later
    (95, "De vergadering is geopend.\nWelkom allemaal.", "open", 3),
    (40, "Dan punt 2, het vragenuur.", "n2", 4),
    (15, "Het woord is aan mevrouw Aalders.", "aalders", 3),
    (4, "Dank u wel, voorzitter.", "", 0),
    (4, "Wat kost het zwembad nu echt?", "", 0),
    (20, "De wethouder, wethouder Wagenaar.", "wethouder wagenaar", 6),
    (4, "Dat staat in het krediet & de <nota>.", "", 0),
    (30, "Agendapunt zes, de Woonvisie.", "n6", 5),
    (12, "De heer Faber heeft het woord.", "faber", 2),
    (4, "Voorzitter, wij willen starters helpen.", "", 0),
    (60, "Ik schors de vergadering\nvoor tien minuten.", "z10", 5),
    (600, "Ik heropen de vergadering.", "z", 3),
    (20, "Het voorstel is aangenomen.", "u =", 4),
    (20, "Agendapunt 10. Ik sluit de deuren.", "n10", 3),
    (12, "Vanaf nu zijn wij besloten.", "besloten", 2),
    (30, f"De {CANARY} kost twee miljoen.", "", 0),
    (600, f"Nog eens: {CANARY}.", "", 0),
    (30, "De deuren gaan open,\nwij zijn weer openbaar.", "openbaar", 3),
    (10, "Er is niets besloten.", "", 0),
    (20, "Punt 11.", "n11", 3),
    (6, "Dan dank ik u wel.", "", 0),
    (10, "Ik sluit de vergadering.", "sluit", 4),
    (30, "Is de microfoon nog aan?", "", 0),
]
Script = list[tuple[float, str, str, float]]


def play(council: Path, agenda: Path, script: Script | None = None) -> tuple[PublicRecord, Captions]:
    """Log the evening to the second; its record, and its captions on a clock that began at ZERO."""
    clock = Clock(ZERO.isoformat())
    session = Session.open(council, agenda, clock=clock, hold=0)
    cues, now = [], 0.0
    for wait, said, logged, lag in script or EVENING:
        now += wait
        cues.append(Cue(now - 3, now, said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")))
        if logged:
            clock.now = ZERO + timedelta(seconds=now + lag)
            answer = session.enter(logged, confirmed=True, line_mode=True)
            assert not answer.refused, answer
    record = publishing.record_of(session.journal.events)
    session.close()
    return record, Captions(tuple(cues))


def evening(folder: Path) -> tuple[PublicRecord, Captions]:
    """EVENING, played by the fictitious council in a new `folder`."""
    shutil.copytree(str(files("livecouncil") / "example"), folder / "raad")
    return play(folder / "raad", next((folder / "raad" / "agendas").glob("*.toml")))


def offset() -> Offset:
    return Offset(ZERO)
