"""One region of the screen as a widget: it draws the rows it is given, and only those that differ from what is there.

Its size is fixed by the size of the terminal, so that no key ever lays the screen out anew. Colours come from the app's
paint; a region knows none. Its cells are made when they change and handed over as they are: nothing is cached by
Textual, nothing is filtered, and drawing a row that did not change costs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol, cast

from textual import events
from textual.geometry import Region as Area
from textual.strip import Strip
from textual.widget import Widget

from .look.ink import ScreenRow
from .look.paint import Paint
from .look.signs import Signs
from .look.space import Space
from .supervised import Guarded

if TYPE_CHECKING:
    from livecouncil.core.telling.voice import Words


class Shows(Protocol):
    """What the app knows of how things are shown."""

    paint: Paint
    signs: Signs

    @property
    def words(self) -> Words: ...


Draw = Callable[[Space], Sequence[ScreenRow]]


class Drawn(Guarded, Widget):
    """A widget made of rows; `draw` makes them for the room it has."""

    DEFAULT_CSS = ""
    can_focus = False

    def __init__(self, name: str, draw: Draw) -> None:
        super().__init__(id=name)
        self._draw = draw
        self._rows: list[ScreenRow] = []
        self._strips: list[Strip] = []
        self._painted: Paint | None = None

    @property
    def plain(self) -> str:
        """What it says, row by row, without the blanks at the end of each."""
        return "\n".join(row.plain.rstrip() for row in self._rows)

    @property
    def rows(self) -> Sequence[ScreenRow]:
        """What stands there now."""
        return self._rows

    def show(self) -> None:
        """Draw what differs from what stands there."""
        width, height = self.size
        if not width or not height:
            return
        shows = cast(Shows, self.app)
        rows = list(self._draw(Space(width, height, shows.words, shows.signs)))[:height]
        if self._painted is not shows.paint or len(rows) != len(self._rows):
            self._painted = shows.paint
            changed = list(range(len(rows)))
            self._strips = [shows.paint.strip(row) for row in rows]
        else:
            changed = [y for y, row in enumerate(rows) if row != self._rows[y]]
            for y in changed:
                self._strips[y] = shows.paint.strip(rows[y])
        self._rows = rows
        if changed:
            self.refresh(*(Area(0, y, width, 1) for y in changed))

    def render_lines(self, crop: Area) -> list[Strip]:
        """The cells as they were made; blank ones below the last row, and until the first were made."""
        lines = self._strips[crop.y : crop.bottom]
        if crop.x or crop.width != self.size.width:
            lines = [line.crop(crop.x, crop.right) for line in lines]
        return lines + [Strip.blank(crop.width)] * (crop.height - len(lines))

    def on_resize(self, event: events.Resize) -> None:
        self.show()
