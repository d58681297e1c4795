"""The vocabulary of our data: every word of ours that no standard has, each with an address that answers.

Theory. Who meets a key in our data must be able to look it up where the data stand, years later, without us. So each
council's public folder has the list itself: a page for people, and the same as Turtle and JSON-LD. The address of a
word is that page with `#` and the word; Turtle and JSON-LD say so by the page as their base. Labels are the wording in
every language there is; what outcomes and choices are called is told by the same texts as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from livecouncil.core.law.outcomes import Outcome
from livecouncil.wording import LANGUAGES, Wording

from .feeds import VOCABULARY
from .pages import page_templates

TURTLE = "static/vocabulary.ttl"
LINKED = "static/vocabulary.jsonld"
CHOICES = ("for", "against", "absent", "abstained", "recused", "unknown")
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"


@dataclass(frozen=True)
class VocabularyTerm:
    """A word, whether it is a value or a property, and what it is called in each language."""

    name: str
    value: bool
    labels: dict[str, str]


@cache
def vocabulary_files() -> dict[str, bytes]:
    """The page, and the same for programs."""
    words = {language: Wording.load(language) for language in LANGUAGES}
    terms = list(_all_terms(words))
    return {VOCABULARY: _page_of(terms, words), TURTLE: _turtle(terms), LINKED: _as_linked_data(terms)}


def _all_terms(words: dict[str, Wording]) -> Iterator[VocabularyTerm]:
    for name in sorted(words["nl"].table("vocabulary")["of"]):
        yield VocabularyTerm(
            name, False, {language: said.t(f"vocabulary.of.{name}") for language, said in words.items()}
        )
    for outcome in get_args(Outcome):
        labels = {language: said.t(f"outcome.{outcome}", lijst="…", count=2) for language, said in words.items()}
        yield VocabularyTerm(f"outcome-{outcome}", True, labels)
    for choice in CHOICES:
        yield VocabularyTerm(
            f"choice-{choice}", True, {language: said.t(f"option.{choice}") for language, said in words.items()}
        )


def _page_of(terms: list[VocabularyTerm], words: dict[str, Wording]) -> bytes:
    properties = [term for term in terms if not term.value]
    values = [term for term in terms if term.value]
    page = page_templates().get_template("vocabulary.html")
    return page.render(words=words, properties=properties, values=values).encode()


def _turtle(terms: list[VocabularyTerm]) -> bytes:
    rows = [f"@prefix rdf: <{_RDF}> .", f"@prefix rdfs: <{_RDFS}> .", f"@prefix skos: <{_SKOS}> ."]
    rows.append("@base <vocabulary.html> .\n")
    for term in terms:
        labels = ", ".join(f"{json.dumps(said, ensure_ascii=False)}@{of}" for of, said in term.labels.items())
        if term.value:
            rows.append(f"<#{term.name}> a skos:Concept ; skos:prefLabel {labels} .")
        else:
            rows.append(f"<#{term.name}> a rdf:Property ; rdfs:label {labels} .")
    return ("\n".join(rows) + "\n").encode()


def _as_linked_data(terms: list[VocabularyTerm]) -> bytes:
    known: list[dict[str, Any]] = []
    for term in terms:
        key = "rdfs:label"
        kind = "rdf:Property"
        if term.value:
            key = "skos:prefLabel"
            kind = "skos:Concept"
        labels = [{"@value": said, "@language": of} for of, said in term.labels.items()]
        known.append({"@id": f"#{term.name}", "@type": kind, key: labels})
    context = {"@base": "vocabulary.html", "rdf": _RDF, "rdfs": _RDFS, "skos": _SKOS}
    return (json.dumps({"@context": context, "@graph": known}, ensure_ascii=False, indent=1) + "\n").encode()
