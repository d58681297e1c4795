"""Members of the council from CSV, XLSX or JSON in Popolo shape. What is missing is reported, never guessed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from livecouncil.core.text.called import name_key
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.system.files import SHARED, replace

from . import agenda_text, limits, sources, xlsx
from .words import said

_HEADS = {
    "name": ("naam", "name", "raadslid"),
    "group": ("fractie", "groep", "partij", "group", "party"),
    "number": ("nummer", "nr", "number"),
}
_COUNCILLOR = ("raadslid", "fractievoorzitter", "member", "lid")
_OFFICIALS = {
    "burgemeester": "burgemeester",
    "wethouder": "wethouder",
    "locoburgemeester": "wethouder",
    "raadsgriffier": "griffier",
    "griffier": "griffier",
    "gemeentesecretaris": "secretaris",
}


@dataclass
class FoundRoster:
    """Members as (name, group or '', number or None), officials as (name, role); `missing` are sentences."""

    members: list[tuple[str, str, int | None]] = field(default_factory=list)
    officials: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(g for _, g, _ in self.members if g))


def read_roster(files: Sequence[Path]) -> FoundRoster:
    """Members and officials of the first file that has members. Raises InputFault when none has."""
    for path in files:
        found = _roster_of(sources.read_source(path))
        if found.members:
            return _reported(found)
    raise InputFault("import.no_members", file=files[0])


def _roster_of(source: sources.Source) -> FoundRoster:
    if source.kind == "json":
        return _from_json(source.path, source.text)
    if source.kind == "xlsx":
        return _from_rows(next((rows for rows in map(_headed, xlsx.sheets(source)) if rows), []))
    return _from_rows([r for r in agenda_text.delimited(source.text) if any(c.strip() for c in r)])


def _headed(rows: list[list[str]]) -> list[list[str]]:
    """Rows of a sheet from its headings on; none when it has no column for names."""
    start = next((i for i, row in enumerate(rows[:30]) if _roster_columns(row)["name"] is not None), len(rows))
    return rows[start:]


def _roster_columns(row: Sequence[str]) -> dict[str, int | None]:
    heads = [clean(h).casefold() for h in row]
    return {key: next((i for i, h in enumerate(heads) if h in names), None) for key, names in _HEADS.items()}


def _from_rows(rows: Sequence[Sequence[str]]) -> FoundRoster:
    at = _roster_columns(rows[0] if rows else [])
    if at["name"] is None:
        raise InputFault("import.no_name_column")

    def cell(row: Sequence[str], key: str) -> str:
        place = at[key]
        if place is not None and place < len(row):
            return clean(row[place])
        return ""

    members = [
        (cell(r, "name"), cell(r, "group"), _list_number(cell(r, "number"))) for r in rows[1:] if cell(r, "name")
    ]
    return FoundRoster(members)


def _list_number(cell: str) -> int | None:
    """A number of the attendance list; None where it is none ('²' is a digit to Python, and no number)."""
    if re.fullmatch(r"[0-9]{1,3}", cell):
        return int(cell)
    return None


def _from_json(path: Path, text: str) -> FoundRoster:
    data = limits.parse_json(path, text)
    if isinstance(data, dict):
        persons = data.get("persons", [])
    else:
        persons = data
    roster = FoundRoster()
    for person in persons if isinstance(persons, list) else ():
        if isinstance(person, dict) and person.get("name"):
            _take(roster, person)
    return roster


def _take(roster: FoundRoster, person: dict[str, Any]) -> None:
    """Fold doubles: somebody listed as chair of a group and as member is one member."""
    name = _person_name(person)
    listed = person.get("memberships")
    memberships = [m for m in listed if isinstance(m, dict)] if isinstance(listed, list) else []
    roles = [str(m.get("role") or m.get("label") or "").casefold() for m in memberships]
    group = next((_group(m) for m in memberships if _group(m)), "")
    if any(r in _COUNCILLOR for r in roles):
        known = next((i for i, m in enumerate(roster.members) if name_key(m[0]) == name_key(name)), None)
        if known is None:
            roster.members.append((name, group, None))
        elif group and not roster.members[known][1]:
            roster.members[known] = (name, group, None)
    elif role := next((_OFFICIALS[r] for r in roles if r in _OFFICIALS), None):
        if name_key(name) not in [name_key(n) for n, _ in roster.officials]:
            roster.officials.append((name, role))


def _person_name(person: dict[str, Any]) -> str:
    name = clean(str(person["name"]))
    for short, long in (("Dhr. ", "de heer "), ("Mw. ", "mevrouw ")):
        if name.startswith(short):
            name = long + name.removeprefix(short)
        else:
            name = name
    return name


def _group(membership: dict[str, Any]) -> str:
    organisation = membership.get("organisation") or membership.get("organization")
    if not isinstance(organisation, dict):
        return ""
    kind = str(organisation.get("classification", "")).casefold()
    if kind in ("party", "fractie", "political group", "parliamentary group"):
        return clean(str(organisation.get("name", "")))
    return ""


def _reported(roster: FoundRoster) -> FoundRoster:
    for name, group, _ in roster.members:
        if not group:
            roster.missing.append(said("no_group", name=name))
    if all(number is None for _, _, number in roster.members):
        roster.missing.append(said("no_numbers"))
    for one in roster.groups:
        for other in roster.groups:
            if one != other and name_key(other).startswith(name_key(one)):
                roster.missing.append(said("alike", one=one, other=other))
    return roster


def review(roster: FoundRoster) -> str:
    rows = [f"{number or '':>4}  {name:<36} {group or '?'}" for name, group, number in roster.members]
    rows += [f"      {name:<36} {role}" for name, role in roster.officials]
    return "\n".join(
        [
            *rows,
            said("members", members=len(roster.members), groups=len(roster.groups)),
            *(said("note", note=m) for m in roster.missing),
        ]
    )


def merge(path: Path, roster: FoundRoster) -> None:
    """Append groups, members and officials to `council.toml`, leaving what stands there untouched."""
    if path.exists():
        text = path.read_text(encoding="utf-8")
    else:
        text = ""
    if "\n[[members]]" in f"\n{text}":
        raise InputFault("import.has_members", file=path)
    members = [
        {"name": n, "group": g or "?"} | ({"number": number} if number else {}) for n, g, number in roster.members
    ]
    tables: dict[str, list[dict[str, Any]]] = {
        "groups": [{"name": g} for g in roster.groups],
        "members": members,
        "officials": [{"name": n, "role": r} for n, r in roster.officials],
    }
    added = "\n".join(f"[[{table}]]\n{tomli_w.dumps(row)}" for table, rows in tables.items() for row in rows)
    notes = "".join(f"# {said('note', note=m)}\n" for m in roster.missing)
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, f"{text.rstrip()}\n\n{notes}{added}".lstrip().encode(), SHARED)
