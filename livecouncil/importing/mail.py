"""A message: the agenda that stands in it, or in the first of its attachments that has one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from livecouncil.errors import InputFault

from .dates import when_in
from .draft import AgendaDraft
from .readers.mail import Mailed, parts_of_mail, written_text
from .readers.msg import parts_of_msg
from .sources import OLE, Source, source_of
from .words import import_text

_DEEPEST = 3
"""Messages within messages that are opened."""
Drafts = Callable[[Source], Sequence[AgendaDraft]]


def read_mail(source: Source, drafts_of: Drafts, within: int = 0) -> Sequence[AgendaDraft]:
    """Drafts of the part that tells most: a day, and then the most items; of two alike the first. Raises InputFault
    when none has an item, with why the last could not be read. A message may be attached `within` another."""
    of = parts_of_msg if source.data.startswith(OLE) else parts_of_mail
    subject, parts = of(source.path, source.data)
    fault = InputFault("import.no_items", file=source.path)
    found: list[Sequence[AgendaDraft]] = []
    for part in parts:
        try:
            drafts = _of_part(source.path, part, drafts_of, within)
        except InputFault as error:
            if part.name or "file" not in error.slots:  # the text of a message is no file that could be named
                fault = error
            continue
        if any(draft.items or draft.bare for draft in drafts):
            found.append(drafts)
    if not found:
        raise fault
    return [_dated_by(subject, draft) for draft in max(found, key=_how_much)]


def _how_much(drafts: Sequence[AgendaDraft]) -> tuple[bool, bool, int]:
    most = max(len(draft.items) for draft in drafts)
    return most > 0, any(draft.start for draft in drafts), most


def _dated_by(subject: str, draft: AgendaDraft) -> AgendaDraft:
    """With the day the subject names, where the agenda itself names none."""
    if draft.start or draft.asked:
        return draft
    when = when_in([subject])
    return replace(draft, start=when.start, asked=when.asked, notes=(*when.notes, *draft.notes))


def _of_part(path: Path, part: Mailed, drafts_of: Drafts, within: int) -> Sequence[AgendaDraft]:
    name = path.with_suffix(".txt")
    if part.name:
        name = path.with_name(Path(part.name).name or "bijlage")
    data = part.data if part.name or part.kind != "text/plain" else written_text(part.data)
    held = source_of(name, data)
    if held.kind == "mail" and within == _DEEPEST:
        return []
    drafts = read_mail(held, drafts_of, within + 1) if held.kind == "mail" else drafts_of(held)
    if not part.name:
        return drafts
    return [replace(draft, notes=(import_text("attachment", name=name.name), *draft.notes)) for draft in drafts]
