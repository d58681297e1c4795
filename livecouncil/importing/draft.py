"""An agenda as found, before it becomes TOML: shown for review, then written through `clean`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w

from livecouncil.core.council.agenda import Agenda, Item, ItemKind
from livecouncil.core.council.zone import DEFAULT, zone_named
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.system.files import SHARED
from livecouncil.system.files import replace as write_whole

from .words import said

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTHS_FY = (
    "jannewaris",
    "febrewaris",
    "maart",
    "april",
    "maaie",
    "juny",
    "july",
    "augustus",
    "septimber",
    "oktober",
    "novimber",
    "desimber",
)
_NUMBER_OF_MONTH = {name: n for names in (MONTHS, _MONTHS_FY) for n, name in enumerate(names, 1)}
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(_NUMBER_OF_MONTH)})\s+(\d{{4}})", re.I)
_TIME = re.compile(r"(?:aanvang|tijd|om|van)?\s*:?\s*\b(\d{1,2})[.:](\d{2})\s*(?:uur|oere|u\b|-|–)", re.I)
_KINDS: tuple[tuple[str, ItemKind], ...] = (
    (r"hamerstuk", "hamerstuk"),
    (r"^(initiatief)?motie\b", "motion"),
    (r"^moties\b", "procedural"),
    (
        r"^(opening|sluiting|vaststell\w+ (van de )?(agenda|notulen|besluitenlijst)"
        r"|bepalen (van de )?stemvolgorde|loting"
        r"|iepening|sl[uú]ting|f[eê]ststell\w+ (fan 'e )?(aginda|wurklist|besl[uú]telist))",
        "procedural",
    ),
    (r"spreekrecht|vragen(kwartier|uur|half)|^vragen|rondvraag", "questions"),
    (r"^(mededelingen|ingekomen stukken|ter kennisname|lijst)", "information"),
)

_MAYBE_CLOSED = re.compile(r"besloten|besletten|geheim|vertrouwelijk|fertroulik|confidential", re.I)

_ZONE: ContextVar[str] = ContextVar("zone", default=DEFAULT)


@contextmanager
def reading_for(zone: str) -> Iterator[None]:
    """Sources are read for a council in `zone`: a time that names no zone is one of its clock."""
    token = _ZONE.set(zone)
    try:
        yield
    finally:
        _ZONE.reset(token)


def _zone() -> ZoneInfo:
    return zone_named(_ZONE.get())


def now_there() -> datetime:
    """This moment in the council's zone."""
    return datetime.now(_zone())


@dataclass(frozen=True)
class Matter:
    """A matter an earlier meeting left undecided; `why` is the outcome that brings it back, `day` its meeting's."""

    item: Item
    why: str
    day: str


UNTITLED = "Raadsvergadering"
"""The title of a meeting whose source has none."""


@dataclass(frozen=True)
class Draft:
    """Items as (number, title); `start` is None when the source names no date.

    `details` holds by number what else the source says of an item, under the agenda's own keys; `place` is only shown,
    `body` is who meets.
    `bare` is a source that has meetings without items, as calendars do.
    """

    items: tuple[tuple[str, str], ...]
    title: str = UNTITLED
    start: datetime | None = None
    chair: str = ""
    notes: tuple[str, ...] = field(default=())
    carried: dict[str, Matter] = field(default_factory=dict)
    details: dict[str, dict[str, Any]] = field(default_factory=dict)
    webcast: str = ""
    place: str = ""
    body: str = ""
    bare: bool = False

    def dated(self, given: str | None) -> Draft:
        """With the date the griffier gave (2026-03-12 or 2026-03-12T19:30), or the source's own.

        A day alone keeps the source's time when it is that of the source.
        """
        if given is None:
            if self.start is None:
                raise InputFault("import.no_date")
            return self
        start, timed = given_date(given)
        if not timed and self.start and self.start.date() == start.date():
            return self
        return replace(self, start=start)


def given_date(given: str) -> tuple[datetime, bool]:
    """The moment `--date` names, and whether it names a time; half past seven when it does not."""
    try:
        start = datetime.fromisoformat(given)
    except ValueError:
        raise InputFault("import.bad_date", given=given) from None
    timed = "T" in given or " " in given
    return zoned(start if timed else start.replace(hour=19, minute=30)), timed


def zoned(moment: datetime) -> datetime:
    """In the council's zone; a moment without one is taken as the council's."""
    if moment.tzinfo:
        return moment.astimezone(_zone())
    return moment.replace(tzinfo=_zone())


def moment_in(text: object) -> datetime | None:
    """An ISO date or moment of another system ('2026-03-12 19:30:00'); midnight is a date without a time: 19:30."""
    try:
        moment = zoned(datetime.fromisoformat(str(text).strip()))
    except (ValueError, OverflowError):
        return None
    if moment.year < 1900:  # .NET writes the year 1 for "none"
        return None
    if (moment.hour, moment.minute) != (0, 0):
        return moment
    return moment.replace(hour=19, minute=30)


def as_printed(moment: datetime) -> str:
    """As an agenda prints it and `date_in` reads it: '12 maart 2026, 19.30 uur'; midnight is no time."""
    day = f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"
    if (moment.hour, moment.minute) == (0, 0):
        return day
    return f"{day}, {moment:%H.%M} uur"


