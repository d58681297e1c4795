"""Every error of livecouncil.

LivecouncilError            what happened, what is safe, what to do
├── UsageError              the command was called wrongly (exit 2)
├── InputFault              a file given to us cannot be used (exit 1)
├── JournalError            the record cannot be read or written
│   ├── JournalFull         no space: nothing new is accepted, nothing is lost
│   ├── JournalLocked       another program writes this meeting
│   └── JournalNewer        written by a newer livecouncil: read-only
└── Refusal                 an entry the meeting cannot take; carries a wording code
"""

from __future__ import annotations


class LivecouncilError(Exception):
    """Base: `str(error)` is one sentence for the person at the keyboard."""


class UsageError(LivecouncilError):
    """The command line was wrong; exit 2."""


class InputFault(LivecouncilError):
    """A file or text from elsewhere cannot be used; the sentence names file, line and remedy."""


class JournalError(LivecouncilError):
    """The record of a meeting cannot be read or written."""


class JournalFull(JournalError):
    """The disk has no room for the entry; it was not accepted and the file is whole."""


class JournalLocked(JournalError):
    """Another program holds this meeting; the sentence names it."""


class JournalNewer(JournalError):
    """The journal holds events of a newer version; it opens read-only."""


class Refusal(LivecouncilError):
    """An entry that cannot be taken. `code` selects the sentence in locale/*.toml [refusal]; `slots` fill it."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.code = code
        self.slots = slots
