"""Every file-system call fails in turn, once and for ever, in two short evenings and in both shells.

What must hold: no "✓" without its fact on the disk, no line without an answer, no traceback and no hang; where a call
failed once the same line typed again is accepted, and afterwards the chain is whole and the meeting goes on.

In the small run every call fails in line mode with every error, once and for ever, at one position in each place where
it is made: the journal's folder, and beside it (public files, key, council, agenda, crash reports). The app stands on
the same session: there every call fails with every error, in turn once and for ever, in turn in either place. The
positions are spread over the evenings. The full run (LIVECOUNCIL_STORM) takes every position in every place.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, product

import pytest

from tests.conftest import STORM

from .evening import Fault, Stage

DISK = ["EIO", "ENOSPC", "EROFS", "EACCES", "EDQUOT"]
FAULTS = {
    "open": DISK,
    "write": DISK,
    "truncate": DISK,
    "fsync": DISK,
    "rename": DISK,
    "link": DISK,
    "stat": ["EIO", "EACCES"],
    "unlink": DISK,
    "dirsync": ["EINVAL", "EOPNOTSUPP", "EIO"],
    "flock": ["ENOLCK", "EOPNOTSUPP", "EIO"],
}
EVENINGS = ("fresh", "resumed")
PLACES = ("journal", "beside")
Counts = dict[tuple[str, str, str], dict[str, int]]
Kind = tuple[str, bool]
Position = tuple[str, int]


@pytest.fixture(scope="module")
def counts(stage: Stage) -> Counts:
    """How often each call is made, by shell, evening and place; all is well in these evenings."""
    found: Counts = {}
    for shell, evening, place in product(("plain", "app"), EVENINGS, PLACES):
        broken, played = stage.broken(Fault(shell=shell, evening=evening, place=place))
        assert broken == [] and [word for _, word, _ in played["answers"]].count("FOUT") == 0
        found[shell, evening, place] = played["counts"]
    return found


def every(call: str, shell: str, counts: Counts) -> list[Fault]:
    """Every fault of `call` that this run takes."""
    found: list[Fault] = []
    for place in places_of(call, shell, counts):
        made = [(evening, at) for evening in EVENINGS for at in range(1, counts[shell, evening, place][call] + 1)]
        for (name, ever), (evening, at) in every_position(call, made) if STORM else one_each(call, made):
            found.append(Fault(call, getattr(errno, name), name, at, ever, shell, evening, place))
    return found if STORM or shell == "plain" else one_way_each(found)


def places_of(call: str, shell: str, counts: Counts) -> list[str]:
    return [place for place in PLACES if any(counts[shell, evening, place][call] for evening in EVENINGS)]


def every_position(call: str, made: list[Position]) -> Iterator[tuple[Kind, Position]]:
    """All positions, once and for ever, with the errors in turn."""
    for position, name in zip(made, cycle(FAULTS[call]), strict=False):
        yield (name, False), position
        yield (name, True), position


def one_each(call: str, made: list[Position]) -> Iterator[tuple[Kind, Position]]:
    """All errors, once and for ever, each at a position of its own, spread over the evenings."""
    kinds = list(product(FAULTS[call], (False, True)))
    for number, kind in enumerate(kinds):
        yield kind, made[(2 * number + 1) * len(made) // (2 * len(kinds))]


def one_way_each(faults: list[Fault]) -> list[Fault]:
    """Of each error one fault: in turn once and for ever, in the one place and the other."""
    errors: dict[str, list[Fault]] = {}
    for fault in faults:
        errors.setdefault(fault.name, []).append(fault)
    turn = list(FAULTS).index(faults[0].call)
    return [ways[(turn - number) % len(ways)] for number, ways in enumerate(errors.values())]


def struck_by(stage: Stage, fault: Fault) -> tuple[list[str], bool]:
    """What breaks by `fault`, and whether it struck. An evening that goes quicker than the one that was counted makes
    some calls less often: there it comes earlier."""
    found, played = stage.broken(fault)
    while not (hit := bool(played["counts"].get("hits", 1))) and fault.at > 1:
        fault = replace(fault, at=fault.at // 2)
        more, played = stage.broken(fault)
        found += more
    return found, hit


def test_each_call_is_made_in_these_evenings(counts: Counts) -> None:
    for shell, call in product(("plain", "app"), FAULTS):
        assert sum(counts[shell, evening, place][call] for evening, place in product(EVENINGS, PLACES)), (shell, call)


@pytest.mark.parametrize("shell", ["plain", "app"])
@pytest.mark.parametrize("call", FAULTS)
def test_whatever_call_fails_no_tick_is_silent_and_no_line_is_lost(
    stage: Stage, counts: Counts, call: str, shell: str
) -> None:
    broken: list[str] = []
    struck = 0
    faults = every(call, shell, counts)
    for fault in faults:
        found, hit = struck_by(stage, fault)
        broken += found
        struck += hit
    print(f"{shell} {call}: {len(faults)} evenings, the fault struck in {struck}")
    assert not broken, "\n".join(broken)
    assert struck * 10 >= len(faults) * 9
