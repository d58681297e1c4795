"""Server and worker beside the sitting: they come back by themselves, on their own port, and their absence is said."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest

from livecouncil.sitting.beside import Server
from livecouncil.sitting.session import Session
from livecouncil.terminal.seen.top import alarm_seen
from tests.conftest import ROOT
from tests.evenings.shell import line_mode
from tests.waiting import until


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}healthz", timeout=2) as response:
            return bool(response.status == 200)
    except (URLError, OSError):
        return False


@pytest.fixture
def beside(session: Session, council: Path) -> Iterator[Server]:
    with Server(session, council, 0, False) as server:
        yield server


def said(session: Session, word: str) -> bool:
    return any(word in text for text in session.notices)


def killed(server: Server) -> int:
    assert server._process
    pid = server._process.pid
    os.kill(pid, signal.SIGKILL)
    return pid


def test_a_killed_server_comes_back_on_its_port_and_both_are_said(session: Session, beside: Server) -> None:
    url = beside.url
    assert answers(url) and not session.notices
    dead = killed(beside)
    until(lambda: said(session, "OPENBARE SERVER IS WEG"))
    loud = alarm_seen(session.alarms, ())
    assert loud and "OPENBARE SERVER IS WEG" in loud.what
    until(lambda: said(session, "server is er weer"))
    assert beside.url == url and answers(url) and beside.up
    assert not said(session, "IS WEG")
    assert beside._process and beside._process.pid != dead


def test_a_port_that_is_taken_meanwhile_is_said_and_taken_back(
    session: Session, beside: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = urlsplit(beside.url).port
    assert port
    taken = socket.socket()
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    killed(beside)

    def held() -> bool:
        try:
            taken.bind(("127.0.0.1", port))
        except OSError:
            return False
        taken.listen()
        return True

    until(held)
    until(lambda: said(session, f"poort {port} is bezet"))
    assert not beside.up
    taken.close()
    until(lambda: said(session, "server is er weer"))
    assert urlsplit(beside.url).port == port and answers(beside.url)


def test_line_mode_says_that_the_server_is_gone_and_back_while_no_line_comes(council: Path, agenda: Path) -> None:
    command = line_mode(council, agenda, "--port", "0")
    pipe = subprocess.PIPE
    process = subprocess.Popen([*command, "--hold", "0"], stdin=pipe, stdout=pipe, stderr=pipe, text=True, cwd=ROOT)
    assert process.stdin and process.stdout
    try:
        url = process.stdout.readline().split()[-1]
        (server,) = children(process.pid)
        os.kill(server, signal.SIGKILL)
        assert "SERVER IS WEG" in process.stdout.readline()
        assert "server is er weer" in process.stdout.readline()
        assert answers(url)
        process.stdin.write("open\n")
        process.stdin.close()
        assert process.stdout.readline().startswith("VRIJ")
        process.stdout.read()
        assert process.wait(60) == 0
    finally:
        process.kill()
        process.wait()


def test_no_process_leaves_a_core_dump(council: Path, agenda: Path) -> None:
    """Line mode and the server beside it, though whoever starts them asks for dumps."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    if hard == 0:
        pytest.skip("core dumps are forbidden here altogether")
    command = line_mode(council, agenda, "--port", "0")
    pipe = subprocess.PIPE
    wants = lambda: resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))  # noqa: E731
    process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT, preexec_fn=wants)
    assert process.stdin and process.stdout
    try:
        process.stdout.readline()
        for pid in (process.pid, *children(process.pid)):
            limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
            (core,) = (line for line in limits if line.startswith("Max core file size"))
            assert core.split()[4:6] == ["0", "0"], core
    finally:
        process.stdin.close()
        process.kill()
        process.wait()


def children(pid: int) -> list[int]:
    """Processes whose parent is `pid`."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(path.parent.name))
    return found


def test_a_machine_that_starts_no_process_keeps_nobody_waiting(
    session: Session, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "Popen", refuses)
    with Server(session, council, 0, False) as server:
        assert not server.up
    assert said(session, "DE OPENBARE SERVER IS WEG")
