"""What a command that added to a journal does for its second copy: bring it over, and say where that could not be."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from livecouncil.settings.folder import home_of

from .shared import say


def bring_over(data: Path, *, rehearsal: bool = False) -> None:
    """Bring over what was added to any journal since its copy was made. That the second place is away is no fault of
    the command: the next sitting that reaches it does the same."""
    from livecouncil.journal.copies.record import any_record

    if not any_record(home_of(data, rehearsal) / "journal"):
        return
    from livecouncil.sitting.copying import bring_what_is_owed

    _tell_lacking(bring_what_is_owed(data, rehearsal=rehearsal))


def bring_keys_over(data: Path) -> None:
    """The same of the council's public keys and the statements that lead to them."""
    from livecouncil.sitting.copying import bring_keys

    _tell_lacking(bring_keys(data))


def _tell_lacking(lacking: Sequence[str]) -> None:
    for sentence in lacking:
        print(say("copy.later", trouble=sentence), file=sys.stderr)
