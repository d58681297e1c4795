"""What stands between a page and the council: hosting of files alone, caches with old copies, lines that freeze."""

from __future__ import annotations

import contextlib
import http.server
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Hosting(http.server.ThreadingHTTPServer):
    """Files and nothing else; with `old` those that were there at `keep`, as a cache on the way gives them."""

    def __init__(self, public: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.public = public
        self.old = False
        self._kept: dict[str, bytes] = {}
        self.url = f"http://127.0.0.1:{self.server_address[1]}/"

    def keep(self) -> None:
        self._kept = {path: self.read(path) for path in map(self.path_of, self.public.rglob("*")) if path}
        self.old = True

    def path_of(self, path: Path) -> str:
        return f"/{path.relative_to(self.public)}" if path.is_file() else ""

    def read(self, path: str) -> bytes:
        if self.old and path in self._kept:
            return self._kept[path]
        return (self.public / path.lstrip("/")).read_bytes()


class Handler(http.server.BaseHTTPRequestHandler):
    """One request."""

    server: Hosting

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        try:
            body = self.server.read(path + "index.html" * path.endswith("/"))
        except OSError:
            self.send_error(404)
            return
        kinds = {"html": "text/html; charset=utf-8", "js": "text/javascript", "css": "text/css"}
        self.send_response(200)
        self.send_header("Content-Type", kinds.get(path.rpartition(".")[2], "application/json"))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextlib.contextmanager
def static_hosting(public: Path) -> Iterator[Hosting]:
    """The public folder as any web server gives it."""
    with Hosting(public) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server
        server.shutdown()


class Between:
    """A proxy that passes bytes on to `port` until it is frozen: then it keeps what comes, and closes nothing. `holds`
    is what makes it keep the rest of an answer, as a proxy does that buffers."""

    def __init__(self, port: int, holds: bytes = b"") -> None:
        self.holds = holds
        self._to = port
        self._flows = threading.Event()
        self._flows.set()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}/"
        threading.Thread(target=self._accept, daemon=True).start()

    def freeze(self) -> None:
        self._flows.clear()

    def thaw(self) -> None:
        self._flows.set()

    def close(self) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                reader, _ = self._listening.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._to))
                except OSError:
                    reader.close()
                    continue
                for ends in ((reader, server, b""), (server, reader, self.holds)):
                    threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket, holds: bytes) -> None:
        held = False
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self._flows.wait()
                held = held or bool(holds and holds in data)
                if not held:
                    other.sendall(data)
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.close()
