"""Sittings that public records tell, typed as a griffier types them: what can be said comes out as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.publishing import folder as publishing
from tests.evenings.chambers import CHAMBERS
from tests.evenings.chambers.budget import ADOPTED, BUDGET, MOTIONS, number_of
from tests.evenings.chambers.chamber import Chamber, Sat, sit


@pytest.fixture(scope="module", params=CHAMBERS, ids=lambda chamber: chamber.source)
def chamber(request: pytest.FixtureRequest) -> Chamber:
    found: Chamber = request.param
    return found


@pytest.fixture(scope="module")
def sat(chamber: Chamber, tmp_path_factory: pytest.TempPathFactory) -> Sat:
    return sit(chamber, tmp_path_factory.mktemp("chamber"))


def test_every_fact_of_the_record_is_said_as_it_was(sat: Sat) -> None:
    assert sat.wrong == [] and sat.session.desk.state.status == "closed"


def test_the_public_reads_of_nothing_that_was_left_open(sat: Sat) -> None:
    record = publishing.record_of(sat.session.journal.events)
    objects = [each for item in record.decisions.items for each in item.objects]
    assert [each.key for each in objects if each.outcome is None] == []
    language = record.meeting.language
    told = " ".join(entry.texts[language] for entry in record.feed.entries)
    assert "{" not in told and "amen volgen" not in told and "ammen folgje" not in told


def test_a_budget_night_has_sixty_motions_in_the_order_of_the_record(tmp_path: Path) -> None:
    record = publishing.record_of(sit(BUDGET, tmp_path).session.journal.events)
    (item,) = [item for item in record.decisions.items if item.objects]
    assert [each.key for each in item.objects] == [number_of(95 + n) for n in range(MOTIONS)]
    assert sum(each.outcome == "adopted" for each in item.objects) == ADOPTED
