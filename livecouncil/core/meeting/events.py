"""The facts a journal holds, one class a type: the documented, versioned format of `journal/<meeting-id>.jsonl`.

An event says everything that must survive a change of rules: a decision carries each member's vote, so that no
later event can alter a count. `seq` orders, `at` dates the fact, `released` names the gates it passed when logged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import ConfigDict, Field, TypeAdapter

from livecouncil.core.council.agenda import ItemKind
from livecouncil.core.law.outcomes import Method as Method
from livecouncil.core.law.outcomes import Option as Option
from livecouncil.core.law.outcomes import Outcome as Outcome

from .debate_events import Answered as Answered
from .debate_events import Asked as Asked
from .debate_events import TermBegun as TermBegun
from .deciding_events import AdoptedTogether as AdoptedTogether
from .deciding_events import Ballot as Ballot
from .deciding_events import CountedAgainst as CountedAgainst
from .deciding_events import Decided as Decided
from .deciding_events import Vote as Vote
from .event import VERSION as VERSION
from .event import Base as Base
from .event import Gate as Gate
from .filing_events import Amended as Amended
from .filing_events import Attached as Attached
from .filing_events import Documented as Documented
from .filing_events import Filed as Filed
from .filing_events import ItemMoved as ItemMoved
from .filing_events import MoversChanged as MoversChanged
from .filing_events import Retitled as Retitled
from .filing_events import Worded as Worded


class Snapshot(Base):
    """First event: agenda and council as used; titles of closed items are a private note.

    `id_scheme` says how the ids of messages are made: 1 as before there was a choice, 2 of the council's own address
    (see `publishing.entry_ids`).
    """

    type: Literal["snapshot"] = "snapshot"
    program: str
    rehearsal: bool = False
    id_scheme: Literal[1, 2] = 1
    agenda: dict[str, Any]
    council: dict[str, Any]


class Opened(Base):
    type: Literal["opened"] = "opened"
    present: tuple[str, ...]


class NotOpened(Base):
    type: Literal["not_opened"] = "not_opened"
    present: tuple[str, ...]


class Closed(Base):
    """`not_put` are the objects that were never put to the vote, `unnamed` what was voted on without names so far."""

    type: Literal["closed"] = "closed"
    not_put: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


class Attendance(Base):
    """Who arrives or leaves. `tells` is the number of the private line, logged behind closed doors, that this one tells
    of once they are open: `at` is when it happened."""

    type: Literal["attendance"] = "attendance"
    members: tuple[str, ...]
    present: bool
    tells: int | None = None


class ItemStarted(Base):
    type: Literal["item_started"] = "item_started"
    item: str


class Speaker(Base):
    """`who` is a name; a member of the public is `inspreker 2`, never a name. With `interrupts` the floor goes back by
    itself."""

    type: Literal["speaker"] = "speaker"
    who: str
    interrupts: bool = False


class VoteCalled(Base):
    type: Literal["vote_called"] = "vote_called"
    object: str


class Suspended(Base):
    """`by` is at whose request, '' when nobody's."""

    type: Literal["suspended"] = "suspended"
    until: datetime | None = None
    by: str = ""


class Resumed(Base):
    type: Literal["resumed"] = "resumed"


class DoorsClosed(Base):
    type: Literal["doors_closed"] = "doors_closed"


class DoorsOpened(Base):
    type: Literal["doors_opened"] = "doors_opened"


class Undertaking(Base):
    """Toezegging: a commitment by an official or member, to groups and members (`to`), before the day `due`."""

    type: Literal["undertaking"] = "undertaking"
    who: str
    item: str
    text: str
    to: tuple[str, ...] = ()
    due: date | None = None


class Recused(Base):
    """Takes no part (art. 28) in the vote on `object`, or, by `scope`, in the debate on it either; of an item that is
    every vote under it. `nothing` is what a correction leaves of one who takes part after all."""

    type: Literal["recused"] = "recused"
    member: str
    object: str
    scope: Literal["vote", "debate", "nothing"] = "vote"


class MistakeNoted(Base):
    type: Literal["mistake_noted"] = "mistake_noted"
    member: str
    object: str


class Explained(Base):
    type: Literal["explained"] = "explained"
    member: str
    object: str


class Message(Base):
    type: Literal["message"] = "message"
    text: str


class ChairChanged(Base):
    type: Literal["chair_changed"] = "chair_changed"
    who: str


class StartNumber(Base):
    type: Literal["start_number"] = "start_number"
    number: int


class SwornIn(Base):
    type: Literal["sworn_in"] = "sworn_in"
    member: str


class Resigned(Base):
    """A member whose seat is vacant from here on."""

    type: Literal["resigned"] = "resigned"
    member: str


class ItemAdded(Base):
    type: Literal["item_added"] = "item_added"
    item: str
    title: str
    kind: ItemKind = "proposal"


class ItemRemoved(Base):
    type: Literal["item_removed"] = "item_removed"
    item: str


