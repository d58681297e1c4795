"""Evenings of bodies other than a council, drawn up after public records; places and names are invented."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from pathlib import Path

_MEERDAM = """
[council]
municipality = "Meerdam"
code = "GM9901"
seats = 9
hashtag = "RaadMeerdam"

[[groups]]
name = "Dorpsbelang"
short = "DB"

[[groups]]
name = "Groen Meerdam"
short = "GM"

[[groups]]
name = "Vrije Lijst"
short = "VL"

[[members]]
name = "mevrouw A. Terpstra"
group = "Dorpsbelang"
number = 1

[[members]]
name = "de heer B. Wouda"
group = "Dorpsbelang"
number = 2

[[members]]
name = "mevrouw C. Zijlstra"
group = "Groen Meerdam"
number = 3

[[members]]
name = "de heer D. Haringa"
group = "Groen Meerdam"
number = 4

[[members]]
name = "de heer E. Postma"
group = "Vrije Lijst"
number = 5

[[members]]
name = "mevrouw F. Rinsma"
group = "Vrije Lijst"
number = 6
kind = "committee_member"
label = "burgerraadslid"

[[officials]]
name = "wethouder Hoekstra"
role = "wethouder"

[[bodies]]
id = "commissie-ruimte"
name = "Commissie Ruimte"
kind = "committee"
members = ["A. Terpstra", "Groen Meerdam", "Vrije Lijst"]
"""

_COMMITTEE = """
[meeting]
title = "Commissie Ruimte"
start = 2026-03-05T19:30:00+01:00
chair = "mevrouw A. Terpstra"
body = "commissie-ruimte"

[[items]]
number = "1"
title = "Opening"
kind = "procedural"

[[items]]
number = "2"
title = "Vaststelling agenda"
kind = "procedural"

[[items]]
number = "3"
title = "Inspreekrecht"
kind = "questions"

[[items]]
number = "4"
title = "Bestemmingsplan Havenkwartier"

[[items]]
number = "5"
title = "Verordening starterslening"

[[items]]
number = "6"
title = "Krediet gymzaal"

[[items]]
number = "7"
title = "Visie recreatie"

[[items]]
number = "8"
title = "Aankoop perceel"
kind = "closed"

[[items]]
number = "9"
title = "Sluiting"
kind = "procedural"
"""

_COMMITTEE_SCRIPT = """
@19:28 af postma
@19:30 open
@19:31 n2
@19:31 h =
@19:33 n3
@19:33 insp 1
@19:40 n4
@19:41 zijlstra
@19:45 rinsma
@19:50 wouda
@19:55 hoekstra
@20:02 tz hoekstra: onderzoek naar de ontsluiting voor 1 mei
@20:05 v gm 4-0 =
@20:05 adv bespreekstuk =
@20:06 n5
@20:10 adv hamerstuk =
@20:11 n6
@20:14 aan postma
@20:20 adv hamerstuk =
@20:24 c adv terug =
@20:25 n7
@20:40 adv niet =
@20:41 n8
@20:41 besloten
@20:55 openbaar
@20:56 n9
@20:57 sluit
"""

_NOORDERLAND = """
[council]
municipality = "Noorderland"
kind = "provincial_council"
code = "PV98"
seats = 43
hashtag = "StatenNoorderland"

[[officials]]
name = "commissaris van de Koning Ybema"
role = "commissaris van de Koning"

[[officials]]
name = "gedeputeerde Boersma"
role = "gedeputeerde"
"""

_STATES = """
[meeting]
title = "Statenvergadering"
start = 2026-03-18T13:00:00+01:00
chair = "commissaris van de Koning Ybema"

[[items]]
number = "1"
title = "Opening"
kind = "procedural"

[[items]]
number = "2"
title = "Vaststelling agenda"
kind = "procedural"

[[items]]
number = "3"
title = "Omgevingsvisie"

[[items]]
number = "4"
title = "Vaarwegenfonds"
kind = "hamerstuk"

[[items]]
number = "5"
title = "Subsidie veren"

[[items]]
number = "6"
title = "Benoeming gedeputeerde"

