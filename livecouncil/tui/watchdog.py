"""Looks at the public side from the outside in: page, feed, stream and wall as a reader gets them.

`healthz` says what the server believes; the page, the feed and the stream are fetched as anybody would and must carry
the newest entry. What lags for longer than one look is said loudly.
"""

from __future__ import annotations

import asyncio
import json
import re
import urllib.request
from datetime import datetime
from urllib.error import HTTPError

from ..core.record import PublicRecord
from ..publishing import record_of
from ..session import Session

PATIENCE = 2.0  # seconds a reader may wait


class Watchdog:
    """`sentence` for the panel; `loud` when something is wrong for longer than one look."""

    def __init__(self, session: Session, server_url: str | None) -> None:
        self._session, self._url = session, server_url
        self._late: frozenset[str] = frozenset()
        self.loud = False
        self.sentence = session.words.t("tui.server_none") if not server_url else "…"

    async def look(self) -> None:
        """Ask as a reader would; never in the way of a key."""
        if not self._url:
            return
        wanted = record_of(list(self._session.desk.state.events))
        try:
            health, seen = await asyncio.to_thread(self._seen, wanted)
        except (OSError, ValueError):
            self.loud, self.sentence = True, self._session.words.t("tui.server_down")
            return
        self._judge(wanted, health, seen)

    def _seen(self, wanted: PublicRecord) -> tuple[dict[str, float], dict[str, int]]:
        """What the server believes, and the newest entry on page, feed and stream. Raises OSError, ValueError."""
        base = f"{self._url}{wanted.meeting_id}/"
        health = json.loads(self._fetch(f"{self._url}healthz")).get("meetings", {}).get(wanted.meeting_id, {})
        if not wanted.seq or wanted.policy == "chamber":
            return health, {}
        return health, {
            "page": self._newest(base, rb'data-seq="(\d+)"'), "feed": self._newest(f"{base}feed.json", rb'"seq": (\d+)'),
            "stream": self._streamed(f"{base}stream?last={wanted.seq - 1}"),
        }  # fmt: skip

    def _newest(self, address: str, pattern: bytes) -> int:
        """The first number `pattern` finds, which is the newest entry's; 0 where there is no such page."""
        try:
            found = re.search(pattern, self._fetch(address))
        except HTTPError:
            return 0
        return int(found[1]) if found else 0

    def _fetch(self, address: str) -> bytes:
        with urllib.request.urlopen(address, timeout=PATIENCE) as response:
            body: bytes = response.read()
            return body

    def _streamed(self, address: str) -> int:
        """Number of the first entry the stream tells after the one before the newest; 0 when it stays silent."""
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE / 2) as response:
                for line in response:
                    if line.startswith(b"id: "):
                        return int(line[4:])
        except (TimeoutError, HTTPError):
            pass
        return 0

    def _judge(self, wanted: PublicRecord, health: dict[str, float], seen: dict[str, int]) -> None:
        words = self._session.words
        late = frozenset(name for name, seq in seen.items() if seq < wanted.seq)
        lasting, self._late = late & self._late, late
        self.loud = bool(lasting)
        if lasting:
            names = ", ".join(words.t(f"tui.sees.{name}") for name in sorted(lasting))
            least = min(seen[name] for name in lasting)
            self.sentence = words.t("tui.server_behind", names=names, seen=least, logged=wanted.seq)
            return
        written = datetime.fromtimestamp(health.get("written") or 0)
        walls = int(health.get("walls", 0))
        key = "tui.server_ok" if walls else "tui.server_no_wall"
        followers = int(health.get("followers", 0))
        self.sentence = words.t(key, written=f"{written:%H:%M:%S}", walls=walls, followers=followers)
