"""Lines that another machine gives back: whether the council signed them, asked before any of them is kept.

Which key is the council's is told by the one that was given, else by its secret one on this machine, else by the one it
published in this folder. Where there is none, the lines show at least that one key signed them all: its name is told,
to be compared by telephone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.inventory import begun, snapshot_id
from livecouncil.journal.lines import body_of
from livecouncil.journal.reading import UNTENABLE
from livecouncil.journal.released import joined
from livecouncil.journal.signing.keys import PublicKey
from livecouncil.journal.signing.succession import FOLDER, statements_in

from .signatures import SignedChain, given_key, in_the_chain, own_key


def require_signed(data: Path, meeting: str, rows: Sequence[bytes], key_file: Path | None) -> str:
    """The name of the key that signed `rows` last, '' where no head of theirs is signed yet. Raises InputFault where
    they are not this meeting's, do not follow from each other, or are signed by another than the council."""
    walked = chain.walk(joined(rows))
    broken = walked.misopened or (walked.unlinked and chain.DAMAGED not in rows)
    first = begun(rows[0], rows[1:])
    if broken or snapshot_id(first) != meeting:
        raise InputFault("trust.given_back", meeting=meeting)
    key = _key_to_trust(data, meeting, first, key_file)
    signed = SignedChain(walked, meeting, key, tuple(statements_in(data / "public" / FOLDER)))
    for fault in in_the_chain(signed):
        raise InputFault("trust.given_back_unsigned", meeting=meeting, fault=fault)
    names = [PublicKey.parse(body["key"]).name for body in map(body_of, rows) if body.get("type") == "checkpoint"]
    return next(reversed(names), "")


def _key_to_trust(data: Path, meeting: str, first: dict[str, object], key_file: Path | None) -> PublicKey | None:
    """The council's key, None where none is known here. Raises InputFault."""
    if key_file:
        return given_key(key_file)
    try:
        begins = ev.event_of({name: value for name, value in first.items() if name not in ("prev", "crc")})
        return own_key(data, [begins])
    except UNTENABLE as error:
        raise InputFault("trust.given_back", meeting=meeting) from error
