"""Encrypting to a public key that nobody here can open again, in the age format (https://age-encryption.org/v1).

The machine in the chamber knows the recipient only: who takes it, or the stick in it, cannot read a copy. The identity
lies elsewhere (the griffie's safe) and is needed once, by `livecouncil restore`, or by the program `age` itself.

`pyrage` is age's Rust implementation; no cryptography is done here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeAlias

import pyrage

from livecouncil.errors import InputFault

Identity: TypeAlias = pyrage.x25519.Identity
_SECRET = "AGE-SECRET-KEY-1"


def is_recipient(text: str) -> bool:
    """Whether `text` is a public key of age ('age1…')."""
    try:
        pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError:
        return False
    return True


def encrypted(data: bytes, recipient: str) -> bytes:
    """A whole age file that only the identity of `recipient` opens. Raises ValueError when that is no public key."""
    try:
        whom = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as error:
        raise ValueError("no age recipient") from error
    return bytes(pyrage.encrypt(data, [whom]))


def decrypted(data: bytes, identities: Sequence[Identity]) -> bytes:
    """What an age file holds. Raises ValueError when it was cut off or changed, or none of `identities` opens it."""
    try:
        return bytes(pyrage.decrypt(data, list(identities)))
    except pyrage.DecryptError as error:
        raise ValueError("not opened") from error


def identities_in(path: Path) -> list[Identity]:
    """The identities of a file as `age-keygen` writes it. Raises InputFault when it holds none."""
    try:
        rows = path.read_text(encoding="utf-8").split()
        found = [Identity.from_str(row) for row in rows if row.startswith(_SECRET)]
    except OSError as error:
        raise InputFault("system.unreadable_identity", path=path, reason=error.strerror) from error
    except (UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise InputFault("system.no_identity", path=path)
    return found
