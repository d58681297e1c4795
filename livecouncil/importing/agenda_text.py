"""Rows of CSV, and the text of what other systems keep with markup."""

from __future__ import annotations

import csv
import io
import re

from livecouncil.core.text.charrefs import unescaped
from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault

DELIMITERS = ";\t,|"
_MAX_MARKUP = 20_000
_FIRST_LINES = 50
_INLINE = re.compile(r"</?(?:a|b|em|font|i|span|strong|sub|sup|u)\b[^<>]*>", re.I)
_TAG = re.compile(r"<[a-z/!?][^<>]*>", re.I)


def delimited(text: str) -> list[list[str]]:
    """Rows of CSV with `;`, `,`, `|` or tab, whichever most of the first lines have."""
    text = text.lstrip("\ufeff")
    first = [line for line in text.split("\n")[:_FIRST_LINES] if line.strip()]
    delimiter = max(DELIMITERS, key=lambda sign: (sum(sign in line for line in first), text[:5_000].count(sign)))
    try:
        return list(csv.reader(io.StringIO(text), delimiter=delimiter))
    except csv.Error as error:
        raise InputFault("import.csv", why=error) from error


def plain(text: str) -> str:
    """Text without its markup ('<p>R&amp;D</p>' is 'R&D'), cleaned."""
    return clean(unescaped(_TAG.sub(" ", _INLINE.sub("", text[:_MAX_MARKUP]))))
