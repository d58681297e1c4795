"""One fact, one telling: what became of somebody or something reads the same in every public output."""

from __future__ import annotations

import re
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.attendance import presence
from livecouncil.core.meeting.fold import fold
from livecouncil.core.meeting.snapshot import opening
from livecouncil.journal.journal import Journal
from livecouncil.sitting.session import Session
from livecouncil.terminal.meeting_acts import correctable
from livecouncil.trust.verify import verify_public
from tests.conftest import Clock
from tests.evenings.sitting import ID, Evening, play, write

BEHIND = """
@19:30 open
n5
@19:40 besloten
@19:45 af hovius
@19:50 af ippel
@19:55 aan ippel
@20:00 openbaar
n6
@20:05 m6 i a: It Gryn
m6v b =
@20:30 sluit
"""


def test_a_departure_behind_closed_doors_is_told_with_its_time_in_every_output(tmp_path: Path) -> None:
    evening = play(tmp_path, BEHIND)
    assert "In het besloten deel: Hovius is afwezig om 19:45." in evening.sentences
    for name in ("feed.json", "feed.atom", "index.html", "transcript.html"):
        assert "Hovius is afwezig om 19:45" in evening.file(name), name
    spans = {p.member: p.spans for p in evening.record.people.presence}
    assert [f"{a:%H:%M}–{b:%H:%M}" for a, b in spans["Hovius"] if b] == ["19:30–19:45"]
    assert [f"{a:%H:%M}–{b:%H:%M}" for a, b in spans["Ippel"] if b] == ["19:30–19:50", "19:55–20:30"]
    lists = [evening.file("decisions.html"), evening.file("decisions-large.html"), evening.pdf()]
    for text in (" ".join(re.sub("<[^>]+>", " ", one).split()) for one in lists):
        assert "Aanwezig (7)" in text and "Hovius (C): 19:30–19:45" in text, text
    (vote,) = evening.votes().values()
    told = [(row["voter"]["name"], row["group"]["name"], row["option"]) for row in vote["votes"]]
    assert ("Hovius", "C", "absent") in told
    assert evening.record.people.present == 8 and verify_public(evening.public) == []


def test_nobody_knows_of_it_before_the_doors_are_open(tmp_path: Path) -> None:
    evening = play(tmp_path, BEHIND.split("@20:00 openbaar")[0])
    assert "19:45" not in evening.everything and evening.record.people.present == 9
    shut = play(tmp_path / "shut", BEHIND.split("@20:00 openbaar")[0] + "@20:30 sluit")
    assert "19:45" not in shut.everything, "closed behind the doors: never told"


def test_the_griffier_and_the_public_read_one_ledger(tmp_path: Path) -> None:
    evening = play(tmp_path, BEHIND)
    journal = Journal.open(tmp_path / "journal", ID, write=False)
    state = fold(journal.events, *opening(journal.events))
    journal.close()
    assert {p.member.name: p.stays for p in presence(state)} == {
        p.member: p.spans for p in evening.record.people.presence
    }


def test_taking_back_the_opening_takes_back_what_it_told(tmp_path: Path) -> None:
    session = Session.open(tmp_path, write(tmp_path), clock=Clock())
    for line in ("open", "besloten", "af hovius", "openbaar", "undo"):
        session.enter(line, confirmed=True, line_mode=True)
    assert session.desk.state.doors_closed and "Hovius" not in session.desk.state.present
    session.enter("openbaar", confirmed=True)
    told = [f for f in session.desk.state.facts.values() if isinstance(f, ev.Attendance) and f.tells]
    session.close()
    assert [f.members for f in told] == [("Hovius",)]


# -- a past sentence has one source: what was released ---------------------------------------------------------------

RENAMED = """
@19:30 open
n4
m1 i a: Later
m1w: Later, met B
m1v b =
c m1 i a b: Later
c m1 i a c: Nooit
c m1w: Heel anders
c m1v c =
@21:00 sluit
"""


def corrections(evening: Evening) -> list[str]:
    return [s.split(": ", 1)[1] for s in evening.sentences if s.startswith("Correctie")]


