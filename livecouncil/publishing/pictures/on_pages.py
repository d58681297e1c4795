"""The pictures of one record as its pages ask for them: `draw(vote)` in a template."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from functools import cached_property

from markupsafe import Markup

from livecouncil.core.release.record import BallotRecord, PublicRecord, VoteRecord
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped
from livecouncil.publishing.fragments import Fragments

from .agenda import AgendaStand, agenda_stand
from .drawn import DrawnVote, drawn_ballots, drawn_vote
from .evening import EveningCourse, attendance_strip, evening_of, evening_strip, table_of
from .marks import OPTIONS
from .vote import Form, mark_alone, picture

WIDTH = 320
"""On a page beside its text, and in a column on a phone."""


@dataclass(frozen=True)
class Draughtsman:
    """Draws votes and ballots of `record`. Pure: what is drawn of a vote depends on that vote and the council alone, so
    it is drawn once for all pages that share `kept`."""

    record: PublicRecord
    words: Words
    kept: Fragments = field(default_factory=Fragments)

    def draw(
        self, shown: VoteRecord | BallotRecord, width: float = WIDTH, form: Form = "seats", named: bool = False
    ) -> Markup:
        """The picture of `shown`; '' where nothing can be drawn of it. `named`: each seat says whose it is, which makes
        it twice as large; elsewhere that stands beside it."""
        name = f"picture {form} {width} {named}"
        return self.kept.of(name, shown, lambda: self._drawn_anew(shown, width, form, named))

    def _drawn_anew(self, shown: VoteRecord | BallotRecord, width: float, form: Form, named: bool) -> Markup:
        drawn = self.drawn(shown)
        if drawn is None:
            return Markup("")
        if not named:
            drawn = _unnamed(drawn)
        return Markup(picture(drawn, width, form))

    def silent(self, shown: VoteRecord | BallotRecord, width: float) -> str:
        """The same without its title and description, for what is itself a picture: then two votes that were cast alike
        are one picture, and drawn once."""
        drawn = self.drawn(shown)
        if drawn is None:
            return ""
        return picture(replace(_unnamed(drawn), title=""), width)

    @cached_property
    def evening(self) -> EveningCourse | None:
        return evening_of(self.record)

    def evening_strip(self) -> Markup:
        """The evening to scale; '' before it has been opened."""
        if self.evening is None:
            return Markup("")
        return Markup(evening_strip(self.evening, self.words))

    @cached_property
    def agenda(self) -> AgendaStand | None:
        return agenda_stand(self.record)

    def evening_table(self) -> list[tuple[str, str]]:
        if self.evening is None:
            return []
        return table_of(self.evening, self.words)

    def there(self, member: str) -> Markup:
        """When a member was there, as a strip; '' where nothing is known of it."""
        spans = next((one.spans for one in self.record.people.presence if one.member == member), None)
        if self.evening is None or spans is None:
            return Markup("")
        return Markup(attendance_strip(self.evening, spans))

    def key(self, shown: VoteRecord) -> list[tuple[Markup, str]]:
        """The marks in a picture of `shown` with what each stands for: of a picture that has no letters itself."""
        there = dict.fromkeys(option for option in ("for", "against"))
        there |= dict.fromkeys(one.option for one in shown.votes or ())
        return [(option_mark(option), self.words.t(f"option.{option}")) for option in OPTIONS if option in there]

    def drawn(self, shown: VoteRecord | BallotRecord) -> DrawnVote | None:
        return self.kept.of("drawn", shown, lambda: self._taken(shown))

    def _taken(self, shown: VoteRecord | BallotRecord) -> DrawnVote | None:
        if isinstance(shown, VoteRecord):
            return drawn_vote(shown, self.record.people.groups, self.words)
        by_half = self.record.meeting.kind == "council"
        return drawn_ballots([shown], _ballot_key(shown), self.words, by_half)


def _unnamed(drawn: DrawnVote) -> DrawnVote:
    return replace(drawn, benches=tuple(replace(bench, members=()) for bench in drawn.benches))


def side_strip(for_: int, against: int, neither: int = 0) -> Markup:
    """Both sides of a count as a strip, beside its figures; `neither` is left open between them."""
    return Markup(picture(DrawnVote("", "", "", {}, for_, against, beside=(("", neither),)), 0, "strip"))


def option_mark(option: str) -> Markup:
    """The mark of an option, before its word; '' for one that nobody told."""
    if option in OPTIONS:
        return Markup(mark_alone(option))
    return Markup("")


def _ballot_key(ballot: BallotRecord) -> str:
    """A ballot has no number of its own: it is told from others by all it says."""
    return f"persoon-{escaped(ballot.item)}-{zlib.crc32(repr(ballot).encode()):08x}"
