"""Files written whole and read safely, whatever lies in the folder and whatever the umask."""

from __future__ import annotations

import errno
import os
import socket
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livecouncil.system.files import PRIVATE, read_file, replace, replace_each, replace_from, sweep

pytestmark = pytest.mark.usefixtures("each_kind_of_folder")


@pytest.fixture(autouse=True)
def _narrow() -> Iterator[None]:
    """A umask that would keep the web server out."""
    before = os.umask(0o077)
    yield
    os.umask(before)


def mode(path: Path) -> str:
    return oct(stat.S_IMODE(path.stat().st_mode))


def test_modes_are_what_they_say_under_any_umask(tmp_path: Path) -> None:
    public = tmp_path / "public"
    assert replace(public / "m" / "items" / "3.json", b"{}", root=public)
    assert replace(tmp_path / "geheim" / "token", b"x", PRIVATE)
    assert [mode(p) for p in (public, public / "m", public / "m" / "items")] == ["0o755"] * 3
    assert mode(public / "m" / "items" / "3.json") == "0o644"
    assert [mode(tmp_path / "geheim"), mode(tmp_path / "geheim" / "token")] == ["0o700", "0o600"]


def test_files_and_folders_of_an_earlier_run_get_the_right_modes(tmp_path: Path) -> None:
    folder = tmp_path / "public" / "m"
    folder.mkdir(parents=True)
    (folder / "feed.json").write_bytes(b"{}")
    assert not replace(folder / "feed.json", b"{}", root=tmp_path / "public"), "the content was the same"
    assert [mode(folder), mode(folder / "feed.json")] == ["0o755", "0o644"]


def test_a_link_at_the_target_is_replaced_and_never_written_through(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders.txt"
    elsewhere.write_bytes(b"van een ander")
    public = tmp_path / "public"
    public.mkdir()
    (public / "index.html").symlink_to(elsewhere)
    assert replace(public / "index.html", b"van een ander", root=public), "also where the content would be the same"
    assert elsewhere.read_bytes() == b"van een ander" and not (public / "index.html").is_symlink()


def test_a_linked_folder_is_not_entered(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elders"
    elsewhere.mkdir()
    public = tmp_path / "public"
    public.mkdir()
    (public / "m").symlink_to(elsewhere)
    with pytest.raises(OSError) as refused:
        replace(public / "m" / "feed.json", b"{}", root=public)
    assert refused.value.filename == str(public / "m" / "feed.json")
    assert list(elsewhere.iterdir()) == []


def test_the_public_folder_itself_may_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "www").mkdir()
    (tmp_path / "public").symlink_to(tmp_path / "www")
    assert replace(tmp_path / "public" / "m" / "feed.json", b"{}", root=tmp_path / "public")
    assert read_file(tmp_path / "public" / "m" / "feed.json", tmp_path / "public") == b"{}"
    assert (tmp_path / "www" / "m" / "feed.json").exists()


def _socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as sock:
        sock.bind(str(path))


LAID: dict[str, Callable[[Path], object]] = {
    "fifo": os.mkfifo,
    "socket": _socket,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "link": lambda path: path.symlink_to("/etc/passwd"),
    "dangling": lambda path: path.symlink_to("/nergens"),
}


@pytest.mark.parametrize("kind", LAID)
def test_what_is_no_plain_file_is_not_read_and_hangs_nothing(kind: str, tmp_path: Path) -> None:
    public = tmp_path / "public"
    public.mkdir()
    LAID[kind](public / "feed.json")
    with pytest.raises(OSError):
        read_file(public / "feed.json", public)
    assert replace(public / "feed.json", b"{}", root=public), "and gives way to ours"
    assert read_file(public / "feed.json", public) == b"{}"


@pytest.mark.parametrize("name", ["../geheim", "m/../../geheim", "m/link/geheim"])
def test_nothing_outside_the_folder_is_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "geheim").write_text("geheim")
    public = tmp_path / "public"
    (public / "m").mkdir(parents=True)
    (public / "m" / "link").symlink_to(tmp_path)
    with pytest.raises(OSError):
        read_file(public / name, public)


def test_left_overs_go_only_our_own_and_only_old_ones(tmp_path: Path) -> None:
    old = {
        ".feed.json.0123456789abcdef.part": False,
        ".feed.json.4711.part": False,  # as version 0.1 named them
        "feed.json": True,
        ".feed.json.part": True,
        ".andermans.0123456789ABCDEF.part": True,
        "upload.0123456789abcdef.part": True,
    }
    for name in old:
        (tmp_path / name).write_bytes(b"")
        os.utime(tmp_path / name, (time.time() - 7200,) * 2)
    new = tmp_path / ".wall.html.00112233445566ff.part"
    new.write_bytes(b"")
    sweep(tmp_path)
    assert {p.name for p in tmp_path.iterdir()} == {name for name, stays in old.items() if stays} | {new.name}


def test_a_write_that_fails_leaves_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "feed.json").mkdir()
    with pytest.raises(OSError):
        replace(tmp_path / "feed.json", b"{}")
    assert [p.name for p in tmp_path.iterdir()] == ["feed.json"]


def test_many_are_put_as_one_is_and_only_what_is_other(tmp_path: Path) -> None:
    public = tmp_path / "public"
    contents = {
        public / "m" / name: name.encode() for name in ("index.html", "a/card.png", "feed.json", "a/index.html")
    }
    assert set(replace_each(contents, public)) == set(contents)
    assert {path: path.read_bytes() for path in contents} == contents
    assert {mode(path) for path in contents} == {"0o644"} and mode(public / "m" / "a") == "0o755"
    other = public / "m" / "a" / "card.png"
    assert replace_each(contents | {other: b"anders"}, public) == [other]


def test_of_many_the_one_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    public = tmp_path / "public"
    (public / "m" / "feed.json").mkdir(parents=True)
    (public / "m" / "feed.json" / "bezet").touch()
    with pytest.raises(OSError) as raised:
        replace_each({public / "m" / name: b"x" for name in ("index.html", "feed.json")}, public)
    assert raised.value.filename == str(public / "m" / "feed.json")
    assert [path.name for path in sorted((public / "m").iterdir())] == ["feed.json", "index.html"]


def test_what_comes_in_pieces_is_put_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "below" / "large.csv"
    assert replace_from(path, iter([b"one", b"", b"two"]), root=tmp_path) and path.read_bytes() == b"onetwo"
    before = path.stat()
    assert not replace_from(path, [b"onet", b"wo"], root=tmp_path) and path.stat().st_ino == before.st_ino
    for other in ([b"one"], [b"onetwo", b"three"], [b"", b"two"], []):
        assert replace_from(path, other, root=tmp_path) and path.read_bytes() == b"".join(other)

    def cut() -> Iterator[bytes]:
        yield b"new"
        raise OSError(errno.ENOSPC, "no room")

    with pytest.raises(OSError):
        replace_from(path, cut(), root=tmp_path)
    assert path.read_bytes() == b"" and [p.name for p in path.parent.iterdir()] == ["large.csv"]
    assert path.stat().st_mode & 0o777 == 0o644
