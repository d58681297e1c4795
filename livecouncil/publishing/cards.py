"""The card of every decision: what networks and chat programs show with a link to it, as a picture of 1200 by 630.

Theory. A card says what the page of its matter says first: which council and when, what was decided, the figures, and
the picture of the vote, the very one of the pages. It is typeset from data by the program that makes our papers, so no
browser is asked and no title is ever markup. A matter has a card from when it has an outcome, and none before: a link
to one that is not there is never given. A card keeps its address (`m3/card.png`); after a correction it is another
picture there, which says that it was corrected, and with the outcome or the matter itself it goes.

Drawing one costs about as much as all files of an event, so cards are made after those; who writes after every event
keeps them with all they are drawn from and draws only what is other. Many at once are pages of a few documents, for
what each costs beside its dots is then paid once, and as many of these are drawn at a time as there are processors:
Typst leaves Python alone meanwhile. The meeting has a card of its own for pages that are about no one decision.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from itertools import chain

from livecouncil.core.release.record import PublicRecord, VoteRecord
from livecouncil.core.telling.phrases import clock, day_said, quoted, shortened
from livecouncil.core.telling.voice import Words

from .addressed import Addressed, matters_of
from .drawing import Drawing, printable, typeset_pages
from .fragments import Fragments
from .pictures.on_pages import Draughtsman
from .preview import CARD

_PICTURE = 540
_TOGETHER = 24
"""So many cards are drawn as one document: a picture of one takes three megabytes until it is packed."""
_LONGEST = 170
"""Signs of a title that still have room in the smallest letter."""


@dataclass(frozen=True)
class Card:
    """All that one card shows, in words."""

    language: str
    over: str  # which council, and when
    band: str  # that it is a rehearsal, or not the council's own
    called: str  # 'Motie M3'
    title: str
    outcome: str
    figures: str
    picture: str  # SVG
    address: str
    standing: str  # how final it is
    corrected: str  # that it was corrected, instead of that


def card_files(record: PublicRecord, words: Words, kept: Fragments | None = None) -> dict[str, bytes]:
    """`m3/card.png` and its like, and the meeting's own `card.png`."""
    return cards_waiting(record, words, kept)()


def cards_waiting(record: PublicRecord, words: Words, kept: Fragments | None = None) -> Callable[[], dict[str, bytes]]:
    """The same, worded now and drawn when it is called."""
    kept = kept or Fragments()
    meeting = record.meeting
    cards = {CARD: card_of_meeting(record, words)}
    of_meeting = (meeting.opened, meeting.final)
    for matter in matters_of(record, words, kept):
        if has_card(matter):
            name = f"{matter.path}/{CARD}"
            card = partial(card_of, record, matter, words, kept)
            cards[name] = kept.newest(f"words of {name}", (matter, of_meeting), card)
    return partial(kept.newest_each, cards, drawn_cards)


def has_card(matter: Addressed) -> bool:
    """Whether something became of it."""
    return bool(matter.word)


def drawn_cards(cards: Sequence[Card]) -> list[bytes]:
    """Each as PNG."""
    together = [cards[at : at + _TOGETHER] for at in range(0, len(cards), _TOGETHER)]
    if len(together) == 1:
        return _drawn_together(cards)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(chain.from_iterable(pool.map(_drawn_together, together)))


def _drawn_together(cards: Sequence[Card]) -> list[bytes]:
    return typeset_pages(Drawing("card.typ", {"cards": [vars(card) for card in cards]}), "png")


def card_of_meeting(record: PublicRecord, words: Words) -> Card:
    """Of the meeting as such: nothing that changes while it goes on."""
    return Card(
        language=record.meeting.language,
        over=printable(record.meeting.municipality),
        band=printable(_band(record, words)),
        called="",
        title=words.t("share.about"),
        outcome=printable(shortened(record.meeting.title, _LONGEST)),
        figures=day_said(record.meeting.start, words.t),
        picture="",
        address=printable(_typed_address(record, "")),
        standing="",
        corrected="",
    )


def card_of(record: PublicRecord, matter: Addressed, words: Words, kept: Fragments | None = None) -> Card:
    """Of one decision."""
    meeting = record.meeting
    decided = last_vote(matter)
    at = meeting.start
    if matter.told:
        at = matter.told.at
    called = words.t("web.item", number=matter.item.number)
    title = shortened(matter.title, _LONGEST)
    if matter.object:
        called = matter.object.name
        title = quoted(matter.title, _LONGEST)
    hour = clock(at, meeting.opened or meeting.start)
    return Card(
        language=meeting.language,
        over=printable(f"{meeting.municipality} · {day_said(meeting.start, words.t)}, {hour}"),
        band=printable(_band(record, words)),
        called=printable(called[:1].upper() + called[1:]),
        title=printable(title),
        outcome=printable(matter.word[:1].upper() + matter.word[1:]),
        figures=figures_said(decided, words),
        picture=_card_picture(record, matter, words, kept or Fragments()),
        address=printable(_typed_address(record, matter.path)),
        standing=finality(record, words),
        corrected=words.t("web.corrected") * is_corrected(matter),
    )


def last_vote(matter: Addressed) -> VoteRecord | None:
    """The vote by which it was decided."""
    return next(reversed(matter.votes), None)


def figures_said(vote: VoteRecord | None, words: Words) -> str:
    """'21 voor, 16 tegen'; '' without figures."""
    if vote is None or vote.for_ is None or vote.against is None:
        return ""
    return words.t("web.figures", for_=vote.for_, against=vote.against)


def is_corrected(matter: Addressed) -> bool:
    """Whether what is said of it was once otherwise."""
    told = matter.told is not None and matter.told.status == "corrected"
    return told or bool(matter.corrections) or any(vote.corrected for vote in matter.votes)


def finality(record: PublicRecord, words: Words) -> str:
    """How final a decision is; of what is not the council's own that is not for us to say."""
    if record.meeting.unofficial:
        return ""
    if record.meeting.final:
        return words.t("matter.final")
    return words.t("matter.provisional")


def _band(record: PublicRecord, words: Words) -> str:
    if record.meeting.rehearsal:
        return words.t("web.rehearsal")
    if record.meeting.unofficial:
        return words.t("share.unofficial", reporter=record.meeting.reporter)
    return ""


def _typed_address(record: PublicRecord, path: str) -> str:
    """Where it stands, as somebody would type it; '' where the council has no address."""
    if not record.meeting.public_url:
        return ""
    where = record.meeting.public_url.partition("://")[2]
    return f"{where}/{record.meeting.meeting_id}/{path}".rstrip("/")


def _card_picture(record: PublicRecord, matter: Addressed, words: Words, kept: Fragments) -> str:
    """The picture of its last vote, or of the last ballot on persons; '' where there is none."""
    shown = last_vote(matter) or next(reversed(matter.item.ballots), None)
    if shown is None or (matter.object and not matter.votes):
        return ""
    return printable(Draughtsman(record, words, kept).silent(shown, _PICTURE))
