"""A new signing key for the council: the statement that it follows the old one, and the change itself.

In this order, so that a crash leaves nothing that cannot go on: the new key lies beside the old one, then the statement
in the council's folder, then the new key takes the old one's place. Who tries again finishes what was begun. The old
key is kept beside (`….retired`): it signs nothing any more, and deleting it is for the council to decide.
"""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.journal.inventory import look
from livecouncil.journal.reading import read
from livecouncil.journal.signing import succession
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import made_at, published_key, read_secret, where
from livecouncil.journal.signing.keys import PublicKey, SecretKey, sign
from livecouncil.journal.signing.succession import FOLDER, Statement
from livecouncil.system.files import replace, sync_folder
from livecouncil.system.rights import moved

_COMMANDS = {"rotated": "key rotate", "lost": "key revoke --lost", "stolen": "key revoke --stolen"}


def succeed(base: Path, council: str, reason: str, at: datetime) -> Statement:
    """Give the council in `base` a new key from `at` on. Raises InputFault where that cannot be, OSError."""
    path, guarded = where(council, base)
    if guarded:
        raise InputFault("keys.guarded", path=path)
    old = _secret_at(path)
    before = old.public if old else published_key(base)
    if before is None:
        raise InputFault("keys.nothing_to_follow")
    _allowed(old, reason, path)
    beside = path.with_name(f"{path.name}.next")
    new = _secret_at(beside) or made_at(beside)
    statement = _begun_before(base, new, reason) or Statement(before, new.public, at, reason, _heads(base, before))
    _write(base / FOLDER, statement, old, new)
    _take_over(path, beside, before)
    return statement


def _secret_at(path: Path) -> SecretKey | None:
    try:
        return read_secret(path)
    except FileNotFoundError:
        return None


def _allowed(old: SecretKey | None, reason: str, path: Path) -> None:
    """A key that is there is not lost; one that is not there can only be lost. Raises InputFault."""
    if old and reason == "lost":
        raise InputFault("keys.not_lost", path=path)
    if old is None and reason != "lost":
        raise InputFault("keys.not_there", path=path)


def _begun_before(base: Path, new: SecretKey, reason: str) -> Statement | None:
    """What an earlier try already wrote of this new key. Raises InputFault where it gave another reason: two statements
    of one key with two reasons would be followed as the milder one."""
    known = (one for one in succession.statements_in(base / FOLDER) if one.statement.new == new.public)
    begun = next(known, None)
    if begun is None:
        return None
    if begun.statement.reason != reason:
        raise InputFault("keys.begun", file=begun.name, command=_COMMANDS[begun.statement.reason])
    return begun.statement


def _heads(base: Path, old: PublicKey) -> tuple[SignedNote, ...]:
    """The last head of each meeting that `old` signed."""
    found = []
    for meeting in look(base / "journal").meetings:
        signed = (e for e in reversed(read(base / "journal", meeting).events) if isinstance(e, ev.Checkpoint))
        last = next((event for event in signed if event.key == old.base64), None)
        if last:
            found.append(SignedNote(meeting, last.size, last.head))
    return tuple(found)


def _write(folder: Path, statement: Statement, old: SecretKey | None, new: SecretKey) -> None:
    """The statement with its signatures, these first; the same again where it was begun before."""
    folder.mkdir(exist_ok=True)
    known = succession.statements_in(folder)
    name = next((one.name for one in known if one.statement == statement), succession.free_name(folder))
    by_old, by_new = succession.names_of_signatures(name)
    comment = f"livecouncil succession {statement.since.isoformat(timespec='seconds')}"
    text = statement.text.encode()
    if old:
        replace(folder / by_old, sign(old, text, comment).text.encode())
    replace(folder / by_new, sign(new, text, comment).text.encode())
    replace(folder / name, text)


def _take_over(path: Path, beside: Path, before: PublicKey) -> None:
    """The new key in the place of the old one, which is kept."""
    if path.exists():
        kept = path.with_name(f"{path.name}.{before.name}.retired")
        kept.unlink(missing_ok=True)
        os.link(path, kept)
    moved(beside, path)
    sync_folder(path.parent)
