"""A council of nine and an evening of a few lines, played in line mode; published when a test asks for its files."""

from __future__ import annotations

import io
import json
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import tomli_w

from livecouncil.core.release.record import FeedEntry, PublicRecord
from livecouncil.journal.journal import Journal
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

ID = "2026-03-12-raadsvergadering"
MEMBERS = (
    ("Alders", "A"),
    ("Bakker", "A"),
    ("Cramer", "A"),
    ("Dekens", "A"),
    ("Evers", "B"),
    ("Fokkens", "B"),
    ("Gorter", "B"),
    ("Hovius", "C"),
    ("Ippel", "C"),
)
ITEMS = (
    ("1", "Opening", "procedural"),
    ("2", "Vaststelling agenda", "procedural"),
    ("3", "Vaststelling besluitenlijst", "procedural"),
    ("4", "Woonvisie", "proposal"),
    ("5", "Grondaankoop", "closed"),
    ("6", "Zwembad", "proposal"),
    ("7", "Sluiting", "procedural"),
)
Items = tuple[tuple[str, str, str], ...]


@dataclass
class Evening:
    """What an evening left: its folder, its record, and what line mode answered."""

    folder: Path
    record: PublicRecord
    answers: str
    refusals: str

    @cached_property
    def public(self) -> Path:
        """The meeting's public folder; made when it is first asked for, since its PDFs take most of a second."""
        publishing.publish(self.folder, ID)
        return self.folder / "public" / ID

    def file(self, name: str) -> str:
        return (self.public / name).read_text(encoding="utf-8")

    def pdf(self, name: str = "decisions.pdf") -> str:
        path = self.public / name
        found = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
        return " ".join(found.stdout.split())

    @property
    def everything(self) -> str:
        """Every public file that is text."""
        files = (p for p in self.public.parent.rglob("*") if p.suffix in (".json", ".html", ".csv", ".xml", ".atom"))
        return "\n".join(p.read_text(encoding="utf-8") for p in files)

    @property
    def sentences(self) -> list[str]:
        """The feed's messages, oldest first, without tag."""
        return [text.removesuffix(" #RaadDorp") for e in self.record.feed.entries for text in e.texts.values()]

    def entries(self, kind: str) -> list[FeedEntry]:
        return [e for e in self.record.feed.entries if e.kind == kind]

    def votes(self) -> dict[str, Any]:
        return {e["identifier"]: e for e in json.loads(self.file("votes.json"))["vote_events"]}


def write(folder: Path, items: Items = ITEMS, **council: object) -> Path:
    """Council and agenda files; returns the agenda's path."""
    head = {"municipality": "Dorp", "seats": 9, "language": "nl", "hashtag": "RaadDorp", **council}
    groups = [{"name": g} for g in ("A", "B", "C")]
    members = [{"name": n, "group": g, "number": i} for i, (n, g) in enumerate(MEMBERS, 1)]
    officials = [{"name": "wethouder Wagner", "role": "wethouder"}]
    (folder / "agendas").mkdir(parents=True, exist_ok=True)
    made = {"council": head, "groups": groups, "members": members, "officials": officials}
    (folder / "council.toml").write_text(tomli_w.dumps(made))
    rows = [{"number": n, "title": t, "kind": k} for n, t, k in items]
    meeting = (
        '\n[meeting]\ntitle = "Raadsvergadering"\nstart = 2026-03-12T19:30:00+01:00\nchair = "burgemeester Xanten"\n'
    )
    path = folder / "agendas" / f"{ID}.toml"
    path.write_text(tomli_w.dumps({"items": rows}) + meeting)
    return path


def play(folder: Path, script: str, items: Items = ITEMS, **council: object) -> Evening:
    """Type `script` in line mode on `write`'s council."""
    session = Session.open(folder, write(folder, items, **council), hold=0)
    out, err = io.StringIO(), io.StringIO()
    plain.run(session, script.strip().splitlines(), out, err, ask=False)
    session.close()
    journal = Journal.open(folder / "journal", ID, write=False)
    try:
        record = publishing.record_of(journal.events)
    finally:
        journal.close()
    return Evening(folder, record, out.getvalue(), err.getvalue())
