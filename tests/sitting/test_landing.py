"""A vote that names no object says where it lands, and asks when the last line that named an item was refused."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from tests.conftest import ROOT

CASES = ROOT.parent / "shared" / "cases" / "sitting"


def typed(session: Session, *lines: str) -> tuple[list[str], list[str]]:
    """The answers of line mode to `lines` in an open meeting, and the types of what was logged."""
    before = len(session.journal.events)
    out = io.StringIO()
    mode = plain._Lines(session, out, io.StringIO(), ask=False, changed=lambda: None)
    for number, line in enumerate(lines, 1):
        mode.take(number, line)
    return out.getvalue().splitlines(), [str(getattr(e, "type", "")) for e in session.journal.events[before:]]


@pytest.fixture
def at_six(session: Session) -> Session:
    session.enter("open")
    session.enter("n6")
    return session


def test_a_vote_without_object_says_its_item_before_its_answer(at_six: Session) -> None:
    answers, _ = typed(at_six, "v cda")
    assert answers[0] == "NOTITIE Let op: Dit gaat over punt 6 ‘Woonvisie 2026–2035’."
    assert answers[1].startswith("KLAAR ")


def test_the_preview_names_the_item_while_the_vote_is_typed(at_six: Session) -> None:
    assert "Dit gaat over punt 6" in at_six.preview("v cda").message
    at_six.enter("m1 i vvd: Een")
    assert "Dit gaat over" not in at_six.preview("m1v cda").message


@pytest.mark.parametrize("refused", ["n4b", "n 99", "@19:30 n99", "h 99", "n99 v cda"])
@pytest.mark.parametrize("vote", ["v cda =", "u =", "20-17 =", "k =", "accl =", "x =", "p =", "h ="])
def test_a_vote_after_a_refused_item_is_asked_and_the_same_line_again_is_taken(
    at_six: Session, refused: str, vote: str
) -> None:
    answers, logged = typed(at_six, refused, vote)
    assert answers[-1].startswith("FOUT ‘" + refused) and "punt 6 ‘Woonvisie" in answers[-1]
    assert set(logged) == {"note"}, "nothing but the red notes of two refused lines"
    answers, logged = typed(at_six, vote)
    assert answers[-1].startswith("VRIJ") and logged and "note" not in logged


@pytest.mark.parametrize("mends", ["n6", "n7", "n"])
def test_an_item_begun_after_the_refusal_answers_it(at_six: Session, mends: str) -> None:
    answers, _ = typed(at_six, "n4b", mends, "v cda =")
    assert answers[-1].startswith("VRIJ")


@pytest.mark.parametrize("slip", ["yn4", "bn4", "nb4", "nm 4", "n,4", "b4", "h99", "j4"])
def test_a_goto_with_a_slip_of_one_key_is_remembered_too(at_six: Session, slip: str) -> None:
    answers, logged = typed(at_six, slip, "h =")
    assert answers[0].startswith("FOUT") and answers[-1].startswith("FOUT") and "decided" not in logged, answers


def test_a_vote_that_names_its_item_or_motion_is_never_asked(at_six: Session) -> None:
    answers, _ = typed(at_six, "m1 i vvd: Een", "n4b", "m1v cda =")
    assert any(answer.startswith("VRIJ Motie M1") for answer in answers)
    answers, _ = typed(at_six, "n4b", "n6 v cda =")
    assert answers[-1].startswith("VRIJ")


def test_past_the_last_item_the_vote_on_the_last_is_asked(at_six: Session) -> None:
    last = at_six.desk.state.items[-1].number
    answers, _ = typed(at_six, f"n{last}", "n", "u =")
    assert answers[-1].startswith("FOUT ‘n’ is geweigerd") and f"punt {last} " in answers[-1]


@pytest.mark.parametrize("case", ["c21-vote-on-closing", "c38-refused-goto"])
def test_the_handed_sittings(tmp_path: Path, case: str) -> None:
    if not (CASES / case).is_dir():
        pytest.skip("../shared/cases is not here: the sittings are read from there and not part of the project")
    folder = tmp_path / case
    shutil.copytree(CASES / case, folder)
    agenda = next((folder / "agendas").glob("*.toml"))
    command = [sys.executable, "-m", "livecouncil", "live", str(agenda), "--plain", "--no-serve", "--hold", "0"]
    done = subprocess.run(
        [*command, "--data", str(folder)],
        input=(folder / "script.txt").read_text(),
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    vote = done.stdout.splitlines()[-2]
    if case.startswith("c38"):
        assert vote.startswith("FOUT ‘n4b’") and "punt 4 ‘Woonvisie’" in vote and done.returncode == 3
    else:
        assert "NOTITIE Let op: Dit gaat over punt 6 ‘Sluiting’." in done.stdout and done.returncode == 0


def test_a_refused_line_that_named_the_item_itself_asks_nothing(at_six: Session) -> None:
    """`h 6-99` refused, then `h`: the vote lands where the line wanted it; `h 7-99` wanted another item."""
    typed(at_six, "n6 v nergens")
    assert typed(at_six, "v cda =")[0][-1].startswith("VRIJ")
    typed(at_six, "n7", "h 8-99")
    assert typed(at_six, "v cda =")[0][-1].startswith("FOUT ‘h 8-99")
