"""What an agenda cannot say of itself: numbers, titles, what the law keeps open, and the name of its file."""

from __future__ import annotations

import re
from collections.abc import Callable

from livecouncil.core.council.agenda import Agenda, Item
from livecouncil.core.law.bodies import Profile
from livecouncil.core.text.clean import clean

from .load import tell_doubles
from .source import TomlSource

_LONG_TITLE = 240


def _items_numbered(source: TomlSource, agenda: Agenda, law: Profile) -> None:
    tell_doubles(source, ("items", "number"), [item.number.casefold() for item in agenda.items], "twice_item")
    if not agenda.items:
        source.fault(1, "no_items")


def _items(source: TomlSource, agenda: Agenda, law: Profile) -> None:
    """Item by item, so that who reads along in the file reads about it in its order."""
    for index, item in enumerate(agenda.items):
        _title(source, index, item)
        _doors(source, agenda, index, law)
        _documents(source, index, item)


def _title(source: TomlSource, index: int, item: Item) -> None:
    line = source.line_of("items", index, "title")
    typed = source.data["items"][index].get("title", "")
    if isinstance(typed, str) and clean(typed) != " ".join(typed.split()):
        source.warn(line, "title_signs", item=item.number)
    length = len(item.title)
    if length > _LONG_TITLE:
        source.warn(line, "title_long", item=item.number, length=length)


def _doors(source: TomlSource, agenda: Agenda, index: int, law: Profile) -> None:
    item = agenda.items[index]
    line = source.line_of("items", index, "title")
    if law.ratifies_in_vain(item.title, agenda.meeting.start.date()):
        source.warn(line, "ratifies_in_vain", item=item.number)
    if item.kind == "closed" and law.never_closed(item.title):
        source.warn(line, "never_closed", item=item.number, article=law.closed_bar)


def _documents(source: TomlSource, index: int, item: Item) -> None:
    for document in item.documents:
        if document.url and not re.match(r"https?://", document.url):
            source.fault(source.line_of("items", index, "documents"), "document_url", value=document.url)


def _file_name(source: TomlSource, agenda: Agenda, law: Profile) -> None:
    if source.path.stem != agenda.id:
        source.warn(1, "other_file_name", meeting=agenda.id)


OF_AGENDA: tuple[Callable[[TomlSource, Agenda, Profile], None], ...] = (_items_numbered, _items, _file_name)
"""Every check of an agenda, in the order in which its faults are told."""
