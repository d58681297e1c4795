"""Private payloads: what the chain only commits to. Deleting one leaves the chain whole."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from typing import Any

from .files import replace


def commit(folder: Path, seq: int, payload: dict[str, Any]) -> str:
    """Store `payload` for `seq` (0600, fsynced) and return its commitment: SHA-256 of 32 salt bytes and the payload."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.chmod(folder, 0o700)
    salt = secrets.token_bytes(32)
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    kept = json.dumps({"salt": salt.hex(), "payload": text}, ensure_ascii=False)
    replace(folder / f"{seq:06d}.json", kept.encode(), 0o600)
    return _commitment(salt, text)


def reveal(folder: Path, seq: int, commitment: str) -> dict[str, Any] | None:
    """The payload of `seq`, None when it was deleted. Raises ValueError when it does not fit its commitment."""
    try:
        kept = json.loads((folder / f"{seq:06d}.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    if _commitment(bytes.fromhex(kept["salt"]), kept["payload"]) != commitment:
        raise ValueError("the payload does not fit its commitment")
    payload: dict[str, Any] = json.loads(kept["payload"])
    return payload


def delete(folder: Path, seq: int) -> None:
    """Delete the payload of `seq`, as if it had never been kept; its commitment stays in the chain."""
    (folder / f"{seq:06d}.json").unlink(missing_ok=True)


def _commitment(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()
