"""The same work on many meetings, shared among as many processes as there are processors.

Meetings are independent: each has its own journal and its own public files. The results come in the order of the
tasks, whoever was ready first, so what is told and kept is as if one had done it all. The first is done here: what only
the first finds missing (the council's key) is then there for the others. A worker that is killed takes nothing with it:
what it and the others had not finished is done here.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Task = TypeVar("Task")
Done = TypeVar("Done")

WORTH_A_WORKER = 6
"""Tasks from which on a worker is worth its start."""


def shared(work: Callable[[Task], Done], tasks: Sequence[Task]) -> Iterator[Done]:
    """`work` on each of `tasks`, by several processes where there are enough; both are to be found by name there."""
    workers = min(os.cpu_count() or 1, len(tasks) // WORTH_A_WORKER)
    if workers < 2:
        yield from map(work, tasks)
        return
    yield work(tasks[0])
    done = 1
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_left_to_the_first)
    try:
        for result in pool.map(work, tasks[1:]):
            yield result
            done += 1
    except BrokenProcessPool:
        yield from map(work, tasks[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def _left_to_the_first() -> None:
    """Ctrl-C is for the process that somebody looks at."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
