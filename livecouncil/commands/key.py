"""`key`: the council's signing key: which it is, a new one in its place, or one that was lost or stolen revoked."""

from __future__ import annotations

import argparse
from pathlib import Path

from livecouncil.errors import UsageError

from .shared import Commands, ask_yes, new_command, say

_ACTS = ("show", "rotate", "revoke")


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "key", run, "livecouncil key rotate")
    parser.add_argument("act", choices=_ACTS, help=say("key.act"))
    reason = parser.add_mutually_exclusive_group()
    reason.add_argument("--lost", action="store_const", dest="reason", const="lost", help=say("key.lost"))
    reason.add_argument("--stolen", action="store_const", dest="reason", const="stolen", help=say("key.stolen"))
    parser.add_argument("--yes", action="store_true", help=say("key.yes"))


def run(args: argparse.Namespace) -> int:
    """Show the key, or give the council another one and publish that it did."""
    if (args.act == "revoke") != bool(args.reason):
        raise UsageError("keys.which_reason")
    if args.act == "show":
        return _show(args.data)
    if not args.yes and not ask_yes(say("key.sure")):
        print(say("key.kept"))
        return 0
    return _succeed(args.data, args.reason or "rotated")


def _show(base: Path) -> int:
    """The key, where it lies, and how it came after others."""
    from livecouncil.journal.signing.custody import council_key, where
    from livecouncil.journal.signing.succession import FOLDER, statements_in
    from livecouncil.wording.faults import in_words

    council = _council(base)
    path, _ = where(council, base)
    key = council_key(council, base, make=False)
    if key is None:
        print(say("key.none", path=path))
        return 1
    print(say("key.is", key=key.public.name, path=path))
    print(key.public.base64)
    for one in statements_in(base / FOLDER):
        said = one.statement
        reason = in_words(f"keys.reason.{said.reason}")
        print(say("key.row", file=one.name, old=said.old.name, new=said.new.name, since=said.since, reason=reason))
    return 0


def _succeed(base: Path, reason: str) -> int:
    from datetime import datetime

    from livecouncil.journal.signing.succeeding import succeed
    from livecouncil.publishing.folder import write_keys

    from .second_copy import bring_keys_over

    at = datetime.now().astimezone().replace(microsecond=0)
    statement = succeed(base, _council(base), reason, at)
    write_keys(base)
    bring_keys_over(base)
    print(
        say(f"key.{statement.reason}_done", old=statement.old.name, new=statement.new.name, heads=len(statement.heads))
    )
    print(say("key.tell", folder=base / "public" / "keys"))
    return 0


def _council(base: Path) -> str:
    """What the key of the council in `base` is named by. Raises InputFault."""
    from livecouncil.journal.signing.signing_off import key_name
    from livecouncil.settings.load import load_council

    return key_name(load_council(base / "council.toml"))
