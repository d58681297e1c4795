"""What the griffier sees of the networks and can choose there: read from the outbox, decided in the journal."""

from __future__ import annotations

from dataclasses import dataclass

from livecouncil.core.release.memory import Memory
from livecouncil.posting.outbox import SETTLED, Sending
from livecouncil.posting.outbox_file import ChannelStanding, Contents, outbox_path, read_outbox
from livecouncil.posting.posts import Marks, Outgoing, Post, outgoing_posts, text_of
from livecouncil.sitting.session import Session

LOUD = ("parked", "stale", "unreadable", "rejected", "waiting")
REASONS = ("early", "secret", "personal", "account")


@dataclass(frozen=True)
class ChannelLine:
    """One channel in one sentence; `loud` when the griffier must know. `state` is a key of `[posting]`, `waiting` how
    many posts wait there."""

    text: str
    loud: bool = False
    name: str = ""
    state: str = ""
    waiting: int = 0


class Networks:
    """The networks of one meeting as the terminal app shows them; looks at the outbox when it changed."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._words = session.words
        self._path = outbox_path(session.data, session.desk.state.agenda.id)
        self._memory = Memory()
        self._seen: tuple[int, int] = (-1, -1)
        self._contents = Contents()
        self._outgoing = Outgoing()

    @property
    def channels(self) -> list[str]:
        """Channels the worker serves; none in a rehearsal, where nothing leaves the machine."""
        state = self._session.desk.state
        if state.rehearsal:
            return []
        return [n for n, c in state.council.channels.items() if c.network != "copy"]

    def _look(self) -> None:
        try:
            size = self._path.stat().st_size
        except OSError:
            size = 0
        events = self._session.journal.events
        now = (size, len(events))
        if now == self._seen:
            return
        self._seen = now
        self._contents = read_outbox(self._path)
        self._outgoing = outgoing_posts(list(events), self._memory)

    # -- the panel -----------------------------------------------------------------------------------------------

    def sentences(self) -> list[ChannelLine]:
        """How each channel stands, loudest first."""
        if not self.channels:
            return []
        self._look()
        return sorted((self._sentence(name) for name in self.channels), key=lambda told: not told.loud)

    def _sentence(self, name: str) -> ChannelLine:
        rows = self._contents.rows.get(name, {})
        standing = self._contents.channels.get(name, ChannelStanding())
        waiting = sum((rows.get(p.seq) or Sending(name, p.seq)).state not in SETTLED for p in self._outgoing.posts)
        done = sum(row.state == "done" for row in rows.values())
        refused = sum(row.state == "rejected" for row in rows.values())
        state = self._state(standing, waiting, refused)
        text = self._words.t(
            f"posting.{state}", name=name, waiting=waiting, done=done, n=refused, reason=standing.reason
        )
        return ChannelLine(text, state in LOUD, name=name, state=state, waiting=waiting)

    def _state(self, standing: ChannelStanding, waiting: int, refused: int) -> str:
        if standing.state == "parked" and waiting:
            return "parked"
        if standing.reason in ("stale", "unreadable", "held", "closed") and waiting:
            return standing.reason
        if standing.state == "waiting" and waiting:
            return "waiting"
        if refused:
            return "rejected"
        if not self._outgoing.posts:
            return "idle"
        if waiting:
            return "busy"
        return "ok"

    # -- choosing ------------------------------------------------------------------------------------------------

    def all_at_once(self) -> list[tuple[str, str]]:
        """What can be done with all that waits, as (row, choice)."""
        self._look()
        waiting = self.waiting()
        if not (waiting and self.channels):
            return []
        return [(self._words.t(f"posting.all_{act}", n=len(waiting)), f"all {act}") for act in ("send", "cancel")]

    def sending(self, channel: str, seq: int) -> Sending | None:
        """How the post of a fact stands on a channel; None where there is no such post."""
        if self.post(seq) is None:
            return None
        return self._contents.rows.get(channel, {}).get(seq, Sending(channel, seq))

    def look(self) -> None:
        """Read the outbox and the journal anew, where either grew."""
        self._look()

    def _settled(self, post: Post) -> bool:
        return all(
            self._contents.rows.get(n, {}).get(post.seq, Sending(n, post.seq)).state in SETTLED for n in self.channels
        )

    def text(self, post: Post) -> str:
        """The text as counted for X and without address: what is copied by hand fits everywhere."""
        from livecouncil.core.text.length import fits

        council = self._session.desk.state.council.council
        marks = Marks(
            links=False,
            hashtag=council.hashtag,
            initials=council.initials,
            unofficial=council.unofficial,
        )
        return text_of(post, self._words, lambda text: fits(text, "x"), set(), marks)

    def post(self, seq: int) -> Post | None:
        return next((p for p in self._outgoing.posts if p.seq == seq), None)

    def choices(self, post: Post) -> list[tuple[str, str]]:
        """What can be done with one post now, as (row, choice)."""
        from livecouncil.core.text.length import measured

        states = {self._contents.rows.get(n, {}).get(post.seq, Sending(n, post.seq)).state for n in self.channels}
        told = measured(self.text(post), "x")
        rows = [(self._words.t("posting.copy", lengths=f"X {told.length}/{told.limit}"), "copy")]
        if states - set(SETTLED) or "rejected" in states:
            rows += [(self._words.t("posting.send"), "send"), (self._words.t("posting.cancel"), "cancel")]
        if "unknown" in states:
            rows.append((self._words.t("posting.done"), "done"))
        if "done" in states:
            rows += [(self._words.t(f"posting.delete_{reason}"), f"delete {reason}") for reason in REASONS]
        return rows

    def waiting(self) -> tuple[int, ...]:
        return tuple(p.seq for p in self._outgoing.posts if not self._settled(p))
