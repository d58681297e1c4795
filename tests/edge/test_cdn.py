"""nginx with the configuration of the docs before an edge: who asks is answered from its cache, streams pass through,
and what was deleted is gone once its key is."""

from __future__ import annotations

import hashlib
import http.client
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from livecouncil.journal.lines import body_of
from livecouncil.mirroring.hub.batch import HubBatch, LateLine
from tests.conftest import ROOT
from tests.hub.hubs import CODE, ID, Council, Sender, head
from tests.hub.postgres import free_port
from tests.server.test_server import events
from tests.waiting import until

from .conftest import Whole


class Cdn:
    """nginx at `port`; `get` gives what it says of its cache, and the body."""

    def __init__(self, folder: Path, edge: int) -> None:
        nginx = shutil.which("nginx") or ("/usr/sbin/nginx" if Path("/usr/sbin/nginx").exists() else None)
        if nginx is None:
            pytest.skip("nginx is not installed (nginx-light)")
        self.port = free_port()
        self.folder = folder
        text = (ROOT / "docs" / "hub-nginx.conf").read_text(encoding="utf-8")
        told = {"RUN": str(folder), "LISTEN": f"127.0.0.1:{self.port}", ":PORT": f":{edge}"}
        for word, value in told.items():
            text = text.replace(word, value)
        (folder / "nginx.conf").write_text("daemon off;\nuser root;\n" + text, encoding="utf-8")
        self._process = subprocess.Popen([nginx, "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.err")])

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> tuple[str, bytes]:
        connection = self.connect()
        connection.request("GET", path, headers={"Host": "raad.example"})
        answer = connection.getresponse()
        return answer.getheader("X-Cache", ""), answer.read()

    def purge(self, path: str) -> None:
        """As in docs/hub.md."""
        key = hashlib.md5(f"raad.example{path}|".encode(), usedforsecurity=False).hexdigest()
        (self.folder / "cache" / key[-1] / key[-3:-1] / key).unlink(missing_ok=True)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait(60)


@pytest.fixture
def cdn(whole: Whole, tmp_path: Path) -> Iterator[Cdn]:
    folder = tmp_path / "nginx"
    folder.mkdir()
    running = Cdn(folder, whole.edge.port)
    yield running
    running.stop()


def answers(cdn: Cdn) -> bool:
    try:
        cdn.get("/")
    except OSError:
        return False
    return True


async def test_the_cache_answers_streams_pass_and_what_is_deleted_is_gone(whole: Whole, cdn: Cdn) -> None:
    whole.type(400)
    until(whole.is_even)
    until(lambda: answers(cdn))
    feed = f"/{CODE}/{ID}/feed.json"
    until(lambda: b"items" in cdn.get(feed)[1])
    found = Counter(cdn.get(f"{feed}?{number % 7}")[0] for number in range(400))
    assert found["MISS"] + found["EXPIRED"] <= 8, found  # all others came from the cache: HIT, STALE, UPDATING

    connection = cdn.connect()
    connection.request("GET", f"/{CODE}/{ID}/stream")
    assert next(events(connection.getresponse(), "entry"))

    whole.mirror.stop()
    rows = whole.released()
    number, text = spoken(rows, cdn.get(feed)[1])
    sender = Sender(whole.hub.url.rstrip("/"), Council(whole.folder, whole.key, rows))
    status, _ = await sender.post(len(rows), HubBatch(head(rows, len(rows)), (), (LateLine(number, None),)))
    assert status == 200
    made = whole.folder.parent / "cache" / CODE / "public"
    until(lambda: not says(made, text))
    until(lambda: text not in whole.edge.get(feed)[2])
    cdn.purge(feed)
    assert text not in cdn.get(feed)[1]


def says(folder: Path, text: bytes) -> bool:
    """Whether any file there does; one that is taken off meanwhile does not, and is looked for once more."""
    try:
        return any(text in path.read_bytes() for path in folder.rglob("*") if path.is_file())
    except FileNotFoundError:
        return True


def spoken(rows: list[bytes], shown: bytes) -> tuple[int, bytes]:
    """A line whose title is shown, and that title."""
    for number, row in enumerate(rows, 1):
        title = str(body_of(row).get("title") or "").encode()
        if len(title) > 8 and title in shown:
            return number, title
    raise AssertionError("no title is shown")
