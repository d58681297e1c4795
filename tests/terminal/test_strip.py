"""What waits for the hammer is said whole: of several that are decided by one count, how many."""

from __future__ import annotations

from pathlib import Path

from livecouncil.sitting.session import Session
from livecouncil.terminal.regions.strip import Typing, Waiting
from livecouncil.terminal.seen.facts import newest_facts
from livecouncil.terminal.seen.hands import strip_seen
from tests.conftest import Clock
from tests.evenings.sitting import write


def test_several_in_one_vote_are_told_from_one(tmp_path: Path) -> None:
    session = Session.open(tmp_path, write(tmp_path), hold=0, clock=Clock())
    for line in ("open", "n4", "m1 i a: Een", "m2 i b: Twee", "m3 i c: Drie"):
        assert not session.enter(line).refused
    typed = strip_seen(session, session.preview("m1-m3v c 7-2"), vote=None)
    assert isinstance(typed, Typing) and typed.label == "M1 +2"
    session.enter("m1-m3v c 7-2")
    waits = strip_seen(session, session.preview(""), vote=None)
    assert isinstance(waits, Waiting) and (waits.label, waits.title) == ("M1 +2", "")
    session.hammer()
    assert newest_facts(session, 1)[0].label == "M1 +2"
    session.close()
