"""What the record says does not depend on how it was come by."""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.release.disclose import disclose
from livecouncil.core.release.memory import Memory
from livecouncil.journal.journal import Journal
from livecouncil.publishing.folder import words_of
from tests.evenings.sitting import ID, play

RENAMED = """
@19:30 open
n4
m1 i a: Later
m1w: Later, met B
m1v b =
c m1 i a b: Later
c m1 i a c: Nooit
c m1w: Heel anders
c m1v c =
@21:00 sluit
"""


def test_however_many_events_come_at_once_the_same_is_told(tmp_path: Path) -> None:
    play(tmp_path, RENAMED)
    journal = Journal.open(tmp_path / "journal", ID, write=False)
    events = list(journal.events)
    journal.close()
    places, memory = words_of("nl").table("places"), Memory()
    for end in range(1, len(events) + 1):
        stepwise = disclose(events[:end], words_of, places, memory=memory)
        assert stepwise == disclose(events[:end], words_of, places)
