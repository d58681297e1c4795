"""`livecouncil publish --all`: every meeting's public files and the archive of all, made anew where they must be.

Theory. A council keeps hundreds of meetings, and one of them changed. Everything made is therefore kept beside what it
was made of: a meeting's row beside the stamp of its journal (names, sizes, times), its public files beside that stamp
and its neighbours, a page beside a fingerprint of what stands on it, the search index beside that of its documents.
What is made of the same is not made again, and an unchanged journal is not even read: what the archive needs of it
stands in the catalog. The catalog is only a memory. Without it, or with another version's, the same files come out.

One process at a time works on an archive; a second waits for its lock. A journal that cannot be used is told and left
as it is, and the others go on. What a reader may be holding open (the search index before) stays a round longer.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from livecouncil import __version__
from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import LivecouncilError
from livecouncil.journal.inventory import agendas, look
from livecouncil.journal.reading import UNTENABLE, read
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.site import static_files
from livecouncil.system import locks as locking
from livecouncil.system.files import read_file, refuse_link
from livecouncil.system.files import replace as put
from livecouncil.wording.faults import in_words

from . import search as search_index
from .bar import Bar
from .catalog import Catalog, KnownMeeting, stamps
from .crew import one_by_one, shared
from .digest import digest, document, dumps, in_archive, loads
from .pages import FOLDER, OURS, Archive, fingerprint, robots, sitemap

LOCK = ".archive.lock"
FORMAT = "2"  # of digests and pages; another one makes all of them anew within a version
Report = Callable[[str], None]


class ListedMeeting(NamedTuple):
    """A meeting in the list of the app's archive mode. `status` is 'chamber' for one that is not made public."""

    id: str
    title: str
    date: str
    status: str
    items: int
    votes: int
    final: bool


def archive_index(base: Path) -> list[ListedMeeting]:
    """The meetings under `base`, newest first; only journals that changed since the last call are read."""
    with _catalog(base) as catalog:
        rows = _refresh(base, catalog).values()
    held = [
        ListedMeeting(r.id, r.title, r.start[:10], r.status, r.items, r.votes, bool(r.final)) for r in rows if r.start
    ]
    return sorted(held, key=lambda h: (h.date, h.id), reverse=True)


def publish_all(base: Path, report: Report = print) -> list[Path]:
    """Make what changed of the public files of all meetings under `base`, and of the archive; returns what was written.

    Waits while another does the same. A journal that cannot be used is reported and left as it is; the rest goes on.
    Raises InputFault when there is no journal, OSError when files cannot be written; what stands there stays whole.
    """
    publishing.meeting_ids(base)
    bar = Bar()
    report = bar.above(report)
    with _archive_lock(base / "journal", report), _catalog(base) as catalog:
        rows = _refresh(base, catalog, bar)
        for sentence in look(base / "journal").sentences:
            report(sentence)
        for row in rows.values():
            if row.fault:
                report(f"{row.id}: {row.fault}")
        written = _publish_changed(base, catalog, rows, _Telling(bar, report))
        written += _write_archive(base, catalog, rows, report)
        _write_list(base, catalog, bool(written))
    if written:
        report(in_words("archive.updated", number=len(written)))
    else:
        report(in_words("archive.unchanged"))
    return written


def _catalog(base: Path) -> AbstractContextManager[Catalog]:
    return Catalog.open(base / "journal", f"{__version__}/{FORMAT}")


@contextmanager
def _archive_lock(folder: Path, report: Report) -> Iterator[None]:
    """Hold the archive's lock; says so when another holds it, and waits."""
    with locking.held_when_free(folder / LOCK, waits=lambda: report(in_words("archive.waiting"))) as locked:
        if not locked:
            report(in_words("archive.no_locks"))
        yield


# -- journals ----------------------------------------------------------------------------------------------------


