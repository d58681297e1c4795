"""What of this machine may spoil an evening, said before it: each with what to do, none stops anybody."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass

from livecouncil.core.council.zone import local
from livecouncil.system import surroundings
from livecouncil.system.hostile import hostile
from livecouncil.system.shells import shell_word

from .ahead import Ahead

LITTLE = 1_000
"""Megabytes free below which that is said."""


@dataclass(frozen=True)
class Concern:
    """`what` it is about, what was `found`, and the `remedy`."""

    what: str
    found: str
    remedy: str

    @property
    def sentence(self) -> str:
        return f"{self.what}: {self.found}; {self.remedy}."


def found_amiss(ahead: Ahead, *, served: bool) -> list[Concern]:
    """All but the clock's, in a fixed order. `served`: our own server shows the public files."""
    return [*_of_power(ahead), *_of_places(ahead, served=served), *_of_room(ahead)]


def clock_amiss(ahead: Ahead) -> list[Concern]:
    """What is to be said of the clock, with what it says now; nothing where it is kept right."""
    if surroundings.clock_is_kept() is not False:
        return []
    now = local(ahead.clock(), ahead.state.zone)
    return [_concern(ahead, "clock", "unkept", now=f"{now:%H:%M:%S}")]


def _of_power(ahead: Ahead) -> Iterator[Concern]:
    left = surroundings.battery()
    if left is not None:
        yield _concern(ahead, "power", "battery", left=left)


def _of_places(ahead: Ahead, *, served: bool) -> Iterator[Concern]:
    """Disks and folders on which the record is not safe by itself, or which others may change, or must read and may
    not."""
    folder = ahead.home.absolute()
    for place in hostile(folder):
        yield _concern(ahead, "place", place)
    if others := surroundings.open_to_all(folder):
        yield _concern(ahead, "place", "open", path=shell_word(str(others)))
    closed = surroundings.closed_to_others(folder / "public")
    if not served and closed:
        yield _concern(ahead, "place", "closed", path=shell_word(str(closed)))


def _of_room(ahead: Ahead) -> Iterator[Concern]:
    """The public files may lie on another disk than the record, of which the journal's own row speaks."""
    public = ahead.home / "public"
    if not public.is_dir() or public.stat().st_dev == ahead.home.stat().st_dev:
        return
    free = shutil.disk_usage(public).free // 1_000_000
    if free < LITTLE:
        yield _concern(ahead, "room", "public", free=in_bytes(free))


def _concern(ahead: Ahead, what: str, which: str, **slots: object) -> Concern:
    t = ahead.words.t
    found = t(f"screen.place.{which}", **slots)
    return Concern(t(f"screen.check.{what}"), found, t(f"screen.place_remedy.{which}", **slots))


def in_bytes(megabytes: int) -> str:
    """'340 MB', '81 GB'."""
    if megabytes < 1000:
        return f"{megabytes} MB"
    return f"{megabytes // 1000} GB"
