"""Events of the debate beside who has the floor: terms, and questions with their answers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .event import Base


class TermBegun(Base):
    """The debate on the item under way goes on in its `number`th term."""

    type: Literal["term_begun"] = "term_begun"
    number: Annotated[int, Field(ge=1, le=9)]


class Asked(Base):
    """A question at question time: by whom, and on what."""

    type: Literal["asked"] = "asked"
    who: str
    item: str
    text: str


class Answered(Base):
    """The question that line `of` logged was answered: by whom, and whose question it was."""

    type: Literal["answered"] = "answered"
    who: str
    asker: str
    item: str
    of: int
