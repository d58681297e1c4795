"""The public files after one event, in a meeting of 500 entries: processor time, what is written
again, the wall's fragment."""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.memory import Memory
from livecouncil.publishing.folder import record_of, wall_record_of, words_of, write_public
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.pace import Pace
from livecouncil.publishing.wall_pages import wall_fragment
from livecouncil.sitting.session import Session

VOTES, ROUNDS = 250, 15


def sitting(folder: Path) -> Session:
    """A meeting of 250 motions filed and 250 full votes."""
    council = folder / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    logged(session, "open")
    for number in range(1, VOTES + 1):
        if number % (VOTES // 2) == 1:
            logged(session, "n6" if number == 1 else "n7")
        voted(session, number)
    return session


def voted(session: Session, number: int) -> None:
    logged(session, f"m{number} i pvda: Motie over zaak {number}")
    logged(session, f"m{number}v cda =")


def logged(session: Session, line: str) -> None:
    answer = session.enter(line, line_mode=True)
    if answer.refused:
        raise ValueError(f"{line}: {answer.text}")


@dataclass
class Reader:
    """What the server keeps between two events, and what each event cost it."""

    public: Path
    memory: Memory = field(default_factory=Memory)
    wall_memory: Memory = field(default_factory=Memory)
    kept: Fragments = field(default_factory=Fragments)
    pace: Pace = Pace()
    now: float = 0.0

    def wall(self, events: Sequence[ev.Base]) -> float:
        """Processor seconds from the events to the wall's fragment."""
        begin = time.process_time()
        record = wall_record_of(events, self.wall_memory)
        wall_fragment(record, words_of(record.meeting.language))
        return time.process_time() - begin

    def files(self, events: Sequence[ev.Base]) -> tuple[float, int, int, int]:
        """Processor seconds from the events to all files on the disk; how many files were written, how many
        bytes they have, and how many files there are."""
        self.now += 30  # so that votes as data are due each time
        before = {path: path.read_bytes() for path in self.public.rglob("*") if path.is_file()}
        begin = time.process_time()
        record = record_of(events, memory=self.memory)
        self.pace = self.pace.next(record, events, self.public / record.meeting.meeting_id, self.now)
        self.kept.later = self.pace.later
        written = write_public(record, self.public, self.kept)
        took = time.process_time() - begin
        if same := [path for path in written if before.get(path.resolve()) == path.read_bytes()]:
            raise ValueError(f"written again though unchanged: {same}")
        return took, len(written), sum(path.stat().st_size for path in written), len(before)


def measure() -> dict[str, float]:
    """Medians over fifteen votes more."""
    with tempfile.TemporaryDirectory() as name:
        session = sitting(Path(name))
        reader = Reader(Path(name).resolve() / "raad" / "public")
        rows = []
        for number in range(VOTES + 1, VOTES + ROUNDS + 1):
            logged(session, f"m{number} i pvda: Motie over zaak {number}")
            reader.wall(session.journal.events), reader.files(session.journal.events)
            logged(session, f"m{number}v cda =")
            rows.append((reader.wall(session.journal.events), *reader.files(session.journal.events)))
        session.close()
    wall, took, written, size, total = (statistics.median(column) for column in zip(*rows, strict=True))
    return {
        "files_cpu_ms": took * 1e3,
        "files_written": written,
        "files_written_kb": size / 1e3,
        "files_all": total,
        "wall_fragment_cpu_ms": wall * 1e3,
    }


if __name__ == "__main__":
    for name, value in measure().items():
        print(f"{name:<36} {value:10.2f}")
