"""The facts about what members file: who files it with whom, what it says, and where an item is treated."""

from __future__ import annotations

from typing import Literal

from .event import Base


class Filed(Base):
    type: Literal["filed"] = "filed"
    object: str
    item: str
    title: str = ""
    movers: tuple[str, ...] = ()
    parent: str | None = None


class Retitled(Base):
    type: Literal["retitled"] = "retitled"
    object: str
    title: str


class MoversChanged(Base):
    """Who joined those who filed `object`, or (`joins` false) left them."""

    type: Literal["movers_changed"] = "movers_changed"
    object: str
    who: tuple[str, ...]
    joins: bool


class Amended(Base):
    """What was changed orally in the text of `object`; its title stays."""

    type: Literal["amended"] = "amended"
    object: str
    text: str


class Documented(Base):
    """Where the text of `object` can be read: an address of the web."""

    type: Literal["documented"] = "documented"
    object: str
    url: str


class Attached(Base):
    """The document of `object` itself: what its file was called, its SHA-256 and its bytes; the last one counts."""

    type: Literal["attached"] = "attached"
    object: str
    name: str
    sha256: str = ""
    size: int = 0


class Worded(Base):
    """The text of `object`, its considerations and what it asks; the last word counts."""

    type: Literal["worded"] = "worded"
    object: str
    text: str


class ItemMoved(Base):
    """Item `item` is treated right after item `after`."""

    type: Literal["item_moved"] = "item_moved"
    item: str
    after: str
