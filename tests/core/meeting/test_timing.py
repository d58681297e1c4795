"""When a line happened: the council's zone, both nights of the clock change, the days of a sitting,
after-the-fact entry."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from livecouncil.core.meeting import events as ev
from livecouncil.publishing.folder import record_of, wanted
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from tests.conftest import Clock, tried

ZONE = ZoneInfo("Europe/Amsterdam")
NAMES = ("Alders", "Bakker", "Cramer", "Dekens", "Evers", "Fokkens", "Gorter", "Hovius", "Ippel")


class Sitting:
    """A council of nine with its agenda, at a clock that the test sets; times in UTC unless they say otherwise."""

    def __init__(self, folder: Path, start: str, now: str, shell: str, language: str = "nl", zone: str = "") -> None:
        members = "".join(
            f'[[members]]\nname = "{n}"\ngroup = "{"A" if i < 5 else "B"}"\nnumber = {i + 1}\n'
            for i, n in enumerate(NAMES)
        )
        own = f'zone = "{zone}"\n' * bool(zone)
        council = f'[council]\nmunicipality = "Dorp"\n{own}seats = 9\nlanguage = "{language}"\n'
        groups = '[[groups]]\nname = "A"\n[[groups]]\nname = "B"\n'
        (folder / "agendas").mkdir(parents=True)
        (folder / "council.toml").write_text(council + groups + members)
        items = "".join(f'[[items]]\nnumber = "{n}"\ntitle = "Voorstel {n}"\nkind = "proposal"\n' for n in range(1, 8))
        self.agenda = folder / "agendas" / "agenda.toml"
        self.agenda.write_text(f'[meeting]\ntitle = "Raad"\nstart = {start}\nchair = "de burgemeester"\n{items}')
        self.folder, self.shell, self.clock = folder, shell, Clock(now)
        self.output = ""
        self.session = Session.open(folder, self.agenda, hold=0, clock=self.clock)

    def at(self, now: str, *lines: str) -> None:
        """Type `lines` at `now` in the shell under test."""
        self.clock.now = datetime.fromisoformat(now)
        if self.shell == "line mode":
            out = io.StringIO()
            plain.run(self.session, lines, out, io.StringIO(), ask=False)
            self.output = out.getvalue()
            return
        said = []
        for line in lines:
            hammered = line.removesuffix(" =")
            answers = [self.session.enter(hammered, confirmed=True)]
            answers += [self.session.hammer()] * (hammered != line)
            said += [f"{a.kind.word(self.session.words)} {a.text} {' '.join(a.warnings)}" for a in answers]
            self.session.tick()
        self.output = "\n".join(said)

    def again(self, now: str) -> None:
        """End the program and start it at `now`."""
        self.session.close()
        self.clock.now = datetime.fromisoformat(now)
        self.session = Session.open(self.folder, self.agenda, hold=0, clock=self.clock)

    @property
    def facts(self) -> list[str]:
        """Kind and moment of every fact as it stands in the journal."""
        facts = self.session.desk.state.facts
        return [f"{f.type} {f.at.isoformat()}" for _, f in sorted(facts.items())]  # type: ignore[attr-defined]

    @property
    def times(self) -> list[str]:
        return [f.split()[1] for f in self.facts]


Begin = Callable[..., Sitting]


@pytest.fixture(params=["line mode", "session"])
def begin(request: pytest.FixtureRequest, tmp_path: Path) -> Begin:
    sittings: list[Sitting] = []

    def start(start: str, now: str, **more: str) -> Sitting:
        sittings.append(Sitting(tmp_path / "raad", start, now, request.param, **more))
        request.addfinalizer(sittings[-1].session.close)
        return sittings[-1]

    return start


LATER = "2026-12-01T09:00:00+00:00"


def days(day: str, *times: str, offset: str = "+01:00") -> list[str]:
    return [f"{day}T{t}:00{offset}" for t in times]


# -- the zone --------------------------------------------------------------------------------------------------------


def test_every_moment_has_the_offset_of_the_zone_then_not_that_of_the_start(begin: Begin) -> None:
    """The clock goes back at 03:00 while the council sits; the computer's own zone does not matter."""
    sitting = begin("2026-10-24T22:00:00+02:00", "2026-10-25T00:55:00+00:00")
    sitting.at("2026-10-25T00:55:00+00:00", "open", "n6")
    sitting.at("2026-10-25T02:05:00+00:00", "z10")
    assert sitting.times == ["2026-10-25T02:55:00+02:00"] * 2 + ["2026-10-25T03:05:00+01:00"]
    entry = record_of(sitting.session.desk.state.events).feed.entries[-1]
    assert "om 03:05 geschorst, naar verwachting tot 03:15" in entry.texts["nl"]
    assert entry.published.isoformat() == "2026-10-25T03:05:00+01:00"


