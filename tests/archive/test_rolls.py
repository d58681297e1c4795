"""Addresses and states that the archive's pages stand on, and the folder there is none of."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import get_args

import pytest

from livecouncil.archive.build import publish_all
from livecouncil.archive.rolls import STATES, addresses, state_of
from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from tests.evenings.bodies import COMMITTEE
from tests.evenings.shell import line_mode


@pytest.mark.parametrize(
    ("names", "slugs"),
    [
        (["de heer Ü. de Vries", "de heer U. de Vries"], ["de-heer-u-de-vries", "de-heer-u-de-vries-"]),
        (["50PLUS", "50Plus"], ["50plus", "50plus-"]),
        (["…", "–"], ["x", "x-"]),
        (["Alfa", "Alfa"], ["alfa"]),
    ],
)
def test_an_address_is_never_given_twice_nor_taken_away(names: list[str], slugs: list[str]) -> None:
    found = addresses(names)
    assert all(
        re.fullmatch(f"{s}[0-9a-f]{{6}}" if s.endswith("-") else s, f)
        for s, f in zip(slugs, found.values(), strict=True)
    )
    assert addresses([*names, "nog iemand"]).items() >= found.items()


def test_every_outcome_of_a_motion_has_a_list() -> None:
    ballots = {"elected", "second_ballot", "lot", "new_ballot", "youngest"}
    assert {o for o in get_args(ev.Outcome) if state_of(o) == "overig"} == ballots and state_of("") == "open"
    assert len({o for outcomes in STATES.values() for o in outcomes}) == sum(map(len, STATES.values()))


def test_a_folder_without_journals_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="Geen journaal"):
        publish_all(tmp_path, lambda _: None)


def test_who_sits_in_a_committee_has_no_seat_in_the_council_by_that(tmp_path: Path) -> None:
    agenda = COMMITTEE.write(tmp_path)
    of_council = tmp_path / "agendas" / "2026-03-01-raadsvergadering.toml"
    earlier = agenda.read_text().replace('body = "commissie-ruimte"\n', "").replace("2026-03-05", "2026-03-01")
    of_council.write_text(earlier.replace("Commissie Ruimte", "Raadsvergadering"))
    for path, script in ((of_council, "@19:30 open\n@20:00 sluit\n"), (agenda, COMMITTEE.script)):
        subprocess.run(line_mode(tmp_path, path, "--no-serve", "--hold", "0"), input=script, text=True, check=False)
    publish_all(tmp_path, lambda _: None)
    members = (tmp_path / "public" / "archief" / "leden" / "index.html").read_text()
    assert "Wouda" in members and "Rinsma" not in members
    now, _, _ = members.partition("Eerder in de raad")
    assert "Terpstra" in now and "Wouda" in now
