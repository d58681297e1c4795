"""The law, read a second time: articles 29, 30 and 32 as their words say, over every small council."""

from __future__ import annotations

import itertools
from typing import Final, Literal

import pytest

from livecouncil.core.law.voting import Count, PersonCount, impossible, quorum, tally, tally_persons

EARLIER: Final[tuple[Literal["tie", "invalid"] | None, ...]] = (None, "tie", "invalid")
"""What an earlier vote on the same matter came to."""


@pytest.mark.parametrize(
    ("seats", "sitting", "recused", "for_", "against", "earlier", "outcome"),
    [
        (25, 25, 1, 6, 6, None, "invalid"),
        (25, 25, 1, 5, 4, "invalid", "adopted"),
        (25, 25, 1, 12, 12, None, "tied_not_adopted"),
        (25, 25, 0, 12, 12, None, "tied_postponed"),
        (25, 25, 0, 10, 10, "tie", "tied_not_adopted"),
        (25, 24, 0, 12, 12, None, "tied_postponed"),
        (37, 37, 0, 11, 26, None, "rejected"),
    ],
)
def test_worked_examples(
    seats: int, sitting: int, recused: int, for_: int, against: int, earlier: object, outcome: str
) -> None:
    assert tally(Count(seats, sitting, recused, for_, against, earlier)).outcome == outcome  # type: ignore[arg-type]


def by_the_words(
    seats: int,
    sitting: int,
    recused: int,
    voor: int,
    tegen: int,
    earlier: str | None,
    second: bool,
    vacancy_counts: bool,
) -> str:
    """Art. 29: more than half of the sitting members who need not abstain took part, unless it is a re-vote after an
    invalid vote or a second convocation. Art. 30: volstrekte meerderheid. Art. 32: a tie postpones, unless full or
    for the second time."""
    must_vote = sitting - recused
    if not (earlier == "invalid" or second) and (voor + tegen) / (must_vote or 1) <= 0.5:
        return "invalid"
    if voor > (voor + tegen) / 2:
        return "adopted"
    if voor == tegen and voor > 0:
        everybody_voted = voor + tegen + recused == (seats if vacancy_counts else sitting)
        return "tied_not_adopted" if earlier == "tie" or everybody_voted else "tied_postponed"
    return "rejected"


def test_every_small_council_agrees_with_the_words_of_the_law() -> None:
    for seats in (1, 3, 5, 7, 9):
        for sitting, recused in itertools.product(range(seats + 1), range(4)):
            if recused > sitting:
                continue
            for voor, tegen in itertools.product(range(sitting - recused + 1), repeat=2):
                if voor + tegen > sitting - recused:
                    continue
                for flags in itertools.product(EARLIER, (False, True), (False, True)):
                    ours = tally(Count(seats, sitting, recused, voor, tegen, *flags)).outcome
                    assert ours == by_the_words(seats, sitting, recused, voor, tegen, *flags)


def test_a_plurality_never_elects_and_only_a_limited_choice_gives_the_lot() -> None:
    three = {"A": 12, "B": 10, "C": 9}
    assert tally_persons(PersonCount(31, 31, 0, three)).outcome == "new_ballot"
    tied = {"A": 15, "B": 15}
    assert tally_persons(PersonCount(31, 31, 0, tied, blank=1, restricted=True)).outcome == "second_ballot"
    assert tally_persons(PersonCount(31, 31, 0, tied, blank=1, restricted=True, round=2)).outcome == "lot"
    assert tally_persons(PersonCount(31, 31, 0, tied, blank=1)).outcome == "new_ballot"
    assert tally_persons(PersonCount(31, 31, 0, {"A": 16, "B": 14})).elected == "A"


def persons_by_the_words(
    entitled: int,
    votes: dict[str, int],
    against: int,
    blank: int,
    improper: int,
    *,
    limited: bool,
    round_: int,
    blank_counts: bool,
    waived: bool,
) -> tuple[str, str | None]:
    """Arts. 29–31: papers handed in make the ballot valid; only properly filled ones are cast; who has more than half
    of those is chosen; between two on a limited list an equal number gives a second ballot, and then the lot."""
    handed_in = sum(votes.values()) + against + blank + improper
    if not waived and handed_in <= entitled / 2:
        return "invalid", None
    properly_filled = sum(votes.values()) + against + blank * blank_counts
    for name in votes:
        if votes[name] > properly_filled / 2:
            return "elected", name
    first, second = sorted([*votes.values(), -1, -2])[-2:][::-1]
    if limited and first == second:
        return ("lot" if round_ > 1 else "second_ballot"), None
    return "new_ballot", None


@pytest.mark.parametrize("recused", [0, 1])
def test_every_small_ballot_agrees_with_the_words_of_the_law(recused: int) -> None:
    flags = list(itertools.product((False, True), (1, 2, 3), (False, True), EARLIER, (False, True)))
    for a, b, against, blank, improper in itertools.product(range(6), range(6), range(3), range(3), range(3)):
        if a + b + against + blank + improper > 5 - recused:
            continue
        for limited, round_, counts, earlier, second in flags:
            ruling = tally_persons(
                PersonCount(
                    5,
                    5,
                    recused,
                    {"A": a, "B": b},
                    against,
                    blank,
                    improper,
                    limited,
                    round_,
                    counts,
                    earlier,
                    second,
                )
            )
            assert (ruling.outcome, ruling.elected) == persons_by_the_words(
                5 - recused,
                {"A": a, "B": b},
                against,
                blank,
                improper,
                limited=limited,
                round_=round_,
                blank_counts=counts,
                waived=second or earlier == "invalid",
            )


