"""Secret ballots on persons (art. 31): papers counted by name, never by member; and the lot where they tie."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from livecouncil.core.council.roster import display
from livecouncil.core.law.bodies import PersonsBallot
from livecouncil.core.law.voting import Ruling, tally_several
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.state import MeetingState, ballot_key
from livecouncil.core.text.clean import clean
from livecouncil.errors import Refusal

from .candidates import Candidate, candidates, drawn, nominees
from .shared import Finding, Notice
from .voters import Voters, voters_now

MOST_SEATS = 30
"""Seats on one paper."""

_DRAWN = ("lot", "youngest")
"""Outcomes after which whoever is chosen is not chosen by papers."""


def decide_ballot(state: MeetingState, entry: TypedLine, at: datetime) -> Finding:
    """Secret ballot on persons (art. 31): totals only, so that no member's vote can be stored."""
    if not state.item:
        raise Refusal("no_item")
    known = {k.casefold(): v for k, v in entry.counts}
    if len(known) != len(entry.counts):
        raise Refusal("ballot_form")
    against = known.pop("tegen", 0)
    blank = known.pop("blanco", 0)
    improper = known.pop("ongeldig", 0)
    if against is None or blank is None or improper is None:
        raise Refusal("ballot_form")
    title = clean(entry.text)
    names = {clean(k): v for k, v in entry.counts if k.casefold() in known}
    papers = Papers(
        title, names, against=against, blank=blank, improper=improper, last=state.last_decision(ballot_key(title))
    )
    _refuse_appointed(entry, papers)
    if None in names.values():
        return _by_lot(state, entry, at, papers)
    if _seats(entry, papers) > 1:
        return _by_lists(state, entry, at, papers)
    return _by_papers(state, entry, at, papers)


def _refuse_appointed(entry: TypedLine, papers: Papers) -> None:
    """Who was appointed is so: another ballot has another title, and a slip is put right."""
    last = papers.last
    if isinstance(last, ev.Ballot) and last.outcome == "elected" and not entry.correction:
        raise Refusal("already_appointed", title=papers.title, names=last.elected or ", ".join(last.appointed))
    drawing = isinstance(last, ev.Ballot) and last.outcome in _DRAWN
    if drawing and not entry.correction and None not in papers.names.values():
        raise Refusal("lot_decides", title=papers.title)


def _seats(entry: TypedLine, papers: Papers) -> int:
    """How many names are on one paper: as typed, or as in the round before."""
    if entry.number and not 1 <= int(entry.number) <= MOST_SEATS:
        raise Refusal("ballot_seats", n=int(entry.number), most=MOST_SEATS)
    if entry.number:
        return int(entry.number)
    if isinstance(papers.last, ev.Ballot) and entry.correction:
        return papers.last.seats
    return 1


def _by_lists(state: MeetingState, entry: TypedLine, at: datetime, papers: Papers) -> Finding:
    """One round with several names on each paper."""
    voters = voters_now(state, state.item or "")
    on_paper = candidates(state, papers.names)
    count = _ballots_counted(state, entry, papers, on_paper)
    seats = _seats(entry, papers)
    present = _papers_at_most(state, voters)
    most = max(count.ballots.values())
    whole = present - papers.blank - papers.improper
    named = sum(count.ballots.values())
    if most > whole or named > seats * whole:
        raise Refusal("ballot_too_many_seats", papers=whole, seats=seats, limit=seats * whole)
    ruling, appointed = tally_several(count, seats, present)
    event = ev.Ballot(
        at=at,
        title=papers.title,
        item=state.item or "",
        round=count.round,
        ballots=count.ballots,
        restricted=count.restricted,
        outcome=ruling.outcome,
        against=papers.against,
        blank=papers.blank,
        improper=papers.improper,
        seats=seats,
        appointed=appointed,
    )
    warnings = tuple(notice for one in on_paper for notice in one.notice)
    if named < seats * whole:
        warnings += (Notice("names_missing", {"named": named, "limit": seats * whole}),)
    if len(appointed) < seats:
        warnings += (Notice("seats_left", {"left": seats - len(appointed), "seats": seats}),)
    return Finding((event,), warnings)


@dataclass(frozen=True)
class Papers:
    """What was read from the papers: names as typed with their counts (None: only the lot names them), and the rest."""

    title: str
    names: dict[str, int | None]
    against: int
    blank: int
    improper: int
    last: ev.Base | None

    @property
    def without_name(self) -> int:
        """Papers that name nobody."""
        return self.against + self.blank + self.improper


