"""`livecouncil publish --all`: every meeting's public files and the archive of all, made anew where they must be.

Theory. A council keeps hundreds of meetings, and one of them changed. Everything made is therefore kept beside what it
was made of: a meeting's row beside the stamp of its journal (names, sizes, times), its public files beside that stamp
and its neighbours, a page beside a fingerprint of what stands on it, the search index beside that of its documents.
What is made of the same is not made again, and an unchanged journal is not even read: what the archive needs of it
stands in the catalog. The catalog is only a memory. Without it, or with another version's, the same files come out.

This module only finds what is due. What does it is loaded when something is: a meeting (`anew`), the pages of all
(`whole`).

One process at a time works on an archive; a second waits for its lock. A journal that cannot be used is told and left
as it is, and the others go on. What a reader may be holding open (the search index before) stays a round longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from livecouncil import __version__
from livecouncil.journal.inventory import agendas, look
from livecouncil.publishing.held import meeting_ids
from livecouncil.system import locks as locking
from livecouncil.system.files import refuse_link
from livecouncil.wording.faults import in_words

from .bar import Bar, Progress
from .catalog import FOLDER, VOTE_TABLES, Catalog, KnownMeeting, fingerprint, published_as, stamps

if TYPE_CHECKING:
    from .anew import MeetingTask

LOCK = ".archive.lock"
FORMAT = "8"  # of digests and pages; another one makes all of them anew within a version


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
        now = stamps(base / "journal")
        rows = _held_rows(catalog, now)
        for row in _changed(rows, now):
            from .anew import known_by

            rows[row.id], _ = known_by(base / "journal", row)
            catalog.save(rows[row.id])
    held = [
        ListedMeeting(r.id, r.title, r.start[:10], r.status, r.items, r.votes, bool(r.final))
        for r in rows.values()
        if r.start
    ]
    return sorted(held, key=lambda h: (h.date, h.id), reverse=True)


def publish_all(base: Path, report: Callable[[str], None] = print) -> list[Path]:
    """Make what changed of the public files of all meetings under `base`, and of the archive; returns what was written.

    Waits while another does the same. A journal that cannot be used is reported and left as it is; the rest goes on.
    Raises InputFault when there is no journal, OSError when files cannot be written; what stands there stays whole.
    """
    meeting_ids(base)
    bar = Bar()
    report = bar.above(report)
    progress = Progress(bar, report)
    with _archive_lock(base / "journal", report), _catalog(base) as catalog:
        for sentence in look(base / "journal").sentences:
            report(sentence)
        now = stamps(base / "journal")
        rows = _held_rows(catalog, now)
        written = _make_meetings(_due_meetings(base, rows, now), catalog, rows, progress)
        written += _write_archive(base, catalog, rows, progress)
        _write_list(base, catalog, bool(written))
    if written:
        report(in_words("archive.updated", number=len(written)))
    else:
        report(in_words("archive.unchanged"))
    return written


def _catalog(base: Path) -> AbstractContextManager[Catalog]:
    return Catalog.open(base / "journal", f"{__version__}/{FORMAT}")


@contextmanager
def _archive_lock(folder: Path, report: Callable[[str], None]) -> Iterator[None]:
    """Hold the archive's lock; says so when another holds it, and waits."""
    with locking.held_when_free(folder / LOCK, waits=lambda: report(in_words("archive.waiting"))) as locked:
        if not locked:
            report(in_words("archive.no_locks"))
        yield


# -- meetings ----------------------------------------------------------------------------------------------------


def _held_rows(catalog: Catalog, now: dict[str, str]) -> dict[str, KnownMeeting]:
    """The catalog's rows of the meetings that there are by their stamps, in order of date; one of a meeting it does
    not know is empty."""
    known = catalog.rows()
    for meeting in known.keys() - now.keys():
        catalog.forget(meeting)
    return {meeting: known.get(meeting) or KnownMeeting(meeting, "") for meeting in sorted(now)}


def _changed(rows: dict[str, KnownMeeting], now: dict[str, str]) -> list[KnownMeeting]:
    """Rows of journals that are not as they were read last, without what was read then."""
    return [KnownMeeting(row.id, now[row.id], row.published) for row in rows.values() if row.stamp != now[row.id]]


def _make_meetings(
    tasks: list[MeetingTask], catalog: Catalog, rows: dict[str, KnownMeeting], progress: Progress
) -> list[Path]:
    """The meetings that are due, done; what is wrong with the others' journals is told again."""
    due = {task.known.id for task in tasks}
    for row in rows.values():
        if row.fault and row.id not in due:
            progress.report(f"{row.id}: {row.fault}")
    if not tasks:
        return []
    from .anew import done_anew
    from .crew import shared

    written: list[Path] = []
    for done in progress.bar.over(shared(done_anew, tasks), len(tasks), in_words("archive.bar_meetings")):
        rows[done.row.id] = done.row
        catalog.save(done.row)
        written += done.written
        for sentence in done.told:
            progress.report(sentence)
    return written


def _due_meetings(base: Path, rows: dict[str, KnownMeeting], now: dict[str, str]) -> list[MeetingTask]:
    """Each meeting whose journal, or whose place among the others, changed since its public files were made."""
    found = []
    changed = {row.id for row in _changed(rows, now)}
    newest = max(rows, default="")
    before = ""
    for meeting, row in rows.items():
        place = f"after {before}{' newest' * (meeting == newest)}"
        there = (base / "public" / meeting / "transcript.html").exists()
        made = there and row.published == published_as(row.stamp, place)
        if meeting in changed or (row.start and not made):
            from .anew import MeetingTask

            found.append(MeetingTask(base, row, place))
        before = meeting
    return found


def _write_list(base: Path, catalog: Catalog, changed: bool) -> None:
    """The list of meetings, which also announces agendas."""
    made_of = repr([(path.name, changed) for path, changed in agendas(base)])
    if changed or catalog.fact("list") != made_of:
        from livecouncil.publishing.all_meetings import write_index

        write_index(base / "public")
        catalog.note("list", made_of)


# -- the archive -------------------------------------------------------------------------------------------------


def _write_archive(base: Path, catalog: Catalog, rows: dict[str, KnownMeeting], progress: Progress) -> list[Path]:
    """The archive's pages, sitemap and search index: nothing is read when no journal changed and all are there."""
    folder = base / "public" / FOLDER
    made_of = fingerprint(sorted((r.id, r.stamp) for r in rows.values()))
    refuse_link(folder)
    made = (*catalog.pages(), *VOTE_TABLES)
    if catalog.fact("archive") == made_of and all((folder / name).exists() for name in made):
        return []
    from .whole import write_all_meetings

    version = f"{__version__}/{FORMAT}"
    written, whole = write_all_meetings(base / "public", catalog, version, progress)
    if whole:
        catalog.note("archive", made_of)
    return written
