"""A terminal is gone when its other end was closed; a file and a pipe never go."""

from __future__ import annotations

import os
import pty
from pathlib import Path

from livecouncil.system.terminals import is_gone


def test_a_terminal_is_there_until_its_other_end_is_closed() -> None:
    other_end, terminal = pty.openpty()
    assert not is_gone(terminal)
    os.close(other_end)
    assert is_gone(terminal)
    os.close(terminal)


def test_what_is_no_terminal_never_goes(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        assert not is_gone(file.fileno())
    read, write = os.pipe()
    os.close(write)
    assert not is_gone(read)
    os.close(read)
