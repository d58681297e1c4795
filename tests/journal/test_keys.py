"""Checkpoints in minisign's formats, held against minisign itself; and the key, which nobody else may read."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.journal import Journal
from livecouncil.journal.lines import encode, head_of
from livecouncil.journal.reading import read
from livecouncil.journal.signing import signing_off as checkpointing
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key, key_path
from livecouncil.journal.signing.keys import PublicKey, SecretKey, Signature, sign, verify
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session

from .test_journal import AT, Faulty, item

ID = "2026-03-12-raadsvergadering"
TEXT = SignedNote(ID, 214, "ab" * 32).text


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of keys of this test's own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    return tmp_path / "share"


def run(minisign: str, *words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([minisign, *map(str, words)], cwd=folder, capture_output=True, text=True, timeout=60)


# -- the format, against minisign --------------------------------------------------------------------------------


def test_minisign_accepts_what_we_sign_and_nothing_that_was_changed(minisign: str, tmp_path: Path) -> None:
    key = SecretKey.new()
    (tmp_path / "a.pub").write_text(key.public.text)
    (tmp_path / "note").write_text(TEXT)
    signature = sign(key, TEXT.encode(), "livecouncil één").text
    (tmp_path / "note.minisig").write_text(signature)
    done = run(minisign, "-Vm", "note", "-p", "a.pub", folder=tmp_path)
    assert done.returncode == 0 and "Trusted comment: livecouncil één" in done.stdout, done.stderr
    (tmp_path / "note").write_text(TEXT.replace("214", "213"))
    assert run(minisign, "-Vm", "note", "-p", "a.pub", folder=tmp_path).returncode
    (tmp_path / "note").write_text(TEXT)
    (tmp_path / "note.minisig").write_text(signature.replace("één", "twee"))
    assert run(minisign, "-Vm", "note", "-p", "a.pub", folder=tmp_path).returncode


def test_keys_and_signatures_of_minisign_are_read_as_its_own(minisign: str, tmp_path: Path) -> None:
    assert run(minisign, "-G", "-W", "-p", "a.pub", "-s", "a.key", folder=tmp_path).returncode == 0
    key = SecretKey.parse((tmp_path / "a.key").read_text())
    assert key.text == (tmp_path / "a.key").read_text() and key.public.text == (tmp_path / "a.pub").read_text()
    (tmp_path / "note").write_text(TEXT)
    assert run(minisign, "-S", "-s", "a.key", "-m", "note", folder=tmp_path).returncode == 0
    signature = Signature.parse((tmp_path / "note.minisig").read_text())
    assert verify(key.public, TEXT.encode(), signature) and not verify(key.public, b"other", signature)


def test_a_signature_holds_for_one_key_one_text_and_one_comment() -> None:
    key, other = SecretKey.new(), SecretKey.new()
    signature = sign(key, TEXT.encode(), "comment")
    assert sign(key, TEXT.encode(), "comment") == signature == Signature.parse(signature.text)
    assert verify(key.public, TEXT.encode(), signature)
    forged = PublicKey(key.id, other.public.key)
    changed = Signature(signature.id, signature.signature, "other", signature.over_comment)
    assert not verify(other.public, TEXT.encode(), signature) and not verify(forged, TEXT.encode(), signature)
    assert not verify(key.public, TEXT.encode() + b"\n", signature) and not verify(key.public, TEXT.encode(), changed)


BROKEN = [
    "",
    "x",
    "untrusted comment: x\nRWQ=\n",
    "untrusted comment: x\n" + "A" * 56 + "\n",
    "untrusted comment: x\n*\n",
]


@pytest.mark.parametrize("text", BROKEN)
def test_what_is_no_key_or_signature_is_refused(text: str) -> None:
    for kind in (PublicKey, SecretKey, Signature):
        with pytest.raises(ValueError):
            kind.parse(text)


def test_a_key_with_a_password_or_a_damaged_one_is_refused() -> None:
    raw = SecretKey.new().text.splitlines()[1]
    with pytest.raises(ValueError, match="password"):
        SecretKey.parse(raw.replace("RWQAAEIy", "RWRTY0Iy"))
    with pytest.raises(ValueError, match="damaged"):
        SecretKey.parse(raw[:150] + ("A" if raw[150] != "A" else "B") + raw[151:])


@pytest.mark.parametrize(
    "text", ["", TEXT + "\n", TEXT.replace("214", "0214"), TEXT.upper(), "../x\n1\n" + "a" * 64 + "\n"]
)
def test_a_note_is_read_only_as_it_is_written(text: str) -> None:
    assert SignedNote.parse(TEXT) == SignedNote(ID, 214, "ab" * 32) and SignedNote.parse(text) is None


# -- the key -----------------------------------------------------------------------------------------------------


def test_the_key_is_made_once_outside_the_councils_folder_for_this_user_alone(home: Path, tmp_path: Path) -> None:
    first = council_key("GM9999", tmp_path / "raad")
    path = home / "livecouncil" / "gm9999.key"
    assert (
        path == key_path("GM9999") and path.stat().st_mode & 0o777 == 0o600 and path.parent.stat().st_mode & 0o077 == 0
    )
    assert council_key("GM9999", tmp_path / "raad") == first and list(path.parent.iterdir()) == [path]
    assert first and first.seed.hex() not in repr(first) and str(first.seed) not in repr(first)
    assert council_key("Súdwest-Fryslân", tmp_path / "raad", make=False) is None


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_key_others_can_read_is_refused(home: Path, tmp_path: Path, mode: int) -> None:
    council_key("GM9999", tmp_path / "raad")
    key_path("GM9999").chmod(mode)
    with pytest.raises(InputFault, match="anderen kunnen deze sleutel lezen.*chmod 600"):
        council_key("GM9999", tmp_path / "raad")


def test_a_key_of_another_user_is_refused(home: Path, tmp_path: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a file away")
    council_key("GM9999", tmp_path / "raad")
    os.chown(key_path("GM9999"), 12345, -1)
    with pytest.raises(InputFault, match="niet van u"):
        council_key("GM9999", tmp_path / "raad")


def test_a_key_in_the_councils_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("public/a.key", "journal/a.key", "a.key"):
        monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "raad" / name))
        with pytest.raises(InputFault, match="niet in de map van de raad"):
            council_key("GM9999", tmp_path / "raad")
    (tmp_path / "raad").mkdir()
    (tmp_path / "elsewhere").symlink_to(tmp_path / "raad")
    monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "elsewhere" / "a.key"))
    with pytest.raises(InputFault, match="niet in de map van de raad"):
        council_key("GM9999", tmp_path / "raad")


def test_other_places_of_a_key(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A systemd credential goes before the default, a named file before both; none of them is made."""
    mine, credential = SecretKey.new(), SecretKey.new()
    (tmp_path / "credentials").mkdir()
    (tmp_path / "credentials" / "livecouncil-key").write_text(credential.text)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path / "credentials"))
    assert council_key("GM9999", tmp_path / "raad") == credential and not home.exists()
    monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "mine.key"))
    with pytest.raises(InputFault, match="is er niet"):
        council_key("GM9999", tmp_path / "raad")
    (tmp_path / "mine.key").write_text(mine.text)
    (tmp_path / "mine.key").chmod(0o600)
    assert council_key("GM9999", tmp_path / "raad") == mine
    (tmp_path / "mine.key").write_text("untrusted comment: nothing\n")
    with pytest.raises(InputFault, match="geen leesbare ondertekensleutel"):
        council_key("GM9999", tmp_path / "raad")


