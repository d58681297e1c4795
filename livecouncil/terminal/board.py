"""The panels of the meeting screen as they stand on it: each is drawn where it says something else than before.

Drawing is the terminal's cost at every key, so a panel is made often and drawn seldom: what it says is compared with
what stands there, and only a panel that may grow lays the screen out anew. A panel that cannot be made says so itself;
the others go on. What a panel says is `panels`; when it is drawn is decided by `MeetingScreen`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.text import Text
from textual.screen import Screen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from livecouncil.sitting.session import Session
from livecouncil.system.caught import Caught

from . import panels
from .entry_line import EntryLine
from .posting import Networks
from .supervised import attempted
from .watchdog import Watchdog

AGENDA_WIDTH = 23
"""Characters of an agenda item in its column."""


class Board:
    """`message` is what stands in the place of the preview, while the line is empty or still as it was `said_for`."""

    def __init__(self, screen: Screen[Any], session: Session, watchdog: Watchdog) -> None:
        self.message = ""
        self.said_for = ""
        self._screen = screen
        self._session = session
        self._watchdog = watchdog
        self._networks = Networks(session)
        self._agenda: tuple[object, ...] = ()
        self._drawn: dict[str, tuple[object, ...]] = {}

    @property
    def networks(self) -> Networks:
        """How the networks stand."""
        return self._networks

    # -- all of it, or what moves by itself ----------------------------------------------------------------------

    def show_all(self) -> None:
        """Every panel that says something else than before."""
        self.show_moving()
        self._show_item()
        if self._draw("staged", lambda: panels.staged(self._session), layout=True):
            self._screen.call_after_refresh(self._show_item)  # what is staged takes its room
        self._draw("journal", lambda: panels.journal(self._session))
        attempted(self._show_agenda, self.failed, "agenda")
        self._draw("hints", lambda: panels.hints(self._session))
        self.show_preview()

    def show_moving(self) -> None:
        """What changes with the clock alone, as far as it is on screen."""
        session = self._session
        self._draw("head", lambda: panels.head(session, self._screen.size.width - 2))
        if self._screen.has_class("narrow"):
            self._draw("fold", lambda: panels.narrow_line(session, self._watchdog, self._networks.sentences()))
        else:
            self._draw("outgoing", lambda: panels.outgoing(session, self._watchdog, self._networks.sentences()))
        if session.desk.state.council.procedure.speaking_time.per != "none":
            self._show_item()

    def show_preview(self) -> None:
        """The sentence of the line that is being typed, or what was said last."""
        self._draw("preview", self._preview)

    def failed(self, error: Exception, where: str) -> None:
        """A fault nobody expected, outside any act: reported, and loud until Esc."""
        self._session.alarm(error, where)
        self.show_moving()

    # -- panels --------------------------------------------------------------------------------------------------

    def _preview(self) -> Text:
        line = self._screen.query_one("#entry", EntryLine).value
        if not line.strip() or line == self.said_for:
            return Text(self.message)
        return panels.preview(self._session, line)

    def _show_item(self) -> None:
        room = self._screen.query_one("#item", Static).content_size
        self._draw("item", lambda: panels.item(self._session, room.width, room.height))

    def _show_agenda(self) -> None:
        state = self._session.desk.state
        shown = tuple(panels.agenda_row(self._session, i) for i in state.items)
        if shown == self._agenda:
            return
        self._agenda = shown
        agenda = self._screen.query_one("#agenda", OptionList)
        agenda.clear_options()
        agenda.add_options(Option(Text(panels.cut(row, AGENDA_WIDTH))) for row in shown)
        agenda.highlighted = next((n for n, i in enumerate(state.items) if i.number == state.item), None)

    def _draw(self, panel: str, made: Callable[[], Text], layout: bool = False) -> bool:
        """Draw `panel`; whether it says something else. Without `layout` its size is fixed: no layout of the screen."""
        with Caught(self._session.alarm, f"panel {panel}") as fault, self._session.changing:
            text = made()
        if fault.struck:
            text = Text(self._session.words.t("tui.undrawn"), "bold reverse")
        drawn = (text.plain, tuple(text.spans), text.style)
        if self._drawn.get(panel) == drawn:
            return False
        self._drawn[panel] = drawn
        self._screen.query_one(f"#{panel}", Static).update(text, layout=layout)
        return True
