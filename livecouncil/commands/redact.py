"""`redact`: removes a text on request, or lists what can be removed."""

from __future__ import annotations

import argparse
import sys

from livecouncil.errors import UsageError

from .shared import Commands, add_rehearsal, ask_yes, base_of, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    example = 'livecouncil redact 2026-03-12-raadsvergadering 41 --reason "verzoek van betrokkene"'
    parser = new_command(commands, "redact", run, example)
    parser.add_argument("meeting", metavar="MEETING")
    parser.add_argument("seq", nargs="?", type=int, metavar=say("value.line"), help=say("redact.seq"))
    parser.add_argument("--reason", metavar=say("value.text"), help=say("redact.reason"))
    parser.add_argument("--words", metavar=say("value.text"), default="", help=say("redact.words"))
    add_rehearsal(parser)


def run(args: argparse.Namespace) -> int:
    """Redact one line, or without a number list what can be. Exit code 1 when the text may still stand somewhere."""
    from livecouncil.core.meeting.redacting import Wish
    from livecouncil.journal.reading import read
    from livecouncil.publishing.held import meeting_ids
    from livecouncil.sitting.copying import bring_up_to_date
    from livecouncil.sitting.erasing import erasable
    from livecouncil.trust.redact import redact

    base = base_of(args)
    (meeting,) = meeting_ids(base, args.meeting)
    reading = read(base / "journal", meeting)
    lines = dict(erasable(reading.events, reading.form))
    if args.seq is None:
        print("\n".join(f"{seq:>5} {text}" for seq, text in lines.items()) or say("redact.none"))
        return 0
    if not args.reason:
        raise UsageError(say("redact.no_reason"))
    if args.seq in lines and not _wants_it_gone(lines[args.seq]):
        print(say("redact.kept"))
        return 0
    done = redact(base, meeting, Wish(args.seq, args.reason, args.words))
    print(say("redact.done", meeting=meeting, lines=", ".join(map(str, done.seqs))))
    left = [say("redact.leftover", file=path) for path in done.leftovers]
    left += [say("redact.own", file=path) for path in done.own]
    copy = bring_up_to_date(args.data, meeting, rehearsal=args.rehearsal)
    if copy and not copy.whole:
        left.append(say("redact.copy", trouble=copy.sentence))
    if copy and copy.beside:
        left.append(say("redact.copy_beside", folder=copy.beside))
    for sentence in left:
        print(sentence, file=sys.stderr)
    if left:
        return 1
    return 0


def _wants_it_gone(line: str) -> bool:
    """Whether the griffier, shown the line, wants it gone; without a keyboard nobody is asked."""
    if not sys.stdin.isatty():
        return True
    print(line)
    return ask_yes(say("redact.sure"))
