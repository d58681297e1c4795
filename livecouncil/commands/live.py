"""`live`: logs the meeting, in the terminal app or line by line."""

from __future__ import annotations

import argparse
import codecs
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.errors import InputFault, UsageError

from .shared import Commands, add_hold, add_port, add_rehearsal, new_command, say, show_ahead

if TYPE_CHECKING:
    from livecouncil.sitting.session import Session
    from livecouncil.terminal.app import There

    from .evening import Evening


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "live", run, "livecouncil live agendas/2026-03-12-raadsvergadering.toml")
    parser.add_argument("agenda", type=Path, metavar="AGENDA")
    parser.add_argument("--plain", action="store_true", help=say("live.plain"))
    add_rehearsal(parser, "live.rehearsal")
    parser.add_argument("--no-serve", action="store_true", help=say("live.no_serve"))
    parser.add_argument("--no-post", action="store_true", help=say("live.no_post"))
    parser.add_argument("--no-mirror", action="store_true", help=say("live.no_mirror"))
    add_hold(parser)
    add_port(parser)
    parser.add_argument("--host", default="", help=say("live.host"))


def run(args: argparse.Namespace) -> int:
    """The whole of one `livecouncil live`. Exit code of the shell it ran."""
    if not args.plain:
        fit_for_the_app()
        from livecouncil.terminal.app import run_app

        return run_app(lambda there: _begin_in_app(args, there))
    from .evening import sit

    return sit(_session_of(args), _evening_of(args))


def _begin_in_app(args: argparse.Namespace, there: There) -> Callable[[], None]:
    """In the app's own time: what a meeting needs is imported only here, and what the start checks need first."""
    home = home_for(args.data, args.agenda)
    show_ahead(there, home, args.agenda, rehearsal=args.rehearsal, served=not args.no_serve)
    from .evening import begin_evening

    return begin_evening(there, _evening_of(args), lambda: _session_of(args))


def _session_of(args: argparse.Namespace) -> Session:
    from livecouncil.sitting.session import Session

    data = home_for(args.data, args.agenda)
    return Session.open(data, args.agenda, rehearsal=args.rehearsal, hold=args.hold)


def _evening_of(args: argparse.Namespace) -> Evening:
    from .evening import Evening

    home = home_for(args.data, args.agenda)
    return Evening(
        home,
        args.port,
        host=args.host or _listens_at(home),
        rehearsal=args.rehearsal,
        serve=not args.no_serve,
        post=not args.no_post,
        mirror=not args.no_mirror,
    )


def _listens_at(home: Path) -> str:
    """Where `council.toml` has the server listen now; what is wrong in it the session says."""
    from livecouncil.settings.load import load_council

    try:
        return load_council(home / "council.toml").wall.listen
    except InputFault:
        return ""


def fit_for_the_app() -> None:
    """Raise UsageError where there is no terminal, or one that cannot show the app."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("commands.no_terminal")
    term = os.environ.get("TERM", "")
    if term in ("", "dumb"):
        raise UsageError("commands.dumb_terminal", term=term)
    if codecs.lookup(sys.stdout.encoding).name != "utf-8":
        raise UsageError("commands.no_utf8", encoding=sys.stdout.encoding)


def home_for(data: Path, agenda: Path) -> Path:
    """The council's folder: `data`, or where none was given the one of the agenda, so that its journal lies there."""
    from livecouncil.settings.folder import council_path

    if data == Path():
        return council_path(data, agenda).parent
    return data
