"""A memory saves work and changes no answer."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.passed import Passed

from .journals import Journal

LINES = (
    "open",
    "n2",
    "m1 i alders: Starters eerst",
    "m1v b c",
    "bakker",
    "c m1v c",
    "c m1 i alders: Starters",
    "z10",
    "z",
    "h 2",
)


def test_a_record_made_line_by_line_is_the_one_made_at_once() -> None:
    journal = Journal()
    memory = Memory()
    wall = Memory()
    for line in LINES:
        journal.play(line)
        assert journal.record(memory=memory) == journal.record(), line
        assert journal.wall(wall) == journal.wall(), line


def test_what_did_not_change_is_the_same_object() -> None:
    journal = Journal()
    memory = Memory()
    journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v b c")
    before = journal.record(memory=memory)
    journal.play("m2 i bakker: Meer groen")
    now = journal.record(memory=memory)
    assert all(a is b for a, b in zip(before.feed.entries, now.feed.entries, strict=False))
    assert before.decisions.items[1].votes[0] is now.decisions.items[1].votes[0]
    assert before.decisions.items[1].objects[0] is now.decisions.items[1].objects[0]
    assert all(a is b for a, b in zip(before.decisions.items[1].log, now.decisions.items[1].log, strict=False))


def test_a_correction_makes_anew_what_it_corrects_and_nothing_else() -> None:
    journal = Journal()
    memory = Memory()
    journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v b c")
    before = journal.record(memory=memory).feed.entries
    journal.play("c m1v c")
    now = journal.record(memory=memory).feed.entries
    assert [a is b for a, b in zip(before, now, strict=False)] == [True, True, True, False]
    assert (before[3].status, now[3].status, now[4].corrects) == ("provisional", "corrected", 4)


def test_a_fact_that_is_taken_out_of_the_middle_is_forgotten() -> None:
    journal = Journal()
    memory = Memory()
    journal.play("open", "n2")
    filed = journal.play("m1 i alders: Starters eerst", gates=("wall",))
    journal.play("bakker")
    assert journal.record("wall", memory).decisions.items[1].objects
    journal.say(ev.Recalled, of=filed.seq)
    assert journal.record("wall", memory) == journal.record("wall")
    assert not journal.record("wall", memory).decisions.items[1].objects


def test_a_fold_that_broke_off_is_not_gone_on_with() -> None:
    journal = Journal()
    memory = Memory()
    journal.play("open", "n2")
    whole = Passed.through("feed", journal.events).facts
    broken = [*whole, ev.Retitled(seq=9, at=whole[-1].at, object="m9", title="x"), ev.Filed.model_construct(seq=10)]
    with pytest.raises(AttributeError):
        memory.fold(broken)
    state, heard = memory.fold(whole)
    assert len(state.events) == len(whole) and [told.kind for told in heard.tellings] == ["opening", "punt"]
