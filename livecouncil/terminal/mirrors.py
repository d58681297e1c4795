"""What the griffier sees of the mirrors: what the worker says of each, and how old it is to a reader there.

The worker's own word is not enough: a mirror that takes files and shows readers others (a cache, another folder, a
server that is down) looks well to it. So the mirror's public address is read as a reader does, and the entry that is
newest there is held against the newest there is. Both are done in a thread, away from the keys.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from livecouncil.core.council.model import MirrorSite
from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.core.release.memory import Memory
from livecouncil.mirroring.standing import MirrorStanding, read_standing
from livecouncil.sitting.session import Session
from livecouncil.system.clocks import now_here

OLD = 30
"""Seconds a reader of a mirror may be behind before it is said loudly."""

_NUMBER = rb'"seq": (\d+)'
"""How the newest entry's number stands in a feed."""

How = Literal["even", "behind", "stands"]


@dataclass(frozen=True)
class MirrorLine:
    """One mirror: `note` in a few words for its row, `text` in a sentence; `loud` when the griffier must know."""

    name: str
    how: How
    note: str
    text: str = ""

    @property
    def loud(self) -> bool:
        return self.how == "stands"


def _behind(standing: MirrorStanding) -> str:
    """The wording of how far it is behind: a hub by lines, another mirror by files."""
    if standing.kind == "hub":
        return "mirrors.row.lines"
    return "mirrors.row.behind"


class MirrorsSeen:
    """The mirrors of one meeting; none in a rehearsal, where nothing leaves the machine."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._memory = Memory()
        self._known: dict[int, float] = {}  # entries and when each was first seen to be there
        self._ages: dict[str, int] = {}
        self._begun = session.steady()

    @property
    def sites(self) -> Sequence[MirrorSite]:
        """What `council.toml` names."""
        if self._session.desk.state.rehearsal or self._session.journal.read_only:
            return ()
        return self._session.mirrors

    def sentences(self) -> list[MirrorLine]:
        """How each stands, as the worker wrote it and as a reader saw it last; two histories before all else."""
        fork = self._session.words.t("mirrors.row.fork")
        return sorted((self._line(site) for site in self.sites), key=lambda one: one.note != fork)

    def _line(self, site: MirrorSite) -> MirrorLine:
        t = self._session.words.t
        standing = read_standing(self._session.data, site.name)
        now = now_here()
        age = self._ages.get(site.name, 0)
        lag = standing.lag(now)
        slots = {"name": site.name, "n": standing.behind, "seconds": max(lag, age), "reason": standing.reason}
        if not standing.kept_up(now):
            return self._unkept(site)
        if standing.fork:
            return MirrorLine(site.name, "stands", t("mirrors.row.fork"), t("mirrors.fork", **slots))
        if standing.state == "stands":
            since = local(standing.since or now, self._session.desk.state.zone)
            text = t("mirrors.stands", time=f"{since:%H:%M}", **slots)
            return MirrorLine(site.name, "stands", self._behind_or(standing, "stands"), text)
        if age > OLD and age > lag:
            return MirrorLine(site.name, "stands", t("mirrors.row.old", **slots), t("mirrors.old", **slots))
        if standing.behind:
            return MirrorLine(site.name, "behind", t(_behind(standing), **slots))
        return MirrorLine(site.name, "even", t("mirrors.row.even"))

    def _unkept(self, site: MirrorSite) -> MirrorLine:
        """No worker writes: it has not begun yet, or it is gone."""
        t = self._session.words.t
        if self._session.steady() - self._begun < OLD:
            return MirrorLine(site.name, "behind", t("mirrors.row.begins"))
        return MirrorLine(site.name, "stands", t("mirrors.row.stands"), t("mirrors.gone", name=site.name))

    def _behind_or(self, standing: MirrorStanding, otherwise: str) -> str:
        t = self._session.words.t
        if standing.behind:
            return t(_behind(standing), n=standing.behind, seconds=standing.lag(now_here()))
        return t(f"mirrors.row.{otherwise}")

    # -- as a reader ---------------------------------------------------------------------------------------------

    async def look(self) -> None:
        """Ask each mirror's public address for its newest entry; never in the way of a key."""
        asked = [site for site in self.sites if site.public]
        if asked:
            events = list(self._session.desk.state.events)
            self._ages = await asyncio.to_thread(self._aged, asked, events)

    def _aged(self, sites: Sequence[MirrorSite], events: Sequence[ev.Base]) -> dict[str, int]:
        """For each mirror the seconds since there was something a reader of it does not see."""
        from livecouncil.publishing.folder import lines_of_entries  # no matter of the first frame

        lines = lines_of_entries(events, self._memory)
        now = self._session.steady()
        self._known = {number: self._known.get(number, now) for number in range(1, len(lines) + 1)}
        return {site.name: self._age(site, now) for site in sites}

    def _age(self, site: MirrorSite, now: float) -> int:
        from . import public_reader

        meeting = self._session.desk.state.agenda.id
        try:
            newest = public_reader.newest(f"{site.public.rstrip('/')}/{meeting}/feed.json", _NUMBER)
        except (OSError, ValueError):
            newest = 0
        since = min((at for number, at in self._known.items() if number > newest), default=now)
        return int(now - since)
