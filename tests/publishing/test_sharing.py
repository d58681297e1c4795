"""The text of a decision that is passed on: short enough for every network, whole in what matters, inert."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from livecouncil.core.text.inert import JOINER
from livecouncil.publishing.addressed import Addressed, matter_paths, matters_of, own_page
from livecouncil.publishing.folder import words_of
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.living import LivePage
from livecouncil.publishing.matter_files import preview_of
from livecouncil.publishing.pages import put_right
from livecouncil.publishing.preview import CARD
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


def test_an_appointment_is_passed_on_with_who_was_appointed(records: Records) -> None:
    record = records["grains"]
    said = {}
    for matter in matters_of(record, WORDS):
        said[matter.path] = sharing_of(record, matter, WORDS, preview_of(record, matter, WORDS))
    assert "7 Aanbeveling rekenkamer: Braas, Veen zijn benoemd." in said["punt-7"].text
    assert "Geheime stemming, leden rekenkamer: Braas 7" in said["punt-7"].quote and said["punt-7"].picture == CARD
    demo = records["demo"]
    together = next(entry for entry in demo.feed.entries if entry.kind == "hamerstukken")
    assert own_page(together, matter_paths(demo)) == "", "several items together are of no one page"


def test_of_a_correction_what_stood_is_struck_and_what_is_right_is_bold(records: Records) -> None:
    record = records["whole"]
    [fixed] = record.feed.corrections
    assert "stond <del>voor 6, tegen 1</del>. Juist is: <ins>voor 5, tegen 2</ins>." in put_right(fixed, record)
    page = LivePage(record, WORDS, Fragments())
    [row] = [row.row for row in page.rows if row.entry.seq == fixed.corrects]
    assert row.count("<del>") == 1 and row.index("gecorrigeerd") < row.index("<del>"), (
        "it stands where the mistake stood"
    )
    plain = replace(fixed, stood="<b>", right="zonder")
    assert "<del>" not in put_right(plain, record), "what the sentence does not say is not marked in it"


def test_without_an_address_there_is_nothing_to_lead_to(records: Records) -> None:
    record, matter = decided(records, "demo")
    nowhere = replace(record, meeting=replace(record.meeting, public_url=""))
    sharing = sharing_of(nowhere, matter, WORDS, preview_of(nowhere, matter, WORDS))
    assert sharing.networks == () and sharing.mail == "" and "http" not in sharing.text and "<a" not in sharing.quote


def test_an_unofficial_report_says_so_where_it_is_shared(records: Records) -> None:
    record, matter = decided(records, "unofficial")
    sharing = sharing_of(record, matter, WORDS, preview_of(record, matter, WORDS))
    assert record.meeting.unofficial_word in sharing.text.casefold() and record.meeting.unofficial_word in sharing.quote
