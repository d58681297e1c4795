"""What earlier meetings left undecided: tied, held over, invalidly voted on, or advised on, read from their journals.

A proposal comes back with its amendments, a motion as an item of its own; how the earlier vote ended comes along, so
that a second tie (art. 32.5) or a vote redone after an invalid one (art. 29.2) is known as such.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from livecouncil.core.council.agenda import Advice, Carried, Item, ItemKind, free_number, place_of
from livecouncil.core.meeting.fold import fold as fold_events
from livecouncil.core.meeting.rules.vote_order import ADOPTED, parts
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.state import MeetingState, Paper
from livecouncil.core.text.called import name_key, without_salutation
from livecouncil.errors import LivecouncilError
from livecouncil.journal.inventory import look
from livecouncil.journal.journal import Journal
from livecouncil.journal.reading import UNTENABLE

from .draft import AgendaDraft, CarriedMatter
from .words import import_text

_EARLIER = {"tied_postponed": "tie", "invalid": "invalid"}
_OPEN = (None, "not_put_to_vote", "held_over", *_EARLIER)
_TO_THE_COUNCIL: Mapping[str, ItemKind] = {"advice_without_debate": "hamerstuk", "advice_debate": "proposal"}
_BACK: Mapping[str, ItemKind] = {"advice_return": "proposal"}
"""What becomes of an item by what was advised: before the council, or again before the committee."""
_OF_MOTION = re.compile(r" \((?:motie|moasje|motion) [^()]*\)$")
"""What `carried_motion` puts behind a title, in each language."""


def key(title: str) -> str:
    """Titles are one matter when they are the same but for the note of where a motion came from."""
    return name_key(_OF_MOTION.sub("", title))


def outstanding(base: Path, before: datetime, body: str = "") -> list[CarriedMatter]:
    """Matters the journals of `base` leave undecided, oldest first, for a meeting of `body` that starts at `before`.

    The council ('') takes over what its committees advised to put before it. A later meeting that decides a matter
    takes it off; items behind closed doors never come along by themselves.
    """
    there = look(base / "journal")
    for sentence in there.sentences + there.blinded:
        print(sentence, file=sys.stderr)
    folded = [_folded_meeting(base, m) for m in there.meetings]
    states = [s for s in folded if s and s.agenda.meeting.start < before]
    found: dict[str, CarriedMatter] = {}
    for state in sorted(states, key=lambda s: s.agenda.meeting.start):
        for item in state.items:
            if state.outcomes.get(item.number):
                found.pop(key(item.title), None)
        found |= {key(m.item.title): m for m in _matters_for(body, state)}
    return list(found.values())


def _matters_for(body: str, state: MeetingState) -> Iterable[CarriedMatter]:
    """What a meeting leaves to `body`: its own body what it did not decide, another what it advised."""
    met = state.agenda.meeting.body
    if met == body:
        return (*_left_undecided(state), *_advised(state, _BACK))
    if body == "":
        return tuple(_advised(state, _TO_THE_COUNCIL))
    return ()


def _advised(state: MeetingState, kinds: Mapping[str, ItemKind]) -> Iterable[CarriedMatter]:
    """Items on which the meeting advised so, each of the kind that follows from it."""
    day = state.day
    name = state.council.body.name if state.council.body else state.agenda.meeting.title
    for item in state.items:
        outcome = state.outcomes.get(item.number, "")
        if outcome in kinds and item.kind != "closed":
            advice = Advice.model_validate({"by": name, "day": day, "outcome": outcome})
            yield CarriedMatter(_item_again(item, kind=kinds[outcome], advice=advice), outcome, f"{day:%d-%m-%Y}")


def _folded_meeting(base: Path, meeting: str) -> MeetingState | None:
    """How a meeting ended; None, after saying so, when its journal does not tell: the other meetings do."""
    try:
        events = Journal.open(base / "journal", meeting, write=False).events
        return fold_events(events, *opening(events))
    except (LivecouncilError, *UNTENABLE) as error:
        if isinstance(error, LivecouncilError):
            why = str(error)
        else:
            why = type(error).__name__
        print(import_text("untenable", meeting=meeting, why=why), file=sys.stderr)
        return None


def _left_undecided(state: MeetingState) -> Iterable[CarriedMatter]:
    day = f"{state.day:%d-%m-%Y}"
    for item in state.items:
        outcome = state.outcomes.get(item.number)
        tied = any(p.outcome == "tied_postponed" for p in parts(state, item.number))
        if item.kind == "closed" or not (outcome in ("held_over", *_EARLIER) or (tied and outcome is None)):
            continue
        carried = tuple(_carried_amendment(o) for o in _amendments_of(state, item.number))
        earlier = _EARLIER.get(outcome or "", item.earlier)
        yield CarriedMatter(_item_again(item, earlier=earlier, carried=carried), outcome or "tied_postponed", day)
    for o in state.objects.values():
        item_of = state.find_item(o.item)
        if o.kind == "motion" and o.outcome in ("held_over", *_EARLIER) and item_of and item_of.kind != "closed":
            yield CarriedMatter(_motion_again(item_of, o, day), o.outcome, day)


def _motion_again(item: Item, o: Paper, day: str) -> Item:
    """A motion as an item: its title says which it was and who filed it, its text is what is decided on."""
    told = {"title": o.title or o.label, "label": o.label, "day": day}
    movers = ", ".join(_unbracketed(without_salutation(name)) for name in o.movers)
    title = import_text("carried_motion_by", movers=movers, **told) if movers else import_text("carried_motion", **told)
    documents = [{"title": o.label, "url": o.url}] if o.url else []
    return _item_again(
        item,
        title=title,
        kind="motion",
        earlier=_EARLIER.get(o.outcome or ""),
        decision=" ".join(o.text.split()),
        documents=documents,
    )


def _unbracketed(name: str) -> str:
    return name.replace("(", "").replace(")", "")


def _amendments_of(state: MeetingState, target: str) -> list[Paper]:
    """The amendments and subamendments that come back with a proposal, those adopted as such."""
    kept = [o for o in parts(state, target) if o.outcome in _OPEN or o.outcome in ADOPTED]
    return [o for part in kept for o in (part, *_amendments_of(state, part.key))]


def _carried_amendment(o: Paper) -> Carried:
    earlier = _EARLIER.get(o.outcome or "", o.earlier)
    return Carried.model_validate(
        {
            "object": o.key,
            "title": o.title,
            "movers": o.movers,
            "parent": o.parent,
            "earlier": earlier,
            "adopted": o.outcome in ADOPTED,
            "text": o.text,
            "url": o.url,
        }
    )


def _item_again(item: Item, **changes: Any) -> Item:
    kept: dict[str, Any] = {"number": item.number, "title": item.title, "kind": item.kind}
    if "title" not in changes:
        kept |= {"decision": item.decision, "documents": item.documents}
    return Item.model_validate(kept | changes)


def carry(draft: AgendaDraft, matters: Sequence[CarriedMatter], numbers: Literal["letter", "number"]) -> AgendaDraft:
    """`draft` with `matters`: into the item of the same title, else as an item more (`numbers`: letter or number)."""
    rows = list(draft.items)
    carried = dict(draft.carried)
    taken: set[str] = set()
    for matter in matters:
        number = next((n for n, title in rows if key(title) == key(matter.item.title)), None)
        if number is None:
            number = free_number(rows, numbers)
            rows.insert(place_of(number, [n for n, _ in rows]), (number, matter.item.title))
        carried[number] = _renumbered(matter, number, taken)
    return replace(draft, items=tuple(rows), carried=carried)


def _renumbered(matter: CarriedMatter, number: str, taken: set[str]) -> CarriedMatter:
    """Two meetings may both have had an A1, and where objects are numbered per item the item's number changes."""
    names: dict[str, str] = {}
    for o in matter.item.carried:
        letter = o.object[0]
        of_its_item = f"{letter}{matter.item.number}.".casefold()
        if o.object.startswith(of_its_item):
            per_item = f"{number}."
            own = o.object[len(of_its_item) :]
        else:
            per_item = ""
            own = o.object[1:]
        wanted = [own, *map(str, range(1, 1000))]
        names[o.object] = next(k for n in wanted if (k := f"{letter}{per_item}{n}") not in taken)
        taken.add(names[o.object])
    moved = tuple(
        o.model_copy(update={"object": names[o.object], "parent": names.get(o.parent or "")})
        for o in matter.item.carried
    )
    return replace(matter, item=matter.item.model_copy(update={"number": number, "carried": moved}))
