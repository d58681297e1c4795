"""A folder on a disk that may go away: nothing is made where it is gone, and no link leads out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.system.removable import OtherSize, Removable

pytestmark = pytest.mark.usefixtures("each_kind_of_folder")


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    (tmp_path / "stick").mkdir()
    return tmp_path / "stick"


def test_files_are_written_below_it_for_their_owner_alone(stick: Path) -> None:
    with Removable(stick) as disk:
        disk.replace("a/b/c.jsonl", b"een\n")
        disk.append("a/b/c.jsonl", b"twee\n", at=4)
        assert disk.read("a/b/c.jsonl") == b"een\ntwee\n" and disk.size("a/b/c.jsonl") == 9
        assert disk.files("") == ["a/b/c.jsonl"] and disk.files("a") == ["b/c.jsonl"]
        disk.remove("a/b/c.jsonl")
        disk.remove("a/b/c.jsonl")
        assert disk.read("a/b/c.jsonl") is None and disk.size("a/b/c.jsonl") == -1
    assert {path.stat().st_mode & 0o077 for path in stick.rglob("*")} == {0}


def test_it_is_never_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Removable(tmp_path / "weg")
    assert not (tmp_path / "weg").exists()


def test_what_is_gone_while_it_is_open_is_not_made_anew(stick: Path) -> None:
    with Removable(stick) as disk:
        stick.rmdir()
        with pytest.raises(FileNotFoundError):
            disk.replace("a.jsonl", b"een\n")
        with pytest.raises(FileNotFoundError):
            disk.probe()
    assert not stick.exists()


def test_a_file_of_another_length_is_not_added_to(stick: Path) -> None:
    with Removable(stick) as disk:
        disk.replace("a.jsonl", b"een\n")
        with pytest.raises(OtherSize):
            disk.append("a.jsonl", b"twee\n", at=3)
        assert disk.read("a.jsonl") == b"een\n"


def test_no_link_leads_out_of_it(stick: Path, tmp_path: Path) -> None:
    (tmp_path / "elders").mkdir()
    (tmp_path / "elders" / "a.jsonl").write_bytes(b"van een ander\n")
    (stick / "map").symlink_to(tmp_path / "elders")
    (stick / "a.jsonl").symlink_to(tmp_path / "elders" / "a.jsonl")
    with Removable(stick) as disk:
        with pytest.raises(OSError):
            disk.replace("map/a.jsonl", b"van ons\n")
        with pytest.raises(OSError):
            disk.append("a.jsonl", b"van ons\n", at=14)
        with pytest.raises(OSError):
            disk.read("a.jsonl")
    assert (tmp_path / "elders" / "a.jsonl").read_bytes() == b"van een ander\n"


def test_a_probe_leaves_nothing(stick: Path) -> None:
    with Removable(stick) as disk:
        disk.probe()
    assert [*stick.iterdir()] == []
