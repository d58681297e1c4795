"""The one place where a fault nobody expected is held.

A meeting goes on whatever fails: a panel, a network, a public file. So wherever one part must not take the others
along, that part runs within `Caught`, which reports what was raised and holds it. What that must never do:

- hold an ending: cancellation, an interrupt and an exit pass through, for they are no faults;
- hold what its caller knows what to do with: those kinds are `passing`;
- be silent: without `hears` the caller asks `struck` and tells it itself.

It holds in a coroutine as well, for it does nothing itself while the part waits.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

Hears = Callable[[Exception, str], object]
"""Is told what was raised and what was being done, a word of ours."""


class Caught:
    """`with Caught(hears, "where") as fault: …`; afterwards `fault.struck` says whether it raised."""

    def __init__(
        self, hears: Hears | None = None, where: str = "", *, passing: tuple[type[Exception], ...] = ()
    ) -> None:
        self._hears = hears
        self._where = where
        self._passing = passing
        self._error: Exception | None = None

    @property
    def struck(self) -> bool:
        """Whether something was raised and held."""
        return self._error is not None

    @property
    def error(self) -> Exception:
        """What was held. To be asked only of what was struck."""
        assert self._error is not None
        return self._error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, way: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or isinstance(error, self._passing):
            return False
        self._error = error
        if self._hears:
            self._hears(error, self._where)
        return True


@contextlib.contextmanager
def undone_by(undo: Callable[[], object]) -> Iterator[None]:
    """What is begun here is undone when it is not finished, whatever ends it; nothing is held."""
    with contextlib.ExitStack() as waiting:
        waiting.callback(undo)
        yield
        waiting.pop_all()
