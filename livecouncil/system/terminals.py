"""Whether the terminal a program was started in is still there.

When a window is closed or a line is lost the system sends a signal, but only to who has the terminal as its own: a
program under `setsid` or `nohup`, or in some containers, hears nothing, and would go on for ever with nobody before it.
"""

from __future__ import annotations

import errno
import sys

if sys.platform != "win32":
    try:
        import termios
    except ImportError:  # a Python without it
        termios = None  # type: ignore[assignment]
else:
    termios = None


def is_gone(descriptor: int) -> bool:
    """Whether the terminal that `descriptor` was opened on has been closed at its other end. What is no terminal never
    goes."""
    if termios is None:
        return False
    try:
        termios.tcgetattr(descriptor)
    except termios.error as error:
        return bool(error.args[0] == errno.EIO)
    return False
