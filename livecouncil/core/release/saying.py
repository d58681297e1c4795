"""How a record says things: in the council's language, in the wall's second one, and marked where it is unofficial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from livecouncil.core.meeting.outcomes import NamedOutcome
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.phrases import outcome_word
from livecouncil.core.telling.sentences import marked, sentence
from livecouncil.core.telling.slots import Thing
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import Words

from .memory import Memory

WordsOf = Callable[[str], Words]
"""The words of a language ('nl'), with the council's own sentences."""


@dataclass(frozen=True)
class Phrasing:
    """`second` is the wall's second language. What it said once is remembered."""

    words: Words
    second: Words | None
    hashtag: str
    unofficial: bool
    memory: Memory

    @classmethod
    def of(cls, state: MeetingState, words_of: WordsOf, memory: Memory) -> Phrasing:
        """How the council whose meeting it is says things."""
        info = state.council.council
        second = None
        if info.wall_language not in (None, info.language):
            second = words_of(info.wall_language)
        return cls(
            words=words_of(info.language),
            second=second,
            hashtag=info.hashtag,
            unofficial=info.unofficial,
            memory=memory,
        )

    @property
    def languages(self) -> tuple[Words, ...]:
        """The words of each language in which messages are told."""
        if self.second:
            return (self.words, self.second)
        return (self.words,)

    def sentence(self, told: Telling, words: Words, url: str = "", tag: str = "") -> str:
        """The whole sentence of `told`, unmarked."""
        said = _Said(told=told, url=url, tag=tag, words=words)
        return self.memory.part(_sentence, said, (told.seq, words.language, url, tag))

    def marked(self, text: str, told: Telling, words: Words) -> str:
        """`text` as it goes out: in an unofficial report with its mark before it."""
        if self.unofficial:
            return marked(text, told, words)
        return text

    def name(self, subject: Thing) -> str:
        """'Motie M3', 'Voorstel bij punt 6'."""
        return subject.named(self.words)

    def outcome(self, named: NamedOutcome | None, *, review: bool = False) -> str:
        """The word of an outcome, '' while there is none; `review` marks one that a correction has left in doubt."""
        if named is None:
            return ""
        word = outcome_word(self.words, named)
        if review:
            return self.words.t("word.in_review", word=word)
        return word


@dataclass(slots=True)
class _Said:
    """All that a sentence is made of; never changed. The words of a meeting stay the same."""

    told: Telling
    url: str
    tag: str
    words: Words = field(compare=False)


def _sentence(of: _Said) -> str:
    return sentence(of.told, of.words, of.url, of.tag)