def test_a_suspension_across_the_change_lasts_its_minutes(begin: Begin) -> None:
    sitting = begin("2026-10-24T22:00:00+02:00", "2026-10-25T00:55:00+00:00")
    sitting.at("2026-10-25T00:55:00+00:00", "open", "z10")
    resumes = sitting.session.desk.state.expected_resume
    assert resumes is not None and resumes.isoformat() == "2026-10-25T02:05:00+01:00"


def test_a_council_elsewhere_has_its_own_zone(begin: Begin) -> None:
    sitting = begin("2026-07-01T20:00:00-04:00", "2026-07-02T00:05:00+00:00", zone="America/Kralendijk")
    sitting.at("2026-07-02T00:05:00+00:00", "open", "@20:03 n2")
    assert sitting.times == ["2026-07-01T20:05:00-04:00"] and "time" not in sitting.facts[0]


def test_a_start_without_offset_is_read_in_the_zone(begin: Begin) -> None:
    sitting = begin("2026-07-16T19:30:00", "2026-12-01T12:00:00+00:00")
    sitting.at(LATER, "open")
    assert sitting.times == ["2026-07-16T19:30:00+02:00"]


# -- two nights --------------------------------------------------------------------------------------------------------

OCTOBER = (
    "@22:01 open",
    "@01:50 n6",
    "@02:30 m1 i a: Starters",
    "@02:40 z10",
    "@02:50 z",
    "@02:10 m2 i b: Hoog",
    "@02:30 m1v b 5-4 =",
    "@03:05 n7",
    "@03:10 v b 5-4 =",
    "@03:20 sluit",
)


def test_an_hour_that_comes_twice_keeps_the_order_typed_afterwards_and_says_which(begin: Begin) -> None:
    sitting = begin("2026-10-24T22:00:00+02:00", LATER)
    sitting.at(LATER, *OCTOBER)
    night = "2026-10-25T"
    summer = [f"{night}{t}:00+02:00" for t in ("01:50", "02:30", "02:40", "02:50")]
    winter = [f"{night}{t}:00+01:00" for t in ("02:10", "02:30", "03:05", "03:10", "03:20")]
    assert sitting.times == ["2026-10-24T22:01:00+02:00", *summer, *winter]
    assert "02:30 komt die nacht twee keer voor; dit is de eerste keer (zomertijd, +02:00)" in sitting.output
    assert "02:10 komt die nacht twee keer voor; dit is de tweede keer (wintertijd, +01:00)" in sitting.output


def test_an_hour_that_comes_twice_is_the_last_that_has_come_when_live(begin: Begin) -> None:
    sitting = begin("2026-10-24T22:00:00+02:00", "2026-10-24T20:00:00+00:00")
    sitting.at("2026-10-24T20:00:00+00:00", "open")
    sitting.at("2026-10-25T00:40:00+00:00", "@02:30 n2")
    sitting.at("2026-10-25T01:20:00+00:00", "@02:40 n3", "@02:15 n4")
    assert sitting.times[1:] == days("2026-10-25", "02:30", "02:40", offset="+02:00") + days("2026-10-25", "02:15")


