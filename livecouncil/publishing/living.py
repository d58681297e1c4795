"""The live page as pieces: what a fresh load shows and what an open page is sent are the same bytes.

Theory. A page that stays open all evening must show at every moment what a fresh load shows. Two renderers, one for the
file and one in the browser, would say it twice and part ways; so the page is made of pieces with an id each, rendered
here alone. The file is those pieces joined; the stream carries the pieces that changed; a page without a stream takes
them out of the file. The script in the browser only puts them in their places.

There are two sorts. A *row* belongs to one entry of the feed and is kept by its number; beside it stand the section it
belongs to and, for a decision, its line among the key moments. A *slot* tells where the meeting stands, and there is
one of each: the status, what is treated now, how far that is, the agenda with its outcomes, what can be filtered by,
the links.
`mark` names the state of all slots, so that a page says in a few bytes what it holds.

Rows are never renumbered and never leave their section: a section begins where the item changes, for the newest message
must stand on top also when an item is taken up again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from livecouncil.core.release.record import (
    BallotRecord,
    FeedEntry,
    ItemRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.phrases import shortened
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped

from .addressed import matter_paths, own_page
from .deciding import Deciding, balloted, decisions_told, voted
from .fragments import Fragments
from .live_blog import live_blog
from .pages import page_templates, render, status_line, untagged
from .pictures.on_pages import Draughtsman

_NAMED = 120
"""Signs of a decision's name where it stands for itself."""
_HEAD = "<!--head-->"
_VOTERS = "<!--voters-->"
_FIXES = "<!--fixes-->"
_ROWS = "<!--rows-->"
_SHARE = "<!--share-->"


@dataclass(frozen=True)
class Section:
    """Entries in a row that belong to one item; named after the first of them."""

    first: int
    item: str
    title: str


@dataclass(frozen=True)
class Row:
    """The pieces of one entry. `head` is its section, empty; `key` its line among the decisions, '' for none."""

    entry: FeedEntry
    vote: VoteRecord | None
    section: Section
    head: str
    row: str
    key: str
    deciding: Deciding | None = None

    def says(self, language: str) -> set[str]:
        """What this row is made of, as `matter_of_rows` has it."""
        said = {self.entry.texts[language]}
        if self.section.title:
            said.add(self.section.title)
        if self.deciding:
            said.add(f"{self.deciding.name} {self.deciding.word}")
        return said

    def pieces(self) -> dict[str, str]:
        """As an open page reads them."""
        head = self.head.replace(_ROWS, "")
        return {"section": f"deel-{self.section.first}", "head": head, "row": self.row, "key": self.key}


@dataclass(slots=True)
class _RowParts:
    """All that the row of one entry is made of; never changed."""

    entry: FeedEntry
    section: Section
    deciding: Deciding | None
    shared: str  # the page by which it is passed on
    vote: VoteRecord | None
    ballot: BallotRecord | None
    fixes: tuple[FeedEntry, ...]


