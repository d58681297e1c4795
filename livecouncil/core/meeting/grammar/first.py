"""Lines that are known by their first word; what may follow that word the registry of acts says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from livecouncil.core.acts import PARSED, Takes
from livecouncil.core.meeting.halves import Halves
from livecouncil.core.text.numbers import KnownNumbers
from livecouncil.errors import Refusal

from .behind import TOTALS, read_names, read_totals, read_verb
from .line import TypedLine
from .numbers import is_named, item_in, one_target, span_of, target_of
from .words import ALONE, LINES, VERBS

_COUNT = re.compile(r"\d{1,3}")
_SEATS = re.compile(r"(\d{1,2})\s+(\S.*)", re.S)
_DUE = re.compile(r"(.*\S)\s+voor\s+(\d{1,2})-(\d{1,2})")
_SCREEN = re.compile(r"wand\s+([0-9 ]+)")
_DIGITS = 6
_UNTIL = re.compile(r"(?:(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})")


def read_keyword(low: str, halves: Halves, known: KnownNumbers) -> TypedLine | None:
    """A line by its first word or its form; None where it is neither."""
    if low in ALONE:
        return TypedLine(ALONE[low].parsed, low)
    word, _, rest = low.partition(" ")
    if re.fullmatch(r"r\d+", word):
        return read_verb("r", word[1:], rest)
    if number := item_in(low, known):
        return TypedLine("goto", low, number=number)
    if number := _opened_item(low, known):
        return TypedLine("open_item", low, number=number)
    if advice := _read_advice(word, rest, known):
        return advice
    if re.fullmatch(r"z\d[\d:-]*", word):
        word = "z"
        rest = low[1:].strip()
    if match := _SCREEN.fullmatch(low):
        return _read_screen(low, match[1])
    if match := re.fullmatch(r"insp\s*(\d*)", low):
        return TypedLine("floor", low, number=match[1] or "0")
    if TOTALS.match(low) and (totals := read_totals(low)):
        return totals
    if word in VERBS:
        if "target" in VERBS[word].needs:
            raise Refusal("object_needed", typed=word)
        return read_verb(word, "", rest)
    if word in LINES and (rest or not LINES[word].argued):
        return _read_line(word, rest, halves, known)
    return None


def _opened_item(low: str, known: KnownNumbers) -> str | None:
    """`openbaar 10`, also with the letter of an item."""
    word, _, rest = low.partition(" ")
    if word != "openbaar" or not rest:
        return None
    return item_in(f"n {rest}", known) or item_in(rest, known)


def _read_screen(low: str, typed: str) -> TypedLine:
    """`wand 482913`, as the screen shows it or with a blank between; `wand` and a name is somebody called so."""
    digits = typed.replace(" ", "")
    if len(digits) != _DIGITS:
        raise Refusal("digits_needed", typed=typed, n=_DIGITS)
    return TypedLine("pair", low, number=digits)


_ADVICES = ("hamerstuk", "bespreekstuk", "terug", "niet")


def _read_advice(word: str, rest: str, known: KnownNumbers) -> TypedLine | None:
    """`adv bespreekstuk`, or of another item `adv terug 4b`; `adv` and anything else may be somebody's name."""
    advice, _, item = rest.partition(" ")
    meant = [one for one in _ADVICES if advice and one.startswith(advice)]
    if word != "adv" or not meant:
        return None
    if not item:
        return TypedLine("advise", rest, advice=meant[0])
    number = item_in(item, known) or item_in(f"n {item}", known) or item
    return TypedLine("advise", rest, advice=meant[0], target=f"#{number}")


def _read_line(word: str, rest: str, halves: Halves, known: KnownNumbers) -> TypedLine:
    act = LINES[word]
    if act.id == "correct":
        raise Refusal("cannot_correct")
    if act.id == "chair" and not rest:
        return TypedLine("floor", word, number="vz")
    entry = TypedLine(act.parsed, rest)
    if "counts" in act.takes:
        return _read_ballot(halves.text, halves.papers)
    for taken, read in _READ_BY.items():
        if taken in act.takes:
            return read(entry, rest, known)
    if rest:
        raise Refusal("nothing_after", typed=word)
    return entry


