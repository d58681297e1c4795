"""Draws docs/screen.svg and docs/tour.svg: the griffier's screen as it stands, and half a minute of it, moving;
and at 80 by 24 docs/beside-*.svg: a mirror behind, a hub's other history, a second clerk's proposal, the hammer passed.

`python tools/pictures.py` types an invented evening into the real app and draws its cells; nothing is drawn by hand.
Letters keep their columns whatever font the reader has. In the tour a row is drawn once for as long as it stands.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape
from importlib.resources import files
from pathlib import Path

from rich.style import Style
from textual.pilot import Pilot

from livecouncil.mirroring.standing import MirrorStanding, write_standing
from livecouncil.sitting.clerks.assisting import Assisting
from livecouncil.sitting.clerks.welcome import Welcome
from livecouncil.sitting.copying import Terms
from livecouncil.sitting.session import Session
from livecouncil.system.clocks import now_here
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.look.roles import DARK
from livecouncil.wording.faults import in_words

DOCS = Path(__file__).parents[1] / "docs"
SIZE = (120, 36)
WIDE, HIGH = 9.0, 20.0
"""Size of a cell in the picture."""

BEFORE = (
    "open",
    "n6",
    "m1 i vvd: Hoogbouw aan de ringweg",
    "m2 i d66 gl: Tijdelijke woningen op parkeerterreinen",
    "m3 i gl pvda: Zon op elk schooldak",
    "m4 i pvda sp lb: Starters eerst",
    "m1x",
    "m2t d66 gl pvda sp =",
)
SLIP = "m3v cda cu vvd 22-15"
MENDED = "dijkema 22-15"

Cell = tuple[str, Style]
Row = tuple[Cell, ...]


@dataclass
class Clock:
    """The evening's own: it goes on by what is typed."""

    now: datetime = datetime.fromisoformat("2026-03-12T20:58:00+01:00")

    def __call__(self) -> datetime:
        return self.now

    def goes(self, seconds: float) -> None:
        """So many seconds pass."""
        self.now += timedelta(seconds=seconds)


@dataclass(frozen=True)
class Frame:
    """The screen at one moment, and how long it stands."""

    rows: tuple[Row, ...]
    seconds: float


class Evening:
    """The app under the hands of a script; every frame is kept."""

    def __init__(self, pilot: Pilot[int], clock: Clock) -> None:
        self._pilot = pilot
        self._clock = clock
        self.frames: list[Frame] = []

    async def keeps(self, seconds: float) -> None:
        """The screen as it stands now, for so many seconds."""
        app = self._pilot.app
        strips = app.screen._compositor.render_strips()
        rows = tuple(tuple((each.text, each.style or Style()) for each in strip) for strip in strips)
        self.frames.append(Frame(rows, seconds))

    async def settles(self) -> None:
        """Until what was typed is answered and drawn."""
        app = self._pilot.app
        assert isinstance(app, LivecouncilApp) and app.meeting
        for _ in range(3):
            await self._pilot.pause(0.05)
            await app.meeting._queue.join()
        await app.meeting.look_once()
        app.meeting.show_all()
        await self._pilot.pause(0.05)

    async def line(self, text: str, each: float = 0.0) -> None:
        """A line, letter by letter; with `each` every letter is kept for so long."""
        for letter in text:
            await self._pilot.press({" ": "space"}.get(letter, letter))
            self._clock.goes(0.12)
            if each:
                await self.keeps(each)
        await self.settles()

    async def key(self, key: str, seconds: float = 0.0) -> None:
        """One key, and what comes of it."""
        await self._pilot.press(key)
        self._clock.goes(0.5)
        await self.settles()
        if seconds:
            await self.keeps(seconds)

    async def waits(self, seconds: int) -> None:
        """The clock goes on by itself."""
        for _ in range(seconds):
            self._clock.goes(1)
            await self.settles()
            await self.keeps(1.0)


