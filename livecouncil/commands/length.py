"""`length`: how long a text is on each network."""

from __future__ import annotations

import argparse
import json

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "length", run, 'livecouncil length "Motie M3 is verworpen"')
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(args: argparse.Namespace) -> int:
    """Length and limit, on one line or as JSON."""
    from livecouncil.core.text.length import on_every_network

    measured = on_every_network(args.text)
    if args.json:
        print(json.dumps({one.network: one.figures for one in measured}))
        return 0
    told = []
    for one in measured:
        key = "length.fits" if one.fits else "length.too_long"
        told.append(say(key, network=one.name, length=one.length, limit=one.limit))
    print(" · ".join(told))
    return 0
