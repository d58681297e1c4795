"""The law of the other bodies: the vectors that were drawn up from the acts, and rules walked over every small body.

The municipal council's own engine has its tests in `test_voting`; here it only must not have changed.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.law import voting
from livecouncil.core.law.bodies import KINDS, PROFILES, BodyRuling, MatterVote, PersonsBallot, Profile
from livecouncil.core.law.bodies.profile import AskedShare, Share
from livecouncil.core.law.bodies.reported import as_reported

VECTORS = Path(__file__).parents[4] / "shared" / "data" / "bodies_vectors.json"
TODAY = date(2026, 11, 1)
TITLES = {
    "appointment of a gedeputeerde": "Benoeming van een gedeputeerde",
    "waterschapsbelasting": "Belastingverordening waterschap",
    "recommendation for the appointment of the chair": "Aanbeveling voor de benoeming van de dijkgraaf",
    "budget": "Vaststelling begroting 2027",
    "eilandsverordening": "Eilandsverordening afvalstoffen",
    "designation of a representative in a legal person": "Aanduiding vertegenwoordiger in de intercommunale",
    "individual staff matter": "Tuchtzaak van een personeelslid",
}
"""How a vector's topic stands on an agenda."""


def vectors() -> list[Any]:
    if not VECTORS.exists():
        return [pytest.param("", {}, marks=pytest.mark.skip(reason=f"{VECTORS} is not here"))]
    bodies = json.loads(VECTORS.read_text(encoding="utf-8"))["vectors"]
    return [pytest.param(body, one, id=one["id"]) for body, rows in bodies.items() for one in rows]


def profile_of(body: str, vector: dict[str, Any]) -> Profile:
    if vector["id"].startswith("vr-"):
        return PROFILES["safety_region"]
    return PROFILES[body]


@pytest.mark.parametrize(("body", "vector"), vectors())
def test_each_vector(body: str, vector: dict[str, Any]) -> None:
    profile = profile_of(body, vector)
    assert {**vector["out"], **ASKED[vector["kind"]](profile, vector["in"])} == vector["out"]


