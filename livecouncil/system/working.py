"""Work begun now and asked for later, in a thread of its own.

Only for what leaves Python alone most of the time: what draws pages, what waits for a disk. With one processor nothing
is gained and the rest would come later, so there it is done when it is asked for. Whoever begins something asks for it;
what was raised is raised then.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")


def worked_beside(work: Callable[[], Made]) -> Callable[[], Made]:
    """What waits for `work`, which is begun, and gives what it made or raises what it raised."""
    if os.cpu_count() == 1:
        return work
    hand = ThreadPoolExecutor(1)
    begun = hand.submit(work)
    hand.shutdown(wait=False)
    return begun.result
