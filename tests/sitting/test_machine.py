"""Any sequence of entries: totals are persons, nothing before the hammer, nobody absent or recused
votes, nothing lost."""

from __future__ import annotations

import tempfile
from datetime import datetime, timedelta
from pathlib import Path

import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.outcomes import count_of
from livecouncil.core.meeting.snapshot import opening
from livecouncil.journal.journal import Journal
from livecouncil.sitting.session import Session
from tests.conftest import STORM

NAMES = ("adema", "bakker", "cats", "dijk", "eising", "faber", "geel")
GROUPS = ("xanten", "yers", "zuid")
COUNCIL = {
    "council": {"municipality": "Proef", "seats": 7, "hashtag": "RaadProef"},
    "groups": [{"name": g.title()} for g in GROUPS],
    "members": [
        {"name": f"mevrouw {n.title()}", "group": GROUPS[i // 3].title(), "number": i + 1} for i, n in enumerate(NAMES)
    ],
}
AGENDA = tomli_w.dumps({"items": [{"number": str(i), "title": f"Voorstel {i}"} for i in range(1, 6)]}) + (
    '\n[meeting]\ntitle = "Proef"\nstart = 2026-03-12T19:30:00+01:00\nchair = "burgemeester"\n'
)
OUTCOMES = (ev.AdoptedTogether, ev.Ballot, ev.ItemAdded, ev.ItemRemoved)

objects = st.sampled_from(["", "", "m1 ", "m2 ", "a1 ", "a2 ", "s1 ", "n2 "])
who = st.lists(st.sampled_from([*NAMES, *GROUPS, "~adema", "~zuid"]), max_size=3, unique=True).map(" ".join)
figures = st.tuples(st.integers(0, 8), st.integers(0, 8)).map(lambda t: f"{t[0]}-{t[1]}")
totals = st.one_of(st.just(""), figures)
one = st.sampled_from(NAMES)
votes = st.one_of(
    st.builds("{}{} {} {}".format, objects, st.sampled_from("vt"), who, totals),
    st.builds("{}u".format, objects),
    st.builds("{}{}".format, objects, figures),
    st.builds("{}r3 {}".format, objects, st.text("vt", min_size=4, max_size=7)),
    st.builds("{}{}".format, objects, st.sampled_from(["x", "p", "k", "accl"])),
    st.builds(
        "pers Lid: jansen {} smit {} blanco {}{}".format, *[st.integers(0, 4)] * 3, st.sampled_from(["", " voordracht"])
    ),
    st.sampled_from(["h", "h 1-3", "h 4 5", "+6: Motie", "-3", "pers Lid: jansen"]),
)
facts = st.one_of(
    st.builds("{} {}".format, st.sampled_from(["af", "aan"]), st.one_of(one, st.sampled_from([*GROUPS, "*"]))),
    st.builds("{}i {}: Titel".format, st.sampled_from(["m1 ", "m2 ", "a1 ", "a2 ", "s1 "]), st.sampled_from(GROUPS)),
    st.builds("nd {} {}".format, one, st.sampled_from(["", "m1", "a1"])),
    st.builds("vg {} {}".format, one, st.sampled_from(["m1", "a1", "n2"])),
    st.builds("sv {}".format, one),
    one,
    st.builds("st {}".format, st.sampled_from(["", "m1", "a1"])),
    st.builds("n{}".format, st.integers(1, 6)),
    st.sampled_from(
        ["n", "z", "z10", "open", "besloten", "openbaar", "loot 4", "sluit", "onzin!", "m3vvd", "b: Nieuws", ", nota"]
    ),
)


actions = st.one_of(
    st.tuples(votes),
    st.tuples(votes),
    st.tuples(votes.map("c {}".format)),
    votes,
    facts,
    facts,
    st.sampled_from(["=", "undo"]),
    st.integers(1, 40),
)


class Meeting:
    """A griffier who may type anything at any moment; a number is a wait in seconds, (line,) is hammered at once."""

    def __init__(self, folder: Path, recusal: str) -> None:
        (folder / "agendas").mkdir()
        (folder / "council.toml").write_text(tomli_w.dumps({**COUNCIL, "procedure": {"recusal": recusal}}))
        path = folder / "agendas" / "2026-03-12-proef.toml"
        path.write_text(AGENDA)
        self.now = datetime.fromisoformat("2026-03-12T19:30:00+01:00")
        self.session = Session.open(folder, path, clock=lambda: self.now)
        self.seen: list[ev.Base] = []
        self.staged: ev.Base | None = None
        self.may: set[str] = set()

    def does(self, action: str | int | tuple[str]) -> None:
        if isinstance(action, tuple):
            for step in (action[0], "=", "="):
                self.does(step)
        elif isinstance(action, int):
            self.now += timedelta(seconds=action)
            self.session.tick()
        elif action == "=":
            self.hammer()
        elif action == "undo":
            self.session.undo()
        else:
            self.typed(action)
        self.staged_may()
        self.nothing_is_lost()
        self.totals_are_persons()
        self.the_journal_alone_gives_the_state()

    def staged_may(self) -> None:
        """Remember who may vote when a vote is staged: it keeps the presence it was counted with."""
        desk = self.session.desk
        events = desk.staged.decision.events if desk.staged else ()
        fact = next((e for e in events if isinstance(e, ev.Decided)), None)
        if fact is not None and fact is not self.staged:
            self.may = {m.name for m in desk.state.voters(fact.object)}
        self.staged = fact

    def typed(self, line: str) -> None:
        """Without the hammer no outcome is logged, but withdrawing and holding over motions and amendments."""
        before = len(self.session.journal.events)
        self.session.enter(line, confirmed=True)
        for event in self.session.journal.events[before:]:
            assert not isinstance(event, OUTCOMES), event
            if isinstance(event, ev.Decided):
                assert event.vote is None and event.outcome in ("withdrawn", "held_over") and event.object[0] in "mas"
            if isinstance(event, ev.Corrected):
                assert not isinstance(event.event, OUTCOMES) and getattr(event.event, "vote", None) is None

    def hammer(self) -> None:
        before, known = len(self.session.journal.events), dict(self.session.desk.state.facts)
        self.session.hammer()
        for event in self.session.journal.events[before:]:
            if isinstance(event, ev.Decided) and event.vote and event.vote.options and event.completes is None:
                assert who_voted(event.vote) <= self.may
            if isinstance(event, ev.Corrected) and isinstance(event.event, ev.Decided) and event.event.vote:
                first = known[event.of]
                if isinstance(first, ev.Decided) and first.vote:
                    assert who_voted(event.event.vote) <= set(first.vote.voters)

    def nothing_is_lost(self) -> None:
        events = list(self.session.journal.events)
        assert events[: len(self.seen)] == self.seen, "what was logged stays as it was"
        self.seen = events

    def totals_are_persons(self) -> None:
        state = self.session.desk.state
        for fact in state.facts.values():
            if isinstance(fact, ev.Decided) and fact.vote:
                options = list((fact.vote.options or {}).values())
                if options:
                    assert (options.count("for"), options.count("against")) == (fact.vote.for_, fact.vote.against)
                    assert set(fact.vote.options or ()) == {m.name for m in state.sitting}
                count = count_of(fact.vote)
                assert count and count.cast <= 7 - len(fact.vote.recused)
                assert (fact.outcome in ("adopted", "adopted_amended")) <= (count.for_ > count.against)
                assert not who_voted(fact.vote) & {*fact.vote.recused, *fact.vote.absent}
            if isinstance(fact, ev.Ballot):
                assert sum(fact.ballots.values()) + fact.against + fact.blank + fact.improper <= 7

    def the_journal_alone_gives_the_state(self) -> None:
        events = self.session.journal.events
        council, agenda, rehearsal = opening(events)
        mine, again = self.session.desk.state, fold(events, council, agenda, rehearsal)
        for name in (
            "status",
            "item",
            "present",
            "outcomes",
            "objects",
            "decisions",
            "recused",
            "facts",
            "doors_closed",
        ):
            assert getattr(again, name) == getattr(mine, name), name


def who_voted(vote: ev.Vote) -> set[str]:
    return {n for n, option in (vote.options or {}).items() if option in ("for", "against")}


@settings(
    max_examples=2000 if STORM else 120,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
@given(st.sampled_from(["vote", "debate"]), st.lists(actions, min_size=25, max_size=70))
def test_whatever_is_typed_the_rules_hold(recusal: str, evening: list[str | int | tuple[str]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        meeting = Meeting(Path(name), recusal)
        try:
            for action in ["open", "m1 i xanten: Een", "a1 i yers: Twee", *evening]:
                meeting.does(action)
            events = list(meeting.session.journal.events)
        finally:
            meeting.session.close()
        again = Journal.open(Path(name) / "journal", "2026-03-12-proef", write=False)
        assert again.events == events, "what was logged is what is read back"
        again.close()
