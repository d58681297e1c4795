"""`popolo.json`: persons, organizations, memberships, the meeting, motions and vote events in Popolo.

A pure renderer over `PublicRecord`, beside `votes.json` with its votes alone. Absent, abstained and 'not voting'
(art. 28) are told apart; a secret ballot has counts and no votes.
"""

from __future__ import annotations

import json

from livecouncil.core.law.outcomes import paper_kind
from livecouncil.core.release.record import (
    BallotRecord,
    ItemRecord,
    MemberVote,
    ObjectRecord,
    PublicRecord,
    VoteRecord,
)
from livecouncil.core.text.numbers import address_of, escaped
from livecouncil.publishing.documents import document_address
from livecouncil.publishing.feeds import about as feeds_about
from livecouncil.publishing.feeds import address, vocabulary_address
from livecouncil.publishing.vote_rows import POPOLO, figures_of, weight_of
from livecouncil.publishing.votes import group_split

from . import participants
from . import shared as od
from .identity import body_name, identity_of, local_id

GROUP_RESULT = {"Aangenomen": "adopted", "Verworpen": "rejected", "Verdeeld": "divided"}
BOARD = (*od.EXECUTIVE, "secretaris")
EXTENSION = "_livecouncil"


def popolo_json(record: PublicRecord) -> bytes:
    """The whole meeting as one Popolo document, a row a line; the same record gives the same bytes."""
    document = _Popolo(record)
    lists = {
        "persons": document.persons(),
        "organizations": document.organizations(),
        "memberships": document.memberships(),
        "events": [document.event()],
        "motions": document.motions(),
        "vote_events": document.vote_events(),
    }
    parts = [f'"{key}": [{",".join(_json_row(row) for row in rows)}]' for key, rows in lists.items()]
    about = {
        "licence": record.meeting.licence,
        "rehearsal": record.meeting.rehearsal,
        "unofficial": record.meeting.unofficial,
        "final": record.meeting.final,
    }
    about |= feeds_about(record)
    if where := vocabulary_address(record.meeting):
        about["about"] = where
    return ("{" + ",\n".join([*parts, f'"{EXTENSION}": {json.dumps(about)}']) + "}\n").encode()


def _json_row(row: od.Row) -> str:
    return "\n" + json.dumps(row, ensure_ascii=False)


