"""`mirrors`: how each mirror stands, setting one up, and holding one against the public folder."""

from __future__ import annotations

import argparse

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "mirrors", run, "livecouncil mirrors --data raad")
    parser.add_argument("name", nargs="?", metavar=say("value.mirror"), help=say("mirrors.name"))
    parser.add_argument("--check", action="store_true", help=say("mirrors.check"))


def run(args: argparse.Namespace) -> int:
    """Show all, or set up or check one."""
    from livecouncil.mirroring.listing import tell_mirrors

    return tell_mirrors(args.data, args.name, args.check)
