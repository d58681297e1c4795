"""The public server as a process of its own, spoken to over real sockets."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen
from zoneinfo import ZoneInfo

import pytest
from aiohttp.test_utils import make_mocked_request

from livecouncil.server.files import Files
from livecouncil.sitting.session import Session
from tests.conftest import ROOT
from tests.waiting import until, until_in

ID = "2026-03-12-raadsvergadering"


class Server:
    def __init__(self, folder: Path, port: str = "0") -> None:
        command = [sys.executable, "-m", "livecouncil", "serve", "--data", str(folder), "--port", port]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        assert self.process.stdout
        self.url = self.process.stdout.readline().strip()
        self.folder = folder

    def get(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()

    def listen(self, path: str, **headers: str) -> Any:
        connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)
        connection.request("GET", path, headers={k.replace("_", "-"): v for k, v in headers.items()})
        return connection.getresponse()


def events(stream: Any, wanted: str) -> Iterator[str]:
    """Data of each event of one kind."""
    kind = ""
    for raw in stream:
        line = raw.decode().rstrip("\n")
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: ") and kind == wanted:
            yield line[6:]


def awaited(server: Server, meeting: str = ID) -> None:
    """The server has read the journal and written its files."""

    def written() -> bool:
        return server.get(f"/{meeting}/feed.json")[0] == 200 and b'"written": 0.0' not in server.get("/healthz")[2]

    until(written, "the server did not begin")


def test_files_have_validators_and_unchanged_is_304(server: Server) -> None:
    until(lambda: "Last-Modified" in server.get(f"/{ID}/feed.json")[1], "its date is never told")
    status, headers, _ = server.get(f"/{ID}/feed.json")
    assert (
        status == 200
        and headers["Content-Type"].startswith("application/feed+json")
        and headers["Access-Control-Allow-Origin"] == "*"
    )
    assert server.get(f"/{ID}/feed.json", If_None_Match=headers["ETag"])[0] == 304
    assert server.get(f"/{ID}/feed.json", If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert server.get(f"/{ID}/feed.json", Accept_Encoding="gzip")[1]["Content-Encoding"] == "gzip"


def test_a_file_that_changed_twice_in_a_second_is_not_held_unchanged(tmp_path: Path) -> None:
    """Who keeps no tag asks by the date alone, which counts seconds: it is not told before it is settled."""
    file = tmp_path / "state.json"
    file.write_text("{}")
    served = Files(tmp_path)
    fresh = served.served(make_mocked_request("GET", "/state.json"), file)
    assert "ETag" in fresh.headers and "Last-Modified" not in fresh.headers
    before = time.time() - 10
    os.utime(file, (before, before))
    assert "Last-Modified" in served.served(make_mocked_request("GET", "/state.json"), file).headers


@pytest.mark.parametrize(
    "path",
    [
        "/../council.toml",
        "/%2e%2e/council.toml",
        f"/{ID}/../../council.toml",
        "/nergens",
        f"/{ID}/geen.json",
        "/static/",
        "/x/stream",
    ],
)
def test_what_is_not_public_is_a_clear_404(server: Server, path: str) -> None:
    status, headers, body = server.get(path)
    assert (
        status == 404
        and b"Deze pagina bestaat niet" in body
        and "default-src 'none'" in headers["Content-Security-Policy"]
    )


def test_a_matter_has_an_address_and_gives_data_to_who_asks_for_that(server: Server) -> None:
    address = f"/{ID}/m3/"
    status, headers, page = server.get(address)
    assert status == 200 and headers["Content-Type"].startswith("text/html") and "Accept" in headers["Vary"]
    status, headers, data = server.get(address, Accept="application/ld+json")
    assert status == 200 and headers["Content-Type"] == "application/ld+json" and json.loads(data)["identifier"] == "m3"
    assert server.get(address, Accept="text/html, application/ld+json;q=0.9")[2] == page
    assert server.get(f"{address}index.jsonld")[2] == data
    status, headers, _ = server.get(address.rstrip("/"))
    assert status == 308 and headers["Location"] == address
    assert server.get(f"/{ID}/m99/")[0] == 404 and server.get(f"/{ID}/{'m' * 300}")[0] == 404


def test_a_forged_host_reaches_no_address(server: Server) -> None:
    assert b"evil.example" not in server.get(f"/{ID}/", Host="evil.example")[2]


def test_the_stream_replays_from_any_id(server: Server) -> None:
    stream = server.listen(f"/{ID}/stream", Last_Event_ID="34")
    assert [next(rows) for rows in [events(stream, "entry")] for _ in range(2)][0].startswith('{"seq": 35')


def test_the_wall_needs_its_token(server: Server) -> None:
    assert server.get(f"/{ID}/wall")[0] == 404 and server.get(f"/{ID}/wall-stream?token=raden")[0] == 404
    address = server.folder / "wall.url"
    assert address.stat().st_mode & 0o777 == 0o600
    token = address.read_text().strip().split("token=")[1]
    assert server.get(f"/{ID}/wall?token={token}")[0] == 200


def test_the_address_in_wall_url_leads_to_the_meeting_that_goes_on(server: Server) -> None:
    address = (server.folder / "wall.url").read_text().strip()
    with urlopen(address, timeout=60) as answer:
        assert answer.status == 200 and f"/{ID}/wall?token=" in answer.url
    assert server.get("/MEETING/wall?token=raden")[0] == 404


def test_the_chambers_wall_alone_runs_ahead_of_the_feed(council: Path, agenda: Path, browser: Any) -> None:
    session = Session.open(council, agenda)
    for line in ("open", "n6", "m3 i pvda: Starters eerst"):
        session.enter(line)
    running = Server(council)
    awaited(running)
    token = (council / "wall.url").read_text().strip().split("token=")[1]
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{running.url}{ID}/wall?token={token}")
    session.enter("m3v cda =", line_mode=True)
    page.wait_for_selector("article.result")
    assert "Aangenomen" in page.inner_text("h1") and "Voor 31" in page.inner_text(".sides")
    assert page.evaluate(
        "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
    )
    assert b"aangenomen" not in running.get(f"/{ID}/feed.json")[2]
    session.undo()
    page.wait_for_selector("article.filed")
    page.close()
    session.close()
    running.process.terminate()
    running.process.wait(60)


def test_speaking_time_counts_down_on_the_wall_where_the_council_wants_it(
    council: Path, agenda: Path, browser: Any
) -> None:
    rules = '\n[procedure.speaking_time]\nper = "group"\nminutes = 2\nwall = true\n'
    (council / "council.toml").write_text((council / "council.toml").read_text() + rules)
    today = datetime.now(ZoneInfo("Europe/Amsterdam")).replace(microsecond=0).isoformat()
    agenda.write_text(agenda.read_text().replace("2026-03-12T19:30:00+01:00", today))
    session = Session.open(council, agenda)
    for line in ("open", "n6", "jansen"):
        assert not session.enter(line).refused
    running = Server(council)
    awaited(running, session.desk.state.agenda.id)
    token = (council / "wall.url").read_text().strip().split("token=")[1]
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{running.url}{session.desk.state.agenda.id}/wall?token={token}")
    assert "Spreektijd VVD:" in page.inner_text("article")
    page.wait_for_selector(".count:has-text('1:5')")
    session.enter("z")
    page.wait_for_selector("article.suspended")
    assert not page.query_selector(".count")
    page.close()
    session.close()
    running.process.terminate()
    running.process.wait(60)


def test_the_live_page_adds_what_is_released(council: Path, agenda: Path, browser: Any) -> None:
    session = Session.open(council, agenda, hold=0)
    session.enter("open")
    running = Server(council)
    awaited(running)
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{running.url}{ID}/index.html")
    session.enter("n6")
    page.wait_for_selector("#punt-6")
    assert "Woonvisie" in page.inner_text("#timeline li:first-child")
    assert page.evaluate("performance.getEntriesByType('resource').every(r => r.name.startsWith(location.origin))")
    page.close()
    session.close()
    running.process.terminate()
    running.process.wait(60)


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("UTC", 0), ("Europe/Amsterdam", -5), ("America/New_York", 3)],
    ids=["in UTC", "five hours slow", "fast, elsewhere"],
)
def test_the_wall_shows_the_councils_time_whatever_the_screens_own_clock_says(
    council: Path, agenda: Path, browser: Any, zone: str, hours: int
) -> None:
    Session.open(council, agenda).close()
    running = Server(council)
    awaited(running)
    token = (council / "wall.url").read_text().strip().split("token=")[1]
    context = browser.new_context(timezone_id=zone)
    page = context.new_page()
    page.clock.install(time=datetime.now(UTC) + timedelta(hours=hours))
    page.goto(f"{running.url}{agenda.stem}/wall?token={token}")
    before = datetime.now(ZoneInfo("Europe/Amsterdam"))
    either = [f"{moment:%H:%M}" for moment in (before, before + timedelta(minutes=1))]
    until_in(page, "given.includes(document.querySelector('.now')?.textContent)", either)
    context.close()
    running.process.terminate()
    running.process.wait(60)
