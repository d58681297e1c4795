"""What the desk says back: to a line that is being typed, and to one that was entered."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.redacting import Redaction
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.telling.voice import Words


class Kind(Enum):
    """What became of a line. Line mode begins each answer with its word, which is wording (`[answer.kind]`)."""

    RELEASED = "released"
    """It is a fact now, and on its way out."""

    WAITS = "waits"
    """It waits for the hammer."""

    NOTED = "noted"
    """Nothing of it goes out."""

    REFUSED = "refused"
    """It was not taken, and the sentence says why."""

    def word(self, words: Words) -> str:
        """The one word an answer of this kind begins with."""
        return words.t(f"answer.kind.{self.value}")


@dataclass(frozen=True)
class Answer:
    """Reply to one line: `confirm` asks first; `events` are to be written.

    `redaction` is to be deleted from the journal. `before` is said before the answer itself; `again` marks a refusal
    that the same line, entered again, overrides.
    """

    kind: Kind
    text: str = ""
    warnings: tuple[str, ...] = ()
    events: tuple[ev.Base, ...] = ()
    redaction: Redaction | None = None
    confirm: str = ""
    clear: bool = True
    entry: TypedLine | None = None
    unstage: bool = False
    before: tuple[str, ...] = ()
    again: bool = False

    @property
    def refused(self) -> bool:
        return self.kind is Kind.REFUSED


@dataclass(frozen=True)
class Preview:
    """What the line would say: status 'empty', 'ok', 'needs_hammer' or 'error'; lengths as (network, used, limit).

    `message` is all that is remarked in one text; `entry` and `finding` are what the line was understood as, `remarks`
    what is remarked but for totals that do not match. `about` is the object that a line begins with which is not
    understood yet.
    """

    status: str
    sentence: str = ""
    lengths: tuple[tuple[str, int, int], ...] = ()
    message: str = ""
    entry: TypedLine | None = None
    finding: Finding | None = None
    remarks: tuple[str, ...] = ()
    about: str = ""


@dataclass(frozen=True)
class Staged:
    """An outcome that waits for the hammer, typed when `item` was under way. `sum` is the sentence about totals that do
    not match, or ''.

    `label` is how it is called, at the beginning of a sentence: 'Het voorstel bij punt 4', or the line itself.
    `warned` says that the mismatch was told once: the next hammer passes over it.
    """

    entry: TypedLine
    decision: Finding
    object: str
    item: str | None
    sentence: str
    label: str
    sum: str = ""
    warnings: tuple[str, ...] = ()
    warned: bool = False

    @property
    def line(self) -> str:
        return self.entry.line

    @property
    def mismatch(self) -> bool:
        return bool(self.sum)


@dataclass(frozen=True)
class HeldFact:
    """A logged fact on its way out: seconds left per gate, None where it has passed."""

    seq: int
    text: str
    gates: dict[str, int | None]


def lengths(text: str) -> tuple[tuple[str, int, int], ...]:
    """Length of `text` on each network beside its limit."""
    from livecouncil.core.text import length  # its tables are no matter of the first frame

    return tuple((m.name, m.length, m.limit) for m in length.on_every_network(text))


def previewed(entry: TypedLine, finding: Finding, sentence: str, remarks: tuple[str, ...], mismatch: str) -> Preview:
    """What a line that was understood would say; `mismatch` is why its totals cannot stand."""
    message = " ".join([*remarks, mismatch] if mismatch else remarks)
    status = "needs_hammer" if entry.needs_hammer else "ok"
    return Preview(status, sentence, lengths(sentence), message, entry=entry, finding=finding, remarks=remarks)
