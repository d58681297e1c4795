"""All public files of one meeting: `public/<meeting-id>/`, and what stands above it."""

from __future__ import annotations

from importlib.resources import files as package_files
from pathlib import Path

from ..core.messages import Words
from ..core.record import PublicRecord
from ..store.files import replace
from . import feeds, pages, status, votes


def files(record: PublicRecord, words: Words) -> dict[str, bytes]:
    """Every public file of the meeting, whole, by name. Pure: the same record gives the same bytes."""
    chosen = feeds.decisions(record)
    items = dict.fromkeys(e.item for e in record.entries if e.item)
    by_item = {n: tuple(e for e in record.entries if e.item == n) for n in items}
    per_item = {f"items/{n}.json": feeds.json_feed(record, rows, f"items/{n}", words) for n, rows in by_item.items()}
    per_item |= {f"items/{n}.atom": feeds.atom(record, rows, f"items/{n}", words) for n, rows in by_item.items()}
    return {
        **per_item,
        "embed.html": pages.embed(record, words),
        "feed.json": feeds.json_feed(record, record.entries, "feed", words),
        "feed.atom": feeds.atom(record, record.entries, "feed", words),
        "decisions.json": feeds.json_feed(record, chosen, "decisions", words),
        "decisions.atom": feeds.atom(record, chosen, "decisions", words),
        "index.html": pages.index(record, words),
        "wall.html": pages.wall(record, words),
        "transcript.html": pages.transcript(record, words),
        "votes.json": votes.votes_json(record),
        "votes.csv": votes.votes_csv(record, words),
        "state.json": status.state_json(record),
    }


def static_files() -> dict[str, bytes]:
    """Style and script shared by all meetings, under `static/`."""
    folder = package_files("livecouncil.publish") / "static"
    return {f"static/{f.name}": f.read_bytes() for f in folder.iterdir() if f.is_file()}


def write_public(record: PublicRecord, words: Words, folder: Path) -> list[Path]:
    """Write what changed of `folder` (`public/<meeting-id>`) and of the shared files above it; returns what was written."""
    wanted = {folder / name: content for name, content in files(record, words).items()}
    wanted |= {folder.parent / name: content for name, content in static_files().items()}
    return [path for path, content in wanted.items() if replace(path, content)]
