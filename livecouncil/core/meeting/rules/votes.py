"""Counting votes: from who dissents to each member's vote, and from there to the outcome the law gives.

Theory. First is fixed what is voted on and who counts in it (`Poll`), then who voted how (`Cast`), then the law speaks.
Totals always come from persons: a group's name is a shortcut over its members who are present and need not abstain. The
chair's totals are a checksum on that count; where names are not known they stand alone, and names may complete them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from livecouncil.core.council.model import Group, Member
from livecouncil.core.council.roster import Named, display, in_full
from livecouncil.core.law.bodies import BodyRuling, Matter
from livecouncil.core.law.bodies.profile import Side
from livecouncil.core.law.voting import Ruling
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.numbers import label_of
from livecouncil.errors import Refusal

from .shared import Finding, Notice, open_item, resolve_target
from .vote_order import amended, refuse_waiting, too_early
from .voters import Voters, calling_order, voters_now, voters_then

_OTHER = {"for": "against", "against": "for"}


@dataclass(frozen=True)
class Poll:
    """A vote on `target` before anybody's vote is known.

    `completes` is the number of a result of which only the totals were known, and which names now complete; `again`
    says that a correction counts an earlier vote once more; `may_abstain` that who is present need not vote.
    """

    target: str
    voters: Voters
    method: ev.Method
    completes: int | None
    again: bool
    may_abstain: bool = False


@dataclass(frozen=True)
class Cast:
    """The votes cast in a poll: by name, or only as the chair's totals. `mismatch` is why they cannot stand so."""

    poll: Poll
    record: ev.Vote
    mismatch: Notice | None = None

    @property
    def completes(self) -> int | None:
        """Totals complete nothing: they were known."""
        if self.record.options is None:
            return None
        return self.poll.completes


