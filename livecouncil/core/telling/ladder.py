"""The same sentence, ever shorter, until it fits a network.

Theory. A network allows a post so many characters, each by its own way of counting; a decision must stand there all the
same, and be true. So a sentence is never cut where it happens to be too long. It is said anew, on a ladder of styles:
first the title gives way, to 90 and to 60 characters; then groups are called by their abbreviations; then the longer
side of the vote is "overige fracties", but for groups that were divided, for these stand on both sides; then both
sides are their figures alone. Only after that the title goes as a whole, then the address, and last the sentence
itself for its shortest form, without its tag and without who did not vote.

What is never given up: which motion or item, the outcome, and both figures of a count. So what has an outcome is left
whole on the last rung even where that does not fit, and it is for who posts to refuse it. What has none, a free message
or a commitment, is cut at a word, and keeps address and tag where these take less room than its words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

from .sentences import sentence
from .telling import Telling
from .voice import WHOLE, Style, Words

LADDER = (
    WHOLE,
    Style(title=90),
    Style(title=60),
    Style(title=60, short_groups=True),
    Style(title=60, short_groups=True, others=True),
    Style(title=60, totals=True),
    Style(title=0, totals=True),
    Style(title=0, totals=True, address=False),
    Style(title=0, totals=True, address=False, bare=True),
    Style(title=0, totals=True, address=False, tag=False, bare=True, apart=False),
)


def ladder(told: Telling, words: Words, url: str = "", hashtag: str = "") -> Iterator[str]:
    """Ever shorter forms of the same sentence; the first that fits a network is posted."""
    for style in LADDER:
        yield sentence(told, words, url, hashtag, style)


def fitted(told: Telling, words: Words, fits: Callable[[str], bool], url: str = "", hashtag: str = "") -> str:
    """First rung of the ladder for which `fits`.

    When none does, what has an outcome stays whole on the last rung, for its number, outcome and figures are never
    cut: ask `fits` again. Anything else, such as a free message, is cut at a word.
    """
    text = ""
    for text in ladder(told, words, url, hashtag):
        if fits(text):
            return text
    if told.outcome:
        return text
    tag = f"#{hashtag}" if hashtag else ""
    return _cut(text, fits, url, tag)


def _cut(text: str, fits: Callable[[str], bool], url: str, tag: str) -> str:
    """As many words as fit, with address and tag where those take less room than the words."""
    words = text.split(" ")
    whole = "".join(f" {part}" for part in (url, tag) if part)
    for tail in (whole, f" {tag}".rstrip(), ""):
        forms = [" ".join(words[:n]).rstrip(" ,;:.-") + "…" + tail for n in range(1, len(words))]
        fitting = bisect_left(forms, True, key=lambda form: not fits(form))
        if fitting and len(forms[fitting - 1]) > 2 * len(tail):
            return forms[fitting - 1]
    return text
