"""`witness`: signs the head of a published meeting a second time, where it goes on from the last one signed."""

from __future__ import annotations

import argparse
from pathlib import Path

from livecouncil.errors import UsageError

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "livecouncil witness public/2026-03-12-raadsvergadering --key witness.key --name omroep"
    parser = new_command(commands, "witness", run, example)
    parser.add_argument("folder", type=Path, metavar="DIR", help=say("witness.folder"))
    parser.add_argument("--key", type=Path, metavar="FILE", required=True, help=say("witness.key"))
    parser.add_argument("--name", default="witness", metavar=say("value.name"), help=say("witness.name"))
    parser.add_argument("--council", type=Path, metavar="FILE", help=say("witness.council"))
    parser.add_argument("--memory", type=Path, metavar="FILE", help=say("witness.memory"))


def run(args: argparse.Namespace) -> int:
    """Sign, or say why not (exit 1). The key is made when there is none yet, its public half beside it."""
    from datetime import datetime

    from livecouncil.journal.signing.custody import made_at, read_secret
    from livecouncil.system.files import replace
    from livecouncil.trust import witness

    if not witness.NAME.fullmatch(args.name):
        raise UsageError("witness.no_name", typed=args.name)
    try:
        key = read_secret(args.key)
    except FileNotFoundError:
        key = made_at(args.key)
        replace(args.key.with_suffix(".pub"), key.public.text.encode())
        print(say("witness.made", path=args.key, public=args.key.with_suffix(".pub")))
    memory = args.memory or args.key.with_name(f"{args.key.name}.witnessed.json")
    who = witness.Witness(key, args.name, memory)
    written = witness.look_and_sign(who, args.folder, datetime.now().astimezone().replace(microsecond=0), args.council)
    print(say("witness.signed", path=written, key=key.public.name))
    return 0
