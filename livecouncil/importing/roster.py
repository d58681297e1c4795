"""Members of the council from CSV, XLSX or JSON in Popolo shape. What is missing is reported, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tomli_w

from livecouncil.core.text.called import name_key
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.system.files import SHARED
from livecouncil.system.files import replace as write_whole

from . import agenda_text, limits, ori, roster_json, sources, xlsx
from .found_roster import FoundMember, FoundPerson, FoundRoster, GroupIds, gathered
from .listed_people import people_listed
from .ori import own_id
from .words import import_text

_MEMBER = r"(?:gemeente)?(?:raads|staten|rieds)l(?:id|eden)|lid|leden|councill?ors?|(?:council )?members?"
_HEADS = {
    key: re.compile(pattern)
    for key, pattern in {
        "name": rf"(?:volledige |full |display ?)?(?:naam|name|namme)(?: (?:van (?:het )?)?(?:{_MEMBER}))?|{_MEMBER}",
        "group": r"(?:naam )?(?:politieke |political )?(?:fractie|groep|groepering|partij|group|party|fraksje|lijst)"
        r"(?: ?naam| ?name|namme)?",
        "number": r"nummer|nr|number|volgnummer|presentielijst|nûmer",
        "function": r"functies?|rol|function|role|hoedanigheid|funksjes?|position|functie(?:naam|omschrijving)|title",
        "first": r"voornaam|first ?name|roepnaam|given ?name|foarnamme",
        "initials": r"voorletters?|voorletter\(s\)|initialen|initials|foarletters?",
        "between": r"tussenvoegsels?|tussenv|voorvoegsels?|tusk?enheaksel|infix|prefix|tussenvoegsel\(s\)",
        "last": r"achternaam|last ?name|familienaam|family ?name|surname|efternamme",
        "wikidata": r"wikidata",
        "notubiz": r"notubiz(?:[- ]id)?",
        "ibabs": r"ibabs(?:[- ]id)?",
        "allmanak": r"all?manak",
        "own": r"person_id",
        "own_of_group": r"group_id",
    }.items()
}
_GROUP_BEHIND = re.compile(r"([^(),]{3,80}\w) \(([^()]{1,60})\)")
_NOBODY = re.compile(r"(?:totaal|vacature|vacant|vacancy|onbekend|n\.?n\.?|leech|fakatuere)\b", re.I)
"""Rows of a list that are nobody: a sum below it, a seat without a member."""
_COMPUTED = tuple("=+-@")
"""Before these our own table of votes has a quotation mark, so that no spreadsheet computes a name."""
_SEATS = re.compile(r"^(seats\s*=\s*)([0-9]+)", re.M)
_OTHER_KIND = re.compile(r"^kind\s*=", re.M)
_FEWEST_SEATS = 9
_IDS = ("wikidata", "notubiz", "ibabs", "allmanak")


def read_roster(files: Sequence[Path]) -> FoundRoster:
    """Members and officials of the first file that has members. Raises InputFault when none has."""
    for path in files:
        found = _roster_of(sources.read_source(path))
        if found.members:
            return _reported(found)
    raise InputFault("import.no_members", file=files[0])


def _roster_of(source: sources.Source) -> FoundRoster:
    if source.kind == "json":
        data = limits.parse_json(source.path, source.text)
        return gathered(roster_json.people_in(data), _default_of(data))
    if source.kind == "xlsx":
        return _from_rows(next((rows for rows in map(_headed, xlsx.sheets(source)) if rows), []))
    if source.blocks and any(block.kind == "row" for block in source.blocks):
        return _from_rows(_headed([list(block.cells) for block in source.blocks if block.kind == "row"]))
    listed = people_listed(source.blocks)
    if listed:
        return gathered(listed)
    return _from_rows(_headed([r for r in agenda_text.delimited(source.text) if any(c.strip() for c in r)]))


def _default_of(data: object) -> str:
    """Who has no function: nobody in Popolo, where a membership says it."""
    if ori.is_ori(data) or "memberships" in repr(data)[:200_000]:
        return "-"
    return "raadslid"


def _headed(rows: list[list[str]]) -> list[list[str]]:
    """Rows of a list from its headings on; none when it has no column for names."""
    start = next((i for i, row in enumerate(rows[:30]) if _roster_columns(row)), len(rows))
    return rows[start:]


def _roster_columns(row: Sequence[str]) -> dict[str, int]:
    """Columns by what their headings mean; empty where there is none for names."""
    heads = [clean(head).casefold().rstrip(".:") for head in row]
    at = {
        key: place
        for key, form in _HEADS.items()
        for place in reversed(range(len(heads)))
        if form.fullmatch(heads[place])
    }
    if "name" in at or "last" in at:
        return at
    return {}


def _from_rows(rows: Sequence[Sequence[str]]) -> FoundRoster:
    at = _roster_columns(rows[0] if rows else [])
    if not at:
        raise InputFault("import.no_name_column")
    return gathered(_people_in_rows(rows[1:], at))


def _people_in_rows(rows: Sequence[Sequence[str]], at: dict[str, int]) -> Iterator[FoundPerson]:
    """Everybody in the rows. A group in front of the names holds until the next one; a name alone in its row, where no
    column has groups, is that of the group of those below it."""
    group = ""
    carries = at.get("group", len(at)) < min(at.get("name", len(at)), at.get("last", len(at)))
    for row in rows:
        person = _person_in(row, at)
        if person is None:
            continue
        if "group" not in at and len(at) > 1 and sum(bool(cell.strip()) for cell in row) == 1:
            group = person.name
            continue
        if carries and person.group:
            group = person.group
        yield replace(person, group=person.group or group)


def _person_in(row: Sequence[str], at: dict[str, int]) -> FoundPerson | None:
    cells = {key: clean(row[place]) for key, place in at.items() if place < len(row)}
    given = cells.get("first") or cells.get("initials")
    name = cells.get("name") or " ".join(filter(None, (given, cells.get("between"), cells.get("last"))))
    group = cells.get("group", "")
    behind = _GROUP_BEHIND.fullmatch(name)
    if behind and group in ("", behind[2]):
        name = behind[1]
        group = behind[2]
    if not name:
        return None
    functions = tuple(part for part in re.split(r"[;/]|, | en ", cells.get("function", "")) if part.strip())
    if _NOBODY.match(name):
        functions = (import_text("nobody"),)
    if "own" in at and name[1:2] in _COMPUTED:
        name = name.removeprefix("'")
    return FoundPerson(
        name,
        group,
        _list_number(cells.get("number", "")),
        functions,
        tuple((key, cells[key]) for key in _IDS if cells.get(key)),
        own=own_id(cells.get("own", "")),
        of_group=GroupIds(own_id(cells.get("own_of_group", ""), "fractie")),
    )


def _list_number(cell: str) -> int | None:
    """A number of the attendance list; None where it is none ('²' is a digit to Python, and no number)."""
    if re.fullmatch(r"[0-9]{1,3}", cell) and int(cell):
        return int(cell)
    return None


def _reported(roster: FoundRoster) -> FoundRoster:
    for member in roster.members:
        if not member.group:
            roster.missing.append(import_text("no_group", name=member.name))
    if all(member.number is None for member in roster.members):
        roster.missing.append(import_text("no_numbers"))
    for one in roster.groups:
        for other in roster.groups:
            if one != other and name_key(other).startswith(name_key(one)):
                roster.missing.append(import_text("alike", one=one, other=other))
    return roster


def review(roster: FoundRoster) -> str:
    rows = [f"{m.number or '':>4}  {m.name:<36} {m.group or '?':<20} {m.label}".rstrip() for m in roster.members]
    rows += [f"      {name:<36} {role}" for name, role in roster.officials]
    return "\n".join(
        [
            *rows,
            import_text("members", members=len(roster.members), groups=len(roster.groups)),
            *(import_text("note", note=m) for m in roster.missing),
        ]
    )


def merge_roster(path: Path, roster: FoundRoster) -> int | None:
    """Append groups, members and officials to `council.toml`, leaving what stands there untouched.

    But for seats that are fewer than its members: those are what `init` wrote. Gives the new number, None if it stays.
    """
    if path.exists():
        text = path.read_text(encoding="utf-8")
    else:
        text = ""
    if "\n[[members]]" in f"\n{text}":
        raise InputFault("import.has_members", file=path)
    tables: dict[str, list[dict[str, Any]]] = {
        "groups": [_group_table(name, roster.of_groups.get(name, GroupIds())) for name in roster.groups],
        "members": [_member_table(member) for member in roster.members],
        "officials": [_official_table(n, r, roster.own.get(n, "")) for n, r in roster.officials],
    }
    added = "\n".join(f"[[{table}]]\n{_in_toml(row)}" for table, rows in tables.items() for row in rows)
    notes = "".join(f"# {import_text('note', note=m)}\n" for m in roster.missing)
    text, seats = _seated(text, sum(member.kind == "member" for member in roster.members))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{text.rstrip()}\n\n{notes}{added}".lstrip().encode(), SHARED)
    return seats


def _seated(text: str, members: int) -> tuple[str, int | None]:
    """`text` with as many seats as the members need; a municipal council has an odd number (Gemeentewet art. 8)."""
    council, table, rest = text.partition("\n[[")
    stated = _SEATS.search(council)
    if stated is None or int(stated[2]) >= members:
        return text, None
    seats = members
    if not _OTHER_KIND.search(council):
        seats = max(_FEWEST_SEATS, members | 1)
    return _SEATS.sub(rf"\g<1>{seats}", council, count=1) + table + rest, seats


def _in_toml(row: dict[str, Any]) -> str:
    """A row of an array of tables; its own table stands in it on one line."""
    plain = {key: value for key, value in row.items() if not isinstance(value, dict)}
    text = tomli_w.dumps(plain)
    for key, table in row.items():
        if isinstance(table, dict):
            inner = ", ".join(tomli_w.dumps({name: value}).strip() for name, value in table.items())
            text += f"{key} = {{ {inner} }}\n"
    return text


def _group_table(name: str, known: GroupIds) -> dict[str, Any]:
    table: dict[str, Any] = {"name": name, "id": known.own, "ids": dict(known.ids)}
    return {key: value for key, value in table.items() if value}


def _official_table(name: str, role: str, own: str) -> dict[str, str]:
    table = {"name": name, "role": role, "id": own}
    return {key: value for key, value in table.items() if value}


def _member_table(member: FoundMember) -> dict[str, Any]:
    table: dict[str, Any] = {"name": member.name, "group": member.group or "?"}
    more = {
        "number": member.number,
        "kind": member.kind if member.kind != "member" else None,
        "label": member.label,
        "id": member.own,
        "ids": dict(member.ids),
    }
    return table | {key: value for key, value in more.items() if value}
