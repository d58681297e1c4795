"""Corrections of every outcome there is: told once, without repeating themselves, and alike in every output."""

from __future__ import annotations

from html import unescape
from pathlib import Path

import pytest

from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from tests.evenings.bodies import COMMITTEE
from tests.evenings.sitting import Evening, play

SCRIPT = """
@19:30 open
n4
m1 i a: Een
m2 i b: Twee
m3 i c: Drie
m4 i a: Vier
m5 i b: Vijf
m1 ov college =
c m1 verv =
c m1 ov wagner =
c m1 op m2 =
c m1 op m3 =
m2 aang =
c m2 verw =
c m2 6-3 zn =
m3 m4 v c 7-2 =
c m3 m4 v b 6-3 =
bp1 u =
c bp1 v c 7-2 =
m5 i+ c
c m5 i+ a
m5 gw: een streepje
c m5 gw: een ander streepje
m5 d: https://raad.example/1
c m5 d: https://raad.example/2
tekst m5: De raad
c tekst m5: De raad verzoekt
v c 7-2 =
c h =
tz wagner a voor 1-5: brief
c tz wagner b voor 1-6: brief
vr evers: zwembad
c vr evers: het zwembad
c vr gorter: het zwembad
n6
@19:40 h =
@19:39 c h =
aant c =
c aant b =
sv a
c sv c
m6 i a: Zes
m6v alders =
c m6v bakker =
m7 i b: Zeven
nd cramer m7
c nd dekens m7
m7v c =
c nd alders m7
c m7v c =
n7
@22:00 sluit
"""
TOLD = (
    "bij Motie M1 stond overgenomen. Juist is: vervallen.",
    "bij Motie M1 stond vervallen. Juist is: overgenomen.",
    "bij Motie M1 stond overgenomen. Juist is: opgegaan in M2.",
    "bij Motie M1 stond opgegaan in M2. Juist is: opgegaan in M3.",
    "bij Motie M2 stond aangenomen. Juist is: verworpen.",
    "bij Motie M2 stond verworpen. Juist is: voor 6, tegen 3. De uitslag (verworpen) is nu aangenomen.",
    "bij Motie M3 en Motie M4 stond voor 7, tegen 2. Juist is: voor 6, tegen 3. De uitslag (aangenomen) blijft gelijk.",
    "bij Besluitpunt 1 bij punt 4 stond voor 9, tegen 0. Juist is: voor 7, tegen 2.",
    "er stond “C dient Motie M5 ‘Vijf’ mee in”. Juist is: “A dient Motie M5 ‘Vijf’ mee in”.",
    "gewijzigd: een streepje”. Juist is: “De tekst van Motie M5 ‘Vijf’ is ter vergadering gewijzigd: een ander",
    "“Bij Motie M5 ‘Vijf’ is een document gevoegd”; wat daar staat is verbeterd.",
    "“De tekst van Motie M5 ‘Vijf’ staat bij het punt”; wat daar staat is verbeterd.",
    "bij het voorstel bij punt 4 stond voor 7, tegen 2. Juist is: zonder stemming aangenomen.",
    "Aan: A. Vóór 1 mei 2026”. "
    "Juist is: “Toezegging van wethouder Wagner bij punt 4: brief. Aan: B. Vóór 1 juni 2026”.",
    "er stond “Vraag van Evers bij punt 4: zwembad”. Juist is: “Vraag van Evers bij punt 4: het zwembad”.",
    "er stond “Vraag van Evers bij punt 4: het zwembad”. Juist is: “Vraag van Gorter bij punt 4: het zwembad”.",
    "de uitslag bij het voorstel bij punt 6 (zonder stemming aangenomen) was om 19:39, niet om 19:40.",
    "C wordt geacht tegen te hebben gestemd. De uitslag verandert niet”. Juist is: “Aantekening bij het voorstel",
    "er stond “A gaf een stemverklaring bij het voorstel bij punt 6”. Juist is: “C gaf een stemverklaring",
    "bij Motie M6 is verbeterd wie voor en wie tegen stemden. Het blijft: voor 8: A (3), B, C; tegen 1: A (1).",
    "er stond “Cramer neemt niet deel aan de beraadslaging en de stemming over Motie M7 (artikel 28 Gemeentewet)”.",
    "er stond “Dekens neemt niet deel aan de beraadslaging en de stemming over Motie M7 (artikel 28 Gemeentewet)”.",
    "tegen 2: C; niet deelgenomen (art. 28): Dekens. Juist is: voor 6: A, B; tegen 2: C; niet deelgenomen (art. 28): A",
)
"""What is told of each correction of the script, in its order, behind the time."""


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    return play(tmp_path_factory.mktemp("corrected"), SCRIPT)


