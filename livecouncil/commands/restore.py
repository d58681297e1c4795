"""`restore`: puts a meeting back from its second copy, and says how to go on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.errors import InputFault

from .shared import Commands, new_command, say

if TYPE_CHECKING:
    from livecouncil.journal.copies.restoring import Found, Restored


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "restore", run, "livecouncil restore /media/griffie/STICK --data raad")
    parser.add_argument("source", type=Path, metavar="FROM", help=say("restore.source"))
    parser.add_argument("--identity", type=Path, metavar=say("value.file"), help=say("restore.identity"))


def run(args: argparse.Namespace) -> int:
    """Restore one meeting. Exit code 1 when not all of it is whole, or when it must be said which one is meant."""
    from livecouncil.journal.copies.restoring import copies_at, open_copy, put_back
    from livecouncil.system.age import identities_in

    found = copies_at(args.source)
    if not found:
        raise InputFault(say("restore.none", source=args.source))
    if len(found) > 1:
        _choose(found)
        return 1
    identities = []
    if args.identity:
        identities = identities_in(args.identity)
    restored = put_back(open_copy(found[0], identities), args.data)
    _tell_what_is_there(restored, args.data)
    for sentence in restored.damage:
        print(sentence, file=sys.stderr)
    if restored.damage:
        return 1
    return 0


def _choose(found: Sequence[Found]) -> None:
    """Every copy that is there, newest first, and how to name one."""
    for one in found:
        changed = datetime.fromtimestamp(one.changed)
        print(say("restore.found", folder=one.folder, lines=one.lines, changed=f"{changed:%d-%m-%Y %H:%M}"))
    print(say("restore.choose", folder=found[0].folder), file=sys.stderr)


def _tell_what_is_there(restored: Restored, data: Path) -> None:
    """What is there now, and what comes next."""
    from livecouncil.core.meeting import events as ev

    last = restored.events[-1:]
    item = next((event.item for event in reversed(restored.events) if isinstance(event, ev.ItemStarted)), "–")
    at = "".join(f"{event.at:%H:%M}" for event in last) or "–"
    print(say("restore.done", meeting=restored.meeting, lines=restored.lines, at=at, item=item, head=restored.head))
    if restored.kept:
        print(say("restore.kept", files=", ".join(restored.kept)))
    agenda = data / "agendas" / f"{restored.meeting}.toml"
    rehearsal = " --rehearsal" if restored.home else ""
    print(say("restore.secrets"))
    print(say("restore.next", command=f"livecouncil live --data {data} {agenda}{rehearsal}"))
