"""Signs by meaning, in three sets. The one table that knows a glyph; chosen once, at the start.

`full` is in DejaVu Sans Mono, Menlo and Cascadia Mono; `console` in the fonts of the Linux console; `ascii` anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Signs:
    """One set. `box` are the corners and edges of a picture of another screen, `kept` says that the disk has it."""

    here: str = "▸"
    out: str = "●"
    waits: str = "○"
    failed: str = "×"
    off: str = "–"
    seat: str = "■"
    empty: str = "·"
    bar: str = "━"
    track: str = "─"
    line: str = "─"
    box: tuple[str, ...] = ("┌", "─", "┐", "│", "└", "┘")
    same: str = "="
    differs: str = "≠"
    shut: str = "▒"
    folded: str = "+"
    more: str = "…"
    prompt: str = "›"
    dash: str = "–"
    dot: str = "·"
    quotes: tuple[str, str] = ("‘", "’")
    kept: str = "✓"


FULL = Signs()
CONSOLE = replace(FULL, waits="·", kept="OK")
ASCII = Signs(
    here=">",
    out="*",
    waits=".",
    failed="x",
    off="-",
    seat="#",
    empty=".",
    bar="=",
    track="-",
    line="-",
    box=("+", "-", "+", "|", "+", "+"),
    same="=",
    differs="!",
    shut="%",
    folded="+",
    more="~",
    prompt=">",
    dash="-",
    dot="-",
    quotes=("'", "'"),
    kept="OK",
)
SETS = {"full": FULL, "console": CONSOLE, "ascii": ASCII}


def chosen(name: str, term: str) -> Signs:
    """The set of that name; where none is named the one a terminal of the kind `term` can show."""
    if name in SETS:
        return SETS[name]
    if term == "linux":
        return CONSOLE
    return FULL
