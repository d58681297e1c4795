"""The desk never slows with the meeting: a key, an Enter, a tick and a look take as many steps
after 720 lines as after 20.

Steps are lines of our own code that are run.
"""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from livecouncil.core.release.memory import Memory
from livecouncil.core.release.passed import Passed
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from livecouncil.terminal.look.space import Space
from livecouncil.terminal.regions import objects as drawn
from livecouncil.terminal.seen import facts, hands, middle, outside, top
from livecouncil.terminal.watchdog import Watchdog
from tests.steps import steps

SHORT, LONG = 9, 359  # motions filed and decided, two lines each


def sitting(folder: Path, motions: int) -> Session:
    """A meeting that goes on after so many motions at one item, all decided and all out."""
    shutil.copytree(str(files("livecouncil") / "example"), folder / "raad")
    agenda = next((folder / "raad" / "agendas").glob("*.toml"))
    session = Session.open(folder / "raad", agenda, hold=0)
    lines = ["open", "n6"]
    for number in range(1, motions + 1):
        lines += [f"m{number} i cda: Motie {number:03d}", f"m{number}v vvd ="]
    said = io.StringIO()
    assert plain.run(session, lines, said, said, ask=False) == 0, said.getvalue()[-300:]
    session.close()
    return Session.open(folder / "raad", agenda, hold=60)


@pytest.fixture(scope="module")
def evenings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Session]]:
    opened = [sitting(tmp_path_factory.mktemp("lang"), motions) for motions in (SHORT, LONG)]
    yield opened[0], opened[1]
    for session in opened:
        session.close()


def last_motion(session: Session) -> int:
    return len(session.desk.state.objects)


def looked(session: Session) -> Callable[[], object]:
    """What a second look of the watchdog folds: the first folds the meeting, once."""
    memory = Memory()
    facts = Passed.through("feed", session.journal.events).facts
    memory.fold(facts)
    return lambda: memory.fold(facts)


ACTS: dict[str, Callable[[Session], Callable[[], object]]] = {
    "key of a motion filed": lambda s: lambda: s.preview(f"m{last_motion(s) + 1} i cda: Nog een"),
    "key of a vote": lambda s: lambda: s.preview(f"m{last_motion(s)}w nieuwe titel"),
    "key of an item": lambda s: lambda: s.preview("n7"),
    "key of a member leaving": lambda s: lambda: s.preview("w jansen"),
    "draft kept": lambda s: lambda: s.save_draft("n7 half"),
    "what the public sees": lambda s: lambda: outside.public_seen(s, outside.Outside(None, Watchdog(s, None))),
    "journal": lambda s: lambda: facts.newest_facts(s, 6),
    "strip": lambda s: lambda: hands.strip_seen(s, s.preview("n7"), None),
    "first row": lambda s: lambda: top.meeting_seen(s, 0),
    "second row": lambda s: lambda: top.now_seen(s),
    "second look of the watchdog": looked,
    "what is due": lambda s: lambda: s.next_due(),
    "where are we": lambda s: lambda: s.enter("?"),
    "objects": lambda s: lambda: drawn.objects_rows(Space(50, 16, s.words), middle.objects_seen(s)),
    "Enter, hammer and tick": lambda s: lambda: (s.enter("n7"), s.enter("n6"), s.tick()),
}


@pytest.mark.parametrize("name", ACTS)
def test_it_takes_the_same_steps_late_in_the_evening(evenings: tuple[Session, Session], name: str) -> None:
    counts = []
    for session in evenings:
        act = ACTS[name](session)
        act()  # what is made once and kept is made now
        counts.append(steps(act))
    early, late = counts
    assert 0 < late <= 1.2 * early, (name, early, late)
