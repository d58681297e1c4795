"""The decision list (besluitenlijst), which the council makes public after every meeting (Gemeentewet art. 23.6; until
1 April 2023 art. 23.5, see `core.law`).

Pure over the `PublicRecord`: what was held, recalled, private or said behind closed doors is not in it.
"""

from __future__ import annotations

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.publishing import pages
from livecouncil.publishing.fragments import Fragments

from . import papers


def decision_list(record: PublicRecord, words: Words, fragments: Fragments | None = None) -> bytes:
    """`decisions.html`: per item the text decided, outcome, votes, motions, commitments, notes and corrections."""
    return _render("decisions.html", record, words, fragments)


def decision_list_large(record: PublicRecord, words: Words, fragments: Fragments | None = None) -> bytes:
    """`decisions-large.html`: the same in large print, no letter under 18 points."""
    return _render("decisions-large.html", record, words, fragments)


def _render(template: str, record: PublicRecord, words: Words, fragments: Fragments | None) -> bytes:
    notes, corrections = papers.loose(record, words)
    return pages.render(
        template,
        record,
        words,
        fragments,
        matters=papers.matters(record, words, fragments),
        heading=papers.heading_lines(record, words),
        attendance=papers.attendance_roll(record),
        loose_notes=notes,
        loose_corrections=corrections,
    )
