"""What a shell says of a line, and what it is told beside: one word a kind, each notice once."""

from __future__ import annotations

import pytest

from livecouncil.sitting.answers import Kind
from livecouncil.sitting.notices import Notices
from livecouncil.wording import LANGUAGES, Wording, is_yes


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_kind_of_answer_has_one_word_of_its_own(language: str) -> None:
    words = [kind.word(Wording.load(language)) for kind in Kind]
    assert len(set(words)) == len(Kind)
    assert all(word.isalpha() and word.isupper() for word in words)


def test_a_notice_stands_once_until_it_is_read() -> None:
    notices = Notices()
    for text in ("vol", "klok", "vol"):
        notices.tell(text)
    assert notices.unread == ["vol", "klok"]
    assert notices.read() == ["vol", "klok"]
    assert notices.unread == []
    notices.tell("vol")
    assert notices.read() == ["vol"], "what is so again is told again"


def test_what_is_so_no_longer_is_not_read() -> None:
    notices = Notices()
    notices.tell("weg")
    notices.tell("vol")
    notices.withdraw("weg")
    assert notices.read() == ["vol"]


@pytest.mark.parametrize("reply", ["j", "Ja", " YES\n", "y"])
def test_a_yes_is_one_in_any_language(reply: str) -> None:
    assert is_yes(reply)


@pytest.mark.parametrize("reply", ["", "\n", "n", "nee", "jawel", "yeah", "1"])
def test_everything_else_is_a_no(reply: str) -> None:
    assert not is_yes(reply)
