"""`channels`: networks set up, tried and shown."""

from __future__ import annotations

import argparse

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "channels", run, "livecouncil channels bluesky --data raad")
    parser.add_argument("name", nargs="?", metavar=say("value.channel"), help=say("channels.name"))
    parser.add_argument("--check", action="store_true", help=say("channels.check"))


def run(args: argparse.Namespace) -> int:
    """Set up one network, or show all."""
    from livecouncil.posting.setup import set_up_channels

    return set_up_channels(args.data, args.name, args.check)
