"""`assist`: a second clerk joins the meeting that another terminal of this machine logs, and goes on when that dies."""

from __future__ import annotations

import argparse
import contextlib
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


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "assist", run, "livecouncil assist agendas/2026-03-12-raadsvergadering.toml cd")
    parser.add_argument("agenda", type=Path, metavar="AGENDA")
    parser.add_argument("initials", metavar=say("value.initials"), help=say("assist.initials"))
    add_rehearsal(parser, "assist.rehearsal")
    parser.add_argument("--no-serve", action="store_true", help=say("live.no_serve"))
    add_port(parser)


def run(args: argparse.Namespace) -> int:
    """The second terminal, until its clerk leaves. Exit code of the app."""
    from livecouncil.sitting.clerks.hands import INITIALS
    from livecouncil.terminal.app import run_app

    from .live import fit_for_the_app

    if not INITIALS.fullmatch(args.initials):
        raise UsageError("commands.initials", typed=args.initials)
    fit_for_the_app()
    return run_app(lambda there: _join(args, there))


def _join(args: argparse.Namespace, there: There) -> Callable[[], None]:
    """In the app's own time: join, and show what the first terminal shows."""
    from livecouncil.sitting.clerks.assisting import Assisting
    from livecouncil.sitting.copying import Terms

    from .live import home_for

    data = home_for(args.data, args.agenda)
    session = Assisting.join(Terms(data, args.agenda, rehearsal=args.rehearsal), args.initials)
    taking = TakingOver(args, data, there, session)
    session.goes_on = taking.goes_on
    there.sits(session, served=True)
    if url := public_address(session.data):
        there.serves(url)
    return taking.end


def public_address(home: Path) -> str:
    """Where the public server of this folder says it is; '' where none ever was."""
    try:
        address = (home / "wall.url").read_text(encoding="utf-8").strip()
    except OSError:
        return ""
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}/"


class TakingOver:
    """What ends the second terminal, and what makes it the first when that is gone."""

    def __init__(self, args: argparse.Namespace, data: Path, there: There, session: Assisting) -> None:
        self._args = args
        self._data = data
        self._there = there
        self._session = session
        self._ends = contextlib.ExitStack()
        self._ends.callback(session.close)

    def goes_on(self) -> Answer:
        """The journal is taken up, if it is free; then everything beside it starts from here."""
        from livecouncil.sitting.answers import Answer, Kind
        from livecouncil.sitting.clerks.going_on import taken_over
        from livecouncil.sitting.session import Session

        words = self._session.words
        try:
            writer = Session.open(self._data, self._args.agenda, rehearsal=self._args.rehearsal)
        except LivecouncilError as error:
            return Answer(Kind.REFUSED, str(error), clear=False)
        if writer.journal.read_only:
            holder = writer.journal.holder
            writer.close()
            return Answer(Kind.REFUSED, words.t("clerks.still_held", holder=holder), clear=False)
        taken_over(writer, self._session, self._session.own)
        self._session.successor = writer
        self._session.close()
        beginning = threading.Thread(target=self._begins, args=(writer,), daemon=True)
        self._ends.callback(beginning.join)
        beginning.start()
        return Answer(Kind.NOTED, words.t("clerks.taken_over"))

    def _begins(self, writer: Session) -> None:
        from .evening import Evening, begin_evening

        evening = Evening(self._data, self._args.port, rehearsal=self._args.rehearsal, serve=not self._args.no_serve)
        self._ends.callback(begin_evening(self._there, evening, lambda: writer))

    def end(self) -> None:
        """The app is over."""
        self._ends.close()
