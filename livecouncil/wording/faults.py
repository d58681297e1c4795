"""The sentences of errors: from the code of a `LivecouncilError` to what the person at the keyboard reads.

A sentence says what happened, what is safe and what to do. It stands in `locale/<language>.<subject>.toml` under
`[fault.<room>]`; every room may keep its own there, in `<language>.faults.toml` or in a file of its own subject.
An error is raised where no `Words` is at hand and shown far from there, so the language is the process's (`spoken`).
Importing this package registers it; a process that words nothing sees the bare code.
"""

from __future__ import annotations

from collections.abc import Mapping

from livecouncil.errors import LivecouncilError

from .spoken import words_spoken


def fault_sentence(code: str, slots: Mapping[str, object]) -> str | None:
    """The sentence of `code` with its slots filled; None where no sentence is kept under it."""
    key = f"fault.{code}"
    sentence = words_spoken().t(key, **slots)
    if sentence == key:
        return None
    return sentence


def in_words(code: str, **slots: object) -> str:
    """The sentence of `code` in the language of the process, for what is told and is no error; the same tables."""
    return str(LivecouncilError(code, **slots))
