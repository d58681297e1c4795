"""The public server against what the internet does to it: nobody else is disturbed."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from livecouncil.system.sweeping import LONGEST, PATIENCE, Stuck, stuck_answers
from tests.conftest import ROOT, STORM
from tests.evenings.shell import line_mode
from tests.system.test_files import LAID
from tests.waiting import until

from .test_server import ID, Server, awaited, events


def where(server: Server) -> tuple[str, int]:
    url = urlsplit(server.url)
    return str(url.hostname), int(url.port or 0)


def raw(server: Server, sent: bytes) -> bytes:
    """What comes back for bytes that may be no HTTP at all."""
    with socket.create_connection(where(server), timeout=60) as sock:
        sock.sendall(sent)
        found = b""
        while part := sock.recv(65536):
            found += part
            if b"\r\n\r\n" in found:
                break
    return found


def newest(server: Server) -> str:
    """The number of the last public entry: who has it is told only what is new."""
    return str(json.loads(server.get("/healthz")[2])["meetings"][ID]["seq"])


def logs(server: Server, *lines: str, code: int = 0) -> None:
    """Enter lines from another process, as the griffier's would; it ends with `code`."""
    agenda = next((server.folder / "agendas").glob("*.toml"))
    command = line_mode(server.folder, agenda, "--no-serve", "--hold", "0")
    ended = subprocess.run(command, input="\n".join(lines), text=True, cwd=ROOT, capture_output=True)
    assert ended.returncode == code


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /%2e%2e%2f%2e%2e%2fcouncil.toml HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /..%5c..%5ccouncil.toml HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET //etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
        b"GET /journal/" + ID.encode() + b".jsonl HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /.lock HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /wall.url HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_what_is_no_public_file_is_refused(server: Server, sent: bytes) -> None:
    status = raw(server, sent).split(b" ", 2)[1]
    assert status in (b"400", b"404", b"405"), status
    assert server.get(f"/{ID}/")[0] == 200


def test_a_connection_that_asks_nothing_is_closed(server: Server) -> None:
    silent = [socket.create_connection(where(server), timeout=60) for _ in range(20)]
    silent[0].sendall(b"GET / HT")
    assert server.get("/")[0] == 200
    for sock in silent:
        with contextlib.suppress(ConnectionResetError):
            assert sock.recv(1) == b""
        sock.close()


