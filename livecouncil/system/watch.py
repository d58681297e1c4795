"""Notice of changes in a folder: the kernel's where it gives one (Linux), a look at every turn where it does not.

A notice costs nothing while nothing happens and comes at once; looking a hundred times a second costs some 2 % of a
processor. File systems differ in whether they give notice, so one is relied upon only after it came.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from pathlib import Path

from .rights import FOLDER

if sys.platform == "linux":
    try:
        import fcntl
    except ImportError:  # a Python without it
        fcntl = None  # type: ignore[assignment]
else:
    fcntl = None

LOOK = 0.01  # seconds between two looks while no notice is relied upon
REST = 0.5  # between two looks otherwise
SETTLE = 0.002  # from a notice, which comes at the write, to the look: the writer's fsync


class FolderWatch:
    """Waits for changes in `folder`. Belongs to the running event loop; takes SIGIO for itself."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._descriptor = -1
        self._came = asyncio.Event()
        self._relied_upon = False
        if sys.platform == "linux":
            asyncio.get_running_loop().add_signal_handler(signal.SIGIO, self._came.set)

    async def wait(self, urgent: bool) -> bool:
        """Until notice of a change (True) or time to look (False); `urgent` when a change may not wait."""
        if self._descriptor < 0:
            self._ask()
        try:
            async with asyncio.timeout(LOOK if urgent and not self._relied_upon else REST):
                await self._came.wait()
        except TimeoutError:
            return False
        await asyncio.sleep(SETTLE)
        self._came.clear()
        self._relied_upon = True
        return True

    def missed(self) -> None:
        """A change was found without a notice of it."""
        self._relied_upon = self._came.is_set()

    def close(self) -> None:
        """Ask for no more notices."""
        if sys.platform == "linux":
            asyncio.get_running_loop().remove_signal_handler(signal.SIGIO)
        if self._descriptor >= 0:
            os.close(self._descriptor)

    def _ask(self) -> None:
        """The folder may not be there yet; elsewhere than on Linux there are no notices."""
        if fcntl is None:
            return
        with contextlib.suppress(OSError):
            descriptor = os.open(self._folder, os.O_RDONLY | FOLDER)
            self._descriptor = descriptor
            wanted = fcntl.DN_MODIFY | fcntl.DN_CREATE | fcntl.DN_DELETE | fcntl.DN_RENAME | fcntl.DN_MULTISHOT
            fcntl.fcntl(descriptor, fcntl.F_NOTIFY, wanted)
