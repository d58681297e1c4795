"""Lists of people in JSON: Popolo in each of its shapes, and what ORI, Notubiz, iBabs and the Allmanak give.

Theory. Popolo says who somebody is by memberships: in the person, or in a list of their own beside persons and
organizations. What the other systems give differs in names of keys only, so there a person is any object with a name
and a function, group or party, wherever it lies; the object around it may say the function (the Allmanak's).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from livecouncil.core.text.clean import clean

from .dates import now_there
from .found_roster import FoundPerson, GroupIds
from .limits import objects_in
from .ori import is_ori, known_ids, own_id, people_of_ori

_LEGISLATURES = ("legislature", "council", "gemeenteraad", "raad", "municipal council", "provinciale staten")
_PARTIES = ("party", "fractie", "political group", "parliamentary group", "politicalparty", "politieke partij")
_NAMES = ("name", "naam", "fullname", "full_name", "displayname", "weergavenaam", "volledigenaam")
_GROUPS = ("party", "partij", "fractie", "group", "politicalparty", "politicalpartyname", "fractienaam", "on_behalf_of")
_FUNCTIONS = ("function", "functie", "role", "rol", "functionname", "functienaam", "jobtitle", "title", "label")


def people_in(data: Any) -> list[FoundPerson]:
    """Everybody in a document of one of those kinds."""
    if is_ori(data):
        return list(people_of_ori(data))
    memberships = list(_memberships_of(data))
    if memberships:
        found = list(_with_memberships(data, memberships))
        if found:
            return found
    return list(_people_in(data, "", _source_of(data)))


# -- Popolo: memberships in a list of their own


def _memberships_of(data: Any) -> Iterator[dict[str, Any]]:
    """Memberships in a list of their own, in persons or in organizations, with the ids of both, in one spelling."""
    if not isinstance(data, dict) or not (data.get("persons") or data.get("organizations")):
        return
    yield from (_in_one_spelling(one) for one in objects_in(data.get("memberships")))
    for key, owner in (("person_id", "persons"), ("organization_id", "organizations")):
        for one in objects_in(data.get(owner)):
            yield from ({key: one.get("id"), **_in_one_spelling(own)} for own in objects_in(one.get("memberships")))


def _in_one_spelling(node: dict[str, Any]) -> dict[str, Any]:
    """Keys as Popolo writes them: personId is person_id."""
    return {re.sub(r"(?<=[a-z])([A-Z])", r"_\1", str(key)).casefold(): value for key, value in node.items()}


def _with_memberships(data: dict[str, Any], memberships: Sequence[dict[str, Any]]) -> Iterator[FoundPerson]:
    organizations = {str(one.get("id")): one for one in objects_in(data.get("organizations"))}
    people = {str(one.get("id")): one for one in objects_in(data.get("persons")) if _full_name(one)}
    councils = any(_class_of(one) in (*_LEGISLATURES, "committee") for one in organizations.values())
    for membership in memberships:
        inside = membership.get("person")
        person = people.get(str(membership.get("person_id"))) or (inside if isinstance(inside, dict) else None)
        if person is None or not (membership.get("organization_id") or membership.get("on_behalf_of_id")):
            continue
        organization = organizations.get(str(membership.get("organization_id")), {})
        group = organizations.get(str(membership.get("on_behalf_of_id")), {})
        party = _class_of(organization) in _PARTIES
        if party and not group:
            group = organization
        yield FoundPerson(
            _full_name(person),
            clean(str(group.get("name") or "")),
            functions=_functions_of(membership, _class_of(organization), councils),
            ids=_ids_of(person, ""),
            gone=_membership_ended(membership),
            own=own_id(person.get("id")),
            of_group=GroupIds(own_id(group.get("id"), "fractie"), known_ids(group)),
        )


def _functions_of(membership: dict[str, Any], kind: str, councils: bool) -> tuple[str, ...]:
    """What a membership makes of somebody: of the council a member, of a party nothing where there is a council."""
    told = clean(str(membership.get("role") or ""))
    if told.casefold() in ("", "member", "lid"):
        told = clean(str(membership.get("label") or told))
    if kind in _LEGISLATURES:
        if told.casefold() in ("", "member", "lid"):
            return ("raadslid",)
        return (told,)
    if kind in _PARTIES:
        if councils:
            return ("",)
        return ("raadslid",)
    return (told,)


def _membership_ended(membership: dict[str, Any]) -> bool:
    try:
        end = date.fromisoformat(str(membership.get("end_date") or membership.get("endDate") or "")[:10])
    except ValueError:
        return False
    return end < now_there().date()


# -- persons as such, wherever they lie


def _people_in(node: Any, function: str, source: str) -> Iterator[FoundPerson]:
    if isinstance(node, list):
        for one in node:
            yield from _people_in(one, function, source)
    elif isinstance(node, dict):
        person = _person_of(node, function, source)
        if person:
            yield person
            return
        inner = function
        if "medewerkers" in _keys(node) or "users" in _keys(node):
            inner = _text_under(node, _NAMES) or function
        for value in node.values():
            if isinstance(value, dict | list):
                yield from _people_in(value, inner, source)


def _person_of(node: dict[str, Any], function: str, source: str) -> FoundPerson | None:
    """A person of an object that has a name and something that only people have."""
    inside = node.get("persoon") or node.get("person")
    if isinstance(inside, dict):
        node = {**node, **inside}
    name = _full_name(node)
    memberships = objects_in(node.get("memberships"))
    group = _text_under(node, _GROUPS)
    told = _text_under(node, _FUNCTIONS)
    if not name or not (memberships or "memberships" in node or group or _is_of_people(node, function)):
        return None
    if not memberships:
        functions = tuple(part for part in (told or function,) if part)
        return FoundPerson(name, group, functions=functions, ids=_ids_of(node, source))
    running = [one for one in memberships if not _membership_ended(one)]
    functions = tuple(clean(str(one.get("role") or one.get("label") or "")) for one in running)
    groups = [_group_of(one) for one in running if _group_of(one)]
    return FoundPerson(
        name, group or next(iter(groups), ""), functions=functions, ids=_ids_of(node, source), gone=not running
    )


def _is_of_people(node: dict[str, Any], function: str) -> bool:
    keys = _keys(node)
    return bool(function and "medewerkers" not in keys) or bool(
        keys & {"gender", "email", "emailaddress", "functionname", "functie", "lastname", "achternaam", "persontype"}
    )


def _full_name(node: Any) -> str:
    if not isinstance(node, dict):
        return ""
    whole = _text_under(node, _NAMES)
    if whole:
        return whole
    inner = node.get("name")
    if isinstance(inner, dict):
        return _full_name(inner)
    first = _text_under(node, ("firstname", "voornaam", "given_name", "givenname", "first", "initials", "voorletters"))
    between = _text_under(node, ("infix", "tussenvoegsel", "prefix", "insertion", "middlename", "middle"))
    last = _text_under(node, ("lastname", "achternaam", "family_name", "familyname", "surname", "last"))
    if not last:
        return ""
    return clean(" ".join(part for part in (first, between, last) if part))


def _group_of(membership: dict[str, Any]) -> str:
    organization = membership.get("organisation") or membership.get("organization")
    if isinstance(organization, dict) and _class_of(organization) in _PARTIES:
        return clean(str(organization.get("name", "")))
    return _text_under(membership, ("on_behalf_of",))


def _class_of(organization: dict[str, Any]) -> str:
    return str(organization.get("classification", "")).casefold().replace("_", " ")


def _ids_of(node: dict[str, Any], source: str) -> tuple[tuple[str, str], ...]:
    """Ids by who gave them: those of Popolo's identifiers, and the object's own where its system is known."""
    found = dict(known_ids(node))
    own = _text_under(node, ("uniqueid", "id", "systemid", "userid", "personid"))
    if source and own and source not in found:
        found[source] = own
    return tuple(sorted(found.items()))


def _source_of(data: Any) -> str:
    """Whose list this is, by keys that only they have; '' where that is not known."""
    text = repr(data)[:20_000].casefold()
    for mark, source in (("ibabs", "ibabs"), ("notubiz", "notubiz"), ("medewerkers", "allmanak")):
        if mark in text:
            return source
    return ""


def _text_under(node: dict[str, Any], names: tuple[str, ...]) -> str:
    """The first of `names` that has a text, or an object with a name."""
    folded = {str(key).casefold(): value for key, value in node.items()}
    for name in names:
        value = folded.get(name)
        if isinstance(value, dict):
            value = _text_under(value, ("name", "naam"))
        if isinstance(value, str | int) and not isinstance(value, bool) and clean(str(value)):
            return clean(str(value), 200)
    return ""


def _keys(node: dict[str, Any]) -> set[str]:
    return {str(key).casefold() for key in node}
