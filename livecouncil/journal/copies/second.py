"""One meeting's copy on the second place: which folder it has there, and bringing it up to what the first disk has.

The folder is named after the meeting and the hash its first line has (`2026-03-12-raadsvergadering.3f9a2c1b77d0`), so
another council's meeting of that name, or a rehearsal of it, never meets it. Inside it lies what is needed to go on
elsewhere, under the names it has in a council's folder: journal and private part, posts that were sent, `council.toml`,
the agenda, the documents of its motions, the public key and the statements by which it follows earlier ones. No
secret: those lie outside the folder.

What is there already must be an earlier state of this journal. Where it is not, because it knows more (somebody began
again without restoring it), or because a line is damaged here or there, it may be the only whole one: it stays as it
is, and the copy is made beside it (`…-2`), which is said.

After anything that went wrong nothing is believed of what was written: it is read back, and what cannot be read back,
or was being written at that moment, is written whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from livecouncil.journal.copies.document_copies import DocumentCopies
from livecouncil.journal.copies.forms import Form, form_for
from livecouncil.journal.copies.kept import Kept, Stretch, stretch_of
from livecouncil.journal.documents import KEPT as DOCUMENTS
from livecouncil.journal.documents import kept_in
from livecouncil.journal.place import Place
from livecouncil.journal.signing.succession import FOLDER, files_in
from livecouncil.system.removable import OtherSize, Removable

_PUBLIC_KEY = "public/livecouncil.pub"


@dataclass(frozen=True)
class SecondPlace:
    """Where a copy is kept: the folder `to`, encrypted to `key` (an age public key) unless that is ''."""

    to: Path
    key: str = ""


@dataclass(frozen=True)
class Part:
    """Where things lie in a council's folder: the journal (`journal`, or `oefening/journal`), and what goes along.

    `along` are the files a meeting needs to go on elsewhere, by the path they have in a council's folder; `keys` is
    the folder of its statements of succession, of which there may be more at any moment; `documents` that of what was
    filed with its motions.
    """

    journal: str = "journal"
    along: Sequence[tuple[str, Path]] = ()
    keys: Path | None = None
    documents: Path | None = None

    @property
    def rehearsals(self) -> str:
        """The folder of the second place that keeps copies of rehearsals apart; '' for what is real."""
        return self.journal.rpartition("/")[0]

    def goes_along(self) -> Iterator[tuple[str, Path]]:
        """The files that go along now."""
        yield from self.along
        if self.keys:
            yield from ((f"{FOLDER}/{path.name}", path) for path in files_in(self.keys))


def part_to_copy(data: Path, journal: str, meeting: str, along: Sequence[tuple[str, Path]] = ()) -> Part:
    """The part of the council's folder `data` that a copy of `meeting` holds, with `along` and what goes with every
    meeting: what was posted of it, else another disk would post it all again, and the keys it is signed with.

    An outbox lies in `outbox/`, or among the journals where an earlier version began it.
    """
    home = journal.removesuffix("journal")
    name = f"{meeting}.outbox.jsonl"
    outboxes = (f"{home}outbox/{name}", f"{journal}/{name}")
    posted = [(path, data / path) for path in outboxes]
    documents = kept_in(Place(data / journal, meeting))
    return Part(journal, (*along, *posted, (_PUBLIC_KEY, data / _PUBLIC_KEY)), data / FOLDER, documents)


class SecondCopy:
    """The copy of one meeting. `beside` names what lies there already and was left alone, '' where nothing did."""

    def __init__(self, place: SecondPlace, part: Part) -> None:
        self.folder = ""
        self.beside = ""
        self._part = part
        self._key = place.key
        self._form: Form = form_for(place.key)
        self._identity = ""
        self._known: dict[str, Stretch] = {}
        self._doubted: set[str] = set()
        self._dropped: set[str] = set()
        self._along: dict[str, tuple[int, int, int]] = {}
        self._documents = DocumentCopies(part.documents)
        self._wrote = False

    def bring(self, disk: Removable, kept: Kept) -> bool:
        """Write what the copy lacks, and delete what it must not have; whether there was anything. Raises OSError."""
        if self._identity != kept.identity or not self.folder:
            self._take_folder(disk, kept)
        self._see_all_sound(disk)
        self._wrote = False
        journal = f"{self.folder}/{self._part.journal}"
        for name, payload in kept.payloads.items():
            self._bring(disk, f"{journal}/{kept.meeting}.private/{name}", stretch_of(payload))
        for name, stretch in kept.segments.items():
            self._bring(disk, f"{journal}/{name}", stretch)
        self._bring_along(disk)
        filed = f"{journal}/{kept.meeting}.private/{DOCUMENTS}"
        self._wrote = self._documents.bring(disk, self._form, filed, kept.segments) or self._wrote
        for name in kept.gone - self._dropped:
            self._drop(disk, f"{journal}/{kept.meeting}.private/{name}")
            self._dropped.add(name)
        return self._wrote

    def doubt(self) -> None:
        """Something went wrong there: believe nothing of what was written."""
        self.folder = ""
        self._known = {}
        self._dropped = set()
        self._along = {}
        self._documents.doubt()

    # -- the folder ----------------------------------------------------------------------------------------------------

    def _take_folder(self, disk: Removable, kept: Kept) -> None:
        self.doubt()
        self._form = form_for(self._key)
        ours = {name: stretch.all for name, stretch in kept.segments.items()}
        name = f"{kept.meeting}.{kept.identity}{self._form.mark}"
        first = "/".join(filter(None, (self._part.rehearsals, name)))
        folder = first
        number = 1
        while not self._fits(disk, folder, ours):
            number += 1
            folder = f"{first}-{number}"
        disk.make(f"{folder}/{self._part.journal}")
        disk.sweep(folder)
        self.folder = folder
        self._identity = kept.identity
        if number > 1:
            self.beside = first
        else:
            self.beside = ""

    def _fits(self, disk: Removable, folder: str, ours: Mapping[str, bytes]) -> bool:
        """Whether the copy can lie there: nothing does, or an earlier state of it."""
        return self._form.is_earlier(disk, f"{folder}/{self._part.journal}", ours)

    # -- its files -----------------------------------------------------------------------------------------------------

    def _see_all_sound(self, disk: Removable) -> None:
        """Raise OtherSize where a file is not as it was left."""
        for path, stretch in self._known.items():
            if not self._form.sound(disk, path, stretch.size):
                raise OtherSize(path)

    def _bring(self, disk: Removable, path: str, stretch: Stretch) -> None:
        if stretch.is_still(self._known.get(path)):
            return
        there = self._there(disk, path, stretch)
        self._known.pop(path, None)
        if there != stretch.size:
            self._write(disk, path, stretch, there=there)
        self._known[path] = stretch

    def _there(self, disk: Removable, path: str, stretch: Stretch) -> int:
        if path in self._doubted:
            return -1
        known = self._known.get(path)
        if known and stretch.goes_on(known):
            return known.size
        return self._form.there(disk, path, stretch.all)

    def _write(self, disk: Removable, path: str, stretch: Stretch, *, there: int) -> None:
        """What was written when a disk fails is in doubt until all of it was written anew: an fsync that failed once
        says nothing the second time."""
        self._wrote = True
        self._doubted.add(path)
        if there < 0:
            self._form.put(disk, path, stretch.all)
        else:
            self._form.append(disk, path, stretch.all, at=there)
        self._doubted.discard(path)

    def _drop(self, disk: Removable, path: str) -> None:
        self._known.pop(path, None)
        self._form.drop(disk, path)

    def _bring_along(self, disk: Removable) -> None:
        """Files of others, which may change at any moment and are written whole. One that is not here is not copied:
        what the copy has of it stays."""
        for name, path in self._part.goes_along():
            try:
                seen = path.stat()
                marks = (seen.st_ino, seen.st_size, seen.st_mtime_ns)
                if self._along.get(name) == marks:
                    continue
                content = path.read_bytes()
            except OSError:
                continue
            self._form.put(disk, f"{self.folder}/{name}", content)
            self._wrote = True
            self._along[name] = marks
