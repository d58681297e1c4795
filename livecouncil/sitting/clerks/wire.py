"""What goes over the line between two clerks: one JSON object a line, within bounds.

Who is at the other end may be broken, slow or hostile: a line that is too long or is no object is an end, told with a
sentence, and never read further. Nothing here knows what is said.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

from livecouncil.errors import LivecouncilError

TO_THE_FIRST = 1 << 20
"""Bytes of one line a second clerk may send: many times the text of a motion."""

TO_THE_SECOND = 64 << 20
"""Bytes of one line the first may send: a whole meeting at once."""

SECONDS = 5.0
"""After which a line that takes nothing is dropped, so that no clerk is held up by the other, and one that says nothing
counts as silent."""

SIGN_OF_LIFE = 2.0
"""Seconds between two lines at most, as long as both are well."""

_READ = 64 << 10

Said = dict[str, Any]
NOTHING: Said = {}
"""What is heard of who has been silent for so long."""


class Garbled(LivecouncilError):
    """What came is too long or no object."""


class Wire:
    """One end of the line; what it sends it sends whole, from whichever thread."""

    def __init__(self, line: socket.socket, most: int) -> None:
        self._line = line
        self._most = most
        self._sending = threading.Lock()
        line.settimeout(SECONDS)

    def send(self, said: Said) -> None:
        """Raises OSError where the line is gone, or takes nothing for so long that it is given up."""
        whole = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        with self._sending:
            try:
                self._line.sendall(whole)
            except OSError:
                self.end()
                raise

    def heard(self) -> Iterator[Said]:
        """What the other end says, until it ends; `NOTHING` where it is silent. Raises Garbled."""
        waiting = bytearray()
        looked = 0
        while True:
            end = waiting.find(b"\n", looked)
            if end >= 0:
                yield _one_object(bytes(waiting[:end]))
                del waiting[: end + 1]
                looked = 0
                continue
            looked = len(waiting)
            if looked > self._most:
                raise Garbled("clerks.too_long", most=self._most)
            try:
                got = self._line.recv(_READ)
            except TimeoutError:
                yield NOTHING
                continue
            except OSError:
                return
            if not got:
                return
            waiting += got

    def end(self) -> None:
        """Both ends hear of it."""
        with contextlib.suppress(OSError):
            self._line.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.end()
        self._line.close()


def _one_object(raw: bytes) -> Said:
    try:
        said = json.loads(raw)
    except (ValueError, RecursionError):
        raise Garbled("clerks.garbled") from None
    if not isinstance(said, dict):
        raise Garbled("clerks.garbled")
    return said
