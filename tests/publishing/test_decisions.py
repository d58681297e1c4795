"""Decision list and transcript: whatever was logged stands in them, and nothing that may not."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting.redacting import Wish
from livecouncil.core.release.record import PublicRecord
from livecouncil.core.text.called import without_salutation
from livecouncil.journal.reading import read
from livecouncil.publishing import folder as publishing
from livecouncil.publishing import pages
from livecouncil.publishing.papers import decisions, odt, papers, pdf
from livecouncil.publishing.papers.blocks import paper_of
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.erasing import erasable
from livecouncil.sitting.session import Session
from tests.evenings import denhelder
from tests.evenings.chain import public_chain
from tests.evenings.everything import CANARY, item_text, listed, play, text_of
from tests.evenings.proefstad import ID, agenda_toml, council_toml, record_of
from tests.records import changed

from .conftest import Records

PICTURE = re.compile(rb"<figure.*?</figure>", re.DOTALL)


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> PublicRecord:
    return play(tmp_path_factory.mktemp("everything"))


# -- the printed list of Den Helder ----------------------------------------------------------------------------------


def test_every_outcome_and_name_of_the_printed_list_stands_in_ours(helder: PublicRecord, shared: Path) -> None:
    page = listed(helder)
    modes = {"unaniem": "met algemene stemmen", "acclamatie": "bij acclamatie", "hoofdelijk": "hoofdelijke stemming"}
    outcomes = {
        "aangenomen": "aangenomen",
        "geamendeerd aangenomen": "gewijzigd vastgesteld",
        "aangehouden": "aangehouden",
    }
    for item in denhelder.expected(shared)["items"]:
        said, wanted = item_text(page, str(item["number"])), item["expected"]
        if "outcome" in wanted:
            assert outcomes[wanted["outcome"]] in said.casefold(), item
        if wanted.get("mode") in modes and wanted["outcome"] == "aangenomen":
            assert modes[wanted["mode"]] in said.casefold(), item
        for amendment in wanted.get("amendments", ()):
            assert f"Amendement {amendment['id']} ‘" in said and ", ".join(amendment["by"]) in said
            assert outcomes[amendment["outcome"]].capitalize() in said
        if "toezegging" in wanted:
            assert wanted["toezegging"].split(": ")[1] in said
        for groups in [
            wanted.get("against_parties", ()),
            *(a.get("against_parties", ()) for a in wanted.get("amendments", ())),
        ]:
            sides = [set(s.split(", ")) for s in re.findall(r"Tegen \d+: (.*?) Afwezig", said)]
            assert not groups or set(groups) in sides


def test_the_roll_call_names_all_thirty_by_side_and_group(helder: PublicRecord, shared: Path) -> None:
    said = item_text(listed(helder), "16")
    voor, tegen = said.split("Tegen 14:")
    wanted = next(i for i in denhelder.expected(shared)["items"] if i["number"] == 16)["expected"]["votes"]
    for side, where in (("voor", voor.split("Voor 16:")[1]), ("tegen", tegen)):
        for group, names in wanted[side].items():
            line = re.search(rf"{re.escape(group)}: ([^:]*)(?: [\w!]|$)", where)
            assert line and all(without_salutation(n) in line[1] for n in names), (group, names)


def test_who_was_there_who_was_not_and_who_begins_a_roll_call(helder: PublicRecord) -> None:
    said = text_of(listed(helder))
    assert "Aanwezig (30)" in said and "Afwezig (1) Visser (VVD)" in said
    assert "Voorzitter: burgemeester K.F. Schuiling. Geopend om 17:00. Gesloten om 20:55." in said
    assert "Een hoofdelijke stemming begint bij de heer Karhof (nummer 12)." in item_text(listed(helder), "4")


# -- everything that can be logged -----------------------------------------------------------------------------------

TOLD = {
    "": [
        "Voorzitter: burgemeester K. Linde.",
        "Voorzitter vanaf 20:51: mevrouw Cornelis.",
        "Geschorst van 20:10 tot 20:21.",
        "Besloten van 20:40 tot 20:50.",
        "Gesloten om 21:00.",
        "Dekker (Beta): 19:30–20:00, 20:22–21:00",
        "Ibema (Delta): 20:22–21:00",
        "Afwezig (0) niemand",
        "Voorlopige besluitenlijst",
    ],
    "2": ["Hamerstuk", "Zonder stemming aangenomen"],
    "3": [
        "Voor 5: Alfa 1/3 (Van der Berg)",
        "Tegen 3: Alfa 2/3 (Akker, Cornelis), Delta",
        "(gecorrigeerd)",
        "Afwezig: Ibema (Delta)",
        "stond voor 7, tegen 1",
        "stond voor 6, tegen 2",
    ],
    "4": [
        "Gewijzigd vastgesteld",
        "Gewijzigd door: Amendement A1 ‘Meer groen’",
        "Subamendement S1 ‘Iets meer groen’",
        "Bij Amendement A1.",
        "Verworpen",
        (
            "Motie M1 ‘Starters en doorstromers’ Ingediend om 19:47 door Alfa, de heer Fokkema. Uitgesteld (stemmen "
            "staken)"
        ),
        "Motie M2 ‘Hoogbouw’ Ingediend om 19:50 door de heer Haan. Ingetrokken",
        "Motie M3 ‘Bomen’ Ingediend om 19:50 door Delta. Aangehouden",
        "Wethouder Mulder: een brief voor 1 juli",
        "Inspraak: inspreker 1.",
        "De raad gedenkt oud-raadslid Zwart.",
        "Motie M1 is gewijzigd en heet nu ‘Starters en doorstromers’.",
        "De heer Dekker gaf een stemverklaring bij het voorstel bij punt 4.",
        "Aantekening: de heer Haan meldt zich te hebben vergist; de uitslag verandert niet.",
    ],
    "5": [
        "Krediet <zwembad> & park",
        "Tekst van het voorstel De verordening vast te stellen. Stukken Raadsvoorstel Bijlage",
        "Hoofdelijke stemming om 20:05.",
        "Voor 3: Alfa: Akker, Van der Berg, Cornelis",
        "Stemt niet mee (art. 28): Fokkema (Gamma)",
        (
            "De heer Fokkema heeft niet deelgenomen aan de beraadslaging en de stemming over het voorstel bij punt 5 "
            "(artikel 28 Gemeentewet)."
        ),
    ],
    "6": ["Verworpen", "Voor 2", "Tegen 7", "Namen niet vastgelegd."],
    "7": [
        "Lid rekenkamer: herstemming",
        "Braas: 3",
        "Lid rekenkamer, ronde 2: benoemd (Braas)",
        "tegen: 0, blanco: 1, ongeldig: 1",
        "Geheime stemming",
    ],
    "8": ["Besloten agendapunt"],
    "9": ["Aangenomen, bij acclamatie"],
    "10": ["Voor kennisgeving aangenomen", "Mevrouw Cornelis neemt het voorzitterschap over."],
    "11": ["Geen besluit."],
    "11a": ["Motie vreemd aan de agenda", "Punt 11a ‘Motie vreemd aan de agenda’ is aan de agenda toegevoegd."],
}


@pytest.mark.parametrize("number", TOLD)
def test_nothing_that_was_logged_is_missing(everything: PublicRecord, number: str) -> None:
    page = listed(everything)
    said = item_text(page, number) if number else text_of(page)
    assert [phrase for phrase in TOLD[number] if phrase not in said] == [], said


def test_large_print_says_the_same(everything: PublicRecord, helder: PublicRecord) -> None:
    for record in (everything, helder):
        words = publishing.words_of(record.meeting.language)
        normal, large = decisions.decision_list(record, words), decisions.decision_list_large(record, words)
        other = {normal: words.t("document.large_link"), large: words.t("document.normal_link")}
        told = {page: text_of(PICTURE.sub(b"", page)).replace(other[page], "") for page in (normal, large)}
        assert told[normal] == told[large]
        assert len(PICTURE.findall(normal)) >= len(PICTURE.findall(large)) > 0
        assert b"<text" in normal and b"<text" not in large


def test_a_ballot_has_totals_only_and_a_recusal_no_reason(everything: PublicRecord, records: Records) -> None:
    said = item_text(listed(everything), "7")
    assert not any(without_salutation(name) in said for name, _ in everything.people.members)
    for record in (everything, records["demo"]):
        words = publishing.words_of(record.meeting.language)
        assert "woont" not in text_of(listed(record)) + text_of(pages.transcript(record, words))


@pytest.mark.parametrize(
    ("change", "there", "not_there"),
    [
        ({}, ["Voorlopige besluitenlijst"], ["Vastgesteld.", "OEFENING", "Niet-officieel"]),
        ({"final": True}, ["Vastgesteld."], ["Voorlopige"]),
        ({"unofficial": True, "final": True}, ["Niet-officieel verslag"], ["Voorlopige", " Vastgesteld."]),
        ({"rehearsal": True}, ["OEFENING"], []),
        ({"final": True, "finalized": date(2024, 6, 20)}, ["Vastgesteld op 20 juni 2024."], ["Voorlopige"]),
    ],
)
def test_what_the_document_is_stands_on_it(
    everything: PublicRecord, change: dict[str, Any], there: list[str], not_there: list[str]
) -> None:
    record = changed(everything, **change)
    for page in (listed(record), decisions.decision_list_large(record, publishing.words_of("nl"))):
        said = text_of(page)
        assert all(t in said for t in there) and not any(t in said for t in not_there)
        assert "CC0 1.0" in said and "griffie@proefstad.example" in said


def test_before_and_without_a_quorum_nobody_is_called_absent(records: Records) -> None:
    planned, not_opened = text_of(listed(records["planned"])), text_of(listed(records["not opened"]))
    assert "Nog niet begonnen." in planned and "Niet geopend. 4 van de 9 raadsleden" in not_opened
    assert "Afwezig (" not in planned + not_opened and "Geen besluit" not in planned + not_opened


def test_what_still_lasts_has_no_end(records: Records) -> None:
    said = text_of(listed(records["behind doors"]))
    assert re.search(r"Besloten vanaf \d\d:\d\d\.", said) and "Gesloten om" not in said


# -- closed doors ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PublicRecord, bytes]]:
    """A meeting with a canary typed behind closed doors and a closed item whose title is one; and its public chain."""
    folder = tmp_path_factory.mktemp("behind")
    (folder / "agendas").mkdir()
    (folder / "council.toml").write_text(council_toml())
    agenda = folder / "agendas" / f"{ID}.toml"
    agenda.write_text(agenda_toml().replace("Grondaankoop geheimstraat", f"Aankoop {CANARY}laan"))
    session = Session.open(folder, agenda, hold=0)
    lines = [
        "@19:30 open",
        "n5",
        f", {CANARY}",
        f"nd fokkema: {CANARY}",
        "u =",
        "n8",
        "@20:00 besloten",
        f"b: {CANARY}",
        f", {CANARY}",
        f"m9 i alfa: {CANARY}",
        f"tz mulder: {CANARY}",
        f"{CANARY}",
        "@20:30 openbaar",
        "n10",
        "k =",
        "@21:00 sluit",
    ]
    errors = io.StringIO()
    plain.run(session, lines, io.StringIO(), errors, ask=False)
    session.close()
    assert len(errors.getvalue().splitlines()) == 5 and CANARY not in errors.getvalue()
    yield record_of(folder, ID), public_chain(folder / "journal", ID)


def test_nothing_said_behind_closed_doors_is_in_any_document(behind: tuple[PublicRecord, bytes]) -> None:
    import zipfile

    import pikepdf

    record, journal = behind
    words = publishing.words_of("nl")
    made = [
        decisions.decision_list(record, words),
        decisions.decision_list_large(record, words),
        pages.transcript(record, words),
    ]
    assert all("Besloten van 20:00 tot 20:30." in text_of(page) for page in made)
    found = list(made)
    for page in (made[0], made[2]):
        with zipfile.ZipFile(io.BytesIO(odt.odt(paper_of(page), record))) as package:
            found += [package.read(name) for name in package.namelist()]
    file = pdf.pdf(paper_of(made[2]), record, {"journal.jsonl": journal})
    with pikepdf.open(io.BytesIO(file)) as document:
        found += [s.read_bytes() for s in document.objects if isinstance(s, pikepdf.Stream)]
        found += [document.attachments["journal.jsonl"].get_file().read_bytes()]
        assert any(b"doors_closed" in part for part in found)
    from pypdf import PdfReader

    found.append(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(file)).pages).encode())
    assert len(found) > 30 and not any(CANARY.encode() in part for part in found)


def test_what_was_deleted_on_request_is_in_no_document_and_a_tombstone_is(council: Path, agenda: Path) -> None:
    from livecouncil.trust import redact as redacting

    session = Session.open(council, agenda, hold=0)
    for line in (
        "open",
        "n6",
        f"b: Het woord was aan {CANARY} =",
        f"tz wagenaar: een brief aan {CANARY}",
        "n11",
        "sluit",
    ):
        assert not session.enter(line, confirmed=True, line_mode=True).refused, line
    meeting = session.desk.state.agenda.id
    session.close()
    publishing.publish(council, meeting)
    while left := [seq for seq, text in erasable(read(council / "journal", meeting).events, 2) if CANARY in text]:
        redacting.redact(council, meeting, Wish(left[0], "verzoek van betrokkene"))
    record, words = record_of(council, meeting), publishing.words_of("nl")
    for page in (decisions.decision_list(record, words), pages.transcript(record, words)):
        six = item_text(page, "6")
        assert CANARY not in text_of(page) and "Wethouder Wagenaar: Verwijderd op verzoek" in six
        assert six.count("Verwijderd op verzoek") >= 2
    assert record.proof.head and record.proof.head[:16] in text_of(listed(record)).replace(" ", "")


def test_a_council_that_publishes_nothing_yet_gives_no_breaks_away(everything: PublicRecord) -> None:
    closed = changed(everything, breaks=(), notes=(), opened=None, closed=None)
    assert papers.attendance_roll(closed) == papers.AttendanceRoll()
    assert papers.heading_lines(closed, publishing.words_of("nl")) == ["Voorzitter: burgemeester K. Linde."]
