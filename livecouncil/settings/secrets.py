"""Tokens and passwords: never in the council's folder, never in arguments, logs or crashes.

A systemd credential comes first, then `<council>/<channel>.json` in this user's folder of settings (`system/folders`),
with mode 0600 and this user's own; where a mode closes nothing, the system's own store of passwords.
"""

from __future__ import annotations

import json
from pathlib import Path

from livecouncil.core.text.slug import slug_of
from livecouncil.errors import InputFault
from livecouncil.system import vault
from livecouncil.system.credentials import credential
from livecouncil.system.files import replace
from livecouncil.system.folders import config_folder
from livecouncil.system.rights import ours_alone

Secret = dict[str, str]


def folder(municipality: str) -> Path:
    """Where the secrets of a council lie."""
    return config_folder() / (slug_of(municipality) or "raad")


def load_secret(municipality: str, channel: str) -> Secret | None:
    """The secret of a channel, None when there is none. Raises InputFault when others could read or have written it."""
    given = credential(channel)
    if given:
        return _parsed(given)
    if vault.guards():
        return _vaulted(municipality, channel)
    path = folder(municipality) / f"{channel}.json"
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise InputFault("posting.secret_unread", path=path, error=error.strerror) from None
    if not ours_alone(found):
        raise InputFault("posting.secret_open", path=path)
    return _parsed(path)


def save(municipality: str, channel: str, secret: Secret) -> Path:
    """Keep a secret, readable by this user alone; where."""
    if vault.guards():
        vault.keep_in_vault(_name(municipality, channel), json.dumps(secret))
        return Path(vault.SERVICE) / _name(municipality, channel)
    path = folder(municipality) / f"{channel}.json"
    replace(path, json.dumps(secret).encode(), 0o600)
    return path


def _name(municipality: str, channel: str) -> str:
    return f"{slug_of(municipality) or 'raad'}/{channel}"


def _vaulted(municipality: str, channel: str) -> Secret | None:
    name = _name(municipality, channel)
    kept = vault.kept_in_vault(name)
    if kept is None:
        return None
    return _secret_in(kept, Path(vault.SERVICE) / name)


def _parsed(path: Path) -> Secret:
    try:
        return _secret_in(path.read_text(encoding="utf-8"), path)
    except (ValueError, OSError):
        raise InputFault("posting.secret_broken", path=path) from None


def _secret_in(text: str, path: Path) -> Secret:
    try:
        secret = json.loads(text)
    except (ValueError, RecursionError):
        secret = None
    if not isinstance(secret, dict):
        raise InputFault("posting.secret_broken", path=path)
    return {str(k): str(v) for k, v in secret.items()}
