"""The votes of all meetings as data, in two files beside the archive's pages: `votes.csv` and `votes.json`.

Theory. A row says all of itself (`publishing.vote_rows`), so the file of all meetings is the rows of each, one after
the other, by date. They are rendered when a meeting is done and kept in the catalog, packed; an unchanged meeting is
not rendered again, and nothing is written while no meeting changed. What is in no archive is in no file of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
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
_BETWEEN = "\x1e"
"""Stands in no text that was typed or imported, and in no JSON."""


def packed(record: PublicRecord, words: Words) -> bytes:
    """The votes of a meeting as rows of the table and as JSON."""
    events = "\n".join(votes.vote_events(record))
    return zlib.compress(f"{votes.csv_rows(record, words)}{_BETWEEN}{events}".encode(), 1)


def write_votes(public: Path, archive: Archive, catalog: Catalog) -> list[Path]:
    """The votes of all meetings, and what says how they are read; what was written."""
    written = []
    for name, content in _vote_files(archive, catalog.counted()).items():
        if put(path := public / FOLDER / name, content, root=public):
            written.append(path)
    return written


def _vote_files(archive: Archive, kept: Iterable[bytes]) -> dict[str, bytes]:
    mark = ""
    if archive.newest and archive.newest.unofficial:
        mark = archive.words.t("word.unofficial")
    rows = [votes.csv_head(archive.words, [mark] * bool(mark))]
    events: list[str] = []
    for one in kept:
        table, _, listed = zlib.decompress(one).decode().partition(_BETWEEN)
        rows.append(table)
        events += filter(None, listed.split("\n"))
    return {
        TABLE: "".join(rows).encode("utf-8-sig"),
        EVENTS: json_lines({"_livecouncil": _about_votes(archive)}, "vote_events", events),
        **tables_described(
            votes.heads(archive.words), _votes_titled(archive), _votes_language(archive), mark, archive.granted
        ),
    }


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
