"""The votes of all meetings as data, beside the archive's pages: `votes.csv` (also packed, and by year), `votes.json`.

Theory. A row says all of itself (`publishing.vote_rows`), so the file of all meetings is the rows of each, one after
the other, by date. They are rendered when a meeting is done and kept in the catalog, packed; an unchanged meeting is
not rendered again, and nothing is written while no meeting changed. What is in no archive is in no file of it.

Fifteen years of a large council are a hundred megabytes of text that says the same again and again. Packed it is a
small part of that, which every tool for data reads as it is; and who follows a council takes the table of this year.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from livecouncil.core.release.record import LICENCES, PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.publishing import votes
from livecouncil.publishing.feeds import json_lines
from livecouncil.publishing.vote_tables import TABLE, tables_described
from livecouncil.system.files import replace as put

from .catalog import FOLDER, Catalog
from .pages import Archive

EVENTS = "votes.json"
PACKED = "votes.csv.gz"
_BETWEEN = "\x1e"
"""Stands in no text that was typed or imported, and in no JSON."""


def packed(record: PublicRecord, words: Words) -> bytes:
    """The votes of a meeting as rows of the table and as JSON."""
    events = "\n".join(votes.vote_events(record))
    return zlib.compress(f"{votes.csv_rows(record, words)}{_BETWEEN}{events}".encode(), 1)


def write_votes(public: Path, archive: Archive, catalog: Catalog) -> list[Path]:
    """The votes of all meetings, and what says how they are read; what was written."""
    written = []
    made = set()
    for name, content in _vote_files(archive, catalog.counted()):
        made.add(name)
        if put(path := public / FOLDER / name, content, root=public):
            written.append(path)
    for path in (public / FOLDER).glob("votes-*.csv"):
        if path.name not in made:
            path.unlink()
    return written


def _vote_files(archive: Archive, kept: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Each file with its name, one after the other: of many meetings they are large. The table of a year comes when
    its last meeting was seen, and goes before the next."""
    mark = ""
    if archive.newest and archive.newest.unofficial:
        mark = archive.words.t("word.unofficial")
    head = votes.csv_head(archive.words, [mark] * bool(mark))
    table = [head.encode("utf-8-sig")]
    events: list[str] = []
    parts = []
    for year, rows in groupby(zip(archive.digests, kept, strict=True), key=lambda row: row[0].year):
        of_year = [table[0]]
        for _, one in rows:
            part, _, listed = zlib.decompress(one).decode().partition(_BETWEEN)
            of_year.append(part.encode())
            events += filter(None, listed.split("\n"))
        table += of_year[1:]
        parts.append(f"votes-{year}.csv")
        yield parts[-1], b"".join(of_year)
    whole = b"".join(table)
    table.clear()
    yield TABLE, whole
    yield PACKED, gzip.compress(whole, 6, mtime=0)
    yield EVENTS, json_lines({"_livecouncil": _about_votes(archive)}, "vote_events", events)
    about = (_votes_titled(archive), _votes_language(archive), mark, archive.granted)
    yield from tables_described(votes.heads(archive.words), *about, also=(PACKED, *parts)).items()


def _votes_titled(archive: Archive) -> str:
    if archive.newest is None:
        return archive.words.t("archive.archive")
    named = f"{archive.words.t('archive.archive')} {archive.newest.municipality}"
    if archive.newest.unofficial:
        return f"{named} · {archive.words.t('word.unofficial')}"
    return named


def _about_votes(archive: Archive) -> dict[str, object]:
    """Licence and whose votes they are; of unofficial reports also that they are that."""
    newest = archive.newest
    if newest is None:
        return {"licence": LICENCES[archive.granted][1]}
    of: dict[str, object] = {"municipality": newest.municipality, "licence": LICENCES[archive.granted][1]}
    if newest.unofficial:
        return {"unofficial": True, "mark": archive.words.t("word.unofficial"), "reporter": newest.reporter, **of}
    return of


def _votes_language(archive: Archive) -> str:
    if archive.newest is None:
        return "nl"
    return archive.newest.language