def test_a_reader_that_stops_reading_is_dropped_and_others_hear_everything(served: Server) -> None:
    stuck = []
    for _ in range(20):
        sock = socket.socket()
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(where(served))
        sock.sendall(f"GET /{ID}/stream HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        stuck.append(sock)
    stream = served.listen(f"/{ID}/stream", Last_Event_ID=newest(served))
    heard = events(stream, "entry")
    logs(served, "c m3v vvd =")
    assert '"correctie"' in next(heard)
    served.process.terminate()
    assert served.process.wait(60) == 0, "stuck readers do not hang the shutdown"
    for sock in stuck:
        sock.close()


def test_a_stream_goes_on_where_it_was_after_a_restart(served: Server) -> None:
    before = [next(events(served.listen(f"/{ID}/stream", Last_Event_ID="10"), "entry"))]
    served.process.send_signal(signal.SIGKILL)
    served.process.wait()
    again = Server(served.folder)
    awaited(again)
    assert next(events(again.listen(f"/{ID}/stream", Last_Event_ID="10"), "entry")) == before[0]
    again.process.terminate()
    again.process.wait(60)


@pytest.mark.parametrize("asked", ["-1", "abc", "99999999999999999999", "1e9", ""])
def test_any_last_event_id_gives_a_stream(server: Server, asked: str) -> None:
    with contextlib.closing(server.listen(f"/{ID}/stream", Last_Event_ID=asked)) as stream:
        assert stream.status == 200 and stream.readline().startswith(b"retry: ")


def test_a_journal_cut_or_replaced_under_the_server_disturbs_nobody(served: Server) -> None:
    before = newest(served)
    for folder in ("journal", "released"):
        path = served.folder / folder / f"{ID}.jsonl"
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert served.get(f"/{ID}/")[0] == 200
        path.unlink()
        assert served.get(f"/{ID}/feed.json")[0] == 200 and served.get("/healthz")[0] == 200
        path.write_bytes(whole)
        until(lambda: newest(served) == before)
    assert served.process.poll() is None
    assert next(events(served.listen(f"/{ID}/stream", Last_Event_ID="0"), "entry")).startswith('{"seq": 1')


def test_public_files_that_cannot_be_written_do_not_stop_the_stream(served: Server) -> None:
    shutil.rmtree(served.folder / "public" / ID)
    (served.folder / "public" / ID).write_text("in de weg")
    heard = events(served.listen(f"/{ID}/stream", Last_Event_ID=newest(served)), "entry")
    unwritten = 1  # its own files could not be written either, and it says so
    logs(served, "c m3v vvd =", code=unwritten)
    assert '"correctie"' in next(heard) and served.get(f"/{ID}/feed.json")[0] == 404
    logs(served, "c m3v cda =", code=unwritten)
    assert '"correctie"' in next(heard), "and the next one too"
    (served.folder / "public" / ID).unlink()
    until(lambda: served.get(f"/{ID}/feed.json")[0] == 200)
    assert served.get(f"/{ID}/feed.json")[2].count(b'"correctie"') >= 2


def test_thousands_at_once(served: Server) -> None:
    wanted = 10_000 if STORM else 800
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if hard < wanted + 200:
        pytest.skip(f"the limit of open files is {hard}; {wanted} connections need more")
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted + 200), hard))
    os.system(f"prlimit --pid {served.process.pid} --nofile={wanted + 200}:{hard} 2>/dev/null")
    begun = time.monotonic()
    opened = []
    asked = f"GET /{ID}/stream?last={newest(served)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    for _ in range(wanted):
        sock = socket.create_connection(where(served), timeout=60)
        sock.sendall(asked)
        opened.append(sock)
    assert all(s.recv(12) == b"HTTP/1.1 200" for s in opened), time.monotonic() - begun
    assert served.get(f"/{ID}/feed.json")[0] == 200
    for sock in opened:
        sock.close()
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_too_many_streams_of_one_address_are_told_so(served: Server) -> None:
    address = next(
        (
            a[4][0]
            for a in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)
            if not str(a[4][0]).startswith("127.")
        ),
        None,
    )
    if address is None:
        pytest.skip("this machine has no address but the loopback")
    command = [
        sys.executable,
        "-m",
        "livecouncil",
        "serve",
        "--data",
        str(served.folder),
        "--port",
        "0",
        "--host",
        "0.0.0.0",
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    port = urlsplit(process.stdout.readline().strip()).port
    opened = []
    codes = []
    last = newest(served)
    for _ in range(300):
        connection = http.client.HTTPConnection(str(address), port, timeout=60)
        connection.request("GET", f"/{ID}/stream?last={last}")
        codes.append(connection.getresponse().status)
        opened.append(connection)
    assert codes[:256] == [200] * 256 and set(codes[256:]) == {429}
    process.terminate()
    process.wait(60)


@pytest.mark.parametrize(
    "path", ["/a%00b", f"/{ID}/stream?last=%C2%B2", f"/{ID}", "/../x", f"/{ID}/stream?last={'9' * 5000}"]
)
def test_odd_addresses_are_answered_with_security_headers(server: Server, path: str) -> None:
    answer = server.listen(path)
    assert answer.status in (200, 308, 400, 404) and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    answer.close()


@pytest.mark.parametrize("kind", LAID)
def test_what_is_no_plain_file_in_public_leaks_and_hangs_nothing(kind: str, server: Server) -> None:
    laid = server.folder / "public" / "pijp.txt"
    LAID[kind](laid)
    try:
        assert server.get("/pijp.txt")[0] == 404
        assert server.get(f"/{ID}/")[0] == 200
    finally:
        laid.unlink()


def test_a_linked_folder_in_public_shows_nothing(server: Server) -> None:
    link = server.folder / "public" / "weg"
    link.symlink_to(server.folder)
    try:
        assert server.get("/weg/council.toml")[0] == 404
        assert server.get(f"/weg/journal/{ID}.jsonl")[0] == 404
    finally:
        link.unlink()


def test_a_public_folder_that_is_removed_comes_back_whole(served: Server) -> None:
    addresses = [f"/{ID}/", f"/{ID}/feed.json", f"/{ID}/items/6.json", "/static/page.css", "/"]
    before = [served.get(path)[2] for path in addresses]
    shutil.rmtree(served.folder / "public")
    until(lambda: [served.get(path)[0] for path in addresses] == [200] * 5)
    assert [served.get(path)[2] for path in addresses] == before


@pytest.mark.parametrize("name", ["votes.json", "m3/index.html"])
def test_one_file_that_is_removed_comes_back(served: Server, name: str) -> None:
    (served.folder / "public" / ID / name).unlink()
    until(lambda: served.get(f"/{ID}/{name}")[0] == 200)


# -- what is no ordinary request -------------------------------------------------------------------------------------


def exchanged(server: Server, sent: bytes) -> bytes:
    """All that comes back until the server closes."""
    with socket.create_connection(where(server), timeout=60) as sock:
        sock.sendall(sent)
        found = b""
        with contextlib.suppress(ConnectionResetError):
            while part := sock.recv(65536):
                found += part
    return found


ODD = {
    "400": b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: abc\r\n\r\n",
    "400 no HTTP": b"\x16\x03\x01\x02\x00\x01\r\n\r\n",
    "417": b"GET / HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nConnection: close\r\n\r\n",
    "417 to no page": (
        b"POST /nergens HTTP/1.1\r\nHost: x\r\nExpect: 200-ok\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    ),
    "404": b"GET /nergens HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    "405": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "400 long": b"GET /" + b"a" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    "400 wide": b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 20_000 + b"\r\n\r\n",
    "400 many": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 5_000 + b"\r\n",
}


@pytest.mark.parametrize("kind", ODD)
def test_every_error_carries_the_security_headers_and_tells_nothing(kind: str, server: Server) -> None:
    head, _, body = exchanged(server, ODD[kind]).partition(b"\r\n\r\n")
    assert head.split()[1] == kind[:3].encode(), head
    assert b"default-src 'none'" in head and b"nosniff" in head and b"no-referrer" in head
    assert b"aaaa" not in body and b"Traceback" not in body and b"aiohttp" not in body.lower()
    assert server.get(f"/{ID}/")[0] == 200


def test_a_fault_of_the_server_carries_them_too(server: Server) -> None:
    empty = server.folder / "public" / "kapot"
    empty.mkdir()
    try:
        assert server.get("/" + "a/" * 3000)[0] in (400, 404, 414)
        assert server.get("/kapot")[0] == 404 and server.get("/kapot/")[0] == 404
    finally:
        empty.rmdir()


@pytest.mark.parametrize(
    "since",
    [
        "Fri, 31 Dec 99999999999999999999 23:59:59 GMT",
        "Mon, 01 Jan 2001 00:00:00 +99999999999999",
        "Mon, 01 Jan 0001 00:00:00 -0000",
        "gisteren",
    ],
)
def test_a_moment_that_cannot_be_gives_the_whole_page(since: str, server: Server) -> None:
    assert server.get(f"/{ID}/", **{"If-Modified-Since": since})[0] == 200


def followers(server: Server) -> int:
    """Who follows the shared server's meeting: one that went may still be counted, one that came is."""
    return int(json.loads(server.get("/healthz")[2])["meetings"][ID]["followers"])


@pytest.mark.parametrize("path", [f"/{ID}/", f"/{ID}/feed.json", "/static/page.css", f"/{ID}/stream"])
def test_head_has_the_headers_and_no_body(path: str, server: Server) -> None:
    before = followers(server)
    answer = exchanged(server, f"HEAD {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200") and b"default-src 'none'" in head and body == b""
    assert followers(server) <= before


def test_http_1_0_gets_pages_and_is_told_that_the_stream_asks_more(server: Server) -> None:
    page = exchanged(server, f"GET /{ID}/ HTTP/1.0\r\n\r\n".encode())
    assert b" 200 " in page[:20] and b"</html>" in page and b"Transfer-Encoding" not in page
    stream = exchanged(server, f"GET /{ID}/stream HTTP/1.0\r\n\r\n".encode())
    assert b" 505 " in stream[:20] and b"HTTP/1.1" in stream.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8080", 200),
        ("localhost", 200),
        ("[::1]:1", 200),
        ("evil.example", 404),
        ("127.0.0.1.evil.example", 404),
        ("", 404),
    ],
)
def test_health_is_told_to_this_machine_under_its_own_name_only(host: str, status: int, server: Server) -> None:
    assert server.get("/healthz", Host=host)[0] == status


