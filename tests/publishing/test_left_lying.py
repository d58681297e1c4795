"""What lies there already is not read again, and whatever became of it is put right."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from livecouncil.publishing.left_lying import LeftLying
from livecouncil.system.files import replace_each


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the files that were opened to be compared, each time they were."""
    seen: list[str] = []

    def noting(contents: Mapping[Path, bytes], root: Path) -> list[Path]:
        seen.extend(path.name for path in contents)
        return replace_each(contents, root)

    monkeypatch.setattr("livecouncil.publishing.left_lying.replace_each", noting)
    return seen


def test_what_lies_there_is_read_once_more_and_then_left(tmp_path: Path, looked_at: list[str]) -> None:
    left = LeftLying()
    contents = {"a.html": b"first", "m1/b.html": b"second"}
    written = [left.put(contents, tmp_path, tmp_path) for _ in range(3)]
    assert written == [[tmp_path / name for name in contents], [], []]
    assert looked_at == ["a.html", "b.html"] * 2


def test_only_the_very_same_content_is_left(tmp_path: Path) -> None:
    left = LeftLying()
    path = tmp_path / "a.html"
    for _ in range(3):
        left.put({"a.html": b"was"}, tmp_path, tmp_path)
    assert left.put({"a.html": b"new"}, tmp_path, tmp_path) == [path]
    assert path.read_bytes() == b"new"


def _overwritten(path: Path) -> None:
    """Other bytes of the same number, at the moment that stood there."""
    before = path.stat()
    path.write_bytes(b"wrong")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def _replaced_by_a_link(path: Path) -> None:
    other = path.with_name("other")
    path.rename(other)
    path.symlink_to(other)


@pytest.mark.parametrize("meddle", [_overwritten, _replaced_by_a_link, Path.unlink, lambda path: path.chmod(0o600)])
def test_what_somebody_did_to_a_file_is_put_right(tmp_path: Path, meddle: Callable[[Path], None]) -> None:
    left = LeftLying()
    path = tmp_path / "a.html"
    contents = {"a.html": b"right"}
    for _ in range(3):
        left.put(contents, tmp_path, tmp_path)
    mode = path.stat().st_mode
    meddle(path)
    left.put(contents, tmp_path, tmp_path)
    assert path.read_bytes() == b"right" and not path.is_symlink() and path.stat().st_mode == mode
