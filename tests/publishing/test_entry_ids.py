"""Ids of messages: by the council's own address where it has one, by nobody's otherwise, and the same for ever."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

import pytest

from livecouncil.core.release.record import MeetingRecord
from livecouncil.publishing.entry_ids import council_feed_id, feed_id, message_id
from tests.evenings.proefstad import ID, play

UUID = re.compile(r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> MeetingRecord:
    return play(tmp_path_factory.mktemp("ids"), "@19:30 open\n@20:00 sluit").meeting


@pytest.mark.parametrize(
    ("address", "by"),
    [
        ("https://raad.example", "tag:raad.example,2024-05-15:"),
        ("https://Raad.Example:8443/live", "tag:raad.example,2024-05-15:live/"),
        ("https://besluiten.example/gm0400/live", "tag:besluiten.example,2024-05-15:gm0400/live/"),
        ("https://fryslân.example/", "tag:xn--frysln-0ta.example,2024-05-15:"),
    ],
)
def test_an_address_of_the_councils_own_says_who_gave_it(meeting: MeetingRecord, address: str, by: str) -> None:
    at_night = replace(meeting, public_url=address, begun=datetime.fromisoformat("2024-05-16T01:30:00+02:00"))
    assert message_id(at_night, 7) == f"{by}{ID}:7" and feed_id(at_night, "decisions") == f"{by}{ID}:decisions"
    assert council_feed_id(at_night, f"{address}/feed.atom") == f"{address}/feed.atom"


@pytest.mark.parametrize("address", ["", "https://", "https://[::1]/", "https://[kapot/", "https://a..b/"])
def test_who_holds_no_address_claims_none(meeting: MeetingRecord, address: str) -> None:
    bare = replace(meeting, public_url=address)
    others = [bare, replace(bare, code="GM0401"), replace(bare, code="", municipality="Elders")]
    others += [replace(bare, meeting_id=f"{ID}-2"), replace(bare, unofficial=True, reporter="Weekblad")]
    found = [of for one in others for of in (message_id(one, 7), message_id(one, 8), feed_id(one, "feed"))]
    assert len(set(found)) == len(found) == 15 and all(UUID.fullmatch(one) for one in found)
    assert message_id(bare, 7) == message_id(replace(bare, begun=None, hashtag="Anders"), 7)
    assert UUID.fullmatch(council_feed_id(bare, ""))


def test_a_meeting_begun_before_keeps_the_ids_its_readers_have(meeting: MeetingRecord) -> None:
    assert meeting.id_scheme == 2
    before = replace(meeting, public_url="https://raad.example", id_scheme=1)
    assert message_id(before, 7) == f"tag:gm0400.livecouncil.example,2024-05-16:{ID}:7"
    assert council_feed_id(before, "https://raad.example/feed.atom") == "tag:gm0400.livecouncil.example,2026:feed"
