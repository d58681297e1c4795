"""A witness: it signs only what goes on from what it signed, minisign verifies that, and `verify` asks for it."""

from __future__ import annotations

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
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.custody import council_key
from livecouncil.journal.signing.keys import SecretKey
from livecouncil.journal.signing.signing_off import signed
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
