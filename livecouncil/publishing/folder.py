"""Public files of a council's folder: made anew from the journals, and held against them.

Theory. The journal is the only thing that is kept; every public file is made of it. The way is always the same:

    journal → events → what the feed's gate lets through (`record_of`) → files by name (`wanted`) → the folder

Only the last step touches the disk, and only where bytes differ. So the same journal gives the same files, whoever
makes them and when; `verify` can hold a folder against its journal by making the files again; and a reader's cache, an
ETag or a backup sees a change only where there is one. No renderer reads a journal, a clock or another file: what a
page may show is what its record holds, and what the gate held back is in none of them.

While the meeting goes on, the writer makes the files of `site` after every event; documents, captions and open data
(`afterwards`) are slow and wait until it is over.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.snapshot import voice_of
from livecouncil.core.release.disclose import disclose, disclose_wall, feed_lines
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.record import MeetingRecord, PublicRecord, WallRecord
from livecouncil.errors import InputFault, LivecouncilError
from livecouncil.journal.inventory import look
from livecouncil.journal.opening import readable
from livecouncil.journal.place import Place
from livecouncil.journal.reading import UNTENABLE
from livecouncil.journal.releasing import see_to
from livecouncil.system.collecting import uncollected
from livecouncil.system.extras import command_for, installed
from livecouncil.wording import Wording
from livecouncil.wording.faults import in_words
from livecouncil.wording.texts import manner_of
from livecouncil.wording.voices import words_of as words_of

from .awaited import PAPERS, with_all_made
from .documents import put_documents
from .fragments import Fragments
from .sources import FromJournals, Sources

if TYPE_CHECKING:
    from .site import Position


def words_of_meeting(meeting: MeetingRecord) -> Wording:
    """The words of the body whose meeting it is, in the council's language."""
    return words_of(meeting.language, manner_of(meeting.kind, reported=meeting.unofficial), meeting.called)


def words_in(events: Sequence[ev.Base], language: str) -> Wording:
    """Wording in `language` with the council's own sentences, as the journal's snapshot has them."""
    first = events[0]
    if not isinstance(first, ev.Snapshot):
        return words_of(language)
    own = first.council.get("messages", {})
    kind, called = voice_of(first)
    manner = manner_of(kind, reported=bool(first.council.get("council", {}).get("unofficial")))
    if own:
        return Wording.load(language, own, manner, called)
    return words_of(language, manner, tuple(called.items()))


def record_of(events: Sequence[ev.Base], gate: ev.Gate = "feed", memory: Memory | None = None) -> PublicRecord:
    """What `gate` lets through of a journal, in the council's own words (see `core.release.disclose`)."""
    return disclose(events, partial(words_in, events), _places(), gate, memory)


def wall_record_of(events: Sequence[ev.Base], memory: Memory | None = None) -> WallRecord:
    """What the chamber's wall shows of a journal; `memory` is one kept for this alone."""
    return disclose_wall(events, partial(words_in, events), memory)


def lines_of_entries(events: Sequence[ev.Base], memory: Memory | None = None) -> list[int]:
    """The journal's line of each entry of the feed, without making its record; `memory` is one kept for this alone."""
    return feed_lines(events, _places(), memory)


def _places() -> dict[str, dict[str, str]]:
    """Where each kind of message is told: one table, for every language."""
    return words_of("nl").table("places")


def write_public(
    record: PublicRecord,
    public: Path,
    fragments: Fragments | None = None,
    everything: bool = False,
    *,
    sources: Sources | None = None,
) -> list[Path]:
    """Write the public files of one meeting into `public`, the folder above the meeting's; returns what was written.

    With `everything` also those of afterwards: documents, captions, open data, and then the pages that lead to them.
    `sources` as in `wanted`.
    """
    folder = public / record.meeting.meeting_id
    left = (fragments or Fragments()).left
    written: list[Path] = []
    names: set[str] = set()
    for made in _wanted_in_turn(record, fragments, everything, sources or FromJournals(public.parent)):
        written += left.put(made, folder, public)
        names |= made.keys()
    _take_away(folder, names)
    if everything:
        _take_papers_away(folder, names)
    return written


def _take_papers_away(folder: Path, made: Collection[str]) -> None:
    """What this installation cannot make stays nowhere as it was: it might say what was corrected or deleted since."""
    for name in PAPERS:
        if name not in made:
            (folder / name).unlink(missing_ok=True)


def _take_away(folder: Path, made: Collection[str]) -> None:
    """The page of a matter that is no longer in the record, that of a feed whose entries were recalled, and the card of
    what has no outcome any more."""
    from .addressed import DATA
    from .feed_pages import PAGE
    from .preview import CARD

    pages = (folder.glob(name) for name in ("feed-*", "decisions-*", "items/*-*"))
    for page in chain.from_iterable(pages):
        if PAGE.fullmatch(page.name) and str(page.relative_to(folder)) not in made:
            page.unlink()

    with os.scandir(folder) as there:
        inner = [Path(one.path) for one in there if one.is_dir(follow_symlinks=False)]
    for matter in inner:
        if f"{matter.name}/{CARD}" not in made:
            (matter / CARD).unlink(missing_ok=True)
        if f"{matter.name}/{DATA}" not in made and (matter / DATA).exists():
            for file in matter.iterdir():
                file.unlink()
            matter.rmdir()


