"""The length ladder over the longest sentences a council can ask for: what is never cut stands in every form."""

import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.telling.contents import FreeText, SaidBy
from livecouncil.core.telling.corrections import Correction
from livecouncil.core.telling.figures import Figures
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.core.telling.ladder import LADDER, fitted, ladder
from livecouncil.core.telling.matters import CountedDecision, Filing, PlainDecision
from livecouncil.core.telling.sentences import sentence, unique
from livecouncil.core.telling.slots import People, Thing, TimeOfDay, Title, Verdict
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import Style
from livecouncil.core.text import length
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from livecouncil.wording import LANGUAGES, Wording
from tests.conftest import some
from tests.evenings import denhelder

AT = datetime.fromisoformat("2026-03-12T21:03:00+01:00")
URL = "https://raad.voorbeeld.example/live/2026-03-12-raadsvergadering/#s8.12-stemming"
TAG = "RaadSúdwestFryslân"
NETWORKS = [("x", None, ""), ("bluesky", None, URL), ("mastodon", None, URL), ("mastodon", 80, URL)]
TITLE = ("Onderzoek de haalbaarheid, betaalbaarheid en wenselijkheid van starterswoningen " * 4)[:238] + "en"
GROUPS = [
    ("Burgerbelangen Voorbeeld", "BBV"),
    ("CDA", "CDA"),
    ("ChristenUnie", "CU"),
    ("D66", "D66"),
    ("Fractie De Vries-Jansen", "FVJ"),
    ("Fryske Nasjonale Partij", "FNP"),
    ("Gemeentebelangen", "GB"),
    ("GroenLinks", "GL"),
    ("Helder Onafhankelijk!", "HO"),
    ("Lokaal Sociaal Liberaal", "LSL"),
    ("Partij van de Arbeid", "PvdA"),
    ("Partij voor de Dieren", "PvdD"),
    ("Senioren Partij Voorbeeld", "SPV"),
    ("Staatkundig Gereformeerde Partij", "SGP"),
    ("VVD", "VVD"),
]
THINGS = {
    "m12": Thing("motion", "M12"),
    "a8.12": Thing("amendment", "A8.12"),
    "s8.12": Thing("subamendment", "S8.12"),
    "13a": Thing("proposal", "13a"),
    "16": Thing("motion_item", "16"),
}


def sides(many_for: int, divided: int = 0) -> tuple[tuple[GroupVotes, ...], tuple[GroupVotes, ...]]:
    """Fifteen groups, the first `many_for` of them for; the first `divided` stand on both sides."""
    voor = tuple(GroupVotes(n, s, 2 if i < divided else 3, 3) for i, (n, s) in enumerate(GROUPS[:many_for]))
    split = tuple(GroupVotes(g.name, g.short, 1, 3) for g in voor[:divided])
    return voor, split + tuple(GroupVotes(n, s, 3, 3) for n, s in GROUPS[many_for:])


def vote(kind: str, outcome: str, target: str, many_for: int = 4, divided: int = 0, round: int = 1) -> Telling:
    groups = sides(many_for, divided) if kind == "uitslag" else ((), ())
    nv, nt = (21, 24) if kind != "algemene_stemmen" else (45, 0)
    content = CountedDecision(
        thing=THINGS[target],
        title=Title(TITLE),
        outcome=Verdict(outcome),
        movers=People(()),
        round=round,
        figures=Figures(nv, nt, *groups),
        took_part=nv + nt,
        entitled=99,
        names_follow=kind == "uitslag_totaal",
        everybody=kind == "algemene_stemmen",
    )
    return Telling(7, kind, AT, content, item=target, object=target, outcome=outcome)


def decided(kind: str, outcome: str, target: str) -> Telling:
    """A decision without a count."""
    content = PlainDecision(
        thing=THINGS[target], title=Title(TITLE), outcome=Verdict(outcome), movers=People(()), round=1
    )
    return Telling(7, kind, AT, content, item=target, object=target, outcome=outcome)


