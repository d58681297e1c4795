"""`tally` as its user runs it: single, many lines good and bad mixed, exit codes, an explanation in every language."""

import itertools
import json
import subprocess
import sys

import pytest

from livecouncil.commands.counting import explain
from livecouncil.core.law.voting import Count, PersonCount, tally, tally_persons
from livecouncil.wording import LANGUAGES, Wording


def run(*arguments: str, lines: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "livecouncil", "tally", *arguments], input=lines, capture_output=True)


def test_one_count_as_a_sentence_and_as_json() -> None:
    figures = ["--seats", "25", "--sitting", "25", "--recused", "1", "--for", "6", "--against", "6"]
    said = run(*figures)
    assert said.returncode == 0 and b"ongeldig" in said.stdout and b"12 van de 24" in said.stdout
    answer = json.loads(run(*figures, "--json").stdout)
    assert (answer["outcome"], answer["articles"]) == ("invalid", ["29.1"])
    assert json.loads(run(*figures, "--earlier", "invalid", "--json").stdout)["outcome"] == "tied_postponed"
    vacant = ["--seats", "25", "--sitting", "24", "--for", "12", "--against", "12", "--json"]
    assert json.loads(run(*vacant).stdout)["outcome"] == "tied_postponed"
    assert json.loads(run(*vacant, "--no-vacancy-counts").stdout)["outcome"] == "tied_not_adopted"


def test_wrong_use_is_one_sentence_and_exit_2() -> None:
    for arguments in (["--seats", "5"], ["--seats", "vijf"], ["5-3"], []):
        said = run(*arguments)
        assert said.returncode == 2 and said.stderr.count(b"\n") == 1 and not said.stdout
    said = run("--seats", "5", "--for", "6", "--against", "0")
    assert said.returncode == 1 and not said.stdout and said.stderr.count(b"\n") == 1


MATTER = {"seats": 25, "sitting": 25, "recused": 0, "for": 13, "against": 12}
PERSON = {"kind": "person", "seats": 31, "sitting": 31, "recused": 0, "ballots": {"A": 16, "B": 14}}
BAD_MATTERS: tuple[dict[str, object], ...] = (
    {"seats": "25"},
    {"seats": 25.0},
    {"seats": True},
    {"seats": None},
    {"for": -1},
    {"against": -1},
    {"recused": -1},
    {"recused": 26},
    {"sitting": 26},
    {"for": 26},
    {"for": 10**30},
    {"earlier": "twice"},
    {"earlier": 1},
    {"second_convocation": "no"},
    {"vacancy_counts": 1},
    {"kind": "thing"},
    {"voor": 1},
    {"ballots": {}},
    {"kind": []},
    {"earlier": []},
)
BAD_PERSONS: tuple[dict[str, object], ...] = (
    {"ballots": []},
    {"ballots": {"A": "16"}},
    {"ballots": {"A": -1}},
    {"ballots": {"A": 32}},
    {"round": 0},
    {"restricted": "ja"},
    {"for": 1},
    {"blank": 5},
    {"improper": None, "blank": 2},
)
BAD: list[bytes] = [
    b"x",
    b"[]",
    b"3",
    b"null",
    b'"a"',
    b"{",
    b"\xff\xfe",
    b"{}",
    b"[" * 100_000,
    b'{"seats":5,"seats":7,"for":1,"against":0}',
    *(json.dumps(MATTER | change).encode() for change in BAD_MATTERS),
    *(json.dumps(PERSON | change).encode() for change in BAD_PERSONS),
    b'{"seats": NaN, "for": 1, "against": 0}',
    b'{"kind":"person","seats":5}',
]


def test_bad_lines_are_answered_in_place_and_the_rest_goes_on() -> None:
    good = json.dumps(MATTER).encode()
    said = run("-", lines=b"\n".join(x for bad in BAD for x in (bad, b"", good)))
    answers = [json.loads(line) for line in said.stdout.splitlines()]
    assert said.returncode == 1 and not said.stderr
    assert len(BAD) >= 25 and len(answers) == 2 * len(BAD)
    for bad, answer in zip(BAD, answers[::2], strict=True):
        assert list(answer) == ["error"] and answer["error"].endswith("geteld."), bad[:80]
    assert all(a["outcome"] == "adopted" for a in answers[1::2])
    assert run("-", lines=good).returncode == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_is_explained_with_its_figures(language: str) -> None:
    words, seen = Wording.load(language), set()
    for seats, voor, tegen, earlier in itertools.product((5,), range(6), range(6), (None, "tie", "invalid")):
        if voor + tegen <= seats:
            count = Count(seats, seats, 0, voor, tegen, earlier)  # type: ignore[arg-type]
            ruling = tally(count)
            seen.add(ruling.outcome)
            text = explain(words, count, ruling)
            assert not text.startswith("explanation.") and "{" not in text
            assert str(voor if ruling.outcome != "invalid" else voor + tegen) in text
            assert ("29" in text) == any(a.startswith("29") for a in ruling.articles)
    for a, b, limited, number in itertools.product(range(6), range(6), (False, True), (1, 2)):
        if a + b <= 5:
            ballot = PersonCount(5, 5, 0, {"A": a, "B": b}, restricted=limited, round=number)
            seen.add((ruling := tally_persons(ballot)).outcome)
            assert not explain(words, ballot, ruling).startswith("explanation.")
    assert {
        "adopted",
        "rejected",
        "invalid",
        "tied_postponed",
        "tied_not_adopted",
        "elected",
        "second_ballot",
        "lot",
    } <= seen
    assert "new_ballot" in seen


