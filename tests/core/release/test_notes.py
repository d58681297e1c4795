"""What a decision list notes besides outcomes: who was sworn in, who took the chair, whose number was drawn."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import NoteRecord

from .journals import EVERYWHERE, Journal


def noted(journal: Journal) -> tuple[NoteRecord, ...]:
    return journal.record().decisions.notes


def test_an_oath_a_chair_and_a_number_stand_at_the_item_they_fell_under() -> None:
    journal = Journal()
    journal.play("open", "n2")
    journal.say(ev.SwornIn, EVERYWHERE, member="Hovius")
    journal.say(ev.ChairChanged, EVERYWHERE, who="Alders")
    journal.say(ev.StartNumber, EVERYWHERE, number=3)
    sworn, chair, drawn = noted(journal)
    assert (sworn.kind, sworn.who, sworn.item) == ("sworn_in", "Hovius", "2")
    assert (chair.kind, chair.who, chair.item) == ("chair", "Alders", "2")
    assert (drawn.kind, drawn.number, drawn.who, drawn.item) == ("start_number", 3, "Cramer", "2")


def test_a_number_that_nobody_bears_names_nobody() -> None:
    journal = Journal()
    journal.play("open", "n2")
    journal.say(ev.StartNumber, EVERYWHERE, number=99)
    (drawn,) = noted(journal)
    assert (drawn.number, drawn.who) == (99, "")


def test_what_is_held_is_not_noted() -> None:
    journal = Journal()
    journal.play("open", "n2")
    journal.say(ev.SwornIn, member="Hovius")
    assert noted(journal) == ()


def test_an_unofficial_report_is_its_reporter_s_and_says_so_in_every_entry() -> None:
    own = Journal()
    own.play("open", "n2")
    other = Journal(council={"council": {"unofficial": True, "reporter": "Dorpskrant"}})
    other.play("open", "n2")
    record, theirs = own.record().meeting, other.record().meeting
    assert (record.publisher, record.mark) == ("Dorp", "")
    assert theirs.publisher == "Dorpskrant" and theirs.mark
    for plain, marked in zip(own.record().feed.entries, other.record().feed.entries, strict=True):
        heads = " 7 van de 7 raadsleden zijn aanwezig."
        assert marked.texts["nl"] == f"Niet-officieel: {plain.texts['nl'].replace(heads, '')}", "nobody is counted"
    assert other.wall().wall.sentence == f"Niet-officieel: {own.wall().wall.sentence}"
