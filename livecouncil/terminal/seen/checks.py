"""What is checked before the evening: everything that could go wrong later, said now."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import TYPE_CHECKING

from livecouncil.core.council.bodies import uncertain_law
from livecouncil.core.council.model import SpeakingTime
from livecouncil.core.council.procedure import Majority
from livecouncil.core.council.zone import local
from livecouncil.core.law.bodies import LOCAL_ONLY
from livecouncil.core.meeting.timing import is_live, start_of
from livecouncil.core.text.addresses import host_of, loopback
from livecouncil.errors import InputFault
from livecouncil.publishing.wall_scale import scale
from livecouncil.settings.secrets import load_secret
from livecouncil.sitting.ahead import Ahead
from livecouncil.sitting.surroundings import LITTLE, clock_amiss, found_amiss, in_bytes
from livecouncil.system.extras import command_for, installed

from ..overlays.checks import Check, Checked
from ..public_side import PublicSide

if TYPE_CHECKING:
    from ..mirrors import MirrorLine

_QUESTIONS = ("forever", "name", "chair", "second")


def checked(ahead: Ahead, public: PublicSide, mirrored: Sequence[MirrorLine] = ()) -> Checked:
    """All of it, as it stands now."""
    t = ahead.words.t
    if ahead.state.rehearsal:
        questions = [t("tui.check_rehearsal")]
    else:
        questions = [t(f"screen.question.{each}") for each in _QUESTIONS]
    return Checked(checks=checks(ahead, public, mirrored), address=_address(ahead, public), questions=questions)


def checks(ahead: Ahead, public: PublicSide, mirrored: Sequence[MirrorLine] = ()) -> list[Check]:
    """One row each, in a fixed order."""
    rows = [_clock_check(ahead), _agenda_check(ahead), _members_check(ahead), _journal_check(ahead)]
    rows += [Check("mind", one.what, one.found, one.remedy) for one in found_amiss(ahead, served=public.served)]
    rows += [_public_check(ahead, public), _wall_check(ahead, public), _screen_check(ahead)]
    rows += [_mirror_check(ahead, one) for one in mirrored]
    rows += [_channel_check(ahead, name) for name in ahead.state.council.channels] or [_no_channels(ahead)]
    rows += _papers_check(ahead)
    rows += [_draft_check(ahead, code) for code in uncertain_law(ahead.state.council)]
    rows += _prepared_check(ahead)
    rows.append(Check("good", ahead.words.t("screen.check.rules"), " · ".join(rules(ahead))))
    return rows + [Check("wrong", ahead.words.t("screen.check.record"), text) for text in ahead.damage]


def _clock_check(ahead: Ahead) -> Check:
    for one in clock_amiss(ahead):
        return Check("mind", one.what, one.found, one.remedy)
    now = local(ahead.clock(), ahead.state.zone)
    return Check("good", ahead.words.t("screen.check.clock"), f"{now:%H:%M:%S}")


def _agenda_check(ahead: Ahead) -> Check:
    t = ahead.words.t
    state = ahead.state
    day = t("screen.check.day", day=f"{start_of(state):%d-%m-%Y %H:%M}", items=len(state.items))
    if is_live(state, ahead.clock()):
        return Check("good", t("screen.check.agenda"), day)
    return Check("mind", t("screen.check.agenda"), day, t("screen.check.not_today"))


def _members_check(ahead: Ahead) -> Check:
    t = ahead.words.t
    state = ahead.state
    seats = state.council.council.seats
    sitting = len(state.sitting)
    if state.quorum:
        said = t("tui.check_members", sitting=sitting, quorum=state.quorum, seats=seats)
    else:
        said = t("tui.check_members_only", count=sitting)
    return Check("good" if sitting <= seats else "mind", t("screen.check.members"), said)


def _journal_check(ahead: Ahead) -> Check:
    t = ahead.words.t
    name = t("screen.check.journal")
    if ahead.read_only:
        return Check("wrong", name, t("tui.check_read_only", holder=ahead.holder))
    free = shutil.disk_usage(ahead.home).free // 1_000_000
    said = t("screen.check.writable", free=in_bytes(free))
    if free < LITTLE:
        return Check("mind", name, said, t("screen.check.make_room"))
    return Check("good", name, said)


def _public_check(ahead: Ahead, public: PublicSide) -> Check:
    t = ahead.words.t
    name = t("screen.check.public")
    if not public.served:
        return Check("mind", name, t("tui.server_none"))
    if public.gone_since or public.behind:
        return Check("wrong", name, public.sentence)
    if not public.url:
        return Check("mind", name, t("screen.check.starts"))
    return Check("good", name, public.url)


def _mirror_check(ahead: Ahead, one: MirrorLine) -> Check:
    """Before the evening a mirror that is away or refuses is found out."""
    name = ahead.words.t("mirrors.row.name", name=one.name)
    if one.loud:
        return Check("wrong", name, one.text)
    return Check("good", name, one.note)


def _wall_check(ahead: Ahead, public: PublicSide) -> Check:
    t = ahead.words.t
    name = t("screen.check.wall")
    if not public.served:
        return Check("mind", name, t("tui.server_none"))
    if public.walls:
        return Check("good", name, t("screen.screens", count=public.walls, n=public.walls))
    return Check("mind", name, t("screen.check.no_screen"), t("screen.check.address_below"))


def _screen_check(ahead: Ahead) -> Check:
    """Whether the wall can be read from the farthest seat."""
    t = ahead.words.t
    name = t("screen.check.screen")
    wall = ahead.state.council.wall
    if not (wall.diagonal and wall.distance):
        return Check("mind", name, t("screen.check.unmeasured"), t("screen.check.measure"))
    found = scale(wall.diagonal, wall.distance)
    key = "tui.check_screen" if found.fits else "tui.check_screen_small"
    said = t(key, diagonal=wall.diagonal, distance=wall.distance, headline=found.headline, farthest=found.farthest)
    return Check("good" if found.fits else "wrong", name, said)


def _channel_check(ahead: Ahead, name: str) -> Check:
    """A channel, and that nobody has logged in where that is so."""
    council = ahead.state.council
    t = ahead.words.t
    try:
        ready = council.channels[name].network == "copy" or load_secret(council.council.municipality, name)
    except InputFault:
        ready = None
    if ready:
        return Check("good", name, t("screen.check.logged_in"))
    return Check("wrong", name, t("screen.check.no_login"), f"livecouncil channels {name}")


def _no_channels(ahead: Ahead) -> Check:
    t = ahead.words.t
    return Check("good", t("screen.check.networks"), t("screen.check.no_networks"))


def _papers_check(ahead: Ahead) -> list[Check]:
    """Documents are made at the close: what makes them is missed an hour too late."""
    if installed("papers"):
        return []
    t = ahead.words.t
    return [Check("mind", t("screen.check.papers"), t("screen.check.no_papers"), command_for("papers"))]


def _draft_check(ahead: Ahead, code: str) -> Check:
    """What of a body's law is not certain."""
    t = ahead.words.t
    return Check("mind", t("screen.check.law"), t("tui.check_draft", what=t(f"draft.{code}")))


