"""`import`: takes over an agenda, or a list of members."""

from __future__ import annotations

import argparse
from pathlib import Path

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "import", run, "livecouncil import agenda.pdf --date 2026-03-12T19:30")
    parser.add_argument("file", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--date", help=say("import.date"))
    parser.add_argument("--yes", action="store_true", help=say("import.yes"))
    parser.add_argument("--carry", action="store_true", help=say("import.carry"))
    parser.add_argument("--roster", action="store_true", help=say("import.roster"))


def run(args: argparse.Namespace) -> int:
    """Read, show, ask, write. Exit code 1 when the griffier says no."""
    from livecouncil import importing

    return importing.command(
        args.file,
        data=args.data,
        date=args.date,
        yes=args.yes,
        as_roster=args.roster,
        carry=args.carry,
    )