def test_an_hour_that_does_not_exist_is_refused_with_the_reason(begin: Begin) -> None:
    sitting = begin("2026-03-28T22:00:00+01:00", LATER)
    sitting.at(LATER, "@22:00 open", "@01:50 n6", "@02:30 n7", "@03:05 n7", "@03:10 sluit")
    assert "02:30 bestaat die nacht niet: de klok gaat een uur vooruit." in sitting.output
    facts = [f for f in sitting.times if "2026-03-29" in f]
    assert facts == days("2026-03-29", "01:50") + days("2026-03-29", "03:05", "03:10", offset="+02:00")


def test_an_hour_that_does_not_exist_is_refused_live_too_also_for_a_suspension(begin: Begin) -> None:
    sitting = begin("2026-03-28T22:00:00+01:00", "2026-03-28T21:00:00+00:00")
    sitting.at("2026-03-28T21:00:00+00:00", "open")
    sitting.at("2026-03-29T00:50:00+00:00", "z02:30")
    assert "02:30 bestaat die nacht niet" in sitting.output
    sitting.at("2026-03-29T01:10:00+00:00", "@02:30 n3")
    assert "02:30 bestaat die nacht niet" in sitting.output and len(sitting.facts) == 1


# -- days --------------------------------------------------------------------------------------------------------------


def test_a_resumption_on_another_day_begins_a_day_live(begin: Begin) -> None:
    sitting = begin("2026-11-12T19:30:00+01:00", "2026-11-12T18:30:00+00:00")
    sitting.at("2026-11-12T18:30:00+00:00", "open", "n1", "v b 5-4 =")
    sitting.at("2026-11-12T21:30:00+00:00", "z 13-11 19:30")
    sitting.again("2026-11-13T18:31:00+00:00")
    assert (
        "Hervat na onderbreking 12-11 22:30–19:31" in sitting.session.resumed
        and "krijgt nu 13-11 19:31" in sitting.session.resumed
    )
    sitting.at("2026-11-13T18:31:00+00:00", "z", "af bakker", "n2", "v b 4-4 =")
    sitting.at("2026-11-13T18:55:00+00:00", "@19:50 n3", "@12-11 22:20 b: vergeten =")
    sitting.again("2026-11-13T20:31:00+00:00")
    sitting.at("2026-11-13T20:31:00+00:00", "@21:10 sluit")
    assert sitting.times[3:] == [
        "2026-11-12T22:30:00+01:00",
        *["2026-11-13T19:31:00+01:00"] * 4,
        "2026-11-13T19:50:00+01:00",
        "2026-11-12T22:20:00+01:00",
        "2026-11-13T21:10:00+01:00",
    ]
    entries = record_of(sitting.session.desk.state.events).feed.entries
    assert "om 22:30 geschorst, naar verwachting tot 13-11 19:30" in entries[3].texts["nl"]
    made = wanted(record_of(sitting.session.desk.state.events), sitting.folder, everything=True)
    assert "13-11 19:31" in made["transcript.html"].decode() and "13-11 21:10" in made["decisions.html"].decode()
    published = [e.published for e in entries]
    assert published == sorted(published) and published[3].date() < published[4].date()


def test_a_resumption_on_another_day_begins_a_day_typed_afterwards(begin: Begin) -> None:
    sitting = begin("2024-03-14T19:30:00+01:00", LATER)
    sitting.at(
        LATER,
        "@19:30 open",
        "n4",
        "@23:30 z 15-03 19:30",
        "@23:40 b: tot morgen =",
        "@19:31 z",
        "@19:40 v b 5-4 =",
        "n5",
    )
    sitting.at(LATER, "@15-03 20:30 n6", "@21:00 sluit")
    assert sitting.times == days("2024-03-14", "19:30", "19:30", "23:30", "23:40") + days(
        "2024-03-15", "19:31", "19:40", "19:40", "20:30", "21:00"
    )


def test_a_resumption_that_may_be_either_day_is_asked(begin: Begin) -> None:
    sitting = begin("2024-03-14T19:30:00+01:00", LATER)
    sitting.at(LATER, "@19:30 open", "@22:30 z 15-03 19:30", "@23:10 z")
    assert "Welke 23:10?" in sitting.output and len(sitting.facts) == 2
    sitting.at(LATER, "@15-03 23:10 z")
    assert sitting.times[2:] == days("2024-03-15", "23:10")


