"""The feed polled: "unchanged" (304) answered by our server and by nginx over the same file, per
processor second of the server."""

from __future__ import annotations

import contextlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import stream

CONFIGURATION = Path(__file__).parents[1] / "docs" / "nginx.conf"
SECONDS, CONNECTIONS = 4, 16


def measure(rounds: int = 3) -> dict[str, float | str]:
    """Answers a processor second, the best of `rounds` of each in turn, and ours over nginx's."""
    if not (shutil.which("wrk") and (binary := shutil.which("nginx", path="/usr/sbin:/usr/bin"))):
        return {"polled_skipped": "wrk or nginx is missing"}
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        council = Path(name) / "raad"
        with stream.serving(council) as (port, pid), documented(binary, Path(name), council, port) as (front, worker):
            feed = f"{stream.MEETING}/feed.json"
            rows = [
                (answers(f"http://127.0.0.1:{port}/{feed}", pid), answers(f"http://127.0.0.1:{front}/{feed}", worker))
                for _ in range(rounds)
            ]
    ours, theirs = (max(row[which] for row in rows) for which in (0, 1))
    return {"polled_304_per_cpu_second": ours, "polled_304_nginx": theirs, "polled_304_over_nginx": ours / theirs}


@contextlib.contextmanager
def documented(binary: str, folder: Path, council: Path, port: int) -> Iterator[tuple[int, int]]:
    """nginx as in docs/nginx.conf with one worker, over the same files; yields its port and its worker's process."""
    front = stream.free_port()
    run = folder / "run"
    run.mkdir()
    text = CONFIGURATION.read_text().replace("worker_processes auto", "worker_processes 1")
    for name, value in {"RUN": run, "LISTEN": f"127.0.0.1:{front}", "COUNCIL": council, "PORT": port}.items():
        text = re.sub(rf"\b{name}\b", str(value), text)
    (run / "nginx.conf").write_text(text)
    owner = "user root; " if council.stat().st_uid == 0 else ""
    command = [binary, "-c", run / "nginx.conf", "-g", f"{owner}daemon off;"]
    with stream.running(command, front) as pid:
        yield front, stream.children(pid)[0]


def answers(address: str, pid: int) -> float:
    """304 answers a second of processor time of `pid`. Raises ValueError when another answer came."""
    known = {"If-None-Match": tag_of(address)}
    header = ["-H", f"If-None-Match: {known['If-None-Match']}"]
    before = stream.cpu(pid)
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}", *header, address]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    used = stream.cpu(pid) - before
    if "Non-2xx" in told or not unchanged(address, known):
        raise ValueError(f"not only 304 from {address}: {told}")
    return int(re.findall(r"(\d+) requests in", told)[0]) / used


def tag_of(address: str) -> str:
    """The file's ETag, once all that was logged stands in it. Raises TimeoutError after a minute.

    The files are written beside the stream, and anew until then: a tag of before would be answered with the file.
    """
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with contextlib.suppress(urllib.error.HTTPError), urllib.request.urlopen(address, timeout=10) as answer:
            if stream.LOGGED in answer.read():
                return str(answer.headers["ETag"])
        time.sleep(0.05)
    raise TimeoutError(address)


def unchanged(address: str, known: dict[str, str]) -> bool:
    try:
        urllib.request.urlopen(urllib.request.Request(address, headers=known), timeout=10).close()
    except urllib.error.HTTPError as answer:
        return answer.code == 304
    return False


if __name__ == "__main__":
    for name, value in measure(int(sys.argv[1]) if sys.argv[1:] else 3).items():
        print(f"{name:<36} {value}")
