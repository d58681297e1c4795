"""Evenings of other bodies, typed as a griffier types them, and every kind of output they leave."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.meeting.state import MeetingState
from livecouncil.journal.journal import Journal
from tests.evenings.bodies import COMMITTEE, JOINT, STATES, BodyEvening
from tests.evenings.shell import line_mode
from tests.publishing.test_open_data import faults_of_api

SHARED = Path(__file__).parents[3] / "shared" / "cases" / "sitting"
NS = {"o": "https://ori-a.nl"}
MUNICIPAL = ("raadsleden", "raadsvergadering", "Gemeentewet", "Gemeenteraad")


def play(folder: Path, agenda: Path, script: str) -> tuple[str, str]:
    """What the program says, and what it refuses."""
    command = line_mode(folder, agenda, "--no-serve", "--hold", "0")
    run = subprocess.run(command, input=script, capture_output=True, text=True, check=False)
    return run.stdout, run.stderr


@dataclass(frozen=True)
class Played:
    """An evening that was typed: its folder, to read only, and what the program said and refused."""

    folder: Path
    said: str
    refused: str


def played(evening: BodyEvening, folder: Path) -> Played:
    return Played(folder, *play(folder, evening.write(folder), evening.script))


@pytest.fixture(scope="module")
def committee(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return played(COMMITTEE, tmp_path_factory.mktemp("committee"))


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> Played:
    return played(STATES, tmp_path_factory.mktemp("states"))


def state_of(folder: Path, meeting: str) -> MeetingState:
    events = Journal.open(folder / "journal", meeting, write=False).events
    return fold(events, *opening(events))


def outcomes(folder: Path, meeting: str) -> dict[str, str | None]:
    state = state_of(folder, meeting)
    return {**state.outcomes, **{o.key: o.outcome for o in state.objects.values()}}


def no_municipal_word(folder: Path, meeting: str) -> None:
    """Nothing the public reads speaks of a municipal council."""
    for path in (folder / "public" / meeting).iterdir():
        if path.suffix in (".html", ".json", ".atom", ".csv", ".xml") and path.name != "journal.jsonl":
            text = path.read_text(encoding="utf-8")
            assert not [word for word in MUNICIPAL if word in text], path.name


def test_a_committee_evening(committee: Played) -> None:
    assert committee.refused.count("\n") == 1 and "Typ ‘adv hamerstuk’" in committee.refused
    assert outcomes(committee.folder, COMMITTEE.meeting) == {
        "2": "adopted_without_vote",
        "4": "advice_debate",
        "5": "advice_without_debate",
        "6": "advice_return",
        "7": "advice_no",
    }
    assert "4 van de 5 commissieleden zijn aanwezig" in committee.said
    assert "De commissie vergadert vanaf 20:41 in beslotenheid" in committee.said
    no_municipal_word(committee.folder, COMMITTEE.meeting)


def test_a_committee_in_the_open_data(committee: Played) -> None:
    public = committee.folder / "public" / COMMITTEE.meeting
    popolo = json.loads((public / "popolo.json").read_text())
    kinds = {row["id"]: (row["classification"], row.get("parent_id")) for row in popolo["organizations"]}
    assert kinds["gm9901/commissie-ruimte"] == ("committee", "gm9901/raad")
    assert popolo["events"][0]["organization_id"] == "gm9901/commissie-ruimte"
    assert popolo["vote_events"] == []
    ori = json.loads((public / "ori.json").read_text())
    (meeting,) = ori["vergaderingen"]
    assert meeting["vergaderingstype"] == "commissievergadering"
    assert meeting["georganiseerdDoorGremium"]["gremiumnaam"] == "Commissie Ruimte"
    functions = {row["naamNatuurlijkPersoon"]["achternaam"]: row.get("functie") for row in ori["natuurlijkpersonen"]}
    assert functions["Rinsma"] == "burgerlid" and functions["Zijlstra"] == "raadslid"
    tree = etree.parse(str(public / "ori-a.xml"))
    assert tree.findtext("o:vergadering/o:type/o:begripLabel", namespaces=NS) == "Commissievergadering"
    assert "commissie-ruimte" in (public / "akomantoso.xml").read_text()


def test_an_evening_of_provincial_states(states: Played) -> None:
    assert states.refused == ""
    assert outcomes(states.folder, STATES.meeting) == {
        "2": "adopted_without_vote",
        "3": "adopted_amended",
        "4": "adopted_without_vote",
        "5": "adopted",
        "a1": "adopted",
        "m1": "rejected",
        "m2": "tied_postponed",
    }
    assert "42 van de 42 Statenleden zijn aanwezig" in states.said
    assert "Provinciale Staten vergaderen vanaf 14:36" in states.said
    assert "Artikel 24 Provinciewet" in states.said
    assert "(artikel 28 Provinciewet)" in states.said
    no_municipal_word(states.folder, STATES.meeting)
    ballots = [e for e in state_of(states.folder, STATES.meeting).facts.values() if isinstance(e, ev.Ballot)]
    assert [(b.outcome, b.elected) for b in ballots] == [("elected", "jansma")]


def test_provincial_states_in_the_open_data(states: Played) -> None:
    public = states.folder / "public" / STATES.meeting
    (meeting,) = json.loads((public / "ori.json").read_text())["vergaderingen"]
    assert meeting["vergaderingstype"] == "statenvergadering" and "gemeente" not in meeting
    tree = etree.parse(str(public / "ori-a.xml"))
    organ = tree.find("o:vergadering/o:overheidsorgaan", namespaces=NS)
    assert organ is not None
    assert organ.findtext("o:begripLabel", namespaces=NS) == "Provincie Noorderland"
    assert organ.findtext("o:begripCode", namespaces=NS) == "pv98"
    names = {row["name"] for row in json.loads((public / "popolo.json").read_text())["organizations"]}
    assert {"Provinciale Staten van Noorderland", "Gedeputeerde Staten"} <= names


def test_the_evening_of_the_manual(tmp_path: Path) -> None:
    manual = (Path(__file__).parents[2] / "docs" / "handleiding.md").read_text(encoding="utf-8")
    script = manual.partition("<!-- een commissieavond -->\n```text\n")[2].partition("```")[0]
    said, refused = play(tmp_path, COMMITTEE.write(tmp_path), script)
    assert refused == ""
    assert outcomes(tmp_path, COMMITTEE.meeting) == {
        "2": "adopted_without_vote",
        "4": "advice_debate",
        "6": "advice_return",
    }
    assert "Toezegging van wethouder Hoekstra bij punt 4" in said


@pytest.fixture(scope="module")
def joint(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The evening of a joint body as the manual prints it: 49 votes, six members, and what needs more than half."""
    manual = (Path(__file__).parents[2] / "docs" / "handleiding.md").read_text(encoding="utf-8")
    script = manual.partition("<!-- een gemeenschappelijke regeling -->\n```text\n")[2].partition("```")[0]
    folder = tmp_path_factory.mktemp("joint")
    return Played(folder, *play(folder, JOINT.write(folder), script))


