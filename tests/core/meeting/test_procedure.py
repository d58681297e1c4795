"""The rules of order and the chain of decisions, through the session every shell uses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from livecouncil.core.meeting import events as ev
from livecouncil.publishing.folder import record_of
from livecouncil.sitting.answers import Answer, Kind
from livecouncil.sitting.session import Session

Sit = Callable[..., Session]


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Open a meeting of a council of 9 (X 4, Y 3, Z 2), with its rules of order and item 2's own keys as given."""
    opened: list[Session] = []

    def start(procedure: dict[str, Any] | None = None, language: str = "nl", **item: Any) -> Session:
        groups = {"Xanten": 4, "Yers": 3, "Zuid": 2}
        names = ["Adema", "Bakker", "Cats", "Dijk", "Eising", "Faber", "Geel", "Haan", "Idsinga"]
        of = [g for g, n in groups.items() for _ in range(n)]
        council = {
            "council": {"municipality": "Proef", "seats": 9, "hashtag": "RaadProef", "language": language},
            "release": {"hold": {"wall": 0, "feed": 0, "networks": 0}},
            "groups": [{"name": g} for g in groups],
            "members": [
                {"name": f"mevrouw {n}", "group": g, "number": i}
                for i, (n, g) in enumerate(zip(names, of, strict=True), 1)
            ],
            "officials": [{"name": "burgemeester Post", "role": "burgemeester"}],
            "procedure": procedure or {},
        }
        meeting = 'start = 2026-03-12T19:30:00+01:00\ntitle = "Proef"\nchair = "burgemeester Post"\n'
        items = [
            {"number": "1", "title": "Opening", "kind": "procedural"},
            {"number": "2", "title": "Woonvisie", **item},
            {"number": "3", "title": "Benoeming van een lid"},
            {"number": "4", "title": "Begroting"},
        ]
        folder = tmp_path / str(len(opened))
        (folder / "agendas").mkdir(parents=True)
        (folder / "council.toml").write_text(tomli_w.dumps(council))
        path = folder / "agendas" / "2026-03-12-proef.toml"
        path.write_text(tomli_w.dumps({"items": items}) + f"\n[meeting]\n{meeting}")
        session = Session.open(folder, path, hold=0)
        opened.append(session)
        say(session, "open", "n2")
        return session

    yield start
    for session in opened:
        session.close()


def say(session: Session, *lines: str) -> Answer:
    """Enter lines that must be understood; the last answer."""
    answer = Answer(Kind.NOTED)
    for line in lines:
        answer = session.enter(line, line_mode=True)
        assert not answer.refused, f"{line}: {answer.text}"
    return answer


def refused(session: Session, line: str) -> str:
    answer = session.enter(line, line_mode=True)
    assert answer.refused, answer.text
    return answer.text


def outcome(session: Session, target: str) -> str | None:
    return session.desk.state.outcome(target)


def warned(answer: Answer) -> str:
    return " ".join(answer.warnings)


def test_an_amendment_that_ties_leaves_the_main_vote_waiting(sit: Sit) -> None:
    s = sit()
    say(s, "af idsinga", "a1 i y: Meer huur")
    assert "art. 32, vierde lid" in warned(say(s, "a1v xanten ="))
    assert outcome(s, "a1") == "tied_postponed"
    for line in ("v =", "u =", "2-6 =", "r vvvvvvvv =", "accl =", "h =", "st"):
        assert "wacht" in refused(s, line), line
    say(s, "p =")
    assert outcome(s, "2") == "held_over"


def test_a_tied_amendment_that_is_withdrawn_frees_the_main_vote(sit: Sit) -> None:
    s = sit()
    say(s, "af idsinga", "a1 i y: Meer huur", "a1v xanten =", "a1x", "u =")
    assert outcome(s, "2") == "adopted"


def test_a_tied_subamendment_leaves_amendment_and_proposal_waiting(sit: Sit) -> None:
    s = sit()
    say(s, "af idsinga", "a1 i y: Meer huur", "s1 i z: Nog meer", "s1v xanten =")
    assert s.desk.state.objects["s1"].parent == "a1"
    assert "wacht" in refused(s, "a1u =") and "wacht" in refused(s, "u =")


def test_what_is_adopted_after_an_adopted_part_is_adopted_as_amended(sit: Sit) -> None:
    s = sit()
    say(s, "a1 i y: Meer huur", "s1 i z a1: Nog meer", "s1u =", "a1v zuid =", "v yers =")
    assert outcome(s, "a1") == "adopted_amended"
    assert outcome(s, "2") == "adopted_amended"
    decision = s.desk.state.last_decision("2")
    assert decision is not None
    assert s.desk.saying.sentence(decision).startswith(
        "Het voorstel bij punt 2 ‘Woonvisie’ is gewijzigd vastgesteld. Voor 6"
    )


