"""In which order files go to a mirror: what is pointed to before what points to it.

Theory. A reader who follows a link must find what it leads to. So documents and style go first, then pages of objects,
feeds, the meeting's own page, the list of meetings and the calendars, and last `state.json`, by which a page asks
whether there is news: who reads there that there is, finds it. Files of one rank may go side by side; of the last rank
each goes alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import IntEnum
from itertools import groupby

from livecouncil.publishing.calendars import CALENDAR
from livecouncil.publishing.feed_pages import PAGE

_FEED = re.compile(r"(feed|decisions)\.json|.+\.atom")


class Rank(IntEnum):
    """Lower goes first."""

    DOCUMENT = 0
    PAGE = 1
    FEED = 2
    INDEX = 3
    LIST = 4
    STATE = 5


def rank_of(path: str) -> Rank:
    """The rank of a public file."""
    *folders, name = path.split("/")
    if name == "state.json":
        return Rank.STATE
    if name == CALENDAR:
        return Rank.LIST
    if name == "index.html" and len(folders) < 2:
        return (Rank.LIST, Rank.INDEX)[len(folders)]
    if name.endswith(".html") or PAGE.fullmatch(name) or name == "pagefind-entry.json":
        return Rank.PAGE
    if _FEED.fullmatch(name) or (folders[-1:] == ["items"] and name.endswith(".json")):
        return Rank.FEED
    return Rank.DOCUMENT


def in_ranks(paths: Iterable[str]) -> list[tuple[Rank, list[str]]]:
    """`paths` by rank, the first to go first."""
    ordered = sorted(paths, key=lambda path: (rank_of(path), path))
    return [(rank, list(group)) for rank, group in groupby(ordered, key=rank_of)]


def top_of(path: str) -> str:
    """The folder in the public folder that `path` lies in; '' for a file of the public folder itself."""
    return path.rpartition("/")[0].partition("/")[0]


def cache_control(path: str) -> str:
    """How long a cache before a mirror may keep a file: never so long that what was taken off lives on in it."""
    match rank_of(path):
        case Rank.STATE | Rank.FEED:
            return "public, max-age=1"
        case Rank.INDEX | Rank.LIST | Rank.PAGE:
            return "public, max-age=10"
    return "public, max-age=60"
