"""What is pointed to goes before what points; what must go goes first; a round has its bounds."""

from __future__ import annotations

import pytest

from livecouncil.mirroring.order import Rank, cache_control, in_ranks, rank_of, top_of
from livecouncil.mirroring.round import ROUND, bounded, planned

MEETING = "2026-03-12-raadsvergadering"


@pytest.mark.parametrize(
    ("path", "rank"),
    [
        ("static/page.css", Rank.DOCUMENT),
        (f"{MEETING}/minutes.pdf", Rank.DOCUMENT),
        (f"{MEETING}/votes.json", Rank.DOCUMENT),
        (f"{MEETING}/m3/index.html", Rank.PAGE),
        (f"{MEETING}/transcript.html", Rank.PAGE),
        (f"{MEETING}/feed-1.json", Rank.PAGE),
        (f"{MEETING}/feed-12.atom", Rank.PAGE),
        (f"{MEETING}/decisions-2.json", Rank.PAGE),
        (f"{MEETING}/items/8-1.json", Rank.PAGE),
        (f"{MEETING}/feed.json", Rank.FEED),
        (f"{MEETING}/decisions.atom", Rank.FEED),
        (f"{MEETING}/items/8.json", Rank.FEED),
        ("feed.atom", Rank.FEED),
        (f"{MEETING}/index.html", Rank.INDEX),
        ("index.html", Rank.LIST),
        (f"{MEETING}/state.json", Rank.STATE),
    ],
)
def test_the_rank_of_a_file(path: str, rank: Rank) -> None:
    assert rank_of(path) is rank


def test_what_asks_for_news_goes_last_of_all() -> None:
    ranks = in_ranks([f"{MEETING}/state.json", "index.html", f"{MEETING}/feed.json", "static/page.css"])
    assert [rank for rank, _ in ranks] == sorted(rank for rank, _ in ranks)
    assert ranks[-1] == (Rank.STATE, [f"{MEETING}/state.json"])


def test_no_cache_keeps_longer_than_a_minute_what_may_be_taken_off() -> None:
    for path in (f"{MEETING}/state.json", f"{MEETING}/index.html", f"{MEETING}/minutes.pdf", "static/page.css"):
        assert int(cache_control(path).rpartition("=")[2]) <= 60


def test_only_what_differs_is_sent_and_what_is_not_here_goes() -> None:
    plan = planned({"a": "1", "b": "2", "c": ""}, {"a": "1", "b": "1", "c": "9", "d": "4"})
    assert dict(plan.puts) == {"b": "2"} and plan.deletes == ("d",), "what cannot be read here stays as it is there"


def test_an_empty_public_folder_takes_nothing_off() -> None:
    assert planned({}, {"a": "1"}).behind == 0


def test_ten_years_go_by_turns_the_newest_first_and_the_list_last() -> None:
    plan = planned({f"20{y}-01-01-raad/minutes.pdf": "1" for y in range(16, 26)} | {"index.html": "2"}, {})
    first = bounded(plan, lambda _: ROUND // 2)
    assert [top_of(path) for path in first.puts] == ["2025-01-01-raad", "2024-01-01-raad", "2023-01-01-raad"]
    assert "index.html" in bounded(plan, lambda _: 1).puts
