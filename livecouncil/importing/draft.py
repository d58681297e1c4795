"""An agenda as found, before it becomes TOML: shown for review, then written through `clean`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.settings.load import NOT_ANSWERED
from livecouncil.system.files import SHARED
from livecouncil.system.files import replace as write_whole

from .dates import given_date
from .kinds import is_of_closed_part, kind_of, names_closed
from .words import import_text


@dataclass(frozen=True)
class CarriedMatter:
    """A matter an earlier meeting left undecided; `why` is the outcome that brings it back, `day` its meeting's."""

    item: Item
    why: str
    day: str


UNTITLED = "Raadsvergadering"
"""The title of a meeting whose source has none."""


@dataclass(frozen=True)
class AgendaDraft:
    """Items as (number, title); `start` is None when the source names no date.

    `details` holds by number what else the source says of an item, under the agenda's own keys; `place` is only shown,
    `body` is who meets.
    `bare` is a source that has meetings without items, as calendars do. `where` says by number where an item stood,
    `left` what looked like an item and did not come along; `asked` are days of which nobody knows which is the
    meeting's, `answered` the items of which the griffier said whether they are closed. `source` is what the meeting is
    in the system it comes from.
    """

    items: tuple[tuple[str, str], ...]
    title: str = UNTITLED
    start: datetime | None = None
    chair: str = ""
    notes: tuple[str, ...] = field(default=())
    carried: dict[str, CarriedMatter] = field(default_factory=dict)
    details: dict[str, dict[str, Any]] = field(default_factory=dict)
    webcast: str = ""
    place: str = ""
    body: str = ""
    bare: bool = False
    where: dict[str, str] = field(default_factory=dict)
    left: tuple[str, ...] = ()
    asked: tuple[datetime, ...] = ()
    answered: frozenset[str] = frozenset()
    source: str = ""

    def dated(self, given: str | None) -> AgendaDraft:
        """With the date the griffier gave (2026-03-12 or 2026-03-12T19:30), or the source's own.

        A day alone keeps the source's time when it is that of the source.
        """
        if given is None:
            if self.start is None:
                raise self._no_date()
            return self
        start, timed = given_date(given)
        if not timed and self.start and self.start.date() == start.date():
            return self
        return replace(self, start=start)

    def _no_date(self) -> InputFault:
        if not self.asked:
            return InputFault("import.no_date")
        days = ", ".join(dict.fromkeys(f"{day:%d-%m-%Y}" for day in self.asked[:8]))
        return InputFault("import.which_date", days=days)


def maybe_closed(draft: AgendaDraft) -> tuple[tuple[str, str], ...]:
    """Items whose title may mean that they are handled behind closed doors, where source and griffier are silent."""
    return tuple(
        (number, title)
        for number, title in draft.items
        if names_closed(title)
        and number not in draft.carried
        and number not in draft.answered
        and draft.details.get(number, {}).get("kind") != "closed"
    )


def closing(draft: AgendaDraft, numbers: Collection[str]) -> AgendaDraft:
    """With the griffier's answer: the items of those numbers closed, all others not."""
    asked = frozenset(number for number, _ in maybe_closed(draft)) | frozenset(numbers)
    closed = {n: {**draft.details.get(n, {}), "kind": "closed"} for n in numbers}
    return replace(draft, details=draft.details | closed, answered=draft.answered | asked)


def unknown(draft: AgendaDraft) -> tuple[str, ...]:
    """Numbers of items of which nobody said whether they are closed, though they are called a closed part."""
    return tuple(number for number, title in maybe_closed(draft) if is_of_closed_part(title))


def as_table(draft: AgendaDraft) -> str:
    """What will be written, as a table a griffier can read through: beside each item where it stood in the source."""
    heading = clean(draft.title)
    if draft.start:
        heading += f", {draft.start:%d-%m-%Y %H:%M}"
    rows = [heading]
    if draft.chair:
        rows.append(import_text("chair", chair=clean(draft.chair)))
    if draft.place:
        rows.append(import_text("place", place=clean(draft.place)))
    rows += [_review_row(draft, number, title) for number, title in draft.items]
    rows.append(import_text("count", count=len(draft.items)))
    rows += [import_text("note", note=clean(note)) for note in (*draft.notes, *_left_open(draft))]
    if draft.left:
        rows.append(_said_of_left(len(draft.left)))
        rows += [f"      {line}" for line in draft.left]
    return "\n".join(rows)


