"""Checking a published meeting without what only the council has: the texts of free messages and commitments.

The chain holds a commitment to each. Their texts are taken from the feed and put where the chain has room for them;
everything else, and these texts everywhere else, must then follow from the chain byte for byte.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.doors import Doors
from livecouncil.core.release.passed import released, with_redactions
from livecouncil.core.release.record import FeedEntry
from livecouncil.publishing.folder import lines_of_entries, record_of

_KINDS = ("vrij_bericht", "toezegging")
_ANY = re.compile("\ue000(\\w+)\ue001")
"""A token: 't12' for the text that line 12 holds, 'w12' for who said it."""
_MARK = re.compile(r" \(\d\d:\d\d(:\d\d)?\)")


@dataclass(frozen=True)
class Published:
    """One entry as the feed has it; `line` is the number of the private line it is taken to rest on."""

    seq: int
    kind: str
    item: str
    text: str
    at: datetime
    corrects: int | None
    line: int | None = None

    @staticmethod
    def read(item: dict[str, Any]) -> Published:
        """From an item of feed.json. Raises KeyError, ValueError when it is none of ours."""
        own = item["_livecouncil"]
        when = datetime.fromisoformat(item["date_published"])
        return Published(own["seq"], own["kind"], own.get("item", ""), item["content_text"], when, own.get("corrects"))


class Unfounded(Exception):
    """An entry that nothing in the chain allows; its number in the feed."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


def filled(events: Sequence[ev.Base], feed: Sequence[Published]) -> tuple[list[ev.Base], int]:
    """The journal with the texts of `feed` (oldest first) in its private lines, and how many entries rest on those.

    Raises Unfounded.
    """
    rows = placed(events, feed)
    withheld = [row for row in rows if row.line is not None]
    if not withheld:
        return list(events), 0
    tokens = {n: (f"\ue000w{n}\ue001", f"\ue000t{n}\ue001") for row in withheld if (n := row.line)}
    entries = record_of(_with(events, rows, tokens)).feed.entries
    if len(entries) != len(rows):
        raise Unfounded(withheld[0].seq)
    return _with(events, rows, _texts_by_line(rows, entries)), len(withheld)


def placed(events: Sequence[ev.Base], feed: Sequence[Published]) -> list[Published]:
    """Each entry of `feed`, with the private line it must rest on where the chain itself does not tell it."""
    known = lines_of_entries(events)
    said = [_unmarked(next(iter(e.texts.values()))) for e in record_of(events).feed.entries]
    through = released(with_redactions(events), "feed")
    sealed = _sealed_lines(events)
    rows: list[Published] = []
    number = 0
    for row in feed:
        if rows:
            before = rows[-1].at
        else:
            before = row.at
        if known:
            following = known[0]
        else:
            following = events[-1].seq + 1
        if known and said[0] == _unmarked(row.text) and max(through[following], before) == row.at:
            number = known.pop(0)
            said = said[1:]
        else:
            fits = (n for n, at in sealed if number < n < following and max(through.get(n, at), before) == row.at)
            if _may_be_private(row, rows):
                number = next(fits, 0)
            else:
                number = 0
            if not number:
                raise Unfounded(row.seq)
            row = replace(row, line=number)
        rows.append(row)
    return rows


def _unmarked(text: str) -> str:
    """Without the time that tells a text from the same one said before."""
    return _MARK.sub("", text)


def _may_be_private(row: Published, before: Sequence[Published]) -> bool:
    """Whether an entry may rest on a private line: by its kind, or by what it corrects."""
    if row.kind in _KINDS:
        return True
    return row.corrects is not None and 0 < row.corrects <= len(before) and before[row.corrects - 1].line is not None


def _sealed_lines(events: Sequence[ev.Base]) -> list[tuple[int, datetime]]:
    """Number and time of the private lines that may have been told: not behind closed doors, not recalled."""
    doors = Doors.of(events)
    return [(e.seq, e.at) for e in events if isinstance(e, ev.Sealed) and not doors.hides(e)]


def _with(events: Sequence[ev.Base], rows: Sequence[Published], texts: dict[int, tuple[str, str]]) -> list[ev.Base]:
    """The journal with `texts` (who, what) in the private lines that `rows` rest on."""
    through = released(events, "feed")
    at = {e.seq: e.at for e in events}
    facts: dict[int, ev.Base] = {}
    for row in rows:
        if row.line is None:
            continue
        if row.line in through:
            gates: tuple[ev.Gate, ...] = ()
        else:
            gates = ("wall", "feed")
        of = rows[row.corrects - 1] if row.corrects and row.kind not in _KINDS else None
        fact = _fact_told(of or row, at[of.line if of and of.line else row.line], texts[row.line])
        if of and of.line:
            fact = ev.Corrected.model_validate({"at": at[row.line], "of": of.line, "event": fact})
        facts[row.line] = fact.model_copy(update={"seq": row.line, "released": gates})
    return [facts.get(e.seq, e) for e in events]


def _fact_told(row: Published, at: datetime, texts: tuple[str, str]) -> ev.Base:
    who, text = texts
    if row.kind == "toezegging":
        return ev.Undertaking(at=at, who=who, item=row.item, text=text)
    return ev.Message(at=at, text=text)


def _texts_by_line(rows: Sequence[Published], entries: Sequence[FeedEntry]) -> dict[int, tuple[str, str]]:
    """Who and what of each withheld entry: where the sentence with tokens has a token, the feed has the text."""
    found: dict[str, str] = {}
    for row, entry in zip(rows, entries, strict=True):
        if row.line is None:
            continue
        said = next(iter(entry.texts.values()))
        pattern = _ANY.sub(lambda m: f"(?P<{m[1]}>.*?)", re.escape(said))
        match = re.fullmatch(pattern, _without_time(row, entry, rows), re.DOTALL)
        if match is None:
            raise Unfounded(row.seq)
        for token, text in match.groupdict().items():
            found.setdefault(token, text)
    return {row.line: (found.get(f"w{row.line}", ""), found.get(f"t{row.line}", "")) for row in rows if row.line}


def _without_time(row: Published, entry: FeedEntry, rows: Sequence[Published]) -> str:
    """The text without the time that was added where the same had been said before."""
    said = {other.text for other in rows[: row.seq - 1]}
    for mark in (f" ({entry.at:%H:%M})", f" ({entry.at:%H:%M:%S})"):
        if (text := row.text.replace(mark, "")) in said:
            return text
    return row.text
