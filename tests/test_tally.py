"""`tally` as its user runs it: single, many lines good and bad mixed, exit codes, an explanation in every language."""

import itertools
import json
import subprocess
import sys

import pytest

from livecouncil.core.voting import Count, PersonCount, tally, tally_persons
from livecouncil.tally import explain
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
BAD: list[bytes] = [
    b"x", b"[]", b"3", b"null", b'"a"', b"{", b"\xff\xfe", b"{}", b"[" * 100_000, b'{"seats":5,"seats":7,"for":1,"against":0}',
    *(json.dumps(MATTER | change).encode() for change in (
        {"seats": "25"}, {"seats": 25.0}, {"seats": True}, {"seats": None}, {"for": -1}, {"against": -1}, {"recused": -1},
        {"recused": 26}, {"sitting": 26}, {"for": 26}, {"for": 10**30}, {"earlier": "twice"}, {"earlier": 1},
        {"second_convocation": "no"}, {"vacancy_counts": 1}, {"kind": "thing"}, {"voor": 1}, {"ballots": {}}, {"kind": []},
        {"earlier": []},
    )),
    *(json.dumps(PERSON | change).encode() for change in (
        {"ballots": []}, {"ballots": {"A": "16"}}, {"ballots": {"A": -1}}, {"ballots": {"A": 32}}, {"round": 0},
        {"restricted": "ja"}, {"for": 1}, {"blank": 5}, {"improper": None, "blank": 2},
    )),
    b'{"seats": NaN, "for": 1, "against": 0}', b'{"kind":"person","seats":5}',
]  # fmt: skip


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