@dataclass(frozen=True)
class LivePage:
    """The live page of one record. `kept` has what was rendered before (see `fragments`)."""

    record: PublicRecord
    words: Words
    kept: Fragments

    @property
    def _known(self) -> dict[str, Any]:
        drawing = Draughtsman(self.record, self.words, self.kept)
        return {"record": self.record, "t": self.words.t, "up": "", "drawing": drawing}

    @cached_property
    def _parts(self) -> Any:
        return page_templates().get_template("living.html").make_module(self._known)

    @cached_property
    def rows(self) -> list[Row]:
        """Of every entry, oldest first."""
        decided = decisions_told(self.record, self.words)
        told = zip(self.record.feed.entries, self.sections, decided, self._shared, strict=True)
        return [self._row(self._parts_of(*one)) for one in told]

    def _parts_of(self, entry: FeedEntry, section: Section, deciding: Deciding | None, shared: str) -> _RowParts:
        return _RowParts(
            entry=entry,
            section=section,
            deciding=deciding,
            shared=shared,
            vote=self.votes.get(entry.seq),
            ballot=self._balloted.get(entry.seq),
            fixes=tuple(self._corrections.get(entry.seq, ())),
        )

    def _row(self, of: _RowParts) -> Row:
        """The row of an entry, as it was while all that it is made of is."""
        return self.kept.newest(f"living row {of.entry.seq}", of, partial(self._row_anew, of))

    def _row_anew(self, of: _RowParts) -> Row:
        row = str(self._parts.row(of.entry))
        fixes = "".join(str(self._parts.fixed(made)) for made in of.fixes)
        head = str(self._parts.head(of.deciding)) if of.deciding and of.deciding.name else ""
        filled = row.replace(_HEAD, head, 1).replace(_FIXES, fixes, 1).replace(_VOTERS, self._shown(of), 1)
        share = str(self._parts.share(of.shared)) if of.shared else ""
        return Row(
            of.entry,
            of.vote,
            of.section,
            head=self._head(of.section),
            row=filled.replace(_SHARE, share, 1),
            key=str(self._parts.key(of.deciding)) if of.deciding else "",
            deciding=of.deciding,
        )

    @cached_property
    def _corrections(self) -> dict[int, list[FeedEntry]]:
        """The corrections of each message, in order."""
        found: dict[int, list[FeedEntry]] = {}
        for entry in self.record.feed.corrections:
            if entry.corrects:
                found.setdefault(entry.corrects, []).append(entry)
        return found

    @cached_property
    def pages(self) -> list[str]:
        """Of each entry the page of its own matter, as a path; '' where it is about none."""
        known = matter_paths(self.record)
        return [own_page(entry, known) for entry in self.record.feed.entries]

    @property
    def _shared(self) -> Iterator[str]:
        """Of each decision the page by which it is passed on; '' for what is none, or has no page."""
        for entry, path in zip(self.record.feed.entries, self.pages, strict=True):
            yield path * (bool(entry.outcome) and not entry.corrects)

    @cached_property
    def votes(self) -> dict[int, VoteRecord]:
        """The count that stands under each result, by the number of its entry."""
        return voted(self.record)

    @cached_property
    def _balloted(self) -> dict[int, BallotRecord]:
        return balloted(self.record)

    @cached_property
    def sections(self) -> list[Section]:
        """The section of each entry."""
        titles = {item.number: item.title for item in self.record.decisions.items}
        found: list[Section] = []
        for entry in self.record.feed.entries:
            if found and entry.item in (None, found[-1].item):
                found.append(found[-1])
            else:
                item = entry.item or ""
                found.append(Section(entry.seq, item, titles.get(item, "")))
        return found

    def _head(self, section: Section) -> str:
        first = self.record.feed.entries[section.first - 1]
        return self.kept.of(f"living head {section.title}", first, lambda: str(self._parts.section(section)))

    def _shown(self, of: _RowParts) -> str:
        """The picture of a count or a ballot, and who voted what; '' where there is neither."""
        if of.vote:
            return str(self._parts.voters(of.vote))
        if of.ballot:
            return str(self._parts.ballot(of.ballot))
        return ""

    @cached_property
    def slots(self) -> dict[str, str]:
        """What stands once on the page, by the id of its element; the agenda's lines each under their own."""
        now = current(self.record)
        told = {entry.item for entry in self.record.feed.entries}
        followed = now.item is not None and now.item.number in told
        items = self.record.decisions.items
        lines = self.kept.each("living item", items, self._parts.item)
        return {
            "status": str(self._parts.status(status_line(self.record, self.words))),
            "nu": str(self._parts.now(now, followed)),
            "verloop": str(self._parts.course(self.record.meeting.opened)),
            "wie": self.kept.of("living who", self.record.people.members, lambda: str(self._parts.who())),
            "nav": str(self._parts.nav("live")),
            "voet": str(self._parts.files(False)),
            **{f"agenda-{escaped(item.number)}": str(line) for item, line in zip(items, lines, strict=True)},
        }

    @cached_property
    def mark(self) -> str:
        """Names the state of all slots."""
        return hashlib.sha256("\n".join(self.slots.values()).encode()).hexdigest()[:12]

    @property
    def last_decided(self) -> dict[str, object] | None:
        """The newest decision in the fewest words; None before there is one."""
        for row, path in zip(reversed(self.rows), reversed(self.pages), strict=True):
            deciding = row.deciding
            if deciding:
                name = deciding.name or untagged(row.entry.texts[self.record.meeting.language], self.record)
                word = deciding.word * bool(deciding.name)
                return {
                    "name": shortened(name, _NAMED),
                    "word": word,
                    "for": row.entry.for_,
                    "against": row.entry.against,
                    "path": path,
                }
        return None

    def index(self) -> bytes:
        """`index.html`."""
        return render(
            "index.html",
            self.record,
            self.words,
            self.kept,
            posting=live_blog(self.record, self.kept),
            sections=_sections(self.rows),
            keys=_newest(self.rows),
            slots={name: Markup(made) for name, made in self.slots.items()},
            mark=self.mark,
            with_feed={entry.item for entry in self.record.feed.entries},
        )

    def embed(self) -> bytes:
        """The newest decisions, to be shown inside another site."""
        keys = [Markup(str(key).replace('href="#', 'href="index.html#')) for key in _newest(self.rows)]
        status = Markup(self.slots["status"])
        return render("embed.html", self.record, self.words, self.kept, keys=keys, status=status, mark=self.mark)


@dataclass(frozen=True)
class Current:
    """What is treated now: the item, who has the floor where the council shows it, and the item after it."""

    item: ItemRecord | None = None
    after: ItemRecord | None = None
    speaker: str = ""
    since: Any = None


def current(record: PublicRecord) -> Current:
    """Where the meeting stands on its agenda."""
    items = record.decisions.items
    at = next((n for n, item in enumerate(items) if item.number == record.meeting.item), None)
    if at is None or record.meeting.status == "closed":
        return Current()
    after = next((item for item in items[at + 1 :] if item.started is None), None)
    speaker = ""
    if record.meeting.status == "open":
        speaker = record.wall.speaker
    turns = (turn for one in record.people.speakers for turn in one.turns if turn.until is None)
    since = next((turn.at for turn in turns), None)
    return Current(items[at], after, speaker, since)


def matter_of_rows(record: PublicRecord, words: Words) -> set[str]:
    """All that rows are made of that a later fact can change: sentences, titles of items, decisions in few words."""
    decided = {f"{one.name} {one.word}" for one in decisions_told(record, words) if one}
    titles = {item.title for item in record.decisions.items}
    return decided | titles | {entry.texts[record.meeting.language] for entry in record.feed.entries}


def _newest(rows: Sequence[Row]) -> list[Markup]:
    return [Markup(row.key) for row in reversed(rows) if row.key]


def _sections(rows: Sequence[Row]) -> list[Markup]:
    """The sections with their rows, newest first."""
    by: dict[int, list[Row]] = {}
    for row in rows:
        by.setdefault(row.section.first, []).append(row)
    return [
        Markup(of[0].head.replace(_ROWS, "".join(row.row for row in reversed(of)), 1)) for of in reversed(by.values())
    ]
