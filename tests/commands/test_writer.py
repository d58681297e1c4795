"""The public files beside a meeting: what is linked to is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.commands.writer import Writer
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.waiting import until


def test_documents_are_there_once_it_is_closed_and_not_when_the_griffier_leaves(
    council: Path, agenda: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The public server writes the pages, which link to the decision list once that is there."""
    for module in ("folder", "afterwards", "awaited"):
        monkeypatch.setattr(f"livecouncil.publishing.{module}.installed", lambda extra: False)
    session = Session.open(council, agenda, hold=0, clock=clock)
    public = council / "public" / session.desk.state.agenda.id
    with Writer(session, needed=lambda: False) as writer:
        for line in ("open", "n6", "v =", "sluit"):
            assert not session.enter(line, confirmed=True, line_mode=True).refused
        writer.wake()
        until((public / "decisions.html").exists, "nothing was made at the close")
        session.enter("c n6 t =", confirmed=True, line_mode=True)
        writer.wake()
        until(lambda: "erworpen" in (public / "decisions.html").read_text(), "a correction was not made")
    session.close()
