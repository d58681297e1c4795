"""Every state of the wall with the longest content it may meet, as records: for the check of what the last row reads.

Each case is a few typed lines, and what is put in place of what they led to: a title of two thousand signs, sixteen
groups, a council of one. Titles are invented, their words as long as those of real agendas.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.record import MemberVote, PublicRecord, WallState
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.publishing.folder import record_of
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.records import changed

WORDS = "het gezamenlijk herontwikkelen van bedrijventerreinen en het wijzigen van de participatieverordening "
LONGEST = ("Voorstel tot " + WORDS * 30)[:2000]
LONG = (
    "Draagvlak en participatie bij grootschalige woningbouw in de kernen van de gemeente en het betrekken van "
    "dorpsbelangen bij locatiekeuze, bouwhoogte, parkeren en de ontsluiting van de nieuwe wijken"
)
NAMES = (
    *("Lokaal Belang", "Dorp en Water", "Groen Voorbeeld", "Vrije Lijst", "Samen Sterk", "Ouderen Nu"),
    *("Partij voor de Kust", "Jong Voorbeeld", "Lijst058", "Buurtbelang", "Noord-West", "Stad en Platteland"),
    *("Helder Onafhankelijk!", "Wijk en Kern", "Voor de Zee", "Fractie Noord"),
)
SHORT = ("LB", "DW", "GV", "VL", "SaSt", "ON", "PvdK", "JV", "L058", "BB", "NW", "StPl", "HO!", "WK", "VZ", "FN")
Put = Callable[[WallState], WallState]


def counted(groups: int, for_: int, against: int, absent: int = 0) -> Put:
    """A vote of as many members as voted or were absent, in so many groups, each divided as far as it can be."""
    options = ["for"] * for_ + ["against"] * against + ["absent"] * absent
    votes = tuple(MemberVote(f"Lid {n}", NAMES[n % groups], option) for n, option in enumerate(options))
    cast = {name: Counter(one.option for one in votes if one.group == name) for name in NAMES[:groups]}

    def side(option: str) -> tuple[GroupVotes, ...]:
        return tuple(
            GroupVotes(name, SHORT[n], of[option], of["for"] + of["against"])
            for n, (name, of) in enumerate(cast.items())
            if of[option]
        )

    def put(wall: WallState) -> WallState:
        assert wall.vote
        return replace(
            wall,
            vote=replace(wall.vote, votes=votes, for_=for_, against=against),
            groups=tuple(zip(NAMES, SHORT, strict=True))[:groups],
            for_=for_,
            against=against,
            groups_for=side("for"),
            groups_against=side("against"),
        )

    return put


def _with(**change: Any) -> Put:
    return lambda wall: replace(wall, **change)


def _then(first: Put, second: Put) -> Put:
    return lambda wall: second(first(wall))


@dataclass(frozen=True)
class Case:
    """`lines` that lead to a state; `put` changes what is shown, `head` the record's head."""

    name: str
    lines: tuple[str, ...]
    put: Put = lambda wall: wall
    head: dict[str, Any] = field(default_factory=dict)
    result: bool = False


OPEN = ("open", "n6")
FILED = (*OPEN, "m3 i pvda gl: Starters eerst")
VOTED = (*FILED, "m3v cda jansen =")
TOTALS = (*FILED, "m3 21-16 =")
CORRECTED = (*VOTED, "c m3v pvda =")
BALLOT = (*OPEN, "pers Lid van de rekenkamer: Braas 30 Smit 6 tegen 0 blanco 1 ongeldig 0 =")
HAMMERED = tuple((f"5{letter}", LONG) for letter in "abcdefg")
TOGETHER = ("open", "h 5a-5c =")
ENDED = tuple(line for n in range(1, 25) for line in (f"m{n} i pvda: Motie {n} over {LONG[:60]}", f"m{n}u ="))
REHEARSAL = {"rehearsal": True, "unofficial": True}
LONGEST_TITLE = _with(title=LONGEST)
TIE = _with(form="tie", outcome="tied_postponed")
LOST = _with(form="tie", outcome="tied_not_adopted", title=LONGEST)

