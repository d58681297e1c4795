"""How a decision is passed on: as a text for networks and mail, as HTML for another page, as a picture.

Theory. Who shares a decision speaks for himself, with our words: which council and when, what was decided, the figures,
the address. So the text is made here once, for every network and for copying, and is inert as our own posts are: a
title in it calls nobody and joins no campaign. It fits the strictest network by cutting the title, never the outcome.
Each network is a plain link: nothing is asked of it, and it knows of nobody, before somebody follows it. Without an
address of the council's own there is nothing to lead to, and no link is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.phrases import clock, day_said
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.inert import inert

from .addressed import Addressed, matter_called
from .cards import figures_said, has_card, last_vote
from .preview import CARD, PagePreview, quotation, titled

MOST = 300
"""Signs of a text: what Bluesky takes, the strictest of them."""
_SHORTEST = 20
_NETWORKS = (
    ("Mastodon", "https://share.joinmastodon.org/#text="),
    ("Bluesky", "https://bsky.app/intent/compose?text="),
    ("WhatsApp", "https://wa.me/?text="),
)


@dataclass(frozen=True)
class Sharing:
    """What the page of a decision offers to whoever passes it on; `picture` is the name of its card, '' for none."""

    text: str
    quote: str
    networks: tuple[tuple[str, str], ...]  # (name, address)
    mail: str
    picture: str


def sharing_of(record: PublicRecord, matter: Addressed, words: Words, seen: PagePreview) -> Sharing:
    """Of an item, a motion or an amendment."""
    text = text_to_share(record, matter, words, seen.canonical)
    networks: tuple[tuple[str, str], ...] = ()
    mail = ""
    if seen.canonical:
        networks = tuple((name, f"{address}{quote(text, safe='')}") for name, address in _NETWORKS)
        mail = f"mailto:?subject={quote(seen.title, safe='')}&body={quote(text, safe='')}"
    return Sharing(text, quotation(seen), networks, mail, CARD * has_card(matter))


def text_to_share(record: PublicRecord, matter: Addressed, words: Words, address: str) -> str:
    """'Voorbeeld, 12 maart 2026 20:46: Motie M3 ‘Starters eerst’: verworpen. 11 voor, 24 tegen. https://… #raad'."""
    whole = _text_with(record, matter, words, address, None)
    over = len(whole) - MOST
    if over <= 0:
        return whole
    return _text_with(record, matter, words, address, max(_SHORTEST, len(matter.title) - over))


def _text_with(record: PublicRecord, matter: Addressed, words: Words, address: str, title: int | None) -> str:
    meeting = record.meeting
    at = meeting.start
    if matter.told:
        at = matter.told.at
    hour = clock(at, meeting.opened or meeting.start)
    place = f"{meeting.municipality}, {day_said(meeting.start, words.t)} {hour}"
    called = f"{place}: {matter_called(matter, words, title)}."
    figures = figures_said(last_vote(matter), words)
    tag = f"#{meeting.hashtag}" * bool(meeting.hashtag)
    said = " ".join(filter(None, (titled(record, called), f"{figures}." * bool(figures))))
    return " ".join(filter(None, (inert(said, (tag,)), address, tag)))
