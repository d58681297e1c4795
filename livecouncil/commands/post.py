"""`post`: the worker that places messages on the networks."""

from __future__ import annotations

import argparse

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "post", run, "livecouncil post --data raad")
    parser.add_argument("meeting", nargs="?", metavar="MEETING", help=say("post.meeting"))


def run(args: argparse.Namespace) -> int:
    """Post until all is out and the meeting is closed."""
    from livecouncil.posting.process import post_until_told

    return post_until_told(args.data, args.meeting)
