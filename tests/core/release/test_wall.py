"""The states of the wall, and what each shows."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev

from .journals import Journal


def test_the_states_of_an_evening() -> None:
    journal = Journal(council={"release": {"floor_on_wall": True}})
    seen = [journal.wall().wall.state]
    for line in (
        "open",
        "n2",
        "m1 i alders: Starters eerst",
        "st m1",
        "m1v b c",
        "z10",
        "z",
        "besloten",
        "openbaar",
        "sluit",
    ):
        journal.play(line)
        seen.append(journal.wall().wall.state)
    assert seen == [
        "before",
        "item",
        "item",
        "filed",
        "voting",
        "result",
        "suspended",
        "item",
        "closed_doors",
        "item",
        "end",
    ]


def test_without_a_quorum_the_meeting_does_not_open() -> None:
    journal = Journal()
    journal.say(ev.NotOpened, ("wall",), present=("Alders",))
    wall = journal.wall().wall
    assert (wall.state, wall.present, wall.seats, wall.item) == ("no_quorum", 1, 9, "")


def test_at_panic_it_shows_the_neutral_card_alone() -> None:
    journal = Journal()
    journal.play("open", "n2", "m1 i alders: Starters eerst")
    journal.say(ev.Panic, ("wall",), on=True)
    wall = journal.wall().wall
    assert (wall.state, wall.sentence, wall.title, wall.item) == ("panic", "", "", "")
    journal.say(ev.Panic, ("wall",), on=False)
    assert journal.wall().wall.state == "filed"


def test_a_result_has_its_figures_and_its_movers() -> None:
    journal = Journal()
    journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v c")
    wall = journal.wall().wall
    assert (wall.headline, wall.title, wall.movers) == ("Motie M1", "Starters eerst", ("Alders",))
    assert (wall.for_, wall.against, wall.outcome_word) == (5, 2, "aangenomen")
    assert [group.name for group in wall.groups_for] == ["A", "B"]


def test_it_goes_on_showing_a_result_while_somebody_speaks() -> None:
    journal = Journal(council={"release": {"floor_on_wall": True}})
    vote = journal.play("open", "n2", "m1 i alders: Starters eerst", "m1v b c")
    journal.play("bakker")
    wall = journal.wall().wall
    assert (wall.state, wall.shown, wall.speaker) == ("result", vote.seq, "Bakker")


def test_items_decided_together_are_listed() -> None:
    items = tuple({"number": n, "title": f"Verordening {n}", "kind": "proposal"} for n in ("1", "2", "3"))
    journal = Journal(items=items)
    journal.play("open", "h 2 3")
    wall = journal.wall().wall
    assert (wall.headline, wall.title) == ("", "2 ‘Verordening 2’, 3 ‘Verordening 3’")


def test_a_second_language_that_is_the_first_says_nothing_twice() -> None:
    """Each sentence got its time behind it, to tell it from itself."""
    alone = Journal()
    twice = Journal(council={"council": {"wall_language": "nl"}})
    for journal in (alone, twice):
        journal.play("open", "n2", "m1 i alders: Starters eerst")
    assert [e.texts for e in twice.record().feed.entries] == [e.texts for e in alone.record().feed.entries]
    assert twice.wall().wall.said == alone.wall().wall.said


def test_the_speaking_time_of_who_has_the_floor() -> None:
    table = {"speaking_time": {"wall": True, "per": "group", "minutes": 5}}
    journal = Journal(council={"procedure": table})
    journal.play("open", "n2", "bakker")
    clock = journal.wall().wall.clock
    assert clock and (clock.name, clock.running, clock.at) == ("A", True, journal.events[-1].at)
    journal.play("vz")
    assert journal.wall().wall.clock is None, "the chair has no clock"
