"""Clock times of a council and the moments they stand for.

A moment is always stored with the offset its zone has just then, as a plain number (+01:00): two moments then compare
and subtract as what they are, which those with a named zone do not on the two nights when the clock is changed. On one
of them a time on the clock is two moments, on the other some times are none.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timezone
from functools import cache
from zoneinfo import ZoneInfo

DEFAULT = "Europe/Amsterdam"


@cache
def zone_named(name: str) -> ZoneInfo:
    """The zone of the IANA database. Raises ValueError for a name it does not have."""
    try:
        return ZoneInfo(name)
    except (OSError, LookupError, ValueError) as error:
        raise ValueError(f"no time zone named {name}") from error


def local(moment: datetime, zone: ZoneInfo) -> datetime:
    """`moment` as the council's clock shows it, with the offset of that moment."""
    here = moment.astimezone(zone)
    offset = here.utcoffset()
    assert offset is not None
    return here.replace(tzinfo=timezone(offset), fold=0)


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When `day` begins."""
    return local(datetime.combine(day, time(), tzinfo=zone), zone)


def instants(day: date, hour: int, minute: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """The moments at which the clock shows that time on `day`: one; two or none when the clock is changed."""
    shown = datetime.combine(day, time(hour, minute))
    found: list[datetime] = []
    for fold in (0, 1):
        moment = local(shown.replace(tzinfo=zone, fold=fold).astimezone(UTC), zone)
        if moment.replace(tzinfo=None) == shown and moment not in found:
            found.append(moment)
    return tuple(found)
