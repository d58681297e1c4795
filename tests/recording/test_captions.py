"""Captions and journal: the offset is found or refused, closed doors stay closed, every word gets
its item and speaker."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import tomli_w
from hypothesis import given
from hypothesis import strategies as st

from livecouncil.core.release.record import PublicRecord
from livecouncil.publishing import folder as publishing
from livecouncil.recording import cue_text as cuetext
from livecouncil.recording import read as importer
from livecouncil.recording.alignment import LEAST, OffsetUnsure, find_offset, given_offset
from livecouncil.recording.captions import OUTSIDE, Captions, Cue, Offset, closed_spans_of, open_cues, said_by_item
from livecouncil.recording.moments import visits
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.evenings import spoken
from tests.evenings.spoken import CANARY, EVENING, ZERO, offset, play
from tests.records import changed

LEIDEN = [
    (26.1, "vanspronsen"),
    (148.7, "leest"),
    (311.4, "otten"),
    (330.6, "vanspronsen"),
    (347.6, "leest"),
    (357.3, "garcia"),
    (435.8, "terpstra"),
    (737.6, "vanspronsen"),
    (808.6, "vanspronsen"),
    (901.0, "vanspronsen"),
    (1065.9, "otten"),
    (1141.2, "vanspronsen"),
    (1374.2, "leest"),
    (1386.8, "jordan"),
    (1411.6, "krol"),
    (1620.4, "vanspronsen"),
    (1671.3, "vos"),
    (1732.4, "leest"),
    (1999.9, "vos"),
    (2123.0, "vanspronsen"),
    (2154.6, "vanspronsen"),
    (2230.1, "vos"),
]
"""When the chair of a real meeting called whom, in seconds of its captions."""


@pytest.fixture(scope="module")
def evening_heard(tmp_path_factory: pytest.TempPathFactory) -> tuple[PublicRecord, Captions]:
    return spoken.evening(tmp_path_factory.mktemp("spoken"))


def leiden(folder: Path, calls: list[tuple[float, str]]) -> PublicRecord:
    """The journal of somebody who logged those calls, two to seven seconds after they were made."""
    named = ["Van Spronsen", "Leest", "Otten", "Sandoval Garcia", "Jordan", "Krol", "Vos"]
    council = {
        "council": {"municipality": "Leiden", "seats": 7},
        "groups": [{"name": "Raad"}],
        "members": [{"name": f"de heer {n}", "group": "Raad"} for n in named],
        "officials": [{"name": "wethouder Terpstra", "role": "wethouder"}],
    }
    (folder / "agendas").mkdir(parents=True)
    (folder / "council.toml").write_text(tomli_w.dumps(council))
    path = folder / "agendas" / "leiden.toml"
    meeting = {"title": "Raad", "start": ZERO, "chair": "burgemeester Heijkoop"}
    path.write_text(tomli_w.dumps({"meeting": meeting, "items": [{"number": "1", "title": "Omgevingsplan"}]}))
    clock = Clock(ZERO.isoformat())
    with_session = Session.open(folder, path, clock=clock, hold=0)
    clock.now = ZERO + timedelta(seconds=1)
    with_session.enter("open", confirmed=True, line_mode=True)
    for n, (at, who) in enumerate(calls):
        clock.now = ZERO + timedelta(seconds=at + 2 + n * 3 % 6)
        assert not with_session.enter(who, line_mode=True).refused
    record = publishing.record_of(with_session.journal.events)
    with_session.close()
    return record


@pytest.fixture(scope="module")
def leiden_cues(shared: Path) -> Captions:
    return importer.read_captions(shared / "transcripts" / "leiden_2023-11-30.vtt")


# -- the offset --------------------------------------------------------------------------------------------------


def test_the_offset_is_found_from_what_is_said(evening_heard: tuple[PublicRecord, Captions]) -> None:
    found = find_offset(*evening_heard)
    assert abs((found.at - ZERO).total_seconds()) <= 5 and found.matches >= 12 <= found.of and found.spread <= 5


def test_the_offset_of_a_real_meeting_is_found(tmp_path: Path, leiden_cues: Captions) -> None:
    found = find_offset(leiden(tmp_path, LEIDEN), leiden_cues)
    assert abs((found.at - ZERO).total_seconds()) <= 8 and found.matches >= 18


@pytest.mark.parametrize("shift", [-3600, -1, 0, 1234.5, 9000])
def test_the_offset_moves_with_the_recording(evening_heard: tuple[PublicRecord, Captions], shift: float) -> None:
    record, heard = evening_heard
    moved = Captions(tuple(replace(c, start=c.start + shift, end=c.end + shift) for c in heard.cues))
    there = find_offset(record, heard).at - timedelta(seconds=shift)
    assert abs((find_offset(record, moved).at - there).total_seconds()) < 0.01


def test_captions_of_another_meeting_are_refused(
    evening_heard: tuple[PublicRecord, Captions], leiden_cues: Captions
) -> None:
    with pytest.raises(OffsetUnsure, match="--offset 19:28:30"):
        find_offset(evening_heard[0], leiden_cues)


def test_a_journal_of_other_moments_is_refused(tmp_path: Path, leiden_cues: Captions) -> None:
    """The same people, called at other times: names alone do not make an offset."""
    scattered = sorted(((at * 7919) % 2200, who) for at, who in LEIDEN)
    with pytest.raises(OffsetUnsure, match="niet zeker"):
        find_offset(leiden(tmp_path, scattered), leiden_cues)


@pytest.mark.parametrize("kept", [0, 1, LEAST - 1])
def test_too_little_to_go_by_is_refused(evening_heard: tuple[PublicRecord, Captions], kept: int) -> None:
    record, heard = evening_heard
    with pytest.raises(OffsetUnsure):
        find_offset(record, Captions(heard.cues[:kept] + (Cue(900, 901, "Dat weet ik niet."),)))


def test_a_journal_of_which_nothing_is_public_has_no_offset(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    silent = changed(record, opened=None, closed=None, speakers=(), items=())
    with pytest.raises(OffsetUnsure):
        find_offset(silent, heard)
    assert said_by_item(silent, heard, offset()) == {}


def test_a_recording_with_a_piece_cut_out_is_refused(council: Path, agenda: Path) -> None:
    """Stopped during the suspension: from then on its clock is ten minutes off, and closed doors would
    lie elsewhere."""
    record, heard = play(council, agenda)
    resumed = next(c.start for c in heard.cues if "heropen" in c.text)
    cut_out = [replace(c, start=c.start - 590, end=c.end - 590) if c.start >= resumed else c for c in heard.cues]
    with pytest.raises(OffsetUnsure):
        find_offset(record, Captions(tuple(cut_out)))


def test_a_recording_without_its_closed_part_is_refused(evening_heard: tuple[PublicRecord, Captions]) -> None:
    """The camera was off: what follows belongs eleven minutes later than its clock says."""
    record, heard = evening_heard
    went_on = next(c.start for c in heard.cues if "deuren gaan open" in c.text)
    cut_out = [
        replace(c, start=c.start - 650, end=c.end - 650) if c.start >= went_on else c
        for c in heard.cues
        if CANARY not in c.text
    ]
    with pytest.raises(OffsetUnsure, match=r"Vanaf ongeveer 19:55 loopt de opname niet meer gelijk"):
        find_offset(record, Captions(tuple(cut_out)))


def test_closed_doors_that_nothing_places_are_refused(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    resumed = next(c.start for c in heard.cues if "heropen" in c.text)
    before = tuple(c for c in heard.cues if c.start < resumed)
    with pytest.raises(OffsetUnsure, match="besloten deel"):
        find_offset(record, Captions((*before, Cue(resumed + 900, resumed + 903, CANARY))))


def test_a_given_offset_is_taken(evening_heard: tuple[PublicRecord, Captions]) -> None:
    assert given_offset(*evening_heard, ZERO) == Offset(ZERO)


def test_a_given_offset_that_would_open_closed_doors_is_refused(evening_heard: tuple[PublicRecord, Captions]) -> None:
    with pytest.raises(OffsetUnsure, match=r"om 19:28:2\d begint, niet om 19:08:20"):
        given_offset(*evening_heard, ZERO - timedelta(minutes=20))


# -- closed doors ------------------------------------------------------------------------------------------------


def around_the_doors(record: PublicRecord, rolling: bool) -> Captions:
    """A caption every two seconds from a minute before the doors close until a minute after they open."""
    start, end = (offset().seconds_of(at) for at in record.decisions.closed_spans[0] if at)
    found, before = [], ""
    for n in range(int(end - start) // 2 + 60):
        at = start - 60 + 2 * n
        line = f"{CANARY} {n}" if start <= at + 2 and at <= end else f"openbaar {n}"
        text = f"{before}\n{line}" if rolling and before else line
        found.append(Cue(at, at + 1.5, text))
        before = line
    return Captions(tuple(found))


@pytest.mark.parametrize("late", [-30, -8, 0, 8, 30])
def test_what_was_said_behind_closed_doors_never_comes_out(
    evening_heard: tuple[PublicRecord, Captions], late: float
) -> None:
    """Also when the offset is known to be some seconds beside the truth."""
    record, _ = evening_heard
    heard = around_the_doors(record, rolling=False)
    said = open_cues(record, heard, Offset(ZERO + timedelta(seconds=late), spread=abs(late)))
    assert len(said) >= 20 and not any(CANARY in c.text for c in said)


def test_one_cue_on_either_side_goes_too(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    kept = {c.text for c in open_cues(record, heard, offset())}
    lost = [c.text for c in heard.cues if c.text not in kept]
    assert lost[0] == "Vanaf nu zijn wij besloten." and lost[-1] == "Er is niets besloten." and len(lost) == 5


def test_the_margin_is_by_cue_not_by_second(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, _ = evening_heard
    start, end = record.decisions.closed_spans[0]
    assert end
    far = [offset().seconds_of(start) - 500, offset().seconds_of(end) + 500]
    cues = [
        Cue(far[0] - 9, far[0] - 8, "een"),
        Cue(far[0], far[0] + 1, "twee"),
        Cue(far[1], far[1] + 1, "drie"),
        Cue(far[1] + 9, far[1] + 10, "vier"),
    ]
    assert [c.text for c in open_cues(record, Captions(tuple(cues)), offset())] == ["een", "vier"]


def test_a_long_cue_that_reaches_into_closed_doors_goes(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, _ = evening_heard
    assert open_cues(record, Captions((Cue(0, 9_000, CANARY),)), offset()) == []


def test_rolling_captions_repeat_nothing_of_it(evening_heard: tuple[PublicRecord, Captions]) -> None:
    """They show each line again in the next cue, and often a third time."""
    record, _ = evening_heard
    rolling = around_the_doors(record, rolling=True).cues
    thrice = [replace(c, text=f"{a.text}\n{c.text}") for a, c in zip(rolling, rolling[1:], strict=False)]
    said = open_cues(record, Captions(tuple(thrice)), offset())
    assert len(said) > 40 and not any(CANARY in c.text for c in said)


@pytest.mark.parametrize(
    ("lines", "open_again"),
    [
        (["open", "besloten"], False),
        (["open", "besloten", "sluit"], False),
        (["open", "besloten", "openbaar"], True),
    ],
)
def test_doors_are_closed_until_they_are_opened(
    council: Path, agenda: Path, clock: Clock, lines: list[str], open_again: bool
) -> None:
    session = Session.open(council, agenda, clock=clock, hold=0)
    for line in lines:
        clock.now += timedelta(minutes=1)
        session.enter(line, confirmed=True, line_mode=True)
    record = publishing.record_of(session.journal.events)
    session.close()
    assert [end is not None for _, end in record.decisions.closed_spans] == [open_again]
    later = Captions((Cue(0, 1, "voor"), Cue(1, 2, "x"), Cue(9_000, 9_001, CANARY), Cue(9_100, 9_101, "ver daarna")))
    said = [c.text for c in open_cues(record, later, offset())]
    assert said == (["voor", "ver daarna"] if open_again else ["voor"])


def test_every_public_record_knows_its_closed_doors(evening: Path) -> None:
    from livecouncil.journal.journal import Journal

    journal = Journal.open(evening / "journal", "2026-03-12-raadsvergadering", write=False)
    records = [publishing.record_of(journal.events, gate) for gate in ("wall", "feed", "networks")]
    journal.close()
    spans = [[(f"{a:%H:%M}", f"{b:%H:%M}" if b else None) for a, b in r.decisions.closed_spans] for r in records]
    assert spans == [[("21:05", "21:40")]] * 3


def test_a_closed_item_without_closed_doors_is_withheld_whole(council: Path, agenda: Path) -> None:
    """Somebody forgot `besloten`."""
    script: list[tuple[float, str, str, float]] = [row for row in EVENING if row[2] not in ("besloten", "openbaar")]
    record, heard = play(council, agenda, script)
    assert record.decisions.closed_spans == () and len(closed_spans_of(record)) == 1
    assert not any(CANARY in c.text for c in open_cues(record, heard, offset()))


def test_a_suspension_is_public(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    at = next(c.end for c in heard.cues if "schors" in c.text) + 100
    said = Captions(tuple(sorted((*heard.cues, Cue(at, at + 2, "Koffie?")), key=lambda c: c.start)))
    assert "Koffie?" in [c.text for c in open_cues(record, said, offset())]


# -- items and speakers ------------------------------------------------------------------------------------------


def test_every_word_stands_under_its_item_and_speaker(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    rows = [
        (n, c.speaker, c.words.split("\n")[0])
        for n, cues in said_by_item(record, heard, find_offset(record, heard)).items()
        for c in cues
    ]
    assert rows == [
        ("1", "", "De vergadering is geopend."),
        ("2", "", "Dan punt 2, het vragenuur."),
        ("2", "", "Het woord is aan mevrouw Aalders."),
        ("2", "mevrouw Aalders", "Dank u wel, voorzitter."),
        ("2", "mevrouw Aalders", "Wat kost het zwembad nu echt?"),
        ("2", "", "De wethouder, wethouder Wagenaar."),
        ("2", "wethouder Wagenaar", "Dat staat in het krediet & de <nota>."),
        ("6", "", "Agendapunt zes, de Woonvisie."),
        ("6", "", "De heer Faber heeft het woord."),
        ("6", "de heer Faber", "Voorzitter, wij willen starters helpen."),
        ("6", "", "Ik schors de vergadering"),
        ("6", "", "Ik heropen de vergadering."),
        ("6", "", "Het voorstel is aangenomen."),
        ("11", "", "Punt 11."),
        ("11", "", "Dan dank ik u wel."),
        ("11", "", "Ik sluit de vergadering."),
        (OUTSIDE, "", "Is de microfoon nog aan?"),
    ]


def test_an_item_returned_to_is_visited_again(council: Path, agenda: Path) -> None:
    record, _ = play(
        council,
        agenda,
        [(10, "", "open", 0), (60, "", "n6", 0), (60, "", "n2", 0), (60, "", "n6", 0), (60, "", "sluit", 0)],
    )
    assert [(v.item.number, v.again) for v in visits(record)] == [("1", False), ("6", False), ("2", False), ("6", True)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("<v de heer Faber>Ja.</v>", "de heer Faber"),
        ("<v mevrouw Buurvrouw>Ja.</v>", ""),
        ("<v de heer Faber>Ja.</v> <v Buur>Nee.</v>", ""),
    ],
)
def test_a_name_that_only_the_captions_know_does_not_come_along(
    evening_heard: tuple[PublicRecord, Captions], text: str, who: str
) -> None:
    """Members of the public appear by role; who has the floor is for the log to say."""
    record, _ = evening_heard
    heard = importer.captions_from_text(
        f"WEBVTT\n\n00:20.000 --> 00:22.000\n{text}\n\n00:30.000 --> 00:31.000\nSst.\n", "x"
    )
    cue = said_by_item(record, heard, offset())[OUTSIDE][0]
    assert cue.speaker == who and "uur" not in cue.text


def test_leiden_goes_through_whole(evening_heard: tuple[PublicRecord, Captions], leiden_cues: Captions) -> None:
    """Not a cue lost, not a word changed, whatever journal it is cut by."""
    record = changed(
        evening_heard[0], closed_spans=(), items=tuple(i for i in evening_heard[0].decisions.items if not i.closed)
    )
    said = sorted(
        (c for cues in said_by_item(record, leiden_cues, offset()).values() for c in cues), key=lambda c: c.start
    )
    assert len(said) == 611 and [c.words for c in said] == [c.words for c in leiden_cues.cues]


# -- cue text ----------------------------------------------------------------------------------------------------


@given(st.text(max_size=60))
def test_any_text_survives_being_written_and_read(text: str) -> None:
    assert cuetext.plain_words(cuetext.escape(text)) == text.replace("\0", "\ufffd")


@given(st.text(alphabet="<>/cbivlangruby.t &;#0123456789:\n", max_size=80))
def test_any_markup_parses_and_is_written_as_it_parses(text: str) -> None:
    tree = cuetext.parse_cue_text(text)
    again = cuetext.parse_cue_text(cuetext.serialise(tree))
    assert cuetext.words(again) == cuetext.words(tree) and cuetext.voices(again) == cuetext.voices(tree)


def test_deep_nesting_does_no_harm() -> None:
    tree = cuetext.parse_cue_text("<b>" * 100_000 + "diep")
    assert cuetext.words(tree) == "diep" and cuetext.plain_words(cuetext.serialise(tree)) == "diep"


def test_seconds_are_written_and_read() -> None:
    for text, at in {"00:00:00.500": 0.5, "100:00:00.000": 360_000.0, "00:59:59.999": 3599.999}.items():
        assert cuetext.stamp_seconds(text) == at and cuetext.stamp(at) == text
    assert [cuetext.stamp_seconds(x) for x in ("00:60.000", "1:00.000", "00:00:61.000", "٠٠:٠٠.٠٠٠", "00:00.00")] == [
        None
    ] * 5