def test_no_new_key_beside_a_published_one(home: Path, tmp_path: Path) -> None:
    """A lost or another key must not be replaced unseen: whoever checks would find every later meeting forged."""
    public = tmp_path / "raad" / "public" / "livecouncil.pub"
    public.parent.mkdir(parents=True)
    public.write_text(SecretKey.new().public.text)
    with pytest.raises(InputFault, match="is er niet"):
        council_key("GM9999", tmp_path / "raad")
    assert not home.exists()
    council_key("GM9999", tmp_path / "other")
    with pytest.raises(InputFault, match="hoort niet bij public/livecouncil.pub"):
        council_key("GM9999", tmp_path / "raad")
    public.write_text("no key")
    with pytest.raises(InputFault, match="geen openbare sleutel"):
        council_key("GM9999", tmp_path / "raad")


# -- when it is made ---------------------------------------------------------------------------------------------


def lines_of(session: Session, *lines: str) -> list[ev.Checkpoint]:
    for line in lines:
        session.enter(line, confirmed=True, line_mode=True)
    return [e for e in session.journal.events if isinstance(e, ev.Checkpoint)]


def test_suspension_and_close_are_signed_over_every_line_before(session: Session, council: Path) -> None:
    assert lines_of(session, "open", "n6") == []
    [first] = lines_of(session, "z10")
    assert lines_of(session, "z", "n11") == [first]
    first, last = lines_of(session, "sluit")
    walked = chain.walk((council / "journal" / f"{ID}.jsonl").read_bytes())
    for event in (first, last):
        assert event.size == event.seq - 1 and walked.holds(event.size, event.head)
        key, note = PublicKey.parse(event.key), SignedNote(ID, event.size, event.head)
        assert verify(key, note.text.encode(), Signature.parse(event.signature))
    assert session.notices == [] and last.key == first.key


def test_minisign_verifies_what_is_published(session: Session, council: Path, minisign: str) -> None:
    lines_of(session, "open", "n11", "z10", "z")
    publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    folder = council / "public" / ID
    assert not (folder / "checkpoint.txt").exists(), "the suspension is still held"
    clock = session.clock
    clock.now = clock.now.replace(minute=45)  # type: ignore[attr-defined]
    session.tick()
    publishing.write_public(publishing.record_of(session.journal.events), council / "public")
    assert run(minisign, "-Vm", "checkpoint.txt", "-p", "../livecouncil.pub", folder=folder).returncode == 0
    assert not (folder / "journal.jsonl").exists(), "the meeting is not closed"
    assert "head" not in (folder / "feed.json").read_text()


