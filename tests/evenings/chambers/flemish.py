"""A Flemish municipal council, after the records of De Pinte, 28 March 2022 and 24 June 2024.

An item is asked for at once and refused, with every name; the sitting is suspended for another body that meets in
between; proposals are approved by everybody, or with abstentions.
"""

from __future__ import annotations

from .chamber import Chamber

FLEMISH = Chamber(
    id="2022-03-28-gemeenteraad",
    source="De Pinte, 28 March 2022 and 24 June 2024",
    council={
        "municipality": "Leiebeek",
        "kind": "municipal_council_be",
        "code": "NIS44999",
        "seats": 21,
        "hashtag": "RaadLeiebeek",
    },
    groups={"Dorp": 9, "Streek": 4, "Ruimte": 5, "Vrij": 3},
    named={"Dorp": ("de heer Peteman",), "Streek": ("mevrouw Gerits",)},
    meeting={
        "title": "Gemeenteraad",
        "start": "2022-03-28T20:00:00+02:00",
        "chair": "de heer Peteman",
    },
    officials={"algemeen directeur Veerkamp": "algemeen directeur"},
    agenda=(
        ("1", "Meerjarenplanaanpassing"),
        ("2", "Notulen vorige vergadering"),
        ("3", "Reglement markten"),
        ("4", "Sluiting", "procedural"),
    ),
    script="""
@19:50 af gerits | afwezig
@19:51 open | 20 van de 21
@19:53 o1 i ruimte vrij: Stationsomgeving bij hoogdringendheid | Ordevoorstel O1
@19:58 o1t ruimte vrij 8-12 = | verworpen. Voor 8: Ruimte, Vrij. Tegen 12: Dorp, Streek.
@20:00 n1 | Meerjarenplanaanpassing
@20:20 v ~ruimte vrij 12-3 = | goedgekeurd. Voor 12: Dorp, Streek. Tegen 3: Vrij. Onthouding: Ruimte (5).
@20:21 z20:40 | geschorst
@20:41 z | hervat
@20:42 n2 | Notulen
@20:43 u = | eenparig goedgekeurd (20 ja-stemmen)
@20:44 n3 | Reglement markten
@20:50 a1 i vrij: Later uur | Amendement A1
@20:55 a1v streek dorp ~alderbeek 8-11 = | Tegen 11: Dorp, Streek. Onthouding: Dorp (1).
@20:58 v ruimte vrij alderbeek berkbeek 10-10 = | verworpen bij staking van stemmen
@21:10 n4 | Sluiting
@21:10 sluit | gesloten
""",
    unsaid=(
        "a petition of residents is declared admissible by the chair: no act, a message says it",
        "the other body's own decisions in between: a meeting of its own",
    ),
)
