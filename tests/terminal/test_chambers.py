"""Two sittings that public records tell, typed into the terminal app: it logs what line mode logs, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from tests.evenings.chambers.budget import BUDGET
from tests.evenings.chambers.chamber import Chamber, sit
from tests.evenings.chambers.polder import POLDER

from .hands import Unhurried
from .test_app import arrived, send, settled, text


def facts(session: Session) -> list[dict[str, object]]:
    """What was logged, but for the moments of logging."""
    plain = [
        e for e in session.journal.events if not isinstance(e, ev.Snapshot | ev.Released | ev.Note | ev.Checkpoint)
    ]
    return [event.model_dump(exclude={"seq", "at", "logged", "of"}) for event in plain]


@pytest.mark.parametrize(
    ("chamber", "size"), [(POLDER, (80, 24)), (BUDGET, (120, 36))], ids=lambda each: getattr(each, "id", None)
)
async def test_a_sitting_through_the_terminal_app(chamber: Chamber, size: tuple[int, int], tmp_path: Path) -> None:
    session = Session.open(tmp_path / "app", chamber.write(tmp_path / "app"), hold=0)
    app = LivecouncilApp(session, None, Unhurried())
    async with app.run_test(size=size) as pilot:
        screen = await arrived(pilot)
        await pilot.press("enter")
        for fact in chamber.facts:
            await send(pilot, fact.line.removesuffix(" ="))
            if fact.line.endswith(" ="):
                await pilot.press("=")
                await settled(pilot)
            assert screen.entry.value == "", f"{fact.line}: {text(screen, '#sentence')}"
        await pilot.press("enter")
        await settled(pilot)
    assert facts(session) == facts(sit(chamber, tmp_path / "lines").session)
    session.close()
