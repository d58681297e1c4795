"""What the wall shows of what was filed, called or decided: whole in the council's language, repeated in a second one.

A reader in the last row sees figures before words, so everything a result rests on is here as data: both sides, the
ballot with its majority, what stood beside what is right. What can be said in two languages is said in each by itself
(`WallSaid`), so that no language ever completes another.
"""

from __future__ import annotations

from dataclasses import replace

from livecouncil.core.law.voting import majority
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import names_follow, nobody_named, tied
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.telling.corrections import Correction
from livecouncil.core.telling.matters import SecretBallot
from livecouncil.core.telling.phrases import quoted
from livecouncil.core.telling.sentences import beside, sentence
from livecouncil.core.telling.subjects import thing, things, title_of
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import WHOLE, Voice, Words
from livecouncil.core.text.numbers import is_point

from .folded import Folded
from .record import WallSaid, WallState
from .record_wall import WallForm
from .saying import Phrasing
from .votes import ballot_record, vote_record

_LISTED_TITLE = 60
"""Characters of each title where several items are named in one line."""


def on_the_wall(told: Telling | None, words: Words, saying: Phrasing) -> WallSaid:
    """The sentence of what the wall turned to, for who cannot see it; '' before anything happened."""
    if told is None:
        return WallSaid(words.language)
    return WallSaid(words.language, sentence=saying.marked(sentence(told, words), told, words))


def with_headline(wall: WallState, told: Telling, folded: Folded, saying: Phrasing) -> WallState:
    """What was filed, called or decided, with its figures."""
    state = folded.state
    target = told.object
    listed = told.content.listed()
    asked = told.content.beside().needed
    needed = asked.said(saying.words) if asked else ""
    wall = replace(
        wall,
        headline=_headline(state, told, saying.words),
        title=_wall_title(state, told),
        listed=listed.rows if listed and not target else (),
        outcome=told.outcome or "",
        outcome_word=_outcome_word(told, saying),
        unanimous=told.content.unanimous(),
        for_=told.for_,
        against=told.against,
        groups_for=told.groups_for,
        groups_against=told.groups_against,
        beside=tuple(one for one in beside(told, saying.words) if one != needed),
        needed=needed,
        said=tuple(_said_in(one, told, state, words) for one, words in zip(wall.said, saying.languages, strict=True)),
    )
    if target in state.objects:
        wall = replace(wall, movers=state.objects[target].movers)
    return _with_figures(wall, told, folded, saying)


def _headline(state: MeetingState, told: Telling, words: Words) -> str:
    """'Motie M3', 'Motie M1, Motie M2'; '' where it is told of no motion, amendment or item."""
    if not told.object:
        return ""
    if told.also and all(map(is_point, (told.object, *told.also))):
        return things(state, (told.object, *told.also)).said(Voice(words))
    return ", ".join(thing(state, key).named(words) for key in (told.object, *told.also))


def _wall_title(state: MeetingState, told: Telling) -> str:
    """The title of what was decided on; of items decided together each with its number: '4 ‘Verordening’, …'."""
    if told.object and told.also:
        return ""
    if told.object:
        return title_of(state, told.object)
    listed = told.content.listed()
    if not listed:
        return ""
    return ", ".join(f"{number} {quoted(title, _LISTED_TITLE)}" for number, title in listed.rows)


def _outcome_word(told: Telling, saying: Phrasing) -> str:
    """The word of what was decided, of a correction the word as it is now."""
    verdict = told.verdict
    if not told.outcome or not verdict:
        return ""
    return saying.outcome(verdict.named(told.content.unanimous()))


def _said_in(said: WallSaid, told: Telling, state: MeetingState, words: Words) -> WallSaid:
    """The same in one of the wall's languages."""
    voice = Voice(words, WHOLE, "")
    content = told.content
    word = ""
    if told.outcome and told.verdict:
        word = told.verdict.said(voice)
    said = replace(said, headline=_headline(state, told, words), word=word)
    if isinstance(content, Correction):
        return replace(said, old=_in_figures(content.old, voice), new=_in_figures(content.new, voice))
    return said


def _in_figures(told: Telling | None, voice: Voice) -> str:
    """What was told of a decision, as short as the wall has it: its figures, its candidates, or the outcome."""
    if told is None:
        return ""
    if told.figures:
        return told.figures.told(voice, with_groups=False)
    if isinstance(told.content, SecretBallot):
        return told.content.counts.said(voice)
    if told.verdict:
        return told.verdict.said(voice)
    return ""


def _with_figures(wall: WallState, told: Telling, folded: Folded, saying: Phrasing) -> WallState:
    """In which form a result is shown, and what that form asks beside the words."""
    content = told.content
    if isinstance(content, Correction):
        return replace(wall, form="correction", told_at=content.old.at if content.old else None)
    fact = folded.state.facts.get(told.seq)
    if isinstance(fact, ev.Ballot):
        needed = majority(sum(fact.ballots.values()) + fact.against) if fact.seats == 1 else None
        return replace(
            wall, form="ballot", title=fact.title, ballot=ballot_record(folded.state, fact, saying), majority=needed
        )
    if isinstance(fact, ev.Decided) and fact.vote:
        wall = replace(wall, form=_result_form(fact.vote, wall))
        if wall.form not in ("", "together"):
            groups = tuple((g.name, g.abbreviation) for g in folded.state.council.groups)
            return replace(wall, vote=vote_record(fact, folded, saying), groups=groups)
    elif wall.listed:
        return replace(wall, form="together")
    return wall


def _result_form(vote: ev.Vote, wall: WallState) -> WallForm:
    if wall.for_ is None:
        return ""
    if tied(vote):
        return "tie"
    if names_follow(vote) or nobody_named(vote):
        return "totals"
    return "named"
