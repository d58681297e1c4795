"""Every error of livecouncil.

LivecouncilError            what happened, what is safe, what to do
├── UsageError              the command was called wrongly (exit 2)
├── InputFault              a file given to us cannot be used (exit 1)
├── JournalError            the record cannot be read or written
│   ├── JournalFull         no space: nothing new is accepted, nothing is lost
│   ├── JournalLocked       another program writes this meeting
│   └── JournalNewer        written by a newer livecouncil: read-only
├── PostingError            a network did not do what was asked
│   ├── NotSent             surely not there: try again
│   ├── Unsure              it may be there: look before trying again
│   ├── Rejected            it will never be taken: go on with the next
│   ├── Parked              the account is in trouble: this network stands still
│   └── Unreadable          our own timeline cannot be read: the griffier must say
├── MirrorError             a mirror of the public files did not do what was asked
│   ├── MirrorAway          it cannot be reached now: tried again
│   ├── MirrorFull          it has no room
│   └── MirrorRefused       somebody must mend it: keys, rights, or what already stands there
├── HubRefusal              a hub did not take what a council sent
└── Refusal                 an entry the meeting cannot take; carries a wording code

An error carries a code and what fills its slots, never a sentence: `raise InputFault("import.no_items", file=path)`.
The sentence stands in wording/locale/*.toml under `[fault.import]`, and `str(error)` gives it in the language of the
process. This file is the lowest of the house and may not know wording, so wording registers itself here (`word_with`).
What somebody else said, a network or an operating system, has no code: it is given whole, and `str` gives it back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

Sentences = Callable[[str, Mapping[str, object]], str | None]
"""From a code and its slots to the sentence; None where the code is none of ours."""

_registered: list[Sentences] = []


def word_with(sentences: Sentences) -> None:
    """From now on `sentences` words the errors of this process."""
    _registered[:] = [sentences]


class LivecouncilError(Exception):
    """Base: `str(error)` is one sentence for the person at the keyboard.

    `code` selects the sentence, `slots` fill it; a text that is no code is itself the sentence. Both survive pickling.
    """

    def __init__(self, code: str = "", /, **slots: object) -> None:
        super().__init__(code)
        self.code = code
        self.slots = slots

    def __str__(self) -> str:
        for sentences in _registered:
            sentence = sentences(self.code, self.slots)
            if sentence is not None:
                return sentence
        return self.code


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


class PostingError(LivecouncilError):
    """A network did not do what was asked; `str(error)` is what it said, short, without secrets."""


class NotSent(PostingError):
    """Surely not there; `after` seconds may pass before the next try, where the network says so."""

    def __init__(self, code: str, /, after: float = 0.0, **slots: object) -> None:
        super().__init__(code, **slots)
        self.after = after


class Unsure(PostingError):
    """It may have arrived."""


class Rejected(PostingError):
    """The network will never take this one."""


class Parked(PostingError):
    """Token, account or address: nothing can be posted here until somebody mends it."""


class Unreadable(PostingError):
    """The network has no timeline of ours that can be read."""


class MirrorError(LivecouncilError):
    """A mirror of the public files did not do what was asked; what it has stays whole."""


class MirrorAway(MirrorError):
    """It cannot be reached, or broke off: tried again."""


class MirrorFull(MirrorError):
    """There is no room there: tried again."""


class MirrorRefused(MirrorError):
    """Keys, rights, settings, or what already stands there: somebody must mend it."""


class HubRefusal(LivecouncilError):
    """A hub did not take what a council sent, and has what it had; `status` is that of the answer."""

    def __init__(self, code: str, /, status: int = 422, **slots: object) -> None:
        super().__init__(code, **slots)
        self.status = status


class Refusal(LivecouncilError):
    """An entry that cannot be taken. `code` selects the sentence in locale/*.toml [refusal]; `slots` fill it.

    It is worded by the desk, in the council's own words (`Wording.refusal`); `str` gives the code.
    """

    def __str__(self) -> str:
        return self.code
