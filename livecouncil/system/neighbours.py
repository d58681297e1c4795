"""A line between two programs of one user on one machine.

It is a Unix socket of mode 0600 in a private folder; the kernel says who is at the other end, and anybody but this
user is a stranger. The path of a socket may be no longer than some hundred bytes, which a council's folder easily is:
on Linux it is reached through the folder that is open. Windows has no such socket in Python: there it is a port of the
loopback, and who cannot tell the token that lies in the private folder is a stranger. Nothing here listens on a
network, and nothing is read from a stranger but that token.
"""

from __future__ import annotations

import contextlib
import errno
import hmac
import os
import secrets
import socket
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .rights import BINARY, CLOEXEC, FOLDER, NOFOLLOW

_TOKEN_BYTES = 32
_TOKEN_SECONDS = 5.0
_DARWIN_PEER = 1  # LOCAL_PEERCRED
_DARWIN_CREDENTIALS = 76  # bytes of struct xucred


class Doorway:
    """Where others come in, from now until `close`. Raises OSError where the file system knows no sockets."""

    def __init__(self, place: Path, *, by_token: bool = sys.platform == "win32") -> None:
        self._place = place
        self._token = ""
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
        if by_token:
            self._socket = self._on_the_loopback()
        else:
            self._socket = self._in_the_folder()

    def _in_the_folder(self) -> socket.socket:
        listening = _unix_socket()
        try:
            with _short(self._place) as address:
                listening.bind(address)
                os.chmod(address, 0o600)
            listening.listen(4)
        except OSError:
            listening.close()
            raise
        return listening

    def _on_the_loopback(self) -> socket.socket:
        listening = socket.create_server(("127.0.0.1", 0))
        self._token = secrets.token_hex(_TOKEN_BYTES)
        told = f"{listening.getsockname()[1]} {self._token}".encode()
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NOFOLLOW | CLOEXEC | BINARY
        with open(os.open(self._place, flags, 0o600), "wb") as file:
            file.write(told)
        return listening

    def accept(self) -> socket.socket:
        """The next who comes. Raises OSError once this is closed."""
        return self._socket.accept()[0]

    def knows(self, caller: socket.socket) -> bool:
        """Whether who came is this user. Raises OSError where the line is gone again."""
        if not self._token:
            return _is_this_user(caller)
        caller.settimeout(_TOKEN_SECONDS)
        said = caller.recv(2 * _TOKEN_BYTES, socket.MSG_WAITALL)
        return hmac.compare_digest(said, self._token.encode())

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)  # wakes who waits in `accept`
        self._socket.close()
        with contextlib.suppress(OSError):
            self._place.unlink()


def reached(place: Path) -> socket.socket:
    """A line to who listens at `place`. Raises OSError where nobody does."""
    if place.is_file():
        return _by_token(place)
    calling = _unix_socket()
    try:
        with _short(place) as address:
            calling.connect(address)
    except OSError:
        calling.close()
        raise
    return calling


def _by_token(place: Path) -> socket.socket:
    port, _, token = place.read_text(encoding="ascii", errors="replace").partition(" ")
    if not port.isdecimal():
        raise ConnectionRefusedError
    calling = socket.create_connection(("127.0.0.1", int(port)), _TOKEN_SECONDS)
    calling.sendall(token.encode(errors="replace"))
    return calling


def _unix_socket() -> socket.socket:
    """Raises OSError on a system whose Python has none."""
    if sys.platform == "win32":
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
    return socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)


def _is_this_user(caller: socket.socket) -> bool:
    """Whether this user is at the other end of a Unix socket. Raises OSError."""
    if sys.platform == "win32":
        return False
    return user_at(caller) == os.geteuid()


def user_at(caller: socket.socket) -> int:
    """The number of the user at the other end of a Unix socket; -1 where the system does not tell. Raises OSError."""
    if sys.platform == "linux":
        told = caller.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
        return int(struct.unpack("3i", told)[1])
    if sys.platform == "darwin":
        told = caller.getsockopt(0, _DARWIN_PEER, _DARWIN_CREDENTIALS)
        return int(struct.unpack_from("=II", told)[1])
    return -1


@contextmanager
def _short(place: Path) -> Iterator[str]:
    """A name of `place` that an address of a socket has room for."""
    if sys.platform != "linux":
        yield str(place)
        return
    folder = os.open(place.parent, os.O_RDONLY | FOLDER | CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{place.name}"
    finally:
        os.close(folder)
