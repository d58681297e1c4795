"""Reading a journal back: every intact line, every damaged one named, whatever the disk did.

Reading changes nothing and raises for nothing that a line holds: a meeting must open again the same minute, with what
is whole. What is not whole is a sentence in `damage`; bytes behind the last line that never got their newline are
`tail`, for they were never acknowledged, and only the writer may cut them off.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.references import Mentioned, Missing
from livecouncil.system.collecting import uncollected
from livecouncil.wording.faults import in_words

from . import private
from .chain import Chain
from .inventory import begun, segments
from .lines import whole

UNTENABLE = (LookupError, StopIteration, AssertionError, ValueError, TypeError, AttributeError)
"""What folding a journal raises whose lines are sound and whose story is not: damaged, forged, or another program's."""


@dataclass
class Reading:
    """What a journal's segments hold. `tail` are the bytes after the last whole line of the last segment.

    `middle` says that the last segment must not be built upon; `files` are the bytes read, `rows` all their lines,
    `places` the file and the line in it where an event stands.
    """

    events: list[ev.Base] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    chain: Chain = field(default_factory=Chain)
    named: Mentioned = field(default_factory=Mentioned)
    files: dict[Path, bytes] = field(default_factory=dict)
    rows: list[bytes] = field(default_factory=list)
    places: dict[int, tuple[str, int]] = field(default_factory=dict)
    newer: bool = False
    good_size: int = 0
    tail: bytes = b""
    torn_newline: bool = False
    middle: bool = False

    @property
    def head(self) -> str:
        return self.chain.head

    @property
    def lines(self) -> int:
        return len(self.chain.lines)

    @property
    def seq(self) -> int:
        return self.chain.seq

    @property
    def form(self) -> int:
        return self.chain.form

    @property
    def starts(self) -> list[int]:
        return self.chain.starts

    def place(self, seq: int) -> str:
        """Where line `seq` stands, in words."""
        if seq not in self.places:
            return in_words("journal.line", line=seq)
        file, number = self.places[seq]
        return in_words("journal.place", file=file, line=number)

    def damaged(self, code: str, place: str, **slots: object) -> None:
        """Tell what is not whole at `place`."""
        self.damage.append(in_words(f"journal.damage.{code}", place=place, **slots))


def first_event(path: Path) -> ev.Base | None:
    """The snapshot a journal begins with; None when it is not (yet) whole or cannot be understood."""
    with path.open("rb") as file:
        body = begun(file.readline().rstrip(b"\n"), file)
    try:
        return ev.event_of({k: v for k, v in body.items() if k not in ("prev", "crc")})
    except ValidationError:
        return None


def read(folder: Path, meeting: str) -> Reading:
    """Read all segments. Damage is told in words, with file and line; intact events are always kept."""
    reading = Reading()
    with uncollected():
        files = segments(folder, meeting)
        for path in files:
            _read_file(path, reading, last=path == files[-1])
        to_events(folder / f"{meeting}.private", reading.chain.bodies, reading)
        _tell_unopened(reading)
    return reading


def _read_file(path: Path, reading: Reading, last: bool) -> None:
    data = path.read_bytes()
    reading.files[path] = data
    *rows, tail = data.split(b"\n")
    if whole(tail):
        reading.torn_newline = last
        rows.append(tail)
        tail = b""
    for number, raw in enumerate(rows, 1):
        _line(path, number, raw, reading, last)
    reading.good_size = len(data) - len(tail)
    if tail:
        _tail(path, len(rows) + 1, tail, reading, last)


def _line(path: Path, number: int, raw: bytes, reading: Reading, last: bool) -> None:
    line = reading.chain.take(number, raw)
    reading.rows.append(raw)
    if line.fault:
        reading.damaged(line.fault, _place(path, number))
        reading.middle |= last
    elif line.body["type"] != "segment":
        reading.places[line.body["seq"]] = (path.name, number)


