"""The law, read a second time: articles 29, 30 and 32 as their words say, over every small council."""

from __future__ import annotations

import itertools

import pytest

from livecouncil.core.voting import Count, PersonCount, tally, tally_persons


@pytest.mark.parametrize(
    ("seats", "sitting", "recused", "for_", "against", "earlier", "outcome"),
    [
        (25, 25, 1, 6, 6, None, "invalid"), (25, 25, 1, 5, 4, "invalid", "adopted"), (25, 25, 1, 12, 12, None, "tied_not_adopted"),
        (25, 25, 0, 12, 12, None, "tied_postponed"), (25, 25, 0, 10, 10, "tie", "tied_not_adopted"), (25, 24, 0, 12, 12, None, "tied_postponed"),
        (37, 37, 0, 11, 26, None, "rejected"),
    ],
)  # fmt: skip
def test_worked_examples(
    seats: int, sitting: int, recused: int, for_: int, against: int, earlier: object, outcome: str
) -> None:
    assert tally(Count(seats, sitting, recused, for_, against, earlier)).outcome == outcome  # type: ignore[arg-type]


def by_the_words(
    seats: int, sitting: int, recused: int, voor: int, tegen: int, earlier: str | None, second: bool
) -> str:
    """Art. 29: more than half of the sitting members who need not abstain took part, unless it is a re-vote after an invalid
    vote or a second convocation. Art. 30: volstrekte meerderheid. Art. 32: a tie postpones, unless full or for the second time."""
    must_vote = sitting - recused
    if not (earlier == "invalid" or second) and (voor + tegen) / (must_vote or 1) <= 0.5:
        return "invalid"
    if voor > (voor + tegen) / 2:
        return "adopted"
    if voor == tegen and voor > 0:
        everybody_voted = voor + tegen + recused == seats
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
                for earlier, second in itertools.product((None, "tie", "invalid"), (False, True)):
                    ours = tally(Count(seats, sitting, recused, voor, tegen, earlier, second)).outcome  # type: ignore[arg-type]
                    assert ours == by_the_words(seats, sitting, recused, voor, tegen, earlier, second)


def test_a_plurality_never_elects_and_only_a_limited_choice_gives_the_lot() -> None:
    three = {"A": 12, "B": 10, "C": 9}
    assert tally_persons(PersonCount(31, 31, 0, three)).outcome == "new_ballot"
    tied = {"A": 15, "B": 15}
    assert tally_persons(PersonCount(31, 31, 0, tied, blank=1, restricted=True)).outcome == "second_ballot"
    assert tally_persons(PersonCount(31, 31, 0, tied, blank=1, restricted=True, round=2)).outcome == "lot"
    assert tally_persons(PersonCount(31, 31, 0, tied, blank=1)).outcome == "new_ballot"
    assert tally_persons(PersonCount(31, 31, 0, {"A": 16, "B": 14})).elected == "A"
