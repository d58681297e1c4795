"""One evening: a session, public server, posting worker and mirrors beside it, in line mode or the terminal app.

What writes public files is imported once the griffier sits: nobody waits for that at the first frame.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.ahead import ahead_in
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.beside import Mirrors, Poster, Server
from livecouncil.sitting.clerks.welcome import Welcome
from livecouncil.sitting.session import Session
from livecouncil.sitting.surroundings import clock_amiss, found_amiss
from livecouncil.system import streams

if TYPE_CHECKING:
    from livecouncil.terminal.app import There


@dataclass(frozen=True)
class Evening:
    """How one meeting is sat out: what stands beside it.

    `data` is the council's folder; `port` and `host` those of the public server, which is there when `serve`; the
    posting worker is there when `post`, the council has channels, and this is no rehearsal; so are the mirrors.
    """

    data: Path
    port: int
    host: str = ""
    rehearsal: bool = False
    serve: bool = True
    post: bool = True
    mirror: bool = True


def sit(session: Session, evening: Evening) -> int:
    """Log one meeting in line mode, and close it. Exit code."""
    try:
        with contextlib.ExitStack() as beside:
            if sys.stdin.isatty():  # nobody joins a script
                beside.enter_context(Welcome(session))
            server = _beside(beside, session, evening)
            return _plain(session, server)
    finally:
        _close(session)


def go_on_plain(session: Session, evening: Evening) -> Callable[[], None]:
    """What stands beside a meeting that a second clerk goes on with in line mode; returns what ends all that."""
    with contextlib.ExitStack() as stack:
        stack.callback(_close, session)
        stack.enter_context(Welcome(session))
        server = _beside(stack, session, evening)
        if server and server.url:
            session.notify(session.words.t("answer.public", url=server.url))
        from .writer import Writer

        stack.enter_context(Writer(session, needed=lambda: not (server and server.up)))
        return stack.pop_all().close


def begin_evening(there: There, evening: Evening, opened: Callable[[], Session]) -> Callable[[], None]:
    """Open a meeting for the terminal app, and what stands beside it; returns what ends all that.

    The app sits as soon as the session is there; the server and the worker come after it. Raises as `opened` does.
    """
    with contextlib.ExitStack() as stack:
        session = opened()
        stack.callback(_close, session)
        there.sits(session, served=evening.serve)
        stack.enter_context(Welcome(session))
        server = None
        if not there.over:
            server = _beside(stack, session, evening)
        if server and server.url:
            there.serves(server.url)
        from .writer import Writer

        stack.enter_context(Writer(session, needed=lambda: not (server and server.up)))
        return stack.pop_all().close


def _beside(stack: contextlib.ExitStack, session: Session, evening: Evening) -> Server | None:
    """Start the processes beside the griffier's own."""
    server = None
    if evening.serve:
        server = stack.enter_context(Server(session, evening.data, evening.port, evening.rehearsal, evening.host))
    if evening.post and _posts(session):
        stack.enter_context(Poster(evening.data, session.desk.state.agenda.id))
    if evening.mirror and _mirrored(session):
        stack.enter_context(Mirrors(evening.data))
    return server


def _close(session: Session) -> None:
    session.close()
    if session.copying.trouble:
        print(session.copying.trouble, file=sys.stderr)


def _posts(session: Session) -> bool:
    """Whether anything of this meeting goes to a network, and from here."""
    state = session.desk.state
    return bool(state.council.channels) and not state.rehearsal and not session.journal.read_only


def _mirrored(session: Session) -> bool:
    """Whether the public files of this meeting stand on other machines too, and from here."""
    return bool(session.mirrors) and not session.desk.state.rehearsal and not session.journal.read_only


def _plain(session: Session, server: Server | None) -> int:
    said = [*session.read_notices(), session.resumed]
    if sys.stdin.isatty():  # who pipes lines in reads no check
        ahead = ahead_in(session)
        amiss = [*clock_amiss(ahead), *found_amiss(ahead, served=server is not None)]
        said += [one.sentence for one in amiss]
    if server and server.up:
        said.append(session.words.t("answer.public", url=server.url))
    for sentence in said:
        if sentence:
            print(f"{Kind.NOTED.word(session.words)} {sentence}", flush=True)
    if session.journal.read_only:
        print(session.words.t("refusal.read_only", holder=session.journal.holder), file=sys.stderr)
        return 1
    from .writer import Writer

    with Writer(session) as writer:
        code = plain.run(session, streams.lines(), sys.stdout, sys.stderr, ask=sys.stdin.isatty(), changed=writer.wake)
    if not writer.trouble:
        return code
    print(f"{Kind.REFUSED.word(session.words)} {writer.trouble}", file=sys.stderr)
    return code or plain.FAILED
