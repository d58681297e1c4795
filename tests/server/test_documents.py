"""Documents of motions over HTTP, and a page that leads to one: real server, real files, a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import typst

from livecouncil.core.meeting import events as ev
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.documents import documents_of, put_documents
from livecouncil.server.documents import PIECE
from livecouncil.sitting.session import Session

from .test_server import ID, Server, awaited

LARGE = typst.compile(b"= Motie M1\nDe raad verzoekt starters voorrang te geven.").replace(
    b"%%EOF", b"% " + b"x" * (3 * PIECE) + b"\n%%EOF"
)
TEXT = "Één regel <script>alert(1)</script>\n".encode()


@dataclass
class Served:
    """A meeting that goes on, and the server beside it."""

    session: Session
    server: Server

    def publish(self) -> None:
        """As the desk's own publisher does after every line."""
        record = publishing.record_of(self.session.journal.events)
        publishing.write_public(record, self.session.public_root, everything=True)
        assert put_documents(record, self.session.data) == []

    def enter(self, *lines: str) -> None:
        for line in lines:
            answer = self.session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, answer.text
        self.publish()

    def address(self, key: str) -> str:
        """Where the document of a motion lies, whether it is public or not."""
        document = self.session.desk.state.objects[key].document
        assert document
        return f"/{ID}/{document.path}"


@contextmanager
def serving(council: Path, hold: int = 0) -> Iterator[Served]:
    """A meeting of `council` and a server, until both are closed."""
    lying = council / "stukken" / ID
    lying.mkdir(parents=True)
    for name, data in (("m1.pdf", LARGE), ("m2-bijlage.txt", TEXT)):
        (lying / name).write_bytes(data)
    session = Session.open(council, council / "agendas" / f"{ID}.toml", hold=hold)
    running = Served(session, Server(council))
    running.enter("open", "n6", "m1 i pvda: Starters eerst", "m2 i vvd: Iets met bijlage", "m2 d: m2-bijlage.txt")
    awaited(running.server)
    yield running
    session.close()
    running.server.process.terminate()
    running.server.process.wait(60)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Shared: to ask, not to change."""
    council = tmp_path_factory.mktemp("filed") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    with serving(council) as running:
        yield running


def test_it_goes_out_as_what_its_name_says_and_as_nothing_else(served: Served) -> None:
    where = served.address("m1")
    status, headers, body = served.server.get(where)
    assert status == 200 and body == LARGE and headers["Content-Length"] == str(len(LARGE))
    assert headers["Content-Type"] == "application/pdf" and headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"].startswith("inline; filename=")
    assert "default-src 'none'" in headers["Content-Security-Policy"] and headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers and "Content-Encoding" not in headers
    packed = served.server.get(where, Accept_Encoding="gzip")
    assert packed[2] == LARGE and "Content-Encoding" not in packed[1]
    assert served.server.get(where, If_None_Match=headers["ETag"])[0] == 304
    status, headers, body = served.server.get(served.address("m2"))
    assert (headers["Content-Type"], body) == ("text/plain; charset=utf-8", TEXT)


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-50", slice(-50, None)),
        ("bytes=10-999999999", slice(10, None)),
    ],
)
def test_who_shows_a_page_at_a_time_gets_the_part_asked_for(served: Served, asked: str, part: slice) -> None:
    status, headers, body = served.server.get(served.address("m1"), Range=asked)
    assert status == 206 and body == LARGE[part]
    first = LARGE.index(body) if asked != "bytes=-50" else len(LARGE) - 50
    assert headers["Content-Range"] == f"bytes {first}-{first + len(body) - 1}/{len(LARGE)}"


@pytest.mark.parametrize(
    "asked", ["bytes=5-1", "bytes=0-1,4-5", "regels=1-2", "bytes=-", "bytes=a-b", "bytes=" + "9" * 40]
)
def test_a_part_that_cannot_be_read_is_the_whole(served: Served, asked: str) -> None:
    assert served.server.get(served.address("m1"), Range=asked)[::2] == (200, LARGE)


def test_a_part_behind_the_end_or_of_another_document_is_not_given(served: Served) -> None:
    where = served.address("m1")
    status, headers, body = served.server.get(where, Range=f"bytes={len(LARGE)}-")
    assert status == 416 and headers["Content-Range"] == f"bytes */{len(LARGE)}" and body == b""
    assert served.server.get(where, Range="bytes=0-9", If_Range='"een-ander"')[::2] == (200, LARGE)


@pytest.mark.parametrize(
    "path",
    [
        "../../../council.toml",
        "%2e%2e/%2e%2e/council.toml",
        "..%2f..%2fcouncil.toml",
        ".verborgen",
        "weg.pdf",
        "",
        "%00.pdf",
    ],
)
def test_nothing_else_is_reached_through_its_folder(served: Served, path: str) -> None:
    hidden = served.session.public_root / ID / "stukken" / ".verborgen"
    hidden.write_text("geheim")
    status, _, body = served.server.get(f"/{ID}/stukken/{path}")
    hidden.unlink()
    assert status == 404 and b"seats" not in body and b"geheim" not in body


def test_a_link_or_a_pipe_in_its_folder_is_no_document(served: Served) -> None:
    there = served.session.public_root / ID / "stukken"
    (there / "link.pdf").symlink_to(served.session.data / "council.toml")
    os.mkfifo(there / "pijp.pdf")
    answers = [served.server.get(f"/{ID}/stukken/{name}")[0] for name in ("link.pdf", "pijp.pdf")]
    for name in ("link.pdf", "pijp.pdf"):
        (there / name).unlink()
    assert answers == [404, 404]


def test_it_is_there_once_it_is_released_and_gone_once_it_is_deleted(council: Path) -> None:
    with serving(council, hold=600) as held:
        where = held.address("m1")
        assert held.server.get(where)[0] == 404
        for seq in [fact.seq for fact in held.session.held()]:
            held.session.release_now(seq)
        held.publish()
        assert held.server.get(where)[::2] == (200, LARGE)
        lines = [e.seq for e in held.session.journal.events if isinstance(e, ev.Attached) and e.object == "m1"]
        held.enter(f"wis {lines[0]}: op verzoek")
        assert held.server.get(where)[0] == 404
        assert LARGE not in [path.read_bytes() for path in held.session.public_root.rglob("*.pdf")]


def test_a_page_leads_to_it_and_a_reader_gets_exactly_what_was_filed(served: Served, browser: Any) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{served.server.url}{ID}/m1/")
    link = page.get_by_role("link", name="m1.pdf")
    address = urlsplit(link.get_attribute("href")).path
    assert served.server.get(page.evaluate("a => new URL(a, location).pathname", address))[2] == LARGE
    assert documents_of(publishing.record_of(served.session.journal.events))
    page.goto(f"{served.server.url.rstrip('/')}{served.address('m2')}")
    assert page.inner_text("body").startswith("Één regel <script>alert(1)</script>") and not page.query_selector(
        "script"
    )
    page.close()
