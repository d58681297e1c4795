"""The Den Helder evening of 29 June 2015, written at run time from real material beside the project."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from livecouncil.core.council.model import Member, surname
from livecouncil.core.text.called import name_key

FOLDER = "denhelder-2015-06-29"


def expected(shared: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((shared / FOLDER / "expected.json").read_text(encoding="utf-8"))
    return data


def members(shared: Path) -> list[tuple[str, str]]:
    """Everybody of the roll call, and the absent Visser (VVD), by surname."""
    roll = next(i for i in expected(shared)["items"] if i["number"] == 16)["expected"]["votes"]
    found = [(name, group) for side in roll.values() for group, names in side.items() for name in names] + [
        ("de heer Visser", "VVD")
    ]
    return sorted(found, key=lambda m: name_key(surname(Member(name=m[0], group=m[1]))))


def write(shared: Path, folder: Path) -> Path:
    """Council and agenda files; returns the agenda's path."""
    people = members(shared)
    groups = sorted({g for _, g in people})
    lines = [
        (
            '[council]\nmunicipality = "Den Helder"\ncode = "GM0400"\nseats = 31\nhashtag = "RaadDenHelder"\n'
            '[procedure]\nobject_numbers = "item"'
        )
    ]
    lines += [f'[[groups]]\nname = "{g}"' for g in groups]
    lines += [f'[[members]]\nname = "{n}"\ngroup = "{g}"\nnumber = {i}' for i, (n, g) in enumerate(people, 1)]
    lines += [
        '[[officials]]\nname = "wethouder Wagner"\nrole = "wethouder"',
        '[[officials]]\nname = "burgemeester K.F. Schuiling"\nrole = "burgemeester"',
    ]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "council.toml").write_text("\n".join(lines), encoding="utf-8")
    rows = [
        (
            '[meeting]\ntitle = "Raadsvergadering"\nstart = 2015-06-29T17:00:00+02:00\nchair = "burgemeester K.F. '
            'Schuiling"'
        )
    ]
    for item in expected(shared)["items"]:
        kind = "motion" if item["title"].startswith("Motie") else "proposal"
        rows.append(f'[[items]]\nnumber = "{item["number"]}"\ntitle = "{item["title"]}"\nkind = "{kind}"')
    path = folder / "agendas" / "2015-06-29-raadsvergadering.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(rows), encoding="utf-8")
    return path


def script(shared: Path) -> list[str]:
    """The evening in line mode, as the printed decision list tells it."""
    people = members(shared)
    roll = next(i for i in expected(shared)["items"] if i["number"] == 16)["expected"]["votes"]
    voor = {name for names in roll["voor"].values() for name in names}
    start = next(i for i, (n, _) in enumerate(people) if "Karhof" in n)
    order = people[start:] + people[:start]
    answers = "".join("v" if name in voor else "t" for name, _ in order if "Visser" not in name)
    return [
        "af visser",
        "@17:00 open",
        "n4",
        f"loot {start + 1}",
        "n5",
        "h =",
        "n6",
        "@17:20 accl =",
        "n7",
        "u =",
        "n8",
        "a1 i christenunie: Maximering van de algemene reserve",
        "a1v cda helder pvda vvd =",
        "u =",
        "n9",
        "a1 i d66 cda: App voor de begroting",
        "tz wagner: voorstel modernisering planning- en control-instrumentarium, inclusief een app",
        "a1p",
        "u =",
        "n10",
        "tz schuiling: raadsinformatiebrief na discussie in AB Veiligheidsregio",
        "u =",
        "n11",
        "u =",
        "n12",
        "u =",
        "n13",
        "v vrije socialisten fractie vermooten =",
        "n14",
        "u =",
        "n15",
        "v helder pvda =",
        "n16",
        f"@20:40 r {answers} 16-14 =",
        "n17",
        "@20:55 sluit",
    ]
