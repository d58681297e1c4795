"""The terminal app under a pilot, on a real session with a real journal."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest

from livecouncil.core.law.bodies import LOCAL_ONLY
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.meeting import MeetingScreen
from livecouncil.terminal.overlays.checks import StartChecks
from livecouncil.terminal.overlays.guide import Guide
from livecouncil.terminal.overlays.listing import ChoiceList
from livecouncil.terminal.overlays.overlay import Overlay
from livecouncil.terminal.overlays.question import Question
from livecouncil.terminal.overlays.roll_call import RollCall
from livecouncil.terminal.region import Drawn
from livecouncil.wording import Wording

from .hands import Terminal, Unhurried

Kind = TypeVar("Kind", bound=Overlay)


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


async def arrived(pilot: Any) -> MeetingScreen:
    """Wait until the meeting's screen is there, however loaded the machine is."""
    async with asyncio.timeout(30):
        while not any(isinstance(each, MeetingScreen) and each.ready for each in pilot.app.screen_stack):
            await pilot.pause(0.01)
    return await settled(pilot)


async def begin(pilot: Any) -> MeetingScreen:
    """Past the checks, which a new meeting always opens with, to the first motion."""
    screen = await arrived(pilot)
    if isinstance(screen.overlay, StartChecks):
        await pilot.press("enter")
    for line in ("open", "n6", "m3 i pvda gl: Starters eerst"):
        await send(pilot, line)
    return screen


async def send(pilot: Any, line: str) -> None:
    screen = await settled(pilot)
    screen.entry.value = line
    await pilot.press("enter")
    await settled(pilot)


def text(screen: MeetingScreen, where: str) -> str:
    """What a region says, its rows as one text."""
    return " ".join(screen.query_one(where, Drawn).plain.split())


def over(screen: MeetingScreen, kind: type[Kind]) -> Kind:
    """What stands over the middle, which is one of `kind`."""
    assert isinstance(screen.overlay, kind), screen.overlay
    return screen.overlay


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
async def test_an_outcome_is_typed_previewed_staged_and_hammered(session: Session, size: tuple[int, int]) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=size) as pilot:
        screen = await begin(pilot)
        await pilot.press(*"m3v", "space", *"cda")
        assert "Motie M3 ‘Starters eerst’ is aangenomen. Voor 31" in text(screen, "#sentence")
        await pilot.press("enter")
        await settled(pilot)
        assert text(screen, "#strip").startswith("KLAAR M3 ‘Starters")
        assert "AANGENOMEN voor 31 tegen 6" in text(screen, "#strip") and "= hamer" in text(screen, "#strip")
        assert text(screen, "#sentence").startswith("Motie M3 ‘Starters eerst’ is aangenomen.")
        await pilot.press("=")
        await settled(pilot)
        assert session.desk.state.objects["m3"].outcome == "adopted"
        assert text(screen, "#strip").startswith("VRIJ M3") and "feed 0:10" in text(screen, "#strip")
        assert text(screen, "#sentence").startswith("✓ Motie M3")
        assert "aangenomen" in text(screen, "#picture"), "it dropped into the journal"
        assert screen.board.regions["agenda"].display == (size[0] >= 110)


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
        assert screen.entry.value == "m3v xyzzy" and "ken ik niet" in text(screen, "#sentence")
        assert "Enter nogmaals" in text(screen, "#sentence")
        await pilot.press("enter")
        await settled(pilot)
        assert screen.entry.value == "" and [e.kind for e in session.journal.events if e.type == "note"][-1] == "red"  # type: ignore[attr-defined]


async def test_with_a_refused_line_goes_why_it_was_refused(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(60, 15)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "m3v xyzzy")
        assert "ken ik niet" in text(screen, "#sentence")
        await pilot.press("escape")
        assert screen.entry.value == "" and "ken ik niet" not in text(screen, "#sentence")


