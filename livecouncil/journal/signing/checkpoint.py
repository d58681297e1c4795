"""The text of a checkpoint: which journal, how many lines of it, and the head of its chain. What is signed is this.

Like the note of a transparency log: origin, size and head, a line each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TEXT = re.compile(r"([a-z0-9-]{1,80})\n([1-9][0-9]{0,8})\n([0-9a-f]{64})\n")


@dataclass(frozen=True)
class SignedNote:
    """`origin` is the meeting's id, `size` a number of lines, `head` the SHA-256 of the last of them."""

    origin: str
    size: int
    head: str

    @property
    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{self.head}\n"

    @staticmethod
    def parse(text: str) -> SignedNote | None:
        """The note in `text`; None when it is not exactly one."""
        match = _TEXT.fullmatch(text)
        if match:
            return SignedNote(match[1], int(match[2]), match[3])
        return None
