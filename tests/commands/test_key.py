"""A council that changes its signing key: rotated, lost, stolen; and what others then find."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.journal import chain
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key, key_path
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.journal.signing.signing_off import signed
from livecouncil.publishing import folder as publishing
from livecouncil.trust.verify import verify, verify_public
from tests.trust.conftest import ID, evening, own

__all__ = ["evening", "own"]


def key(base: Path, *words: str) -> int:
    return main(["key", *words, "--data", str(base), "--yes"])


def old_key(base: Path, to: Path) -> Path:
    return Path(shutil.copy(base / "public" / "livecouncil.pub", to))


def test_after_a_rotation_both_keys_verify_what_the_old_one_signed(
    own: Path, tmp_path: Path, minisign: str, capsys: Any
) -> None:
    before = old_key(own, tmp_path / "old.pub")
    assert key(own, "rotate") == 0
    after = own / "public" / "livecouncil.pub"
    assert after.read_text() != before.read_text()
    assert verify(own, ID) == []
    for trusted in (before, after):
        assert verify_public(own / "public" / ID, trusted) == []
    words = ("-Vm", "succession-1.txt", "-p", str(before))
    done = subprocess.run([minisign, *words], cwd=own / "public" / "keys", capture_output=True, timeout=60)
    assert done.returncode == 0, done.stderr
    publishing.publish(own, ID)
    assert after.read_text() != before.read_text(), "publish keeps the newest key"
    assert main(["key", "show", "--data", str(own)]) == 0 and "succession-1.txt" in capsys.readouterr().out


def test_keys_stay_outside_the_folder_and_nobody_elses(own: Path, tmp_path: Path) -> None:
    assert key(own, "rotate") == 0 and key(own, "rotate") == 0
    lying = sorted(path for path in (tmp_path / "share").rglob("*") if path.is_file())
    assert len(lying) == 3 and all(path.stat().st_mode & 0o777 == 0o600 for path in lying)
    secrets = [path.read_text().splitlines()[1] for path in lying]
    for path in (path for path in own.rglob("*") if path.is_file()):
        assert not any(secret.encode() in path.read_bytes() for secret in secrets), path
    assert verify(own, ID) == [] and council_key("GM9999", own, make=False)


def test_a_new_key_without_a_statement_is_named(own: Path, tmp_path: Path, capsys: Any) -> None:
    assert key(own, "rotate") == 0
    shutil.rmtree(own / "public" / "keys")
    faults = verify_public(own / "public" / ID)
    assert any("ondertekend met een andere sleutel" in fault for fault in faults)
    (own / "public" / "livecouncil.pub").write_text(SecretKey.new().public.text)
    assert any("hoort niet bij public/livecouncil.pub" in fault for fault in verify(own, ID))


def test_a_lost_key_goes_on_under_a_new_one(own: Path, tmp_path: Path, capsys: Any) -> None:
    before = old_key(own, tmp_path / "old.pub")
    assert key(own, "revoke", "--lost") == 1 and "is er nog" in capsys.readouterr().err
    key_path("GM9999").unlink()
    assert key(own, "rotate") == 1 and "--lost" in capsys.readouterr().err
    assert key(own, "revoke", "--lost") == 0
    assert verify(own, ID) == [] and verify_public(own / "public" / ID) == []
    faults = verify_public(own / "public" / ID, before)
    assert any("heet kwijt en opgevolgd door" in fault and "Vraag de raad" in fault for fault in faults), faults


def resigned(own: Path, secret: SecretKey, at: datetime, size: int) -> None:
    """The published head replaced by another one that `secret` signs."""
    folder = own / "public" / ID
    head = chain.walk((folder / "journal.jsonl").read_bytes()).trunk[size - 1].head
    note = SignedNote(ID, size, head)
    (folder / "checkpoint.txt").write_text(note.text)
    (folder / "checkpoint.txt.minisig").write_text(signed(secret, note, at).signature)


def test_what_a_stolen_key_signs_counts_no_more_also_dated_back(own: Path, tmp_path: Path, capsys: Any) -> None:
    before = old_key(own, tmp_path / "old.pub")
    thief = council_key("GM9999", own, make=False)
    assert thief
    assert key(own, "revoke", "--stolen") == 0
    assert verify_public(own / "public" / ID) == [], "what it signed before is listed"
    assert f"met sleutel {thief.public.name}, een eerdere van de raad" in capsys.readouterr().out
    now = datetime.now().astimezone()
    resigned(own, thief, now + timedelta(hours=1), 20)
    assert any("die sinds" in fault and "gestolen" in fault for fault in verify_public(own / "public" / ID))
    lines = len(chain.walk((own / "public" / ID / "journal.jsonl").read_bytes()).trunk)
    resigned(own, thief, now - timedelta(days=99), lines)
    assert any("noemt deze kop niet" in fault for fault in verify_public(own / "public" / ID))
    assert any("heet gestolen" in fault for fault in verify_public(own / "public" / ID, before))


def test_what_was_begun_is_finished(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    """A crash before the new key took its place: the old one goes on signing, and a second try ends it. Not one for
    another reason: who says that a key was stolen must not get the statement that nothing was wrong with it."""

    def falls(*words: object) -> None:
        raise OSError(5, "no", "x")

    with monkeypatch.context() as patch:
        patch.setattr("livecouncil.journal.signing.succeeding._take_over", falls)
        assert key(own, "rotate") == 1
    assert council_key("GM9999", own, make=False), "the old one signs on"
    capsys.readouterr()
    assert key(own, "revoke", "--stolen") == 1
    assert "begonnen met ‘key rotate’" in capsys.readouterr().err
    assert key(own, "rotate") == 0
    assert len(list((own / "keys").glob("succession-*.txt"))) == 1 and verify(own, ID) == []


@pytest.mark.parametrize("words", [("rotate",), ("revoke", "--lost"), ("revoke", "--stolen")], ids=" ".join)
def test_a_council_that_has_no_key_yet_has_none_to_follow(
    council: Path, tmp_path: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    assert key(council, *words) == 1
    assert "Er is nog geen sleutel bekend" in capsys.readouterr().err


def test_a_statement_that_cannot_be_read_any_more_is_not_written_over(own: Path) -> None:
    assert key(own, "rotate") == 0
    first = own / "keys" / "succession-1.txt"
    first.write_bytes(first.read_bytes()[:-9])
    left = first.read_bytes()
    assert key(own, "rotate") == 0
    assert first.read_bytes() == left and (own / "keys" / "succession-2.txt").exists()


@pytest.mark.parametrize(
    "words", [("revoke",), ("rotate", "--lost"), ("show", "--stolen"), ("revoke", "--lost", "--stolen")]
)
def test_wrong_use(own: Path, words: tuple[str, ...]) -> None:
    assert key(own, *words) == 2
    assert not (own / "keys").exists()


def test_without_a_yes_nothing_changes(own: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    monkeypatch.setattr("builtins.input", lambda question: "nee")
    assert main(["key", "rotate", "--data", str(own)]) == 0
    assert "niets veranderd" in capsys.readouterr().out and not (own / "keys").exists()
