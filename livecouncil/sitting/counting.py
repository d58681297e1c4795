"""A vote as the names on its line have it, whatever totals the chair told: what the griffier sees counted while typing.

The totals are the chair's, the names the griffier's; only where both are known a slip shows. Decides nothing: the rules
of the meeting are asked once more, without the totals.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.outcomes import count_of
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal


def decided(finding: Finding) -> ev.Decided | None:
    """The counted decision a finding leads to; None where it leads to something else."""
    first = finding.events[0]
    if isinstance(first, ev.Corrected):
        first = first.event
    if isinstance(first, ev.Decided) and first.vote:
        return first
    return None


def figures(vote: ev.Vote | None) -> tuple[int, int] | None:
    """For and against; None where none were told."""
    count = count_of(vote) if vote else None
    if count is None:
        return None
    return count.for_, count.against


def by_names(state: MeetingState, entry: TypedLine, finding: Finding, now: datetime) -> ev.Decided | None:
    """The decision its names alone lead to; that of `finding` where no totals were told or no names are."""
    known = decided(finding)
    if known is None or entry.totals is None or not finding.mismatch or entry.act == "totals":
        return known
    try:
        return decided(decide(state, replace(entry, totals=None), now)) or known
    except Refusal:
        return known
