"""What of the machine may spoil an evening: a clock that nobody keeps right, a battery that runs down, folders that are
open to others or closed to a web server.

Only what is known is told: where a system says nothing, nothing is wrong. Modes are looked at as they are, never the
umask that made them: what a folder lets others do is what counts.
"""

from __future__ import annotations

import stat
import sys
from functools import cache
from pathlib import Path

_SUPPLIES = Path("/sys/class/power_supply")
_STATUS_AT = 40
"""Where `status` stands in the kernel's `struct timex` on a machine of 64 bits."""
_UNSYNCED = 0x0040
"""STA_UNSYNC of <sys/timex.h>."""


@cache
def clock_is_kept() -> bool | None:
    """Whether the kernel knows its clock to be kept right, by whichever program; None where that is not told."""
    if sys.platform != "linux" or sys.maxsize < 2**32:
        return None
    import ctypes  # by nobody else: half of what the start checks may cost

    told = ctypes.create_string_buffer(512)  # longer than the structure, whose first number says: change nothing
    try:
        asked = ctypes.CDLL(None).adjtimex(told)
    except (OSError, AttributeError):
        return None
    if asked < 0:
        return None
    status = int.from_bytes(told.raw[_STATUS_AT : _STATUS_AT + 4], sys.byteorder)
    return not status & _UNSYNCED


def battery(supplies: Path = _SUPPLIES) -> int | None:
    """Percent left in a battery that runs down; None where none does, or nothing is told."""
    left = [_supply_says(one / "capacity") for one in _running_down(supplies)]
    return min((int(text) for text in left if text.isdecimal()), default=None)


def _running_down(supplies: Path) -> list[Path]:
    found = sorted(supplies.glob("*")) if sys.platform == "linux" else []
    batteries = [
        one for one in found if _supply_says(one / "type") == "Battery" and _supply_says(one / "scope") != "Device"
    ]
    return [one for one in batteries if _supply_says(one / "status") == "Discharging"]


def _supply_says(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def open_to_all(folder: Path) -> Path | None:
    """What of the council's `folder` everybody on this machine may change: itself, its settings, its journals."""
    if sys.platform == "win32":
        return None
    for path in (folder, folder / "council.toml", folder / "agendas", folder / "journal"):
        mode = _mode(path)
        if mode & stat.S_IWOTH and not mode & stat.S_ISVTX:
            return path
    return None


def closed_to_others(folder: Path) -> Path | None:
    """The first folder on the way to `folder`, or that itself, which lets no other user through."""
    if sys.platform == "win32":
        return None
    way = [*reversed(folder.absolute().parents), folder.absolute()]
    return next((step for step in way if step.exists() and not _mode(step) & stat.S_IXOTH), None)


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except OSError:
        return 0
