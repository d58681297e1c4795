"""What is made of a meeting once it is over: documents, captions and open data. Slow, so never beside the meeting.

The papers take longest: of a budget evening as long as all else together. Most of that is Typst, which leaves Python
alone, so whoever makes more begins them first and takes them last: everything else is public by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.recording.captions import Captions, Offset
from livecouncil.system.extras import installed
from livecouncil.system.working import worked_beside

from . import captions, pages
from .fragments import Fragments
from .open_data import akomantoso, ori_a, ori_api, popolo
from .papers import decisions
from .site import Spoken

PAPERS = ("decisions.odt", "decisions.pdf", "transcript.odt", "transcript.pdf")
"""What the extra `papers` makes."""


def files_afterwards(
    record: PublicRecord, words: Words, attached: Mapping[str, bytes], recording: tuple[Captions, Offset] | None = None
) -> dict[str, bytes]:
    """Every file by name. `attached` (the public journal) is embedded in the PDFs. Pure."""
    fragments = Fragments()
    spoken = {}
    if recording:
        spoken = captions.spoken_paragraphs(record, *recording)
    papers = papers_begun(record, words, attached, fragments, spoken)
    return data_afterwards(record, words, recording, fragments) | papers()


def data_afterwards(
    record: PublicRecord, words: Words, recording: tuple[Captions, Offset] | None, fragments: Fragments
) -> dict[str, bytes]:
    """All but the papers; `fragments` are those of the pages that were made before."""
    made = {
        "decisions.html": decisions.decision_list(record, words, fragments),
        "decisions-large.html": decisions.decision_list_large(record, words, fragments),
        "ori-a.xml": ori_a.ori_a(record, words),
        "ori.json": ori_api.ori_json(record, words),
        "akomantoso.xml": akomantoso.akoma_ntoso(record, words),
        "popolo.json": popolo.popolo_json(record),
    }
    if not recording:
        return made
    return made | {
        "captions.vtt": captions.captions_vtt(record, *recording, words),
        "captions.srt": captions.captions_srt(record, *recording),
        "chapters.vtt": captions.chapters_vtt(record, recording[1], words, recording[0]),
    }


def papers_begun(
    record: PublicRecord,
    words: Words,
    attached: Mapping[str, bytes],
    fragments: Fragments,
    spoken: Spoken,
) -> Callable[[], dict[str, bytes]]:
    """What waits for the papers, which are begun; none where the extra is missing."""
    if not installed("papers"):
        return dict
    listed = decisions.decision_list(record, words, fragments)
    reported = pages.transcript(record, words, fragments, spoken)  # no video on paper
    return worked_beside(partial(_papers, record, attached, listed, reported))


def _papers(record: PublicRecord, attached: Mapping[str, bytes], listed: bytes, reported: bytes) -> dict[str, bytes]:
    from .papers.blocks import paper_of
    from .papers.odt import odt
    from .papers.pdf import pdf

    decisions_paper = paper_of(listed)
    transcript_paper = paper_of(reported)
    return {
        "decisions.odt": odt(decisions_paper, record),
        "transcript.odt": odt(transcript_paper, record),
        "decisions.pdf": pdf(decisions_paper, record, attached),
        "transcript.pdf": pdf(transcript_paper, record, attached),
    }
