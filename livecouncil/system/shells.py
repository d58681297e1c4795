"""How a word is written in the shell of this system, for lines that somebody types over."""

from __future__ import annotations

import shlex
import sys


def shell_word(word: str) -> str:
    """`word` as one word to the shell: PowerShell doubles a quote within quotes, others have shlex's way."""
    if sys.platform != "win32":
        return shlex.quote(word)
    if word.isalnum():
        return word
    return "'" + word.replace("'", "''") + "'"
