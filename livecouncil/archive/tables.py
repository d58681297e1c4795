"""The votes of all meetings as data, beside the archive's pages: `votes.csv` (also packed, and by year), `votes.json`.

Theory. A row says all of itself (`publishing.vote_rows`), so the file of all meetings is the rows of each, one after
the other, by date. They are rendered when a meeting is done and kept in the catalog, packed; an unchanged meeting is
not rendered again, and nothing is written while no meeting changed. What is in no archive is in no file of it.

They are never held whole: each file is written meeting by meeting as the catalog gives them.

Fifteen years of a large council are a hundred megabytes of text that says the same again and again. Packed it is a
small part of that, which every tool for data reads as it is; and who follows a council takes the table of this year.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from livecouncil.core.release.record import LICENCES, PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.publishing import votes
from livecouncil.publishing.vote_tables import TABLE, tables_described
from livecouncil.system.files import replace_from

from .catalog import FOLDER, VOTE_TABLES, Catalog, fingerprint
from .pages import Archive

EVENTS = "votes.json"
PACKED = "votes.csv.gz"
_AS_GZIP = zlib.MAX_WBITS + 16
_BETWEEN = "\x1e"
"""Stands in no text that was typed or imported, and in no JSON."""


def packed(record: PublicRecord, words: Words) -> bytes:
    """The votes of a meeting as rows of the table and as JSON."""
    events = "\n".join(votes.vote_events(record))
    return zlib.compress(f"{votes.csv_rows(record, words)}{_BETWEEN}{events}".encode(), 1)


def write_votes(public: Path, archive: Archive, catalog: Catalog) -> list[Path]:
    """The votes of all meetings, and what says how they are read, where any of it is other than last time; what was
    written."""
    years = [(digest.id, digest.year) for digest in archive.digests]
    made_of = fingerprint(archive.chrome, years, [fingerprint(kept) for kept in catalog.counted()])
    names = [*VOTE_TABLES, *_tables_by_year(archive)]
    if catalog.fact("votes") == made_of and all((public / FOLDER / name).exists() for name in names):
        return []
    written = []
    made = set()
    for name, pieces in _vote_files(archive, catalog):
        made.add(name)
        if replace_from(path := public / FOLDER / name, pieces, root=public):
            written.append(path)
    for path in (public / FOLDER).glob("votes-*.csv"):
        if path.name not in made:
            path.unlink()
    catalog.note("votes", made_of)
    return written


def _tables_by_year(archive: Archive) -> dict[str, int]:
    """The tables of one year each, by name."""
    return {f"votes-{year}.csv": year for year in dict.fromkeys(digest.year for digest in archive.digests)}


def _vote_files(archive: Archive, catalog: Catalog) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Each file with its name, and its content in pieces."""
    mark = ""
    if archive.newest and archive.newest.unofficial:
        mark = archive.words.t("word.unofficial")
    head = votes.csv_head(archive.words, [mark] * bool(mark)).encode("utf-8-sig")
    parts = _tables_by_year(archive)
    for name, year in parts.items():
        yield name, chain([head], _tables_of(archive, catalog, year))
    yield TABLE, chain([head], _tables_of(archive, catalog))
    yield PACKED, _gzipped(chain([head], _tables_of(archive, catalog)))
    yield EVENTS, _events_of(archive, catalog)
    about = (_votes_titled(archive), _votes_language(archive), mark, archive.granted)
    described = tables_described(votes.heads(archive.words), *about, also=(PACKED, *parts))
    yield from ((name, [content]) for name, content in described.items())


def _tables_of(archive: Archive, catalog: Catalog, year: int | None = None) -> Iterator[bytes]:
    """The rows of each meeting, or of those of a year."""
    for digest, kept in zip(archive.digests, catalog.counted(), strict=True):
        if year in (None, digest.year):
            yield zlib.decompress(kept).partition(_BETWEEN.encode())[0]


def _gzipped(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same packed, without a time in it."""
    packing = zlib.compressobj(6, zlib.DEFLATED, _AS_GZIP)
    for piece in pieces:
        yield packing.compress(piece)
    yield packing.flush()


def _events_of(archive: Archive, catalog: Catalog) -> Iterator[bytes]:
    """The votes as JSON, one a line."""
    yield f'{json.dumps({"_livecouncil": _about_votes(archive)}, ensure_ascii=False)[:-1]}, "vote_events": [\n'.encode()
    between = b""
    for kept in catalog.counted():
        for event in filter(None, zlib.decompress(kept).partition(_BETWEEN.encode())[2].split(b"\n")):
            yield between + event
            between = b",\n"
    yield b"\n]}\n"


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
