"""What stands before a meeting of another body: its own members, and no quorum where the law asks none."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.sitting.ahead import ahead_in
from livecouncil.sitting.session import Session
from livecouncil.terminal.seen.checks import checks
from livecouncil.terminal.watchdog import Watchdog
from tests.conftest import Clock
from tests.evenings.bodies import COMMITTEE, STATES, BodyEvening


def rows(evening: BodyEvening, folder: Path) -> dict[str, str]:
    """What each check says, by its name."""
    session = Session.open(folder, evening.write(folder), clock=Clock())
    try:
        return {check.what: check.found for check in checks(ahead_in(session), Watchdog(session, None))}
    finally:
        session.close()


def test_a_committee_has_members_and_no_quorum(tmp_path: Path) -> None:
    assert rows(COMMITTEE, tmp_path)["leden"] == "5 leden, geen quorum"


def test_what_makes_documents_is_missed_before_the_evening(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("livecouncil.terminal.seen.checks.installed", lambda extra: False)
    assert "PDF" in rows(COMMITTEE, tmp_path)["documenten"]


def test_provincial_states_have_both(tmp_path: Path) -> None:
    said = rows(STATES, tmp_path)["leden"]
    assert "quorum" in said and "geen" not in said
