"""A copy is never made from what is worse than it: what knows more, is damaged here, or is another's stays as it is."""

from __future__ import annotations

import errno
import shutil
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.journal.copies import forms as copy_forms
from livecouncil.journal.copies.copier import Copier
from livecouncil.journal.copies.kept import Kept, is_earlier, kept_on_disk, stretch_of
from livecouncil.journal.copies.restoring import copies_at, open_copy
from livecouncil.journal.copies.second import Part, SecondCopy, SecondPlace
from livecouncil.journal.journal import Journal
from livecouncil.journal.lines import header_of
from livecouncil.system.age import Identity, decrypted
from livecouncil.system.removable import Removable
from tests.conftest import some

from .test_power import CUTS, image, mounted

ID = "2026-03-12-proef"
AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
PATIENCE = 60.0


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "raad").mkdir()
    return tmp_path / "raad"


@pytest.fixture
def place(tmp_path: Path) -> SecondPlace:
    (tmp_path / "stick").mkdir()
    return SecondPlace(tmp_path / "stick")


def logged(home: Path, number: int) -> Kept:
    """A journal with `number` more lines."""
    journal = Journal.open(home / "journal", ID)
    for _ in range(number):
        journal.append([ev.ItemStarted(at=AT, item="7")])
    journal.close()
    return kept_on_disk(home / "journal", ID)


def brought(place: SecondPlace, kept: Kept) -> SecondCopy:
    """A copy made by a program that knows nothing of an earlier one."""
    copy = SecondCopy(place, Part())
    with Removable(place.to) as disk:
        copy.bring(disk, kept)
    return copy


def there(place: SecondPlace, copy: SecondCopy) -> bytes:
    return (place.to / copy.folder / "journal" / f"{ID}.jsonl").read_bytes()


def ours(kept: Kept) -> bytes:
    return kept.segments[f"{ID}.jsonl"].all


def test_a_later_state_goes_on_where_the_earlier_one_stood(home: Path, place: SecondPlace) -> None:
    first = brought(place, logged(home, 3))
    kept = logged(home, 2)
    second = brought(place, kept)
    assert second.folder == first.folder and there(place, second) == ours(kept) and not second.beside


def test_a_copy_that_knows_more_is_left_alone_and_the_new_one_stands_beside(home: Path, place: SecondPlace) -> None:
    """The disk was lost, and somebody began again from an older state without restoring."""
    path = home / "journal" / f"{ID}.jsonl"
    logged(home, 3)
    older = path.read_bytes()
    longer = logged(home, 3)
    first = brought(place, longer)
    path.write_bytes(older)
    second = brought(place, kept_on_disk(home / "journal", ID))
    assert second.folder == f"{first.folder}-2" and second.beside == first.folder
    assert there(place, first) == ours(longer) and there(place, second) == older


@pytest.mark.parametrize("where", ["header", "opening"])
def test_a_line_damaged_here_is_not_copied_over_the_whole_one(home: Path, place: SecondPlace, where: str) -> None:
    kept = logged(home, 4)
    first = brought(place, kept)
    path = home / "journal" / f"{ID}.jsonl"
    rows = path.read_bytes().split(b"\n")
    at = 20 if where == "header" else len(header_of(rows[1])) + 90
    rows[1] = rows[1][:at] + bytes([rows[1][at] ^ 1]) + rows[1][at + 1 :]
    path.write_bytes(b"\n".join(rows))
    second = brought(place, kept_on_disk(home / "journal", ID))
    assert second.beside == first.folder and there(place, first) == ours(kept)


def test_another_meetings_journal_of_the_same_name_stays_as_it_is(
    home: Path, place: SecondPlace, tmp_path: Path
) -> None:
    kept = logged(home, 3)
    first = brought(place, kept)
    other = brought(place, logged(tmp_path / "andere raad", 5))
    assert first.folder != other.folder and there(place, first) == ours(kept)


def test_what_a_pulled_out_stick_left_half_is_made_whole(home: Path, place: SecondPlace) -> None:
    kept = logged(home, 4)
    path = place.to / brought(place, kept).folder / "journal" / f"{ID}.jsonl"
    for size in some(range(len(ours(kept)))):
        path.write_bytes(ours(kept)[:size])
        copy = brought(place, kept)
        assert not copy.beside and path.read_bytes() == ours(kept), size


