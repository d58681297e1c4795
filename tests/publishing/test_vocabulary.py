"""Every word of ours has an address that answers, and what is said of a decision is read by others' programs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from livecouncil.publishing.folder import wanted
from livecouncil.publishing.vocabulary import LINKED, TURTLE, vocabulary_files
from tests.evenings.proefstad import ID, SCRIPT, play

BASE = "https://raad.example/live"
PAGE = f"{BASE}/static/vocabulary.html"
SCHEMA = {"@context": {"@vocab": "https://schema.org/"}}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("words")
    return wanted(play(folder, SCRIPT, public_url=BASE), folder, everything=True)


def words_on_the_page() -> set[str]:
    return set(re.findall(r'<tr id="([^"]+)"', vocabulary_files()["static/vocabulary.html"].decode()))


def test_the_page_stands_with_the_others_and_names_each_word_once(files: dict[str, bytes]) -> None:
    assert files["../static/vocabulary.html"] == vocabulary_files()["static/vocabulary.html"]
    page = files["../static/vocabulary.html"].decode()
    assert page.count("<tr id=") == len(words_on_the_page()) and "{" not in page and "outcome." not in page


def test_every_key_of_ours_is_told(files: dict[str, bytes]) -> None:
    used: set[str] = set()
    for name, content in files.items():
        if name.endswith(".json") and not name.startswith("../"):
            used |= set(_ours_in(json.loads(content)))
    known = words_on_the_page() | {"about", "municipality", "code", "item", "title", "url"}
    assert used - known == set()
    assert {"seq", "outcome", "movers", "creators", "licence"} <= used


def _ours_in(node: Any) -> list[str]:
    """Keys directly in an extension of ours, wherever that lies."""
    found = []
    if isinstance(node, dict):
        found += list(node.get("_livecouncil") or ())
        found += [key for value in node.values() for key in _ours_in(value)]
    elif isinstance(node, list):
        found += [key for one in node for key in _ours_in(one)]
    return found


@pytest.mark.parametrize("name", ["feed.json", "popolo.json", "votes.json"])
def test_the_data_lead_to_it(files: dict[str, bytes], name: str) -> None:
    assert json.loads(files[name])["_livecouncil"]["about"] == PAGE


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_programs_read_the_same_words_from_turtle_and_linked_data() -> None:
    rdflib = pytest.importorskip("rdflib")
    told = {}
    for name, form in ((TURTLE, "turtle"), (LINKED, "json-ld")):
        graph = rdflib.Graph()
        graph.parse(data=vocabulary_files()[name].decode(), format=form, publicID=f"{BASE}/{name}")
        told[name] = {str(subject) for subject in graph.subjects()}
        assert len(graph) > 3 * len(words_on_the_page())
    assert told[TURTLE] == told[LINKED] == {f"{PAGE}#{word}" for word in words_on_the_page()}


def matters(files: dict[str, bytes]) -> dict[str, dict[str, Any]]:
    return {name: json.loads(content) for name, content in files.items() if name.endswith("/index.jsonld")}


def test_a_decision_says_outcome_and_figures_in_words_that_are_told(files: dict[str, bytes]) -> None:
    motion = matters(files)["m1/index.jsonld"]
    assert motion["@context"] == ["https://schema.org", {"lc": f"{PAGE}#"}]
    assert motion["lc:outcome"] == {"@id": "lc:outcome-tied_postponed"}
    assert (motion["lc:for"], motion["lc:against"]) == (4, 4)
    ours = {key.removeprefix("lc:") for one in matters(files).values() for key in one if key.startswith("lc:")}
    values = {one["lc:outcome"]["@id"].removeprefix("lc:") for one in matters(files).values() if "lc:outcome" in one}
    assert ours | values <= words_on_the_page()


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
def test_linked_data_of_each_decision_is_read_by_two_programs(files: dict[str, bytes]) -> None:
    rdflib = pytest.importorskip("rdflib")
    pyld = pytest.importorskip("pyld")

    def loaded(address: str, options: object) -> dict[str, Any]:
        assert address == "https://schema.org"
        return {"contextUrl": None, "documentUrl": address, "document": SCHEMA, "contentType": "application/ld+json"}

    for name, document in matters(files).items():
        triples = pyld.jsonld.to_rdf(document, {"documentLoader": loaded, "format": "application/n-quads"})
        theirs = rdflib.Graph().parse(data=triples, format="nt")
        alone = {**document, "@context": [SCHEMA["@context"], *document["@context"][1:]]}
        graph = rdflib.Graph().parse(data=json.dumps(alone), format="json-ld")
        where = rdflib.URIRef(f"{BASE}/{ID}/{name.removesuffix('index.jsonld')}")
        assert len(graph) == len(theirs) > 8, name
        assert {str(p) for p in graph.predicates(where)} == {str(p) for p in theirs.predicates(where)}, name


def test_without_an_address_nothing_leads_nowhere(tmp_path: Path) -> None:
    made = wanted(play(tmp_path, SCRIPT), tmp_path, everything=True)
    assert json.loads(made["m1/index.jsonld"])["@context"] == "https://schema.org"
    assert all(b"/static/vocabulary.html#" not in content for name, content in made.items() if "/static/" not in name)
