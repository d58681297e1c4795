"""The Flemish municipal council (gemeenteraad, Decreet over het lokaal bestuur).

It asks presence at every item and not only at the opening (26); whoever abstains took part and cast no vote (33); a
tie rejects, the first as the second (33); the chair is a member, votes last and has no casting vote (34); and on
persons the two highest go to a second ballot, in which of equal ones the youngest is chosen (35). There is no test of
validity beside the presence, and nothing is postponed.
"""

from __future__ import annotations

import re

from livecouncil.core.law.in_force import without_accents
from livecouncil.core.law.voting import Count, PersonCount, Ruling, quorum

from .profile import (
    BodyRuling,
    Explanation,
    MatterVote,
    PersonsBallot,
    Profile,
    Seats,
    Share,
    UncertainLaw,
    always_debate,
    never,
)

_SEATS = (
    (999, 7),
    (1_999, 9),
    (2_999, 11),
    (3_999, 13),
    (4_999, 15),
    (6_999, 17),
    (8_999, 19),
    (11_999, 21),
    (14_999, 23),
    (19_999, 25),
    (24_999, 27),
    (29_999, 29),
    (34_999, 31),
    (39_999, 33),
    (49_999, 35),
    (59_999, 37),
    (69_999, 39),
    (79_999, 41),
    (89_999, 43),
    (99_999, 45),
    (149_999, 47),
    (199_999, 49),
    (249_999, 51),
    (299_999, 53),
)
_POLICY = re.compile(r"meerjarenplan|beleidsrapport|jaarrekening|budget|begroting")
_SECRET = re.compile(
    r"vervallenverklaring|verval van (?:het )?mandaat|vertegenwoordiger|afvaardig|aanwijzing|aanduiding"
    r"|benoem|verkiezing|tuchtzaak|personeelslid|aanstelling|ontslag van"
)


def _present(count: MatterVote | PersonsBallot) -> bool:
    """Art. 26: the majority of the members in office are there; a second convocation needs no number."""
    return count.second_convocation or count.present >= quorum(count.sitting)


def flemish_tally(count: MatterVote) -> Ruling:
    """Arts. 26 and 33. `for_` and `against` hold the chair's own vote, who has no other."""
    if not _present(count):
        return BodyRuling("no_quorum", ("26 al.1",))
    if count.for_ > count.against:
        return BodyRuling("adopted", ("33 al.1",))
    if count.for_ == count.against and count.for_:
        return BodyRuling("rejected", ("33 al.3",), tie=True)
    return BodyRuling("rejected", ("33 al.1",))


def flemish_ballot(count: PersonsBallot) -> Ruling:
    """Art. 35: one vote a post, more than half; then the two highest; then, of equal ones, the youngest.

    Blank and improper papers are abstentions. Where it is not known who is the youngest, that is what is asked: of the
    second round with the outcome `youngest`, of the first by naming in `between` only who surely goes on.
    """
    if not _present(count):
        return BodyRuling("no_quorum", ("26 al.1",))
    cast = sum(count.ballots.values()) + count.against
    for name, votes in count.ballots.items():
        if 2 * votes > cast:
            return BodyRuling("elected", ("33 al.1", "35"), name)
    if not count.ballots or not cast:
        return BodyRuling("new_ballot", ("35",))
    if count.round == 1:
        return BodyRuling("second_ballot", ("35 al.2",), between=_two_highest(count))
    return _of_equals(count)


def _two_highest(count: PersonsBallot) -> tuple[str, ...]:
    """Who goes on to the second ballot; of those equal for the last place the youngest (art. 35 al.3)."""
    ranked = sorted(count.ballots, key=lambda name: -count.ballots[name])
    if len(ranked) <= 2:
        return tuple(ranked)
    least = count.ballots[ranked[1]]
    sure = [name for name in ranked if count.ballots[name] > least]
    equal = [name for name in ranked if count.ballots[name] == least]
    open_places = 2 - len(sure)
    if len(equal) > open_places:
        equal = [name for name in equal if name in count.youngest][:open_places]
    return (*sure, *equal)


def _of_equals(count: PersonsBallot) -> Ruling:
    """The second ballot: the most votes, and of equal ones the youngest (art. 35 al.4)."""
    most = max(count.ballots.values())
    best = [name for name, votes in count.ballots.items() if votes == most]
    if len(best) == 1:
        return BodyRuling("elected", ("35",), best[0])
    chosen = [name for name in best if name in count.youngest]
    if len(chosen) == 1:
        return BodyRuling("elected", ("35 al.4",), chosen[0], by="youngest")
    return BodyRuling("youngest", ("35 al.4",))


def flemish_grounds(count: Count | PersonCount, ruling: Ruling) -> Explanation:
    """Why, in figures: presence, the votes cast, and what a tie means here."""
    figures: dict[str, object] = {"present": getattr(count, "present", 0), "needed": quorum(count.sitting)}
    if isinstance(count, PersonCount):
        best = max(count.ballots.values(), default=0)
        cast = sum(count.ballots.values()) + count.against
        return ruling.outcome, {**figures, "cast": cast, "best": best, "name": ruling.elected}
    figures |= {"votes_for": count.for_, "votes_against": count.against, "n": count.for_ + count.against}
    if isinstance(ruling, BodyRuling) and ruling.tie:
        return "tie_rejected", figures
    return ruling.outcome, figures


def _never_closed_in_flanders(title: str) -> bool:
    """Art. 28: policy reports (plan, budget, accounts) are always dealt with in public."""
    return bool(_POLICY.search(without_accents(title)))


def _secret_in_flanders(title: str) -> bool:
    """Art. 34 al. 2: lapse of a mandate, posts and representations, individual staff matters."""
    return bool(_SECRET.search(without_accents(title)))


FLANDERS = Profile(
    kind="municipal_council_be",
    act="DLB",
    identity="NIS",
    every_item=True,
    doors=Share(2, 3, of="present"),
    oral=Share(1, 3, of="present"),
    urgent=Share(2, 3, of="present"),
    chair_member=True,
    chair_last=True,
    executive_votes=True,
    abstention="option",
    private_life="chair",
    names_required=True,
    recusal=always_debate,
    never_closed=_never_closed_in_flanders,
    ratifies_in_vain=lambda title, day: never(title),
    about_persons=_secret_in_flanders,
    tally=flemish_tally,
    tally_persons=flemish_ballot,
    grounds=flemish_grounds,
    closed_bar="28",
    waived="26 al.2",
    second_tie="",
    seats=Seats(table=_SEATS, most=55),
    titled=re.compile(r"\bgemeenteraad"),
    drafts=(
        UncertainLaw("flanders_text"),
        UncertainLaw("flanders_recused"),
        UncertainLaw("flanders_blank"),
        UncertainLaw("flanders_zero"),
    ),
)
