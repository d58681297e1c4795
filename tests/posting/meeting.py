"""A meeting that posts, for the tests of posting: a council with channels, its secrets, and lines entered."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import tomli_w

from livecouncil.settings import secrets
from livecouncil.sitting.session import Session
from livecouncil.system.clocks import now_here

ID = "2026-03-12-raadsvergadering"


class Meeting:
    """`channels` as in council.toml; `secret` is what each has to log in with."""

    def __init__(
        self,
        council: Path,
        channels: Mapping[str, Mapping[str, Any]],
        secret: Mapping[str, secrets.Secret],
        *,
        hold: int = 0,
        clock: Callable[[], datetime] = now_here,
        **release: Any,
    ) -> None:
        self.folder = council
        path = council / "council.toml"
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        told["channels"] = {k: dict(v) for k, v in channels.items()}
        told["release"] = {"also": ["vrij_bericht"], **told.get("release", {}), **release}
        path.write_text(tomli_w.dumps(told), encoding="utf-8")
        self.channels = told["channels"]
        self.municipality = told["council"]["municipality"]
        assert os.environ["XDG_CONFIG_HOME"], "secrets of a test stay in its folder"
        for name, value in secret.items():
            secrets.save(self.municipality, name, value)
        self.session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=hold, clock=clock)

    def enter(self, *lines: str) -> None:
        for line in lines:
            answer = self.session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, (line, answer.text)

    def close(self) -> None:
        self.session.close()
