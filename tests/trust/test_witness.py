"""A witness: it signs only what goes on from what it signed, minisign verifies that, and `verify` asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from livecouncil.commands import main
from livecouncil.errors import InputFault
from livecouncil.journal import chain
from livecouncil.journal.lines import body_of, head_of, header_of, written
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.journal.signing.signing_off import signed
from livecouncil.system.locks import lock_surely, open_private
from livecouncil.trust.signatures import leads
from livecouncil.trust.verify import verify_public
from livecouncil.trust.witness import Witness, look_and_sign, objection, remembered

from .conftest import ID

AT = datetime.fromisoformat("2026-03-12T23:00:00+01:00")


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    key = SecretKey.new()
    (tmp_path / "witness.pub").write_text(key.public.text)
    return Witness(key, "omroep", tmp_path / "memory.json")


@pytest.fixture
def show(own: Path, public: Path) -> Callable[[int, bool], SignedNote]:
    """Show an earlier head, with the chain or without it."""
    key = council_key("GM9999", own, make=False)
    whole = (public / "journal.jsonl").read_bytes()

    def shown(size: int, with_chain: bool) -> SignedNote:
        assert key
        note = SignedNote(ID, size, chain.walk(whole).trunk[size - 1].head)
        (public / "checkpoint.txt").write_text(note.text)
        (public / "checkpoint.txt.minisig").write_text(signed(key, note, AT).signature)
        (public / "journal.jsonl").unlink(missing_ok=True)
        if with_chain:
            (public / "journal.jsonl").write_bytes(whole)
        return note

    return shown


def test_minisign_verifies_a_witness_and_so_do_we(public: Path, tmp_path: Path, minisign: str, capsys: Any) -> None:
    key = tmp_path / "mine.key"
    assert main(["witness", str(public), "--key", str(key), "--name", "omroep"]) == 0
    assert key.stat().st_mode & 0o777 == 0o600
    words = ("-Vm", "checkpoint.txt", "-x", "checkpoint.txt.omroep.minisig", "-p", str(tmp_path / "mine.pub"))
    done = subprocess.run([minisign, *words], cwd=public, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and f"livecouncil witness {ID}" in done.stdout, done.stderr
    assert main(["verify", "--public", str(public), "--witness", str(tmp_path / "mine.pub")]) == 0
    assert "zag dezelfde geschiedenis tot regel" in capsys.readouterr().out
    assert main(["witness", str(public), "--key", str(key), "--name", "../x"]) == 2


def test_a_key_that_minisign_made_witnesses_too(public: Path, tmp_path: Path, minisign: str) -> None:
    made = [minisign, "-G", "-W", "-p", "w.pub", "-s", "w.key"]
    subprocess.run(made, cwd=tmp_path, capture_output=True, timeout=60, check=True)
    assert main(["witness", str(public), "--key", str(tmp_path / "w.key")]) == 0
    assert verify_public(public, witnesses=[tmp_path / "w.pub"]) == []


def test_it_signs_on_and_never_back(
    public: Path, witness: Witness, show: Callable[[int, bool], SignedNote], tmp_path: Path
) -> None:
    show(12, False)
    look_and_sign(witness, public, AT)
    look_and_sign(witness, public, AT)
    show(20, False)
    with pytest.raises(InputFault, match="De keten van regel 12 tot 20 is niet te zien"):
        look_and_sign(witness, public, AT)
    show(20, True)
    look_and_sign(witness, public, AT)
    show(12, True)
    with pytest.raises(InputFault, match=r"ouder dan de laatste die deze getuige tekende \(regel 20\)"):
        look_and_sign(witness, public, AT)
    memory = remembered(witness.memory)
    assert memory and memory.heads[ID].size == 20
    assert witness.memory.stat().st_mode & 0o777 == 0o600


def test_an_older_signature_still_says_how_far_it_saw(
    own: Path, public: Path, witness: Witness, show: Callable[[int, bool], SignedNote], tmp_path: Path, capsys: Any
) -> None:
    newest = SignedNote.parse((public / "checkpoint.txt").read_text())
    before = {name: (public / name).read_bytes() for name in ("checkpoint.txt", "checkpoint.txt.minisig")}
    show(20, True)
    look_and_sign(witness, public, AT)
    for name, content in before.items():
        (public / name).write_bytes(content)
    assert newest and verify_public(public, witnesses=[tmp_path / "witness.pub"]) == []
    assert "tot regel 20 van" in capsys.readouterr().out


def joined(public: Path, at: int) -> tuple[bytes, chain.Chain]:
    """Another history of the same council, and the first `at` lines of this one with the rest of that one behind it."""
    rows = (public / "journal.jsonl").read_bytes().splitlines()
    other: list[bytes] = rows[:9]
    for number, row in enumerate(rows[9:], 9):
        body = {key: value for key, value in body_of(row).items() if key not in ("prev", "crc")}
        if number == 9:
            body["at"] = "2026-03-12T19:31:07+01:00"
        made = written(body, head_of(other[-1]), form=2)
        other.append(header_of(made) if body["type"] == "private" else made)
    return b"".join(row + b"\n" for row in (*rows[:at], *other[at:])), chain.walk(b"\n".join(other))


def test_two_histories_behind_each_other_are_no_chain_to_sign_on(
    own: Path, public: Path, witness: Witness, show: Callable[[int, bool], SignedNote]
) -> None:
    """Both heads stand in the lines that are shown, but no line leads from the one to the other."""
    kept = show(20, True)
    look_and_sign(witness, public, AT)
    lines, other = joined(public, 20)
    forged = SignedNote(ID, 30, other.trunk[29].head)
    key = council_key("GM9999", own, make=False)
    assert key and other.unlinked == []
    (public / "journal.jsonl").write_bytes(lines)
    (public / "checkpoint.txt").write_text(forged.text)
    (public / "checkpoint.txt.minisig").write_text(signed(key, forged, AT).signature)
    walked = chain.walk(lines)
    assert walked.holds(20, kept.head) and walked.holds(30, forged.head)
    with pytest.raises(InputFault, match="sluit niet overal aan"):
        look_and_sign(witness, public, AT)
    memory = remembered(witness.memory)
    assert memory and memory.heads[ID] == kept


def test_a_thief_gets_nothing_signed_by_lines_that_only_stand_before_a_listed_head(own: Path, public: Path) -> None:
    """Of a stolen key only what leads to a listed head counts; a head that merely stands before it does not."""
    lines, _ = joined(public, 20)
    walked = chain.walk(lines)
    listed = SignedNote(ID, 30, walked.trunk[29].head)
    assert not leads(walked, SignedNote(ID, 12, walked.trunk[11].head), listed)
    assert leads(walked, SignedNote(ID, 12, walked.trunk[11].head), SignedNote(ID, 20, walked.trunk[19].head))


def test_one_process_at_a_time_signs_with_a_memory(
    public: Path, witness: Witness, show: Callable[[int, bool], SignedNote]
) -> None:
    show(12, False)
    held = open_private(witness.memory.with_name(f"{witness.memory.name}.lock"))
    lock_surely(held)
    with pytest.raises(InputFault, match="een ander proces tekent nu"):
        look_and_sign(witness, public, AT)
    assert not witness.memory.exists() and not list(public.glob("*.omroep.minisig"))
    os.close(held)
    look_and_sign(witness, public, AT)


def test_what_is_no_key_or_memory_is_said_and_not_signed_with(
    public: Path, witness: Witness, tmp_path: Path, capsys: Any
) -> None:
    os.mkfifo(tmp_path / "pijp", 0o600)
    for key in (tmp_path / "pijp", tmp_path):
        assert main(["witness", str(public), "--key", str(key)]) == 1
        assert "geen leesbare ondertekensleutel" in capsys.readouterr().err
    for text in ("[" * 100_000, f'{{"council": "{witness.key.public.base64}", "heads": {{"x": {{"size": 1e999}}}}}}'):
        witness.memory.write_text(text)
        with pytest.raises(InputFault, match="niets ondertekend"):
            look_and_sign(witness, public, AT)
    witness.memory.unlink()
    (public.parent / "livecouncil.pub").unlink()
    with pytest.raises(InputFault, match="--council"):
        look_and_sign(witness, public, AT)


def test_objections_are_pure_and_each_has_its_sentence(public: Path) -> None:
    walked = chain.walk((public / "journal.jsonl").read_bytes())

    def at(size: int) -> SignedNote:
        return SignedNote(ID, size, walked.trunk[size - 1].head)

    false = SignedNote(ID, 12, "ab" * 32)
    assert objection(at(12), None, None) == objection(at(20), at(12), walked) == objection(at(20), at(20), None) == ""
    assert "leidt niet naar de kop" in objection(false, None, walked)
    assert "twee geschiedenissen" in objection(at(20), false, walked)
    assert "twee geschiedenissen" in objection(at(12), false, None)
    assert "ouder" in objection(at(12), at(20), walked)
    assert "niet te zien" in objection(at(20), at(12), None)


def test_it_signs_for_no_other_key_than_the_councils(public: Path, witness: Witness, own: Path) -> None:
    look_and_sign(witness, public, AT)
    forger = SecretKey.new()
    note = SignedNote.parse((public / "checkpoint.txt").read_text())
    assert note
    (public / "checkpoint.txt.minisig").write_text(signed(forger, note, AT).signature)
    (own / "public" / "livecouncil.pub").write_text(forger.public.text)
    with pytest.raises(InputFault, match="andere sleutel"):
        look_and_sign(witness, public, AT)


def test_a_memory_that_cannot_be_read_signs_nothing(public: Path, witness: Witness) -> None:
    for text in ("", "[]", "{}", '{"council": "x", "heads": {}}'):
        witness.memory.write_text(text)
        with pytest.raises(InputFault, match="niets ondertekend"):
            look_and_sign(witness, public, AT)
    assert not list(public.glob("checkpoint.txt.omroep.minisig"))


def test_what_a_witness_did_not_sign_is_missed(public: Path, witness: Witness, tmp_path: Path) -> None:
    assert "heeft hier niets ondertekend" in verify_public(public, witnesses=[tmp_path / "witness.pub"])[0]
    path = look_and_sign(witness, public, AT)
    path.write_text(path.read_text().replace(ID, "2026-04-16-raadsvergadering"))
    assert "past niet" in verify_public(public, witnesses=[tmp_path / "witness.pub"])[0]
    shutil.copy(public / "checkpoint.txt.minisig", path)
    assert "niets ondertekend" in verify_public(public, witnesses=[tmp_path / "witness.pub"])[0]
