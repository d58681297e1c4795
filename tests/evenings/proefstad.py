"""A hand-made meeting with everything the open data must tell apart, played in line mode."""

from __future__ import annotations

import io
import json
from pathlib import Path

from livecouncil.core.release.record import PublicRecord
from livecouncil.journal.journal import Journal
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import votes
from livecouncil.publishing.open_data import akomantoso, ori_a, ori_api, popolo
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

ID = "2024-05-16-raadsvergadering"
MEMBERS = (
    ("mevrouw Akker", "Alfa"),
    ("de heer J.P. van der Berg", "Alfa"),
    ("mevrouw Cornelis", "Alfa"),
    ("de heer Dekker", "Beta"),
    ("mevrouw Elsinga", "Beta"),
    ("de heer Fokkema", "Gamma"),
    ("mevrouw Groen", "Gamma"),
    ("de heer Haan", "Delta"),
    ("mevrouw Ibema", "Delta"),
)
OFFICIALS = (
    ("burgemeester K. Linde", "burgemeester"),
    ("wethouder Mulder", "wethouder"),
    ("griffier Nijland", "griffier"),
)
LONG = "Voorstel tot vaststelling van de verordening op de heffing en invordering van leges en rechten " * 3
ITEMS = (
    ("1", "Opening", "procedural"),
    ("2", "Verordening bomen", "hamerstuk"),
    ("3", "Verordening honden", "hamerstuk"),
    ("4", LONG.strip(), "proposal"),
    ("5", "Krediet <zwembad> & park", "proposal"),
    ("6", "Zienswijze", "proposal"),
    ("7", "Aanbeveling rekenkamer", "proposal"),
    ("8", "Grondaankoop geheimstraat", "closed"),
    ("9", "Motie vreemd", "motion"),
    ("10", "Rapport", "information"),
    ("11", "Uitloop", "proposal"),
    ("123a", "Sluiting", "procedural"),
)
SCRIPT = """
af ibema
af haan
@19:30 open
n2
h 2 =
n3
@19:35 v akker =
n4
@19:40 insp1
@19:45 akker
@19:46 mulder
@19:47 aan haan
a1 i beta: Meer groen
s1 i akker a1: Iets meer groen
m1 i alfa fokkema: Starters eerst
m2 i haan: Hoogbouw
m3 i delta: Bomen
m2x
m3p
s1t akker =
a1v dekker haan =
u =
m1v dekker elsinga haan groen =
tz mulder: een brief voor 1 juli
vg haan a1
n5
nd fokkema: woont ernaast
@20:00 r1 vvvvttt =
c n3 v akker cornelis =
n6
@20:05 af alfa dekker
u =
@20:10 aan alfa dekker
2-6 =
n7
pers Lid rekenkamer: Braas 3 Veen 3 blanco 1 ongeldig 1 voordracht =
pers Lid rekenkamer: Braas 4 Veen 3 blanco 1 ongeldig 0 voordracht =
n8
besloten
openbaar
n9
accl =
n10
k =
vz cornelis
@21:00 sluit
"""


def council_toml(**more: object) -> str:
    head = {"municipality": "Proefstad", "code": "GM0400", "seats": 9, "hashtag": "RaadProefstad", **more}
    lines = ["[council]", *(f"{k} = {json.dumps(v)}" for k, v in head.items())]
    lines += [f'[[groups]]\nname = "{g}"\nshort = "{g[:2].upper()}"' for g in dict.fromkeys(g for _, g in MEMBERS)]
    lines += [f'[[members]]\nname = "{n}"\ngroup = "{g}"\nnumber = {i}' for i, (n, g) in enumerate(MEMBERS, 1)]
    for name, role in OFFICIALS:
        lines.append(f'[[officials]]\nname = "{name}"\nrole = "{role}"')
    return "\n".join(lines)


def agenda_toml() -> str:
    rows = ['[meeting]\ntitle = "Raadsvergadering"\nstart = 2024-05-16T19:30:00+02:00\nchair = "burgemeester K. Linde"']
    rows += [f'[[items]]\nnumber = "{n}"\ntitle = "{t}"\nkind = "{k}"' for n, t, k in ITEMS]
    rows[5] += (
        '\ndecision = "De verordening vast te stellen."\ndocuments = [{ title = "Raadsvoorstel", url = '
        '"https://raad.example/1" }, { title = "Bijlage" }]'
    )
    return "\n".join(rows)


def record_of(folder: Path, meeting: str) -> PublicRecord:
    journal = Journal.open(folder / "journal", meeting, write=False)
    try:
        return publishing.record_of(journal.events)
    finally:
        journal.close()


def write(folder: Path, **council: object) -> Path:
    """Council and agenda files; returns the agenda's path."""
    (folder / "agendas").mkdir(parents=True)
    (folder / "council.toml").write_text(council_toml(**council))
    agenda = folder / "agendas" / f"{ID}.toml"
    agenda.write_text(agenda_toml())
    return agenda


def play(folder: Path, script: str, rehearsal: bool = False, **council: object) -> PublicRecord:
    """The hand-made meeting in line mode, as the public may know it."""
    play_from(folder, write(folder, **council), script, rehearsal)
    return record_of(folder / "oefening" if rehearsal else folder, ID)


def play_from(folder: Path, agenda: Path, script: str, rehearsal: bool = False) -> None:
    """The meeting of an agenda in line mode."""
    session = Session.open(folder, agenda, hold=0, rehearsal=rehearsal)
    errors = io.StringIO()
    plain.run(session, script.strip().splitlines(), io.StringIO(), errors, ask=False)
    session.close()
    assert not errors.getvalue(), errors.getvalue()


def render(record: PublicRecord) -> dict[str, bytes]:
    """Every open-data file of the meeting, by name."""
    words = publishing.words_of(record.meeting.language)
    return {
        "ori-a.xml": ori_a.ori_a(record, words),
        "ori.json": ori_api.ori_json(record, words),
        "akomantoso.xml": akomantoso.akoma_ntoso(record, words),
        "popolo.json": popolo.popolo_json(record),
        "votes.json": votes.votes_json(record),
    }
