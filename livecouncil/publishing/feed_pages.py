"""What stands in each feed document: the live feed holds the newest entries, pages of its archive all earlier ones.

Theory. A feed of everything grows all evening, and every message would write all earlier ones again, for every reader.
So a live feed holds the newest entries by the moment they last changed, and a page holds those with a hundred numbers
in a row (1–100, 101–200 …). An entry's number never changes, so neither does its page: a page is made when its last
number is given, and after that only a correction or a deletion in it changes its bytes. It says nothing that another
entry, the end of the meeting or the confirmation of its report could change; what holds for all, such as finality, the
live feed says once.

Nobody may miss anything: what has no page yet is in the live feed whatever else changed, a correction is an entry of
its own besides, and from the live feed each document leads to the one before it. A feed that fits in one document has
no pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from livecouncil.core.release.record import FeedEntry

SIZE = 100
COUNCIL = "../feed"
"""Name, seen from a meeting's folder, of the feed a reader subscribes to once: always that of the newest meeting."""
_LEADING_ON = ("feed", COUNCIL)
"""Feeds of everything: after the first page of their meeting follows the meeting before."""
PAGE = re.compile(r"[^-/]+-\d+\.(?:json|atom)")
"""The name of a page in its folder; no item's number has a `-` where it names a file (see `core.text.numbers`)."""


@dataclass(frozen=True)
class Feed:
    """A document of a feed: its name, seen from the meeting's folder, and what stands in it, oldest first.

    `older` names the document before it, '' for none; `page` is the number of a page of the archive of the feed `of`, 0
    for the live feed itself.
    """

    name: str
    entries: Sequence[FeedEntry]
    older: str = ""
    of: str = ""
    page: int = 0

    @property
    def live(self) -> str:
        """The name of the feed that it is, or is a page of."""
        return self.of or self.name


def documents(name: str, entries: Sequence[FeedEntry], told: int, previous: str = "") -> Iterator[Feed]:
    """The live feed `name` of `entries` (oldest first) and its pages, in a meeting that has `told` so many; `previous`
    is the id of the meeting before, '' for none."""
    older = ""
    if previous and name in _LEADING_ON:
        older = f"../{previous}/feed"
    if len(entries) <= SIZE:
        yield Feed(name, entries, older)
        return
    archive = name
    if name == COUNCIL:  # its pages are those of the meeting
        archive = "feed"
    whole = told // SIZE
    for number, page in _by_page(entries).items():
        if number <= whole:
            made = Feed(f"{archive}-{number}", page, older, archive, number)
            older = made.name
            if name != COUNCIL:
                yield made
    yield Feed(name, _newest_and_unpaged(entries, whole * SIZE), older)


def _by_page(entries: Sequence[FeedEntry]) -> dict[int, list[FeedEntry]]:
    """`entries` by the page they are or will be on, oldest first."""
    found: dict[int, list[FeedEntry]] = {}
    for entry in entries:
        found.setdefault(page_of(entry.seq), []).append(entry)
    return found


def page_of(seq: int) -> int:
    """The number of the page that the entry numbered `seq` is on, once there is one."""
    return (seq - 1) // SIZE + 1


def _newest_and_unpaged(entries: Sequence[FeedEntry], paged: int) -> list[FeedEntry]:
    """The newest of `entries` by when they last changed, and all that are on no page: those after number `paged`."""
    by_change = sorted(entries, key=lambda entry: (entry.updated, entry.seq))
    kept = {entry.seq for entry in by_change[-SIZE:]}
    return [entry for entry in entries if entry.seq in kept or entry.seq > paged]
