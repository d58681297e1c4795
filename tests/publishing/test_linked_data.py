"""What search engines read: JSON-LD whose every word schema.org has, and which leads to where each thing stands."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from rdflib import RDF, Graph, URIRef
from rdflib.namespace import SDO

from livecouncil.publishing.addressed import ON_PERSONS
from livecouncil.publishing.folder import words_of_meeting
from livecouncil.publishing.site import meeting_files

from .conftest import Files, Records

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
HERE = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}, "license": {"@type": "@id"}}
"""What schema.org's own context does with these; a test asks nobody for it."""


def documents(files: Files) -> dict[str, Any]:
    found = {name: json.loads(body) for name, body in files.items() if name.endswith(".jsonld")}
    (live,) = SCRIPT.findall(files["index.html"].decode())
    return found | {"index.html": json.loads(live)}


@pytest.fixture(scope="module")
def made(records: Records) -> dict[str, Files]:
    """The files of every meeting, in every guise and at every stage."""
    return {name: meeting_files(record, words_of_meeting(record.meeting)) for name, record in records.items()}


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own reader of JSON-LD
def test_every_word_is_one_of_schema_org(made: dict[str, Files]) -> None:
    known = {str(term) for name in SDO.__annotations__ for term in [SDO[name]]}
    triples = 0
    for files in made.values():
        for name, told in documents(files).items():
            schema, *own = [told["@context"]] if isinstance(told["@context"], str) else told["@context"]
            assert schema == "https://schema.org"
            graph = Graph().parse(data=json.dumps(told | {"@context": [HERE, *own]}), format="json-ld")
            used = {str(p) for p in graph.predicates() if p != RDF.type} | {
                str(o) for o in graph.objects(None, RDF.type)
            }
            others = {term for term in used - known if "/static/vocabulary.html#" not in term}
            assert not others, (name, others)
            triples += len(graph)
    assert triples > 1000


def test_each_message_leads_to_its_place_and_a_decision_to_its_page(records: Records, made: dict[str, Files]) -> None:
    for name, files in made.items():
        record = records[name]
        where = f"{record.meeting.public_url}/{record.meeting.meeting_id}/"
        told = documents(files)["index.html"]
        updates = told.get("liveBlogUpdate", [])
        assert len(updates) == len(record.feed.entries)
        for update, entry in zip(updates, reversed(record.feed.entries), strict=True):
            if not record.meeting.public_url:
                assert "url" not in update
                continue
            tail = update["url"].removeprefix(where)
            if entry.outcome and (entry.object or entry.kind in ON_PERSONS) and not entry.corrects:
                assert f"{tail}index.html" in files, tail
            else:
                assert tail == f"#{entry.anchor}"
            assert URIRef(update["url"])
