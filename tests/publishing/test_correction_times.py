"""A correction has a time of its own, what it corrects keeps its own, in every output; what rests on it is marked."""

from __future__ import annotations

import csv
import io
import json
import shutil
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.evenings import sitting

LATER = "2026-03-20T09:00:00+01:00"
EVENING = [
    "@19:31 open",
    "@19:35 n6",
    "@19:40 faber",
    "@19:50 z10",
    "@20:01 z",
    "@20:10 vz",
    "@20:12 a1 i cda: Parkeernorm",
    "@20:20 a1v vvd =",
    "@20:25 v vvd =",
    "@20:40 n7",
    "@20:45 jansen",
]
CORRECTION, CLOSING = "@21:00 c a1t cda =", "@21:05 sluit"
DAY = "2026-03-12T"


class Evening:
    """The fictitious council's evening, typed afterwards."""

    def __init__(self, folder: Path) -> None:
        shutil.copytree(str(files("livecouncil") / "example"), folder)
        agenda = next((folder / "agendas").glob("*.toml"))
        self.folder = folder
        self.session = Session.open(folder, agenda, hold=0, clock=Clock(LATER))

    def type(self, *lines: str) -> str:
        out = io.StringIO()
        assert plain.run(self.session, lines, out, out, ask=False) == 0, out.getvalue()
        return out.getvalue()

    @property
    def record(self) -> PublicRecord:
        return publishing.record_of(self.session.desk.state.events)

    def published(self) -> dict[str, bytes]:
        return publishing.wanted(self.record, self.folder, everything=True)


@pytest.fixture
def evening(tmp_path: Path) -> Any:
    played = Evening(tmp_path / "raad")
    yield played
    played.session.close()