def counted(told: Telling, **figures: Any) -> Telling:
    """The same telling with other figures or groups."""
    content = told.content
    assert isinstance(content, CountedDecision)
    return replace(told, content=replace(content, figures=replace(content.figures, **figures)))


def corrected(old: Telling, new: Telling) -> Telling:
    before, now = old.content, new.content
    assert isinstance(before, PlainDecision) and isinstance(now, PlainDecision)
    content = Correction(
        at=TimeOfDay(AT),
        old=old,
        new=new,
        thing=now.thing,
        outcome=before.outcome,
        now=now.outcome,
        figures=new.figures,
    )
    return replace(new, kind="correctie", content=content, corrects=6)


def decisions() -> Iterator[Telling]:
    for target in THINGS:
        for many_for, divided in ((4, 0), (11, 0), (8, 2), (7, 7), (15, 15), (15, 0)):
            yield vote("uitslag", "rejected", target, many_for, divided)
        for round_, outcome in itertools.product((1, 2, 3), ("adopted", "adopted_amended", "tied_not_adopted")):
            yield vote("uitslag", outcome, target, round=round_)
            yield vote("uitslag_totaal", outcome, target, round=round_)
        yield vote("algemene_stemmen", "adopted", target)
        yield vote("staken_uitgesteld", "tied_postponed", target)
        yield vote("staken_niet_aangenomen", "tied_not_adopted", target)
        yield vote("staken_opnieuw", "tied_not_adopted", target, round=2)


def corrections() -> Iterator[Telling]:
    for target, outcome in itertools.product(THINGS, ("rejected", "tied_not_adopted")):
        old = vote("uitslag", outcome, target, divided=1)
        yield corrected(old, counted(vote("uitslag", outcome, target), for_=12, against=33))
        yield corrected(old, vote("uitslag", outcome, target, many_for=12))
        yield corrected(vote("uitslag", "adopted", target), vote("uitslag", outcome, target))


def fits(network: str, limit: int | None) -> Any:
    return partial(length.fits, network=network, limit=limit)


def assert_kept(text: str, told: Telling, words: Wording) -> None:
    """Number, outcome and both figures, for before against."""
    content = told.content
    assert isinstance(content, CountedDecision | Correction) and content.thing
    nr = content.thing.nr
    assert re.search(rf"(?<!\w){re.escape(nr)}(?!\w)", text), text
    assert words.t(f"outcome.{told.outcome}").split(" (")[0] in text, text
    assert re.search(rf"(?<!\d){told.for_}(?!\d).*(?<!\d){told.against}(?!\d)", text), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rung_keeps_number_outcome_and_figures(language: str) -> None:
    words = Wording.load(language)
    for told in (*decisions(), *corrections()):
        for text in ladder(told, words, URL, TAG):
            assert_kept(text, told, words)
            assert not re.search(r"\{|\}|short\.|sentence\.|  |\( | [.,:;]|[.,:;]{2}", text.replace(URL, "url")), text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("network", "limit", "url"), NETWORKS)
def test_what_is_posted_fits(language: str, network: str, limit: int | None, url: str) -> None:
    words = Wording.load(language)
    for told in some([*decisions(), *corrections()]):
        text = fitted(told, words, fits(network, limit), url, TAG)
        assert length.measured(text, network, limit).fits, (length.measured(text, network, limit), text)
        assert_kept(text, told, words)
        assert text == text.strip() and (limit or text.endswith(f"#{TAG}")), text


def test_the_first_rung_that_fits_is_taken() -> None:
    words, told = Wording.load("nl"), vote("uitslag", "rejected", "m12", many_for=4)
    rungs = list(ladder(told, words, URL, TAG))
    for limit in (5_000, 500, 300, 200, 160, 120, 80):
        taken = fitted(told, words, fits("mastodon", limit), URL, TAG)
        assert taken == next(r for r in rungs if length.fits(r, "mastodon", limit))
    assert fitted(told, words, fits("mastodon", 5_000), URL, TAG) == rungs[0] and TITLE in rungs[0]


