"""The journal's order is the keys' order: however a stream of keys is cut into reads, the journal is line mode's."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from textual.message import Message

from livecouncil.core.meeting import events as ev
from livecouncil.sitting.completing import completions
from livecouncil.sitting.session import Session
from livecouncil.terminal import reading
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.reading import EscapeParser
from tests.conftest import STORM, Clock

from .hands import Spaced, Terminal
from .test_app import settled

UP, HOME, END, LEFT, DELETE, F12 = b"\x1b[A", b"\x1b[H", b"\x1b[F", b"\x1b[D", b"\x1b[3~", b"\x1b[24~"


@dataclass(frozen=True)
class Step:
    """What a griffier does: the keys, and the line they stand for (or a word for what no line says)."""

    keys: bytes
    line: str
    kind: str = "line"


def typed(line: str) -> Step:
    return Step(line.encode() + b"\r", line)


def mistyped(line: str) -> Step:
    """Too many letters, taken away again."""
    return Step(line[:3].encode() + b"xq" + b"\x7f\x7f" + line[3:].encode() + b"\r", line)


def mended(line: str) -> Step:
    """The first letter forgotten, put in front, and one too many deleted. A line of one letter would begin with Home,
    which mends the refused line that stands there."""
    return Step(line[1:].encode() + HOME + line[:1].encode() + b"z" + LEFT + DELETE + END + b"\r", line)


def completed(line: str) -> Step:
    return Step(line.encode() + b"\t\r", line, "tab")


LINES = [
    "n6",
    "n7",
    "n4b",
    "n",
    "m1 i pvda gl: Eérste",
    "m2 i vvd: Ŷn de Wâl 🏠",
    "m3 i cda: Derde = laatste",
    "m1v cda",
    "m2u",
    "m1v cda 31-6",
    "m2 30-7",
    "m3x",
    "v cda",
    "jansen",
    "af aalders",
    "aan aalders",
    "onzin!",
    ", nota é",
    "m1 i sp: Dubbel",
    "z10",
    "z",
    "m1v cda xyz",
]
line = st.sampled_from(LINES)
step = st.one_of(
    line.map(typed),
    line.map(typed),
    line.map(typed),
    line.map(mistyped),
    line.filter(lambda one: len(one) > 1).map(mended),
    st.sampled_from(["m1v cd", "jans", "m1v vv"]).map(completed),
    st.sampled_from(
        [
            Step(b"=", "=", "hammer"),
            Step(b"=", "=", "hammer"),
            Step(F12, "=", "f12"),
            Step(b"jan" + F12 + b"\x15", "=", "draft f12"),
            Step(b"\x1a", "undo", "undo"),
            Step(UP + b"\r", "", "again"),
            Step(b"weg ermee\x1b", "", "dropped"),
            Step(b"\x1b", "", "esc"),
            Step(b"\r", "", "enter"),
        ]
    ),
)
cuts = st.lists(st.tuples(st.integers(0, 400), st.booleans()), max_size=25)


class LineMode:
    """The same steps as lines. Only what no line can say is told here: a refused line stands in the entry line."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.stands = False
        self.last = ""

    def does(self, step: Step) -> None:
        match step.kind:
            case "line":
                self._enter(step.line)
            case "tab":
                found = completions(self.session.desk.state, step.line)
                self._enter(found[0] if found else step.line)
            case "again" if self.last:
                self._enter(self.last)
            case "hammer" if not self.stands:
                self.session.enter("=", line_mode=True)
            case "f12" | "undo":
                self.session.enter(step.line, line_mode=True)
            case "draft f12":
                self.stands = False
                self.session.enter("=", line_mode=True)
            case "dropped":
                self.stands = False
            case "esc":
                if not self.stands and self.session.desk.staged:
                    self.session.enter("undo", line_mode=True)
                self.stands = False

    def _enter(self, line: str) -> None:
        self.last = line
        self.stands = self.session.enter(line, confirmed=True, line_mode=True).refused


def opened(folder: Path) -> Session:
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")), clock=Clock())
    for start in ("open", "n6"):
        session.enter(start)
    return session


def journal(session: Session) -> list[dict[str, Any]]:
    """What was logged: without red notes, which line mode writes by itself, and what the council's key signs."""
    kept = [e for e in session.journal.events if not isinstance(e, ev.Note) or e.kind != "red"]
    return [e.model_dump(mode="json", exclude={"council", "agenda", "head", "signature", "key"}) for e in kept]


def chunks(data: bytes, where: Sequence[tuple[int, bool]]) -> list[tuple[bytes, bool]]:
    """`data` cut at these places; with each piece whether the app is let to come to rest behind it."""
    found = []
    start = 0
    for place, rests in sorted(where):
        end = min(place, len(data))
        found.append((data[start:end], rests))
        start = end
    return [*found, (data[start:], True)]