class ItemOpened(Base):
    """An item that stood on the agenda as closed is handled in public after all; from here its title may be known."""

    type: Literal["item_opened"] = "item_opened"
    item: str
    title: str
    kind: ItemKind = "proposal"


class Panic(Base):
    """The wall shows a neutral card, or (`on` false) what it showed before; nothing else is released meanwhile."""

    type: Literal["panic"] = "panic"
    on: bool


class Paused(Base):
    """The networks stand still, or (`on` false) go on; wall and feed do not notice."""

    type: Literal["paused"] = "paused"
    on: bool


class Posting(Base):
    """What the griffier decided of posts, by the facts they tell of: on one `channel`, or on all ('').

    `send` although it waits for a word, never send (`cancel`), it stands there already (`done`), take it off (`delete`,
    with its `reason`: told before the hammer, a secret matter, personal data, or the wrong account).
    """

    type: Literal["posting"] = "posting"
    act: Literal["send", "cancel", "done", "delete"]
    of: tuple[int, ...]
    channel: str = ""
    reason: Literal["", "early", "secret", "personal", "account"] = ""


class Corrected(Base):
    """What `of` should have been; a fold of the journal puts `event` in its place."""

    type: Literal["corrected"] = "corrected"
    of: int
    event: Annotated[Fact, Field(discriminator="type")]


class Released(Base):
    type: Literal["released"] = "released"
    gate: Gate
    of: tuple[int, ...]


class Recalled(Base):
    type: Literal["recalled"] = "recalled"
    of: int


class Note(Base):
    """Private always: a note, a line that was not understood (`red`), or the reason of a recusal or an override."""

    type: Literal["note"] = "note"
    text: str
    kind: Literal["note", "red", "reason", "override", "closed_titles"] = "note"
    of: int | None = None


class Checkpoint(Base):
    """The journal up to the line before this one, signed: `size` lines of which the last has SHA-256 `head`.

    `signature` is a whole minisign signature file over the text of `core.checkpoint`; `key` the public key it fits.
    """

    type: Literal["checkpoint"] = "checkpoint"
    size: Annotated[int, Field(ge=1)]
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    signature: str
    key: str


class Finalized(Base):
    """The report was fixed (vastgesteld) in the meeting of day `on`."""

    type: Literal["finalized"] = "finalized"
    on: date


class Fulfilled(Base):
    """The undertaking of line `of` was met on day `on`; the last word counts, None takes an earlier one back."""

    type: Literal["fulfilled"] = "fulfilled"
    of: int
    on: date | None = None


class Redacted(Base):
    """What `of` said was deleted on request; `event` is what is left to show of it (`substitutes`), and stands in its
    place; None of what is never shown."""

    type: Literal["redacted"] = "redacted"
    of: int
    event: Annotated[Fact | Snapshot | Corrected, Field(discriminator="type")] | None = None


class Sealed(Base):
    """A line of which only the commitment is known: what it says was deleted, lies elsewhere, or is not for this
    reader."""

    type: Literal["private"] = "private"
    commitment: str


Fact = (
    Opened
    | NotOpened
    | Closed
    | Attendance
    | ItemStarted
    | Speaker
    | Filed
    | Retitled
    | MoversChanged
    | Amended
    | Documented
    | Attached
    | Worded
    | ItemMoved
    | VoteCalled
    | Decided
    | AdoptedTogether
    | CountedAgainst
    | Ballot
    | Suspended
    | Resumed
    | DoorsClosed
    | DoorsOpened
    | Undertaking
    | Recused
    | MistakeNoted
    | Explained
    | Message
    | ChairChanged
    | StartNumber
    | SwornIn
    | Resigned
    | TermBegun
    | Asked
    | Answered
    | ItemAdded
    | ItemRemoved
    | ItemOpened
    | Panic
)
"""What happens in a meeting: what is told, and what a correction may put right."""

Event = Annotated[
    Fact
    | Snapshot
    | Paused
    | Posting
    | Corrected
    | Released
    | Recalled
    | Note
    | Checkpoint
    | Finalized
    | Fulfilled
    | Redacted
    | Sealed,
    Field(discriminator="type"),
]
"""What a line of the journal may hold: a fact, or what is to be known beside the facts or about them."""

_ANY: TypeAdapter[Any] = TypeAdapter(Event, config=ConfigDict(defer_build=True))


def _classes_in(union: Any) -> Iterator[type[Base]]:
    for part in get_args(union):
        if isinstance(part, type):
            yield part
        else:
            yield from _classes_in(part)


_BY_TYPE = {str(kind.model_fields["type"].default): kind for kind in _classes_in(get_args(Event)[0])}


def event_of(said: Mapping[str, Any]) -> Base:
    """The event that a line says, without what chains the line. Raises ValidationError where it is none."""
    kind = said.get("type")
    if isinstance(kind, str) and kind in _BY_TYPE:
        return _BY_TYPE[kind].model_validate(said)
    event: Base = _ANY.validate_python(said)
    return event


def type_of(event: Base) -> str:
    """The word under which the journal knows events of this class."""
    kind: str = type(event).model_fields["type"].default
    return kind
