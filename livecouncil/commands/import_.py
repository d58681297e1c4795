"""`import`: takes over an agenda, or a list of members."""

from __future__ import annotations

import argparse
import shutil
import sys
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.errors import InputFault

from .shared import Commands, ask_yes, new_command, say

if TYPE_CHECKING:
    from livecouncil.importing.draft import AgendaDraft


_SET_IN = 4
LEFT_OVER = 3
"""Exit code of an agenda that was written while something that looked like an item did not come along."""


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "import", run, "livecouncil import agenda.pdf --date 2026-03-12T19:30")
    parser.add_argument("file", type=Path, nargs="+", metavar="FILE")
    parser.add_argument("--date", help=say("import.date"))
    parser.add_argument("--yes", action="store_true", help=say("import.yes"))
    parser.add_argument("--carry", action="store_true", help=say("import.carry"))
    parser.add_argument("--body", default="", metavar="ID", help=say("import.body"))
    parser.add_argument("--roster", action="store_true", help=say("import.roster"))


def run(args: argparse.Namespace) -> int:
    """Read, show, ask, write; nothing is overwritten without asking.

    Exit code 1 when the griffier says no, 3 when it is written and something that looked like an item was left over.
    """
    from livecouncil.importing.dates import reading_for
    from livecouncil.settings.load import zone_of

    if args.roster:
        return _roster(args)
    with reading_for(zone_of(args.data)):
        return _import_agenda(args)


def _import_agenda(args: argparse.Namespace) -> int:
    from livecouncil.importing import read_agenda
    from livecouncil.importing.draft import as_table, write_agenda
    from livecouncil.importing.words import import_text
    from livecouncil.publishing.sources import tell_the_server
    from livecouncil.settings.scaffold import given

    draft = _for_body(read_agenda(args.file[0], args.date).dated(args.date), args)
    if args.carry:
        draft = _with_carried(draft, args.data)
    if not args.yes and sys.stdin.isatty():
        draft = _asked(draft)
    _print_found(as_table(draft))
    target = write_agenda(draft, args.data / "agendas", dry=True)
    if target.exists() and not args.yes:
        print(import_text("target_exists", target=target))
    if not (args.yes or _agreed(import_text("write_to", target=target))):
        print(import_text("nothing_written"))
        return 1
    write_agenda(draft, args.data / "agendas")
    tell_the_server(args.data)
    if draft.left:
        print(import_text("left_exit", target=target))
        return LEFT_OVER
    print(import_text("written", target=target, option=given(args.data)))
    return 0


def _print_found(table: str) -> None:
    """Print what was found; at a terminal no word is cut at its edge, and what goes on is set in."""
    if not sys.stdout.isatty():
        print(table)
        return
    width = shutil.get_terminal_size().columns - 1
    for row in table.split("\n"):
        indent = " " * (len(row) - len(row.lstrip()) + _SET_IN)
        print(textwrap.fill(row, width, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True))


def _for_body(draft: AgendaDraft, args: argparse.Namespace) -> AgendaDraft:
    """As a meeting of the body `--body` names, by its name where the source has no title; without `--body` of the one
    that is called as the meeting is.

    Raises InputFault for one that `council.toml` does not have.
    """
    from livecouncil.core.council.bodies import body_named
    from livecouncil.importing.draft import UNTITLED
    from livecouncil.settings.load import load_council

    wanted = str(args.body)
    if not wanted:
        return _of_body_called(draft, args.data / "council.toml")
    path = args.data / "council.toml"
    council = load_council(path)
    body = body_named(council, wanted)
    if body is None:
        known = ", ".join(body.id for body in council.bodies) or "–"
        raise InputFault("import.unknown_body", value=wanted, path=path, known=known)
    title = body.name if draft.title == UNTITLED else draft.title
    return replace(draft, body=body.id, title=title)


def _of_body_called(draft: AgendaDraft, path: Path) -> AgendaDraft:
    """As a meeting of the body whose name is the meeting's title; of a council that cannot be read yet as it is."""
    from livecouncil.core.text.called import name_key
    from livecouncil.importing.words import import_text
    from livecouncil.settings.load import load_council

    try:
        bodies = load_council(path).bodies if path.exists() else ()
    except InputFault:
        return draft
    body = next((one for one in bodies if name_key(one.name) == name_key(draft.title)), None)
    if body is None:
        return draft
    return replace(draft, body=body.id, notes=(*draft.notes, import_text("body_called", body=body.id)))


def _asked(draft: AgendaDraft) -> AgendaDraft:
    """With what the griffier answers of items of which a word in the title may mean that they are closed; who is asked
    sees the agenda first."""
    from livecouncil.core.text.clean import clean
    from livecouncil.importing.draft import as_table, closing, maybe_closed
    from livecouncil.importing.words import import_text

    doubtful = maybe_closed(draft)
    if doubtful:
        _print_found(as_table(draft))
        print()
    closed = []
    for number, title in doubtful:
        if _agreed(import_text("is_closed", number=number, title=clean(title))):
            closed.append(number)
    return closing(draft, closed)


def _with_carried(draft: AgendaDraft, data: Path) -> AgendaDraft:
    """With what earlier meetings of this council left undecided."""
    from livecouncil.importing import carry
    from livecouncil.importing.words import import_text
    from livecouncil.settings.load import load_council

    assert draft.start
    numbers = load_council(data / "council.toml").procedure.foreign_motions
    matters = carry.outstanding(data, draft.start, draft.body)
    if not matters:
        print(import_text("none_outstanding"))
    return carry.carry(draft, matters, numbers)


def _roster(args: argparse.Namespace) -> int:
    from livecouncil.importing import roster
    from livecouncil.importing.words import import_text
    from livecouncil.settings.scaffold import given

    found = roster.read_roster(args.file)
    _print_found(roster.review(found))
    target = args.data / "council.toml"
    if not (args.yes or _agreed(import_text("add_members", count=len(found.members), target=target))):
        print(import_text("nothing_written"))
        return 1
    seats = roster.merge_roster(target, found)
    if seats:
        print(import_text("seats", seats=seats, target=target))
    print(import_text("roster_written", target=target, option=given(args.data)))
    return 0


def _agreed(question: str) -> bool:
    """Ask. Raises InputFault where there is no keyboard to answer at."""
    if not sys.stdin.isatty():
        raise InputFault("import.no_keyboard", question=question)
    return ask_yes(question)
