"""What the open-data renderers share: what was decided, and our outcomes in the Dutch value lists.

Who took part is told by `participants`.

The labels are those of ORI-A 1.0.1; the ORI API has them in lower case. Ids are local to a meeting ('m3',
'punt-7-stemming'), the anchors of its pages where there is one; each renderer puts its own authority before them.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from livecouncil.core.law.bodies.roles import ROLES, part_of
from livecouncil.core.law.outcomes import paper_kind
from livecouncil.core.release.record import (
    BallotRecord,
    ItemRecord,
    MemberVote,
    ObjectRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.telling.phrases import all_of
from livecouncil.core.telling.slots import ballot_word
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.numbers import escaped, item_anchor
from livecouncil.publishing.feeds import licence

DECISION = {
    "adopted": "Aangenomen",
    "adopted_without_vote": "Aangenomen",
    "adopted_amended": "Geamendeerd aangenomen",
    "adopted_in_part": "Geamendeerd aangenomen",
    "rejected": "Verworpen",
    "tied_not_adopted": "Verworpen",
    "tied_postponed": "Aangehouden",
    "held_over": "Aangehouden",
}
ORAL_RESULT = {
    "adopted": "Voor",
    "adopted_amended": "Voor",
    "adopted_in_part": "Voor",
    "rejected": "Tegen",
    "tied_not_adopted": "Gelijk",
    "tied_postponed": "Gelijk",
}
CHOICE = {"for": "Voor", "against": "Tegen", "absent": "Afwezig", "recused": "Onthouden", "abstained": "Onthouden"}
METHOD = {"roll_call": "Hoofdelijk", "show_of_hands": "Regulier", "acclamation": "Regulier"}
FUNCTION = {
    "burgemeester": "Burgemeester",
    "wethouder": "Wethouder",
    "griffier": "Griffier",
    "secretaris": "Gemeentesecretaris",
    "commissaris van de Koning": "Commissaris van de Koning",
    "gedeputeerde": "Gedeputeerde",
    "dijkgraaf": "Dijkgraaf",
    "watergraaf": "Dijkgraaf",
    "heemraad": "Dagelijks bestuurslid",
    "schepen": "Schepen",
    "algemeen directeur": "Algemeen directeur",
    "gezaghebber": "Gezaghebber",
    "eilandgedeputeerde": "Eilandgedeputeerde",
    "raadslid": "Raadslid",
}
EXECUTIVE = tuple(role for role in ROLES if part_of(role) in ("chair", "executive"))
PIECE = {
    "motion": "Motie",
    "motion_item": "Motie | Vreemd",
    "amendment": "Amendement",
    "subamendment": "Amendement",
    "order": "Motie",
    "point": "Voorstel",
    "proposal": "Voorstel",
}
POPOLO_RESULT = {"adopted_in_part": "pass", "taken_over": "taken over"}
"""Results that Popolo knows by another word than ours."""

_BELOW = re.compile(r"(.+)[.\-/][0-9a-z]+", re.I | re.A)

Row = dict[str, Any]
"""A row of a list in JSON, by the standard's own keys."""


@dataclass(frozen=True)
class DecidedMatter:
    """What was decided on a motion, amendment or item; `vote` is None when nothing was counted."""

    id: str  # 'm3', 'm3-2' for a re-vote, 'punt-7'
    piece: str  # id of what was decided on
    item: str
    label: str
    title: str
    outcome: str
    word: str
    method: str
    vote: VoteRecord | None = None
    against: tuple[str, ...] = ()

    @property
    def votes(self) -> tuple[MemberVote, ...]:
        """What each member voted; nothing while names are unknown, or when nothing was counted."""
        if self.vote is None:
            return ()
        return self.vote.votes or ()

    @property
    def told(self) -> tuple[MemberVote, ...]:
        """What each member voted, as far as it was told; the Dutch standards have no choice for the others."""
        return tuple(one for one in self.votes if one.option != "unknown")

    @cached_property
    def group_results(self) -> dict[str, str]:
        """How each group that voted stood (see `group_results`); nothing when nothing was counted."""
        if self.vote is None:
            return {}
        return group_results(self.vote)

    @property
    def unanimous(self) -> bool:
        """Everybody present and entitled to vote, voted for; never said without a count."""
        return bool(self.outcome == "adopted" and self.vote and self.vote.unanimous)

    @property
    def result(self) -> str:
        """Label of ORI-A's besluitResultaat; '' for an outcome the list does not have, such as withdrawn."""
        if self.unanimous:
            return "Unaniem aangenomen"
        return DECISION.get(self.outcome, "")

    @property
    def counted(self) -> bool:
        """Whether there was a vote to speak of: a count, or acclamation."""
        return self.vote is not None or self.method == "acclamation"


