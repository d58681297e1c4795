"""In which words a body speaks: those of its language and kind, with what its council says of its own."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from .texts import Wording, manner_of

if TYPE_CHECKING:
    from livecouncil.core.council.model import Council


def words_for(council: Council) -> Wording:
    """The words of who meets, with the council's own sentences (`[messages]`)."""
    called = council.body.words if council.body else {}
    manner = manner_of(council.council.kind, reported=council.council.unofficial)
    return Wording.load(council.council.language, council.messages, manner, called)


@cache
def words_of(language: str, body: str = "council", called: tuple[tuple[str, str], ...] = ()) -> Wording:
    """The words of a language as a body of that kind says them (or, by `manner_of`, somebody else), `called` its own
    for `[body]`."""
    return Wording.load(language, None, body, dict(called))
