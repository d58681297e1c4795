"""The id of a meeting, by which its journal, its folder and its pages are called; it never changes.

By itself, and not with the agenda's models: whoever looks which journals there are asks for nothing else.
"""

from __future__ import annotations

from datetime import date

from livecouncil.core.text.slug import slug_of

_LONGEST_SLUG = 60
_LONGEST_REST = 69
"""Of an id of 80 signs, what the date and its hyphen leave."""


def meeting_id(title: str, start: date, body: str = "") -> str:
    """The id of the meeting of that title and start: date, slug, and the id of its body unless the slug ends in it."""
    day = f"{start:%Y-%m-%d}"
    slug = slug_of(title, _LONGEST_SLUG) or "vergadering"
    if not body or f"-{slug}".endswith(f"-{body}"):
        return f"{day}-{slug}"
    room = min(_LONGEST_SLUG, _LONGEST_REST - len(body) - 1)
    slug = slug_of(title, room) or "vergadering"
    return f"{day}-{slug}-{body}"
