"""Nothing that fails on screen ends the evening: what a task, a key or a panel raises is told, and the next one works.

Textual ends the app at the first exception of any handler; a worker or timer that raises is silently gone. So every
handler of our own screens goes through `Guarded`, every task that lasts through `livecouncil.lasting`, and both say what happened
to whoever can tell the griffier (`Fails`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, cast

from textual import events
from textual.message import Message
from textual.message_pump import MessagePump


class Fails(Protocol):
    """Hears of a fault nobody expected: `where` is a word of ours for what was being done."""

    def failed(self, error: Exception, where: str) -> None: ...


class Guarded(MessagePump):
    """A screen, widget or app of which no handler ends the app; put before the Textual class it guards."""

    async def _dispatch_message(self, message: Message) -> None:
        try:
            await super()._dispatch_message(message)
        except Exception as error:
            if isinstance(message, events.Mount | events.Compose):
                raise  # a screen that never came to be is none to go on with
            cast(Fails, self.app).failed(error, f"{type(self).__name__} {type(message).__name__}")


def attempted(act: Callable[[], None], failed: Callable[[Exception, str], None], where: str) -> None:
    """Run `act`, now; what it raises is told."""
    try:
        act()
    except Exception as error:
        failed(error, where)
