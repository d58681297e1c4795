"""Redaction: the text is in no file any more, every output shows that something was removed, and
the chain still verifies."""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.redacting import Wish
from livecouncil.core.release.memory import Memory
from livecouncil.core.release.record import PublicRecord
from livecouncil.errors import InputFault, JournalLocked
from livecouncil.journal.follower import Follower
from livecouncil.journal.lines import header_of
from livecouncil.journal.reading import read
from livecouncil.journal.writing import writing
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.held import meeting_ids
from livecouncil.server.follow import Meeting
from livecouncil.sitting.erasing import erasable
from livecouncil.sitting.session import Session
from livecouncil.trust.redact import redact
from livecouncil.trust.verify import verify, verify_public
from tests.upgrade.form_1 import OPEN, unpacked

ID = "2026-03-12-raadsvergadering"
CANARY = "mevrouw Kanariepiet uit de Dorpsstraat"
LINES = f"""\
open
n6
m1 i pvda: Starters eerst
b: Het woord was aan {CANARY} =
b: Het woord was aan {CANARY} =
c b: Het woord was aan de heer {CANARY} =
b: De inspraak is klaar =
tz wagenaar: een brief aan {CANARY}
c tz wagenaar: twee brieven aan {CANARY}
, {CANARY} belde
nd elzinga m1: woont naast {CANARY}
m1v cda =
n11
sluit""".splitlines()


Redacted = tuple[Path, list[tuple[Path, ...]]]
"""A council's folder, and where each deletion said that the text may still stand."""


