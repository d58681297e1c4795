"""`hub`: the hub of a shared service, its tables, and which councils it takes lines from."""

from __future__ import annotations

import argparse
from pathlib import Path

from livecouncil.errors import UsageError
from livecouncil.system.extras import need

from .shared import Commands, add_listening, new_command, say

_ACTS = ("run", "upgrade", "add", "remove", "list")
_PORT = 8090


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "hub", run, "livecouncil hub add GM0400 livecouncil.pub")
    parser.add_argument("act", nargs="?", default="run", choices=_ACTS, help=say("hub.act"))
    parser.add_argument("council", nargs="?", metavar=say("value.council"), help=say("hub.council"))
    parser.add_argument("key", nargs="?", type=Path, metavar=say("value.key"), help=say("hub.key"))
    parser.add_argument("--replace", action="store_true", help=say("hub.replace"))
    add_listening(parser, _PORT)


def run(args: argparse.Namespace) -> int:
    """Take lines until told to stop, or do one thing."""
    need("hub")
    from livecouncil.hub import process

    if args.act == "run":
        return process.run_hub(args.data, process.Listening(args.host, args.port, args.watch))
    if args.act == "upgrade":
        return process.upgrade_tables()
    if args.act == "list":
        return process.list_councils()
    if not args.council or (args.act == "add" and args.key is None):
        raise UsageError("hub.which_council", act=args.act)
    if args.act == "remove":
        return process.shut_out(args.council)
    return process.let_in(args.council, args.key, args.replace)
