"""What is kept of an unexpected fault: one report file on this machine, with nothing in it that anybody typed.

A report says when, which program and process, the kinds of fault, and for each step of the way the module, line number
and function. Never a local variable and never what an exception says of itself: both may hold what was typed behind
closed doors. Only a system fault (OSError) tells its number and path. What other libraries log is cut down likewise.

The file is `storingen.log` in this user's folder of states (`folders`), 0600, outside every council's folder; at
`LARGEST` bytes it makes way once (`storingen.log.1`). Writing it never raises: it must not cost the meeting more than
the fault did. For the same reason no process leaves a core dump: memory holds what was typed too.
"""

from __future__ import annotations

import contextlib
import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from types import TracebackType

from livecouncil import __version__

from .caught import Caught
from .files import make_folders
from .folders import state_folder
from .limits import no_core_dumps
from .rights import BINARY, CLOEXEC, NOFOLLOW

LARGEST = 256 * 1024
"""Bytes of one report file; there are never more than two."""
STEPS = 40
"""Steps of one way that are told, the last ones."""
QUIET = 60.0
"""Seconds in which the very same fault is told once: what fails four times a second must not fill the file."""

_NAME = "storingen.log"
_OURS = "livecouncil"
_lock = threading.Lock()
_told: dict[str, float] = {}
_role = ""


def path() -> Path:
    """Where reports go."""
    return state_folder() / _NAME


def note(error: BaseException, where: str = "") -> Path | None:
    """Report `error`; `where` is one of our own words for what was being done. The file, or None when it cannot be
    written. Never raises."""
    with Caught():
        return _keep(f"{where}: " if where else "", _told_of(error))
    return None


def shown(report: Path | None) -> str:
    """The report's place as said on screen; '–' where there is none."""
    if report:
        return str(report)
    return "–"


def place(error: BaseException) -> str:
    """File and line where `error` was raised, for a sentence."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    if trace:
        return f"{Path(trace.tb_frame.f_code.co_filename).name}, regel {trace.tb_lineno}"
    return "?"


def watch(role: str) -> None:
    """From now on this process reports what nobody catches, keeps what is logged, and leaves no core dump."""
    global _role
    _role = role
    no_core_dumps()
    if not any(isinstance(h, Handler) for h in logging.getLogger().handlers):
        logging.getLogger().addHandler(Handler())
    sys.excepthook = lambda kind, error, trace: _note_quietly(error, "uncaught")
    threading.excepthook = lambda args: _note_quietly(args.exc_value, "thread")
    sys.unraisablehook = lambda args: _note_quietly(args.exc_value, "unraisable")


def _note_quietly(error: BaseException | None, where: str) -> None:
    if error is not None:
        note(error, where)


class Handler(logging.Handler):
    """Keeps where something was logged and the way of its exception; the text only of our own, which is never built
    from what was typed (its arguments are left out all the same)."""

    def emit(self, record: logging.LogRecord) -> None:
        ours = record.name.split(".")[0] == _OURS
        if ours:
            text = str(record.msg)
        else:
            text = ""
        head = f"{record.levelname} {record.name} {record.funcName}:{record.lineno} {text}".rstrip()
        error = record.exc_info[1] if record.exc_info else None
        with Caught():
            _keep("", [head, *(_told_of(error) if error else [])])


def _keep(where: str, lines: list[str]) -> Path:
    """Append one report. Raises OSError."""
    target = path()
    same = "\n".join(lines)
    with _lock:
        if time.monotonic() - _told.get(same, -QUIET) < QUIET and target.exists():
            return target
        _told[same] = time.monotonic()
        if len(_told) > 200:
            _told.clear()
        _append(target, f"{_report_head()} {where}{same}\n\n".encode())
    return target


def _report_head() -> str:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return f"{now} livecouncil {__version__} {_role or '-'} {os.getpid()}"


def _append(target: Path, report: bytes) -> None:
    make_folders(target.parent, 0o700)
    with contextlib.suppress(FileNotFoundError):
        if target.stat().st_size + len(report) > LARGEST:
            os.replace(target, target.with_name(f"{_NAME}.1"))
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | NOFOLLOW | CLOEXEC | BINARY
    descriptor = os.open(target, flags, 0o600)
    try:
        os.write(descriptor, report)
    finally:
        os.close(descriptor)


def _told_of(error: BaseException) -> list[str]:
    """The kinds of `error` and of what it came from, each with its way; nothing of what they say."""
    lines: list[str] = []
    for one in _chain(error):
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}{_system(one)}")
        steps = [f"  {step}" for step in _steps(one.__traceback__)]
        lines += steps[-STEPS:]
    return lines


def _chain(error: BaseException) -> Iterator[BaseException]:
    """`error`, what it came from, and the members of a group; eight at most."""
    waiting = [error]
    seen = 0
    while waiting and seen < 8:
        one = waiting.pop(0)
        seen += 1
        yield one
        before = one.__cause__ or one.__context__
        waiting += [before] if before else []
        waiting += one.exceptions if isinstance(one, BaseExceptionGroup) else ()


def _system(error: BaseException) -> str:
    if not isinstance(error, OSError) or error.errno is None:
        return ""
    name = errno.errorcode.get(error.errno, str(error.errno))
    if isinstance(error.filename, str) and Path(error.filename).is_absolute():
        where = f" {error.filename}"
    else:
        where = ""
    return f" {name}{where}"


def _steps(trace: TracebackType | None) -> Iterator[str]:
    while trace:
        code = trace.tb_frame.f_code
        yield f"{_module(code.co_filename)}:{trace.tb_lineno} {code.co_qualname}"
        trace = trace.tb_next


def _module(filename: str) -> str:
    """A file by its last three parts: enough to find it, and nothing of whose machine this is."""
    return "/".join(Path(filename).parts[-3:])
