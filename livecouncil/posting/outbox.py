"""The outbox's states and the next step for one channel: a pure machine, so that no crash can surprise it.

`held → sending → done | rejected | unknown | not_sent | cancelled`, and `deleted` for what was taken off. A try is
written before the socket is touched: what a crash leaves in `sending` may have arrived, which makes it `unknown`.
Strictly in order: what is not settled keeps back what follows it, on its own channel only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from .posts import Outgoing, Post

State = Literal["held", "sending", "done", "rejected", "unknown", "not_sent", "cancelled", "deleted"]
SETTLED = ("done", "rejected", "cancelled", "deleted")
LAST_TRY = timedelta(seconds=60)
"""What was released as the doors closed may be tried once, at once; what cannot be sent then waits for `openbaar`."""

LOOK_AFTER = 1.25
"""Times the request's time-out before an unknown post is looked for: what was on its way has arrived by then."""


@dataclass(frozen=True)
class Sending:
    """One post on one channel, as the last line of the outbox has it.

    `text`, `created`, `rkey` and `key` are frozen before the first try. `ref` is where the network keeps it. `waits`
    names what the griffier must decide: 'stale', 'unreadable', or ''. `order` is the last decision carried out.
    """

    channel: str
    post: int
    state: State = "held"
    at: datetime | None = None
    text: str = ""
    language: str = ""
    created: datetime | None = None
    rkey: str = ""
    key: str = ""
    ref: Mapping[str, str] = field(default_factory=dict)
    tries: int = 0
    retry_at: datetime | None = None
    reason: str = ""
    order: int = 0

    def line(self) -> dict[str, Any]:
        """What the outbox keeps of it, JSON-ready, without what says nothing."""
        said = {k: v.isoformat() if isinstance(v, datetime) else v for k, v in vars(self).items()}
        return {k: v for k, v in said.items() if v not in ("", None, 0, {})}

    @staticmethod
    def of_line(line: Mapping[str, Any]) -> Sending:
        times = {k: datetime.fromisoformat(line[k]) for k in ("at", "created", "retry_at") if k in line}
        return Sending(**{**line, **times})


@dataclass(frozen=True)
class Step:
    """What to do now with `row`: send, look, cancel, delete, settle (the griffier says it stands there), or wait.

    `why` a wait: 'held', 'closed', 'stale', 'unreadable', or 'time' with its moment in `until`.
    """

    do: Literal["send", "look", "cancel", "delete", "settle", "wait"]
    row: Sending
    post: Post | None = None
    why: str = ""
    until: datetime | None = None


def next_step(
    channel: str,
    outgoing: Outgoing,
    rows: Mapping[int, Sending],
    now: datetime,
    *,
    stale: timedelta,
    timeout: timedelta,
) -> Step | None:
    """The one thing to do on `channel`, or None when all is settled. `rows` by post."""
    for post in outgoing.posts:
        row = rows.get(post.seq) or Sending(channel, post.seq)
        order = outgoing.order(post.seq, channel)
        if order and order.seq > row.order:
            word = order.act
        else:
            word = ""
        if order and word:
            row = replace(row, order=order.seq)
        else:
            row = row
        if row.state == "done" and word == "delete":
            return Step("delete", row, post)
        if row.state == "rejected" and word == "send":
            return _waiting(row, post, word, outgoing, now, stale, timeout)
        if row.state in SETTLED:
            continue
        maybe_there = row.state in ("sending", "unknown")
        return (_unsure if maybe_there else _waiting)(row, post, word, outgoing, now, stale, timeout)
    return None


def _waiting(
    row: Sending, post: Post, word: str, outgoing: Outgoing, now: datetime, stale: timedelta, timeout: timedelta
) -> Step:
    """It is surely not there, or the griffier wants it sent all the same."""
    if word in ("cancel", "delete"):
        return Step("cancel", row, post)
    if outgoing.held:
        return Step("wait", row, post, "held")
    if outgoing.closed and (row.tries or now - outgoing.closed > LAST_TRY):
        return Step("wait", row, post, "closed")
    if word != "send" and not row.order and now - post.at > stale:
        return Step("wait", row, post, "stale")
    if row.retry_at and row.retry_at > now and word != "send":
        return Step("wait", row, post, "time", row.retry_at)
    return Step("send", row, post)


def _unsure(
    row: Sending, post: Post, word: str, outgoing: Outgoing, now: datetime, stale: timedelta, timeout: timedelta
) -> Step:
    """It may be there: a try ended without an answer."""
    if word == "done":
        return Step("settle", row, post)
    if word == "send" and row.reason == "unreadable":
        return _waiting(row, post, word, outgoing, now, stale, timeout)
    if row.reason == "unreadable" and not word:
        return Step("wait", row, post, "unreadable")
    if outgoing.closed:
        return Step("wait", row, post, "closed")
    until = max(filter(None, ((row.at or now) + timeout * LOOK_AFTER, row.retry_at)))
    if until > now:
        return Step("wait", row, post, "time", until)
    return Step("look", row, post)
