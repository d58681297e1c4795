"""A decision has a card from its outcome on: what its page says, marked where that was corrected, gone when it goes."""

from __future__ import annotations

import struct
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import html

from livecouncil.publishing import cards, drawing
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.addressed import Addressed, matters_of
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.papers.decisions import decision_list
from livecouncil.publishing.site import meeting_files
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.records import changed

from .conftest import Records
from .test_drawing import HOSTILE

ID = "2026-03-12-raadsvergadering"


def matter_of(record: Any, path: str) -> Addressed:
    words = publishing.words_of_meeting(record.meeting)
    return next(matter for matter in matters_of(record, words) if matter.path == path)


def card_of(record: Any, path: str) -> cards.Card:
    return cards.card_of(record, matter_of(record, path), publishing.words_of_meeting(record.meeting))


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    wide, high = struct.unpack(">II", png[16:24])
    return wide, high


def all_files(record: Any) -> dict[str, bytes]:
    """Pages, decision lists and cards, by name."""
    words = publishing.words_of_meeting(record.meeting)
    made = meeting_files(record, words) | cards.card_files(record, words)
    return made | {"decisions.html": decision_list(record, words)}


class Drawn:
    """Cards as they are typeset, by what stands on them."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.titles: list[str] = []
        self._typeset = drawing.typeset_pages
        patch.setattr(cards, "typeset_pages", self)

    def __call__(self, drawn: drawing.Drawing, form: Any) -> list[bytes]:
        self.titles += [f"{card['called']} {card['outcome']}".strip() for card in drawn.data["cards"]]
        return self._typeset(drawn, form)


def test_what_has_an_outcome_has_a_card_and_nothing_else_has(records: Records, tmp_path: Path) -> None:
    record = records["whole"]
    publishing.write_public(record, tmp_path / "public")
    folder = tmp_path / "public" / record.meeting.meeting_id
    there = {str(path.relative_to(folder).parent) for path in folder.rglob("card.png")}
    words = publishing.words_of_meeting(record.meeting)
    assert there == {matter.path for matter in matters_of(record, words) if matter.word} | {"."}
    assert len(there) > 8
    assert {size_of(path.read_bytes()) for path in folder.rglob("card.png")} == {(1200, 630)}


def test_a_card_says_what_its_page_says(records: Records) -> None:
    card = card_of(records["english"], "m1")
    assert (card.called, card.title) == ("Motion M1", "‘Starters eerst’")
    assert card.outcome == "Postponed (tied vote)" and card.figures == "4 for, 4 against"
    assert card.address == "raad.example/live/2024-05-16-raadsvergadering/m1"
    assert card.picture.count("<circle") > 8 and "<style" not in card.picture
    assert card_of(records["whole"], "punt-9").picture == ""  # nobody voted


def test_what_is_no_councils_own_and_what_is_no_meeting_is_said_on_the_card(records: Records) -> None:
    assert "Niet-officieel verslag" in card_of(records["unofficial"], "m1").band
    assert card_of(records["unofficial"], "m1").standing == ""
    assert card_of(records["rehearsal"], "m1").band.startswith("OEFENING")
    assert card_of(records["whole"], "m1").band == ""


def after_each(council: Path, agenda: Path, clock: Clock, last: str) -> tuple[Any, list[bytes]]:
    """A motion filed, decided, and then what `last` does to it: the record, and its card after each line."""
    session = Session.open(council, agenda, hold=0, clock=clock)
    card = council / "public" / ID / "m3" / "card.png"
    pictures = []
    for line in ("open", "n6", "m3 i pvda: Starters eerst", "m3 22-15 zn =", last):
        answer = session.enter(line, confirmed=True, line_mode=True)
        assert not answer.refused, answer.text
        record = publishing.record_of(session.journal.events)
        publishing.write_public(record, council / "public")
        pictures.append(card.read_bytes() if card.exists() else b"")
    session.close()
    return record, pictures


def test_a_corrected_decision_is_marked_where_its_card_stood(council: Path, agenda: Path, clock: Clock) -> None:
    record, pictures = after_each(council, agenda, clock, "c m3 21-16 zn =")
    assert pictures[:3] == [b"", b"", b""] and pictures[3] and pictures[4] not in ("", pictures[3])
    assert card_of(record, "m3").corrected == "gecorrigeerd" and card_of(record, "m3").figures == "21 voor, 16 tegen"


def test_the_card_goes_with_the_outcome(records: Records, tmp_path: Path) -> None:
    record = records["whole"]
    folder = tmp_path / "public" / record.meeting.meeting_id
    publishing.write_public(record, tmp_path / "public")
    assert (folder / "m1" / "card.png").exists()
    items = [
        replace(item, votes=(), objects=tuple(replace(o, outcome=None, outcome_word="") for o in item.objects))
        for item in record.decisions.items
    ]
    publishing.write_public(changed(record, items=tuple(items)), tmp_path / "public")
    assert not (folder / "m1" / "card.png").exists() and (folder / "m1" / "index.html").exists()


def test_what_was_deleted_at_request_is_on_no_card(council: Path, agenda: Path, clock: Clock) -> None:
    record, pictures = after_each(council, agenda, clock, "wis starters eerst: op verzoek")
    assert pictures[4] != pictures[3]
    assert "Starters" not in repr(card_of(record, "m3"))


def test_only_what_is_other_is_drawn_again(
    council: Path, agenda: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = Drawn(monkeypatch)
    session = Session.open(council, agenda, hold=0, clock=clock)
    kept = Fragments()
    for line in ("open", "n6", "m3 i pvda: Een", "m3 22-15 zn =", "m4 i vvd: Twee", "m4 15-22 zn ="):
        assert not session.enter(line, confirmed=True, line_mode=True).refused
        publishing.write_public(publishing.record_of(session.journal.events), council / "public", kept)
    session.close()
    assert drawn.titles == ["Raadsvergadering", "Motie M3 Aangenomen", "Motie M4 Verworpen"]


def test_a_card_is_made_after_what_a_reader_waits_for(
    records: Records, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = records["whole"]
    folder = tmp_path / "public" / record.meeting.meeting_id
    there = []

    def looked(drawn: drawing.Drawing, _: object) -> list[bytes]:
        there.append((folder / "index.html").exists() and (folder / "m1" / "index.html").exists())
        return [b"\x89PNG" for _ in drawn.data["cards"]]

    monkeypatch.setattr(cards, "typeset_pages", looked)
    publishing.write_public(record, tmp_path / "public")
    assert there and all(there)


@pytest.mark.parametrize("text", [*HOSTILE, "Я" * 60, "woord" * 60, "een lang woord " * 60, ""])
def test_no_title_is_markup_and_each_has_room(text: str, records: Records) -> None:
    title = drawing.printable(text)
    card = replace(card_of(records["whole"], "m1"), title=title, over=title, outcome=title, address=title)
    pictures = cards.drawn_cards([card, card_of(records["whole"], "punt-9"), card])
    assert [size_of(picture) for picture in pictures] == [(1200, 630)] * 3
    assert pictures[0] == pictures[2] != pictures[1]


def test_a_card_is_the_same_alone_and_among_others(records: Records) -> None:
    record = records["whole"]
    words = publishing.words_of_meeting(record.meeting)
    decided = [cards.card_of(record, matter, words) for matter in matters_of(record, words) if cards.has_card(matter)]
    many = [replace(card, figures=f"{number} voor") for number in range(9) for card in decided]
    pictures = cards.drawn_cards(many)
    assert len(pictures) > 70 and pictures[-1] == cards.drawn_cards(many[-1:])[0]
    assert pictures[0] == cards.drawn_cards(many[:1])[0] and len(set(pictures)) == len(set(many))


def test_the_head_of_each_page_names_what_is_there(records: Records) -> None:
    """Whole addresses of the council's own, of files that are made; the figures for who does not see the picture."""
    made = all_files(records["english"])
    names = [name for name in made if name.endswith("index.html") or name in ("transcript.html", "decisions.html")]
    assert len(names) > 15
    for name in names:
        head = html.document_fromstring(made[name].decode()).head
        told = {str(one.get("property") or one.get("name")): str(one.get("content")) for one in head.iter("meta")}
        links = {str(one.get("rel")) + str(one.get("type") or ""): str(one.get("href")) for one in head.iter("link")}
        where = "https://raad.example/live/2024-05-16-raadsvergadering/"
        assert links["canonical"] == told["og:url"] == where + name.removesuffix("index.html")
        assert told["og:image"].removeprefix(where) in made, name
        assert links["alternateapplication/json+oembed"].removeprefix(where) in made, name
        assert told["og:title"] and told["og:description"] and told["twitter:card"] == "summary_large_image"
        hosts = {urlsplit(value).netloc for value in (*told.values(), *links.values())}
        assert hosts <= {"", "raad.example"}
    alt = html.document_fromstring(made["m1/index.html"].decode()).xpath("//meta[@property='og:image:alt']/@content")
    assert alt == ["Motion M1 ‘Starters eerst’: postponed (tied vote). 4 for, 4 against"]


def test_without_an_address_no_head_names_one(records: Records) -> None:
    made = all_files(records["whole"])
    for name, content in made.items():
        if name.endswith(".html"):
            assert b"og:image" not in content and b"canonical" not in content and b"oembed" not in content, name
    assert not any(name.endswith("oembed.json") for name in made)