async def test_ctrl_q_asks_and_says_what_still_waits(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        for answer in ("escape", "enter"):
            await pilot.press("ctrl+q", "ctrl+q")
            question = over(screen, Question)
            assert app.is_running and "Nog niet uit: 3" in question.text
            await pilot.press(answer)
            await pilot.pause()
        assert app.return_code == 0


@pytest.mark.parametrize("language", ["nl", "fy", "en"])
def test_the_word_of_the_strip_fits_its_place(language: str) -> None:
    words = Wording.load(language)
    assert all(len(words.t(f"screen.strip.{key}")) <= 6 for key in ("typing", "waiting", "released", "shut", "start"))


async def test_closing_the_doors_asks_and_keeps_no_history(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "besloten")
        over(screen, Question)
        await pilot.press("enter")
        await settled(pilot)
        assert session.desk.state.doors_closed and "BESLOTEN" in text(screen, "#meeting")
        await send(pilot, "kanariepiet")
        assert "kanariepiet" not in screen.entering.history and "kanariepiet" not in text(screen, "#sentence")
        kept = b"".join(p.read_bytes() for p in Path(session.journal.folder).rglob("*") if p.is_file())
        assert b"kanariepiet" not in kept


async def test_the_roll_call_screen_fills_the_line(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        screen.entry.value = "m3r8"
        await pilot.press("f4")
        await pilot.pause()
        over(screen, RollCall)
        assert "nu 8" in text(screen, "#offer") and "HOOFDELIJKE STEMMING M3" in text(screen, "#overlay")
        await pilot.press("v", "t", "backspace", *"v" * 19, *"t" * 16)
        assert "voor 20 tegen 16 nog 1" in text(screen, "#strip"), "the sum is the griffier's alone"
        await pilot.press("t")
        await pilot.pause()
        assert screen.entry.value == "m3r8 " + "v" * 20 + "t" * 17
        await pilot.press("enter")
        await settled(pilot)
        assert "voor 20 tegen 17" in text(screen, "#strip")


async def test_help_and_corrections_offer_lines(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press("?")
        await pilot.pause()
        over(screen, Guide)
        assert "NU, BIJ M3" in text(screen, "#overlay") and "m3v" in text(screen, "#overlay")
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
        assert "nog 36" in text(screen, "#strip"), "only the last answer went back"
        assert "Alleen het vorige lid" in text(screen, "#sentence")
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
        outcome = text(screen, "#overlay")
        assert "Er volgt een herstemming" in outcome and "art. 31, tweede lid" in outcome
        await pilot.press("0", "enter")
        await pilot.pause()
        assert screen.entry.value == "pers Lid: braas 18 smit 18 tegen 0 blanco 1 ongeldig 0 voordracht"


async def test_the_ballot_form_shows_whether_the_choice_is_limited_on_every_screen(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(60, 15)) as pilot:
        screen = await begin(pilot)
        await pilot.press("f7", "tab", "tab", "space")
        await settled(pilot)
        assert "■" in text(screen, "#overlay")


async def test_an_equals_sign_on_a_line_from_the_roll_call_says_that_enter_comes_first(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press(*"m3r", "f4")
        await pilot.pause()
        await pilot.press(*("v" * 37), "=")
        await settled(pilot)
        assert "eerst Enter" in text(screen, "#sentence")
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


async def test_what_is_cut_off_ends_in_dots_and_figures_stand_in_their_column(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await begin(pilot)
        title = "Een titel die langer is dan er in het journaal naast de andere feiten plaats heeft"
        await send(pilot, f"m4 i pvda gl: {title}")
        row = next(row for row in screen.query_one("#picture", Drawn).rows if "ingediend" in row.plain)
        assert "… PvdA GL" in row.plain and len(row.plain) == 80


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
        rows = over(screen, ChoiceList).labels
        assert rows[0].startswith("○   1 Aalders (CDA)") and "19:30–19:30" in rows[0]
        assert "M3 19:30: 36 leden telden mee · afwezig: Aalders" in rows
        await pilot.press("enter")
        await pilot.pause()
        assert screen.entry.value == "aan aa"


async def test_the_checks_show_every_local_rule_and_how_to_begin_at_80x24(session: Session) -> None:
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(80, 24)) as pilot:
        screen = await arrived(pilot)
        state = session.desk.state
        rules = next(one.found for one in over(screen, StartChecks).checked.checks if one.what == "reglement")
        told = (
            set(type(state.council.procedure).model_fields) - (LOCAL_ONLY - set(state.law.local_rules)) - {"majorities"}
        )
        assert rules.count(" · ") == len(told) - 1
        assert "tui." not in rules
        assert "Enter begint" in text(screen, "#strip") and "Enter begint" in text(screen, "#keys")


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
        assert "de heer Jansen (VVD) 0:20 van 1:00" in text(screen, "#now")
        clock.now += timedelta(seconds=45)
        screen._tick()
        assert "+0:05 van 1:00" in text(screen, "#now")
    timed.close()


async def test_a_second_screen_on_the_same_meeting_says_that_it_only_reads(
    session: Session, council: Path, agenda: Path, clock: Any
) -> None:
    second = Session.open(council, agenda, clock=clock)
    app = LivecouncilApp(second, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await settled(pilot)
        assert "ALLEEN LEZEN" in text(screen, "#meeting")
    second.close()
    assert not session.journal.read_only
