"""What a crash must not take along: the half-typed line, half-written texts, what is staged, and lines that wait.

It is a private file beside the journal, written anew at every key and act that changes it, whole or not at all. Nothing
of it is a fact, and behind closed doors nothing typed is kept.
"""

from __future__ import annotations

import contextlib
import json
import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.core.text.clean import clean_lines
from livecouncil.system.caught import Caught, Hears
from livecouncil.system.files import PRIVATE
from livecouncil.system.rights import NOFOLLOW, moved

from .clerks.proposal import Proposal

if TYPE_CHECKING:
    from .desk import Desk


@dataclass(frozen=True)
class LeftBehind:
    """What a sitting before this one left: the line, the staged line, what was prepared, from which file, texts of
    motions that were not handed over, by the motion's key, and what the other clerk proposed."""

    line: str = ""
    staged: str = ""
    prepared: tuple[str, ...] = ()
    prepared_from: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    proposals: tuple[Proposal, ...] = ()


def _proposals_in(kept: object) -> Iterator[Proposal]:
    """What was proposed, as the file has it; what is none is left out."""
    for one in kept if isinstance(kept, list) else ():
        with contextlib.suppress(KeyError, TypeError, ValueError):
            yield Proposal(str(one["clerk"]), int(one["sent"]), str(one["line"]), str(one["at"]))


def left_in(path: Path) -> LeftBehind | None:
    """What a draft's file holds; None where there is none, or one that is not ours."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if not isinstance(kept, dict):
        return None
    texts = kept.get("texts")
    return LeftBehind(
        line=str(kept.get("line", "")),
        staged=str(kept.get("staged") or ""),
        prepared=tuple(str(line) for line in kept.get("prepared") or ()),
        prepared_from=str(kept.get("prepared_from", "")),
        texts={str(key): str(text) for key, text in texts.items()} if isinstance(texts, dict) else {},
        proposals=tuple(_proposals_in(kept.get("proposals"))),
    )


class DraftFile:
    """`line` is the entry line as last kept; `prepared_from` the digest of the prepared file that was taken over;
    `texts` those of motions that are being written, by the motion's key.

    `alarm` hears of a fault nobody expected: the line is still on screen, and no key may end with it.
    """

    def __init__(self, path: Path, alarm: Hears) -> None:
        self.path = path
        self.line = ""
        self.prepared_from = ""
        self.texts: dict[str, str] = {}
        self.leaving: list[str] = []
        self.proposals: list[Proposal] = []
        self._alarm = alarm
        self._last = ""
        self._lock = threading.Lock()

    def left(self) -> LeftBehind | None:
        """What is in the file."""
        return left_in(self.path)

    def take(self, left: LeftBehind) -> None:
        """Go on with what was left."""
        self.line = left.line
        self.prepared_from = left.prepared_from
        self.texts = dict(left.texts)

    def forget(self, texts: Sequence[str]) -> None:
        """Drop every text that says one of `texts`, which was deleted on request."""
        for key, text in list(self.texts.items()):
            if any(one.casefold() in text.casefold() for one in texts):
                del self.texts[key]

    def leaves(self, line: str) -> None:
        """`line` was entered and has no answer yet: whatever is kept meanwhile, by whichever act, it is kept too."""
        self.leaving.append(line)

    def arrived(self, line: str) -> None:
        """It was answered."""
        with contextlib.suppress(ValueError):
            self.leaving.remove(line)

    def keep(self, desk: Desk) -> None:
        """Write what stands now. Keys and acts come from two threads: one writes at a time."""
        with Caught(self._alarm, "draft"), self._lock:
            text = json.dumps(self._standing(desk), ensure_ascii=False)
            if text != self._last:
                self._write(text)

    def _standing(self, desk: Desk) -> dict[str, object]:
        for key, text in list(self.texts.items()):
            paper = desk.state.objects.get(key)
            if not text.strip() or (paper and paper.text == clean_lines(text, len(text))):
                del self.texts[key]
        line = ""
        staged = ""
        leaving: list[str] = []
        if not desk.state.doors_closed:
            leaving = [*self.leaving]
            line = self.line or (leaving.pop(0) if leaving else "")
            if desk.staged:
                staged = desk.staged.line
        return {
            "line": line,
            "staged": staged,
            "seq": desk.state.events[-1].seq,
            "prepared": [*leaving, *desk.prepared.lines],
            "prepared_from": self.prepared_from,
            "texts": self.texts,
            "proposals": [asdict(one) for one in self.proposals],
        }

    def _write(self, text: str) -> None:
        part = self.path.with_suffix(".part")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | NOFOLLOW, PRIVATE)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                file.write(text)
            moved(part, self.path)
            self._last = text
        except OSError:
            return  # A full disk is the journal's to report; the line is still on screen.
