"""`wis`: the writer of a meeting that goes on deletes what was typed, and goes on."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.journal import chain, redaction
from livecouncil.journal.reading import read
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.answers import Answer
from livecouncil.sitting.session import Session
from livecouncil.trust.redact import redact
from tests.conftest import Clock
from tests.evenings.sitting import ID, write

CANARY = "Kanariepiet"
TOLD = (
    "open",
    "n4",
    f"m1 i a: Plan van {CANARY}",
    f"tz wagner: brief aan mevrouw {CANARY}",
    f"b: {CANARY} krijgt bloemen =",
    f", {CANARY} belde",
    "m1v c 7-2 =",
)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    session = Session.open(tmp_path, write(tmp_path), hold=0, clock=Clock())
    yield session
    session.close()


def enter(session: Session, *lines: str, confirmed: bool = True) -> Answer:
    for line in lines:
        answer = session.enter(line, confirmed=confirmed, line_mode=True)
        assert not answer.refused, (line, answer.text)
    return answer


def published(session: Session) -> None:
    publishing.write_public(publishing.record_of(session.journal.events), session.public_root, everything=True)


def holding(folder: Path, words: str) -> list[str]:
    """Files of the council's folder in which the words stand."""
    found = (path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes())
    return [str(path.relative_to(folder)) for path in found]


def test_words_go_from_every_line_and_the_meeting_goes_on(session: Session, tmp_path: Path) -> None:
    enter(session, *TOLD)
    published(session)
    assert len(holding(tmp_path, CANARY)) > 5
    before = [event.seq for event in session.desk.state.events]
    answer = enter(session, f"wis {CANARY}: op haar verzoek")
    assert "4 regels" in answer.text or "5 regels" in answer.text, answer.text
    published(session)
    assert holding(tmp_path, CANARY) == []
    assert [event.seq for event in session.desk.state.events][: len(before)] == before
    (motion,) = (paper for paper in session.desk.state.objects.values() if paper.key == "m1")
    assert motion.title == "Plan van (verwijderd)" and motion.outcome == "adopted"
    assert [item.title for item in session.desk.state.items if item.kind == "closed"] == ["Grondaankoop"]
    enter(session, "m2 i b: Zwembad", "m2v c 7-2 =", "c m1v b 6-3 =")
    walked = chain.walk(chain.raw(tmp_path / "journal", ID))
    assert not (walked.damaged or walked.unlinked or walked.misopened) and walked.head == session.journal.head


def test_the_next_sitting_reads_what_this_one_left(session: Session, tmp_path: Path) -> None:
    enter(session, *TOLD, f"wis {CANARY}: verzoek", "m2 i b: Zwembad")
    here = session.desk.state
    session.close()
    again = Session.open(tmp_path, write(tmp_path), hold=0, clock=Clock())
    try:
        assert again.journal.events == here.events
        assert again.desk.state.objects == here.objects
    finally:
        again.close()


def test_what_is_held_goes_out_without_the_words(tmp_path: Path, clock: Clock) -> None:
    steady = [0.0]
    session = Session.open(tmp_path, write(tmp_path), hold=30, clock=clock, steady=lambda: steady[0])
    enter(session, *TOLD, f"wis {CANARY}: verzoek")
    assert publishing.record_of(session.journal.events).feed.entries == ()
    steady[0] = 31.0
    while session.next_due() == 0.0:
        session.tick()
    sentences = [text for e in publishing.record_of(session.journal.events).feed.entries for text in e.texts.values()]
    session.close()
    assert any("‘Plan van (verwijderd)’" in text for text in sentences), sentences
    assert CANARY not in str(sentences)


def test_it_asks_first_and_says_what_goes(session: Session, tmp_path: Path) -> None:
    enter(session, *TOLD)
    answer = enter(session, f"wis {CANARY}: verzoek", confirmed=False)
    assert answer.confirm and not answer.events and f"Plan van {CANARY}" in answer.text
    assert "journal" in str(holding(tmp_path, CANARY)), "nothing before the griffier is sure"


