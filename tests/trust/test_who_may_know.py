"""Whole evenings, with anything typed at any moment: after each step every output is asked for what it may not know.

A real sitting in line mode writes a real journal; its server follows, streams and writes files; the posting worker's
texts are made, the public chain is cut, and all of it is searched for canaries that the model (`canaries`) forbids. And
what is made of the opened lines of the public chain alone is what is made of the whole journal.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import InputFault
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode
from livecouncil.sitting.session import Session
from livecouncil.trust import redact as redacting
from tests.conftest import STORM, tried

from .audiences import Output, Server, files_in, posts_of, public_chain, unproven
from .canaries import GATES, Gate, Knowing, canaries_in, canary
from .typed import BEGINNINGS, COUNCILS, COURSE, DECIDING, FILING, HOLDS, ID, TAKING_PART, TALK, Clock, Council

SIZE = Counter[str]()
"""How much was asked: steps, lines, canaries, outputs; shown after a storm."""


class Evening(RuleBasedStateMachine):
    """One evening under a griffier who may do anything at any moment."""

    @initialize(council=COUNCILS, began=BEGINNINGS)
    def begin(self, council: Council, began: tuple[str, ...]) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.made = 0
        self.sound = True
        self.asked = 0
        self.model = Knowing(dict(zip(GATES, council.hold, strict=True)), council.policy)
        self.agenda = council.write(self.folder, self._title)
        self.clock = Clock()
        self.seen = 0
        self.hold = council.hold
        self._sit()
        self._look_up()
        self.server = Server(self.folder, ID)
        for line in began:
            self.types(line)
            self.nobody_knows_what_they_may_not()

    def teardown(self) -> None:
        if hasattr(self, "session"):
            if self.sound:
                self.goes_well_in_the_end()
            self.session.close()
            shutil.rmtree(self.folder)

    # -- what a griffier does ---------------------------------------------------------------------------------------

    @rule(line=TALK)
    def talks(self, line: str) -> None:
        self.types(line)

    @rule(line=FILING)
    def files(self, line: str) -> None:
        self.types(line)

    @rule(line=DECIDING)
    def decides(self, line: str) -> None:
        self.types(line)

    @rule(line=st.one_of(TAKING_PART, COURSE))
    def goes_on(self, line: str) -> None:
        self.types(line)

    def types(self, line: str) -> None:
        """A line in line mode, every text in it a canary."""
        self._turn()
        closed = self.model.closed
        words = [self._canary() for _ in range(line.count("{}"))]
        self.lines.take(1, line.format(*words))
        self._look_up()
        if closed:
            self.model.gone.update(words)

    @rule()
    def insists(self) -> None:
        """Enter once more on a line that was refused: the app keeps it as a red note, and asks the session alone."""
        self._turn()
        word = self._canary()
        closed = self.model.closed
        self.session.red_note(f"{word} onzin!")
        self._look_up()
        if closed:
            self.model.gone.add(word)

    @rule()
    def hammers(self) -> None:
        self.types("=")

    @rule()
    def takes_back(self) -> None:
        self._turn()
        self.session.undo()
        self._look_up()

    @rule()
    def does_again(self) -> None:
        self._turn()
        self.session.redo()
        self._look_up()

    @rule(seconds=st.sampled_from([1, 3, 5, 9, 10, 20, 31, 60]))
    def waits(self, seconds: int) -> None:
        self.clock.move(seconds)
        self._turn()

    @rule()
    def panics(self) -> None:
        self._turn()
        self.session.panic()
        self._look_up()

    @rule()
    def pauses(self) -> None:
        self._turn()
        self.session.pause()
        self._look_up()

    @precondition(lambda self: self.session.held())
    @rule(newest=st.integers(0, 3))
    def hastens(self, newest: int) -> None:
        self._turn()
        held = self.session.held()
        if not held:
            return
        seq = held[min(newest, len(held) - 1)].seq
        self.session.release_now(seq)
        self.model.hastened(seq)
        self._look_up()

    @rule(how=st.sampled_from(["doors", "doors", "presence", "item"]))
    def goes_behind_closed_doors(self, how: str) -> None:
        lines = {
            "doors": ["besloten"],
            "presence": ["besloten", "af bakker", "aan alders", "af cramer"],
            "item": ["n5", "besloten"],
        }
        for line in lines[how]:
            self.types(line)

    @precondition(lambda self: self.model.closed)
    @rule()
    def opens_the_doors(self) -> None:
        self.types("openbaar")

    @precondition(lambda self: self.seen > 25)
    @rule()
    def closes_the_meeting(self) -> None:
        self.types("sluit")

    # -- what happens to a griffier ----------------------------------------------------------------------------------

    @rule(torn=st.booleans(), hold=st.sampled_from([None, None, 0]))
    def goes_on_after_a_crash(self, torn: bool, hold: int | None) -> None:
        """The program is gone, perhaps in the middle of a line; another goes on. Its server was restarted too."""
        self.session.close()
        if torn:
            with (self.folder / "journal" / f"{ID}.jsonl").open("ab") as file:
                file.write(b'{"seq":99999,"at":"2026-03-12T2')
        self._sit(hold)
        self._look_up()
        self.server = Server(self.folder, ID)

    @rule(which=st.integers(0, 60), out=st.booleans())
    def deletes_on_request(self, which: int, out: bool) -> None:
        """Between two sittings a word is deleted, wherever it was typed; often one that is out."""
        known = self.model.known_lines("feed")
        rows = [row for row in self.model.rows.values() if row.seq in known or not out]
        words = sorted({word for row in rows for word in row.words})
        if not words:
            return
        word = words[which % len(words)]
        lines = [row.seq for row in self.model.rows.values() if word in row.words]
        self.nobody_knows_what_they_may_not()  # and the server has told it
        self.session.close()
        for seq in lines:
            try:
                done = redacting.redact(self.folder, ID, Wish(seq, "op verzoek", word))
            except InputFault:
                continue
            self.model.deleted({seq, *done.seqs}, word)
        self._sit()
        self._look_up()

    # -- what is asked -------------------------------------------------------------------------------------------------

    @invariant()
    def nobody_knows_what_they_may_not(self) -> None:
        """Asked where anything was logged since it was asked last."""
        if not hasattr(self, "session") or self.asked == self.seen:
            return
        self.sound = False
        SIZE["steps"] += 1
        self.the_model_and_the_journal_agree()
        self.server.follow()
        self.server.write()
        whole = publishing.record_of(self.session.journal.events)
        for output in self._outputs(whole):
            SIZE["outputs"] += 1
            self._allowed(output)
        self.what_may_be_known_is_told(whole)
        self.the_opened_lines_say_all_that_is_public(whole)
        self.what_is_gone_is_nowhere()
        self.asked = self.seen
        self.sound = True

    def _outputs(self, whole: PublicRecord) -> Iterator[Output]:
        events = self.session.journal.events
        yield Output("record", "feed", repr(whole))
        yield Output("record of the wall", "wall", repr(publishing.wall_record_of(events)))
        yield from posts_of(events)
        yield from self.server.outputs("the server")
        if self.seen % 4 == 0:
            late = Server(self.folder, ID)
            late.follow()
            yield from late.outputs("a server begun now")
        yield from files_in(self.folder / "public")

    def _allowed(self, output: Output) -> None:
        forbidden = canaries_in(output.text) - self.model.may_know(output.gate)
        assert not forbidden, f"{output.name} tells {sorted(forbidden)}"

    def the_model_and_the_journal_agree(self) -> None:
        """Neither the gate nor the model lets out what the other holds."""
        for gate in GATES[:2]:
            through = {row.seq for row in self.model.rows.values() if row.waits and gate in row.passed}
            assert self._released(gate) == through, f"{gate}: the journal and the model differ"
        state = self.session.desk.state
        behind = {row.seq for row in self.model.rows.values() if row.behind and row.seq in state.facts}
        assert state.hidden == behind, "the desk and the model differ on what was said behind closed doors"

    def _released(self, gate: Gate) -> set[int]:
        seqs: set[int] = set()
        for event in self.session.journal.events:
            if isinstance(event, ev.Released) and event.gate == gate:
                seqs.update(event.of)
            if gate in event.released:
                seqs.add(event.seq)
        rows = (self.model.rows[seq] for seq in seqs)
        return {row.seq for row in rows if row.kind != "panic" and not row.recalled}

    def what_may_be_known_is_told(self, whole: PublicRecord) -> None:
        """Or nothing would be found where nothing is told."""
        told = canaries_in(repr(whole.feed))
        for seq in self.model.known_lines("feed") - self.model.corrected:
            row = self.model.rows[seq]
            assert row.kind not in ("message", "undertaking", "item_added") or row.words <= told, (
                f"line {seq} is not told"
            )

    def the_opened_lines_say_all_that_is_public(self, whole: PublicRecord) -> None:
        events = self.session.journal.events
        opened = public_chain(self.folder, ID, events)
        self._allowed(Output("the public chain", "feed", opened.lines.decode()))
        known = self.model.known_lines("feed")
        facts = {e.seq for e in opened.events if not isinstance(e, ev.Sealed) and self.model.rows[e.seq].is_fact}
        assert facts | (known & self.model.redacted) == known, "what is opened is what is known"
        doors = {row.seq for row in self.model.rows.values() if row.waits and row.kind.startswith("doors_")}
        made = unproven(publishing.record_of(opened.events), doors <= known)
        assert made == unproven(whole, doors <= known), "what is made of the opened lines is what is made of all"

    def what_is_gone_is_nowhere(self) -> None:
        if not self.model.gone:
            return
        for path in (p for p in self.folder.rglob("*") if p.is_file() and p.parent.name != "agendas"):
            found = canaries_in(path.read_bytes().decode(errors="replace")) & self.model.gone
            assert not found, f"{path.name} still tells {sorted(found)}"

    def goes_well_in_the_end(self) -> None:
        """Whatever happened: once it is over all that was not taken back is known, and the documents tell no more."""
        if self.model.closed:
            self.types("openbaar")
        if self.model.panic:
            self.panics()
        self.types("sluit")
        self.waits(3700)
        self.nobody_knows_what_they_may_not()
        SIZE["evenings"] += 1
        SIZE["canaries"] += self.made
        SIZE["lines"] += len(self.model.rows)
        if STORM and self.made % 5 == 0:
            publishing.publish(self.folder, ID)
            SIZE["documents"] += 1
            for output in files_in(self.folder / "public"):
                self._allowed(output)

    # -- between the two -------------------------------------------------------------------------------------------

    def _canary(self) -> str:
        self.made += 1
        return canary(self.made)

    def _title(self, shown: bool) -> str:
        word = self._canary()
        if shown:
            self.model.public.add(word)
        return word

    def _sit(self, hold: int | None = None) -> None:
        self.session = Session.open(self.folder, self.agenda, hold=hold, clock=self.clock, steady=self.clock.steady)
        own = self.hold if hold is None else (hold, hold, hold)
        self.model.hold = dict(zip(GATES, own, strict=True))
        self.said = io.StringIO()
        self.lines = line_mode._Lines(self.session, self.said, self.said, False, lambda: None)
        self.session.held()
        self.model.began_again(self.clock.seconds)

    def _turn(self) -> None:
        """What line mode does between two lines: release what is due."""
        while self.session.is_due():
            answer = self.session.tick()
            assert answer is None or not answer.refused
        self.model.ticked(self.clock.seconds)
        self._look_up()

    def _look_up(self) -> None:
        """Tell the model what was logged: number, kind, and the canaries that stand in it."""
        events = self.session.journal.events
        for event in events[self.seen :]:
            body = event.model_dump_json()
            match event:
                case ev.Recalled():
                    self.model.taken_back(event.of)
                case ev.Corrected():
                    self.model.corrected.add(event.of)
                case ev.Panic():
                    self.model.panic = event.on
                case ev.Paused():
                    self.model.paused = event.on
            words = canaries_in(body) - self.model.public
            if isinstance(event, ev.Redacted):
                words = set()
            self.model.logged(event.seq, ev.type_of(event), words, self.clock.seconds)
            assert not (words and self.model.rows[event.seq].behind), "a text was kept behind closed doors"
        self.seen = len(events)


TestWhoMayKnow = Evening.TestCase
TestWhoMayKnow.settings = settings(
    max_examples=150 if STORM else tried(10),
    stateful_step_count=50 if STORM else 25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def light(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A redaction makes no documents here: that takes a second, and they are asked at the end of an evening."""

    def written(base: Path, meeting: str) -> None:
        from livecouncil.journal.journal import Journal

        journal = Journal.open(base / "journal", meeting, write=False)
        publishing.write_public(publishing.record_of(journal.events), base / "public")
        journal.close()

    monkeypatch.setattr(redacting, "publish", written)
    yield
    print(dict(SIZE))


@pytest.fixture
def plain() -> Iterator[Evening]:
    """An evening of which a test says itself what happens; nothing waits at a gate."""
    evening = Evening()
    evening.begin(council=Council(hold=HOLDS[1]), began=("open", "n4"))
    yield evening
    evening.teardown()


def test_what_was_out_and_is_deleted_is_kept_for_nobody_who_comes_back(plain: Evening) -> None:
    """The same server goes on: it told the word, and must not tell it again to a page that lost its connection."""
    plain.types("m1 i a: {}")
    (word,) = plain.model.rows[plain.seen].words
    plain.nobody_knows_what_they_may_not()
    assert word in plain.server.meeting.feed.replay(0).decode()
    plain.deletes_on_request(which=0, out=True)
    plain.nobody_knows_what_they_may_not()
    assert word in plain.model.gone and word not in plain.server.meeting.feed.replay(0).decode()


def test_behind_closed_doors_not_even_who_insists_is_kept(plain: Evening) -> None:
    plain.types("besloten")
    plain.insists()
    plain.nobody_knows_what_they_may_not()
    assert len(plain.model.gone) == 1