def test_who_guesses_the_walls_token_is_stopped_and_the_wall_is_not(served: Server) -> None:
    codes = [served.get(f"/{ID}/wall?token=fout{n}")[0] for n in range(60)]
    assert codes[0] == 404 and codes[-1] == 429 and set(codes) == {404, 429}
    token = (served.folder / "wall.url").read_text().strip().rpartition("=")[2]
    assert served.get(f"/{ID}/wall?token={token}")[0] == 200


def test_only_the_page_that_plays_a_recording_may(council: Path) -> None:
    path = next((council / "agendas").glob("*.toml"))
    path.write_text(
        path.read_text().replace("[meeting]\n", '[meeting]\nwebcast = "https://opname.example/raad.mp4"\n', 1)
    )
    logs_in(council, path, "open")
    server = Server(council)
    awaited(server)
    policies = {
        page: server.get(f"/{ID}/{page}")[1]["Content-Security-Policy"]
        for page in ("", "transcript.html", "embed.html")
    }
    server.process.terminate()
    server.process.wait(60)
    assert "media-src 'self' https://opname.example" in policies.pop("transcript.html")
    assert not any("media-src" in policy for policy in policies.values())


def logs_in(folder: Path, agenda: Path, *lines: str) -> None:
    command = line_mode(folder, agenda, "--no-serve", "--hold", "0")
    subprocess.run(command, input="\n".join(lines), text=True, check=True, cwd=ROOT, capture_output=True)