def wanted(
    record: PublicRecord,
    base: Path,
    fragments: Fragments | None = None,
    everything: bool = False,
    *,
    sources: Sources | None = None,
) -> dict[str, bytes]:
    """Every public file of a meeting by its name seen from its own folder, those it shares with others as `../…`.

    What does not stand in the record comes from `sources`: the whole folder `base` where none are named.
    """
    found: dict[str, bytes] = {}
    for made in _wanted_in_turn(record, fragments, everything, sources or FromJournals(base)):
        found |= made
    return found


def _wanted_in_turn(
    record: PublicRecord, fragments: Fragments | None, everything: bool, sources: Sources
) -> Iterator[dict[str, bytes]]:
    """The same, as it is made: what a reader waits for first, but nothing that leads to what is not made yet."""
    from . import proof, site
    from .captions import spoken_paragraphs

    words = words_of_meeting(record.meeting)
    place = position_of(sources.meetings(), record.meeting.meeting_id)
    kept = sources.recording(record)
    said = {}
    if kept:  # what was rendered before knew no recording
        record = record.with_recording(kept[1].at)
        said = spoken_paragraphs(record, *kept)
        fragments = None
    fragments = fragments or Fragments()
    if everything:
        record = with_all_made(record)
    proofs = proof.proof_files(record, sources.chain, sources.keys, newest=place.newest)
    cards = _cards_worded(record, words, fragments)
    pages = partial(site.meeting_files, record, words, fragments, place, said)
    static = {f"../{name}": content for name, content in site.static_files().items()}
    if not everything:
        yield pages() | proofs
        yield static
        yield cards()
        return

    from .afterwards import Afterwards
    from .vocabulary import vocabulary_files

    yield static | {f"../{name}": content for name, content in vocabulary_files().items()}
    attached = {name: content for name, content in proofs.items() if name == proof.JOURNAL}
    over = Afterwards(record, words, fragments, kept, said)
    yield from over.in_turn(attached, cards, lambda: pages() | proofs)


def _cards_worded(record: PublicRecord, words: Wording, fragments: Fragments) -> Callable[[], dict[str, bytes]]:
    """What draws the cards; none where the extra is missing."""
    if not installed("papers"):
        return dict
    from .cards import cards_waiting

    return cards_waiting(record, words, fragments)


def write_static(public: Path, missing: bool = False) -> None:
    """Style and script shared by all meetings; with `missing` only where a file is not there. Raises OSError."""
    from livecouncil.system.files import replace as put

    from .site import static_files
    from .vocabulary import vocabulary_files

    for name, content in {**static_files(), **vocabulary_files()}.items():
        if not missing or not (public / name).exists():
            put(public / name, content, root=public)


def write_keys(base: Path) -> None:
    """The council's newest key and the statements that lead to it, where everybody finds them. Raises OSError."""
    from livecouncil.journal.signing.succession import FOLDER, statements_in
    from livecouncil.system.files import replace as put

    from .proof import key_files

    statements = statements_in(base / FOLDER)
    if not statements:
        return
    public = base / "public"
    public.mkdir(exist_ok=True)
    for name, content in key_files(statements[0].statement.old, base / FOLDER).items():
        put(public / name, content, root=public)


def position_of(held: Sequence[str], meeting: str) -> Position:
    """Where `meeting` stands among the meetings `held`; ids begin with their date."""
    from .site import Position

    before = ["", *(other for other in held if other < meeting)]
    return Position(before[-1], newest=list(held[-1:]) in ([meeting], []))


def publish(base: Path, meeting: str, index: bool = True) -> list[Path]:
    """Make all public files of `meeting` anew from its journal; byte for byte the same for the same journal. `index`
    also makes the list of meetings.

    A closed meeting is signed first, where its journal has grown since its last checkpoint.
    """
    from livecouncil.journal.signing.signing_off import sign_off

    from .all_meetings import write_index

    if reason := sign_off(base, meeting):
        print(reason, file=sys.stderr)
    reading = readable(Place(base / "journal", meeting))
    if not reading.events or not isinstance(reading.events[0], ev.Snapshot):
        raise InputFault("publishing.damaged_begin", meeting=meeting)
    for fault in reading.damage:
        print(fault, file=sys.stderr)
    with uncollected():
        written = put_public(base, record_of(reading.events))
    if not installed("papers"):
        print(in_words("publishing.no_papers", meeting=meeting, command=command_for("papers")), file=sys.stderr)
    if index:
        write_index(base / "public")
    return written


def put_public(base: Path, record: PublicRecord) -> list[Path]:
    """Make all public files of a meeting anew from the `record` of its journal, and hold its released view against
    that; what was written. A document that is missing is told."""
    see_to(base, record.meeting.meeting_id)
    for missing in put_documents(record, base, thorough=True):
        print(missing, file=sys.stderr)
    return write_public(record, base / "public", everything=True)


def publish_each(base: Path) -> int:
    """Publish every meeting under `base`. A journal that cannot be used, and every file that is none, is told; the
    others go on. The exit code: 1 when anything was told."""
    there = look(base / "journal")
    for sentence in there.sentences:
        print(sentence, file=sys.stderr)
    code = int(bool(there.strays))
    for meeting in sorted(there.meetings + there.blind):
        try:
            written = publish(base, meeting)
            folder = base / "public" / meeting
            print(in_words("publishing.updated", meeting=meeting, number=len(written), folder=folder))
        except LivecouncilError as error:
            print(error, file=sys.stderr)
            code = 1
        except UNTENABLE as error:
            print(in_words("publishing.untenable", meeting=meeting, kind=type(error).__name__), file=sys.stderr)
            code = 1
    return code
