"""One sitting after a public record: its council and agenda, what the griffier types, and what is to be said of it.

A script has one fact a line, `what is typed | what the answer must say`. What the record tells and no line can say
stands in `unsaid`, so that facts, those that can be said, and those that come out right are counted, not guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import tomli_w

from livecouncil.sitting.session import Session

BEGINNINGS = ("Alder", "Berk", "Dam", "Els", "Fen", "Gras", "Hout", "Iep", "Kers", "Lind")
ENDINGS = ("beek", "donk", "hof", "kamp", "stra", "veld")
SURNAMES = tuple(begin + end for begin, end in product(BEGINNINGS, ENDINGS))
BETWEEN = " | "


@dataclass(frozen=True)
class Fact:
    """What is typed, and what the answer must say of it."""

    line: str
    says: str


@dataclass(frozen=True)
class Chamber:
    """`groups` are the groups with their sizes, `named` who sits by name, in the order of the groups; who is not named
    gets a surname of `SURNAMES`. `agenda` are numbers with titles, and a kind where it is not a proposal."""

    id: str
    source: str
    council: dict[str, object]
    groups: dict[str, int]
    meeting: dict[str, object]
    agenda: tuple[tuple[str, ...], ...]
    script: str
    unsaid: tuple[str, ...] = ()
    named: dict[str, tuple[str, ...]] = field(default_factory=dict)
    officials: dict[str, str] = field(default_factory=dict)
    more: tuple[dict[str, object], ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        rows = (row.partition(BETWEEN) for row in self.script.strip().splitlines())
        return tuple(Fact(line.strip(), says.strip()) for line, _, says in rows)

    def members(self) -> list[dict[str, object]]:
        spare = iter(SURNAMES)
        rows: list[dict[str, object]] = []
        for group, size in self.groups.items():
            names = list(self.named.get(group, ()))
            names += [next(spare) for _ in range(size - len(names))]
            rows += [{"name": name, "group": group} for name in names]
        return [{**row, "number": n} for n, row in enumerate(rows, 1)] + list(self.more)

    def write(self, folder: Path) -> Path:
        """Lay the files in `folder`; the path of the agenda."""
        (folder / "agendas").mkdir(parents=True)
        council = {
            "council": self.council,
            "groups": [{"name": name} for name in self.groups],
            "members": self.members(),
            "officials": [{"name": name, "role": role} for name, role in self.officials.items()],
        }
        (folder / "council.toml").write_text(tomli_w.dumps(council), encoding="utf-8")
        items = [dict(zip(("number", "title", "kind"), row, strict=False)) for row in self.agenda]
        path = folder / "agendas" / f"{self.id}.toml"
        path.write_text(tomli_w.dumps({"meeting": self.meeting, "items": items}), encoding="utf-8")
        return path


@dataclass(frozen=True)
class Sat:
    """How a sitting went: what went otherwise than the record has it, and the meeting as it was left."""

    wrong: Sequence[str]
    session: Session


def sit(chamber: Chamber, folder: Path) -> Sat:
    """Type the whole sitting, as a griffier does afterwards."""
    session = Session.open(folder, chamber.write(folder), hold=0)
    wrong = []
    for fact in chamber.facts:
        answer = session.enter(fact.line, confirmed=True, line_mode=True)
        told = " ".join((*answer.before, answer.text, *answer.warnings))
        if answer.refused or fact.says not in told:
            wrong.append(f"{fact.line}: {told}")
    return Sat(wrong, session)
