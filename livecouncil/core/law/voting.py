"""What the law says of a count (Gemeentewet arts. 20, 29–32): pure functions of figures, each citing its article.

Order of the tests matters: validity before majority before tie.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from livecouncil.core.law.outcomes import Outcome

Earlier = Literal["tie", "invalid"] | None


@dataclass(frozen=True)
class Count:
    """A vote on a matter. `sitting` and `recused` are members, `for_` and `against` votes cast."""

    seats: int
    sitting: int
    recused: int
    for_: int
    against: int
    earlier: Earlier = None
    second_convocation: bool = False
    vacancy_counts: bool = True


@dataclass(frozen=True)
class PersonCount:
    """A secret ballot on persons: `ballots` by candidate, written papers that are blank or improper."""

    seats: int
    sitting: int
    recused: int
    ballots: dict[str, int] = field(default_factory=dict)
    against: int = 0
    blank: int = 0
    improper: int = 0
    restricted: bool = False
    round: int = 1
    blank_counts: bool = False
    earlier: Earlier = None
    second_convocation: bool = False


@dataclass(frozen=True)
class Ruling:
    """Outcome, the articles it rests on, and on persons who is elected."""

    outcome: Outcome
    articles: tuple[str, ...]
    elected: str | None = None


def quorum(sitting: int) -> int:
    """Members who must be present to open: more than half of those sitting (art. 20.1)."""
    return sitting // 2 + 1


def majority(cast: int) -> int:
    """Votes that decide: more than half of those cast (art. 30.1)."""
    return cast // 2 + 1


def impossible(count: Count | PersonCount) -> str | None:
    """Name the figure that cannot be, or None: negative, sitting over seats, or more votes than may be cast."""
    parts = [
        count.against,
        *((count.for_,) if isinstance(count, Count) else (*count.ballots.values(), count.blank, count.improper)),
    ]
    if min(count.seats, count.sitting, count.recused, *parts) < 0:
        return "negative"
    if count.sitting > count.seats:
        return "sitting_over_seats"
    if count.recused > count.sitting:
        return "recused_over_sitting"
    if sum(parts) > count.sitting - count.recused:
        return "votes_over_sitting"
    return None


def is_valid(took_part: int, entitled: int, waived: bool) -> bool:
    """Art. 29.1: more than half of the sitting members who need not abstain took part; 29.2 waives it."""
    return waived or 2 * took_part > entitled


def is_full(count: Count) -> bool:
    """Art. 32.6: all members of whom the council consists, as far as they need not abstain, have cast a vote.

    A vacant seat, read literally, means never full (`vacancy_counts`).
    """
    if count.vacancy_counts:
        members = count.seats
    else:
        members = count.sitting
    return count.for_ + count.against == members - count.recused


def tally(count: Count) -> Ruling:
    """Outcome of a vote on a matter (arts. 29, 30, 32.4–6)."""
    cast = count.for_ + count.against
    waived = count.second_convocation or count.earlier == "invalid"
    entitled = count.sitting - count.recused
    if not is_valid(cast, entitled, waived):
        return Ruling("invalid", ("29.1",))
    validity = () if 2 * cast > entitled else ("29.2",)
    if cast == 0:
        return Ruling("rejected", (*validity, "30.1"))
    if count.for_ != count.against:
        return Ruling("adopted" if count.for_ > count.against else "rejected", (*validity, "30.1"))
    if count.earlier == "tie":
        return Ruling("tied_not_adopted", (*validity, "32.5"))
    if is_full(count):
        return Ruling("tied_not_adopted", (*validity, "32.4", "32.6"))
    return Ruling("tied_postponed", (*validity, "32.4"))


def tally_persons(count: PersonCount) -> Ruling:
    """Outcome of a written ballot on persons (arts. 29–31).

    A plurality never elects; a lot is drawn only where the choice is limited.
    """
    papers = sum(count.ballots.values()) + count.against
    waived = count.second_convocation or count.earlier == "invalid"
    entitled = count.sitting - count.recused
    took_part = papers + count.blank + count.improper
    if not is_valid(took_part, entitled, waived):
        return Ruling("invalid", ("29.1",))
    cast = papers + (count.blank if count.blank_counts else 0)
    for name, votes in count.ballots.items():
        if 2 * votes > cast:
            return Ruling("elected", ("30.1", "31.1"), name)
    highest = sorted(count.ballots.values(), reverse=True)
    if count.restricted and len(highest) >= 2 and highest[0] == highest[1]:
        if count.round == 1:
            return Ruling("second_ballot", ("31.2",))
        return Ruling("lot", ("31.3",))
    return Ruling("new_ballot", ("30.1", "31.1"))


def tally_several(count: PersonCount, seats: int, present: int) -> tuple[Ruling, tuple[str, ...]]:
    """A ballot with `seats` names on one paper, handed in by `present` members: the ruling, and who is elected.

    Each paper counts once for each name on it. Elected is who stands on more than half of the papers that are neither
    blank nor improper, the most often named first; who ties for the last seat is not.
    """
    entitled = count.sitting - count.recused
    waived = count.second_convocation or count.earlier == "invalid"
    if not is_valid(present, entitled, waived):
        return Ruling("invalid", ("29.1",)), ()
    cast = present - count.improper - (0 if count.blank_counts else count.blank)
    ranked = sorted(count.ballots.items(), key=lambda one: -one[1])
    reached = [(name, votes) for name, votes in ranked if 2 * votes > cast]
    tie = reached[seats][1] if len(reached) > seats else -1
    elected = tuple(name for name, votes in reached[:seats] if votes != tie)
    if len(elected) == seats:
        return Ruling("elected", ("30.1", "31.1")), elected
    return Ruling("new_ballot", ("30.1", "31.1")), elected


def grounds(count: Count | PersonCount, ruling: Ruling) -> tuple[str, dict[str, object]]:
    """Which sentence of `locale/*.tally.toml` [explanation] says why, and the figures for its slots."""
    entitled = count.sitting - count.recused
    if isinstance(count, PersonCount):
        papers = sum(count.ballots.values()) + count.against
        cast = papers + (count.blank if count.blank_counts else 0)
        best = max(count.ballots.values(), default=0)
        if ruling.outcome == "invalid":
            key: str = "person_invalid"
        else:
            key = ruling.outcome
        took_part = papers + count.blank + count.improper
        return key, {"n": took_part, "entitled": entitled, "cast": cast, "best": best, "name": ruling.elected}
    cast = count.for_ + count.against
    key = {"32.5": "second_tie", "32.6": "full_tie"}.get(ruling.articles[-1], str(ruling.outcome))
    if key == "rejected" and cast == 0:
        key = "nobody"
    members = (count.seats if count.vacancy_counts else count.sitting) - count.recused
    figures = {"votes_for": count.for_, "votes_against": count.against}
    return key, {"n": cast, "entitled": entitled, "members": members, **figures}