def _matter(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    if given.get("votes") == "asked":
        return {"refused": not profile.decides}
    if not given.get("vote_asked", True):
        return {}
    weighted = given.get("weighted")
    weights = (sum(given["votes_for"].values()), sum(given["votes_against"].values())) if weighted else None
    votes_for = len(given["votes_for"]) if weighted else given["for"]
    votes_against = len(given["votes_against"]) if weighted else given["against"]
    seats = given.get("seats", given.get("members", votes_for + votes_against))
    count = MatterVote(
        seats,
        given.get("sitting", seats),
        given.get("recused", 0),
        votes_for,
        votes_against,
        given.get("earlier"),
        given.get("second_convocation", False),
        given.get("vacancy_counts", True),
        present=given.get("present", 0),
        abstained=given.get("abstain", 0),
        tie_rule=given.get("tie_rule", "as_council"),
        chair_vote=given.get("chair_vote"),
        weights=weights,
        needed=_asked(given["qualified"]) if "qualified" in given else None,
    )
    assert voting.impossible(count) is None
    ruling = profile.tally(count)
    answer: dict[str, Any] = {"outcome": ruling.outcome}
    if isinstance(ruling, BodyRuling) and ruling.tie:
        answer["tie"] = True
    if isinstance(ruling, BodyRuling) and ruling.by:
        answer["by"] = ruling.by
    if given.get("abstain") and profile.abstention == "defect":
        answer["warn"] = "abstained"
    return answer


def _asked(share: str) -> AskedShare:
    part, whole = map(int, share.split("/"))
    return AskedShare(part, whole)


def _persons(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    count = PersonsBallot(
        given["seats"],
        given["sitting"],
        given["recused"],
        given["ballots"],
        blank=given.get("blank", given.get("abstain", 0)),
        restricted=given.get("restricted", False),
        round=given.get("round", 1),
        blank_counts=given.get("blank_counts", False),
        present=given["present"],
        youngest=tuple(given.get("youngest_of", ())),
    )
    ruling = profile.tally_persons(count)
    answer: dict[str, Any] = {"outcome": ruling.outcome}
    if ruling.elected:
        answer["who"] = ruling.elected
    if isinstance(ruling, BodyRuling) and ruling.between:
        answer["between"] = sorted(ruling.between)
    if isinstance(ruling, BodyRuling) and ruling.by:
        answer["by"] = ruling.by
    if "office" in given:
        answer["secret"] = profile.about_persons(f"Benoeming lid {given['office']}")
    return answer


def _opening(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    enough = given["present"] >= profile.quorum(int(given.get("sitting", given.get("members", 0))))
    if profile.every_item:
        return {"may_deliberate": enough, "may_decide": enough}
    return {"may_open": enough}


def _doors(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    if "chair" in given:
        return {"closed": not profile.chair_may_reopen}
    if "subject" in given:
        return {"doors_close": True, "by": profile.private_life}
    asking = int(given.get("asking", given.get("for_closing", 0)))
    closes = profile.doors.reached(asking, given[profile.doors.of])
    answer = {"doors_close": closes}
    if closes and profile.kind != "municipal_council_be":
        answer["secret_by_law"] = profile.secret_by_law
    return answer


def _recusal(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    if "decision" in given or "designated" in given["reason"]:
        return {"debate": True, "vote": True}  # what art. 28.5 and 27 §1 al.2 except is for the clerk to know
    return {"debate": profile.recusal(TODAY) != "debate", "vote": False}


def _who_votes(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    who = given["who"]
    if "outside" in who:
        return {"votes": False}  # such a one is no member: an official, who never votes
    if "(chair)" in who:
        return {"votes": profile.chair_member, "casting_vote": False}
    return {"votes": profile.executive_votes}


def _form(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    if "subject" in given:
        return {"secret": profile.about_persons(TITLES[given["subject"]])}
    assert profile.oral
    return {"oral": profile.oral.reached(given["asking_oral"], given["present"])}


def _urgent(profile: Profile, given: dict[str, Any]) -> dict[str, Any]:
    assert profile.urgent
    return {"on_agenda": profile.urgent.reached(given["for"], given["present"])}


ASKED: dict[str, Callable[[Profile, dict[str, Any]], dict[str, Any]]] = {
    "matter": _matter,
    "persons": _persons,
    "opening": _opening,
    "doors": _doors,
    "recusal": _recusal,
    "who_votes": _who_votes,
    "form": _form,
    "urgent_item": _urgent,
    "closed_bar": lambda profile, given: {"closed_allowed": not profile.never_closed(TITLES[given["topic"]])},
    "closed_decision": lambda profile, given: {
        "decide_closed": not profile.never_decided_closed(TITLES[given["topic"]])
    },
    "minutes": lambda profile, given: {"votes_by_name": "required" if profile.names_required else "local"},
    "secrecy": lambda profile, given: {"may_lift": list(profile.lifts), "after_given_to_council": ["council"]},
    "publish": lambda profile, given: {"when": "at once after adoption"} if profile.list_at_once else {"when": "later"},
}


def test_every_kind_has_its_profile() -> None:
    assert set(PROFILES) == set(KINDS)
    assert all(profile.kind == kind for kind, profile in PROFILES.items())


def every_small_count() -> list[MatterVote]:
    found = []
    for sitting, recused in itertools.product((5, 6, 7), (0, 1)):
        for votes_for, votes_against in itertools.product(range(8), repeat=2):
            for earlier in (None, "tie", "invalid"):
                present = min(sitting, votes_for + votes_against + recused)
                count = MatterVote(7, sitting, recused, votes_for, votes_against, earlier, present=present)
                if voting.impossible(count) is None:
                    found.append(count)
    return found


@pytest.mark.parametrize("kind", ["council", "provincial_council", "water_board", "island_council", "other"])
def test_who_follows_the_municipal_council_comes_to_the_same_outcome(kind: str) -> None:
    for count in every_small_count():
        assert PROFILES[kind].tally(count).outcome == voting.tally(count).outcome


def test_a_province_cites_the_same_articles_and_the_islands_the_next() -> None:
    for count in every_small_count():
        ours = voting.tally(count).articles
        assert PROFILES["provincial_council"].tally(count).articles == ours
        moved = PROFILES["island_council"].tally(count).articles
        assert [
            int(there.split(".")[0]) - int(here.split(".")[0]) for here, there in zip(ours, moved, strict=True)
        ] == [1] * len(ours)


def test_in_flanders_more_for_than_against_decides_and_nothing_is_ever_postponed() -> None:
    for count in every_small_count():
        ruling = PROFILES["municipal_council_be"].tally(count)
        if 2 * count.present <= count.sitting:
            assert ruling.outcome == "no_quorum"
        else:
            assert ruling.outcome == ("adopted" if count.for_ > count.against else "rejected")


def test_a_water_board_without_a_rule_for_ties_rejects_them() -> None:
    tie = MatterVote(25, 25, 0, 11, 11, tie_rule="rejected")
    ruling = PROFILES["water_board"].tally(tie)
    assert (ruling.outcome, ruling.articles) == ("rejected", ("38c.1",))
    assert PROFILES["water_board"].grounds(tie, ruling)[0] == "tie_rejected"


@pytest.mark.parametrize(
    ("weights", "present", "earlier", "outcome"),
    [
        ((4, 3), 10, None, "adopted"),
        ((3, 4), 10, None, "rejected"),
        ((4, 4), 9, None, "tied_postponed"),
        ((4, 4), 10, None, "tied_not_adopted"),
        ((4, 4), 9, "tie", "tied_not_adopted"),
        ((4, 3), 5, None, "invalid"),
    ],
)
def test_in_a_joint_body_weights_decide_and_persons_make_it_valid(
    weights: tuple[int, int], present: int, earlier: Any, outcome: str
) -> None:
    """Whatever the persons were: two for and three against may carry as many votes."""
    vote = MatterVote(10, 10, 0, 2, 3, earlier, present=present, weights=weights)
    assert PROFILES["joint_body"].tally(vote).outcome == outcome


def test_two_thirds_of_those_present_and_no_fraction_of_a_member() -> None:
    urgent = PROFILES["municipal_council_be"].urgent
    assert urgent
    for present in range(1, 56):
        needed = urgent.needed(present)
        assert urgent.reached(needed, present) and not urgent.reached(needed - 1, present)


def test_a_second_tie_of_a_water_board_is_known_as_such() -> None:
    profile = PROFILES["water_board"]
    first = profile.tally(MatterVote(25, 25, 0, 10, 10))
    again = profile.tally(MatterVote(25, 25, 0, 10, 10, earlier="tie"))
    assert profile.second_tie not in first.articles
    assert profile.second_tie in again.articles
    assert profile.grounds(MatterVote(25, 25, 0, 10, 10, earlier="tie"), again)[0] == "second_tie"


def test_of_equal_ones_nobody_goes_on_unless_it_is_known_who_is_the_youngest() -> None:
    profile = PROFILES["municipal_council_be"]
    ruling = profile.tally_persons(PersonsBallot(25, 25, 0, {"a": 10, "b": 7, "c": 7}, present=25))
    assert isinstance(ruling, BodyRuling)
    assert ruling.between == ("a",)
    second = profile.tally_persons(PersonsBallot(25, 25, 0, {"a": 12, "b": 12}, round=2, present=25))
    assert second.outcome == "youngest"


def test_nobody_in_a_second_round_is_no_choice() -> None:
    ruling = PROFILES["municipal_council_be"].tally_persons(
        PersonsBallot(25, 25, 0, {"a": 0, "b": 0}, round=2, present=25)
    )
    assert ruling.outcome == "new_ballot"


@pytest.mark.parametrize(
    ("kind", "seats"),
    [("provincial_council", 43), ("water_board", 30), ("municipal_council_be", 25), ("island_council", 9)],
)
def test_seats_that_can_be(kind: str, seats: int) -> None:
    assert PROFILES[kind].seats.possible(seats)
    assert not PROFILES[kind].seats.possible(60)


@pytest.mark.parametrize(
    ("kind", "inhabitants", "seats"),
    [
        ("council", 3_000, 9),
        ("provincial_council", 400_000, 39),
        ("provincial_council", 400_001, 41),
        ("provincial_council", 3_000_000, 55),
        ("municipal_council_be", 999, 7),
        ("municipal_council_be", 1_000, 9),
        ("municipal_council_be", 300_000, 55),
        ("water_board", 500_000, None),
    ],
)
def test_seats_by_inhabitants(kind: str, inhabitants: int, seats: int | None) -> None:
    assert PROFILES[kind].seats.of(inhabitants) == seats


def test_a_share_is_reached_at_the_share_itself() -> None:
    fifth = Share(1, 5, of="signed")
    assert not fifth.reached(2, 11)
    assert fifth.reached(3, 11)
    assert fifth.reached(2, 10)


def test_an_island_counts_as_a_municipality_and_names_its_own_articles() -> None:
    island = PROFILES["island_council"]
    municipal = PROFILES["council"]
    vote = MatterVote(seats=9, sitting=8, recused=0, for_=4, against=4, present=8)
    ruling, there = island.tally(vote), municipal.tally(vote)
    assert ruling.outcome == there.outcome
    assert ruling.articles == tuple(one_further(article) for article in there.articles)
    assert island.grounds(vote, ruling) == municipal.grounds(vote, there)
    ballot = PersonsBallot(seats=9, sitting=8, recused=0, ballots={"Alders": 5, "Bakker": 3}, present=8)
    elected, same = island.tally_persons(ballot), municipal.tally_persons(ballot)
    assert (elected.outcome, elected.elected) == (same.outcome, same.elected) == ("elected", "Alders")
    assert elected.articles == tuple(one_further(article) for article in same.articles)


def one_further(article: str) -> str:
    number, dot, paragraph = article.partition(".")
    return f"{int(number) + 1}{dot}{paragraph}"


def test_a_reporter_says_what_the_figures_say_and_names_no_article() -> None:
    seen = as_reported(PROFILES["council"])
    for votes_for, against, outcome in ((5, 3, "adopted"), (3, 5, "rejected"), (4, 4, "tied"), (0, 0, "rejected")):
        vote = MatterVote(seats=9, sitting=9, recused=0, for_=votes_for, against=against)
        ruling = seen.tally(vote)
        assert (ruling.outcome, ruling.articles) == (outcome, ())
        assert seen.grounds(vote, ruling) == ("as_reported", {"votes_for": votes_for, "votes_against": against})
    most = PersonsBallot(seats=9, sitting=9, recused=0, ballots={"Alders": 5, "Bakker": 4})
    half = PersonsBallot(seats=9, sitting=9, recused=0, ballots={"Alders": 4, "Bakker": 4})
    assert (seen.tally_persons(most).outcome, seen.tally_persons(most).elected) == ("elected", "Alders")
    assert seen.tally_persons(half).outcome == "new_ballot"
    assert seen.grounds(most, seen.tally_persons(most)) == ("ballot_as_reported", {})
    assert seen.quorum(9) == 0 and not seen.never_closed("Begroting 2027") and seen.drafts == ()
