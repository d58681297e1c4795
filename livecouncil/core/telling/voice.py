"""Who says it, and how short: the words of a language, and how far a sentence is to be cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from livecouncil.errors import Refusal


class Words(Protocol):
    """What `wording.Wording` offers; core knows no files."""

    @property
    def language(self) -> str: ...

    def t(self, key: str, /, **slots: object) -> str: ...

    def refusal(self, error: Refusal) -> str: ...


@dataclass(frozen=True)
class Style:
    """How far a sentence is cut; `ladder.LADDER` has them in order.

    - `title`: longest title that is quoted, in characters; 0 for none
    - `short_groups`: groups by their abbreviation
    - `others`: the longer side of a vote is "overige fracties"
    - `totals`: of a vote the figures alone, of a row of names the first alone
    - `address`, `tag`: whether they end the sentence
    - `bare`: the shortest form there is, `[short]` in the wording
    - `apart`: who did not vote, and why
    """

    title: int = 2_000
    short_groups: bool = False
    others: bool = False
    totals: bool = False
    address: bool = True
    tag: bool = True
    bare: bool = False
    apart: bool = True


WHOLE = Style()


@dataclass(frozen=True)
class Voice:
    """`words` in `style`; `key` is the text that is being said, for a slot that asks where in it it stands."""

    words: Words
    style: Style = WHOLE
    key: str = ""
