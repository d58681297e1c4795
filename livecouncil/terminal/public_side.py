"""How the public side stands, as far as it was looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class PublicSide:
    """`url` is the server's address, None before it is there; `served` whether there is to be one. `behind` are the
    readers that lag (page, feed, stream), `gone_since` is when the server stopped answering; `sentence` says all that.
    """

    served: bool
    url: str | None = None
    sentence: str = "…"
    behind: frozenset[str] = frozenset()
    gone_since: datetime | None = None
    walls: int = 0
