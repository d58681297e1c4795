"""Our own `ori.json`, and what has its shape, back in: the agenda it was, and the list of who sat.

Theory. What went out must come back, or it is said that it does not. An agenda has its items with their printed
numbers, documents and ids of elsewhere; of a long title the whole stands before the decision. The title of a closed
item never went out. Whether an item without a proposal was for information or for questions the standard does not
say: it is read from the title, as of any agenda. An item leads to the council's own page of it, for who reports beside
the council. What another system gives in this vocabulary is read alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from livecouncil.core.text.clean import clean

from .dates import moment_in
from .draft import AgendaDraft
from .found_roster import FoundPerson, GroupIds
from .limits import objects_in
from .numbering import SourceRow, at_most, confidential, numbered
from .official import linked_to, without_mark
from .words import import_text

_CUT = "…"
SYSTEMS = {one: one for one in ("wikidata", "notubiz", "ibabs", "allmanak")} | {"almanak": "allmanak"}
"""Whose ids of persons and groups `council.toml` keeps, by what they are called."""
_RESOURCE = re.compile(r"(https?://\S+/)ori\.json#\S+")
_OWN_ID = re.compile(r".*[/#](persoon|fractie)-([a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?)")


def own_id(address: object, kind: str = "persoon") -> str:
    """The id that `council.toml` gives somebody, or a group (`kind` 'fractie'), of an address or id we published; ''
    for one of others."""
    match = _OWN_ID.fullmatch(str(address))
    if match and match[1] == kind:
        return match[2]
    return ""


def is_ori(data: Any) -> bool:
    """Whether it is a meeting in the lists of the ORI API."""
    return isinstance(data, dict) and isinstance(data.get("agendapunten"), list)


def drafts_of_ori(data: Any) -> list[AgendaDraft]:
    """The agenda of each meeting with items; none where `data` is something else."""
    if not is_ori(data):
        return []
    points = [row for row in objects_in(data["agendapunten"]) if _text_of_row(row, "agendapuntTitel")]
    meetings = objects_in(data.get("vergaderingen")) or objects_in([data.get("vergadering")]) or [{}]
    if len(meetings) == 1:
        return [_draft_of_meeting(data, meetings[0], points)] if points else []
    apart = [(meeting, [row for row in points if _belongs_to(row, meeting)]) for meeting in meetings]
    return [_draft_of_meeting(data, meeting, rows) for meeting, rows in apart if rows]


def _belongs_to(row: dict[str, Any], meeting: dict[str, Any]) -> bool:
    of = row.get("vergadering")
    return isinstance(of, dict) and any(of.get(key) == meeting.get(key) for key in ("id", "url") if meeting.get(key))


def people_of_ori(data: dict[str, Any]) -> Iterator[FoundPerson]:
    """Everybody who took part, with function and group."""
    groups = {str(row.get("id")): row for row in objects_in(data.get("fracties"))}
    group_of = {}
    for row in objects_in(data.get("fractielidmaatschappen")):
        group_of[_led_to(row.get("natuurlijkPersoon"))] = groups.get(_led_to(row.get("fractie")), {})
    for person in objects_in(data.get("natuurlijkpersonen")):
        name = _full_name_of(person)
        if not name:
            continue
        group = group_of.get(str(person.get("id")), {})
        functions = tuple(filter(None, [_text_of_row(person, "functie").replace("_", " ")]))
        yield FoundPerson(
            name,
            _text_of_row(group, "fractienaam"),
            functions=functions,
            ids=known_ids(person),
            own=own_id(person.get("url")),
            of_group=GroupIds(own_id(group.get("url"), "fractie"), known_ids(group)),
        )


def known_ids(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """What a person or group is known by elsewhere, of the systems that `council.toml` has a place for."""
    found = {}
    for one in objects_in(row.get("identifiers")):
        system = SYSTEMS.get(str(one.get("scheme", "")).casefold())
        value = clean(str(one.get("identifier") or ""), 200)
        if system and value:
            found[system] = value
    return tuple(sorted(found.items()))


def _draft_of_meeting(data: dict[str, Any], meeting: dict[str, Any], items: list[dict[str, Any]]) -> AgendaDraft:
    papers = objects_in(data.get("informatieobjecten"))
    named = _text_of_row(meeting, "naam")
    title = without_mark(named)
    rows = at_most(_row_of(item, papers, is_official=title == named) for item in items)
    notes = [import_text("from_ori")]
    if any(item.get("indicatorBesloten") is True for item in items):
        notes.append(import_text("closed_titles"))
    told = (meeting.get(key) for key in ("geplandeAanvangVergadering", "geplandeVergaderdatum", "vergaderdatum"))
    return numbered(
        rows,
        title=title or AgendaDraft.title,
        start=next((moment for one in told if one and (moment := moment_in(one))), None),
        chair=_chair_of(data, str(meeting.get("id"))),
        webcast=_video_of(data),
        source=_source_told(meeting),
        notes=(*notes, *confidential(rows)),
    )


def _row_of(item: dict[str, Any], papers: list[dict[str, Any]], is_official: bool) -> SourceRow:
    here = [one for one in papers if str(item.get("id")) in map(_led_to, objects_in(one.get("agendapunten")))]
    title = _text_of_row(item, "agendapuntTitel")
    said = str(item.get("agendapuntOmschrijving") or "")
    if title.endswith(_CUT):
        title, _, said = said.partition("\n")
    details: dict[str, Any] = {}
    kind = _kind_told(item, here)
    if kind:
        details["kind"] = kind
    if kind != "closed":
        details["decision"] = clean(said)
        details["documents"] = [_paper_of(one) for one in here if not one.get("informatieobjecttype")]
        details["source"] = _source_told(item)
    number = _text_of_row(item, "agendapuntKenmerk") or _text_of_row(item, "agendapuntvolgnummer")
    page = _RESOURCE.fullmatch(str(item.get("url") or ""))
    if page and is_official:
        details["documents"] = [*linked_to(page[1], number).get("documents", ()), *details.get("documents", ())]
    return SourceRow(clean(title), number, details={key: value for key, value in details.items() if value})


def _kind_told(item: dict[str, Any], papers: list[dict[str, Any]]) -> str:
    """The kind of an item, as far as the standard says it."""
    if item.get("indicatorBesloten") is True:
        return "closed"
    if item.get("indicatieHamerstuk") is True:
        return "hamerstuk"
    if any(one.get("motietype") == "vreemd" for one in papers):
        return "motion"
    if any(one.get("informatieobjecttype") == "voorstel" and not one.get("datumIngediend") for one in papers):
        return "proposal"
    return ""


def _paper_of(paper: dict[str, Any]) -> dict[str, str]:
    title = _text_of_row(paper, "titel")
    if title.endswith(_CUT):
        title = clean(str(paper.get("omschrijving") or title), 200)
    told = {"title": title, "url": _text_of_row(paper, "link"), "source": _source_told(paper)}
    return {key: value for key, value in told.items() if value}


def _chair_of(data: dict[str, Any], meeting: str) -> str:
    people = {str(row.get("id")): row for row in objects_in(data.get("natuurlijkpersonen"))}
    for row in objects_in(data.get("aanwezigedeelnemers")):
        if row.get("rolnaam") == "voorzitter" and _led_to(row.get("vergadering")) in ("", meeting):
            return _full_name_of(people.get(_led_to(row.get("natuurlijkPersoon")), {}))
    return ""


def _full_name_of(person: dict[str, Any]) -> str:
    name = person.get("naamNatuurlijkPersoon")
    if not isinstance(name, dict):
        return ""
    parts = (_text_of_row(name, key) for key in ("voorletters", "tussenvoegsel", "achternaam"))
    return _text_of_row(name, "volledigeNaam") or " ".join(filter(None, parts))


def _video_of(data: dict[str, Any]) -> str:
    media = objects_in(data.get("mediabronnen"))
    return next((_text_of_row(one, "link") for one in media if one.get("mediabrontype") == "video"), "")


def _source_told(row: dict[str, Any]) -> str:
    """What it is in the system it came from, as the agenda keeps it."""
    for one in objects_in(row.get("identifiers")):
        value = _text_of_row(one, "identifier")
        if value and one.get("scheme") == "uri":
            return value
        if value:
            return f"{_text_of_row(one, 'scheme')}:{value}"
    return ""


def _led_to(reference: Any) -> str:
    """The id a reference leads to; '' for none."""
    if isinstance(reference, dict):
        return str(reference.get("id") or "")
    return ""


def _text_of_row(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    if isinstance(value, str):
        return clean(value)
    return ""