def _prepared_check(ahead: Ahead) -> list[Check]:
    waiting = ahead.prepared
    if not waiting:
        return []
    t = ahead.words.t
    return [Check("good", t("screen.check.prepared"), t("screen.check.lines", count=waiting, n=waiting))]


def _address(ahead: Ahead, public: PublicSide) -> str:
    path = ahead.home / "wall.url"
    if not public.url or not path.exists():
        key = "screen.check.starts" if public.served else "tui.server_none"
        return ahead.words.t(key)
    address = path.read_text(encoding="utf-8").strip()
    if loopback(host_of(address)):
        return address.replace("MEETING", ahead.state.agenda.id)
    return ahead.words.t("screen.check.pair", address=f"{address.partition('MEETING')[0]}wand")


def rules(ahead: Ahead) -> list[str]:
    """Every local rule of `[procedure]` with its value."""
    t = ahead.words.t
    said = []
    state = ahead.state
    left_out = LOCAL_ONLY - set(state.law.local_rules)
    for key, value in state.council.procedure:
        if key in left_out:
            continue
        if key == "speaking_time":
            said.append(_speaking_time_rule(ahead, value))
        elif key == "majorities":
            said += _majorities_rule(ahead, value)
        else:
            values = value if isinstance(value, tuple) else (value,)
            told = ", ".join(t(f"tui.values.{str(v).lower()}") for v in values)
            said.append(t(f"tui.rules.{key}", value=told))
    return said


def _majorities_rule(ahead: Ahead, named: tuple[Majority, ...]) -> list[str]:
    """Nothing for a body without any, as nearly all are."""
    told = ", ".join(f"{majority.name} {majority.share}" for majority in named)
    return [ahead.words.t("tui.rules.majorities", value=told)] if told else []


def _speaking_time_rule(ahead: Ahead, kept: SpeakingTime) -> str:
    t = ahead.words.t
    if kept.per == "none":
        return t("tui.rules.no_speaking_time")
    names = {"per": t(f"tui.values.{kept.per}"), "over": t(f"tui.values.{kept.over}")}
    pauses = ", ".join(t(f"tui.values.{p}") for p in kept.pauses) or t("tui.denied")
    own = "".join(f", {name} {minutes}" for name, minutes in kept.groups.items())
    return t("tui.rules.speaking_time", minutes=f"{kept.minutes}{own}", pauses=pauses, **names)
