"""What is said of a vote, an outcome and who took part is true, and the same wherever it stands."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import unanimous
from livecouncil.core.telling.ladder import LADDER, fitted, ladder
from livecouncil.core.telling.sentences import beside
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling
from livecouncil.core.text import length
from livecouncil.sitting.session import Session
from livecouncil.wording import LANGUAGES, Wording
from tests.conftest import ROOT, Clock, tried
from tests.evenings.lists import SAID, confirming, listing
from tests.evenings.sitting import MEMBERS, play, write

OPEN = "@19:30 open\nn4\n"
WORDS = {language: Wording.load(language) for language in LANGUAGES}


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


# -- who did not vote ------------------------------------------------------------------------------------------------


def test_an_abstention_stands_in_the_sentence_and_ends_unanimity_everywhere(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "v ~c =\nm1 i a: Een\nm1v ~c alders =\nsluit")
    assert (
        "Het voorstel bij punt 4 ‘Woonvisie’ is aangenomen. Voor 7: A, B. Tegen 0. Niet gestemd: C (2)."
        in evening.sentences
    )
    assert "Motie M1 ‘Een’ is aangenomen. Voor 6: A (3), B. Tegen 1: A (1). Niet gestemd: C (2)." in evening.sentences
    vote = evening.votes()["4"]
    assert vote["counts"] == [
        {"option": "yes", "value": 7},
        {"option": "no", "value": 0},
        {"option": "abstain", "value": 2},
    ]
    assert "algemene stemmen" not in evening.everything and "Unaniem" not in evening.everything


def test_the_wall_says_what_the_votes_data_says(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "v ~c =")
    wall = evening.record.wall
    assert (wall.outcome_word, wall.for_, wall.against, wall.beside) == ("aangenomen", 7, 0, ("Niet gestemd: C (2).",))
    shown = plain(evening.file("wall.html"))
    assert "Niet gestemd: C (2)." in shown
    assert "Het voorstel bij punt 4 ‘" in shown and "· punt 4" not in shown, "the item is named once"


def test_who_takes_no_part_and_who_left_stand_in_the_sentence(tmp_path: Path) -> None:
    evening = play(
        tmp_path,
        "af ippel\n" + OPEN + "m1 i a: Een\nnd bakker\naf evers\nm1u =\naan evers\nm2 i a: Twee\nm2 5-2 =\nsluit",
    )
    assert (
        "Motie M1 ‘Een’ is met algemene stemmen aangenomen (6 voor, 0 tegen). Niet deelgenomen (art. 28): "
        "Bakker. Afwezig: Evers."
    ) in evening.sentences, "Ippel never came: that was told at the opening"
    assert (
        "Motie M2 ‘Twee’ is aangenomen: 5 voor, 2 tegen. Niet deelgenomen (art. 28): Bakker. Namen volgen."
        in evening.sentences
    )


def test_of_totals_alone_the_number_that_did_not_vote_is_told(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "v 7-0\n=\n=\nsluit".replace("v 7-0", "7-0"))
    assert (
        "Het voorstel bij punt 4 ‘Woonvisie’ is aangenomen: 7 voor, 0 tegen. Niet gestemd: 2. Namen volgen."
        in evening.sentences
    )


def test_a_roll_call_counts_with_the_presence_as_typed(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m1 i a: Een\naf evers\nm1r1 vvvvtttt 4-4 =\nsluit")
    assert [s for s in evening.sentences if "staken" in s and s.endswith("Afwezig: Evers.")] != []


def told(line: str, tmp_path: Path) -> Telling:
    session = Session.open(tmp_path, write(tmp_path), clock=Clock())
    for before in ("open", "n4", "m1 i a: Een", "nd bakker m1", "af evers"):
        session.enter(before, confirmed=True)
    session.enter(line, line_mode=True)
    fact = session.desk.state.last_decision("m1")
    assert fact
    found = tell(session.desk.state, fact, fact)
    session.close()
    assert found
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "line", ["m1v ~c alders =", "m1t ~c alders =", "m1v ~ippel =", "m1v ~c dekens alders cramer ="]
)
def test_every_rung_keeps_the_figures_and_says_who_did_not_vote_as_far_as_it_fits(
    line: str, language: str, tmp_path: Path
) -> None:
    words, said = WORDS[language], told(line, tmp_path)
    rungs = list(ladder(said, words, "https://raad.voorbeeld.example/live/#m1-stemming", "RaadDorp"))
    assert len(beside(said, words)) == 3
    for style, text in zip(LADDER, rungs, strict=True):
        assert re.search(rf"(?<!\d){said.for_}(?!\d).*(?<!\d){said.against}(?!\d)", text), text
        assert words.t("outcome.unanimous", uitslag="").strip() not in text
        for one in beside(said, words, style) if style.apart else ():
            assert one in text, text
    assert len(rungs[-1]) < len(rungs[-2]) and "M1" in rungs[-1]
    for limit in (60, 80, 120, 300):
        shortest = fitted(said, words, partial(length.fits, network="mastodon", limit=limit), "", "RaadDorp")
        assert length.fits(shortest, "mastodon", limit), shortest


PEOPLE = [n.casefold() for n, _ in MEMBERS]
one = st.sampled_from(PEOPLE)
lines = st.lists(
    st.one_of(
        st.builds("af {}".format, one),
        st.builds("aan {}".format, one),
        st.builds("nd {} m1".format, one),
        st.sampled_from(
            ["m1u", "m1v", "m1v ~c", "m1v ~a ~b", "m1t", "m1v b", "4-0", "9-0", "m1 7-0", "m1 9-0", "u", "v ~ippel"]
        ).map("{} =".format),
        st.builds("m1v ~{} =".format, one),
        st.builds("v ~{} {} =".format, one, one),
        st.builds("c m1v ~{} =".format, one),
        st.sampled_from(["besloten", "openbaar", "=", "undo", "c m1u =", "m1x", "n4", "n3", "h =", "k ="]),
    ),
    max_size=14,
)


@settings(max_examples=tried(120), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(["af alders", "9-0 =", "="])
@given(lines)
def test_unanimity_is_never_said_when_somebody_present_and_entitled_did_not_vote_for(
    tmp_path_factory: pytest.TempPathFactory, typed: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("unanimous")
    session = Session.open(folder, write(folder), clock=Clock(), hold=0)
    for line in ("open", "n4", "m1 i a: Een", *typed):
        session.enter(line, confirmed=True, line_mode=True)
    from livecouncil.publishing.folder import record_of

    record = record_of(session.journal.events)
    facts = [f for f in session.desk.state.facts.values() if isinstance(f, ev.Decided) and f.vote]
    held = [f for f in facts if f.vote and f.vote.for_ == len(f.vote.voters)]
    session.close()
    said = [
        t for e in record.feed.entries if e.kind != "correctie" for t in e.texts.values() if "algemene stemmen" in t
    ]
    assert len(said) <= len(held)
    for vote in (v for i in record.decisions.items for v in i.votes):
        options = Counter(m.option for m in vote.votes or ())
        if "algemene stemmen" in vote.outcome_word or vote.unanimous:
            assert not vote.against and not options["abstained"] and not options["against"], vote
    for fact in facts:
        assert fact.vote and unanimous(fact.vote) == (fact.vote.for_ == len(fact.vote.voters) > 0)
    if "algemene stemmen" in record.wall.outcome_word:
        assert record.wall.beside == () or not any("Niet gestemd" in b for b in record.wall.beside)


# -- the tense of the moment -----------------------------------------------------------------------------------------

PAST = ("niet deelgenomen", "nam niet deel", "hat net meidien", "took no part")


def test_before_the_vote_nothing_is_said_of_it_in_the_past(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m5 i b: Minder regels\nnd bakker m5: belang\nm5x\nnd alders\nx =\nsluit")
    assert (
        "Bakker neemt niet deel aan de beraadslaging en de stemming over Motie M5 (artikel 28 Gemeentewet)."
        in evening.sentences
    )
    texts = [evening.everything, evening.pdf(), evening.pdf("transcript.pdf")]
    assert not [p for p in PAST for t in texts if p in t.casefold()]
    assert "Alders" not in plain(evening.file("decisions.html")).split("4 Woonvisie")[1].split("5 Besloten")[0]


def test_after_the_vote_it_is_noted_as_it_was(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m5 i b: Minder regels\nnd bakker m5: belang\nm5u =\nsluit")
    noted = "Bakker heeft niet deelgenomen aan de beraadslaging en de stemming over Motie M5 (artikel 28 Gemeentewet)."
    assert noted in plain(evening.file("decisions.html"))
    assert [s for s in evening.sentences if "Niet deelgenomen (art. 28): Bakker." in s] != []


# -- withdrawing -----------------------------------------------------------------------------------------------------


def test_one_filer_does_not_take_a_motion_from_the_others(tmp_path: Path) -> None:
    evening = play(
        tmp_path, OPEN + "m1 i a b: Een\nm1x b\nm1v c 7-2 =\nm2 i a b: Twee\nm2x a b\nm3 i a b: Drie\nm3x\nsluit"
    )
    assert "‘m1 i- b’" in evening.refusals and "‘m1x’" in evening.refusals
    assert evening.votes()["m1"]["result"] == "adopted"
    assert {o.key: o.outcome for i in evening.record.decisions.items for o in i.objects} == {
        "m1": "adopted",
        "m2": "withdrawn",
        "m3": "withdrawn",
    }


def test_the_line_it_offers_works(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m1 i a hovius: Een\nm1x a\nm1 i- a\nm1x hov\nsluit")
    assert "‘m1 i- a’" in evening.refusals and evening.refusals.count("regel") == 1
    assert [o.outcome for i in evening.record.decisions.items for o in i.objects] == ["withdrawn"]


# -- words of outcomes -----------------------------------------------------------------------------------------------

CODES = re.compile(rf"(?<!\w)({'|'.join(sorted(get_args(ev.Outcome), key=len, reverse=True))})(?!\w)")
TURNS = (
    "v =",
    "t =",
    "u =",
    "v a b =",
    "c v =",
    "c t =",
    "c k =",
    "c x =",
    "c p =",
    "c accl =",
    "c v ~a ~b =",
    "c 4-4 =",
    "=",
    "c h =",
)


@pytest.mark.parametrize("language", ["nl", "fy"])
@pytest.mark.parametrize("target", ["", "m1 "])
@pytest.mark.parametrize("first", TURNS[:4])
def test_no_answer_has_an_outcomes_internal_word(first: str, target: str, language: str, tmp_path: Path) -> None:
    session = Session.open(tmp_path, write(tmp_path, language=language), clock=Clock())
    said = []
    for line in ("open", "n4", "m1 i a: Ien", "a1 i b: Oar", "a1u =", f"{target}{first}", "=", *TURNS):
        typed = line.replace("c ", f"c {target}") if line.startswith("c ") else line
        answer = session.enter(typed, confirmed=True, line_mode=True)
        said += [answer.text, *answer.warnings, session.preview(typed).message]
    session.close()
    changed = [t for t in said if t.startswith(("De uitslag verandert: ", "De útslach feroaret: "))]
    assert changed and not [t for t in said if CODES.search(t)], said


def test_no_warning_or_refusal_is_given_an_outcome_as_a_code() -> None:
    """Whatever is put in a slot from an `.outcome` goes through `NamedOutcome`, which the shell puts into words."""
    found = []
    for path in sorted((ROOT / "livecouncil" / "core").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("Open", "Refusal"):
                continue
            slots = [k.value for k in node.keywords]
            slots += [v for a in node.args if isinstance(a, ast.Dict) for v in a.values]
            for value in slots:
                raw = any(isinstance(x, ast.Attribute) and x.attr == "outcome" for x in ast.walk(value))
                found += [f"{path.name}:{value.lineno}"] if raw else []
    assert found == []


# -- an agenda and lists are confirmed -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["h", "k", "v", "u"])
def test_an_agenda_and_lists_are_confirmed_in_one_wording(verb: str, language: str, tmp_path: Path) -> None:
    evening = play(tmp_path, confirming(verb), listing(language), language=language)
    confirmed = SAID[language]
    decided = [e for e in evening.record.feed.entries if e.outcome]
    assert [e.item for e in decided] == ["1", "2", "3", "4"]
    for entry in decided:
        assert confirmed in entry.texts[language], entry.texts
    assert all(i.outcome_word == confirmed for i in evening.record.decisions.items[:4])


def test_a_proposal_about_an_agenda_or_a_report_is_adopted(tmp_path: Path) -> None:
    items = (
        ("1", "Opening", "procedural"),
        ("2", "Woonagenda 2030", "proposal"),
        ("3", "Jaarverslag 2025", "information"),
        ("4", "Vaststelling bestemmingsplan", "proposal"),
        ("5", "Agenda van de toekomst", "proposal"),
    )
    evening = play(tmp_path, "@19:30 open\nh 2 =\nn3\nk =\nn4\nu =\nh 5 =\nsluit", items)
    assert [i.outcome_word for i in evening.record.decisions.items[1:]] == [
        "zonder stemming aangenomen",
        "voor kennisgeving aangenomen",
        "aangenomen",
        "zonder stemming aangenomen",
    ]


def test_lists_hammered_with_others_are_still_confirmed(tmp_path: Path) -> None:
    evening = play(tmp_path, "@19:30 open\nh 2-4 =\nsluit")
    assert (
        "Zonder stemming aangenomen (hamerstuk): 4 ‘Woonvisie’. "
        "Vastgesteld: punten 2 ‘Vaststelling agenda’, 3 ‘Vaststelling besluitenlijst’." in evening.sentences
    )


# -- several at once, and what chose ---------------------------------------------------------------------------------


def test_an_agenda_in_which_an_item_was_moved_was_changed(tmp_path: Path) -> None:
    evening = play(tmp_path, "@19:30 open\nn2\n>6 4 =\nh =")
    assert "De agenda is gewijzigd vastgesteld. Verplaatst: punt 6." in evening.sentences


def test_what_is_decided_together_is_said_as_one_thing(tmp_path: Path) -> None:
    script = "m1 i a: Een\nm2 i b: Twee\nbp1-3 v c =\nbp4 bp5 t c =\nm1 m2 u =\nv c ="
    evening = play(tmp_path, OPEN + script)
    points = "Besluitpunten 1, 2 en 3 bij punt 4 zijn samen in stemming gebracht: aangenomen. Voor 7: A, B. Tegen 2: C."
    motions = "Motie M1 ‘Een’ en Motie M2 ‘Twee’ zijn samen in stemming gebracht: met algemene stemmen aangenomen"
    assert points in evening.sentences and f"{motions} (9 voor, 0 tegen)." in evening.sentences
    assert "vastgesteld, met uitzondering van de besluitpunten 4 en 5." in evening.answers
    listed = plain(evening.file("decisions.html"))
    assert "In één stemming met M2." in listed and "In één stemming met besluitpunt 4 bij punt 4." in listed


def test_who_was_drawn_is_said_to_be(tmp_path: Path) -> None:
    ballot = "pers Lid: Kok 4 Veen 4 blanco 1 voordracht =\n"
    evening = play(tmp_path, OPEN + ballot + ballot + "pers Lid: kok =\nc pers Lid: veen =")
    assert "Geheime stemming, Lid: Kok 4, Veen 4, blanco 1. Kok is benoemd, door het lot." in evening.answers
    assert (
        "Juist is: “Geheime stemming, Lid: Kok 4, Veen 4, blanco 1. Veen is benoemd, door het lot”" in evening.answers
    )


@pytest.mark.parametrize("totals", ["9-0", "0-9"])
def test_figures_that_leave_one_side_empty_name_everybody(totals: str, tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + f"m1 i a: Een\nm1 {totals} =\nsluit")
    assert "amen" not in evening.sentences[-1] and "Namen volgen" not in evening.answers


def test_of_who_comes_and_goes_behind_closed_doors_the_griffier_hears_when_it_is_told(tmp_path: Path) -> None:
    evening = play(tmp_path, "@19:30 open\nbesloten\naf bakker\nopenbaar")
    assert "NOTITIE Bakker is afwezig om 19:30. Dat wordt gemeld na ‘openbaar’." in evening.answers


@pytest.mark.parametrize(
    ("kind", "who"),
    [
        ("council", "het college"),
        ("provincial_council", "Gedeputeerde Staten"),
        ("water_board", "het dagelijks bestuur"),
        ("municipal_council_be", "het college"),
    ],
)
def test_a_motion_is_taken_over_by_the_executive_of_the_body(kind: str, who: str, tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m1 i a: Een\nm1 ov college =", kind=kind)
    assert f"Motie M1 ‘Een’ is overgenomen door {who}. Er is niet over gestemd." in evening.sentences


def test_what_was_held_over_may_be_adopted_the_same_evening(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "p =\nh =")
    assert "Zonder stemming aangenomen (hamerstuk): 4 ‘Woonvisie’." in evening.sentences


def test_a_correction_to_figures_alone_says_what_becomes_of_the_names(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m1 i a: Een\nm1v b 6-3 =\nc m1 6-3 =\nc m1 5-4 zn =")
    (follow, never) = (said for said in evening.sentences if said.startswith("Correctie"))
    assert follow.endswith("Juist is: voor 6, tegen 3. De uitslag (aangenomen) blijft gelijk. Namen volgen.")
    assert never.endswith("Juist is: voor 5, tegen 4. De uitslag (aangenomen) blijft gelijk. Namen niet vastgelegd.")


def test_who_takes_a_motion_over_is_named_with_the_office(tmp_path: Path) -> None:
    evening = play(tmp_path, OPEN + "m1 i a: Een\nm1 ov wagner =")
    assert "Motie M1 ‘Een’ is overgenomen door wethouder Wagner. Er is niet over gestemd." in evening.sentences
