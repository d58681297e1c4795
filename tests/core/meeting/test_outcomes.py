"""What an outcome is called by what was decided and by who voted; and what was never named."""

from __future__ import annotations

import json
from typing import Any

import pytest

from livecouncil.core.council.agenda import Item
from livecouncil.core.law.voting import Count, PersonCount, grounds, tally, tally_persons
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import confirmed, is_agenda, is_list, not_voting, unanimous
from livecouncil.core.meeting.references import Mentioned

from .evening import START


def item(title: str, kind: str) -> Item:
    return Item.model_validate({"number": "1", "title": title, "kind": kind})


@pytest.mark.parametrize(
    ("title", "kind", "agenda", "listed", "noted", "adopted"),
    [
        ("Vaststelling agenda", "procedural", True, True, True, True),
        ("Besluitenlijst 12 maart", "information", False, True, True, True),
        ("Vaststellen notulen", "proposal", False, True, True, True),
        ("Opening", "procedural", False, False, False, True),
        ("Verordening op de notulen", "proposal", False, False, False, False),
    ],
)
def test_an_agenda_and_a_list_are_confirmed(
    title: str, kind: str, agenda: bool, listed: bool, noted: bool, adopted: bool
) -> None:
    it = item(title, kind)
    assert (is_agenda(it), is_list(it)) == (agenda, listed)
    assert (confirmed(it, "noted"), confirmed(it, "adopted")) == (noted, adopted)


def test_a_motion_is_never_confirmed() -> None:
    assert not confirmed(None, "adopted") and not is_agenda(None)


def test_unanimous_is_only_what_everybody_present_voted_for() -> None:
    voters = ("Alders", "Bakker")
    all_for = ev.Vote.model_validate({"for": 2, "against": 0, "voters": voters})
    one_less = ev.Vote.model_validate({"for": 1, "against": 0, "voters": voters})
    named = {"Alders": "for", "Bakker": "abstained"}
    abstained = ev.Vote.model_validate({"for": 1, "against": 0, "voters": voters, "options": named})
    assert unanimous(all_for) and not unanimous(one_less) and not unanimous(abstained) and not unanimous(None)
    assert (not_voting(one_less), not_voting(abstained)) == (1, 1)


def test_the_grounds_of_an_invalid_ballot_and_of_a_vote_nobody_cast() -> None:
    papers = PersonCount(seats=9, sitting=9, recused=0, ballots={"Braas": 2})
    key, figures = grounds(papers, tally_persons(papers))
    assert (key, figures["n"], figures["entitled"]) == ("person_invalid", 2, 9)
    nobody = Count(seats=9, sitting=9, recused=0, for_=0, against=0, second_convocation=True)
    assert grounds(nobody, tally(nobody))[0] == "nobody"


def taken(*events: ev.Base) -> list[bool]:
    """Of each event whether it speaks of something that is not there."""
    mentioned = Mentioned()
    snapshot: dict[str, Any] = {"items": [{"number": "1", "carried": [{"object": "m1"}]}]}
    mentioned.take(ev.Snapshot(at=START, seq=1, program="", agenda=snapshot, council={}))
    return [mentioned.take(event.model_copy(update={"seq": seq})) is not None for seq, event in enumerate(events, 2)]


def test_what_nobody_ever_named_is_found() -> None:
    added = ev.ItemAdded(at=START, item="4", title="Zwembad")
    assert taken(ev.ItemStarted(at=START, item="4"), added, ev.ItemStarted(at=START, item="4")) == [True, False, False]
    assert taken(ev.Retitled(at=START, object="m1", title="Een"), ev.VoteCalled(at=START, object="m9")) == [False, True]
    assert taken(ev.Recalled(at=START, of=1), ev.Recalled(at=START, of=9)) == [False, True]


@pytest.mark.parametrize(("text", "known"), [("geen json", False), ("[]", False), ('{"2": {}}', False)])
def test_titles_of_closed_items_may_be_damaged(text: str, known: bool) -> None:
    note = ev.Note(at=START, kind="closed_titles", text=text)
    assert taken(note, ev.VoteCalled(at=START, object="m7")) == [False, not known]


def test_objects_of_closed_items_are_named_in_private() -> None:
    note = ev.Note(at=START, kind="closed_titles", text=json.dumps({"2": {"carried": [{"object": "m7"}]}}))
    assert taken(note, ev.VoteCalled(at=START, object="m7")) == [False, False]


def test_behind_a_line_that_is_gone_anything_may_have_been_named() -> None:
    gone = ev.Sealed(at=START, commitment="")
    assert taken(gone, ev.VoteCalled(at=START, object="m9"), ev.Recalled(at=START, of=9)) == [False, False, True]