def test_one_line_goes_by_its_number(session: Session, tmp_path: Path) -> None:
    enter(session, *TOLD)
    message = next(event.seq for event in session.desk.state.events if isinstance(event, ev.Message))
    enter(session, f"wis {message}: verzoek")
    assert f"b: {CANARY}" not in str(session.desk.state.events)
    assert session.desk.state.objects["m1"].title == f"Plan van {CANARY}"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (f"wis {CANARY}", "Waarom"),
        (f"wis {CANARY}:", "Waarom"),
        ("wis : verzoek", "Waarom"),
        ("wis niemand: verzoek", "staat in niets"),
        ("wis ab: verzoek", "te kort"),
        ("wis 999: verzoek", "Regel 999 is er niet"),
        (f"c wis {CANARY}: verzoek", "Typ c en dan de regel"),
        (f"@20:10 wis {CANARY}: verzoek", "tijd"),
    ],
)
def test_what_cannot_be_deleted_is_said(session: Session, line: str, says: str) -> None:
    enter(session, *TOLD)
    events = list(session.journal.events)
    answer = session.enter(line, confirmed=True)
    assert answer.refused and says in answer.text
    assert session.journal.events == events


def test_a_refused_line_is_kept_nowhere(session: Session, tmp_path: Path) -> None:
    lines = ["open", f"wis {CANARY}", f"wis {CANARY}: verzoek"]
    session.save_draft(f"wis {CANARY}")
    plain.run(session, lines, io.StringIO(), io.StringIO(), ask=False)
    assert holding(tmp_path, CANARY) == []


def test_what_is_staged_is_worded_anew(session: Session) -> None:
    enter(session, "open", "n4", f"m1 i a: Plan van {CANARY}", "m1v c 7-2")
    enter(session, f"wis {CANARY}: verzoek")
    assert session.desk.staged and CANARY not in session.desk.staged.sentence
    assert "(verwijderd)" in session.hammer().text


def test_what_is_staged_with_the_words_is_dropped(session: Session, tmp_path: Path) -> None:
    enter(session, *TOLD, f"b: Nogmaals {CANARY}")
    enter(session, f"wis {CANARY}: verzoek")
    assert session.desk.staged is None
    assert holding(tmp_path, CANARY) == []


def test_behind_closed_doors_nothing_is_said_of_it(session: Session) -> None:
    enter(session, *TOLD, "besloten")
    answer = session.enter(f"wis {CANARY}: verzoek", confirmed=True)
    assert answer.refused and CANARY not in answer.text


def test_after_the_close_it_is_done_outside(session: Session, tmp_path: Path) -> None:
    enter(session, *TOLD, "n7", "sluit")
    answer = session.enter(f"wis {CANARY}: verzoek", confirmed=True)
    assert answer.refused and f"livecouncil redact {ID}" in answer.text
    session.close()
    message = next(event.seq for event in read(tmp_path / "journal", ID).events if isinstance(event, ev.Message))
    assert message in redact(tmp_path, ID, Wish(message, "verzoek")).seqs


def test_a_disk_that_refuses_is_told_and_nobody_is_shown_it(session: Session) -> None:
    enter(session, *TOLD)
    with patch.object(redaction, "drop_openings", side_effect=OSError(28, "No space left on device")):
        answer = session.enter(f"wis {CANARY}: verzoek", confirmed=True)
    assert answer.refused and "No space left" in answer.text
    assert session.desk.state.objects["m1"].title == "Plan van (verwijderd)"
    record = publishing.record_of(session.journal.events)
    assert CANARY not in str(record.feed)
    enter(session, "m2 i b: Zwembad")


def test_a_file_of_the_griffiers_own_that_says_it_is_named_at_once(session: Session, tmp_path: Path) -> None:
    prepared = tmp_path / "agendas" / "voorbereid.txt"
    prepared.parent.mkdir(exist_ok=True)
    prepared.write_text(f"b: {CANARY.upper()} komt")
    enter(session, *TOLD)
    answer = enter(session, f"wis {CANARY}: verzoek")
    assert f"{prepared}: daar staat het nog" in "\n".join(answer.warnings)
