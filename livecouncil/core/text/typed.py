"""One name as it was typed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Word:
    """One typed name: `sign` is '', '+', '-' or '~' (abstains); `text` as typed, case folded; `count` of `bbb(7)`."""

    text: str
    sign: str = ""
    count: int | None = None
