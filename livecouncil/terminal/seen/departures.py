"""Every message on its way out or gone, gate by gate: what F3 shows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from livecouncil.core.meeting import events as ev
from livecouncil.posting.outbox import Sending
from livecouncil.sitting.session import Session

from ..overlays.outgoing import Departure, Stop
from ..posting import Networks
from ..regions.public import Gate
from .facts import facts_of, short

SHOWN = 200
"""Messages listed, newest first."""

_SENT = ("done",)
_WAITS = ("held", "sending", "unknown", "not_sent")


def gates_shown(session: Session, networks: Networks) -> list[str]:
    """Names of the columns."""
    t = session.words.t
    return [t("screen.gate.wall"), t("screen.gate.page"), t("screen.gate.feed"), *networks.channels]


def departures(session: Session, networks: Networks) -> list[Departure]:
    """The messages, newest first; below them what can be done with all that waits."""
    networks.look()
    held = {one.seq: one.gates for one in session.held()}
    rows = [_departure(session, networks, event, held.get(event.seq, {})) for event in _facts_shown(session)]
    everything = [Departure(choice, "", text) for text, choice in networks.all_at_once()]
    return [*rows, *everything]


def _facts_shown(session: Session) -> Sequence[ev.Base]:
    return list(islice(facts_of(session), SHOWN))


def _departure(session: Session, networks: Networks, event: ev.Base, left: dict[str, int | None]) -> Departure:
    wall = _stop_at_gate(session, event, "wall", left)
    feed = _stop_at_gate(session, event, "feed", left)
    channels = {name: networks.sending(name, event.seq) for name in networks.channels}
    sent = [_stop_at_network(row, left) for row in channels.values()]
    if any(seconds is not None for seconds in left.values()):
        choice = f"held {event.seq}"
    elif networks.post(event.seq):
        choice = f"post {event.seq}"
    else:
        choice = ""
    trouble = " ".join(_network_trouble(session, name, row) for name, row in channels.items() if row and row.reason)
    fact = session.desk.state.facts[event.seq]
    return Departure(choice, f"{event.at:%H:%M}", short(session, fact), (wall, feed, feed, *sent), trouble)


def _stop_at_gate(session: Session, event: ev.Base, gate: str, left: dict[str, int | None]) -> Stop:
    at = session.desk.state.released[gate].get(event.seq)
    if at:
        return Stop(Gate.OUT, f"{at:%H:%M:%S}")
    seconds = left.get(gate)
    if seconds is not None:
        return Stop(Gate.WAITS, left=seconds)
    return Stop(Gate.OFF)


def _stop_at_network(row: Sending | None, left: dict[str, int | None]) -> Stop:
    seconds = left.get("networks")
    if row is None and seconds is not None:
        return Stop(Gate.WAITS, left=seconds)
    if row is None or row.state in ("cancelled", "deleted"):
        return Stop(Gate.OFF)
    if row.state in _SENT:
        return Stop(Gate.OUT, f"{row.at:%H:%M:%S}" if row.at else "")
    if row.state in _WAITS and not row.reason:
        return Stop(Gate.WAITS)
    return Stop(Gate.FAILED, tries=row.tries)


def _network_trouble(session: Session, name: str, row: Sending) -> str:
    again = f"{row.retry_at:%H:%M}" if row.retry_at else ""
    key = "again" if again else "trouble"
    return session.words.t(f"screen.{key}", name=name, reason=row.reason, time=again)
