"""What is seen of the public folder: all that is public, nothing that lies behind a link, every change."""

from __future__ import annotations

import hashlib
import os
import time
from pathlib import Path

import pytest

from livecouncil.mirroring import public_folder
from livecouncil.mirroring.public_folder import PublicFolder
from livecouncil.system import files
from livecouncil.system.files import replace


@pytest.fixture
def public(tmp_path: Path) -> Path:
    for path in ("index.html", "m/index.html", "m/items/8.json"):
        replace(tmp_path / "public" / path, path.encode())
    return tmp_path / "public"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_every_file_with_its_hash(public: Path) -> None:
    seen = PublicFolder(public).look()
    assert seen == {path: digest(path.encode()) for path in ("index.html", "m/index.html", "m/items/8.json")}


def test_no_link_is_followed_and_nothing_hidden_is_seen(public: Path, tmp_path: Path) -> None:
    secret = tmp_path / "journal"
    secret.mkdir()
    (secret / "besloten.jsonl").write_text("geheim")
    (public / "m" / "link.html").symlink_to(secret / "besloten.jsonl")
    (public / "map").symlink_to(secret)
    (public / ".htaccess").write_text("van een ander")
    (public / "m" / ".index.html.0123456789abcdef.part").write_text("half")
    os.link(secret / "besloten.jsonl", tmp_path / "hard")
    os.mkfifo(public / "pijp")
    assert set(PublicFolder(public).look()) == {"index.html", "m/index.html", "m/items/8.json"}


def test_a_public_folder_that_is_itself_a_link_is_none(public: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(public)
    assert PublicFolder(tmp_path / "link").look() == {}


def test_a_file_that_becomes_a_link_is_no_longer_there(public: Path, tmp_path: Path) -> None:
    folder = PublicFolder(public)
    before = folder.look()["m/index.html"]
    (tmp_path / "geheim").write_text("geheim")
    (public / "m" / "index.html").unlink()
    (public / "m" / "index.html").symlink_to(tmp_path / "geheim")
    assert "m/index.html" not in folder.look()
    (public / "items").mkdir()
    assert folder.content("m/index.html", digest(b"geheim")) is None
    assert folder.content("m/index.html", before) == b"m/index.html", "as it was seen, from memory"


def test_each_change_is_seen_however_fast(public: Path) -> None:
    folder = PublicFolder(public)
    for number in range(200):
        data = f"{number:04}".encode()
        replace(public / "m" / "index.html", data, durable=False)
        assert folder.look()["m/index.html"] == digest(data)
        assert folder.content("m/index.html", digest(data)) == data


def test_what_is_removed_is_gone_and_what_comes_is_there(public: Path) -> None:
    folder = PublicFolder(public)
    folder.look()
    (public / "m" / "items" / "8.json").unlink()
    (public / "n").mkdir()
    (public / "n" / "state.json").write_text("{}")
    assert set(folder.look()) == {"index.html", "m/index.html", "n/state.json"}


def test_a_meeting_long_past_is_looked_into_when_that_is_asked(public: Path) -> None:
    long_ago = time.time() - 10 * public_folder.WARM
    for path in (public / "m" / "items" / "8.json", public / "m" / "items", public / "m"):
        os.utime(path, (long_ago, long_ago))
    folder = PublicFolder(public)
    folder.look()
    with (public / "m" / "items" / "8.json").open("wb") as file:
        file.write(b"anders")
    assert folder.look()["m/items/8.json"] == digest(b"m/items/8.json")
    assert folder.look(thorough=True)["m/items/8.json"] == digest(b"anders")


def test_what_cannot_be_read_is_told_and_not_taken_for_gone(public: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = files.read_file

    def broken(path: Path, root: Path) -> bytes:
        if path.name == "8.json":
            raise OSError(5, "I/O error")
        return real(path, root)

    monkeypatch.setattr(public_folder, "read_file", broken)
    folder = PublicFolder(public)
    assert folder.look()["m/items/8.json"] == "" and list(folder.unreadable) == ["m/items/8.json"]
    monkeypatch.setattr(public_folder, "read_file", real)
    assert folder.look()["m/items/8.json"] == digest(b"m/items/8.json") and not folder.unreadable


def test_a_folder_that_is_not_there_has_nothing(tmp_path: Path) -> None:
    assert PublicFolder(tmp_path / "public").look() == {}
