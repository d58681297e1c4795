"""The words of the entry line, by where they stand: what they are the registry of acts says."""

from __future__ import annotations

from livecouncil.core.acts import words_standing

VERBS = words_standing("behind")
"""Words behind a motion or an item, or first on a line about the item under way."""

ONLY_BEHIND = words_standing("only_behind")
BEHIND = VERBS | ONLY_BEHIND
"""Words behind a motion or an item: some only there, so that no name is eaten."""

LINES = words_standing("first")
ALONE = words_standing("alone")
"""Words only where nothing else stands on the line, so that no name is eaten."""

KEYWORDS = frozenset(VERBS) | frozenset(LINES) | frozenset(ALONE)
