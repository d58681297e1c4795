"""`python -m livecouncil …` as a process of a test, forked from one that has imported the program and nothing else.

To import the program costs most of a second of processor, and the tests start it hundreds of times. So where a test
does that in the plain way (`[sys.executable, "-m", "livecouncil", …]`, by whatever of `subprocess`), the nursery forks:
a process that imported the program. It does so too for the scripts that the program itself runs within bounds, to
read what others wrote. What it makes has the arguments, folder, environment and streams that were asked
for, is the child of who asked, and ends like any Python. Who asks for what only a new Python can have (another locale,
a shell before it, a limit of its own) gets a new Python, and so does who begins with `ANEW`.

It never runs a line of the program itself, opens no file and starts no thread: what it forks is as if just started.

Nothing public of `subprocess` can hand over a process that is there already, and to replace its `Popen` would be to
write it again. So one method of it is exchanged, by its names; where a Python has others, every process is a new one.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
import json
import os
import socket
import subprocess
import sys
import threading
import time
import traceback
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import livecouncil
from livecouncil.__main__ import BETWEEN_COLLECTIONS
from livecouncil.__main__ import main as run
from livecouncil.system.limits import BOUNDED

ROOT = Path(__file__).parents[1]
PLAIN = [sys.executable, "-m", "livecouncil"]
ANEW = [sys.executable, "-s", "-m", "livecouncil"]
"""How a test begins that wants a Python of its own."""
OF_PYTHON = ("PYTHON", "LC_", "LANG", "LD_", "MALLOC_", "COVERAGE_", "LIVECOUNCIL_LANG")
"""Variables that are read when Python starts or the program is imported: with others of these it must start anew."""
LATER = ("typst", "pyphen", "jinja2", "segno", "brotli", "aiohttp.web", "openpyxl", "pypdf")
"""What of other packages is imported only when it is to draw, to serve or to read."""
_ADOPT = 36  # PR_SET_CHILD_SUBREAPER: whose parent has ended becomes a child of this process
_MOST = 1 << 20
_really = subprocess.Popen._execute_child  # type: ignore[attr-defined]
_NAMES = _really.__code__.co_varnames[1 : _really.__code__.co_argcount]
_STREAMS = ("p2cread", "p2cwrite", "c2pread", "c2pwrite", "errread", "errwrite")
_OF_ITS_OWN = ("executable", "preexec_fn", "pass_fds", "gid", "gids", "uid")
"""Of `subprocess`, what only a new Python can be given."""
_USED = {"args", "shell", "cwd", "env", "umask", "start_new_session", "process_group", *_STREAMS, *_OF_ITS_OWN}


# -- in the tests' process -------------------------------------------------------------------------------------------


class Nursery:
    """The process that forks, begun when it is first needed."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._asked, others = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with others:
            number = others.fileno()
            command = [sys.executable, "-m", "tests.nursery", str(number)]
            self._process = subprocess.Popen(
                command, cwd=ROOT, env=_at_first, pass_fds=[number], stdin=subprocess.DEVNULL
            )

    def born(self, wanted: dict[str, Any], streams: list[int]) -> int:
        """The number of a new process that does what is `wanted`; it is a child of this one."""
        with self._one_at_a_time:
            _adopting(True)
            try:
                socket.send_fds(self._asked, [json.dumps(wanted).encode()], streams)
                return int(self._asked.recv(_MOST))
            finally:
                _adopting(False)

    def end(self) -> None:
        self._asked.close()
        self._process.wait(60)


_nursery: list[Nursery] = []
_at_first: dict[str, str] = {}
"""The environment before any test."""


