"""Everybody and every group in `council.toml` gets an id when a first meeting needs one, and the file keeps it.

Theory. The file is the griffier's own: it has comments, an order, perhaps tabs. So nothing is written anew; a line
`id = "7"` comes in below a name, and only where the file then says exactly what it said, with the ids. Where it cannot
be written, or is written otherwise than in tables, the meeting has the ids all the same, and the next one finds them
in its journal (see `core.council.lasting_ids`). Where it cannot be read what was given before, nothing is given: a
number may never be given twice, and the meeting does not wait for it.
"""

from __future__ import annotations

import contextlib
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from livecouncil.core.council.lasting_ids import TABLES, Place, ids_to_give
from livecouncil.core.council.model import Council, Group, Member, Official
from livecouncil.system.files import SHARED, replace

from .source import TomlSource


def with_ids(council: Council, path: Path, earlier: Callable[[], Iterable[dict[str, Any]]]) -> Council:
    """`council` of the file at `path`, every row of a table in `TABLES` with an id; `earlier` is asked only where one
    has none."""
    listed: dict[str, tuple[Group | Member | Official, ...]] = {table: getattr(council, table) for table in TABLES}
    if all(row.id for rows in listed.values() for row in rows):
        return council
    told = {table: [row.model_dump() for row in rows] for table, rows in listed.items()}
    try:
        given = ids_to_give(told, earlier())
        _keep_ids(path, given)
    except OSError:
        return council
    identified = {
        table: tuple(_identified(row, given.get((table, at))) for at, row in enumerate(rows))
        for table, rows in listed.items()
    }
    return council.model_copy(update=identified)


def _identified(row: Group | Member | Official, told: str | None) -> Group | Member | Official:
    if told is None:
        return row
    return row.model_copy(update={"id": told})


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
