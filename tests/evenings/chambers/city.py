"""A city's decision night, after the records of Leeuwarden: 22 January 2020, 9 November 2022 and 11 March 2024.

What the system of such a city publishes: figures without names for proposals, groups for motions; procedural motions
on the agenda itself; a member who goes, and who comes in that place.
"""

from __future__ import annotations

from .chamber import Chamber

CITY = Chamber(
    id="2024-03-11-raadsvergadering",
    source="Leeuwarden, 22 January 2020, 9 November 2022 and 11 March 2024",
    council={"municipality": "Terpstad", "seats": 39, "hashtag": "RaadTerpstad"},
    groups={
        "Arbeid": 11,
        "Groen": 4,
        "Dorp": 5,
        "Midden": 4,
        "Dier": 1,
        "Ouderen": 1,
        "Gemeentebelang": 2,
        "Fries": 2,
        "Lijst Oost": 1,
        "Vrij": 4,
        "Kerk": 2,
        "Nieuw": 2,
    },
    named={"Vrij": ("mevrouw Tuinstra", "de heer Luik"), "Nieuw": ("de heer Nauta", "mevrouw Noordhof")},
    more=({"name": "de heer M. van der Molen", "group": "Vrij", "number": 40, "from": "2024-03-11"},),
    meeting={
        "title": "Besluitvorming",
        "start": "2024-03-11T20:15:00+01:00",
        "chair": "burgemeester Brouwer",
    },
    officials={"burgemeester Brouwer": "burgemeester", "wethouder Gelder": "wethouder"},
    agenda=(
        ("1", "Opening en vaststelling agenda", "procedural"),
        ("2", "Afscheid en installatie"),
        ("3", "Verslag", "procedural"),
        ("4", "Hamerstukken", "procedural"),
        ("4.1", "Preventie- en handhavingsplan", "hamerstuk"),
        ("4.2", "Verordening veergelden", "hamerstuk"),
        ("4.3", "Winkeltijdenverordening", "hamerstuk"),
        ("5", "Bespreekstukken", "procedural"),
        ("5.1", "Uitvoering zorg"),
        ("6", "Sluiting", "procedural"),
    ),
    script="""
@20:15 open | 39 van de 39
@20:16 o1 i luik: 4.2 van de agenda afvoeren | Ordevoorstel O1
@20:17 o1u = | met algemene stemmen
@20:17 -4.2 = | van de agenda afgevoerd
@20:18 o2 i groen: Winkeltijdenverordening van de agenda afvoeren | Ordevoorstel O2
@20:19 o2 verw = | verworpen; de voorzitter noemde geen aantallen
@20:19 h = | vastgesteld
@20:20 n2 | Afscheid
@20:21 ontslag tuinstra = | geen lid meer van de raad
@20:25 n2 aang = | aangenomen; de voorzitter noemde geen aantallen
@20:27 beedigd molen | beëdigd als lid van de raad
@20:30 n3 | Verslag
@20:30 h = | vastgesteld
@20:31 n 4.1 | Preventie
@20:33 af nauta | afwezig
@20:34 n4.1 35-3 zn = | 35 voor, 3 tegen. Afwezig: Nauta. Namen niet vastgelegd.
@20:36 n 4.3 | Winkeltijdenverordening
@20:36 af noordhof | afwezig
@20:40 n4.3 20-17 zn = | 20 voor, 17 tegen. Afwezig: Nauta, Noordhof. Namen niet vastgelegd.
@20:41 n 5.1 | Uitvoering zorg
@20:42 m1 i gemeentebelang lijst fries vrij kerk: Wantrouwen | Motie M1 ‘Wantrouwen’
@20:43 gelder | wethouder Gelder
@21:20 z10 | geschorst
@21:31 z | hervat
@21:32 m1t gemeentebelang fries lijst vrij kerk 11-26 = | verworpen. Voor 11: Fries, Gemeentebelang, Kerk, Lijst Oost,
@21:33 m2 i midden groen: Vier procent naar zorg | Motie M2
@21:36 m2v dorp kerk fries gemeentebelang lijst vrij 21-16 = | aangenomen. Voor 21: Arbeid, Dier, Groen, Midden,
@21:38 v vrij 33-4 = | aangenomen. Voor 33
@21:40 n6 | Sluiting
@21:40 sluit | gesloten
""",
    unsaid=(
        "the hamerstuk becomes a matter to debate: its kind stays, the vote on it tells that it was none",
        "the committee on credentials reports: no act of its own; the chair's message could",
    ),
)
