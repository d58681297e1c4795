"""How one key of a council follows another, and since when the one before counts no longer.

Theory. A statement names both keys, the moment, and why:

* *rotated*: nothing was wrong. Both keys sign it, so it may be followed both ways: who trusts the old one comes to
  trust the new one, and who trusts the new one knows that the old one was the council's until then.
* *lost*: the old key can sign nothing any more, so the new one signs alone. Followed backwards only: who has the old
  key must ask the council for the new one, for anybody could have made such a statement.
* *stolen*: both sign it, but so could the thief. Followed backwards only, for the same reason.

A date proves nothing against a thief, who can date a signature back. So a statement lists the last head of every
meeting that the old key signed, and of a key that was lost or stolen only what is listed, and what leads to it, counts.
Two statements of one key that name different successors are a fork: neither is followed.

Everything here is pure but for `statements_in`. The form of a statement:

    livecouncil key succession
    RWQ…                                    the old key, as the second line of its public key file
    RWQ…                                    the new one
    2027-01-01T09:00:00+01:00               since when
    rotated                                 or lost, or stolen
    2026-03-12-raadsvergadering 214 ab12…   meeting, lines and head; a line for each meeting the old key signed
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import PublicKey, Signature, verify

FOLDER = "keys"
"""Where the statements lie: in the council's folder and, for everybody, in the public one."""
REASONS = ("rotated", "lost", "stolen")
_TITLE = "livecouncil key succession"
_FIXED = ("title", "old", "new", "since", "reason")
"""The first lines; those behind them are heads."""
_NAME = re.compile(r"succession-([1-9][0-9]{0,3})\.txt")


@dataclass(frozen=True)
class Statement:
    """That `new` takes the place of `old` from `since` on; `heads` are the last that `old` signed, one a meeting."""

    old: PublicKey
    new: PublicKey
    since: datetime
    reason: str
    heads: tuple[SignedNote, ...] = ()

    @property
    def text(self) -> str:
        """The whole file, which is what is signed."""
        known = [f"{note.origin} {note.size} {note.head}" for note in self.heads]
        rows = [_TITLE, self.old.base64, self.new.base64, self.since.isoformat(timespec="seconds"), self.reason, *known]
        return "\n".join(rows) + "\n"

    @staticmethod
    def parse(text: str) -> Statement:
        """The statement in `text`. Raises ValueError when it is not exactly one."""
        rows = text.splitlines()
        if len(rows) < len(_FIXED):
            raise ValueError("too short")
        moment = datetime.fromisoformat(rows[3])
        heads = tuple(_listed(row) for row in rows[len(_FIXED) :])
        found = Statement(PublicKey.parse(rows[1]), PublicKey.parse(rows[2]), moment, rows[4], heads)
        if found.reason not in REASONS or moment.tzinfo is None or found.text != text:
            raise ValueError("not a statement of succession")
        return found


def _listed(row: str) -> SignedNote:
    note = SignedNote.parse(row.replace(" ", "\n") + "\n")
    if note is None:
        raise ValueError("not a head")
    return note


@dataclass(frozen=True)
class Signed:
    """A statement as it was found: its file's name and its signatures, None where there is none that can be read."""

    name: str
    statement: Statement
    by_old: Signature | None
    by_new: Signature | None

    @property
    def old_signed(self) -> bool:
        return _fits(self.statement.old, self.statement, self.by_old)

    @property
    def new_signed(self) -> bool:
        return _fits(self.statement.new, self.statement, self.by_new)


@dataclass(frozen=True)
class TrustedKey:
    """One key of a council: until when it counts (None: it still does), and the statement that says so."""

    key: PublicKey
    until: Signed | None = None

    @property
    def only_listed(self) -> bool:
        """Whether only heads that are listed count, for others may have the key."""
        return self.until is not None and self.until.statement.reason != "rotated"


@dataclass(frozen=True)
class Ring:
    """The keys of one council, by their id, that follow from the one that is trusted (`root`).

    `unproven` are statements that name another key and may not be followed; `forked` names keys with two successors.
    """

    root: PublicKey
    keys: dict[bytes, TrustedKey] = field(default_factory=dict)
    unproven: tuple[Signed, ...] = ()
    forked: tuple[str, ...] = ()


