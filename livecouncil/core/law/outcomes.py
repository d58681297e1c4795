"""What is filed, what can become of it and of a member's vote, and how was voted: the codes of the journal."""

from __future__ import annotations

from typing import Literal

PaperKind = Literal["motion", "amendment", "subamendment", "order", "point"]
"""What members file, and the points of a proposal that are decided on apart."""

_PIECES: dict[str, PaperKind] = {"m": "motion", "a": "amendment", "s": "subamendment", "o": "order", "b": "point"}

Option = Literal["for", "against", "absent", "recused", "abstained", "unknown"]
"""A member's vote; 'unknown' where the names were not told."""


Outcome = Literal[
    "adopted",
    "adopted_amended",
    "adopted_without_vote",
    "adopted_in_part",
    "rejected",
    "tied_postponed",
    "tied_not_adopted",
    "invalid",
    "withdrawn",
    "taken_over",
    "merged",
    "lapsed",
    "held_over",
    "noted",
    "removed",
    "not_put_to_vote",
    "elected",
    "second_ballot",
    "lot",
    "new_ballot",
    "no_quorum",
    "tied",
    "youngest",
    "advice_without_debate",
    "advice_debate",
    "advice_return",
    "advice_no",
]


Method = Literal["show_of_hands", "roll_call", "acclamation", "announced", "none"]
"""How was decided; 'announced' where the chair told the outcome of a vote and no more."""


def paper_kind(key: str) -> PaperKind:
    """What the object named `key` ('m3', 'a1', 's2', 'o1', 'bp4.2') is: its letter says so. Raises KeyError for any
    other key."""
    return _PIECES[key[:1]]
