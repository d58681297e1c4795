"""Reading `council.toml` and an agenda: either a whole one, or every fault with its file, line and remedy.

What pydantic finds wrong is brought to the griffier's own file here: its path of keys to a line, its kind of error to a
code that has a sentence. Nothing is filled in that the file does not say, but for one thing: a start without an offset
is read on the council's clock, which is what a griffier means by it.
"""

from __future__ import annotations

import difflib
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.bodies import body_named, convened
from livecouncil.core.council.model import Council, Model
from livecouncil.core.council.zone import DEFAULT, instants, local, zone_named
from livecouncil.errors import InputFault

from .faults import either
from .source import TomlSource

M = TypeVar("M", bound=Model)


def load_council(path: Path) -> Council:
    """`council.toml` as a Council. Raises InputFault with every fault of the file."""
    source = TomlSource(path)
    council = validated(source, Council, "council")
    return _whole_or_refused(source, council)


def zone_of(folder: Path) -> str:
    """The zone of the council kept in `folder`; the default while its file cannot be read."""
    try:
        return load_council(folder / "council.toml").council.zone
    except InputFault:
        return DEFAULT


def load_agenda(path: Path, zone: str = DEFAULT, council: Council | None = None) -> Agenda:
    """An agenda file as an Agenda of a council in `zone`; of `council` it must name a body there is.

    Raises InputFault with every fault of the file.
    """
    source = TomlSource(path)
    place_start(source, zone)
    found = validated(source, Agenda, "meeting")
    if found:
        tell_doubles(source, ("items", "number"), [i.number.casefold() for i in found.items], "twice_item")
    if found and council:
        tell_unknown_body(source, council, found)
    return _whole_or_refused(source, found)


def tell_unknown_body(source: TomlSource, council: Council, agenda: Agenda) -> None:
    """A fault where the agenda names a body that the council does not have, with those it has."""
    wanted = agenda.meeting.body
    if not wanted or body_named(council, wanted):
        return
    line = source.line_of("meeting", None, "body")
    known = [body.id for body in council.bodies]
    if known:
        source.fault(line, "unknown_body", value=wanted, known=either(known))
    else:
        source.fault(line, "no_bodies", value=wanted)


def with_law_of(council: Council, day: date, body_id: str = "") -> Council:
    """`council` with the law of `day` where the rules of the body that meets say nothing.

    A meeting begins with it, and keeps it.
    """
    meeting = convened(council, body_id)
    rules = meeting.procedure
    if "recusal" in rules.model_fields_set:
        return council
    by_law = rules.model_copy(update={"recusal": meeting.law.recusal(day)})
    if meeting.body is None or meeting.body.procedure is None:
        return council.model_copy(update={"procedure": by_law})
    own = meeting.body.model_copy(update={"procedure": by_law})
    bodies = tuple(own if body.id == own.id else body for body in council.bodies)
    return council.model_copy(update={"bodies": bodies})


def _whole_or_refused(source: TomlSource, value: M | None) -> M:
    wrong = [fault for fault in source.faults if fault.level == "fault"]
    if wrong or value is None:
        raise InputFault("settings.faulty", faults="\n".join(map(str, wrong)))
    return value


def place_start(source: TomlSource, name: str) -> None:
    """Read a start without offset in the council's zone; one with an offset the zone does not have then is a fault."""
    meeting = source.data.get("meeting")
    if not isinstance(meeting, dict):
        return
    start = meeting.get("start")
    if not isinstance(start, datetime):
        return
    zone = zone_named(name)
    line = source.line_of("meeting", None, "start")
    shown = start.replace(tzinfo=None, second=0, microsecond=0)
    there = instants(shown.date(), shown.hour, shown.minute, zone)
    on_clock = {"time": f"{shown:%H:%M}", "day": f"{shown:%d-%m-%Y}"}
    possible = [_offset_of(moment) for moment in there]
    written = [f"{shown.isoformat()}{offset}" for offset in possible]
    if not there:
        source.fault(line, "clock_gap", **on_clock)
    elif start.tzinfo and start.utcoffset() not in [moment.utcoffset() for moment in there]:
        meant = local(start, zone).isoformat()
        said = {"zone": name, "offsets": either(possible), "given": _offset_of(start)}
        source.fault(line, "other_offset", day=on_clock["day"], start=written[0], meant=meant, **said)
    elif not start.tzinfo and len(there) > 1:
        source.fault(line, "clock_twice", time=on_clock["time"], first=written[0], second=possible[1])
    elif not start.tzinfo:
        meeting["start"] = start.replace(tzinfo=there[0].tzinfo)


def _offset_of(moment: datetime) -> str:
    """'+01:00'."""
    return moment.isoformat()[-6:]


def tell_doubles(source: TomlSource, place: tuple[str, str], values: Iterable[object], code: str) -> None:
    """A fault `code` for each value of `place`, a table and its key, that stands there for a second time."""
    table, key = place
    seen: set[object] = set()
    for index, value in enumerate(values):
        if value in seen and value not in (None, ""):
            source.fault(source.line_of(table, index, key), code, value=value)
        seen.add(value)


