"""The regions from plain data: twelve states at three sizes; what must never be cut is whole, no row too wide."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.screen import Screen

from livecouncil.terminal.look.ink import DESK, FIELD, PAGE, Ink, ScreenRow
from livecouncil.terminal.look.paint import Paint
from livecouncil.terminal.look.roles import CONTRAST, DARK, GROUNDS, LIGHT, PLAIN, REVERSED, SIXTEEN, THEMES, Roles
from livecouncil.terminal.look.signs import ASCII, CONSOLE, FULL, Signs
from livecouncil.terminal.look.space import Space, wrapped
from livecouncil.terminal.look.themes import registered, theme_of
from livecouncil.terminal.region import Drawn
from livecouncil.terminal.regions import desk, objects, picture, strip
from livecouncil.terminal.regions.public import Gate, GateRow
from livecouncil.terminal.sizes import classes_for

from .states import SENTENCE, STATES, TITLE, TYPED, WORDS, State, filed

SIZES = [(120, 36), (80, 24), (60, 15)]
STYLES = Path(__file__).parents[2] / "livecouncil" / "terminal" / "livecouncil.tcss"
ALL_INK = 4.5
RULES = 3.0


class Still(App[None]):
    """One state, standing still, in the meeting screen's own places."""

    CSS_PATH = STYLES

    def __init__(self, state: State, roles: Roles = DARK, signs: Signs = FULL) -> None:
        super().__init__(ansi_color=True if roles.plain else None)
        self.state, self.paint, self.signs, self.words = state, Paint(roles), signs, WORDS
        for theme in registered():
            self.register_theme(theme)
        self.theme = theme_of(roles)

    def on_mount(self) -> None:
        self.push_screen(StillScreen(self.state))

    def failed(self, error: Exception, where: str) -> None:
        raise error


class StillScreen(Screen[None]):
    def __init__(self, state: State) -> None:
        super().__init__()
        self.state = state

    def compose(self) -> ComposeResult:
        drawn = {name: Drawn(name, draw) for name, draw in self.state.regions().items()}
        yield from (drawn[name] for name in ("meeting", "now", "alarm"))
        with Horizontal(id="middle"):
            yield from (drawn[name] for name in ("agenda", "objects", "public", "overlay"))
        yield from (drawn[name] for name in ("edge", "strip", "picture", "offer", "entry", "sentence", "keys"))

    def on_mount(self) -> None:
        classes = set(classes_for(*self.app.size))
        overlay = self.state.overlay
        if overlay:
            classes.add("-over")
        if overlay and overlay.covers:
            classes.add("-covers")
        if self.state.alarm:
            classes.add("-alarm")
        self.set_classes(classes)


async def drawn(state: State, size: tuple[int, int], roles: Roles = DARK, signs: Signs = FULL) -> tuple[list[str], str]:
    """The rows of the whole screen as text, and its picture."""
    app = Still(state, roles, signs)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        strips = app.screen._compositor.render_strips()
        rows = ["".join(segment.text for segment in line) for line in strips]
        return rows, app.export_screenshot()


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("name", STATES)
async def test_every_state_fits_every_size(name: str, size: tuple[int, int]) -> None:
    state = STATES[name]
    rows, svg = await drawn(state, size)
    assert len(rows) == size[1] and {cell_len(row) for row in rows} == {size[0]}
    assert svg.startswith("<svg")
    said = "\n".join(rows)
    assert state.meeting.time in said or state.alarm, "the clock is never cut"
    assert state.meeting.doors in said or state.alarm
    if isinstance(state.strip, strip.Waiting) and size[0] >= 78:
        assert all(part in said for part in ("KLAAR M3", "AANGENOMEN", "voor 22", "tegen 14", "= hamer"))
    if isinstance(state.strip, strip.LastReleased):
        assert "0:07" in said and "0:27" in said and "Ctrl+Z terug" in said
    if state.vote and not state.overlay:
        assert f"{state.vote.for_}" in said and f"{state.vote.against}" in said
    if state.alarm:
        assert "PUBLIEKE SERVER WEG" in said


