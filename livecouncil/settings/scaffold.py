"""`init`: the folder a council keeps, with a `council.toml` that explains itself; what it writes lies beside this file."""

from __future__ import annotations

import shlex
from importlib.resources import files
from pathlib import Path

from livecouncil.errors import InputFault
from livecouncil.system.files import SHARED, replace


def init(folder: Path) -> int:
    """Make `folder` with `council.toml` and `agendas/`. Raises InputFault when there is a council already."""
    path = folder / "council.toml"
    if path.exists():
        raise InputFault(f"{path} bestaat al. Er is niets veranderd; kies een lege map met --data.")
    (folder / "agendas").mkdir(parents=True, exist_ok=True)
    replace(path, (files("livecouncil.settings") / "council.toml").read_bytes(), SHARED)
    print(f"Gemaakt: {path} en {folder / 'agendas'}.")
    print(
        f"Vul gemeente, zetels, hashtag en bestuurders in {path} in; de raadsleden kunnen met: livecouncil import{given(folder)} --roster leden.csv"
    )
    return 0


def given(data: Path) -> str:
    """The option to type after a command for the folder `data`; nothing where one stands in it."""
    if data == Path():
        return ""
    return f" --data {shlex.quote(str(data))}"
