"""What each audience of an evening has at one moment: asked of the real outputs, as whoever stands there gets them."""

from __future__ import annotations

import asyncio
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.disclose import for_networks
from livecouncil.core.release.passed import Passed
from livecouncil.core.release.record import ProofRecord, PublicRecord
from livecouncil.core.release.revealed import revealed
from livecouncil.core.text.length import fits
from livecouncil.journal import chain
from livecouncil.journal.follower import MeetingFollower
from livecouncil.journal.lines import body_of
from livecouncil.posting.posts import Marks, outgoing_posts, text_of
from livecouncil.server.follow import Meeting
from livecouncil.wording import Wording

from .canaries import Gate

NETWORKS = ("mastodon", "x")
WORDS = Wording.load("nl")


class Reader:
    """Whoever follows a stream: keeps the bytes it was sent."""

    def __init__(self) -> None:
        self.heard = b""

    def send(self, chunk: bytes) -> None:
        self.heard += chunk


@dataclass
class Output:
    """What was found at one place, and behind which gate it stands."""

    name: str
    gate: Gate
    text: str


@dataclass
class Server:
    """The public server of one meeting, as one process: it follows, streams and writes."""

    folder: Path
    id: str
    meeting: Meeting = field(init=False)
    public: Reader = field(default_factory=Reader)
    chamber: Reader = field(default_factory=Reader)

    def __post_init__(self) -> None:
        self.meeting = Meeting(self.id, MeetingFollower(self.folder, self.id))
        self.meeting.feed.followers.add(self.public)  # type: ignore[arg-type]
        self.meeting.wall.followers.add(self.chamber)  # type: ignore[arg-type]

    def follow(self) -> None:
        """What one turn of the server does."""
        if self.meeting.poll():
            asyncio.run(self.meeting.tell())

    def write(self) -> None:
        """What the writer behind it does."""
        self.meeting.write(self.folder / "public")

    def outputs(self, name: str) -> Iterator[Output]:
        """What was streamed since this was last asked, and what is kept for whoever comes back."""
        streamed, self.public.heard = self.public.heard, b""
        shown, self.chamber.heard = self.chamber.heard, b""
        feed = self.meeting.feed
        yield Output(f"{name}: streamed", "feed", streamed.decode())
        yield Output(f"{name}: replay", "feed", feed.replay(0).decode())
        kept = b"".join([*feed.history, *feed.changed.values(), feed.standing])
        yield Output(f"{name}: kept", "feed", kept.decode())
        yield Output(f"{name}: shown on the wall", "wall", unbroken(shown.decode()))
        yield Output(f"{name}: wall", "wall", unbroken(b"".join(self.meeting.wall.history).decode()))


def files_in(public: Path) -> Iterator[Output]:
    """Every file of the public folder."""
    for path in sorted(p for p in public.rglob("*") if p.is_file()):
        yield Output(str(path.relative_to(public)), "feed", f"{path.name}\n{_text_of(path)}")


def _text_of(path: Path) -> str:
    """What a file says; of a document what a reader sees of it, with what is embedded."""
    if path.suffix == ".odt":
        with zipfile.ZipFile(path) as packed:
            return "\n".join(packed.read(name).decode(errors="replace") for name in packed.namelist())
    if path.suffix == ".pdf":
        plain = subprocess.run(["pdftotext", "-q", path, "-"], capture_output=True, text=True, check=True).stdout
        return plain + path.read_bytes().decode(errors="replace")
    return unbroken(path.read_text(encoding="utf-8", errors="replace"))


def posts_of(events: Sequence[ev.Base]) -> Iterator[Output]:
    """What the posting worker is given, and what it would send on each network."""
    folded = for_networks(events)
    yield Output("folded for the networks", "networks", repr((folded.facts, folded.tellings, folded.state.objects)))
    posts = outgoing_posts(events).posts
    yield Output("posts", "networks", repr(posts))
    marks = Marks(links=True, hashtag="RaadDorp")
    texts = [
        text_of(post, WORDS, partial(fits, network=network), set(), marks) for post in posts for network in NETWORKS
    ]
    yield Output("texts of posts", "networks", "\n".join(texts))


@dataclass
class Opened:
    """The public chain at this moment: its bytes, and the events that can be made of it."""

    lines: bytes
    events: list[ev.Base]


def public_chain(base: Path, meeting: str, events: Sequence[ev.Base]) -> Opened:
    """What a mirror would have now."""
    passed = Passed.through("feed", events)
    lines = chain.published(chain.raw(base / "journal", meeting), passed.journal[-1].seq, revealed(passed))
    bodies = [body_of(row) for row in lines.splitlines()]
    live = {body["seq"]: body for body in bodies if body.get("type") != "segment" and body}
    return Opened(lines, [ev.event_of(_without_chain(live[seq])) for seq in sorted(live)])


def _without_chain(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in ("prev", "crc")}


def unproven(record: PublicRecord, doors_known: bool) -> PublicRecord:
    """A record but for what it says of the journal itself; and but for when the doors were closed, where not even that
    is known yet: who cuts a recording must know it before."""
    record = replace(record, proof=ProofRecord())
    if doors_known:
        return record
    return replace(record, decisions=replace(record.decisions, closed_spans=()))


def unbroken(text: str) -> str:
    """Without the soft hyphens of the wall: what is broken there is still read."""
    return text.replace("\u00ad", "").replace("\\u00ad", "")