def date_in(text: str) -> datetime | None:
    """First Dutch or Frisian date in `text` with the time beside it ('29 juni 2015, aanvang 17.00 uur'), else 19:30."""
    match = _DATE.search(text)
    if not match:
        return None
    time = _TIME.search(text[match.end() : match.end() + 200])
    hour, minute = (int(time[1]), int(time[2])) if time else (19, 30)
    try:
        return datetime(
            int(match[3]), _NUMBER_OF_MONTH[match[2].casefold()], int(match[1]), hour, minute, tzinfo=_zone()
        )
    except ValueError:
        return None


def kind_of(title: str) -> ItemKind:
    """Kind of an item by its title; never `closed`: a word does not say behind which doors an item is handled."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, title, re.I)), "proposal")


def maybe_closed(draft: Draft) -> tuple[tuple[str, str], ...]:
    """Items whose title may mean that they are handled behind closed doors, where the source is silent."""
    return tuple(
        (number, title)
        for number, title in draft.items
        if _MAYBE_CLOSED.search(title)
        and number not in draft.carried
        and _kind_of_item(draft, number, title) != "closed"
    )


def closing(draft: Draft, numbers: Collection[str]) -> Draft:
    """With the items of those numbers closed."""
    closed = {n: {**draft.details.get(n, {}), "kind": "closed"} for n in numbers}
    return replace(draft, details=draft.details | closed)


def as_table(draft: Draft) -> str:
    """What will be written, as a table a griffier can read through."""
    heading = clean(draft.title)
    if draft.start:
        heading += f", {draft.start:%d-%m-%Y %H:%M}"
    rows = [heading]
    if draft.place:
        rows.append(said("place", place=clean(draft.place)))
    rows += [_review_row(draft, number, title) for number, title in draft.items]
    rows.append(said("count", count=len(draft.items)))
    rows += [said("note", note=clean(note)) for note in (*draft.notes, *_left_open(draft))]
    return "\n".join(rows)


def _review_row(draft: Draft, number: str, title: str) -> str:
    kind = said(f"kind.{_kind_of_item(draft, number, title)}")
    return f"{number:>4}  {kind:<12} {clean(title)}{_why(draft, number)}"


def _left_open(draft: Draft) -> list[str]:
    """Say loudly of which items it was not guessed that they are closed."""
    numbers = ", ".join(number for number, _ in maybe_closed(draft))
    if numbers:
        return [said("left_open", numbers=numbers)]
    return []


def _kind_of_item(draft: Draft, number: str, title: str) -> ItemKind:
    if number in draft.carried:
        return draft.carried[number].item.kind
    kind: ItemKind = draft.details.get(number, {}).get("kind") or kind_of(title)
    return kind


def _why(draft: Draft, number: str) -> str:
    """Why a matter comes back, and with which amendments."""
    matter = draft.carried.get(number)
    if matter is None:
        return ""
    labels = [o.object.upper() for o in matter.item.carried]
    told = {"why": said(f"why.{matter.why}"), "day": matter.day}
    if labels:
        return said("comes_back_with", labels=", ".join(labels), **told)
    return said("comes_back", **told)


def _item_table(draft: Draft, number: str, title: str) -> dict[str, Any]:
    row: dict[str, Any] = {"number": number, "title": clean(title), "kind": _kind_of_item(draft, number, title)}
    row |= {k: v for k, v in draft.details.get(number, {}).items() if k not in row}
    if number in draft.carried:
        item = draft.carried[number].item.model_dump(mode="json", exclude_defaults=True)
        row |= {k: v for k, v in item.items() if k not in row}
    return row


def write_agenda(draft: Draft, folder: Path, dry: bool = False) -> Path:
    """Write `folder/<meeting-id>.toml` (or only name it). Texts pass `clean`."""
    assert draft.start
    meeting: dict[str, Any] = {"title": clean(draft.title), "chair": clean(draft.chair, 200) or "de burgemeester"}
    if draft.webcast:
        meeting["webcast"] = clean(draft.webcast)
    if draft.body:
        meeting["body"] = draft.body
    items = [_item_table(draft, number, title) for number, title in draft.items]
    agenda = Agenda.model_validate({"meeting": meeting | {"start": draft.start}, "items": items})
    path = folder / f"{agenda.id}.toml"
    if not dry:
        folder.mkdir(parents=True, exist_ok=True)
        tables: dict[str, Any] = {"meeting": meeting}
        if items:
            tables["items"] = items
        start = f"[meeting]\nstart = {_with_offset(draft.start)}\n"
        write_whole(path, tomli_w.dumps(tables).replace("[meeting]\n", start, 1).encode(), SHARED)
    return path


def _with_offset(moment: datetime) -> str:
    """'2026-03-12T19:30:00+01:00': the offset as a number, to the minute; tomli-w would write it its own way."""
    offset = f"{moment:%z}"
    clock = moment.replace(tzinfo=None).isoformat()
    if not offset:
        return clock
    return f"{clock}{offset[:3]}:{offset[3:]}"
