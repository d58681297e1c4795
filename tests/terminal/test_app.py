"""The terminal app under a pilot, on a real session with a real journal."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen
from textual.widgets import OptionList, Static

from livecouncil.sitting.session import Session
from livecouncil.terminal import panels
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.checks import ChecksScreen
from livecouncil.terminal.dialogs import Choice, Question
from livecouncil.terminal.meeting import MeetingScreen
from livecouncil.terminal.voting import RollCall
from livecouncil.wording import Wording

from .hands import Terminal, Unhurried


async def settled(pilot: Any) -> MeetingScreen:
    """Wait until every key has been handled and every act typed has been answered."""
    app = pilot.app
    screen = next(s for s in app.screen_stack if isinstance(s, MeetingScreen))
    await pilot.pause()
    for _ in range(2):
        async with asyncio.timeout(30):
            reached = asyncio.Event()
            app.call_later(reached.set)
            await reached.wait()
            while app._typed:
                await asyncio.sleep(0.005)
            await screen._queue.join()
    await pilot.pause()
    return screen


async def shown(pilot: Any, kind: type[Screen[Any]]) -> None:
    """Wait until the screen in front is one of `kind`, however loaded the machine is."""
    async with asyncio.timeout(30):
        while not (isinstance(pilot.app.screen, kind) and pilot.app.screen.is_mounted):
            await pilot.pause(0.01)


async def begin(pilot: Any) -> MeetingScreen:
    """Past the checks, which a new meeting always opens with, to the first motion."""
    if not pilot.app.session.resumed:
        await shown(pilot, ChecksScreen)
        await pilot.press("enter")
    await shown(pilot, MeetingScreen)
    screen = await settled(pilot)
    for line in ("open", "n6", "m3 i pvda gl: Starters eerst"):
        await send(pilot, line)
    return screen


async def send(pilot: Any, line: str) -> None:
    screen = await settled(pilot)
    screen.entry.value = line
    await pilot.press("enter")
    await settled(pilot)


def text(screen: MeetingScreen, where: str) -> str:
    return str(screen.query_one(where).render())


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_outcome_is_typed_previewed_staged_and_hammered(session: Session, size: tuple[int, int]) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=size) as pilot:
        screen = await begin(pilot)
        await pilot.press(*"m3v", "space", *"cda")
        assert "Motie M3 ‘Starters eerst’ is aangenomen. Voor 31" in text(screen, "#preview")
        await pilot.press("enter")
        await settled(pilot)
        assert "KLAAR Motie M3" in text(screen, "#staged")
        assert text(screen, "#preview").startswith("Wacht op de hamer (=): Motie M3")
        await pilot.press("=")
        await settled(pilot)
        assert session.desk.state.objects["m3"].outcome == "adopted" and text(screen, "#staged") == ""
        assert screen.has_class("narrow") == (size[0] < 100)
        assert "0:10" in text(screen, "#outgoing" if size[0] >= 100 else "#fold")


async def test_f12_hammers_and_keeps_the_half_typed_line(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "m3u")
        screen.entry.value = "jans"
        await pilot.press("f12")
        await settled(pilot)
        assert screen.entry.value == "jans" and session.desk.state.objects["m3"].outcome == "adopted"
        await pilot.press("ctrl+z")
        await settled(pilot)
        assert session.desk.staged and session.desk.state.objects["m3"].outcome is None


async def test_a_refused_line_stays_and_enter_again_keeps_it_as_a_red_note(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "m3v xyzzy")
        assert screen.entry.value == "m3v xyzzy" and "ken ik niet" in text(screen, "#preview")
        assert "Enter nogmaals" in text(screen, "#preview")
        await pilot.press("enter")
        await settled(pilot)
        assert screen.entry.value == "" and [e.kind for e in session.journal.events if e.type == "note"][-1] == "red"  # type: ignore[attr-defined]


async def test_ctrl_q_asks_and_says_what_still_waits(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        for answer in ("escape", "enter"):
            await pilot.press("ctrl+q", "ctrl+q")
            assert isinstance(app.screen, Question) and app.is_running
            assert "Nog niet uit: 3" in str(app.screen.query_one(".title", Static).render())
            await pilot.press(answer)
            await pilot.pause()
        assert app.return_code == 0


@pytest.mark.parametrize("language", ["nl", "fy", "en"])
def test_the_hints_fit_the_smallest_terminal(language: str) -> None:
    assert len(Wording.load(language).t("tui.hints")) <= 78


async def test_closing_the_doors_asks_and_keeps_no_history(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "besloten")
        assert isinstance(app.screen, Question)
        await pilot.press("enter")
        await settled(pilot)
        assert session.desk.state.doors_closed and "BESLOTEN" in text(screen, "#head")
        await send(pilot, "kanariepiet")
        assert "kanariepiet" not in screen.entering.history and "kanariepiet" not in text(screen, "#preview")
        kept = b"".join(p.read_bytes() for p in Path(session.journal.folder).rglob("*") if p.is_file())
        assert b"kanariepiet" not in kept


async def test_the_roll_call_screen_fills_the_line(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        screen.entry.value = "m3r8"
        await pilot.press("f4")
        await pilot.pause()
        assert isinstance(app.screen, RollCall)
        await pilot.press("v", "t", "backspace", *"v" * 19, *"t" * 17)
        await pilot.pause()
        assert screen.entry.value == "m3r8 " + "v" * 20 + "t" * 17
        await pilot.press("enter")
        await settled(pilot)
        assert "Voor 20" in text(screen, "#staged")


async def test_help_and_corrections_offer_lines(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press("?")
        await pilot.pause()
        assert isinstance(app.screen, Choice)
        await pilot.press("escape")
        await send(pilot, "m3u =")
        screen.entry.value = ""
        await pilot.press("f5")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert screen.entry.value.startswith("c m3")


@pytest.mark.parametrize("title", ["[/] [red]", "x" * 1999, "🏠👩‍👩‍👧", "\x1b[31mrood", "\u202eom"])
async def test_hostile_titles_in_every_panel(session: Session, title: str) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        await begin(pilot)
        for line in (f"m4 i vvd: {title}", f"+16: {title}", "m4u"):
            await send(pilot, line)
        for key in ("f2", "escape", "f3", "escape", "f5", "escape"):
            await pilot.press(key)
            await pilot.pause()
        assert app.is_running and session.desk.state.objects["m4"].title


async def test_it_resumes_with_the_draft(council: Path, agenda: Path, clock: Any) -> None:
    first = Session.open(council, agenda, clock=clock)
    for line in ("open", "n6"):
        first.enter(line)
    first.save_draft("m3 i pvda: Half get")
    first.close()
    second = Session.open(council, agenda, clock=clock)
    app = LivecouncilApp(second, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert screen.entry.value == "m3 i pvda: Half get" and second.desk.state.item == "6"
    second.close()


def test_every_act_has_wording() -> None:
    from livecouncil.core.acts import ACTS
    from livecouncil.wording import Wording

    for language in ("nl", "fy", "en"):
        words = Wording.load(language)
        assert all(words.t(f"acts.{a.id}.label") != f"acts.{a.id}.label" for a in ACTS)


async def test_the_roll_call_goes_one_member_back_and_no_further(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press(*"m3r", "f4")
        await pilot.pause()
        await pilot.press("v", "t", "backspace", "backspace")
        assert "nog 36" in str(app.screen.query_one("#now").render()), "only the last answer went back"
        await pilot.press(*("v" * 36))
        await pilot.pause()
        assert screen.entry.value == "m3r " + "v" * 37


async def test_the_ballot_form_says_the_outcome_before_it_is_sent(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        await pilot.press("f7")
        await pilot.pause()
        await pilot.press(*"Lid", "enter", *"braas 18 smit 18", "tab", "space", "tab", *"0", "enter", *"1", "enter")
        await pilot.pause()
        outcome = str(app.screen.query_one("#outcome").render())
        assert "Er volgt een herstemming" in outcome and "art. 31, tweede lid" in outcome
        assert app.screen.query_one("#outcome").region.bottom <= 22, "seen without scrolling"
        await pilot.press("0", "enter")
        await pilot.pause()
        assert screen.entry.value == "pers Lid: braas 18 smit 18 tegen 0 blanco 1 ongeldig 0 voordracht"


async def test_an_equals_sign_on_a_line_from_the_roll_call_says_that_enter_comes_first(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press(*"m3r", "f4")
        await pilot.pause()
        await pilot.press(*("v" * 37), "=")
        await settled(pilot)
        assert "eerst Enter" in text(screen, "#preview")
        await pilot.press("enter", "=")
        await settled(pilot)
        assert session.desk.state.objects["m3"].outcome == "adopted"


async def test_the_ballot_form_keeps_the_keys_order_in_one_burst(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        Terminal(app).read(b"\x1b[18~Lid\rbraas 18 smit 16\t \t0\r1\r2\r")
        await settled(pilot)
        assert screen.entry.value == "pers Lid: braas 18 smit 16 tegen 0 blanco 1 ongeldig 2 voordracht"


async def test_the_ballot_form_takes_a_paste_and_no_letters_where_a_number_goes(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        Terminal(app).read(b"\x1b[18~\x1b[200~Lid van\nde raad\x1b[201~\rbraas 37\r\x1b[200~x\x1b[201~y0\r\r\r")
        await settled(pilot)
        assert screen.entry.value == "pers Lid van de raad: braas 37 tegen 0 blanco 0 ongeldig 0"


async def test_what_the_panels_cut_off_ends_in_dots(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        await begin(pilot)
        await send(
            pilot, "m4 i pvda gl: Een titel die langer is dan er in het journaal naast de andere feiten plaats heeft"
        )
        told = panels.journal(session).plain
        cut = next(part for part in told.split(" · ") if "Een titel die langer" in part)
        assert cut.endswith("…") and len(cut.partition(" 19:30 ")[2] or cut) <= 110


async def test_the_ledger_knows_who_is_here_and_who_counted(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        for line in ("af aalders", "m3u"):
            await send(pilot, line)
        await pilot.press("=")
        await settled(pilot)
        await pilot.press("f8")
        await pilot.pause()
        assert isinstance(app.screen, Choice)
        rows = [str(o.prompt) for o in app.screen.query_one(OptionList).options]
        assert rows[0].startswith("○   1 Aalders (CDA)") and "19:30–19:30" in rows[0]
        assert "M3 19:30: 36 leden telden mee · afwezig: Aalders" in rows
        await pilot.press("enter")
        await pilot.pause()
        assert screen.entry.value == "aan aa"


async def test_the_checks_show_every_local_rule_and_how_to_begin_at_80x24(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ChecksScreen)
        rules = next(row for row in app.screen.lines() if row.startswith("Reglement van orde"))
        assert rules.count(" · ") == len(type(session.desk.state.council.procedure).model_fields) - 1
        assert "tui." not in rules
        last = list(app.screen.query(Static))[-1]
        assert "Enter" in str(last.render()) and last.region.bottom <= 22


async def test_speaking_time_counts_down_before_the_griffier(council: Path, agenda: Path, clock: Any) -> None:
    path = council / "council.toml"
    path.write_text(path.read_text() + '\n[procedure.speaking_time]\nper = "group"\nminutes = 1\n')
    timed = Session.open(council, agenda, clock=clock)
    app = LivecouncilApp(timed, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "jansen")
        clock.now += timedelta(seconds=20)
        screen._tick()
        assert "VVD nog 0:40 van 1:00" in text(screen, "#item")
        clock.now += timedelta(seconds=45)
        screen._tick()
        assert "VVD 0:05 OVER DE TIJD" in text(screen, "#item")
    timed.close()


async def test_a_second_screen_on_the_same_meeting_says_that_it_only_reads(
    session: Session, council: Path, agenda: Path, clock: Any
) -> None:
    second = Session.open(council, agenda, clock=clock)
    app = LivecouncilApp(second, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert "ALLEEN LEZEN" in text(screen, "#head")
    second.close()
    assert not session.journal.read_only
