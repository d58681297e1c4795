"""What a process may take of this computer, and what it leaves to others."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import sys
from pathlib import Path

_PR_SET_DUMPABLE = 4

BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
sys.stdout.reconfigure(encoding="utf-8", errors="replace")
"""
"""The head of a Python script that may take a gibibyte and twenty seconds, and no more."""


def no_core_dumps() -> None:
    """No core file, and no core for a handler that the system pipes it to (which does not heed the limit)."""
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not sys.platform.startswith("linux"):
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def many_files() -> None:
    """As many open files, so as many followers, as the computer allows this process; one that may not ask for more has
    what it was given."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def give_way(steps: int) -> None:
    """Let other processes go first, by `steps` of niceness."""
    os.nice(steps)


def free_bytes(folder: Path) -> int:
    """What this user can still write on the disk of `folder`. Raises OSError."""
    return shutil.disk_usage(folder).free
