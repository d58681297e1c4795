"""What a chair says at the moments a griffier logs: the words by which captions and journal find each other.

Patterns are searched in a text as `folded_speech` has it: lower case, without diacritics or punctuation, one blank
around every word.
"""

from __future__ import annotations

import re
import unicodedata

from livecouncil.core.council.model import Official, surname

OPENING = r" (?:geopend|open ik|open hierbij|open de|iepene) "
CLOSING = r" (?:sluit|sluiten|gesloten|slut|sletten) "
SUSPENSION = r" (?:ge)?schors\w* "
RESUMPTION = r" (?:hervat\w*|heropen\w*|heropend) "
DOORS_CLOSE = r" (?:besloten|beslotenheid|beslutenens) "
DOORS_OPEN = r" (?:openbaar|openbare|iepenbier) "
TAKEN_OFF = r" (?:ingetrokken|introkken|trek\w*|aangehouden|oanholden) "

_ADOPTED = r" (?:aangenomen|aanvaard|vastgesteld|oannommen|festste\w*) "
RESULTS = {
    "adopted": _ADOPTED,
    "adopted_amended": _ADOPTED,
    "rejected": r" (?:verworpen|ferwurpen|ofwiisd) ",
    "adopted_without_vote": (
        r" (?:hamerstuk\w*|zonder stemming|zonder hoofdelijke|conform|akkoord|vastgesteld|aangenomen) "
    ),
    "noted": r" (?:kennisgeving|kundskip) ",
    "held_over": TAKEN_OFF,
    "withdrawn": TAKEN_OFF,
    "tied_postponed": r" (?:staken|staakten|gestaakt) ",
    "tied_not_adopted": r" (?:staken|staakten|gestaakt) ",
    "elected": r" (?:benoemd|gekozen|keazen|beneamd) ",
}
"""What is said of an outcome."""

_NUMBERS = [
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
    "twintig",
]
_COMMON = {
    "voorstel",
    "raadsvoorstel",
    "vaststelling",
    "vaststellen",
    "betreffende",
    "gemeente",
    "verordening",
    "raadsvergadering",
    "mededelingen",
    "opening",
    "sluiting",
}


def folded_speech(text: str) -> str:
    """' de heer van t hof ' for 'De heer Van ’t Hof,'."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    kept = (c if c.isalnum() else " " for c in apart if not unicodedata.combining(c))
    return f" {' '.join(''.join(kept).split())} "


def names_pattern(who: str) -> str:
    """Pattern for somebody being named: the surname, as the chair says it; '' for who is known by a number only."""
    called = ""
    if who:
        called = folded_speech(surname(Official.model_construct(name=who)))
    if any(c.isalpha() for c in called):
        return re.escape(called)
    return ""


def announces_pattern(number: str) -> str:
    """Pattern for 'agendapunt 7b', in figures or in words."""
    digits, letter = re.fullmatch(r"(\d*)(.*)", number.casefold(), re.S).groups()  # type: ignore[union-attr]
    word = ""
    if digits and 0 < int(digits) <= len(_NUMBERS):
        word = f"|{_NUMBERS[int(digits) - 1]}"
    behind = re.escape(folded_speech(letter).strip())
    return rf" (?:agenda|aginda)?punt(?:nummer| nummer)? (?:{digits}{word}) ?{behind} "


def mentions_pattern(title: str) -> str:
    """Pattern for two telling words of a title close together, or its only one; '' when it has none."""
    found = list(dict.fromkeys(w for w in folded_speech(title).split() if len(w) > 5 and w not in _COMMON))
    either = "|".join(re.escape(w) for w in found)
    if len(found) > 1:
        return rf" ({either}) (?:\w+ ){{0,10}}?(?!\1 )(?:{either}) "
    if found:
        return f" {either} "
    return ""