async def evening() -> tuple[Frame, list[Frame]]:
    """The still picture, and the frames of the tour."""
    clock = Clock()
    with tempfile.TemporaryDirectory() as folder:
        council = Path(folder) / "raad"
        shutil.copytree(str(files("livecouncil") / "example"), council)
        session = Session.open(council, next((council / "agendas").glob("*.toml")), clock=clock)
        app = LivecouncilApp(session, None)
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause(0.2)
            assert app.meeting
            app.meeting.watchdog.served = True
            app.meeting.watchdog.seen = True
            app.meeting.watchdog.walls = 2
            app.meeting.watchdog.followers = 214
            hands = Evening(pilot, clock)
            await hands.key("enter")
            for line in BEFORE:
                await hands.line(line.removesuffix(" ="))
                await hands.key("enter")
                if line.endswith(" ="):
                    await hands.key("equals_sign")
                clock.goes(45)
                await hands.settles()
            still = await _tour(hands, clock)
        session.close()
    return still, hands.frames


async def _tour(hands: Evening, clock: Clock) -> Frame:
    """A slip that is loud, mended, staged, hammered, and on its way out."""
    hands.frames.clear()
    clock.goes(40)
    await hands.settles()
    await hands.keeps(1.5)
    await hands.line(SLIP, each=0.14)
    await hands.keeps(2.5)
    still = hands.frames[-1]
    for _ in range(len("22-15")):
        await hands.key("backspace", 0.1)
    await hands.line(MENDED, each=0.14)
    await hands.keeps(1.5)
    await hands.key("enter", 2.5)
    await hands.key("equals_sign", 1.0)
    await hands.waits(9)
    return still


# -- who does not work alone -------------------------------------------------------------------------------------------

SMALL = (80, 24)
MIRROR = '\n[[mirrors]]\nname = "site"\nto = "sftp://raad@www.example.nl/var/www/live"\n'
HUB = '\n[[mirrors]]\nname = "hub"\nto = "hub+https://raad.example/GM9999"\n'


@contextlib.contextmanager
def sitting(more: str = "") -> Iterator[Session]:
    """A meeting under way, to which a second clerk may come; `more` stands in `council.toml` besides."""
    with tempfile.TemporaryDirectory() as folder:
        council = Path(folder) / "raad"
        shutil.copytree(str(files("livecouncil") / "example"), council)
        with (council / "council.toml").open("a", encoding="utf-8") as file:
            file.write(more)
        session = Session.open(council, _agenda_of(council), clock=Clock(), hold=0)
        try:
            with Welcome(session):
                for line in BEFORE[:6]:
                    session.enter(line, confirmed=True)
                yield session
        finally:
            session.close()


def _agenda_of(council: Path) -> Path:
    return next((council / "agendas").glob("*.toml"))


async def seen(session: Session, act: Callable[[], object]) -> Frame:
    """The screen of `session` after `act`, which somebody else does."""
    app = LivecouncilApp(session, None)
    async with app.run_test(size=SMALL) as pilot:
        await pilot.pause(0.2)
        assert app.meeting
        app.meeting.watchdog.served = True
        app.meeting.watchdog.seen = True
        hands = Evening(pilot, Clock())
        await hands.key("escape" if session.resumed else "enter")
        await asyncio.to_thread(act)
        await hands.settles()
        await hands.settles()
        await hands.keeps(1.0)
    return hands.frames[-1]


async def beside() -> dict[str, Frame]:
    """By name, each of what really stands there: what a worker told, or a clerk at the other end of a line."""
    found = {}
    with sitting(MIRROR) as one:
        late = now_here() - timedelta(seconds=40)
        lags = MirrorStanding(state="behind", behind=3, since=late, at=now_here())
        found["mirror"] = await seen(one, lambda: write_standing(one.data, "site", lags))
    with sitting(HUB) as one:
        fork = MirrorStanding("stands", 3, now_here(), in_words("hub.fork"), at=now_here(), kind="hub", fork=True)
        found["fork"] = await seen(one, lambda: write_standing(one.data, "hub", fork))
    with sitting() as one:
        two = Assisting.join(Terms(one.data, _agenda_of(one.data)), "cd", Clock())
        found["proposal"] = await seen(one, lambda: two.enter("m1v vvd cda cu 23-14"))
        two.close()
    with sitting() as one:
        two = Assisting.join(Terms(one.data, _agenda_of(one.data)), "cd", Clock())
        one.enter("m1v vvd cda cu 23-14")
        found["hammer"] = await seen(two, lambda: one.enter("overdragen"))
        two.close()
    return found


# -- drawing -----------------------------------------------------------------------------------------------------


