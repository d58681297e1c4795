"""A text as part of an address or a file's name: 'Raad van Súdwest-Fryslân' is 'raad-van-sudwest-fryslan'.

What `python-slugify` makes of it is what it is: ids of meetings and members were made with that and never change. Its
tables are large, and a plain text needs none of them; so it is loaded only for signs, entities and lengths that do, and
for all else the same is done here in a line. A test holds both against each other.
"""

from __future__ import annotations

import re

_WORD = re.compile("[a-z0-9]+")
_TAKES_MORE = "&,"
"""What is an entity, and what may stand within a number."""


def slug_of(text: str, longest: int = 0) -> str:
    """`text` in small letters, digits and hyphens, cut at a word to `longest` signs; '' where none is left."""
    if text.isascii() and not any(sign in text for sign in _TAKES_MORE):
        made = "-".join(_WORD.findall(text.lower()))
        if not longest or len(made) < longest:
            return made
    from slugify import slugify

    return slugify(text, max_length=longest, word_boundary=bool(longest))
