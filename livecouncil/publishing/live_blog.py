"""The live page as search engines read it: a LiveBlogPosting of schema.org, with every message as an update.

Theory. It says what the page says and nothing besides: the sentence as it was released, its times, its address. What
was decided leads to its own page, for that is where somebody who searched for it should arrive. A title is text: no
sign of it may end the block it stands in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from markupsafe import Markup

from livecouncil.core.release.record import FeedEntry, PublicRecord
from livecouncil.core.telling.phrases import shortened
from livecouncil.core.telling.sentences import without_tail

from . import feeds
from .addressed import matter_paths, own_page
from .fragments import Fragments

_HEADLINE = 110
"""Signs of a headline that search engines show."""


def live_blog(record: PublicRecord, fragments: Fragments) -> Markup:
    """LiveBlogPosting as JSON-LD; `<` is escaped so that no title can end the block."""
    posting: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "headline": " · ".join(
            filter(None, (record.meeting.mark, f"{record.meeting.title} {record.meeting.municipality}"))
        ),
        "inLanguage": record.meeting.language,
        "coverageStartTime": record.meeting.start.isoformat(),
        "datePublished": record.meeting.start.isoformat(),
        "dateModified": record.feed.updated.isoformat(),
        "author": {"@type": "Organization", "name": record.meeting.publisher},
        "license": record.meeting.licence,
    }
    if record.meeting.public_url:
        posting |= {"@id": feeds.address(record), "url": feeds.address(record)}
    if record.meeting.unofficial:
        posting |= {"publisher": posting["author"], "about": f"{record.meeting.title} {record.meeting.municipality}"}
    if record.meeting.closed:
        posting["coverageEndTime"] = record.meeting.closed.isoformat()
    newest_first = reversed(record.feed.entries)
    rows = fragments.each("posting", newest_first, partial(_posting, record, matter_paths(record)))
    text = feeds.json_lines(posting, "liveBlogUpdate", rows).decode()
    return Markup(text.replace("<", "\\u003c").replace("&", "\\u0026"))


def _posting(record: PublicRecord, pages: Mapping[str, str], entry: FeedEntry) -> str:
    """One message. What was decided leads to its own page, anything else to its place on this one."""
    text = entry.texts[record.meeting.language]
    posting = {
        "@type": "BlogPosting",
        "headline": shortened(without_tail(text), _HEADLINE),
        "articleBody": text,
        "datePublished": entry.published.isoformat(),
        "dateModified": entry.updated.isoformat(),
    }
    if record.meeting.public_url:
        posting["url"] = feeds.address(record, f"#{entry.anchor}")
        path = own_page(entry, pages)
        if path and entry.outcome and not entry.corrects:
            posting["url"] = feeds.address(record, f"{path}/")
    return json.dumps(posting, ensure_ascii=False)