def picture(frames: Sequence[Frame]) -> str:
    """An SVG; of several frames one that moves, again and again."""
    rows = frames[0].rows
    width = sum(len(text) for text, _ in rows[0]) * WIDE
    height = len(rows) * HIGH
    lasts = sum(frame.seconds for frame in frames)
    body = "".join(_row(frames, y, lasts) for y in range(len(rows)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 20:g} {height + 20:g}" role="img" '
        f'aria-label="livecouncil">\n'
        f'<style>text{{font:15px "DejaVu Sans Mono",Menlo,"Cascadia Mono",Consolas,monospace;white-space:pre}}'
        f".b{{font-weight:bold}}</style>\n"
        f'<rect width="100%" height="100%" rx="6" fill="{DARK.colours["page"]}"/>\n'
        f'<g transform="translate(10 10)" shape-rendering="crispEdges">\n{body}</g>\n</svg>\n'
    )


def _row(frames: Sequence[Frame], y: int, lasts: float) -> str:
    """One row of the screen: each thing it ever says, for as long as it says it."""
    said: dict[Row, list[tuple[float, float]]] = {}
    at = 0.0
    for frame in frames:
        spans = said.setdefault(frame.rows[y], [])
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + frame.seconds)
        else:
            spans.append((at, at + frame.seconds))
        at += frame.seconds
    if len(said) == 1:
        return _cells(next(iter(said)), y)
    parts = [f'<g visibility="hidden">{_shown(spans, lasts)}{_cells(row, y)}</g>\n' for row, spans in said.items()]
    return "".join(parts)


def _shown(spans: Sequence[tuple[float, float]], lasts: float) -> str:
    """When it is to be seen."""
    times = [0.0]
    values = ["hidden"]
    for begin, end in spans:
        times += [begin / lasts, end / lasts]
        values += ["visible", "hidden"]
    if times[1] == 0.0:
        del times[0], values[0]
    if times[-1] >= 1.0:
        del times[-1], values[-1]
    moments = ";".join(f"{time:.4f}" for time in times)
    return (
        f'<animate attributeName="visibility" calcMode="discrete" dur="{lasts:g}s" repeatCount="indefinite" '
        f'values="{";".join(values)}" keyTimes="{moments}"/>'
    )


def _cells(row: Row, y: int) -> str:
    return "".join(_cell(text, style, x, y) for text, style, x in _placed(row)) + "\n"


def _placed(row: Row) -> Iterator[tuple[str, Style, int]]:
    x = 0
    for text, style in row:
        yield text, style, x
        x += len(text)


def _cell(text: str, style: Style, x: int, y: int) -> str:
    """A run of cells that look alike: their ground, and what stands on it."""
    ink, ground = _hex(style.color), _hex(style.bgcolor)
    if style.reverse:
        ink, ground = ground, ink
    drawn = ""
    if ground != DARK.colours["page"]:
        place = f'x="{x * WIDE:g}" y="{y * HIGH:g}" width="{len(text) * WIDE:g}" height="{HIGH:g}"'
        drawn = f'<rect {place} fill="{ground}"/>'
    bare = text.strip()
    if not bare:
        return drawn
    left = x + len(text) - len(text.lstrip())
    bold = ' class="b"' if style.bold else ""
    return (
        f'{drawn}<text x="{left * WIDE:g}" y="{y * HIGH + 15:g}" fill="{ink}"{bold} '
        f'textLength="{len(bare) * WIDE:g}">{escape(bare)}</text>'
    )


def _hex(colour: object) -> str:
    triplet = getattr(colour, "triplet", None)
    return triplet.hex if triplet else DARK.colours["page"]


def main() -> None:
    """Draw them, in all colours, whatever the terminal that this is started in can show."""
    os.environ |= {"COLORTERM": "truecolor", "TERM": "xterm-256color"}
    os.environ.pop("NO_COLOR", None)
    still, frames = asyncio.run(evening())
    (DOCS / "screen.svg").write_text(picture([still]), encoding="utf-8")
    (DOCS / "tour.svg").write_text(picture(frames), encoding="utf-8")
    for name, frame in asyncio.run(beside()).items():
        (DOCS / f"beside-{name}.svg").write_text(picture([frame]), encoding="utf-8")


if __name__ == "__main__":
    main()
