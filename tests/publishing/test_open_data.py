"""ORI-A, ORI API, Akoma Ntoso and Popolo: valid by their own schemas, and right by what was decided.

The schemas are the real ones, beside the project; the tests of values stand alone.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from livecouncil.publishing.open_data import ori_api_form
from tests.evenings.sitting import play

A = {"o": "https://ori-a.nl"}
Files = dict[str, bytes]
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}

# -- schemas -------------------------------------------------------------------------------------------------------


def by_xsd(schema: Path, documents: list[bytes], folder: Path) -> str:
    """What xmllint has to say of `documents`, all in one run; '' when they are valid."""
    paths = [folder / f"{n}.xml" for n in range(len(documents))]
    for path, document in zip(paths, documents, strict=True):
        path.write_bytes(document)
    command = ["xmllint", "--noout", "--nonet", "--schema", str(schema), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    return "" if done.returncode == 0 else done.stderr


def faults_of_api(document: bytes, specification: dict[str, Any]) -> list[str]:
    from openapi_schema_validator import OAS30ReadValidator, oas30_format_checker

    faults = []
    for path, rows in json.loads(document).items():
        if path not in ori_api_form.PATHS:
            continue
        answer = specification["paths"][f"/{path}"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        schema = {**answer, "components": specification["components"]}
        validator = OAS30ReadValidator(schema, format_checker=oas30_format_checker)
        faults += [f"{path} {e.json_path}: {e.message}" for e in validator.iter_errors({"results": rows})]
    return faults


def faults_of_popolo(rows: dict[str, list[Any]], folder: Path) -> list[str]:
    from jsonschema import Draft3Validator
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT3

    schemas = {p.stem: json.loads(p.read_text()) for p in folder.glob("*.json")}
    found = [
        (s["id"].removesuffix("#"), Resource.from_contents(s, default_specification=DRAFT3)) for s in schemas.values()
    ]
    registry: Any = Registry().with_resources(found)
    faults = []
    for name, listed in rows.items():
        validator = Draft3Validator(
            schemas[name.removesuffix("s")], registry=registry, format_checker=Draft3Validator.FORMAT_CHECKER
        )
        faults += [f"{name} {e.json_path}: {e.message}" for row in listed for e in validator.iter_errors(row)]
    return faults


@pytest.mark.parametrize(
    ("name", "schema"), [("ori-a.xml", "ori-a/ORI-A.xsd"), ("akomantoso.xml", "akomantoso/akomantoso30.xsd")]
)
def test_xml_is_valid_by_its_schema(every: list[Files], shared: Path, tmp_path: Path, name: str, schema: str) -> None:
    documents = [files[name] for files in every]
    assert by_xsd(shared / schema, documents, tmp_path) == ""
    broken = (
        documents[0].replace(b"<naam>", b"<name>").replace(b"</naam>", b"</name>").replace(b"<meta>", b"<meta/><meta>")
    )
    assert "fails to validate" in by_xsd(shared / schema, [broken], tmp_path)


def test_the_json_export_is_valid_by_the_api(every: list[Files], shared: Path) -> None:
    specification = json.loads((shared / "ori-api" / "ori-api-2.0.0.stripped.json").read_text())
    assert [f for files in every for f in faults_of_api(files["ori.json"], specification)] == []
    broken = every[0]["ori.json"].replace(b'"voor"', b'"Voor"')
    assert faults_of_api(broken, specification)


def test_popolo_is_valid_by_its_schemas(every: list[Files], shared: Path) -> None:
    for files in every:
        document = json.loads(files["popolo.json"])
        document.pop("_livecouncil")
        assert faults_of_popolo(document, shared / "popolo" / "schemas") == []
        votes = json.loads(files["votes.json"])
        votes.pop("_livecouncil", None)  # only of an unofficial report
        assert faults_of_popolo(votes, shared / "popolo" / "schemas") == []
    assert faults_of_popolo({"vote_events": [{"counts": [{"option": "yes"}]}]}, shared / "popolo" / "schemas")


OF_EVERY_KIND = """
@19:30 open
n4
alders
m1 i a: Een
m2 i b: Twee
m1 m2 v c =
bp1 v c =
bp2-3 t c =
v c =
@20:00 ontslag ippel =
pers Lid: Kok 4 Veen 4 voordracht =
@20:30 sluit
"""


@pytest.mark.parametrize(
    "kind",
    [
        "provincial_council",
        "water_board",
        "municipal_council_be",
        "joint_body",
        "safety_region",
        "island_council",
        "other",
    ],
)
def test_the_data_of_each_kind_of_body_is_valid(kind: str, shared: Path, tmp_path: Path) -> None:
    """With roles, points and motions of one count, a ballot, and who left the council."""
    evening = play(tmp_path, OF_EVERY_KIND, kind=kind)
    for name, schema in (("ori-a.xml", "ori-a/ORI-A.xsd"), ("akomantoso.xml", "akomantoso/akomantoso30.xsd")):
        assert by_xsd(shared / schema, [evening.file(name).encode()], tmp_path) == ""
    specification = json.loads((shared / "ori-api" / "ori-api-2.0.0.stripped.json").read_text())
    assert faults_of_api(evening.file("ori.json").encode(), specification) == []


# -- references ----------------------------------------------------------------------------------------------------


def strings(value: Any, key: str) -> Iterator[str]:
    """Every string under `key`, however deep."""
    for k, v in value.items() if isinstance(value, dict) else ():
        if k == key and isinstance(v, str):
            yield v
        yield from strings(v, key)
    for v in value if isinstance(value, list) else ():
        yield from strings(v, key)


def test_ids_are_unique_and_every_reference_leads_somewhere(outputs: dict[str, Files]) -> None:
    for files in outputs.values():
        a = etree.fromstring(files["ori-a.xml"])
        ids = a.xpath("//o:ID/text()", namespaces=A)
        inside = (
            "//o:verwijzingID[not(parent::o:verwijzingInformatieobject) and "
            "not(parent::o:verwijzingBegrippenlijst)]/text()"
        )
        pieces = set(a.xpath("//o:heeftAlsBijlage//o:verwijzingInformatieobject/o:verwijzingID/text()", namespaces=A))
        voted = set(a.xpath("//o:stemming//o:verwijzingInformatieobject/o:verwijzingID/text()", namespaces=A))
        assert len(ids) == len(set(ids)) and set(a.xpath(inside, namespaces=A)) <= set(ids) and voted <= pieces
        akn = etree.fromstring(files["akomantoso.xml"])
        eids = akn.xpath("//@eId")
        used = akn.xpath(
            "//@by | //@as | //@choice | //@refersTo | //@outcome | //@source | //@href[starts-with(., '#')]"
        )
        assert len(eids) == len(set(eids)) and {u.removeprefix("#") for u in used} <= set(eids)


def test_references_in_json_lead_somewhere(outputs: dict[str, Files]) -> None:
    for files in outputs.values():
        api = json.loads(files["ori.json"])
        rows = [row for path in ori_api_form.PATHS for row in api[path]]
        own = [(r["url"], r["id"]) for r in rows]
        assert len({u for u, _ in own}) == len({i for _, i in own}) == len(own)
        assert set(strings(rows, "id")) <= {i for _, i in own} and set(strings(rows, "url")) <= {u for u, _ in own}
        assert {u for r in rows for k in ("stemmen", "stemmingen", "informatieobjecten") for u in r.get(k, ())} <= {
            u for u, _ in own
        }
        pop = json.loads(files["popolo.json"])
        known = {row["id"] for key, listed in pop.items() if key != "_livecouncil" for row in listed}
        keys = (
            "person_id",
            "organization_id",
            "on_behalf_of_id",
            "parent_id",
            "motion_id",
            "legislative_session_id",
            "voter_id",
            "group_id",
            "creator_id",
        )
        assert {i for k in keys for i in strings(pop, k)} <= known
