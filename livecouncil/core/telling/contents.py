"""What is told of each kind of fact: data, never wording.

The fields of a content are the slots of its sentence, named as the field names them: texts and numbers are said as they
are, a typed slot (`slots`) knows how it is said, and a flag or anything else is no slot but decides on the sentence.
What a slot is called in a sentence is in `slots.PLACEHOLDERS`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from .figures import Apart, Figures
from .phrases import day_said, names
from .slots import (
    Arrival,
    ItemTitle,
    Listing,
    Persons,
    Slot,
    Thing,
    TimeOfDay,
    Title,
    Verdict,
)
from .voice import Style, Voice

DELETED = "sentence.verwijderd"


@dataclass(frozen=True, kw_only=True)
class Content:
    """What is told of one fact; each kind of fact has its own."""

    def key(self, kind: str, style: Style) -> str:
        """Which text of the wording it is, told as `kind` of the catalogue: 'sentence.uitslag', 'short.uitslag'."""
        return f"sentence.{kind}"

    def slots(self, voice: Voice) -> dict[str, object]:
        """Each slot as it is said, by the name of its field."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        said: dict[str, object] = {name: value.said(voice) for name, value in values.items() if isinstance(value, Slot)}
        plain = {name: value for name, value in values.items() if type(value) in (str, int)}
        return plain | said

    def count(self) -> int:
        """How many people or papers its sentence is about: of one it says 'is', of several 'zijn'."""
        return 1

    def afterwards(self, voice: Voice) -> list[str]:
        """Sentences that follow its own, before address and tag."""
        return []

    def verdict(self) -> Verdict | None:
        """How the outcome is named; None where it has no name but that of its code."""
        return None

    def counted(self) -> Figures | None:
        """The count of a vote, if one was held."""
        return None

    def unknown_names(self) -> str:
        """Which word says what is not known of the names of a vote; '' where all are, or there are none."""
        return ""

    def beside(self) -> Apart:
        """Who did not vote, and why."""
        counted = self.counted()
        if counted:
            return counted.apart
        return Apart()

    def unanimous(self) -> bool:
        """Whether everybody present and entitled to vote, voted for."""
        return False

    def listed(self) -> Listing | None:
        """The agenda items it is about, when these are a list."""
        return None

    def attached(self) -> str:
        """The address of a document that belongs to it; '' for none."""
        return ""

    def deleted(self) -> bool:
        """Whether the text it should tell was deleted on request."""
        return False


# -- the course of the meeting -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Opening(Content):
    """The meeting was opened, or there was no quorum: `present` of `sitting` members; an unofficial report counts no
    heads."""

    at: TimeOfDay
    present: int
    sitting: int
    chair: str
    heads_counted: bool = True

    def key(self, kind: str, style: Style) -> str:
        if self.heads_counted:
            return super().key(kind, style)
        return "sentence.opening_gemeld"

    def count(self) -> int:
        return self.present


@dataclass(frozen=True, kw_only=True)
class Timed(Content):
    """Something happened to the whole meeting: it was closed, its doors were."""

    at: TimeOfDay


@dataclass(frozen=True, kw_only=True)
class Closing(Timed):
    """The meeting was closed; `not_put` is what was never put to the vote, `unnamed` what was decided by figures whose
    names never came."""

    unnamed: tuple[Thing, ...]
    not_put: tuple[Thing, ...]

    def slots(self, voice: Voice) -> dict[str, object]:
        said = []
        for key, things in (("not_put_at", self.not_put), ("names_not_recorded_at", self.unnamed)):
            if things and not voice.style.bare:
                listed = ", ".join(thing.listed(voice.words) for thing in things)
                said.append(voice.words.t(f"word.{key}", lijst=listed))
        return super().slots(voice) | {"missing": " ".join(said)}


@dataclass(frozen=True, kw_only=True)
class Suspension(Content):
    """The meeting was suspended, `who` asked for it."""

    at: TimeOfDay
    until: TimeOfDay | None
    who: str = ""

    def key(self, kind: str, style: Style) -> str:
        if self.who:
            return f"sentence.{kind}_verzoek"
        return f"sentence.{kind}"


@dataclass(frozen=True, kw_only=True)
class Term(Content):
    """The debate goes on in another term."""

    item: str
    term: int


@dataclass(frozen=True, kw_only=True)
class Resumption(Content):
    """The meeting goes on at `item`, on `day` where that is another than it was suspended on."""

    at: TimeOfDay
    item: str
    day: str = ""

    def key(self, kind: str, style: Style) -> str:
        if self.day:
            return f"sentence.{kind}_andere_dag"
        return super().key(kind, style)


@dataclass(frozen=True, kw_only=True)
class ItemBegun(Content):
    item: str
    title: ItemTitle
    again: bool

    def key(self, kind: str, style: Style) -> str:
        if self.again:
            return f"sentence.{kind}_opnieuw"
        return f"sentence.{kind}"


@dataclass(frozen=True, kw_only=True)
class AgendaChanged(Content):
    """An item came on the agenda, went off it, or is taken in public after all."""

    item: str
    title: Title


@dataclass(frozen=True, kw_only=True)
class ItemReordered(AgendaChanged):
    """An item is treated after another than it stood behind."""

    after: str


@dataclass(frozen=True, kw_only=True)
class AgendaConfirmed(Content):
    """The agenda, and the numbers of items added to it, removed from it and moved in it before."""

    outcome: Verdict
    items: Listing
    added: tuple[str, ...]
    removed: tuple[str, ...]
    moved: tuple[str, ...]

    def slots(self, voice: Voice) -> dict[str, object]:
        words = voice.words
        changed = (("added", self.added), ("removed", self.removed), ("moved", self.moved))
        changes = [
            words.t(f"word.{how}", count=len(numbers), lijst=", ".join(numbers)) for how, numbers in changed if numbers
        ]
        if changes:
            how = words.t("word.changed")
        else:
            how = words.t("word.unchanged")
        return {**super().slots(voice), "how": how, "changes": " ".join(changes)}

    def verdict(self) -> Verdict:
        return self.outcome

    def listed(self) -> Listing:
        return self.items


# -- who is there, and who says what -----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Movement(Content):
    """Members came into the meeting, or left it."""

    who: Persons
    arrival: Arrival
    at: TimeOfDay


@dataclass(frozen=True, kw_only=True)
class Speaking(Content):
    who: str


@dataclass(frozen=True, kw_only=True)
class SaidBy(Content):
    """What somebody undertook to do (toezegging), to whom and before which day; or asked."""

    who: str
    item: str
    text: str
    to: tuple[str, ...] = ()
    due: date | None = None

    def afterwards(self, voice: Voice) -> list[str]:
        found = []
        if self.to:
            found.append(voice.words.t("word.promised_to", wie=names(self.to)))
        if self.due:
            found.append(voice.words.t("word.promised_before", dag=day_said(self.due, voice.words.t)))
        return found

    def key(self, kind: str, style: Style) -> str:
        if self.deleted():
            return DELETED
        return f"sentence.{kind}"

    def deleted(self) -> bool:
        return not self.text


@dataclass(frozen=True, kw_only=True)
class AnswerGiven(Content):
    """Whose question (`movers`) was answered, and by whom."""

    who: str
    movers: str
    item: str


@dataclass(frozen=True, kw_only=True)
class FreeText(Content):
    text: str

    def key(self, kind: str, style: Style) -> str:
        if self.deleted():
            return DELETED
        return f"sentence.{kind}"

    def deleted(self) -> bool:
        return not self.text