def test_a_correction_quotes_what_was_released_whatever_it_was_called_later(tmp_path: Path) -> None:
    evening = play(tmp_path, RENAMED)
    assert corrections(evening) == [
        "er stond “Ingediend bij punt 4: Motie M1 ‘Later’. Indiener: A”. "
        "Juist is: “Ingediend bij punt 4: Motie M1 ‘Later’. Indieners: A, B”.",
        "er stond “Ingediend bij punt 4: Motie M1 ‘Later’. Indieners: A, B”. "
        "Juist is: “Ingediend bij punt 4: Motie M1 ‘Nooit’. Indieners: A, C”.",
        (
            "er stond “Motie M1 is gewijzigd en heet nu ‘Later, met B’”. Juist is: “Motie M1 is gewijzigd en heet nu "
            "‘Heel anders’”."
        ),
        "bij Motie M1 stond voor 6, tegen 3. Juist is: voor 7, tegen 2. De uitslag (aangenomen) blijft gelijk.",
    ]
    for name in ("index.html", "transcript.html", "decisions.html"):
        assert "Motie M1 ‘Later’. Indieners: A, B" in evening.file(name), name


def test_a_correction_changes_no_sentence_but_that_of_the_fact_it_corrects(tmp_path: Path) -> None:
    evening = play(tmp_path, RENAMED)
    assert "Motie M1 is gewijzigd en heet nu ‘Heel anders’." in evening.sentences
    before = play(tmp_path / "before", RENAMED.split("c m1v c =")[0])
    assert "Motie M1 ‘Later, met B’ is aangenomen. Voor 6: A, C. Tegen 3: B." in before.sentences
    assert verify_public(evening.public) == []


def test_the_list_of_corrections_quotes_what_was_said_also_after_a_restart(tmp_path: Path) -> None:
    play(tmp_path, RENAMED.split("c m1v c =")[0])
    agenda = tmp_path / "agendas" / f"{ID}.toml"
    session = Session.open(tmp_path, agenda, clock=Clock())
    listed = [sentence for sentence, _ in correctable(session)]
    session.close()
    assert any("Motie M1 ‘Later, met B’ is aangenomen." in s for s in listed), listed
    assert any("Ingediend bij punt 4: Motie M1 ‘Nooit’. Indieners: A, C." in s for s in listed), listed


COMPLETED = """
@19:30 open
n6
@19:50 m1 i a: Een
@20:00 m1 6-3 =
@20:05 m1v b 6-3 =
@20:06 c m1v c 7-2 =
@20:30 sluit
"""


def test_a_corrected_result_is_corrected_where_its_names_stand_too(tmp_path: Path) -> None:
    """The names came after the figures; both entries, and the vote's data, say what is right."""
    evening = play(tmp_path, COMPLETED)
    (vote,) = evening.votes().values()
    assert [count["value"] for count in vote["counts"]][:2] == [7, 2]
    figures = [(e.for_, e.against, e.status) for e in evening.record.feed.entries if e.object == "m1" and e.outcome]
    assert figures[:2] == [(7, 2, "corrected"), (7, 2, "corrected")]
    (correction,) = [s for s in evening.sentences if s.startswith("Correctie")]
    assert "stond voor 6, tegen 3. Juist is: voor 7, tegen 2" in correction
    assert [m.outcome for i in evening.record.decisions.items for m in i.objects] == ["adopted"]


def test_corrected_names_quote_the_names_that_stood(tmp_path: Path) -> None:
    evening = play(tmp_path, COMPLETED.replace("c m1v c 7-2", "c m1v alders bakker cramer 6-3"))
    (correction,) = [s for s in evening.sentences if s.startswith("Correctie")]
    assert "stond voor 6: A, C; tegen 3: B." in correction, correction
    assert "voor 6: A (1), B, C; tegen 3: A (3)" in correction, correction
    (vote,) = evening.votes().values()
    assert {v["voter"]["name"] for v in vote["votes"] if v["option"] == "no"} == {"Alders", "Bakker", "Cramer"}


OVERNIGHT = """
@19:30 open
n5
@22:40 besloten
@22:45 af hovius
@22:50 z 13-03 19:30
@13-03 19:30 z
@13-03 19:35 af ippel
@13-03 20:00 openbaar
@13-03 20:30 sluit
"""


def test_what_happened_behind_doors_on_an_earlier_day_is_told_with_that_day(tmp_path: Path) -> None:
    evening = play(tmp_path, OVERNIGHT)
    assert "In het besloten deel: Hovius is afwezig om 12-03 22:45." in evening.sentences
    assert "In het besloten deel: Ippel is afwezig om 19:35." in evening.sentences, "told on its own day"