BESIDE_RESULTS = (
    Case("before", ()),
    Case("no-quorum", ("af cda vvd pvda gl sp fnp", "open =")),
    Case("item", OPEN),
    Case("item-speaker", (*OPEN, "jans")),
    Case("item-longest", (*OPEN, "jans"), _with(item_title=LONGEST, following=("7", LONG))),
    Case("filed", FILED),
    Case("filed-longest", FILED, _with(title=LONGEST, movers=NAMES)),
    Case("voting", (*FILED, "st m3")),
    Case("voting-longest", (*FILED, "st m3"), LONGEST_TITLE),
    Case("nobody-voted", VOTED, counted(9, 0, 0, absent=37)),
    Case("without-vote", (*FILED, "m3x")),
    Case("suspended", (*OPEN, "z10")),
    Case("suspended-longest", (*OPEN, "z10"), _with(item_title=LONGEST)),
    Case("closed", ("open", "n10", "besloten")),
    Case("end", (*TOGETHER, "n6", "u =", "sluit")),
    Case("end-longest", (*OPEN, *ENDED, "sluit")),
)
RESULTS = (
    Case("divided", VOTED),
    Case("divided-long", VOTED, _with(title=LONG)),
    Case("divided-longest", VOTED, LONGEST_TITLE),
    Case("sixteen-groups", VOTED, _then(LONGEST_TITLE, counted(16, 20, 25))),
    Case("nine-in-one-group", VOTED, counted(1, 5, 4)),
    Case("all-45", VOTED, counted(16, 45, 0)),
    Case("unanimous", (*FILED, "m3u =")),
    Case("tie", VOTED, _then(counted(9, 18, 18), TIE)),
    Case("tie-longest", VOTED, _then(counted(16, 22, 22), LOST)),
    Case("totals", TOTALS),
    Case("totals-longest", TOTALS, LONGEST_TITLE),
    Case("together", TOGETHER),
    Case("together-longest", TOGETHER, _with(listed=HAMMERED)),
    Case("ballot", BALLOT),
    Case("ballot-longest", BALLOT, LONGEST_TITLE),
    Case("correction", CORRECTED),
    Case("correction-longest", CORRECTED, LONGEST_TITLE),
    Case("rehearsal", VOTED, head=REHEARSAL),
    Case("rehearsal-longest", VOTED, _then(LONGEST_TITLE, counted(16, 20, 25)), head=REHEARSAL),
)
CASES = (*BESIDE_RESULTS, *(replace(case, result=True) for case in RESULTS))


def played(folder: Path, clock: Clock) -> dict[tuple[str, ...], list[ev.Base]]:
    """What is logged by the lines of every case, in meetings of their own."""
    found: dict[tuple[str, ...], list[ev.Base]] = {}
    for case in CASES:
        if case.lines not in found:
            home = folder / f"raad-{len(found)}"
            shutil.copytree(str(files("livecouncil") / "example"), home)
            agenda = next((home / "agendas").glob("*.toml"))
            found[case.lines] = _logged(Session.open(home, agenda, hold=0, clock=clock), case.lines)
    return found


def _logged(session: Session, lines: tuple[str, ...]) -> list[ev.Base]:
    try:
        for line in lines:
            answer = session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, (line, answer.text)
        return list(session.journal.events)
    finally:
        session.close()


def shown_in(case: Case, events: list[ev.Base], language: str, second: str | None = None) -> PublicRecord:
    """The case's record as a council of that language has it."""
    first = events[0]
    assert isinstance(first, ev.Snapshot)
    head = first.council["council"] | {"language": language, "wall_language": second}
    release = first.council.get("release", {}) | {"floor_on_wall": True}
    snapshot = first.model_copy(update={"council": first.council | {"council": head, "release": release}})
    record = changed(record_of([snapshot, *events[1:]], "wall"), **case.head)
    return replace(record, wall=case.put(record.wall))
