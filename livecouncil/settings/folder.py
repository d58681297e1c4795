"""Where a council's things lie: its `council.toml`, and what belongs to a rehearsal apart from what is real."""

from __future__ import annotations

import contextlib
from pathlib import Path

from livecouncil.wording import LANGUAGES

REHEARSALS = "oefening"
"""Folder in the council's own that holds journal and public files of rehearsals."""


def home_of(data: Path, rehearsal: bool) -> Path:
    """Where journal and public files lie: the council's folder `data`, or that of its rehearsals."""
    if rehearsal:
        return data / REHEARSALS
    return data


def council_path(data: Path, agenda_path: Path) -> Path:
    """`council.toml` of the folder, else beside the agenda or one above it."""
    for folder in (data, agenda_path.parent, agenda_path.parent.parent):
        if (folder / "council.toml").exists():
            return folder / "council.toml"
    return data / "council.toml"


def second_place(folder: Path, to: str) -> Path:
    """The folder `[backup] to` means in a `council.toml` of `folder`."""
    path = Path(to)
    with contextlib.suppress(RuntimeError):
        path = path.expanduser()
    return folder / path


def language_of(path: Path) -> str | None:
    """The language `council.toml` at `path` says; None where it says none, or cannot be read.

    A command must be able to say in the council's language that its file is faulty, so only this one word is asked for,
    and nothing else is held against the file: `load` judges it.
    """
    import tomllib  # of no use to who asks only where things lie

    try:
        council = tomllib.loads(path.read_text(encoding="utf-8"))["council"]
        language = council.get("language")
    except (OSError, ValueError, LookupError, AttributeError, RecursionError):
        return None
    if language in LANGUAGES:
        return str(language)
    return None
