"""The council's own secret key: where it lies, and that nobody else can read it.

It lies outside the council's folder, in a file that is this user's alone: made at first use, and never passed as an
argument or written to a log. A key that is not the published one, nor its successor, signs nothing: whoever checks
would find every later meeting forged.
"""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from livecouncil.core.text.slug import slug_of
from livecouncil.errors import InputFault
from livecouncil.journal.signing.keys import PublicKey, SecretKey
from livecouncil.journal.signing.succession import FOLDER, statements_in, successor_of
from livecouncil.system.credentials import credential
from livecouncil.system.files import replace, sync_folder
from livecouncil.system.folders import data_folder
from livecouncil.system.rights import BINARY, NONBLOCK, ours_alone


def key_path(council: str) -> Path:
    """Where the key of `council` (its code, or its name) lies when nothing else is told."""
    return data_folder() / f"{slug_of(council) or 'raad'}.key"


def council_key(council: str, folder: Path, make: bool = True) -> SecretKey | None:
    """The secret key of `council`, made when there is none yet; without `make` None then.

    `LIVECOUNCIL_KEY` names another file; a systemd credential `livecouncil-key` goes before the default one. Raises
    InputFault when it cannot be trusted: others may read it, it is another user's, it lies in the council's own
    `folder`, or it is not the one the council's published key belongs to.
    """
    path, guarded = where(council, folder)
    published = published_key(folder)
    try:
        key = read_secret(path, guarded)
    except FileNotFoundError:
        if not make:
            return None
        if published or os.environ.get("LIVECOUNCIL_KEY"):
            raise InputFault("journal.key.gone", path=path) from None
        key = made_at(path)
    if published and key.public not in (published, successor_of(published, statements_in(folder / FOLDER))):
        raise InputFault("journal.key.another", path=path, key=key.public.name, published=published.name)
    return key


def where(council: str, folder: Path) -> tuple[Path, bool]:
    """The file of the key, and whether systemd guards it. Raises InputFault where it lies in the council's `folder`."""
    path, guarded = _named(council)
    if not guarded and path.resolve().is_relative_to(folder.resolve()):
        raise InputFault("journal.key.in_folder", path=path)
    return path, guarded


def _named(council: str) -> tuple[Path, bool]:
    if named := os.environ.get("LIVECOUNCIL_KEY"):
        return Path(named), False
    given = credential("key")
    if given:
        return given, True
    return key_path(council), False


def published_key(folder: Path) -> PublicKey | None:
    """The public key that lies in the council's `folder` for everybody; None while there is none. Raises InputFault."""
    path = folder / "public" / "livecouncil.pub"
    try:
        return PublicKey.parse(path.read_text(encoding="ascii"))
    except FileNotFoundError:
        return None
    except ValueError as error:
        raise InputFault("journal.key.no_public_key", path=path) from error


def read_secret(path: Path, guarded: bool = False) -> SecretKey:
    """The secret key in `path`, which nobody else may read unless systemd guards it. Raises InputFault, OSError."""
    descriptor = os.open(path, os.O_RDONLY | NONBLOCK | BINARY)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise InputFault("journal.key.unreadable", path=path)
    with os.fdopen(descriptor, "rb") as file:
        if not guarded and not ours_alone(found):
            raise InputFault("journal.key.not_ours_alone", path=path)
        data = file.read(4096)
    try:
        return SecretKey.parse(data.decode("ascii"))
    except ValueError as error:
        raise InputFault("journal.key.unreadable", path=path) from error


def made_at(path: Path) -> SecretKey:
    """A new key at `path`; whoever was first wins when two make one at the same moment."""
    key = SecretKey.new()
    part = path.with_name(f".{path.name}.{secrets.token_hex(8)}.part")
    replace(part, key.text.encode(), 0o600)
    try:
        os.link(part, path)
    except FileExistsError:
        return read_secret(path)
    finally:
        part.unlink()
    sync_folder(path.parent)
    return key
