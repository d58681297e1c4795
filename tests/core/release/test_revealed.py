"""What the council's own processes may know: enough for all that is public and shown, and nothing beyond it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from livecouncil.core.meeting import events as ev
from livecouncil.core.release.disclose import disclose, disclose_wall
from livecouncil.core.release.passed import Passed, policy_allows
from livecouncil.core.release.record import PublicRecord
from livecouncil.core.release.revealed import TAKES_AWAY, Known, revealed
from livecouncil.posting.posts import outgoing_posts
from tests.conftest import tried

from .journals import EVERYWHERE, PLACES, WORDS, Journal

LINES = (
    "open",
    "n2",
    "m1 i alders: Starters eerst",
    "m2 i fokkens: Ouderen eerst",
    "m1w: Starters en ouderen eerst",
    "tz wagner: brief voor 1 juli",
    "m1v b c",
    "besloten",
    "af gorter",
    "openbaar",
    "c m1v b",
    "z10",
    "sluit",
)
"""An evening in its order; each line is logged with some gates, others pass later, and some facts are recalled."""


def known_to_them(events: list[ev.Base]) -> list[ev.Base]:
    """The journal as its released view has it."""
    opened = Known.of(events).opened
    seen = (event for event in events if event.seq <= max(opened))
    return [event if event.seq in opened else ev.Sealed(seq=event.seq, at=event.at, commitment="") for event in seen]


def without_until(record: PublicRecord) -> PublicRecord:
    """How far a chain of form 1 is public; of form 2 the opened lines alone say it."""
    return replace(record, proof=replace(record.proof, chain_until=bool(record.proof.chain_until)))


def same_is_told(events: list[ev.Base]) -> None:
    seen = known_to_them(events)
    public = disclose(events, WORDS.__getitem__, PLACES)
    assert without_until(disclose(seen, WORDS.__getitem__, PLACES)) == without_until(public)
    assert disclose_wall(seen, WORDS.__getitem__) == disclose_wall(events, WORDS.__getitem__)
    assert outgoing_posts(seen) == outgoing_posts(events)
    assert revealed(Passed.through("feed", seen)) == revealed(Passed.through("feed", events))


def nothing_more_is_known(events: list[ev.Base]) -> None:
    """Every opened fact passed a gate, and is neither recalled, nor of closed doors, nor private."""
    shown: set[int] = set()
    for gate in EVERYWHERE:
        passed = Passed.through(gate, events)
        shown |= {e.seq for e in events if e.seq in passed.at and not passed.doors.hides(e)}
    opened = Known.of(events).opened
    for event in events:
        if event.seq in opened and not isinstance(event, ev.Snapshot | ev.Released | ev.Checkpoint):
            assert event.seq in shown or isinstance(event, ev.Panic | ev.Paused | ev.Posting), event
        if isinstance(event, ev.Note | ev.Recalled):
            assert event.seq not in opened


@given(st.data())
@settings(max_examples=tried(15), deadline=None, phases=(Phase.generate,))
def test_at_every_moment_the_same_is_told_and_no_more_is_known(data: st.DataObject) -> None:
    journal = Journal(council={"channels": {"bluesky": {"network": "bluesky", "account": "dorp.example"}}})
    grown = Known.of(journal.events)
    taken = len(journal.events)
    for line in LINES:
        _log(journal, line, data)
        _beside(journal, data)
        new = journal.events[taken:]
        taken += len(new)
        if any(type(event) in TAKES_AWAY for event in new):
            grown = Known.of(journal.events)
        for event in new:
            if not any(type(other) in TAKES_AWAY for other in new):
                grown.take(event)
        assert grown.opened == Known.of(journal.events).opened, "line by line as from the start"
        nothing_more_is_known(journal.events)
        same_is_told(journal.events)


def _log(journal: Journal, line: str, data: st.DataObject) -> None:
    """As the desk does: behind closed doors nothing passes, what opens or closes them does at once."""
    events = journal.evening.look(line).events
    gates = data.draw(st.sampled_from(((), ("wall",), ("wall", "feed"), EVERYWHERE)))
    if line in ("besloten", "openbaar", "sluit"):
        gates = EVERYWHERE
    for event in events:
        through = () if journal.evening.state.doors_closed and line == "af gorter" else gates
        journal.log(event.model_copy(update={"released": through}))


def _beside(journal: Journal, data: st.DataObject) -> None:
    """What else may stand between two lines."""
    held = [e.seq for e in _held(journal)]
    match data.draw(st.sampled_from(("nothing", "note", "release", "recall", "panic", "pause", "sign", "order"))):
        case "note":
            journal.say(ev.Note, text="Geheim")
        case "release" if held:
            gate = data.draw(st.sampled_from(EVERYWHERE))
            of = tuple(held[: data.draw(st.integers(1, len(held)))])
            journal.say(ev.Released, gate=gate, of=of)
        case "recall" if held and _last_is(journal, held[-1]):
            journal.say(ev.Recalled, of=held[-1])
        case "panic" if not journal.evening.state.doors_closed:
            journal.say(ev.Panic, ("wall",), on=not journal.evening.state.panic)
        case "pause":
            journal.say(ev.Paused, on=not journal.evening.state.paused)
        case "sign":
            journal.say(ev.Checkpoint, size=1, head="0" * 64, signature="s", key="k")
        case "order" if held:
            journal.say(ev.Posting, act="cancel", of=(held[-1],))


def _held(journal: Journal) -> Iterable[ev.Base]:
    """Facts that the feed does not have yet and that can be taken back: what others were built upon cannot."""
    state = journal.evening.state
    silent = (ev.Snapshot, ev.Note, ev.Released, ev.Recalled, ev.Panic, ev.Paused, ev.Posting, ev.Checkpoint)
    open_facts = (e for e in journal.events if not isinstance(e, silent))
    return [e for e in open_facts if e.seq not in state.released["feed"] and e.seq not in state.recalled]


def _last_is(journal: Journal, seq: int) -> bool:
    """Only of the newest fact, when nothing that it opened or closed was gone through since."""
    event = journal.events[seq - 1]
    return isinstance(event, ev.Undertaking | ev.Speaker | ev.Suspended)


def test_what_is_left_of_a_deleted_text_is_known_in_place_of_it() -> None:
    journal = Journal()
    journal.play("open")
    told = journal.say(ev.Message, EVERYWHERE, text="Jan Jansen was er")
    held = journal.say(ev.Message, (), text="Piet Pietersen ook")
    for fact in (told, held):
        left = ev.Message(seq=fact.seq, at=fact.at, released=fact.released, text="Verwijderd")
        journal.say(ev.Redacted, of=fact.seq, event=left)
    opened = Known.of(journal.events).opened
    assert not {told.seq, held.seq} & opened
    assert held.seq + 1 in opened and held.seq + 2 not in opened, "of what nobody knew nothing is said"
    journal.say(ev.Released, gate="feed", of=(held.seq,))
    assert held.seq + 2 in Known.of(journal.events).opened
    same_is_told(journal.events)


def test_a_council_that_tells_nothing_shows_its_wall_all_the_same() -> None:
    journal = Journal(council={"release": {"policy": "chamber"}})
    journal.play("open", "n2", gates=("wall",))
    assert not policy_allows(Passed.through("wall", journal.events).facts)
    same_is_told(journal.events)


def test_a_signed_head_waits_for_what_was_held_before_it() -> None:
    journal = Journal()
    journal.play("open", gates=())
    signed = journal.say(ev.Checkpoint, size=2, head="0" * 64, signature="s", key="k")
    assert signed.seq not in Known.of(journal.events).opened
    journal.say(ev.Released, gate="wall", of=(2,))
    assert signed.seq not in Known.of(journal.events).opened, "the feed does not have it yet"
    journal.say(ev.Released, gate="feed", of=(2,))
    assert signed.seq in Known.of(journal.events).opened
