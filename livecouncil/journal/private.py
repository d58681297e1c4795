"""Private payloads: what the chain only commits to. Deleting one leaves the chain whole."""

from __future__ import annotations

import contextlib
import hashlib
import json
import secrets
from pathlib import Path
from typing import Any

from livecouncil.system.files import PRIVATE, replace


def name(seq: int) -> str:
    """The file of line `seq`'s payload."""
    return f"{seq:06d}.json"


def commit_payload(folder: Path, seq: int, payload: dict[str, Any]) -> tuple[str, bytes]:
    """Store `payload` for `seq` (0600, fsynced). Its commitment, SHA-256 of 32 salt bytes and payload; the file."""
    salt = secrets.token_bytes(32)
    text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
    kept = _file(salt.hex(), text).encode()
    replace(folder / name(seq), kept, PRIVATE)
    return _commitment(salt, text), kept


def payloads_in(folder: Path) -> dict[str, bytes]:
    """All payload files as they lie there, by name; one that cannot be read is left out."""
    found = {}
    for path in folder.glob("[0-9]*.json"):
        with contextlib.suppress(OSError):
            found[path.name] = path.read_bytes()
    return found


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Put back payload files that are gone."""
    for one, content in files.items():
        if not (folder / one).exists():
            replace(folder / one, content, PRIVATE)


def reveal(folder: Path, seq: int, commitment: str) -> dict[str, Any] | None:
    """The payload of `seq`, None when it was deleted.

    Raises ValueError when it does not fit its commitment or is no payload at all, OSError when it cannot be read.
    """
    try:
        text = (folder / name(seq)).read_text(encoding="utf-8")
        kept = json.loads(text)
    except FileNotFoundError:
        return None
    except RecursionError as error:
        raise ValueError("no payload") from error
    if not isinstance(kept, dict) or not isinstance(kept.get("salt"), str) or not isinstance(kept.get("payload"), str):
        raise ValueError("no payload")
    if text != _file(kept["salt"], kept["payload"]) or kept["salt"] != kept["salt"].lower():
        raise ValueError("not as it was written")
    if _commitment(bytes.fromhex(kept["salt"]), kept["payload"]) != commitment:
        raise ValueError("the payload does not fit its commitment")
    payload = json.loads(kept["payload"])
    if not isinstance(payload, dict):
        raise ValueError("no payload")
    return payload


def delete(folder: Path, seq: int) -> None:
    """Delete the payload of `seq`, as if it had never been kept; its commitment stays in the chain."""
    (folder / name(seq)).unlink(missing_ok=True)


def _file(salt: str, text: str) -> str:
    """A payload file, which has one form only."""
    return json.dumps({"salt": salt, "payload": text}, ensure_ascii=False)


def _commitment(salt: bytes, text: str) -> str:
    return hashlib.sha256(salt + text.encode()).hexdigest()
