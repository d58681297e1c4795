"""Line mode as a blind clerk or a script uses it: a real process, standard input and output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from livecouncil.sitting.session import Session
from tests.conftest import ROOT
from tests.evenings.shell import line_mode


def live(council: Path, agenda: Path, text: str, *more: str) -> subprocess.CompletedProcess[str]:
    command = line_mode(council, agenda, "--no-serve")
    return subprocess.run([*command, *more], input=text, capture_output=True, text=True, cwd=ROOT, timeout=60)


def test_every_answer_begins_with_one_of_four_words(council: Path, agenda: Path) -> None:
    done = live(council, agenda, "open\nn6\nm1 i pvda: A\nm1v cda\n?\n=\nxyz abc\n, noot\nundo\n", "--hold", "0")
    assert done.returncode == 3 and "regel 7" in done.stderr
    assert {line.split()[0] for line in done.stdout.splitlines()} == {"KLAAR", "VRIJ", "NOTITIE", "FOUT"}


def test_a_staged_result_survives_a_kill(council: Path, agenda: Path) -> None:
    assert live(council, agenda, "open\nn6\nm1 i pvda: A\nm1v cda\n", "--hold", "0").returncode == 0
    done = live(council, agenda, "=\n", "--hold", "0")
    assert "Hervat na onderbreking" in done.stdout and "VRIJ Motie M1 ‘A’ is aangenomen. Voor 31" in done.stdout


def test_public_files_are_complete_when_the_input_ends(council: Path, agenda: Path) -> None:
    live(council, agenda, "open\nn6\nm1 i pvda: A\nm1v cda =\n", "--hold", "1")
    feed = json.loads((council / "public" / agenda.stem / "feed.json").read_text())
    assert feed["items"][0]["_livecouncil"]["outcome"] == "adopted"


def test_rehearsal_keeps_its_own_journal_and_says_so(council: Path, agenda: Path) -> None:
    live(council, agenda, "open\n", "--hold", "0", "--rehearsal")
    assert not (council / "journal").exists()
    assert "OEFENING" in (council / "oefening" / "public" / agenda.stem / "index.html").read_text()


def test_a_read_only_folder_and_wrong_use_are_one_sentence(tmp_path: Path, council: Path, agenda: Path) -> None:
    (council / "journal").write_text("in de weg")
    done = live(council, agenda, "open\n")
    assert done.returncode == 1 and "niet geschreven" in done.stderr and "Traceback" not in done.stderr
    done = subprocess.run([sys.executable, "-m", "livecouncil", "live"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["demo", "init", "import", "check", "live", "serve", "publish", "verify", "length"])
def test_every_help_has_an_example(command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "livecouncil", command, "--help"], capture_output=True, text=True, cwd=ROOT
    )
    assert f"voorbeeld: livecouncil {command}" in done.stdout


def test_without_data_the_journal_lies_beside_the_council(council: Path, agenda: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    command = [sys.executable, "-m", "livecouncil", "live", str(agenda), "--plain", "--no-serve", "--hold", "0"]
    done = subprocess.run(command, input="open\n", capture_output=True, text=True, cwd=elsewhere, timeout=60)
    assert done.returncode == 0 and (council / "journal").is_dir() and not list(elsewhere.iterdir())


def test_the_terminal_app_needs_a_terminal(council: Path, agenda: Path) -> None:
    command = [sys.executable, "-m", "livecouncil", "live", str(agenda), "--no-serve", "--data", str(council)]
    done = subprocess.run(command, input="", capture_output=True, text=True, cwd=ROOT, timeout=60)
    assert done.returncode == 2 and "--plain" in done.stderr and not (council / "journal").exists()


def test_what_to_type_next_names_the_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "livecouncil", "init", "--data", "de raad"]
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)}
    )
    assert "livecouncil import --data 'de raad' --roster leden.csv" in done.stdout


def test_the_example_is_shown_at_the_top() -> None:
    example = ROOT / "livecouncil" / "example"
    for path in (example / "council.toml", example / "agendas" / "2026-03-12-raadsvergadering.toml"):
        assert (ROOT / "agendas" / path.name).read_bytes() == path.read_bytes()


def test_a_fault_of_our_own_is_a_sentence_without_traceback_or_what_was_typed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from livecouncil import commands as cli
    from livecouncil.commands import wall

    def broken(_: object) -> int:
        raise KeyError("kanarie")

    monkeypatch.setattr(wall, "run", broken)
    assert cli.main(["wall", "--diagonal", "65", "--distance", "10"]) == 1
    said = capsys.readouterr().err
    assert (
        said.startswith("Een fout in livecouncil zelf (KeyError in test_line_mode.py")
        and "kanarie" not in said
        and "Traceback" not in said
    )


def test_the_same_words_again_and_again_stay_unique(session: Session) -> None:
    from livecouncil.publishing.folder import record_of

    session.enter("open")
    for _ in range(5):
        session.enter("b: De stukken liggen klaar =", line_mode=True)
    session.release_now(99)
    texts = [e.texts["nl"] for e in record_of(session.journal.events).feed.entries]
    assert len(texts) == len(set(texts)) == 6
