"""Counting votes: from who dissents to each member's vote, and from there to the outcome the law gives.

Theory. First is fixed what is voted on and who counts in it (`Poll`), then who voted how (`Cast`), then the law speaks.
Totals always come from persons: a group's name is a shortcut over its members who are present and need not abstain. The
chair's totals are a checksum on that count; where names are not known they stand alone, and names may complete them.
Where members have more than one vote each, figures are votes, and that enough took part is counted by persons.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from livecouncil.core.council.procedure import Majority
from livecouncil.core.council.roster import Named, display, in_full
from livecouncil.core.law.bodies import BodyRuling
from livecouncil.core.law.voting import Ruling
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import NamedShare, count_of, names_follow, untold
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import without_salutation
from livecouncil.errors import Refusal

from .counted import ruling_of
from .jointly import open_targets, refuse_part, targets_of
from .majorities import majority_for, refuse_uncounted
from .shared import Finding, Notice, is_about_persons, persons_notice, referred, resolve_target
from .sides import Sides, nobody_told, seats_taken, sides_taken
from .vote_order import amended, may_lapse, refuse_waiting, too_early
from .voters import Voters, calling_order, voters_now, voters_then


@dataclass(frozen=True)
class Poll:
    """A vote on `target` before anybody's vote is known.

    `completes` is the number of a result of which only the totals were known, and which names now complete; `again`
    says that a correction counts an earlier vote once more; `may_abstain` that who is present need not vote; `also` are
    others decided by the same count; `majority` what it needs that is more than more than half.
    """

    target: str
    voters: Voters
    method: ev.Method
    completes: int | None
    again: bool
    may_abstain: bool = False
    also: tuple[str, ...] = ()
    majority: Majority | None = None


@dataclass(frozen=True)
class Cast:
    """The votes cast in a poll: by name, or only as the chair's totals. `mismatch` is why they cannot stand so."""

    poll: Poll
    record: ev.Vote
    mismatch: Notice | None = None

    @property
    def completes(self) -> int | None:
        """Totals complete nothing: they were known."""
        if names_follow(self.record):
            return None
        return self.poll.completes


