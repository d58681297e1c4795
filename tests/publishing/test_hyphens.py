"""Soft hyphens: where a long word may break on the wall."""

from __future__ import annotations

import pytest

from livecouncil.publishing.hyphens import SOFT, hyphenated


@pytest.mark.parametrize(
    ("language", "text", "broken"),
    [
        ("nl", "Zienswijze veiligheidsregio", "Ziens-wijze veilig-heids-regio"),
        ("nl", "raad 2026", "raad 2026"),
        ("fy", "gearkomste", "gear-komste"),
        ("en", "representatives", "repre-senta-tives"),
    ],
)
def test_long_words_break_where_they_are_spelled(language: str, text: str, broken: str) -> None:
    assert hyphenated(text, language).replace(SOFT, "-") == broken
    assert hyphenated(text, language).replace(SOFT, "") == text


def test_a_span_of_years_stays_in_one_line() -> None:
    assert hyphenated("Woonvisie 2026–2035") == "Woonvisie 2026\u2060–\u20602035"


def test_no_piece_is_shorter_than_four_letters() -> None:
    for word in ("vergadering", "speelautomatenhallen", "gemeenschappelijkeregeling", "participatiebeleidsplan"):
        assert all(len(piece) >= 4 for piece in hyphenated(word).split(SOFT))