def vote(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`v`, `t`, `u` and totals only (arts. 29–32)."""
    poll = _poll(state, entry)
    if entry.act == "totals":
        return _decision(state, _by_totals(poll, entry.totals or (0, 0)), at)
    named = state.roster.list(entry.words, state.roster.voters())
    cast = _by_names(state, poll, _options(named, entry, poll.voters), totals=entry.totals)
    decision = _decision(state, cast, at)
    return replace(decision, warnings=(*_by_name(state, named), *decision.warnings))


def roll_call(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """Roll call by letters (art. 32.1–2): everyone present answers, in calling order; gaps cannot close it."""
    poll = _poll(state, entry)
    start = int(entry.number or 0) or state.start_number
    order = [m for m in calling_order(state, start) if m in poll.voters.voting]
    answered = len(entry.answers)
    if answered != len(order):
        waiting = order[answered:]
        name = display(waiting[0]) if waiting else ""
        raise Refusal("roll_length", given=answered, needed=len(order), next=name)
    options = {m.name: "for" if a == "v" else "against" for m, a in zip(order, entry.answers, strict=True)}
    decision = _decision(state, _by_names(state, poll, options, totals=entry.totals), at)
    if entry.number or state.start_number:
        return decision
    return replace(decision, warnings=(Notice("no_start_number", {}), *decision.warnings))


def _poll(state: MeetingState, entry: TypedLine) -> Poll:
    """What is voted on and by whom: those of the moment, or of the earlier vote that is completed or put right."""
    method: ev.Method = "roll_call" if entry.act == "roll_call" else "show_of_hands"
    optional = state.law.abstention == "option"
    target = resolve_target(state, entry.target)
    pending = names_pending(state, target)
    last = state.last_decision(target)
    if isinstance(last, ev.Decided) and last.vote and (entry.correction or pending):
        voters = voters_then(state, last.vote)
        return Poll(target, voters, method, completes=pending, again=entry.correction, may_abstain=optional)
    target = open_item(state, entry)
    refuse_waiting(state, target)
    voters = voters_now(state, target)
    if not voters.voting:
        raise Refusal("nobody_votes")
    return Poll(target, voters, method, completes=None, again=entry.correction, may_abstain=optional)


def names_pending(state: MeetingState, target: str) -> int | None:
    """Seq of a result of which only the totals are known."""
    last = state.last_decision(target)
    if isinstance(last, ev.Decided) and last.vote and last.vote.options is None:
        return last.seq
    return None


def _by_name(state: MeetingState, named: list[Named]) -> tuple[Notice, ...]:
    """Members named in full whose exact surname is the beginning of somebody else's: neither takes the other's vote."""
    among = state.roster.voters()
    found = []
    for one in named:
        others = state.roster.shadowed(one.typed, one.who, among)
        if others:
            said = ", ".join(in_full(other) for other in others)
            found.append(Notice("by_name", {"typed": one.typed, "name": in_full(one.who), "others": said}))
    return tuple(found)


def _options(named: list[Named], entry: TypedLine, voters: Voters) -> dict[str, str]:
    """Each voter's vote, by name: everybody votes with `entry.side` but who is named.

    A group's name stands for its members here; a member named beside the own group goes the other way than it.
    """
    options = {m.name: entry.side for m in voters.voting}
    groups = {one.who.name for one in named if isinstance(one.who, Group)}
    for one in named:
        if isinstance(one.who, Group):
            options |= dict.fromkeys(_members_of(one.who, voters), _side_of(one, groups, entry.side))
    for one in named:
        if isinstance(one.who, Member):
            _may_vote(one.who, voters)
            options[one.who.name] = _side_of(one, groups, entry.side)
    for one in named:
        _check_sign(one, groups, entry.side)
    return options


def _members_of(group: Group, voters: Voters) -> list[str]:
    members = [m.name for m in voters.voting if m.group == group.name]
    if not members:
        raise Refusal("group_absent", name=group.name)
    return members


def _side_of(named: Named, groups: set[str], side: str) -> str:
    """How somebody named votes; `groups` are the names of the groups named on the same line."""
    if named.sign == "~":
        return "abstained"
    if isinstance(named.who, Member) and named.who.group in groups:
        return side
    return _OTHER[side]


def _may_vote(member: Member, voters: Voters) -> None:
    if member.name in voters.recused:
        raise Refusal("member_recused", name=display(member))
    if member not in voters.voting:
        raise Refusal("member_absent", name=display(member))


def _check_sign(named: Named, groups: set[str], side: str) -> None:
    """A sign says again which way somebody goes; where it says another, nobody guesses."""
    if named.sign in ("", "~"):
        return
    goes = _side_of(named, groups, side)
    if named.sign != {"for": "+", "against": "-"}[goes]:
        raise Refusal("wrong_sign", typed=named.sign + named.typed, side=side)


def _by_names(state: MeetingState, poll: Poll, options: dict[str, str], totals: tuple[int, int] | None) -> Cast:
    """The votes as counted, held against the chair's totals: a checksum, not an input."""
    votes = list(options.values())
    counted = (votes.count("for"), votes.count("against"))
    if poll.completes is not None and not poll.again:
        _refuse_other_count(state, poll.target, poll.completes, counted=counted)
    if totals and totals != counted:
        differ = Notice("sum", {"counted": _pair(counted), "chair": _pair(totals)})
        return replace(_by_totals(poll, totals), mismatch=differ)
    not_here = dict.fromkeys(poll.voters.absent, "absent") | dict.fromkeys(poll.voters.recused, "recused")
    full = options | not_here
    ordered = {m.name: full[m.name] for m in state.sitting if m.name in full}
    return Cast(poll, _record(poll.voters, counted, ordered))


def _refuse_other_count(state: MeetingState, target: str, completes: int, counted: tuple[int, int]) -> None:
    """Names complete a result only where they add up to it."""
    known = state.facts[completes]
    assert isinstance(known, ev.Decided) and known.vote
    totals = (known.vote.for_, known.vote.against)
    if counted != totals:
        raise Refusal("names_do_not_fit", counted=_pair(counted), known=_pair(totals), object=label_of(target))


def _by_totals(poll: Poll, totals: tuple[int, int]) -> Cast:
    """Only what the chair told: so many for, so many against."""
    voters = poll.voters
    entitled = len(voters.voting) + len(voters.absent)
    votes = sum(totals)
    if votes > entitled:
        raise Refusal("totals_too_many", totals=_pair(totals), entitled=entitled)
    record = _record(voters, totals, options=None)
    if votes == len(voters.voting) or poll.may_abstain:
        return Cast(poll, record)
    return Cast(poll, record, Notice("votes_missing", {"votes": votes, "present": len(voters.voting)}))


def _record(voters: Voters, totals: tuple[int, int], options: dict[str, str] | None) -> ev.Vote:
    return ev.Vote.model_validate(
        {
            "for": totals[0],
            "against": totals[1],
            "options": options,
            "voters": tuple(m.name for m in voters.voting),
            "recused": voters.recused,
            "absent": voters.absent,
        }
    )


def _pair(totals: tuple[int, int]) -> str:
    return f"{totals[0]}–{totals[1]}"


def _decision(state: MeetingState, cast: Cast, at: datetime) -> Finding:
    """What the votes cast decide, by the law."""
    target = cast.poll.target
    _, ruling = ruling_of(state, target, cast.record)
    event = ev.Decided(
        at=at,
        object=target,
        item=state.item_of(target),
        outcome=amended(state, target, ruling.outcome),
        method=cast.poll.method,
        vote=cast.record,
        round=_round_number(state, cast),
        completes=cast.completes,
        articles=ruling.articles,
    )
    return Finding((event,), warnings_of(state, cast), mismatch=cast.mismatch)


def _round_number(state: MeetingState, cast: Cast) -> int:
    """Which vote on it this is, counted from 1; names that complete a result count as the first."""
    if cast.completes is not None:
        return 1
    facts = [state.facts[seq] for seq in state.decisions.get(cast.poll.target, ())]
    return 1 + sum(isinstance(fact, ev.Decided) and fact.vote is not None for fact in facts)


def warnings_of(state: MeetingState, cast: Cast) -> tuple[Notice, ...]:
    """What the griffier is told of a vote before the hammer."""
    target = cast.poll.target
    warnings = _abstained(state, cast.record)
    if not cast.poll.again and not cast.completes:
        warnings += too_early(state, target)
    count, ruling = ruling_of(state, target, cast.record)
    if _needs_a_word(ruling):
        key, figures = state.law.grounds(count, ruling)
        warnings += (Notice(f"explanation.{key}", figures),)
    if state.law.waived in ruling.articles:
        warnings += (Notice("explanation.waived", {}),)
    if state.council.procedure.start_number == "always" and not (state.start_number or cast.poll.again):
        warnings += (Notice("draw_first", {}),)
    return warnings


def _needs_a_word(ruling: Ruling) -> bool:
    """Whether the outcome is not plain from the figures: no valid vote, or a tie, whatever comes of it."""
    special = isinstance(ruling, BodyRuling) and (ruling.tie or bool(ruling.by))
    return special or ruling.outcome in ("invalid", "no_quorum") or ruling.outcome.startswith("tied")


def _abstained(state: MeetingState, record: ev.Vote) -> tuple[Notice, ...]:
    """Abstaining without a reason of art. 28 is a defect of form: warned about, never void by itself.

    Not where abstaining is an option of its own.
    """
    if state.law.abstention == "option":
        return ()
    names = [n for n, option in (record.options or {}).items() if option == "abstained"]
    if names:
        return (Notice("abstained", {"names": ", ".join(without_salutation(n) for n in names)}),)
    return ()


def ruling_of(state: MeetingState, target: str, record: ev.Vote) -> tuple[Matter, Ruling]:
    """The count of a record as the law sees it, and its outcome."""
    item = state.find_item(state.item_of(target))
    count = Matter(
        seats=state.council.council.seats,
        sitting=len(record.voters) + len(record.recused) + len(record.absent),
        recused=len(record.recused),
        for_=record.for_,
        against=record.against,
        earlier=state.earlier(target),
        second_convocation=bool(item and item.second_convocation),
        vacancy_counts=state.council.procedure.vacancy_counts,
        present=len(record.voters) + len(record.recused),
        abstained=len(record.voters) - record.for_ - record.against,
        tie_rule=state.council.procedure.tie,
        chair_vote=_vote_of_chair(state, record),
    )
    return count, state.law.tally(count)


def _vote_of_chair(state: MeetingState, record: ev.Vote) -> Side | None:
    """What the chair voted, who is a member in some bodies; None where that is not known or the chair has no vote."""
    option = (record.options or {}).get(state.chair)
    if option == "for" or option == "against":
        return option
    return None
