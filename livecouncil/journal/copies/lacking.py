"""A journal that lacks its end, and whoever has it: the lines that were published, put behind those that are here.

Theory. Published lines are the journal's own headers, opened where they may be known, so they chain to what a second
copy, an older backup or nothing at all left here. What was never public (a note, what was held, said behind closed
doors) stays a header for good, and the journal says so of each; what was deleted on request since is deleted by the
lines that come, as in every journal that is opened. So nothing begins anew: the next line follows from the last
published one, and whoever has those takes it.

Where the two have another line at a number they are two histories, and nothing is put together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomli_w

from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.copies.restoring import OpenedCopy
from livecouncil.journal.inventory import segments
from livecouncil.journal.lines import body_of, head_of
from livecouncil.journal.released import joined


@dataclass(frozen=True)
class Completed:
    """A journal with its end; how many lines came and how many of those are headers alone."""

    copy: OpenedCopy
    came: int
    bare: int


def completed(data: Path, meeting: str, rows: Sequence[bytes]) -> Completed:
    """The journal in the council's folder `data` and behind it those of `rows` that it lacks. Raises InputFault where
    there are two histories."""
    files = segments(data / "journal", meeting)
    here = [path.read_bytes() for path in files]
    trunk = chain.walk(b"".join(map(chain.whole_lines, here))).trunk
    for number, (line, row) in enumerate(zip(trunk, rows, strict=False), 1):
        if row != chain.DAMAGED and head_of(row) != line.head:
            raise InputFault("journal.restore.fork", meeting=meeting, line=number)
    came = rows[len(trunk) :]
    bare = sum(body_of(row).get("type") == "private" for row in came)
    if files:
        here[-1] = chain.whole_lines(here[-1]) + joined(came)
        copy = OpenedCopy(meeting, _all_of(data, meeting))
        copy.files |= {f"journal/{path.name}": content for path, content in zip(files, here, strict=True)}
    else:
        copy = OpenedCopy(meeting, {f"journal/{meeting}.jsonl": joined(rows), **_settings_in(rows, meeting)})
    return Completed(copy, len(came), bare)


def _all_of(data: Path, meeting: str) -> dict[str, bytes]:
    """What lies beside the lines: the private part."""
    folder = data / "journal" / f"{meeting}.private"
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(data).as_posix(): path.read_bytes() for path in found}


def _settings_in(rows: Sequence[bytes], meeting: str) -> dict[str, bytes]:
    """Council and agenda as the meeting began with them, for a folder that has neither."""
    first = body_of(rows[0])
    tables = {"council.toml": first.get("council"), f"agendas/{meeting}.toml": first.get("agenda")}
    return {path: tomli_w.dumps(_without_none(table)).encode() for path, table in tables.items() if table}


def _without_none(told: Any) -> Any:
    """TOML has no word for nothing."""
    if isinstance(told, dict):
        return {key: _without_none(value) for key, value in told.items() if value is not None}
    if isinstance(told, list):
        return [_without_none(value) for value in told if value is not None]
    return told
