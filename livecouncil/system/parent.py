"""A helper process and the one that started it: it ends with its standard input, and is told on which port to be.

A signal can be missed and a parent can be killed; a pipe that nobody holds any more is seen by every process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from .processes import at_the_end_of

PORT_TAKEN = 4
"""Exit code of a server that was to come back on its own port and found it taken."""

PARENT = "LIVECOUNCIL_PARENT_STDIN"
"""In the environment of a process beside: it ends with its standard input."""

SAME_PORT = "LIVECOUNCIL_SAME_PORT"
"""In the environment of a process beside: it takes the port it is given or none."""


def is_beside() -> bool:
    """Whether another process of ours started this one."""
    return bool(os.environ.get(PARENT))


def wants_same_port() -> bool:
    """Whether this server comes back to readers it had."""
    return bool(os.environ.get(SAME_PORT))


def end_with_parent(end: Callable[[], object]) -> None:
    """Call `end` in the running loop once the parent's pipe closes; does nothing in a process that stands alone."""
    if not is_beside():
        return
    at_the_end_of(sys.stdin.fileno(), end)
