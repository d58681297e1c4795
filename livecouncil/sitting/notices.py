"""What the griffier must hear although it answers no line: a server that is gone, a clock that was set, a full disk.

Whoever has something to tell calls `tell`, from any thread; the shell that shows it calls `read` once it was read. A
notice stands until then, or until it is so no longer (`withdraw`); the same one never stands twice.
"""

from __future__ import annotations

import threading


class Notices:
    """Told and not read yet, in the order in which they were told."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._lock = threading.Lock()

    @property
    def unread(self) -> list[str]:
        """What stands, to be looked at."""
        with self._lock:
            return list(self._texts)

    def tell(self, text: str) -> None:
        with self._lock:
            if text not in self._texts:
                self._texts.append(text)

    def withdraw(self, text: str) -> None:
        """What was told is so no longer."""
        with self._lock:
            self._texts = [each for each in self._texts if each != text]

    def read(self) -> list[str]:
        """What stands, which from now on was read."""
        with self._lock:
            texts = self._texts
            self._texts = []
            return texts
