"""`edge`: the public pages and streams of every council of a hub."""

from __future__ import annotations

import argparse

from livecouncil.system.extras import need

from .shared import Commands, add_listening, new_command

_PORT = 8095


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "edge", run, "livecouncil edge --data /var/cache/livecouncil-edge")
    add_listening(parser, _PORT)


def run(args: argparse.Namespace) -> int:
    """Follow the hub and serve until told to stop."""
    need("hub")
    from livecouncil.edge.process import run_edge
    from livecouncil.hub.process import Listening

    return run_edge(args.data, Listening(args.host, args.port, args.watch))
