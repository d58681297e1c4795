"""The general board of a water board (algemeen bestuur, Waterschapswet).

The Act has recusal (38a), validity (38b) and the majority (38c), and nothing on a quorum to open, on ties, on roll
calls, on a second ballot or on the lot: those are for the provincial reglement and the rules of order. A board that
says nothing of its own is judged as a municipal council is, and told that this is a draft; `tie = "rejected"` is what
the Act alone gives: half of the votes is no majority.
"""

from __future__ import annotations

import re
from dataclasses import replace

from livecouncil.core.law import voting
from livecouncil.core.law.in_force import never_closed, without_accents
from livecouncil.core.law.voting import Count, PersonCount, Ruling

from .profile import (
    BodyRuling,
    Explanation,
    MatterVote,
    PersonsBallot,
    Profile,
    Seats,
    UncertainLaw,
    always_debate,
    never,
)

LOCAL = "reglement"
SECOND = "reglement (tweede staking)"
_ARTICLES = {"29.1": "38b.1", "29.2": "38b.2", "30.1": "38c.1", "31.1": "41.2"}
_BOARD = re.compile(r"\bhe?emra(?:ad|den)\b|\bhoogheemra(?:ad|den)\b|\bdagelijks bestuur\b|\bdeistich bestjoer\b")
_TAXES = re.compile(r"zuiveringsheffing|watersysteemheffing|verontreinigingsheffing|wegenheffing")
_PERSONS = re.compile(r"benoem|verkiezing|voordracht|aanbeveling")


def _own_rule(ruling: Ruling) -> tuple[str, ...]:
    """The articles of the Waterschapswet, or the local rule, for those of the Gemeentewet."""
    if ruling.articles[-1] == "32.5":
        return (LOCAL, SECOND)
    return tuple(dict.fromkeys(_ARTICLES.get(article, LOCAL) for article in ruling.articles))


def water_board_tally(count: MatterVote) -> Ruling:
    """Arts. 38b and 38c; a tie by the local rule, which is the municipal council's unless it is said otherwise."""
    ruling = voting.tally(count)
    if ruling.outcome.startswith("tied") and count.tie_rule == "rejected":
        return BodyRuling("rejected", ("38c.1",), tie=True)
    return replace(ruling, articles=_own_rule(ruling))


def water_board_ballot(count: PersonsBallot) -> Ruling:
    """Arts. 38b, 38c and 41.2: a second ballot and the lot only by a local rule."""
    ruling = voting.tally_persons(count)
    if ruling.outcome in ("second_ballot", "lot") and count.tie_rule == "rejected":
        return Ruling("new_ballot", ("38c.1",))
    return replace(ruling, articles=_own_rule(ruling))


def water_board_grounds(count: Count | PersonCount, ruling: Ruling) -> Explanation:
    """As for a municipal council; the sentences of a water board name its own articles."""
    if isinstance(ruling, BodyRuling) and ruling.tie and isinstance(count, Count):
        return "tie_rejected", {"votes_for": count.for_, "votes_against": count.against}
    if ruling.outcome == "tied_not_adopted" and SECOND not in ruling.articles:
        return voting.grounds(count, replace(ruling, articles=("32.6",)))
    if ruling.outcome == "tied_not_adopted":
        return voting.grounds(count, replace(ruling, articles=("32.5",)))
    return voting.grounds(count, ruling)


def _never_closed_in_water_board(title: str) -> bool:
    """Art. 36: admission, budget and accounts, taxes, the executive; the recommendation of a chair is excepted."""
    return never_closed(title, _BOARD) or bool(_TAXES.search(without_accents(title)))


def _secret_in_water_board(title: str) -> bool:
    """Secret are only the executive (41.2) and the recommendation of the chair (46.3)."""
    plain = without_accents(title)
    about = _BOARD.search(plain) or re.search(r"\bdijkgraaf\b|\bwatergraaf\b|\bvoorzitter\b", plain)
    return bool(about and _PERSONS.search(plain))


WATER_BOARD = Profile(
    kind="water_board",
    act="WSW",
    identity="WS",
    executive_votes=True,
    recusal=always_debate,
    never_closed=_never_closed_in_water_board,
    ratifies_in_vain=lambda title, day: never(title),
    about_persons=_secret_in_water_board,
    tally=water_board_tally,
    tally_persons=water_board_ballot,
    grounds=water_board_grounds,
    local_rules=("tie",),
    closed_bar="36",
    waived="38b.2",
    second_tie=SECOND,
    seats=Seats(least=18, most=30),
    titled=re.compile(r"verenigde vergadering|algemeen bestuur|college van hoofdingelanden|algemien bestjoer"),
    drafts=(
        UncertainLaw("water_quorum", settled="quorum"),
        UncertainLaw("water_tie", settled="tie"),
        UncertainLaw("water_roll_call"),
        UncertainLaw("water_persons", settled="tie"),
    ),
)
