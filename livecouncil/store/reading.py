"""Reading a journal back: every intact line, every damaged one named, whatever the disk did."""

from __future__ import annotations

import gc
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ..core import events as ev
from . import private
from .lines import GENESIS, head_of, salvage, whole


@dataclass
class Reading:
    """What a journal's segments hold. `tail` are the bytes after the last whole line of the last segment."""

    events: list[ev.Base] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    head: str = GENESIS
    lines: int = 0
    seq: int = 0
    newer: bool = False
    good_size: int = 0
    tail: bytes = b""
    torn_newline: bool = False
    middle: bool = False
    starts: list[int] = field(default_factory=list)  # the first `seq` of each later segment; earlier lines give way


def journals(base: Path) -> list[str]:
    """Ids of the meetings with a journal under `base`."""
    return sorted(p.name.removesuffix(".jsonl") for p in (base / "journal").glob("*.jsonl") if p.name.count(".") == 1)


def segments(folder: Path, meeting: str) -> list[Path]:
    """Files of a journal in order: `<id>.jsonl`, `<id>.2.jsonl`, …"""
    first = folder / f"{meeting}.jsonl"
    later = sorted(folder.glob(f"{meeting}.[0-9]*.jsonl"), key=lambda p: int(p.name.split(".")[-2]))
    return ([first] if first.exists() else []) + later


def first_event(path: Path) -> ev.Base | None:
    """The snapshot a journal begins with; None when it is not (yet) whole."""
    with path.open("rb") as file:
        raw = file.readline().rstrip(b"\n")
    if not whole(raw):
        return None
    body = {k: v for k, v in json.loads(raw).items() if k not in ("prev", "crc")}
    event: ev.Base = ev.EVENT.validate_python(body)
    return event


def read(folder: Path, meeting: str) -> Reading:
    """Read all segments. Damage is told in Dutch, with file and line; intact events are always kept."""
    reading = Reading()
    bodies: dict[int, dict[str, Any]] = {}
    was_on = gc.isenabled()
    gc.disable()
    try:
        files = segments(folder, meeting)
        for path in files:
            _read_file(path, reading, bodies, last=path == files[-1])
        _to_events(folder / f"{meeting}.private", bodies, reading)
    finally:
        if was_on:
            gc.enable()
    return reading


def body_of(raw: bytes) -> dict[str, Any]:
    """The JSON object of one whole raw line."""
    body: dict[str, Any] = json.loads(raw)
    return body


def to_events(folder: Path, meeting: str, bodies: dict[int, dict[str, Any]]) -> list[ev.Base]:
    """Events of intact bodies, in order, private payloads opened; what cannot be understood is left out."""
    reading = Reading()
    _to_events(folder / f"{meeting}.private", bodies, reading)
    return reading.events


def _read_file(path: Path, reading: Reading, bodies: dict[int, dict[str, Any]], last: bool) -> None:
    data = path.read_bytes()
    *rows, tail = data.split(b"\n")
    position = 0
    for number, raw in enumerate(rows, 1):
        before = reading.damage[:]
        _line(path, number, raw, reading, bodies)
        position += len(raw) + 1
        if number == len(rows) and reading.damage != before and not whole(raw) and not tail and last:
            reading.middle = True
    reading.good_size = position
    if not tail:
        return
    if whole(tail):
        _line(path, len(rows) + 1, tail, reading, bodies)
        reading.torn_newline = last
    else:
        _tail(path, len(rows) + 1, tail, reading, bodies, last)


def _tail(
    path: Path, number: int, tail: bytes, reading: Reading, bodies: dict[int, dict[str, Any]], last: bool
) -> None:
    """Bytes after the last newline: an intact event with a damaged newline is kept, the rest was never acknowledged."""
    pieces = list(salvage(tail))
    for piece in pieces:
        _take(piece, reading, bodies)
    if last:
        reading.tail = tail
    else:
        reading.damage.append(f"{path.name}, regel {number}: afgebroken. De bytes zijn bewaard; de rest is heel.")
    if pieces:
        reading.damage.append(
            f"{path.name}, regel {number}: beschadigd na de laatste regel. De gebeurtenis zelf is heel."
        )
        reading.middle = True


def _line(path: Path, number: int, raw: bytes, reading: Reading, bodies: dict[int, dict[str, Any]]) -> None:
    if whole(raw):
        body = _take(raw, reading, bodies)
        expected = body.get("_expected", reading.head)
        if body["prev"] != expected and not body.get("_first"):
            reading.damage.append(
                f"{path.name}, regel {number}: sluit niet aan op de regel ervoor. De regel zelf is heel."
            )
            reading.middle = True
        reading.head = head_of(raw)
        reading.lines += 1
        return
    reading.damage.append(
        f"{path.name}, regel {number}: beschadigd. De andere regels zijn heel; vergelijk met uw kopie."
    )
    reading.middle = True
    for piece in salvage(raw):
        _take(piece, reading, bodies)
    reading.head = head_of(raw)
    reading.lines += 1


def _take(raw: bytes, reading: Reading, bodies: dict[int, dict[str, Any]]) -> dict[str, Any]:
    body = body_of(raw)
    if body.get("type") == "segment":
        reading.starts.append(body["from"])
        for seq in [s for s in bodies if s >= body["from"]]:
            del bodies[seq]
        body["_expected"] = body["prev"]
    else:
        bodies[body["seq"]] = body
        reading.seq = max(reading.seq, body["seq"])
    return body


def _to_events(folder: Path, bodies: dict[int, dict[str, Any]], reading: Reading) -> None:
    for seq in sorted(bodies):
        body = bodies[seq]
        if body.get("v", 1) > ev.VERSION:
            reading.newer = True
            continue
        try:
            reading.events.append(ev.EVENT.validate_python(_opened(folder, body)))
        except ValidationError:
            reading.newer = True
            reading.damage.append(
                f"Regel {seq}: ‘{body.get('type')}’ ken ik niet. De regel is heel; werk livecouncil bij."
            )
        except ValueError:
            reading.damage.append(f"Privéregel {seq}: de inhoud past niet bij wat in de keten staat. De keten is heel.")


def _opened(folder: Path, body: dict[str, Any]) -> dict[str, Any]:
    plain = {k: v for k, v in body.items() if k not in ("prev", "crc")}
    if plain["type"] != "private":
        return plain
    payload = private.reveal(folder, plain["seq"], plain["commitment"])
    return plain if payload is None else {**payload, "seq": plain["seq"], "at": plain["at"]}
