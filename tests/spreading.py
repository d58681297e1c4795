"""Which tests run on which process, and in what order: no process is waited for at the end.

A file's tests share what is dear (a server, a browser, a published evening), so one process runs a file. A few files
would then be the last one that everybody waits for: they begin first, and some are parts, each with a process. Other
files have the same dear servers: one process runs them all, and starts each server once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xdist.scheduler.loadfile import LoadFileScheduling  # type: ignore[import-untyped]

NETWORKS = ("bluesky", "mastodon", "snac", "x")


def _network(name: str) -> str:
    """Each network has a server of its own, and waits for it alone."""
    given = name.partition("[")[2].rstrip("]").split("-")[0]
    return given if given in NETWORKS else ""


def _shell(name: str) -> str:
    return "app" if name.endswith("-app]") else ""


def _asked(name: str) -> str:
    """A table of requests, to one server; the others have one each."""
    return "table" if "[" in name else ""


def _parser(name: str) -> str:
    """Each parser has its own inputs; one takes as long as the others together."""
    return name.partition("[")[2]


def _first_letters(name: str) -> str:
    """Tests that share nothing but their file."""
    return str(sum(name.split("[")[0].encode()) % 2)


PARTS: dict[str, Callable[[str], str]] = {
    "posting/test_clients.py": _network,
    "faults/test_every_call.py": _shell,
    "server/test_hardening.py": _asked,
    "fuzz/test_fuzz.py": _parser,
    "terminal/test_app.py": _first_letters,
    "terminal/test_entering.py": _first_letters,
}

TOGETHER: dict[str, tuple[str, ...]] = {
    "networks": (
        "posting/test_storm.py",
        "posting/test_clients.py bluesky",
        "posting/test_clients.py mastodon",
        "posting/test_fault_proxy.py",
        "posting/test_servers.py",
        "posting/test_setup.py",
    ),
    "mirrors": (
        "mirroring/test_storm.py",
        "mirroring/test_process.py",
        "mirroring/test_holdings.py",
        "mirroring/test_readers.py",
        "mirroring/test_targets.py",
    ),
    "hubs": (
        "edge/test_edge.py",
        "edge/test_cdn.py",
        "edge/test_faults.py",
        "edge/test_following.py",
        "edge/test_storm.py",
        "hub/test_acknowledged.py",
        "hub/test_giving_back.py",
        "hub/test_hub.py",
        "hub/test_keeping.py",
    ),
}
"""Files and parts with the same servers: of Bluesky and Mastodon, of websites, PostgreSQL."""

LONGEST = (
    "posting/test_storm.py",
    "mirroring/test_storm.py",
    "server/test_living.py",
    "server/test_hardening.py",
    "server/test_wall_legible.py",
    "faults/test_every_call.py",
    "edge/test_edge.py",
    "posting/test_clients.py",
    "terminal/test_keys.py",
    "terminal/test_chambers.py",
    "fuzz/test_fuzz.py",
    "system/test_streams.py",
    "mirroring/test_process.py",
    "server/test_front_door.py",
    "server/test_page.py",
    "server/test_wall.py",
    "publishing/test_addressed.py",
    "goldens/test_goldens.py",
    "commands/test_loading.py",
    "edge/test_faults.py",
    "hub/test_keeping.py",
    "system/test_elsewhere.py",
    "terminal/test_pty.py",
    "terminal/test_entering.py",
    "terminal/test_app.py",
    "terminal/test_supervised.py",
    "terminal/test_watchdog.py",
    "journal/test_journal.py",
    "sitting/test_line_mode.py",
    "tools/test_release.py",
    "sitting/test_beside.py",
    "sitting/test_bodies.py",
    "sitting/test_machine.py",
    "archive/test_archive.py",
    "publishing/test_outputs.py",
    "publishing/test_documents.py",
    "trust/test_redact.py",
    "trust/test_verify.py",
    "importing/test_layouts.py",
    "importing/test_bad_grid.py",
    "system/test_extras.py",
    "archive/test_search.py",
    "server/test_component.py",
    "server/test_unsteady.py",
    "server/test_memory.py",
    "publishing/test_open_data.py",
    "publishing/test_pdf.py",
    "sitting/test_desk.py",
    "terminal/test_regions.py",
)
"""Files that take longest, by working or by waiting, those first that nothing makes shorter."""


def part_of(nodeid: str) -> str:
    """What one process runs, of which a test is: its file, a part of it, or all that is to be together with that."""
    path, _, name = nodeid.partition("::")
    file = path.removeprefix("tests/")
    part = PARTS.get(file)
    own = f"{file} {part(name)}" if part else file
    return next((all_of for all_of, members in TOGETHER.items() if own in members), own)


class Spreading(LoadFileScheduling):  # type: ignore[misc]
    """One process a file, a part of one, or files that are together."""

    def _split_scope(self, nodeid: str) -> str:
        return part_of(nodeid)


def spreading(config: Any, log: Any) -> Spreading | None:
    return Spreading(config, log) if config.getvalue("dist") == "loadfile" else None