def test_an_earlier_state_may_have_what_was_redacted_since_and_nothing_else(home: Path) -> None:
    kept = ours(logged(home, 3))
    rows = kept.split(b"\n")
    redacted = b"\n".join([rows[0], header_of(rows[1]), *rows[2:]])
    assert is_earlier(kept, redacted) and not is_earlier(redacted, kept)
    assert is_earlier(b"\n".join(rows[:2]) + b"\n" + rows[2][:30], kept), "a line that was never whole does not count"
    assert not is_earlier(kept, b"\n".join(rows[:2]) + b"\n"), "a last line does"


# -- encrypted ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def identity() -> Identity:
    return Identity.generate()


def assembled(place: SecondPlace, copy: SecondCopy, identity: Identity) -> bytes:
    """What the pieces of the journal are, put behind each other."""
    pieces = sorted((place.to / copy.folder / "journal").glob(f"{ID}.jsonl.*.age"))
    return b"".join(decrypted(piece.read_bytes(), [identity]) for piece in pieces)


def test_pieces_are_put_together_before_there_are_too_many(
    home: Path, place: SecondPlace, identity: Identity, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copy_forms, "MOST_PIECES", 5)
    sealed = SecondPlace(place.to, str(identity.to_public()))
    content = bytearray(ours(logged(home, 2)))
    copy = SecondCopy(sealed, Part())
    with Removable(place.to) as disk:
        for number in range(12):
            content += b'{"seq":%d}\n' % number
            copy.bring(disk, Kept(ID, {f"{ID}.jsonl": stretch_of(content)}))
            assert assembled(sealed, copy, identity) == bytes(content)
            assert len([*place.to.rglob("*.age")]) <= 1 + 5


def test_an_encrypted_copy_that_knows_more_is_left_alone(home: Path, place: SecondPlace, identity: Identity) -> None:
    sealed = SecondPlace(place.to, str(identity.to_public()))
    path = home / "journal" / f"{ID}.jsonl"
    logged(home, 3)
    older = path.read_bytes()
    longer = logged(home, 3)
    first = brought(sealed, longer)
    path.write_bytes(older)
    second = brought(sealed, kept_on_disk(home / "journal", ID))
    assert second.beside == first.folder and assembled(sealed, first, identity) == ours(longer)
    assert assembled(sealed, second, identity) == older


def test_without_a_key_that_is_one_nothing_is_written(home: Path, place: SecondPlace) -> None:
    copier = Copier(SecondPlace(place.to, "age1onzin"), home, Part())
    copier.kept(logged(home, 1))
    copier.first_look(PATIENCE)
    assert "geen openbare sleutel" in copier.standing().sentence
    copier.close(PATIENCE)
    assert [*place.to.rglob("*")] == []


# -- the thread --------------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(home: Path, place: SecondPlace) -> Iterator[tuple[Journal, Copier]]:
    """A journal of one line that is being written and copied."""
    journal = Journal.open(home / "journal", ID)
    journal.append([ev.ItemStarted(at=AT, item="7")])
    copier = Copier(place, home, Part())
    journal.copied_by(copier)
    assert copier.wait(PATIENCE)
    yield journal, copier
    copier.close(PATIENCE)
    journal.close()


def copy_of(place: SecondPlace) -> Path:
    (found,) = place.to.rglob(f"{ID}.jsonl")
    return found


