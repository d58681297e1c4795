"""What must lie on the disk, byte for byte, and putting it back when somebody changed it.

A "✓" means that the file which everybody finds at the journal's path is the one that was just written and fsynced:
its inode and its size are looked at before and after each write. Sync programs, editors and helping hands replace,
move or delete a journal while it is written. The writer knows every byte that belongs on the disk, so it puts back
what is missing, keeps beside (`.cut-N`) what it did not write, and says so with the answer.

It must never write over a byte it did not write, and never go on beside another writer: a file that is in the place of
ours and locked by somebody else is that one's journal from then on.
"""

from __future__ import annotations

import os
import secrets
from functools import partial
from typing import NoReturn

from livecouncil.errors import JournalError
from livecouncil.system.caught import undone_by
from livecouncil.system.files import sync_folder, write_whole
from livecouncil.system.locks import Held, lock, open_private
from livecouncil.system.rights import moved

from . import private
from .holder import Holder
from .place import Place, closed, gone, private_folder
from .segment import Operations, Segment
from .troubles import Troubles


class Mirror:
    """The segments and private payloads as they must lie there.

    `lied` says that an fsync of the last segment failed, so that nothing may be built upon its file; `torn` is a line
    of our own that the disk took in part and that was refused.
    """

    def __init__(self, place: Place, holder: Holder, troubles: Troubles, operations: Operations) -> None:
        self.place = place
        self.segments: list[Segment] = []
        self.payloads: dict[str, bytes] = {}
        self.lied = False
        self.torn = b""
        self._holder = holder
        self._troubles = troubles
        self._do = operations

    @property
    def last(self) -> Segment:
        """The segment that is written to."""
        return self.segments[-1]

    def mend(self) -> None:
        """See that every file is as it was left, and put back what is not. Raises OSError, JournalError."""
        try:
            self._holder.keep()
        except Held as held:
            self._yield_to(held)
        strange = [segment for segment in self.segments if not segment.as_left() and not self._own_torn(segment)]
        self.torn = b""
        if not strange and self.place.private.is_dir():
            return
        private_folder(self.place.folder)
        for segment in strange:
            self._put_back(segment)
        self.place.make_private()
        private.restore(self.place.private, self.payloads)
        if strange:
            names = ", ".join(segment.path.name for segment in strange)
            self._troubles.tell("place", "journal.files_put_back", files=names)
        else:
            self._troubles.tell("place", "journal.folder_put_back", folder=self.place.private.name)

    def afresh(self, segment: Segment) -> None:
        """A new file in its place, whole and locked before it has the name. Raises OSError, Held."""
        part = segment.path.with_name(f".{segment.path.name}.{secrets.token_hex(8)}.part")
        descriptor = open_private(part, os.O_EXCL)
        with undone_by(partial(closed, descriptor)), undone_by(partial(gone, part)):
            lock(descriptor)
            write_whole(descriptor, bytes(segment.content))
            self._do.fsync(descriptor)
            moved(part, segment.path)
        segment.goes_on_in(descriptor)
        sync_folder(self.place.folder)

    def close(self) -> None:
        """Close every file; nothing is mended from then on."""
        for segment in self.segments:
            closed(segment.descriptor)
        self.segments = []

    def _own_torn(self, segment: Segment) -> bool:
        """Cut off what is left of a line of our own that was refused; True when that was all that was wrong."""
        there = segment.there()
        more = there[len(segment.content) :]
        ours = there.startswith(segment.content) and self.torn.startswith(more) and segment.in_place()
        if ours and not self.lied:
            segment.cut_to_content()
        return segment.as_left()

    def _put_back(self, segment: Segment) -> None:
        """Make the file at the segment's path hold what it must."""
        there = segment.there()
        grown = segment.in_place() and there.startswith(segment.content)
        if grown and not self.lied:
            self._cut_back(segment, there)
            return
        plain = segment.path.is_file() and not segment.path.is_symlink()
        if plain and not segment.in_place() and self._adopted(segment, there):
            return
        if segment.path.is_dir() or not segment.content.startswith(there):
            segment.path.rename(self.place.beside())
        self.afresh(segment)

    def _cut_back(self, segment: Segment, there: bytes) -> None:
        """Somebody wrote behind our last line: keep that beside, and take it off."""
        more = there[len(segment.content) :]
        if more:
            self.place.keep_beside(more)
        segment.cut_to_content()
        os.fsync(segment.descriptor)

    def _adopted(self, segment: Segment, there: bytes) -> bool:
        """Go on in another file that holds the same. When somebody else has locked it, that one is the writer now."""
        descriptor = open_private(segment.path)
        try:
            lock(descriptor)
        except Held as held:
            os.close(descriptor)
            self._yield_to(held)
        if there != segment.content:
            os.close(descriptor)
            return False
        os.fsync(descriptor)
        segment.goes_on_in(descriptor)
        return True

    def _yield_to(self, held: Held) -> NoReturn:
        """Another writes now: what it may lack is kept beside, and nothing more is accepted. Raises JournalError."""
        holder = str(held)
        self._holder.yields_to(holder)
        kept = self.place.keep_beside(b"".join(segment.content for segment in self.segments))
        raise JournalError("journal.yielded", holder=holder, kept=kept)