def _adopting(yes: bool) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(_ADOPT, int(yes), 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl")


def _of_python(environment: Any) -> dict[str, str]:
    """What of it only a new Python reads; where to find the program is no news to who has imported it."""
    found = {name: value for name, value in environment.items() if name.startswith(OF_PYTHON)}
    if found.get("PYTHONPATH") == str(ROOT):
        del found["PYTHONPATH"]
    return found


def _execute_child(process: Any, *given: Any) -> None:
    """As `subprocess` has it, for what is to be forked."""
    asked = dict(zip(_NAMES, given, strict=True))
    if not _may_be_forked(asked):
        _really(process, *given)
        return
    if not _nursery:
        _nursery.append(Nursery())
    streams = [asked["p2cread"], asked["c2pwrite"], asked["errwrite"]]
    wanted = {
        "argv": [str(one) for one in asked["args"][3:]],
        "script": asked["args"][2] if asked["args"][1] == "-c" else "",
        "folder": str(asked["cwd"] or Path.cwd()),
        "environment": dict(asked["env"] or os.environ),
        "mask": _mask(),
        "session": bool(asked["start_new_session"]),
    }
    process.pid = _nursery[0].born(wanted, [own if own >= 0 else number for number, own in enumerate(streams)])
    process._child_created = True
    process._close_pipe_fds(*(asked[name] for name in _STREAMS))


def _may_be_forked(asked: dict[str, Any]) -> bool:
    args = asked["args"]
    if isinstance(args, (str, bytes, os.PathLike)) or asked["shell"]:
        return False
    begins = [str(one) for one in args[:3]]
    is_bounded = begins[:2] == [sys.executable, "-c"] and begins[2].startswith(BOUNDED)
    if begins != PLAIN and not is_bounded:
        return False
    if any(asked[name] not in (None, ()) for name in _OF_ITS_OWN) or asked["umask"] >= 0 or asked["process_group"] >= 0:
        return False
    return _of_python(asked["env"] or os.environ) == _of_python(_at_first)


def _mask() -> int:
    """The umask, looked at without changing it: other threads may be writing files."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1], 8) for line in lines if line.startswith("Umask:"))


def begin() -> None:
    """From now on the program is forked."""
    _at_first.update(os.environ)
    if not _USED.issubset(_NAMES):
        return
    subprocess.Popen._execute_child = _execute_child  # type: ignore[attr-defined]


def end() -> None:
    subprocess.Popen._execute_child = _really  # type: ignore[attr-defined]
    while _nursery:
        _nursery.pop().end()


# -- in the nursery --------------------------------------------------------------------------------------------------


def _load() -> None:
    """Import the program, as its own beginning does."""
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    gc.set_threshold(BETWEEN_COLLECTIONS, 20, 20)

    ours = [found.name for found in walk_packages(livecouncil.__path__, "livecouncil.")]
    for name in (*ours, *LATER):
        import_module(name)
    from pydantic import BaseModel

    _complete(BaseModel)
    gc.collect()
    gc.freeze()


def _complete(models: Any) -> None:
    """What a model knows of itself once it is first used."""
    for model in models.__subclasses__():
        model.model_rebuild()
        _complete(model)


def _serve(asked: socket.socket) -> dict[str, Any] | None:
    """Fork for whoever asks. In what was forked, what it is to do; None in the nursery, at the end."""
    while True:
        message, streams, _, _ = socket.recv_fds(asked, _MOST, 3)
        if not message:
            return None
        told, tell = os.pipe()
        between = os.fork()
        if not between and _is_born(tell):
            wanted = dict(json.loads(message))
            _dress(wanted, streams)
            return wanted
        os.waitpid(between, 0)
        asked.send(os.read(told, 100))
        for number in (told, tell, *streams):
            os.close(number)


def _is_born(tell: int) -> bool:
    """Fork once more and end, so that what was forked is a child of the tests' process; there True, once it is."""
    between = os.getpid()
    born = os.fork()
    if born:
        os.write(tell, str(born).encode())
        os._exit(0)
    while os.getppid() == between:
        time.sleep(0.001)
    return True


def _dress(wanted: dict[str, Any], streams: list[int]) -> None:
    """Folder, environment and streams as they were asked for."""
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
    os.closerange(3, 256)
    if wanted["session"]:
        os.setsid()
    os.umask(wanted["mask"])
    os.chdir(wanted["folder"])
    os.environ.clear()
    os.environ.update(wanted["environment"])
    time.tzset()
    sys.stdin = os.fdopen(0, encoding=sys.stdin.encoding, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding=sys.stdout.encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding=sys.stderr.encoding, errors="backslashreplace", closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]
    sys.modules["__main__"] = sys.modules["livecouncil.__main__"]
    sys.argv = [str(sys.modules["livecouncil.__main__"].__file__), *wanted["argv"]]


def main() -> int:
    _load()
    with socket.socket(fileno=int(sys.argv[1])) as asked:
        wanted = _serve(asked)
        if wanted is not None:
            asked.detach()
    if wanted is not None:
        _ended(_scripted(wanted["script"]) if wanted["script"] else _livecouncil())
    return 0


def _scripted(script: str) -> int:
    try:
        exec(compile(script, "<string>", "exec"), {"__name__": "__main__"})
    except Exception:
        traceback.print_exc()
        return 1
    return 0


def _livecouncil() -> int:
    try:
        return run()
    except SystemExit as asked:
        return asked.code if isinstance(asked.code, int) else int(bool(asked.code))


def _ended(code: int) -> None:
    """End as Python ends, but for taking apart thousands of modules that the nursery has made."""
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)


if __name__ == "__main__":
    sys.exit(main())