def test_a_disk_that_answers_no_more_holds_up_no_line_and_is_said(
    copied: tuple[Journal, Copier], monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, copier = copied
    asked, answers = threading.Event(), threading.Event()
    append = Removable.append

    def hangs(self: Removable, path: str, data: bytes, *, at: int) -> None:
        asked.set()
        answers.wait(PATIENCE)
        append(self, path, data, at=at)

    monkeypatch.setattr(Removable, "append", hangs)
    monkeypatch.setattr("livecouncil.journal.copies.copier.SILENT", 0.0)
    for _ in range(50):
        journal.append([ev.ItemStarted(at=AT, item="7")])
    assert asked.wait(PATIENCE)
    assert "antwoordt niet" in copier.standing().sentence and not answers.is_set()
    answers.set()
    assert copier.wait(PATIENCE) and copier.standing().whole


def test_after_an_fsync_that_failed_the_file_is_written_anew(
    copied: tuple[Journal, Copier], home: Path, place: SecondPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, copier = copied
    append = Removable.append
    before = copy_of(place).stat().st_ino

    def lies_once(self: Removable, path: str, data: bytes, *, at: int) -> None:
        append(self, path, data, at=at)
        monkeypatch.setattr(Removable, "append", append)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Removable, "append", lies_once)
    journal.append([ev.ItemStarted(at=AT, item="7")])
    copier.first_look(PATIENCE)
    assert "geeft een fout (Input/output error)" in copier.standing().sentence
    assert copier.wait(PATIENCE)
    path = copy_of(place)
    assert path.stat().st_ino != before, "what that file holds is not believed, whatever it reads like"
    assert path.read_bytes() == (home / "journal" / f"{ID}.jsonl").read_bytes()


@pytest.mark.parametrize("harm", ["cut", "deleted", "grown"])
def test_what_somebody_does_to_the_copy_is_put_right(
    copied: tuple[Journal, Copier], home: Path, place: SecondPlace, harm: str
) -> None:
    journal, copier = copied
    path = copy_of(place)
    if harm == "cut":
        path.write_bytes(path.read_bytes()[:-10])
    elif harm == "deleted":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b"{")
    journal.append([ev.ItemStarted(at=AT, item="7")])
    assert copier.wait(PATIENCE)
    assert path.read_bytes() == (home / "journal" / f"{ID}.jsonl").read_bytes()


def test_the_word_a_line_costs_the_writer_does_not_grow_with_the_meeting(home: Path) -> None:
    """Nothing is copied or queued: a listener that never looks is handed the writer's own memory each time."""
    heard: list[Kept] = []

    class Never:
        def kept(self, state: Kept) -> None:
            heard.append(state)

    journal = Journal.open(home / "journal", ID)
    journal.copied_by(Never())
    for _ in range(20):
        journal.append([ev.ItemStarted(at=AT, item="7")])
    journal.close()
    contents = {id(state.segments[f"{ID}.jsonl"].content) for state in heard}
    sizes = [state.segments[f"{ID}.jsonl"].size for state in heard]
    assert len(contents) == 1 and sizes == sorted(set(sizes)) and len(heard) == 21


def test_a_listener_that_raises_costs_no_line(home: Path) -> None:
    class Broken:
        def kept(self, state: Kept) -> None:
            raise ValueError("kapot")

    journal = Journal.open(home / "journal", ID)
    journal.copied_by(Broken())
    (event,) = journal.append([ev.ItemStarted(at=AT, item="7")])
    journal.close()
    assert event.seq == 1 and kept_on_disk(home / "journal", ID).segments[f"{ID}.jsonl"].size


# -- pulled out, on a file system of its own ---------------------------------------------------------------------------


@pytest.mark.parametrize("sealed", [False, True], ids=["plain", "sealed"])
def test_what_counts_as_copied_is_on_the_stick_that_is_pulled_out(
    home: Path, tmp_path: Path, identity: Identity, sealed: bool
) -> None:
    """What the block device holds at that moment, mounted elsewhere; what only the page cache had is not in it."""
    stick = image(tmp_path / "stick.img")
    key = str(identity.to_public()) if sealed else ""
    journal = Journal.open(home / "journal", ID)
    with mounted(tmp_path / "stick", "-o", "loop", str(stick)) as to:
        copier = Copier(SecondPlace(to, key), home, Part())
        journal.copied_by(copier)
        for number in range(CUTS):
            for _ in range(3):
                journal.append([ev.ItemStarted(at=AT, item="7")])
                assert copier.wait(PATIENCE)
            pulled = tmp_path / f"pulled{number}.img"
            shutil.copyfile(stick, pulled)
            with mounted(tmp_path / f"pulled{number}", "-o", "loop", str(pulled)) as elsewhere:
                (found,) = copies_at(elsewhere)
                copy = open_copy(found, [identity])
                assert copy.damage == []
                assert copy.files[f"journal/{ID}.jsonl"] == (home / "journal" / f"{ID}.jsonl").read_bytes()
        copier.close(PATIENCE)
    journal.close()