def _refresh(base: Path, catalog: Catalog, bar: Bar | None = None) -> dict[str, KnownMeeting]:
    """The catalog's rows, those of changed journals read anew: by several processes where a `bar` tells how far it
    is."""
    rows = catalog.rows()
    now = stamps(base / "journal")
    for meeting in rows.keys() - now.keys():
        catalog.forget(meeting)
        del rows[meeting]
    unknown = KnownMeeting("", "")
    tasks = [
        _ToRead(base / "journal", meeting, stamp, rows.get(meeting, unknown).published)
        for meeting, stamp in sorted(now.items())
        if rows.get(meeting, unknown).stamp != stamp
    ]
    found = one_by_one(_read, tasks)
    if bar:
        found = bar.over(shared(_read, tasks), len(tasks))
    for row in found:
        rows[row.id] = row
        catalog.save(row)
    return rows


class _ToRead(NamedTuple):
    """A journal to be read anew, with its stamp and the one its public files were last made of."""

    folder: Path
    meeting: str
    stamp: str
    published: str


def _read(task: _ToRead) -> KnownMeeting:
    return _known_of(*task)


def _known_of(folder: Path, meeting: str, stamp: str, published: str) -> KnownMeeting:
    """What the catalog keeps of a journal; of one that cannot be read, only why."""
    try:
        reading = read(folder, meeting)
    except OSError as error:
        fault = in_words("archive.unreadable", reason=error.strerror)
        return KnownMeeting(meeting, stamp, published, fault=fault)
    row = KnownMeeting(meeting, stamp, published, fault=" ".join(reading.damage))
    if not reading.events or not isinstance(reading.events[0], ev.Snapshot):
        return _with_fault(row, in_words("archive.no_begin"))
    try:
        return _with_record(row, publishing.record_of(reading.events))
    except UNTENABLE as error:
        return _with_fault(row, in_words("archive.untenable", kind=type(error).__name__))


def _with_fault(row: KnownMeeting, sentence: str) -> KnownMeeting:
    return replace(row, fault=f"{row.fault} {sentence}".strip())


def _with_record(row: KnownMeeting, record: PublicRecord) -> KnownMeeting:
    row = replace(row, title=record.meeting.title, start=record.meeting.start.isoformat(), final=record.meeting.final)
    if record.meeting.policy == "chamber":
        return replace(row, status="chamber")
    votes = sum(len(i.votes) + len(i.ballots) for i in record.decisions.items)
    row = replace(row, status=record.meeting.status, items=len(record.decisions.items), votes=votes)
    if not in_archive(record):
        return row
    return replace(
        row, digest=dumps(digest(record)), document=document(record, publishing.words_of_meeting(record.meeting))
    )


# -- files -------------------------------------------------------------------------------------------------------


class _Telling(NamedTuple):
    """How it is told what was done, and how far it is."""

    bar: Bar
    report: Report


class _Published(NamedTuple):
    """What came of one meeting's files: None and why, when its journal does not let them be made."""

    written: list[Path] | None
    sentence: str


def _publish_changed(base: Path, catalog: Catalog, rows: dict[str, KnownMeeting], telling: _Telling) -> list[Path]:
    """Public files of each meeting whose journal, or whose place among the others, changed since they were made."""
    written: list[Path] = []
    due: dict[str, str] = {}
    before = ""
    last = max(rows, default="")
    for meeting, row in sorted(rows.items()):
        wanted = f"{row.stamp} after {before}{' newest' * (meeting == last)}"
        there = (base / "public" / meeting / "transcript.html").exists()
        if row.start and not (there and row.published == wanted):
            due[meeting] = wanted
        before = meeting
    done = shared(_publish_one, [(base, meeting) for meeting in due])
    for (meeting, wanted), made in zip(due.items(), telling.bar.over(done, len(due)), strict=True):
        telling.report(made.sentence)
        if made.written is not None:
            catalog.published(meeting, wanted)
            written += made.written
    return written


