"""Of which kind an item is, by its title; never that it is closed.

A word does not say behind which doors an item is handled: 'Opheffen geheimhouding' is decided in public, 'Verslag
besloten vergadering' is of another evening. So a title that names closed doors is *asked about*; where it names a
part of this very meeting and nobody answers, its kind is `unknown`, with which no meeting can begin.
"""

from __future__ import annotations

import re

from livecouncil.core.council.agenda import ItemKind

_KINDS: tuple[tuple[str, ItemKind], ...] = (
    (r"hamm?erst[ui]k|^a-stuk", "hamerstuk"),
    (r"^(initiatief|actuele |actuele raads|aktuele )?(motie|moasje|motion)\b(?! of order)", "motion"),
    (r"^(moties|moasjes|motions)\b", "procedural"),
    (
        r"^(opening|sluiting|vaststell\w+ (van )?(de )?(raads)?(agenda|notulen|verslag|besluitenlijst)"
        r"|bepalen (van de )?stemvolgorde|loting|closing|adoption of the (agenda|minutes)|approval of the minutes"
        r"|iepening|sl[uú]ting|f[eê]ststell\w+ (fan )?('e )?(de )?(aginda|wurklist|besl[uú]telist|ferslach))",
        "procedural",
    ),
    (
        r"spreekrecht|sprekrjocht|vragen(kwartier|uur|half)|^vragen|rondvraag|fragen(oere|healoere)|^questions"
        r"|question time",
        "questions",
    ),
    (
        r"^(mededelingen|meidielings|ingekomen stukken|ynkommen stikken|ter kennisname|lijst|announcements)",
        "information",
    ),
)
_MAYBE_CLOSED = re.compile(
    r"besloten|besletten|\bsletten|geheim|vertrouwelijk|fertroulik|confidential|closed session", re.I
)
_PART_OF_THIS = re.compile(
    r"^(besloten|besletten|sletten|closed)\b|\((besloten|besletten|sletten|geheim|vertrouwelijk|fertroulik|closed)\)"
    r"|\b(besloten|besl\w+|sletten) (deel|diel|gedeelte|zitting|sitting|behandeling|behanneling|beraad|overleg|agenda)"
    r"|achter gesloten deuren|in beslotenheid|closed session",
    re.I,
)
_OF_ANOTHER = re.compile(
    r"^(vaststell\w+|f[eê]ststell\w+|verslag|ferslach|notulen|besluitenlijst|besl[uú]telist|minutes)\b", re.I
)


def kind_of(title: str) -> ItemKind:
    """Kind of an item by its title; never `closed`."""
    return next((kind for pattern, kind in _KINDS if re.search(pattern, title, re.I)), "proposal")


def names_closed(title: str) -> bool:
    """Whether a title has a word of closed doors or secrecy, so that the griffier is asked."""
    return _MAYBE_CLOSED.search(title) is not None


def is_of_closed_part(title: str) -> bool:
    """Whether a title names a part of this meeting as closed: with no answer its kind is not known."""
    return _PART_OF_THIS.search(title) is not None and not _OF_ANOTHER.match(title)
