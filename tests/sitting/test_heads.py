"""Signed heads while the meeting goes on: when one is due, what it tells, and that no key waits for it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.journal import chain
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.heads import EVERY
from livecouncil.sitting.outgoing import Gatekeeper
from livecouncil.sitting.session import Session

ID = "2026-03-12-raadsvergadering"


def heads(session: Session) -> list[ev.Checkpoint]:
    return [event for event in session.journal.events if isinstance(event, ev.Checkpoint)]


def later(session: Session, seconds: float) -> None:
    """So much later, with all ticks that are due."""
    session.clock.now += timedelta(seconds=seconds)  # type: ignore[attr-defined]
    for _ in range(9):
        if session.is_due():
            session.tick()
    assert not session.is_due()


def enter(session: Session, *lines: str) -> None:
    for line in lines:
        assert not session.enter(line, confirmed=True, line_mode=True).refused, line


def test_one_every_five_minutes_in_which_something_was_logged(session: Session) -> None:
    later(session, EVERY)
    assert heads(session) == [], "the meeting has not begun"
    enter(session, "open")
    later(session, EVERY - 1)
    assert len(heads(session)) <= 1
    later(session, EVERY)
    known = len(heads(session))
    assert known >= 1
    later(session, 5 * EVERY)
    assert len(heads(session)) == known, "nothing was logged since"
    enter(session, "n6")
    later(session, EVERY)
    assert len(heads(session)) == known + 1
    enter(session, "n11", "sluit")
    known = len(heads(session))
    later(session, 2 * EVERY)
    assert len(heads(session)) == known, "the meeting is over"


def test_it_covers_every_line_before_it(session: Session, council: Path) -> None:
    enter(session, "open", "n6")
    later(session, EVERY)
    enter(session, "n11")
    later(session, EVERY)
    walked = chain.walk((council / "journal" / f"{ID}.jsonl").read_bytes())
    assert len(heads(session)) == 2
    for event in heads(session):
        assert event.size == event.seq - 1 and walked.holds(event.size, event.head)


def test_what_was_changed_on_the_disk_is_never_signed(session: Session, council: Path) -> None:
    """Also not where it was walked before: the bytes are looked at, each time."""
    enter(session, "open", "n6")
    later(session, EVERY)
    [first] = heads(session)
    path = council / "journal" / f"{ID}.jsonl"
    data = path.read_bytes()
    enter(session, "n11")
    for again in range(3):
        path.write_bytes(path.read_bytes().replace(b'"seq":2,', b'"seq":9,'))
        session.clock.now += timedelta(seconds=EVERY)  # type: ignore[attr-defined]
        session._checkpoint(again=False)
        assert heads(session) == [first], again
    assert len(session.notices) == 1 and data


def test_nothing_behind_closed_doors_and_all_of_it_afterwards(session: Session) -> None:
    enter(session, "open", "n10", "besloten")
    known = len(heads(session))
    later(session, 3 * EVERY)
    assert len(heads(session)) == known
    enter(session, "openbaar")
    later(session, EVERY)
    assert len(heads(session)) == known + 1
    assert heads(session)[-1].size == heads(session)[-1].seq - 1


def shown(session: Session, council: Path) -> dict[str, Any] | None:
    publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    state = json.loads((council / "public" / ID / "state.json").read_text())
    return dict(state["head"]) if state["head"] else None


def test_what_is_shown_tells_of_nothing_held(session: Session, council: Path) -> None:
    enter(session, "open", "n6")
    assert shown(session, council) is None
    later(session, EVERY)
    head = shown(session, council)
    assert head and head["size"] == heads(session)[-1].size
    enter(session, "m1 i pvda: A")
    session._checkpoint()
    assert heads(session)[-1].size > head["size"]
    assert shown(session, council) == head, "what is signed now holds a fact that is not out"
    later(session, EVERY)
    newer = shown(session, council)
    assert newer and newer["size"] > head["size"]
    folder = council / "public" / ID
    assert SignedNote.parse((folder / "checkpoint.txt").read_text()) == SignedNote(ID, newer["size"], newer["head"])
    assert newer["signature"] == (folder / "checkpoint.txt.minisig").read_text()


def test_a_key_that_is_gone_is_told_once(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "gone.key"))
    enter(session, "open")
    told = []
    for item in ("n6", "n11", "n6"):
        enter(session, item)
        later(session, EVERY)
        told += session.read_notices()
    assert len([text for text in told if "gone.key" in text]) == 1
    enter(session, "z10")
    assert any("gone.key" in text for text in session.read_notices()), "at a suspension it is said again"


def test_a_walker_walks_only_what_is_new(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[int] = []
    take = chain.Chain.take

    def counted(self: chain.Chain, number: int, raw: bytes) -> chain.Line:
        taken.append(number)
        return take(self, number, raw)

    monkeypatch.setattr(chain.Chain, "take", counted)
    walker = chain.Walker()
    walker.over(b"a\nb\n")
    walker.over(b"a\nb\nc\n")
    assert taken == [1, 2, 3]
    walker.over(b"a\nx\nc\n")
    assert taken == [1, 2, 3, 1, 2, 3]


def test_a_release_that_fails_neither_stops_a_head_nor_is_tried_again_for_it(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []

    def fails(*words: object) -> None:
        tried.append(words)
        raise RuntimeError("kanarie")

    monkeypatch.setattr(Gatekeeper, "due", fails)
    enter(session, "open")
    session.clock.now += timedelta(seconds=EVERY)  # type: ignore[attr-defined]
    first = session.tick()
    assert first and first.refused and len(tried) == 1 and heads(session) == []
    assert session.is_due()
    session.tick()
    assert len(heads(session)) == 1 and len(tried) == 1
    assert not session.is_due()