[[items]]
number = "7"
title = "Sluiting"
kind = "procedural"
"""

_STATES_SCRIPT = """
@13:00 open
@13:02 n2
@13:02 h =
@13:04 n3
@13:10 m1 i kust veen: Ruimte voor dorpen
@13:12 m2 i noord: Minder regels
@13:20 boersma
@13:40 a1 i stad: Meer bos
@13:55 a1v kust veen 22-20 =
@14:00 m1t kust veen 20-22 =
@14:02 m2v stad bakema bakinga bakstra bakveld bakkamp bakhuis bakwijk 21-21 =
@14:05 v stad 28-14 =
@14:15 h 4 =
@14:16 n5
@14:17 nd dolstra: bestuurder van de veerdienst
@14:30 v kust 30-11 =
@14:35 n6
@14:36 besloten
@14:37 openbaar
@14:40 pers Gedeputeerde: jansma 22 hoitsma 18 blanco 2 =
@14:50 n7
@14:51 sluit
"""

BEGINNINGS = ("Bak", "Dol", "Fen", "Gor", "Hul", "Mol")
ENDINGS = ("ema", "inga", "stra", "veld", "kamp", "huis", "wijk")
NUMBERS = {begin + end: n for n, (begin, end) in enumerate(product(BEGINNINGS, ENDINGS), 1)}
GROUPS = (("Kust", 12), ("Veen", 8), ("Stad", 14), ("Noord", 8))


@dataclass(frozen=True)
class BodyEvening:
    """What a griffier has: council.toml, an agenda, and the lines typed."""

    council: str
    agenda: str
    script: str
    meeting: str

    def write(self, folder: Path) -> Path:
        """Lay the files in `folder`; the path of the agenda."""
        (folder / "agendas").mkdir(parents=True)
        (folder / "council.toml").write_text(self.council, encoding="utf-8")
        path = folder / "agendas" / f"{self.meeting}.toml"
        path.write_text(self.agenda, encoding="utf-8")
        return path


def _states() -> str:
    """The province with its members: Bakema, Bakinga … Molwijk."""
    names = [begin + end for begin in BEGINNINGS for end in ENDINGS]
    rows = [_NOORDERLAND]
    for group, size in GROUPS:
        rows.append(f'[[groups]]\nname = "{group}"\n')
        for name in names[:size]:
            rows.append(f'[[members]]\nname = "{name}"\ngroup = "{group}"\nnumber = {NUMBERS[name]}\n')
        names = names[size:]
    return "\n".join(rows)


_JOINT_MEMBERS = (
    ("Anna Alders", "Groot Terp", 12),
    ("Bo Bakker", "Groot Terp", 12),
    ("Cor Cramer", "Kleinwerd", 8),
    ("Dirk Dekens", "Kleinwerd", 7),
    ("Els Evers", "Oudzijl", 6),
    ("Fenna Fokkens", "Oudzijl", 4),
)
"""Members of a joint body, each with a municipality and votes."""

_JOINT = """
[meeting]
title = "Algemeen bestuur"
start = 2026-03-19T19:30:00+01:00
chair = "Anna Alders"

[[items]]
number = "1"
title = "Opening"
kind = "procedural"

[[items]]
number = "2"
title = "Begroting 2027"
majority = "begroting"

[[items]]
number = "3"
title = "Wijziging van de regeling"
majority = "wijziging"

[[items]]
number = "4"
title = "Toetreding Nijezijl"
"""


def _joint() -> str:
    """A region with its members, and two majorities of its arrangement."""
    rows = ['[council]\nmunicipality = "Regio Terp"\nkind = "joint_body"\nseats = 6\nhashtag = "RegioTerp"']
    rows.append('[[procedure.majorities]]\nname = "begroting"\nshare = "2/3"')
    rows.append('[[procedure.majorities]]\nname = "wijziging"\nshare = ">1/2"\nof = "members"')
    rows += [f'[[groups]]\nname = "{group}"' for group in dict.fromkeys(group for _, group, _ in _JOINT_MEMBERS)]
    for number, (name, group, votes) in enumerate(_JOINT_MEMBERS, 1):
        rows.append(f'[[members]]\nname = "{name}"\ngroup = "{group}"\nnumber = {number}\nvotes = {votes}')
    return "\n".join(rows) + "\n"


COMMITTEE = BodyEvening(_MEERDAM, _COMMITTEE, _COMMITTEE_SCRIPT, "2026-03-05-commissie-ruimte")
STATES = BodyEvening(_states(), _STATES, _STATES_SCRIPT, "2026-03-18-statenvergadering")
JOINT = BodyEvening(_joint(), _JOINT, "", "2026-03-19-algemeen-bestuur")
