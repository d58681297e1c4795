"""Archive mode: the council's earlier meetings and what each decided, from the journals, as the public may see them."""

from __future__ import annotations

from livecouncil.archive.build import archive_index
from livecouncil.errors import LivecouncilError
from livecouncil.journal.reading import read
from livecouncil.publishing.folder import record_of
from livecouncil.sitting.session import Session

from .seen.facts import bare


def archive_rows(session: Session) -> list[tuple[str, str]]:
    """The meetings, newest first, as (row, id)."""
    words = session.words
    return [
        (
            words.t("archive.held", date=h.date, title=h.title, items=h.items, votes=h.votes)
            + f" · {words.t(f'tui.{h.status}')}",
            h.id,
        )
        for h in archive_index(session.data)
    ]


def decisions(session: Session, meeting: str) -> list[tuple[str, str]]:
    """What `meeting` decided, in order, as (row, '')."""
    try:
        record = record_of(read(session.data / "journal", meeting).events)
    except (LivecouncilError, LookupError, AssertionError):
        return [(session.words.t("archive.unreadable", id=meeting), "")]
    rows = [(f"{e.at:%H:%M} {bare(e.texts[record.meeting.language])}", "") for e in record.feed.entries if e.outcome]
    return rows or [(session.words.t("archive.nothing"), "")]
