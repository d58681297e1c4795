"""`restore`: puts a meeting back from its second copy or from a hub, and says how to go on."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.errors import InputFault, LivecouncilError, MirrorError
from livecouncil.settings.scaffold import given
from livecouncil.system.shells import shell_word

from .shared import Commands, new_command, say

if TYPE_CHECKING:
    from livecouncil.journal.copies.restoring import Found, OpenedCopy, Restored

_SCHEME = "hub+http"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "restore", run, "livecouncil restore /media/griffie/STICK --data raad")
    parser.add_argument("source", metavar="FROM", help=say("restore.source"))
    parser.add_argument("meeting", nargs="?", metavar="MEETING", help=say("restore.meeting"))
    parser.add_argument("--identity", type=Path, metavar=say("value.file"), help=say("restore.identity"))
    parser.add_argument("--key", type=Path, metavar=say("value.file"), help=say("restore.key"))


def run(args: argparse.Namespace) -> int:
    """Restore one meeting. Exit code 1 when not all of it is whole, or when it must be said which one is meant."""
    if args.source.startswith(_SCHEME):
        try:
            return _from_hub(args)
        except MirrorError as error:
            raise InputFault(say("restore.hub_silent", to=args.source, reason=error)) from error
    from livecouncil.journal.copies.restoring import copies_at, open_copy
    from livecouncil.system.age import identities_in

    found = copies_at(Path(args.source))
    if not found:
        raise InputFault(say("restore.none", source=args.source))
    if len(found) > 1:
        _choose(found)
        return 1
    identities = []
    if args.identity:
        identities = identities_in(args.identity)
    restored = _put_back(open_copy(found[0], identities), args.data)
    return _tell_how_to_go_on(_with_what_hubs_have(args, restored), args.data)


def _put_back(copy: OpenedCopy, data: Path) -> Restored:
    """What is there now, said."""
    from livecouncil.core.meeting import events as ev
    from livecouncil.journal.copies.restoring import put_back

    restored = put_back(copy, data)
    last = restored.events[-1:]
    item = next((event.item for event in reversed(restored.events) if isinstance(event, ev.ItemStarted)), "–")
    at = "".join(f"{event.at:%H:%M}" for event in last) or "–"
    print(say("restore.done", meeting=restored.meeting, lines=restored.lines, at=at, item=item, head=restored.head))
    if restored.kept:
        print(say("restore.kept", files=", ".join(restored.kept)))
    return restored


def _tell_how_to_go_on(restored: Restored, data: Path) -> int:
    """What comes next, and what is not whole."""
    agenda = data / "agendas" / f"{restored.meeting}.toml"
    rehearsal = " --rehearsal" if restored.home else ""
    print(say("restore.secrets"))
    typed = f"livecouncil live{given(data)} {shell_word(str(agenda))}{rehearsal}"
    print(say("restore.next", command=typed))
    for sentence in restored.damage:
        print(sentence, file=sys.stderr)
    return int(bool(restored.damage))


def _choose(found: Sequence[Found]) -> None:
    """Every copy that is there, newest first, and how to name one."""
    for one in found:
        changed = datetime.fromtimestamp(one.changed)
        print(say("restore.found", folder=one.folder, lines=one.lines, changed=f"{changed:%d-%m-%Y %H:%M}"))
    print(say("restore.choose", folder=found[0].folder), file=sys.stderr)


# -- from a hub --------------------------------------------------------------------------------------------------------


def _from_hub(args: argparse.Namespace) -> int:
    """What a hub has of one meeting, behind what is here."""
    from livecouncil.mirroring.hub.giving_back import meetings_at

    there = meetings_at(args.source)
    meeting = args.meeting
    if not there:
        raise InputFault(say("restore.hub_none", source=args.source))
    if meeting is None and len(there) == 1:
        meeting = next(iter(there))
    if meeting not in there:
        for name in sorted(there, reverse=True):
            print(say("restore.hub_found", meeting=name, lines=there[name]))
        print(say("restore.hub_choose", source=args.source, meeting=max(there)), file=sys.stderr)
        return 1
    restored = _with_hubs_lines(args, args.source, meeting)
    if restored is None:
        return 0
    return _tell_how_to_go_on(restored, args.data)


def _with_hubs_lines(args: argparse.Namespace, to: str, meeting: str) -> Restored | None:
    """Put the hub's lines behind those that are here, once their signatures are seen to; None where nothing lacks."""
    from livecouncil.journal.copies.lacking import completed
    from livecouncil.mirroring.hub.giving_back import rows_at
    from livecouncil.trust.given_back import require_signed

    rows = rows_at(to, meeting)
    key = require_signed(args.data, meeting, rows, args.key)
    found = completed(args.data, meeting, rows)
    if not found.came:
        print(say("restore.hub_even", meeting=meeting, to=to))
        return None
    restored = _put_back(found.copy, args.data)
    signed = key or say("restore.hub_unsigned")
    print(say("restore.hub_came", lines=found.came, bare=found.bare, to=to, key=signed))
    return restored


def _with_what_hubs_have(args: argparse.Namespace, restored: Restored) -> Restored:
    """A copy may be older than what was published: what a hub of this council has behind it is put there too."""
    from livecouncil.settings.load import load_council

    if restored.home:
        return restored
    try:
        sites = load_council(args.data / "council.toml").mirrors
    except InputFault:
        return restored
    for to in (site.to for site in sites if site.to.startswith(_SCHEME)):
        try:
            restored = _with_hubs_lines(args, to, restored.meeting) or restored
        except LivecouncilError as error:
            print(say("restore.hub_away", to=to, meeting=restored.meeting, reason=error), file=sys.stderr)
    return restored
