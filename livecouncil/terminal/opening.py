"""The screen before there is a meeting: an entry line that takes letters, and nothing else. It must be there at once.

What the start checks found is shown above it as soon as that is known, in the places where the meeting's screen has it.

Letters and the keys that edit are the line's. The first key that means more (Enter, a function key, a paste) waits for
the meeting, and all behind it: they are handled there, in the order in which they were typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region as Area
from textual.geometry import Size
from textual.screen import Screen
from textual.strip import Strip

from .editing import Editor
from .entry_line import EntryLine
from .keys import TakesKeys, Typed
from .look.ink import DESK, LABEL, TEXT, ScreenRow
from .look.space import Space
from .region import Draw, Drawn, Shows
from .sizes import classes_for
from .supervised import Guarded

if TYPE_CHECKING:
    from .overlays.checks import StartChecks

HANDS = 6
"""Rows above the line that are the desk's, at least."""
LATEST = 0.1
"""Seconds after which its first frame counts as written."""


class _Foot(Drawn):
    """What lies below the line, and is drawn last; `written` is called once its cells are on screen.

    Textual asks for them and writes the frame in one go, and what is called later waits for that. But a screen's first
    frame is made while the app is being put together, and thrown away: the second one counts, or some time.
    """

    def __init__(self, name: str, draw: Draw, written: Callable[[], None]) -> None:
        super().__init__(name, draw)
        self._written = written
        self._frames = 0

    def render_lines(self, crop: Area) -> list[Strip]:
        """Its cells, for a frame that is written at once."""
        self._frames += 1
        if self._frames == 1:
            self.set_timer(LATEST, self._written)
        elif self._frames == 2:
            self.call_later(self._written)
        return super().render_lines(crop)


class OpeningScreen(Guarded, TakesKeys, Screen[None]):
    """`drawn` is called once its first frame is out, and no sooner: what that begins would hold the frame up."""

    def __init__(self, drawn: Callable[[], None]) -> None:
        super().__init__()
        self._drawn = drawn
        self._is_out = False
        self._entry = EntryLine()
        self._left = False
        self._checks: StartChecks | None = None

    def compose(self) -> ComposeResult:
        """The grounds of the meeting's screen, in as few pieces as can be, and the line in its place."""
        yield Drawn("above", self._above)
        yield self._entry
        yield _Foot("below", self._below, self._out)

    def shows(self, checks: StartChecks) -> None:
        """Show what was found, in the places that the checks have before the meeting."""
        self._checks = checks
        self._arrange(self.app.size)
        for region in self.query(Drawn):
            region.show()

    def _above(self, space: Space) -> list[ScreenRow]:
        top = [space.row([(" livecouncil", LABEL)], ground=DESK), space.blank(DESK)]
        if self._checks:
            return self._checked(space, self._checks, top)
        page = [space.blank()] * (space.rows - len(top) - HANDS)
        return space.filled([*top, *page], DESK)

    def _checked(self, space: Space, checks: StartChecks, top: Sequence[ScreenRow]) -> list[ScreenRow]:
        """The checks between the rows above them and the strip."""
        from .regions.strip import edge_rows, strip_rows  # loaded by now: whoever shows checks has them

        hands = [*strip_rows(space, checks.strip()), space.blank(DESK)]
        if not self.has_class("-small"):
            top = [*top, space.blank()]
            hands = [*edge_rows(space, cast(Shows, self.app).paint.roles.flat), *hands]
        room = Space(space.width - 2, space.rows - len(top) - len(hands), space.words, space.signs)
        rows = [ScreenRow(((" ", TEXT), *row.pieces, (" ", TEXT)), row.ground) for row in checks.rows(room)]
        return [*top, *rows, *hands]

    def _below(self, space: Space) -> list[ScreenRow]:
        blank = [space.blank(DESK)] * (space.rows - 1)
        if self._checks is None:
            return space.filled(blank)
        from .regions.desk import keys_rows

        return [*blank, *keys_rows(space, self._checks.keys(space))]

    def on_mount(self) -> None:
        self._arrange(self.app.size)
        self._entry.focus()
        self.is_ready(self)

    def _out(self) -> None:
        if not self._is_out:
            self._is_out = True
            self._drawn()

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size)

    def _arrange(self, size: Size) -> None:
        covers = {"-covers"} if self._checks else set()
        self.set_classes(classes_for(size.width, size.height) | covers)

    def waits(self, typed: Typed) -> bool:
        """Whether a key means more than a letter of the line."""
        if self._left or not isinstance(typed, events.Key):
            return True
        if typed.is_printable and typed.character:
            return typed.character in "=?/" and not self._entry.value
        return not Editor().edit(typed.key)

    async def take(self, typed: Typed) -> bool:
        """A letter, or a key that edits."""
        return isinstance(typed, events.Key) and self._entry.edit(typed)

    def handed_over(self) -> str:
        """The line as it stands; from now on keys wait for the meeting."""
        self._left = True
        return self._entry.value
