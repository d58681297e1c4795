"""What waits for the hammer: what it is about, how it is called, and that it stays what it was typed for."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.evenings import sitting

BEGUN = ("@19:30 open", "n4", "m1 i a: Een", "m2 i b: Twee")


def begun(folder: Path) -> Session:
    session = Session.open(folder, sitting.write(folder), hold=0)
    for line in BEGUN:
        session.enter(line)
    return session


@pytest.mark.parametrize(
    ("line", "called"),
    [
        ("v c 7-2", "Het voorstel bij punt 4"),
        ("m1v c 7-2", "Motie M1"),
        ("m1 m2 v c 7-2", "‘m1 m2 v c 7-2’"),
        ("bp1 u", "Besluitpunt 1 bij punt 4"),
        ("h 3-4", "‘h 3-4’"),
        ("pers Lid rekenkamer: braas 5 tegen 1 blanco 1", "‘pers Lid rekenkamer: braas 5 tegen 1 blanco 1’"),
        ("b: Er is koffie", "‘b: Er is koffie’"),
        ("+9: Motie", "‘+9: Motie’"),
        ("-6", "‘-6’"),
        (">6 4", "‘>6 4’"),
        ("ontslag bakker", "‘ontslag bakker’"),
    ],
)
def test_another_outcome_is_refused_and_what_waits_is_called_as_it_was_typed(
    line: str, called: str, tmp_path: Path
) -> None:
    session = begun(tmp_path)
    assert session.enter(line).kind is Kind.WAITS
    refused = session.enter("m2u")
    assert refused.refused and refused.text.startswith(f"{called} staat klaar: = of Esc.")
    assert session.desk.staged and session.desk.staged.line == line
    session.close()


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("ontslag bakker", "v c 7-2"),
        ("ontslag bakker", "ontslag cramer"),
        (">6 4", "v c 7-2"),
        ("h 3", "h 4"),
        ("b: Er is koffie", "b: Er is thee"),
    ],
)
def test_what_waits_is_replaced_by_nothing_else(first: str, other: str, tmp_path: Path) -> None:
    session = begun(tmp_path)
    session.enter(first)
    assert session.enter(other).refused and session.desk.staged and session.desk.staged.line == first
    session.close()


@pytest.mark.parametrize(("first", "again"), [("v c 7-2", "v b 6-3"), ("h", "h"), ("pers Lid: a 5", "pers Lid: a 6")])
def test_the_same_again_replaces_it(first: str, again: str, tmp_path: Path) -> None:
    session = begun(tmp_path)
    session.enter(first)
    assert session.enter(again).kind is Kind.WAITS and session.desk.staged and session.desk.staged.line == again
    session.close()


@pytest.mark.parametrize("line", ["v c", "h", "pers Lid: braas 5 tegen 1 blanco 1", "aang"])
def test_it_stays_with_the_item_it_was_typed_at(line: str, tmp_path: Path) -> None:
    """Who takes no part in the next item is no reason to decide another item than the chair was told."""
    session = begun(tmp_path)
    if line == "aang":
        line = "n4 aang"
    session.enter(line)
    waits = session.desk.staged
    session.enter("n6")
    session.enter("nd bakker: belang")
    now = session.desk.staged
    assert waits and now and (now.object, now.item, now.sentence) == (waits.object, "4", waits.sentence)
    session.close()


def test_what_cannot_stand_any_more_is_said_to_be_gone(tmp_path: Path) -> None:
    session = begun(tmp_path)
    session.enter("m1v c 7-2")
    answer = session.enter("nd bakker m1: belang")
    assert session.desk.staged is None
    assert "Motie M1 stond klaar, maar" in answer.warnings[-1] and "‘m1v c 7-2’" in answer.warnings[-1]
    session.enter("m1v c 6-2")
    assert session.hammer().kind is Kind.RELEASED
    session.close()
