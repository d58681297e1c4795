"""Whether a file is this user's alone: a key or a password that others could read, or have written, is none."""

from __future__ import annotations

import os
import stat


def ours_alone(found: os.stat_result) -> bool:
    """Whether a file as `stat` found it belongs to this user and lets nobody else in."""
    return found.st_uid == os.geteuid() and not stat.S_IMODE(found.st_mode) & 0o077
