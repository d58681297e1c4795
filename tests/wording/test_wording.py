"""Every text exists in every language, with the same slots; Dutch stays the measure."""

import re
import string
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.law.bodies import KINDS, PROFILES
from livecouncil.wording import LANGUAGES, Wording

FOLDER = files("livecouncil.wording") / "locale"


@cache
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


@cache
def forms(language: str) -> dict[str, dict[str, str]]:
    """Every text of one language with its forms: 'one' and 'many' where it differs with the number, else ''."""
    found: dict[str, dict[str, str]] = {}
    for key, text in texts(language).items():
        base, _, form = key.rpartition(".")
        if form in ("one", "many") and f"{base}.one" in texts(language):
            found.setdefault(base, {})[form] = text
        else:
            found[key] = {"": text}
    return found


def slots(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("language", [x for x in LANGUAGES if x != "nl"])
def test_each_language_says_everything_with_the_same_slots(language: str) -> None:
    dutch, other = forms("nl"), forms(language)
    assert dutch.keys() == other.keys()
    asked = {key: slots(next(iter(known.values()))) for key, known in dutch.items()}
    differ = {key: text for key, known in other.items() for text in known.values() if slots(text) != asked[key]}
    assert differ == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_with_forms_has_both_with_the_same_slots_and_they_differ(language: str) -> None:
    """Only a language that has no other word for several has one form where another has two."""
    numbered = {key: known for key, known in forms(language).items() if known.keys() != {""}}
    assert {"sentence.opening", "word.leaves"} <= numbered.keys()
    for key, known in numbered.items():
        assert known.keys() == {"one", "many"}, key
        assert slots(known["one"]) == slots(known["many"]) and known["one"] != known["many"], key


def test_the_number_chooses_the_form() -> None:
    words = Wording.load("nl")
    assert [words.t("word.leaves", count=n) for n in (0, 1, 2)] == ["zijn afwezig", "is afwezig", "zijn afwezig"]
    assert words.t("word.leaves") == "is afwezig"


def test_a_councils_own_sentence_stands_for_both_forms() -> None:
    own = {"quorum_ontbreekt": {"nl": "Aanwezig: {aanw}."}}
    words = Wording.load("nl", own)
    assert [words.t("sentence.quorum_ontbreekt", count=n, aanw=n) for n in (1, 2)] == ["Aanwezig: 1.", "Aanwezig: 2."]


def test_frisian_says_that_it_is_a_draft() -> None:
    drafts = [e for e in FOLDER.iterdir() if e.name.startswith("fy.")]
    assert drafts and all("DRAFT" in e.read_text(encoding="utf-8").splitlines()[0] for e in drafts)


def test_no_text_of_another_language_is_left_in_dutch_by_oversight() -> None:
    dutch, english = texts("nl"), texts("en")
    same = {
        k
        for k in dutch.keys() & english.keys()
        if dutch[k] == english[k] and len(dutch[k].split()) > 3 and not k.startswith("sentence.")
    }
    assert {k for k in same if "{" not in dutch[k]} <= {"tui.ballot_line"}


def test_a_refusal_reads_in_the_councils_language() -> None:
    from livecouncil.errors import Refusal

    refusal = Refusal("ambiguous", typed="j", names=["Jansen", "Jonker"], remedies=["ja", "jo"])
    assert "or ‘jo’" in Wording.load("en").refusal(refusal)
    assert "of ‘jo’" in Wording.load("nl").refusal(refusal)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_in_line_mode_names_no_key(language: str) -> None:
    """What is typed instead is named: who reads lines has no Esc and no F12. (Panic has a key alone, on the screen.)"""
    from livecouncil.errors import Refusal

    slots = {"line_mode": True, "next": "", "side": "for", "names": ["A"], "remedies": ["a"]}
    said = Wording.load(language)
    read = [said.refusal(Refusal(code, **slots)) for code in said.table("refusal") if code != "panic"]
    assert [text for text in read if re.search(r"\b(Esc|F\d+|Ctrl|PgDn)\b", text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_the_grammar_and_the_rules_give_has_its_sentence(language: str) -> None:
    code = files("livecouncil")
    given: set[str] = set()
    for path in Path(str(code)).rglob("*.py"):
        given |= set(re.findall(r"\bRefusal\(\s*\"([a-z_.]+)\"", path.read_text(encoding="utf-8")))
    assert len(given) > 50
    assert {one for one in given if f"refusal.{one}" not in texts(language)} == set()


BODIES = FOLDER / "bodies"
KINDS_OF_BODIES = sorted({entry.name.split(".")[0] for entry in BODIES.iterdir()})


REPORTED = "reported"
"""No kind, but how somebody else speaks of any of them: it says otherwise what a law would say."""


def words_of_body(kind: str, language: str) -> dict[str, str]:
    """The texts a body says otherwise, as 'table.name' → text."""
    flat: dict[str, str] = {}
    for table, rows in tomllib.loads((BODIES / f"{kind}.{language}.toml").read_text(encoding="utf-8")).items():
        for key, text in rows.items():
            if isinstance(text, dict):
                flat |= {f"{table}.{key}.{form}": inner for form, inner in text.items()}
            else:
                flat[f"{table}.{key}"] = text
    return flat


def test_every_kind_of_body_has_its_words() -> None:
    assert {*KINDS_OF_BODIES, "council"} == {*KINDS, REPORTED}


@pytest.mark.parametrize("kind", KINDS_OF_BODIES)
def test_each_language_says_of_a_body_what_dutch_says_with_the_same_slots(kind: str) -> None:
    dutch = words_of_body(kind, "nl")
    own = {f"body.{word}" for word in Wording.load("nl").table("body")}
    assert own <= dutch.keys() or kind == REPORTED
    for language in LANGUAGES:
        said = words_of_body(kind, language)
        assert said.keys() == dutch.keys(), language
        assert {key: slots(text) for key, text in said.items()} == {key: slots(text) for key, text in dutch.items()}


@pytest.mark.parametrize("kind", KINDS_OF_BODIES)
def test_what_a_body_says_otherwise_is_said_of_a_council_too(kind: str) -> None:
    """A key that no council has would never be asked for."""
    known = texts("nl").keys()
    assert words_of_body(kind, "nl").keys() <= known


def test_frisian_of_a_body_is_a_draft_too() -> None:
    drafts = [entry for entry in BODIES.iterdir() if ".fy." in entry.name]
    assert drafts and all("DRAFT" in entry.read_text(encoding="utf-8").splitlines()[0] for entry in drafts)


def test_what_is_not_certain_of_a_law_has_its_sentence() -> None:
    codes = {draft.code for profile in PROFILES.values() for draft in profile.drafts}
    for language in LANGUAGES:
        assert codes == Wording.load(language).table("draft").keys()
