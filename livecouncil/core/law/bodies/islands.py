"""The island council (eilandsraad, Wet openbare lichamen BES): the Gemeentewet, one article further on.

Arts. 21, 24 and 29–33 mirror Gemeentewet 20, 23 and 28–32. Its own: the chair may keep the doors open after the council
chose to shut them (24.4); some matters may be discussed but not decided behind them (25.2); the decision list is public
at once (24.7).
"""

from __future__ import annotations

import re
from dataclasses import replace

from livecouncil.core.law import voting
from livecouncil.core.law.in_force import never_closed, without_accents
from livecouncil.core.law.voting import Count, PersonCount, Ruling

from .profile import Explanation, MatterVote, PersonsBallot, Profile, Seats, UncertainLaw, always_debate, never

_DEPUTIES = re.compile(r"\beilandgedeputeerden?\b|\bgedeputeerden?\b")
_NOT_DECIDED = re.compile(
    r"eilandsverordening|buiten de begroting|vervreemd|verkoop|verhuur|verpacht|ingebruikgeving|overeenkomst"
)


def further(article: str) -> str:
    """'32.5' of the Gemeentewet is '33.5' here."""
    number, dot, paragraph = article.partition(".")
    return f"{int(number) + 1}{dot}{paragraph}"


def earlier(article: str) -> str:
    """'33.5' here is '32.5' of the Gemeentewet."""
    number, dot, paragraph = article.partition(".")
    return f"{int(number) - 1}{dot}{paragraph}"


def island_tally(count: MatterVote) -> Ruling:
    ruling = voting.tally(count)
    return replace(ruling, articles=tuple(map(further, ruling.articles)))


def island_ballot(count: PersonsBallot) -> Ruling:
    ruling = voting.tally_persons(count)
    return replace(ruling, articles=tuple(map(further, ruling.articles)))


def island_grounds(count: Count | PersonCount, ruling: Ruling) -> Explanation:
    return voting.grounds(count, replace(ruling, articles=tuple(map(earlier, ruling.articles))))


def _never_closed_on_islands(title: str) -> bool:
    return never_closed(title, _DEPUTIES)


def _never_decided_closed(title: str) -> bool:
    """Art. 25.2: ordinances, spending outside the budget, selling or letting property, contracts."""
    return bool(_NOT_DECIDED.search(without_accents(title)))


ISLANDS = Profile(
    kind="island_council",
    act="WolBES",
    identity="OLBES",
    list_at_once=True,
    chair_may_reopen=True,
    recusal=always_debate,
    never_closed=_never_closed_on_islands,
    never_decided_closed=_never_decided_closed,
    ratifies_in_vain=lambda title, day: never(title),
    tally=island_tally,
    tally_persons=island_ballot,
    grounds=island_grounds,
    closed_bar="25",
    waived="30.2",
    second_tie="33.5",
    seats=Seats(table=((5_000, 5),), most=9),
    titled=re.compile(r"\beilandsraad"),
    drafts=(UncertainLaw("islands_words"),),
)
