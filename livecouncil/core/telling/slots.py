"""The slots of a sentence, typed: each knows how it is said, in a language and as short as asked.

A text or a number is said as it is; anything else is one of these.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from livecouncil.core.meeting.outcomes import NamedOutcome
from livecouncil.core.meeting.state import NIGHT

from .phrases import all_of, clock, names, outcome_word, quoted, shortened, with_capital
from .voice import Voice, Words

_SHORTEST_SUBJECT = 40
_HERE = "\0"

PLACEHOLDERS = {
    "thing": "o",
    "things": "o",
    "title": "t",
    "item": "n",
    "took_part": "n",
    "movers": "ind",
    "who": "wie",
    "text": "tekst",
    "at": "tijd",
    "until": "tot",
    "day": "dag",
    "present": "aanw",
    "sitting": "zitting",
    "chair": "vz",
    "items": "lijst",
    "arrival": "komt_of_gaat",
    "how": "hoe",
    "changes": "wijziging",
    "outcome": "uitslag",
    "round": "ronde",
    "for_": "nv",
    "against": "nt",
    "groups_for": "voor",
    "groups_against": "tegen",
    "entitled": "stemgerechtigd",
    "subject": "onderwerp",
    "counts": "telling",
    "decision": "besluit",
    "old": "oud",
    "new": "nieuw",
    "now": "nu",
    "stays": "blijft",
    "was": "was",
    "was_at": "eerst",
    "is_at": "toen",
    "number": "nr",
    "missing": "ontbreekt",
    "into": "in",
    "after": "na",
    "term": "termijn",
    "document": "document",
}
"""What a slot is called between braces in a sentence.

