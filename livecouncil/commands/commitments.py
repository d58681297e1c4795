"""`commitments`: which undertakings (toezeggingen) are open, and that one was met."""

from __future__ import annotations

import argparse
from pathlib import Path

from livecouncil.errors import UsageError

from .shared import Commands, add_rehearsal, base_of, day, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    example = "livecouncil commitments 2026-03-12-raadsvergadering 2 --done 2026-05-01"
    parser = new_command(commands, "commitments", run, example)
    parser.add_argument("meeting", nargs="?", metavar="MEETING", help=say("commitments.meeting"))
    parser.add_argument("number", nargs="?", type=int, metavar=say("value.number"), help=say("commitments.number"))
    parser.add_argument("--done", type=day, metavar=say("value.date"), help=say("commitments.done"))
    parser.add_argument("--reopen", action="store_true", help=say("commitments.reopen"))
    add_rehearsal(parser, "commitments.rehearsal")


def run(args: argparse.Namespace) -> int:
    """List the undertakings, or record that one was met (or, with `--reopen`, is open again)."""
    base = base_of(args)
    if args.number is None:
        if args.done or args.reopen:
            raise UsageError("commands.which_commitment")
        return _list_all(base, args.meeting)
    if not args.meeting or bool(args.done) == args.reopen:
        raise UsageError("commands.done_or_reopen")
    from .fulfilling import meet
    from .second_copy import bring_over

    meet(base, args.meeting, args.number, args.done)
    bring_over(args.data, rehearsal=args.rehearsal)
    if args.done:
        print(say("commitments.met", meeting=args.meeting, number=args.number, day=args.done))
    else:
        print(say("commitments.open_again", meeting=args.meeting, number=args.number))
    return 0


def _list_all(base: Path, meeting: str | None) -> int:
    """One line an undertaking, of one meeting or of all."""
    from livecouncil.publishing.held import meeting_ids

    for one in meeting_ids(base, meeting):
        _list_undertakings(base, one)
    return 0


def _list_undertakings(base: Path, meeting: str) -> None:
    from livecouncil.journal.reading import read
    from livecouncil.publishing.folder import record_of

    record = record_of(read(base / "journal", meeting).events)
    rows = zip(record.decisions.undertakings, record.decisions.fulfilled, strict=True)
    for number, ((who, item, text), met) in enumerate(rows, 1):
        if met:
            state = say("commitments.state_met", day=met)
        else:
            state = say("commitments.state_open")
        row = say("commitments.row", meeting=meeting, number=number, state=state, item=item, who=who, text=text)
        print(row)
