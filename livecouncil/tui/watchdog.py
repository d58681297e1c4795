"""Looks at the public side from the outside in, and says loudly when the public does not see what was released."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from datetime import datetime

from ..publishing import record_of
from ..session import Session


class Watchdog:
    """`sentence` for the panel; `loud` when something is wrong for longer than one look."""

    def __init__(self, session: Session, server_url: str | None) -> None:
        self._session, self._url = session, server_url
        self._behind = 0
        self.loud = False
        self.sentence = session.words.t("tui.server_none") if not server_url else "…"

    async def look(self) -> None:
        """Ask the server what its followers have; never in the way of a key."""
        if not self._url:
            return
        try:
            health = await asyncio.to_thread(self._fetch)
        except (OSError, ValueError):
            self.loud, self.sentence = True, self._session.words.t("tui.server_down")
            return
        self._judge(health.get("meetings", {}).get(self._session.desk.state.agenda.id, {}))

    def _fetch(self) -> dict[str, dict[str, dict[str, float]]]:
        with urllib.request.urlopen(f"{self._url}healthz", timeout=1.5) as response:
            told: dict[str, dict[str, dict[str, float]]] = json.load(response)
            return told

    def _judge(self, told: dict[str, float]) -> None:
        words = self._session.words
        logged = record_of(self._session.desk.state.events).seq
        self._behind = self._behind + 1 if told.get("seq", -1) < logged else 0
        self.loud = self._behind > 1
        if self.loud:
            self.sentence = words.t("tui.server_behind", seen=int(told.get("seq", 0)), logged=logged)
            return
        written = datetime.fromtimestamp(told.get("written") or 0)
        self.sentence = words.t(
            "tui.server_ok",
            written=f"{written:%H:%M:%S}",
            walls=int(told.get("walls", 0)),
            followers=int(told.get("followers", 0)),
        )
