"""Captions from elsewhere: WebVTT or SubRip in any usual encoding, to `captions.Captions`.

Limits first, then what it is, then cleaned text; what was mended or passed over is noted, so that nothing goes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.importing.limits import MAX_BYTES
from livecouncil.importing.sources import decode
from livecouncil.wording.faults import in_words

from . import transcripts, webvtt
from .captions import Captions, Cue
from .cue_text import Node, escape, mapped, parse_cue_text, serialise, stamp, voices
from .rolling import is_rolling, unrolled

MAX_CUES = 50_000
BACK = 60.0
"""Seconds the clock may run back between two cues; more is another recording's clock, beginning anew."""
SHOWN = 1.0
"""Seconds a cue is shown of which the end is not after its beginning."""
_TIME = r"((?:\d{1,3}:)?\d{1,2}:\d{1,2}(?:[,.]\d{1,3})?)"
_ARROW = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?![\d:]).*", re.A)
_MARKUP = re.compile(r"</?\s*+([a-z]++)[^<>]*+>|\{\\[^{}]*+\}", re.I)
_STARTS = re.compile(r"(?:(\d{4}-\d\d-\d\d)[T ])?(\d{1,2}):(\d\d)(?::(\d\d))?", re.A)


@dataclass(frozen=True)
class _Found:
    """Cues as they stand in the file, how many blocks were neither cue nor comment, and labels of speakers that are no
    names."""

    cues: list[Cue]
    skipped: int
    labels: tuple[str, ...] = ()


def read_captions(path: Path) -> Captions:
    """The captions of a file. Raises InputFault when it is too large, unreadable, empty or no captions at all."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        size = path.stat().st_size
    except OSError as error:
        raise InputFault("recording.unreadable", file=path, reason=error.strerror) from error
    if len(data) > MAX_BYTES:
        raise InputFault("recording.too_large", file=path, size=size // 1_000_000)
    text = _decoded_text(data, path)
    other = next((kind for kind, form in _OTHERS.items() if form.match(text)), None)
    if other:
        raise InputFault("recording.other_captions", file=path, kind=other)
    if _JSON.match(text):
        return _finished(_transcribed(transcripts.of_json(path, text)), str(path))
    if _TTML.search(text[:4_000]):
        return _finished(_transcribed(transcripts.of_ttml(path, data)), str(path))
    return captions_from_text(text, str(path))


def captions_from_text(text: str, name: str) -> Captions:
    """The captions in `text`; `name` is what an error calls them. Raises InputFault when there are none."""
    file = webvtt.parse_webvtt(text)
    if file.signed:
        found = _of_webvtt(file)
    else:
        found = _of_subrip(text)
        if not found.cues:
            found = _transcribed(transcripts.of_lines(text.removeprefix("\ufeff")))
    return _finished(found, name)


def _transcribed(found: transcripts.Transcribed) -> _Found:
    return _Found(found.cues, found.skipped, found.labels)


def _finished(found: _Found, name: str) -> Captions:
    """In order, within bounds, each sentence once."""
    if not found.cues:
        raise InputFault("recording.no_captions", file=name)
    if len(found.cues) > MAX_CUES:
        raise InputFault("recording.too_many", file=name, number=len(found.cues), most=MAX_CUES)
    return _cues_in_order(found, name)


_OTHERS = {
    "SubStation Alpha": re.compile(r"\ufeff?\s*\[Script Info\]", re.I),
    "LRC": re.compile(r"\ufeff?(?:\[[a-z]{2,6}:[^\[\]\n]{0,200}\]\s*)*\[\d{1,3}:\d\d(?:[.:]\d{1,3})?\]"),
    "MicroDVD": re.compile(r"\ufeff?\s*\{\d{1,9}\}\{\d{1,9}\}"),
    "SAMI": re.compile(r"\ufeff?\s*<sami\b", re.I),
    "Scenarist": re.compile(r"\ufeff?\s*Scenarist_SCC"),
}
"""Captions that are not read, by how they begin: they have times in frames, no ends, or a layout of their own."""
_TTML = re.compile(r"<(?:\w+:)?tt\b[^>]*(?:ttml|ttaf)|<transcript>\s*<text ", re.I)
_JSON = re.compile(r"[\ufeff\s]*(?:\{|\[\s*\{)")


def _decoded_text(data: bytes, path: Path) -> str:
    """Its text, as `decode` finds it. Raises InputFault for what is none."""
    text = decode(data)
    if "\0" in text[:4000] and not text.startswith("WEBVTT"):
        raise InputFault("recording.unknown_kind", file=path)
    return text


# -- WebVTT ------------------------------------------------------------------------------------------------------


def _of_webvtt(file: webvtt.WebvttFile) -> _Found:
    return _Found([_cue(raw) for raw in file.cues], file.skipped)


def _cue(raw: webvtt.RawCue) -> Cue:
    """Its text cleaned; a voice that says all of it becomes the speaker."""
    tree = mapped(parse_cue_text(raw.text), _clean)
    said = tree
    speaker = ""
    if len(tree.children) == 1 and len(voices(tree)) == 1:
        only = tree.children[0]
        if isinstance(only, Node) and only.kind == "v" and not only.classes:
            said = Node(children=only.children)
            speaker = only.note
    return Cue(raw.start, raw.end, _stripped_lines(serialise(said)), speaker, _settings(raw.written), clean(raw.id))


def _clean(text: str) -> str:
    """`clean` a line at a time, with the blanks around it: line ends are part of a caption."""
    return "\n".join(_cleaned_line(line) for line in text.split("\n"))


def _cleaned_line(line: str) -> str:
    kept = clean(line)
    if kept:
        return f"{' ' * line[:1].isspace()}{kept}{' ' * line[-1:].isspace()}"
    return " " * bool(line)


def _stripped_lines(text: str) -> str:
    """Without blank lines and blanks at either end: an empty line would end the cue."""
    return "\n".join(line.strip() for line in text.split("\n") if line.strip())


def _settings(written: str) -> str:
    """Settings as written, without the region: regions do not come along."""
    return " ".join(s for s in written.split() if not s.startswith("region:") and re.fullmatch(r"[a-z]+:[\w.,%-]+", s))


# -- SubRip ------------------------------------------------------------------------------------------------------


def _of_subrip(text: str) -> _Found:
    """Every line of times begins a cue; its number stands before it. Lines that belong to none are damage."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    starts = [i for i, line in enumerate(lines) if _ARROW.fullmatch(line)]
    cues: list[Cue] = []
    labels: dict[str, None] = {}
    used: set[int] = set()
    for n, at in enumerate(starts):
        numbered = at > 0 and lines[at - 1].strip().isdigit()
        until = (starts[n + 1 :] or [len(lines)])[0]
        said = list(_until_blank(lines, at + 1, until))
        if until < len(lines) and said and said[-1] == until - 1 and lines[until - 1].strip().isdigit():
            said.pop()
        used |= {at, *said}
        number = ""
        if numbered:
            used.add(at - 1)
            number = lines[at - 1].strip()
        cue, label = _subrip_cue(lines, at, said, number)
        cues.append(cue)
        if label:
            labels[label] = None
    loose = [i for i, line in enumerate(lines) if line.strip() and i not in used]
    if not cues:
        return _Found(cues, 0)
    return _Found(cues, sum(i - 1 not in loose for i in loose), tuple(labels))