class _Popolo:
    """Builds the lists; holds what its parts share."""

    def __init__(self, record: PublicRecord) -> None:
        self.record = record
        self.people = participants.people(record)
        self.groups = participants.groups(record)
        self.council = self.lasting(local_id(record))

    def id(self, local: str) -> str:
        """Id of something of this meeting."""
        return f"{self.record.meeting.meeting_id}/{local}"

    def lasting(self, local: str) -> str:
        """Id of a person or organization: the same in every meeting of the council."""
        return f"{participants.council_id(self.record)}/{local}"

    def person_id(self, person: participants.RosterPerson) -> str:
        if person.role == "public":
            return self.id(person.id)
        return self.lasting(person.id)

    def group_id(self, name: str) -> str | None:
        """Id of a group; None for '', the group of nobody."""
        if not name:
            return None
        return self.lasting(self.groups[name])

    # -- who -----------------------------------------------------------------------------------------------------

    def persons(self) -> list[od.Row]:
        """Members, and who else had a part in the meeting; with their ids in other systems."""
        known_as = dict(self.record.people.known_as)
        return [
            od.known_row(
                id=self.person_id(p),
                name=p.name.full,
                family_name=" ".join(filter(None, (p.name.prefix, p.name.family))),
                given_name=p.name.given,
                sort_name=", ".join(filter(None, (p.name.family, p.name.initials or p.name.given, p.name.prefix))),
                identifiers=od.identifiers_of(known_as.get(p.name.full, ())),
            )
            for p in self.people.values()
        ]

    def organizations(self) -> list[od.Row]:
        """The council, its groups, and the executive when somebody of it took part."""
        code = []
        if self.record.meeting.code:
            code.append({"scheme": "TOOI", "identifier": self.record.meeting.code.lower()})
        who = identity_of(self.record)
        short = dict(self.record.people.groups)
        known_as = dict(self.record.people.groups_known_as)
        parent = None
        if self.record.meeting.body:
            parent = self.lasting("raad")
        council = od.known_row(
            id=self.council,
            name=body_name(self.record),
            classification=who.classification,
            parent_id=parent,
            identifiers=code,
        )
        board = od.known_row(id=self.lasting("college"), name=who.board, classification="executive")
        found = [council]
        if any(person.role in BOARD for person in self.people.values()):
            found.append(board)
        for group, local in self.groups.items():
            other_names = []
            if short.get(group, group) != group:
                other_names.append({"name": short[group]})
            found.append(
                od.known_row(
                    id=self.lasting(local),
                    name=group,
                    classification="party",
                    parent_id=self.council,
                    other_names=other_names,
                    identifiers=od.identifiers_of(known_as.get(group, ())),
                )
                | {EXTENSION: {"classification": "political group"}}
            )
        return found

    def memberships(self) -> list[od.Row]:
        """A member's seat in the council, on behalf of a group, and the membership of that group; officials' roles."""
        rows = []
        for p in self.people.values():
            group = self.group_id(p.group)
            of: od.Row = {"person_id": self.person_id(p), "organization_id": self.council}
            start, end = p.term
            of |= od.known_row(start_date=start and start.isoformat(), end_date=end and end.isoformat())
            if p.role == "member":
                called = "Burgerlid" if p.name.full in self.record.people.committee_members else ""
                seat = self.lasting(f"zetel-{p.id}")
                rows.append(od.known_row(id=seat, role="member", label=called, **of, on_behalf_of_id=group))
            elif p.role not in ("public", ""):
                if p.role in BOARD:
                    of["organization_id"] = self.lasting("college")
                rows.append(od.known_row(id=self.lasting(f"functie-{p.id}"), role=p.role, **of))
            if group:
                of["organization_id"] = group
                rows.append(od.known_row(id=self.lasting(f"lid-{p.id}"), role="member", **of))
        return rows

    def event(self) -> od.Row:
        """The meeting; `attendees` are the members who were there at some time."""
        r = self.record
        sources = []
        if r.meeting.public_url:
            sources.append({"url": address(r)})
        there = [{"id": self.person_id(p), "name": p.name.full} for p in self.people.values() if p.spans]
        return (
            od.known_row(
                id=r.meeting.meeting_id,
                name=" · ".join(filter(None, (r.meeting.mark, r.meeting.title))),
                classification="meeting",
                start_date=r.meeting.opened or r.meeting.start,
                end_date=r.meeting.closed,
                status=r.meeting.status,
                organization_id=self.council,
                attendees=there,
                sources=sources,
                identifiers=od.known_elsewhere(r.meeting.source),
            )
            | self._promises()
        )

    def _promises(self) -> od.Row:
        """Commitments with their owner and day, where any was made."""
        made = zip(self.record.decisions.undertakings, self.record.decisions.owed, strict=True)
        rows = [
            od.known_row(who=who, item=item, text=text, to=list(to), due=due.isoformat() if due else None)
            for (who, item, text), (to, due) in made
        ]
        if not any(to or due for to, due in self.record.decisions.owed):
            return {}
        return {EXTENSION: {"commitments": rows}}

    # -- what ----------------------------------------------------------------------------------------------------

    def motions(self) -> list[od.Row]:
        """Every motion, amendment and proposal, and what became of it; ballots on persons too."""
        rows = []
        for item in self.record.decisions.items:
            if od.has_proposal(item):
                row = self._motion(od.piece_id(item), item.number, item.title, od.own_kind(item), item)
                more = row.get(EXTENSION, {}) | self._papers_of(item)
                rows.append(row | ({EXTENSION: more} if more else {}))
            for o in item.objects:
                kind = paper_kind(o.key)
                row = self._motion(escaped(o.key), o.key, o.title, kind, o) | od.known_row(
                    date=o.filed, creator_id=self._creator(o)
                )
                more = {"item": o.item, "movers": o.movers, "creators": self._creators(o)} | row.get(EXTENSION, {})
                more |= od.known_row(text=o.text, changes=list(o.changes), document=document_address(self.record, o))
                rows.append(row | {EXTENSION: more})
        for local, ballot in od.ballots(self.record):
            rows.append(
                self._of_meeting(local)
                | od.known_row(
                    identifier=local, text=ballot.title, classification="secret_ballot", result=ballot.outcome
                )
            )
        return rows

    def _of_meeting(self, local: str) -> od.Row:
        return {
            "id": self.id(local),
            "organization_id": self.council,
            "legislative_session_id": self.record.meeting.meeting_id,
        }

    def _motion(self, local: str, key: str, title: str, kind: str, target: ItemRecord | ObjectRecord) -> od.Row:
        row = self._of_meeting(local) | od.known_row(
            identifier=key,
            text=title,
            classification=kind,
            result=od.POPOLO_RESULT.get(target.outcome or "", target.outcome),
            sources=self._page_of(key, target),
        )
        more: od.Row = {"review": True} if target.review else {}
        if target.against:
            more["counted_against"] = list(target.against)
        if more:
            row[EXTENSION] = more
        return row

    def _page_of(self, key: str, target: ItemRecord | ObjectRecord) -> list[od.Row]:
        """The page of a matter, where it has an address."""
        if not self.record.meeting.public_url:
            return []
        path = address_of(key, is_item=isinstance(target, ItemRecord))
        return [{"url": address(self.record, f"{path}/")}]

    def _papers_of(self, item: ItemRecord) -> od.Row:
        """What lies before the council at an item, and what item and documents are in the system they come from."""
        papers = [
            od.known_row(title=title, url=url, identifiers=od.known_elsewhere(source))
            for (title, url), source in zip(item.documents, item.document_sources, strict=True)
        ]
        return od.known_row(documents=papers, text=item.decision, identifiers=od.known_elsewhere(item.source))

    def _creators(self, o: ObjectRecord) -> list[od.Row]:
        """Everybody who filed something: members, groups, and who is neither by name alone."""
        found = []
        for mover in o.movers:
            row = {"name": mover}
            if mover in self.people:
                row |= {"id": self.person_id(self.people[mover]), "type": "person"}
            elif mover in self.groups:
                row |= {"id": self.lasting(self.groups[mover]), "type": "organization"}
            found.append(row)
        return found

    def _creator(self, o: ObjectRecord) -> str | None:
        """Popolo knows one creator, a person; groups and further movers stand in the extension."""
        for mover in o.movers[:1]:
            if mover in self.people:
                return self.person_id(self.people[mover])
        return None

    def vote_events(self) -> list[od.Row]:
        """Every count as it now stands, and every secret ballot."""
        counts = [self._vote_event(d) for d in od.decided_matters(self.record) if d.vote]
        return counts + [self._ballot(local, b) for local, b in od.ballots(self.record)]

    def _vote_event(self, decision: od.DecidedMatter) -> od.Row:
        vote = decision.vote
        assert vote
        results = od.group_results(vote).items()
        return self._of_meeting(f"{decision.id}-stemming") | od.known_row(
            identifier=vote.identifier,
            motion_id=self.id(decision.piece),
            classification=vote.method,
            start_date=vote.at,
            result=od.POPOLO_RESULT.get(vote.outcome, vote.outcome),
            counts=_counts(vote),
            group_results=[self._group_result(vote, group, result) for group, result in results],
            votes=[self._one_vote(one) | weight_of(vote, one) for one in decision.votes],
        )

    def _group_result(self, vote: VoteRecord, group: str, result: str) -> od.Row:
        """How a group stood; of one that was told to be divided without names also its figures."""
        row = {"group_id": self.group_id(group), "result": GROUP_RESULT[result]}
        split = next((split for split in vote.divided if split[0] == group), None)
        if split:
            row["counts"] = group_split(*split)["counts"]
        return row

    def _one_vote(self, one: MemberVote) -> od.Row:
        return od.known_row(
            voter_id=self.person_id(self.people[one.member]),
            group_id=self.group_id(one.group),
            option=POPOLO[one.option],
        )

    def _ballot(self, local: str, ballot: BallotRecord) -> od.Row:
        counts = [*ballot.ballots, ("against", ballot.against), ("blank", ballot.blank), ("improper", ballot.improper)]
        return self._of_meeting(f"{local}-stemming") | od.known_row(
            identifier=local,
            motion_id=self.id(local),
            classification="secret_ballot",
            start_date=ballot.at,
            result=ballot.outcome,
            counts=[{"option": name, "value": n} for name, n in counts],
        )


def _counts(vote: VoteRecord) -> list[od.Row]:
    """For and against always, the other options where somebody chose them."""
    counts = {POPOLO[side]: value for side, value in figures_of(vote).items()}
    for one in vote.votes or ():
        option = POPOLO[one.option]
        if option not in ("yes", "no") and not (counts.get("yes") is not None and option == "unknown"):
            counts[option] = counts.get(option, 0) + one.weight
    return [{"option": option, "value": number} for option, number in counts.items()]
