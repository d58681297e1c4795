"""What the public sees now, how far behind each gate is, and what is on its way out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livecouncil.core.meeting import events as ev
from livecouncil.core.release import gates
from livecouncil.core.release.record import WallState
from livecouncil.sitting.answers import HeldFact
from livecouncil.sitting.session import Session

from ..mirrors import MirrorLine
from ..posting import ChannelLine
from ..regions.public import Gate, GateRow, Going, Public
from ..watchdog import CoupledScreen, Watchdog
from .facts import bare, short
from .top import last_of

SHOWN = 6
"""Entries on their way out that a panel may have room for."""

_SAID = {"filed", "voting", "suspended", "before", "end", "no_quorum", "closed_doors", "panic"}
"""States of the wall that are told in one word."""


@dataclass(frozen=True)
class Outside:
    """What is known of the outside: the wall as it stands, the watchdog, and how each channel and mirror stands."""

    wall: WallState | None
    watchdog: Watchdog
    channels: Sequence[ChannelLine] = ()
    mirrors: Sequence[MirrorLine] = ()


def public_seen(session: Session, outside: Outside) -> Public:
    """The whole panel."""
    held = session.held(SHOWN)
    title, said = _card(session, outside.wall)
    return Public(
        title=title,
        said=said,
        since=_wall_since(session, outside.wall),
        gates=tuple(_gate_rows(session, outside, held)),
        going=tuple(_going_out(session, one) for one in held),
        held=len(held),
        beside=session.copying.sentence,
    )


# -- the card ----------------------------------------------------------------------------------------------------


def _card(session: Session, wall: WallState | None) -> tuple[str, str]:
    """The two lines of the wall."""
    t = session.words.t
    if wall is None:
        return "", ""
    item = f"{wall.item} {wall.item_title}".strip()
    if wall.state in ("closed_doors", "before", "end", "no_quorum", "panic"):
        return t(f"screen.wall.{wall.state}"), ""
    if wall.state == "item":
        return item, wall.speaker
    if wall.state == "suspended":
        return item, t("screen.wall.suspended")
    label = wall.headline.rpartition(" ")[2]
    title = f"{label} ‘{wall.title}’" if wall.title else wall.headline or item
    if wall.state != "result":
        return title, t(f"screen.wall.{wall.state}")
    return title, _result(session, wall)


def _result(session: Session, wall: WallState) -> str:
    said = wall.outcome_word.upper()
    if wall.for_ is None or wall.against is None:
        return said
    return f"{said} {wall.for_}–{wall.against}"


def _wall_since(session: Session, wall: WallState | None) -> str:
    """Since when the wall shows what it shows."""
    if wall is None:
        return ""
    if session.desk.state.panic:
        return last_of(session, ev.Panic)
    at = session.desk.state.released["wall"].get(wall.shown) or wall.since
    return f"{at:%H:%M}" if at else ""


# -- the gates ---------------------------------------------------------------------------------------------------


def _gate_rows(session: Session, outside: Outside, held: Sequence[HeldFact]) -> list[GateRow]:
    t = session.words.t
    state = session.desk.state
    channels = [one.name for one in outside.channels]
    if state.doors_closed:
        names = [t("screen.gate.wall"), t("screen.gate.page"), t("screen.gate.feed"), *channels]
        return [GateRow(name, Gate.OFF, t("screen.shut")) for name in names]
    rows = [_wall_gate(session, outside, held), *_readers(session, outside, held)]
    rows += [_mirror_row(session, one) for one in outside.mirrors]
    return rows + [_network_gate(session, one, held) for one in outside.channels]


def _wall_gate(session: Session, outside: Outside, held: Sequence[HeldFact]) -> GateRow:
    t = session.words.t
    name = t("screen.gate.wall")
    dog = outside.watchdog
    trouble = _gate_trouble(session, dog, name, "wall")
    if trouble:
        return trouble
    if away := [screen for screen in dog.screens if not screen.on]:
        return GateRow(name, Gate.FAILED, _away(session, away[0], len(away)))
    if dog.seen and not dog.walls:
        return GateRow(name, Gate.OFF, t("screen.no_screen"))
    return _holding(session, name, "wall", held, t("screen.screens", count=dog.walls, n=dog.walls) if dog.walls else "")


def _away(session: Session, screen: CoupledScreen, number: int) -> str:
    """Which coupled screen does not follow the wall, and since when; of several how many."""
    t = session.words.t
    if number > 1:
        return t("screen.screens_away", n=number)
    if screen.gone is None:
        return t("screen.screen_unseen", n=screen.number)
    return t("screen.screen_away", n=screen.number, time=f"{screen.gone:%H:%M}")


def _readers(session: Session, outside: Outside, held: Sequence[HeldFact]) -> list[GateRow]:
    """Site and feed pass the same gate; each is looked at as a reader would."""
    t = session.words.t
    dog = outside.watchdog
    rows = []
    for key in ("page", "feed"):
        name = t(f"screen.gate.{key}")
        readers = ""
        if key == "page" and dog.followers:
            readers = t("screen.readers", count=dog.followers, n=dog.followers)
        rows.append(_gate_trouble(session, dog, name, key) or _holding(session, name, "feed", held, readers))
    return rows


_MIRROR_GATES = {"even": Gate.OUT, "behind": Gate.WAITS, "stands": Gate.FAILED}


def _mirror_row(session: Session, one: MirrorLine) -> GateRow:
    """The public files where the public is: even, so much behind, or at a standstill."""
    t = session.words.t
    name = one.name
    if name in (t("screen.gate.wall"), t("screen.gate.page"), t("screen.gate.feed")):
        name = t("mirrors.row.name", name=name)
    return GateRow(name, _MIRROR_GATES[one.how], one.note)


def _gate_trouble(session: Session, dog: Watchdog, name: str, key: str) -> GateRow | None:
    """A gate that cannot be reached, runs behind, or is not there at all."""
    t = session.words.t
    if not dog.served:
        return GateRow(name, Gate.OFF, t("screen.no_server"))
    if dog.gone_since:
        return GateRow(name, Gate.FAILED, t("screen.gone", time=f"{dog.gone_since:%H:%M}"))
    if key in dog.behind:
        return GateRow(name, Gate.FAILED, t("screen.behind"))
    if not dog.seen:
        return GateRow(name, Gate.WAITS, t("screen.not_yet"))
    return None


def _holding(session: Session, name: str, gate: ev.Gate, held: Sequence[HeldFact], readers: str = "") -> GateRow:
    """How many seconds this gate is behind, or since when it is not."""
    state = session.desk.state
    t = session.words.t
    left = longest_wait(held, gate)
    if left is not None and state.panic:
        return GateRow(name, Gate.WAITS, t("screen.standing_still"))
    if left is not None:
        return GateRow(name, Gate.WAITS, left=left, whole=gates.seconds(session.desk.outgoing.hold, gate))
    return GateRow(name, Gate.OUT, last_through(session, gate), readers=readers)


def longest_wait(held: Sequence[HeldFact], gate: str) -> int | None:
    """Seconds until all of `held` is through a gate; None where all of it is."""
    times = [left for one in held if (left := one.gates.get(gate)) is not None]
    return max(times, default=None)


def last_through(session: Session, gate: ev.Gate) -> str:
    """When something passed a gate last; '' where nothing did."""
    released = session.desk.state.released[gate]
    if not released:
        return ""
    return f"{released[next(reversed(released))]:%H:%M}"


def _network_gate(session: Session, one: ChannelLine, held: Sequence[HeldFact]) -> GateRow:
    """A network: what its outbox says goes before what the gate holds."""
    t = session.words.t
    if one.loud:
        return GateRow(one.name, Gate.FAILED, t(f"screen.channel.{one.state}", n=one.waiting))
    if session.desk.state.paused:
        return GateRow(one.name, Gate.WAITS, t("screen.standing_still"))
    if longest_wait(held, "networks") is None and one.waiting:
        return GateRow(one.name, Gate.WAITS, t("screen.channel.busy", count=one.waiting, n=one.waiting))
    return _holding(session, one.name, "networks", held)


# -- what is on its way ------------------------------------------------------------------------------------------


def _going_out(session: Session, one: HeldFact) -> Going:
    """One entry with the gate it still waits longest for."""
    slowest = max(gates.GATES, key=lambda gate: one.gates.get(gate) or 0)
    whole = gates.seconds(session.desk.outgoing.hold, slowest)
    return Going(in_short(session, one), one.gates.get(slowest) or 0, whole)


def in_short(session: Session, held: HeldFact) -> str:
    """A logged fact in a few words: 'M3 aangenomen 22–14'; a correction by its sentence."""
    fact = session.desk.state.facts.get(held.seq)
    return short(session, fact) if fact else bare(held.text)
