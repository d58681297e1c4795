"""Everybody in `council.toml` gets an id when a first meeting needs one, and the file keeps it.

Theory. The file is the griffier's own: it has comments, an order, perhaps tabs. So nothing is written anew; a line
`id = "7"` comes in below a name, and only where the file then says exactly what it said, with the ids. Where it cannot
be written, or is written otherwise than in tables, the meeting has the ids all the same, and the next one finds them
in its journal (see `core.council.person_ids`). Where it cannot be read what was given before, nothing is given: a
number may never be given twice, and the meeting does not wait for it.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from livecouncil.core.council.model import Council, Member, Official
from livecouncil.core.council.person_ids import TABLES, Place, ids_to_give
from livecouncil.system.files import SHARED, replace

from .source import TomlSource


def with_ids(council: Council, path: Path, earlier: Callable[[], Iterable[dict[str, Any]]]) -> Council:
    """`council` of the file at `path`, everybody in it with an id; `earlier` is asked only where somebody has none."""
    people: tuple[Member | Official, ...] = (*council.members, *council.officials)
    if all(person.id for person in people):
        return council
    listed = {table: [person.model_dump() for person in getattr(council, table)] for table in TABLES}
    try:
        given = ids_to_give(listed, earlier())
        _keep_ids(path, given)
    except OSError:
        return council
    members = tuple(_identified(one, given.get(("members", at))) for at, one in enumerate(council.members))
    officials = tuple(_identified(one, given.get(("officials", at))) for at, one in enumerate(council.officials))
    return council.model_copy(update={"members": members, "officials": officials})


P = TypeVar("P", Member, Official)


def _identified(person: P, told: str | None) -> P:
    if told is None:
        return person
    return person.model_copy(update={"id": told})


def _keep_ids(path: Path, given: dict[Place, str]) -> None:
    """Write each id below its name, where that says the same and no more; else leave the file as it is. Raises OSError
    where the file cannot be read."""
    source = TomlSource(path)
    if source.faults:
        return
    text = path.read_bytes().decode()
    rows = text.splitlines(keepends=True)
    below = {source.line_of(table, at, "name"): told for (table, at), told in given.items()}
    for line in sorted(below, reverse=True):
        row = rows[line - 1]
        bare = row.rstrip("\r\n")
        end = row.removeprefix(bare) or "\n"
        indent = bare[: len(bare) - len(bare.lstrip())]
        rows[line - 1 : line] = [bare + end, f'{indent}id = "{below[line]}"{end}']
    made = "".join(rows)
    if len(below) == len(given) and _says_the_same(made, source.data, given):
        with contextlib.suppress(OSError):
            replace(path.resolve(), made.encode(), SHARED)


def _says_the_same(made: str, before: dict[str, Any], given: dict[Place, str]) -> bool:
    try:
        after = tomllib.loads(made.removeprefix("\ufeff"))
        found = {place: after[place[0]][place[1]].pop("id") for place in given}
    except (ValueError, LookupError, AttributeError, TypeError):
        return False
    return found == given and after == before
