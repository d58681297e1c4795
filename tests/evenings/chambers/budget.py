"""A budget night of provincial states with sixty motions, after the record of Noord-Brabant, 3 November 2023.

The record's numbers (M95a and on), its fifteen groups with who of each was there, the vote on the budget and the first
three motions are as it has them; it lists 23 motions as adopted. How the others went is made up: who is against goes
round the groups, and some are withdrawn, held over, merged or taken over, as on every such night.
"""

from __future__ import annotations

from collections.abc import Iterator

from .chamber import Chamber

THERE = {
    "Land": 10,
    "Vrij": 9,
    "Midden": 4,
    "Groen": 4,
    "Arbeid": 4,
    "Eigen": 4,
    "Samen": 4,
    "Dorp": 3,
    "Lokaal": 2,
    "Dier": 2,
    "Ouderen": 1,
    "Kerk": 1,
    "Zuid": 1,
    "Burger": 1,
    "Europa": 1,
}
"""Groups with who of each was there."""

AWAY = {"Land": "Aalders", "Dorp": "Bosman", "Groen": "Claes", "Dier": "Dirks"}
FIRST = 95
MOTIONS = 60
ADOPTED = 23
PRESENT = sum(THERE.values())
SETTLED = {
    "x": "ingetrokken",
    "p": "aangehouden",
    " ov college =": "overgenomen door Gedeputeerde Staten",
    " verv =": "vervallen",
}
"""What becomes of a motion without a vote, and what is said of it."""

RECORDED = {
    95: ("Dorp", "Burger", "Dier", "Eigen", "Samen"),
    96: ("Dorp", "Midden", "Zuid", "Groen", "Dier", "Eigen"),
    97: ("Dorp", "Kerk", "Zuid", "Burger", "Dier", "Eigen"),
}
"""Who was against, as the record has it."""


def number_of(motion: int) -> str:
    """The record's numbers: some were filed anew in the meeting and bear an `a`."""
    return f"m{motion}a" if motion in RECORDED else f"m{motion}"


def against(motion: int) -> tuple[str, ...]:
    """Groups against a motion that is adopted."""
    if motion in RECORDED:
        return RECORDED[motion]
    groups = list(THERE)
    return tuple(dict.fromkeys(groups[(motion * step) % len(groups)] for step in (1, 4, 7)))


def typed(groups: tuple[str, ...]) -> str:
    return " ".join(group.casefold() for group in groups)


def filed(motion: int) -> str:
    number = number_of(motion)
    filers = typed(tuple(list(THERE)[(motion + step) % len(THERE)] for step in (0, 5)))
    return f"{number} i {filers}: Voornemen {motion} | Motie M{number[1:]} ‘Voornemen {motion}’"


def voted(motion: int) -> str:
    """The line of a vote, with what is to be said: of the first 23 that the groups against lose, else that they win."""
    number = number_of(motion)
    few = against(motion)
    votes = sum(THERE[group] for group in few)
    rest = PRESENT - votes
    if motion - FIRST < ADOPTED:
        few_against = f"{rest}-{votes}"
        return f"{number}v {typed(few)} {few_against} = | is aangenomen. Voor {rest}:"
    return f"{number}t {typed(few)} {votes}-{rest} = | is verworpen. Voor {votes}:"


def outcome(motion: int) -> str:
    if motion - FIRST < ADOPTED or motion % 3:
        return voted(motion)
    line, says = list(SETTLED.items())[motion // 3 % len(SETTLED)]
    return f"{number_of(motion)}{line} | {says}"


def motions() -> Iterator[str]:
    """Sixty filed, then sixty decided in the order of their numbers."""
    numbers = range(FIRST, FIRST + MOTIONS)
    yield from map(filed, numbers)
    yield "@17:00 z60 | geschorst"
    yield "@18:02 z | hervat"
    yield "@18:05 v zuid burger dier eigen 43-8 = | is aangenomen. Voor 43:"
    yield from map(outcome, numbers)


BUDGET = Chamber(
    id="2023-11-03-statenvergadering",
    source="Noord-Brabant, 3 November 2023",
    council={
        "municipality": "Zandland",
        "kind": "provincial_council",
        "code": "PV99",
        "seats": 55,
        "hashtag": "StatenZandland",
    },
    groups={group: size + (group in AWAY) for group, size in THERE.items()},
    named={group: (name,) for group, name in AWAY.items()},
    meeting={
        "title": "Statenvergadering",
        "start": "2023-11-03T09:00:00+01:00",
        "chair": "commissaris van de Koning Adelaar",
    },
    officials={"commissaris van de Koning Adelaar": "commissaris van de Koning", "gedeputeerde Stoop": "gedeputeerde"},
    agenda=(
        ("1", "Opening", "procedural"),
        ("2", "Vaststelling agenda", "procedural"),
        ("32", "Begroting 2024"),
        ("33", "Sluiting", "procedural"),
    ),
    script="\n".join(
        (
            "@08:55 af aalders bosman claes dirks | afwezig",
            "@09:00 open | 51 van de 55 Statenleden",
            "@09:01 n2 | Vaststelling agenda",
            "@09:01 h = | vastgesteld",
            "@09:02 n32 | Begroting 2024",
            "@09:05 alderbeek | Alderbeek",
            "@09:30 tm 2 | termijn 2",
            "@09:31 stoop | gedeputeerde Stoop",
            *motions(),
            "@20:30 n33 | Sluiting",
            "@20:31 sluit | gesloten",
        )
    ),
    unsaid=("a resident is sworn in as a member of committees: not of the states, so `beedigd` does not know them",),
)
