"""What is told of motions, amendments, proposals and persons, and of what became of them: data, as in `contents`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .contents import DELETED, Content
from .figures import Apart, Figures
from .slots import (
    BallotCounts,
    BallotDecision,
    Listing,
    People,
    Persons,
    Subject,
    Thing,
    Things,
    Title,
    Verdict,
    ballot_word,
)
from .voice import Style, Voice

# -- on a motion, an amendment or a proposal ---------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class OnThing(Content):
    """Something about what is, or will be, decided on: a new text, a vote that begins."""

    thing: Thing
    title: Title


@dataclass(frozen=True, kw_only=True)
class ByMember(OnThing):
    """What a member has noted: an explanation of vote, a mistake."""

    who: str


@dataclass(frozen=True, kw_only=True)
class DocumentAdded(OnThing):
    """Where its text can be read; its sentence does not say the address."""

    document: str = field(compare=False)

    def attached(self) -> str:
        return self.document


@dataclass(frozen=True, kw_only=True)
class TextChanged(OnThing):
    """What was changed orally in its text."""

    text: str

    def key(self, kind: str, style: Style) -> str:
        if self.deleted():
            return DELETED
        return f"sentence.{kind}"

    def deleted(self) -> bool:
        return not self.text


@dataclass(frozen=True, kw_only=True)
class ByMembers(OnThing):
    """Who counts as having voted against what was adopted without a vote, or joins or leaves those who filed it."""

    who: Persons

    def count(self) -> int:
        return len(self.who.names)


@dataclass(frozen=True, kw_only=True)
class Recusal(ByMember):
    """A member takes no part (art. 28): in the vote, or with `debate` in the debate as well; or does, `after_all`."""

    debate: bool
    after_all: bool

    def key(self, kind: str, style: Style) -> str:
        if self.after_all:
            return f"sentence.{kind}_toch"
        if self.debate:
            return f"sentence.{kind}_debat"
        return f"sentence.{kind}"


@dataclass(frozen=True, kw_only=True)
class Filing(OnThing):
    item: str
    movers: People

    def count(self) -> int:
        return len(self.movers.names)

    def key(self, kind: str, style: Style) -> str:
        if self.movers.names:
            return f"sentence.{kind}"
        return f"sentence.{kind}_zonder"


@dataclass(frozen=True, kw_only=True)
class PlainDecision(OnThing):
    """A decision without a count. `movers` withdrew it; `round` counts the votes on the same thing."""

    outcome: Verdict
    movers: People
    round: int
    into: Thing | None = None

    def key(self, kind: str, style: Style) -> str:
        if kind == "ingetrokken" and not self.movers.names:
            return "sentence.ingetrokken_zonder"
        if kind == "overgenomen" and not self.movers.names:
            return "sentence.overgenomen_college"
        return f"sentence.{kind}"

    def verdict(self) -> Verdict:
        return self.outcome

    def again(self, voice: Voice) -> list[str]:
        """Which vote on the same thing it is, where it is not the first: texts are unique."""
        if self.round == 2 and not voice.style.bare:
            return [f"({voice.words.t('word.second_vote')})"]
        if self.round > 1:
            return [f"({voice.words.t('word.nth_vote', n=self.round)})"]
        return []


@dataclass(frozen=True, kw_only=True)
class ToldDecision(PlainDecision):
    """A decision of which the chair told the outcome alone: `took_part` of the members `entitled` were there."""

    took_part: int
    entitled: int
    apart: Apart

    def count(self) -> int:
        return self.took_part

    def beside(self) -> Apart:
        return self.apart

    def afterwards(self, voice: Voice) -> list[str]:
        if voice.style.apart:
            return [*self.apart.sentences(voice), *self.again(voice)]
        return self.again(voice)


@dataclass(frozen=True, kw_only=True)
class CountedDecision(PlainDecision):
    """A decision by a count: `took_part` of the members `entitled` to vote; with `names_follow` the figures alone, and
    with `unnamed` for good; `by_seats` says that each group counts for its seats."""

    figures: Figures
    took_part: int
    entitled: int
    names_follow: bool
    everybody: bool
    unnamed: bool = False
    by_seats: bool = False

    def key(self, kind: str, style: Style) -> str:
        if style.bare and kind == "stemming_ongeldig":
            return "short.stemming_ongeldig"
        if style.bare:
            return "short.uitslag"
        if style.totals and kind == "uitslag":
            return "sentence.uitslag_totaal"
        return super().key(kind, style)

    def count(self) -> int:
        return self.took_part

    def slots(self, voice: Voice) -> dict[str, object]:
        return super().slots(voice) | self.figures.slots(voice)

    def afterwards(self, voice: Voice) -> list[str]:
        """What keeps texts true and unique: who did not vote, names that follow, which vote on the same thing it is."""
        words = voice.words
        found = []
        if voice.style.apart:
            found += self.figures.apart.sentences(voice)
        if self.unknown_names() and not voice.style.bare:
            found.append(words.t(self.unknown_names()))
        if self.by_seats and not voice.style.bare:
            found.append(words.t("word.by_seats"))
        return [*found, *self.again(voice)]

    def unknown_names(self) -> str:
        if self.names_follow:
            return "word.names_follow"
        return "word.names_not_recorded" if self.unnamed and not self.everybody else ""

    def counted(self) -> Figures:
        return self.figures

    def unanimous(self) -> bool:
        return self.everybody


@dataclass(frozen=True, kw_only=True)
class JointDecision(Content):
    """Several decided by one count; without `figures` the chair told the outcome alone, or none was held."""

    things: Things
    outcome: Verdict
    figures: Figures | None = None
    apart: Apart = Apart()
    about_names: str = ""
    everybody: bool = False

    def key(self, kind: str, style: Style) -> str:
        if style.bare and self.figures:
            return "short.uitslag"
        if self.everybody and kind in ("samen", "samen_totaal"):
            return "sentence.samen_algemeen"
        if style.totals and kind == "samen":
            return "sentence.samen_totaal"
        return f"sentence.{kind}"

    def slots(self, voice: Voice) -> dict[str, object]:
        figures = self.figures.slots(voice) if self.figures else {}
        return {"things": self.things.said(voice), "outcome": self.outcome.said(voice)} | figures

    def afterwards(self, voice: Voice) -> list[str]:
        found = self.beside().sentences(voice) if voice.style.apart else []
        if self.about_names and not voice.style.bare:
            found.append(voice.words.t(self.about_names))
        return found

    def unknown_names(self) -> str:
        return self.about_names

    def verdict(self) -> Verdict:
        return self.outcome

    def counted(self) -> Figures | None:
        return self.figures

    def beside(self) -> Apart:
        return self.figures.apart if self.figures else self.apart

    def unanimous(self) -> bool:
        return self.everybody


# -- on several at once, and on persons --------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Together(Content):
    """Adopted together without a vote (hamerstukken), and lists that were confirmed by the same word."""

    items: Listing
    also_confirmed: Listing

    def slots(self, voice: Voice) -> dict[str, object]:
        return {"items": self.items.said(voice)}

    def count(self) -> int:
        return len(self.items.rows)

    def afterwards(self, voice: Voice) -> list[str]:
        lists = self.also_confirmed
        if lists.rows:
            return [voice.words.t("word.also_confirmed", count=len(lists.rows), lijst=lists.said(voice))]
        return []

    def listed(self) -> Listing:
        return Listing(self.items.rows + self.also_confirmed.rows)


@dataclass(frozen=True, kw_only=True)
class Confirmed(Content):
    """Lists that were confirmed without a vote."""

    outcome: Verdict
    items: Listing

    def count(self) -> int:
        return len(self.items.rows)

    def verdict(self) -> Verdict:
        return self.outcome

    def listed(self) -> Listing:
        return self.items


@dataclass(frozen=True, kw_only=True)
class SecretBallot(Content):
    """A ballot on persons; `round` counts those on the same appointment."""

    subject: Subject
    counts: BallotCounts
    decision: BallotDecision
    round: int

    def verdict(self) -> Verdict | None:
        drawn = self.decision.left_to
        return Verdict(ballot_word(self.decision.outcome, drawn)) if drawn else None
