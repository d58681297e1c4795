"""`redact`: removes a text on request, or lists what can be removed."""

from __future__ import annotations

import argparse

from .shared import Commands, add_rehearsal, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    example = 'livecouncil redact 2026-03-12-raadsvergadering 41 --reason "verzoek van betrokkene"'
    parser = new_command(commands, "redact", run, example)
    parser.add_argument("meeting", metavar="MEETING")
    parser.add_argument("seq", nargs="?", type=int, metavar=say("value.line"), help=say("redact.seq"))
    parser.add_argument("--reason", metavar=say("value.text"), help=say("redact.reason"))
    add_rehearsal(parser)


def run(args: argparse.Namespace) -> int:
    """Redact one line. Exit code 1 when the text may still stand somewhere."""
    from livecouncil.trust.redact import command

    return command(args)
