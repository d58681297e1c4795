"""Nothing that fails on screen ends the evening: what a task, a key or a panel raises is told, and the next one works.

Textual ends the app at the first exception of any handler; a worker or timer that raises is silently gone. So every
handler of our own screens goes through `Guarded`, every task that lasts through `lasting`, and both say what happened
to whoever can tell the griffier (`Fails`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump

from livecouncil.system.caught import Caught, Hears


class Fails(Protocol):
    """Hears of a fault nobody expected: `where` is a word of ours for what was being done."""

    def failed(self, error: Exception, where: str) -> None: ...


class Guarded(MessagePump):
    """A screen, widget or app of which no handler ends the app; put before the Textual class it guards."""

    async def _dispatch_message(self, message: Message) -> None:
        if isinstance(message, events.Mount | events.Compose):
            await super()._dispatch_message(message)  # a screen that never came to be is none to go on with
            return
        with Caught(cast(Fails, self.app).failed, f"{type(self).__name__} {type(message).__name__}"):
            await super()._dispatch_message(message)


def attempted(act: Callable[[], None], failed: Hears, where: str) -> None:
    """Run `act`, now; what it raises is told."""
    with Caught(failed, where):
        act()
