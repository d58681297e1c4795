"""What a picture of a vote is drawn from: taken from the record once, and all that any form of it needs.

Theory. A picture may say no more than was told. Seats are drawn only where what each of them shows adds up to the
figures of the record: with names, each mark is a member's, who has as many as votes; of a group that was told as two
numbers, its marks stand in a row, voor first, and are nobody's. Where not even that is known there are figures and no
seats at all; where there are no figures there is no picture. A secret ballot has bars, whole and in one ink, for a cell
a vote would suggest whose it was. The order of groups is the council's, whoever won.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from livecouncil.core.law.voting import majority
from livecouncil.core.release.record import BallotRecord, MemberVote, VoteRecord
from livecouncil.core.telling.voice import Words

from .marks import OPTIONS

MOST_MARKS = 150
"""Marks of a picture; where members have so many votes together that there are more, figures alone are drawn."""


@dataclass(frozen=True)
class Bench:
    """A group's seats: what each shows, and whose it is; without `members` they are nobody's."""

    name: str
    short: str
    options: tuple[str, ...]
    members: tuple[str, ...] = ()

    def number(self, option: str) -> int:
        return self.options.count(option)


@dataclass(frozen=True)
class PaperBlock:
    """One secret ballot: votes by candidate, what elects nobody besides, and how many elect (0 where that is not to be
    said)."""

    heading: str
    candidates: tuple[tuple[str, int], ...]
    elected: tuple[str, ...]
    besides: tuple[tuple[str, int], ...]
    majority: int = 0


@dataclass(frozen=True)
class DrawnVote:
    """A vote as it can be drawn. `key` is its own on a page; `benches` are empty where only figures are known; `blocks`
    are there for a ballot on persons alone. `words` are those in the picture, by option and by `picture.…`."""

    key: str
    title: str
    said: str
    words: dict[str, str] = field(hash=False)
    for_: int = 0
    against: int = 0
    beside: tuple[tuple[str, int], ...] = ()
    benches: tuple[Bench, ...] = ()
    blocks: tuple[PaperBlock, ...] = ()


def drawn_vote(vote: VoteRecord, groups: Sequence[tuple[str, str]], words: Words) -> DrawnVote | None:
    """`vote`, with the council's `groups` as (name, abbreviation) in their order; None where it has no figures."""
    if vote.for_ is None or vote.against is None:
        return None
    benches = benches_of(vote, groups)
    beside = [(option, sum(v.weight for v in vote.votes or () if v.option == option)) for option in OPTIONS[2:5]]
    what = vote.label
    if vote.title and vote.title != vote.label:
        what = words.t("picture.object", label=vote.label, title=vote.title)
    drawn = DrawnVote(
        key=vote.identifier,
        title=words.t("picture.title", what=what, outcome=vote.outcome_word),
        said="",
        words=_words_in_pictures(words),
        for_=vote.for_,
        against=vote.against,
        beside=tuple((option, number) for option, number in beside if number),
        benches=benches,
    )
    return _with_description(drawn, f"{vote.about_names} {vote.about_count}".strip(), words)


def benches_of(vote: VoteRecord, groups: Sequence[tuple[str, str]]) -> tuple[Bench, ...]:
    """The seats of each group that has any; () where they would not add up to the figures."""
    by_group: dict[str, list[MemberVote]] = {name: [] for name, _ in groups}
    for one in vote.votes or ():
        by_group.setdefault(one.group, []).append(one)
    short = dict(groups)
    split = {name: (for_, against) for name, for_, against in vote.divided}
    benches = [
        _bench_of(name, short.get(name, name), theirs, split.get(name)) for name, theirs in by_group.items() if theirs
    ]
    told = tuple(sum(bench.number(side) for bench in benches) for side in ("for", "against"))
    marks = sum(len(bench.options) for bench in benches)
    if told != (vote.for_, vote.against) or any(bench.number("unknown") for bench in benches) or marks > MOST_MARKS:
        return ()
    return tuple(benches)


def _bench_of(name: str, short: str, votes: Sequence[MemberVote], split: tuple[int, int] | None) -> Bench:
    marks = [one for one in votes for _ in range(one.weight)]
    options = tuple(one.option for one in marks)
    if split is None:
        return Bench(name, short, options, tuple(one.member for one in marks))
    others = tuple(option for option in options if option not in ("for", "against", "unknown"))
    return Bench(name, short, ("for",) * split[0] + ("against",) * split[1] + others)


def _with_description(drawn: DrawnVote, about_names: str, words: Words) -> DrawnVote:
    """The same with its description: figures, who did not vote, the groups of each side, what is not known of names."""
    said = [words.t("picture.figures", n=drawn.for_, m=drawn.against)]
    said += [f"{drawn.words[option].capitalize()}: {number}." for option, number in drawn.beside]
    if drawn.benches:
        said += [
            words.t(f"picture.side_{side}", names=_groups_named(drawn, side, words)) for side in ("for", "against")
        ]
    return replace(drawn, said=" ".join([*said, about_names]).strip())


def _groups_named(drawn: DrawnVote, side: str, words: Words) -> str:
    other = {"for": "against", "against": "for"}[side]
    named = []
    for bench in drawn.benches:
        number = bench.number(side)
        share = f" ({number})" * bool(bench.number(other))
        if number:
            named.append(f"{bench.name}{share}")
    return ", ".join(named) or words.t("document.nobody")


def drawn_ballots(ballots: Sequence[BallotRecord], key: str, words: Words, by_half: bool = True) -> DrawnVote | None:
    """The ballots on one appointment, each a block; None for none. `by_half`: more than half of the votes elects."""
    if not ballots:
        return None
    last = ballots[-1]
    blocks = tuple(_paper_block(ballot, words, by_half) for ballot in ballots)
    return DrawnVote(
        key=key,
        title=words.t("picture.title", what=last.title, outcome=last.outcome_word),
        said=" ".join(_said_of(block, words) for block in blocks),
        words=_words_in_pictures(words),
        blocks=blocks,
    )


def _paper_block(ballot: BallotRecord, words: Words, by_half: bool) -> PaperBlock:
    papers = sum(number for _, number in ballot.ballots) + ballot.against
    heading = ballot.title
    if ballot.round > 1:
        heading = words.t("document.persons_round", title=ballot.title, n=ballot.round)
    besides = (("against", ballot.against), ("blank", ballot.blank), ("improper", ballot.improper))
    needed = majority(papers) * (by_half and ballot.seats == 1 and papers > 0)
    elected = ballot.chosen
    return PaperBlock(
        heading=heading,
        candidates=ballot.ballots,
        elected=elected,
        besides=tuple((words.t(f"word.{key}"), number) for key, number in besides if number),
        majority=needed,
    )


def _said_of(block: PaperBlock, words: Words) -> str:
    rows = ", ".join(f"{name} {number}" for name, number in (*block.candidates, *block.besides))
    if block.majority:
        return f"{block.heading}: {rows}. {words.t('picture.majority', n=block.majority).capitalize()}."
    return f"{block.heading}: {rows}."


def _words_in_pictures(words: Words) -> dict[str, str]:
    found = {option: words.t(f"option.{option}") for option in OPTIONS}
    own = {key: words.t(f"picture.{key}") for key in ("recused", "no_vote")}
    return found | own | {"majority": words.t("picture.majority", n="{n}")}