def test_an_amended_proposal_adopted_without_a_vote_says_both(sit: Sit) -> None:
    s = sit()
    say(s, "a1 i y: Meer huur", "a1u =")
    assert "apart" in refused(s, "h 2-3 =")
    assert "is zonder stemming gewijzigd vastgesteld" in say(s, "h =").text
    assert outcome(s, "2") == "adopted_amended"


def test_a_vote_out_of_order_is_warned_about_and_taken(sit: Sit) -> None:
    s = sit()
    say(s, "a1 i y: Meer huur", "s1 i z a1: Nog meer", "m1 i x: Later")
    assert "S1" in warned(say(s, "a1u =")) and "S1" in warned(say(s, "u ="))
    assert outcome(s, "2") == "adopted_amended"
    assert not warned(say(s, "s1x"))
    assert not warned(say(s, "m1u ="))


def test_the_council_may_put_motions_first(sit: Sit) -> None:
    s = sit({"vote_order": ["motion", "subamendment", "amendment", "proposal"]})
    say(s, "m1 i x: Later")
    assert "M1" in warned(say(s, "u ="))
    s = sit()
    say(s, "n4", "m2 i x: Eerder")
    assert "4" in warned(say(s, "m2u ="))


def test_a_vote_redone_after_an_invalid_one_is_the_second_vote_and_needs_the_same_number(sit: Sit) -> None:
    s = sit()
    say(s, "m1 i x: Later")
    answer = say(s, "nd adema m1: belang", "af ba ca di ei", "af fa")
    assert "Geen quorum" in warned(answer)
    answer = say(s, "m1v =")
    assert outcome(s, "m1") == "invalid" and "art. 29" in warned(answer)
    say(s, "aan ba ca di", "m1v =")
    assert outcome(s, "m1") == "adopted"
    assert "(tweede stemming)" in s.desk.saying.sentence(s.desk.state.last_decision("m1"))  # type: ignore[arg-type]


def test_after_an_invalid_vote_in_an_earlier_meeting_the_number_is_not_asked(sit: Sit) -> None:
    s = sit(earlier="invalid")
    answer = say(s, "af bakker cats dijk eising faber", "v =")
    assert outcome(s, "2") == "adopted" and "art. 29, tweede lid" in warned(answer)
    vote = s.desk.state.last_decision("2")
    assert isinstance(vote, ev.Decided) and vote.articles == ("29.2", "30.1")


def test_a_second_tie_is_not_adopted_and_says_so_without_calling_the_meeting_full(sit: Sit) -> None:
    s = sit(earlier="tie")
    answer = say(s, "af idsinga", "v xanten =")
    assert outcome(s, "2") == "tied_not_adopted" and "art. 32, vijfde lid" in warned(answer)
    assert "staakten opnieuw (4 voor, 4 tegen)" in answer.text and "voltallig" not in answer.text


def test_a_carried_amendment_comes_back_with_its_first_tie(sit: Sit) -> None:
    s = sit(carried=[{"object": "a1", "title": "Meer huur", "movers": ["Yers"], "earlier": "tie"}])
    say(s, "af idsinga", "a1v xanten =")
    assert outcome(s, "a1") == "tied_not_adopted"
    say(s, "u =")
    assert outcome(s, "2") == "adopted"


def test_abstaining_without_a_reason_is_warned_about_and_stands_in_the_record(sit: Sit) -> None:
    s = sit()
    assert "vormgebrek" in warned(say(s, "v yers ~haan 5-3 ="))
    vote = next(v for v in record_of(s.journal.events).decisions.items[1].votes if v.motion == "2")
    assert vote.votes is not None
    assert {v.member: v.option for v in vote.votes}["mevrouw Haan"] == "abstained"
    assert (vote.for_, vote.against, len(vote.votes)) == (5, 3, 9)
    assert "‘~’" in refused(s, "af ~cats")


def test_too_few_votes_refuse_the_first_hammer(sit: Sit) -> None:
    s = sit()
    assert "8 stemmen bij 9" in refused(s, "5-3 =")
    assert say(s, "=").kind is Kind.RELEASED and outcome(s, "2") == "adopted"


def test_a_roll_call_cannot_close_with_a_gap_or_an_abstention(sit: Sit) -> None:
    s = sit()
    assert "9 nodig" in refused(s, "r vvvvvvvv =")
    refused(s, "r vvvvvvvv~ =")
    assert "geen nummer geloot" in warned(say(s, "r vvvvvvvvv ="))


def test_the_lot_may_be_wanted_before_every_vote(sit: Sit) -> None:
    s = sit({"start_number": "always"})
    assert "geloot" in warned(say(s, "u ="))
    s = sit({"start_number": "always"})
    say(s, "n4", "loot 3")
    assert not warned(say(s, "u ="))


@pytest.mark.parametrize(("setting", "first", "second"), [("before", False, True), ("after", True, False)])
def test_an_explanation_of_vote_has_its_place(sit: Sit, setting: str, first: bool, second: bool) -> None:
    s = sit({"explanation": setting})
    assert bool(warned(say(s, "sv cats"))) is first
    say(s, "u =")
    assert bool(warned(say(s, "sv cats"))) is second


