"""Character references of HTML: those everybody writes, and those that only cost."""

from __future__ import annotations

import pytest

from livecouncil.core.text.charrefs import unescaped


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("R&amp;D &#233;&#xE9; &eacute; &lt", "R&D éé é <"),
        ("&#0;&#x110000;", "\ufffd\ufffd"),
        ("&#" + "9" * 5_000 + ";x", "\ufffdx"),
        ("&#x" + "f" * 5_000 + "x", "\ufffdx"),
        ("&#x0000041;&#0000065;", "AA"),
        ("&" * 10_000, "&" * 10_000),
    ],
)
def test_a_reference_is_the_sign_it_stands_for_or_none(text: str, read: str) -> None:
    assert unescaped(text) == read
