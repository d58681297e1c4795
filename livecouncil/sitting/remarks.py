"""What is remarked about a line before it is taken: where it lands, whom it judges, and what it puts in doubt.

Remarks are said beside the answer; only a judging word refuses, once: the same line, entered again, is taken, and that
it was is kept as a private note.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import resting
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.text.neutral import lint

from .answers import Staged
from .landing import lands_on
from .proceedings import Proceedings
from .saying import Saying
from .staging import falls_by


class Remarks:
    """`avoid` are the judging words; `overridden` is the line that was refused for one last."""

    def __init__(self, meeting: Proceedings, saying: Saying, avoid: Sequence[str]) -> None:
        self._meeting = meeting
        self._saying = saying
        self._avoid = avoid
        self.overridden = ""

    def on_words(self, entry: TypedLine, decision: Finding) -> tuple[ev.Base, ...]:
        """Refuse judging words; the same line again overrides, which is logged privately. Raises Refusal 'lint'."""
        if not decision.lint:
            return ()
        found = lint(decision.lint, self._avoid, self._names())
        if found is None:
            return ()
        if self.overridden != entry.line:
            self.overridden = entry.line
            raise found
        return (ev.Note(at=decision.events[0].at, kind="override", text=str(found.slots["typed"])),)

    def _names(self) -> list[str]:
        """Names of groups and members, in which no word judges."""
        council = self._meeting.state.council
        groups = [name for group in council.groups for name in (group.name, group.short) if name]
        return groups + [member.name for member in council.members]

    def on_place(self, entry: TypedLine) -> tuple[str, ...]:
        """A vote that names no object says the item it lands on, before it is staged."""
        item = lands_on(self._meeting.state, entry)
        if item is None:
            return ()
        return (self._meeting.words.t("warning.lands_on", number=item.number, title=item.title),)

    def on_outcomes(self, decision: Finding, entries: Mapping[int, TypedLine]) -> tuple[str, ...]:
        """Outcomes that rest on what is corrected, each with the line that mends it; at the closing those in doubt.

        `entries` are the lines that logged facts, by number.
        """
        first = decision.events[0]
        state = self._meeting.state
        doubtful: dict[str, int] = {}
        if isinstance(first, ev.Corrected):
            state, doubtful = resting.left_by(state, first)
        elif isinstance(first, ev.Closed):
            doubtful = resting.in_doubt(state)
        return self._saying.warnings(resting.mending_lines(state, doubtful, entries))

    def on_presence(self, decision: Finding, staged: Staged | None) -> tuple[str, ...]:
        """A vote that is staged keeps the presence it was counted with, and is counted anew without who takes no part:
        say so when that changes, or when it cannot stand any more."""
        if staged is None:
            return ()
        fact = decision.events[0]
        if isinstance(fact, ev.Recused) and falls_by(self._meeting.state, fact, staged):
            return (self._meeting.words.t("warning.staged_gone", object=staged.label, line=staged.line),)
        if not isinstance(fact, ev.Attendance):
            return ()
        outcome = staged.decision.events[0]
        if not isinstance(outcome, ev.Decided) or not outcome.vote:
            return ()
        return (self._meeting.words.t("warning.staged_presence", object=staged.label),)