def test_recusal_from_the_debate_covers_every_vote_on_the_item(sit: Sit) -> None:
    s = sit({"recusal": "debate"})
    say(s, "m1 i x: Later")
    assert "5 zijn nodig" in warned(say(s, "nd cats: makelaar"))
    assert "art. 28" in warned(say(s, "cats"))
    assert "art. 28" in refused(s, "m1v cats")
    say(s, "m1u =", "u =", "n4", "u =")
    votes = {k: s.desk.state.last_decision(k) for k in ("m1", "2", "4")}
    assert [v.vote.for_ for v in votes.values() if isinstance(v, ev.Decided) and v.vote] == [8, 8, 9]


def test_recusal_from_the_vote_is_for_that_vote_alone(sit: Sit) -> None:
    s = sit({"recusal": "vote"})
    say(s, "m1 i x: Later", "nd cats m1")
    assert not warned(say(s, "cats"))
    say(s, "m1u =", "u =")
    assert s.desk.state.last_decision("2").vote.for_ == 9  # type: ignore[union-attr]


def test_a_nominee_who_would_vote_is_named(sit: Sit) -> None:
    s = sit()
    say(s, "n3")
    assert "nd cats" in warned(say(s, "pers Lid: cats 5 haan 4 voordracht"))
    assert "nd" not in warned(say(s, "pers Lid: cats 9"))


def test_a_lot_follows_two_ties_and_only_where_the_choice_is_limited(sit: Sit) -> None:
    s = sit()
    say(s, "n3", "nd adema", "pers Lid: jansen 4 smit 4 voordracht =")
    answer = say(s, "pers Lid: jansen 4 smit 4 =")
    assert "het lot" in warned(answer)
    assert "jansen" in say(s, "pers Lid: jansen =").text.casefold()
    say(s, "pers Ander: jansen 4 smit 4 =", "pers Ander: jansen 4 smit 4 =")
    last = s.desk.state.last_decision("pers:ander")
    assert isinstance(last, ev.Ballot) and last.outcome == "new_ballot"


def test_a_mistaken_vote_changes_no_result_and_a_correction_has_its_own_moment(sit: Sit) -> None:
    s = sit()
    say(s, "m1 i x: Later", "m1v yers =", "af z")
    say(s, "vg cats m1")
    assert s.desk.state.last_decision("m1").vote.for_ == 6  # type: ignore[union-attr]
    say(s, "c m1v xanten =")
    vote = s.desk.state.last_decision("m1").vote  # type: ignore[union-attr]
    assert (vote.for_, vote.against) == (5, 4) and vote.options["mevrouw Idsinga"] == "for"
    record = record_of(s.journal.events).decisions.items[1].votes[0]
    assert record.mistakes == ("mevrouw Cats",) and record.corrected


def test_closing_the_doors_on_the_budget_is_warned_about(sit: Sit) -> None:
    s = sit()
    say(s, "n4")
    assert "Artikel 24" in warned(s.enter("besloten"))


OUTCOMES: dict[str, tuple[tuple[str, ...], str]] = {
    "adopted": (("v yers =",), "2"),
    "unanimous": (("u =",), "2"),
    "rejected": (("t zuid =",), "2"),
    "totals": (("6-3 =",), "2"),
    "amended": (("a1 i y: A", "a1u =", "v yers ="), "2"),
    "amended_without": (("a1 i y: A", "a1u =", "h ="), "2"),
    "without": (("h =",), "2"),
    "acclaimed": (("accl =",), "2"),
    "tied": (("af idsinga", "v xanten ="), "2"),
    "tied_full": (("nd idsinga", "v xanten ="), "2"),
    "invalid": (("af ba ca di ei fa", "v ="), "2"),
    "withdrawn": (("m1 i x: M", "m1x"), "m1"),
    "held": (("p =",), "2"),
    "noted": (("k =",), "2"),
    "elected": (("n3", "pers Lid: j 9 ="), "pers:lid"),
    "second": (("n3", "nd adema", "pers Lid: j 4 s 4 voordracht ="), "pers:lid"),
    "new": (("n3", "pers Lid: j 4 s 3 d 2 ="), "pers:lid"),
    "removed": (("-4 =",), ""),
}


@pytest.mark.parametrize("language", ["nl", "fy", "en"])
@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_has_its_own_sentence_in_three_languages(sit: Sit, name: str, language: str) -> None:
    lines, target = OUTCOMES[name]
    s = sit(language=language)
    answer = say(s, *lines)
    assert "{" not in answer.text and "sentence." not in answer.text and "warning." not in warned(answer)
    fact = s.desk.state.last_decision(target)
    if isinstance(fact, ev.Decided) and fact.vote and name != "invalid":
        assert f"{fact.vote.for_}" in answer.text and f"{fact.vote.against}" in answer.text
    public = record_of(s.journal.events).feed.entries[-1].texts[language]
    assert public == answer.text
