"""Reading `council.toml` and an agenda: every fault with file, line and remedy."""

from __future__ import annotations

import difflib
import re
import tomllib
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from livecouncil.core.council import agenda, model
from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council, Model
from livecouncil.core.council.zone import DEFAULT, instants, local, zone_named
from livecouncil.core.law.in_force import recusal
from livecouncil.errors import InputFault


@dataclass(frozen=True)
class Fault:
    """One fault: what is wrong where, and what to do. `level` is 'fout' or 'let op'."""

    file: str
    line: int
    what: str
    remedy: str
    level: str = "fout"

    def __str__(self) -> str:
        if self.level == "fout":
            head = ""
        else:
            head = "let op: "
        return f"{self.file}:{self.line}: {head}{self.what} {self.remedy}".rstrip()


class Source:
    """A TOML file with the line each table and key stands on (tomllib forgets them)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.data: dict[str, Any] = {}
        self.text = ""
        self._read()

    def _read(self) -> None:
        try:
            self.text = self.path.read_text(encoding="utf-8-sig")
            self.data = tomllib.loads(self.text)
        except FileNotFoundError:
            self.fault(
                1, "Dit bestand bestaat niet.", "Controleer de naam, of maak het met livecouncil init of import."
            )
        except IsADirectoryError:
            self.fault(1, "Dit is een map.", "Noem het bestand in de map.")
        except OSError as error:
            self.fault(1, f"Dit bestand kan niet gelezen worden ({error.strerror}).", "Controleer rechten en schijf.")
        except UnicodeDecodeError as error:
            line = self.path.read_bytes()[: error.start].count(b"\n") + 1
            self.fault(line, "Hier staan tekens die geen UTF-8 zijn.", "Bewaar het bestand als UTF-8.")
        except tomllib.TOMLDecodeError as error:
            match = re.search(r"line (\d+)", str(error))
            if match:
                line = int(match[1])
            else:
                line = self.text.count("\n") + 1
            self.fault(
                line,
                "Deze regel is geen geldige TOML.",
                "Kijk naar aanhalingstekens, haken en het =-teken op deze regel of die ervoor.",
            )

    def fault(self, line: int, what: str, remedy: str, level: str = "fout") -> None:
        self.faults.append(Fault(str(self.path), line, what, remedy, level))

    def line_of(self, table: str, index: int | None = None, key: str | None = None) -> int:
        """Line of `[table]`, of the `index`-th `[[table]]`, or of `key` in it; the table's own line when unknown."""
        rows = self.text.splitlines()
        if index is None:
            header = rf"\s*\[{table}[.\]]"
        else:
            header = rf"\s*\[\[{table}\]\]"
        starts = [i for i, row in enumerate(rows) if re.match(header, row)]
        if not starts:
            return 1
        start = starts[min(index or 0, len(starts) - 1)]
        for i in range(start, len(rows)):
            if i > start and re.match(r"\s*\[", rows[i]):
                break
            if key and re.match(rf"\s*{re.escape(key)}\s*=", rows[i]):
                return i + 1
        return start + 1


def load_council(path: Path) -> Council:
    """`council.toml` as a Council. Raises InputFault with every fault of the file."""
    source = Source(path)
    council = validated(source, Council, "council")
    valid: Council = _whole_or_refused(source, council)
    return valid


def zone_of(folder: Path) -> str:
    """The zone of the council kept in `folder`; the default while its file cannot be read."""
    try:
        return load_council(folder / "council.toml").council.zone
    except InputFault:
        return DEFAULT


def load_agenda(path: Path, zone: str = DEFAULT) -> Agenda:
    """An agenda file as an Agenda of a council in `zone`. Raises InputFault with every fault of the file."""
    source = Source(path)
    place_start(source, zone)
    agenda = validated(source, Agenda, "meeting")
    if agenda:
        tell_doubles(source, "items", "number", [i.number for i in agenda.items], "Puntnummer")
    valid: Agenda = _whole_or_refused(source, agenda)
    return valid


def place_start(source: Source, name: str) -> None:
    """Read a start without offset in the council's zone; one with an offset the zone does not have then is a fault."""
    meeting = source.data.get("meeting")
    start = meeting.get("start") if isinstance(meeting, dict) else None
    if not isinstance(meeting, dict) or not isinstance(start, datetime):
        return
    zone = zone_named(name)
    line = source.line_of("meeting", None, "start")
    shown = start.replace(tzinfo=None, second=0, microsecond=0)
    there = instants(shown.date(), shown.hour, shown.minute, zone)
    offsets = [m.isoformat()[-6:] for m in there]
    if not there:
        source.fault(
            line,
            f"{shown:%H:%M} bestaat op {shown:%d-%m-%Y} niet: de klok gaat die nacht een uur vooruit.",
            "Verbeter start.",
        )
    elif start.tzinfo and start.utcoffset() not in [m.utcoffset() for m in there]:
        right = local(start, zone).isoformat()
        remedy = f"Schrijf start = {shown.isoformat()}{offsets[0]}; is {right} bedoeld, schrijf dan dat."
        said = f"{name} heeft op {shown:%d-%m-%Y} {' of '.join(offsets)}, niet {start.isoformat()[-6:]}."
        source.fault(line, said, remedy)
    elif not start.tzinfo and len(there) > 1:
        said = f"{shown:%H:%M} komt die nacht twee keer voor."
        source.fault(line, said, f"Schrijf start = {shown.isoformat()}{offsets[0]} of {offsets[1]}.")
    elif not start.tzinfo:
        meeting["start"] = start.replace(tzinfo=there[0].tzinfo)


