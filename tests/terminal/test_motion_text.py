"""The editor of a motion's text: typed over several lines, kept as a draft, logged as a line like any other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.events import Paste

from livecouncil.core.council.agenda import LONGEST_TEXT
from livecouncil.core.meeting import events as ev
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.editing import Editor
from livecouncil.terminal.motion_text import begins_text
from livecouncil.terminal.overlays.motion_text import MotionText
from livecouncil.terminal.text_editing import TextEditor

from .hands import Terminal, Unhurried
from .test_app import begin, over, send, settled, text

ID = "2026-03-12-raadsvergadering"
WHOLE = "De raad,\n\noverwegende dat er te weinig is;\n\nverzoekt het college starters voorrang te geven."


async def typed(pilot: Any, whole: str) -> None:
    for sign in whole:
        await pilot.press({"\n": "enter", " ": "space"}.get(sign, sign))


def worded(session: Session) -> list[ev.Worded]:
    return [event for event in session.journal.events if isinstance(event, ev.Worded)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_a_text_is_typed_over_several_lines_and_logged(session: Session, size: tuple[int, int]) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=size) as pilot:
        screen = await begin(pilot)
        await send(pilot, "tekst m3")
        assert screen.entry.value == "" and "TEKST VAN M3" in text(screen, "#overlay")
        assert "nog geen tekst" in text(screen, "#now") and "F12" in text(screen, "#keys")
        await typed(pilot, WHOLE)
        assert "verzoekt het college" in text(screen, "#overlay") and not worded(session)
        await pilot.press("f12")
        await settled(pilot)
        assert screen.overlay is None and session.desk.state.objects["m3"].text == WHOLE
        assert text(screen, "#sentence").startswith("✓") and session.draft.texts == {}
        fact = worded(session)[0]
        assert "feed" not in fact.released, "nothing public before its gate"
        public = publishing.record_of(session.journal.events)
        assert not [o.text for item in public.decisions.items for o in item.objects if o.text]


async def test_esc_keeps_a_draft_and_the_same_line_goes_on_with_it(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "tekst m3")
        await typed(pilot, "De raad,\n")
        await pilot.press("escape")
        await settled(pilot)
        assert screen.overlay is None and "Concept van M3 bewaard" in text(screen, "#sentence") and not worded(session)
        await send(pilot, "tekst m3")
        assert "verder met uw concept" in text(screen, "#now")
        await typed(pilot, "besluit.")
        await pilot.press("ctrl+s")
        await settled(pilot)
        assert session.desk.state.objects["m3"].text == "De raad,\nbesluit."


async def test_a_draft_outlives_the_program_and_is_private(council: Path, agenda: Path, clock: Any) -> None:
    session = Session.open(council, agenda, clock=clock)
    async with LivecouncilApp(session, None, Unhurried()).run_test(size=(120, 36)) as pilot:
        await begin(pilot)
        await send(pilot, "tekst m3")
        await typed(pilot, "Half")
    session.close()
    kept = council / "journal" / f"{ID}.private" / "draft.json"
    assert json.loads(kept.read_text())["texts"] == {"m3": "Half"} and kept.stat().st_mode & 0o077 == 0
    assert not [path for path in (council / "public").rglob("*") if path.is_file() and b"Half" in path.read_bytes()]
    again = Session.open(council, agenda, clock=clock)
    assert again.draft.texts == {"m3": "Half"}
    again.close()


async def test_what_is_logged_is_put_right_and_the_list_of_corrections_leads_there(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "tekst m3: De raad bsluit.")
        await pilot.press("f5", "enter")
        assert screen.entry.value == "c tekst m3"
        await pilot.press("enter")
        assert "zoals vastgelegd" in text(screen, "#now") and over(screen, MotionText).text == "De raad bsluit."
        await pilot.press("home", *["right"] * 9, "e", "f12")
        await settled(pilot)
        assert session.desk.state.objects["m3"].text == "De raad besluit."
        assert isinstance(session.journal.events[-1], ev.Corrected)
        await send(pilot, "tekst m3")
        await pilot.press("end", "!", "f12")
        await settled(pilot)
        assert session.desk.state.objects["m3"].text == "De raad besluit.!", "also without c"


async def test_what_lies_ready_is_offered_and_a_bad_file_is_told(session: Session) -> None:
    lying = session.data / "stukken" / ID
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        lying.mkdir(parents=True)
        (lying / "m3.txt").write_text("De raad\n<b>besluit</b>.")
        await send(pilot, "tekst m3")
        assert over(screen, MotionText).text == "De raad\n<b>besluit</b>." and "uit stukken" in text(screen, "#now")
        await pilot.press("escape")
        (lying / "m3.txt").write_bytes(b"MZ\0")
        await send(pilot, "tekst m3")
        assert over(screen, MotionText).text == "" and "m3.txt" in text(screen, "#sentence")
        await pilot.press("f12", "escape")
        assert not worded(session)


@pytest.mark.parametrize("line", ["tekst m9", "tekst n6", "tekst"])
async def test_what_has_no_text_is_refused_as_ever(session: Session, line: str) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, line)
        assert screen.overlay is None and not worded(session)
        assert screen.entry.value == line or line == "tekst"


async def test_behind_closed_doors_no_text_is_asked(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        session.enter("besloten", confirmed=True)
        await send(pilot, "tekst m3")
        assert screen.overlay is None and not worded(session) and session.draft.texts == {}


async def test_a_text_too_long_is_refused_and_not_lost(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "tekst m3")
        await screen.take(Paste("woord " * (LONGEST_TEXT // 5)))
        await pilot.press("f12")
        await settled(pilot)
        assert "te lang" in text(screen, "#sentence") and not worded(session)
        assert len(session.draft.texts["m3"]) > LONGEST_TEXT


async def test_a_paste_keeps_its_lines_and_loses_what_cannot_be_seen(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "tekst m3")
        await screen.take(Paste("De raad,\r\n\tbesluit:\r\n1. \x1b[31mrood\u202e; = klaar"))
        assert over(screen, MotionText).text == "De raad,\n besluit:\n1. [31mrood; = klaar"
        await pilot.press("escape")


async def test_keys_typed_in_one_burst_land_in_their_order(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        Terminal(app).read(b"m4 i cda: Bomen\rtekst m4\rDe raad\rbesluit = ja\x1b[24~m4x\r")
        await settled(pilot)
        await settled(pilot)
        assert session.desk.state.objects["m4"].text == "De raad\nbesluit = ja", screen.entry.value
        assert session.desk.state.objects["m4"].outcome == "withdrawn"


async def test_deleted_on_request_it_is_in_no_draft(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        await begin(pilot)
        await send(pilot, "b: Mevrouw Kanariepiet spreekt in")
        await pilot.press("=")
        await settled(pilot)
        await send(pilot, "tekst m3")
        await typed(pilot, "De raad hoort mevrouw Kanariepiet.")
        await pilot.press("escape")
        assert session.draft.texts
        assert not session.enter("wis Kanariepiet: op verzoek", confirmed=True).refused
        assert session.draft.texts == {}


async def test_help_names_its_keys(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 60)) as pilot:
        screen = await begin(pilot)
        await pilot.press("f1")
        await pilot.pause()
        await pilot.press(*["pagedown"] * 5)
        await pilot.pause()
        assert "in een tekst" in text(screen, "#overlay")


@pytest.mark.parametrize(
    ("line", "asks"),
    [
        ("tekst m3", True),
        ("c tekst m3", True),
        ("@20:10 tekst m3", True),
        ("tekst m3: x", False),
        ("m3 w: tekst", False),
    ],
)
def test_which_lines_may_ask_for_it(line: str, asks: bool) -> None:
    assert begins_text(line) is asks


# -- rows --------------------------------------------------------------------------------------------------------------

SIGNS = st.text(alphabet="ab \né漢-", max_size=120)


@given(SIGNS, st.integers(4, 40))
def test_every_sign_is_in_one_row_and_no_row_is_too_wide(whole: str, width: int) -> None:
    editor = TextEditor(Editor(whole), width=width)
    rows = editor.rows
    assert "".join(whole[first:last] for first, last in rows) == whole.replace("\n", "")
    assert all(cell_len(whole[first:last].rstrip(" ")) <= width - 1 for first, last in rows)


@given(
    SIGNS,
    st.integers(4, 40),
    st.lists(st.sampled_from(["up", "down", "home", "end", "left", "x", "enter", "pagedown"])),
)
def test_no_key_leaves_the_text_or_loses_a_sign(whole: str, width: int, keys: list[str]) -> None:
    editor = TextEditor(Editor(whole), width=width, depth=3)
    typed_signs = 0
    for key in keys:
        if key == "x":
            editor.put("x")
        else:
            editor.edit(key)
        typed_signs += key in ("x", "enter")
        assert 0 <= editor.line.cursor <= len(editor.text) and 0 <= editor.row < len(editor.rows)
    assert len(editor.text) == len(whole) + typed_signs


def test_up_and_down_keep_their_column_over_a_short_row() -> None:
    editor = TextEditor(Editor("lange regel\nkort\nweer een lange", cursor=9, anchor=9))
    editor.edit("down")
    assert editor.line.cursor == len("lange regel\nkort")
    editor.edit("down")
    assert editor.line.cursor == len("lange regel\nkort\n") + 9
    editor.edit("home")
    editor.edit("ctrl+k")
    assert editor.text == "lange regel\nkort\n"
