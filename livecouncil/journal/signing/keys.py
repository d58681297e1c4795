"""Ed25519 signatures and keys in minisign's formats, so that anybody can check a checkpoint without livecouncil.

Pure functions over bytes. Where a council's secret key lies is `custody`'s, how one key follows another `succession`'s.
Source: https://jedisct1.github.io/minisign/#signature-format (0.11).

The curve is loaded where it is reckoned with: server and poster follow names of keys all evening and reckon nothing.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nacl.signing import SigningKey

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
        return PublicKey(self.id, self.private.verify_key.encode())

    @property
    def private(self) -> SigningKey:
        """The key to sign with."""
        from nacl.signing import SigningKey

        return SigningKey(self.seed)

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
    private = key.private
    signature = private.sign(_digest(message)).signature
    over_comment = private.sign(signature + comment.encode()).signature
    return Signature(key.id, signature, comment, over_comment)


def verify(key: PublicKey, message: bytes, signature: Signature) -> bool:
    """Whether `signature` and its comment are `key`'s over `message`."""
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    if signature.id != key.id:
        return False
    public = VerifyKey(key.key)
    try:
        public.verify(_digest(message), signature.signature)
        public.verify(signature.signature + signature.comment.encode(), signature.over_comment)
    except BadSignatureError:
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
