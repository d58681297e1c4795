"""A young municipality decides on a large building site, after the record of Zeewolde, 16 December 2021.

Members of the public speak, two terms, two suspensions, the second at a group's request; a zoning plan is adopted with
11 against 8, and a motion that was thought of is not filed.
"""

from __future__ import annotations

from .chamber import Chamber

POLDER = Chamber(
    id="2021-12-16-raadsvergadering",
    source="Zeewolde, 16 December 2021",
    council={"municipality": "Nieuwland", "seats": 19, "hashtag": "RaadNieuwland"},
    groups={"Leefbaar": 5, "Kerk": 3, "Vrij": 3, "Dorp": 2, "Midden": 2, "Arbeid": 2, "Burger": 1, "Liberaal": 1},
    meeting={
        "title": "Raadsvergadering",
        "start": "2021-12-16T19:00:00+01:00",
        "chair": "burgemeester Waard",
    },
    officials={"burgemeester Waard": "burgemeester", "wethouder Poelman": "wethouder"},
    agenda=(
        ("1", "Opening", "procedural"),
        ("2", "Vaststelling agenda", "procedural"),
        ("3", "Insprekers", "questions"),
        ("4", "Bestemmingsplan bedrijventerrein"),
        ("5", "Sluiting", "procedural"),
    ),
    script="""
@19:00 open | 19 van de 19
@19:01 n2 | Vaststelling agenda
@19:02 h = | vastgesteld
@19:03 n3 | Insprekers
@19:04 insp 1 | inspreker 1
@19:08 insp 2 | inspreker 2
@19:12 insp 10 | inspreker 10
@19:15 n4 | Bestemmingsplan
@19:16 alderbeek | Alderbeek
@19:25 int berkhof | Interruptie
@19:30 elsbeek | Elsbeek
@21:30 z15 | geschorst, naar verwachting tot 21:45
@21:45 z | hervat
@21:45 poelman | Poelman
@22:05 tm 2 | termijn 2
@22:06 damstra | Damstra
@22:30 vz | Waard
@22:50 sv leefbaar | Leefbaar gaf een stemverklaring
@22:50 st | Stemming
@22:55 v leefbaar kerk 11-8 = | Voor 11: Arbeid, Burger, Dorp, Liberaal, Midden, Vrij. Tegen 8: Kerk, Leefbaar.
@22:56 z10 vrij | geschorst op verzoek van Vrij
@23:05 z | hervat
@23:06 n5 | Sluiting
@23:06 sluit | gesloten
""",
    unsaid=(
        "words spoken earlier in the evening are taken back: no act, the transcript of the recording has it",
        "members who did not speak yet may speak in the second term: an agreement, no fact of the record",
    ),
)
