"""Ed25519 signatures and keys in minisign's formats, so that anybody can check a checkpoint without livecouncil.

Signing and verifying are pure functions over bytes. The secret key lies outside the council's folder, in a file that is
this user's alone: it is made at first use, and never passed as an argument or written to a log.
Source: https://jedisct1.github.io/minisign/#signature-format (0.11).
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from slugify import slugify

from livecouncil.errors import InputFault
from livecouncil.system.files import replace, sync_folder
from livecouncil.system.folders import data_folder
from livecouncil.system.private_files import ours_alone

_ED25519 = b"Ed"
_PREHASHED = b"ED"
_BLAKE2B = b"B2"
_NO_PASSWORD = b"\0\0"
_UNTRUSTED = "untrusted comment: "
_TRUSTED = "trusted comment: "
_PUBLIC_SIZE = 42
_SECRET_SIZE = 158
_SIGNATURE_SIZE = 74
_GLOBAL_SIZE = 64
_KDF = 48
_CHECKSUM = 32
"""Bytes of salt and limits of a password, and of the checksum it is checked by: all zero where there is none."""


@dataclass(frozen=True)
class PublicKey:
    """An Ed25519 public key with the eight bytes minisign names it by."""

    id: bytes
    key: bytes

    @property
    def name(self) -> str:
        """The key's id as minisign prints it: one number, without zeros in front."""
        return f"{int.from_bytes(self.id, 'little'):X}"

    @property
    def base64(self) -> str:
        return base64.b64encode(_ED25519 + self.id + self.key).decode()

    @property
    def text(self) -> str:
        """The whole public key file."""
        return f"{_UNTRUSTED}minisign public key {self.name}\n{self.base64}\n"

    @staticmethod
    def parse(text: str) -> PublicKey:
        """Read a public key file, or its second line alone. Raises ValueError."""
        raw = _decoded((text.splitlines() or [""])[-1], _PUBLIC_SIZE)
        if raw[:2] != _ED25519:
            raise ValueError("not an Ed25519 key")
        return PublicKey(raw[2:10], raw[10:])


