"""The keys' order: what is typed is handled one key at a time, in the order in which it was typed.

Textual posts a key to the widget that has focus and runs a bound key through a later message, so that a letter typed
behind an Enter in the same read is handled before it (its issue 6605). Here no key is posted on: the app keeps what
was typed in one row and hands each key to the screen on top, which has done all of it before the next is looked at.
However a stream of keys is cut into reads, the same keys meet the same screens in the same order.

A key whose meaning rests on an answer still on its way (`=` behind a line that may be refused, Tab, a list) waits for
that answer, and all keys behind it; letters do not wait. A screen that is still being drawn is waited for as well.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from textual.app import App
from textual.events import Event, Key, Paste
from textual.screen import Screen

Typed = Key | Paste

BOUNCE = 0.4
"""Seconds within which a second press of the same key may be the bounce of the first."""

_AT_ONCE = frozenset({"ctrl+q"})
"""Keys that must work while everything else waits."""


class KeyTimes:
    """When keys were typed, in seconds: the moment they were read from the terminal. A test has its own."""

    def of(self, typed: Typed) -> float:
        return typed.time

    def now(self) -> float:
        return Key("now", None).time


class TakesKeys:
    """A screen that handles keys itself; put before the Textual class."""

    ready = False

    def waits(self, typed: Typed) -> bool:
        """Whether `typed` cannot be handled yet, nor anything behind it."""
        return not self.ready

    async def take(self, typed: Typed) -> bool:
        """Handle `typed`, whole; False leaves it to Textual."""
        return False

    def is_ready(self, screen: Screen[Any]) -> None:
        """Say that `screen` is drawn: what was typed meanwhile is handled now."""
        self.ready = True
        go_on(screen.app)


class InOrder(App[int]):
    """An app that hands over what is typed in its order; put before `App`."""

    def __init__(self, times: KeyTimes | None = None, *, plain: bool = False) -> None:
        """`plain`: whatever Textual draws itself has no colour of its own either."""
        super().__init__(ansi_color=True if plain else None)
        self.times = times or KeyTimes()
        self._typed: deque[Typed] = deque()

    async def on_event(self, event: Event) -> None:
        if not isinstance(event, Key | Paste) or event.is_forwarded or isinstance(event, Key) and event.key in _AT_ONCE:
            await super().on_event(event)
        else:
            self._typed.append(event)
            await self.hand_over()

    async def hand_over(self) -> None:
        """Hand what was typed to the screen on top, until a key must wait."""
        while self._typed:
            screen = self.screen
            if isinstance(screen, TakesKeys) and screen.waits(self._typed[0]):
                return
            typed = self._typed.popleft()
            if not self.app_focus:
                self.app_focus = True
            if not (isinstance(screen, TakesKeys) and await screen.take(typed)):
                await super().on_event(typed)


def go_on(app: App[Any]) -> None:
    """Something that keys may wait for has happened."""
    if isinstance(app, InOrder):
        app.call_later(app.hand_over)
