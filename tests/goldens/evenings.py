"""Five evenings, each with everything it puts out, made the same way every time: fixed clock, key and salts.

demo: the scripted evening of `livecouncil demo`. everything: what most evenings have. filed: what is filed,
joined, merged, divided, moved and asked besides, so that the evenings together hold every act. unofficial: a citizen
reporter's, in Frisian, with corrections and a redaction. denhelder: a real one, from material beside the project
(hashes only).
"""

from __future__ import annotations

import asyncio
import io
import secrets
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import count
from pathlib import Path

import pytest
from textual.app import App

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.journal.follower import Follower
from livecouncil.journal.reading import read
from livecouncil.journal.signing import signing_off as checkpointing
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.wall_pages import wall_fragment
from livecouncil.server.follow import Meeting
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from livecouncil.trust import redact as redacting
from tests.evenings import denhelder, everything, filed, proefstad

AFTERWARDS = datetime.fromisoformat("2030-01-02T10:00:00+01:00")
"""When whatever happens after the meeting happens: signing, redacting."""

SALT = 32
"""Bytes of a salt."""
KEY = Path(__file__).with_name("golden.key")

UNOFFICIAL = """
af ibema
@19:30 open
n2
h 2 =
n3
@19:35 v akker =
n4
insp1
akker
m1 i alfa fokkema: Bomen foar it hûs
m1w: Bomen foar elk hûs
m2 i haan: Heechbou
b: De ried betinkt in âld-lid. =
tz mulder: in brief foar 1 july
@19:50 m1v beta 6-2 =
c m1v beta haan 5-3 =
m2x
c tz mulder: in brief foar 1 augustus
@19:58 u =
c v akker =
z10
@20:20 z
n9
accl =
@20:30 sluit
"""


@dataclass
class Step:
    """A clock that goes on by some seconds each time a line is taken, so that nothing depends on the
    day of the test."""

    now: datetime
    each: timedelta = timedelta(seconds=7)

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Played:
    """One evening's folder and what both shells said; `outputs` are bytes by name."""

    base: Path
    meeting: str
    outputs: dict[str, bytes] = field(default_factory=dict)


def fixed(patch: pytest.MonkeyPatch, keys: Path) -> None:
    """Fix what is random in what comes out: the key that signs, and the salts, but no temporary file's name."""
    numbers = count(1)
    drawn = secrets.token_bytes

    def token(size: int) -> bytes:
        if size == SALT:
            return next(numbers).to_bytes(size, "big")
        return drawn(size)

    for module in (redacting, checkpointing):
        patch.setattr(module, "now", lambda events: AFTERWARDS)
    patch.setattr("secrets.token_bytes", token)
    keys.mkdir(parents=True)
    patch.setenv("XDG_DATA_HOME", str(keys))
    shutil.copy(KEY, keys / "golden.key")
    (keys / "golden.key").chmod(0o600)
    patch.setenv("LIVECOUNCIL_KEY", str(keys / "golden.key"))


def line_mode(base: Path, agenda: Path, script: Sequence[str], clock: Step) -> bytes:
    """Play `script` in line mode; returns all it said, the way a reader of the terminal sees it."""
    session = Session.open(base, agenda, hold=0, clock=clock)
    said, errors = io.StringIO(), io.StringIO()

    def lines() -> Sequence[str]:
        return list(script)

    code = plain.run(session, lines(), said, errors, ask=False)
    session.close()
    return f"{said.getvalue()}--\n{errors.getvalue()}--\n{code}\n".encode()


def public_files(base: Path) -> dict[str, bytes]:
    """Every public file; of PDF and ODT the words they say, for their bytes depend on the system's fonts."""
    found: dict[str, bytes] = {}
    for path in sorted((base / "public").rglob("*")):
        if not path.is_file():
            continue
        name = f"public/{path.relative_to(base / 'public')}"
        found[name] = SAID.get(path.suffix, Path.read_bytes)(path)
    return found


def words_of_pdf(path: Path) -> bytes:
    """The words of a PDF, each with how often it stands there; page numbers aside, for pages break where fonts say."""
    from pypdf import PdfReader

    text = " ".join(page.extract_text() for page in PdfReader(path).pages)
    said = sorted({word for word in text.split() if not word.isdigit()})
    return "\n".join(said).encode()


