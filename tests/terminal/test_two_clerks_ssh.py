"""The second clerk comes in by SSH: OpenSSH's own server on the loopback, its own terminal, a line that is cut."""

from __future__ import annotations

import getpass
import shutil
from pathlib import Path

from tests.conftest import ROOT, missing
from tests.mirroring.servers import sshd

from .test_pty import types
from .two import first, kept, noted, pressed, second, until


def by_ssh(folder: Path, port: int) -> list[str]:
    """The command that leads to this machine over SSH, with a terminal there."""
    program = shutil.which("ssh")
    if program is None:
        missing("ssh (openssh-client)")
        raise AssertionError
    options = (f"UserKnownHostsFile={folder}/known_hosts", "StrictHostKeyChecking=yes", "IdentitiesOnly=yes")
    given = [part for option in options for part in ("-o", option)]
    return [
        program,
        "-tt",
        "-q",
        "-F",
        "none",
        "-i",
        f"{folder}/user",
        "-p",
        str(port),
        *given,
        _who(),
        "env",
        f"PYTHONPATH={ROOT}",
    ]


def _who() -> str:
    return f"{getpass.getuser()}@127.0.0.1"


def test_the_second_clerk_by_ssh_and_a_line_that_is_cut(council: Path, agenda: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ssh"
    folder.mkdir()
    server = sshd(folder, council)
    server.start()
    try:
        with first(council, agenda) as one:
            one.type(b"open\rn\r")
            until([one], lambda: "item_started" in types(council))
            with second(council, agenda, by=by_ssh(folder, server.port)) as two:
                two.type(b", over de lijn\r")
                until((one, two), lambda: "over de lijn" in noted(council))
                one.type(b"overdragen\r")
                until((one, two), lambda: b"hamer hier" in two.seen)
                two.type(b", half getypt")
                until((one, two), lambda: ", half getypt" in kept(council))
                server.kill()
                until((one, two), lambda: two.process.poll() is not None)
                until([one], lambda: b"de hamer" in one.seen or b"had de hamer" in one.seen)
            assert ", half getypt" in kept(council)
            server.start()
            with second(council, agenda, by=by_ssh(folder, server.port)) as two:
                pressed((one, two), two, b"\r", lambda: "half getypt" in noted(council))
    finally:
        server.kill()
