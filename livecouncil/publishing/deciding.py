"""What each message of a meeting decided, in the fewest words: the list beside the messages; and which count or ballot
it tells of.

A record has its decisions by item and its messages in order; here they are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from livecouncil.core.meeting.outcomes import NamedOutcome
from livecouncil.core.release.record import (
    BallotRecord,
    FeedEntry,
    ItemRecord,
    ObjectRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.phrases import all_of, outcome_word
from livecouncil.core.telling.voice import Words

from .addressed import ON_PERSONS, matters_in

_Decidable: TypeAlias = ObjectRecord | ItemRecord


@dataclass(frozen=True)
class Deciding:
    """A decision in the fewest words: what, and what became of it. Where `name` is '' only the sentence says it."""

    entry: FeedEntry
    name: str
    word: str


def voted(record: PublicRecord) -> dict[int, VoteRecord]:
    """The count that each result tells of, by the number of its entry; as it was corrected, in its place."""
    told = {(e.object, e.for_, e.against): e.seq for e in record.feed.entries if e.for_ is not None and not e.corrects}
    votes = (v for i in record.decisions.items for v in i.votes if v.for_ is not None)
    return {told[key]: v for v in votes if (key := (v.motion, v.for_, v.against)) in told}


def balloted(record: PublicRecord) -> dict[int, BallotRecord]:
    """Ballots on persons, by the number of the entry that tells their result: two of one minute in their order."""
    counted: dict[tuple[str, datetime], list[BallotRecord]] = {}
    for item in record.decisions.items:
        for ballot in item.ballots:
            counted.setdefault((ballot.item, ballot.at), []).append(ballot)
    found = {}
    for entry in record.feed.entries:
        same = counted.get((entry.item or "", entry.at))
        if same and entry.kind in ON_PERSONS and not entry.corrects:
            found[entry.seq] = same.pop(0)
    return found


def decisions_told(record: PublicRecord, words: Words) -> Iterator[Deciding | None]:
    """Of each entry the decision it tells. A correction tells none: what it mends stands corrected in its own place."""
    ballots = balloted(record)
    matters: dict[str, _Decidable] = {item.number: item for item in record.decisions.items}
    matters |= {o.key: o for item in record.decisions.items for o in item.objects}
    counted = {
        (v.motion, v.for_, v.against): v.outcome_word for i in record.decisions.items for v in i.votes if not v.review
    }
    for entry in record.feed.entries:
        if not entry.outcome or entry.corrects:
            yield None
        elif entry.seq in ballots:
            yield _on_persons(entry, ballots[entry.seq], words)
        else:
            together = [matters[key] for key in matters_in(entry) if key in matters]
            word = counted.get((entry.object or "", entry.for_, entry.against), "")
            yield Deciding(entry, _called_together(together, words), word or _what_became(entry, together, words))


def _on_persons(entry: FeedEntry, ballot: BallotRecord, words: Words) -> Deciding:
    """'Lid rekenkamer', 'Braas benoemd'."""
    return Deciding(entry, ballot.title, f"{all_of(ballot.chosen, words)} {ballot.outcome_word}".strip())


def _called_together(together: Sequence[_Decidable], words: Words) -> str:
    """'M3 Starters eerst', 'M5, M6', '6 Woonvisie', 'Punten 5a, 5b en 5c'."""
    numbers = tuple(one.number for one in together if isinstance(one, ItemRecord))
    if len(numbers) > 1:
        return words.t("web.items", numbers=all_of(numbers, words))
    if len(together) > 1:
        return ", ".join(_in_short(one) for one in together)
    return "".join(_in_full(one) for one in together)


def _in_short(matter: _Decidable) -> str:
    if isinstance(matter, ObjectRecord):
        return matter.called
    return matter.number


def _in_full(matter: _Decidable) -> str:
    if isinstance(matter, ObjectRecord):
        return f"{matter.called} {matter.title}".strip()
    return f"{matter.number} {matter.title}"


def _what_became(entry: FeedEntry, together: Sequence[_Decidable], words: Words) -> str:
    """The outcome in words; as it stands on the matter itself where it still is so there. One that is in review bears
    that mark there, and here the row has it."""
    same = (one.outcome_word for one in together[:1] if one.outcome == entry.outcome and not entry.review)
    return next(same, "") or outcome_word(words, NamedOutcome(entry.outcome or ""))
