"""`serve`: the public server alone."""

from __future__ import annotations

import argparse

from .shared import Commands, add_port, add_rehearsal, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "serve", run, "livecouncil serve --port 8080")
    parser.add_argument("--host", default="127.0.0.1", help=say("serve.host"))
    add_port(parser)
    add_rehearsal(parser)


def run(args: argparse.Namespace) -> int:
    """Serve until it is told to stop."""
    from livecouncil.server.process import serve

    return serve(args.data, host=args.host, port=args.port, rehearsal=args.rehearsal)
