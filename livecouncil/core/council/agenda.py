"""An agenda as it stands in `agendas/<meeting-id>.toml`: the meeting's starting point.

What is on paper before the opening hammer, and nothing that happens after it. Names follow ORI (AgendaItem). Every text
passes `clean` on its way in.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, field_validator

from livecouncil.core.text.called import name_key
from livecouncil.core.text.clean import clean_lines
from livecouncil.core.text.numbers import is_number, is_object, natural, printed

from .identity import meeting_id
from .model import CleanName, CleanText, Model

ItemKind = Literal["procedural", "proposal", "hamerstuk", "motion", "information", "questions", "closed"]


LETTERS = "abcdefghijklmnopqrstuvwxyz"


SourceId = Annotated[CleanText, Field(pattern=r"^([a-z][a-z0-9-]{0,39}:\S{1,400})?$")]
"""What a thing is in the system it was taken over from: 'notubiz:7853341', or an address that names it. '' for none."""


LONGEST_TEXT = 20_000
"""Signs of the text of a motion or amendment."""


class Document(Model):
    title: CleanName
    url: CleanText = ""
    source: SourceId = ""


class Carried(Model):
    """An amendment of an earlier meeting that comes back with its proposal: adopted then, or still to be decided.

    `earlier` is how its last vote ended; `text` what it says, `url` where it can be read.
    """

    object: Annotated[str, BeforeValidator(lambda v: v.strip().lower() if isinstance(v, str) else v)]
    title: CleanText = ""
    movers: tuple[CleanText, ...] = ()
    parent: str | None = None
    earlier: Literal["tie", "invalid"] | None = None
    adopted: bool = False
    text: Annotated[str, AfterValidator(lambda v: clean_lines(v, LONGEST_TEXT))] = ""
    url: CleanText = ""

    @field_validator("object")
    @classmethod
    def _an_object(cls, value: str) -> str:
        if not is_object(value):
            raise ValueError("an object is m, a or s and a number")
        return value


class Advice(Model):
    """What a committee advised on an item: its name, the day of its meeting, and which advice."""

    by: CleanName
    day: date
    outcome: Literal["advice_without_debate", "advice_debate", "advice_return", "advice_no"]


class Item(Model):
    """One agenda item; `number` is as it is printed (7b, 4.1, R-12), `webcast` its start in seconds of the recording.

    `candidates` are who can be chosen by a ballot at this item, as their names are to be written. `source` is what it
    is in the system it comes from. `majority` is the name of what its decision needs besides more than half, one of
    `[[procedure.majorities]]`.
    """

    number: Annotated[str, BeforeValidator(lambda v: printed(v) if isinstance(v, str) else v)]
    title: Annotated[CleanText, Field(min_length=1)]
    kind: ItemKind = "proposal"
    decision: CleanText = ""
    documents: tuple[Document, ...] = ()
    second_convocation: bool = False
    earlier: Literal["tie", "invalid"] | None = None
    carried: tuple[Carried, ...] = ()
    webcast: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    candidates: tuple[CleanName, ...] = ()
    advice: Advice | None = None
    source: SourceId = ""
    majority: CleanText = ""

    @cached_property
    def points(self) -> dict[str, str]:
        """The numbered points of its decision, each with its text; none where they are not numbered from 1 on."""
        return points_in(self.decision)

    @field_validator("candidates")
    @classmethod
    def _differ(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len({name_key(name) for name in value}) != len(value):
            raise ValueError("a candidate is named once")
        return value

    @field_validator("number")
    @classmethod
    def _numbered(cls, value: str) -> str:
        if not is_number(value):
            raise ValueError("an item number is letters and digits, with . - or / between them, 16 signs at most")
        return value


_POINT = re.compile(r"(?:^|(?<=\s))(\d{1,2})[.)]\s+(.*?)(?=\s\d{1,2}[.)]\s|$)", re.S)


def points_in(text: str) -> dict[str, str]:
    """The numbered points of a text, '1. … 2. …', each with what it says; none where the numbers do not count on."""
    found = _POINT.findall(text)
    if [number for number, _ in found] != [str(n) for n in range(1, len(found) + 1)]:
        return {}
    return {number: point.strip() for number, point in found}


class MeetingInfo(Model):
    """The meeting; `body` the id of the body that meets, '' for the council itself; `webcast` is the address where its
    recording can be seen.

    `cancelled` where it does not take place; `moved_from` is the day it was announced for first, so that calendars move
    what they have. `source` is what it is in the system it comes from.
    """

    title: Annotated[CleanText, Field(min_length=1)]
    start: Annotated[datetime, AfterValidator(lambda v: v)]
    chair: CleanName
    municipality: CleanText = ""
    body: CleanText = ""
    webcast: CleanText = ""
    cancelled: bool = False
    moved_from: date | None = None
    source: SourceId = ""

    @field_validator("start")
    @classmethod
    def _zoned(cls, value: datetime) -> datetime:
        if value.tzinfo is None:
            raise ValueError("start needs its time zone")
        return value


class Agenda(Model):
    """`agendas/<meeting-id>.toml`, whole."""

    meeting: MeetingInfo
    items: tuple[Item, ...] = ()

    @cached_property
    def id(self) -> str:
        """Meeting id: date, slug, and of a body other than the council its id; `^[a-z0-9-]{1,80}$`."""
        return meeting_id(self.meeting.title, self.meeting.start, self.meeting.body)

    @property
    def announced_id(self) -> str:
        """Its id as it was announced first, also where it moved to another day."""
        if self.meeting.moved_from is None:
            return self.id
        return meeting_id(self.meeting.title, self.meeting.moved_from, self.meeting.body)


def free_number(items: Sequence[tuple[str, str]], style: Literal["letter", "number"]) -> str:
    """Number for one more item among (number, title): the next whole one, or a letter (13a) before the closing."""
    whole = [_beginning_number(n) for n, _ in items]
    if style == "number" or not items:
        return str(max(whole, default=0) + 1)
    before = [n for n, title in items if not re.match(r"(sluiting|slúting|closing)\b", title, re.I)] or [items[0][0]]
    base = before[-1].rstrip(LETTERS)
    taken = {n.casefold() for n, _ in items}
    letters = (base + letter for letter in LETTERS if (base + letter).casefold() not in taken)
    free = next((number for number in letters if is_number(number)), None)
    return free or str(max(whole) + 1)


def _beginning_number(number: str) -> int:
    """The whole number a printed one begins with; 0 where it begins otherwise."""
    digits = re.match(r"\d+", number)
    return int(digits[0]) if digits else 0


def place_of(number: str, numbers: Sequence[str]) -> int:
    """Where an item that is added comes among `numbers`: before the first that counts as later, else at the end."""
    key = natural(number)
    later = (at for at, other in enumerate(numbers) if natural(other) > key)
    return next(later, len(numbers))
