"""`publish`: the public files made anew; `--final` fixes the report, `--captions` takes in the recording."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from .shared import Commands, add_rehearsal, base_of, day, new_command, one_meeting, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "publish", run, "livecouncil publish 2026-03-12-raadsvergadering")
    parser.add_argument("meeting", nargs="?", metavar="MEETING", help=say("option.every_meeting"))
    add_rehearsal(parser)
    parser.add_argument(
        "--final",
        nargs="?",
        type=day,
        const=say("today"),
        metavar=say("value.date"),
        help=say("publish.final"),
    )
    parser.add_argument("--all", action="store_true", help=say("publish.all"))
    parser.add_argument("--captions", type=Path, metavar="FILE", help=say("publish.captions"))
    parser.add_argument("--offset", metavar=say("value.time"), help=say("publish.offset"))


def run(args: argparse.Namespace) -> int:
    """Publish one meeting or all. Exit code 1 when something could not be."""
    from .second_copy import bring_over

    code = _publish(args)
    bring_over(args.data, rehearsal=args.rehearsal)
    return code


def _publish(args: argparse.Namespace) -> int:
    """Whoever finds nothing changed in all meetings has loaded what looks, and nothing that makes."""
    from livecouncil.publishing.held import meeting_ids

    base = base_of(args)
    found = meeting_ids(base, args.meeting)
    if args.captions:
        one_meeting(args.meeting, found, "commands.captions_of_one")
    if args.all:
        return _everything(base)
    if args.captions:
        _take_captions(base, args.meeting, args.captions, args.offset)
    if args.final:
        one_meeting(args.meeting, found, "commands.final_of_one")
    return _anew(base, args.meeting, args.final)


def _anew(base: Path, meeting: str | None, final: date | None) -> int:
    """The files of one meeting, or of each; with `final` its report is fixed first."""
    from livecouncil.publishing.folder import publish, publish_each

    if not meeting:
        return publish_each(base)
    if final:
        from .finalizing import finalize

        written = finalize(base, meeting, final)
    else:
        written = publish(base, meeting)
    print(say("publish.written", meeting=meeting, n=len(written), folder=base / "public" / meeting))
    return 0


def _everything(base: Path) -> int:
    """All meetings, with archive and search. Exit code 1 when files lie among the journals that are none."""
    from livecouncil.archive.build import publish_all
    from livecouncil.journal.inventory import look

    publish_all(base)
    if look(base / "journal").strays:
        return 1
    return 0


def _take_captions(base: Path, meeting: str, path: Path, offset: str | None) -> None:
    """Keep the captions of a meeting, saying where the recording begins and what was mended in them."""
    from livecouncil.journal.reading import read
    from livecouncil.publishing.folder import record_of
    from livecouncil.recording.kept import keep_recording

    record = record_of(read(base / "journal", meeting).events)
    kept = keep_recording(base, record, path, offset)
    for note in kept.captions.notes:
        print(note)
    begins = kept.offset
    if begins.of:
        print(say("publish.begins_found", at=begins.at, matches=begins.matches, of=begins.of))
    else:
        print(say("publish.begins", at=begins.at))
