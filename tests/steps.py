"""How much work something is, counted and not timed: the same on every machine, busy or not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import livecouncil

OURS = str(Path(livecouncil.__file__).parent)


def steps(act: Callable[[], object]) -> int:
    """Lines of our own code that `act` runs."""
    counted = 0

    def step(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal counted
        if not frame.f_code.co_filename.startswith(OURS):
            return None
        counted += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        act()
    finally:
        sys.settrace(before)
    return counted
