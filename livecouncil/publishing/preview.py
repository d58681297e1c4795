"""How a page is shown where somebody sends its address: title, a sentence, a picture, what can be embedded.

Theory. Networks and chat programs read the head of a page (Open Graph), sites that embed it ask for oEmbed, search
engines for its canonical address. All of them get what the page itself says: the same title, the sentence that was
released, the card with its figures as text. Addresses there must be whole, so without an address of the council's own
nothing is said that would need one. What is named exists: the card of a matter is there from its outcome on.

oEmbed is a file beside each page (`m3/oembed.json`), so that a plain web server answers it too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from html import escape
from typing import Any

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.phrases import day_said
from livecouncil.core.telling.voice import Words

from . import feeds

CARD = "card.png"
SIZE = (1200, 630)
OEMBED = "oembed.json"
LOCALES = {"nl": "nl_NL", "fy": "fy_NL", "en": "en_GB"}
_KEPT_FOR = 60
_WIDTH = 600
_HEIGHTS = {"meeting": 480, "matter": 240}


@dataclass(frozen=True)
class PagePreview:
    """What stands in the head of one page; '' for what is not there."""

    title: str
    said: str
    kind: str  # 'article' or 'website'
    site: str
    locale: str
    canonical: str = ""
    image: str = ""
    alt: str = ""
    oembed: str = ""


def of_meeting(record: PublicRecord, words: Words, name: str = "") -> PagePreview:
    """The live page (name '') or another page about the whole meeting."""
    meeting = record.meeting
    day = day_said(meeting.start, words.t)
    title = titled(record, f"{meeting.title} {meeting.municipality} {day}")
    said = words.t("share.about_meeting", title=meeting.title, municipality=meeting.municipality, day=day)
    where = whole_addresses(record, "", name)
    return PagePreview(title, said, "website", meeting.publisher, LOCALES[meeting.language], alt=title, **where)


def titled(record: PublicRecord, title: str) -> str:
    """A title with what an unofficial report or a rehearsal says of itself before it."""
    return " · ".join(filter(None, (record.meeting.mark, title)))


def whole_addresses(record: PublicRecord, path: str, name: str = "") -> dict[str, str]:
    if not record.meeting.public_url:
        return {}
    folder = feeds.address(record, path)
    return {"canonical": f"{folder}{name}", "image": f"{folder}{CARD}", "oembed": f"{folder}{OEMBED}"}


def oembed_of_meeting(record: PublicRecord, words: Words) -> bytes:
    """Its newest decisions, in a frame; b'' where the council has no address."""
    seen = of_meeting(record, words)
    frame = f'<iframe src="{escape(seen.canonical)}embed.html" title="{escape(seen.title)}"'
    frame += f"{_measures(_WIDTH, _HEIGHTS['meeting'])}></iframe>"
    return oembed(record, seen, frame, "meeting")


def _measures(width: int, height: int) -> str:
    return f' width="{width}" height="{height}"'


def fitting(known: dict[str, Any], width: int | None = None, height: int | None = None) -> dict[str, Any]:
    """An answer of oEmbed within what the other site has room for; without the card where that has none."""
    told = dict(known)
    room = (min(known["width"], width or known["width"]), min(known["height"], height or known["height"]))
    told["width"], told["height"] = room
    told["html"] = known["html"].replace(_measures(known["width"], known["height"]), _measures(*room), 1)
    if (width or SIZE[0]) < SIZE[0] or (height or SIZE[1]) < SIZE[1]:
        told = {name: value for name, value in told.items() if not name.startswith("thumbnail_")}
    return told


def quotation(seen: PagePreview) -> str:
    """What a page says, as HTML to put into another one: its text and a link, nothing that is fetched."""
    source = escape(seen.title)
    if seen.canonical:
        source = f'<a href="{escape(seen.canonical)}">{source}</a>'
    cite = f' cite="{escape(seen.canonical)}"' * bool(seen.canonical)
    return f"<blockquote{cite}><p>{escape(seen.said)}</p><p>— {escape(seen.site)}, {source}</p></blockquote>"


def oembed(record: PublicRecord, seen: PagePreview, html: str, kind: str) -> bytes:
    if not seen.canonical:
        return b""
    known: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": seen.title,
        "author_name": seen.site,
        "provider_name": seen.site,
        "provider_url": f"{record.meeting.public_url}/",
        "cache_age": _KEPT_FOR,
        "thumbnail_url": seen.image,
        "thumbnail_width": SIZE[0],
        "thumbnail_height": SIZE[1],
        "html": html,
        "width": _WIDTH,
        "height": _HEIGHTS[kind],
    }
    return json.dumps(known, ensure_ascii=False, indent=1).encode()
