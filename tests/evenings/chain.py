"""The chain of a meeting as anybody may have it now, whether it is published yet or not."""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.release.passed import Passed
from livecouncil.core.release.revealed import revealed
from livecouncil.journal import chain
from livecouncil.journal.reading import read


def public_chain(journals: Path, meeting: str) -> bytes:
    """Headers and what is opened of them, of the journal in the folder `journals`."""
    passed = Passed.through("feed", read(journals, meeting).events)
    return chain.published(chain.raw(journals, meeting), until=0, revealed=revealed(passed))
