"""A time of day in what a source says: '20.00 uur', '19u30', '8 uur ’s avonds', 'half acht'.

In words, or with a part of the day behind it, twelve hours are told twice. Councils meet from noon to night: where
nothing says which half of the day is meant, eight o'clock and earlier are of the second.
"""

from __future__ import annotations

import re

_BEGINS = re.compile(r"aanvang|begin|start|oanfang", re.I)
_CLOCK = re.compile(
    r"(?P<from>\b(?:aanvang|tijd|om|oanfang|time|at|starttijd|begin|van|vanaf|fan|from|start)\s*:?\s*)?"
    r"(?<![:\d])\b(?P<hour>[01]?\d|2[0-4])(?:(?:[.:uh]|\s*uur\s(?=\d\d(?!\s*\w)))(?P<minute>[0-5]\d)(?::\d\d)?"
    r"|(?P<whole>(?=\s*(?:uur|oere|u|h|pm|am)\b)))(?![.:\d])"
    r"\s*(?P<unit>uur|oere|u\b|h\b|[ap]\.?m\b|-|–)?",
    re.I,
)
_EVENING = re.compile(r"\s*(?:['’]s (?:avonds|middags)|jûns|middeis|in the (?:evening|afternoon))\b", re.I)
_MORNING = re.compile(r"\s*(?:['’]s (?:ochtends|morgens|nachts)|moarns|in the morning)\b", re.I)
_HOURS = (
    "één twee drie vier vijf zes zeven acht negen tien elf twaalf",
    "ien twa trije fjouwer fiif seis sân acht njoggen tsien alve tolve",
    "one two three four five six seven eight nine ten eleven twelve",
)
_NUMBER_OF_HOUR = {name: n for names in _HOURS for n, name in enumerate(names.split(), 1)} | {"twintig": 20}
_STEPS = {"half": -30, "heal": -30, "healwei": -30, "kwart voor": -15, "kertier foar": -15, "kwart over": 15, "": 0}
"""Minutes by which a word in front moves an hour; 'half acht' is half past seven."""
_SPOKEN = re.compile(
    rf"(?P<from>\b(?:om|aanvang|vanaf|oanfang|at)\s*:?\s*)?\b(?:(?P<step>{'|'.join(filter(None, _STEPS))})\s+)?"
    rf"(?P<hour>{'|'.join(_NUMBER_OF_HOUR)})(?:en)?\b(?:\s+(?:uur|oere|o['’]clock))?",
    re.I,
)
_NOON = 12
_LATEST_OF_NIGHT = 8


def clock_in(text: str) -> tuple[int, int] | None:
    """Hour and minute of the time of day in `text` that is said to be the beginning, else of the first; or None."""
    for match in sorted(_CLOCK.finditer(text), key=lambda one: not _BEGINS.match(one["from"] or "")):
        unit = (match["unit"] or "").casefold().replace(".", "")
        colon = match["minute"] is not None and not {":", "u", "h"}.isdisjoint(match[0])
        if not (unit or match["from"] or colon):
            continue
        hour = int(match["hour"]) % 24
        evening = unit == "pm" or _EVENING.match(text, match.end())
        return hour + _NOON * bool(evening and hour < _NOON), int(match["minute"] or 0)
    return _spoken_clock(text)


def _spoken_clock(text: str) -> tuple[int, int] | None:
    """A time in words, which something has to show to be one: 'één uur' may be how long it takes."""
    for match in _SPOKEN.finditer(text):
        evening = _EVENING.match(text, match.end())
        morning = _MORNING.match(text, match.end())
        if not (match["from"] or match["step"] or evening or morning):
            continue
        minutes = 60 * _NUMBER_OF_HOUR[match["hour"].casefold()] + _STEPS[(match["step"] or "").casefold()]
        hour, minute = divmod(minutes, 60)
        if hour < _NOON and (evening or (hour <= _LATEST_OF_NIGHT and not morning)):
            hour += _NOON
        return hour % 24, minute
    return None
