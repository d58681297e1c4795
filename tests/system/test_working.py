"""What is begun beside: asked for later, with what it raised, and not at all begun where there is one processor."""

from __future__ import annotations

import os
import threading

import pytest

from livecouncil.system.working import worked_beside


@pytest.mark.parametrize("processors", [1, 2])
def test_what_was_begun_is_asked_for_later(processors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    asked = worked_beside(threading.current_thread)
    assert (asked() is threading.current_thread()) == (processors == 1)


@pytest.mark.parametrize("processors", [1, 2])
def test_what_it_raises_is_raised_when_it_is_asked_for(processors: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    asked = worked_beside(lambda: 1 // 0)
    with pytest.raises(ZeroDivisionError):
        asked()
