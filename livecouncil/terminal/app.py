"""The Textual app: starts the screens and owns nothing else. Screens and widgets own their behaviour."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from textual.app import SystemCommand
from textual.screen import Screen

from livecouncil.core.acts import ACTS
from livecouncil.sitting.session import Session
from livecouncil.system import crash

from .checks import ChecksScreen
from .dialogs import Question
from .keys import InOrder, KeyTimes
from .meeting import MeetingScreen
from .reading import mend_reading
from .supervised import Guarded


class LivecouncilApp(Guarded, InOrder):
    """One meeting under one pair of hands."""

    CSS_PATH = "livecouncil.tcss"
    TITLE = "livecouncil"
    ENABLE_COMMAND_PALETTE = True

    def __init__(self, session: Session, server_url: str | None, times: KeyTimes | None = None) -> None:
        super().__init__(times)
        self.session = session
        self.server_url = server_url
        self.crashed = ""
        self.report: Path | None = None

    def on_mount(self) -> None:
        self.push_screen(MeetingScreen(self.session, self.server_url))
        if not self.session.resumed:
            self.push_screen(ChecksScreen(self.session, self.server_url))
        for number in (signal.SIGHUP, signal.SIGTERM):
            signal.signal(number, lambda *_: self.call_from_anywhere())

    def call_from_anywhere(self) -> None:
        """A lost line or a stop signal: the draft is already kept; leave in order."""
        self.exit(0)

    async def action_quit(self) -> None:
        """Ctrl+Q, which Textual binds above every screen: ask first, and say what has not gone out yet."""
        if isinstance(self.screen, ChecksScreen):
            self.exit(0)
        elif not isinstance(self.screen, Question):
            self.push_screen(Question(self.session.words, self._quitting()), lambda yes: self.exit(0) if yes else None)

    def _quitting(self) -> str:
        held = self.session.held()
        return self.session.words.t("tui.quit_held" if held else "tui.quit", n=len(held))

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every act of the registry, in the council's language."""
        words = self.session.words
        for act in ACTS:
            if act.example:
                label = words.t(f"acts.{act.id}.label")
                text = words.t(f"acts.{act.id}.help")
                yield SystemCommand(
                    f"{label}  ({act.example})", text or act.example, lambda line=act.example: self._offer(line)
                )

    def _offer(self, line: str) -> None:
        if isinstance(self.screen, MeetingScreen):
            self.screen.offer(line)

    def failed(self, error: Exception, where: str) -> None:
        """A handler raised: told to the griffier, who goes on."""
        self.session.alarm(error, where)

    def _handle_exception(self, error: Exception) -> None:
        """The last resort, for what Textual itself cannot go on from. No traceback and no locals: they could hold what
        was typed behind closed doors. The draft is on disk since its last key."""
        self.crashed = type(error).__name__
        self.report = crash.note(error, "app")
        self.exit(1, return_code=1)


def run(session: Session, *, server_url: str | None) -> int:
    """Run the app until the griffier leaves; exit code 0, or 1 after a crash (one sentence, nothing typed)."""
    mend_reading()
    app = LivecouncilApp(session, server_url)
    app.run()
    if app.crashed:
        told = session.words.t("tui.crash", kind=app.crashed, report=crash.shown(app.report))
        print(told, file=sys.stderr)
        return 1
    return app.return_code or 0
