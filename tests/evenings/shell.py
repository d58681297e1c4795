"""The program in line mode, as a process of its own."""

from __future__ import annotations

import sys
from pathlib import Path


def line_mode(council: Path, agenda: Path, *more: str) -> list[str]:
    """The command that plays `agenda` in the council's folder from standard input; `more` are its further options."""
    return [sys.executable, "-m", "livecouncil", "live", str(agenda), "--plain", "--data", str(council), *more]
