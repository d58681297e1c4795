"""Files are kept alike on systems that look names up in an open folder and on those that cannot."""

from __future__ import annotations

import pytest

from livecouncil.system import open_folders


@pytest.fixture(params=["by descriptor", "by path"])
def each_kind_of_folder(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open_folders, "BY_DESCRIPTOR", request.param == "by descriptor")
