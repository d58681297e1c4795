"""Which language the program speaks: the council's in its folder, else the one that is asked for, else Dutch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from livecouncil.commands import main
from livecouncil.wording import LANGUAGES, Wording, spoken
from tests.conftest import ROOT

COUNCIL = """[council]
municipality = "Proefstad"
seats = 9
language = "{language}"
"""


def said(*argv: str, language: str | None = None) -> subprocess.CompletedProcess[str]:
    """What a process of its own says, with `LIVECOUNCIL_LANG` as given."""
    environment = {name: value for name, value in os.environ.items() if name != "LIVECOUNCIL_LANG"}
    if language is not None:
        environment["LIVECOUNCIL_LANG"] = language
    command = [sys.executable, "-m", "livecouncil", *argv]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)


def in_the_council(tmp_path: Path, language: str) -> Path:
    (tmp_path / "council.toml").write_text(COUNCIL.format(language=language), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("language", LANGUAGES)
def test_wrong_use_and_help_are_in_the_language_asked_for(language: str) -> None:
    wrong = said("nosuch", language=language)
    message = wrong.stderr.split("argument", 1)
    assert wrong.returncode == 2 and message[0] in Wording.load(language).t(
        "cli.wrong_use", command="livecouncil", message="argument"
    )
    for asked in (["--help"], []):
        assert Wording.load(language).t("cli.verify.does") in said(*asked, language=language).stdout


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_is_in_the_language_asked_for(language: str, tmp_path: Path) -> None:
    published = tmp_path / "2026-03-12-raadsvergadering"
    done = said("verify", "--public", str(published), "--data", str(tmp_path), language=language)
    path = published / "journal.jsonl"
    expected = Wording.load(language).t("fault.trust.no_journal", path=path)
    assert (done.returncode, done.stderr) == (1, expected + "\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_councils_folder_it_is_the_councils(
    language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "--data", str(in_the_council(tmp_path, language))]) == 1
    path = tmp_path / "council.toml"
    assert capsys.readouterr().err == Wording.load(language).t("fault.settings.council_exists", path=path) + "\n"
    assert spoken() == language


def test_the_council_goes_before_what_is_asked_for(tmp_path: Path) -> None:
    done = said("init", "--data", str(in_the_council(tmp_path, "en")), language="fy")
    assert "already" in done.stderr


@pytest.mark.parametrize("asked", [None, "", "de", "nl_NL.UTF-8"])
def test_whatever_else_is_asked_for_is_dutch(asked: str | None) -> None:
    assert Wording.load("nl").t("cli.verify.does") in said("--help", language=asked).stdout


@pytest.mark.parametrize("content", [b"", b"[council", b"council = 3", b'[council]\nlanguage = "de"\n', b"\xff"])
def test_a_faulty_councils_file_is_told_all_the_same(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "council.toml").write_bytes(content)
    main(["init", "--data", str(tmp_path)])
    assert spoken() == "nl"
