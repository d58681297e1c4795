"""What cannot be, typed in an evening that goes on: one clear sentence each, and nothing logged, counted or lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.journal.documents import MOST_BYTES
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.evenings.bodies import COMMITTEE
from tests.evenings.sitting import ID, Items, write

ITEMS: Items = (
    ("1", "Opening", "procedural"),
    ("2", "Vaststelling agenda", "procedural"),
    ("3", "Verordening bomen", "hamerstuk"),
    ("4", "Woonvisie", "proposal"),
    ("4.1", "Grondexploitatie", "proposal"),
    ("41", "Zwembad", "proposal"),
)
BEFORE = (
    "open",
    "n4",
    "m1 i a: Een",
    "m2 i a b: Twee",
    "m3 i b: Drie",
    "m3u",
    "=",
    "m7 i c: Zeven",
    "m11 i c: Elf",
    "m1u i c: Een u",
    "n41",
    "m4 i c: Vier",
    "n4",
)
CANNOT_BE = {
    "m1u": "‘m1u’ kan op twee manieren gelezen worden. Er is niets vastgelegd; typ ‘m1 u’ of ‘m1u …’, met een spatie "
    "achter het nummer.",
    "m1-m9v c": "M9 is niet ingediend. Typ eerst ‘M9 i FRACTIE: titel’; er is niets geteld.",
    "m20-m30x": "M20 is niet ingediend. Typ eerst ‘M20 i FRACTIE: titel’; er is niets geteld.",
    "n2 zz": "‘n2 zz’ begrijp ik niet. Er is niets vastgelegd. Na n2 kan staan: i w v t u r x p k accl i+ i- gw d aang "
    "verw ov op verv; of aantallen (21-16); daarna een spatie.",
    "h 4.1-99": "Punt 4.1-99 staat niet op de agenda (1 tot en met 41). Er is niets vastgelegd.",
    "bp31 v b": "Besluitpunten gaan van 1 tot en met 30; 31 kan dus niet. Er is niets vastgelegd.",
    "m1 m4 v c": "M1, M4 horen bij verschillende punten (4, 41). Er is niets geteld; breng ze per punt in stemming.",
    "m1 m3 v c": "Over M3 is al beslist; er is niets veranderd. Typ c en de regel zoals die had moeten zijn.",
    "m1v a(9)": "Van A stemmen er 4 mee; dat er 9 anders stemden, kan dan niet. Er is niets geteld; noem de fractie "
    "zonder getal als zij in haar geheel anders stemde.",
    "m1v a 4-5 zn": "zn (zonder namen) en namen gaan niet samen. Er is niets geteld; typ bij M1 de namen, of alleen de "
    "aantallen en zn.",
    "m1 zn": "Welke aantallen? Typ bij M1 bijvoorbeeld 35-3 zn. Er is niets vastgelegd.",
    "m1 d: weg.pdf": f"Stuk weg.pdf ligt niet als gewoon bestand in stukken/{ID}. Er is niets openbaar; leg het daar "
    "neer en typ de regel opnieuw.",
    "m1 zz": "‘m1 zz’ begrijp ik niet. Er is niets vastgelegd. Na M1 kan staan: i w v t u r x p k accl i+ i- gw d aang "
    "verw ov op verv; of aantallen (21-16); daarna een spatie.",
}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """To type what is refused in: an evening that it changes nothing of."""
    folder = tmp_path_factory.mktemp("bad")
    session = Session.open(folder, write(folder, ITEMS), hold=0, clock=Clock())
    for line in BEFORE:
        assert not (session.hammer() if line == "=" else session.enter(line, line_mode=True)).refused, line
    yield session
    session.close()


@pytest.mark.parametrize("line", CANNOT_BE)
def test_it_is_refused_in_one_clear_sentence_and_nothing_is_logged(session: Session, line: str) -> None:
    before = session.journal.events[-1].seq
    answer = session.enter(line, line_mode=True)
    assert answer.refused and answer.text == CANNOT_BE[line]
    assert session.journal.events[-1].seq == before and session.desk.staged is None


def test_an_item_without_points_has_none(session: Session) -> None:
    session.enter("n2", line_mode=True)
    answer = session.enter("bp1 v b", line_mode=True)
    session.enter("n4", line_mode=True)
    assert answer.text == "Punt 2 heeft geen besluitpunten. Er is niets vastgelegd."


def test_a_document_of_more_than_fifty_megabytes_is_refused_unread(session: Session) -> None:
    lying = session.data / "stukken" / ID
    lying.mkdir(parents=True)
    with (lying / "groot.pdf").open("wb") as large:
        large.write(b"%PDF-1.7\n")
        large.truncate(MOST_BYTES + 1)
    answer = session.enter("m1 d: groot.pdf", line_mode=True)
    assert answer.refused and "groot.pdf is groter dan 50 MB" in answer.text and "Er is niets openbaar" in answer.text
    assert not (session.journal.private / "stukken").exists() and session.desk.state.objects["m1"].document is None


def test_markup_in_a_text_is_only_text_everywhere(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "raad"
    folder.mkdir()
    own = Session.open(folder, write(folder, ITEMS), hold=0, clock=Clock())
    wild = '<script>alert(1)</script> **vet** [hier](javascript:alert(1)) {{naam}} #let x = "y" \\u202e'
    for line in ("open", "n4", f"m1 i a: {wild}", f"tekst m1: {wild}", f"m1 gw: {wild}"):
        assert not own.enter(line, line_mode=True).refused
    own.close()
    publishing.publish(folder, ID)
    pages = [*(folder / "public").rglob("*.html"), *(folder / "public").rglob("*.xml")]
    assert len(pages) > 5
    for page in pages:
        assert "<script>alert" not in page.read_text() and 'href="javascript:' not in page.read_text(), page
    assert (
        "&lt;script&gt;alert(1)&lt;/script&gt; **vet** [hier]"
        in (folder / "public" / ID / "m1" / "index.html").read_text()
    )


def test_a_body_nobody_knows_begins_no_meeting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agenda = write(tmp_path)
    agenda.write_text(agenda.read_text().replace("[meeting]\n", '[meeting]\nbody = "commissie-x"\n'))
    code = main(["live", str(agenda), "--data", str(tmp_path), "--plain", "--no-serve"])
    told = capsys.readouterr()
    assert code != 0 and "commissie-x" in told.err and "Er is niets veranderd" in told.err
    assert not (tmp_path / "journal").exists()


@pytest.mark.parametrize("line", ["v", "u", "5-2", "m1v", "m1 aang", "pers Lid: postma 3", "r1 vvv", "h"])
def test_a_committee_does_not_vote(tmp_path: Path, line: str) -> None:
    session = Session.open(tmp_path, COMMITTEE.write(tmp_path), hold=0, clock=Clock())
    for each in ("open", "n4", "m1 i gm: Groen"):
        session.enter(each, line_mode=True)
    answer = session.enter(line, line_mode=True)
    assert answer.refused and "Typ ‘adv hamerstuk’" in answer.text and session.desk.staged is None
    session.close()