def validated(source: TomlSource, kind: type[M], first: str) -> M | None:
    """What `source` says, as a `kind` whose table `first` must be there; None once its faults are told."""
    if not source.data and source.faults:
        return None
    if first not in source.data:
        source.fault(1, "no_table", table=first)
        return None
    try:
        return kind.model_validate(source.data)
    except ValidationError as error:
        for one in error.errors():
            _tell_invalid(source, _invalid(source, one, kind))
        return None


# What pydantic calls its errors, and the codes of our own sentences.
_CODES = {
    "missing": "missing",
    "greater_than_equal": "too_small",
    "less_than_equal": "too_great",
    "literal_error": "not_among",
    "string_type": "no_text",
    "int_type": "no_number",
    "int_parsing": "no_number",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_too_long": "too_long",
}
_OF_OUR_OWN = ("number", "vote_order", "majorities", "candidates", "object")
"""Keys whose validators say what a value must be: each has a sentence of its own."""

NOT_ANSWERED = "unknown"
"""The kind that `import` writes of an item while nobody said whether it is closed: no agenda can be used with it."""


@dataclass(frozen=True)
class _Invalid:
    """One error of pydantic, brought to the file: the line, the key, what stood there, and what it should have been;
    `known` are the keys that its table may have."""

    kind: str
    line: int
    key: str
    value: Any
    bounds: dict[str, Any]
    known: tuple[str, ...]


def _invalid(source: TomlSource, error: ErrorDetails, kind: type[Model]) -> _Invalid:
    path = error["loc"]
    keys = [part for part in path if isinstance(part, str)]
    table = ""
    if path:
        table = str(path[0])
    row = None
    if isinstance(source.data.get(table), list):
        row = next((part for part in path if isinstance(part, int)), None)
    line = source.line_of(table, row)
    inner = [part for part in path[1:] if isinstance(part, str)]
    for key in reversed(inner):
        found = source.line_of(table, row, key)
        if found != line:
            line = found
            break
    return _Invalid(
        kind=error["type"],
        line=line,
        key=keys[-1] if keys else table,
        value=error.get("input"),
        bounds=error.get("ctx", {}),
        known=_keys_at(kind, keys[:-1]),
    )


def _tell_invalid(source: TomlSource, wrong: _Invalid) -> None:
    if wrong.kind == "extra_forbidden":
        _tell_unknown_key(source, wrong)
    elif wrong.key == "kind" and wrong.value == NOT_ANSWERED:
        source.fault(wrong.line, "kind_unknown")
    elif wrong.key == "share" or (wrong.kind == "value_error" and wrong.key in _OF_OUR_OWN):
        source.fault(wrong.line, f"value_{wrong.key}", value=wrong.value)
    elif wrong.key == "zone":
        _tell_unknown_zone(source, wrong)
    elif wrong.key == "start":
        source.fault(wrong.line, "start")
    else:
        bounds = {name: _choice(bound) for name, bound in wrong.bounds.items()}
        code = _CODES.get(wrong.kind, "invalid")
        source.fault(wrong.line, code, **{"key": wrong.key, "value": wrong.value, **bounds})


def _choice(bound: object) -> object:
    """What pydantic joins with 'or' is joined as the griffier reads it."""
    if isinstance(bound, str):
        return either(bound.split(" or "))
    return bound


def _tell_unknown_zone(source: TomlSource, wrong: _Invalid) -> None:
    close = difflib.get_close_matches(str(wrong.value), sorted(zoneinfo.available_timezones()), n=1)
    if close:
        source.fault(wrong.line, "zone_like", value=wrong.value, zone=close[0])
    else:
        source.fault(wrong.line, "zone", value=wrong.value, zone=DEFAULT)


def _tell_unknown_key(source: TomlSource, wrong: _Invalid) -> None:
    """Only a key of the same table is a guess: another table's would be wrong there too."""
    close = difflib.get_close_matches(wrong.key, wrong.known, n=1, cutoff=0.6)
    if close:
        source.fault(wrong.line, "unknown_key_like", key=wrong.key, meant=close[0])
    else:
        source.fault(wrong.line, "unknown_key", key=wrong.key, known=", ".join(wrong.known))


def _keys_at(kind: type[Model], path: Sequence[str]) -> tuple[str, ...]:
    """The keys of the table at `path` in a file of that `kind`; none where no table is there."""
    table: type[Model] | None = kind
    for key in path:
        fields = {one.alias or name: one for name, one in table.model_fields.items()} if table else {}
        table = _table_in(fields[key].annotation) if key in fields else None
    return tuple(one.alias or name for name, one in table.model_fields.items()) if table else ()


def _table_in(annotation: Any) -> type[Model] | None:
    """The table that a value of this type is, or is a list of."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    found = (_table_in(part) for part in get_args(annotation))
    return next((table for table in found if table), None)