@pytest.mark.parametrize("signs", [FULL, CONSOLE, ASCII], ids=["full", "console", "ascii"])
@pytest.mark.parametrize("roles", [DARK, LIGHT, CONTRAST, SIXTEEN, PLAIN], ids=lambda roles: roles.name)
@pytest.mark.parametrize("name", ["b typing", "c staged"])
async def test_the_vote_reads_alike_in_every_theme_and_with_every_sign(name: str, roles: Roles, signs: Signs) -> None:
    rows, svg = await drawn(STATES[name], (80, 24), roles, signs)
    said = "\n".join(rows)
    assert "NIET GELIJK" in said if name == "b typing" else "AANGENOMEN" in said
    if signs is ASCII:
        framed = {sign for row in rows for sign in row if ord(sign) > 126}
        assert framed <= set("–‘’·…é"), "only what people typed is beyond ASCII"
    assert roles.plain or signs is not FULL or "svg" in svg


@pytest.mark.parametrize("roles", [DARK, LIGHT, CONTRAST], ids=lambda roles: roles.name)
def test_every_ink_can_be_read_on_every_ground(roles: Roles) -> None:
    for role, ground in itertools.product(("text", "strong", "quiet", "out", "rule"), GROUNDS):
        needed = RULES if role == "rule" else ALL_INK
        assert contrast(roles.colours[role], roles.colours[ground]) >= needed, (role, ground)
    for over, under in REVERSED.values():
        assert contrast(roles.colours[over], roles.colours[under]) >= ALL_INK, over


def test_sixteen_names_numbers_and_plain_nothing() -> None:
    assert {int(value) for value in SIXTEEN.colours.values()} <= set(range(16))
    style = Paint(PLAIN).style(Ink("hammer", bold=True), DESK)
    assert style.reverse and style.bold and style.color is None and style.bgcolor is None
    assert set(THEMES) == {"dark", "light", "contrast", "sixteen"}


@pytest.mark.parametrize("roles", [DARK, LIGHT, CONTRAST], ids=lambda roles: roles.name)
def test_with_256_colours_the_tones_that_differ_still_do(roles: Roles) -> None:
    paint = Paint(roles, few=True)
    for beside in ("page", "field"):
        apart = paint.number(beside) != paint.number("desk")
        assert apart == (roles.colours[beside] != roles.colours["desk"]), beside


