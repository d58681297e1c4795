"""What goes to the networks: from the journal to posts with their threads, and what the griffier decided of them.

A post is made of a fact its gate has released. One root a meeting, one branch an item; a correction answers what it
corrects. The worker (`networks.worker`) follows this; it decides nothing of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.doors import Doors
from livecouncil.core.release.disclose import for_networks
from livecouncil.core.release.memory import Memory
from livecouncil.core.telling.ladder import fitted
from livecouncil.core.telling.links import url_of
from livecouncil.core.telling.sentences import before_tail, marked
from livecouncil.core.telling.telling import Telling
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.inert import inert

MESSAGE = "vrij_bericht"
"""The kind whose text was written to be sent out: an address with its scheme is meant there."""


@dataclass(frozen=True)
class Post:
    """One message for every network. `seq` is its fact's; `at` when the networks' gate let it through."""

    seq: int
    told: Telling
    url: str
    at: datetime
    parent: int | None = None
    root: int | None = None
    corrects: int | None = None


@dataclass(frozen=True)
class Order:
    """A griffier's decision; `seq` is that of the event that holds it."""

    seq: int
    act: str
    reason: str = ""


@dataclass(frozen=True)
class Outgoing:
    """The posts in order, and what keeps them: `held` while paused, in panic; `closed` since when the doors are."""

    posts: tuple[Post, ...] = ()
    held: bool = False
    closed: datetime | None = None
    orders: dict[tuple[int, str], Order] = field(default_factory=dict)
    hashtag: str = ""
    initials: str = ""
    unofficial: bool = False

    def order(self, seq: int, channel: str) -> Order | None:
        """The latest decision on a post, for this channel or for all."""
        found = [o for key in ((seq, channel), (seq, "")) if (o := self.orders.get(key))]
        return max(found, key=lambda o: o.seq, default=None)


def decisions_alone(outgoing: Outgoing) -> Outgoing:
    """The same for a channel that carries decisions and their corrections, and nothing else."""
    return replace(outgoing, posts=tuple(post for post in outgoing.posts if post.told.outcome))


def outgoing_posts(events: Sequence[ev.Base], memory: Memory | None = None) -> Outgoing:
    """What the journal says of posting. Pure; `memory` as in `core.release.memory`."""
    folded = for_networks(events, memory)
    through = folded.passed.at
    state = folded.state
    rows: list[Post] = []
    branch: dict[str, int] = {}
    for telling in sorted(folded.tellings, key=lambda t: t.seq):
        if telling.seq not in through:
            continue
        root = None
        if rows:
            root = rows[0].seq
        corrects = None
        if any(row.seq == telling.corrects for row in rows):
            corrects = telling.corrects
        parent = corrects or branch.get(telling.item or "", root)
        rows.append(Post(telling.seq, telling, url_of(state, telling), through[telling.seq], parent, root, corrects))
        if telling.item:
            branch.setdefault(telling.item, telling.seq)
    held, closed = _standing(events)
    info = state.council.council
    return Outgoing(tuple(rows), held, closed, _orders(events), info.hashtag, info.initials, info.unofficial)


def _standing(events: Sequence[ev.Base]) -> tuple[bool, datetime | None]:
    """Whether posting is held (paused or in panic), and since when the doors are closed."""
    paused = panic = False
    for event in events:
        match event:
            case ev.Paused():
                paused = event.on
            case ev.Panic():
                panic = event.on
    return paused or panic, Doors.of(events).since


def _orders(events: Sequence[ev.Base]) -> dict[tuple[int, str], Order]:
    decided = [e for e in events if isinstance(e, ev.Posting)]
    return {(seq, e.channel): Order(e.seq, e.act, e.reason) for e in decided for seq in e.of}


@dataclass(frozen=True)
class Marks:
    """What goes with every text of a council: `links` whether a post's address does, the tag and initials without their
    signs, and whether the report is unofficial, whose mark is never cut."""

    links: bool
    hashtag: str = ""
    initials: str = ""
    unofficial: bool = False


def text_of(post: Post, words: Words, fits: Callable[[str], bool], said: set[str], marks: Marks) -> str:
    """The text of `post` as it is to be frozen: NFC, inert but for our own marks, as long as `fits`, unlike any of
    `said` even without its address."""
    url = ""
    if marks.links:
        url = post.url
    tag = ""
    if marks.hashtag:
        tag = f"#{marks.hashtag}"
    sender = ""
    if marks.initials:
        sender = f"^{marks.initials}"

    def whole(text: str, again: str) -> str:
        tail = " ".join(filter(None, (again, sender)))
        text = before_tail(text, tail, url, tag)
        if marks.unofficial:
            text = marked(text, post.told, words)
        return inert(unicodedata.normalize("NFC", text), (url, tag), links=post.told.kind == MESSAGE)

    def told_with(again: str) -> str:
        def fits_whole(text: str) -> bool:
            return fits(whole(text, again))

        return whole(fitted(post.told, words, fits_whole, url, marks.hashtag), again)

    text = ""
    for again in ("", f"({post.told.at:%H:%M})", f"({post.told.at:%H:%M:%S})", f"({post.seq})"):
        text = told_with(again)
        if recognisable(text) not in said:
            break
    return text


def recognisable(text: str) -> str:
    """A text as it is recognised again on a network: without addresses, whatever the blanks."""
    return " ".join(w for w in unicodedata.normalize("NFC", text).split() if not w.startswith(("http://", "https://")))
