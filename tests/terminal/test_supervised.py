"""After the first unexpected exception: wherever it is raised, the app says FOUT, keeps the line,
and the next act works.

What fails is always a real part of the running app, made to raise once; what it raises is any kind of exception, with
typed text in it as exceptions have.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting.fold import after, fold
from livecouncil.journal.journal import Journal
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.desk import Desk
from livecouncil.sitting.outgoing import Gatekeeper
from livecouncil.sitting.session import Session
from livecouncil.system import crash
from livecouncil.terminal import ledger
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.seen import facts, hands, middle, outside, top

from .hands import Unhurried
from .test_app import begin, send, settled, text

FAULTS = [RuntimeError("kanarie"), OSError(5, "kanarie"), RecursionError("kanarie"), KeyError("kanarie")]


def once(real: Callable[..., Any], error: BaseException) -> Callable[..., Any]:
    """`real`, but for its next call, which raises."""
    left = [error]

    def act(*args: Any, **more: Any) -> Any:
        if left:
            raise left.pop()
        return real(*args, **more)

    return act


def refolded(session: Session) -> tuple[object, ...]:
    """What the desk knows, and what the journal says."""
    state = session.desk.state
    disk = fold(session.journal.events, state.council, state.agenda, state.rehearsal)
    return (
        (state.item, state.objects, state.outcomes, state.decisions, [e.seq for e in state.events]),
        (disk.item, disk.objects, disk.outcomes, disk.decisions, [e.seq for e in disk.events]),
    )


@pytest.mark.parametrize("fault", FAULTS, ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("where", [(Desk, "enter"), (Journal, "append")], ids=["desk", "journal"])
async def test_an_act_that_raises_answers_fout_keeps_the_line_and_the_next_works(
    session: Session, monkeypatch: pytest.MonkeyPatch, where: tuple[type, str], fault: Exception
) -> None:
    app = LivecouncilApp(session, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        lines = len(session.journal.events)
        with monkeypatch.context() as patch:
            patch.setattr(*where, once(getattr(*where), fault))
            await send(pilot, "n7")
        assert "✓" not in text(screen, "#sentence") and "niet vastgelegd" in text(screen, "#sentence")
        assert type(fault).__name__ in text(screen, "#sentence")
        assert screen.entry.value == "n7" and len(session.journal.events) == lines
        assert "STORING" in text(screen, "#alarm") and str(crash.path()) in " ".join(session.alarms)
        await send(pilot, "n8")
        assert session.desk.state.item == "8" and text(screen, "#sentence").startswith("✓")
        mine, disk = refolded(session)
        assert mine == disk and app.is_running


async def test_what_the_journal_has_taken_is_logged_whatever_the_desk_does_with_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half taken in: one event of two applied. The ✓ is true, and memory is what disk is."""
    app = LivecouncilApp(session, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "m3v cda")

        def half(desk: Desk, answer: Any, written: Any, *_: Any) -> None:
            desk.state.objects.clear()
            after(desk.state, written[0])
            raise ValueError("kanarie")

        with monkeypatch.context() as patch:
            patch.setattr(Desk, "accept", half)
            await pilot.press("=")
            await settled(pilot)
        assert text(screen, "#sentence").startswith("✓ Motie M3") and "STORING" in text(screen, "#alarm")
        assert session.desk.state.objects["m3"].outcome == "adopted" and session.desk.staged is None
        mine, disk = refolded(session)
        assert mine == disk
        await send(pilot, "n7")
        assert session.desk.state.item == "7"


PANELS = {
    "meeting": (top, "meeting_seen"),
    "now": (top, "now_seen"),
    "objects": (middle, "objects_seen"),
    "strip": (hands, "strip_seen"),
    "picture": (facts, "newest_facts"),
    "public": (outside, "public_seen"),
}


