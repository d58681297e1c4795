"""What one entry costs does not grow with the meeting: sixty motions, 240 votes, 2,000 entries; first tenth and last.

From the typed line to what waits at each gate and what other processes may know, in memory and counted in lines of our
own code that are run. A recall or a correction folds the meeting anew, and is not asked here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.release import gates
from livecouncil.core.release.revealed import Known
from livecouncil.core.telling.sentences import sentence
from livecouncil.core.telling.tell import tell
from tests.conftest import tried
from tests.core.release.journals import PLACES, WORDS, Journal
from tests.steps import steps

VOTES = tried(240)
MESSAGES = 3
ROUND = 5 + MESSAGES
AGENDA = (
    {"number": "1", "title": "Opening", "kind": "procedural"},
    {"number": "2", "title": "Woonvisie", "kind": "proposal"},
    {"number": "3", "title": "Zienswijze", "kind": "proposal"},
)


def evening() -> Iterator[str]:
    """The lines behind the opening: of four objects one is a motion, the others change the item; each is voted on."""
    for number in range(VOTES):
        kind = "a" if number % 4 else "m"
        key = f"{kind}{number + 1}"
        yield "n2" if number % 2 else "n3"
        yield f"{key} i A: Voorstel {number:03d}"
        yield "Alders" if number % 2 else "Bakker"
        yield f"{key}v A ="
        yield from (f"b: Mededeling {number:03d}.{one} =" for one in range(MESSAGES))
        yield "Fokkens"


@dataclass
class Desk:
    """What one line asks of the pure half."""

    journal: Journal = field(default_factory=lambda: Journal(items=AGENDA))
    known: Known = field(default_factory=Known)

    def enter(self, line: str) -> None:
        event = self.journal.play(line, gates=("wall",))
        state = self.journal.evening.state
        told = tell(state, event, event)
        if told:
            sentence(told, WORDS["nl"], "", "")
        self.known.take(event)
        self.pass_gates()

    def pass_gates(self) -> None:
        """The feed's gate lets through what waits there, as a clock would have it."""
        state = self.journal.evening.state
        waits = tuple(event.seq for event in gates.held(state, "feed") if gates.gates_of(state, event, PLACES))
        if waits:
            said = self.journal.say(ev.Released, gate="feed", of=waits)
            self.known.take(said)
        gates.settle(self.journal.evening.state, PLACES)


@pytest.fixture(scope="module")
def counts() -> list[int]:
    """Lines run for each typed line of the first tenth, then of the last."""
    desk = Desk()
    desk.enter("open")
    lines = list(evening())
    tenth = VOTES // 10 * ROUND
    found = []
    for number, line in enumerate(lines):
        if tenth <= number < len(lines) - tenth:
            desk.enter(line)
        else:
            found.append(steps(partial(desk.enter, line)))
    assert len(desk.journal.evening.state.facts) > VOTES * (ROUND - 1)
    assert len(desk.journal.evening.state.objects) == VOTES
    return found


def test_the_last_tenth_costs_what_the_first_did(counts: list[int]) -> None:
    half = len(counts) // 2
    assert 0 < sum(counts[half:]) <= 1.1 * sum(counts[:half])


def test_no_kind_of_line_costs_more_at_the_end(counts: list[int]) -> None:
    """The kinds come round; the dearest line of each in the last tenth against the dearest in the first."""
    half = len(counts) // 2
    for kind in range(ROUND):
        first = max(counts[kind:half:ROUND])
        last = max(counts[half + kind :: ROUND])
        assert last <= 1.1 * first, (kind, first, last)
