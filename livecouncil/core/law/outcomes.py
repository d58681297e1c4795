"""What can become of a matter, of a member's vote, and how was voted: the codes of the journal."""

from __future__ import annotations

from typing import Literal

Option = Literal["for", "against", "absent", "recused", "abstained"]


Outcome = Literal[
    "adopted",
    "adopted_amended",
    "adopted_without_vote",
    "rejected",
    "tied_postponed",
    "tied_not_adopted",
    "invalid",
    "withdrawn",
    "held_over",
    "noted",
    "removed",
    "not_put_to_vote",
    "elected",
    "second_ballot",
    "lot",
    "new_ballot",
]


Method = Literal["show_of_hands", "roll_call", "acclamation", "none"]
