"""A council that goes on the next day, after the records of Weert, 9 and 10 July 2014, and Nederweert, 2 July 2024.

The sitting is suspended at nine for a football match until eight the next evening; members are there from one item or
until another, and one of them on the first day only. A new member is admitted, and places in committees are filled by
open votes of everybody.
"""

from __future__ import annotations

from .chamber import Chamber

TWO_DAYS = Chamber(
    id="2014-07-09-raadsvergadering",
    source="Weert, 9 and 10 July 2014; Nederweert, 2 July 2024",
    council={"municipality": "Kempen", "seats": 17, "hashtag": "RaadKempen"},
    groups={"Dorp": 6, "Midden": 2, "Groen": 1, "Jan": 4, "Anders": 2, "Vrij": 2},
    named={
        "Vrij": ("de heer Engels", "mevrouw Kirkman"),
        "Dorp": ("mevrouw Coolen",),
        "Jan": ("mevrouw Lobbes",),
    },
    meeting={
        "title": "Raadsvergadering",
        "start": "2014-07-09T19:00:00+02:00",
        "chair": "burgemeester Heijm",
    },
    officials={"burgemeester Heijm": "burgemeester", "wethouder Litjes": "wethouder"},
    agenda=(
        ("1", "Opening", "procedural"),
        ("2", "Vaststelling agenda", "procedural"),
        ("5.a", "Benoeming in de vertrouwenscommissie"),
        ("5.b", "Ontslag griffier en aanwijzing interim-griffier"),
        ("6", "Zwembad"),
        ("7", "Jaarrekening"),
        ("8", "Kadernota"),
        ("9", "Binnenstad"),
        ("10", "Sluiting", "procedural"),
    ),
    script="""
@18:58 af engels lobbes | afwezig
@19:00 open | 15 van de 17
@19:03 b: De vergadering gaat op 10 juli om 20:00 uur verder. = | 10 juli
@19:04 n2 | Vaststelling agenda
@19:04 h = | vastgesteld
@19:08 n 5.a | vertrouwenscommissie
@19:09 u = | met algemene stemmen aangenomen (15 voor, 0 tegen)
@19:10 n 5.b | interim-griffier
@19:11 bp1 u = | Besluitpunt 1 bij punt 5.b is met algemene stemmen aangenomen
@19:11 bp2 u = | Besluitpunt 2 bij punt 5.b is met algemene stemmen aangenomen
@19:12 h = | Zonder stemming aangenomen
@19:14 n6 | Zwembad
@19:40 v jan 12-3 = | aangenomen. Voor 12: Anders, Dorp, Groen, Midden, Vrij. Tegen 3: Jan.
@19:44 aan engels | aanwezig om 19:44
@19:45 n7 | Jaarrekening
@19:46 af kirkman | afwezig om 19:46
@20:30 u = | met algemene stemmen aangenomen (15 voor, 0 tegen)
@20:35 aan lobbes | aanwezig om 20:35
@20:36 n8 | Kadernota
@20:40 coolen | Coolen
@21:00 z 10-07 20:00 | tot 10-07 20:00
@20:01 z | hervat
@20:02 af coolen | afwezig om 20:02
@20:03 m1 i jan: Straatverlichting | Motie M1
@21:10 m1t jan 4-11 = | verworpen. Voor 4: Jan. Tegen 11: Anders, Dorp, Groen, Midden, Vrij. Afwezig: Coolen, Kirkman.
@21:12 v jan 11-4 = | aangenomen. Voor 11
@21:15 n9 | Binnenstad
@21:40 v groen anders 12-3 = | Tegen 3: Anders, Groen. Afwezig: Coolen, Kirkman.
@21:50 n10 | Sluiting
@21:50 sluit | 21:50
""",
    unsaid=("why a member is not there: the record gives a reason, the program asks none",),
)
