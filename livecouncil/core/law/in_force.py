"""The law in force on the day of a meeting, where it changed or where a rule is asked in more than one place.

A meeting is judged by the Gemeentewet as it stood on its own day. Pure functions of that day or of an item's title,
each citing its article; what is counted stands in `voting`. Everybody who asks one of these questions asks it here: the
check of an agenda, the entry line and the start of a meeting.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

DEBATE_TOO = date(2023, 1, 1)
"""From this day art. 28.1 keeps a member out of deliberation and vote; before it, out of the vote alone.

Stb. 2022, 444.
"""
SECRET_BY_LAW = date(2023, 4, 1)
"""From this day what becomes known behind closed doors is secret by law (art. 23.4) until the council lifts it.

Arts. 25 and 86, with their ratification by the council, are gone; arts. 87–89 say who imposes and lifts secrecy; and
the decision list is art. 23.6 instead of 23.5.
"""


def recusal(day: date) -> Literal["vote", "debate"]:
    """What a member with an interest takes no part in (art. 28.1): the vote, or debate and vote."""
    if day >= DEBATE_TOO:
        return "debate"
    return "vote"


def ratifies_in_vain(title: str, day: date) -> bool:
    """Whether an item would have the council ratify secrecy, an act that ended with arts. 25 and 86."""
    plain = without_accents(title)
    return day >= SECRET_BY_LAW and bool(_RATIFY.search(plain)) and "geheim" in plain


_EXECUTIVE = re.compile(
    r"\bwethouders?\b|\bwethouders?(?:post|functie)|\bwethalders?\b|\bcollegeleden\b|\bcollegelid\b"
)


def never_closed(title: str, executive: re.Pattern[str] = _EXECUTIVE) -> bool:
    """Whether art. 24 forbids to deliberate or decide behind closed doors on what `title` says.

    That is: admission of members (a), the municipality's budget and accounts (b), its taxes (c), appointing and
    dismissing wethouders (d). A view (zienswijze) on another body's budget is none of these. Where another body has
    the same rule, its own executive is the `executive`.
    """
    plain = without_accents(title)
    own = "zienswijze" not in plain and "sjenswize" not in plain
    about_executive = bool(executive.search(plain) and _APPOINTS.search(plain))
    return about_executive or bool(_ADMISSION.search(plain)) or (own and bool(_MONEY.search(plain)))


def about_persons(title: str) -> bool:
    """Whether `title` appoints or nominates somebody, which art. 31 has decided by secret ballot."""
    return any(word in title.casefold() for word in ("benoem", "voordracht", "verkiezing"))


def without_accents(title: str) -> str:
    """Lower case without accents: 'Beëdiging' and 'ûntslach' are looked for without them."""
    apart = unicodedata.normalize("NFKD", title.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


# Dutch and Frisian. A word counts in its inflections and compounds ('programmabegroting', 'belastingverordening'), but
# not where it names a body ('belastingkantoor').
_RATIFY = re.compile(r"bekrachtig|bekreftig")
_ADMISSION = re.compile(r"\btoelating\b|\btoelaten\b|\btalitting\b|geloofsbrie|leauwensbrie")
_MONEY = re.compile(
    r"begroting|begrutting|jaarrekening|jaarstukken|jierrekken|jierstikken|gemeenterekening"
    r"|\brekening\s+(?:over\s+)?20\d\d"
    r"|belasting(?!kantoor|samenwerking|dienst)|belesting(?!kantoar|tsjinst)"
    r"|\bozb\b|rioolheffing|afvalstoffenheffing|reinigingsheffing|\bleges|precario"
)
_APPOINTS = re.compile(r"benoem|ontslag|ontsla|\bverkiezing|\bverkiezen|beneam|untslach|untslaan|ferkiezing")
