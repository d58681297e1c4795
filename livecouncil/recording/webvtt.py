"""WebVTT files, after the specification's own algorithm (W3C WebVTT, section 6: file parsing). It skips, never fails.

`read` puts limits before it and sentences after it; the text inside a cue is read by `cue_text`.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

from .cue_text import BLANKS, stamp_seconds

_STAMP = r"[0-9]+:[0-9]{2}(?::[0-9]{2})?\.[0-9]{3}(?![0-9])"
_TIMES = re.compile(rf"[{BLANKS}]*({_STAMP})[{BLANKS}]*-->[{BLANKS}]*({_STAMP})(.*)", re.S)
_PERCENTAGE = re.compile(r"([0-9]+(?:\.[0-9]+)?)%")
_LINE = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_COMMENT = re.compile(r"NOTE(?:[ \t\n]|$)")


@dataclass
class Region:
    """Where cues that name it are shown; anchors in per cent as (x, y)."""

    id: str = ""
    width: float = 100.0
    lines: int = 3
    anchor: tuple[float, float] = (0.0, 100.0)
    viewport: tuple[float, float] = (0.0, 100.0)
    scroll: str = ""


@dataclass
class Settings:
    """How a cue is placed. `line` and `position` are None for 'auto'."""

    vertical: str = ""
    line: float | None = None
    line_align: str = "start"
    snap_to_lines: bool = True
    position: float | None = None
    position_align: str = "auto"
    size: float = 100.0
    align: str = "center"
    region: Region | None = None


@dataclass
class RawCue:
    """A cue as it stands in the file; `written` are its settings as they were written."""

    start: float
    end: float
    id: str = ""
    text: str = ""
    written: str = ""
    settings: Settings = field(default_factory=Settings)


@dataclass
class WebvttFile:
    """What a WebVTT file holds; `skipped` counts blocks that are neither cue, region, style nor comment."""

    signed: bool = False  # begins with WEBVTT
    cues: list[RawCue] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    styles: list[str] = field(default_factory=list)
    skipped: int = 0


def parse_webvtt(text: str) -> WebvttFile:
    """Read a whole file. What does not begin with WEBVTT gives an unsigned, empty one."""
    text = text.removeprefix("\ufeff").replace("\0", "\ufffd").replace("\r\n", "\n").replace("\r", "\n")
    file = WebvttFile(signed=bool(re.match(r"WEBVTT(?:[ \t\n]|$)", text)))
    if file.signed:
        _WebvttReader(text.split("\n"), file).read()
    return file


class _WebvttReader:
    """Goes through the lines, a block at a time."""

    def __init__(self, lines: list[str], file: WebvttFile) -> None:
        self.lines = lines
        self.file = file
        self.at = 1
        self.seen_cue = False

    def read(self) -> None:
        if self.at < len(self.lines) and self.lines[self.at]:
            self._block(header=True)
        while self.at < len(self.lines):
            if self.lines[self.at]:
                self._block()
            else:
                self.at += 1

    def _block(self, header: bool = False) -> None:
        """Collect one block: its lines until an empty one, or until the times of the next cue."""
        cue: RawCue | None = None
        kind = ""
        arrow = False
        buffer: list[str] = []
        count = 0
        while self.at < len(self.lines):
            line = self.lines[self.at]
            count += 1
            if "-->" in line:
                if header or not (count == 1 or (count == 2 and not arrow)):
                    break
                arrow = True
                cue = self._timed(line, "\n".join(buffer))
                if cue:
                    buffer = []
            elif not line:
                break
            else:
                if not header and count == 2 and not self.seen_cue and (kind := _kind_of_block(buffer)):
                    buffer = []
                buffer.append(line)
            self.at += 1
        if not header:
            self._ends(cue, kind, "\n".join(buffer), arrow)

    def _timed(self, line: str, name: str) -> RawCue | None:
        found = _TIMES.match(line)
        if not found:
            return None
        start = stamp_seconds(found[1])
        end = stamp_seconds(found[2])
        if start is None or end is None:
            return None
        self.seen_cue = True
        return RawCue(start, end, name, "", found[3].strip(BLANKS), settings(found[3], self.file.regions))

    def _ends(self, cue: RawCue | None, kind: str, text: str, arrow: bool) -> None:
        if cue:
            cue.text = text
            self.file.cues.append(cue)
        elif kind == "STYLE":
            self.file.styles.append(text)
        elif kind == "REGION":
            self.file.regions.append(region(text))
        elif arrow or not _COMMENT.match(text):
            self.file.skipped += 1


def _kind_of_block(buffer: list[str]) -> str:
    """STYLE or REGION when that is all the block's first line says."""
    return next((k for k in ("STYLE", "REGION") if buffer and buffer[0].rstrip(BLANKS) == k), "")


def _setting_pairs(text: str) -> list[tuple[str, str]]:
    """(name, value) of every setting that has both."""
    found = (part.partition(":") for part in re.split(f"[{BLANKS}]+", text))
    return [(name, value) for name, _, value in found if name and value]


def percentage(text: str) -> float | None:
    found = _PERCENTAGE.fullmatch(text)
    if found and 0 <= float(found[1]) <= 100:
        return float(found[1])
    return None


def settings(text: str, regions: list[Region]) -> Settings:
    """What a cue's settings come to; one that is not valid is passed over."""
    found = Settings()
    for name, value in _setting_pairs(text):
        if name == "region":
            found.region = next((r for r in reversed(regions) if r.id == value), None)
        elif name == "vertical" and value in ("rl", "lr"):
            found.vertical = value
        elif name == "align" and value in ("start", "center", "end", "left", "right"):
            found.align = value
        elif name == "size" and (size := percentage(value)) is not None:
            found.size = size
        elif name == "line":
            _set_line(found, value)
        elif name == "position":
            _set_position(found, value)
    if found.line is not None or found.size != 100 or found.vertical:
        found.region = None
    return found


def _set_line(found: Settings, value: str) -> None:
    where, comma, align = value.partition(",")
    number = percentage(where)
    if number is None and _LINE.fullmatch(where) and math.isfinite(float(where)):
        number = float(where) + 0.0  # no minus zero
    if number is None or (comma and align not in ("start", "center", "end")):
        return
    found.line = number
    found.snap_to_lines = not where.endswith("%")
    found.line_align = align or found.line_align


def _set_position(found: Settings, value: str) -> None:
    where, comma, align = value.partition(",")
    number = percentage(where)
    if number is None or (comma and align not in ("line-left", "center", "line-right")):
        return
    found.position = number
    found.position_align = align or found.position_align


def region(text: str) -> Region:
    """A region of its settings; one that is not valid is passed over."""
    found = Region()
    for name, value in _setting_pairs(text):
        if name == "id":
            found.id = value
        elif name == "width" and (width := percentage(value)) is not None:
            found.width = width
        elif name == "lines" and re.fullmatch("[0-9]{1,400}", value):
            found.lines = int(value)
        elif name in ("regionanchor", "viewportanchor") and (pair := _anchor(value)):
            if name == "regionanchor":
                found.anchor = pair
            else:
                found.viewport = pair
        elif name == "scroll" and value == "up":
            found.scroll = value
    return found


def _anchor(value: str) -> tuple[float, float] | None:
    x, _, y = value.partition(",")
    left = percentage(x)
    top = percentage(y)
    if left is None or top is None:
        return None
    return (left, top)
