"""How far the chain may be public, and what a fixed report says."""

from __future__ import annotations

from typing import Any

import pytest

from livecouncil.core.meeting import events as ev

from .journals import Journal, kinds

SIGNED: dict[str, Any] = {"head": "a" * 64, "signature": "untrusted comment: …", "key": "RWQ"}


def test_a_checkpoint_that_covers_a_held_fact_is_not_shown_yet() -> None:
    journal = Journal()
    journal.play("open")
    journal.say(ev.Checkpoint, size=2, **SIGNED)
    held = journal.play("n2", gates=())
    journal.say(ev.Checkpoint, size=4, **SIGNED)
    shown = journal.record().proof.checkpoint
    assert shown and shown.size == 2
    journal.say(ev.Released, gate="feed", of=(held.seq,))
    shown = journal.record().proof.checkpoint
    assert shown and shown.size == 4 and not journal.record().proof.head, "the head is shown once it is closed"


def test_a_closed_meeting_shows_its_head_and_how_far_its_chain_goes() -> None:
    journal = Journal()
    journal.play("open", "sluit")
    assert (journal.record().proof.head, journal.record().proof.chain_until) == ("", len(journal.events))
    journal.say(ev.Checkpoint, size=3, **SIGNED)
    assert (journal.record().proof.head, journal.record().proof.chain_until) == (SIGNED["head"], len(journal.events))


@pytest.mark.parametrize(("policy", "shown"), [("live", True), ("afterwards", False), ("chamber", False)])
def test_where_nothing_may_be_known_no_head_is_shown_either(policy: str, shown: bool) -> None:
    journal = Journal(council={"release": {"policy": policy}})
    journal.play("open", "n2")
    journal.say(ev.Checkpoint, size=3, **SIGNED)
    assert bool(journal.record().proof.checkpoint) == shown


def test_what_a_council_tells_afterwards_is_proven_afterwards() -> None:
    journal = Journal(council={"release": {"policy": "afterwards"}})
    journal.play("open", "n2", "sluit")
    journal.say(ev.Checkpoint, size=4, **SIGNED)
    assert journal.record().proof.head == SIGNED["head"]


def test_what_was_corrected_says_so_also_in_a_fixed_report() -> None:
    journal = Journal()
    journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v b c", "c m1v c", "sluit")
    journal.say(ev.Finalized, on="2026-04-02")
    record = journal.record()
    assert record.meeting.final and str(record.meeting.finalized) == "2026-04-02"
    said = {kind: entry.status for kind, entry in zip(kinds(record), record.feed.entries, strict=True)}
    assert (said["opening"], said["uitslag"], said["sluiting"]) == ("final", "corrected", "final")
    assert [entry.status for entry in record.feed.corrections] == ["final"]


def test_a_promise_is_met_as_the_journal_last_says() -> None:
    journal = Journal()
    promise = journal.play("open", "n2", "tz wagner: een brief")
    journal.play("tz wagner: een overzicht")
    journal.say(ev.Fulfilled, of=promise.seq, on="2026-05-01")
    met = journal.record().decisions.fulfilled
    assert [str(day) for day in met] == ["2026-05-01", "None"]
