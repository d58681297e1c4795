"""Every layout in every format comes back whole; where anything does not, it is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.importing import read_agenda
from livecouncil.importing.draft import as_table
from tests.conftest import some

from .layouts import FORMATS, LAYOUTS

CASES = [(form, layout) for form in FORMATS for layout in LAYOUTS]


@pytest.mark.parametrize(("form", "name"), some(CASES))
def test_an_agenda_comes_back_whole(tmp_path: Path, form: str, name: str) -> None:
    layout = LAYOUTS[name]
    path = tmp_path / f"agenda.{form}"
    path.write_bytes(FORMATS[form](layout))
    draft = read_agenda(path)
    assert draft.items == layout.items, as_table(draft)
    assert draft.left == ()
    assert draft.start is not None and draft.start.isoformat() == "2026-03-12T20:00:00+01:00"
