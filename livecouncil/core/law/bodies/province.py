"""Provincial states (provinciale staten, Provinciewet): arts. 20–32 are those of the Gemeentewet, word for word.

What differs: the doors, which a tenth of those who signed may have shut (art. 23.2), and the seats (art. 8). Committees
(arts. 80, 81) and the replacement of the chair (art. 75) were seen only as others refer to them.
"""

from __future__ import annotations

import re

from livecouncil.core.law.in_force import never_closed, without_accents

from .profile import Profile, Seats, Share, UncertainLaw

_SEATS = (
    (400_000, 39),
    (500_000, 41),
    (750_000, 43),
    (1_000_000, 45),
    (1_250_000, 47),
    (1_500_000, 49),
    (1_750_000, 51),
    (2_000_000, 53),
)
_TAXES = re.compile(r"\bopcenten\b|\bopsinten\b|grondwaterheffing|leges")
_DEPUTIES = re.compile(r"\b(?:lid|leden) van gedeputeerde staten\b|\bgedeputeerden?\b|\bdeputearren?\b")


def _never_closed(title: str) -> bool:
    """Art. 24: admission, the province's budget, accounts and taxes, appointing and dismissing gedeputeerden."""
    return never_closed(title, _DEPUTIES) or bool(_TAXES.search(without_accents(title)))


PROVINCE = Profile(
    kind="provincial_council",
    act="PW",
    identity="PV",
    doors=Share(1, 10, of="signed"),
    never_closed=_never_closed,
    seats=Seats(table=_SEATS, most=55),
    titled=re.compile(r"\bstatenvergadering|provinciale staten|provinsjale steaten|steategearkomste"),
    drafts=(
        UncertainLaw("province_chair"),
        UncertainLaw("province_committees"),
    ),
)
