"""What is wrong in a file of the griffier, and what to do about it: by code, worded only when somebody reads it.

A fault carries the file, the line and a code; its two sentences stand in `locale/*.settings.toml` under
`[check.fault]`, what is wrong and the remedy apart. A fault keeps a council from being used, a warning does not.
Nothing here ever raises: the griffier is told everything at once, not the first thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from livecouncil.wording import words_spoken

Level = Literal["fault", "warning"]


@dataclass(frozen=True)
class Fault:
    """One fault: `code` says what is wrong at that line, `slots` fill its sentences."""

    file: str
    line: int
    code: str
    slots: dict[str, object]
    level: Level = "fault"

    @property
    def what(self) -> str:
        """What is wrong."""
        return fault_text(f"fault.{self.code}.what", **self.slots)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return fault_text(f"fault.{self.code}.remedy", **self.slots)

    def __str__(self) -> str:
        sentence = f"{self.what} {self.remedy}"
        if self.level == "warning":
            sentence = fault_text("warning", sentence=sentence)
        return f"{self.file}:{self.line}: {sentence}"


def fault_text(key: str, /, **slots: object) -> str:
    """The text of `[check]` under `key`."""
    return words_spoken().t(f"check.{key}", **slots)


def either(names: Sequence[str]) -> str:
    """'Jansen of Bakker': the names with the word for a choice between them."""
    return f" {words_spoken().t('word.either')} ".join(names)
