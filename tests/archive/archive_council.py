"""A council with several meetings, played in line mode: a member who left, one who came, and
meetings nobody may see."""

from __future__ import annotations

import html
import io
import re
from pathlib import Path

from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session

ALFA, BETA = [("mevrouw Akker", "Alfa"), ("de heer J.P. van der Berg", "Alfa")], [("de heer Dekker", "Beta")]
LEFT, CAME = ("mevrouw Weggegaan", "Gamma"), ("de heer Nieuw", "Gamma")
ITEMS = (
    ("1", "Opening", "procedural"),
    ("2", "Woonplan <2030> & verder", "proposal"),
    ("3", "Grondaankoop geheimstraat", "closed"),
)
FIRST, SECOND, LAST = "2025-02-06-raadsvergadering", "2025-03-06-raadsvergadering", "2026-01-15-raadsvergadering"
SCRIPTS = {
    FIRST: (
        "af dekker\n@19:30 open\nn2\nm1 i weggegaan: Fietspad\nm2 i alfa: Bomen\nm1t weggegaan =\n"
        "m2x\ntz mulder: een brief\nv berg =\n@21:00 sluit"
    ),
    SECOND: (
        "@19:30 open\nn2\nnd akker: woont ernaast\na1 i dekker: Minder\na1v dekker weggegaan =\n"
        "v weggegaan =\nn3\nbesloten\nopenbaar\nn2\nm1 i alfa: Later"
    ),
    LAST: "@19:30 open\nn2\nm1 i nieuw: Fietspad\nm1u =\nv dekker =\n@21:00 sluit",
}
HIDDEN = {
    "2025-04-03-kamer": "@19:30 open\nn2\nm1 i alfa: Kamerstuk\nm1u =\n@21:00 sluit",
    "2025-05-08-oefening": "@19:30 open\nn2\nm1 i alfa: Oefenstuk\nm1u =\n@21:00 sluit",
    "2025-06-05-afwachten": "@19:30 open\nn2\nm1 i alfa: Achteraf\nm1u =",
    "2026-02-12-gepland": "",
}


def play(base: Path, meeting: str, script: str, *more: tuple[str, str], policy: str = "live", head: str = "") -> None:
    """One meeting of the council, in line mode."""
    members = [*ALFA, *BETA, *more]
    rows = [
        '[council]\nmunicipality = "Proefstad"\ncode = "GM0400"\nseats = 4\npublic_url = "https://raad.example/live"',
        head,
    ]
    rows += [
        f'[release]\npolicy = "{policy}"',
        *(f'[[groups]]\nname = "{g}"' for g in dict.fromkeys(g for _, g in members)),
    ]
    rows += [f'[[members]]\nname = "{n}"\ngroup = "{g}"' for n, g in members]
    rows += ['[[officials]]\nname = "wethouder Mulder"\nrole = "wethouder"']
    (base / "agendas").mkdir(parents=True, exist_ok=True)
    (base / "council.toml").write_text("\n".join(rows))
    title = meeting[11:].capitalize()
    items = "\n".join(f'[[items]]\nnumber = "{n}"\ntitle = "{t}"\nkind = "{k}"' for n, t, k in ITEMS)
    agenda = base / "agendas" / f"{meeting}.toml"
    agenda.write_text(
        f'[meeting]\ntitle = "{title}"\nstart = {meeting[:10]}T19:30:00\nchair = "mevrouw Voorzitter"\n{items}'
    )
    session = Session.open(base, agenda, hold=0, rehearsal=title == "Oefening")
    errors = io.StringIO()
    plain.run(session, script.splitlines(), io.StringIO(), errors, ask=False)
    session.close()
    assert errors.getvalue() == "", (meeting, errors.getvalue())


def text(played: Path, name: str) -> str:
    """What a page says, in one line."""
    page = (played / "public" / "archief" / name).read_text()
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.split("<main")[1])).split())


def pages(base: Path) -> list[Path]:
    return sorted((base / "public" / "archief").rglob("*.html"))


def everything(base: Path) -> dict[str, bytes]:
    public = base / "public"
    return {p.relative_to(public).as_posix(): p.read_bytes() for p in public.rglob("*") if p.is_file()}