def test_votes_that_weigh_and_majorities_with_a_name(joint: Played) -> None:
    assert joint.refused == ""
    assert outcomes(joint.folder, JOINT.meeting) == {
        "2": "adopted",
        "3": "adopted",
        "4": "adopted",
        "m1": "adopted",
        "m2": "rejected",
        "m3": "adopted",
    }
    told = joint.said
    assert "is aangenomen: 37 voor, 12 tegen. Leden hebben niet elk één stem. Namen volgen." in told
    assert "Voor 37: Groot Terp (12), Kleinwerd, Oudzijl. Tegen 12: Groot Terp (12)." in told
    assert "Voor 34: Groot Terp, Oudzijl. Tegen 15: Kleinwerd. Leden hebben niet elk één stem. Nodig: 2/3" in told
    assert "Voor 25: Kleinwerd, Oudzijl. Tegen 24: Groot Terp." in told and "meer dan 1/2 van alle leden (4)" in told
    assert "Oudzijl (6). Tegen 4: Oudzijl (4)." in told and "‘begroting’ vraagt 2/3 van de uitgebrachte" in told


def test_votes_that_weigh_in_every_output(joint: Played) -> None:
    public = joint.folder / "public" / JOINT.meeting
    events = {one["identifier"]: one for one in json.loads((public / "votes.json").read_text())["vote_events"]}
    weights = {vote["voter"]["name"]: vote["weight"] for vote in events["m1"]["votes"]}
    assert weights["Anna Alders"] == 12 and sum(weights.values()) == 49
    assert events["2"]["counted"].endswith("Nodig: 2/3 van de uitgebrachte stemmen (33).")
    assert [one["value"] for one in events["m1"]["counts"]] == [37, 12]
    popolo = json.loads((public / "popolo.json").read_text())
    counted = next(one for one in popolo["vote_events"] if one["identifier"] == "m1")
    assert [vote["weight"] for vote in counted["votes"]] == [12, 12, 8, 7, 6, 4]
    rows = (public / "votes.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0].endswith(";mark;weight") and rows[1].endswith(";12")
    page = (public / "index.html").read_text()
    assert "Leden hebben niet elk één stem." in page and "Alders (Groot Terp, 12)" in page
    listed = (public / "decisions.html").read_text()
    assert "Nodig: 2/3 van de uitgebrachte stemmen (33)." in listed
    assert "<td>12</td>" in (public / "transcript.html").read_text()
    assert "Nodig: 2/3" in (public / "ori-a.xml").read_text() and "Nodig: 2/3" in (public / "ori.json").read_text()


def test_a_body_calls_its_members_as_it_does(tmp_path: Path) -> None:
    agenda = COMMITTEE.write(tmp_path)
    council = tmp_path / "council.toml"
    words = 'words = { raadslid = "hoofdingeland", raadsleden = "hoofdingelanden" }\n'
    council.write_text(council.read_text() + words)
    said, _ = play(tmp_path, agenda, "open\n")
    assert "5 van de 5 hoofdingelanden zijn aanwezig" in said
    assert "hoofdingelanden" in (tmp_path / "public" / COMMITTEE.meeting / "index.html").read_text()


@pytest.mark.parametrize("name", ["committee", "states"])
def test_their_open_data_are_valid(name: str, request: pytest.FixtureRequest) -> None:
    data = SHARED.parents[1] / "data"
    if not data.exists():
        pytest.skip(f"{data} is not here")
    meeting = {"committee": COMMITTEE, "states": STATES}[name].meeting
    public = request.getfixturevalue(name).folder / "public" / meeting
    specification = json.loads((data / "ori-api" / "ori-api-2.0.0.stripped.json").read_text())
    assert faults_of_api((public / "ori.json").read_bytes(), specification) == []
    for file, schema in (("ori-a.xml", "ori-a/ORI-A.xsd"), ("akomantoso.xml", "akomantoso/akomantoso30.xsd")):
        valid = etree.XMLSchema(etree.parse(str(data / schema)))
        assert valid.validate(etree.parse(str(public / file))), f"{file}: {valid.error_log}"


def test_whoever_votes_in_another_council_is_named_by_its_law(tmp_path: Path) -> None:
    """The register, the code and the kind of sitting follow the body."""
    path = case("c33-flemish-tie", tmp_path, (COUNCIL, 'kind = "municipal_council_be"\ncode = "NIS44012"\n'), ("", ""))
    play(tmp_path, path, (tmp_path / "script.txt").read_text())
    tree = etree.parse(str(tmp_path / "public" / state_id(tmp_path) / "ori-a.xml"))
    assert tree.findtext("o:vergadering/o:type/o:begripLabel", namespaces=NS) == "Zitting van de gemeenteraad"


# -- what failed before ------------------------------------------------------------------------------------------


def case(name: str, folder: Path, council: tuple[str, str], agenda: tuple[str, str]) -> Path:
    """A case with something added to its council and its agenda, each as (after this, that)."""
    if not (SHARED / name).exists():
        pytest.skip(f"{SHARED / name} is not here")
    shutil.copytree(SHARED / name, folder, dirs_exist_ok=True, copy_function=shutil.copyfile)
    for directory in (folder, folder / "agendas"):
        directory.chmod(0o755)
    (path,) = (folder / "agendas").glob("*.toml")
    for file, (after, more) in ((folder / "council.toml", council), (path, agenda)):
        file.write_text(file.read_text().replace(after, after + more, 1))
    return path


COUNCIL = "[council]\n"
MEETING = "[meeting]\n"


def test_a_flemish_tie(tmp_path: Path) -> None:
    path = case("c33-flemish-tie", tmp_path, (COUNCIL, 'kind = "municipal_council_be"\n'), (MEETING, ""))
    said, refused = play(tmp_path, path, (tmp_path / "script.txt").read_text())
    assert refused == ""
    assert "is verworpen bij staking van stemmen. Voor 4: A (3), C. Tegen 4: A (1), B." in said
    assert "uitgesteld" not in said and "gemeenteraadsleden" in said


def test_a_water_board(tmp_path: Path) -> None:
    path = case("c14-waterboard", tmp_path, (COUNCIL, 'kind = "water_board"\n'), (MEETING, ""))
    council = tmp_path / "council.toml"
    council.write_text(council.read_text().replace('role = "burgemeester"', 'role = "dijkgraaf"'))
    assert main(["check", str(path), "--data", str(tmp_path)]) == 0
    said, refused = play(tmp_path, path, (tmp_path / "script.txt").read_text())
    assert refused == ""
    assert "30 van de 30 leden van het algemeen bestuur zijn aanwezig" in said
    assert "(artikel 38a Waterschapswet)" in said
    no_municipal_word(tmp_path, state_id(tmp_path))


def state_id(folder: Path) -> str:
    (path,) = (folder / "journal").glob("*.jsonl")
    return path.stem


@pytest.mark.parametrize(("name", "kind"), [("c37-committee", "committee"), ("c14-waterboard", "water_board")])
def test_a_title_of_another_body_is_warned_about(
    name: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = case(name, tmp_path, (COUNCIL, ""), (MEETING, ""))
    main(["check", str(path), "--data", str(tmp_path)])
    assert f'kind = "{kind}"' in capsys.readouterr().out


def test_a_committee_that_adopts_is_shown_the_way_out(tmp_path: Path) -> None:
    path = case(
        "c37-committee",
        tmp_path,
        ('hashtag = "RaadDorp"\n', '\n[[bodies]]\nid = "ruimte"\nname = "Commissie Ruimte"\n'),
        (MEETING, 'body = "ruimte"\n'),
    )
    said, refused = play(tmp_path, path, (tmp_path / "script.txt").read_text())
    assert "adv bespreekstuk" in refused
    assert "commissieleden" in said and "raadsleden" not in said and "Zonder stemming" not in said
    assert state_id(tmp_path).endswith("-ruimte")
