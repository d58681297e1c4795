"""What the griffier reads: the sentence of a fact, of a warning and of a refusal, and where things stand.

A sentence quotes what was told of a fact when it was logged, whatever its object is called later. So what was told is
remembered here as the meeting is folded (`hear`), and told anew only where the meeting is folded anew (`retell`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import fold as folded
from livecouncil.core.meeting.fold import tried
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.rules.shared import Finding, Notice
from livecouncil.core.meeting.speaking_time import clock_of
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.release import gates
from livecouncil.core.telling.links import url_of
from livecouncil.core.telling.phrases import worded
from livecouncil.core.telling.sentences import marked, sentence
from livecouncil.core.telling.subjects import thing
from livecouncil.core.telling.tell import tell
from livecouncil.core.telling.telling import Telling
from livecouncil.errors import Refusal

from .answers import Answer, Kind
from .proceedings import Proceedings

_SAME_LINE_AGAIN = frozenset({"astray", "lint", "lint_mark"})
"""Refusals that ask: the same line, entered again, is taken."""

_NAMES_ITS_OWN_TITLE = (ev.Filed, ev.Retitled, ev.ItemAdded, ev.ItemOpened, ev.ItemStarted)
"""Facts whose sentence needs a state in which they have happened."""


class Saying:
    """Sentences about one meeting, in the council's language."""

    def __init__(self, meeting: Proceedings) -> None:
        self._meeting = meeting
        self._words = meeting.words
        self._told: dict[int, Telling | None] = {}

    # -- what was told -------------------------------------------------------------------------------------------

    def retell(self, events: Sequence[ev.Base], before: MeetingState, agenda: Agenda) -> MeetingState:
        """Fold the meeting of `before` anew from `events` and `agenda`.

        What was told of every fact is remembered, and those that follow are heard.
        """
        self._told.clear()
        corrected = [n for n, e in enumerate(events) if isinstance(e, ev.Corrected)]
        for end in (*corrected, len(events)):
            state = folded(events[:end], before.council, agenda, before.rehearsal, self._hear, before.quoted)
        return state

    def _hear(self, state: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
        if fact.seq not in self._told or fact.seq in state.corrections:
            self._told[fact.seq] = tell(state, fact, logged)

    def _tell(self, event: ev.Base, state: MeetingState) -> Telling | None:
        """What was told of a logged fact, or would be told of one that is not."""
        if event.seq in self._told:
            return self._told[event.seq]
        return tell(state, event, event)

    def told(self, event: ev.Base) -> Telling | None:
        """What was told of a logged fact, or would be told of one that is not; None where nothing is."""
        return self._tell(event, self.happened(event))

    # -- sentences -----------------------------------------------------------------------------------------------

    def sentence(self, event: ev.Base) -> str:
        """What is said of `event`, in the council's language, with address and hashtag."""
        state = self.happened(event)
        told = self._tell(event, state)
        if told is None:
            return self._silent(event)
        council = state.council.council
        text = sentence(told, self._words, url_of(state, told), council.hashtag)
        if council.unofficial:
            return marked(text, told, self._words)
        return text

    def of_the_moment(self, event: ev.Base) -> tuple[Kind, str]:
        """What becomes of a fact that needs no hammer, and its sentence. Who comes or goes behind closed doors is told
        once they open."""
        said = self.sentence(event)
        if self._meeting.state.doors_closed and isinstance(event, ev.Attendance):
            return Kind.NOTED, self._words.t("answer.told_later", sentence=said)
        return Kind.RELEASED, said

    def _silent(self, event: ev.Base) -> str:
        """What the griffier reads of a fact that is told to nobody else."""
        match event:
            case ev.ChairChanged() | ev.StartNumber():
                value = getattr(event, "who", None) or getattr(event, "number", "")
                return self._words.t(f"silent.{event.type}", value=value)
        return ""

    def happened(self, event: ev.Base) -> MeetingState:
        """The meeting with `event` on trial, so that what is said of it knows its own title."""
        state = self._meeting.state
        if event.seq not in state.facts and isinstance(event, _NAMES_ITS_OWN_TITLE):
            return tried(state, event)
        return state

    def where(self, now: datetime, staged: str, warning: str) -> str:
        """One line that says where things stand; `staged` and `warning` are sentences, or ''."""
        meeting = self._meeting
        state = meeting.state
        waiting = {e.seq for gate in gates.GATES for e in gates.waiting(state, gate, meeting.places)}
        none = self._words.t("answer.none")
        said = self._words.t(
            "answer.where",
            item=state.item or "–",
            staged=staged or none,
            held=len(waiting),
            present=len(state.present),
            sitting=len(state.sitting),
            warning=warning or none,
        )
        clock = clock_of(state, meeting.moment(now))
        if clock is None:
            return said
        return said + self._words.t("answer.clock", name=clock.name, left=clock.left)

    def label(self, about: str, entry: TypedLine) -> str:
        """How what `entry` decides is called: 'Motie M1', 'Het voorstel bij punt 4', or else the line itself."""
        if entry.joint or about.startswith(f"{entry.act} "):
            return f"‘{entry.line}’"
        return thing(self._meeting.state, about).named(self._words)

    # -- warnings and refusals -----------------------------------------------------------------------------------

    def mismatch(self, decision: Finding) -> str:
        """That the totals typed are not those of the names; '' where they are."""
        if not decision.mismatch:
            return ""
        slots = worded(self._words, decision.mismatch.slots)
        return self._words.t(f"refusal.{decision.mismatch.code}", **slots)

    def warnings(self, warnings: Sequence[Notice]) -> tuple[str, ...]:
        """A sentence for each."""
        return tuple(self._warning(each) for each in warnings)

    def _warning(self, warning: Notice) -> str:
        key = warning.code
        if "." not in key:
            key = f"warning.{key}"
        return self._words.t(key, **worded(self._words, warning.slots))

    def refusal(self, refusal: Refusal) -> str:
        """Why a line is not taken."""
        return self._words.refusal(Refusal(refusal.code, **worded(self._words, refusal.slots)))

    def refused(self, refusal: Refusal) -> Answer:
        """The answer to a line that is not taken; the line stays where it was typed."""
        again = refusal.code in _SAME_LINE_AGAIN
        return Answer(Kind.REFUSED, self.refusal(refusal), clear=False, again=again)
