"""Counting votes: from who dissents to each member's vote, and from there to the outcome the law gives.

Totals always come from persons: a group's name is a shortcut over its members who are present and need not abstain.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from livecouncil.core.council.model import Group, Member
from livecouncil.core.council.roster import Named, display, in_full
from livecouncil.core.law.voting import Count, Ruling, grounds, tally
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import Entry
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import without_salutation
from livecouncil.errors import Refusal

from .shared import Decision, Open, open_item, resolve_target
from .vote_order import amended, refuse_waiting, too_early

_OTHER = {"for": "against", "against": "for"}


@dataclass(frozen=True)
class Voters:
    """Who counts in one vote, fixed at its moment."""

    voting: tuple[Member, ...]
    recused: tuple[str, ...]
    absent: tuple[str, ...]


def voters_now(state: MeetingState, target: str) -> Voters:
    voting = tuple(state.voters(target))
    out = state.recusals(target)
    recused = tuple(m.name for m in state.sitting if m.name in out)
    absent = tuple(m.name for m in state.sitting if m.name not in out and m.name not in state.present)
    return Voters(voting, recused, absent)


def voters_then(state: MeetingState, vote: ev.Vote) -> Voters:
    """Presence and recusals of the moment of an earlier vote."""
    return Voters(tuple(m for m in state.sitting if m.name in vote.voters), vote.recused, vote.absent)


def vote(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    """`v`, `t`, `u` and totals only (arts. 29–32)."""
    target, voters, completes = _target(state, entry)
    if entry.act == "totals":
        return _decision(state, target, _totals_only(voters, entry.totals or (0, 0)), at, entry)
    named = state.roster.list(entry.words, state.roster.voters())
    options = _options(named, entry, voters)
    decision = _checked(state, target, voters, options, at, entry, completes)
    return replace(decision, warnings=(*_by_name(state, named), *decision.warnings))


def _by_name(state: MeetingState, named: list[Named]) -> tuple[Open, ...]:
    """Members named in full whose exact surname is the beginning of somebody else's: neither takes the other's vote."""
    among = state.roster.voters()
    found = []
    for one in named:
        others = state.roster.shadowed(one.typed, one.who, among)
        if others:
            said = ", ".join(in_full(other) for other in others)
            found.append(Open("by_name", {"typed": one.typed, "name": in_full(one.who), "others": said}))
    return tuple(found)


def roll_call(state: MeetingState, entry: Entry, at: datetime) -> Decision:
    """Roll call by letters (art. 32.1–2): everyone present answers, in calling order; gaps cannot close it."""
    target, voters, completes = _target(state, entry)
    order = [m for m in calling_order(state, int(entry.number or 0) or state.start_number) if m in voters.voting]
    if len(entry.answers) != len(order):
        if len(entry.answers) < len(order):
            name = display(order[len(entry.answers)])
        else:
            name = ""
        raise Refusal("roll_length", given=len(entry.answers), needed=len(order), next=name)
    options = {m.name: "for" if a == "v" else "against" for m, a in zip(order, entry.answers, strict=True)}
    decision = _checked(state, target, voters, options, at, entry, completes, "roll_call")
    drawn = entry.number or state.start_number
    if drawn:
        return decision
    return replace(decision, warnings=(Open("no_start_number", {}), *decision.warnings))


def calling_order(state: MeetingState, start: int | None = None) -> list[Member]:
    """Sitting members by number from `start`, or the next there is, and round again; unnumbered ones by surname."""
    numbered = sorted(state.sitting, key=lambda m: (m.number or 1000, m.name))
    if all(m.number is None for m in numbered):
        numbered = [m.model_copy(update={"number": i}) for i, m in enumerate(numbered, 1)]
    present = [i for i, m in enumerate(numbered) if (m.number or 0) >= (start or 0)]
    if present:
        first = present[0]
    else:
        first = 0
    return numbered[first:] + numbered[:first]


def _target(state: MeetingState, entry: Entry) -> tuple[str, Voters, int | None]:
    """The object voted on, its voters, and the seq of a result that this one completes with names."""
    target = resolve_target(state, entry.target)
    pending = names_pending(state, target)
    last = state.last_decision(target)
    if isinstance(last, ev.Decided) and last.vote and (entry.correction or pending):
        return target, voters_then(state, last.vote), pending
    target = open_item(state, entry)
    refuse_waiting(state, target)
    voters = voters_now(state, target)
    if not voters.voting:
        raise Refusal("nobody_votes")
    return target, voters, None


def names_pending(state: MeetingState, target: str) -> int | None:
    """Seq of a result of which only the totals are known."""
    last = state.last_decision(target)
    if isinstance(last, ev.Decided) and last.vote and last.vote.options is None:
        return last.seq
    return None


def _options(named: list[Named], entry: Entry, voters: Voters) -> dict[str, str]:
    options = {m.name: entry.side for m in voters.voting}
    for one in named:
        if isinstance(one.who, Group):
            members = [m.name for m in voters.voting if m.group == one.who.name]
            if not members:
                raise Refusal("group_absent", name=one.who.name)
            options |= dict.fromkeys(members, "abstained" if one.sign == "~" else _OTHER[entry.side])
    groups = {n.who.name for n in named if isinstance(n.who, Group)}
    for one in named:
        if isinstance(one.who, Member):
            _may_vote(one.who, voters)
            if one.who.group in groups:
                goes = entry.side
            else:
                goes = _OTHER[entry.side]
            if one.sign == "~":
                options[one.who.name] = "abstained"
            else:
                options[one.who.name] = goes
    for one in named:
        _check_sign(one, groups, entry.side)
    return options


def _may_vote(member: Member, voters: Voters) -> None:
    if member.name in voters.recused:
        raise Refusal("member_recused", name=display(member))
    if member not in voters.voting:
        raise Refusal("member_absent", name=display(member))


def _check_sign(named: Named, groups: set[str], side: str) -> None:
    if named.sign == "~":
        return
    beside = isinstance(named.who, Member) and named.who.group in groups
    if beside:
        goes = side
    else:
        goes = _OTHER[side]
    if named.sign and named.sign != ("+" if goes == "for" else "-"):
        raise Refusal("wrong_sign", typed=named.sign + named.typed, side=side)


def _checked(
    state: MeetingState,
    target: str,
    voters: Voters,
    options: dict[str, str],
    at: datetime,
    entry: Entry,
    completes: int | None,
    method: ev.Method = "show_of_hands",
) -> Decision:
    """Hold the counted votes against the chair's totals: a checksum, not an input."""
    counted = (sum(o == "for" for o in options.values()), sum(o == "against" for o in options.values()))
    if completes is not None and not entry.correction:
        known = state.facts[completes]
        assert isinstance(known, ev.Decided) and known.vote
        if counted != (known.vote.for_, known.vote.against):
            raise Refusal(
                "names_do_not_fit",
                counted=_pair(counted),
                known=_pair((known.vote.for_, known.vote.against)),
                object=target.upper(),
            )
    if entry.totals and entry.totals != counted:
        totals = _totals_only(voters, entry.totals)
        differ = Open("sum", {"counted": _pair(counted), "chair": _pair(entry.totals)})
        return _decision(state, target, totals, at, entry, method, mismatch=differ)
    full: dict[str, str] = options | dict.fromkeys(voters.absent, "absent") | dict.fromkeys(voters.recused, "recused")
    ordered = {m.name: full[m.name] for m in state.sitting if m.name in full}
    record = ev.Vote.model_validate({"for": counted[0], "against": counted[1], "options": ordered, **_who(voters)})
    return _decision(state, target, record, at, entry, method, completes=completes)


