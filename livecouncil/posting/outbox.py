"""The outbox's states and the next step for one channel: a pure machine, so that no crash can surprise it.

`held → sending → done | rejected | unknown | not_sent | cancelled`, and `deleted` for what was taken off. A try is
written before the socket is touched: what a crash leaves in `sending` may have arrived, which makes it `unknown`.
Strictly in order: what is not settled keeps back what follows it, on its own channel only.

Two questions decide a step. *May it be there?* Then it is looked for, never sent again; where nobody can look, the
griffier says. *May it go?* Not while the griffier holds everything, not while the doors are closed, not when it grew
stale unseen, not before its time. A griffier's word counts once: the number of the order that was carried out stands in
the row. The machine knows no clock, file or network: it is told the moment, and says one thing to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from .posts import Outgoing, Post

State = Literal["held", "sending", "done", "rejected", "unknown", "not_sent", "cancelled", "deleted"]
Do = Literal["send", "look", "cancel", "delete", "settle", "wait"]
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
        said = {name: value for name, value in vars(self).items() if value not in ("", None, 0, {})}
        for name, value in said.items():
            if isinstance(value, datetime):
                said[name] = value.isoformat()
        return said

    @staticmethod
    def of_line(line: Mapping[str, Any]) -> Sending:
        times = {k: datetime.fromisoformat(line[k]) for k in ("at", "created", "retry_at") if k in line}
        return Sending(**{**line, **times})


@dataclass(frozen=True)
class Step:
    """What to do now with `row`: send, look, cancel, delete, settle (the griffier says it stands there), or wait.

    `why` a wait: 'held', 'closed', 'stale', 'unreadable', or 'time' with its moment in `until`.
    """

    do: Do
    row: Sending
    post: Post | None = None
    why: str = ""
    until: datetime | None = None


@dataclass(frozen=True)
class _Case:
    """One post on one channel, with all that decides its next step; `word` is the griffier's, not yet carried out."""

    row: Sending
    post: Post
    word: str
    outgoing: Outgoing
    now: datetime
    stale: timedelta
    timeout: timedelta

    def step(self, do: Do, why: str = "", until: datetime | None = None) -> Step:
        return Step(do, self.row, self.post, why=why, until=until)


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
        word = ""
        if order and order.seq > row.order:
            word = order.act
            row = replace(row, order=order.seq)
        case = _Case(row, post, word=word, outgoing=outgoing, now=now, stale=stale, timeout=timeout)
        if row.state == "done" and word == "delete":
            return case.step("delete")
        if row.state == "rejected" and word == "send":
            return _surely_not_there(case)
        if row.state in SETTLED:
            continue
        if row.state in ("sending", "unknown"):
            return _maybe_there(case)
        return _surely_not_there(case)
    return None


def _surely_not_there(case: _Case) -> Step:
    """It is surely not there, or the griffier wants it sent all the same."""
    row = case.row
    outgoing = case.outgoing
    if case.word in ("cancel", "delete"):
        return case.step("cancel")
    if outgoing.held:
        return case.step("wait", "held")
    if outgoing.closed and (row.tries or case.now - outgoing.closed > LAST_TRY):
        return case.step("wait", "closed")
    if case.word != "send" and not row.order and case.now - case.post.at > case.stale:
        return case.step("wait", "stale")
    if row.retry_at and row.retry_at > case.now and case.word != "send":
        return case.step("wait", "time", row.retry_at)
    return case.step("send")


def _maybe_there(case: _Case) -> Step:
    """It may be there: a try ended without an answer."""
    row = case.row
    if case.word == "done":
        return case.step("settle")
    if case.word == "send" and row.reason == "unreadable":
        return _surely_not_there(case)
    if row.reason == "unreadable" and not case.word:
        return case.step("wait", "unreadable")
    if case.outgoing.closed:
        return case.step("wait", "closed")
    arrived = (row.at or case.now) + case.timeout * LOOK_AFTER
    until = max(filter(None, (arrived, row.retry_at)))
    if until > case.now:
        return case.step("wait", "time", until)
    return case.step("look")