def _subrip_cue(lines: Sequence[str], at: int, said: Sequence[int], number: str) -> tuple[Cue, str]:
    """The cue of the times in line `at` and the words in the lines `said`; and the label of its speaker, if no name."""
    times = _ARROW.fullmatch(lines[at])
    assert times
    label, words = transcripts.labelled("\n".join(lines[i] for i in said))
    body = _stripped_lines(_clean("\n".join(_webvtt_line(line) for line in words.split("\n"))))
    speaker = transcripts.speaker_name(label)
    cue = Cue(_subrip_seconds(times[1]), _subrip_seconds(times[2]), body, speaker, id=number)
    return cue, label if label and not speaker else ""


def _until_blank(lines: Sequence[str], start: int, until: int) -> Iterator[int]:
    for i in range(start, until):
        if not lines[i].strip():
            return
        yield i


def _webvtt_line(line: str) -> str:
    """SubRip's own markup to WebVTT: bold, italic and underline stay, fonts and places go, the rest is text."""
    out = ""
    last = 0
    for tag in _MARKUP.finditer(line):
        kept = (tag[1] or "").casefold()
        if tag[1] and kept not in ("b", "i", "u", "font", "s"):
            continue
        out += escape(line[last : tag.start()])
        if kept in ("b", "i", "u"):
            out += f"<{'/' * tag[0].startswith('</')}{kept}>"
        last = tag.end()
    return serialise(parse_cue_text(out + escape(line[last:])))


def _subrip_seconds(text: str) -> float:
    whole, _, rest = text.replace(",", ".").partition(".")
    total = 0
    for part in whole.split(":"):
        total = total * 60 + int(part)
    return (total * 1000 + int(rest.ljust(3, "0"))) / 1000


# -- order -------------------------------------------------------------------------------------------------------


def _cues_in_order(found: _Found, name: str) -> Captions:
    """Cues in order of time, with notes. Raises InputFault when the clock begins anew on the way; a time without words
    is no part of a recording.
    """
    cues = found.cues
    back = [(a, b) for a, b in pairwise(cues) if b.start < a.start]
    spoken = [cue for cue in cues if cue.text]
    far = next((b for a, b in pairwise(spoken) if a.start - b.start > BACK), None)
    if far:
        raise InputFault("recording.several", file=name, number=cues.index(far), time=stamp(far.start))
    mended = [replace(c, end=c.start + SHOWN) if c.end <= c.start else c for c in cues]
    in_order = sorted(mended, key=lambda cue: cue.start)
    whole = len(in_order)
    if is_rolling(in_order):
        in_order = unrolled(in_order)
    counts = {
        "recording.skipped": found.skipped,
        "recording.moved": len(back),
        "recording.ended_early": sum(cue.end <= cue.start for cue in cues),
        "recording.rolled": whole - len(in_order),
        "recording.overlapping": sum(after.start < before.end for before, after in pairwise(in_order)),
    }
    notes = [in_words(code, number=number) for code, number in counts.items() if number]
    if found.labels:
        notes.append(in_words("recording.labels", labels=", ".join(found.labels[:12])))
    return Captions(tuple(in_order), tuple(notes))


def offset_given(text: str, start: datetime) -> datetime:
    """The moment `--offset` names: '19:28:30' on the meeting's day, or with its date. Raises InputFault.

    Hours more than twelve before the meeting's start belong to the next day.
    """
    found = _STARTS.fullmatch(text.strip())
    try:
        if not found:
            raise ValueError
        if found[1]:
            day = datetime.fromisoformat(found[1]).date()
        else:
            day = start.date()
        hour, minute, second = (int(part or 0) for part in found.groups()[1:])
        at = start.replace(
            year=day.year, month=day.month, day=day.day, hour=hour, minute=minute, second=second, microsecond=0
        )
    except ValueError:
        raise InputFault("recording.no_clock_time", text=text) from None
    if not found[1] and start - at > timedelta(hours=12):
        return at + timedelta(days=1)
    return at
