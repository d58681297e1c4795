"""All public files of one meeting: `public/<meeting-id>/`, and what stands above it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files as package_files

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped

from . import calendars, feed_pages, feeds, living, matter_files, pages, preview, status, vote_tables, votes
from .fragments import Fragments
from .wall_pages import wall_page

Spoken = Mapping[str, Sequence[tuple[str, str, float]]]


@dataclass(frozen=True)
class Position:
    """Where a meeting stands among the council's: the id of the one before ('' for none), whether it is the newest."""

    previous: str = ""
    newest: bool = True


def meeting_files(
    record: PublicRecord,
    words: Words,
    fragments: Fragments | None = None,
    place: Position | None = None,
    spoken: Spoken | None = None,
) -> dict[str, bytes]:
    """What is made of a meeting while it goes on, whole, by name, without what `fragments` leave for later; `spoken` is
    what captions say was said, by item.

    Pure: the same record and place give the same bytes, `fragments` or not.
    """
    place = place or Position()
    kept = fragments or Fragments()
    listed = _feeds_of(record, place)
    live = living.LivePage(record, words, kept)
    waiting: dict[str, Callable[[], bytes]] = {
        "transcript.html": lambda: pages.transcript(record, words, kept, spoken, record.meeting.webcast),
        "votes.json": lambda: votes.votes_json(record, kept),
        "votes.csv": lambda: votes.votes_csv(record, words, kept),
    }
    return {
        **{f"{feed.name}.json": feeds.json_feed(record, feed, words, kept) for feed in listed},
        **{f"{feed.name}.atom": feeds.atom(record, feed, words, kept) for feed in listed},
        "index.html": live.index(),
        "embed.html": live.embed(),
        "wall.html": wall_page(record, words),
        **_embedding(record, words),
        **matter_files.matter_pages(record, words, kept),
        **{name: make() for name, make in waiting.items() if name not in kept.later},
        **_described(record, words, kept),
        calendars.CALENDAR: calendars.meeting_calendar(record, words),
        "state.json": status.status_json(record, live.mark, pages.status_line(record, words), live.last_decided),
        "worker.js": worker(),
    }


def _feeds_of(record: PublicRecord, place: Position) -> list[feed_pages.Feed]:
    """The live feeds of the meeting, of its decisions and of each item, with the pages that hold what is older."""
    entries_of = {"feed": record.feed.entries, "decisions": feeds.decision_entries(record)}
    if place.newest:
        entries_of[feed_pages.COUNCIL] = record.feed.entries
    for number in dict.fromkeys(e.item for e in record.feed.entries if e.item):
        entries_of[f"items/{escaped(number)}"] = tuple(e for e in record.feed.entries if e.item == number)
    told = record.feed.seq
    paged = (feed_pages.documents(name, of, told, place.previous) for name, of in entries_of.items())
    return [feed for documents in paged for feed in documents]


def _described(record: PublicRecord, words: Words, kept: Fragments) -> dict[str, bytes]:
    """What says how `votes.csv` is read; the same all evening."""
    meeting = record.meeting
    title = f"{meeting.title} {meeting.municipality} {meeting.start.date().isoformat()}"
    made_of = (title, meeting.language, meeting.mark, meeting.granted)

    def make() -> dict[str, bytes]:
        return vote_tables.tables_described(votes.heads(words), *made_of)

    return kept.newest(vote_tables.DESCRIBED, made_of, make)


def _embedding(record: PublicRecord, words: Words) -> dict[str, bytes]:
    """What a site that embeds the meeting asks for; it needs an address of the council's."""
    if not record.meeting.public_url:
        return {}
    return {preview.OEMBED: preview.oembed_of_meeting(record, words)}


@cache
def worker() -> bytes:
    """What keeps the live page for a reload without a network; beside the page, for it may do nothing above it."""
    return (package_files("livecouncil.publishing") / "scripts" / "worker.js").read_bytes()


@cache
def static_files() -> Mapping[str, bytes]:
    """Style and script shared by all meetings, under `static/`."""
    folder = package_files("livecouncil.publishing") / "static"
    found = {f"static/{f.name}": f.read_bytes() for f in folder.iterdir() if f.is_file()}
    found |= {name: without_comments(content) for name, content in found.items() if name.endswith(".js")}
    return found | {"static/live-raad.js": component(found["static/line.js"])}


def component(line: bytes) -> bytes:
    """`<live-raad>` with the line it is kept up by, in one file, for another site loads one; nothing in it has a name
    there."""
    element = (package_files("livecouncil.publishing") / "scripts" / "live-raad.js").read_bytes()
    return b"(() => {\n" + line + without_comments(element) + b"})();\n"


def without_comments(script: bytes) -> bytes:
    """A script as it is sent: without the lines for who reads our code, a sixth of what a slow phone waits for."""
    return b"".join(line for line in script.splitlines(keepends=True) if not line.lstrip().startswith(b"//"))
