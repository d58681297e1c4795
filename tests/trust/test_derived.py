"""Every file that a journal makes is made again, and what it does not make is named: nobody takes that for proven."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.journal.lines import header_of
from livecouncil.trust.verify import verify, verify_public
from tests.conftest import STORM

from .conftest import ID

PROOF = {"journal.jsonl", "checkpoint.txt", "checkpoint.txt.minisig"}
CUES = """WEBVTT

00:00:30.000 --> 00:00:34.000
De vergadering is geopend.

00:20:00.000 --> 00:20:04.000
Dan gaan wij nu naar de woonvisie.
"""


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("ours", [True, False], ids=["own folder", "public"])
def test_whatever_file_is_changed_is_named(own: Path, public: Path, ours: bool) -> None:
    """Documents and open data too: of those a reader is the least likely to see it."""
    changed = [name for name in names(public) if name not in PROOF]
    assert {"decisions.pdf", "transcript.odt", "ori.json", "ori-a.xml", "popolo.json", "akomantoso.xml"} < {*changed}
    for name in changed:
        with (public / name).open("ab") as file:
            file.write(b"\n")
    faults = "\n".join(verify(own, ID) if ours else verify_public(public))
    assert [name for name in changed if f" {name}: volgt niet uit het journaal" not in faults] == []


def test_a_document_that_is_gone_is_missed(public: Path) -> None:
    (public / "decisions.pdf").unlink()
    (fault,) = verify_public(public)
    assert "decisions.pdf ontbreekt" in fault


def test_a_folder_or_a_pipe_in_the_place_of_a_file_is_a_fault_of_that_file(own: Path, public: Path) -> None:
    for name in ("votes.csv", "popolo.json"):
        (public / name).unlink()
    (public / "votes.csv").mkdir()
    os.mkfifo(public / "popolo.json")
    faults = "\n".join(verify(own, ID))
    assert faults.count("volgt niet uit het journaal") == 2 and "votes.csv" in faults and "popolo.json" in faults


@pytest.mark.parametrize("ours", [True, False], ids=["own folder", "public"])
def test_what_somebody_laid_beside_the_files_is_named_and_not_vouched_for(
    own: Path, public: Path, ours: bool, capsys: Any
) -> None:
    (public / "m9").mkdir()
    for name in ("m9/index.html", "decisions.html.br", ".verborgen", "checkpoint.txt.omroep.minisig"):
        (public / name).write_text("vals")
    (public / "besluit.html").symlink_to("index.html")
    assert (verify(own, ID) if ours else verify_public(public)) == []
    said = capsys.readouterr().out
    assert "(4): .verborgen, besluit.html, decisions.html.br, m9/index.html\n" in said


def test_an_opening_that_is_left_out_is_a_fault_whichever_it_is(public: Path) -> None:
    """The chain holds without it, so only what is made of it shows that it must be there."""
    whole = (public / "journal.jsonl").read_bytes().splitlines()
    opened = [number for number, row in enumerate(whole) if header_of(row) != row]
    for number in opened[1:] if STORM else opened[1:5]:
        rows = [*whole[:number], header_of(whole[number]), *whole[number + 1 :]]
        (public / "journal.jsonl").write_bytes(b"".join(row + b"\n" for row in rows))
        assert verify_public(public) != [], number


def test_what_was_spoken_is_named_as_not_worked_out(own: Path, public: Path, tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "opname.vtt").write_text(CUES)
    assert (
        main(["publish", ID, "--captions", str(tmp_path / "opname.vtt"), "--offset", "19:30", "--data", str(own)]) == 0
    )
    capsys.readouterr()
    assert verify(own, ID) == [] and "Niet nagerekend" not in capsys.readouterr().out
    assert verify_public(public) == []
    unmade = capsys.readouterr().out.partition("Niet nagerekend")[2]
    for name in ("captions.vtt", "captions.srt", "chapters.vtt", "transcript.html", "transcript.odt", "transcript.pdf"):
        assert name in unmade, name
    assert "decisions" not in unmade
