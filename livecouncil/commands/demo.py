"""`demo`: a rehearsal on an invented council; nothing leaves the machine."""

from __future__ import annotations

import argparse

from .shared import Commands, add_hold, add_port, new_command


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "demo", run, "livecouncil demo")
    add_port(parser)
    add_hold(parser)


def run(args: argparse.Namespace) -> int:
    """Rehearse in the terminal app, or play the scripted evening where there is no terminal."""
    from .rehearsing import rehearse

    return rehearse(args.data, port=args.port, hold=args.hold)
