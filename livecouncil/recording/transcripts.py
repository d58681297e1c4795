"""Captions as speech recognition and broadcasters give them: JSON of Whisper and WhisperX, and TTML.

Who spoke stands in a field of its own there: a name is kept as the cue's speaker, which only counts where the journal
knows that somebody of that name had the floor. A label of a machine ('SPEAKER_00') is nobody's name: it is dropped, and
told, for what is said then is whose turn the journal says it was.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from livecouncil.core.text.clean import clean
from livecouncil.importing import limits

from .captions import Cue
from .cue_text import escape

_LABEL = re.compile(r"(speaker|spreker|spk|sprecher)[\s_\-]*\d+|\[?unknown\]?|onbekend", re.I)
_NAMED = re.compile(r"\s*\[?([^:\[\]]{2,60})\]?:\s+(\S.*)", re.S)
_CLOCK = re.compile(r"(\d{1,3}):(\d{2}):(\d{2})(?:[.,](\d{1,6})|:(\d{1,3}))?")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s|f|t)")
_SECONDS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


@dataclass(frozen=True)
class Transcribed:
    """Cues, how many parts could not be used, and the labels of machines that are no names."""

    cues: list[Cue]
    skipped: int = 0
    labels: tuple[str, ...] = ()


def of_json(path: Path, text: str) -> Transcribed:
    """Segments of Whisper or WhisperX (start, end, text, speaker), or the events of YouTube."""
    data = limits.parse_json(path, text)
    cues: list[Cue] = []
    labels: dict[str, None] = {}
    skipped = 0
    for segment in _segments(data):
        cue = _cue_of_segment(segment)
        if cue is None:
            skipped += 1
            continue
        label = clean(str(segment.get("speaker") or ""))
        if _LABEL.fullmatch(label):
            labels[label] = None
        cues.append(cue)
    return Transcribed(cues, skipped, tuple(labels))


def _segments(data: Any) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        data = next(
            (
                data[key]
                for key in ("segments", "results", "transcription", "events")
                if isinstance(data.get(key), list)
            ),
            [],
        )
    for one in data if isinstance(data, list) else ():
        if isinstance(one, dict):
            yield one


def _cue_of_segment(segment: dict[str, Any]) -> Cue | None:
    start = _seconds_given(segment.get("start"))
    end = _seconds_given(segment.get("end"))
    offsets = segment.get("offsets")
    if isinstance(offsets, dict):  # whisper.cpp counts in milliseconds
        start = _seconds_given(offsets.get("from"), 0.001)
        end = _seconds_given(offsets.get("to"), 0.001)
    pieces = limits.objects_in(segment.get("segs"))
    if pieces:  # YouTube counts in milliseconds, and gives a line in pieces
        start = _seconds_given(segment.get("tStartMs"), 0.001)
        lasts = _seconds_given(segment.get("dDurationMs"), 0.001)
        end = None if start is None or lasts is None else start + lasts
    said = clean(str(segment.get("text") or "".join(str(piece.get("utf8") or "") for piece in pieces)))
    if start is None or not said:
        return None
    return Cue(
        start, end if end is not None else start, escape(said), speaker=speaker_name(str(segment.get("speaker") or ""))
    )


def _seconds_given(value: Any, unit: float = 1.0) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not math.isfinite(value) or not 0 <= value < 1e7:
        return None
    return round(value * unit, 3)


def speaker_name(label: str) -> str:
    """A speaker's name; '' for a machine's label."""
    name = clean(label, 200)
    if _LABEL.fullmatch(name):
        return ""
    return name


def labelled(text: str) -> tuple[str, str]:
    """Speaker and text of a caption that begins with the one: 'SPEAKER_01: Goedenavond', '[De Wit]: …'."""
    match = _NAMED.fullmatch(text)
    if match and (_LABEL.fullmatch(match[1].strip()) or text.lstrip().startswith("[")):
        return match[1].strip(), match[2]
    return "", text


# -- lines with times

_SBV_TIME = r"(\d{1,2}:\d{2}:\d{2}\.\d{3})"
_SBV = re.compile(rf"^{_SBV_TIME},{_SBV_TIME}[ \t]*\r?\n((?:[ \t]*\S[^\n]*\n?)+)", re.A | re.M)
_TABBED = re.compile(r"(\d{1,9})\t(\d{1,9})\t(.*)", re.A)


def of_lines(text: str) -> Transcribed:
    """YouTube's own form (SBV), or the table of Whisper (TSV, in milliseconds); no cue where it is neither."""
    cues = [_cue_of_times(seconds_of(m[1]), seconds_of(m[2]), m[3]) for m in _SBV.finditer(text)]
    if text.startswith("start\tend\ttext"):
        rows = (match for line in text.splitlines()[1:] if (match := _TABBED.fullmatch(line)))
        cues = [_cue_of_times(int(row[1]) / 1000, int(row[2]) / 1000, row[3]) for row in rows]
    return Transcribed([cue for cue in cues if cue])


