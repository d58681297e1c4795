"""The documented public API, as a citizen reporter and an administrator use it: the example, real readers, nginx in front."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..conftest import ROOT, missing
from .test_hardening import logs
from .test_server import ID, Server


def tool(name: str) -> str:
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin")
    if not found:
        missing(name)
    return str(found)


def test_the_example_follows_a_meeting_and_hears_a_correction(served: Server) -> None:
    reader = subprocess.Popen(
        [sys.executable, ROOT / "docs" / "follow.py", f"{served.url}{ID}/"], stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout
    rows = [reader.stdout.readline()]
    assert rows[0].startswith("19:30 De raadsvergadering is om 19:30 geopend.")
    logs(served, "c m3v vvd =")
    while "Correctie" not in rows[-1] or "M3" not in rows[-1]:
        rows.append(reader.stdout.readline())
    assert len((ROOT / "docs" / "follow.py").read_text().splitlines()) < 30
    reader.kill()
    reader.wait()


def test_newsboat_reads_every_entry_and_sees_the_correction(served: Server, tmp_path: Path) -> None:
    newsboat = tool("newsboat")
    (tmp_path / "urls").write_text(f"{served.url}{ID}/feed.atom\n")
    command = [newsboat, "-u", tmp_path / "urls", "-c", tmp_path / "cache.db", "-C", "/dev/null"]

    def titles() -> list[str]:
        import sqlite3

        subprocess.run(
            [*command, "-x", "reload"], check=True, capture_output=True, timeout=60, env={"HOME": str(tmp_path)}
        )
        with sqlite3.connect(tmp_path / "cache.db") as cache:
            return [row[0] for row in cache.execute("select title from rss_item")]

    first = titles()
    assert any("Motie M3 ‘Zebrapad Dorpsstraat’ is aangenomen. Voor 26" in t for t in first)
    logs(served, "c m3v vvd =")
    for _ in range(100):
        if b"30, tegen 7" in served.get(f"/{ID}/feed.atom")[2] or b"voor 31" in served.get(f"/{ID}/feed.atom")[2]:
            break
    second = titles()
    assert (
        len(second) == len(first) + 1
        and sum("Correctie" in t for t in second) == sum("Correctie" in t for t in first) + 1
    )
    assert not any("M3 ‘Zebrapad Dorpsstraat’ is aangenomen. Voor 26" in t for t in second), "the same id, corrected"


@pytest.fixture
def nginx(served: Server, tmp_path: Path) -> Iterator[str]:
    """The documented configuration, as it stands in docs/."""
    binary = tool("nginx")
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    run = tmp_path / "run"
    run.mkdir()
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for name, value in {
        "RUN": run,
        "LISTEN": f"127.0.0.1:{port}",
        "COUNCIL": served.folder,
        "PORT": served.url.rstrip("/").rsplit(":")[-1],
    }.items():
        text = text.replace(name, str(value))
    (run / "nginx.conf").write_text(text)
    for folder in (served.folder, *served.folder.parents):
        if folder.stat().st_uid == tmp_path.stat().st_uid and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o755)
    process = subprocess.Popen(
        [
            binary,
            "-c",
            run / "nginx.conf",
            "-g",
            "daemon off; user root;" if tmp_path.stat().st_uid == 0 else "daemon off;",
        ]
    )
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.02)
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait(10)


def test_nginx_serves_files_and_hands_on_the_stream(nginx: str) -> None:
    with urllib.request.urlopen(f"{nginx}{ID}/feed.json", timeout=10) as answer:
        assert answer.headers["Content-Type"].startswith("application/feed+json")
        assert answer.headers["Access-Control-Allow-Origin"] == "*" and answer.headers["ETag"]
        tag = answer.headers["ETag"]
    request = urllib.request.Request(f"{nginx}{ID}/feed.json", headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(request, timeout=10)
    with urllib.request.urlopen(f"{nginx}{ID}/", timeout=10) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    request = urllib.request.Request(f"{nginx}{ID}/stream", headers={"Last-Event-ID": "3"})
    with urllib.request.urlopen(request, timeout=10) as stream:
        rows = [stream.readline() for _ in range(4)]
    assert b"id: 4\n" in rows


@pytest.mark.parametrize("path", [f"{ID}/wall", f"{ID}/wall-stream?token=x", "../council.toml", ".hidden", "journal/"])
def test_nginx_shows_nothing_that_is_not_public(nginx: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="40[04]"):
        urllib.request.urlopen(nginx + path, timeout=10)
