"""Whether the released view of a meeting shows what its journal does not release.

The public server and the poster read nothing else, so a view that opens more than it may, or says what no line of the
journal says, is a leak or a forgery. One that lacks something is neither: it is brought up when the journal is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.revealed import Known
from livecouncil.journal import chain, released
from livecouncil.journal.lines import body_of, header_of, is_opened
from livecouncil.wording.faults import in_words


def of_the_view(base: Path, meeting: str, events: Sequence[ev.Base]) -> Iterator[str]:
    """Faults of the view of `meeting`, a journal of form 2 that says `events`."""
    if events[0].v == 1:
        return
    try:
        rows = chain.rows_of(released.chain_of(base, meeting))
    except OSError as error:
        yield in_words("trust.view_unread", reason=error.strerror)
        return
    ours = {header_of(row): row for row in chain.rows_of(chain.raw(base / "journal", meeting))}
    may = Known.of(events).opened
    for number, row in enumerate(rows, 1):
        whole = ours.get(header_of(row))
        if row == chain.DAMAGED:
            continue
        if whole is None or (is_opened(row) and row != whole):
            yield in_words("trust.view_forged", line=number, meeting=meeting)
        elif is_opened(row) and body_of(row).get("seq") not in may:
            yield in_words("trust.view_opens", line=number, meeting=meeting)
