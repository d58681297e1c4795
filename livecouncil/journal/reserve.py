"""A mebibyte set aside beside the journal, for the moment the disk is full.

A meeting cannot wait until somebody has made room. The reserve is given back to the disk when a line does not fit: it
holds the rest of an evening. It is set aside anew as soon as there is room again.
"""

from __future__ import annotations

import os

from livecouncil.errors import JournalError
from livecouncil.system.files import write_whole
from livecouncil.system.locks import open_private

from .place import Place, gone
from .troubles import Troubles

SIZE = 1 << 20
"""Bytes: some four thousand lines."""


class Reserve:
    """`used` says that nothing is set aside now."""

    def __init__(self, place: Place, troubles: Troubles) -> None:
        self.used = False
        self._path = place.reserve
        self._troubles = troubles

    def set_aside(self) -> None:
        """Take the room, or none of it where the disk has not that much."""
        try:
            self._fill()
        except (OSError, JournalError):
            gone(self._path)
            self.used = True
        else:
            self.used = False
            self._troubles.over("disk")

    def give_back(self) -> bool:
        """Give the room back to the disk; False where nothing was set aside. Raises OSError."""
        if not self._path.exists():
            return False
        self._path.unlink()
        self.used = True
        self._troubles.tell("disk", "journal.reserve_used")
        return True

    def _fill(self) -> None:
        descriptor = open_private(self._path, os.O_TRUNC)
        try:
            write_whole(descriptor, b"\0" * SIZE)
        finally:
            os.close(descriptor)
