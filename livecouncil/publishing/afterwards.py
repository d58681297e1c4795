"""What is made of a meeting once it is over: documents, captions and open data. Slow, so never beside the meeting.

The PDFs come last, for they take longest: of a budget evening as long as all else together. Whoever writes what comes
as it comes has everything else public by then.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words
from livecouncil.recording.captions import Captions, Offset
from livecouncil.system.extras import installed

from . import captions, pages
from .fragments import Fragments
from .open_data import akomantoso, ori_a, ori_api, popolo
from .papers import decisions

PAPERS = ("decisions.odt", "decisions.pdf", "transcript.odt", "transcript.pdf")
"""What the extra `papers` makes."""


def files_afterwards(
    record: PublicRecord, words: Words, attached: Mapping[str, bytes], recording: tuple[Captions, Offset] | None = None
) -> dict[str, bytes]:
    """Every file by name. `attached` (the public journal) is embedded in the PDFs. Pure."""
    found: dict[str, bytes] = {}
    for made in afterwards_in_turn(record, words, attached, recording, Fragments()):
        found |= made
    return found


def afterwards_in_turn(
    record: PublicRecord,
    words: Words,
    attached: Mapping[str, bytes],
    recording: tuple[Captions, Offset] | None,
    fragments: Fragments,
) -> Iterator[dict[str, bytes]]:
    """The same, what is made together at once; `fragments` are those of the pages that were made before."""
    spoken = {}
    if recording:
        spoken = captions.spoken_paragraphs(record, *recording)
    listed = decisions.decision_list(record, words, fragments)
    yield {
        "decisions.html": listed,
        "decisions-large.html": decisions.decision_list_large(record, words, fragments),
        "ori-a.xml": ori_a.ori_a(record, words),
        "ori.json": ori_api.ori_json(record, words),
        "akomantoso.xml": akomantoso.akoma_ntoso(record, words),
        "popolo.json": popolo.popolo_json(record),
    }
    if recording:
        yield {
            "captions.vtt": captions.captions_vtt(record, *recording, words),
            "captions.srt": captions.captions_srt(record, *recording),
            "chapters.vtt": captions.chapters_vtt(record, recording[1], words, recording[0]),
        }
    if installed("papers"):
        reported = pages.transcript(record, words, fragments, spoken)  # no video on paper
        yield from _papers(record, attached, listed, reported)


def _papers(
    record: PublicRecord, attached: Mapping[str, bytes], listed: bytes, reported: bytes
) -> Iterator[dict[str, bytes]]:
    from .papers.blocks import paper_of
    from .papers.odt import odt
    from .papers.pdf import pdf

    decisions_paper = paper_of(listed)
    transcript_paper = paper_of(reported)
    yield {"decisions.odt": odt(decisions_paper, record), "transcript.odt": odt(transcript_paper, record)}
    yield {"decisions.pdf": pdf(decisions_paper, record, attached)}
    yield {"transcript.pdf": pdf(transcript_paper, record, attached)}
