"""Makes the fonts of the public pages: `python tools/webfonts.py`.

Theory. A page may ask no other host for a font and must be light, so it brings the few signs that Dutch, Frisian and
English need; a second file has the rest of Latin for names that need it, and a browser fetches that one only when such
a sign is on the page (`unicode-range` in `static/design.css`, which a test holds against what is here). Kerning stays.

The licence (OFL 1.1) reserves the name 'Source' for the font as Adobe made it; what is cut from it goes by another.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PUBLISHING = Path(__file__).parents[1] / "livecouncil" / "publishing"
NAME = "Livecouncil Sans"
WEIGHTS = {400: "Regular", 700: "Bold"}
BASE = "20-7E A0-FF 131 152-153 2010-2015 2018-201E 2020-2022 2026 2030 2032-2033 2039-203A 20AC 2190-2193 2212"
REST = "100-130 132-151 154-17F 218-21B 1E80-1E85 1E9E 1EF2-1EF3"
PARTS = {"": BASE, "-ext": REST}
_NAMES = {1: NAME, 3: NAME, 4: NAME, 6: NAME.replace(" ", ""), 16: NAME}
_KEPT_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]


def codes(ranges: str) -> set[int]:
    """The code points of '20-7E 131'."""
    found: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        found |= set(range(int(first, 16), int(last or first, 16) + 1))
    return found


def cut(weight: int, ranges: str) -> TTFont:
    """The font of `weight` with the signs of `ranges` alone, under its own name."""
    font = TTFont(PUBLISHING / "fonts" / f"SourceSans3-{WEIGHTS[weight]}.ttf", recalcTimestamp=False)
    options = Options(hinting=False, desubroutinize=True, layout_features=["kern", "mark", "ccmp", "locl"])
    options.name_IDs = _KEPT_NAMES
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes(ranges))
    subsetter.subset(font)
    for record in font["name"].names:
        record.string = _NAMES.get(record.nameID, record.toUnicode())
    font.flavor = "woff2"
    return font


def main(folder: Path) -> None:
    """Every font and its licence, in `folder`."""
    for weight in WEIGHTS:
        for suffix, ranges in PARTS.items():
            cut(weight, ranges).save(folder / f"sans-{weight}{suffix}.woff2")
    shutil.copyfile(PUBLISHING / "fonts" / "SourceSans3-OFL.txt", folder / "sans-OFL.txt")


if __name__ == "__main__":
    main(Path([*sys.argv, str(PUBLISHING / "static")][1]))