def _tail(path: Path, number: int, tail: bytes, reading: Reading, last: bool) -> None:
    """Bytes after the last newline: an intact event with a damaged newline is kept, the rest was never acknowledged."""
    where = _place(path, number)
    rescued = reading.chain.rescue(tail)
    if last:
        reading.tail = tail
    else:
        reading.damaged("broken_off", where)
    if rescued:
        reading.damaged("newline", where)
        reading.middle |= last


def _place(path: Path, number: int) -> str:
    return in_words("journal.place", file=path.name, line=number)


# -- events --------------------------------------------------------------------------------------------------------


def to_events(private_folder: Path, bodies: dict[int, dict[str, Any]], reading: Reading) -> None:
    """Add the events of live lines, in order, private payloads opened; what cannot be understood is told and left
    out. Where something was deleted on request stands what is left to show of it, also while it still lies there."""
    left = _left(bodies)
    for seq in sorted(bodies):
        body = left.get(seq, bodies[seq])
        if body.get("v", 1) > ev.VERSION:
            reading.newer = True
            continue
        event = _event(private_folder, body, reading)
        if event is None:
            continue
        missing = reading.named.take(event)
        if missing:
            _tell_missing(missing, reading.place(seq), reading)
        else:
            reading.events.append(event)


def _left(bodies: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """What is left of redacted lines, by number, as lines that say it; where nothing is, as a line that is sealed."""
    found: dict[int, dict[str, Any]] = {}
    for body in bodies.values():
        if body["type"] == "redacted" and body.get("of") in bodies:
            of = bodies[body["of"]]
            own: dict[str, Any] = {key: of[key] for key in ("seq", "at", "v", "prev") if key in of}
            left = body.get("event") or {"type": "private", "commitment": ""}
            found[body["of"]] = {**left, **own}
    return found


def _tell_unopened(reading: Reading) -> None:
    """Name the lines of form 2 whose content is gone though nobody asked for that."""
    if reading.form == 1:
        return
    asked = {event.of for event in reading.events if isinstance(event, ev.Redacted)}
    for event in reading.events:
        told = event.seq not in reading.places  # as a line whose opening does not fit
        if isinstance(event, ev.Sealed) and event.seq not in asked and not told:
            reading.damaged("unopened", reading.place(event.seq))


def _tell_missing(missing: Missing, place: str, reading: Reading) -> None:
    if missing.name:
        reading.damaged("no_name", place, name=missing.name)
    else:
        reading.damaged("no_line", place, line=missing.line)


def _event(private_folder: Path, body: dict[str, Any], reading: Reading) -> ev.Base | None:
    plain = dict(body)
    plain.pop("prev", None)
    plain.pop("crc", None)
    if plain["type"] == "private" and (opened := _opened(private_folder, plain, reading)):
        return opened
    try:
        event = ev.event_of(plain)
    except ValidationError as error:
        where = reading.place(body["seq"])
        if _unheard_of(error):
            reading.newer = True
            reading.damaged("unheard_of", where, type=body["type"])
        else:
            reading.damaged("impossible", where)
        return None
    return event


def _opened(folder: Path, plain: dict[str, Any], reading: Reading) -> ev.Base | None:
    """What a private line says; None where its payload is gone, or, after saying so, where it cannot be used."""
    try:
        payload = private.reveal(folder, plain["seq"], plain["commitment"])
        if payload is None:
            return None
        event = ev.event_of({**payload, "seq": plain["seq"], "at": plain["at"]})
    except (ValueError, OSError):
        reading.damage.append(in_words("journal.damage.private", line=plain["seq"]))
        return None
    return event


_NEW_WORDS = ("union_tag_invalid", "literal_error", "extra_forbidden")


def _unheard_of(error: ValidationError) -> bool:
    """Whether a newer program may well have written it: a type, word or key that this one does not know."""
    return all(one["type"] in _NEW_WORDS for one in error.errors())
