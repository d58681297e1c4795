"""Who writes this journal: this program for as long as it holds the lock, or another, by name.

The lock lies on the journal itself (`system/locks`), so a deleted `<id>.lock` gives nobody a second writer; it is put
back and told. When another program does hold the journal this one is no writer any more, for good: a line that two
programs number alike would be two facts.
"""

from __future__ import annotations

from livecouncil.system.locks import Lock

from .troubles import Troubles


class Holder:
    """`read_only` until this program writes; `name` says who else does, '' where nobody does."""

    def __init__(self, meeting: str, troubles: Troubles) -> None:
        self.read_only = True
        self.name = ""
        self._meeting = meeting
        self._troubles = troubles
        self._lock: Lock | None = None

    def holds(self, lock: Lock) -> None:
        """`lock` was taken; it is given back by `release`."""
        self._lock = lock

    def keep(self) -> None:
        """See that the lock is still ours. Raises Held where another program has it now."""
        assert self._lock
        if self._lock.kept():
            return
        self._lock.claim_again()
        self._troubles.tell("lock", "journal.lock_back", meeting=self._meeting)

    def yields_to(self, name: str) -> None:
        """Another program writes now: nothing more is accepted here."""
        self.read_only = True
        self.name = name

    def release(self) -> None:
        """Write no more, and let others."""
        if self._lock:
            self._lock.release()
        self._lock = None
        self.read_only = True