def test_a_resumption_at_the_announced_hour_is_of_the_announced_day(begin: Begin) -> None:
    """Also with a day between: who was told ten o'clock on Saturday does not go on at ten on Friday."""
    sitting = begin("2024-03-14T19:30:00+01:00", LATER)
    sitting.at(LATER, "@19:30 open", "@23:30 z 16-03 10:00", "@10:05 z", "@10:40 n2")
    assert sitting.times[2:] == days("2024-03-16", "10:05", "10:40")


@pytest.mark.parametrize("typed", ["z21:10", "z 14-03 19:00", "z 13-03 19:30"])
def test_no_suspension_lasts_until_what_has_been(begin: Begin, typed: str) -> None:
    sitting = begin("2024-03-14T19:30:00+01:00", LATER)
    sitting.at(LATER, "@19:30 open", f"@21:30 {typed}")
    assert "is al geweest. Er is niets vastgelegd" in sitting.output and "z 15-03 19:30" in sitting.output
    assert len(sitting.facts) == 1


def test_a_day_nobody_announced_begins_when_the_meeting_goes_on(begin: Begin) -> None:
    sitting = begin("2026-11-12T19:30:00+01:00", "2026-11-12T18:30:00+00:00")
    sitting.at("2026-11-12T18:30:00+00:00", "open")
    sitting.at("2026-11-12T21:30:00+00:00", "z")
    sitting.again("2026-11-19T18:31:00+00:00")
    sitting.at("2026-11-19T18:35:00+00:00", "@19-11 19:30 z", "n2", "@19:33 n3")
    assert sitting.times[2:] == days("2026-11-19", "19:30", "19:35", "19:33")


def test_a_resumption_typed_days_later_without_its_day_is_asked(begin: Begin) -> None:
    sitting = begin("2026-11-12T19:30:00+01:00", "2026-11-12T18:30:00+00:00")
    sitting.at("2026-11-12T18:30:00+00:00", "open", "z")
    sitting.at("2026-11-19T18:31:00+00:00", "z")
    assert "Wanneer ging de vergadering verder?" in sitting.output and "@19-11 19:31 z" in sitting.output
    assert len(sitting.facts) == 2


@pytest.mark.parametrize("hours", [1, 9, 14, 15, 23])
def test_an_evening_is_never_over_by_a_count_of_hours(begin: Begin, hours: int) -> None:
    sitting = begin("2026-11-12T19:30:00+01:00", "2026-11-12T18:30:00+00:00")
    sitting.at("2026-11-12T18:30:00+00:00", "open")
    now = datetime.fromisoformat("2026-11-12T18:30:00+00:00") + timedelta(hours=hours)
    sitting.at(now.isoformat(), "n2")
    assert sitting.times[1] == now.astimezone(ZONE).isoformat()


def test_past_midnight_to_four(begin: Begin) -> None:
    sitting = begin("2026-11-12T23:30:00+01:00", "2026-11-12T22:31:00+00:00")
    sitting.at("2026-11-12T22:31:00+00:00", "open")
    sitting.at("2026-11-12T23:05:00+00:00", "n2", "@23:50 n3", "@00:02 n4")
    sitting.at("2026-11-13T03:00:00+00:00", "@03:55 n5", "sluit")
    assert sitting.times == days("2026-11-12", "23:31") + days("2026-11-13", "00:05") + days(
        "2026-11-12", "23:50"
    ) + days("2026-11-13", "00:02", "03:55", "04:00")


def test_past_midnight_to_four_typed_afterwards(begin: Begin) -> None:
    sitting = begin("2026-11-12T23:30:00+01:00", LATER)
    sitting.at(LATER, "@23:25 open", "@23:50 n2", "@00:05 n3", "n4", "@23:55 n5", "@03:59 sluit")
    assert sitting.times == days("2026-11-12", "23:25", "23:50") + days("2026-11-13", "00:05", "00:05") + days(
        "2026-11-12", "23:55"
    ) + days("2026-11-13", "03:59")