def _by_lot(state: MeetingState, entry: TypedLine, at: datetime, papers: Papers) -> Finding:
    """`pers Title: braas` after the ballot left it to a lot, or to who is the youngest: on whom it fell."""
    rounds = [state.facts[seq] for seq in state.decisions.get(ballot_key(papers.title), ())]
    tied = [one for one in rounds if isinstance(one, ev.Ballot) and one.outcome in _DRAWN][-1:]
    follows = entry.correction or papers.last in tied
    if not tied or not follows or len(papers.names) != 1 or papers.without_name:
        raise Refusal("ballot_form")
    (last,) = tied
    elected = drawn(state, next(iter(papers.names)), last.ballots)
    update = {"at": at, "outcome": "elected", "elected": elected, "round": last.round + 1, "seq": 0, "released": ()}
    return Finding((last.model_copy(update=update),))


def _by_papers(state: MeetingState, entry: TypedLine, at: datetime, papers: Papers) -> Finding:
    """One round: the papers counted, and what the law says of them."""
    voters = voters_now(state, state.item or "")
    on_paper = candidates(state, papers.names)
    count = _ballots_counted(state, entry, papers, on_paper)
    present = _papers_at_most(state, voters)
    total = sum(count.ballots.values()) + papers.without_name
    if total > present:
        raise Refusal("ballot_too_many", total=total, entitled=present)
    ruling = state.law.tally_persons(count)
    event = ev.Ballot(
        at=at,
        title=papers.title,
        item=state.item or "",
        round=count.round,
        ballots=count.ballots,
        restricted=count.restricted,
        outcome=ruling.outcome,
        elected=ruling.elected,
        against=papers.against,
        blank=papers.blank,
        improper=papers.improper,
    )
    warnings = tuple(notice for one in on_paper for notice in one.notice)
    if count.restricted:
        warnings += _nominees(state, voters, on_paper)
    if total < present and voters.voting:
        warnings += (Notice("papers_missing", {"total": total, "present": present}),)
    return Finding((event,), (*warnings, *_explained(state, count, ruling)))


def _papers_at_most(state: MeetingState, voters: Voters) -> int:
    """One of each voter; where nobody keeps who is there, one of each seat."""
    if state.council.by_seats:
        return state.council.council.seats
    return len(voters.voting)


def _ballots_counted(state: MeetingState, entry: TypedLine, papers: Papers, on_paper: list[Candidate]) -> PersonsBallot:
    """The papers as the law counts them; a correction counts the same round again."""
    number = 1
    restricted = entry.restricted
    if isinstance(papers.last, ev.Ballot):
        restricted = entry.restricted or papers.last.restricted
        number = papers.last.round
        if not entry.correction:
            number += 1
    item = state.find_item(state.item or "")
    voters = voters_now(state, state.item or "")
    return PersonsBallot(
        seats=state.council.council.seats,
        sitting=len(state.sitting) or _papers_at_most(state, voters),
        recused=len(voters.recused),
        ballots={one.name: papers.names[one.typed] or 0 for one in on_paper},
        restricted=restricted,
        round=number,
        blank_counts=state.council.procedure.blank_counts,
        second_convocation=bool(item and item.second_convocation),
        earlier=item.earlier if item else None,
        against=papers.against,
        blank=papers.blank,
        improper=papers.improper,
        present=len(voters.voting) + len(voters.recused),
        tie_rule=state.council.procedure.tie,
    )


def _explained(state: MeetingState, count: PersonsBallot, ruling: Ruling) -> tuple[Notice, ...]:
    """Why nobody is elected yet, with the article and what follows."""
    if ruling.outcome == "elected":
        return ()
    key, figures = state.law.grounds(count, ruling)
    return (Notice(f"explanation.{key}", figures),)


def _nominees(state: MeetingState, voters: Voters, on_paper: list[Candidate]) -> tuple[Notice, ...]:
    """Art. 28: an appointment concerns whoever the choice is limited to, so a member who is a nominee takes no part."""
    found = nominees(on_paper, voters.voting)
    typable = [state.roster.typable(member, state.sitting) for member in found]
    return tuple(
        Notice("nominee", {"name": display(m), "typed": typed}) for m, typed in zip(found, typable, strict=True)
    )
