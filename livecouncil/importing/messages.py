"""Our own feeds back in: the agenda of a meeting, as far as its messages tell it.

Theory. A feed says what happened, message by message, so its agenda is what was taken up: the number and title of each
item stand in the message that it began, or in that of its outcome. What was never taken up is not there, nor are
documents and the hour that was planned; the griffier is told so, and `ori.json` has them. What a meeting left undecided
is named, for it comes back in the next. JSON Feed says the number apart; Atom only in the
sentence, which is ours in each of our languages. A feed of others is no meeting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from livecouncil.core.text.clean import clean
from livecouncil.core.text.slug import slug_of
from livecouncil.wording import LANGUAGES, Wording

from . import limits
from .dates import moment_in
from .draft import AgendaDraft
from .numbering import SourceRow, at_most, numbered
from .official import closed_there, linked_to
from .sources import Source
from .words import import_text

_ATOM = "{http://www.w3.org/2005/Atom}"
_MEETING = re.compile(r"(?:^|/)(\d{4}-\d{2}-\d{2})-([a-z0-9-]+)/?$")
_HEAD = re.compile(r"(?:.* · )?(.+?) \d{2}-\d{2}-\d{4} · ")
_NAMED = re.compile(r"(?:\b(?:punt|item) |[:,] )(?P<number>(?=\S*\d)[^\s‘’,:]+) ‘(?P<title>.+?)’(?!\w)", re.I)
"""An item named by number and title within a sentence."""
_OPEN_ENDS = ("held_over", "tied_postponed", "invalid")


@dataclass(frozen=True)
class _MessageRead:
    """One entry: its text, when it came out, and what JSON Feed says beside it."""

    text: str
    at: str
    item: str = ""
    kind: str = ""
    object: str = ""
    outcome: str = ""


def is_feed_of_ours(data: Any) -> bool:
    """Whether it is a JSON Feed of a meeting of ours."""
    return isinstance(data, dict) and "jsonfeed.org" in str(data.get("version")) and "_livecouncil" in data


def drafts_of_json_feed(data: Any) -> list[AgendaDraft]:
    """The agenda its messages tell; none where `data` is something else or tells none."""
    if not is_feed_of_ours(data):
        return []
    messages = [_of_json(row) for row in limits.objects_in(data.get("items"))]
    about = data["_livecouncil"] if isinstance(data["_livecouncil"], dict) else {}
    feed = _FeedRead(str(data.get("title", "")), str(about.get("meeting", "")), str(data.get("home_page_url", "")))
    return feed.drafts(messages[::-1], more=bool(data.get("next_url")))


def drafts_of_atom(source: Source) -> list[AgendaDraft]:
    """The same of an Atom feed."""
    if _ATOM[1:-1].encode() not in source.data[:2000]:
        return []
    root = limits.xml(source.path, source.data)
    links = {link.get("rel", ""): link.get("href", "") for link in root.iterfind(f"{_ATOM}link")}
    page = links.get("alternate", "")
    entries = root.iterfind(f"{_ATOM}entry")
    messages = [
        _MessageRead(_told_in_atom(one, "content") or _told_in_atom(one, "title"), _told_in_atom(one, "published"))
        for one in entries
    ]
    return _FeedRead(_told_in_atom(root, "title"), page, page).drafts(messages[::-1], more="prev-archive" in links)


def _told_in_atom(element: Any, tag: str) -> str:
    return clean(element.findtext(f"{_ATOM}{tag}") or "")


def _of_json(row: dict[str, Any]) -> _MessageRead:
    beside = row.get("_livecouncil")
    if not isinstance(beside, dict):
        beside = {}
    told = {key: str(beside.get(key) or "") for key in ("item", "kind", "object", "outcome")}
    return _MessageRead(clean(str(row.get("content_text") or "")), str(row.get("date_published", "")), **told)


@dataclass(frozen=True)
class _FeedRead:
    """What a feed says of its meeting: its own title, the meeting's id or where it ends on one, and the page."""

    title: str
    meeting: str
    page: str

    def drafts(self, messages: Sequence[_MessageRead], more: bool) -> list[AgendaDraft]:
        """The agenda of `messages`, oldest first; `more` where older ones are not in the file."""
        titles: dict[str, str] = {}
        for number, title in filter(None, map(_item_begun, messages)):
            titles.setdefault(number, title)
        for one in messages:
            for found in _NAMED.finditer(one.text):
                titles.setdefault(found["number"], found["title"])
        if not titles:
            return []
        rows = at_most(
            SourceRow(title, number, details=linked_to(self.page, number) | closed_there(title))
            for number, title in titles.items()
        )
        told = self._notes(messages, more)
        return [numbered(rows, title=self._titled(), start=self._starts(messages), notes=told)]

    def _notes(self, messages: Sequence[_MessageRead], more: bool) -> tuple[str, ...]:
        notes = [import_text("from_feed")]
        if more:
            notes.append(import_text("feed_goes_on"))
        ended = {one.object or one.item: one.outcome for one in messages if one.outcome}
        left = [matter.upper() for matter, outcome in ended.items() if outcome in _OPEN_ENDS]
        if left:
            notes.append(import_text("feed_undecided", numbers=", ".join(left)))
        return tuple(notes)

    def _titled(self) -> str:
        """The meeting's title: of the feed's own without the municipality, which the meeting's id leaves out."""
        head = _HEAD.match(self.title)
        of_id = _MEETING.search(self.meeting)
        if not head:
            return AgendaDraft.title
        words = head[1].split()
        known = of_id[2] if of_id else ""
        cut = next((n for n in range(len(words), 0, -1) if slug_of(" ".join(words[:n])) == known), len(words))
        return clean(" ".join(words[:cut]))

    def _starts(self, messages: Sequence[_MessageRead]) -> Any:
        """The hour of the first message on the day of the meeting, else that day."""
        of_id = _MEETING.search(self.meeting)
        day = of_id[1] if of_id else ""
        first = next((one.at for one in messages if one.at.startswith(day)), day)
        return moment_in(first) if first else None


def _item_begun(message: _MessageRead) -> tuple[str, str] | None:
    """Number and title of the item that a message says has begun."""
    for language in LANGUAGES:
        if found := _begins_as(language).match(message.text):
            return found["number"], (found["title"] or found["bare"]).strip()
    return None


def _begins_as(language: str) -> re.Pattern[str]:
    """How that sentence begins in one of our languages."""
    before, _, rest = str(Wording.load(language).table("sentence")["punt"]).partition("{n}")
    between = rest.partition("{t}")[0]
    lead = rf"(?:.* · )?{re.escape(before)}(?P<number>\S+?){re.escape(between)}"
    return re.compile(rf"{lead}(?:‘(?P<title>.+)’(?!\w)|(?P<bare>[^.]+)\.)")
