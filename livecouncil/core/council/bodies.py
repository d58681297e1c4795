"""Who meets: of a council with its committees and other bodies, the one that an agenda names.

Theory. What follows a meeting asks a `Council` who sits, how many seats there are, by which rules and by which law, and
never which body it is. So a council is *convened* once, before anything else: the answer is a council again, of that
body's members, seats and rules. Whoever else sits in the council is there as a guest, who has the floor and no vote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from livecouncil.core.law import voting
from livecouncil.core.text.called import name_key, typed_keys

from .model import Body, Council, Group, Member, Official
from .roster import exact_keys


@dataclass(frozen=True)
class Seated:
    """What a name among a body's members stands for: members, or nobody, or nobody in particular (`unknown`)."""

    name: str
    members: tuple[Member, ...]

    @property
    def unknown(self) -> bool:
        return not self.members


def body_named(council: Council, body_id: str) -> Body | None:
    """The body of that id; None for '' and for one that there is not."""
    return next((body for body in council.bodies if body.id == body_id), None)


def convened(council: Council, body_id: str) -> Council:
    """`council` as the body of that id meets, or itself for ''. Raises LookupError for a body that is not there."""
    if not body_id:
        return _council_alone(council)
    body = body_named(council, body_id)
    if body is None:
        raise LookupError(body_id)
    members = seated(council, body)
    info = council.council.model_copy(
        update={
            "kind": body.kind,
            "seats": body.seats or max(1, len(members)),
            "inhabitants": None,
            "code": body.code or council.council.code,
            "hashtag": body.hashtag or council.council.hashtag,
        }
    )
    update = {
        "council": info,
        "members": members,
        "officials": (*council.officials, *_guests(council, members)),
        "procedure": body.procedure or council.procedure,
    }
    return council.model_copy(update=update).as_body(body)


def _council_alone(council: Council) -> Council:
    """The council without those who sit in committees alone."""
    members = tuple(member for member in council.members if member.kind == "member")
    if len(members) == len(council.members):
        return council
    return council.model_copy(update={"members": members})


def seated(council: Council, body: Body) -> tuple[Member, ...]:
    """The members of a body, in the order of the council's list."""
    if not body.members:
        return council.members
    names = {member.name for row in seats_of(council, body) for member in row.members}
    return tuple(member for member in council.members if member.name in names)


def seats_of(council: Council, body: Body) -> Iterator[Seated]:
    """Each name among a body's members with whom it stands for: a member, or everybody of a group."""
    for name in body.members:
        key = name_key(name)
        group = next((g for g in council.groups if key in _keys_of(g)), None)
        if group:
            found = [member for member in council.members if member.group == group.name]
        else:
            found = _called(council, name)
        yield Seated(name, tuple(found))


def _called(council: Council, name: str) -> list[Member]:
    """The member of that name: as it is listed, else the only one who answers to it as typed on a line."""
    listed = [member for member in council.members if name_key(member.name) == name_key(name)]
    keys = set(typed_keys(name))
    answering = [member for member in council.members if keys & set(exact_keys(member))]
    if listed or len(answering) == 1:
        return listed or answering
    return []


def _keys_of(group: Group) -> set[str]:
    return {name_key(name) for name in (group.name, group.short, *group.aliases) if name}


def _guests(council: Council, members: tuple[Member, ...]) -> tuple[Official, ...]:
    """Members of the council who do not sit in the body: they may have the floor."""
    there = {member.name for member in members}
    known = {official.name for official in council.officials}
    others = [m for m in council.members if m.name not in there | known and m.kind == "member"]
    return tuple(Official(name=member.name, role="raadslid", id=member.id) for member in others)


def quorum_of(council: Council, sitting: int) -> int:
    """Members who must be there to open, of so many sitting: by law, or by the body's own rule where that is told."""
    wanted = council.body.quorum if council.body else None
    if wanted is None:
        return council.law.quorum(sitting)
    if wanted:
        return voting.quorum(sitting)
    return 0


def uncertain_law(council: Council) -> tuple[str, ...]:
    """What of the law of who meets is not certain and no rule of its own settles: keys of `[draft]`."""
    told = council.procedure.model_fields_set
    if council.body and council.body.quorum is not None:
        told = told | {"quorum"}
    return tuple(draft.code for draft in council.law.drafts if draft.settled not in told)
