"""The documented public API, as a citizen reporter and an administrator use it: the example, real
readers, nginx in front."""

from __future__ import annotations

import contextlib
import gzip
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from lxml import etree

from livecouncil.publishing import folder as publishing
from livecouncil.publishing.held import meeting_ids
from livecouncil.sitting.session import Session
from livecouncil.trust import verify as verifying
from tests.conftest import ROOT, missing
from tests.waiting import until

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
    command = [newsboat, "-u", f"{tmp_path}/urls", "-c", f"{tmp_path}/cache.db", "-C", "/dev/null"]

    def titles() -> list[str]:
        import sqlite3

        subprocess.run(
            [*command, "-x", "reload"], check=True, capture_output=True, timeout=60, env={"HOME": str(tmp_path)}
        )
        with sqlite3.connect(tmp_path / "cache.db") as cache:
            return [row[0] for row in cache.execute("select title from rss_item")]

    first = titles()
    assert any("Motie M3 ‘Zebrapad Dorpsstraat’ is aangenomen. Voor 26" in t for t in first)
    told = served.get(f"/{ID}/feed.atom")[2].count(b"<entry>")
    logs(served, "c m3v vvd =")
    until(lambda: served.get(f"/{ID}/feed.atom")[2].count(b"<entry>") > told)
    second = titles()
    assert (
        len(second) == len(first) + 1
        and sum("Correctie" in t for t in second) == sum("Correctie" in t for t in first) + 1
    )
    assert not any("M3 ‘Zebrapad Dorpsstraat’ is aangenomen. Voor 26" in t for t in second), "the same id, corrected"


def test_reader_subscribes_to_atom_and_json_and_sees_the_correction(served: Server) -> None:
    from reader import make_reader

    with contextlib.closing(make_reader(":memory:")) as reader:
        for name in (f"{ID}/decisions.atom", f"{ID}/feed.json", "feed.atom"):
            reader.add_feed(served.url + name)

        def updated() -> dict[str, dict[str, tuple[str, object]]]:
            reader.update_feeds(scheduled=False)  # as if its hour had passed
            told: dict[str, dict[str, tuple[str, object]]] = {}
            for entry in reader.get_entries():
                text = entry.content[0].value if entry.content else entry.summary or ""
                told.setdefault(entry.feed_url.removeprefix(served.url), {})[entry.id] = (text, entry.updated)
            return told

        told = served.get("/feed.atom")[2].count(b"<entry>")
        before = updated()
        assert len(before) == 3 and before["feed.atom"].keys() == before[f"{ID}/feed.json"].keys()
        logs(served, "c m3v vvd =")
        until(lambda: served.get("/feed.atom")[2].count(b"<entry>") > told)
        after = updated()
        for feed, entries in before.items():
            changed = {i for i, told in entries.items() if after[feed][i] != told}
            added = [text for i, (text, _) in after[feed].items() if i not in entries]
            assert len(changed) == 1 and len(added) == 1 and added[0].startswith("Correctie"), feed
            original = changed.pop()
            assert after[feed][original][1] > entries[original][1], "the corrected entry: same id, newer date"  # type: ignore[operator]


def test_archives_lead_back_through_the_meetings(evening: Path, tmp_path: Path) -> None:
    """From the feed one subscribes to, by its links alone, to every earlier meeting (RFC 5005)."""
    council = tmp_path / "raad"
    shutil.copytree(evening, council)
    agenda = next((council / "agendas").glob("*.toml"))
    for day in ("2026-04-16", "2026-05-21"):
        later = agenda.with_name(f"{day}-raadsvergadering.toml")
        later.write_text(agenda.read_text().replace("2026-03-12T19:30:00+01:00", f"{day}T19:30:00"))
        session = Session.open(council, later, hold=0)
        for line in ("@19:30 open", "@19:40 sluit"):
            session.enter(line, confirmed=True)
        session.close()
    for meeting in meeting_ids(council):
        publishing.publish(council, meeting)
    base, name, seen = "https://raad.voorbeeld.example/live/", "feed.atom", []
    while name:
        feed = etree.parse(council / "public" / name)
        space = {"a": "http://www.w3.org/2005/Atom", "fh": "http://purl.org/syndication/history/1.0"}
        seen.append((name, bool(feed.xpath("/a:feed/fh:archive", namespaces=space))))
        links = feed.xpath("/a:feed/a:link[@rel='prev-archive']/@href", namespaces=space)
        name = links[0].removeprefix(base) if links else ""
    days = ("2026-04-16", "2026-03-12")
    assert seen == [("feed.atom", False), *((f"{day}-raadsvergadering/feed.atom", True) for day in days)]
    assert all(verifying.verify(council, meeting) == [] for meeting in meeting_ids(council))


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br, gzip", "br"), ("gzip", "gzip"), ("gzip, br;q=0", "gzip"), ("identity", None), ("br;q=0.0, gzip;q=0", None)],
)
def test_files_are_packed_as_asked(server: Server, accepted: str, coding: str | None) -> None:
    plain = server.get(f"/{ID}/feed.json")[2]
    status, headers, body = server.get(f"/{ID}/feed.json", Accept_Encoding=accepted)
    assert (status, headers.get("Content-Encoding"), headers["Vary"]) == (200, coding, "Accept-Encoding")
    unpack: dict[str | None, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress}
    assert unpack.get(coding, bytes)(body) == plain and (not coding or len(body) < len(plain) / 3)