def ring_of(root: PublicKey, statements: Sequence[Signed]) -> Ring:
    """What follows from `root` by `statements`, whose signatures are checked here."""
    forked = _forked(statements)
    straight = [one for one in statements if one.statement.old not in forked]
    keys = {root.id: TrustedKey(root, _ended(root, straight))}
    _backwards(root, straight, keys)
    _forwards(root, straight, keys)
    unproven = tuple(one for one in straight if keys.keys() & {one.statement.old.id} and _unknown(one, keys))
    return Ring(root, keys, unproven, tuple(key.name for key in forked))


def successor_of(key: PublicKey, statements: Iterable[Signed]) -> PublicKey:
    """The newest key after `key`, by statements that are the council's own: their old signature is not asked for."""
    for one in statements:
        if one.statement.old == key and one.new_signed:
            key = one.statement.new
    return key


def _ended(key: PublicKey, statements: Iterable[Signed]) -> Signed | None:
    """The statement that ends `key`, said by itself."""
    return next((one for one in statements if one.statement.old == key and one.old_signed), None)


def _backwards(key: PublicKey, statements: Sequence[Signed], keys: dict[bytes, TrustedKey]) -> None:
    """The keys before `key`: it is trusted, so what it says of them counts."""
    for one in statements:
        old = one.statement.old
        if one.statement.new == key and one.new_signed and old.id not in keys:
            keys[old.id] = TrustedKey(old, one)
            _backwards(old, statements, keys)


def _forwards(key: PublicKey, statements: Sequence[Signed], keys: dict[bytes, TrustedKey]) -> None:
    """The keys after `key`, while each was named by the one before and nothing was wrong with that."""
    one = _ended(key, statements)
    if one is None or one.statement.reason != "rotated" or not one.new_signed:
        return
    new = one.statement.new
    if new.id not in keys:
        keys[new.id] = TrustedKey(new, _ended(new, statements))
        _forwards(new, statements, keys)


def _forked(statements: Sequence[Signed]) -> list[PublicKey]:
    """Keys that named two successors themselves."""
    named: dict[PublicKey, set[PublicKey]] = {}
    for one in statements:
        if one.old_signed:
            named.setdefault(one.statement.old, set()).add(one.statement.new)
    return [key for key, successors in named.items() if len(successors) > 1]


def _unknown(one: Signed, keys: dict[bytes, TrustedKey]) -> bool:
    known = keys.get(one.statement.new.id)
    return known is None or known.key != one.statement.new


def _fits(key: PublicKey, statement: Statement, signature: Signature | None) -> bool:
    return signature is not None and verify(key, statement.text.encode(), signature)


# -- on the disk -------------------------------------------------------------------------------------------------------


def statement_name(number: int) -> str:
    return f"succession-{number}.txt"


def free_name(folder: Path) -> str:
    """The name behind the last one that is taken in `folder`, also by what can be read no more."""
    taken = [int(match[1]) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    return statement_name(max(taken, default=0) + 1)


def names_of_signatures(name: str) -> tuple[str, str]:
    """Files of the old key's signature and the new one's."""
    return f"{name}.minisig", f"{name}.new.minisig"


def files_in(folder: Path) -> list[Path]:
    """The files of all statements in `folder`, whatever they say, and of their signatures; nothing else that lies
    there. Nothing where it cannot be read."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except OSError:
        return []
    statements = [name for name in names if _NAME.fullmatch(name)]
    files = [folder / one for name in statements for one in (name, *names_of_signatures(name))]
    return [path for path in files if path.is_file() and not path.is_symlink()]


def statements_in(folder: Path) -> list[Signed]:
    """The statements in `folder`, in their order; what is no statement says nothing. Raises OSError."""
    if not folder.is_dir():
        return []
    numbered = [(int(match[1]), path) for path in folder.iterdir() if (match := _NAME.fullmatch(path.name))]
    found = (_statement(path) for _, path in sorted(numbered))
    return [one for one in found if one]


def _statement(path: Path) -> Signed | None:
    try:
        statement = Statement.parse(path.read_text(encoding="utf-8"))
    except ValueError:
        return None
    old, new = (_signature(path.with_name(name)) for name in names_of_signatures(path.name))
    return Signed(path.name, statement, old, new)


def _signature(path: Path) -> Signature | None:
    try:
        return Signature.parse(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return None
