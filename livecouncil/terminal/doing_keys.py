"""Keys by what they do at the meeting screen: what opens something, acts at once, or looks at what came before."""

from __future__ import annotations

from livecouncil.core.acts import ACTS

OPENS = {act.key: act.id for act in ACTS if act.key_does == "opens"}
"""Keys that open a list or a form over the middle of the screen."""

ACTING = {act.key: act.id for act in ACTS if act.key_does == "acts"}
WAITING = frozenset({*OPENS, "tab", "escape"})
"""Keys that look at what the lines before them became."""

ON_EMPTY = {"?": "help", "/": "find"}
"""Signs that open something where no line is typed."""

NEVER_WAITING = frozenset({*ACTING, "f12", "ctrl+z", "ctrl+y"})
"""Keys that become an act in the queue, behind the lines before them."""
