"""Documents and texts that lie ready in `stukken/`: taken up when a motion is filed, or when a line names one.

Theory. The rules know no disk: they say that motion M3 gets the document `m3.pdf`, and here, before the journal is
told, that file is read once, judged, and kept beside the journal under its hash. From then on only those bytes are M3's
document; what becomes of the file is of no matter. A file that cannot be taken refuses the line that named it, and
costs a filing nothing: the motion is filed, and the answer says what is wrong with its document.

`stukken/<meeting>/` is the griffier's own folder and may hold anything, so nothing is believed of it: no link is
followed, only regular files count, a name never leads elsewhere, and what is too large is not read.
"""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from livecouncil.core.council.agenda import LONGEST_TEXT
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.filed_documents import FOLDER, TEXTS, size_said, suffix_of
from livecouncil.core.meeting.written import fact_of
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.clean import clean_lines
from livecouncil.core.text.numbers import label_of
from livecouncil.errors import Refusal
from livecouncil.journal.documents import MOST_BYTES, keep_document, kept_in
from livecouncil.journal.journal import Journal
from livecouncil.journal.place import Place
from livecouncil.system.files import opened

from .answers import Answer, Kind
from .document_kinds import readable_text, wrong_with

_MOST_NAMES = 5_000
_NOT_THERE = (errno.ENOENT, errno.ELOOP, errno.ENOTDIR, errno.ENXIO)
"""No regular file of that name: nothing, a link, a pipe."""


@dataclass(frozen=True)
class Documents:
    """The documents of one meeting: `there` is where the griffier puts them, `kept` where they are kept as filed."""

    there: Path
    kept: Path
    words: Words

    @staticmethod
    def of(journal: Journal, data: Path, words: Words) -> Documents:
        """Those of the meeting of `journal`, of the council whose folder is `data`."""
        place = Place(journal.folder, journal.meeting)
        return Documents(data / FOLDER / journal.meeting, kept_in(place), words)

    def provided(self, answer: Answer) -> Answer:
        """`answer` with the documents and texts its events speak of; a refusal where one cannot be had."""
        if not any(isinstance(fact_of(event), ev.Attached | ev.Worded | ev.Filed) for event in answer.events):
            return answer
        try:
            events = tuple(self._whole(event) for event in answer.events)
        except Refusal as refusal:
            return Answer(Kind.REFUSED, self.words.refusal(refusal), clear=False)
        filed = [event for event in events if isinstance(event, ev.Filed)]
        lying: list[ev.Base] = []
        told: list[str] = []
        for event in filed:
            self._take_along(event, lying, told)
        named = [self._named(fact_of(event)) for event in events if isinstance(fact_of(event), ev.Attached)]
        return replace(answer, events=(*events, *lying), warnings=(*answer.warnings, *named, *told))

    def text_of(self, key: str) -> str:
        """The text that lies ready for what is filed as `key`; '' where there is none. Raises Refusal for a bad one."""
        found = self._lying(key, TEXTS)
        if not found:
            return ""
        return self._text_in(key, found[0])

    # -- what a line named ---------------------------------------------------------------------------------------

    def _whole(self, event: ev.Base) -> ev.Base:
        """`event` with what the disk knows of it; a correction with that of the fact it puts in place."""
        if isinstance(event, ev.Corrected):
            return event.model_copy(update={"event": self._whole(event.event)})
        if isinstance(event, ev.Attached) and not event.sha256:
            return self._attached(event)
        if isinstance(event, ev.Worded) and not event.text:
            text = self.text_of(event.object)
            if not text:
                raise Refusal("no_text_there", object=label_of(event.object), key=event.object, folder=self._shown())
            return event.model_copy(update={"text": text})
        return event

    def _attached(self, event: ev.Attached) -> ev.Attached:
        data = self._read(event.object, event.name)
        wrong = wrong_with(suffix_of(event.name), data)
        if wrong:
            raise Refusal(f"document_{wrong}", name=event.name, object=label_of(event.object))
        try:
            digest = keep_document(self.kept, data)
        except OSError as error:
            raise Refusal("document_unkept", name=event.name, reason=error.strerror) from error
        return event.model_copy(update={"sha256": digest, "size": len(data)})

    # -- what lies ready -----------------------------------------------------------------------------------------

    def _take_along(self, filed: ev.Filed, lying: list[ev.Base], told: list[str]) -> None:
        """The text and the document that lie ready for a motion: as events, or why not, in a sentence."""
        own: dict[str, object] = {
            "at": filed.at,
            "logged": filed.logged,
            "object": filed.object,
            "released": _feed_only(filed),
        }
        for ends, make in ((TEXTS, self._text_event), ((".pdf", ".odt", ".docx"), self._document_event)):
            found = self._lying(filed.object, ends)
            if len(found) > 1:
                told.append(
                    self.words.t("answer.documents_many", object=label_of(filed.object), names=", ".join(found))
                )
            elif found:
                try:
                    lying.append(make(own, found[0]))
                    told.append(self.words.t("answer.document_along", object=label_of(filed.object), name=found[0]))
                except Refusal as refusal:
                    told.append(self.words.refusal(refusal))

    def _text_event(self, own: dict[str, object], name: str) -> ev.Base:
        text = self._text_in(str(own["object"]), name)
        return ev.Worded.model_validate(own | {"text": text})

    def _document_event(self, own: dict[str, object], name: str) -> ev.Base:
        return self._attached(ev.Attached.model_validate(own | {"name": name}))

    def _lying(self, key: str, ends: Iterable[str]) -> list[str]:
        """Names of the files that belong to `key` by their name: `m3.pdf`, `m3-starters.pdf`, never `m31.pdf`."""
        pattern = re.compile(rf"{re.escape(key)}(?:[ _-].*)?({'|'.join(map(re.escape, ends))})", re.IGNORECASE)
        try:
            with os.scandir(self.there) as entries:
                names = [entry.name for _, entry in zip(range(_MOST_NAMES), entries, strict=False)]
        except OSError:
            return []
        return sorted(name for name in names if pattern.fullmatch(name))

    def _text_in(self, key: str, name: str) -> str:
        found = readable_text(self._read(key, name))
        if found is None:
            raise Refusal("document_other_kind", name=name, object=label_of(key))
        text = clean_lines(found, LONGEST_TEXT + 1)
        if not text:
            raise Refusal("document_empty", name=name, object=label_of(key))
        if len(text) > LONGEST_TEXT:
            raise Refusal("text_too_long", object=label_of(key), most=LONGEST_TEXT)
        return text

    def _read(self, key: str, name: str) -> bytes:
        """What a file in the folder holds. Raises Refusal where it is none, or too large."""
        try:
            with os.fdopen(opened(self.there / name, self.there), "rb") as file:
                data = file.read(MOST_BYTES + 1)
        except OSError as error:
            code = "document_missing" if error.errno in _NOT_THERE else "document_unreadable"
            raise Refusal(code, name=name, folder=self._shown(), reason=error.strerror) from error
        if len(data) > MOST_BYTES:
            raise Refusal("document_too_large", name=name, most=MOST_BYTES // 1_000_000)
        return data

    def _named(self, fact: ev.Base) -> str:
        assert isinstance(fact, ev.Attached)
        return self.words.t("answer.document_taken", name=fact.name, size=size_said(fact.size))

    def _shown(self) -> str:
        return f"{FOLDER}/{self.there.name}"


def _feed_only(filed: ev.Filed) -> tuple[str, ...]:
    """The gates that what comes along passes at once: the feed where the filing does, and no other."""
    return tuple(gate for gate in filed.released if gate == "feed")
