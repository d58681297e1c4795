"""What is made of a meeting once it is over: documents, captions and open data. Slow, so never beside the meeting.

The papers take longest: of a budget evening as long as all else together. Most of that is Typst, which leaves Python
alone, so whoever makes more begins them first and takes them last: everything else is public by then.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

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


def files_afterwards(record: PublicRecord, words: Words, attached: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file by name, of a meeting without a recording. `attached` (the public journal) is embedded in the PDFs.
    Pure."""
    over = Afterwards(record, words)
    papers = over.papers_begun(attached)
    return over.data() | papers()


@dataclass(frozen=True)
class Afterwards:
    """A meeting that is over. `kept` are the fragments of its pages, `spoken` is what the captions of its `recording`
    say was said, by item."""

    record: PublicRecord
    words: Words
    kept: Fragments = field(default_factory=Fragments)
    recording: tuple[Captions, Offset] | None = None
    spoken: Spoken = field(default_factory=dict)

    @cached_property
    def _listed(self) -> bytes:
        """The decision list, which is a page and the source of a paper."""
        return decisions.decision_list(self.record, self.words, self.kept)

    def data(self) -> dict[str, bytes]:
        """All but the papers."""
        record = self.record
        words = self.words
        made = {
            "decisions.html": self._listed,
            "decisions-large.html": decisions.decision_list_large(record, words, self.kept),
            "ori-a.xml": ori_a.ori_a(record, words),
            "ori.json": ori_api.ori_json(record, words),
            "akomantoso.xml": akomantoso.akoma_ntoso(record, words),
            "popolo.json": popolo.popolo_json(record),
        }
        if not self.recording:
            return made
        return made | {
            "captions.vtt": captions.captions_vtt(record, *self.recording, words),
            "captions.srt": captions.captions_srt(record, *self.recording),
            "chapters.vtt": captions.chapters_vtt(record, self.recording[1], words, self.recording[0]),
        }

    def papers_begun(self, attached: Mapping[str, bytes]) -> Callable[[], dict[str, bytes]]:
        """What waits for the papers, which are begun; none where the extra is missing."""
        if not installed("papers"):
            return dict
        reported = pages.transcript(self.record, self.words, self.kept, self.spoken, on_paper=True)
        return worked_beside(partial(_papers, self.record, attached, self._listed, reported))


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