def _cue_of_times(start: float | None, end: float | None, text: str) -> Cue | None:
    said = "\n".join(filter(None, (clean(line) for line in text.splitlines())))
    if start is None or not said:
        return None
    return Cue(start, start if end is None else end, escape(said))


# -- TTML


def of_ttml(path: Path, data: bytes) -> Transcribed:
    """Paragraphs of TTML or DFXP, with the name of their agent where they have one; or the texts of YouTube's XML."""
    root = limits.xml(path, data)
    rate = _rate(root)
    names = {_own_id(agent): clean("".join(agent.itertext())) for agent in root.iter() if _local(agent) == "agent"}
    cues: list[Cue] = []
    skipped = 0
    for paragraph in root.iter():
        if _local(paragraph) not in ("p", "text"):
            continue
        cue = _cue_of_paragraph(paragraph, rate, names)
        if cue is None:
            skipped += bool("".join(paragraph.itertext()).strip())
        else:
            cues.append(cue)
    return Transcribed(cues, skipped)


def _cue_of_paragraph(paragraph: Any, rate: tuple[float, float], names: dict[str, str]) -> Cue | None:
    start = seconds_of(paragraph.get("begin") or _with_unit(paragraph.get("start")), rate)
    end = seconds_of(paragraph.get("end") or "", rate)
    length = seconds_of(_with_unit(paragraph.get("dur")), rate)
    said = "\n".join(filter(None, (clean(line) for line in _element_lines(paragraph).split("\n"))))
    if start is None or not said:
        return None
    if end is None:
        end = start + (length or 0.0)
    agents = [value for key, value in paragraph.attrib.items() if str(key).rpartition("}")[2] == "agent"]
    return Cue(start, end, escape(said), speaker=speaker_name(names.get(agents[0], "")) if agents else "")


def _with_unit(text: str | None) -> str:
    """YouTube's seconds have no unit."""
    if text and text[-1].isdigit() and ":" not in text:
        return f"{text}s"
    return text or ""


def _element_lines(element: Any) -> str:
    parts = [element.text or ""]
    for child in element:
        parts.append("\n" if _local(child) == "br" else _element_lines(child))
        parts.append(child.tail or "")
    return "".join(parts)


def seconds_of(text: str, rate: tuple[float, float] = (30.0, 1.0)) -> float | None:
    """Seconds of '00:01:02.500', '00:01:02:12' (frames), '62.5s', '90t'; `rate` are frames and ticks a second."""
    clock = _CLOCK.fullmatch(text.strip())
    if clock:
        whole = int(clock[1]) * 3600 + int(clock[2]) * 60 + int(clock[3])
        part = float(f"0.{clock[4]}") if clock[4] else int(clock[5] or 0) / rate[0]
        return round(whole + part, 3)
    offset = _OFFSET.fullmatch(text.strip())
    if not offset:
        return None
    unit = {**_SECONDS, "f": 1 / rate[0], "t": 1 / rate[1]}[offset[2]]
    return round(float(offset[1][:12]) * unit, 3)


def _rate(root: Any) -> tuple[float, float]:
    found = {str(key).rpartition("}")[2]: value for key, value in root.attrib.items()}
    return (_positive(found.get("frameRate"), 30.0), _positive(found.get("tickRate"), 1.0))


def _positive(value: str | None, otherwise: float) -> float:
    if value and re.fullmatch(r"[1-9]\d{0,8}", value, re.A):
        return float(value)
    return otherwise


def _own_id(element: Any) -> str:
    return next((value for key, value in element.attrib.items() if str(key).rpartition("}")[2] == "id"), "")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
