"""A council's folder whose public files change as in an evening, and a mirror of it kept in this process."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import obstore
from obstore.store import S3Store

from livecouncil.core.council.model import MirrorSite
from livecouncil.mirroring.addresses import opened_mirror, secret_name
from livecouncil.mirroring.holdings import FOLDER
from livecouncil.mirroring.keeper import Keeper
from livecouncil.mirroring.standing import MirrorStanding, read_standing
from livecouncil.settings import secrets
from livecouncil.system.files import replace
from tests.waiting import PATIENCE, pause

from .servers import RealServer

COUNCIL = "GM0000"
PACE = 0.005
"""Seconds between two readings of a website: some hundred readers, and time left for who writes it."""
MEETING = "2026-03-12-raadsvergadering"


@dataclass
class Website:
    """A folder of its own on a server: `site` as council.toml names it, `files` as they stand there."""

    server: RealServer
    name: str
    site: MirrorSite
    root: Path

    def by(self, port: int) -> Website:
        """The same by way of another port."""
        told = self.site.model_dump()
        for key in ("to", "endpoint"):
            told[key] = told[key].replace(f":{self.server.port}", f":{port}")
        return Website(self.server, self.name, MirrorSite.model_validate(told), self.root)

    def files(self) -> dict[str, bytes]:
        """What a reader gets, by path; what is not livecouncil's own record."""
        if self.server.secret.get("key"):
            found = bucket_files(self.server.port, f"live/{self.name}")
        else:
            found = folder_files(self.root)
        return {path: data for path, data in found.items() if not _is_record(path)}

    def sizes(self) -> dict[str, int]:
        """How long each of these is: what a look costs little for."""
        if self.server.secret.get("key"):
            found = bucket_sizes(self.server.port, f"live/{self.name}")
        else:
            found = folder_sizes(self.root)
        return {path: size for path, size in found.items() if not _is_record(path)}


def _is_record(path: str) -> bool:
    return path.startswith(f"{FOLDER}/")


def folder_files(root: Path) -> dict[str, bytes]:
    """Every file below a folder, the hidden too."""
    return {str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def folder_sizes(root: Path) -> dict[str, int]:
    return {str(path.relative_to(root)): path.stat().st_size for path in root.rglob("*") if path.is_file()}


def bucket_store(port: int, prefix: str) -> S3Store:
    return S3Store(
        "raad",
        prefix=prefix,
        endpoint=f"http://127.0.0.1:{port}",
        access_key_id="test",
        secret_access_key="test",
        region="us-east-1",
        client_options={"allow_http": True},
    )


def bucket_files(port: int, prefix: str) -> dict[str, bytes]:
    store = bucket_store(port, prefix)
    return {path: bytes(obstore.get(store, path).bytes()) for path in bucket_sizes(port, prefix)}


def bucket_sizes(port: int, prefix: str) -> dict[str, int]:
    return {one["path"]: one["size"] for page in obstore.list(bucket_store(port, prefix)) for one in page}


def add_mirror(council: Path, site: MirrorSite, every: float = 0.2) -> None:
    """Name a mirror in the council's `council.toml`."""
    told = site.model_dump(exclude_defaults=True) | {"every": every}
    rows = "".join(f"{key} = {json.dumps(value)}\n" for key, value in told.items())
    with (council / "council.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[[mirrors]]\n{rows}")


_numbers = iter(range(1_000_000))


def website(server: RealServer) -> Website:
    """An empty folder on `server`."""
    name = f"w{next(_numbers)}"
    root = server.folder / name
    if not server.secret.get("key"):
        root.mkdir(parents=True)
        root.chmod(0o777)
    to = f"{server.site.to.rstrip('/')}/{name}"
    return Website(server, name, server.site.model_copy(update={"to": to}), root)


@dataclass
class Source:
    """The council's folder `base`; `steps` are the public files of an evening, moment by moment."""

    base: Path
    steps: list[dict[str, bytes]] = field(default_factory=list)

    @property
    def public(self) -> Path:
        return self.base / "public"

    def show(self, step: int) -> None:
        """Make the public folder that of a moment, as the writer does: whole files, and what is gone removed."""
        wanted = self.steps[step]
        for path, data in wanted.items():
            replace(self.public / path, data, root=self.public, durable=False)
        for path in folder_files(self.public).keys() - wanted.keys():
            (self.public / path).unlink()

    def files(self) -> dict[str, bytes]:
        return folder_files(self.public)


@contextlib.asynccontextmanager
async def kept(source: Source, there: Website, **more: Any) -> AsyncIterator[Keeper]:
    """A keeper of the mirror at work."""
    if there.server.secret:
        secrets.save("Voorbeeld", secret_name(there.site), there.server.secret)
    keeper = Keeper(
        source.base,
        there.site.name,
        COUNCIL,
        lambda: opened_mirror(source.base, "Voorbeeld", there.site),
        every=0.2,
        first=0.05,
        **more,
    )
    task = asyncio.create_task(keeper.run())
    try:
        yield keeper
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


def standing_of(source: Source) -> MirrorStanding:
    return read_standing(source.base, "site")


async def until(true: Callable[[], bool]) -> None:
    """Wait for something to become so."""
    begun = time.monotonic()
    while not await asyncio.to_thread(true):
        waited = time.monotonic() - begun
        assert waited < PATIENCE, "it never came to be so"
        await asyncio.sleep(pause(waited))


async def even(source: Source, there: Website) -> None:
    """Wait until every file there is as here, and nothing else is."""

    def same() -> bool:
        with contextlib.suppress(OSError):
            return there.sizes() == folder_sizes(source.public) and there.files() == source.files()
        return False

    await until(same)
    assert there.files() == source.files()


class Reader:
    """Reads a website's folder over and over as browsers would: first `state.json`, then what it says there is."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.wrong: list[str] = []
        self.reads = 0

    async def read(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.to_thread(self._once)
            await asyncio.sleep(PACE)

    def _once(self) -> None:
        folder = self._root / MEETING
        try:
            state = (folder / "state.json").read_bytes()
        except FileNotFoundError:
            return
        self.reads += 1
        told = json.loads(state)["seq"]
        for name in ("feed.json", "decisions.json", "index.html", "../index.html"):
            data = (folder / name).read_bytes()
            if not data.rstrip().endswith((b"}", b"</html>")):
                self.wrong.append(f"{name} is half")
            if name == "feed.json" and newest(data) < told:
                self.wrong.append(f"state.json tells of {told}, the feed of {newest(data)}")


def newest(feed: bytes) -> int:
    """The number of the newest entry of a feed."""
    return max((int(item["_livecouncil"]["seq"]) for item in json.loads(feed)["items"]), default=0)


def evening_steps(council: Path, lines: list[str], at_once: int) -> Iterator[dict[str, bytes]]:
    """The public files of a meeting after every `at_once` lines."""
    from livecouncil.publishing import all_meetings
    from livecouncil.publishing import folder as publishing
    from livecouncil.sitting.session import Session

    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    public = council / "public"
    for start in range(0, len(lines), at_once):
        for line in lines[start : start + at_once]:
            session.enter(line, confirmed=True, line_mode=True)
        publishing.write_public(publishing.record_of(list(session.desk.state.events)), public)
        all_meetings.write_index(public)
        yield folder_files(public)
    session.close()
    shutil.rmtree(public)
