"""A typed line before and behind the colon that begins its free text."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Halves:
    """A line before and behind the colon that begins its text; in a ballot the text is its title, `papers` the rest."""

    head: str
    has_text: bool = False
    text: str = ""
    papers: str = ""


def halves_of(line: str) -> Halves:
    """Split at the colon that begins the text; not at one inside a time (`z21:10`), and at the last one in `pers`."""
    if re.match(r"z\s*[\d ]", line, re.I):
        return Halves(line)
    if re.match(r"pers(\s|:)", line, re.I):
        head, colon, papers = line.rpartition(":")
        if not colon:
            return Halves("pers")
        return Halves("pers", True, text=head[len("pers") :].strip(), papers=papers.strip())
    head, colon, text = line.partition(":")
    return Halves(head, bool(colon), text.strip())