def _publish_one(task: tuple[Path, str]) -> _Published:
    """The files of a meeting made anew."""
    base, meeting = task
    try:
        written = publishing.publish(base, meeting, index=False)
    except LivecouncilError as error:
        return _Published(None, f"{meeting}: {error}")
    except UNTENABLE as error:
        return _Published(None, in_words("publishing.untenable", meeting=meeting, kind=type(error).__name__))
    return _Published(written, in_words("archive.meeting_updated", meeting=meeting, number=len(written)))


def _write_list(base: Path, catalog: Catalog, changed: bool) -> None:
    """The list of meetings, which also announces agendas."""
    made_of = repr([(path.name, changed) for path, changed in agendas(base)])
    if changed or catalog.fact("list") != made_of:
        publishing.write_index(base / "public")
        catalog.note("list", made_of)


def _write_archive(base: Path, catalog: Catalog, rows: dict[str, KnownMeeting], report: Report) -> list[Path]:
    """The archive's pages, sitemap and search index: nothing is read when no journal changed and all are there."""
    public = base / "public"
    made_of = fingerprint(sorted((r.id, r.stamp) for r in rows.values()))
    known = catalog.pages()
    refuse_link(public / FOLDER)
    if catalog.fact("archive") == made_of and all((public / FOLDER / name).exists() for name in known):
        return []
    digests = [loads(d) for d in catalog.digests()]
    language = "nl"
    if digests:
        language = max(digests, key=lambda d: (d.start, d.id)).language
    archive = Archive(digests, publishing.words_of(language), f"{__version__}/{FORMAT}")
    written = _write_pages(public, archive, catalog, known) + _write_addresses(public, archive, catalog)
    searched = _write_search(public / FOLDER / "pagefind", catalog, language, report)
    if searched is not None:
        catalog.note("archive", made_of)
    return written + (searched or [])


def _write_pages(public: Path, archive: Archive, catalog: Catalog, known: dict[str, str]) -> list[Path]:
    """Pages made of something else than last time; one that is no longer there goes, so that nothing wrong stays."""
    written: list[Path] = []
    folder = public / FOLDER
    made: dict[str, str] = {}
    for page in archive.pages():
        path = folder / page.name
        if known.get(page.name) != page.made_of or not path.exists():
            written += [path] * put(path, page.render(), root=public)
        made[page.name] = page.made_of
    for path in folder.rglob("*.html"):
        if path.relative_to(folder).as_posix() not in made:
            path.unlink()
    catalog.keep_pages(made)
    for name, content in static_files().items():
        if put(public / name, content, root=public):
            written.append(public / name)
    return written


def _write_addresses(public: Path, archive: Archive, catalog: Catalog) -> list[Path]:
    """`sitemap.xml` and `robots.txt`, while the council has an address; an administrator's own robots.txt stays."""
    wanted = {}
    if archive.public_url:
        wanted = {"sitemap.xml": sitemap(archive, catalog.pages()), "robots.txt": robots(archive)}
    written = []
    for name in ("sitemap.xml", "robots.txt"):
        path = public / name
        ours = not os.path.lexists(path) or OURS in _content_there(path, public)
        if ours and name in wanted:
            written += [path] * put(path, wanted[name], root=public)
        elif ours:
            path.unlink(missing_ok=True)
    return written


def _content_there(path: Path, public: Path) -> bytes:
    """What lies there; nothing where it is no plain file."""
    try:
        return read_file(path, public)
    except OSError:
        return b""


def _write_search(folder: Path, catalog: Catalog, language: str, report: Report) -> list[Path] | None:
    """The search index, when what it is made of changed; None, after saying why, when that did not work."""
    documents = catalog.documents()
    made_of = fingerprint(language, documents)
    if catalog.fact("search") == made_of and (folder / search_index.ENTRY).exists():
        return []
    try:
        files = search_index.bundle(documents, language)
    except search_index.SearchFault as error:
        report(str(error))
        return None
    written = search_index.write_index_files(folder, files, json.loads(catalog.fact("search files") or "[]"))
    catalog.note("search files", json.dumps(sorted(files)))
    catalog.note("search", made_of)
    return written