def marked_title(record: PublicRecord, words: Words) -> str:
    """Title of the meeting; a rehearsal and an unofficial report say so."""
    marks = []
    if record.meeting.rehearsal:
        marks.append(words.t("word.rehearsal"))
    if record.meeting.unofficial:
        marks.append(words.t("word.unofficial"))
    return " · ".join([*marks, record.meeting.title])


def remarks(record: PublicRecord, words: Words) -> str:
    """What a reader of the data must know of it: that it is a rehearsal, unofficial, provisional; its licence."""
    said = []
    if record.meeting.rehearsal:
        said.append(words.t("web.rehearsal"))
    if record.meeting.unofficial:
        said.append(words.t("web.unofficial"))
    if record.meeting.status in ("open", "suspended", "closed_doors"):
        said.append(words.t("data.running").rstrip("."))
    if not (record.meeting.rehearsal or record.meeting.unofficial or record.meeting.final):
        said.append(words.t("web.provisional").rstrip("."))
    said.append(licence(record, words).rstrip("."))
    return " ".join(f"{sentence}." for sentence in said)


def meeting_status(record: PublicRecord) -> str:
    """Label of ORI-A's vergaderstatus; '' while the meeting goes on, for which the list has no word."""
    return {"planned": "Gepland", "not_opened": "Geannuleerd", "closed": "Gehouden"}.get(record.meeting.status, "")


def known_row(**values: Any) -> Row:
    """A row of a JSON list without what is not known; times as ISO 8601."""
    known = {key: value for key, value in values.items() if value not in (None, "", [])}
    return {key: _as_json(value) for key, value in known.items()}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def group_results(vote: VoteRecord) -> dict[str, str]:
    """How each group that voted stood: Aangenomen (all for), Verworpen (all against) or Verdeeld."""
    sides: dict[str, set[str]] = {}
    for one in vote.votes or ():
        if one.group and one.option in ("for", "against"):
            sides.setdefault(one.group, set()).add(one.option)
    for name, for_, against in vote.divided:
        sides[name] = {side for side, votes in (("for", for_), ("against", against)) if votes}
    return {group: _group_result(options) for group, options in sides.items()}


def _group_result(options: set[str]) -> str:
    if options == {"for"}:
        return "Aangenomen"
    if options == {"against"}:
        return "Verworpen"
    return "Verdeeld"


def decided_matters(record: PublicRecord) -> list[DecidedMatter]:
    """Everything that was decided, by item: each count as it now stands, and what was decided without one."""
    return [d for item in record.decisions.items for d in _decisions_at(item)]


def _decisions_at(item: ItemRecord) -> Iterator[DecidedMatter]:
    for vote in sorted(item.votes, key=lambda v: v.at):
        key = vote.identifier
        piece = escaped(vote.motion)
        if vote.motion == item.number:
            key = f"punt-{vote.identifier}"
            piece = piece_id(item)
        yield DecidedMatter(
            id=key,
            piece=piece,
            item=item.number,
            label=vote.label,
            title=vote.title or item.title,
            outcome=vote.outcome,
            word=vote.outcome_word,
            method=vote.method,
            vote=vote,
        )
    targets: tuple[ItemRecord | ObjectRecord, ...] = (item, *item.objects)
    for target in targets:
        if target.outcome and not _by_count(item, target):
            yield _uncounted(item, target)


def choices(decided: list[DecidedMatter]) -> dict[str, list[tuple[DecidedMatter, str]]]:
    """What each member chose, vote by vote, by the member's name."""
    found: dict[str, list[tuple[DecidedMatter, str]]] = {}
    for decision in decided:
        for one in decision.told:
            found.setdefault(one.member, []).append((decision, one.option))
    return found


def _by_count(item: ItemRecord, target: ItemRecord | ObjectRecord) -> bool:
    last = [vote for vote in item.votes if vote.motion == _key_of_target(target)][-1:]
    return bool(last) and last[0].outcome == target.outcome


def _key_of_target(target: ItemRecord | ObjectRecord) -> str:
    """What a count names it by: the item's number, the motion's key."""
    if isinstance(target, ItemRecord):
        return target.number
    return target.key


def _uncounted(item: ItemRecord, target: ItemRecord | ObjectRecord) -> DecidedMatter:
    if isinstance(target, ItemRecord):
        key = item_anchor(target.number)
        piece = piece_id(item)
        label = ""
    else:
        key = escaped(target.key)
        piece = key
        label = target.name
    if any(vote.motion == _key_of_target(target) for vote in item.votes):
        key += "-daarna"
    return DecidedMatter(
        id=key,
        piece=piece,
        item=item.number,
        label=label,
        title=target.title,
        outcome=target.outcome or "",
        word=target.outcome_word,
        method=target.method,
        against=target.against,
    )


