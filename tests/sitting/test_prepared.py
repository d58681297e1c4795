"""Lines that wait to be entered, and the word that shows them."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting.entry import in_text, parse
from livecouncil.errors import Refusal
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.prepared import MOST, Prepared, lines_of
from livecouncil.sitting.session import Session


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_every_line_of_a_text_is_kept_in_order(end: str) -> None:
    text = end.join(
        ["m1 i pvda gl: Starters eerst", "", "# een opmerking", "  m2 i vvd: Hoogte  ", "m3 i sp: Derde", ""]
    )
    assert lines_of(text) == ["m1 i pvda gl: Starters eerst", "m2 i vvd: Hoogte", "m3 i sp: Derde"]


def test_what_a_terminal_could_misread_does_not_stay_in_a_line() -> None:
    assert lines_of("m1 i vvd: Rood\x1b[31m\x07\tstaal\u202e") == ["m1 i vvd: Rood[31m staal"]
    assert lines_of("x" * 5000) == ["x" * 5000], "a long line is not cut: whether it fits is for the one who enters it"


def test_lines_wait_in_order_and_what_does_not_fit_is_counted() -> None:
    waiting = Prepared()
    assert waiting.add(["een", "twee", "drie"]) == 0
    assert waiting.take(1) == "twee" and waiting.take() == "een" and waiting.lines == ("drie",)
    assert waiting.add([str(n) for n in range(MOST + 5)]) == 6 and len(waiting.lines) == MOST
    assert Prepared().take() == "" and Prepared(("een",)).take(7) == ""


def test_klaar_shows_what_waits_and_logs_nothing(session: Session) -> None:
    session.enter("open")
    before = len(session.journal.events)
    assert "geen voorbereide regels" in session.enter("klaar", line_mode=True).text
    session.desk.prepared.add(["m1 i pvda: Een", "m2 i vvd: Twee"])
    answer = session.enter("klaar", line_mode=True)
    assert answer.kind is Kind.NOTED and "2 voorbereide regels" in answer.text
    assert "1 m1 i pvda: Een · 2 m2 i vvd: Twee" in answer.text
    assert len(session.journal.events) == before and len(session.desk.prepared.lines) == 2


def test_klaar_is_a_keyword_only_alone_on_the_line() -> None:
    assert parse("klaar").act == "prepared" and parse(" KLAAR ").act == "prepared"  # type: ignore[union-attr]
    for name in ("klaar jan", ".klaar"):
        entry = parse(name)
        assert entry and entry.act == "floor"
    for line in ("@20:00 klaar", "c klaar"):
        with pytest.raises(Refusal):
            parse(line)


def test_behind_closed_doors_prepared_lines_are_frozen_and_not_repeated(session: Session) -> None:
    session.enter("open")
    session.desk.prepared.add(["m1 i pvda: Kanariepiet"])
    session.enter("besloten", confirmed=True)
    answer = session.enter("klaar")
    assert answer.refused and "Kanariepiet" not in answer.text
    session.enter("openbaar")
    assert "Kanariepiet" in session.enter("klaar").text


@pytest.mark.parametrize("line", ["b: a", "m1 i vvd: Norm", ", noot", "@20:10 b: a", "c b: a", "pers Lid: braas 3"])
def test_a_sign_in_free_text_is_text(line: str) -> None:
    assert in_text(line)


@pytest.mark.parametrize(
    "line", ["v vvd gl fnp", "m1v cda 29-8", "@20:46 v vvd", "z21:10", "z 13-11 19:30", "jans", ""]
)
def test_elsewhere_it_is_none(line: str) -> None:
    assert not in_text(line)


@pytest.mark.parametrize("line", ["v vvd gl fnp=", "m1v cda 29-8=", "fnp=", "m1 i cda=: titel"])
def test_a_hammer_glued_to_a_name_is_said_and_no_name_is_guessed(session: Session, line: str) -> None:
    for step in ("open", "n6", "m1 i pvda: Een"):
        session.enter(step)
    answer = session.enter(line)
    assert answer.refused and "F12" in answer.text and "Bedoelt u" not in answer.text