def test_the_rungs_in_words() -> None:
    words, told = Wording.load("nl"), vote("uitslag", "rejected", "m12", many_for=3)
    rungs = list(ladder(told, words, "https://raad.nl", "Raad"))
    titled = [(rung, step.title) for rung, step in zip(rungs, LADDER, strict=True) if step.title]
    titles = [(re.findall("‘(.*)’", rung), length) for rung, length in titled]
    assert [len(title) <= length for (title,), length in titles] == [True] * 6
    assert rungs[4] == (
        "Motie M12 ‘Onderzoek de haalbaarheid, betaalbaarheid en wenselijkheid…’ is verworpen. "
        "Voor 21: BBV, CDA, CU. Tegen 24: overige fracties. https://raad.nl #Raad"
    )
    assert rungs[-4:] == [
        "Motie M12 is verworpen: 21 voor, 24 tegen. https://raad.nl #Raad",
        "Motie M12 is verworpen: 21 voor, 24 tegen. #Raad",
        "Motie M12: verworpen, 21 voor, 24 tegen. #Raad",
        "Motie M12: verworpen, 21 voor, 24 tegen.",
    ]


OTHERS = Style(0, short_groups=True, others=True)


@pytest.mark.parametrize(
    ("many_for", "divided", "said"),
    [
        (3, 0, "Voor 21: BBV, CDA, CU. Tegen 24: overige fracties."),
        (13, 0, "Voor 21: overige fracties. Tegen 24: SGP, VVD."),
        (13, 1, "Voor 21: overige fracties, BBV (2). Tegen 24: BBV (1), SGP, VVD."),
        (2, 1, "Voor 21: BBV (2), CDA. Tegen 24: overige fracties, BBV (1)."),
    ],
)
def test_other_groups_are_one_side_only_and_no_divided_group_is_among_them(
    many_for: int, divided: int, said: str
) -> None:
    told = vote("uitslag", "rejected", "m12", many_for, divided)
    assert sentence(told, Wording.load("nl"), style=OTHERS) == f"Motie M12 is verworpen. {said}"


def test_two_sides_as_long_are_never_both_the_other_groups() -> None:
    told = counted(vote("uitslag", "rejected", "m12"), groups_for=sides(7)[0], groups_against=sides(8)[1])
    text = sentence(told, Wording.load("nl"), style=OTHERS)
    assert text.count("overige fracties") == 1 and "Voor 21: BBV, CDA" in text


@pytest.mark.parametrize(
    ("old", "new", "shortest"),
    [
        ({}, {"for_": 12, "against": 33}, "Correctie M12: verworpen, 12–33 (was 21–24)."),
        ({}, {"groups_for": sides(5)[0]}, "Correctie M12: verworpen, 21–24, met andere namen."),
        ({"outcome": "adopted"}, {}, "Correctie M12: verworpen, 21–24 (was aangenomen)."),
        (
            {"outcome": "adopted"},
            {"for_": 25, "against": 20},
            "Correctie M12: verworpen, 25–20 (was 21–24).",
        ),
    ],
)
def test_a_correction_at_its_shortest_still_says_what_was_wrong(
    old: dict[str, Any], new: dict[str, Any], shortest: str
) -> None:
    before = vote("uitslag", old.get("outcome", "rejected"), "m12")
    told = corrected(before, counted(vote("uitslag", "rejected", "m12"), **new))
    assert list(ladder(told, Wording.load("nl"), URL, TAG))[-1] == shortest


def test_a_correction_without_figures_at_its_shortest() -> None:
    old = decided("ingetrokken", "withdrawn", "a8.12")
    told = corrected(old, decided("aangehouden", "held_over", "a8.12"))
    assert list(ladder(told, Wording.load("nl")))[-1] == "Correctie A8.12: aangehouden (was ingetrokken)."