Councils write these in their own sentences (`[messages]` in council.toml), so they stay what they are, whatever a field
is called here.
"""


class Slot(ABC):
    """What fills a slot and knows how it is said."""

    @abstractmethod
    def said(self, voice: Voice) -> str:
        """It in words; '' leaves the slot empty."""


@dataclass(frozen=True)
class Thing(Slot):
    """What is decided on: `kind` motion, amendment, subamendment, order, point, proposal or motion_item; `nr` as shown,
    of a point with its `item`."""

    kind: str
    nr: str
    item: str = ""

    def said(self, voice: Voice) -> str:
        """'Motie M3', 'Het voorstel bij punt 6'; within a sentence 'het voorstel …', but motions keep their capital."""
        name = self.called(voice)
        begins = voice.words.t(voice.key, **{PLACEHOLDERS["thing"]: _HERE}).startswith(_HERE)
        proper = self.kind not in ("proposal", "motion_item")
        if begins or proper:
            return name
        return name[:1].lower() + name[1:]

    def called(self, voice: Voice) -> str:
        """Its name by itself."""
        if voice.style.bare:
            return voice.words.t(f"short.{self.kind}", nr=self.nr, item=self.item)
        return self.named(voice.words)

    def listed(self, words: Words) -> str:
        """Among others, without its kind: 'M3', 'punt 31', 'besluitpunt 2 bij punt 4'."""
        if self.kind == "point":
            return words.t("word.listed_point", nr=self.nr, item=self.item)
        if self.kind in ("proposal", "motion_item"):
            return words.t("word.listed_item", nr=self.nr)
        return self.nr

    def named(self, words: Words) -> str:
        """'Motie M3', 'Besluitpunt 2 bij punt 4'."""
        return words.t(f"object.{self.kind}", nr=self.nr, item=self.item)


@dataclass(frozen=True)
class Things(Slot):
    """Several that are decided by one count, each with its title where there is room."""

    rows: tuple[tuple[Thing, str], ...]

    @property
    def nr(self) -> str:
        """'M1, M2': how they are called where there is no room for more."""
        return ", ".join(thing.nr for thing, _ in self.rows)

    def said(self, voice: Voice) -> str:
        if all(thing.kind == "point" for thing, _ in self.rows):
            return self._points(voice)
        named = [f"{thing.called(voice)} {quoted(title, voice.style.title)}".strip() for thing, title in self.rows]
        if voice.style.bare:
            return ", ".join(named)
        return f"{', '.join(named[:-1])} {voice.words.t('word.and')} {named[-1]}"

    def _points(self, voice: Voice) -> str:
        """'Besluitpunten 1, 2 en 4 bij punt 7': points that are decided by one count are of one item."""
        numbers = all_of(tuple(thing.nr for thing, _ in self.rows), voice.words)
        table = "short" if voice.style.bare else "object"
        return voice.words.t(f"{table}.points", nr=numbers, item=self.rows[0][0].item)


@dataclass(frozen=True)
class Title(Slot):
    """A title, in quotation marks; '' for none."""

    text: str

    def said(self, voice: Voice) -> str:
        return quoted(self.text, voice.style.title)


@dataclass(frozen=True)
class ItemTitle(Title):
    """The title of the item that is begun; one without is behind closed doors."""

    def said(self, voice: Voice) -> str:
        if not self.text:
            return voice.words.t("word.closed_item")
        return super().said(voice)


@dataclass(frozen=True)
class Subject(Slot):
    """What a ballot is on: without quotation marks, and never left out."""

    text: str

    def said(self, voice: Voice) -> str:
        return shortened(self.text, max(voice.style.title, _SHORTEST_SUBJECT))


@dataclass(frozen=True)
class TimeOfDay(Slot):
    """A time; with its date when it is of another night than `since`."""

    at: datetime
    since: datetime | None = None

    def said(self, voice: Voice) -> str:
        return clock(self.at, self.since or self.at, NIGHT)


@dataclass(frozen=True)
class People(Slot):
    """A row of names of people or groups; where there is no room the first, and that there are more."""

    names: tuple[str, ...]

    def said(self, voice: Voice) -> str:
        if voice.style.totals and len(self.names) > 1:
            return voice.words.t("short.and_others", naam=names(self.names[:1]))
        return names(self.names)


@dataclass(frozen=True)
class Officials(People):
    """Names of people, each with what they are: 'wethouder Wagner'."""

    def said(self, voice: Voice) -> str:
        return ", ".join(self.names)


@dataclass(frozen=True)
class Persons(People):
    """Names of whom the sentence tells what they do: 'Van Dam, De Wit en Alders'."""

    def said(self, voice: Voice) -> str:
        if voice.style.totals:
            return super().said(voice)
        return all_of(self.names, voice.words)


@dataclass(frozen=True)
class Listing(Slot):
    """Agenda items, each with its title."""

    rows: tuple[tuple[str, str], ...] = ()

    def said(self, voice: Voice) -> str:
        return ", ".join(f"{number} {quoted(title, voice.style.title)}".strip() for number, title in self.rows)


@dataclass(frozen=True)
class Verdict(Slot):
    """An outcome, whether it is said as 'vastgesteld', and whether as many voted for as against; `points` were decided
    otherwise."""

    outcome: str
    confirmed: bool = False
    tied: bool = False
    points: tuple[str, ...] = ()

    def named(self, unanimous: bool = False) -> NamedOutcome:
        return NamedOutcome(self.outcome, self.confirmed, self.points, unanimous, self.tied)

    def said(self, voice: Voice) -> str:
        return outcome_word(voice.words, self.named())


@dataclass(frozen=True)
class Arrival(Slot):
    """Whether as many members as `count` came or went."""

    arrives: bool
    count: int = 1

    def said(self, voice: Voice) -> str:
        if self.arrives:
            return voice.words.t("word.arrives", count=self.count)
        return voice.words.t("word.leaves", count=self.count)


@dataclass(frozen=True)
class BallotCounts(Slot):
    """Votes by candidate, then the ballots for none of them: the single candidate refused, blank, improper."""

    candidates: tuple[tuple[str, int], ...]
    against: int
    blank: int
    improper: int

    def said(self, voice: Voice) -> str:
        """'Alders 20, Bakker 12, blanco 1'."""
        others = (("against", self.against), ("blank", self.blank), ("improper", self.improper))
        listed = [f"{name} {votes}" for name, votes in self.candidates]
        listed += [f"{voice.words.t(f'word.{kind}')} {votes}" for kind, votes in others if votes]
        return ", ".join(listed)


@dataclass(frozen=True)
class BallotDecision(Slot):
    """What a secret ballot came to, and who is appointed by it; `left_to` what chose where papers tied, 'lot' or
    'youngest'."""

    outcome: str
    elected: str | None
    appointed: tuple[str, ...] = ()
    left_to: str = ""

    def said(self, voice: Voice) -> str:
        if self.appointed:
            named = voice.words.t(
                "word.appointed", count=len(self.appointed), namen=all_of(self.appointed, voice.words)
            )
            named = with_capital(named)
            if self.outcome == "elected":
                return named
            return f"{named}. {voice.words.t('word.new_ballot')}"
        if self.outcome == "elected" and self.left_to:
            return with_capital(voice.words.t(f"word.elected_{self.left_to}", naam=self.elected))
        if self.outcome == "elected":
            return with_capital(voice.words.t("word.elected", naam=self.elected))
        if self.outcome == "invalid":
            return voice.words.t("word.invalid_ballot")
        if self.outcome in ("lot", "youngest"):
            return voice.words.t("word.lot_pending")
        return voice.words.t("word.new_ballot")


def ballot_word(outcome: str, drawn: str) -> str:
    """Which word the outcome of a ballot has; `drawn` is what chose, as of `BallotDecision.left_to`."""
    return f"{outcome}_{drawn}" if drawn else outcome
