"""The stream under load: our server beside the floor (C), nginx with nchan and plain aiohttp servers, in one run.

Ours is measured whole: from just before the journal line is written and fsynced to each follower. The others start at
their POST. Servers on one processor, the generator on another.
"""

from __future__ import annotations

import contextlib
import json
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

from livecouncil.core.meeting import events as ev
from livecouncil.journal.journal import Journal
from livecouncil.journal.released import path_of
from livecouncil.sitting.session import Session

PEERS = Path(__file__).parent / "peers"
MEETING = "2026-03-12-raadsvergadering"
AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
EVENTS, PAUSE = 10, 1.0
IDLE = 10.0  # seconds
LOGGED = b"@T=1,"
"""In every file that has the first line of `logged`."""


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def built(name: str, folder: Path) -> Path:
    subprocess.run(["gcc", "-O2", "-w", "-o", folder / name, PEERS / f"{name}.c"], check=True)
    return folder / name


@contextlib.contextmanager
def running(command: list[Any], port: int) -> Iterator[int]:
    """A server on processor 0, until it answers on `port`; yields its process number."""
    process = subprocess.Popen(
        ["taskset", "-c", "0", *map(str, command)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
            break
        time.sleep(0.05)
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        process.kill()


def loading(tool: Path, out: Path, port: int, path: str, n: int, pids: list[int], *more: str) -> list[str]:
    return [
        "taskset",
        "-c",
        "1",
        str(tool),
        "--url",
        f"http://127.0.0.1:{port}{path}",
        "--n",
        str(n),
        "--src-base",
        "127.0.1.1",
        "--src-count",
        "4",
        "--pids",
        ",".join(map(str, pids)),
        "--out",
        str(out),
        "--quiet",
        *more,
    ]


def peer(
    tool: Path, out: Path, command: list[Any], port: int, n: int, sse: str = "/sse", pub: str = "/pub"
) -> dict[str, Any]:
    with running(command, port) as pid:
        pids = [pid, *children(pid)]
        more = [
            "--pub-url",
            f"http://127.0.0.1:{port}{pub}",
            "--events",
            str(EVENTS),
            "--interval-ms",
            str(int(PAUSE * 1000)),
        ]
        subprocess.run(loading(tool, out, port, sse, n, pids, *more), check=False, timeout=300)
    return result(out)


def children(pid: int) -> list[int]:
    time.sleep(0.3)
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
    return [int(p) for p in found]


def ours(tool: Path, out: Path, folder: Path, n: int) -> dict[str, Any]:
    """Our server, driven as in a meeting: by lines in the journal."""
    council = folder / "raad"
    with serving(council) as (port, pid):
        idle = idling(pid, IDLE)
        more = ["--external", "--events", str(EVENTS), "--warmup", "0", "--duration-s", str(int(EVENTS * PAUSE + 60))]
        load = subprocess.Popen(loading(tool, out, port, newest(port), n, [pid], *more))
        until(port, lambda m: m.get("followers", 0) >= n)
        time.sleep(2)
        logged(council, EVENTS, PAUSE)
        load.wait(300)
    told = json.loads(out.read_text())
    net = told["server_cpu_ms_per_event"] - 1e3 * idle * told["wall_s"] / max(told["events"], 1)
    return result(out) | {"net_cpu_ms_per_event": net, "idle_percent": 100 * idle}


@contextlib.contextmanager
def serving(council: Path) -> Iterator[tuple[int, int]]:
    """Our server over a new council whose meeting is open and has been noticed; yields port and process."""
    shutil.copytree(str(files("livecouncil") / "example"), council)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    session.enter("open")
    session.close()
    port = free_port()
    with running([sys.executable, "-m", "livecouncil", "serve", "--data", council, "--port", port], port) as pid:
        until(port, lambda m: m.get("seq", 0) >= 1)
        logged(council, 1, 0)
        until(port, lambda m: m.get("seq", 0) >= 2)
        yield port, pid


def logged(council: Path, events: int, pause: float) -> None:
    """Journal lines with the marks the generator looks for, one every `pause` seconds."""
    journal = Journal.open(council / "journal", MEETING, view=path_of(council, MEETING))
    for number in range(1, events + 1):
        text = f"@T={number},{time.clock_gettime_ns(time.CLOCK_REALTIME)}@"
        journal.append([ev.Message(at=AT, text=text, released=("wall", "feed", "networks"))])
        time.sleep(pause)
    journal.close()


def cpu(*pids: int) -> float:
    """Processor seconds used so far by these processes, all their threads."""
    rows = [path.read_text() for pid in pids for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(int(row.split()[0]) for row in rows) / 1e9


def idling(pid: int, seconds: float) -> float:
    """The part of a processor used while nothing happens."""
    before = cpu(pid)
    time.sleep(seconds)
    return (cpu(pid) - before) / seconds


def until(port: int, true: Any) -> None:
    for _ in range(1200):
        address = f"http://127.0.0.1:{port}/healthz"
        with contextlib.suppress(OSError, ValueError), urllib.request.urlopen(address, timeout=5) as response:
            if true(json.load(response)["meetings"].get(MEETING, {})):
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not get ready")


def newest(port: int) -> str:
    """The stream's address for who has all there is now, and is told only what is new."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
        return f"/{MEETING}/stream?last={json.load(response)['meetings'][MEETING]['seq']}"


def result(out: Path) -> dict[str, Any]:
    told = json.loads(out.read_text())
    return {
        "connected": told["connected"],
        "missing": told["n"] * EVENTS - told["received"],
        "last_ms": told["kernel_ms"]["last_p50"],
        "cpu_ms_per_event": told["server_cpu_ms_per_event"],
        "kb_per_follower": told["rss_per_conn_kb"],
    }


def measure(n: int, rounds: int) -> dict[str, Any]:
    """Medians by target, and ours as ratios to the floor and to nchan."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard < n + 500:
        return {"skipped": f"the limit of open files is {hard}; {n} followers need more"}
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    rows: dict[str, list[dict[str, Any]]] = {}
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            tool, out = built("sseload", folder), folder / "out.json"
            rows.setdefault("livecouncil", []).append(ours(tool, out, folder, n))
            port = free_port()
            rows.setdefault("floor (C)", []).append(peer(tool, out, [built("rawsse", folder), port], port, n))
            port = free_port()
            command = [sys.executable, PEERS / "srv_naive.py", "--port", port]
            rows.setdefault("srv_naive", []).append(peer(tool, out, command, port, n))
            if Path("/usr/lib/nginx/modules/ngx_nchan_module.so").exists():
                port = free_port()
                conf = folder / "nchan.conf"
                conf.write_text(
                    (PEERS / "nchan.conf").read_text().replace("PORT", str(port)).replace("RUN", str(folder))
                )
                rows.setdefault("nginx + nchan", []).append(peer(tool, out, ["nginx", "-c", conf], port, n))
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    table = {t: {k: statistics.median(r[k] for r in found) for k in found[0]} for t, found in rows.items()}
    told: dict[str, Any] = {"followers": n, "rounds": rounds, "targets": table}
    for name in ("floor (C)", "nginx + nchan"):
        if name in table:
            told[f"over {name}"] = over(table["livecouncil"], table[name])
    return told


def over(ours: dict[str, float], theirs: dict[str, float]) -> dict[str, float]:
    """Ours as a ratio; net of what our server does while nothing happens as well."""
    pairs = {k: (ours[k], theirs[k]) for k in ("last_ms", "cpu_ms_per_event", "kb_per_follower") if theirs[k]}
    pairs["net_cpu_ms_per_event"] = ours["net_cpu_ms_per_event"], theirs["cpu_ms_per_event"]
    return {name: round(a / b, 2) for name, (a, b) in pairs.items()}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]), int(sys.argv[2])), indent=1))