@pytest.mark.parametrize(
    ("start", "opened", "typed", "expected"),
    [
        ("2026-11-12T03:00:00+01:00", "2026-11-12T01:57:00+00:00", "@02:58 af ippel", "2026-11-12T02:58:00+01:00"),
        ("2026-11-12T20:00:00+01:00", "2026-11-12T18:59:00+00:00", "@19:59 n2", "2026-11-12T19:59:00+01:00"),
        ("2026-11-12T00:15:00+01:00", "2026-11-11T22:58:00+00:00", "@23:58 n2", "2026-11-11T23:58:00+01:00"),
        ("2026-11-12T23:30:00+01:00", "2026-11-12T23:05:00+00:00", "@00:05 n2", "2026-11-13T00:05:00+01:00"),
    ],
    ids=["early at three", "early", "early before midnight", "late past midnight"],
)
def test_opened_early_or_late(begin: Begin, start: str, opened: str, typed: str, expected: str) -> None:
    sitting = begin(start, opened)
    sitting.at(opened, "open")
    sitting.at((datetime.fromisoformat(opened) + timedelta(minutes=1)).isoformat(), typed)
    assert sitting.times == [datetime.fromisoformat(opened).astimezone(ZONE).isoformat(), expected]


def test_opened_two_minutes_early_typed_afterwards(begin: Begin) -> None:
    sitting = begin("2026-11-20T20:00:00+01:00", LATER)
    sitting.at(LATER, "@19:55 af ippel", "@19:58 open", "@20:05 n2", "@20:35 sluit")
    assert sitting.times == days("2026-11-20", "19:55", "19:58", "20:05", "20:35")


def test_a_rehearsal_at_noon_dates_back_as_the_evening_can(begin: Begin) -> None:
    sitting = begin("2026-11-12T20:00:00+01:00", "2026-11-12T11:00:00+00:00")
    sitting.at("2026-11-12T11:00:00+00:00", "@11:50 af ippel", "open")
    sitting.at("2026-11-12T11:10:00+00:00", "@12:05 n2", "@11:55 n3", "@12:30 n4", "@20:05 n4")
    assert sitting.times == days("2026-11-12", "11:50", "12:00", "12:05")
    assert "Welke 11:55? Deze dag van de zitting begon 12-11 12:00. Typ de dag erbij: @12-11 11:55." in sitting.output
    assert "12:30 moet nog komen; het is 12:10." in sitting.output and "20:05 moet nog komen" in sitting.output
    sitting.at("2026-11-12T11:11:00+00:00", "@12-11 11:55 n3")
    assert sitting.times[-1] == "2026-11-12T11:55:00+01:00"


@pytest.mark.parametrize(
    ("line", "said"),
    [("@31-11 19:50 n2", "is geen tijd"), ("@13-11 19:50 n2", "moet nog komen"), ("@12-11 25:00 n2", "is geen tijd")],
)
def test_a_date_that_cannot_be_is_refused(begin: Begin, line: str, said: str) -> None:
    sitting = begin("2026-11-12T20:00:00+01:00", "2026-11-12T19:00:00+00:00")
    sitting.at("2026-11-12T19:00:00+00:00", "open", line)
    assert said in sitting.output and len(sitting.facts) == 1


# -- afterwards --------------------------------------------------------------------------------------------------------


def test_notes_refused_lines_and_checkpoints_move_no_clock(begin: Begin) -> None:
    sitting = begin("2024-03-14T19:30:00+01:00", LATER)
    sitting.at(LATER, "@19:30 open", "n4", "m1 zz", ", een notitie", "@20:00 z10", "@20:10 z")
    sitting.session.red_note("m1 zz")
    sitting.at("2026-12-02T09:00:00+00:00", "v b 5-4 =", "sluit")
    assert sitting.times == days("2024-03-14", "19:30", "19:30", "20:00", "20:10", "20:10", "20:10")
    notes = [e for e in sitting.session.journal.events if isinstance(e, ev.Note | ev.Checkpoint)]
    assert notes and all(n.at.date().isoformat() == "2024-03-14" for n in notes)


