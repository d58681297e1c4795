"""Wrong use and bad input of every command: what it says, on which stream, with which exit code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livecouncil.commands import main

BAD_TOML = '[council\nmunicipality = "Half"\n'
BAD_USES: tuple[list[str], ...] = (
    [],
    ["--version"],
    ["live"],
    ["live", "nergens.toml", "--plain"],
    ["live", "half.toml", "--plain"],
    ["check", "nergens.toml"],
    ["check", "half.toml"],
    ["import", "nergens.txt", "--yes"],
    ["import", "leeg.txt", "--yes"],
    ["import", "--roster", "leeg.txt", "--yes"],
    ["publish"],
    ["publish", "2020-01-01-raadsvergadering"],
    ["verify"],
    ["verify", "--public", "nergens"],
    ["redact", "2020-01-01-raadsvergadering"],
    ["commitments"],
    ["channels"],
    ["channels", "mastodon"],
    ["post", "2020-01-01-raadsvergadering"],
    ["wall", "--diagonal", "3", "--distance", "10"],
    ["tally", "--seats", "25"],
    ["tally", "--seats", "25", "--sitting", "30", "--for", "6", "--against", "6"],
    ["length", ""],
    ["length", "Motie M1 is aangenomen. #Raad", "--json"],
    ["init"],
    ["init"],
)


def errors(folder: Path, capture: pytest.CaptureFixture[str]) -> bytes:
    """All of it as one text, paths of this run taken out."""
    (folder / "leeg.txt").write_text("")
    (folder / "half.toml").write_text(BAD_TOML)
    told = []
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "100")
        for use in BAD_USES:
            code = said(use)
            out, err = capture.readouterr()
            told.append(f"$ livecouncil {' '.join(use)}\n{out}--\n{err}-- {code}\n")
    return re.sub(rf"{re.escape(str(folder))}", "FOLDER", "\n".join(told)).encode()


def said(use: list[str]) -> int | str | None:
    try:
        return main(list(use))
    except SystemExit as ended:
        return ended.code
