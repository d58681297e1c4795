"""Every text exists in every language, with the same slots; Dutch stays the measure."""

import string
import tomllib
from importlib.resources import files
from typing import Any

import pytest

from livecouncil.wording import LANGUAGES, Wording

FOLDER = files("livecouncil.wording") / "locale"


def texts(language: str) -> dict[str, str]:
    """Every text of one language as 'table.name' → text, read from its own files only."""
    flat: dict[str, str] = {}

    def walk(prefix: str, value: Any) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(f"{prefix}.{key}" if prefix else key, inner)
        else:
            flat[prefix] = value

    for entry in FOLDER.iterdir():
        if entry.name.split(".")[0] == language and entry.name.endswith(".toml"):
            walk("", tomllib.loads(entry.read_text(encoding="utf-8")))
    return flat


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "nl"])
def test_each_language_says_everything_with_the_same_slots(language: str) -> None:
    dutch, other = texts("nl"), texts(language)
    assert dutch.keys() == other.keys()
    differ = {key: (slots(dutch[key]), slots(other[key])) for key in dutch if slots(dutch[key]) != slots(other[key])}
    assert differ == {}


def test_frisian_says_that_it_is_a_draft() -> None:
    drafts = [e for e in FOLDER.iterdir() if e.name.startswith("fy.")]
    assert drafts and all("DRAFT" in e.read_text(encoding="utf-8").splitlines()[0] for e in drafts)


def test_no_text_of_another_language_is_left_in_dutch_by_oversight() -> None:
    dutch, english = texts("nl"), texts("en")
    same = {k for k in dutch if dutch[k] == english[k] and len(dutch[k].split()) > 3 and not k.startswith("sentence.")}
    assert {k for k in same if "{" not in dutch[k]} <= {"tui.ballot_line"}


def test_a_refusal_reads_in_the_councils_language() -> None:
    from livecouncil.errors import Refusal

    refusal = Refusal("ambiguous", typed="j", names=["Jansen", "Jonker"], remedies=["ja", "jo"])
    assert "or ‘jo’" in Wording.load("en").refusal(refusal)
    assert "of ‘jo’" in Wording.load("nl").refusal(refusal)
