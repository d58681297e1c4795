"""F10: earlier meetings and what they decided, in the terminal app."""

from __future__ import annotations

from pathlib import Path

from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.overlays.listing import ChoiceList
from tests.conftest import Clock

from .hands import Unhurried
from .test_app import begin


async def test_earlier_meetings_and_their_decisions(council: Path, agenda: Path, evening: Path) -> None:
    later = agenda.with_name("2026-04-16-raadsvergadering.toml")
    later.write_text(agenda.read_text().replace("2026-03-12T19:30:00+01:00", "2026-04-16T19:30:00"))
    for path in (evening / "journal").iterdir():
        if path.is_file() and path.suffix == ".jsonl":
            (council / "journal").mkdir(exist_ok=True)
            (council / "journal" / path.name).write_bytes(path.read_bytes())
    session = Session.open(council, later, hold=0, clock=Clock("2026-04-16T19:30:00+02:00"))
    app = LivecouncilApp(session, None, Unhurried())

    async def listed(title: str) -> list[str]:
        for _ in range(400):
            await pilot.pause(0.01)
            overlay = screen.overlay
            if isinstance(overlay, ChoiceList) and overlay.title == title:
                return overlay.labels
        raise AssertionError(title)

    async with app.run_test(size=(120, 36)) as pilot:
        screen = await begin(pilot)
        await pilot.press("f10")
        rows = await listed("ARCHIEF")
        assert rows[0].startswith("2026-04-16 Raadsvergadering") and rows[1].startswith("2026-03-12 Raadsvergadering")
        await pilot.press("down", "enter")
        decided = await listed("2026-03-12-raadsvergadering")
        assert any("Motie M3 ‘Zebrapad Dorpsstraat’ is aangenomen" in row for row in decided)
    session.close()
