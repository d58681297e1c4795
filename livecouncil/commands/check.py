"""`check`: says what is wrong in an agenda and its council before the evening."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "check", run, "livecouncil check agendas/2026-03-12-raadsvergadering.toml")
    parser.add_argument("agenda", type=Path, metavar="AGENDA")


def run(args: argparse.Namespace) -> int:
    """Faults go to standard error, what is doubtful to standard output. Exit code 1 when there are faults."""
    from livecouncil.settings.check import check
    from livecouncil.settings.folder import council_path

    findings = check(args.agenda, council_path(args.data, args.agenda))
    wrong = 0
    for finding in findings:
        if finding.level == "fault":
            wrong += 1
            print(finding, file=sys.stderr)
        else:
            print(finding)
    if findings:
        print(say("check.found", wrong=wrong, doubtful=len(findings) - wrong))
    else:
        print(say("check.none"))
    if wrong:
        return 1
    return 0
