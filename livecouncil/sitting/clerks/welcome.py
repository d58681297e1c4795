"""The end of the terminal that writes: the second one is let in, sees what is seen here, and acts in its turn.

One joins at a time, by initials of its own; who comes again with the same initials takes the place of the line that
was lost. Whoever is another user, another program, or says what makes no sense gets a sentence and the line is closed.
Each line has threads of its own: whatever the other end does, no key here waits for it but for one act at a time.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil import __version__
from livecouncil.sitting.answers import Answer, Kind
from livecouncil.system.caught import Caught
from livecouncil.system.neighbours import Doorway

from .hands import INITIALS, Hands
from .sharing import last_sent, logged_already
from .showing import answered, proposals_in, standing, values_of
from .wire import SIGN_OF_LIFE, TO_THE_FIRST, Garbled, Said, Wire

if TYPE_CHECKING:
    from livecouncil.sitting.session import Session


def socket_of(private: Path) -> Path:
    """Where the second terminal comes in, in the meeting's own folder."""
    return private / "assist"


class Welcome:
    """Lets the second terminal in while the `with` block lasts; a file system without sockets is told, and no more."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._listener: Doorway | None = None
        self._seat: SecondSeat | None = None
        self._seating = threading.Lock()

    def __enter__(self) -> Welcome:
        if self._session.journal.read_only:
            return self
        try:
            self._listener = Doorway(socket_of(self._session.journal.private))
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._session.notify(self._session.words.t("clerks.no_line", reason=reason))
            return self
        threading.Thread(target=self._let_in, args=(self._listener,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._listener:
            self._listener.close()
        with self._seating:
            if self._seat:
                self._seat.wire.close()

    def _let_in(self, listener: Doorway) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller = listener.accept()
                threading.Thread(target=self._received, args=(listener, caller), daemon=True).start()

    def _received(self, listener: Doorway, caller: socket.socket) -> None:
        wire = Wire(caller, TO_THE_FIRST)
        with Caught(self._session.alarm, "assist", passing=(OSError,)), contextlib.suppress(OSError):
            try:
                if not listener.knows(caller):
                    raise Garbled("clerks.stranger")
                self._seated(wire)
            except Garbled as fault:
                wire.send({"refused": str(fault)})
        wire.close()

    def _seated(self, wire: Wire) -> None:
        """From the first word to the last. Raises Garbled, OSError."""
        heard = wire.heard()
        hello = next(heard, {})
        initials, meeting, version, known = values_of(hello, hello=str, meeting=str, version=str, known=int)
        self._fits(initials, meeting, version, known)
        seat = SecondSeat(self._session, wire, initials, known)
        with self._seating:
            before = self._seat
            if before and before.initials != initials:
                raise Garbled("clerks.taken", clerk=before.initials)
            self._seat = seat
            if before:
                before.wire.end()
            self._session.clerks.joined(initials)
        try:
            seat.greets()
            for said in heard:
                seat.hears(said)
        finally:
            self._left(seat)

    def _fits(self, initials: str, meeting: str, version: str, known: int) -> None:
        if version != __version__:
            raise Garbled("clerks.version", ours=__version__, theirs=version[:20])
        if meeting != self._session.journal.meeting:
            raise Garbled("clerks.other_meeting", meeting=self._session.journal.meeting)
        if not INITIALS.fullmatch(initials) or not 0 <= known <= len(self._session.journal.events):
            raise Garbled("clerks.garbled")
        if initials == self._session.clerks.own:
            raise Garbled("clerks.same_initials", clerk=initials)

    def _left(self, seat: SecondSeat) -> None:
        seat.falls_silent()
        with self._seating:
            if self._seat is not seat:
                return
            self._seat = None
            back = self._session.clerks.left()
        key = "clerks.left_with_hammer" if back else "clerks.left"
        self._session.notify(self._session.words.t(key, clerk=seat.initials))


class SecondSeat:
    """The second terminal at this end: `known` counts the events it has."""

    def __init__(self, session: Session, wire: Wire, initials: str, known: int) -> None:
        self.wire = wire
        self.initials = initials
        self.gone = threading.Event()
        self._session = session
        self._known = known
        self._telling = threading.Lock()
        self._does: dict[str, Callable[[Said], Answer | None]] = {
            "enter": self._enter,
            "hammer": lambda said: session.hammer(*values_of(said, override=bool)),
            "undo": lambda said: session.undo(),
            "redo": lambda said: session.redo(),
            "panic": lambda said: session.panic(),
            "pause": lambda said: session.pause(),
            "order": self._order,
            "release_now": lambda said: session.release_now(*values_of(said, seq=int)),
            "red_note": lambda said: session.red_note(*values_of(said, line=str)),
            "take": self._take,
        }

    def greets(self) -> None:
        """Say what it is told first, and from now on whatever changes."""
        self.wire.send({"welcome": last_sent(self._session, self.initials), "writer": self._session.clerks.own})
        self._bring_up()
        threading.Thread(target=self._keep_up, daemon=True).start()

    def _keep_up(self) -> None:
        clerks = self._session.clerks
        with contextlib.suppress(OSError), Caught(self._session.alarm, "assist", passing=(OSError,)):
            seen = -1
            while not self.gone.is_set():
                with clerks.grown:
                    clerks.grown.wait_for(lambda: clerks.version != seen, SIGN_OF_LIFE)  # noqa: B023
                    seen = clerks.version
                self._bring_up()

    def _bring_up(self) -> None:
        with self._telling:
            if self.gone.is_set():
                return
            said = standing(self._session, self._known)
            self.wire.send({"standing": said})
            self._known += len(said["events"])

    def falls_silent(self) -> None:
        """It is told nothing any more: what is said to it now is the last word."""
        with self._telling:
            self.gone.set()

    def hears(self, said: Said) -> None:
        """One thing it says. Raises Garbled, OSError."""
        clerks = self._session.clerks
        if clerks.silent == bool(said):
            clerks.silent = not said
            clerks.changed()
        if not said or said.get("alive"):
            return
        number, act = values_of(said, number=int, do=str)
        does = self._does.get(act)
        if does is None:
            raise Garbled("clerks.garbled")
        sent = said.get("sent")
        with clerks.hands(self.initials, sent if type(sent) is int and sent > 0 else 0):
            before = len(self._session.journal.events)
            answer = does(said) or Answer(Kind.NOTED)
            told = answered(number, answer, self._session.journal.events[before:])
        self._bring_up()
        self.wire.send(told)

    def _enter(self, said: Said) -> Answer:
        line, confirmed, sent, line_mode = values_of(said, line=str, confirmed=bool, sent=int, line_mode=bool)
        before = logged_already(self._session, Hands(self.initials, sent))
        if before:
            return Answer(Kind.NOTED, self._session.words.t("clerks.already", seq=before.seq))
        landing = self._session.desk.set_aside()
        answer = self._session.enter(line, confirmed, line_mode)
        if answer.refused and not self._session.clerks.hammers:
            self._session.desk.forgive(landing)  # what one clerk mistypes asks the other nothing
        return answer

    def _order(self, said: Said) -> Answer:
        act, seqs, channel, reason = values_of(said, act=str, seqs=list, channel=str, reason=str)
        return self._session.order(act, [seq for seq in seqs if type(seq) is int], channel, reason)

    def _take(self, said: Said) -> None:
        """It takes a proposal into its entry line, or drops it."""
        proposal, drop = values_of(said, proposal=dict, drop=bool)
        with contextlib.suppress(KeyError):
            self._session.taken(*proposals_in([proposal]), drop=drop)
