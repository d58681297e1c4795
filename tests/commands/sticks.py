"""A stick that a council keeps its second copy on."""

from __future__ import annotations

from pathlib import Path


def with_stick(council: Path, stick: Path, key: str = "") -> Path:
    stick.mkdir()
    with (council / "council.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[backup]\nto = "{stick}"\nkey = "{key}"\n')
    return stick
