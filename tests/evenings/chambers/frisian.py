"""A Frisian council votes one by one, after the records of Boarnsterhim, 14 June 2004 and 13 December 2005.

An item is moved behind another, speaking goes in terms; three amendments of one group that alone is for them, a
proposal with no figures though most of one group are against, three motions with every name.
"""

from __future__ import annotations

from .chamber import Chamber

FRISIAN = Chamber(
    id="2005-12-13-riedsgearkomste",
    source="Boarnsterhim, 14 June 2004 and 13 December 2005",
    council={"municipality": "Wetterlân", "seats": 17, "language": "fy", "hashtag": "RiedWetterlan"},
    groups={"Arbeid": 5, "Gemeente": 4, "Frij": 3, "Doarp": 3, "Frysk": 2},
    named={
        "Arbeid": (
            "mefrou J. Dekema-Hoogland",
            "de hear Minstra",
            "de hear Roorda",
            "de hear Soeting",
            "de hear Vriesma",
        ),
        "Gemeente": ("de hear Boring", "mefrou Troostwyk-Akkerma", "de hear Hemstra", "de hear Meerstra"),
        "Frij": ("de hear Boumans", "de hear Sluisma", "mefrou Verkerke"),
        "Doarp": ("de hear Gerbrands", "de hear G. de Jongma", "de hear Meulema"),
        "Frysk": ("de hear Jansma", "de hear Bijlsma"),
    },
    meeting={
        "title": "Riedsgearkomste",
        "start": "2005-12-13T20:00:00+01:00",
        "chair": "boargemaster Polder",
    },
    officials={"boargemaster Polder": "burgemeester", "wethâlder Bouwma": "wethouder"},
    agenda=(
        ("1", "Iepening", "procedural"),
        ("3", "Fêststellen wurklist", "procedural"),
        ("4", "Fêststellen ferslach", "procedural"),
        ("6", "Nota romte"),
        ("7", "Ynstellen rekkenkeamerkommisje"),
        ("9", "Kampearterrein"),
        ("11", "Sluting", "procedural"),
    ),
    script="""
@20:00 open | 17 fan de 17
@20:02 n3 | Fêststellen wurklist
@20:03 >6 7 = | nei punt 7
@20:04 h = | fêststeld
@20:05 n4 | Fêststellen ferslach
@20:06 h = | fêststeld
@20:07 n7 | rekkenkeamerkommisje
@20:15 u = | mei algemiene stimmen
@20:16 n6 | Nota romte
@20:17 dekema | Dekema
@20:30 tm 2 | termyn 2
@20:31 hoogland | Dekema-Hoogland
@21:00 a3 i frysk: Grien | Amendemint A3
@21:01 a4 i frysk: Wetter | Amendemint A4
@21:02 a5 i frysk: Wegen | Amendemint A5
@21:10 a3t frysk 2-15 = | ferwurpen. Foar 2: Frysk.
@21:11 a4t frysk 2-15 = | ferwurpen. Foar 2: Frysk.
@21:12 a5t frysk 2-15 = | ferwurpen. Foar 2: Frysk.
@21:15 n6 aang = | oannommen
@21:16 m1 i frij: Minder regels | Moasje M1
@21:17 m2 i frysk: Stim foar stim | Moasje M2
@21:18 m3 i arbeid: Fêst belied | Moasje M3
@21:20 m1t frij 3-14 = | ferwurpen. Foar 3: Frij.
@21:25 m2v dekema gerbrands jongma meulema minstra roorda soeting vriesma 9-8 = | oannommen. Foar 9:
@21:30 m3v boring boumans sluisma troostwyk verkerke 12-5 = | oannommen. Foar 12:
@21:40 n11 | Sluting
@21:40 sluit | sletten
""",
    unsaid=(
        "whether a text is an amendment at all is put to the council first: an order, `o1`, where it is voted on",
        "most of one group are against the proposal: with no figures told no line may name them; a note is private",
    ),
)