def test_each_says_what_stood_and_what_is_right_and_says_it_once(evening: Evening) -> None:
    assert evening.refusals == ""
    told = [sentence for sentence in evening.sentences if sentence.startswith("Correctie")]
    assert len(told) == len(TOLD)
    assert [said for said, sentence in zip(TOLD, told, strict=True) if said not in sentence] == []


def test_the_griffier_reads_what_the_public_reads(evening: Evening) -> None:
    """Also of a second correction of the same: what stood is what stood then."""
    for said in TOLD:
        assert said in evening.answers, said


@pytest.mark.parametrize("name", ["feed.json", "feed.atom", "transcript.html", "index.html"])
def test_every_output_tells_each_of_them(evening: Evening, name: str) -> None:
    text = unescape(evening.file(name))
    assert [said for said in TOLD if said not in text] == [], name


def test_the_lists_have_what_is_right_and_nothing_that_was_not(evening: Evening) -> None:
    objects = {each.key: each for item in evening.record.decisions.items for each in item.objects}
    assert (objects["m1"].outcome_word, objects["m2"].outcome) == ("opgegaan in M3", "adopted")
    listed = unescape(evening.file("decisions.html"))
    assert "Opgegaan in M3" in listed and "raad.example/2" in listed and "De raad verzoekt" in listed
    assert "raad.example/1" not in listed and listed.count("vervallen") == 2, "in the list of corrections alone"


def test_an_advice_put_right_is_told_once(tmp_path: Path) -> None:
    session = Session.open(tmp_path, COMMITTEE.write(tmp_path), hold=0)
    for line in ("@19:30 open", "n4", "adv bespreekstuk =", "c adv hamerstuk ="):
        answer = session.enter(line, line_mode=True)
    record = publishing.record_of(session.journal.events)
    session.close()
    told = "bij het voorstel bij punt 4 stond advies: bespreekstuk. Juist is: advies: hamerstuk. #RaadMeerdam"
    assert told in answer.text and told in record.feed.entries[-1].texts["nl"]


UNHEARD = """
@19:30 open
n4
alders
c bakker
int evers
c int gorter
af ippel
c af hovius
m1 i a: Een
@19:40 m1v b =
@19:45 c af ippel
c m1v b =
@19:50 nd cramer
c nd
bp1 v c =
bp2 t c =
h =
c bp2 u =
c h =
m2 i a b: Twee
m2 ov wagner =
c m2 ov college =
sluit
"""


def test_what_was_told_nowhere_is_put_right_nowhere_and_who_was_missing_is_part_of_a_vote(tmp_path: Path) -> None:
    evening = play(tmp_path, UNHEARD)
    assert evening.refusals == ""
    assert "“Aan het woord: Alders”" in evening.answers and "“Interruptie: Evers”" in evening.answers
    told = [sentence for sentence in evening.sentences if sentence.startswith("Correctie")]
    assert not [sentence for sentence in told if "woord" in sentence or "Interruptie" in sentence]
    right = (
        "afwezig: Hovius. Juist is: voor 5: A, C; tegen 3: B; afwezig: Ippel.",
        "Juist is: “Cramer neemt wel deel aan de stemming over het voorstel bij punt 4”.",
        "bij Besluitpunt 2 bij punt 4 stond voor 1, tegen 7.",
        "bij het voorstel bij punt 4 stond deels vastgesteld. Juist is:",
        "Motie M2 ‘Twee’ is overgenomen door wethouder Wagner. Er is niet over gestemd”. Juist is: “Motie M2 ‘Twee’ is",
    )
    assert [said for said, sentence in zip(right, told, strict=True) if said not in sentence] == []
    assert "Bakker" in unescape(evening.file("transcript.html"))


def test_every_correction_after_the_evening_is_about_that_evening(tmp_path: Path) -> None:
    """Made whenever: the first moves no clock for the second."""
    evening = play(
        tmp_path, "@19:30 open\nn4\n@19:40 v c =\n@20:00 sluit\n@20:01 c sluit\n@19:29 c open\n@19:39 c v c =\nc v b ="
    )
    assert evening.refusals == ""
    meeting = evening.record.meeting
    assert meeting.opened and meeting.closed and meeting.opened.date() == meeting.closed.date() == meeting.start.date()
    (decided,) = [entry for entry in evening.record.feed.entries if entry.kind == "uitslag"]
    assert f"{decided.at:%d-%m %H:%M}" == f"{meeting.start:%d-%m} 19:39"


def test_who_was_noted_as_against_is_not_once_a_vote_was_held(tmp_path: Path) -> None:
    script = "@19:30 open\nn4\nm1 i a: Een\nm1 accl =\naant c m1 =\nc m1v b ="
    evening = play(tmp_path, script)
    assert "vervalt in de lijsten" in evening.answers
    (motion,) = next(item.objects for item in evening.record.decisions.items if item.objects)
    assert motion.against == () and "geacht" not in evening.file("decisions.html")
