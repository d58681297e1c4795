"""The app under Textual's pilot, which waits after each key until the process has done nothing for a while.

That while is 20 ms at Textual, twice a key: most of what an evening in the app takes here. What was typed is awaited by
`settled`, whatever the while is.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from textual import _wait


@pytest.fixture(scope="session", autouse=True)
def short_rests() -> Iterator[None]:
    """A tenth of the pilot's while; what counts as nothing is less with it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_wait, "SLEEP_GRANULARITY", _wait.SLEEP_GRANULARITY / 10)
        patch.setattr(_wait, "SLEEP_IDLE", _wait.SLEEP_IDLE / 2)
        yield