@pytest.fixture(scope="module")
def meeting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, published meeting in which a member of the public is named wherever free text goes."""
    council = tmp_path_factory.mktemp("redacting") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    for line in LINES:
        answer = session.enter(line, confirmed=True, line_mode=True)
        assert not answer.refused, (line, answer.text)
    session.close()
    publishing.publish(council, ID)
    return council


@pytest.fixture
def raad(meeting: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(meeting, tmp_path / "published"))


def events(raad: Path) -> list[ev.Base]:
    return read(raad / "journal", ID).events


def record(raad: Path) -> PublicRecord:
    return publishing.record_of(events(raad))


def lines(raad: Path, *words: str) -> list[int]:
    """Numbers of the lines whose text holds `words`, the first of each family first."""
    return [seq for seq, text in erasable(events(raad), form=2) if all(w in text for w in words)]


def redact_all(raad: Path) -> list[tuple[Path, ...]]:
    found = []
    while left := lines(raad, CANARY):
        found.append(redact(raad, ID, Wish(left[0], "verzoek van betrokkene")).leftovers)
    return found


@pytest.fixture(scope="module")
def redacted(meeting: Path, tmp_path_factory: pytest.TempPathFactory) -> Redacted:
    """That meeting with all of it deleted, to look at, and what was told each time."""
    raad = tmp_path_factory.mktemp("redacted") / "raad"
    shutil.copytree(meeting, raad)
    return raad, redact_all(raad)


def everything(raad: Path) -> Iterator[tuple[Path, bytes]]:
    return ((p, p.read_bytes().replace(b"\xc2\xad", b"")) for p in raad.rglob("*") if p.is_file())


def number_of(raad: Path, kind: str) -> int:
    """Number of the first line of that kind."""
    return next(event.seq for event in events(raad) if ev.type_of(event) == kind)


def opening_of(raad: Path, seq: int) -> bytes:
    """What line `seq` says in the journal on the disk; b"" when it is its header alone."""
    row = (raad / "journal" / f"{ID}.jsonl").read_bytes().splitlines()[seq - 1]
    return row.removeprefix(header_of(row)[:-1]).removesuffix(b"}")


def shape(record: PublicRecord) -> list[tuple[object, ...]]:
    """What must stay of each entry: number, kind, place, permalink."""
    return [(e.seq, e.kind, e.anchor, e.item, e.object, e.published, e.corrects) for e in record.feed.entries]


def test_it_is_in_no_file_any_more(meeting: Path, redacted: Redacted) -> None:
    assert sum(CANARY.encode() in data for _, data in everything(meeting)) > 10
    raad, found = redacted
    assert [p for p, data in everything(raad) if CANARY.encode() in data or b"Kanariepiet" in data] == []
    assert found[0] and found[-1] == (), "the same sentence stood there twice"
    assert verify(raad, ID) == []
    assert verify_public(raad / "public" / ID, raad / "public" / "livecouncil.pub") == []


def test_a_tombstone_stands_where_it_stood_and_nothing_else_moves(meeting: Path, redacted: Redacted) -> None:
    before, old = shape(record(meeting)), record(meeting)
    after = record(redacted[0])
    assert shape(after) == before
    texts = {e.seq: e.texts["nl"] for e in after.feed.entries}
    gone = [e.seq for e in old.feed.entries if CANARY in e.texts["nl"]]
    assert len(gone) == 5 and all(texts[n].startswith("Verwijderd op verzoek") for n in gone)
    assert all(e.texts == old.feed.entries[e.seq - 1].texts for e in after.feed.entries if e.seq not in gone)
    assert all(text.endswith("#RaadVoorbeeld") for text in texts.values())
    newer = {e.seq for e, o in zip(after.feed.entries, old.feed.entries, strict=True) if e.updated > o.updated}
    assert newer == set(gone)
    assert [(i, t) for _, i, t in after.decisions.undertakings] == [("6", "Verwijderd op verzoek")]


def test_every_output_shows_it(redacted: Redacted) -> None:
    folder = redacted[0] / "public" / ID
    for name in (
        "index.html",
        "transcript.html",
        "feed.json",
        "feed.atom",
        "items/6.json",
        "items/6.atom",
        "../feed.json",
    ):
        assert "Verwijderd op verzoek" in (folder / name).read_text(), name
    feed = json.loads((folder / "feed.json").read_text())
    ids = [i["id"] for i in feed["items"]]
    assert len(set(ids)) == len(ids) and [i["_livecouncil"]["seq"] for i in feed["items"]] == list(
        range(len(ids), 0, -1)
    )


@pytest.mark.parametrize(
    "language, said", [("nl", "Verwijderd op verzoek"), ("fy", "Fuorthelle op fersyk"), ("en", "Removed on request")]
)
def test_in_each_language(council: Path, agenda: Path, language: str, said: str) -> None:
    toml = council / "council.toml"
    toml.write_text(
        toml.read_text()
        .replace('language = "nl"', f'language = "{language}"', 1)
        .replace("wall_language", "# wall_language")
    )
    session = Session.open(council, agenda, hold=0)
    for line in ("open", f"b: {CANARY} =", "n11", "sluit"):
        session.enter(line, confirmed=True, line_mode=True)
    session.close()
    redact_all(council)
    assert any(text.startswith(said) for e in record(council).feed.entries for text in e.texts.values())


def test_with_its_corrections_as_one(raad: Path) -> None:
    """A correction shows what was wrong and what is right: neither may stay, whichever of the two is asked for."""
    original, correction = lines(raad, "brieven")[0] - 1, lines(raad, "brieven")[0]
    assert redact(raad, ID, Wish(correction, "verzoek")).seqs == (original, correction)
    assert lines(raad, "brief") == [] and len([e for e in events(raad) if isinstance(e, ev.Redacted)]) == 2


def test_what_was_recorded_of_it(raad: Path) -> None:
    seq = lines(raad, "vrij bericht", CANARY)[0]
    redact(raad, ID, Wish(seq, f"verzoek van {CANARY}"))
    told = [e for e in events(raad) if isinstance(e, ev.Redacted)]
    assert [e.of for e in told] == [seq] and told[0].event and told[0].event.seq == seq
    [reason] = [e for e in events(raad) if isinstance(e, ev.Note) and e.of == seq]
    assert reason.text == f"verzoek van {CANARY}"
    assert "verzoek van" not in (raad / "public" / ID / "journal.jsonl").read_text(), "why is private"
    assert opening_of(raad, seq) == b""


def test_a_crash_between_the_event_and_the_deletion_is_finished_by_the_same_command(raad: Path) -> None:
    seq = lines(raad, "vrij bericht", CANARY)[0]
    said = events(raad)[seq - 1]
    left = said.model_copy(update={"text": ""})
    with writing(raad, ID) as journal:
        journal.append([ev.Redacted.model_validate({"at": said.at, "of": seq, "event": left})])
    told = record(raad)
    assert sum(CANARY in e.texts["nl"] for e in told.feed.entries) == 4, "the event alone withholds it"
    assert CANARY.encode() in opening_of(raad, seq)
    assert redact(raad, ID, Wish(seq, "verzoek")).seqs == (seq,)
    assert sum(isinstance(event, ev.Redacted) for event in events(raad)) == 1, "it is not said twice"
    assert opening_of(raad, seq) == b"" and record(raad).feed == told.feed


def test_notes_can_go_too_and_leave_nothing_to_show(raad: Path) -> None:
    before = record(raad).feed.entries
    [seq] = lines(raad, "privénotitie", "belde")
    redact(raad, ID, Wish(seq, "verzoek"))
    assert record(raad).feed.entries == before and lines(raad, "belde") == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [("filed", "meer dan één tekst"), ("opened", "niets wat iemand heeft getypt"), ("snapshot", "meer dan één tekst")],
)
def test_what_cannot_go_as_a_whole_is_said(raad: Path, kind: str, said: str) -> None:
    seq = number_of(raad, kind)
    with pytest.raises(InputFault, match=rf"Regel {seq} bevat {said}"):
        redact(raad, ID, Wish(seq, "verzoek"))
    if kind != "opened":
        with pytest.raises(InputFault, match=rf"Regel {seq} bevat ‘zomaar’ niet"):
            redact(raad, ID, Wish(seq, "verzoek", words="zomaar"))
    assert not any(isinstance(event, ev.Redacted) for event in events(raad))


def test_any_word_that_was_typed_can_go_and_what_rests_on_it_stands(raad: Path) -> None:
    """The title of a motion that was voted on: the motion, its vote and its address stay."""
    before = shape(record(raad))
    filed = number_of(raad, "filed")
    assert redact(raad, ID, Wish(filed, "verzoek", words="starters")).seqs == (filed,)
    assert [p for p, data in everything(raad) if b"tarters" in data and p.name != "evening.txt"] == []
    assert shape(record(raad)) == before
    assert any("Motie M1 ‘(verwijderd) eerst’ is aangenomen" in e.texts["nl"] for e in record(raad).feed.entries)
    assert verify(raad, ID) == []
    assert verify_public(raad / "public" / ID, raad / "public" / "livecouncil.pub") == []
    assert b"(verwijderd) eerst" in (raad / "public" / ID / "journal.jsonl").read_bytes()


def test_a_second_word_takes_with_it_what_the_first_left(raad: Path) -> None:
    filed = number_of(raad, "filed")
    redact(raad, ID, Wish(filed, "verzoek", words="starters"))
    redact(raad, ID, Wish(filed, "verzoek", words="eerst"))
    assert [
        p for p, data in everything(raad) if p.name != "evening.txt" and (b"tarters" in data or b") eerst" in data)
    ] == []
    assert any("‘(verwijderd) (verwijderd)’" in e.texts["nl"] for e in record(raad).feed.entries)
    assert verify(raad, ID) == [] and verify_public(raad / "public" / ID) == []


def test_a_name_on_the_agenda_can_go(raad: Path) -> None:
    """The first line of the journal, from which even its identity is read, loses a word."""
    assert redact(raad, ID, Wish(1, "verzoek", words="zwembad")).seqs == (1,)
    assert opening_of(raad, 1) == b"" and opening_of(raad, 3) != b""
    published = [path for path, data in everything(raad / "public") if b"zwembad" in data.lower()]
    assert published == [] and ID in meeting_ids(raad)
    assert verify(raad, ID) == [] and verify_public(raad / "public" / ID) == []
    assert main(["publish", "--data", str(raad), ID]) == 0


@pytest.mark.parametrize("kind", ["filed", "opened", "snapshot"])
def test_what_form_1_keeps_in_the_chain_cannot_go_and_that_is_said(tmp_path: Path, kind: str) -> None:
    old = unpacked(tmp_path)
    seq = next(e.seq for e in read(old / "journal", OPEN).events if ev.type_of(e) == kind)
    with pytest.raises(InputFault, match=rf"Regel {seq} staat leesbaar in de keten en kan er niet uit"):
        redact(old, OPEN, Wish(seq, "verzoek", words="Starters"))


def test_other_numbers_are_refused(raad: Path) -> None:
    seq = lines(raad, "vrij bericht", CANARY)[0]
    path = raad / "journal" / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([*rows[: seq - 1], header_of(rows[seq - 1]), *rows[seq:]]) + b"\n")
    with pytest.raises(InputFault, match="is hier niet"):
        redact(raad, ID, Wish(seq, "verzoek"))
    with pytest.raises(InputFault, match="Regel 4000 is er niet"):
        redact(raad, ID, Wish(4000, "verzoek"))
    assert not any(isinstance(e, ev.Redacted) for e in events(raad))


def test_while_live_runs_it_is_refused(session: Session, council: Path) -> None:
    session.enter("open")
    session.enter(f"b: {CANARY} =", line_mode=True)
    with pytest.raises(JournalLocked):
        redact(council, ID, Wish(session.journal.events[-1].seq, "verzoek"))


def test_a_meeting_that_goes_on_later_keeps_its_place(council: Path, agenda: Path) -> None:
    """Redacted while suspended overnight; the same command resumes the meeting after it."""
    session = Session.open(council, agenda, hold=0)
    for line in ("open", "n6", f"b: {CANARY} =", "z 13-03 19:30"):
        session.enter(line, confirmed=True, line_mode=True)
    session.close()
    redact_all(council)
    session = Session.open(council, agenda, hold=0)
    assert session.desk.state.status == "suspended" and not session.journal.damage and session.desk.state.item == "6"
    for line in ("z", "b: Verder =", "n11", "sluit"):
        assert not session.enter(line, confirmed=True, line_mode=True).refused
    session.close()
    publishing.publish(council, ID)
    texts = [e.texts["nl"] for e in record(council).feed.entries]
    assert any(t.startswith("Verwijderd") for t in texts) and any(t.startswith("Verder") for t in texts)
    assert verify(council, ID) == [] and verify_public(council / "public" / ID) == []


def test_the_draft_of_the_same_text_goes_with_it(raad: Path) -> None:
    draft = raad / "journal" / f"{ID}.private" / "draft.json"
    seq = lines(raad, "vrij bericht", "inspraak")[0]
    draft.write_text(json.dumps({"line": "b: iets anders", "staged": "", "seq": 9}))
    redact(raad, ID, Wish(lines(raad, "vrij bericht", CANARY)[0], "verzoek"))
    assert draft.exists()
    draft.write_text(json.dumps({"line": "b: De inspraak is klaar", "staged": "", "seq": 9}))
    redact(raad, ID, Wish(seq, "verzoek"))
    assert not draft.exists()


def test_files_where_it_may_still_be_are_named(raad: Path) -> None:
    """Copies the program did not make, and a search index it cannot look into; documents are made anew or gone."""
    folder = raad / "public" / ID
    shutil.copy(folder / "feed.json", raad / "public" / "kopie.json")
    (folder / "transcript.pdf").write_bytes(b"%PDF of before")
    (raad / "public" / "zoeken").mkdir()
    for name in ("1.pf_fragment", "2.pf_fragment"):
        (raad / "public" / "zoeken" / name).write_bytes(b"packed")
        os.utime(raad / "public" / "zoeken" / name, (0, 0))
    seq = lines(raad, "inspraak")[0]
    left = redact(raad, ID, Wish(seq, "verzoek")).leftovers
    assert set(left) == {raad / "public" / "kopie.json", raad / "public" / "zoeken"}
    assert not (folder / "transcript.pdf").exists() or b"of before" not in (folder / "transcript.pdf").read_bytes()


def test_the_councils_own_files_that_say_it_are_named_in_capitals_or_not(raad: Path, capsys: Any) -> None:
    """Agendas, prepared lines and captions follow from no journal; whoever made them must take it out."""
    (raad / "captions").mkdir()
    (raad / "captions" / f"{ID}.vtt").write_text("WEBVTT\n\n00:00.000 --> 00:01.000\nHet ZWEMBAD\n")
    (raad / "agendas" / "voorbereid.txt").write_text("b: Het Zwembad is open")
    agenda = raad / "agendas" / f"{ID}.toml"
    assert "zwembad" in agenda.read_text()
    assert main(["redact", ID, "1", "--reason", "verzoek", "--words", "zwembad", "--data", str(raad)]) == 1
    said = capsys.readouterr().err
    for path in (agenda, raad / "captions" / f"{ID}.vtt", raad / "agendas" / "voorbereid.txt"):
        assert f"{path}: hier staat de tekst nog. Dit bestand is van u" in said
    assert said.count("hier staat de tekst nog") == 3


def test_networks_are_asked_to_lose_it(raad: Path, agenda: Path) -> None:
    assert not any(isinstance(e, ev.Posting) for e in events(raad))
    other = raad.parent / "met-netwerk"
    shutil.copytree(raad, other, ignore=shutil.ignore_patterns("journal", "public"))
    (other / "council.toml").write_text((other / "council.toml").read_text() + "\n[channels.copy]\n")
    session = Session.open(other, next((other / "agendas").glob("*.toml")), hold=0)
    for line in ("open", f"b: {CANARY} =", "sluit"):
        session.enter(line, confirmed=True, line_mode=True)
    session.close()
    seq = lines(other, CANARY)[0]
    redact(other, ID, Wish(seq, "verzoek"))
    [order] = [e for e in events(other) if isinstance(e, ev.Posting)]
    assert (order.act, order.of, order.reason) == ("delete", (seq,), "personal")


def test_who_follows_the_journal_forgets_it(raad: Path) -> None:
    """The public server was up all the while: neither its files nor its replay may say it again."""
    meeting = Meeting(ID, Follower(raad / "journal", ID))
    meeting.poll()
    asyncio.run(meeting.tell())
    assert any(CANARY.encode() in one for one in meeting.feed.history)
    before = len(meeting.feed.history)
    redact_all(raad)
    assert meeting.poll()
    asyncio.run(meeting.tell())
    assert len(meeting.feed.history) == before and not any(b"Kanariepiet" in one for one in meeting.feed.history)
    assert not any("Kanariepiet" in repr(e) for e in meeting.events)
    meeting.write(raad / "public")
    assert verify(raad, ID) == []


def test_a_reader_that_remembers_says_what_one_that_does_not_says(raad: Path) -> None:
    memory = Memory()
    publishing.record_of(events(raad), memory=memory)
    redact_all(raad)
    assert publishing.record_of(events(raad), memory=memory) == record(raad)


def test_the_command(raad: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    data = ["--data", str(raad)]
    assert main(["redact", ID, *data]) == 0
    listed = capsys.readouterr().out
    seq = next(line.split()[0] for line in listed.splitlines() if "inspraak" in line)
    assert main(["redact", ID, seq, *data]) == 2 and "--reason ontbreekt" in capsys.readouterr().err
    assert main(["redact", "2026-01-01-geen", seq, "--reason", "x", *data]) == 1
    monkeypatch.setattr("sys.stdin", type("Terminal", (io.StringIO,), {"isatty": lambda self: True})("n\n"))
    assert main(["redact", ID, seq, "--reason", "verzoek", *data]) == 0 and "inspraak" in capsys.readouterr().out
    assert lines(raad, "inspraak")
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["redact", ID, seq, "--reason", "verzoek", *data]) == 0 and not lines(raad, "inspraak")
    assert main(["redact", ID, str(lines(raad, CANARY)[0]), "--reason", "verzoek", *data]) == 1
    assert "hier kan de tekst nog staan" in capsys.readouterr().err
    assert main(["redact", ID, "1", "--reason", "verzoek", *data]) == 1


def test_an_opening_of_another_line_is_not_shown_and_the_chain_is_whole(raad: Path) -> None:
    seq = lines(raad, "inspraak")[0]
    path = raad / "journal" / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    other = rows[number_of(raad, "filed") - 1]
    rows[seq - 1] = header_of(rows[seq - 1])[:-1] + other[len(header_of(other)) - 1 :]
    path.write_bytes(b"\n".join(rows) + b"\n")
    assert isinstance(events(raad)[seq - 1], ev.Sealed)
    [fault] = [fault for fault in verify(raad, ID) if f"regel {seq}" in fault and "released" not in fault]
    assert "hoort er niet bij" in fault
