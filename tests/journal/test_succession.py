"""How one key follows another: what a statement says, who may be believed, and which keys count from then on."""

from __future__ import annotations

from datetime import datetime

import pytest

from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import SecretKey, sign
from livecouncil.journal.signing.succession import Signed, Statement, ring_of, successor_of

SINCE = datetime.fromisoformat("2027-01-01T09:00:00+01:00")
HEADS = (SignedNote("2026-03-12-raadsvergadering", 214, "ab" * 32), SignedNote("2026-04-16-raad", 9, "cd" * 32))
A, B, C = (SecretKey(bytes([number] * 8), bytes([number] * 32)) for number in (1, 2, 3))


def said(old: SecretKey, new: SecretKey, reason: str = "rotated", by: str = "on") -> Signed:
    """A statement signed by the old (`o`), the new (`n`) key, or both."""
    statement = Statement(old.public, new.public, SINCE, reason, HEADS)
    text = statement.text.encode()
    by_old = sign(old, text, "x") if "o" in by else None
    by_new = sign(new, text, "x") if "n" in by else None
    return Signed("succession-1.txt", statement, by_old, by_new)


def test_a_statement_is_read_as_it_was_written() -> None:
    statement = said(A, B).statement
    assert Statement.parse(statement.text) == statement
    for wrong in ("", "x\n", statement.text + "\n", statement.text.replace("rotated", "bored"), statement.text[:-2]):
        with pytest.raises(ValueError):
            Statement.parse(wrong)


def test_every_changed_byte_of_a_statement_is_another_or_none() -> None:
    whole = said(A, B)
    for place in range(len(whole.statement.text)):
        text = whole.statement.text[:place] + "0" + whole.statement.text[place + 1 :]
        if text == whole.statement.text:
            continue
        try:
            changed = Signed(whole.name, Statement.parse(text), whole.by_old, whole.by_new)
        except ValueError:
            continue
        assert not changed.old_signed or not changed.new_signed, place


def test_a_rotation_is_followed_both_ways() -> None:
    chain = [said(A, B), said(B, C)]
    for root in (A, B, C):
        ring = ring_of(root.public, chain)
        assert set(ring.keys) == {A.id, B.id, C.id} and not ring.unproven and not ring.forked
        assert ring.keys[A.id].until and ring.keys[B.id].until and not ring.keys[C.id].until
    assert successor_of(A.public, chain) == C.public


@pytest.mark.parametrize("reason, by", [("lost", "n"), ("stolen", "on")])
def test_a_key_that_was_lost_or_stolen_vouches_for_no_other(reason: str, by: str) -> None:
    one = said(A, B, reason, by)
    back = ring_of(B.public, [one])
    assert back.keys[A.id].only_listed and not back.unproven
    forth = ring_of(A.public, [one])
    assert set(forth.keys) == {A.id} and forth.unproven == (one,)


@pytest.mark.parametrize("by", ["", "o"])
def test_a_new_key_that_did_not_sign_has_no_past(by: str) -> None:
    assert set(ring_of(B.public, [said(A, B, by=by)]).keys) == {B.id}


def test_two_successors_of_one_key_are_a_fork() -> None:
    ring = ring_of(A.public, [said(A, B), said(A, C)])
    assert set(ring.keys) == {A.id} and ring.forked == (A.public.name,)


def test_statements_in_a_circle_end() -> None:
    assert set(ring_of(A.public, [said(A, B), said(B, A)]).keys) == {A.id, B.id}
