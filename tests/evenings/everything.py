"""A meeting in which everything happens that a decision list can tell, and what pages say."""

from __future__ import annotations

import io
from pathlib import Path

from lxml import html

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.papers import decisions
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

from .proefstad import ID, agenda_toml, council_toml, record_of

CANARY = "kanariepiet"
SPOKEN = {"4": [("mevrouw Akker", "Voorzitter, <b>dank</b>.", 3725.5), ("", "Applaus & gemor.", 3730.0)]}
SCRIPT = """
af ibema
@19:30 open
loot 4
n2
h 2 =
n3
@19:35 v akker =
n4
@19:40 insp1
@19:42 akker
@19:45 mulder
@19:47 a1 i beta: Meer groen
s1 i akker a1: Iets meer groen
m1 i alfa fokkema: Starters eerst
m1w: Starters en doorstromers
@19:50 m2 i haan: Hoogbouw
m3 i delta: Bomen
b: De raad gedenkt oud-raadslid Zwart. =
m2x
m3p
s1t akker =
a1u =
sv dekker
@19:58 u =
m1v dekker elsinga haan groen =
@20:00 af dekker
tz mulder: een brief voor 1 juli
vg haan a1
n5
nd fokkema: woont ernaast
@20:05 r1 vvvttt =
c n3 v akker cornelis =
c n3 v akker cornelis haan =
@20:10 z10
@20:21 z
@20:22 aan dekker ibema
n6
@20:25 2-7 =
n7
pers Lid rekenkamer: Braas 3 Veen 3 blanco 1 ongeldig 2 voordracht =
pers Lid rekenkamer: Braas 4 Veen 3 blanco 1 ongeldig 1 voordracht =
n8
@20:40 besloten
@20:50 openbaar
n9
@20:51 accl =
n10
k =
vz cornelis
+11a: Motie vreemd aan de agenda =
n11
@21:00 sluit
"""


def play(folder: Path) -> PublicRecord:
    """The meeting, as the public may know it; nothing of the script is refused."""
    (folder / "agendas").mkdir()
    toml = council_toml(contact="griffie@proefstad.example", public_url="https://raad.example/live")
    (folder / "council.toml").write_text(toml + '\n[procedure]\nrecusal = "debate"\n')
    agenda = folder / "agendas" / f"{ID}.toml"
    agenda.write_text(agenda_toml())
    session = Session.open(folder, agenda, hold=0)
    errors = io.StringIO()
    plain.run(session, SCRIPT.strip().splitlines(), io.StringIO(), errors, ask=False)
    session.close()
    assert errors.getvalue() == ""
    return record_of(folder, ID)


def text_of(page: bytes) -> str:
    """What the page says, blanks folded."""
    body = html.document_fromstring(page.decode()).body
    return " ".join(" ".join(body.itertext()).split())


def item_text(page: bytes, number: str) -> str:
    root = html.document_fromstring(page.decode())
    return " ".join(" ".join(root.get_element_by_id(f"punt-{number}").itertext()).split())


def listed(record: PublicRecord) -> bytes:
    return decisions.decision_list(record, publishing.words_of(record.meeting.language))
