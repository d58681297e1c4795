"""Captions that roll, as YouTube makes them: each line is shown twice, first growing and then above the next.

Theory. Such a file has cues of a hundredth of a second that hold what was just said, and every other cue begins with
the line before it. Each sentence is said once; so a cue keeps only the lines that the one before it did not show, and
a cue that keeps none goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .captions import Cue
from .cue_text import plain_words

_FLASH = 0.1
_WORD_TIME = re.compile(r"<\d+:\d\d[\d:.]*>")
"""The moment of one word within a cue, which a file that grows word by word has."""
_FEWEST = 4
"""Repeats that leave no doubt where the words bear no times of their own; fewer may be somebody who says it twice."""
_SHARE = 3
"""One cue in so many that repeats the one before is what rolling captions have; others hardly ever do."""


def is_rolling(cues: Sequence[Cue]) -> bool:
    """Whether many cues begin with the sentence that the one before them ended with, and some go on below it."""
    pairs = [(before, after) for before, after in pairwise(cues) if _repeats(before, after)]
    goes_on = any(len(_lines_of(after)) > 1 for _, after in pairs)
    sure = len(pairs) >= _FEWEST or any(_WORD_TIME.search(after.text) for _, after in pairs)
    return goes_on and sure and len(pairs) * _SHARE >= len(cues)


def _lines_of(cue: Cue) -> list[str]:
    return [line for line in plain_words(cue.text).split("\n") if line.strip()]


def _repeats(before: Cue, after: Cue) -> bool:
    shown = _lines_of(before)
    return bool(shown) and " " in shown[-1].strip() and _lines_of(after)[:1] == shown[-1:]


def unrolled(cues: Sequence[Cue]) -> list[Cue]:
    """Each line once, at the moment it was first said."""
    kept: list[Cue] = []
    shown: list[str] = []
    for cue in cues:
        own = cue.text.split("\n")
        read = [plain_words(line).strip() for line in own]
        fresh = [line for line, words in zip(own, read, strict=True) if words and words not in shown]
        shown = [words for words in read if words]
        if fresh:
            kept.append(replace(cue, text="\n".join(fresh)))
        elif kept and cue.end - cue.start > _FLASH:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, cue.end))
    return kept
