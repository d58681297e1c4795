"""`verify`: checks journals and public files."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from livecouncil.errors import UsageError

from .shared import Commands, add_rehearsal, base_of, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "verify", run, "livecouncil verify")
    parser.add_argument("meeting", nargs="?", metavar="MEETING", help=say("option.every_meeting"))
    add_rehearsal(parser)
    parser.add_argument("--public", type=Path, metavar="DIR", help=say("verify.public"))
    parser.add_argument("--key", type=Path, metavar="FILE", help=say("verify.key"))
    parser.add_argument("--head", type=Path, metavar="FILE", help=say("verify.head"))
    parser.add_argument("--witness", type=Path, metavar="FILE", action="append", default=[], help=say("verify.witness"))


def run(args: argparse.Namespace) -> int:
    """Every fault on standard error. Exit code 1 when there are any."""
    if not args.public and (args.head or args.witness):
        raise UsageError("commands.only_public")
    if args.public:
        from livecouncil.trust.verify import verify_public

        faults = verify_public(args.public, args.key, head=args.head, witnesses=args.witness)
    else:
        faults = _faults_in(base_of(args), args.meeting, args.key)
    for fault in faults:
        print(fault, file=sys.stderr)
    if faults:
        return 1
    return 0


def _faults_in(base: Path, meeting: str | None, key: Path | None) -> list[str]:
    """Of one meeting; or of all, and of what lies among their journals."""
    from livecouncil.journal.inventory import look
    from livecouncil.publishing.held import meeting_ids
    from livecouncil.trust.verify import verify

    found = meeting_ids(base, meeting, blind=True)
    faults: list[str] = []
    if not meeting:
        faults += look(base / "journal").sentences
    for one in found:
        faults += verify(base, one, key)
    return faults
