"""What one line looks like: whether it begins with a number an agenda may print, and how surely.

Theory. A line shows a number in three ways. In a place of its own (a list's number, a column) it is one. With a sign
behind it (`3.`, `3)`, `3:`), or blanks such as a tab makes, it looks like one. With one blank behind it (`3
Woonvisie`, `12 woningen`) it may be anything, and only what stands around it can tell. Dates and times of day are
never numbers; a time in front of a number is the time column of an agenda and is taken off.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum

from livecouncil.core.text.clean import clean
from livecouncil.core.text.numbers import is_number, printed

from .dates import dates_in


class Sure(IntEnum):
    """How surely a line begins with a number."""

    BLANK = 1
    SIGN = 2
    OWN = 3


@dataclass(frozen=True)
class LeadingNumber:
    """A number in front of a title, `at` the signs before the title and `clock` the time in front of it."""

    number: str
    title: str
    sure: Sure
    clock: str = ""
    at: int = 0


_PART = r"(?:\d{1,4}[A-Za-z]?|[A-Za-z])(?![0-9A-Za-z])"
_TOKEN = (
    rf"(?:[A-Za-z]{{1,3}}-?\d{{1,4}}[A-Za-z]?(?![0-9A-Za-z])|[A-Z]{{1,3}}(?=-[A-Z0-9])|\d{{1,4}}(?:bis|ter|quater)\b"
    rf"|\d{{1,3}} [a-z](?=[.)]\s)|{_PART}|[IVXLC]{{2,7}}(?![0-9A-Za-z])|[ivxl]{{2,7}}(?=[.)]))(?:[.\-/]{_PART})*"
)
_MARK = r"(?P<mark>\s*+(?:[-–—•*▪‣·●○■□➢►☐☑☒✓]\s++(?=[(\[<]?\d))?)"
"""The sign of a point, in front of a number that is typed behind it: '- 1. Opening', '☐ 2. Agenda'."""
_WORD = (
    r"(?P<word>(?P<point>(?:agenda)?punt\s+)(?:nr\.?\s+)?|agendanr\.?\s+|(?:ad|item|nr|nûmer|no)\.?\s+(?=\d)"
    r"|#\s?(?=\d))?"
)
"""What is said before a number: 'punt 3', 'nr. 3', '# 3'."""
_SIGN = (
    r"(?P<sign>\s{0,3}[.):\]>](?![.\d])\*{0,2}(?:\s?[-–—](?=\s))?|\s{0,3}[/|](?=\s)|\s{1,3}[-–—](?=\s)"
    r"|[°-](?=\s+(?-i:[A-Z‘“]))|)"
)
"""What stands behind it: '3.', '(3)', '3:', '3.*', '3 –', '3°', or nothing."""
_NUMBERED = re.compile(
    rf"{_MARK}{_WORD}(?P<open>[(\[<])?(?P<token>{_TOKEN}){_SIGN}(?P<space>\s*+)(?P<title>.*)", re.S | re.I
)
_LEADING_CLOCK = re.compile(
    r"(?P<indent>\s*+)(?P<clock>\d{1,2}[.:][0-5]\d(?:\s*(?:uur|oere|u\b|h\b))?"
    r"(?:\s*[-–]\s*\d{1,2}[.:][0-5]\d(?:\s*(?:uur|oere|u\b|h\b))?)?)(?P<space>\s+)"
    r"(?P<rest>(?!(?:uur|oere|u|h)\b)\S.*)",
    re.S | re.I,
)
CLOCK = re.compile(
    r"\d{1,2}[.:][0-5]\d(?:\s*(?:uur|oere|u|h))?(?:\s*[-–]\s*\d{1,2}[.:][0-5]\d(?:\s*(?:uur|oere|u|h))?)?", re.I
)
_UNITS = re.compile(
    r"(?:jan|feb|febr|mrt|maart|apr|april|mei|maaie|juni|juny|juli|july|aug|augustus|sep|sept|september|okt|oktober|"
    r"nov|november|dec|december|januari|februari|jaar|maanden|dagen|weken|uur|oere|minuten|euro|miljoen|mln|procent|"
    r"woningen|stuks|leden|raadsleden|zetels|stemmen|meter|km|hectare|inwoners|t/m|tot|en|of|x)\b",
    re.I,
)
_LONGEST = 4_000
_START = 12
_ODD_FIGURE = re.compile("[\uff10-\uff19\u2460-\u249b\u20e3]")


def leading_number(text: str) -> LeadingNumber | None:
    """The number `text` begins with and the title behind it ('' where the number stands alone); None without one."""
    text = text[:_LONGEST]
    clock = _LEADING_CLOCK.match(text)
    if clock:
        behind = _number_and_title(clock["rest"])
        surely = ":" in clock["clock"] or not clock["clock"][-1].isdigit() or "-" in clock["clock"]
        if behind and (behind.sure > Sure.BLANK or surely):
            return LeadingNumber(
                behind.number, behind.title, behind.sure, clock["clock"], clock.start("rest") + behind.at
            )
        if surely:
            return None
    return _number_and_title(text)


def in_plain_figures(text: str) -> str:
    """With the figures it begins with as everybody types them: '①', '１．' and a key's '1' with its frame are 1."""
    start = text[:_START]
    if start.isascii() or not _ODD_FIGURE.search(start):
        return text
    return unicodedata.normalize("NFKC", start.replace("\ufe0f", "").replace("\u20e3", "")) + text[_START:]


