"""Other processes of this computer, signals to this one, and what of standard input can be waited for."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Callable

_STILL_ACTIVE = 259
_MAY_ASK = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION


def is_running(pid: object) -> bool:
    """Whether a process with this number lives; where that cannot be known, it may."""
    if not isinstance(pid, int) or pid <= 0:
        return True
    if sys.platform == "win32":
        return _runs_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def _runs_on_windows(pid: int) -> bool:
    """There signal 0 is Ctrl-C: asking in the way of other systems would stop who is asked after."""
    if sys.platform != "win32":
        return True
    import ctypes

    kernel = ctypes.windll.kernel32
    handle = kernel.OpenProcess(_MAY_ASK, False, pid)
    if not handle:
        return False
    code = ctypes.c_ulong()
    known = kernel.GetExitCodeProcess(handle, ctypes.byref(code))
    kernel.CloseHandle(handle)
    return not known or code.value == _STILL_ACTIVE


def at_a_stop(act: Callable[[], object], *names: str) -> None:
    """Call `act` in the running loop when this process is asked to end in order, by the signals of `names` (else by
    SIGTERM and SIGINT); those this system does not have are left out."""
    loop = asyncio.get_running_loop()
    for name in names or ("SIGTERM", "SIGINT"):
        number = getattr(signal, name, None)
        if number is None:
            continue
        try:
            loop.add_signal_handler(number, act)
        except NotImplementedError:  # Windows' loop hears no signals
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(act))


def at_a_hang_up(act: Callable[[], object]) -> None:
    """Call `act`, between two steps of the program, when the terminal is closed or the process is asked to end."""
    for number in {getattr(signal, "SIGHUP", signal.SIGTERM), signal.SIGTERM}:
        signal.signal(number, lambda *_: act())


def at_the_end_of(pipe: int, act: Callable[[], object]) -> None:
    """Call `act` in the running loop when nobody holds the other end of `pipe` any more."""
    loop = asyncio.get_running_loop()

    def heard() -> None:
        if not os.read(pipe, 100):
            act()

    try:
        loop.add_reader(pipe, heard)
    except NotImplementedError:  # Windows' loop waits for no pipe
        threading.Thread(target=_until_closed, args=(pipe, loop, act), daemon=True).start()


def _until_closed(pipe: int, loop: asyncio.AbstractEventLoop, act: Callable[[], object]) -> None:
    while os.read(pipe, 100):
        continue
    loop.call_soon_threadsafe(act)
