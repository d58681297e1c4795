"""Identity is never a file's name: copies, strays and damaged neighbours in `journal/` change
nothing of a real meeting."""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.archive import build as archiving
from livecouncil.commands import main
from livecouncil.errors import JournalError
from livecouncil.journal import chain
from livecouncil.journal.journal import Journal
from livecouncil.journal.lines import body_of, commit, encode, head_of, header_of, written
from livecouncil.journal.reading import read
from livecouncil.publishing.folder import publish, record_of
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from livecouncil.terminal.archive import decisions
from livecouncil.trust.verify import verify, verify_public
from tests.upgrade.form_1 import OPEN, unpacked

ID = "2026-03-12-raadsvergadering"
EVENING = ["open", "n6", "m1 i pvda: Starters", "m1v cda", "=", "b: zomaar iets", "=", ", een notitie"]


def logged(council: Path, lines: list[str]) -> None:
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0)
    for line in lines:
        assert not session.enter(line, confirmed=True).refused, line
    session.close()


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A council's folder in which an evening was logged."""
    folder = tmp_path_factory.mktemp("typed") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    logged(folder, EVENING)
    return folder


@pytest.fixture(scope="module")
def once(typed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same, published."""
    folder = Path(shutil.copytree(typed, tmp_path_factory.mktemp("published") / "raad"))
    publish(folder, ID)
    return folder


@pytest.fixture
def raad(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "raad"))


@pytest.fixture
def unpublished(typed: Path, tmp_path: Path) -> Path:
    """For what happens in the journal alone: to verify published files, they are all made anew, PDFs too."""
    return Path(shutil.copytree(typed, tmp_path / "raad"))


@pytest.fixture
def form_1(tmp_path: Path) -> Path:
    """A council's folder with a meeting that goes on in form 1, its private texts in files of their own."""
    return unpacked(tmp_path)


def early_copy(journal: Path, name: str) -> None:
    """What a sync program leaves: the meeting as it was three lines in."""
    rows = (journal / f"{ID}.jsonl").read_bytes().splitlines(keepends=True)
    (journal / name).write_bytes(b"".join(rows[:4]))


@pytest.mark.parametrize("name", [f"{ID}-LAPTOP1", f"{ID}-kopie"])
def test_a_copy_cannot_be_published_or_logged_in_by_its_name(raad: Path, name: str, capsys: Any) -> None:
    early_copy(raad / "journal", f"{name}.jsonl")
    assert main(["publish", name, "--data", str(raad)]) == 1 and f"kopie van {ID}" in capsys.readouterr().err
    with pytest.raises(JournalError, match=f"kopie van {ID}"):
        Journal.open(raad / "journal", name)
    assert not (raad / "public" / name).exists()


def test_the_meeting_goes_on_beside_its_copy(unpublished: Path) -> None:
    journal = unpublished / "journal"
    early_copy(journal, f"{ID}-LAPTOP1.jsonl")
    early_copy(journal, f"{ID}.2026 kopie.jsonl")
    logged(unpublished, ["n7"])
    assert read(journal, ID).damage == []
    assert (journal / f"{ID}.jsonl").read_bytes().count(b"\n") == len(read(journal, ID).events)


# -- the chain -----------------------------------------------------------------------------------------------------


def forged(raad: Path) -> None:
    """A second segment whose `prev` fits no line, with another outcome."""
    rows = (raad / "journal" / f"{ID}.jsonl").read_bytes().splitlines()
    vote = next(body_of(row) for row in rows if b'"decided"' in row)
    segment = {
        "seq": vote["seq"],
        "at": vote["at"],
        "type": "segment",
        "v": 1,
        "good": vote["seq"] - 1,
        "from": vote["seq"],
    }
    first = encode(segment, "f" * 64)
    other = {k: v for k, v in vote.items() if k not in ("prev", "crc")} | {"outcome": "rejected"}
    second = written(other, head_of(first), form=2)
    (raad / "journal" / f"{ID}.2.jsonl").write_bytes(first + b"\n" + second + b"\n")


def test_a_forged_segment_takes_nothings_place_and_every_walk_says_so(raad: Path, capsys: Any) -> None:
    forged(raad)
    reading = read(raad / "journal", ID)
    assert [e.outcome for e in reading.events if e.type == "decided"] == ["adopted"]  # type: ignore[attr-defined]
    assert len(reading.damage) == 2 and reading.damage[0].startswith(f"{ID}.2.jsonl, regel 1: sluit nergens op aan")
    assert sum("sluit nergens op aan" in fault for fault in verify(raad, ID)) == 2
    raw = chain.raw(raad / "journal", ID)
    assert chain.walk(raw).unlinked == [len(raw.splitlines()) - 1, len(raw.splitlines())]
    session = Session.open(raad, next((raad / "agendas").glob("*.toml")), hold=0)
    assert any("sluit nergens op aan" in notice for notice in session.notices)
    assert session.enter("n7").kind is Kind.RELEASED
    session.close()
    assert (raad / "journal" / f"{ID}.3.jsonl").exists()
    after = read(raad / "journal", ID)
    assert after.events[-1].type == "item_started" and len(after.damage) == 2  # type: ignore[attr-defined]


def test_the_published_chain_is_walked_the_same(raad: Path, tmp_path: Path) -> None:
    logged(raad, ["sluit"])
    publish(raad, ID)
    folder = raad / "public" / ID
    sound = (folder / "journal.jsonl").read_bytes()
    forged(raad)
    (folder / "journal.jsonl").write_bytes(sound + (raad / "journal" / f"{ID}.2.jsonl").read_bytes())
    assert any("sluit niet aan" in fault for fault in verify_public(folder))


def poisoned(body: dict[str, Any], prev: str) -> bytes:
    """A line that says `body`: of the journal's own form where that can say it, else in clear."""
    numbers = type(body.get("seq")) is int and type(body.get("v", 1)) is int
    committed = numbers and "at" in body and body.get("type") not in ("segment", "private")
    if committed:
        row = commit(body, prev, b"s" * 32)
        return of_form(row, body["v"]) + b"\n" if body.get("v") == 9 else row + b"\n"
    text = json.dumps(body | {"prev": prev}, ensure_ascii=False, separators=(",", ":")).encode()[:-1]
    return text + b',"crc":"%08x"}\n' % zlib.crc32(text)


def of_form(row: bytes, form: int) -> bytes:
    """The header of a line as a program of later would write it."""
    header = header_of(row).replace(b'"v":2', b'"v":%d' % form)
    text = header[: header.index(b',"crc"')]
    return text + b',"crc":"%08x"}' % zlib.crc32(text)


AT = "2026-03-12T20:00:00+01:00"
POISON: dict[str, dict[str, Any]] = {
    "no seq": {"at": AT, "type": "opened"},
    "no type": {"seq": 0},
    "seq is text": {"seq": "5", "at": "x", "type": "opened"},
    "seq is true": {"seq": True, "at": AT, "type": "resumed", "v": 1},
    "huge seq": {"seq": 10**30, "at": AT, "type": "resumed", "v": 1},
    "seq again": {"seq": 3, "at": AT, "type": "resumed", "v": 1},
    "no time": {"seq": 0, "at": "vanavond", "type": "resumed", "v": 1},
    "segment from nowhere": {"seq": 0, "type": "segment", "v": 1},
    "segment from the start": {"seq": 0, "type": "segment", "v": 1, "from": 1},
    "private without commitment": {"seq": 0, "at": AT, "type": "private", "v": 1},
    "commitment of a number": {"seq": 0, "at": AT, "type": "private", "v": 1, "commitment": 5},
    "decided ghost": {
        "seq": 0,
        "at": AT,
        "type": "decided",
        "v": 1,
        "object": "m99",
        "item": "99",
        "outcome": "adopted",
        "released": ["wall", "feed"],
    },
    "recalled ghost": {"seq": 0, "at": AT, "type": "recalled", "v": 1, "of": 999},
    "corrected ghost": {
        "seq": 0,
        "at": AT,
        "type": "corrected",
        "v": 1,
        "of": 999,
        "event": {"at": AT, "type": "resumed"},
    },
    "item ghost": {"seq": 0, "at": AT, "type": "item_started", "v": 1, "item": "99", "released": ["wall", "feed"]},
    "child ghost": {"seq": 0, "at": AT, "type": "filed", "v": 1, "object": "a7", "item": "6", "parent": "a99"},
    "type is a list": {"seq": 0, "at": AT, "type": [], "v": 1},
    "v is text": {"seq": 0, "at": AT, "type": "resumed", "v": "1"},
}


@pytest.mark.parametrize("name", POISON)
def test_a_poisonous_line_is_told_with_its_number_and_the_meeting_goes_on(
    unpublished: Path, name: str, capsys: Any
) -> None:
    path = unpublished / "journal" / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    body = POISON[name]
    body = body | {"seq": len(rows) + 1} if body.get("seq") == 0 and body.get("seq") is not True else body
    path.write_bytes(path.read_bytes() + poisoned(body, head_of(rows[-1])))
    assert main(["verify", "--data", str(unpublished)]) == 1
    said = capsys.readouterr().err
    assert f"{path.name}, regel {len(rows) + 1}: " in said and "fout in livecouncil" not in said
    session = Session.open(unpublished, next((unpublished / "agendas").glob("*.toml")), hold=0)
    assert any(f"regel {len(rows) + 1}: " in notice for notice in session.notices)
    assert session.enter("n7").kind is Kind.RELEASED
    session.close()
    assert read(unpublished / "journal", ID).events[-1].type == "item_started"  # type: ignore[attr-defined]
    entries = record_of(read(unpublished / "journal", ID).events).feed.entries
    assert "m99" not in str(entries).casefold() and entries[-1].item == "7"


@pytest.mark.parametrize(
    "body", [{"type": "hologram", "v": 1}, {"type": "resumed", "v": 9}, {"type": "resumed", "v": 1, "who": "?"}]
)
def test_a_line_of_a_newer_version_opens_read_only(unpublished: Path, body: dict[str, Any]) -> None:
    path = unpublished / "journal" / f"{ID}.jsonl"
    rows = path.read_bytes().splitlines()
    path.write_bytes(path.read_bytes() + poisoned({"seq": len(rows) + 1, "at": AT} | body, head_of(rows[-1])))
    session = Session.open(unpublished, next((unpublished / "agendas").glob("*.toml")), hold=0)
    assert session.journal.read_only and any("nieuwere versie" in alarm for alarm in session.alarms)
    session.close()


# -- private payloads ----------------------------------------------------------------------------------------------


def one_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[3] ^= 1
    path.write_bytes(data)


def other_salt(path: Path) -> None:
    """Hexadecimal letters are the same number in capitals; the file is not the same."""
    path.write_bytes(path.read_bytes().replace(b"a", b"A", 1))


def a_directory(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        one_bit,
        other_salt,
        a_directory,
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"[1]"),
        lambda path: path.write_bytes(b'{"salt": 5, "payload": {}}'),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_bytes(b"[" * 200_000),
    ],
)
def test_a_spoiled_payload_never_blocks_resuming(form_1: Path, spoil: Callable[[Path], None]) -> None:
    payloads = sorted((form_1 / "journal" / f"{OPEN}.private").glob("0*.json"))
    spoil(payloads[-1])
    session = Session.open(form_1, form_1 / "agendas" / f"{OPEN}.toml", hold=0)
    assert any(f"Privéregel {int(payloads[-1].stem)}" in notice for notice in session.notices)
    assert session.enter("n7").kind is Kind.RELEASED
    session.close()
    lines = (form_1 / "journal" / f"{OPEN}.jsonl").read_bytes().splitlines()
    assert len(read(form_1 / "journal", OPEN).events) == len(lines)


def test_every_flipped_bit_of_a_payload_is_seen(form_1: Path) -> None:
    path = sorted((form_1 / "journal" / f"{OPEN}.private").glob("0*.json"))[-1]
    data = path.read_bytes()
    for bit in range(0, len(data) * 8, 5):
        flipped = bytearray(data)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        assert read(form_1 / "journal", OPEN).damage, bit


def test_archive_mode_shows_no_stray(unpublished: Path) -> None:
    shutil.copy(unpublished / "journal" / f"{ID}.jsonl", unpublished / "journal" / "2025-01-01-kopie.jsonl")
    session = Session.open(unpublished, next((unpublished / "agendas").glob("*.toml")), hold=0)
    assert decisions(session, "2025-01-01-kopie")
    session.close()
    assert [held.id for held in archiving.archive_index(unpublished)] == [ID]
