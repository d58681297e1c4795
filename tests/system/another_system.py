"""A Python as another system has it, in which `main` of livecouncil runs: `without` the modules only POSIX has, or with
the branches for `windows` taken. Played as a program of its own, for modules choose when they are imported.

Windows is pretended no further than livecouncil itself goes: what it uses of Python and of other packages is imported
before, and byte locks are done by this system's locks.
"""

from __future__ import annotations

import os
import sys
import types
from collections.abc import Sequence
from importlib.machinery import ModuleSpec

POSIX_ONLY = ("fcntl", "resource", "termios", "pwd", "grp", "tty")


class Hidden:
    """Finds none of `POSIX_ONLY`."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: object = None) -> ModuleSpec | None:
        if name in POSIX_ONLY:
            raise ImportError(name)
        return None


def hide() -> None:
    """As a Python that was built without them; other packages have what they want of them before."""
    import asyncssh  # noqa: F401

    for name in POSIX_ONLY:
        sys.modules.pop(name, None)
    sys.meta_path.insert(0, Hidden())


def pretend_windows() -> None:
    """`sys.platform` says so, no name is looked up in an open folder, and what is not there cannot be called."""
    import fcntl
    import sysconfig

    import_all()
    sysconfig.get_config_vars()
    for name in [name for name in sys.modules if name.split(".")[0] == "livecouncil"]:
        del sys.modules[name]
    byte_locks = types.ModuleType("msvcrt")
    byte_locks.LK_NBLCK = 2  # type: ignore[attr-defined]
    byte_locks.locking = lambda descriptor, mode, size: fcntl.flock(  # type: ignore[attr-defined]
        descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB
    )
    sys.modules["msvcrt"] = byte_locks
    hide()
    os.supports_dir_fd.clear()
    for name in ("fchmod", "getuid", "geteuid", "nice"):
        delattr(os, name)
    sys.platform = "win32"


def import_all() -> int:
    """How many modules of livecouncil there are; each was imported."""
    from importlib import import_module
    from pkgutil import walk_packages

    import livecouncil

    names = [found.name for found in walk_packages(livecouncil.__path__, "livecouncil.")]
    for name in names:
        if not name.endswith("__main__"):
            import_module(name)
    return len(names)


if __name__ == "__main__":
    {"without": hide, "windows": pretend_windows}[sys.argv[1]]()
    if sys.argv[2] == "import":
        print(import_all())
        sys.exit(0)
    from livecouncil.commands import main

    sys.exit(main(sys.argv[2:]))