def contrast(first: str, second: str) -> float:
    """As WCAG 2 reckons it."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def roles_used(rows: list[ScreenRow]) -> set[str]:
    return {ink.role for row in rows for text, ink in row.pieces if text.strip()}


def test_no_colour_lies_on_a_side_a_party_or_an_outcome() -> None:
    space = Space(120, 6, WORDS)
    for vote in (TYPED.vote, STATES["c staged"].vote):
        assert vote
        calm = replace(vote, said=None, staged=False)
        assert roles_used(picture.picture_rows(space, calm)) <= {"text", "strong", "quiet", "rule"}
        both = [row for row in picture.picture_rows(space, calm) if row.plain.lstrip().startswith(("voor", "tegen"))]
        kinds = [{ink for _, ink in row.pieces} for row in both]
        assert kinds[0] == kinds[1], "voor and tegen have the same weight"
    adopted = strip.Waiting("KLAAR", "M3", TITLE, "AANGENOMEN", (22, 14), "= hamer")
    rejected = replace(adopted, outcome="VERWORPEN", figures=(14, 22))
    rows = [strip.strip_rows(space, each)[0] for each in (adopted, rejected)]
    assert [ink for _, ink in rows[0].pieces] == [ink for _, ink in rows[1].pieces]


@pytest.mark.parametrize("hand", [0, 1, 2, 3, 30, 57, 59])
def test_the_one_in_hand_keeps_its_row_in_a_long_list(hand: int) -> None:
    rows = objects.objects_rows(Space(60, 16, WORDS), filed(60, hand))
    place = next(n for n, row in enumerate(rows) if "▸" in row.plain)
    assert place == min(hand + 1, 4) or hand > 47, [row.plain for row in rows]
    assert f"M{hand + 1} " in rows[place].plain and len(rows) == 16


@pytest.mark.parametrize("width", range(60, 201, 7))
@pytest.mark.parametrize("name", STATES)
def test_no_region_is_ever_wider_or_higher_than_its_room(name: str, width: int) -> None:
    for draw in STATES[name].regions().values():
        for rows in (1, 2, 3, 6, 17):
            made = draw(Space(width, rows, WORDS))[:rows]
            assert {cell_len(row.plain) for row in made} <= {width}


def test_names_with_combining_and_wide_signs_keep_the_columns() -> None:
    wide = desk.Logged(STATES["a debate"].public.gates[0].gate, "20:58", "M3", "ingediend", "日本 Ŷ́n 🏠", "SP")
    for row in desk.journal_rows(Space(80, 2, WORDS), [wide, wide]):
        assert cell_len(row.plain) == 80 and row.plain.rstrip().endswith("SP")


def test_a_sentence_too_long_is_said_shorter_and_never_cut_mid_name() -> None:
    shorter = ["Motie M3 is aangenomen. Voor 22, tegen 14."]
    rows = desk.sentence_rows(Space(60, 2, WORDS), desk.Sentence(SENTENCE, shorter))
    assert rows[0].plain.strip() == shorter[0]
    assert wrapped("een heel lang woord: " + "x" * 90, 40)[-1] == "x" * 10
    assert {row.ground for row in rows} == {DESK} and PAGE != FIELD


@pytest.mark.parametrize("outcome", ["AANGENOMEN", "NIET IN STEMMING", "STEMMEN STAKEN"])
@pytest.mark.parametrize("left", [(None, 10, None), (None, 10, 30), (None, None, 27), (3, 10, 30)])
def test_of_a_decision_nothing_is_cut_in_the_strip_when_it_is_released(outcome: str, left: tuple[int | None]) -> None:
    said = f"M112 {outcome.lower()} 19–18"
    names = ("wand", "feed", "netw")
    gates = tuple(strip.HoldingGate(name, name, seconds, 30) for name, seconds in zip(names, left, strict=True))
    seen = strip.LastReleased("VRIJ", f"{said} {TITLE}", said, gates, "Ctrl+Z terug", whole=True)
    for width in (60, 80, 120):
        row = strip.strip_rows(Space(width, 1, WORDS), seen)[0].plain
        if cell_len(said) + 14 * sum(seconds is not None for seconds in left) > width - 8:
            continue  # three gates that hold at once leave no room at 60
        assert said in row and cell_len(row) == width, row
        assert all(f"0:{seconds:02d}" in row for seconds in left if seconds is not None), row
        assert "Ctrl" not in row or "Ctrl+Z terug" in row, row


def test_remarks_without_room_end_in_the_sign_for_that() -> None:
    remark = "! Som 29–8; voorzitter 28–8. Wie ontbreekt? De tweede = geeft de aantallen van de voorzitter vrij."
    rows = [
        row.plain.rstrip()
        for row in desk.sentence_rows(Space(60, 2, WORDS), desk.Sentence("M3 is aangenomen.", (), remark))
    ]
    assert (
        rows[0] == " M3 is aangenomen." and rows[1].startswith(" ! Som 29–8; voorzitter 28–8.") and rows[1][-1] == "…"
    )


@pytest.mark.parametrize("hammer", ["hamer hier, met cd", "hamer cd", "cd weg"])
@pytest.mark.parametrize("size", SIZES[:2])
async def test_who_has_the_hammer_and_the_copies_are_told_at_once(hammer: str, size: tuple[int, int]) -> None:
    """In one glance, however many gates there are: the first row, and the last of what the public sees."""
    state = STATES["c staged"]
    many = tuple(GateRow(name, Gate.OUT, "20:58") for name in ("wand", "site", "feed", "a", "b", "c", "d", "e"))
    public = replace(state.public, gates=many, beside="2 kopieën")
    rows, _ = await drawn(replace(state, meeting=replace(state.meeting, hammer=hammer), public=public), size)
    assert hammer in rows[0] and any("2 kopieën" in row for row in rows)
    assert all(cell_len(row) <= size[0] for row in rows)
