"""Servers a mirror can stand on, as processes on 127.0.0.1: OpenSSH's sshd, nginx and wsgidav with WebDAV, moto's S3.

Each can be killed and started again on its own port, over the folder it had. They end when the test that began them
does.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from livecouncil.core.council.model import MirrorSite
from tests.conftest import ROOT, missing

PYTHON = ROOT / ".tools" / "mirrors" / "bin" / "python"
WSGIDAV = """
import sys
from cheroot import wsgi
from wsgidav.wsgidav_app import WsgiDAVApp
root, port, anybody = sys.argv[1], int(sys.argv[2]), sys.argv[3]
users = {"*": True} if anybody == "anybody" else {"*": {"raad": {"password": "geheim"}}}
app = WsgiDAVApp({"provider_mapping": {"/": root}, "simple_dc": {"user_mapping": users}, "verbose": 0,
                  "logging": {"enable": False}, "lock_storage": False,
                  "property_manager": False, "http_authenticator": {"domain_controller": None}})
server = wsgi.Server(("127.0.0.1", port), app)
server.safe_start()
"""
MOTO = """
import sys
from moto.server import main
main(["-H", "127.0.0.1", "-p", sys.argv[1]])
"""


@dataclass
class RealServer:
    """A server over `folder` (where it has one) at `port`; `command` starts it.

    `tears`: its readers may see a file that is being put, which no client can help.
    """

    command: list[str]
    port: int
    folder: Path
    site: MirrorSite
    secret: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    prepare: Callable[[], None] = lambda: None
    tears: bool = False

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        until_listening(self.port, self.process)
        self.prepare()

    def kill(self) -> None:
        """It and all it started, at once."""
        if self.process:
            for one in [self.process.pid, *descendants(self.process.pid)]:  # sshd's sessions leave its group
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)
            self.process.wait()
            self.process = None


def descendants(pid: int) -> list[int]:
    """Every process that `pid` started, and those started."""
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            told = path.read_text().rpartition(")")[2].split()
            children.setdefault(int(told[1]), []).append(int(path.parent.name))
    found = [*children.get(pid, ())]
    for one in found:
        found += children.get(one, ())
    return found


def until_listening(port: int, process: subprocess.Popen[bytes], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        assert process.poll() is None, f"{process.args!r} ended"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def running(server: RealServer) -> Iterator[RealServer]:
    server.start()
    try:
        yield server
    finally:
        server.kill()


def sshd(folder: Path, root: Path) -> RealServer:
    """OpenSSH's own server, for this user, with a key of its own; `root` is the folder of the website."""
    program = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        missing("sshd (openssh-server)")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)
    port = free_port()
    for name in ("host", "user"):
        keygen = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / name)]
        subprocess.run(keygen, check=True)
    (folder / "authorized").write_text((folder / "user.pub").read_text())
    host_key = (folder / "host.pub").read_text()
    (folder / "known_hosts").write_text(
        "\n".join(f"[127.0.0.1]:{n} {host_key}" for n in (port,)) + f"127.0.0.1 {host_key}"
    )
    (folder / "sshd_config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
        "UsePAM no\nStrictModes no\nPermitRootLogin prohibit-password\nPasswordAuthentication no\n"
        f"PidFile none\nSubsystem sftp internal-sftp\nMaxStartups 100\n"
    )
    site = MirrorSite(
        name="site",
        to=f"sftp://{getpass.getuser()}@127.0.0.1:{port}{root}",
        key=str(folder / "user"),
        known_hosts=str(folder / "known_hosts"),
    )
    return RealServer([str(program), "-D", "-f", str(folder / "sshd_config")], port, root, site)


def nginx_dav(folder: Path, root: Path) -> RealServer:
    """nginx with WebDAV, which cannot list."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if not program:
        missing("nginx")
    port = free_port()
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    temporary = root.parent / f".nginx-{port}"
    (folder / "nginx.conf").write_text(
        f"daemon off; master_process off; {user} pid {folder}/pid; error_log {folder}/error.log; events {{}}\n"
        f"http {{ include /etc/nginx/mime.types; charset utf-8; access_log off;\n"
        f"client_max_body_size 100m; client_body_temp_path {temporary};\n"
        f"proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u;\n"
        f"scgi_temp_path {folder}/s;\n"
        f"server {{ listen 127.0.0.1:{port}; root {root}; location / {{ dav_methods PUT DELETE MKCOL; }} }} }}\n"
    )
    site = MirrorSite(name="site", to=f"dav://127.0.0.1:{port}/")
    return RealServer([str(program), "-c", str(folder / "nginx.conf"), "-p", str(folder)], port, root, site)


def wsgidav(folder: Path, root: Path, anybody: bool = True) -> RealServer:
    """A WebDAV server that can list; `anybody` False: it asks who is there."""
    python = tools()
    port = free_port()
    who = "" if anybody else "raad@"
    site = MirrorSite(name="site", to=f"dav://{who}127.0.0.1:{port}/")
    command = [python, "-c", WSGIDAV, str(root), str(port), "anybody" if anybody else "raad"]
    secret = {} if anybody else {"password": "geheim"}
    return RealServer(command, port, root, site, secret, tears=True)


def moto(folder: Path, root: Path) -> RealServer:
    """An S3 server; it keeps what it has in memory, so a kill loses all of it."""
    python = tools()
    port = free_port()
    endpoint = f"http://127.0.0.1:{port}"
    site = MirrorSite(name="site", to="s3://raad/live", endpoint=endpoint)

    def prepare() -> None:
        import urllib.request

        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/raad", method="PUT"), timeout=30).close()

    return RealServer(
        [python, "-c", MOTO, str(port)], port, root, site, {"key": "test", "secret": "test"}, prepare=prepare
    )


def tools() -> str:
    if not PYTHON.exists():
        missing("wsgidav and moto (.tools/mirrors)")
    return str(PYTHON)


KINDS: dict[str, Callable[[Path, Path], RealServer]] = {
    "sftp": sshd,
    "nginx": nginx_dav,
    "wsgidav": wsgidav,
    "s3": moto,
}
