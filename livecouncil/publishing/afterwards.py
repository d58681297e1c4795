"""What is made of a meeting once it is over: documents, captions and open data. Slow, so never beside the meeting.

The PDFs take longest: of a budget evening half as long as all else together. Most of that is Typst, which leaves Python
alone, so whoever makes more begins them first and takes them when the rest is made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from .papers.blocks import PrintedPage


def files_afterwards(record: PublicRecord, words: Words, attached: Mapping[str, bytes]) -> dict[str, bytes]:
    """Every file by name, of a meeting without a recording. `attached` (the public journal) is embedded in the PDFs.
    Pure."""
    over = Afterwards(record, words)
    pdfs = over.pdfs_begun(attached)
    return over.data() | over.odts() | pdfs() | over.pages()


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

    def in_turn(
        self,
        attached: Mapping[str, bytes],
        cards: Callable[[], dict[str, bytes]],
        leading: Callable[[], dict[str, bytes]],
    ) -> Iterator[dict[str, bytes]]:
        """All of it as it is made, with `cards`, and behind that the pages that lead to it."""
        pdfs = self.pdfs_begun(attached)
        cards = worked_beside(cards)
        yield self.data()
        yield self.odts()
        pages_made = self.pages() | leading()
        yield pdfs()
        yield cards()
        yield pages_made

    def pages(self) -> dict[str, bytes]:
        """The lists of decisions, which lead to all else."""
        large = decisions.decision_list_large(self.record, self.words, self.kept)
        return {"decisions-large.html": large, "decisions.html": self._listed}

    def data(self) -> dict[str, bytes]:
        """Open data and captions."""
        record = self.record
        words = self.words
        made = {
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

    @cached_property
    def _taken_apart(self) -> tuple[PrintedPage, PrintedPage]:
        """What is printed, once for PDF and ODT: the decision list, and the transcript without the video."""
        from .papers.blocks import paper_of

        reported = pages.transcript(self.record, self.words, self.kept, self.spoken, on_paper=True)
        return paper_of(self._listed), paper_of(reported)

    def pdfs_begun(self, attached: Mapping[str, bytes]) -> Callable[[], dict[str, bytes]]:
        """What waits for the PDFs, which are begun; none where the extra is missing."""
        if not installed("papers"):
            return dict
        return worked_beside(partial(_pdfs, self.record, attached, *self._taken_apart))

    def odts(self) -> dict[str, bytes]:
        """The same to be worked on; none where the extra is missing."""
        if not installed("papers"):
            return {}
        from .papers.odt import odt

        decided, reported = self._taken_apart
        return {"decisions.odt": odt(decided, self.record), "transcript.odt": odt(reported, self.record)}


def _pdfs(
    record: PublicRecord, attached: Mapping[str, bytes], decided: PrintedPage, reported: PrintedPage
) -> dict[str, bytes]:
    from .papers.pdf import pdf

    return {"decisions.pdf": pdf(decided, record, attached), "transcript.pdf": pdf(reported, record, attached)}
