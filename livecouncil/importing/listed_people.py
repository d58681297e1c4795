"""A list of members without columns: a name a line with its group behind it, or groups with names below them.

Theory. In a text or on a page a group stands behind a name ('Anna Jansen (VVD)', 'Anna Jansen, VVD') or above its
names, as a heading or as the first line after an empty one. Only what looks like a person's name is taken; a list of
which a part does not is no list of members.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from livecouncil.core.text.called import is_prefix
from livecouncil.core.text.clean import clean

from .document import Block
from .found_roster import FoundPerson
from .roles import function_meant

_NUMBER = re.compile(r"^\s*(?:\d{1,3}[.)]|[-–•*▪])\s*")
_BEHIND = re.compile(r"(?P<name>[^(),;]{3,80}?)\s*(?:\((?P<brackets>[^()]{1,60})\)|[,;]\s*(?P<rest>[^(),;]{1,60})|)")
_WORD_OF_NAME = re.compile(r"[^\W\d_][\w.'’-]*\.?")
_MOST_WORDS = 8
_LONGEST_GROUP = 60
_SOMETHING_BEHIND = re.compile(r"[(),;]")


def people_listed(blocks: Sequence[Block]) -> list[FoundPerson]:
    """Everybody in such a list; nobody where it is none."""
    found: list[FoundPerson] = []
    others = 0
    group = ""
    apart = True
    for block in blocks:
        text = _NUMBER.sub("", clean(block.text), count=1)
        if block.kind in ("gap", "furniture") or not text:
            apart = True
            continue
        heads = block.kind == "heading" or (apart and block.kind == "line")
        apart = False
        person = _person_listed(text, group)
        if (
            heads
            and len(text) < _LONGEST_GROUP
            and not (person and person.functions)
            and not _SOMETHING_BEHIND.search(text)
        ):
            group = text
        elif person and person.group:
            found.append(person)
        else:
            others += 1
    if others > len(found):
        return []
    return found


def _person_listed(text: str, group: str) -> FoundPerson | None:
    match = _BEHIND.fullmatch(text)
    if not match or not _is_of_person(match["name"]):
        return None
    said = clean(match["brackets"] or match["rest"] or "")
    if said and function_meant(said).standing != "unknown":
        return FoundPerson(match["name"], group, functions=(said,))
    return FoundPerson(match["name"], said or group)


def _is_of_person(text: str) -> bool:
    """Whether it is built as a person's name: words with a capital, and such as 'van' and 'de' between them."""
    words = text.split()
    if not 1 < len(words) <= _MOST_WORDS or not all(_WORD_OF_NAME.fullmatch(word) for word in words):
        return False
    return words[-1][0].isupper() and all(word[0].isupper() or is_prefix(word) for word in words)