def test_every_output_gives_the_vote_its_time_and_the_correction_its_own(evening: Evening) -> None:
    evening.type(*EVENING, CORRECTION, CLOSING)
    made = evening.published()
    votes = {v["identifier"]: v for v in json.loads(made["votes.json"])["vote_events"]}
    assert votes["a1"]["start_date"] == DAY + "20:20:00+01:00" and votes["a1"]["result"] == "rejected"
    assert votes["6"]["start_date"] == DAY + "20:25:00+01:00" and list(votes) == ["a1", "6"]
    popolo = {v["identifier"]: v for v in json.loads(made["popolo.json"])["vote_events"]}
    assert popolo["a1"]["start_date"] == DAY + "20:20:00+01:00" and popolo["a1"]["result"] == "rejected"
    feed = {
        e["_livecouncil"]["kind"]: e
        for e in json.loads(made["feed.json"])["items"]
        if e["_livecouncil"].get("object") == "a1"
    }
    assert feed["uitslag"]["date_published"] == DAY + "20:20:00+01:00"
    assert feed["uitslag"]["date_modified"] == DAY + "21:00:00+01:00"
    assert (
        feed["correctie"]["date_published"] == DAY + "21:00:00+01:00"
        and "Correctie 21:00" in feed["correctie"]["content_text"]
    )
    akoma = etree.fromstring(made["akomantoso.xml"])
    told = [(t.get("time"), t.tail) for t in akoma.iter("{*}recordedTime") if t.tail and "A1" in t.tail]
    assert [time[11:16] for time, _ in told] == ["20:12", "20:20", "21:00"] and "verworpen" in told[1][1]
    rows = list(csv.reader(io.StringIO(made["votes.csv"].decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows[1:]] == ["a1"] * 37 + ["6"] * 37
    for name in ("transcript.html", "decisions.html"):
        page = made[name].decode()
        assert "20:20" in page and "Correctie 21:00" in page and page.index("20:20") < page.index("Correctie 21:00")
    for name in ("ori.json", "ori-a.xml"):
        assert "20:45:00+01:00" in made[name].decode() and "21:00:00+01:00" not in made[name].decode().replace(
            "publicatiedatum", ""
        )


def test_a_correction_changes_no_speech_presence_order_or_wall(tmp_path: Path) -> None:
    plainly, corrected = Evening(tmp_path / "een"), Evening(tmp_path / "twee")
    plainly.type(*EVENING)
    corrected.type(*EVENING, CORRECTION)
    before, after = plainly.record, corrected.record
    assert (
        before.people.speakers == after.people.speakers
        and before.people.presence == after.people.presence
        and before.decisions.breaks == after.decisions.breaks
    )
    assert [(v.identifier, v.at) for i in before.decisions.items for v in i.votes] == [
        (v.identifier, v.at) for i in after.decisions.items for v in i.votes
    ]
    walls = [publishing.record_of(e.session.desk.state.events, "wall").wall for e in (plainly, corrected)]
    assert walls[0] == walls[1] and walls[0].item == "7"
    plainly.type(CLOSING)
    corrected.type(CLOSING)
    assert plainly.record.people.speakers == corrected.record.people.speakers
    plainly.session.close()
    corrected.session.close()


def test_a_corrected_result_on_the_wall_shows_the_right_figures_at_once(evening: Evening) -> None:
    evening.type(*EVENING[:8])
    wall = publishing.record_of(evening.session.desk.state.events, "wall").wall
    evening.type("@20:21 c a1t cda =")
    now = publishing.record_of(evening.session.desk.state.events, "wall").wall
    assert (wall.state, wall.outcome, now.state, now.outcome) == ("result", "adopted", "result", "rejected")
    assert (wall.form, now.form, now.for_, now.against) == ("named", "correction", 6, 31)


def test_names_that_come_later_leave_the_vote_and_the_speaker_their_time(evening: Evening) -> None:
    evening.type(*EVENING[:7], "@20:20 a1 32-5 =", "@20:25 faber", "@20:40 a1v vvd 32-5 =", "@20:50 n7")
    votes = [v for i in evening.record.decisions.items for v in i.votes]
    assert [(v.identifier, f"{v.at:%H:%M}", v.votes is not None) for v in votes] == [("a1", "20:20", True)]
    turns = [
        (f"{t.at:%H:%M}", f"{t.until:%H:%M}")
        for s in evening.record.people.speakers
        for t in s.turns
        if t.until and s.who == "de heer Faber"
    ]
    assert turns[-1] == ("20:25", "20:50")


@pytest.mark.parametrize(
    ("line", "held", "made"),
    [
        ("c a1t cda =", "20:20", "20:45"),
        ("@20:18 c a1v vvd =", "20:18", "20:45"),
        ("@20:50 c a1t cda =", "20:20", "20:50"),
    ],
    ids=["without a time", "only the time of the vote", "with the time of the correction"],
)
def test_what_the_time_of_a_correction_means(evening: Evening, line: str, held: str, made: str) -> None:
    evening.type(*EVENING, line)
    vote = next(v for i in evening.record.decisions.items for v in i.votes if v.identifier == "a1")
    assert f"{vote.at:%H:%M}" == held and f"{evening.record.feed.corrections[-1].at:%H:%M}" == made


def test_a_correction_after_the_meeting_is_dated_when_it_is_made(evening: Evening) -> None:
    evening.type(*EVENING, CLOSING, "c a1t cda =")
    record = evening.record
    assert record.feed.corrections[-1].at.isoformat() == LATER and f"{record.meeting.closed:%H:%M}" == "21:05"
    assert (
        next(v for i in record.decisions.items for v in i.votes if v.identifier == "a1").at.isoformat()
        == DAY + "20:20:00+01:00"
    )


def test_one_of_several_hamerstukken_voted_after_all_keeps_its_time(evening: Evening) -> None:
    evening.type("@19:31 open", "@19:43 h 5a-5c =", "@19:50 n6", "@20:30 c n5b v vvd =")
    item = next(i for i in evening.record.decisions.items if i.number == "5b")
    assert [f"{v.at:%H:%M}" for v in item.votes] == ["19:43"] and item.outcome == "adopted"


# -- what rests on it --------------------------------------------------------------------------------------------------


def mending(said: str) -> str:
    """The line the griffier was given."""
    return next(row.rsplit("herstelt u hem: ", 1)[1] for row in said.splitlines() if "herstelt u hem: " in row)


def test_a_proposal_whose_only_amendment_falls_is_marked_until_it_is_mended(evening: Evening) -> None:
    evening.type(*EVENING)
    said = evening.type(CORRECTION)
    assert "De uitslag van punt 6 berust op wat u verbetert" in said and mending(said) == "c n6 v vvd"
    item = next(i for i in evening.record.decisions.items if i.number == "6")
    assert item.review and item.outcome_word == "gewijzigd vastgesteld (wordt nagegaan)" and item.votes[-1].review
    made = evening.published()
    assert {v["identifier"]: v.get("review") for v in json.loads(made["votes.json"])["vote_events"]} == {
        "a1": None,
        "6": True,
    }
    entry = next(e for e in json.loads(made["feed.json"])["items"] if e["_livecouncil"].get("object") == "6")
    assert entry["_livecouncil"]["review"] is True and entry["date_modified"] == DAY + "21:00:00+01:00"
    for name in (
        "index.html",
        "transcript.html",
        "decisions.html",
        "votes.csv",
        "ori.json",
        "ori-a.xml",
        "akomantoso.xml",
    ):
        assert "wordt nagegaan" in made[name].decode().lower(), name
    assert "(wordt nagegaan)</b>" not in made["index.html"].decode(), "the row of the decision says it once, and why"
    assert '"review": true' in made["popolo.json"].decode()
    assert "herstelt u hem: c n6 v vvd" in evening.type(CLOSING), "still in doubt: said once more"
    evening.type(f"@21:06 {mending(said)} =")
    assert next(i for i in evening.record.decisions.items if i.number == "6").outcome == "adopted"
    assert not any(
        "review" in body.decode()
        for name, body in evening.published().items()
        if name in ("votes.json", "feed.json", "popolo.json")
    )
    assert f"{next(i for i in evening.record.decisions.items if i.number == '6').votes[-1].at:%H:%M}" == "20:25"


@pytest.mark.parametrize(
    ("lines", "correction", "line"),
    [
        (["a1 i cda: X", "a1t cda =", "v vvd d66 29-8 ="], "c a1v vvd =", "c n6 v vvd d66 29-8"),
        (["a1 i cda: X", "a1v vvd =", "t pvda ="], "c a1t cda =", None),
        (["a1 i cda: X", "a1v vvd =", "h ="], "c a1t cda =", "c h 6"),
        (["a1 i cda: X", "a1t cda =", "h ="], "c a1v vvd =", "c h 6"),
        (["a1 i cda: X", "a1v vvd =", "accl ="], "c a1t cda =", "c n6 accl"),
        (["a1 i cda: X", "a1v vvd =", "31-6 ="], "c a1t cda =", "c n6 31-6"),
        (["a1 i cda: X", "s1 i sp: Y", "s1v vvd =", "a1v vvd ="], "c s1t sp =", "c a1 v vvd"),
        (["a1 i cda: X", "a1v vvd =", "c n6 v vvd ="], "c a1t cda =", None),
        (["a1 i cda: X", "a2 i sp: Y", "a1v vvd =", "a2v vvd =", "v vvd ="], "c a1t cda =", None),
    ],
    ids=[
        "adopted after all",
        "rejected anyway",
        "hammered",
        "hammered, adopted after all",
        "acclaimed",
        "totals",
        "subamendment",
        "not decided",
        "another adopted",
    ],
)
def test_the_line_that_mends_what_rests_on_a_correction(
    evening: Evening, lines: list[str], correction: str, line: str | None
) -> None:
    out = io.StringIO()
    plain.run(evening.session, ["@19:31 open", "n6", *lines], out, out, ask=False)
    said = evening.type(correction)
    assert ("herstelt u hem" in said) == (line is not None)
    if line:
        assert mending(said) == line
        evening.type(f"{line} =")
        assert not any(i.review or any(o.review for o in i.objects) for i in evening.record.decisions.items)


def test_the_line_is_known_too_when_another_run_typed_the_vote(evening: Evening) -> None:
    evening.type(*EVENING[:8], "@20:25 v vvd jansen ~mulderij =", "@20:26 n7")
    evening.session.close()
    agenda = next((evening.folder / "agendas").glob("*.toml"))
    evening.session = Session.open(evening.folder, agenda, hold=0, clock=Clock(LATER))
    before = next(i for i in evening.record.decisions.items if i.number == "6").votes[-1]
    line = mending(evening.type(CORRECTION))
    evening.type(f"{line} =")
    after = next(i for i in evening.record.decisions.items if i.number == "6").votes[-1]
    assert after.votes == before.votes and after.outcome == "adopted" and before.outcome == "adopted_amended"
    assert replace(after, outcome="", outcome_word="", corrected=False) == replace(
        before, outcome="", outcome_word="", corrected=False
    )


def test_how_long_a_suspension_lasts_is_corrected_and_when_it_began_stays(tmp_path: Path) -> None:
    evening = sitting.play(tmp_path, "@19:30 open\nn4\n@20:02 z10\n@20:03 c z20\n@20:22 z\n@20:23 c z 20:25")
    assert "De vergadering is om 20:02 geschorst, naar verwachting tot 20:25." in evening.sentences
    assert "De vergadering is om 20:22 hervat bij punt 4." in evening.sentences


@pytest.mark.parametrize("line", ["c open", "c sluit"])
def test_a_correction_without_a_time_moves_no_opening_or_closing(tmp_path: Path, line: str) -> None:
    evening = sitting.play(tmp_path, f"@19:30 open\n@20:00 n4\n@21:00 sluit\n{line}")
    assert "@19:58 c open" in evening.refusals
    assert not evening.entries("correctie")
    (opened,), (closed,) = evening.entries("opening"), evening.entries("sluiting")
    assert (f"{opened.at:%H:%M}", f"{closed.at:%H:%M}") == ("19:30", "21:00")


def test_a_correction_with_a_time_moves_what_is_little_else(tmp_path: Path) -> None:
    evening = sitting.play(
        tmp_path, "@19:30 open\n@20:00 n4\n@19:28 c open\n@21:00 z\n@21:10 z\n@21:12 c z\n@22:00 sluit"
    )
    assert any(s.startswith("De raadsvergadering is om 19:28 geopend") for s in evening.sentences)
    assert "De vergadering is om 21:12 hervat bij punt 4." in evening.sentences