def _number_and_title(text: str) -> LeadingNumber | None:
    match = _NUMBERED.fullmatch(text)
    if not match:
        return None
    token = match["token"]
    title = clean(match["title"])
    if not _may_be_number(token, match) or _is_moment(text):
        return None
    sure = _how_surely(match)
    if sure is None or (match["word"] and not title and not match["point"]):
        return None
    if (title and not any(sign.isalpha() for sign in title)) or (match["mark"].strip() and sure == Sure.BLANK):
        return None
    return LeadingNumber(printed(token.replace(" ", "")), title, sure, at=match.start("title"))


def _may_be_number(token: str, match: re.Match[str]) -> bool:
    """Letters alone are numbers only with a sign behind them, or a wide blank, and only as one letter or in Roman
    figures; below a Roman figure with a dot they are one too."""
    if not is_number(token.replace(" ", "")):
        return False
    sign = match["sign"].strip()
    if any(one.isdigit() for one in token):
        return not (match["open"] and sign[:1] not in (")", "]", ">"))
    if re.fullmatch(r"[IVX]{1,5}\.[a-z]", token):
        return True
    alone = len(token) == 1 or re.fullmatch("[IVXLC]+|[ivxl]+", token)
    return bool(alone) and (sign in (".", ")", ":", "]") or (not sign and _is_wide(match["space"])))


def _is_moment(text: str) -> bool:
    """Whether it begins with a date, a time of day or an amount: '6 juni', '19:30', '12-03-2026', '2 mln'."""
    bare = text.strip()
    found = dates_in(bare[:40])
    if found and found[0].begins == 0:
        return True
    return bool(re.match(r"\d{1,2}[:.]\d{2}\s*(?:uur|oere|u\b|h\b|[-–]\s*\d)|\d{1,2}:\d{2}\b", bare, re.I))


def _how_surely(match: re.Match[str]) -> Sure | None:
    """By what is between number and title; None where they are not apart, or the number counts something."""
    sign = match["sign"].strip()
    space = match["space"]
    title = match["title"].strip()
    if sign == ":" and match["token"][0].isalpha():
        return None
    if sign:
        glued = not space and title and not title[0].isupper() and title[0] not in "‘“\"'("
        if not glued:
            return Sure.SIGN
        return Sure.BLANK if _GLUED_WORD.match(title) and match["token"].isdigit() else None
    if not title:
        return Sure.BLANK
    if not space:
        return None
    if _is_wide(space):
        return Sure.SIGN
    if _UNITS.match(title) and match["token"].isdigit():
        return None
    return Sure.BLANK


def _is_wide(space: str) -> bool:
    """Whether it is such a blank as keeps columns apart."""
    return "\t" in space or len(space) > 1


def without_clock(text: str) -> str:
    """`text` without the time in front of it."""
    match = _LEADING_CLOCK.match(text)
    if match:
        return match["rest"]
    return text


_GLUED_WORD = re.compile(r"[^\W\d_]{3,}(?:\s|$)")
"""What makes a number of '1.opening', and none of '1.nl' or '3.5x'."""
_NO_WORD = re.compile(
    r"(?!(?:nr|dr|drs|mr|dhr|mw|st|bv|nv|ds|ir|jl|vs|km|ct|ww|wmo)\b)[bcdfghjklmnpqrstvwxz]{1,4}\b(?![.'’/&-])"
)
"""Letters that begin a line and are no word: without a vowel, and no abbreviation."""
_BROKEN = re.compile(r"[^\W\d_]{2}[-\u2010]$")
_HANGING = re.compile(r"(?:en|of|tot|als|und|and|or|yn|ta)\b", re.I)
"""After 'water-' these words go on with something else: 'water- en rioolheffing'."""


def continued(title: str, text: str) -> str:
    """A title with the next line of it; a word that was broken off, with a hyphen or without, is put together again."""
    if _BROKEN.search(title) and not _HANGING.match(text):
        if text[:1].islower():
            return f"{title[:-1]}{text}"
        return f"{title}{text}"
    if title[-1:].isalpha() and _NO_WORD.match(text):
        return f"{title}{text}"
    return f"{title} {text}"