def _whole_or_refused(source: Source, value: Any) -> Any:
    wrong = [f for f in source.faults if f.level == "fout"]
    if wrong or value is None:
        raise InputFault("\n".join(map(str, wrong)) + "\nEr is niets veranderd.")
    return value


def validated(source: Source, model: type[Any], first: str) -> Any | None:
    if not source.data and source.faults:
        return None
    if first not in source.data:
        source.fault(1, f"De tabel [{first}] ontbreekt.", f"Begin met een regel [{first}].")
        return None
    try:
        return model.model_validate(source.data)
    except ValidationError as error:
        for one in error.errors():
            _invalid_value(source, one)
        return None


_WHAT = {
    "missing": ("‘{key}’ ontbreekt.", "Voeg {key} = … toe."),
    "greater_than_equal": ("‘{key}’ is te klein.", "Kleinste waarde: {ge}."),
    "less_than_equal": ("‘{key}’ is te groot.", "Grootste waarde: {le}."),
    "literal_error": ("‘{value}’ kan hier niet.", "Kies uit: {expected}."),
    "string_type": ("‘{key}’ moet tekst zijn.", 'Zet er aanhalingstekens om: {key} = "…".'),
    "int_type": ("‘{key}’ moet een getal zijn.", "Schrijf het zonder aanhalingstekens."),
    "int_parsing": ("‘{key}’ moet een getal zijn.", "Schrijf het zonder aanhalingstekens."),
    "string_too_short": ("‘{key}’ is leeg.", "Vul een tekst in."),
    "too_short": ("‘{key}’ is leeg.", "Vul een tekst in."),
    "string_too_long": ("‘{key}’ is te lang.", "Houd het bij 200 tekens."),
}


def _invalid_value(source: Source, error: Any) -> None:
    where = [p for p in error["loc"]]
    if where:
        table = str(where[0])
    else:
        table = ""
    index = next((p for p in where if isinstance(p, int)), None)
    key = next((str(p) for p in reversed(where) if isinstance(p, str)), table)
    row = index if isinstance(source.data.get(table), list) else None
    keys = [str(p) for p in reversed(where[1:]) if isinstance(p, str)]
    start = source.line_of(table, row)
    line = next((found for k in keys if (found := source.line_of(table, row, k)) != start), start)
    if error["type"] == "extra_forbidden":
        _unknown_key(source, key, line)
        return
    if error["type"] == "value_error" and key == "number":
        source.fault(line, f"‘{error['input']}’ is geen puntnummer.", 'Cijfers en hooguit één letter: number = "7b".')
        return
    if error["type"] == "value_error" and key == "vote_order":
        source.fault(
            line,
            "‘vote_order’ noemt niet elk van de vier stappen één keer.",
            'Schrijf vote_order = ["subamendment", "amendment", "proposal", "motion"].',
        )
        return
    if error["type"] == "value_error" and key == "candidates":
        source.fault(line, "‘candidates’ noemt iemand twee keer.", "Noem iedere kandidaat één keer.")
        return
    if error["type"] == "value_error" and key == "object":
        source.fault(
            line, f"‘{error['input']}’ is geen motie of amendement.", 'Een letter en een nummer: object = "a1".'
        )
        return
    if key == "zone":
        close = difflib.get_close_matches(str(error["input"]), sorted(zoneinfo.available_timezones()), n=1)
        if close:
            meant = f'Bedoelt u zone = "{close[0]}"?'
        else:
            meant = f'Schrijf bijvoorbeeld zone = "{DEFAULT}".'
        source.fault(line, f"‘{error['input']}’ is geen tijdzone.", meant)
        return
    if key == "start":
        source.fault(line, "‘start’ is geen dag met tijd.", "Schrijf bijvoorbeeld start = 2026-03-12T19:30:00+01:00.")
        return
    what, remedy = _WHAT.get(error["type"], ("‘{key}’ klopt niet.", "Zie het voorbeeld van livecouncil init."))
    slots = {"key": key, "value": error.get("input"), **error.get("ctx", {})}
    source.fault(line, what.format_map(_Ellipses(slots)), remedy.format_map(_Ellipses(slots)).replace(" or ", " of "))


class _Ellipses(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "…"


def _unknown_key(source: Source, key: str, line: int) -> None:
    known = sorted({f.alias or n for m in _every_model() for n, f in m.model_fields.items()})
    close = difflib.get_close_matches(key, known, n=1, cutoff=0.5)
    source.fault(line, f"‘{key}’ ken ik niet.", f"Bedoelt u ‘{close[0]}’?" if close else "Haal de regel weg.")


def _every_model() -> Iterator[type[Model]]:
    """Every table a council or an agenda may have."""
    for module in (agenda, model):
        yield from (m for m in vars(module).values() if isinstance(m, type) and issubclass(m, Model))


def tell_doubles(source: Source, table: str, key: str, values: Iterable[Any], what: str) -> None:
    seen: set[Any] = set()
    for index, value in enumerate(values):
        if value in seen and value not in (None, ""):
            source.fault(
                source.line_of(table, index, key),
                f"{what} ‘{value}’ staat er twee keer.",
                _UNIQUE.get((table, key), "Maak er één van, of geef de tweede een andere."),
            )
        seen.add(value)


_UNIQUE = {("members", "name"): "Zet voorletters in de naam, zodat beide leden te onderscheiden zijn."}


def council_of(council: Council, day: date) -> Council:
    """`council` with the law of `day` where its own rules say nothing; a meeting begins with it, and keeps it."""
    rules = council.procedure
    if "recusal" in rules.model_fields_set:
        return council
    return council.model_copy(update={"procedure": rules.model_copy(update={"recusal": recusal(day)})})
