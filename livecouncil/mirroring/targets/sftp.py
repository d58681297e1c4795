"""A mirror reached by SFTP: the folder of a web server where somebody has an account.

The host's key is always checked against `known_hosts`; who logs in does so with a key of the agent or of a file, never
with a password. A file is written beside its name, fsynced where the server can, and renamed over it by
`posix-rename@openssh.com`: plain SFTP cannot replace a file, and a server without that is refused. The temporary name
is always the same, so what a broken connection left is written over by the next try. SFTP says of a full disk only
that it failed, so a write that fails is told as that. A server that falls silent is given up after six seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh

from livecouncil.errors import MirrorAway, MirrorFull, MirrorRefused

FILE_MODE = 0o644
FOLDER_MODE = 0o755
WAIT = 15
"""Seconds for connecting and logging in."""
SILENT = 2.0
"""Seconds of silence after which a server is asked whether it is there; three without an answer end it."""
_REFUSED = (
    asyncssh.HostKeyNotVerifiable,
    asyncssh.PermissionDenied,
    asyncssh.KeyImportError,
    asyncssh.KeyExchangeFailed,
)
_RIGHTS = (asyncssh.SFTPPermissionDenied, asyncssh.SFTPWriteProtect, asyncssh.SFTPOpUnsupported)
_FULL = (asyncssh.SFTPNoSpaceOnFilesystem, asyncssh.SFTPQuotaExceeded, asyncssh.SFTPFailure)


@dataclass(frozen=True)
class SshAddress:
    """Where and as whom; `key` '' for the agent and the usual files, `known_hosts` the file of known hosts."""

    host: str
    port: int
    user: str
    root: str
    key: str
    known_hosts: Path


class Sftp:
    """A `Target` over one open connection."""

    def __init__(self, client: asyncssh.SFTPClient, root: str) -> None:
        self._client = client
        self._root = root.rstrip("/")

    async def list(self, folder: str) -> dict[str, int | None] | None:
        """See `Target`."""
        found: dict[str, int | None] = {}
        with _obeyed_sftp():
            try:
                entries = await self._client.readdir(self._path(folder))
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return {}
            for entry in entries:
                name = str(entry.filename)
                if name in (".", ".."):
                    continue
                found[name] = None
                if entry.attrs.type != asyncssh.FILEXFER_TYPE_DIRECTORY:
                    found[name] = entry.attrs.size or 0
        return found

    async def put(self, path: str, data: bytes) -> None:
        """See `Target`."""
        folder, _, name = self._path(path).rpartition("/")
        part = f"{folder}/.{name}.part"
        with _obeyed_sftp(full=True):
            try:
                await self._write(part, data)
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                await self._make(path)
                await self._write(part, data)
            await self._client.posix_rename(part, self._path(path))

    async def _write(self, part: str, data: bytes) -> None:
        """The whole of a temporary file; what fitted of it is taken off where the rest did not."""
        try:
            async with self._client.open(part, "wb") as file:
                await file.write(data)
                await file.chmod(FILE_MODE)
                with contextlib.suppress(asyncssh.SFTPOpUnsupported):
                    await file.fsync()
        except (asyncssh.SFTPFailure, asyncio.CancelledError):
            with contextlib.suppress(asyncssh.Error, OSError):
                await self._client.remove(part)
            raise

    async def _make(self, path: str) -> None:
        """The folders `path` lies in, below the mirror's own, which is the web server's to make."""
        if not await self._client.isdir(self._root):
            raise MirrorRefused("mirroring.no_folder", folder=self._root)
        for end in [at for at, sign in enumerate(path) if sign == "/"]:
            folder = self._path(path[:end])
            with contextlib.suppress(asyncssh.SFTPFailure, asyncssh.SFTPFileAlreadyExists):  # it is there already
                await self._client.mkdir(folder)
                await self._client.chmod(folder, FOLDER_MODE)

    async def delete(self, path: str) -> None:
        """See `Target`."""
        folder, _, name = self._path(path).rpartition("/")
        with _obeyed_sftp():
            for one in (f"{folder}/.{name}.part", self._path(path)):
                with contextlib.suppress(asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                    await self._client.remove(one)

    async def get(self, path: str) -> bytes | None:
        """See `Target`."""
        with _obeyed_sftp():
            try:
                async with self._client.open(self._path(path), "rb") as file:
                    found: bytes = await file.read()
                    return found
            except (asyncssh.SFTPNoSuchFile, asyncssh.SFTPNoSuchPath):
                return None

    def _path(self, path: str) -> str:
        return f"{self._root}/{path}".rstrip("/")


@contextlib.contextmanager
def _obeyed_sftp(full: bool = False) -> Iterator[None]:
    """What asyncssh raises, as what a mirror raises; a failure without a reason is a full disk where one is written."""
    try:
        yield
    except _REFUSED as error:
        raise MirrorRefused("mirroring.ssh", reason=_ssh_reason(error)) from None
    except _RIGHTS as error:
        raise MirrorRefused("mirroring.no_rights", path=_ssh_reason(error)) from None
    except _FULL as error:
        if full:
            raise MirrorFull("mirroring.full") from None
        raise MirrorAway(_ssh_reason(error)) from None
    except (asyncssh.ConnectionLost, asyncssh.SFTPNoConnection, asyncssh.SFTPConnectionLost, ConnectionResetError):
        raise MirrorAway("mirroring.broke") from None
    except (OSError, TimeoutError):
        raise MirrorAway("mirroring.unreachable") from None
    except (asyncssh.Error, asyncio.IncompleteReadError) as error:
        raise MirrorAway(_ssh_reason(error)) from None


def _ssh_reason(error: BaseException) -> str:
    """What was said, in one short line."""
    said = str(getattr(error, "reason", "") or error) or type(error).__name__
    return " ".join(said.split())[:120]


@contextlib.asynccontextmanager
async def sftp(address: SshAddress) -> AsyncIterator[Sftp]:
    """The mirror at `address`. Raises MirrorError."""
    if not address.known_hosts.is_file():
        raise MirrorRefused("mirroring.no_known_hosts", path=address.known_hosts, host=address.host)
    keys: dict[str, Any] = {}
    if address.key:
        keys["client_keys"] = [str(Path(address.key).expanduser())]
    if address.user:
        keys["username"] = address.user
    opening = asyncssh.connect(
        address.host,
        address.port,
        known_hosts=str(address.known_hosts),
        preferred_auth="publickey",
        compression_algs=["zlib@openssh.com", "none"],
        connect_timeout=WAIT,
        login_timeout=WAIT,
        keepalive_interval=SILENT,
        keepalive_count_max=2,
        **keys,
    )
    async with contextlib.AsyncExitStack() as stack:
        with _obeyed_sftp():
            connection = await stack.enter_async_context(opening)
            client = await stack.enter_async_context(connection.start_sftp_client())
        yield Sftp(client, address.root)
