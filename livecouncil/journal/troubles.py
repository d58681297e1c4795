"""What is wrong with a journal, told once when it happens and standing for as long as it lasts.

A griffier who types must not be stopped by it, so nothing here is raised: it is said with the next answer, and stands
on the screen by what it is about. A newer word about the same thing takes the older one's place.
"""

from __future__ import annotations

from livecouncil.wording.faults import in_words


class Troubles:
    """Sentences by what they are about: `disk`, `copy`, `place`, `lock`, `newer`, `view`, `redaction`."""

    def __init__(self) -> None:
        self._standing: dict[str, str] = {}
        self._news: list[str] = []

    def tell(self, about: str, code: str, **slots: object) -> None:
        """It happened just now: to be said with the answer, and standing."""
        sentence = in_words(code, **slots)
        self._standing[about] = sentence
        self._news.append(sentence)

    def stand(self, about: str, code: str) -> None:
        """It was so before anything was typed: standing, and no news."""
        self._standing[about] = in_words(code)

    def over(self, about: str) -> None:
        """It is so no longer."""
        self._standing.pop(about, None)

    @property
    def sentences(self) -> list[str]:
        """What is wrong now, a sentence each."""
        return list(self._standing.values())

    def news(self) -> list[str]:
        """What happened since this was last asked."""
        told = self._news
        self._news = []
        return told