def _read_about(entry: TypedLine, rest: str, known: KnownNumbers) -> TypedLine:
    """Names, and behind them what they are about; or only what it is about (`st m3`)."""
    if "names" not in PARSED[entry.act].takes:
        return replace(entry, target=one_target(rest, known))
    words = rest.split()
    if words and is_named(words[-1], known):
        entry = replace(entry, target=target_of(words[-1], known))
        words = words[:-1]
    return read_names(entry, " ".join(words))


def _read_only_names(entry: TypedLine, rest: str, known: KnownNumbers) -> TypedLine:
    return read_names(entry, rest)


def _read_number(entry: TypedLine, rest: str, known: KnownNumbers) -> TypedLine:
    if not _COUNT.fullmatch(rest):
        raise Refusal("number_needed", typed=PARSED[entry.act].example)
    return replace(entry, number=rest)


def _read_ranges(entry: TypedLine, rest: str, known: KnownNumbers) -> TypedLine:
    found = []
    for word in rest.split():
        span = span_of(word, known)
        if span is None:
            raise Refusal("bad_range", typed=word)
        found.append(span)
    return replace(entry, ranges=tuple(found))


def _read_until(entry: TypedLine, rest: str, known: KnownNumbers) -> TypedLine:
    """`10`, `21:10` or `13-11 19:30`, and behind it at whose request."""
    words = rest.split()
    timed = next((at for at, word in enumerate(words) if not word[0].isdigit()), len(words))
    entry = read_names(entry, " ".join(words[timed:]))
    when = " ".join(words[:timed])
    if not when:
        return entry
    if re.fullmatch(r"\d{1,3}", when) and int(when):
        return replace(entry, minutes=int(when))
    match = _UNTIL.fullmatch(when)
    if not match or int(match[3]) > 23 or int(match[4]) > 59:
        raise Refusal("bad_time", typed=when)
    return replace(entry, until=(int(match[1] or 0), int(match[2] or 0), int(match[3]), int(match[4])))


def _read_due(entry: TypedLine, rest: str, known: KnownNumbers) -> TypedLine:
    """Names, and behind them `voor 1-5`: before which day."""
    match = _DUE.fullmatch(rest)
    if not match:
        return read_names(entry, rest)
    return replace(read_names(entry, match[1]), due=(int(match[2]), int(match[3])))


_READ_BY: dict[Takes, Callable[[TypedLine, str, KnownNumbers], TypedLine]] = {
    "due": _read_due,
    "until": _read_until,
    "target": _read_about,
    "names": _read_only_names,
    "ranges": _read_ranges,
    "number": _read_number,
}
"""How what follows the first word is read, by the first of these that its act takes."""


def _read_ballot(title: str, papers: str) -> TypedLine:
    """`pers Title: braas 28 tegen 1`: names with their counts; at its end the choice may be limited to nominees. A
    number before the title says how many seats are on one paper."""
    words = papers.split()
    restricted = bool(words) and words[-1].casefold() == "voordracht"
    if restricted:
        words.pop()
    counts: list[tuple[str, int | None]] = []
    name: list[str] = []
    for word in words:
        if _COUNT.fullmatch(word):
            if not name:
                raise Refusal("ballot_form")
            counts.append((" ".join(name), int(word)))
            name = []
        else:
            name.append(word)
    if name:
        counts.append((" ".join(name), None))
    seats = _SEATS.fullmatch(title)
    if not title or not counts:
        raise Refusal("ballot_form")
    if seats:
        title = seats[2]
    number = seats[1] if seats else ""
    return TypedLine("ballot", papers, text=title, number=number, counts=tuple(counts), restricted=restricted)
