"""A hub asked by hand: whether it answers, and whether it has what is public here."""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.council.model import MirrorSite
from livecouncil.errors import LivecouncilError
from livecouncil.journal import released
from livecouncil.journal.lines import GENESIS, head_of
from livecouncil.journal.signing.custody import council_key
from livecouncil.system.clocks import now_here
from livecouncil.wording.faults import in_words

from .line import HubLine, hub_line
from .released_lines import ReleasedLines


async def tried_hub(base: Path, site: MirrorSite, key_name: str, check: bool) -> int:
    """Ask the hub for each meeting; with `check` hold it against here. Exit code 1 where something is not well."""
    try:
        key = council_key(key_name, base)
        assert key
        async with hub_line(site.to, key, now_here) as line:
            other = [meeting for meeting in released.meetings(base) if not await _hub_has_all(line, base, meeting)]
    except (LivecouncilError, OSError) as error:
        print(in_words("mirroring.list.fails", name=site.name, reason=error))
        return 1
    if not check:
        print(in_words("mirroring.list.hub_works", name=site.name))
        return 0
    for meeting in other:
        print(in_words("mirroring.list.hub_differs", name=site.name, meeting=meeting))
    print(in_words("mirroring.list.hub_checked", name=site.name, other=len(other)))
    return int(bool(other))


async def _hub_has_all(line: HubLine, base: Path, meeting: str) -> bool:
    """Whether the hub has the public lines of a meeting, each as open as here."""
    here = ReleasedLines(base, meeting)
    here.look()
    if not here.rows:
        return True
    told = await line.ask(meeting)
    head = GENESIS
    if told.lines and told.lines <= len(here.rows):
        head = head_of(here.rows[told.lines - 1])
    return told.lines == len(here.rows) and told.head == head
