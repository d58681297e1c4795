"""A text is neutral, or says what in it is not; what is not seen is dropped."""

from __future__ import annotations

import pytest

from livecouncil.core.text.clean import clean, visible
from livecouncil.core.text.length import WEBHOOK, fits
from livecouncil.core.text.neutral import lint

AVOID = ("schandalig",)


@pytest.mark.parametrize(
    ("text", "code", "typed"),
    [
        ("Een Schandalig voorstel", "lint", "Schandalig"),
        ("Aangenomen!?", "lint_mark", "!?"),
        ("De motie is AANGENOMEN", "lint_mark", "AANGENOMEN"),
        ("Aangenomen 🎉", "lint_mark", "🎉"),
        ("Aangenomen 𝐧𝐮", "lint_mark", "𝐧"),
    ],
)
def test_the_first_offence_is_named(text: str, code: str, typed: str) -> None:
    refusal = lint(text, AVOID)
    assert refusal and (refusal.code, refusal.slots["typed"]) == (code, typed)


def test_what_is_neutral_or_an_official_name_passes() -> None:
    assert lint("De motie is aangenomen met 5 tegen 2; VVD stemde tegen", AVOID) is None
    assert lint("Fractie Dorp Vooruit! stemde voor", AVOID, ("Dorp Vooruit!",)) is None


def test_what_is_not_seen_is_dropped() -> None:
    assert clean(" a\u200b\x07\tb\u202e ") == "a b"
    assert visible("a\u200b\tb\x07") == "a\tb"


def test_a_webhook_takes_nearly_everything() -> None:
    assert fits("a" * WEBHOOK, "webhook") and not fits("a" * (WEBHOOK + 1), "webhook")
