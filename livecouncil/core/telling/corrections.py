"""What is told of a correction: what stood, what is right, and whether the outcome is still the same.

Theory. A past sentence has one source, what was released. So what stood is not composed from the event that is
corrected, but told again by a meeting folded as far as it then was known, with the titles and names of that moment; so
is what stands by the correction. What was, stays, and so it is remembered (`MeetingState.quoted`).

A correction of a vote with names has three forms. Other figures: both are told, without groups. The same figures: the
groups on both sides tell what differs. The same figures and outcome, with no room for groups: "met andere namen". Where
groups are the same too, members of one changed sides: that names were put right is said; who, the list of votes tells.
Where no vote was held on either side the outcome is what stood, and is not told twice. Where the words are the same, as
of a motion's text, that what stands behind them was put right is all there is to tell, or at what time it was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import outcomes
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.state import MeetingState

from .contents import DELETED, Content
from .facts import tell_fact
from .figures import Apart, Figures
from .sentences import sentence
from .slots import Thing, Things, TimeOfDay, Verdict
from .subjects import named_with, thing, verdict, who_apart
from .telling import Telling
from .voice import Style, Voice

_UNKNOWN = "–"


@dataclass(frozen=True, kw_only=True)
class Correction(Content):
    """What stood (`old`) and what is right (`new`); None where that has no message, or its line is damaged.

    `outcome` is what a decision was, `now` what it is; `figures` is the count as it is now.
    """

    at: TimeOfDay
    old: Telling | None
    new: Telling | None
    thing: Thing | Things | None = None
    outcome: Verdict | None = None
    now: Verdict | None = None
    figures: Figures | None = None
    everybody: bool = False

    def key(self, kind: str, style: Style) -> str:
        decided = self.new is not None and self.new.outcome is not None
        if style.bare and decided and self.thing:
            return "short.correctie"
        if self.deleted():
            return DELETED
        return f"sentence.{kind}{self._form()}"

    def _form(self) -> str:
        """Which of the sentences about a correction it is."""
        if self.only_time:
            return "_tijd" if self.outcome else "_tijd_overig"
        if self.same_words and self.figures:
            return "_namen"
        if self.same_words:
            return "_inhoud"
        if self.in_full:
            return "_overig"
        return "" if self.figures or (self.old and self.old.figures) else "_woord"

    @property
    def in_full(self) -> bool:
        """Whether both are told by their sentences: what is no outcome, and an outcome that differs in who brought it
        about ('overgenomen door het college')."""
        counted = any(told and told.figures for told in (self.old, self.new))
        return self.outcome is None or (self.outcome == self.now and not counted)

    @property
    def same_words(self) -> bool:
        """Whether what stood and what is right are told alike."""
        return self.old is not None and self.new is not None and self.old.content == self.new.content

    @property
    def only_time(self) -> bool:
        """Whether nothing but the time is put right."""
        return self.old is not None and self.new is not None and self.same_words and self.old.at != self.new.at

    def slots(self, voice: Voice) -> dict[str, object]:
        same = self._same_figures()
        whole = self.in_full
        others = self._others_missing()
        old = _summary(self.old, voice, with_groups=same, with_others=others, whole=whole)
        new = _summary(self.new, voice, with_groups=same, with_others=others, whole=whole)
        slots = super().slots(voice)
        renamed = False
        if self.outcome and self.now:
            before = _without_brackets(self.outcome.said(voice))
            now = _without_brackets(self.now.said(voice))
            renamed = same and before == now and not self.same_words
            slots |= {"outcome": before, "stays": _stays(before, now, voice)}
            if renamed and voice.style.totals:
                new = f"{new}, {voice.words.t('short.other_names')}"
            if voice.style.bare and self.figures:
                new = f"{now}, {new}"
                if same:
                    old = before
        if renamed:
            was = ""
        else:
            was = voice.words.t("short.was", oud=old)
        if self.thing:
            slots["number"] = self.thing.nr
        if self.only_time and self.old and self.new:
            slots |= {"was_at": TimeOfDay(self.old.at).said(voice), "is_at": TimeOfDay(self.new.at).said(voice)}
        return slots | {"old": old, "new": new, "was": was}

    def both(self, voice: Voice) -> tuple[str, str]:
        """What stood and what is right, as the sentence has them; '' where it does not set one beside the other."""
        if self.old is None or self.new is None or self.same_words or self.deleted():
            return "", ""
        slots = self.slots(voice)
        return str(slots["old"]), str(slots["new"])

    def verdict(self) -> Verdict | None:
        return self.now

    def counted(self) -> Figures | None:
        return self.figures

    def unanimous(self) -> bool:
        return self.everybody

    def deleted(self) -> bool:
        told = (self.old, self.new)
        return any(one.content.deleted() for one in told if one)

    def afterwards(self, voice: Voice) -> list[str]:
        """What the decision needs besides more than half, and what is not known of names, as its own sentence says."""
        if voice.style.bare or self.new is None:
            return []
        needed = self.figures.apart.needed if self.figures else None
        said = [needed.said(voice.words)] if needed and voice.style.apart else []
        unknown = self.new.content.unknown_names()
        return [*said, voice.words.t(unknown)] if unknown else said

    def _others_missing(self) -> bool:
        """Whether others took no part, or had left, than was told."""
        if self.old is None or self.new is None or self.old.figures is None or self.new.figures is None:
            return False
        old = self.old.figures.apart
        new = self.new.figures.apart
        return (old.recused, old.left) != (new.recused, new.left)

    def _same_figures(self) -> bool:
        if self.old is None or self.new is None:
            return False
        if self.old.figures is None or self.new.figures is None:
            return False
        old = (self.old.figures.for_, self.old.figures.against)
        return old == (self.new.figures.for_, self.new.figures.against)


def _without_brackets(outcome: str) -> str:
    """An outcome as it stands between brackets: 'uitgesteld, stemmen staken'."""
    return outcome.replace(" (", ", ").replace(")", "")


def _stays(before: str, now: str, voice: Voice) -> str:
    if before == now:
        return voice.words.t("result.unchanged", uitslag=now)
    return voice.words.t("result.changed", uitslag=now)


def _summary(told: Telling | None, voice: Voice, with_groups: bool, with_others: bool, whole: bool) -> str:
    """What stood or is right, in a few words: figures, or the outcome, or the whole sentence without its tail."""
    if told is None:
        return _UNKNOWN
    if told.figures and voice.style.bare:
        return f"{told.figures.for_}–{told.figures.against}"
    if told.figures:
        return told.figures.told(voice, with_groups, with_others)
    if told.verdict and not whole:
        return told.verdict.said(voice)
    said = sentence(told, voice.words, style=voice.style)
    return f"“{said.rstrip('.')}”"


def tell_correction(state: MeetingState, fact: ev.Corrected) -> Telling:
    """The telling of `fact`; it stands where what it corrects stands now."""
    old = _fact_before(state, fact)
    new = fact.event.model_copy(update={"seq": fact.of})
    stood = _told_before(state, fact) or tell_fact(state, old)  # its line may be damaged
    stands = _told_after(state, fact) or tell_fact(state, new)
    content = Correction(at=TimeOfDay(fact.at), old=stood, new=stands)
    content = replace(content, thing=_thing_of(state, new))
    if stands and stands.figures:
        content = replace(content, figures=replace(stands.figures, apart=Apart()))
    was = _outcome_of(old)
    now = _outcome_of(new)
    if was and now:
        content = _decided_anew(state, content, was, now)
    if stands is None:
        return Telling(fact.seq, "correctie", fact.at, content, corrects=fact.of)
    return replace(
        stands, seq=fact.seq, kind="correctie", stood_as=stands.kind, at=fact.at, content=content, corrects=fact.of
    )


def _thing_of(state: MeetingState, fact: ev.Base) -> Thing | Things | None:
    """What a fact is about, where it is an object or an item that was decided on."""
    if isinstance(fact, ev.Decided) and fact.also:
        return Things(tuple((thing(state, key), "") for key in fact.targets))
    decided = _outcome_of(fact)
    target = decided.object if decided else getattr(fact, "object", None)
    return thing(state, target) if target else None


def _outcome_of(fact: ev.Base) -> ev.Decided | None:
    """A decision; one item adopted without a vote is one too, of that item."""
    if isinstance(fact, ev.Decided):
        return fact
    if isinstance(fact, ev.AdoptedTogether) and len(fact.items) == 1:
        (item,) = fact.items
        return ev.Decided(seq=fact.seq, at=fact.at, object=item, item=item, outcome="adopted_without_vote")
    return None


def _decided_anew(state: MeetingState, content: Correction, old: ev.Decided, new: ev.Decided) -> Correction:
    """Both outcomes are named as on what was decided on at first; who did not vote is who does not now."""
    figures = content.figures
    if figures and new.vote:
        figures = replace(figures, apart=who_apart(state, new.vote, new.seq))
    return replace(
        content,
        outcome=replace(verdict(state, old.object, old.outcome), points=named_with(state, old)),
        now=replace(verdict(state, old.object, new.outcome), points=named_with(state, new)),
        figures=figures,
        everybody=outcomes.unanimous(new.vote),
    )


def _told_before(state: MeetingState, fact: ev.Corrected) -> Telling | None:
    """What was told of the fact that `fact` corrects, as it stood until then."""
    before = _events_before(state, fact)
    return _told_by(state, fact.of, before, (fact.of, len(before), ""))


def _told_after(state: MeetingState, fact: ev.Corrected) -> Telling | None:
    """What is told of the fact that `fact` corrects, as it stands by `fact`, which may not be logged yet."""
    before = _events_before(state, fact)
    if fact.seq:
        correction = fact
    else:
        correction = fact.model_copy(update={"seq": before[-1].seq + 1})
    upto = [*before, correction]
    return _told_by(state, fact.of, upto, (fact.of, len(upto), fact.event.model_dump_json()))


def _events_before(state: MeetingState, fact: ev.Corrected) -> list[ev.Base]:
    return [event for event in state.events if not fact.seq or event.seq < fact.seq]


def _told_by(state: MeetingState, of: int, upto: list[ev.Base], key: tuple[object, ...]) -> Telling | None:
    """What a meeting of the events `upto` tells of the fact numbered `of`.

    Names that complete a result are part of what is told of it.
    """
    if key not in state.quoted:
        heard: list[Telling | None] = []

        def hear(then: MeetingState, fact: ev.Base, logged: ev.Base) -> None:
            if of in (fact.seq, getattr(fact, "completes", None)):
                heard.append(tell_fact(then, fact))

        fold(upto, state.council, state.agenda, state.rehearsal, hear)
        state.quoted[key] = heard[-1] if heard else None
    found: Telling | None = state.quoted[key]
    return found


def _fact_before(state: MeetingState, fact: ev.Corrected) -> ev.Base:
    """The fact as it stood until this correction."""
    earlier = [other for other in state.corrections.get(fact.of, ()) if not fact.seq or other.seq < fact.seq]
    if earlier:
        return earlier[-1].event.model_copy(update={"seq": fact.of})
    logged = (event for event in state.events if event.seq == fact.of)
    return next(logged, fact.event)  # its line may be damaged