def _who(voters: Voters) -> dict[str, tuple[str, ...]]:
    return {"voters": tuple(m.name for m in voters.voting), "recused": voters.recused, "absent": voters.absent}


def _totals_only(voters: Voters, totals: tuple[int, int]) -> ev.Vote:
    entitled = len(voters.voting) + len(voters.absent)
    if sum(totals) > entitled:
        raise Refusal("totals_too_many", totals=_pair(totals), entitled=entitled)
    return ev.Vote.model_validate({"for": totals[0], "against": totals[1], **_who(voters)})


def _pair(totals: tuple[int, int]) -> str:
    return f"{totals[0]}–{totals[1]}"


def _decision(
    state: MeetingState,
    target: str,
    record: ev.Vote,
    at: datetime,
    entry: Entry,
    method: ev.Method = "show_of_hands",
    mismatch: Open | None = None,
    completes: int | None = None,
) -> Decision:
    cast = record.for_ + record.against
    if mismatch is None and record.options is None and cast != len(record.voters):
        mismatch = Open("votes_missing", {"votes": cast, "present": len(record.voters)})
    count, ruling = ruling_of(state, target, record)
    outcome = amended(state, target, ruling.outcome)
    rounds = [state.facts[s] for s in state.decisions.get(target, ()) if isinstance(state.facts[s], ev.Decided)]
    if completes is None:
        number = 1 + sum(1 for r in rounds if isinstance(r, ev.Decided) and r.vote)
    else:
        number = 1
    event = ev.Decided(
        at=at,
        object=target,
        item=state.item_of(target),
        outcome=outcome,
        method=method,
        vote=record,
        round=number,
        completes=completes,
        articles=ruling.articles,
    )
    warnings = _abstained(record) + (() if entry.correction or completes else too_early(state, target))
    if outcome == "invalid" or outcome.startswith("tied"):
        key, figures = grounds(count, ruling)
        warnings += (Open(f"explanation.{key}", figures),)
    if "29.2" in ruling.articles:
        warnings += (Open("explanation.waived", {}),)
    if state.council.procedure.start_number == "always" and not (state.start_number or entry.correction):
        warnings += (Open("draw_first", {}),)
    return Decision((event,), warnings, mismatch=mismatch)


def _abstained(record: ev.Vote) -> tuple[Open, ...]:
    """Abstaining without a reason of art. 28 is a defect of form: warned about, never void by itself."""
    names = [n for n, option in (record.options or {}).items() if option == "abstained"]
    if names:
        return (Open("abstained", {"names": ", ".join(without_salutation(n) for n in names)}),)
    return ()


def ruling_of(state: MeetingState, target: str, record: ev.Vote) -> tuple[Count, Ruling]:
    """The count of a record as the law sees it, and its outcome."""
    item = state.find_item(state.item_of(target))
    count = Count(
        seats=state.council.council.seats,
        sitting=len(record.voters) + len(record.recused) + len(record.absent),
        recused=len(record.recused),
        for_=record.for_,
        against=record.against,
        earlier=state.earlier(target),
        second_convocation=bool(item and item.second_convocation),
        vacancy_counts=state.council.procedure.vacancy_counts,
    )
    return count, tally(count)
