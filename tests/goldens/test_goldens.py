"""Every output of five evenings, byte for byte as it was frozen: a change of any of them is a
decision, never an accident.

`LIVECOUNCIL_GOLDEN=write pytest tests/goldens` freezes them anew; that is a commit of its own, which says why. A
few outputs stand here whole, so that a change can be read; of all others a SHA-256.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from livecouncil.core.acts import ACTS, NEVER_LOGGED
from livecouncil.core.meeting.entry import parse
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from tests.evenings import everything, filed, proefstad
from tests.terminal.test_app import send, settled

from . import commands, evenings
from .evenings import Played, Step

FROZEN = Path(__file__).parent / "frozen"
WHOLE = (
    "line-mode",
    "stream",
    "wall",
    "journal",
    "errors",
    "120x36",
    "80x24",
    "raadsvergadering/feed.json",
    "raadsvergadering/decisions.html",
    "votes.csv",
)
"""Outputs kept whole, by the end of their name, so that a change of them can be read."""


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patched:
        yield patched


def held_against(name: str, outputs: dict[str, bytes], whole: bool = True) -> None:
    """Compare with what was frozen, or freeze."""
    folder = FROZEN / name
    sums = {key: hashlib.sha256(made).hexdigest() for key, made in sorted(outputs.items())}
    listed = "".join(f"{digest}  {key}\n" for key, digest in sums.items())
    if os.environ.get("LIVECOUNCIL_GOLDEN") == "write":
        freeze(folder, listed, outputs if whole else {})
    rows = [row.split("  ", 1) for row in (folder / "SHA256SUMS").read_text().splitlines()]
    known = {key: digest for digest, key in rows}
    assert sorted(sums) == sorted(known), "another set of files than was frozen"
    for key in sums:
        kept = folder / flat(key)
        if kept.exists():
            assert outputs[key].decode(errors="replace") == kept.read_bytes().decode(errors="replace"), key
    changed = [key for key in sums if sums[key] != known[key]]
    assert not changed, f"not as frozen: {changed}"


def freeze(folder: Path, listed: str, outputs: dict[str, bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / "SHA256SUMS").write_text(listed)
    for key, made in outputs.items():
        if key.endswith(WHOLE) and not key.startswith("redacted/"):
            (folder / flat(key)).write_bytes(made)


def flat(key: str) -> str:
    return key.replace("/", "__")


@pytest.mark.parametrize("name", evenings.EVENINGS)
def test_every_output_of_an_evening(name: str, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    evenings.fixed(patch, tmp_path / "keys")
    made = evenings.EVENINGS[name](tmp_path / "raad")
    held_against(name, made.outputs)


ELSEWHERE = {"advise": "only a committee advises: tests/sitting/test_bodies.py"}
"""Acts that log and that no evening here types, each with why."""


def test_the_evenings_hold_every_act(tmp_path: Path) -> None:
    """Whoever adds an act adds it to an evening, so that whatever comes of it is frozen."""
    typed = set(ELSEWHERE)
    typed |= acts_typed(proefstad.write(tmp_path / "everything"), everything.SCRIPT.strip().splitlines())
    typed |= acts_typed(filed.write(tmp_path / "filed"), filed.SCRIPT.strip().splitlines())
    logging = {act.parsed for act in ACTS if act.word} - NEVER_LOGGED
    assert sorted(logging - typed) == [], "type it in an evening of tests/evenings"


def acts_typed(agenda: Path, script: list[str]) -> set[str]:
    """Every act of an evening, none of which is refused."""
    acts = set()
    session = Session.open(agenda.parents[1], agenda, hold=0)
    for line in script:
        entry = parse(line, line_mode=True, known=session.desk.state.known)
        assert entry
        acts.add(entry.act)
        answer = session.enter(line, confirmed=True, line_mode=True)
        assert not answer.refused, f"{line}: {answer.text}"
    session.close()
    return acts


def test_a_real_evening(shared: Path, tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    evenings.fixed(patch, tmp_path / "keys")
    made = evenings.real(shared, tmp_path / "raad")
    held_against("denhelder", made.outputs, whole=False)


def test_what_the_command_line_says_of_bad_use(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    held_against("commands", {"errors": commands.errors(tmp_path, capfd)})


async def test_what_the_terminal_app_shows(tmp_path: Path, patch: pytest.MonkeyPatch) -> None:
    """The demo evening typed into the app, and the screen after each line."""
    evenings.fixed(patch, tmp_path / "keys")
    shown: dict[str, bytes] = {}
    for width, height in ((120, 36), (80, 24)):
        shown[f"{width}x{height}"] = await screens(evenings.unplayed(tmp_path / f"raad{width}"), width, height)
    held_against("terminal", shown)


async def screens(evening: Played, width: int, height: int) -> bytes:
    """Every screen of the evening as text."""
    agenda = next((evening.base / "agendas").glob("*.toml"))
    clock = Step(evenings.LIVE)
    session = Session.open(evening.base, agenda, hold=0, clock=clock)
    app = LivecouncilApp(session, None)
    seen = []
    async with app.run_test(size=(width, height)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        for line in evenings.script(evening.base):
            clock.now += clock.each
            await send(pilot, line.removesuffix(" ="))
            if line.endswith(" ="):
                await pilot.press("=")
                await settled(pilot)
            await (await settled(pilot)).look_once()  # in a thread of its own, whenever that gets its turn
            await pilot.pause()
            seen.append(f"> {line}\n{evenings.text_of(app)}")
    session.close()
    return "\n".join(seen).encode()
