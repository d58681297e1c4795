"""The ids by which persons and groups are published: given once, kept in `council.toml`, and never changed.

Theory. A name changes (a marriage, two groups that go on as one, a mended typing error) and a list is sorted anew, so
neither may be an id that others keep. Everybody gets the next free number, which says nothing of anybody; groups have
numbers of their own. Who was published before ids were given goes on under what that was, made of the name as it then
was: so the votes of before and after stay joined. Who lost an id (an old copy of `council.toml` put back) gets the same
one again from the meetings that were held. A number is never given a second time, also when whoever had it is no longer
in the list. Who stands in two lists (a member who takes the chair) is one person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from livecouncil.core.text.called import name_key
from livecouncil.core.text.slug import slug_of

LastingId = Annotated[
    str,
    BeforeValidator(lambda v: str(v) if isinstance(v, int) and not isinstance(v, bool) else v),
    Field(pattern=r"^([a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?)?$"),
]
"""What a person or group is called by in everything published, for ever; '' until it was given."""

SERIES = (("members", "officials"), ("groups",))
"""The tables of `council.toml` whose rows have an id; those of one series never share a number."""
TABLES = tuple(table for series in SERIES for table in series)
Place = tuple[str, int]
"""A table and which of its rows."""


def by_name(name: str) -> str:
    """The id of a person or group by the name alone, where none was given."""
    return slug_of(name) or "x"


def ids_to_give(council: dict[str, Any], earlier: Iterable[dict[str, Any]]) -> dict[Place, str]:
    """An id for everybody of `council` who has none; `earlier` are councils as meetings began with them, oldest
    first."""
    before = tuple(earlier)
    found: dict[Place, str] = {}
    for series in SERIES:
        found |= _ids_of_series(series, council, before)
    return found


def _ids_of_series(
    series: Sequence[str], council: dict[str, Any], earlier: Sequence[dict[str, Any]]
) -> dict[Place, str]:
    here = {(table, at): row for table in series for at, row in enumerate(_rows(council, table))}
    given = {name_key(row["name"]): str(row["id"]) for row in here.values() if row.get("id")}
    known, used = _published_before(series, earlier)
    taken = {*given.values(), *used}
    found: dict[Place, str] = {}
    for place, row in here.items():
        if row.get("id"):
            continue
        key = name_key(row["name"])
        told = given.get(key) or known.get(key, "")
        if not told or told in given.values() and key not in given:
            told = _next_number(taken)
        taken.add(told)
        given[key] = told
        found[place] = told
    return found


def _published_before(series: Sequence[str], earlier: Iterable[dict[str, Any]]) -> tuple[dict[str, str], set[str]]:
    """What everybody was published by so far, by name, and every id that ever was."""
    known: dict[str, str] = {}
    for council in earlier:
        for table in series:
            for row in _rows(council, table):
                name = str(row.get("name", ""))
                known[name_key(name)] = str(row.get("id") or known.get(name_key(name)) or by_name(name))
    return known, set(known.values())


def _rows(council: dict[str, Any], table: str) -> Sequence[dict[str, Any]]:
    return [row for row in council.get(table, ()) if isinstance(row, dict)]


def _next_number(taken: set[str]) -> str:
    numbers = (int(one) for one in taken if one.isascii() and one.isdigit() and len(one) < 10)
    return str(max(numbers, default=0) + 1)