@dataclass(frozen=True)
class SecretKey:
    """The seed of a key pair; not shown when this object is."""

    id: bytes
    seed: bytes = field(repr=False)

    @staticmethod
    def new() -> SecretKey:
        return SecretKey(secrets.token_bytes(8), secrets.token_bytes(32))

    @property
    def public(self) -> PublicKey:
        return PublicKey(self.id, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """The whole secret key file, as `minisign -G -W` writes it (without a password)."""
        pair = self.id + self.seed + self.public.key
        raw = _ED25519 + _NO_PASSWORD + _BLAKE2B + bytes(_KDF) + pair + bytes(_CHECKSUM)
        return f"{_UNTRUSTED}minisign encrypted secret key\n{base64.b64encode(raw).decode()}\n"

    @staticmethod
    def parse(text: str) -> SecretKey:
        """Read a secret key file. Raises ValueError, also for one that needs a password."""
        raw = _decoded((text.splitlines() or [""])[-1], _SECRET_SIZE)
        pair = raw[6 + _KDF : -_CHECKSUM]
        if raw[:2] + raw[4:6] != _ED25519 + _BLAKE2B or raw[2:4] != _NO_PASSWORD:
            raise ValueError("not an Ed25519 key without a password")
        found = SecretKey(pair[:8], pair[8:40])
        if found.public.key != pair[40:]:
            raise ValueError("a damaged key")
        return found


@dataclass(frozen=True)
class Signature:
    """What a `.minisig` file holds; `comment` is signed too."""

    id: bytes
    signature: bytes
    comment: str
    over_comment: bytes

    @property
    def text(self) -> str:
        first = base64.b64encode(_PREHASHED + self.id + self.signature).decode()
        last = base64.b64encode(self.over_comment).decode()
        return f"{_UNTRUSTED}signature from livecouncil\n{first}\n{_TRUSTED}{self.comment}\n{last}\n"

    @staticmethod
    def parse(text: str) -> Signature:
        """Read a signature file. Raises ValueError."""
        lines = text.split("\n")
        if len(lines) != 5 or lines[4] or not lines[0].startswith(_UNTRUSTED) or not lines[2].startswith(_TRUSTED):
            raise ValueError("not a minisign signature")
        first = _decoded(lines[1], _SIGNATURE_SIZE)
        if first[:2] != _PREHASHED:
            raise ValueError("not a prehashed Ed25519 signature")
        return Signature(first[2:10], first[10:], lines[2].removeprefix(_TRUSTED), _decoded(lines[3], _GLOBAL_SIZE))


def sign(key: SecretKey, message: bytes, comment: str) -> Signature:
    """Sign `message` and, with it, `comment` (one line). The same input gives the same signature."""
    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    signature = private.sign(_digest(message))
    return Signature(key.id, signature, comment, private.sign(signature + comment.encode()))


def verify(key: PublicKey, message: bytes, signature: Signature) -> bool:
    """Whether `signature` and its comment are `key`'s over `message`."""
    if signature.id != key.id:
        return False
    public = Ed25519PublicKey.from_public_bytes(key.key)
    try:
        public.verify(signature.signature, _digest(message))
        public.verify(signature.over_comment, signature.signature + signature.comment.encode())
    except InvalidSignature:
        return False
    return True


def _digest(message: bytes) -> bytes:
    return blake2b(message, digest_size=64).digest()


def _decoded(line: str, size: int) -> bytes:
    try:
        raw = base64.b64decode(line, validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error
    if len(raw) != size:
        raise ValueError(f"{len(raw)} bytes instead of {size}")
    return raw


# -- the council's own key -----------------------------------------------------------------------------------------


def key_path(council: str) -> Path:
    """Where the key of `council` (its code, or its name) lies when nothing else is told."""
    return data_folder() / f"{slugify(council) or 'raad'}.key"


def council_key(council: str, folder: Path, make: bool = True) -> SecretKey | None:
    """The secret key of `council`, made when there is none yet; without `make` None then.

    `LIVECOUNCIL_KEY` names another file; a systemd credential `livecouncil-key` goes before the default one. Raises
    InputFault when it cannot be trusted: others may read it, it is another user's, it lies in the council's own
    `folder`, or it is not the one the council's published key belongs to.
    """
    path, guarded = _where(council)
    if not guarded and path.resolve().is_relative_to(folder.resolve()):
        raise InputFault("journal.key.in_folder", path=path)
    published = _published(folder)
    try:
        key = _read(path, guarded)
    except FileNotFoundError:
        if not make:
            return None
        if published or os.environ.get("LIVECOUNCIL_KEY"):
            raise InputFault("journal.key.gone", path=path) from None
        key = _made(path)
    if published and published != key.public:
        raise InputFault("journal.key.another", path=path, key=key.public.name, published=published.name)
    return key


def _where(council: str) -> tuple[Path, bool]:
    """The file, and whether systemd guards it."""
    if named := os.environ.get("LIVECOUNCIL_KEY"):
        return Path(named), False
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    if given and (credential := Path(given) / "livecouncil-key").exists():
        return credential, True
    return key_path(council), False


def _published(folder: Path) -> PublicKey | None:
    path = folder / "public" / "livecouncil.pub"
    try:
        return PublicKey.parse(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise InputFault("journal.key.no_public_key", path=path) from error


def _read(path: Path, guarded: bool) -> SecretKey:
    descriptor = os.open(path, os.O_RDONLY)
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not guarded and not ours_alone(found):
            raise InputFault("journal.key.not_ours_alone", path=path)
        data = file.read(4096)
    try:
        return SecretKey.parse(data.decode("ascii"))
    except ValueError as error:
        raise InputFault("journal.key.unreadable", path=path) from error


def _made(path: Path) -> SecretKey:
    """A new key at `path`; whoever was first wins when two make one at the same moment."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = SecretKey.new()
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    replace(part, key.text.encode(), 0o600)
    try:
        os.link(part, path)
    except FileExistsError:
        return _read(path, False)
    finally:
        part.unlink()
    sync_folder(path.parent)
    return key
