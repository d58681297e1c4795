"""That an agenda or a list was confirmed stands in one wording in every page and paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from livecouncil.wording import LANGUAGES
from tests.evenings.lists import NOT_SAID, SAID, confirming, listing
from tests.evenings.sitting import play

PAGES = ("index.html", "decisions.html", "transcript.html", "wall.html")
PAPERS = ("decisions.pdf", "transcript.pdf")


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", html).split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("verb", ["h", "k", "v", "u"])
def test_an_agenda_and_lists_are_confirmed_in_one_wording_everywhere(verb: str, language: str, tmp_path: Path) -> None:
    evening = play(tmp_path, confirming(verb), listing(language), language=language)
    texts = [plain(evening.file(name)) for name in PAGES] + [evening.pdf(name) for name in PAPERS]
    for text in (text.casefold().replace("\u00ad", "") for text in texts):
        assert text.count(SAID[language]) >= 4, text
        assert not [word for word in NOT_SAID[language] if word in text], text