def test_what_is_left_of_an_evening_may_be_typed_days_later(begin: Begin) -> None:
    sitting = begin("2026-11-12T19:30:00+01:00", "2026-11-12T18:30:00+00:00")
    sitting.at("2026-11-12T19:00:00+00:00", "open", "n2")
    sitting.again(LATER)
    assert "een regel zonder @ krijgt nu 12-11 20:00 als tijd" in sitting.session.resumed
    sitting.at(LATER, "n3", "@21:00 n4", "sluit")
    assert sitting.times == days("2026-11-12", "20:00", "20:00", "20:00", "21:00", "21:00")


# -- any evening -------------------------------------------------------------------------------------------------------

STARTS = [
    "2026-10-24T20:00:00",
    "2026-10-25T00:30:00",
    "2026-03-28T21:00:00",
    "2026-03-28T23:30:00",
    "2026-07-01T19:30:00",
]


@settings(max_examples=tried(60), deadline=None)
@given(
    start=st.sampled_from(STARTS),
    steps=st.lists(
        st.tuples(st.integers(0, 90), st.sampled_from(["n", "back", "z", "z10", "note", "held"])),
        min_size=3,
        max_size=14,
    ),
)
def test_stored_offsets_are_the_zones_and_public_dates_never_go_back(
    tmp_path_factory: pytest.TempPathFactory, start: str, steps: list[tuple[int, str]]
) -> None:
    now = datetime.fromisoformat(start).replace(tzinfo=ZONE).astimezone(ZoneInfo("UTC"))
    sitting = Sitting(tmp_path_factory.mktemp("raad") / "raad", start, now.isoformat(), "session")
    sitting.at(now.isoformat(), "open")
    for number, (minutes, kind) in enumerate(steps):
        now += timedelta(minutes=minutes)
        ago = (now - timedelta(minutes=minutes // 2)).astimezone(ZONE)
        lines = {
            "n": f"n{number % 7 + 1}",
            "back": f"@{ago:%H:%M} n{number % 7 + 1}",
            "note": ", iets",
            "held": f"m{number + 1} i a: X",
        }
        sitting.at(now.isoformat(), lines.get(kind, kind))
    events = sitting.session.journal.events
    for moment in [m for e in events for m in (e.at, e.logged) if m]:
        assert moment.utcoffset() == moment.astimezone(ZONE).utcoffset(), moment
    assert all(e.at <= (e.logged or e.at) for e in events[1:])
    published = [e.published for e in record_of(events).feed.entries]
    assert published == sorted(published)
    assert json.loads(events[0].model_dump_json())["agenda"]["meeting"]["start"].startswith(start)
    sitting.session.close()


@settings(max_examples=tried(60), deadline=None)
@given(start=st.sampled_from(STARTS), steps=st.lists(st.integers(1, 50), min_size=2, max_size=14))
def test_an_evening_typed_afterwards_keeps_its_order_and_its_clock(
    tmp_path_factory: pytest.TempPathFactory, start: str, steps: list[int]
) -> None:
    """Over midnight and both changes: each fact shows the time that was typed, and none lies before the
    one above it."""
    now = datetime.fromisoformat(start).replace(tzinfo=ZONE).astimezone(ZoneInfo("UTC"))
    sitting = Sitting(tmp_path_factory.mktemp("raad") / "raad", start, LATER.replace("2026", "2027"), "session")
    typed = [now + timedelta(minutes=sum(steps[:n])) for n in range(len(steps))]
    shown = [f"{moment.astimezone(ZONE):%H:%M}" for moment in typed]
    sitting.at(
        LATER.replace("2026", "2027"), f"@{shown[0]} open", *(f"@{t} n{n % 7 + 1}" for n, t in enumerate(shown[1:]))
    )
    moments = [datetime.fromisoformat(t) for t in sitting.times]
    assert [f"{m:%H:%M}" for m in moments] == shown
    assert moments == sorted(moments) and all(m.utcoffset() == m.astimezone(ZONE).utcoffset() for m in moments)
    sitting.session.close()
