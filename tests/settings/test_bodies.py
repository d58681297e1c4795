"""`check` of bodies: what council.toml says of them, and what an agenda has to do with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from livecouncil.core.council.bodies import convened, quorum_of, uncertain_law
from livecouncil.core.council.identity import meeting_id
from livecouncil.core.council.model import Council, sitting
from livecouncil.errors import InputFault
from livecouncil.settings.check import check
from livecouncil.settings.load import load_agenda, load_council, with_law_of
from tests.settings.test_settings import AGENDA, COUNCIL

DAY = date(2026, 3, 12)
BODY = '\n[[bodies]]\nid = "ruimte"\nname = "Commissie Ruimte"\nmembers = ["CU", "Aalders"]\n'
OF_BODY = AGENDA.replace("[meeting]\n", '[meeting]\nbody = "ruimte"\n').replace("Raadsvergadering", "Commissie Ruimte")
IN_COMMITTEE = '\n[[members]]\nname = "de heer Corver"\ngroup = "CDA"\nnumber = 3\nkind = "committee_member"\n'


def files(folder: Path, council: str, agenda: str) -> tuple[Path, Path]:
    (folder / "council.toml").write_text(council, encoding="utf-8")
    (folder / "agenda.toml").write_text(agenda, encoding="utf-8")
    return folder / "council.toml", folder / "agenda.toml"


def told(folder: Path, council: str, agenda: str) -> dict[str, tuple[int, str]]:
    """What `check` says: each code with its line and its sentences."""
    council_path, agenda_path = files(folder, council, agenda)
    return {fault.code: (fault.line, str(fault)) for fault in check(agenda_path, council_path)}


def read(folder: Path, council: str) -> Council:
    return load_council(files(folder, council, AGENDA)[0])


def test_a_body_that_is_not_there_is_a_fault_with_line_and_the_known_ids(tmp_path: Path) -> None:
    agenda = OF_BODY.replace('"ruimte"', '"ruimtes"')
    line, said = told(tmp_path, COUNCIL + BODY, agenda)["unknown_body"]
    assert line == 2 and "‘ruimtes’" in said and "ruimte?" in said
    council_path, agenda_path = files(tmp_path, COUNCIL + BODY, agenda)
    with pytest.raises(InputFault, match="ruimte"):
        load_agenda(agenda_path, council=load_council(council_path))


def test_without_any_body_it_says_so(tmp_path: Path) -> None:
    assert "no_bodies" in told(tmp_path, COUNCIL, OF_BODY)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"Aalders"]', '"Aalders", "Smit"]', "no_such_member"),
        ('"Aalders"]\n', '"Aalders"]\nwords = { lid = "hoofdingeland" }\n', "no_such_word"),
        (BODY, BODY + BODY, "twice_body"),
        ('id = "ruimte"', 'id = "Ruimte!"', "invalid"),
        ('name = "Commissie Ruimte"\n', 'name = "Commissie Ruimte"\nkind = "comité"\n', "not_among"),
    ],
)
def test_a_fault_of_a_body_is_named(old: str, new: str, code: str, tmp_path: Path) -> None:
    assert code in told(tmp_path, (COUNCIL + BODY).replace(old, new), OF_BODY)


def test_a_chair_from_outside_the_council_is_warned_about_in_a_committee_alone(tmp_path: Path) -> None:
    assert "chair_no_member" in told(tmp_path, COUNCIL + BODY, OF_BODY)
    inside = OF_BODY.replace("burgemeester A. Voorbeeldsma", "mevrouw Aalders")
    assert "chair_no_member" not in told(tmp_path, COUNCIL + BODY, inside)
    assert "chair_no_member" not in told(tmp_path, COUNCIL + BODY, AGENDA)


def test_a_title_of_a_body_the_agenda_does_not_name_is_warned_about(tmp_path: Path) -> None:
    titled = AGENDA.replace("Raadsvergadering", "Commissie Ruimte")
    assert 'body = "ruimte"' in told(tmp_path, COUNCIL + BODY, titled)["titled_as_body"][1]
    assert 'kind = "committee"' in told(tmp_path, COUNCIL, titled)["titled_as_kind"][1]
    assert "titled_as_body" not in told(tmp_path, COUNCIL + BODY, OF_BODY)
    assert not [code for code in told(tmp_path, COUNCIL + BODY, AGENDA) if code.startswith("titled")]


def test_what_is_not_certain_is_told_until_a_rule_of_its_own_settles_it(tmp_path: Path) -> None:
    assert "draft" in told(tmp_path, COUNCIL + BODY, OF_BODY)
    assert "draft" not in told(tmp_path, COUNCIL + BODY + "quorum = false\n", OF_BODY)
    assert "draft" not in told(tmp_path, COUNCIL + BODY, AGENDA)
    board = COUNCIL.replace("[council]\n", '[council]\nkind = "water_board"\n')
    ruled = read(tmp_path, board + '\n[procedure]\ntie = "rejected"\n')
    assert "water_tie" in uncertain_law(read(tmp_path, board)) and "water_tie" not in uncertain_law(ruled)


def test_a_committee_seats_its_own_and_the_council_does_not_seat_theirs(tmp_path: Path) -> None:
    council = read(tmp_path, COUNCIL + IN_COMMITTEE + BODY.replace('"Aalders"', '"Corver"'))
    names = [member.name for member in sitting(convened(council, "ruimte"), DAY)]
    assert names == ["de heer Bakkeren", "de heer Corver"]
    assert [m.name for m in sitting(convened(council, ""), DAY)] == ["mevrouw Aalders", "de heer Bakkeren"]
    guests = [official.name for official in convened(council, "ruimte").officials if official.role == "raadslid"]
    assert guests == ["mevrouw Aalders"]


def test_a_quorum_is_the_laws_or_what_the_body_says(tmp_path: Path) -> None:
    for said, quorum in (("", 0), ("quorum = false\n", 0), ("quorum = true\n", 2)):
        council = convened(read(tmp_path, COUNCIL + BODY + said), "ruimte")
        assert quorum_of(council, 2) == quorum
    assert quorum_of(read(tmp_path, COUNCIL), 2) == 2


def test_a_body_has_the_law_of_its_day_and_its_own_rules(tmp_path: Path) -> None:
    own = BODY + 'procedure = { explanation = "after" }\n'
    council = with_law_of(read(tmp_path, COUNCIL + own), DAY, "ruimte")
    rules = convened(council, "ruimte").procedure
    assert (rules.explanation, rules.recusal) == ("after", "debate")
    assert council.procedure.explanation == "before"


@pytest.mark.parametrize(
    ("title", "body", "ends"),
    [
        ("Raadsvergadering", "", "-raadsvergadering"),
        ("Vergadering", "commissie-ruimte", "-vergadering-commissie-ruimte"),
        ("Commissie Ruimte", "commissie-ruimte", "2026-03-12-commissie-ruimte"),
        ("Ruimte", "ruimte", "2026-03-12-ruimte"),
        ("X" * 90, "c" * 40, "-" + "c" * 40),
    ],
)
def test_the_id_of_a_meeting_ends_in_that_of_its_body(title: str, body: str, ends: str, tmp_path: Path) -> None:
    from datetime import datetime

    found = meeting_id(title, datetime(2026, 3, 12, 19, 30), body)
    assert found.endswith(ends) and len(found) <= 80


MAJORITY = '\n[[procedure.majorities]]\nname = "begroting"\nshare = "2/3"\n'


def joint(council: str, votes: object = 3) -> str:
    """A joint body, whose first member has so many votes and whose arrangement names a majority."""
    kind = council.replace("[council]\n", '[council]\nkind = "joint_body"\n')
    first = kind.replace("number = 1\n", f"number = 1\nvotes = {votes}\n", 1)
    assert first != kind
    return first + MAJORITY


@pytest.mark.parametrize(
    ("council", "agenda", "code"),
    [
        (joint(COUNCIL), AGENDA, ""),
        (joint(COUNCIL, 0), AGENDA, "too_small"),
        (joint(COUNCIL, -2), AGENDA, "too_small"),
        (joint(COUNCIL, 501), AGENDA, "too_great"),
        (joint(COUNCIL, '"drie"'), AGENDA, "no_number"),
        (joint(COUNCIL, 500).replace("number = 2\n", "number = 2\nvotes = 500\n"), AGENDA, "votes_over"),
        (joint(COUNCIL).replace('kind = "joint_body"\n', ""), AGENDA, "votes_not_here"),
        (COUNCIL + MAJORITY, AGENDA, "majorities_not_here"),
        (joint(COUNCIL).replace('"2/3"', '"1/2"'), AGENDA, "value_share"),
        (joint(COUNCIL).replace('"2/3"', '"tweederde"'), AGENDA, "value_share"),
        (joint(COUNCIL) + MAJORITY, AGENDA, "value_majorities"),
        (joint(COUNCIL).replace('"begroting"', '"gewoon"'), AGENDA, "invalid"),
        (joint(COUNCIL), AGENDA + 'majority = "begroting"\n', ""),
        (joint(COUNCIL), AGENDA + 'majority = "begrotng"\n', "unknown_majority"),
        (COUNCIL, AGENDA + 'majority = "begroting"\n', "unknown_majority"),
    ],
)
def test_votes_and_majorities_are_of_bodies_that_know_them(
    council: str, agenda: str, code: str, tmp_path: Path
) -> None:
    found = set(told(tmp_path, council, agenda))
    own = {"votes_over", "votes_not_here", "majorities_not_here", "unknown_majority", "value_share", "value_majorities"}
    if code:
        assert code in found
    else:
        assert not found & own