def test_a_single_candidate_is_never_tied_with_nobody() -> None:
    assert tally_persons(PersonCount(5, 5, 0, {"A": 2}, 2, restricted=True)).outcome == "new_ballot"


def test_articles_name_what_decided() -> None:
    assert tally(Count(25, 25, 1, 6, 6)).articles == ("29.1",)
    assert tally(Count(25, 25, 1, 5, 4, "invalid")).articles == ("29.2", "30.1")
    assert tally(Count(25, 25, 0, 13, 12)).articles == ("30.1",)
    assert tally(Count(25, 25, 1, 12, 12)).articles == ("32.4", "32.6")
    assert tally(Count(25, 25, 0, 12, 12)).articles == ("32.4",)
    assert tally(Count(25, 25, 0, 10, 10, "tie")).articles == ("32.5",)
    assert tally_persons(PersonCount(5, 5, 0, {"A": 2})).articles == ("29.1",)
    assert tally_persons(PersonCount(5, 5, 0, {"A": 3})).articles == ("30.1", "31.1")
    tied = {"A": 2, "B": 2}
    assert tally_persons(PersonCount(5, 5, 0, tied, restricted=True)).articles == ("31.2",)
    assert tally_persons(PersonCount(5, 5, 0, tied, restricted=True, round=2)).articles == ("31.3",)


def test_vacancies_by_setting_and_nobody_voting() -> None:
    assert tally(Count(25, 24, 0, 12, 12, vacancy_counts=False)).outcome == "tied_not_adopted"
    assert tally(Count(25, 24, 0, 12, 12)).outcome == "tied_postponed"
    assert tally(Count(25, 25, 0, 0, 0)).outcome == "invalid"
    assert tally(Count(25, 25, 0, 0, 0, "invalid")).outcome == "rejected"


def test_quorum_is_more_than_half_of_those_sitting() -> None:
    assert [quorum(n) for n in (0, 1, 2, 9, 24, 25, 45)] == [1, 1, 2, 5, 13, 13, 23]


@pytest.mark.parametrize(
    ("count", "fault"),
    [
        (Count(25, 25, 0, 13, 12), None),
        (Count(25, 25, 25, 0, 0), None),
        (Count(25, 25, 1, 13, 12), "votes_over_sitting"),
        (Count(25, 26, 0, 1, 1), "sitting_over_seats"),
        (Count(25, 25, 26, 0, 0), "recused_over_sitting"),
        (Count(25, 25, 0, -1, 2), "negative"),
        (Count(25, 25, 0, 2, -1), "negative"),
        (Count(-1, -1, 0, 0, 0), "negative"),
        (Count(25, 25, -1, 0, 0), "negative"),
        (Count(25, -1, 0, 0, 0), "negative"),
        (PersonCount(5, 5, 0, {"A": 5}), None),
        (PersonCount(5, 5, 0, {"A": 5}, 1), "votes_over_sitting"),
        (PersonCount(5, 5, 0, {"A": 5}, 0, 1), "votes_over_sitting"),
        (PersonCount(5, 5, 0, {"A": 5}, 0, 0, 1), "votes_over_sitting"),
        (PersonCount(5, 5, 0, {"A": -1}), "negative"),
        (PersonCount(5, 5, 0, {}, 0, -1), "negative"),
        (PersonCount(5, 5, 0, {}, 0, 0, -1), "negative"),
    ],
)
def test_a_count_that_cannot_be_names_its_figure(count: Count | PersonCount, fault: str | None) -> None:
    assert impossible(count) == fault


def test_the_two_highest_of_three_count_for_a_second_ballot() -> None:
    assert tally_persons(PersonCount(5, 5, 0, {"A": 2, "B": 2, "C": 1}, restricted=True)).outcome == "second_ballot"
    low = tally_persons(PersonCount(5, 5, 0, {"A": 2, "B": 1, "C": 1}, restricted=True))
    assert (low.outcome, low.articles) == ("new_ballot", ("30.1", "31.1"))


def test_blank_papers_are_not_cast_unless_the_council_says_so() -> None:
    assert tally_persons(PersonCount(5, 5, 0, {"A": 2}, blank=2)).outcome == "elected"
    assert tally_persons(PersonCount(5, 5, 0, {"A": 2}, blank=2, blank_counts=True)).outcome == "new_ballot"


def test_half_of_the_members_needs_the_exception_and_names_it() -> None:
    assert tally(Count(24, 24, 0, 12, 0, second_convocation=True)).articles == ("29.2", "30.1")
    assert tally(Count(25, 25, 0, 0, 0, "invalid")).articles == ("29.2", "30.1")
