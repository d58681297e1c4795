"""`init`: the folder a council keeps, with a `council.toml` that explains itself and that lies beside this file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from livecouncil.errors import InputFault
from livecouncil.system.files import SHARED, replace
from livecouncil.system.shells import shell_word
from livecouncil.wording import words_spoken


def init(folder: Path) -> int:
    """Make `folder` with `council.toml` and `agendas/`. Raises InputFault when there is a council already."""
    path = folder / "council.toml"
    refuse_a_second(path)
    agendas = folder / "agendas"
    agendas.mkdir(parents=True, exist_ok=True)
    replace(path, (files("livecouncil.settings") / "council.toml").read_bytes(), SHARED)
    words = words_spoken()
    print(words.t("scaffold.made", path=path, agendas=agendas))
    print(words.t("scaffold.next", path=path, option=given(folder)))
    return 0


def refuse_a_second(path: Path) -> None:
    """Raises InputFault when there is a council already."""
    if path.exists():
        raise InputFault("settings.council_exists", path=path)


def given(data: Path) -> str:
    """The option to type after a command for the folder `data`; nothing where one stands in it."""
    if data == Path():
        return ""
    return f" --data {shell_word(str(data))}"
