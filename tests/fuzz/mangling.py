"""Turning a good input into a bad one, in the ways that find faults in parsers.

Theory. Of random bytes a parser sees only its first check. So a case begins as a good one and is bent a few times: as
bytes (cut, doubled, spliced with another, a word of the grammar put in, one word a thousand times), and where it is
JSON or TOML also as data: a value anywhere gives way to one of another type, which is what most faults are about. All
chance comes from the `Random` that is given, so a case is known by its seed; the property tests and the coverage-guided
runner bend alike.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import tomli_w

MOST = 20_000
"""Bytes of a bent input, about: what is large is tried apart, with a bound on its cost."""
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 2**63, 1.5, 1e308, "", "x", "²", "\x00", "\ud800", "9" * 5_000, "a" * 3_000),
    *([], {}, [[]], [None], {"": None}, [1, "x"], {"id": {"id": []}}, "2026-02-30", "0001-01-01T00:00:00+14:00"),
    *("9999-12-31T23:59:59-12:00", "{a}", "{0.__class__}", "<b>&amp;", "\u202e", "../../x"),
)
"""What stands where something else was expected."""
BYTES = (b"\0", b"\xff\xfe", b"\xc3", b"\x1b[2J", b"\r", b"\n\n", b"\xe2\x80\xae", "²".encode(), b"9" * 40, b" " * 99)


def mangled(data: bytes, chance: Random, words: Sequence[bytes] = (), others: Sequence[bytes] = ()) -> bytes:
    """`data`, bent one to four times; `words` belong to its grammar, `others` are inputs to splice with."""
    ways: list[Callable[[bytes], bytes]] = [
        lambda one: _cut(one, chance),
        lambda one: _doubled(one, chance),
        lambda one: _put(one, chance.choice([*words, *BYTES]), chance),
        lambda one: _put(one, chance.choice([*words, *BYTES]) * chance.randint(2, 1_000), chance),
        lambda one: _flipped(one, chance),
        lambda one: _spliced(one, chance.choice([*others, one]), chance),
    ]
    for _ in range(chance.randint(1, 4)):
        bent = _as_data(data, chance) if chance.random() < 0.6 else None
        data = (bent or chance.choice(ways)(data))[:MOST]
    return data


def _cut(data: bytes, chance: Random) -> bytes:
    begin, end = _span(data, chance)
    return data[:begin] + data[end:]


def _doubled(data: bytes, chance: Random) -> bytes:
    begin, end = _span(data, chance)
    return data[:end] + data[begin:end] * chance.randint(1, 5) + data[end:]


def _put(data: bytes, what: bytes, chance: Random) -> bytes:
    at = chance.randint(0, len(data))
    return data[:at] + what + data[at:]


def _flipped(data: bytes, chance: Random) -> bytes:
    if not data:
        return data
    at = chance.randrange(len(data))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _spliced(data: bytes, other: bytes, chance: Random) -> bytes:
    return data[: chance.randint(0, len(data))] + other[chance.randint(0, len(other)) :]


def _span(data: bytes, chance: Random) -> tuple[int, int]:
    begin = chance.randint(0, len(data))
    return begin, min(len(data), begin + chance.choice((1, 2, 8, 64, 512)))


# -- as data -----------------------------------------------------------------------------------------------------


def _as_data(data: bytes, chance: Random) -> bytes | None:
    """With one value of it another; None where it is neither JSON (whole, or one of its lines) nor TOML."""
    rows = data.split(b"\n")
    places = [at for at, row in enumerate(rows) if row[:1] in (b"{", b"[")]
    try:
        if data[:1] in (b"{", b"["):
            return _json(_jolted(json.loads(data), chance))
        if places:
            at = chance.choice(places)
            rows[at] = _json(_jolted(json.loads(rows[at]), chance))
            return b"\n".join(rows)
    except (ValueError, RecursionError):
        pass
    return _as_toml(data, chance)


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _as_toml(data: bytes, chance: Random) -> bytes | None:
    try:
        found = tomllib.loads(data.decode())
        return tomli_w.dumps(_jolted(found, chance)).encode() if found else None
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None


def _jolted(value: Any, chance: Random) -> Any:
    """`value` with something odd at one place in it, or a key gone, or a part put elsewhere."""
    places = [*_places(value)]
    if not places:
        return chance.choice(ODD)
    holder, key = chance.choice(places)
    match chance.randrange(4):
        case 0:
            del holder[key]
        case 1:
            other, there = chance.choice(places)
            if key in holder if isinstance(holder, dict) else key < len(holder):
                holder[key] = json.loads(json.dumps(other[there], default=str))
        case _:
            holder[key] = chance.choice(ODD)
    return value


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Every (holder, key or index) in nested dicts and lists."""
    found: list[tuple[Any, Any]] = []
    left = [value]
    while left:
        holder = left.pop()
        if isinstance(holder, dict):
            keys: Any = list(holder)
        elif isinstance(holder, list):
            keys = range(len(holder))
        else:
            continue
        found += [(holder, key) for key in keys]
        left += [holder[key] for key in keys]
    return found
