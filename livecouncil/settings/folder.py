"""Where a council's things lie: its `council.toml`, and what belongs to a rehearsal apart from what is real."""

from __future__ import annotations

from pathlib import Path

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