def _said_of_left(count: int) -> str:
    if count == 1:
        return import_text("left_one")
    return import_text("left_over", count=count)


def _review_row(draft: AgendaDraft, number: str, title: str) -> str:
    kind = import_text(f"kind.{_kind_of_item(draft, number, title)}")
    where = draft.where.get(number, "")
    if where:
        where = import_text("from_source", where=where)
    return f"{number:>4}  {kind:<12} {clean(title)}{where}{_why_it_comes_back(draft, number)}"


def _left_open(draft: AgendaDraft) -> list[str]:
    """Say loudly of which items it was not guessed that they are closed."""
    doubtful = unknown(draft)
    open_ones = [number for number, _ in maybe_closed(draft) if number not in doubtful]
    told = []
    if doubtful:
        told.append(import_text("kind_unknown", numbers=", ".join(doubtful)))
    if open_ones:
        told.append(import_text("left_open", numbers=", ".join(open_ones)))
    return told


def _kind_of_item(draft: AgendaDraft, number: str, title: str) -> str:
    """Its kind as it is written in the agenda."""
    if number in draft.carried:
        return draft.carried[number].item.kind
    given: str | None = draft.details.get(number, {}).get("kind")
    if given is None and number in unknown(draft):
        return NOT_ANSWERED
    return given or kind_of(title)


def _why_it_comes_back(draft: AgendaDraft, number: str) -> str:
    """Why a matter comes back, and with which amendments."""
    matter = draft.carried.get(number)
    if matter is None:
        return ""
    labels = [o.object.upper() for o in matter.item.carried]
    told = {"why": import_text(f"why.{matter.why}"), "day": matter.day}
    if labels:
        return import_text("comes_back_with", labels=", ".join(labels), **told)
    return import_text("comes_back", **told)


def _item_table(draft: AgendaDraft, number: str, title: str) -> dict[str, Any]:
    row: dict[str, Any] = {"number": number, "title": clean(title), "kind": _kind_of_item(draft, number, title)}
    row |= {k: v for k, v in draft.details.get(number, {}).items() if k not in row}
    if number in draft.carried:
        item = draft.carried[number].item.model_dump(mode="json", exclude_defaults=True)
        row |= {k: v for k, v in item.items() if k not in row}
    return row


def write_agenda(draft: AgendaDraft, folder: Path, dry: bool = False) -> Path:
    """Write `folder/<meeting-id>.toml` (or only name it). Texts pass `clean`."""
    assert draft.start
    meeting: dict[str, Any] = {"title": clean(draft.title), "chair": clean(draft.chair, 200) or "de burgemeester"}
    if draft.webcast:
        meeting["webcast"] = clean(draft.webcast)
    if draft.body:
        meeting["body"] = draft.body
    if draft.source:
        meeting["source"] = draft.source
    items = [_item_table(draft, number, title) for number, title in draft.items]
    known = [row | {"kind": "proposal"} if row["kind"] == NOT_ANSWERED else row for row in items]
    agenda = Agenda.model_validate({"meeting": meeting | {"start": draft.start}, "items": known})
    path = folder / f"{agenda.id}.toml"
    if not dry:
        folder.mkdir(parents=True, exist_ok=True)
        head = f"[meeting]\nstart = {_with_offset(draft.start)}\n{tomli_w.dumps(meeting)}"
        write_whole(path, "\n".join([head, *map(_item_in_toml, items)]).encode(), SHARED)
    return path


def _item_in_toml(row: dict[str, Any]) -> str:
    """A table of its own, as in the manual, however short its texts are."""
    return tomli_w.dumps({"items": row}).replace("[items]", "[[items]]", 1)


def _with_offset(moment: datetime) -> str:
    """'2026-03-12T19:30:00+01:00': the offset as a number, to the minute; tomli-w would write it its own way."""
    offset = f"{moment:%z}"
    clock = moment.replace(tzinfo=None).isoformat()
    if not offset:
        return clock
    return f"{clock}{offset[:3]}:{offset[3:]}"