@pytest.mark.parametrize("panel", PANELS)
async def test_a_panel_that_cannot_be_drawn_says_so_and_the_rest_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch, panel: str
) -> None:
    def broken(*_: Any) -> Any:
        raise ZeroDivisionError("kanarie")

    app = LivecouncilApp(session, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(*PANELS[panel], broken)
            await send(pilot, "n7")
            screen.show_all()
            assert "niet getekend" in text(screen, f"#{panel}")
        await send(pilot, "n8")
        screen.show_all()
        assert "niet getekend" not in text(screen, f"#{panel}")
        assert session.desk.state.item == "8" and app.is_running and not app.crashed


async def test_a_key_whose_sentence_or_draft_fails_is_still_a_key(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LivecouncilApp(session, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(Desk, "preview", once(Desk.preview, MemoryError("kanarie")))
            await pilot.press("n")
            patch.setattr(json, "dumps", once(json.dumps, UnicodeEncodeError("utf-8", "kanarie", 0, 1, "?")))
            await pilot.press("8")
        assert screen.entry.value == "n8" and app.is_running
        await pilot.press("enter")
        await settled(pilot)
        assert session.desk.state.item == "8"


async def test_watchdog_tick_and_function_keys_that_raise_end_nothing(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LivecouncilApp(session, None)
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        broken = RuntimeError("kanarie")
        monkeypatch.setattr(screen.watchdog, "look", once(screen.watchdog.look, broken))
        monkeypatch.setattr(session, "is_due", once(session.is_due, broken))
        with monkeypatch.context() as patch:
            patch.setattr(ledger, "ledger_rows", once(ledger.ledger_rows, broken))
            await pilot.press("f8")
        screen._tick()
        await send(pilot, "n8")
        assert session.desk.state.item == "8" and app.is_running and not app.crashed
        assert sum("STORING" in alarm for alarm in session.alarms) >= 2


async def test_a_release_that_fails_is_tried_again_later_and_not_four_times_a_second(
    session: Session, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from datetime import timedelta

    session.enter("open")
    clock.now += timedelta(minutes=4)
    monkeypatch.setattr(Gatekeeper, "due", once(Gatekeeper.due, RuntimeError("kanarie")))
    answer = session.tick()
    assert answer and answer.refused and not session.is_due() and session.next_due() is not None
    clock.now += timedelta(seconds=5)
    assert session.is_due()
    released = session.tick()
    assert released and released.kind is Kind.RELEASED and session.next_due() is None


async def test_the_report_holds_the_way_of_a_fault_and_nothing_typed(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Typed behind closed doors, in the exception's words, in its cause's, and in a local variable."""
    canary = "geheimkanarie"

    def leaking(desk: Desk, line: str, *_: Any) -> Any:
        private = f"{line} {canary}"
        try:
            raise KeyError(private)
        except KeyError as error:
            raise ValueError(private) from error

    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await send(pilot, "besloten")
        await pilot.press("enter")
        await settled(pilot)
        with monkeypatch.context() as patch:
            patch.setattr(Desk, "enter", leaking)
            await send(pilot, canary)
        assert "niet vastgelegd" in text(screen, "#sentence") and canary not in text(screen, "#sentence")
        assert canary not in " ".join(session.alarms) and canary not in screen.entering.history
    report = crash.path().read_text()
    assert "builtins.ValueError" in report and "builtins.KeyError" in report and ".leaking" in report
    assert canary not in report and crash.path().stat().st_mode & 0o077 == 0
    kept = b"".join(p.read_bytes() for p in Path(session.journal.folder).rglob("*") if p.is_file())
    assert canary.encode() not in kept


async def test_the_last_resort_keeps_the_draft_names_the_report_and_exits_non_zero(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = LivecouncilApp(session, None)
    async with app.run_test(size=(120, 36)) as pilot:
        await begin(pilot)
        await pilot.press(*"half")
        app._handle_exception(RuntimeError("kanarie"))
        await pilot.pause()
    assert app.crashed == "RuntimeError" and app.return_code == 1
    assert app.report == crash.path()
    assert json.loads((session.journal.private / "draft.json").read_text())["line"] == "half"
