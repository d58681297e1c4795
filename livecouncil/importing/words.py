"""What the importers say, in the griffier's language: `locale/*.import.toml`."""

from __future__ import annotations

from livecouncil.wording import words_spoken


def import_text(key: str, /, **slots: object) -> str:
    """The text of `[import]` under `key`."""
    return words_spoken().t(f"import.{key}", **slots)