def parts_of_odt(path: Path) -> bytes:
    """What an ODT holds, without how it was packed."""
    with zipfile.ZipFile(path) as packed:
        return b"\n".join(packed.read(name) for name in sorted(packed.namelist()))


SAID: dict[str, Callable[[Path], bytes]] = {".pdf": words_of_pdf, ".odt": parts_of_odt}


def stream(base: Path, meeting: str) -> dict[str, bytes]:
    """What a follower of the stream gets from the beginning, and the wall after each event."""
    told = Meeting(meeting, Follower(base / "journal", meeting))
    told.poll()
    asyncio.run(told.tell())
    events = read(base / "journal", meeting).events
    walls = []
    for number in range(1, len(events) + 1):
        record = publishing.wall_record_of(events[:number])
        walls.append(wall_fragment(record, publishing.words_of(record.meeting.language)))
    return {"stream": b"".join(told.feed.history), "wall": b"\n=====\n".join(dict.fromkeys(walls))}


def played(base: Path, agenda: Path, meeting: str, script: Sequence[str], start: str) -> Played:
    """Play and publish; everything that came out."""
    said = line_mode(base, agenda, script, Step(datetime.fromisoformat(start)))
    publishing.publish(base, meeting)
    outputs = {"line-mode": said, **stream(base, meeting), **public_files(base)}
    outputs["journal"] = (base / "journal" / f"{meeting}.jsonl").read_bytes()
    return Played(base, meeting, outputs)


def demo(folder: Path) -> Played:
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    script = (folder / "evening.txt").read_text(encoding="utf-8").splitlines()
    agenda = next((folder / "agendas").glob("*.toml"))
    return played(folder, agenda, "2026-03-12-raadsvergadering", script, "2026-03-13T09:00:00+01:00")


WHERE = {"contact": "griffie@proefstad.example", "public_url": "https://raad.example/live"}
MORNING_AFTER = "2024-05-17T09:00:00+02:00"


def most(folder: Path) -> Played:
    folder.mkdir()
    agenda = proefstad.write(folder, **WHERE)
    return played(folder, agenda, proefstad.ID, everything.SCRIPT.strip().splitlines(), MORNING_AFTER)


def all_else(folder: Path) -> Played:
    folder.mkdir()
    return played(folder, filed.write(folder, **WHERE), proefstad.ID, filed.SCRIPT.strip().splitlines(), MORNING_AFTER)


def unofficial(folder: Path) -> Played:
    folder.mkdir()
    address = {"contact": "redactie@proefstad.example", "public_url": "https://nijs.example/live"}
    agenda = proefstad.write(folder, unofficial=True, language="fy", **address)
    evening = played(folder, agenda, proefstad.ID, UNOFFICIAL.strip().splitlines(), MORNING_AFTER)
    message = next(e.seq for e in read(folder / "journal", proefstad.ID).events if isinstance(e, ev.Message))
    redacting.redact(folder, proefstad.ID, Wish(message, "op verzoek"))
    after = {f"redacted/{name}": made for name, made in (stream(folder, proefstad.ID) | public_files(folder)).items()}
    evening.outputs |= after
    return evening


def real(shared: Path, folder: Path) -> Played:
    folder.mkdir()
    agenda = denhelder.write(shared, folder)
    return played(folder, agenda, "2015-06-29-raadsvergadering", denhelder.script(shared), "2015-06-30T09:00:00+02:00")


LIVE = datetime.fromisoformat("2026-03-13T09:00:00+01:00")
"""When the terminal app's evening is typed: the morning after, so that each line's own time counts."""


def unplayed(folder: Path) -> Played:
    """The demo's council before its evening."""
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    return Played(folder, "2026-03-12-raadsvergadering")


def script(base: Path) -> list[str]:
    lines = (base / "evening.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("# ")]


def text_of(app: App[int]) -> str:
    """The screen as a reader of it sees it, without styles."""
    width, height = app.size
    strips = app.screen._compositor.render_strips()
    rows = ["".join(segment.text for segment in strip) for strip in strips[:height]]
    return "\n".join(row[:width].rstrip() for row in rows)


EVENINGS: dict[str, Callable[[Path], Played]] = {
    "demo": demo,
    "everything": most,
    "filed": all_else,
    "unofficial": unofficial,
}