def person(**figures: object) -> dict[str, object]:
    return {"kind": "person", "seats": 25, "sitting": 25, "recused": 1, **figures}


SENTENCES: list[tuple[dict[str, object], str]] = [
    ({"for": 13, "against": 10}, "13 van de 23 uitgebrachte stemmen zijn voor: de volstrekte meerderheid (art. 30)."),
    (
        {"for": 10, "against": 13},
        "10 van de 23 uitgebrachte stemmen zijn voor; dat is niet de volstrekte meerderheid (art. 30).",
    ),
    (
        {"for": 0, "against": 0, "earlier": "invalid"},
        (
            "Niemand heeft gestemd (0 van de 24); dan is er geen volstrekte meerderheid (art. 30). De eis van art. "
            "29, eerste lid, gold niet (art. 29, tweede lid)."
        ),
    ),
    (
        {"for": 6, "against": 5},
        (
            "11 van de 24 leden die mochten stemmen deden mee; meer dan de helft is nodig (art. 29), dus de stemming "
            "is ongeldig."
        ),
    ),
    (
        {"for": 5, "against": 4, "earlier": "invalid"},
        (
            "5 van de 9 uitgebrachte stemmen zijn voor: de volstrekte meerderheid (art. 30). De eis van art. 29, "
            "eerste lid, gold niet (art. 29, tweede lid)."
        ),
    ),
    (
        {"for": 11, "against": 11},
        (
            "De stemmen staken, 11–11, en niet alle 24 leden stemden; de beslissing wordt uitgesteld tot een "
            "volgende vergadering (art. 32, vierde lid)."
        ),
    ),
    (
        {"sitting": 23, "for": 11, "against": 11, "vacancy_counts": False},
        (
            "De stemmen staken, 11–11, en alle 22 leden stemden: de vergadering is voltallig, dus het voorstel is "
            "niet aangenomen (art. 32, vierde en zesde lid)."
        ),
    ),
    (
        {"for": 10, "against": 10, "earlier": "tie"},
        (
            "De stemmen staken opnieuw, 10–10; na een eerdere staking is het voorstel niet aangenomen (art. 32, "
            "vijfde lid)."
        ),
    ),
    (
        person(ballots={"A": 12, "B": 8}, against=2, blank=1, improper=1),
        "A heeft 12 van de 22 uitgebrachte stemmen: de volstrekte meerderheid (art. 30 en 31).",
    ),
    (
        person(ballots={"A": 12, "B": 7}, against=2, blank=2, improper=1, blank_counts=True),
        "A heeft 12 van de 23 uitgebrachte stemmen: de volstrekte meerderheid (art. 30 en 31).",
    ),
    (
        person(ballots={"A": 9, "B": 9}, against=1, restricted=True),
        (
            "De hoogste twee hebben elk 9 van de 19 stemmen en de keuze is beperkt: er volgt direct een herstemming "
            "(art. 31, tweede lid)."
        ),
    ),
    (
        person(ballots={"A": 9, "B": 9}, improper=1, restricted=True, round=2),
        "De hoogste twee hebben opnieuw elk 9 van de 18 stemmen: het lot beslist meteen (art. 31, derde lid).",
    ),
    (
        person(ballots={"A": 9, "B": 8, "C": 3}, against=1),
        (
            "Niemand heeft meer dan de helft van de 21 uitgebrachte stemmen (hoogste: 9); er volgt een nieuwe "
            "stemming (art. 30 en 31)."
        ),
    ),
    (
        person(ballots={"A": 5}, against=1, blank=2, improper=3),
        (
            "11 van de 24 leden die mochten stemmen leverden een briefje in; meer dan de helft is nodig (art. 29), "
            "dus de stemming is ongeldig."
        ),
    ),
]


def test_each_explanation_gives_its_figures() -> None:
    bodies = [json.dumps({"seats": 25, "sitting": 25, "recused": 1, **figures}) for figures, _ in SENTENCES]
    answers = [json.loads(line) for line in run("-", lines="\n".join(bodies).encode()).stdout.splitlines()]
    assert [a.get("explanation", a) for a in answers] == [sentence for _, sentence in SENTENCES]


def test_another_body_is_counted_by_its_own_law() -> None:
    tie = ["--seats", "25", "--for", "12", "--against", "12", "--json"]
    flemish = json.loads(run("--body", "municipal_council_be", *tie).stdout)
    assert (flemish["outcome"], flemish["tie"]) == ("rejected", True) and "33" in flemish["explanation"]
    board = b'{"body": "water_board", "seats": 25, "for": 11, "against": 11, "tie_rule": "rejected"}'
    assert json.loads(run("-", lines=board).stdout)["articles"] == ["38c.1"]
    second = b'{"kind": "person", "body": "municipal_council_be", "seats": 9, "ballots": {"a": 4, "b": 3, "c": 2}}'
    assert json.loads(run("-", lines=second).stdout)["between"] == ["a", "b"]


def test_a_committee_is_not_counted_and_an_unknown_body_is_told() -> None:
    refused = run("--body", "committee", "--seats", "9", "--for", "5", "--against", "4")
    assert refused.returncode == 1 and b"adviseert" in refused.stderr
    unknown = run("--body", "gemeenteraad", "--seats", "9", "--for", "5", "--against", "4")
    assert unknown.returncode == 1 and b"provincial_council" in unknown.stderr
