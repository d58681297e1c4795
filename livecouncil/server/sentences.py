"""What the server itself says, to a reader or on its own screen: `[server]` of the locale."""

from __future__ import annotations

from functools import cache

from livecouncil.publishing.folder import words_of
from livecouncil.wording import Wording

LANGUAGE = "nl"
"""One server answers for meetings in several languages; what is about none of them is said in this one."""


@cache
def server_words() -> Wording:
    return words_of(LANGUAGE)


def server_sentence(key: str, **slots: object) -> str:
    """The sentence `server.<key>` with its slots filled."""
    return server_words().t(f"server.{key}", **slots)
