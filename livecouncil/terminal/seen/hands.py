"""What the strip and the rows around the entry line show: where the fact in hand is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import NamedOutcome, confirmed, unanimous
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.release import gates
from livecouncil.core.telling.ladder import ladder
from livecouncil.core.telling.phrases import outcome_word
from livecouncil.core.telling.subjects import named_with
from livecouncil.sitting.answers import Answer, HeldFact, Preview
from livecouncil.sitting.counting import by_names, decided, figures
from livecouncil.sitting.session import Session

from ..regions.desk import Sentence
from ..regions.picture import VotePicture
from ..regions.strip import HoldingGate, Idle, LastReleased, Strip, Told, Typing, Waiting
from .facts import FactColumns, bare, fact_columns
from .short import with_others

_LONGEST_SHORT = 60
"""Characters of a fact that is no decision, in the strip."""


# -- the strip ---------------------------------------------------------------------------------------------------


def strip_seen(session: Session, shown: Preview, vote: VotePicture | None, blocked: str = "", by: str = "") -> Strip:
    """What waits for the hammer, else what is typed, else what was released last and is still held, else nothing.

    `blocked` stands where the hammer's key does, when it cannot hammer now; `by` are the initials of who proposes what
    is looked at, where nobody types it here.
    """
    state = session.desk.state
    t = session.words.t
    if state.doors_closed:
        return Told(t("screen.strip.shut"), t("screen.strip.shut_told"), loud=True)
    if session.desk.staged:
        return _waiting_strip(session, vote, blocked)
    if shown.entry and shown.finding:
        typing = _typing_strip(session, shown.entry, shown.finding, vote)
        return replace(typing, word=by.upper()) if by else typing
    if shown.status == "error":
        return Typing(by.upper() or t("screen.strip.typing"), *named(session, shown.about))
    held = session.held(1)
    if held:
        return _released_strip(session, held[0])
    return Idle(t("screen.strip.journal"), t("screen.strip.idle"))


def named(session: Session, key: str) -> tuple[str, str]:
    """Label and title of an object or item."""
    state = session.desk.state
    paper = state.objects.get(key)
    if paper:
        return paper.label, paper.title
    item = state.find_item(key)
    if item:
        return item.number, item.title
    return "", ""


def _waiting_strip(session: Session, vote: VotePicture | None, blocked: str) -> Strip:
    waiting = session.desk.staged
    assert waiting
    t = session.words.t
    first = waiting.decision.events[0]
    fact = first.event if isinstance(first, ev.Corrected) else first
    label, title = _with_others(fact, *named(session, waiting.object))
    outcome = _outcome(session, fact)
    counted = decided(waiting.decision)
    if isinstance(first, ev.Corrected):
        label = f"{t('screen.strip.correction')} {label}".strip()
    if not outcome:
        label = bare(waiting.sentence)
        title = ""
    differs = t("screen.strip.differs") if waiting.mismatch else ""
    return Waiting(
        word=t("screen.strip.waiting"),
        label=label,
        title=title,
        outcome=outcome,
        figures=figures(counted.vote if counted else None),
        release=blocked or t("screen.strip.hammer"),
        leave=t("screen.strip.leave"),
        loud=differs,
    )


def _with_others(fact: ev.Base, label: str, title: str) -> tuple[str, str]:
    """Label and title; of several that are decided by one count how many there are, and no title of one of them."""
    together = with_others(label, fact)
    if together != label:
        return together, ""
    return label, title


def _outcome(session: Session, fact: ev.Base) -> str:
    """The outcome in capitals, as the sentence words it; '' for what is no decision on one thing."""
    if not isinstance(fact, ev.Decided):
        return ""
    item = session.desk.state.find_item(fact.object)
    named = NamedOutcome(
        fact.outcome,
        confirmed(item, fact.outcome),
        named_with(session.desk.state, fact),
        unanimous=unanimous(fact.vote),
    )
    return outcome_word(session.words, named).upper()


def _typing_strip(session: Session, entry: TypedLine, finding: Finding, vote: VotePicture | None) -> Typing:
    t = session.words.t
    label, title = named(session, naming(session, entry))
    label, title = _with_others(finding.events[0], label, title)
    what = t(f"screen.act.{entry.act}")
    if what.startswith("screen."):
        what = t(f"acts.{entry.act}.label").lower()
    if vote is None:
        verdict = t("screen.strip.needs_hammer") if entry.needs_hammer else ""
        return Typing(t("screen.strip.typing"), label, title, what, verdict)
    if not vote.groups:
        return Typing(t("screen.strip.typing"), label, title, what, t("screen.strip.totals_only"))
    if vote.differs:
        return Typing(
            t("screen.strip.typing"),
            label,
            title,
            what,
            verdict=t("screen.strip.differs_who"),
            short=t("screen.strip.differs"),
            loud=True,
        )
    if vote.said:
        return Typing(t("screen.strip.typing"), label, title, what, t("screen.as_the_chair"))
    asked = t("screen.strip.totals", example=f"{vote.for_}-{vote.against}")
    return Typing(t("screen.strip.typing"), label, title, what, asked, t("screen.strip.totals_short"))


def naming(session: Session, entry: TypedLine | None) -> str:
    """Key of what a line is about, '' where that is nothing known."""
    state = session.desk.state
    if entry is None:
        return ""
    target = entry.target or ""
    if target.startswith("#"):
        return target[1:]
    if target in state.objects:
        return target
    per_item = f"{target[:1]}{state.item}.{target[1:]}"
    if target and per_item in state.objects:
        return per_item
    if entry.act == "goto":
        return entry.number
    if not target and entry.needs_hammer:
        return state.item or ""
    return target


def _released_strip(session: Session, held: HeldFact) -> Strip:
    """What was released last; a correction, which stands in no column, by its sentence."""
    t = session.words.t
    left = held.gates
    columns = _held_in_columns(session, held)
    said = columns.short
    if columns.count and columns.whom:
        said = f"{columns.label} ‘{columns.whom}’ {columns.what} {columns.count[0]}–{columns.count[1]}"
    hold = session.desk.outgoing.hold
    through = [
        HoldingGate(t(f"screen.gates.{gate}"), t(f"screen.gates_short.{gate}"), left[gate], gates.seconds(hold, gate))
        for gate in gates.GATES
        if gate in left
    ]
    recallable = "networks" not in left or left["networks"] is not None
    back = t("screen.strip.back") if recallable and left.get("feed", 0) is not None else ""
    decided = columns.count is not None
    return LastReleased(t("screen.strip.released"), said, columns.short, tuple(through), back, whole=decided)


def _held_in_columns(session: Session, held: HeldFact) -> FactColumns:
    """What is held, in columns; of a corrected decision what it is now, named as a correction."""
    fact = session.desk.state.facts.get(held.seq)
    if fact:
        return fact_columns(session, fact)
    put_right = next((one for one in reversed(session.desk.state.events) if one.seq == held.seq), None)
    if isinstance(put_right, ev.Corrected) and isinstance(put_right.event, ev.Decided):
        columns = fact_columns(session, put_right.event)
        return replace(columns, label=f"{session.words.t('screen.strip.correction')} {columns.label}")
    return FactColumns(what=bare(held.text))


# -- the sentence ------------------------------------------------------------------------------------------------


def sentence_typed(session: Session, shown: Preview, beside: bool) -> Sentence:
    """The sentence of the line that is typed; `beside` says that its remarks stand beside the picture."""
    if shown.status == "error":
        return Sentence(shown.message)
    remarks = () if beside else shown.remarks
    lengths = " · ".join(f"{name} {used}/{limit}" for name, used, limit in shown.lengths)
    text = shown.sentence
    shorter = Shorter(session, None)
    if shown.entry and shown.finding:
        fact = by_names(session.desk.state, shown.entry, shown.finding, session.clock())
        differs = shown.finding.mismatch is not None
        first = shown.finding.events[0]
        if fact and differs and not isinstance(first, ev.Corrected):
            text = session.desk.saying.sentence(fact)
        shorter = Shorter(session, fact if fact and not isinstance(first, ev.Corrected) else first)
    said = bare(text)
    return Sentence(said, shorter, _remarks_marked(remarks), lengths)


def _remarks_marked(remarks: Sequence[str]) -> str:
    return " ".join(f"! {remark}" for remark in remarks)


def sentence_waiting(session: Session, beside: bool) -> Sentence:
    """The sentence of what waits for the hammer."""
    staged = session.desk.staged
    if staged is None:
        return Sentence()
    remarks = () if beside else staged.warnings
    if staged.sum:
        remarks = (staged.sum, *remarks)
    first = staged.decision.events[0]
    return Sentence(bare(staged.sentence), Shorter(session, first), _remarks_marked(remarks))


def sentence_said(session: Session, answer: Answer, text: str) -> Sentence:
    """`text`, in which an answer was said. Where that is the sentence of one fact, it is shortened as that is; of a
    correction, whose sentence rests on what stood there before it, there is no other form any more."""
    told = bare(answer.text)
    fact = answer.events[0] if len(answer.events) == 1 else None
    if fact is None or isinstance(fact, ev.Corrected) or not told or not text.endswith(told):
        return Sentence(text)
    return Sentence(text, Shorter(session, fact, text.removesuffix(told)))


class Shorter(Sequence[str]):
    """Ever shorter forms of a fact's sentence, made only where the sentence does not fit."""

    def __init__(self, session: Session, fact: ev.Base | None, before: str = "") -> None:
        """`before` goes before each of them."""
        self._session = session
        self._fact = fact
        self._before = before
        self._forms: list[str] | None = None

    def _made(self) -> list[str]:
        if self._forms is None:
            told = self._session.desk.saying.told(self._fact) if self._fact else None
            self._forms = [self._before + bare(form) for form in ladder(told, self._session.words)] if told else []
        return self._forms

    def __len__(self) -> int:
        return len(self._made())

    def __getitem__(self, place: int) -> str:  # type: ignore[override]
        return self._made()[place]
