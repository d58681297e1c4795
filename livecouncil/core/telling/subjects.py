"""What a telling is about, as the meeting knows it: what is decided on, its title, and who stood where in a vote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting import outcomes
from livecouncil.core.meeting.rules.vote_order import otherwise
from livecouncil.core.meeting.state import MeetingState, Paper, ballot_key
from livecouncil.core.text.numbers import is_point, label_of, point_in

from .figures import Apart, Figures, NeededShare
from .groups import GroupVotes
from .slots import Listing, Thing, Things, Verdict


def thing(state: MeetingState, target: str) -> Thing:
    """The motion, amendment or proposal of the number `target`."""
    if is_point(target):
        return _point_named(target)
    if target in state.objects:
        return thing_filed(state.objects[target])
    item = state.find_item(target)
    if item and item.kind == "motion":
        return Thing("motion_item", target)
    return Thing("proposal", target)


def thing_filed(paper: Paper) -> Thing:
    """The same of a motion or amendment itself; it stays what it is, whatever becomes of it."""
    if is_point(paper.key):
        return _point_named(paper.key)
    return Thing(paper.kind, paper.label)


def _point_named(key: str) -> Thing:
    number, point = point_in(key)
    return Thing("point", point, number)


def title_of(state: MeetingState, target: str) -> str:
    """Title as quoted; a closed item's is withheld (None is never shown)."""
    if target in state.objects:
        return state.objects[target].title.rstrip(".")
    if is_point(target):
        return ""
    item = state.find_item(target)
    if item and item.kind != "closed":
        return item.title.rstrip(".")
    return ""


def item_under(state: MeetingState, target: str) -> str:
    """The agenda item that `target` stands under, or is."""
    return state.item_of(target)


def listing(state: MeetingState, items: Collection[str]) -> Listing:
    """Agenda items with their titles."""
    return Listing(tuple((number, title_of(state, number)) for number in items))


def verdict(state: MeetingState, target: str, outcome: str) -> Verdict:
    """How an outcome on `target` is named."""
    if target in state.objects or is_point(target):
        return Verdict(outcome, points=points_otherwise(state, target))
    item = state.find_item(target)
    return Verdict(outcome, outcomes.confirmed(item, outcome), points=points_otherwise(state, target))


def points_otherwise(state: MeetingState, item: str) -> tuple[str, ...]:
    """What the word of an outcome names besides: of an item its points that were decided otherwise than adopted, of a
    motion what it was merged into."""
    if item in state.objects:
        last = state.last_decision(item)
        into = last.into if isinstance(last, ev.Decided) else None
        return (label_of(into),) if into else ()
    return tuple(point_in(point.key)[1] for point in otherwise(state, item))


def named_with(state: MeetingState, fact: ev.Decided) -> tuple[str, ...]:
    """The same of a decision that may not be logged yet."""
    if fact.into:
        return (label_of(fact.into),)
    return points_otherwise(state, fact.object)


def things(state: MeetingState, targets: Collection[str]) -> Things:
    """Several that are decided by one count."""
    return Things(tuple((thing(state, target), title_of(state, target)) for target in targets))


def told_figures(state: MeetingState, vote: ev.Vote, count: outcomes.CountedVotes, seq: int) -> Figures:
    """The figures `count` of the vote that was logged as `seq` (0: now)."""
    groups_for, groups_against = sides(state, vote)
    return Figures(count.for_, count.against, groups_for, groups_against, who_apart(state, vote, seq))


def sides(state: MeetingState, vote: ev.Vote) -> tuple[tuple[GroupVotes, ...], tuple[GroupVotes, ...]]:
    """Groups for and against in one fixed (alphabetical) order; a divided group stands on both sides."""
    if vote.options is None:
        return (), ()
    for_ = _by_group(state, vote, (name for name, option in vote.options.items() if option == "for"))
    against = _by_group(state, vote, (name for name, option in vote.options.items() if option == "against"))
    for group, split in vote.divided.items():
        for_[group] += split[0]
        against[group] += split[1]
    for_ = +for_
    against = +against
    voted = for_ + against
    return _groups(state, for_, voted), _groups(state, against, voted)


def who_apart(state: MeetingState, vote: ev.Vote, seq: int) -> Apart:
    """Who did not vote in the vote that was logged as `seq` (0: now)."""
    abstained = _by_group(state, vote, outcomes.abstained(vote))
    came = _came(state, seq, vote.absent)
    return replace(
        counted_by(vote),
        abstained=_groups(state, abstained, abstained),
        number=outcomes.not_voting(vote),
        recused=vote.recused,
        left=tuple(name for name in vote.absent if name in came),
    )


def counted_by(vote: ev.Vote) -> Apart:
    """By what a vote was counted, and nothing of who did not vote."""
    return Apart(by_weight=bool(vote.weights), needed=_needed(vote))


def _needed(vote: ev.Vote) -> NeededShare | None:
    number = outcomes.votes_needed(vote)
    if not (vote.majority and number):
        return None
    return NeededShare(vote.majority.share, vote.majority.of, number)


def _by_group(state: MeetingState, vote: ev.Vote, members: Iterable[str]) -> Counter[str]:
    """How many votes of each group these members have."""
    group_of = {member.name: member.group for member in state.council.members}
    votes: Counter[str] = Counter()
    for name in members:
        votes[group_of.get(name, "")] += vote.votes((name,))
    return votes


def _groups(state: MeetingState, votes: Counter[str], of: Counter[str]) -> tuple[GroupVotes, ...]:
    short = {group.name: group.abbreviation for group in state.council.groups}
    order = sorted(votes, key=str.casefold)
    return tuple(GroupVotes(name, short.get(name, name), votes[name], of[name]) for name in order)


def _came(state: MeetingState, before: int, names: Collection[str]) -> frozenset[str]:
    """Who of `names` had been in the meeting, as logged before the event of that number (0: until now)."""
    came = state.came & set(names)
    if not came or not before or before >= state.events[-1].seq:
        return came
    then: set[str] = set()
    for fact in (fact for seq, fact in state.facts.items() if seq < before):
        match fact:
            case ev.Opened():
                then |= set(fact.present)
            case ev.Attendance() if fact.present and then:
                then |= set(fact.members)
            case ev.SwornIn() if then:
                then.add(fact.member)
    return came & then


def left_to(state: MeetingState, fact: ev.Ballot) -> str:
    """What chose whom `fact` names, where the papers of the round before tied."""
    seqs = state.decisions.get(ballot_key(fact.title), ())
    before = [state.facts[seq] for seq in seqs if not fact.seq or seq < fact.seq]
    last = before[-1] if before else None
    if fact.outcome == "elected" and isinstance(last, ev.Ballot) and last.outcome in ("lot", "youngest"):
        return last.outcome
    return ""
