"""What the importers say, in the griffier's language: `locale/*.import.toml`."""

from __future__ import annotations

from functools import cache

from livecouncil.wording import Wording


def said(key: str, /, **slots: object) -> str:
    """The text of `[import]` under `key`."""
    return _import_words().t(f"import.{key}", **slots)


@cache
def _import_words() -> Wording:
    return Wording.load()
