"""The text of a decision that is passed on: short enough for every network, whole in what matters, inert."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from livecouncil.core.text.inert import JOINER
from livecouncil.publishing.addressed import Addressed, matters_of
from livecouncil.publishing.folder import words_of
from livecouncil.publishing.matter_files import preview_of
from livecouncil.publishing.sharing import MOST, sharing_of

from .conftest import Records

WORDS = words_of("nl")


def titled(matter: Addressed, title: str) -> Addressed:
    assert matter.object
    return replace(matter, object=replace(matter.object, title=title))


def decided(records: Records, name: str) -> tuple[Any, Addressed]:
    record = records[name]
    return record, next(one for one in matters_of(record, WORDS) if one.object and one.word and one.votes)


@pytest.mark.parametrize("length", [3, 80, 300, 2000])
def test_a_title_of_any_length_leaves_room_for_outcome_figures_and_address(records: Records, length: int) -> None:
    record, matter = decided(records, "demo")
    long = titled(matter, ("Meer groen " * 200)[:length].strip())
    sharing = sharing_of(record, long, WORDS, preview_of(record, long, WORDS))
    assert len(sharing.text) <= MOST
    assert matter.word in sharing.text and " voor, " in sharing.text and f"/{matter.path}/ " in sharing.text


def test_a_title_mentions_tags_and_links_nobody(records: Records) -> None:
    record, matter = decided(records, "demo")
    hostile = titled(matter, "@minister #StopX www.plan.nl https://kwaad.example/a $GELD")
    text = sharing_of(record, hostile, WORDS, preview_of(record, hostile, WORDS)).text
    assert "@minister" not in text and "#StopX" not in text and "www.plan.nl" not in text and "://kwaad" not in text
    assert JOINER in text and text.endswith(f"#{record.meeting.hashtag}")


def test_without_an_address_there_is_nothing_to_lead_to(records: Records) -> None:
    record, matter = decided(records, "demo")
    nowhere = replace(record, meeting=replace(record.meeting, public_url=""))
    sharing = sharing_of(nowhere, matter, WORDS, preview_of(nowhere, matter, WORDS))
    assert sharing.networks == () and sharing.mail == "" and "http" not in sharing.text and "<a" not in sharing.quote


def test_an_unofficial_report_says_so_where_it_is_shared(records: Records) -> None:
    record, matter = decided(records, "unofficial")
    sharing = sharing_of(record, matter, WORDS, preview_of(record, matter, WORDS))
    assert record.meeting.unofficial_word in sharing.text.casefold() and record.meeting.unofficial_word in sharing.quote
