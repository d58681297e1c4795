"""Social networks' servers as processes on 127.0.0.1: the real Bluesky PDS and snac, mastodon-mock,
and a stand-in for X.

Each context manager starts one server, gives it an account and stops it. The processes end with the input they are
given, so that none is left behind when the tests are killed. Nothing here leaves this machine.
"""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.conftest import ROOT, missing

HERE = Path(__file__).parent
PDS = ROOT / ".tools" / "pds" / "node_modules"
SNAC = ROOT / ".tools" / "snac" / "usr" / "bin" / "snac"
MOCK_ACCOUNTS = 80
# snac does not always end when asked to; a shell ends it together with the input.
KILLED_WITH_INPUT = ["sh", "-c", '"$@" & pid=$!; cat >/dev/null; kill -9 $pid; wait $pid', "sh"]
MASTODON_MOCK = """
import sys
from mastodon_mock.config import SeedAccount, SeedConfig
from mastodon_mock.testing.server import MockServer
names = [f"griffie{n}" for n in range(int(sys.argv[1]))]
seed = SeedConfig(accounts=[SeedAccount(username=name, access_token=f"token-{name}") for name in names])
with MockServer(seed=seed, startup_timeout=60) as server:
    print(server.base_url, flush=True)
    sys.stdin.read()
"""


@dataclass(frozen=True)
class Account:
    """Who posts: `id` is the DID on Bluesky, the account's number elsewhere; `password` is an app
    password on Bluesky."""

    url: str
    id: str
    handle: str
    token: str
    password: str = ""
    refresh: str = ""


@dataclass
class Server:
    """A running server. `account` is shared by all who use it; `new()` makes one with an empty timeline."""

    url: str
    create: Callable[[str], Account]
    names: Iterator[int] = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.account = self.new()

    def new(self) -> Account:
        return self.create(f"griffie{next(self.names)}")


@contextmanager
def pds(folder: Path) -> Iterator[Server]:
    """Bluesky: the server its company runs, with its directory of identities in memory."""
    if not (PDS / "better-sqlite3" / "build").is_dir() or not shutil.which("node"):
        missing("The Bluesky server (npm: @atproto/pds)")
    with process(["node", HERE / "pds.cjs", folder], folder, NODE_PATH=str(PDS)) as running:
        url = json.loads(first_line(running, folder))["url"]
        yield Server(url, lambda name: pds_account(url, name))


def pds_account(url: str, name: str) -> Account:
    """An account with a session opened by an app password, as the product opens it."""
    api = f"{url}/xrpc/com.atproto.server."
    handle, password = f"{name}.test", "wachtwoord-van-de-griffie"
    owner = call(f"{api}createAccount", {"handle": handle, "email": f"{name}@example.org", "password": password})
    app = call(f"{api}createAppPassword", {"name": "livecouncil"}, owner["accessJwt"])["password"]
    session = call(f"{api}createSession", {"identifier": handle, "password": app})
    return Account(url, session["did"], handle, session["accessJwt"], app, session["refreshJwt"])


@contextmanager
def snac(folder: Path) -> Iterator[Server]:
    """snac: a small server with the Mastodon API, which ignores Idempotency-Key."""
    binary = str(SNAC) if SNAC.exists() else shutil.which("snac") or ""
    if not binary:
        missing("snac (Debian: snac2)")
    data, port = folder / "snac", free_port()
    url = f"http://127.0.0.1:{port}"
    answers = f"127.0.0.1\n{port}\n127.0.0.1:{port}\n\n\n"
    subprocess.run([binary, "init", data], input=answers, text=True, check=True, capture_output=True)
    settings = json.loads((data / "server.json").read_text())
    settings |= {"protocol": "http", "queue_timeout": 1, "queue_timeout_2": 1}
    (data / "server.json").write_text(json.dumps(settings))
    with process([*KILLED_WITH_INPUT, binary, "httpd", data], folder):
        answering(f"{url}/api/v1/instance")
        yield Server(url, lambda name: snac_account(url, name, [binary, "adduser", str(data)]))


def snac_account(url: str, name: str, command: Sequence[str]) -> Account:
    told = subprocess.run([*command, name], input="\n\n\n", text=True, check=True, capture_output=True)
    found = re.search(r"password is (\S+)", told.stdout + told.stderr)
    assert found, told
    form = urlencode({"login": name, "passwd": found[1]}).encode()
    with urlopen(f"{url}/oauth/x-snac-get-token", form, timeout=60) as answer:
        token = answer.read().decode().strip()
    return Account(url, mastodon_id(url, token), name, token, found[1])


@contextmanager
def mastodon_mock(folder: Path) -> Iterator[Server]:
    """mastodon-mock: honours Idempotency-Key as Mastodon itself does."""
    with process([sys.executable, "-c", MASTODON_MOCK, str(MOCK_ACCOUNTS)], folder) as running:
        url = first_line(running, folder)
        yield Server(url, lambda name: Account(url, mastodon_id(url, f"token-{name}"), name, f"token-{name}"))


def mastodon_id(url: str, token: str) -> str:
    return str(call(f"{url}/api/v1/accounts/verify_credentials", token=token)["id"])


@contextmanager
def x_fake(folder: Path, openapi: Path | None = None) -> Iterator[Server]:
    """A stand-in for X, of which there is no server to run: see x_fake.py."""
    command = [sys.executable, "-m", "tests.posting.x_fake", *([str(openapi)] if openapi else [])]
    with process(command, folder) as running:
        url = first_line(running, folder)
        yield Server(url, lambda name: Account(url, **call(f"{url}/_account", {"handle": name})))


@contextmanager
def fault_proxy(upstream: str, folder: Path, *options: str) -> Iterator[str]:
    """A proxy with faults as a process of its own (see fault_proxy.py for the options); gives its URL."""
    command = [sys.executable, "-m", "tests.posting.fault_proxy", upstream, *options]
    with process(command, folder) as running:
        yield first_line(running, folder)


@contextmanager
def process(command: Sequence[str | Path], folder: Path, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run until left; what it says on standard error is kept in its folder."""
    with (folder / "stderr.txt").open("w") as said:
        running = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
            text=True,
        )
    try:
        yield running
    finally:
        stop(running)


def stop(running: subprocess.Popen[str]) -> None:
    assert running.stdin and running.stdout
    running.stdin.close()
    try:
        running.wait(60)
    except subprocess.TimeoutExpired:
        running.kill()
        running.wait()
    running.stdout.close()


def first_line(running: subprocess.Popen[str], folder: Path) -> str:
    assert running.stdout
    line = running.stdout.readline().strip()
    assert line, (folder / "stderr.txt").read_text()
    return line


def answering(url: str, seconds: float = 60) -> None:
    """Wait for a server that does not say itself when it is ready."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            urlopen(url, timeout=1).close()
            return
        except URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def call(url: str, body: dict[str, Any] | None = None, token: str = "") -> Any:
    """One request with JSON both ways, for setting accounts up."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = Request(url, json.dumps(body).encode() if body is not None else None, headers)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)
