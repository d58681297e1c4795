"""The count of a vote, as it is told: both figures, the groups behind them, and who did not vote.

"Voor" always before "tegen", both figures always, groups in one fixed order.
"""

from __future__ import annotations

from dataclasses import dataclass

from .groups import GroupVotes
from .phrases import names, parties, share_word
from .voice import Voice, Words


@dataclass(frozen=True)
class NeededShare:
    """What a decision needed besides more than half: `share` ('2/3', '>1/2') `of` what, that is at least `number`."""

    share: str
    of: str
    number: int

    def said(self, words: Words) -> str:
        """'Nodig: 2/3 van de uitgebrachte stemmen (33).'"""
        return words.t(f"word.needed_{self.of}", deel=share_word(words, self.share), n=self.number)


@dataclass(frozen=True)
class Apart:
    """What stands beside the figures. Who did not vote, and why: did not although they might, take no part (art. 28),
    or have left the meeting; and by what was counted, where it is not one vote a member and more than half.

    `number` is how many did not although they might, `abstained` their groups where names are known; `by_weight` says
    that members have not one vote each.
    """

    abstained: tuple[GroupVotes, ...] = ()
    number: int = 0
    recused: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    by_weight: bool = False
    needed: NeededShare | None = None

    def sentences(self, voice: Voice) -> list[str]:
        """A sentence a reason: by group, by name, or where there is no room for those by their number."""
        found = []
        if self.number:
            found.append(voice.words.t("word.did_not_vote", wie=self.who_abstained(voice)))
        for key, who in (("recused", self.recused), ("left", self.left)):
            if who:
                found.append(voice.words.t(f"word.{key}", wie=_persons(who, voice)))
        if self.by_weight:
            found.append(voice.words.t("word.by_weight"))
        if self.needed:
            found.append(self.needed.said(voice.words))
        return found

    def who_abstained(self, voice: Voice) -> str:
        """'C (2)': groups with their figures, or the figure alone."""
        if voice.style.totals or not self.abstained:
            return str(self.number)
        return ", ".join(f"{g.called(voice.style.short_groups)} ({g.votes})" for g in self.abstained)


def _persons(who: tuple[str, ...], voice: Voice) -> str:
    if voice.style.totals:
        return str(len(who))
    return names(who)


@dataclass(frozen=True)
class Figures:
    """Votes for and against, and the groups on either side; no groups while only totals are known."""

    for_: int
    against: int
    groups_for: tuple[GroupVotes, ...] = ()
    groups_against: tuple[GroupVotes, ...] = ()
    apart: Apart = Apart()

    def slots(self, voice: Voice) -> dict[str, object]:
        """The figures and both sides; where it asks so the longer side is 'overige fracties', and what is divided."""
        longest = max(len(self.groups_for), len(self.groups_against))
        shorten = voice.style.others and longest > 1
        shorten_for = shorten and len(self.groups_for) > len(self.groups_against)
        shorten_against = shorten and not shorten_for
        return {
            "for_": self.for_,
            "against": self.against,
            "groups_for": _side(self.groups_for, shorten_for, voice),
            "groups_against": _side(self.groups_against, shorten_against, voice),
        }

    def told(self, voice: Voice, with_groups: bool, with_others: bool = False) -> str:
        """'voor 21: A, B; tegen 14: C; niet gestemd: D (1)'; without groups 'voor 21, tegen 14'."""
        voor = f"{voice.words.t('word.for')} {self.for_}"
        tegen = f"{voice.words.t('word.against')} {self.against}"
        rest = self._and_abstained(voice)
        if with_others:
            rest += self._and_others(voice)
        has_groups = self.groups_for or self.groups_against
        if voice.style.totals or not with_groups or not has_groups:
            return f"{voor}, {tegen}{rest}"
        groups_for = parties(self.groups_for, voice.style.short_groups)
        groups_against = parties(self.groups_against, voice.style.short_groups)
        return _with_groups(voor, groups_for) + "; " + _with_groups(tegen, groups_against) + rest

    def _and_abstained(self, voice: Voice) -> str:
        if self.apart.number and not voice.style.totals:
            return voice.words.t("word.and_did_not_vote", wie=self.apart.who_abstained(voice))
        return ""

    def _and_others(self, voice: Voice) -> str:
        """Who took no part, and who had left."""
        others = (("and_recused", self.apart.recused), ("and_left", self.apart.left))
        return "".join(voice.words.t(f"word.{key}", wie=_persons(who, voice)) for key, who in others if who)


def _side(groups: tuple[GroupVotes, ...], shorten: bool, voice: Voice) -> str:
    if not shorten:
        return parties(groups, voice.style.short_groups)
    divided = tuple(group for group in groups if group.votes < group.of)
    others = voice.words.t("word.others")
    if divided:
        return f"{others}, {parties(divided, short=True)}"
    return others


def _with_groups(figure: str, groups: str) -> str:
    if groups:
        return f"{figure}: {groups}"
    return figure
