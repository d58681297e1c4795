"""The wall of the chamber as HTML: a state of the table is one or more frames, which wall.js fits and turns.

The server knows what there is to say, the screen how much room there is; so each frame carries all it could show and
the order in which it gives way, and wall.js decides by measuring. Every language of the wall has frames of its own.
"""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.resources import files as package_files
from typing import Any

import segno
from markupsafe import Markup

from livecouncil.core.council.model import Wall
from livecouncil.core.release.record import WallRecord, WallSaid, WallState
from livecouncil.core.telling.voice import Words
from livecouncil.wording.texts import manner_of
from livecouncil.wording.voices import words_of

from . import feeds
from .pages import page_templates, render
from .pictures.drawn import drawn_vote
from .pictures.vote import picture
from .wall_scale import scale

BAR = 100  # width of the longest bar, in percent
PICTURE = 640  # about the width of the seats on a screen of 1080 lines


def wall_page(record: WallRecord, words: Words, live: bool = False) -> bytes:
    """The wall as the feed's gate sees it; in the chamber (`live`) the server renders it from the wall's own gate."""
    parts = _wall_parts(record, words) | {"build": wall_build()}
    return render("wall.html", record, words, live=live, factor=factor(record.meeting.screen), **parts)


def wall_fragment(record: WallRecord, words: Words) -> bytes:
    """Only what changes on the wall: pushed over the stream."""
    return render("wall_state.html", record, words, **_wall_parts(record, words))


@cache
def wall_build() -> str:
    """Of which make script and style of the wall are: a screen that has another loads itself anew."""
    folder = package_files("livecouncil.publishing") / "static"
    made = b"".join((folder / name).read_bytes() for name in ("wall.css", "wall.js"))
    return sha256(made).hexdigest()[:12]


def factor(screen: Wall) -> float:
    """What every size of the wall is multiplied by; 1 while the council has not measured its screen."""
    if screen.diagonal and screen.distance:
        return scale(screen.diagonal, screen.distance).factor
    return 1.0


def test_card(screen: Wall, language: str, words: Words) -> bytes:
    """`public/testkaart.html`: what a griffier looks at from the farthest seat. `screen` has both its measures."""
    assert screen.diagonal and screen.distance
    page = page_templates().get_template("testcard.html")
    return page.render(
        screen=screen, scale=scale(screen.diagonal, screen.distance), language=language, t=words.t
    ).encode()


def _wall_parts(record: WallRecord, words: Words) -> dict[str, Any]:
    """What the frames are made of: each language with its words, both sides, bars, the picture, where to read on."""
    wall = record.wall
    where = ""
    if record.meeting.public_url and wall.state in ("before", "end"):
        where = feeds.address(record)
    return {
        "languages": [(said, _words_said(record, said)) for said in wall.said or [WallSaid(record.meeting.language)]],
        "sides": [
            ("for", wall.for_, wall.groups_for, _share(wall.for_, wall)),
            ("against", wall.against, wall.groups_against, _share(wall.against, wall)),
        ],
        "candidates": _candidates(wall),
        "picture": _picture(wall, words),
        "where": record.meeting.public_url.removeprefix("https://") if where else "",
        "qr": _qr(where),
    }


def _picture(wall: WallState, words: Words) -> Markup:
    """The seats of the vote that is shown, without letters: figures and groups stand beside it, to be read."""
    if wall.vote is None:
        return Markup("")
    drawn = drawn_vote(wall.vote, wall.groups, words)
    if drawn is None:
        return Markup("")
    return Markup(picture(drawn, PICTURE, "bare"))


def _words_said(record: WallRecord, said: WallSaid) -> Words:
    """The words of one of the wall's languages, in the voice of the body that meets."""
    manner = manner_of(record.meeting.kind, reported=record.meeting.unofficial)
    return words_of(said.language, manner, record.meeting.called)


def _share(votes: int | None, wall: WallState) -> float:
    """Width of a side's bar in percent; both sides have one scale, from zero."""
    most = max(wall.for_ or 0, wall.against or 0, 1)
    return round(BAR * (votes or 0) / most, 1)


def _candidates(wall: WallState) -> list[tuple[str, int, float, float, bool]]:
    """Name, votes, the bar up to the majority and beyond it in percent, and whether elected."""
    ballot = wall.ballot
    if ballot is None:
        return []
    elected = ballot.chosen
    most = max([1, ballot.against, *(votes for _, votes in ballot.ballots)])
    needed = wall.majority or most + 1
    rows = []
    for name, votes in ballot.ballots:
        beyond = max(0, votes - needed) if votes >= needed else 0
        rows.append((name, votes, BAR * (votes - beyond) / most, BAR * beyond / most, name in elected))
    return rows


def _qr(where: str) -> Markup:
    """The address as a QR code in SVG, black on white with its quiet zone whatever the theme."""
    if not where:
        return Markup("")
    svg = segno.make(where, error="m").svg_inline(
        omitsize=True, dark="#000", light="#fff", svgclass="qr", lineclass=None
    )
    return Markup(svg)
