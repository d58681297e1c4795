"""A sentence agrees with the number of what it is about: one is, several are."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest

from livecouncil.core.telling import contents, matters
from livecouncil.core.telling.contents import Content
from livecouncil.core.telling.figures import Figures
from livecouncil.core.telling.ladder import ladder
from livecouncil.core.telling.sentences import sentence
from livecouncil.core.telling.slots import (
    PLACEHOLDERS,
    Arrival,
    Listing,
    People,
    Persons,
    Thing,
    TimeOfDay,
    Title,
    Verdict,
)
from livecouncil.core.telling.telling import Telling
from livecouncil.wording import LANGUAGES, Wording

AT = datetime.fromisoformat("2026-03-12T21:03:00+01:00")
NAMES = ("de heer Alders", "mevrouw Bakker", "Cohen")
ITEMS = (("2", "Besluitenlijst"), ("3", "Ingekomen stukken"), ("4", "Notulen"))
MOTION = Thing("motion", "M1")
TITLE = Title("Een")

ONE = {
    "nl": r"\b(is (aan|af)wezig|raadsleden is|Indiener|hamerstuk|[Pp]unt 2)\b",
    "fy": r"\b(is (oan|ôf)wêzich|Yntsjinner|hammerstik|[Pp]unt 2)\b",
    "en": r"\b(is (present|absent)|[Ii]tem 2)\b",
}
SEVERAL = {
    "nl": r"\b(zijn|Indieners|hamerstukken|[Pp]unten)\b",
    "fy": r"\b(binne|Yntsjinners|hammerstikken|[Pp]unten)\b",
    "en": r"\b(are|[Ii]tems)\b",
}
"""Words that only one, and words that only several may be told with."""

SAYS_NO_NUMBER = {
    "woord": "one speaks at a time",
    "toezegging": "one undertakes",
    "stemverklaring": "each explains for himself",
    "niet_deelgenomen": "each is logged apart",
    "niet_deelgenomen_debat": "each is logged apart",
    "niet_deelgenomen_toch": "each is logged apart",
    "aantekening_vergissing": "each is logged apart",
    "ingetrokken": "it is about the motion, whoever withdrew it",
    "interruptie": "one interrupts at a time",
    "vraag": "it is about one question, by one",
    "beantwoord": "it is about one question, by one",
    "beedigd": "each is logged apart",
    "ontslag": "each is logged apart",
    "schorsing_verzoek": "it is about the meeting, whoever asked",
    "schorsing_onbepaald_verzoek": "it is about the meeting, whoever asked",
    "overgenomen": "it is about the motion, whoever took it over",
    "aanwezigheid": "its verb is a slot, which agrees itself",
    "aanwezigheid_besloten": "its verb is a slot, which agrees itself",
}


def about(n: int) -> Iterator[tuple[str, Content]]:
    """Every kind of message that is about people or papers, about `n` of them."""
    at = TimeOfDay(AT)
    opened = contents.Opening(at=at, present=n, sitting=9, chair="De Wit")
    yield "opening", opened
    yield "quorum_ontbreekt", opened
    for kind in ("aanwezigheid", "aanwezigheid_besloten"):
        for arrives in (True, False):
            yield kind, contents.Movement(who=Persons(NAMES[:n]), arrival=Arrival(arrives, count=n), at=at)
    yield "ingediend", matters.Filing(thing=MOTION, title=TITLE, item="4", movers=People(NAMES[:n]))
    for kind in ("aantekening_tegen", "indiener_erbij", "indiener_weg"):
        yield kind, matters.ByMembers(thing=MOTION, title=TITLE, who=Persons(NAMES[:n]))
    listed = Listing(ITEMS[:n])
    verdict = Verdict("adopted_without_vote", confirmed=True)
    yield "vastgesteld", matters.Confirmed(outcome=verdict, items=listed)
    yield "hamerstukken", matters.Together(items=listed, also_confirmed=Listing())
    numbers = tuple(number for number, _ in ITEMS[:n])
    yield "agenda", contents.AgendaConfirmed(outcome=verdict, items=listed, added=numbers, removed=(), moved=())
    yield "agenda", contents.AgendaConfirmed(outcome=verdict, items=listed, added=(), removed=numbers, moved=())
    yield "agenda", contents.AgendaConfirmed(outcome=verdict, items=listed, added=(), removed=(), moved=numbers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_is_and_several_are_on_every_rung(language: str) -> None:
    words = Wording.load(language)
    for n in (1, 2, 3):
        for kind, content in about(n):
            for text in ladder(Telling(7, kind, AT, content), words, "https://raad.voorbeeld.example", "Raad"):
                wrong = SEVERAL if n == 1 else ONE
                assert not re.search(wrong[language], text), (n, text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_with_two_forms_are_told_in_both(language: str) -> None:
    """Each sentence that has two forms is reached here, in either."""
    words = Wording.load(language)
    numbered = {kind for kind, text in words.table("sentence").items() if isinstance(text, dict)}
    told: dict[str, set[str]] = {}
    for n in (1, 2):
        for kind, content in about(n):
            told.setdefault(kind, set()).add(sentence(Telling(7, kind, AT, content), words))
    assert numbered <= told.keys()
    assert all(len(told[kind]) >= 2 for kind in numbered)


def test_every_sentence_with_a_row_of_people_or_papers_agrees_or_says_why_not() -> None:
    rows = {PLACEHOLDERS[slot] for slot in ("who", "movers", "items", "present")}
    for kind, text in Wording.load("nl").table("sentence").items():
        if isinstance(text, str) and any(f"{{{slot}}}" in text for slot in rows):
            assert kind in SAYS_NO_NUMBER, text


def test_several_are_named_as_one_says_them() -> None:
    words = Wording.load("nl")
    told = [content for n in (1, 2, 3) for kind, content in about(n) if kind == "aanwezigheid"]
    said = [sentence(Telling(7, "aanwezigheid", AT, content), words) for content in told[1::2]]
    assert said == [
        "Alders is afwezig om 21:03.",
        "Alders en Bakker zijn afwezig om 21:03.",
        "Alders, Bakker en Cohen zijn afwezig om 21:03.",
    ]


def test_of_one_who_took_part_the_shortest_form_says_so() -> None:
    def shortest(for_: int) -> str:
        content = matters.CountedDecision(
            thing=MOTION,
            title=TITLE,
            outcome=Verdict("invalid"),
            movers=People(()),
            round=1,
            figures=Figures(for_, 0),
            took_part=for_,
            entitled=9,
            names_follow=False,
            everybody=False,
        )
        told = Telling(7, "stemming_ongeldig", AT, content, item="4", object="m1", outcome="invalid")
        return list(ladder(told, Wording.load("nl")))[-1]

    assert shortest(1) == "Motie M1: ongeldige stemming, 1 van de 9 deed mee."
    assert shortest(2) == "Motie M1: ongeldige stemming, 2 van de 9 deden mee."