def test_a_failure_to_sign_never_blocks_and_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LIVECOUNCIL_KEY", str(tmp_path / "gone.key"))
    answer = session.enter("open", confirmed=True)
    answer = session.enter("z10", confirmed=True)
    assert answer.kind is Kind.RELEASED and session.desk.state.status == "suspended"
    assert "niet ondertekend" in session.notices[0] and "gone.key" in session.notices[0]
    monkeypatch.setenv("LIVECOUNCIL_KEY", "/proc/nothing/here.key")
    assert lines_of(session, "z", "sluit") == [] and session.desk.state.status == "closed"


def test_a_rehearsal_is_not_signed(council: Path, agenda: Path, home: Path) -> None:
    session = Session.open(council, agenda, rehearsal=True, hold=0)
    assert lines_of(session, "open", "z10", "z", "sluit") == []
    session.close()
    publishing.publish(council / "oefening", ID)
    assert not home.exists() and not list(council.rglob("checkpoint.txt")) and not list(council.rglob("*.pub"))


def test_nothing_is_signed_behind_closed_doors(session: Session) -> None:
    """A checkpoint would say that the meeting was suspended there."""
    assert lines_of(session, "open", "n10", "besloten", "z10", "z", "openbaar") == []


def test_a_journal_that_was_changed_on_the_disk_is_not_signed(session: Session, council: Path) -> None:
    lines_of(session, "open", "n6")
    path = council / "journal" / f"{ID}.jsonl"
    *rows, last = path.read_bytes().splitlines()
    path.write_bytes(b"\n".join([*rows, last.replace(b'"item":"6"', b'"item":"7"')]) + b"\n")
    assert lines_of(session, "z10") == [] and "niet wat er geschreven is" in session.notices[0]


def test_publish_signs_what_came_after_the_close_once(session: Session, council: Path) -> None:
    lines_of(session, "open", "sluit")
    clock = session.clock
    clock.now = clock.now.replace(minute=45)  # type: ignore[attr-defined]
    session.tick()
    assert checkpointing.sign_off(council, ID) == "", "live runs: it signs nothing"
    session.close()
    publishing.publish(council, ID)
    events = read(council / "journal", ID).events
    assert isinstance(events[-1], ev.Checkpoint) and isinstance(events[-2], ev.Released)
    assert publishing.publish(council, ID) == [] and read(council / "journal", ID).events == events


def test_a_meeting_that_is_not_closed_is_not_signed_by_publish(session: Session, council: Path) -> None:
    lines_of(session, "open", "n6")
    session.close()
    publishing.publish(council, ID)
    assert not any(isinstance(e, ev.Checkpoint) for e in read(council / "journal", ID).events)


# -- the chain that is signed ------------------------------------------------------------------------------------


def test_dead_branches_are_not_counted(tmp_path: Path) -> None:
    """After a failed fsync the events are written again elsewhere; what the old file may or may not
    hold is not signed."""
    disk = Faulty()
    journal = Journal.open(tmp_path, ID, operations=disk)
    journal.append([item(1), item(2)])
    disk.lying = True
    journal.append([item(3)])
    journal.append([item(4)])
    journal.close()
    with_branch = chain.walk(chain.raw(tmp_path, ID))
    assert len(with_branch.lines) == 6 and with_branch.unlinked == with_branch.damaged == []
    assert [line.body.get("item") for line in with_branch.trunk] == ["1", "2", None, "3", "4"]
    first = tmp_path / f"{ID}.jsonl"
    first.write_bytes(b"".join(first.read_bytes().splitlines(keepends=True)[:2]))
    assert [line.head for line in chain.walk(chain.raw(tmp_path, ID)).trunk] == [
        line.head for line in with_branch.trunk
    ]


def test_a_walk_names_every_break_and_takes_nothing_for_granted() -> None:
    rows, head = [], "0" * 64
    for seq in range(1, 7):
        rows.append(encode({"seq": seq, "at": AT.isoformat(), "type": "item_started", "v": 1, "item": "1"}, head))
        head = head_of(rows[-1])
    assert chain.walk(b"\n".join(rows) + b"\n").head == chain.walk(b"\n".join(rows)).head == head
    rows[1] = rows[1].replace(b'"1"', b'"2"', 1)
    rows[3] = encode({"seq": "four"}, "x")
    rows[5] = encode({"seq": 6, "type": "segment", "from": 2}, "f" * 64)
    walked = chain.walk(b"\n".join(rows))
    assert walked.damaged == [2, 4] and walked.unlinked == [3, 5, 6]