def answers(port: int) -> bool:
    """Whether somebody listens."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


@pytest.fixture(scope="session")
def nginx(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The documented configuration, as it stands in docs/."""
    binary = tool("nginx")
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    run = tmp_path_factory.mktemp("nginx")
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for name, value in {
        "RUN": run,
        "LISTEN": f"127.0.0.1:{port}",
        "COUNCIL": server.folder,
        "PORT": server.url.rstrip("/").rsplit(":")[-1],
    }.items():
        text = text.replace(name, str(value))
    (run / "nginx.conf").write_text(text)
    for folder in (server.folder, *server.folder.parents):
        if folder.stat().st_uid == run.stat().st_uid and folder != Path("/tmp"):
            folder.chmod(folder.stat().st_mode | 0o755)
    process = subprocess.Popen(
        [
            binary,
            "-c",
            run / "nginx.conf",
            "-g",
            "daemon off; user root;" if run.stat().st_uid == 0 else "daemon off;",
        ]
    )
    until(lambda: answers(port), "nginx did not begin")
    yield f"http://127.0.0.1:{port}/"
    process.terminate()
    process.wait(60)


def test_nginx_serves_files_and_hands_on_the_stream(nginx: str) -> None:
    with urllib.request.urlopen(f"{nginx}{ID}/feed.json", timeout=60) as answer:
        assert answer.headers["Content-Type"].startswith("application/feed+json")
        assert answer.headers["Access-Control-Allow-Origin"] == "*" and answer.headers["ETag"]
        tag = answer.headers["ETag"]
    request = urllib.request.Request(f"{nginx}{ID}/feed.json", headers={"If-None-Match": tag})
    with pytest.raises(urllib.error.HTTPError, match="304"):
        urllib.request.urlopen(request, timeout=60)
    with urllib.request.urlopen(f"{nginx}{ID}/", timeout=60) as answer:
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    request = urllib.request.Request(f"{nginx}{ID}/stream", headers={"Last-Event-ID": "3"})
    with urllib.request.urlopen(request, timeout=60) as stream:
        rows = [stream.readline() for _ in range(4)]
    assert b"id: 4\n" in rows


@pytest.mark.parametrize("path", [f"{ID}/wall", f"{ID}/wall-stream?token=x", "../council.toml", ".hidden", "journal/"])
def test_nginx_shows_nothing_that_is_not_public(nginx: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="40[04]"):
        urllib.request.urlopen(nginx + path, timeout=60)


def test_nginx_follows_no_link_and_hangs_on_nothing_in_public(nginx: str, server: Server) -> None:
    public = server.folder / "public"
    (public / "link.txt").symlink_to(server.folder / "council.toml")
    (public / "weg").symlink_to(server.folder)
    os.mkfifo(public / "pijp.txt")
    try:
        for path in ("link.txt", "weg/council.toml", "pijp.txt"):
            with pytest.raises(urllib.error.HTTPError, match="40[34]"):
                urllib.request.urlopen(nginx + path, timeout=60)
    finally:
        for name in ("link.txt", "weg", "pijp.txt"):
            (public / name).unlink()
    assert urllib.request.urlopen(f"{nginx}{ID}/", timeout=60).status == 200


def test_nginx_lets_only_the_transcript_play_a_recording(nginx: str) -> None:
    policies = {}
    for page in ("transcript.html", "", "embed.html", "wall.html"):
        with urllib.request.urlopen(f"{nginx}{ID}/{page}", timeout=60) as answer:
            policies[page] = answer.headers["Content-Security-Policy"]
    assert policies.pop("transcript.html").endswith("; media-src 'self' https:")
    assert not any("media-src" in policy for policy in policies.values())


def test_nginx_speaks_http2_as_documented(server: Server, tmp_path: Path) -> None:
    """The commented lines, taken out of their comment: eight streams and a page over one connection."""
    binary, curl, openssl = tool("nginx"), tool("curl"), tool("openssl")
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    run = tmp_path / "tls"
    run.mkdir()
    made = [
        openssl,
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        str(run / "key"),
        "-out",
        str(run / "cert"),
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    ]
    subprocess.run(made, check=True, capture_output=True)
    text = (ROOT / "docs" / "nginx.conf").read_text()
    text = text.replace("        listen LISTEN;\n", "").replace("# listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    values = {
        "RUN": run,
        "COUNCIL": server.folder,
        "PORT": server.url.rstrip("/").rsplit(":")[-1],
        "CERTIFICATE": run / "cert",
        "KEY": run / "key",
    }
    for name, value in values.items():
        text = text.replace(name, str(value))
    (run / "nginx.conf").write_text(text)
    root = "user root; " if os.getuid() == 0 else ""
    process = subprocess.Popen([binary, "-c", run / "nginx.conf", "-g", f"{root}daemon off;"])
    asked = [
        curl,
        "--http2",
        "-sk",
        "--retry",
        "20",
        "--retry-connrefused",
        "--retry-delay",
        "1",
        "-o",
        "/dev/null",
        "-w",
        "%{http_version} %{http_code}",
    ]
    told = subprocess.run(
        [*asked, f"https://127.0.0.1:{port}/{ID}/"], capture_output=True, text=True, timeout=60
    ).stdout
    process.terminate()
    process.wait(60)
    assert told == "2 200"