def known_elsewhere(source: str) -> list[Row]:
    """What a thing is in the system it was taken over from, as Popolo says it: a scheme and an identifier."""
    scheme, _, value = source.partition(":")
    if not value:
        return []
    if value.startswith("//"):
        return identifiers_of([("uri", source)])
    return identifiers_of([(scheme, value)])


def identifiers_of(known_as: Iterable[tuple[str, str]]) -> list[Row]:
    """The same of what is known by (system, id)."""
    return [{"scheme": system, "identifier": told} for system, told in known_as]


def above(number: str, numbers: Container[str]) -> str:
    """The item of which the item `number` is a part by how it is printed: '4' of '4.1', where there is one; else ''."""
    while match := _BELOW.fullmatch(number):
        number = match[1]
        if number in numbers:
            return number
    return ""


def items_above(record: PublicRecord) -> dict[str, str]:
    """The same of every item, by number."""
    numbers = [item.number for item in record.decisions.items]
    return {number: above(number, numbers) for number in numbers}


def piece_id(item: ItemRecord) -> str:
    """Id of an item's own proposal or motion, told apart from the item."""
    if own_kind(item) == "motion_item":
        return f"{item_anchor(item.number)}-motie"
    return f"{item_anchor(item.number)}-voorstel"


def own_kind(item: ItemRecord) -> Literal["motion_item", "proposal"]:
    """What an item's own matter for decision is: a motion that is an item of its own, or a proposal."""
    if item.kind == "motion":
        return "motion_item"
    return "proposal"


def kind_of_piece(piece: str) -> str:
    """What a piece is, by its id: 'm3' a motion, 'punt-7-voorstel' a proposal. One of the keys of PIECE."""
    if not piece.startswith("punt-"):
        return paper_kind(piece)
    if piece.endswith("-motie"):
        return "motion_item"
    return "proposal"


def has_proposal(item: ItemRecord) -> bool:
    """Whether the item has a proposal or motion of its own to be decided on."""
    return item.kind in ("proposal", "hamerstuk", "motion") or bool(item.outcome) or bool(item.votes)


def was_treated(record: PublicRecord, item: ItemRecord) -> bool | None:
    """Whether the item was treated; None while that may still happen."""
    if item.outcome in ("removed", "not_put_to_vote") and not item.started:
        return False
    if item.started or item.outcome:
        return True
    if record.meeting.status == "closed":
        return False
    return None


def is_hamerstuk(item: ItemRecord) -> bool:
    """Whether the item is a hamerstuk: adopted without a vote (art. 32.3), or still meant to be."""
    return item.outcome == "adopted_without_vote" or (item.kind == "hamerstuk" and not item.votes)


def ballots(record: PublicRecord) -> list[tuple[str, BallotRecord]]:
    """The secret ballots on persons, with their ids."""
    return [
        (f"{item_anchor(item.number)}-personen-{n}", ballot)
        for item in record.decisions.items
        for n, ballot in enumerate(item.ballots, 1)
    ]


def ballot_text(ballot: BallotRecord, words: Words) -> str:
    """'Lid rekenkamer: Braas 19, Veenstra 15, blanco 2; Braas is benoemd': totals only, as there is nothing else."""
    rest = (("against", ballot.against), ("blank", ballot.blank), ("improper", ballot.improper))
    counts = [f"{n} {v}" for n, v in ballot.ballots] + [f"{words.t(f'word.{k}')} {v}" for k, v in rest if v]
    end = ballot.outcome_word
    if ballot.appointed:
        end = words.t("word.appointed", count=len(ballot.appointed), namen=all_of(ballot.appointed, words))
    if ballot.elected:
        end = words.t(ballot_word("word.elected", ballot.left_to), naam=ballot.elected)
    return f"{ballot.title}: {', '.join(counts)}; {end}"


def explained(decision: DecidedMatter, words: Words) -> str:
    """The outcome in words, with both figures, and notes of mistaken votes."""
    said = [f"{decision.word.capitalize()}."]
    if decision.label:
        said = [f"{decision.label}: {decision.word}."]
    if vote := decision.vote:
        if vote.for_ is None:
            said.append(words.t("word.no_figures"))
        else:
            said.append(words.t("data.counted", yes=vote.for_, no=vote.against))
        if vote.about_names:
            said.append(vote.about_names)
        if vote.about_count:
            said.append(vote.about_count)
        if vote.mistakes:
            said.append(words.t("web.mistake", count=len(vote.mistakes), names=", ".join(vote.mistakes)))
    if decision.against:
        said.append(words.t("data.noted_against", count=len(decision.against), names=", ".join(decision.against)))
    return " ".join(said)


def promised_at(record: PublicRecord, decision: DecidedMatter) -> str:
    """Commitments made at the item whose own proposal was decided."""
    if not decision.id.startswith("punt-"):
        return ""
    return "; ".join(f"{who}: {text}" for who, item, text in record.decisions.undertakings if item == decision.item)
