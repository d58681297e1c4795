"""What a vote says of itself in the data, so that it stands alone: whose, which meeting's, on what, by which rule.

Theory. Who puts the votes of two meetings together must look nothing up. So a row bears the ids that `popolo.json` has
(of vote, motion, person, group), the day, the body and the address, and results and choices in Popolo's words beside
ours. The columns that were there first keep name and place; those added have one name in every language, for programs
read them. Nothing here is other in the file of one meeting than in that of all.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Self

from livecouncil.core.law.bodies import PROFILES
from livecouncil.core.release.record import MeetingRecord, MemberVote, PublicRecord, VoteRecord
from livecouncil.core.text.numbers import address_of

from .open_data import participants
from .open_data.identity import body_name, local_id

POPOLO = {
    "for": "yes",
    "against": "no",
    "absent": "absent",
    "abstained": "abstain",
    "recused": "not voting",
    "unknown": "unknown",
}
"""Options of Popolo, and 'unknown': the vote of a member whose name was not told."""


@dataclass(frozen=True)
class Column:
    """A column of `votes.csv`: its name for programs, and what its cells are (a datatype of CSVW)."""

    name: str
    datatype: str = "string"


FIRST = (
    Column("vote"),
    Column("item"),
    Column("label"),
    Column("title"),
    Column("outcome"),
    Column("for", "integer"),
    Column("against", "integer"),
    Column("member"),
    Column("group_name"),
    Column("option"),
)
"""The columns that are headed in the council's language, in their order."""

ADDED = (
    Column("municipality"),
    Column("code"),
    Column("body"),
    Column("body_id"),
    Column("meeting"),
    Column("meeting_title"),
    Column("date", "date"),
    Column("at", "dateTime"),
    Column("vote_id"),
    Column("object"),
    Column("kind"),
    Column("address", "anyURI"),
    Column("person_id"),
    Column("group_id"),
    Column("choice"),
    Column("result"),
    Column("method"),
    Column("rule"),
    Column("status"),
    Column("publisher"),
    Column("mark"),
    Column("weight", "integer"),
)
"""The columns after those. `choice` and `result` are words of the vocabulary, `rule` the articles of the law, `weight`
how many votes the member has."""


def figures_of(vote: VoteRecord) -> dict[str, int]:
    """For and against; nothing where the chair told the outcome alone."""
    if vote.for_ is None or vote.against is None:
        return {}
    return {"for": vote.for_, "against": vote.against}


def weight_of(vote: VoteRecord, one: MemberVote) -> dict[str, int]:
    """Popolo's `weight` of one vote, where members have not one each."""
    if vote.by_weight:
        return {"weight": one.weight}
    return {}


@dataclass(frozen=True)
class VotesOf:
    """The meeting of some votes, as each of them tells it. `above` stands before the ids of persons and groups."""

    meeting_id: str
    title: str
    day: str
    place: tuple[str, str]
    body: tuple[str, str]
    act: str
    above: str
    public_url: str
    status: str
    publisher: str
    mark: str
    people: dict[str, str] = field(hash=False)
    groups: dict[str, str] = field(hash=False)

    @classmethod
    def meeting(cls, record: PublicRecord) -> Self:
        """What the votes of `record` share."""
        meeting = record.meeting
        above = participants.council_id(record)
        return cls(
            meeting_id=meeting.meeting_id,
            title=meeting.title,
            day=meeting.start.date().isoformat(),
            place=(meeting.municipality, meeting.code),
            body=(body_name(record), f"{above}/{local_id(record)}"),
            act=PROFILES[meeting.kind].act,
            above=above,
            public_url=meeting.public_url,
            status=status_of(meeting),
            publisher=meeting.publisher,
            mark=meeting.mark,
            people=participants.local_ids(record),
            groups=participants.groups(record),
        )

    # -- ids, as in popolo.json

    def vote_id(self, vote: VoteRecord) -> str:
        return f"{self.meeting_id}/{vote.anchor}-stemming"

    def motion_id(self, vote: VoteRecord) -> str:
        """Id of what was voted on; of an item's own proposal that of the proposal."""
        path = self._path(vote)
        if vote.motion != vote.item:
            return f"{self.meeting_id}/{path}"
        if vote.classification == "motion_item":
            return f"{self.meeting_id}/{path}-motie"
        return f"{self.meeting_id}/{path}-voorstel"

    def person_id(self, name: str) -> str:
        return f"{self.above}/{self.people[name]}"

    def group_id(self, name: str) -> str:
        if name in self.groups:
            return f"{self.above}/{self.groups[name]}"
        return ""

    def group(self, name: str) -> dict[str, str]:
        """A group as Popolo names it; without an id where none sits for it."""
        named = {"name": name}
        if group_id := self.group_id(name):
            named["id"] = group_id
        return named

    def address(self, vote: VoteRecord) -> str:
        """The page of what was voted on; '' while the council has no address."""
        if not self.public_url:
            return ""
        return f"{self.public_url}/{self.meeting_id}/{self._path(vote)}/"

    def _path(self, vote: VoteRecord) -> str:
        return address_of(vote.motion, is_item=vote.motion == vote.item)

    # -- as rows

    def rule(self, vote: VoteRecord) -> str:
        """The articles that the outcome rests on, with their act: 'GW 29.2, GW 30.1'."""
        named = [article if article[:1].isalpha() else f"{self.act} {article}" for article in vote.articles]
        return ", ".join(named)

    def cells(self, vote: VoteRecord, one: MemberVote | None) -> list[str]:
        """The cells of the columns that were added, for the vote of one member; of none while names may follow."""
        person = group = choice = weight = ""
        if one:
            person = self.person_id(one.member)
            group = self.group_id(one.group)
            choice = POPOLO[one.option]
            weight = str(one.weight)
        meeting = [self.meeting_id, self.title, self.day, vote.at.isoformat()]
        about = [self.vote_id(vote), vote.motion, vote.classification, self.address(vote)]
        decided = [vote.outcome, vote.method, self.rule(vote), self.status, self.publisher, self.mark, weight]
        return [*self.place, *self.body, *meeting, *about, person, group, choice, *decided]

    def alone(self, vote: VoteRecord) -> dict[str, Any]:
        """What a vote event of JSON says besides, so that it stands alone."""
        body, body_id = self.body
        session = {"id": self.meeting_id, "name": self.title, "start_date": self.day, "classification": "meeting"}
        told: dict[str, Any] = {
            "id": self.vote_id(vote),
            "organization": {"id": body_id, "name": body},
            "legislative_session": session,
            "classification": vote.method,
            "rule": self.rule(vote),
            "item": vote.item,
            "status": self.status,
        }
        if address := self.address(vote):
            told["sources"] = [{"url": address}]
        return {key: value for key, value in told.items() if value}


def status_of(meeting: MeetingRecord) -> str:
    """Whether the report of the meeting was confirmed."""
    if meeting.final:
        return "final"
    return "provisional"
