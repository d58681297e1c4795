"""What is made without slugify's tables is what slugify makes, sign for sign."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slugify import slugify

from livecouncil.core.text.slug import slug_of

SIGNS = st.text(alphabet=st.one_of(st.sampled_from(" -_'’,.&;#0123456789aAzZëÉß"), st.characters()), max_size=90)


@given(SIGNS, st.sampled_from((0, 20, 60)))
def test_any_text_is_what_slugify_makes_of_it(text: str, longest: int) -> None:
    assert slug_of(text, longest) == slugify(text, max_length=longest, word_boundary=bool(longest))


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Raadsvergadering", "raadsvergadering"),
        ("'t Harde & Súdwest-Fryslân", "t-harde-sudwest-fryslan"),
        ("Begroting 1,5 miljoen", "begroting-15-miljoen"),
        ("Caf&eacute;", "cafe"),
        ("…", ""),
    ],
)
def test_a_slug(text: str, slug: str) -> None:
    assert slug_of(text) == slug


def test_a_plain_text_needs_no_tables() -> None:
    code = (
        "import sys; from livecouncil.core.text.slug import slug_of; slug_of('Raad 3'); print('slugify' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
