"""A logged fact in columns and in a few words: on what, what, to what or whom, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import NamedOutcome
from livecouncil.core.telling import contents, matters
from livecouncil.core.telling.phrases import names, outcome_word
from livecouncil.core.telling.telling import Telling
from livecouncil.core.text.numbers import label_of
from livecouncil.sitting.counting import figures
from livecouncil.sitting.session import Session

from ..regions.desk import Logged
from ..regions.public import Gate
from .short import short_kind, short_outcome, with_others
from .top import called, short_of

_REFERENCE = re.compile(r"(?<=[.!?]) [^.!?:]+: https?://\S+")
"""A sentence that only leads to an address."""


@dataclass(frozen=True)
class FactColumns:
    """One fact: the label of its object or item, what happened, to what or whom, and figures or filers."""

    label: str = ""
    what: str = ""
    whom: str = ""
    figures: str = ""
    count: tuple[int, int] | None = None

    @property
    def short(self) -> str:
        """In a few words: of a decision its object, outcome and figures, of anything else what and whom."""
        if self.count:
            return f"{self.label} {self.what} {self.count[0]}–{self.count[1]}"
        parts = [self.label, self.what, self.whom]
        if self.label[:1].isdigit():
            parts = [self.what, self.label, self.whom]
        return " ".join(part for part in parts if part)


def bare(text: str) -> str:
    """A sentence without address and hashtag, for where room is short, nor what leads up to an address ('Agenda:')."""
    text = _REFERENCE.sub("", text)
    return " ".join(word for word in text.split() if not word.startswith(("http://", "https://", "#")))


def newest_facts(session: Session, most: int) -> list[Logged]:
    """The last facts, newest first; nothing of what was logged behind closed doors."""
    waiting = {one.seq for one in session.held(most)}
    found = []
    for event in islice(facts_of(session), most):
        columns = fact_columns(session, session.desk.state.facts[event.seq])
        gate = Gate.WAITS if event.seq in waiting else Gate.OUT
        row = Logged(gate, f"{event.at:%H:%M}", columns.label, columns.what, columns.whom, columns.figures)
        found.append(row)
    return found


def facts_of(session: Session) -> Iterator[ev.Base]:
    """Logged facts that may be shown, newest first: none that was recalled, none from behind closed doors."""
    state = session.desk.state
    for event in reversed(state.events):
        if event.seq in state.facts and event.seq not in state.recalled and event.seq not in state.hidden:
            yield event


def short(session: Session, fact: ev.Base) -> str:
    """A fact in a few words."""
    return fact_columns(session, fact).short


def fact_columns(session: Session, fact: ev.Base) -> FactColumns:
    """A fact in columns, as it was told when it was logged."""
    told = session.desk.saying.told(fact)
    if told is None:
        return _silent(session, fact)
    return FactColumns(
        label=_label(session, fact, told),
        what=_what(session, told),
        whom=_whom(session, told),
        figures=_figures(session, told),
        count=_for_and_against(fact),
    )


def _silent(session: Session, fact: ev.Base) -> FactColumns:
    """What nobody else is told: a short word, and the sentence where there is one."""
    kind = ev.type_of(fact)
    if isinstance(fact, ev.Panic) and not fact.on:
        kind += "_over"
    key = f"screen.silent.{kind}"
    word = session.words.t(key)
    said = bare(session.desk.saying.sentence(fact))
    if word == key:
        return FactColumns(what=said)
    return FactColumns(what=word, whom=said)


def _label(session: Session, fact: ev.Base, told: Telling) -> str:
    key = told.object or getattr(fact, "object", "")
    if key in session.desk.state.objects:
        return with_others(label_of(str(key)), fact)
    if told.kind in ("punt", "punt_openbaar", "toegevoegd", "afgevoerd") or told.outcome:
        return str(key or told.item or "")
    return ""


def _what(session: Session, told: Telling) -> str:
    """The outcome, else the kind of fact, in a word or two."""
    verdict = told.verdict
    if told.outcome and verdict:
        word = short_outcome(session.words, "outcome", verdict.outcome)
        if verdict.confirmed:
            word = outcome_word(session.words, NamedOutcome(verdict.outcome, confirmed=True))
        return word
    if isinstance(told.content, matters.Recusal) and told.content.after_all:
        return short_kind(session.words, f"{told.kind}_toch")
    return short_kind(session.words, told.kind)


def _whom(session: Session, told: Telling) -> str:
    """To what or whom."""
    state = session.desk.state
    match told.content:
        case contents.Speaking(who=who) | matters.ByMember(who=who):
            return called(state, who)[0]
        case contents.SaidBy(who=who, text=text):
            return f"{who}: {text}"
        case matters.OnThing(title=title) | contents.AgendaChanged(title=title) | contents.ItemBegun(title=title):
            return title.text
        case contents.FreeText(text=text):
            return text
        case contents.Movement(who=who):
            return names(who.names)
        case matters.SecretBallot(subject=subject):
            return subject.text
        case contents.Opening(present=present, sitting=sitting):
            return session.words.t("screen.of_members", present=present, sitting=sitting)
    listed = told.content.listed()
    if not listed:
        return ""
    if len(listed.rows) == 1:
        return listed.rows[0][1]
    return ", ".join(number for number, _ in listed.rows)


def _figures(session: Session, told: Telling) -> str:
    """'voor 17  tegen 19' of a count; who filed it of what was filed, and who joins, leaves or is noted."""
    if told.figures:
        t = session.words.t
        for_ = t("screen.for_figure", n=told.figures.for_)
        return f"{for_}  {t('screen.against_figure', n=told.figures.against)}"
    match told.content:
        case matters.Filing(movers=people) | matters.ByMembers(who=people):
            return " ".join(short_of(session.desk.state, name) for name in people.names)
    return ""


def _for_and_against(fact: ev.Base) -> tuple[int, int] | None:
    if isinstance(fact, ev.Decided):
        return figures(fact.vote)
    return None
