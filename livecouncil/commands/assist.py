"""`assist`: a second clerk joins the meeting that another terminal of this machine logs, and goes on when that dies."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.errors import LivecouncilError, UsageError

from .shared import Commands, add_port, add_rehearsal, new_command, say

if TYPE_CHECKING:
    from livecouncil.sitting.answers import Answer
    from livecouncil.sitting.clerks.assisting import Assisting
    from livecouncil.sitting.session import Session
    from livecouncil.terminal.app import There

    from .evening import Evening


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "assist", run, "livecouncil assist agendas/2026-03-12-raadsvergadering.toml cd")
    parser.add_argument("agenda", type=Path, metavar="AGENDA")
    parser.add_argument("initials", metavar=say("value.initials"), help=say("assist.initials"))
    parser.add_argument("--plain", action="store_true", help=say("live.plain"))
    add_rehearsal(parser, "assist.rehearsal")
    parser.add_argument("--no-serve", action="store_true", help=say("live.no_serve"))
    add_port(parser)


def run(args: argparse.Namespace) -> int:
    """The second terminal, until its clerk leaves. Exit code of the shell it ran."""
    from livecouncil.sitting.clerks.hands import INITIALS

    from .live import fit_for_the_app

    if not INITIALS.fullmatch(args.initials):
        raise UsageError("commands.initials", typed=args.initials)
    if args.plain:
        return _join_in_lines(args)
    fit_for_the_app()
    from livecouncil.terminal.app import run_app

    return run_app(lambda there: _join(args, there))


def _second_sitting(args: argparse.Namespace) -> Assisting:
    from livecouncil.sitting.clerks.assisting import Assisting
    from livecouncil.sitting.copying import Terms

    from .live import home_for

    data = home_for(args.data, args.agenda)
    return Assisting.join(Terms(data, args.agenda, rehearsal=args.rehearsal), args.initials)


def _join(args: argparse.Namespace, there: There) -> Callable[[], None]:
    """In the app's own time: join, and show what the first terminal shows."""
    from .evening import begin_evening

    session = _second_sitting(args)
    taking = TakingOver(args, session, lambda writer, evening: begin_evening(there, evening, lambda: writer))
    session.goes_on = taking.goes_on
    there.sits(session, served=True)
    if url := public_address(session.data):
        there.serves(url)
    return taking.end


def _join_in_lines(args: argparse.Namespace) -> int:
    """In line mode: what the first terminal shows is said."""
    from livecouncil.sitting import line_mode as plain
    from livecouncil.sitting.answers import Kind
    from livecouncil.system import streams

    from .evening import go_on_plain

    session = _second_sitting(args)
    taking = TakingOver(args, session, go_on_plain)
    session.goes_on = taking.goes_on
    print(f"{Kind.NOTED.word(session.words)} {session.resumed}", flush=True)
    try:
        return plain.run(session, streams.lines(), sys.stdout, sys.stderr, ask=sys.stdin.isatty())
    finally:
        taking.end()


def public_address(home: Path) -> str:
    """Where the public server of this folder says it is; '' where none ever was."""
    try:
        address = (home / "wall.url").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


class TakingOver:
    """What ends the second terminal, and what makes it the first when that is gone: `begins` starts what stands beside
    the meeting, and returns what ends that."""

    def __init__(
        self, args: argparse.Namespace, session: Assisting, begins: Callable[[Session, Evening], Callable[[], None]]
    ) -> None:
        from .live import home_for

        self._args = args
        self._folder = home_for(args.data, args.agenda)
        self._session = session
        self._begins = begins
        self._ends = contextlib.ExitStack()
        self._ends.callback(session.close)

    def goes_on(self) -> Answer:
        """The journal is taken up, if it is free; then everything beside it starts from here."""
        from livecouncil.sitting.answers import Answer, Kind
        from livecouncil.sitting.clerks.going_on import taken_over
        from livecouncil.sitting.session import Session

        words = self._session.words
        args = self._args
        try:
            writer = Session.open(self._folder, args.agenda, rehearsal=args.rehearsal)
        except LivecouncilError as error:
            return Answer(Kind.REFUSED, str(error), clear=False)
        if writer.journal.read_only:
            holder = writer.journal.holder
            writer.close()
            return Answer(Kind.REFUSED, words.t("clerks.still_held", holder=holder), clear=False)
        taken_over(writer, self._session, self._session.own)
        self._session.successor = writer
        self._session.close()
        beginning = threading.Thread(target=self._begin, args=(writer,), daemon=True)
        self._ends.callback(beginning.join)
        beginning.start()
        return Answer(Kind.NOTED, words.t("clerks.taken_over"))

    def _begin(self, writer: Session) -> None:
        from .evening import Evening

        args = self._args
        evening = Evening(self._folder, args.port, rehearsal=args.rehearsal, serve=not args.no_serve)
        self._ends.callback(self._begins(writer, evening))

    def end(self) -> None:
        """The shell is over."""
        self._ends.close()
