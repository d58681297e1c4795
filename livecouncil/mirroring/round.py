"""One round to a mirror: what of the public folder is not there yet, and sending it in its order.

Theory. What is to be done is the difference of two lists of hashes, so a round that was broken off is made up by the
next. What must not be there any more goes first: a text that was taken off must not stand a moment longer because of
what is slow to send. A round is bounded: while ten years are sent for the first time the meeting that goes on has its
turn again and again, and the list of meetings waits until all it leads to is there. What changed since it was seen is
not sent; the round ends there, and the next sees it.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial

from livecouncil.errors import MirrorAway, MirrorError, MirrorFull

from .holdings import Holdings
from .order import Rank, in_ranks, rank_of, top_of
from .public_folder import PublicFolder
from .target import Target

AT_ONCE = 4
"""Files of one rank that go side by side."""
ROUND = 32_000_000
"""Bytes after which a round takes no further meeting."""
SLOWEST = 20_000
"""Bytes a second below which a connection is given up."""
WAIT = 30.0
"""Seconds for one file besides."""
NOW_AND_THEN = 3.0
"""Seconds between two records of how far a long round is: a line that breaks often gets there all the same."""
SHARED = "static"
"""The folder that every page leads to."""


@dataclass(frozen=True)
class Plan:
    """What a mirror lacks (path to hash), and what it must not have any more."""

    puts: Mapping[str, str] = field(default_factory=dict)
    deletes: tuple[str, ...] = ()

    @property
    def behind(self) -> int:
        """Files that are not as they should be."""
        return len(self.puts) + len(self.deletes)


def planned(seen: Mapping[str, str], there: Mapping[str, str]) -> Plan:
    """What is to be done where `seen` is here and `there` on the mirror; where nothing is here nothing is taken off."""
    puts = {path: digest for path, digest in seen.items() if digest and there.get(path) != digest}
    if not seen:
        return Plan()
    return Plan(puts, tuple(sorted(path for path in there if path not in seen)))


def bounded(plan: Plan, size: Callable[[str], int]) -> Plan:
    """As much of `plan` as one round takes: whole folders, the newest meetings first, the list of meetings last."""
    by_top: dict[str, list[str]] = {}
    for path in plan.puts:
        by_top.setdefault(top_of(path), []).append(path)
    between = sorted(by_top.keys() - {SHARED, ""}, reverse=True)
    chosen: list[str] = []
    weight = 0
    for top in [SHARED, *between, ""]:
        if top not in by_top:
            continue
        if weight > ROUND:
            break
        chosen += by_top[top]
        weight += sum(map(size, by_top[top]))
    return Plan({path: plan.puts[path] for path in chosen}, plan.deletes)


class Round:
    """Sends one plan over an open target. `done` is told after each file; `sent` counts bytes."""

    def __init__(self, target: Target, holdings: Holdings, folder: PublicFolder, done: Callable[[], None]) -> None:
        self._target = target
        self._holdings = holdings
        self._folder = folder
        self._done = done
        self.sent = 0

    async def send(self, plan: Plan) -> None:
        """All of it. Raises MirrorError; what was done by then is known to the holdings."""
        contents = await asyncio.to_thread(self._contents, plan)
        with contextlib.suppress(MirrorFull):  # where not even the record fits, what must go goes all the same
            await self._holdings.expect(plan.deletes)
        await side_by_side(partial(self._delete, path) for path in plan.deletes)
        await self._holdings.expect(plan.puts)
        for rank, paths in in_ranks(plan.puts):
            at_once = AT_ONCE
            if rank is Rank.STATE:
                at_once = 1
            acts = (partial(self._put, path, plan.puts[path], contents.get(path)) for path in paths)
            await side_by_side(acts, at_once)

    def _contents(self, plan: Plan) -> dict[str, bytes]:
        """What is still as it was seen, read at once so that all of a round is of one moment, within bounds."""
        found: dict[str, bytes] = {}
        weight = 0
        for path in sorted(plan.puts, key=rank_of, reverse=True):
            weight += self._folder.size(path)
            if weight > 2 * ROUND:
                break
            data = self._folder.content(path, plan.puts[path])
            if data is not None:
                found[path] = data
        return found

    async def _put(self, path: str, digest: str, data: bytes | None) -> None:
        if data is None:
            data = await asyncio.to_thread(self._folder.content, path, digest)
        if data is None:
            raise Changed
        await in_time(self._target.put(path, data), len(data))
        self.sent += len(data)
        self._holdings.put(path, digest)
        self._done()
        await self._holdings.settle(NOW_AND_THEN)

    async def _delete(self, path: str) -> None:
        await in_time(self._target.delete(path), 0)
        self._holdings.gone(path)
        self._done()


class Changed(Exception):
    """A file is not as it was seen: another look, and another round."""


async def in_time(act: Awaitable[None], size: int) -> None:
    """Give up what does not come to its end. Raises MirrorAway."""
    try:
        async with asyncio.timeout(WAIT + size / SLOWEST):
            await act
    except TimeoutError:
        raise MirrorAway("mirroring.too_slow") from None


async def side_by_side(acts: Iterable[Callable[[], Awaitable[None]]], at_once: int = AT_ONCE) -> None:
    """At most `at_once` at a time; the first that fails ends the others, and is raised."""
    turns = asyncio.Semaphore(at_once)

    async def in_turn(act: Callable[[], Awaitable[None]]) -> None:
        async with turns:
            await act()

    try:
        async with asyncio.TaskGroup() as group:
            for act in acts:
                group.create_task(in_turn(act))
    except ExceptionGroup as failed:
        told = [error for error in failed.exceptions if isinstance(error, MirrorError)]
        raise (told or failed.exceptions)[0] from None
