"""What is made of a meeting once it is over: documents, captions and open data. Slow, so never beside the meeting."""

from __future__ import annotations

from collections.abc import Mapping

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.recording.captions import Captions, Offset

from . import captions, pages
from .fragments import Fragments
from .open_data import akomantoso, ori_a, ori_api, popolo
from .papers import decisions
from .papers.blocks import paper_of
from .papers.odt import odt
from .papers.pdf import pdf


def files_afterwards(
    record: PublicRecord, words: Words, attached: Mapping[str, bytes], recording: tuple[Captions, Offset] | None = None
) -> dict[str, bytes]:
    """Every file by name. `attached` (the public journal) is embedded in the PDFs. Pure."""
    spoken = {}
    if recording:
        spoken = captions.spoken_paragraphs(record, *recording)
    transcript = pages.transcript(record, words, Fragments(), spoken)  # no video on paper
    listed = decisions.decision_list(record, words)
    reported = paper_of(transcript)
    decided = paper_of(listed)
    made = {
        "decisions.html": listed,
        "decisions-large.html": decisions.decision_list_large(record, words),
        "transcript.pdf": pdf(reported, record, attached),
        "decisions.pdf": pdf(decided, record, attached),
        "transcript.odt": odt(reported, record),
        "decisions.odt": odt(decided, record),
        "ori-a.xml": ori_a.ori_a(record, words),
        "ori.json": ori_api.ori_json(record, words),
        "akomantoso.xml": akomantoso.akoma_ntoso(record, words),
        "popolo.json": popolo.popolo_json(record),
    }
    if recording:
        made |= {
            "captions.vtt": captions.captions_vtt(record, *recording, words),
            "captions.srt": captions.captions_srt(record, *recording),
            "chapters.vtt": captions.chapters_vtt(record, recording[1], words, recording[0]),
        }
    return made
