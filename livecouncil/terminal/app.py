"""The Textual app: starts the screens and owns how they look. Screens and regions own their behaviour.

It draws an entry line before anything of a meeting is read: what makes a session is imported and opened in a thread
(`begin`), and the meeting's screen takes over the line as it then stands. So nothing here imports a session; what is
typed meanwhile is in the line or waits behind it, in its order.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from textual.app import SystemCommand
from textual.screen import Screen

from livecouncil.system import crash
from livecouncil.system.caught import Caught
from livecouncil.system.processes import at_a_hang_up
from livecouncil.system.streams import drop_unheard
from livecouncil.system.terminals import is_gone
from livecouncil.wording import Wording

from .keys import InOrder, KeyTimes
from .look.paint import Paint
from .look.roles import THEMES, roles_for
from .look.signs import Signs, chosen
from .look.themes import registered, theme_of
from .opening import OpeningScreen
from .reading import mend_reading
from .supervised import Guarded

if TYPE_CHECKING:
    from livecouncil.core.telling.voice import Words
    from livecouncil.sitting.ahead import Ahead
    from livecouncil.sitting.session import Session

    from .meeting import MeetingScreen
    from .overlays.checks import StartChecks

LOOK = 2.0
"""Seconds between two looks whether the terminal is still there."""
SHOWN = 2.0
"""Seconds at most that what stands beside the meeting waits for its first frame."""
STDIN = 0
End = Callable[[], None]


class There(Protocol):
    """What whoever begins a meeting tells the app, from a thread of its own."""

    over: bool

    def checks(self, ahead: Ahead, served: bool) -> None: ...
    def sits(self, session: Session, served: bool) -> None: ...
    def serves(self, url: str) -> None: ...


Begin = Callable[[There], End]
"""Opens a meeting and what stands beside it; returns what ends all that. Raises LivecouncilError for bad input."""


class LivecouncilApp(Guarded, InOrder):
    """One meeting under one pair of hands: `session`, or the one that `begin` opens once the app is on screen."""

    CSS_PATH = "livecouncil.tcss"
    TITLE = "livecouncil"
    ENABLE_COMMAND_PALETTE = True

    def __init__(
        self,
        session: Session | None = None,
        server_url: str | None = None,
        times: KeyTimes | None = None,
        begin: Begin | None = None,
    ) -> None:
        super().__init__(times, plain="NO_COLOR" in os.environ)
        self.paint = self._paint("")
        self.signs: Signs = chosen("", os.environ.get("TERM", ""))
        self._words: Words | None = None
        self.session = session
        self.server_url = server_url
        self.crashed = ""
        self.report: Path | None = None
        self.over = False
        self.trouble: Exception | None = None
        self._begin = begin
        self._end: End | None = None
        self._beginning: threading.Thread | None = None
        self._shown = threading.Event()
        for theme in registered():
            self.register_theme(theme)
        self.theme = theme_of(self.paint.roles)

    def on_mount(self) -> None:
        at_a_hang_up(self.call_from_anywhere)
        self.set_interval(LOOK, self._leave_where_alone)
        if self.session:
            self._sit(self.session, bool(self.server_url))

    def get_default_screen(self) -> Screen[None]:
        """The opening is the first screen there is: one below it would be laid out and styled for nobody."""
        return Screen() if self.session else OpeningScreen(self._drawn)

    def call_from_anywhere(self) -> None:
        """A lost line or a stop signal: the draft is already kept; leave in order."""
        self.exit(0)

    def _leave_where_alone(self) -> None:
        """The terminal is closed, and no signal came."""
        if is_gone(STDIN):
            self.exit(0)

    # -- from the first frame to the meeting -------------------------------------------------------------------------

    def _drawn(self) -> None:
        """The entry line is on screen: now the meeting is opened."""
        self._beginning = threading.Thread(target=self._begins, daemon=True)
        self._beginning.start()

    def _begins(self) -> None:
        assert self._begin
        with Caught() as fault:
            self._end = self._begin(self)
        gc.enable()
        if fault.struck:
            self.trouble = fault.error
            self._tell(self.exit, 2)

    def checks(self, ahead: Ahead, served: bool) -> None:
        """What the start checks found is known, before the session is; comes back once it is on screen."""
        from .overlays.checks import StartChecks
        from .public_side import PublicSide
        from .seen.checks import checked

        found = checked(ahead, PublicSide(served))
        self._tell(self._check, ahead, StartChecks(ahead.words, lambda: found))
        self._until_shown()

    def sits(self, session: Session, served: bool) -> None:
        """The session is open; comes back once the griffier sees it, so that what follows is in nobody's way."""
        self._tell(self._sit, session, served)
        self._until_shown()

    def serves(self, url: str) -> None:
        """The public server is there."""
        self._tell(self._served, url)

    def _until_shown(self) -> None:
        """From the beginning's thread: until what it told is on screen."""
        if not self.over:
            self._shown.wait(SHOWN)
            self._shown.clear()

    def _tell(self, act: Callable[..., object], *values: object) -> None:
        """From the beginning's thread: on the app's own, unless that is over."""
        if not self.over:
            self.call_from_thread(act, *values)

    def _check(self, ahead: Ahead, checks: StartChecks) -> None:
        self._words = ahead.words
        self.use(ahead.tui.theme, ahead.tui.signs)
        if isinstance(self.screen, OpeningScreen):
            self.screen.shows(checks)
        self.screen.call_after_refresh(self._shown.set)

    def _sit(self, session: Session, served: bool) -> None:
        from .meeting import MeetingScreen

        self.session = session
        self._words = session.words
        self.use(session.tui.theme, session.tui.signs)
        line = ""
        opening = self.screen
        if isinstance(opening, OpeningScreen):
            line = opening.handed_over()
        elif isinstance(opening, MeetingScreen):  # another session at the same terminal: what is typed is in its line
            session.drafted(opening.entry.value)
            line = opening.entry.value.removeprefix(session.draft.line)
        screen = MeetingScreen(session, self.server_url, served=served, line=line)
        if isinstance(opening, MeetingScreen):
            self.switch_screen(screen)
        else:
            self.push_screen(screen)
        screen.call_after_refresh(self._shown.set)

    def _served(self, url: str) -> None:
        self.server_url = url
        if self.meeting:
            self.meeting.watchdog.url = url
            self.meeting.show_all()

    @property
    def words(self) -> Words:
        """In which everything is said: the council's, once there is a session."""
        if self._words is None:
            self._words = Wording.only("nl", "screen")
        return self._words

    @property
    def meeting(self) -> MeetingScreen | None:
        """The meeting's screen; None before there is one."""
        from .meeting import MeetingScreen

        return next((screen for screen in self.screen_stack if isinstance(screen, MeetingScreen)), None)

    # -- how it looks ------------------------------------------------------------------------------------------------

    def use(self, theme: str, signs: str = "") -> None:
        """Colours and signs by name ('': what the terminal can show), at once."""
        self.signs = chosen(signs, os.environ.get("TERM", ""))
        self.paint_with(theme)

    def _paint(self, theme: str) -> Paint:
        """The paint of a theme, as far as the terminal has its colours."""
        depth = self.console.color_system
        return Paint(roles_for(theme, self.no_color, depth == "standard"), few=depth == "256")

    def paint_with(self, theme: str) -> None:
        """Another theme, without a start."""
        paint = self._paint(theme)
        if paint.roles.name == self.paint.roles.name:
            return
        self.paint = paint
        self.theme = theme_of(paint.roles)
        if self.session and self.meeting:
            self.meeting.show_all()

    # -- commands ----------------------------------------------------------------------------------------------------

    async def action_quit(self) -> None:
        """Ctrl+Q, which Textual binds above every screen: ask first, and say what has not gone out yet."""
        if self.session and self.meeting and self.meeting.ready:
            self.meeting.ask_to_quit()
        else:
            self.exit(0)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every act of the registry, and every theme, in the council's language."""
        from livecouncil.core.acts import ACTS

        words = self.words
        for act in ACTS:
            if act.example:
                label = words.t(f"acts.{act.id}.label")
                text = words.t(f"acts.{act.id}.help")
                yield SystemCommand(
                    f"{label}  ({act.example})", text or act.example, lambda line=act.example: self._offer(line)
                )
        for theme in THEMES:
            label = words.t(f"screen.theme.{theme}")
            yield SystemCommand(label, words.t("screen.theme.help"), lambda theme=theme: self.paint_with(theme))

    def _offer(self, line: str) -> None:
        if self.meeting:
            self.meeting.offer(line)

    # -- what goes wrong ---------------------------------------------------------------------------------------------

    def failed(self, error: Exception, where: str) -> None:
        """A handler raised: told to the griffier, who goes on."""
        if self.session:
            self.session.alarm(error, where)
        else:
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        """The last resort, for what Textual itself cannot go on from. No traceback and no locals: they could hold what
        was typed behind closed doors. The draft is on disk since its last key."""
        self.crashed = type(error).__name__
        self.report = crash.note(error, "app")
        self.exit(1, return_code=1)

    def ended(self) -> None:
        """Wait for what was begun, and end it."""
        self.over = True
        self._shown.set()
        if self._beginning:
            self._beginning.join()
        if self._end:
            self._end()


def run_app(begin: Begin) -> int:
    """Run the app until the griffier leaves; exit code 0, or 1 after a crash (one sentence, nothing typed). Raises what
    `begin` raised."""
    gc.disable()  # until the meeting is there: nothing of what is made for it is ever freed
    mend_reading()
    app = LivecouncilApp(begin=begin)
    try:
        app.run()
    finally:
        gc.enable()
        app.ended()
        drop_unheard()  # a window that was closed heard no last frame
    if app.trouble:
        raise app.trouble
    if app.crashed:
        told = Wording.load(app.words.language).t("tui.crash", kind=app.crashed, report=crash.shown(app.report))
        print(told, file=sys.stderr)
        return 1
    return app.return_code or 0