def test_an_invalid_vote_shows_how_many_took_part_and_no_sides() -> None:
    told = vote("stemming_ongeldig", "invalid", "13a")
    for network, limit, url in NETWORKS:
        text = fitted(told, Wording.load("nl"), fits(network, limit), url, TAG)
        assert length.fits(text, network, limit) and "45" in text and "24" not in text
    assert text == "Punt 13a: ongeldige stemming, 45 van de 99 deden mee. #RaadSúdwestFryslân"[: len(text)]


@pytest.mark.parametrize(("network", "limit", "url"), NETWORKS)
@pytest.mark.parametrize("kind", ["vrij_bericht", "toezegging"])
def test_free_text_is_cut_at_a_word(kind: str, network: str, limit: int | None, url: str) -> None:
    words = Wording.load("nl")
    told_of = {
        "vrij_bericht": FreeText(text=f"{TITLE} " * 3),
        "toezegging": SaidBy(who="wethouder De Wit", item="6", text=f"{TITLE} " * 3),
    }
    told = Telling(7, kind, AT, told_of[kind], item="6")
    text = fitted(told, words, fits(network, limit), url, TAG)
    assert length.fits(text, network, limit) and "…" in text
    assert text.split("…")[0] in sentence(told, words)
    room = length.measured(text, network, limit)
    assert room.limit - room.length < 20, "a longer form fitted"
    assert limit or text.endswith(" ".join(filter(None, ("…", url, f"#{TAG}"))))


def test_a_word_too_long_for_everything_is_given_back_whole() -> None:
    told = Telling(7, "vrij_bericht", AT, FreeText(text="a" * 90))
    assert fitted(told, Wording.load("nl"), fits("mastodon", 80)) == "a" * 90


def test_a_row_of_movers_is_shortened_and_the_motion_still_named() -> None:
    movers = tuple(name for name, _ in GROUPS)
    content = Filing(thing=THINGS["m12"], title=Title(TITLE), item="6", movers=People(movers))
    told = Telling(7, "ingediend", AT, content, item="6", object="m12")
    text = fitted(told, Wording.load("nl"), fits("mastodon", 110), "", "Raad")
    assert text == "Ingediend bij punt 6: Motie M12. Indieners: Burgerbelangen Voorbeeld e.a. #Raad"


def test_the_time_that_makes_a_text_unique_stands_before_what_is_left_of_the_tail() -> None:
    said = "Motie M12 is verworpen: 21 voor, 24 tegen."
    for tail in (f" {URL} #{TAG}", f" #{TAG}", f" {URL}", ""):
        assert unique(said + tail, {said + tail}, AT, URL, TAG) == f"{said} (21:03){tail}"


# -- whole evenings ----------------------------------------------------------------------------------------------


def tellings(session: Session, lines: list[str]) -> list[Telling]:
    errors = io.StringIO()
    assert plain.run(session, lines, io.StringIO(), errors, ask=False) == 0, errors.getvalue()
    state = session.desk.state
    return [told for event in state.events if event.seq in state.facts and (told := tell(state, event, event))]


UNTAGGED = ("woord", "aanwezigheid", "stemming_open")


def assert_all_fit(told: list[Telling], words: Wording) -> None:
    for (network, limit, url), one in itertools.product(NETWORKS[:3], told):
        text = fitted(one, words, fits(network, limit), url, TAG)
        assert length.fits(text, network, limit) and (TAG in text or one.kind in UNTAGGED), text


def test_the_scripted_evening_fits_everywhere(council: Path, agenda: Path) -> None:
    session = Session.open(council, agenda, hold=0)
    told = tellings(session, (council / "evening.txt").read_text("utf-8").splitlines())
    session.close()
    assert len(told) > 20
    for language in LANGUAGES:
        assert_all_fit(told, Wording.load(language))


def test_a_real_evening_fits_everywhere(shared: Path, tmp_path: Path) -> None:
    session = Session.open(tmp_path, denhelder.write(shared, tmp_path), hold=0)
    told = tellings(session, denhelder.script(shared))
    session.close()
    assert len(told) > 20
    assert_all_fit(told, session.words)