def vote(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """`v`, `t`, `u` and totals only (arts. 29–32)."""
    poll = poll_of(state, entry)
    if entry.act == "totals":
        return decision_of(state, _of_totals(state, poll, entry), at)
    _refuse_names_and_none(state, entry)
    named = state.roster.list(entry.words, state.roster.voters())
    if state.council.by_seats:
        taken = seats_taken(named, entry.side, state.council)
    else:
        taken = sides_taken(named, entry.side, poll.voters)
    cast = _by_names(state, poll, taken, totals=entry.totals)
    decision = decision_of(state, cast, at)
    return replace(decision, warnings=(*_by_name(state, named), *decision.warnings))


def _of_totals(state: MeetingState, poll: Poll, entry: TypedLine) -> Cast:
    """Figures alone: names may follow, or with `zn` will not. `zn` by itself is about figures that are known."""
    totals = entry.totals
    if poll.completes is not None and not poll.again:
        known = count_known(state, poll.completes)
        if entry.unnamed and totals is None:
            totals = known
        elif entry.unnamed and totals != known:
            _refuse_other_count(state, poll.target, poll.completes, counted=totals or known)
    if totals is None:
        raise Refusal("zn_needs_totals", object=referred(state, poll.target))
    return _by_totals(poll, totals, _seats_at_most(state), unnamed=entry.unnamed)


def _seats_at_most(state: MeetingState) -> int | None:
    """The most votes there can be where nobody keeps who is there; None where that is kept."""
    if state.council.by_seats:
        return state.council.council.seats
    return None


def _refuse_names_and_none(state: MeetingState, entry: TypedLine) -> None:
    """`zn` says that no names were told: beside names it is none of the two."""
    zn = [word for word in entry.words if word.text == "zn"]
    if zn and not state.roster.meant("zn", state.roster.voters()):
        raise Refusal("zn_with_names", object=referred(state, resolve_target(state, entry.target)))


_ANSWERS = {"v": "for", "t": "against", "o": "abstained"}


def roll_call(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """Roll call by letters (art. 32.1–2): everyone present answers, in calling order; gaps cannot close it."""
    poll = poll_of(state, entry)
    if state.council.by_seats:
        raise Refusal("roll_by_seats", object=referred(state, poll.target))
    start = int(entry.number or 0) or state.start_number
    order = [m for m in calling_order(state, start) if m in poll.voters.voting]
    answered = len(entry.answers)
    if answered != len(order):
        waiting = order[answered:]
        name = display(waiting[0]) if waiting else ""
        raise Refusal("roll_length", given=answered, needed=len(order), next=name)
    strange = [letter for letter in entry.answers if letter not in state.law.letters]
    if strange:
        raise Refusal("roll_letter", typed=strange[0])
    options = {m.name: _ANSWERS[letter] for m, letter in zip(order, entry.answers, strict=True)}
    decision = decision_of(state, _by_names(state, poll, Sides(options), totals=entry.totals), at)
    asked = _who_may_ask(state)
    if not (entry.number or state.start_number):
        asked = (Notice("no_start_number", {}), *asked)
    return replace(decision, warnings=(*asked, *decision.warnings))


def _who_may_ask(state: MeetingState) -> tuple[Notice, ...]:
    """How many may ask for a vote by name, where one member or the chair is not enough."""
    if state.law.oral is None:
        return ()
    present = len(state.present)
    return (Notice("oral_share", {"needed": state.law.oral.needed(present), "present": present}),)


def poll_of(state: MeetingState, entry: TypedLine) -> Poll:
    """What is voted on and by whom: those of the moment, or of the earlier vote that is completed or put right."""
    method: ev.Method = "roll_call" if entry.act == "roll_call" else "show_of_hands"
    optional = state.law.abstention == "option"
    keys = targets_of(state, entry)
    pending = names_pending(state, keys[0])
    last = state.last_decision(keys[0])
    if isinstance(last, ev.Decided) and last.vote and (entry.correction or pending):
        refuse_part(state, last, keys)
        voters = voters_then(state, last, last.vote)
        needs = last.vote.majority
        if entry.majority:
            needs = majority_for(state, entry, keys[0])
        if needs != last.vote.majority and not entry.correction:
            raise Refusal("majority_counted", object=referred(state, keys[0]))
        return Poll(last.object, voters, method, pending, entry.correction, optional, last.also, needs)
    keys = open_targets(state, entry)
    for key in keys:
        refuse_waiting(state, key)
    voters = voters_now(state, keys[0])
    if not voters.voting and not state.council.by_seats:
        raise Refusal("nobody_votes")
    _refuse_unlike(state, keys, voters)
    needs = majority_for(state, entry, keys[0])
    return Poll(keys[0], voters, method, None, entry.correction, optional, keys[1:], needs)


def _refuse_unlike(state: MeetingState, keys: tuple[str, ...], voters: Voters) -> None:
    """One count decides several only where the same members may vote and the law asks the same of each."""
    for key in keys[1:]:
        same = voters_now(state, key) == voters and state.earlier(key) == state.earlier(keys[0])
        if not same or amended(state, key, "adopted") != amended(state, keys[0], "adopted"):
            raise Refusal("joint_unlike", object=referred(state, key), first=referred(state, keys[0]))


def names_pending(state: MeetingState, target: str) -> int | None:
    """Seq of a result of which only the totals are known."""
    last = state.last_decision(target)
    if isinstance(last, ev.Decided) and last.vote and names_follow(last.vote):
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


def _by_names(state: MeetingState, poll: Poll, taken: Sides, totals: tuple[int, int] | None) -> Cast:
    """The votes as counted, held against the chair's totals: a checksum, not an input."""
    counted = taken.counted(poll.voters)
    if poll.completes is not None and not poll.again:
        _refuse_other_count(state, poll.target, poll.completes, counted=counted)
    if totals and totals != counted:
        seats = _seats_at_most(state)
        differ = Notice("sum_by_seats" if seats else "sum", {"counted": _pair(counted), "chair": _pair(totals)})
        return replace(_by_totals(poll, totals, seats), mismatch=differ)
    return Cast(poll, vote_as_kept(poll, counted, taken))


def _refuse_other_count(state: MeetingState, target: str, completes: int, counted: tuple[int, int]) -> None:
    """Names complete a result only where they add up to it."""
    totals = count_known(state, completes)
    if counted != totals:
        raise Refusal("names_do_not_fit", counted=_pair(counted), known=_pair(totals), object=referred(state, target))


def count_known(state: MeetingState, seq: int) -> tuple[int, int]:
    """The totals that are known of a result whose names may follow."""
    known = state.facts[seq]
    assert isinstance(known, ev.Decided) and known.vote
    count = count_of(known.vote)
    assert count
    return count.for_, count.against


def _by_totals(poll: Poll, totals: tuple[int, int], seats: int | None, unnamed: bool = False) -> Cast:
    """Only what the chair told: so many for, so many against; `unnamed`, and no names. `seats` as in `_seats_at_most`:
    then no names will follow either. Where all who may vote stand on one side, that tells who they are."""
    voters = poll.voters
    entitled = seats or voters.most + voters.votes(voters.absent)
    votes = sum(totals)
    if votes > entitled:
        raise Refusal(_by(voters, "totals_too_many"), totals=_pair(totals), entitled=entitled)
    taken = nobody_told(voters) if unnamed or seats else None
    if 0 in totals and votes == voters.most and not seats:
        taken = Sides(dict.fromkeys((m.name for m in voters.voting), "for" if totals[0] else "against"))
    record = vote_as_kept(poll, totals, taken)
    if seats or votes == voters.most or poll.may_abstain:
        return Cast(poll, record)
    return Cast(poll, record, Notice(_by(voters, "votes_missing"), {"votes": votes, "present": voters.most}))


def _by(voters: Voters, code: str) -> str:
    """The sentence of that code, or the one that speaks of votes where members have more than one."""
    return f"{code}_by_weight" if voters.weights else code


def vote_as_kept(poll: Poll, totals: tuple[int, int] | None, taken: Sides | None) -> ev.Vote:
    """What the journal keeps: the figures told or counted (None: the outcome alone), and who took which side."""
    voters = poll.voters
    options = None
    if taken is not None:
        options = taken.options | dict.fromkeys(voters.absent, "absent") | dict.fromkeys(voters.recused, "recused")
        options = {name: options[name] for name in voters.everybody if name in options}
    record: dict[str, object] = {
        "options": options,
        "voters": tuple(m.name for m in voters.voting),
        "recused": voters.recused,
        "absent": voters.absent,
        "weights": dict(voters.weights),
        "majority": poll.majority,
    }
    if taken is not None:
        record["divided"] = taken.divided
    if totals is not None:
        record |= {"for": totals[0], "against": totals[1]}
    return ev.Vote.model_validate(record)


def _pair(totals: tuple[int, int]) -> str:
    return f"{totals[0]}–{totals[1]}"


def decision_of(state: MeetingState, cast: Cast, at: datetime) -> Finding:
    """What the votes cast decide, by the law."""
    target = cast.poll.target
    refuse_uncounted(state, target, cast.record)
    _, ruling = ruling_of(state, target, cast.record)
    event = ev.Decided(
        at=at,
        object=target,
        item=state.item_of(target),
        outcome=amended(state, target, ruling.outcome),
        method=cast.poll.method,
        vote=cast.record,
        round=round_number(state, cast),
        completes=cast.completes,
        articles=ruling.articles,
        also=cast.poll.also,
    )
    return Finding((event,), warnings_of(state, cast), mismatch=cast.mismatch)


def round_number(state: MeetingState, cast: Cast) -> int:
    """Which vote on it this is, counted from 1; names that complete a result count as the first."""
    if cast.completes is not None:
        return 1
    facts = [state.facts[seq] for seq in state.decisions.get(cast.poll.target, ())]
    return 1 + sum(isinstance(fact, ev.Decided) and fact.vote is not None for fact in facts)


def warnings_of(state: MeetingState, cast: Cast) -> tuple[Notice, ...]:
    """What the griffier is told of a vote before the hammer."""
    target = cast.poll.target
    count, ruling = ruling_of(state, target, cast.record)
    warnings: tuple[Notice, ...] = ()
    if ruling.outcome != "invalid":
        warnings = _abstained(state, cast.record)
    if not cast.poll.again and not cast.completes:
        warnings += too_early(state, target) + may_lapse(state, target) + persons_notice(state, target)
    warnings += names_wanted(state, target, cast.record)
    if _needs_a_word(ruling):
        key, figures = state.law.grounds(count, ruling)
        named = cast.record.majority
        slots = figures | ({"name": named.name, "share": NamedShare(named.share)} if named else {})
        warnings += (Notice(f"explanation.{key}", slots),)
    if state.law.waived in ruling.articles:
        warnings += (Notice("explanation.waived", {}),)
    if state.council.procedure.start_number == "always" and not (state.start_number or cast.poll.again):
        warnings += (Notice("draw_first", {}),)
    return warnings


def names_wanted(state: MeetingState, target: str, record: ev.Vote) -> tuple[Notice, ...]:
    """Where the record must say who voted what and nobody told; not of a vote that is secret by law."""
    told = not (names_follow(record) or untold(record))
    if not state.law.names_required or told or is_about_persons(state, target):
        return ()
    return (Notice("names_required", {"object": referred(state, target)}),)


def _needs_a_word(ruling: Ruling) -> bool:
    """Whether the outcome is not plain from the figures: no valid vote, or a tie, whatever comes of it."""
    special = isinstance(ruling, BodyRuling) and (ruling.tie or bool(ruling.by) or ruling.share)
    return special or ruling.outcome in ("invalid", "no_quorum") or ruling.outcome.startswith("tied")


def _abstained(state: MeetingState, record: ev.Vote) -> tuple[Notice, ...]:
    """Abstaining without a reason of art. 28 is a defect of form: warned about, never void by itself.

    Not where abstaining is an option of its own, nor where so many did that the vote is void.
    """
    if state.law.abstention == "option":
        return ()
    names = [n for n, option in (record.options or {}).items() if option == "abstained"]
    if names:
        return (Notice("abstained", {"names": ", ".join(without_salutation(n) for n in names)}),)
    return ()
