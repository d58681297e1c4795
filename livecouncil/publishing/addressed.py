"""A page of its own for every item, motion and amendment: what can be sent to somebody, found again and cited.

Theory. `/<meeting>/m3/` and `/<meeting>/punt-7b/` say of one matter all that is public of it, and lead back to the
meeting. They are files (`m3/index.html`, and beside it `m3/index.jsonld` for machines), so that any web server serves
them; the path is the same escape of the printed number that anchors and ids have. A matter that is no longer in the
record has no page: who writes the folder takes away what was not made (see `folder`). `matter_files` makes them,
`cards` draws them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from livecouncil.core.release.record import (
    FeedEntry,
    ItemRecord,
    ObjectRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.phrases import names, shortened
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import address_of

from .fragments import Fragments
from .papers import papers

HTML = "index.html"
DATA = "index.jsonld"
ON_PERSONS = ("personen", "herstemming", "loting", "jongste")
"""Kinds of messages that tell of a ballot."""


class PartOfItem(NamedTuple):
    """A motion or amendment as the page of its item lists it, with its outcome in words and the last vote on it."""

    object: ObjectRecord
    word: str
    vote: VoteRecord | None


@dataclass(frozen=True)
class Addressed:
    """One matter and all that its page says. `object` is None for an item itself; `parts` are an item's objects."""

    path: str
    target: str
    item: ItemRecord
    object: ObjectRecord | None
    word: str
    votes: tuple[VoteRecord, ...]
    entries: tuple[FeedEntry, ...]
    undertakings: tuple[tuple[str, str], ...]
    parts: tuple[PartOfItem, ...]

    @property
    def title(self) -> str:
        if self.object:
            return self.object.title
        return self.item.title

    @property
    def corrections(self) -> tuple[FeedEntry, ...]:
        """Those of the matter itself, not of its parts."""
        made = (entry for entry in self.entries if entry.kind == "correctie")
        return tuple(entry for entry in made if self.target in (entry.object or self.target, *entry.also))

    @property
    def told(self) -> FeedEntry | None:
        """The message that says what was decided of it, the newest of them."""
        decided = [entry for entry in self.entries if entry.outcome and self.target in matters_in(entry)]
        return next((entry for entry in reversed(decided) if entry.kind != "correctie"), None)

    @property
    def first(self) -> FeedEntry | None:
        """Where it begins on the live page."""
        return next(iter(self.entries), None)


def matters_of(record: PublicRecord, words: Words, kept: Fragments | None = None) -> list[Addressed]:
    """Every matter of a meeting that has an address of its own, found once for all files that share `kept`; one that is
    as it was before is the very object it was."""
    known = kept or Fragments()

    def found() -> list[Addressed]:
        return [known.same(f"matter {matter.path}", matter) for matter in _matters_anew(record, words, known)]

    return known.once("addressed", record, found)


def _matters_anew(record: PublicRecord, words: Words, kept: Fragments) -> Iterator[Addressed]:
    told_at = _told_by_item(record.feed.entries)
    for matter in papers.matters(record, words, kept):
        item = matter.item
        entries = tuple(told_at.get(item.number, ()))
        objects = [PartOfItem(o, word, next(reversed(votes), None)) for o, word, votes in matter.objects]
        parts = tuple(kept.same(f"part {part.object.key}", part) for part in objects)
        path = address_of(item.number, is_item=True)
        word = matter.word or _appointed(item, words)
        yield Addressed(path, item.number, item, None, word, matter.votes, entries, matter.undertakings, parts)
        about = _by_object(entries)
        above = _above(item)
        for o, word, votes in matter.objects:
            told = tuple(about.get(o.key, ()))
            beside = _with_parent(above, item, o)
            yield Addressed(address_of(o.key), o.key, beside, o, word, votes, told, (), ())


def _told_by_item(entries: Iterable[FeedEntry]) -> dict[str, list[FeedEntry]]:
    found: dict[str, list[FeedEntry]] = {}
    for entry in entries:
        for number in dict.fromkeys(filter(None, (entry.item, *_items_together(entry)))):
            found.setdefault(number, []).append(entry)
    return found


def _items_together(entry: FeedEntry) -> tuple[str, ...]:
    """The items that were decided together, which stand under no one of them."""
    if entry.object is None:
        return entry.also
    return ()


def matter_paths(record: PublicRecord) -> dict[str, str]:
    """The path of every matter, by its number or key."""
    found = {item.number: address_of(item.number, is_item=True) for item in record.decisions.items}
    return found | {o.key: address_of(o.key) for item in record.decisions.items for o in item.objects}


def matters_in(entry: FeedEntry) -> tuple[str, ...]:
    """Numbers and keys of what a message is about; of a ballot on persons its item."""
    if entry.kind in ON_PERSONS and entry.item:
        return (entry.item,)
    return tuple(key for key in (entry.object, *entry.also) if key)


def own_page(entry: FeedEntry, paths: Mapping[str, str]) -> str:
    """The page of what `entry` is about first, of `matter_paths`; '' where it is about nothing that has one, or about
    several items alike."""
    if _items_together(entry):
        return ""
    return next((paths[key] for key in matters_in(entry) if key in paths), "")


def _appointed(item: ItemRecord, words: Words) -> str:
    """What became of the last ballot on persons of an item: 'Braas en Veen zijn benoemd', 'herstemming'; '' without."""
    if not item.ballots:
        return ""
    last = item.ballots[-1]
    chosen = tuple(name for one in item.ballots for name in one.chosen)
    if not chosen:
        return last.outcome_word
    appointed = words.t("word.appointed", count=len(chosen), namen=names(chosen))
    if last.outcome == "elected":
        return appointed
    return f"{appointed}; {words.t('picture.title', what=last.title, outcome=last.outcome_word)}"


def _by_object(entries: Iterable[FeedEntry]) -> dict[str, list[FeedEntry]]:
    """The messages about each object."""
    found: dict[str, list[FeedEntry]] = {}
    for entry in entries:
        for key in dict.fromkeys((entry.object or "", *entry.also)):
            found.setdefault(key, []).append(entry)
    return found


def _above(item: ItemRecord) -> ItemRecord:
    """As much of `item` as the page of one of its objects says: of the others nothing. With more, a vote on one motion
    would make the pages of all others anew."""
    return ItemRecord(item.number, item.title, item.kind, "", (), None, "", False, closed=item.closed)


def _with_parent(above: ItemRecord, item: ItemRecord, thing: ObjectRecord) -> ItemRecord:
    """The same for `thing`: with the object that it belongs to, where there is one."""
    if not thing.parent:
        return above
    return replace(above, objects=tuple(other for other in item.objects if other.key == thing.parent))


def matter_called(matter: Addressed, words: Words, limit: int | None = None) -> str:
    """A matter with what became of it: 'Motie M3 ‘Starters eerst’: verworpen', '7 Krediet zwembad: vastgesteld'; its
    title in at most `limit` signs."""
    title = matter.title
    if limit is not None:
        title = shortened(title, limit)
    what = f"{matter.item.number} {title}"
    if matter.object:
        what = matter.object.name
    if matter.object and title:
        what = words.t("picture.object", label=matter.object.name, title=title)
    if matter.word:
        return words.t("picture.title", what=what, outcome=matter.word)
    return what