def test_a_reader_that_takes_nothing_of_a_file_is_let_go() -> None:
    """The rule itself, on connections that stand still, that move, and that have nothing to wait for."""

    class Transport:
        def __init__(self, *left: int) -> None:
            self.left = list(left)
            self.aborted = False

        def get_write_buffer_size(self) -> int:
            return self.left.pop(0) if len(self.left) > 1 else self.left[0]

        def abort(self) -> None:
            self.aborted = True

    class Connection:
        def __init__(self, transport: Transport) -> None:
            self.transport = transport

    still, moving, idle = (Connection(Transport(*left)) for left in ((9,), (9, 8), (0,)))
    everybody = (still, moving, idle)
    long_ago = time.monotonic() - PATIENCE - 1
    known = {connection: Stuck(9, long_ago, long_ago) for connection in (still, moving)}
    moving.transport.get_write_buffer_size()
    waiting = stuck_answers(everybody, known)
    assert [c.transport.aborted for c in everybody] == [True, False, False] and set(waiting) == {moving}
    for_ever = time.monotonic() - LONGEST - 1
    stuck_answers(everybody, {moving: Stuck(9, for_ever, for_ever)})
    assert moving.transport.aborted, "nor may one drip for ever"


def test_a_stuck_reader_of_a_large_file_is_dropped(served: Server) -> None:
    (served.folder / "public" / "groot.csv").write_bytes(os.urandom(24_000_000))
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        sock.connect(where(served))
        sock.sendall(b"GET /groot.csv HTTP/1.1\r\nHost: x\r\n\r\n")
        sock.recv(100)
        until(lambda: _gone(served, sock))


def _gone(server: Server, sock: socket.socket) -> bool:
    """Whether the server's end of `sock` is no longer there."""
    listed = Path(f"/proc/{server.process.pid}/net/tcp").read_text()
    port = f":{sock.getsockname()[1]:04X}"
    return not any(port in row.split()[2] and row.split()[3] == "01" for row in listed.splitlines()[1:])