async def played(session: Session, pieces: Sequence[tuple[bytes, bool]]) -> None:
    app = LivecouncilApp(session, None, Spaced())
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        await settled(pilot)
        terminal = Terminal(app)
        for data, rests in pieces:
            terminal.read(data)
            if rests:
                await settled(pilot)
                await settled(pilot)
        terminal.rest()
        for _ in range(3):
            await settled(pilot)


def compared(steps: Sequence[Step], where: Sequence[tuple[int, bool]]) -> tuple[Any, Any]:
    """The journals of the app and of line mode."""
    with tempfile.TemporaryDirectory() as name:
        app, plain = opened(Path(name) / "app"), opened(Path(name) / "plain")
        asyncio.run(played(app, chunks(b"".join(s.keys for s in steps), where)))
        mode = LineMode(plain)
        for one in steps:
            mode.does(one)
        both = journal(app), journal(plain)
        app.close()
        plain.close()
    return both


@settings(
    max_examples=400 if STORM else 30,
    phases=(Phase.explicit, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=not STORM,
)
@given(st.lists(step, min_size=2, max_size=12), cuts)
@example([typed("m1 i cda: Eerste"), typed("m2 i vvd: Tweede")], [])
@example(
    [typed("m1 i cda: Eerste"), typed("m1v vvd d66 29-8"), Step(b"=", "=", "hammer"), Step(b"=", "=", "hammer")], []
)
@example([typed("m1 i cda: Eérste"), mistyped("m1v cda"), Step(F12, "=", "f12")], [(n, False) for n in range(40)])
@example([typed("m1 i cda: Eerste"), typed("m1v cda"), typed("onzin!"), Step(b"=", "=", "hammer"), typed("n7")], [])
def test_any_chunking_of_any_keys_gives_the_journal_of_line_mode(
    steps: list[Step], where: list[tuple[int, bool]]
) -> None:
    app, plain = compared(steps, where)
    assert app == plain


def named(heard: Iterable[Message]) -> list[str]:
    """The keys by name, and pastes by their text."""
    return [getattr(event, "key", None) or str(getattr(event, "text", event)) for event in heard]


def keys(*reads: str) -> list[str]:
    parser = EscapeParser()
    return [name for read in reads for name in named(parser.feed(read))]


def test_an_esc_is_a_key_whatever_letter_follows_it_and_however_they_are_cut() -> None:
    wanted = ["j", "escape", "m", "1", "enter", "up", "x"]
    stream = "j\x1bm1\r\x1b[Ax"
    for first in range(len(stream)):
        for second in range(first, len(stream)):
            reads = [r for r in (stream[:first], stream[first:second], stream[second:]) if r]
            assert keys(*reads) == wanted, reads


def test_what_stands_in_a_paste_is_no_key() -> None:
    assert keys("a\x1b[20", "0~een\rtwee\x1b[201", "~b") == ["a", "een\rtwee", "b"]
    assert keys("\x1b[200~een\x1bmtwee\x1b[201~") == ["eenmtwee"]


@pytest.mark.parametrize(
    "pasted", ["een\x1b[31m rood", "een\x1b", "\x1b\x1b[20", "een\x1b]0;X\x07\rsluit\rj\r" + 40 * "x"]
)
def test_an_esc_in_a_paste_ends_it_nowhere_however_it_is_cut(pasted: str) -> None:
    """Else each Enter behind it enters a line that nobody typed."""
    stream = f"a\x1b[200~{pasted}\x1b[201~b\r"
    wanted = ["a", pasted.replace("\x1b", ""), "b", "enter"]
    for cut in range(1, len(stream)):
        assert keys(stream[:cut], stream[cut:]) == wanted, cut
    assert keys(*stream) == wanted


def test_a_line_feed_is_enter_but_where_it_is_pasted() -> None:
    """A terminal that is not the app's yet turns Enter into one."""
    assert keys("open\nn\n", "\n") == [*"open", "enter", "n", "enter", "enter"]
    assert keys("a\n\x1b[200~een\ntwee\x1b[201~\n") == ["a", "enter", "een\ntwee", "enter"]


def test_a_paste_whose_end_never_comes_ends_in_silence_and_keys_are_keys_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 100.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    parser = EscapeParser()
    heard = [*parser.feed("a\x1b[200~een\rtwee\x1b[20"), *parser.tick()]
    now += reading.SILENCE / 2
    heard += [*parser.feed("\rdrie\r"), *parser.tick()]
    now += reading.SILENCE / 2
    assert named([*heard, *parser.tick()]) == ["a"], "what is on its way is still pasted"
    now += reading.SILENCE / 2
    assert named(parser.tick()) == ["een\rtwee[20\rdrie\r"]
    assert named(parser.feed("b\r")) == ["b", "enter"]
    assert named(parser.feed("\x1b[200~vier\x1b[201~")) == ["vier"]
