"""Captions as public files: WebVTT with speakers, SubRip, chapters by agenda item, and what was said as text.

Pure, and only over what `recording.captions` lets through: nothing said behind closed doors is in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import takewhile

from livecouncil.core.release.record import ItemRecord, PublicRecord
from livecouncil.core.telling.phrases import day_said
from livecouncil.core.telling.voice import Words
from livecouncil.recording.captions import OUTSIDE, Captions, Cue, Offset, heard_visits, open_cues, said_in_public
from livecouncil.recording.cue_text import escape, plain_words, stamp
from livecouncil.recording.moments import Visit

from . import feeds

PARAGRAPH = 600
"""Characters after which a speaker's text is broken at the end of a sentence."""
SILENCE = 30.0
"""Seconds of silence after which a new paragraph begins."""


def captions_vtt(record: PublicRecord, captions: Captions, offset: Offset, words: Words) -> bytes:
    """WebVTT on the webcast's own clock; `<v Name>` is who the log says had the floor."""
    cues = [cue for _, cue in said_in_public(record, captions, offset)]
    speakers = "captions.speakers"
    if record.meeting.unofficial:
        speakers = "captions.speakers_unofficial"
    return write_vtt(
        cues,
        [
            *_captions_about(record, words),
            words.t(speakers),
        ],
    ).encode()


def captions_srt(record: PublicRecord, captions: Captions, offset: Offset) -> bytes:
    """SubRip in UTF-8; it knows no voices, so a speaker's first caption begins with the name.

    It knows no comments either: of an unofficial report the first caption begins with the mark.
    """
    text = write_srt([cue for _, cue in said_in_public(record, captions, offset)])
    if record.meeting.unofficial:
        text = re.sub(r"( --> \S+\n)", lambda m: f"{m[1]}[{record.meeting.mark}]\n", text, count=1)
    return text.encode()


def chapters_vtt(record: PublicRecord, offset: Offset, words: Words, captions: Captions | None = None) -> bytes:
    """A chapter for each time an item was treated; items that began at one moment share one.

    With `captions` a chapter begins where the chair announces the item, without them where it was logged.
    """
    cues: Sequence[Cue] = ()
    if captions:
        cues = open_cues(record, captions, offset)
    chapters = _chapters(record, heard_visits(record, cues, offset), offset, words)
    return write_vtt(chapters, _captions_about(record, words)).encode()


def spoken_paragraphs(
    record: PublicRecord, captions: Captions, offset: Offset
) -> dict[str, list[tuple[str, str, float]]]:
    """What was said, by item number: (speaker or '', paragraph, second of the webcast) in order of time.

    What was said before the opening or after the closing is no part of the meeting and is left out.
    """
    found: dict[str, list[tuple[str, str, float]]] = {}
    before = ""
    ended = 0.0
    for number, cue in said_in_public(record, captions, offset):
        if number == OUTSIDE:
            continue
        text = " ".join(cue.words.split())
        rows = found.setdefault(number, [])
        goes_on = bool(rows) and number == before and cue.start - ended < SILENCE and rows[-1][0] == cue.speaker
        if goes_on and not (len(rows[-1][1]) > PARAGRAPH and rows[-1][1].endswith((".", "!", "?"))):
            rows[-1] = cue.speaker, f"{rows[-1][1]} {text}".strip(), rows[-1][2]
        elif text:
            rows.append((cue.speaker, text, cue.start))
        before = number
        ended = cue.end
    return found


# -- formats -----------------------------------------------------------------------------------------------------


def write_vtt(cues: Iterable[Cue], notes: Sequence[str] = ()) -> str:
    """A WebVTT file. Cues without words are left out."""
    blocks = ["WEBVTT"]
    if notes:
        blocks.append("\n".join(["NOTE", *(note.replace("-->", "→") for note in notes)]))
    return "\n\n".join([*blocks, *(_vtt_block(cue) for cue in cues if cue.text)]) + "\n"


def _vtt_block(cue: Cue) -> str:
    times = " ".join(filter(None, (f"{stamp(cue.start)} --> {stamp(cue.end)}", cue.settings)))
    voice = ""
    if cue.speaker:
        voice = f"<v {escape(cue.speaker)}>"
    return "\n".join(filter(None, (cue.id.replace("-->", "→"), times, voice + _no_blank_lines(cue.text))))


def write_srt(cues: Iterable[Cue]) -> str:
    """A SubRip file. Cues without words are left out."""
    blocks: list[str] = []
    speaker = ""
    for cue in cues:
        text = _no_blank_lines(plain_words(cue.text)).replace("-->", "→")
        if not text:
            continue
        name = ""
        if cue.speaker and cue.speaker != speaker:
            name = f"{cue.speaker}: "
        speaker = cue.speaker
        times = f"{stamp(cue.start, ',')} --> {stamp(cue.end, ',')}"
        blocks.append(f"{len(blocks) + 1}\n{times}\n{name}{text}\n")
    return "\n".join(blocks)


def _no_blank_lines(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if line.strip())


def _captions_about(record: PublicRecord, words: Words) -> list[str]:
    """What a file says of itself, in a comment."""
    said = [
        f"{record.meeting.title} {record.meeting.municipality}, {day_said(record.meeting.start, words.t)}",
        record.meeting.licence,
    ]
    if record.meeting.unofficial:
        said += [feeds.licence(record, words), words.t("web.unofficial")]
    elif not record.meeting.final:
        said.append(words.t("web.provisional"))
    if record.meeting.rehearsal:
        said.append(words.t("web.rehearsal"))
    return said


# -- chapters ----------------------------------------------------------------------------------------------------


def _chapters(record: PublicRecord, visits: Sequence[Visit], offset: Offset, words: Words) -> list[Cue]:
    groups: dict[datetime, list[Visit]] = {}
    for visit in visits:
        groups.setdefault(visit.start, []).append(visit)
    found = []
    for start, group in groups.items():
        first = max(0.0, offset.seconds_of(start))
        last = offset.seconds_of(group[-1].end or record.feed.updated)
        titles = [title for visit in group for title in _titles(record, visit, words)]
        if round(last, 3) > round(first, 3):
            found.append(Cue(first, last, escape(" · ".join(titles))))
    return found


def _titles(record: PublicRecord, visit: Visit, words: Words) -> list[str]:
    """'6 Woonvisie'; with it the hamerstukken after it that were adopted without ever being begun."""
    title = f"{visit.item.number} {visit.item.title}"
    if visit.again:
        return [words.t("captions.again", title=title)]
    at = record.decisions.items.index(visit.item)
    if visit.item.outcome != "adopted_without_vote":
        return [title]
    along = takewhile(_adopted_unbegun, record.decisions.items[at + 1 :])
    return [title, *(f"{item.number} {item.title}" for item in along)]


def _adopted_unbegun(item: ItemRecord) -> bool:
    return not item.started and item.outcome == "adopted_without_vote"
