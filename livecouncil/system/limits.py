"""What a process may take of this computer, and what it leaves to others."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from pathlib import Path

if sys.platform != "win32":
    try:
        import resource
    except ImportError:  # a Python without it
        resource = None  # type: ignore[assignment]
else:
    resource = None

_PR_SET_DUMPABLE = 4

_BELOW_NORMAL = 0x4000
_DARWIN_FILES = 10240  # what macOS takes at most, though it calls its limit endless

BOUNDED = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
except ImportError:
    pass
sys.stdout.reconfigure(encoding="utf-8", errors="replace")
"""
"""The head of a Python script that may take a gibibyte and twenty seconds, and no more, where the system can hold it to
that; Windows cannot so, and whoever runs it must bound its time."""


def no_core_dumps() -> None:
    """No core file, and no core for a handler that the system pipes it to (which does not heed the limit)."""
    if sys.platform != "win32" and resource is not None:
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
    if resource is None:
        return
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = hard
    if sys.platform == "darwin":
        wanted = _DARWIN_FILES
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def give_way(steps: int) -> None:
    """Let other processes go first, by `steps` of niceness; Windows knows one such step."""
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
    else:
        os.nice(steps)


def free_bytes(folder: Path) -> int:
    """What this user can still write on the disk of `folder`. Raises OSError."""
    return shutil.disk_usage(folder).free
