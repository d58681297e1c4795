"""What one vote late in a meeting costs a mirror: bytes that go there, and seconds until a reader of it sees the vote.

`python bench/mirrored.py [--entries 500] [--votes 12]`: a meeting of so many entries, with the public server and the
mirror worker (`every = 1`, a folder) as processes of their own. Votes come one at a time, each once the mirror is even.
The bytes are a count and the same on every machine; the seconds are of this one.
"""

from __future__ import annotations

import argparse
import io
import shutil
import statistics
import sys
import tempfile
import time
from importlib.resources import files
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from livecouncil.mirroring.standing import MirrorStanding, read_standing
from livecouncil.sitting.line_mode import run
from livecouncil.sitting.session import Session
from tests.hub.hubs import ID
from tests.hub.postgres import free_port
from tests.hub.programs import Program

MIRROR = '\n[[mirrors]]\nname = "site2"\nto = "{to}"\nevery = 1\n'


def council_in(folder: Path) -> Path:
    """The example's council, with a mirror."""
    council = folder / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    (folder / "there").mkdir()
    with (council / "council.toml").open("a", encoding="utf-8") as file:
        file.write(MIRROR.format(to=folder / "there"))
    return council


def seen(there: Path, title: str) -> bool:
    """Whether the feed there has `title`."""
    try:
        return title in (there / ID / "feed.json").read_text(encoding="utf-8")
    except OSError:
        return False


def until_even(council: Path, size: int = -1) -> MirrorStanding:
    """Nothing is behind, also at a second look, and more was sent than `size`."""
    while True:
        first = read_standing(council, "site2")
        time.sleep(12)  # votes and transcript follow within ten seconds
        second = read_standing(council, "site2")
        if first.state == second.state == "even" and first.size == second.size > size:
            return second


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--entries", type=int, default=500)
    parser.add_argument("--votes", type=int, default=12)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="livecouncil-bench-"))
    council = council_in(folder)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    lines = ["open", "n6"]
    for number in range(1, given.entries // 2):
        lines += [f"m{number} i cda: Motie {number:04d}", f"m{number}v vvd ="]
    run(session, lines, io.StringIO(), io.StringIO(), ask=False)
    beside = [
        Program("serve", "--data", str(council), "--port", str(free_port())).start(),
        Program("mirror", "--data", str(council)).start(),
    ]
    try:
        measure(session, council, folder / "there", given)
    finally:
        session.close()
        for program in beside:
            program.stop()
        shutil.rmtree(folder, ignore_errors=True)


def measure(session: Session, council: Path, there: Path, given: argparse.Namespace) -> None:
    """Vote by vote."""
    size = until_even(council).size
    whole = sum(path.stat().st_size for path in there.rglob("*") if path.is_file())
    lags: list[float] = []
    sent: list[int] = []
    for number in range(9001, 9001 + given.votes):
        title = f"Nieuw {number}"
        begun = time.monotonic()
        session.enter(f"m{number} i cda: {title}", confirmed=True, line_mode=True)
        while not seen(there, title):
            time.sleep(0.005)
        lags.append(time.monotonic() - begun)
        after = until_even(council, size).size
        sent.append(after - size)
        size = after
    print(f"{given.entries} entries, {whole / 1e6:.2f} MB there in all")
    print(
        f"one more: {statistics.median(sent) / 1e3:.0f} KB sent (median of {len(sent)}, most {max(sent) / 1e3:.0f} KB)"
    )
    print(f"seen there after {statistics.median(lags):.2f} s (median), {max(lags):.2f} s (most)")


if __name__ == "__main__":
    main()
