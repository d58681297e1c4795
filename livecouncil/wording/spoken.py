"""The language of this process: one place that says it, for errors, the command line and what is told on the way.

A command that works in a council's folder speaks that council's language (`commands`, with `speak_as`): the council is
asked for it when something is to be said, for most commands say nothing of their own. Where there is no council, and
until its folder is known, it is that of `LIVECOUNCIL_LANG`: nl, fy or en; else Dutch. A value that is
none of them stops nobody: a meeting begins whatever an environment holds.

It is not what readers get. A public text is in the language of its meeting, which its journal says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import cache

from .texts import LANGUAGES, Wording

VARIABLE = "LIVECOUNCIL_LANG"


def asked_for(environment: Mapping[str, str]) -> str:
    """The language an environment asks for; Dutch where it asks for none, or for one there is not."""
    asked = environment.get(VARIABLE, "").strip().casefold()
    if asked in LANGUAGES:
        return asked
    return "nl"


_spoken = [asked_for(os.environ)]
_to_ask: list[Callable[[], str | None]] = []


def speak(language: str) -> None:
    """Say everything in `language`, one of LANGUAGES, from now on."""
    _to_ask.clear()
    _spoken[:] = [language]


def speak_as(language: Callable[[], str | None]) -> None:
    """Say everything from now on in what `language` gives, asked once there is something to say; None changes
    nothing."""
    _to_ask[:] = [language]


def spoken() -> str:
    """The language of this process now."""
    for asked in list(_to_ask):
        language = asked()
        if language:
            _spoken[:] = [language]
        _to_ask.clear()
    return _spoken[0]


def words_spoken() -> Wording:
    """All texts in the language of this process."""
    return _words(spoken())


@cache
def _words(language: str) -> Wording:
    return Wording.load(language)
