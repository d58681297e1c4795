"""The other clerk, for a shell that shows nothing standing: each change is said once, as a line.

What the app shows on its screen (who is there, who has the hammer, what the other logged, stages or proposes) is here
held against what was said of it last. Nothing is asked of the other terminal: all of it is known at this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .proposal import Proposal

if TYPE_CHECKING:
    from livecouncil.sitting.session import Session

_TAKES = "\t"
_DROPS = "\x1b"
"""The keys of the app: on a line of their own here."""


class OtherInLines:
    """What one shell was told of the clerk beside its own."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._logged = len(session.journal.events)
        self._presence = ""
        self._holder = session.clerks.holder
        self._staged = ""
        self._proposals: list[Proposal] = []

    def news(self) -> list[str]:
        """What changed since this was asked last, in sentences; nothing where one clerk works alone."""
        session = self._session
        with session.changing:
            said = [*self._of_presence(), *self._of_facts(), *self._of_hammer(), *self._of_staged()]
            if not session.desk.state.doors_closed:
                said += self._of_proposals()
        return said

    def _of_presence(self) -> Iterator[str]:
        """That the other is lost, silent, or there; with whom this terminal works its welcome said."""
        clerks = self._session.clerks
        t = self._session.words.t
        presence = ""
        if clerks.lost:
            presence = t("clerks.line_lost", clerk=clerks.lost)
        elif clerks.silent and clerks.writes:
            presence = t("clerks.silent_now", clerk=clerks.other)
        elif clerks.silent:
            presence = t("clerks.silent", clerk=clerks.other)
        elif clerks.together and (clerks.writes or self._presence):
            presence = t("clerks.there", clerk=clerks.other)
        if presence and presence != self._presence:
            yield presence
        self._presence = presence

    def _of_facts(self) -> Iterator[str]:
        """The sentences of what was logged by the other's hand."""
        session = self._session
        own = session.clerks.own
        fresh = session.journal.events[self._logged :]
        self._logged = len(session.journal.events)
        for event in fresh:
            by = event.hammer or event.clerk
            sentence = session.desk.saying.sentence(event) if by not in ("", own) else ""
            if sentence:
                yield session.words.t("clerks.logged", clerk=by, sentence=sentence)

    def _of_hammer(self) -> Iterator[str]:
        """That the hammer came here. Who gives it away is answered, and the terminal that writes is told by notice."""
        clerks = self._session.clerks
        before = self._holder
        self._holder = clerks.holder
        if self._holder not in (before, clerks.other) and not clerks.writes:
            yield self._session.words.t("clerks.hammer_here", clerk=clerks.other)

    def _of_staged(self) -> Iterator[str]:
        """What waits for the hammer where that is the other's."""
        session = self._session
        waits = session.desk.staged
        sentence = waits.sentence if waits else ""
        if sentence and sentence != self._staged and session.clerks.holder != session.clerks.own:
            yield session.words.t("clerks.waits_there", clerk=session.clerks.holder, sentence=sentence)
        self._staged = sentence

    def _of_proposals(self) -> Iterator[str]:
        clerks = self._session.clerks
        waiting = [one for one in clerks.proposals if one.clerk != clerks.own and clerks.holder == clerks.own]
        for one in waiting:
            if one not in self._proposals:
                yield self._session.words.t("clerks.offered", clerk=one.clerk, at=one.at, line=one.line)
        self._proposals = waiting

    def wished(self, raw: str | bytes) -> tuple[Proposal, bool] | None:
        """The oldest proposal, where a line is nothing but the key that takes it, or the one that drops it (True)."""
        text = raw if isinstance(raw, str) else raw.decode("latin-1")
        key = text.rstrip("\r\n")
        proposal = self._session.clerks.next_proposal()
        if key not in (_TAKES, _DROPS) or proposal is None or self._session.desk.state.doors_closed:
            return None
        return proposal, key == _DROPS
