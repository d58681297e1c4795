"""What the open data says is what was decided: choices, results, kinds of vote, presence, and
nothing that is not public."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.open_data import participants
from livecouncil.publishing.open_data import shared as open_data
from livecouncil.sitting.session import Session
from tests.evenings import denhelder
from tests.evenings.proefstad import ID, MEMBERS, play, render, write

A = {"o": "https://ori-a.nl"}
Files = dict[str, bytes]
AKN = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}
# -- values --------------------------------------------------------------------------------------------------------

SITTING = {name for name, _ in MEMBERS}
WANTED = {  # for, against, recused, absent
    "punt-3": (5, 2, (), ("de heer Haan", "mevrouw Ibema")),
    "s1": (1, 7, (), ("mevrouw Ibema",)),
    "a1": (6, 2, (), ("mevrouw Ibema",)),
    "punt-4": (8, 0, (), ("mevrouw Ibema",)),
    "m1": (4, 4, (), ("mevrouw Ibema",)),
    "punt-5": (4, 3, ("de heer Fokkema",), ("mevrouw Ibema",)),
    "punt-6": (
        4,
        0,
        (),
        ("mevrouw Akker", "de heer J.P. van der Berg", "mevrouw Cornelis", "de heer Dekker", "mevrouw Ibema"),
    ),
}
Choices = dict[str, dict[str, str]]


def choices_ori_a(document: bytes) -> Choices:
    root, found = etree.fromstring(document), Choices()
    for vote in root.xpath("//o:aanwezigeDeelnemer/o:neemtDeelAanStemming", namespaces=A):
        name = vote.xpath("string(../o:isNatuurlijkPersoon/o:naam/o:volledigeNaam)", namespaces=A)
        local = (
            vote.xpath("string(o:gegevenOpStemming/o:verwijzingID)", namespaces=A)
            .split("/")[1]
            .removesuffix("-stemming")
        )
        assert name not in found.setdefault(local, {})
        found[local][name] = vote.xpath("string(o:keuzeStemming)", namespaces=A)
    return found


def choices_api(document: bytes) -> Choices:
    api, found = json.loads(document), Choices()
    names = {p["id"]: p["naamNatuurlijkPersoon"]["volledigeNaam"] for p in api["natuurlijkpersonen"]}
    who = {d["id"]: names[d["natuurlijkPersoon"]["id"]] for d in api["aanwezigedeelnemers"]}
    for vote in api["stemmen"]:
        local = vote["stemming"]["url"].split("#")[-1].removesuffix("-stemming")
        side, name = found.setdefault(local, {}), who[vote["aanwezigeDeelnemer"]["id"]]
        assert name not in side
        side[name] = vote["keuzeStemming"]
    return found


def choices_akn(document: bytes) -> Choices:
    found = Choices()
    for vote in etree.fromstring(document).xpath("//a:vote", namespaces=AKN):
        local = vote.getparent().getparent().get("eId").removesuffix("-stemming")
        assert vote.text not in found.setdefault(local, {})
        found[local][vote.text] = vote.get("choice").removeprefix("#keuze-")
    return found


def choices_popolo(document: bytes) -> Choices:
    pop = json.loads(document)
    names = {p["id"]: p["name"] for p in pop["persons"]}
    events = {e["id"].split("/")[1].removesuffix("-stemming"): e.get("votes", ()) for e in pop["vote_events"]}
    assert all(len({v["voter_id"] for v in vs}) == len(vs) for vs in events.values())
    return {local: {names[v["voter_id"]]: v["option"] for v in vs} for local, vs in events.items() if vs}


READERS: dict[str, tuple[Callable[[bytes], Choices], tuple[str, str, str, str]]] = {
    "ori-a.xml": (choices_ori_a, ("Voor", "Tegen", "Onthouden", "Afwezig")),
    "ori.json": (choices_api, ("voor", "tegen", "onthouden", "afwezig")),
    "akomantoso.xml": (choices_akn, ("for", "against", "recused", "absent")),
    "popolo.json": (choices_popolo, ("yes", "no", "not voting", "absent")),
}


def told(found: Choices, yes: str, no: str) -> Choices:
    """Those of which the names were told."""
    return {local: choices for local, choices in found.items() if {yes, no} & set(choices.values())}


@pytest.mark.parametrize("name", READERS)
def test_every_member_has_exactly_one_choice_in_every_vote(outputs: dict[str, Files], name: str) -> None:
    read, (yes, no, recused, absent) = READERS[name]
    found = told(read(outputs["english" if name == "ori.json" else "whole"][name]), yes, no)
    outside = {"mevrouw Ibema"} if name == "ori-a.xml" else set()  # persoonBuitenVergadering: never there, so no stem
    assert found.keys() == WANTED.keys()
    for local, (in_favour, against, out, away) in WANTED.items():
        votes_ = found[local]
        assert Counter(votes_.values())[yes] == in_favour and Counter(votes_.values())[no] == against, local
        assert {n for n, c in votes_.items() if c == recused} == set(out), local
        assert {n for n, c in votes_.items() if c == absent} == set(away) - outside, local
        assert votes_.keys() == SITTING - outside, local


def texts(document: bytes, path: str) -> list[str]:
    found: list[str] = etree.fromstring(document).xpath(path, namespaces=A)
    return found


def by_local(document: bytes, element: str, *parts: str) -> dict[str, tuple[str, ...]]:
    """Of each `element` of ORI-A, the texts of `parts`, by its local id."""
    rows = etree.fromstring(document).xpath(f"//o:{element}", namespaces=A)
    key = [r.xpath("string(o:ID)", namespaces=A).split("/")[-1] for r in rows]
    return dict(zip(key, (tuple(r.xpath(f"string(o:{p})", namespaces=A) for p in parts) for r in rows), strict=True))


def test_results_are_those_of_the_value_lists(outputs: dict[str, Files]) -> None:
    decided = by_local(outputs["whole"]["ori-a.xml"], "besluit", "resultaat")
    assert {k.removesuffix("-besluit"): v for k, (v,) in decided.items()} == {
        "punt-2": "Aangenomen",
        "punt-3": "Aangenomen",
        "s1": "Verworpen",
        "a1": "Aangenomen",
        "punt-4": "Geamendeerd aangenomen",
        "m1": "Aangehouden",
        "m3": "Aangehouden",
        "punt-5": "Aangenomen",
        "punt-6-2": "Verworpen",
        "punt-9": "Aangenomen",
    }
    rows = json.loads(outputs["english"]["ori.json"])["besluiten"]
    free = {r["url"].split("#")[-1].removesuffix("-besluit"): r["besluitresultaat"] for r in rows}
    assert (free["punt-4"], free["m2"], free["punt-6"], free["punt-10"]) == (
        "Geamendeerd aangenomen",
        "Withdrawn",
        "Invalid vote",
        "Noted",
    )


def test_kinds_of_vote_and_oral_results(outputs: dict[str, Files]) -> None:
    kinds = by_local(outputs["whole"]["ori-a.xml"], "stemming", "type", "resultaatMondelingeStemming")
    assert {k.removesuffix("-stemming"): v for k, v in kinds.items()} == {
        "punt-3": ("Regulier", "Voor"),
        "s1": ("Regulier", "Tegen"),
        "a1": ("Regulier", "Voor"),
        "punt-4": ("Regulier", "Voor"),
        "m1": ("Regulier", "Gelijk"),
        "punt-5": ("Hoofdelijk", "Voor"),
        "punt-6": ("Regulier", ""),
        "punt-6-2": ("Regulier", "Tegen"),
        "punt-9": ("Regulier", "Voor"),
        "punt-7-personen-1": ("Schriftelijk", ""),
        "punt-7-personen-2": ("Schriftelijk", ""),
    }


@pytest.mark.parametrize(
    ("outcome", "decision", "oral"),
    [
        ("adopted", "Aangenomen", "Voor"),
        ("adopted_without_vote", "Aangenomen", None),
        ("adopted_amended", "Geamendeerd aangenomen", "Voor"),
        ("rejected", "Verworpen", "Tegen"),
        ("tied_not_adopted", "Verworpen", "Gelijk"),
        ("tied_postponed", "Aangehouden", "Gelijk"),
        ("held_over", "Aangehouden", None),
        *((o, None, None) for o in ("withdrawn", "removed", "noted", "not_put_to_vote", "invalid")),
    ],
)
def test_outcomes_in_the_value_lists(outcome: str, decision: str | None, oral: str | None) -> None:
    assert (open_data.DECISION.get(outcome), open_data.ORAL_RESULT.get(outcome)) == (decision, oral)


def test_unanimous_is_said_only_after_a_vote_in_which_all_voted_for(helder: PublicRecord) -> None:
    decided = by_local(render(helder)["ori-a.xml"], "besluit", "resultaat")
    assert decided["punt-7-besluit"] == ("Unaniem aangenomen",) and decided["punt-5-besluit"] == ("Aangenomen",)
    assert decided["punt-6-besluit"] == ("Aangenomen",) and decided["punt-13-besluit"] == ("Aangenomen",)


def test_the_real_roll_call_by_name(helder: PublicRecord, shared: Path) -> None:
    wanted = next(i for i in denhelder.expected(shared)["items"] if i["number"] == 16)["expected"]["votes"]
    found = choices_ori_a(render(helder)["ori-a.xml"])["punt-16"]
    for side, label in (("voor", "Voor"), ("tegen", "Tegen")):
        assert {n for n, c in found.items() if c == label} == {n for names in wanted[side].values() for n in names}
    kinds = by_local(render(helder)["ori-a.xml"], "stemming", "type")
    assert kinds["punt-16-stemming"] == ("Hoofdelijk",)
    assert texts(render(helder)["ori-a.xml"], "//o:persoonBuitenVergadering//o:volledigeNaam/text()") == [
        "de heer Visser"
    ]


def test_hamerstukken_closed_and_untreated_items(outputs: dict[str, Files]) -> None:
    flags = by_local(
        outputs["whole"]["ori-a.xml"], "agendapunt", "indicatieHamerstuk", "indicatieBehandeld", "indicatieBesloten"
    )
    assert flags["punt-2"] == ("true", "true", "false") and flags["punt-3"] == ("false", "true", "false")
    assert flags["punt-8"] == ("false", "true", "true") and flags["punt-11"] == ("false", "false", "false")
    running = by_local(outputs["running"]["ori-a.xml"], "agendapunt", "indicatieBehandeld")
    assert (running["punt-4"], running["punt-5"]) == (("true",), ("",))


def test_groups_stand_for_against_or_divided(outputs: dict[str, Files]) -> None:
    root = etree.fromstring(outputs["whole"]["ori-a.xml"])
    path = "//o:fractie/o:neemtDeelAanStemming[o:verwijzingStemming/o:verwijzingID[contains(., '/a1-')]]"
    found = {
        r.xpath("string(../o:naam)", namespaces=A): r.xpath("string(o:fractieStemresultaat)", namespaces=A)
        for r in root.xpath(path, namespaces=A)
    }
    assert found == {"Alfa": "Aangenomen", "Beta": "Verdeeld", "Gamma": "Aangenomen", "Delta": "Verworpen"}
    events = {e["identifier"]: e for e in json.loads(outputs["whole"]["popolo.json"])["vote_events"]}
    results = {r["group_id"]: r["result"] for r in events["a1"]["group_results"]}
    assert results == {
        "gm0400/fractie-1": "adopted",
        "gm0400/fractie-2": "divided",
        "gm0400/fractie-3": "adopted",
        "gm0400/fractie-4": "rejected",
    }
    assert {r["group_id"] for r in events["3"]["group_results"]} == {
        "gm0400/fractie-1",
        "gm0400/fractie-2",
        "gm0400/fractie-3",
    }


def test_counts_add_up_to_the_sitting_members(outputs: dict[str, Files]) -> None:
    for name in ("popolo.json", "votes.json"):
        events = [e for e in json.loads(outputs["whole"][name])["vote_events"] if e.get("votes")]
        assert all(len(MEMBERS) == len(event["votes"]) for event in events)
        named = [event for event in events if "unknown" not in {vote["option"] for vote in event["votes"]}]
        assert len(named) == len(WANTED) == len(events) - 1
        for event in named:
            counts = {c["option"]: c["value"] for c in event["counts"]}
            assert sum(counts.values()) == len(MEMBERS)
            assert {k: v for k, v in counts.items() if v} == Counter(v["option"] for v in event["votes"])


@pytest.mark.parametrize("name", READERS)
def test_totals_alone_and_secret_ballots_have_no_member(outputs: dict[str, Files], name: str) -> None:
    read, (yes, no, *_) = READERS[name]
    found = told(read(outputs["whole"][name]), yes, no)
    assert not [local for local in found if local == "punt-6-2" or "personen" in local]


def test_a_secret_ballot_has_its_totals(outputs: dict[str, Files]) -> None:
    document = outputs["whole"]["ori-a.xml"]
    ballot = "//o:stemming[contains(o:ID, 'punt-7-personen-2')]"
    assert texts(document, f"{ballot}//o:naamKandidaat/text()") == ["Braas", "Veen"]
    assert texts(document, f"{ballot}//o:aantalUitgebrachteStemmen/text()") == ["4", "3"]
    assert texts(document, f"{ballot}/o:resultaatStemmingOverPersonen/text()") == [
        "Lid rekenkamer: Braas 4, Veen 3, blanco 1; Braas is benoemd"
    ]
    rows = [s for s in json.loads(outputs["whole"]["ori.json"])["stemmingen"] if s["stemmingstype"] == "schriftelijk"]
    assert [s.get("stemmen") for s in rows] == [None, None] and rows[0]["stemmingOverPersonen"][0][
        "aantalUitgebrachteStemmen"
    ] == 3
    events = {e["identifier"]: e for e in json.loads(outputs["whole"]["popolo.json"])["vote_events"]}
    first = events["punt-7-personen-1"]
    assert "votes" not in first and "group_results" not in first and first["result"] == "second_ballot"
    assert {c["option"]: c["value"] for c in first["counts"]} == {
        "Braas": 3,
        "Veen": 3,
        "against": 0,
        "blank": 1,
        "improper": 1,
    }


def test_presence_parts_and_the_floor(outputs: dict[str, Files]) -> None:
    document = outputs["whole"]["ori-a.xml"]
    there = by_local(
        document, "aanwezigeDeelnemer", "rolnaam/o:begripLabel", "aanvangAanwezigheid", "eindeAanwezigheid"
    )
    assert there["deelnemer-persoon-8"] == (
        "Raadslid",
        "2024-05-16T19:47:00+02:00",
        "2024-05-16T21:00:00+02:00",
    )
    parts = {k.removeprefix("deelnemer-persoon-"): v[0] for k, v in there.items()}
    assert parts["10"] == "Voorzitter" and parts["3"] == "Vice-voorzitter"
    assert parts["11"] == "Portefeuillehouder" and parts["inspreker-1"] == "Inspreker" and "12" not in parts
    assert texts(document, "//o:persoonBuitenVergadering//o:volledigeNaam/text()") == ["mevrouw Ibema"]
    spoken = by_local(
        document, "spreektTijdensSpreekfragment", "aanvang", "einde", "gedurendeAgendapunt/o:verwijzingID"
    )
    assert spoken["spreekfragment-persoon-1-1"] == (
        "2024-05-16T19:45:00+02:00",
        "2024-05-16T19:46:00+02:00",
        f"{ID}/punt-4",
    )
    akn = etree.fromstring(outputs["whole"]["akomantoso.xml"])
    assert akn.xpath("//a:rollCall/@eId", namespaces=AKN) == ["aanwezigheid", "punt-5-stemming"]
    assert akn.xpath("//a:speech/@by", namespaces=AKN) == [
        "#persoon-inspreker-1",
        "#persoon-1",
        "#persoon-11",
    ]


def test_pieces_say_who_filed_them_and_what_no_list_can(outputs: dict[str, Files]) -> None:
    names = texts(
        outputs["whole"]["ori-a.xml"], "//o:heeftAlsBijlage//o:verwijzingInformatieobject/o:verwijzingNaam/text()"
    )
    assert (
        "Motie M2: Hoogbouw, ingediend door Haan (ingetrokken)" in names
        and "Motie M1: Starters eerst, ingediend door Alfa, Fokkema" in names
    )
    assert "wethouder Mulder: een brief voor 1 juli" in names and "Bijlage" in names
    api = json.loads(outputs["english"]["ori.json"])
    filed = [i["naam"] for i in api["indieners"] if i["informatieobject"]["url"].endswith("#m1")]
    assert filed == ["Alfa", "de heer Fokkema"]
    related = {i["url"].split("#")[-1]: i.get("gerelateerdInformatieobject") for i in api["informatieobjecten"]}
    assert (
        related["s1"]["rol"] == "hoofd_amendement"
        and related["s1"]["informatieobject"]["url"].endswith("#a1")
        and related["a1"]["rol"] == "voorstel"
    )


def test_a_decision_after_a_count_has_an_id_of_its_own(tmp_path: Path) -> None:
    record = play(tmp_path, "@19:30 open\nn4\nm1 i alfa: Bomen\naf haan\nm1v alfa dekker =\nm1p\n@21:00 sluit")
    decided = by_local(render(record)["ori-a.xml"], "besluit", "resultaat")
    assert [k for k in decided if k.startswith("m1")] == ["m1-besluit", "m1-daarna-besluit"]


def test_the_api_cuts_titles_but_never_a_number(outputs: dict[str, Files]) -> None:
    items = {i["agendapuntKenmerk"]: i for i in json.loads(outputs["whole"]["ori.json"])["agendapunten"]}
    assert items["4"]["agendapuntTitel"].endswith("…") and len(items["4"]["agendapuntTitel"]) <= 100
    assert (
        items["4"]["agendapuntOmschrijving"].startswith("Voorstel tot vaststelling")
        and len(items["4"]["agendapuntOmschrijving"]) > 200
    )
    assert "agendapuntvolgnummer" not in items["123a"] and items["5"]["agendapuntvolgnummer"] == "5"
    assert items["5"]["agendapuntTitel"] == "Krediet <zwembad> & park"
    assert "Krediet <zwembad> & park" in texts(outputs["whole"]["ori-a.xml"], "//o:agendapunt/o:naam/text()")


def test_the_municipality_is_that_of_tooi(outputs: dict[str, Files]) -> None:
    where = "//o:vergadering/o:overheidsorgaan/o:{}/text()"
    assert texts(outputs["whole"]["ori-a.xml"], where.format("begripCode")) == ["gm0400"]
    assert json.loads(outputs["whole"]["ori.json"])["vergaderingen"][0]["gemeente"] == {
        "gemeentecode": "0400",
        "gemeentenaam": "Proefstad",
    }
    assert texts(outputs["bare"]["ori-a.xml"], where.format("begripCode")) == []
    assert "gemeente" not in json.loads(outputs["bare"]["ori.json"])["vergaderingen"][0]


@pytest.mark.parametrize(
    ("stage", "status"), [("planned", "Gepland"), ("not opened", "Geannuleerd"), ("running", ""), ("whole", "Gehouden")]
)
def test_the_meetings_status(outputs: dict[str, Files], stage: str, status: str) -> None:
    assert texts(outputs[stage]["ori-a.xml"], "//o:vergadering/o:status/text()") == ([status] if status else [])
    assert json.loads(outputs[stage]["ori.json"])["vergaderingen"][0].get("status", "") == status.lower()


def test_a_closed_items_title_and_what_follows_closed_doors_are_nowhere(outputs: dict[str, Files]) -> None:
    for stage in ("whole", "behind doors", "planned"):
        assert not [name for name, content in outputs[stage].items() if b"geheimstraat" in content]
    ballots = json.loads(outputs["behind doors"]["popolo.json"])["vote_events"]
    assert [e["identifier"] for e in ballots if "personen" in e["identifier"]] == [
        "punt-7-personen-1",
        "punt-7-personen-2",
    ]
    assert "punt-9-besluit" not in by_local(outputs["behind doors"]["ori-a.xml"], "besluit")


@pytest.mark.parametrize(("guise", "mark"), [("rehearsal", "OEFENING"), ("unofficial", "niet-officieel verslag")])
def test_a_rehearsal_and_an_unofficial_report_say_so(outputs: dict[str, Files], guise: str, mark: str) -> None:
    for name in ("ori-a.xml", "ori.json", "akomantoso.xml"):
        assert mark.encode() in outputs[guise][name] and mark.encode() not in outputs["whole"][name]
    assert json.loads(outputs[guise]["popolo.json"])["_livecouncil"][guise] is True
    akn = etree.fromstring(outputs[guise]["akomantoso.xml"])
    assert set(akn.xpath("//a:FRBRauthor/@href", namespaces=AKN)) == {
        "#verslaglegger" if guise == "unofficial" else "#raad"
    }


def test_who_came_behind_closed_doors_is_known_once_they_are_open(tmp_path: Path) -> None:
    record = play(tmp_path, "af ibema\n@19:30 open\nn8\nbesloten\n@19:45 aan ibema\nopenbaar\nn5\nu =\n@21:00 sluit")
    document = render(record)["ori-a.xml"]
    assert choices_ori_a(document)["punt-5"]["mevrouw Ibema"] == "Voor" and len(
        choices_ori_a(document)["punt-5"]
    ) == len(MEMBERS)
    times = by_local(document, "aanwezigeDeelnemer", "aanvangAanwezigheid")
    assert times["deelnemer-persoon-9"] == ("2024-05-16T19:45:00+02:00",) and not texts(
        document, "//o:persoonBuitenVergadering"
    )


def test_what_is_held_is_in_no_file(tmp_path: Path) -> None:
    session = Session.open(tmp_path, write(tmp_path), hold=3600)
    for line in ("open", "n5", "m1 i alfa: Kanariepiet", "m1v beta ="):
        assert not session.enter(line, line_mode=True).refused
    record = publishing.record_of(session.journal.events)
    session.close()
    assert not [name for name, content in render(record).items() if b"Kanariepiet" in content or b"m1" in content]


def test_the_same_journal_gives_the_same_bytes(
    tmp_path: Path, outputs: dict[str, Files], records: dict[str, PublicRecord]
) -> None:
    assert render(records["whole"]) == outputs["whole"] and render(records["running"]) == outputs["running"]
    assert outputs["rehearsal"]["popolo.json"] != outputs["whole"]["popolo.json"]


@pytest.mark.parametrize(
    ("name", "surname", "parts"),
    [
        ("mevrouw Van der Wal", "Wal", ("Wal", "Van der", "", "")),
        ("de heer J.P. van den Berg", "Berg", ("Berg", "van den", "J.P.", "")),
        ("burgemeester K.F. Schuiling", "Schuiling", ("Schuiling", "", "K.F.", "")),
        ("Anna de Vries", "Vries", ("Vries", "de", "", "Anna")),
        ("drs. Th. Jansen Steur", "Jansen Steur", ("Jansen Steur", "", "Th.", "")),
        ("inspreker 1", "", ("inspreker 1", "", "", "")),
    ],
)
def test_names_fall_apart_as_the_standards_ask(name: str, surname: str, parts: tuple[str, ...]) -> None:
    found = participants.name_parts(name, surname)
    assert (found.family, found.prefix, found.initials, found.given) == parts and found.full == name


def test_ids_of_persons_whose_names_look_alike_differ() -> None:
    taken: set[str] = set()
    assert [participants.free_id("persoon", n, taken) for n in ("de heer Bakker", "de heer Bäkker", "…")] == [
        "persoon-de-heer-bakker",
        "persoon-de-heer-bakker-2",
        "persoon-x",
    ]
