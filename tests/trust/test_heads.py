"""A head that somebody kept, held against what is shown later: extended, forked, cut, replayed, another's."""

from __future__ import annotations

import json
import shutil
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

from .conftest import ID

AT = datetime.fromisoformat("2026-03-12T20:30:00+01:00")


@pytest.fixture
def key(own: Path) -> SecretKey:
    found = council_key("GM9999", own, make=False)
    assert found
    return found


def trunk(public: Path) -> list[chain.Line]:
    return chain.walk((public / "journal.jsonl").read_bytes()).trunk


def kept(folder: Path, note: SignedNote, key: SecretKey, name: str = "checkpoint.txt") -> Path:
    """`note` as somebody kept it."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(note.text)
    (folder / f"{name}.minisig").write_text(signed(key, note, AT).signature)
    return folder / name


def early(public: Path, size: int = 12) -> SignedNote:
    return SignedNote(ID, size, trunk(public)[size - 1].head)


def test_what_goes_on_from_a_kept_head_is_said_to_be_extended(public: Path, key: SecretKey, capsys: Any) -> None:
    old = kept(public.parent / "kept", early(public), key)
    assert main(["verify", "--public", str(public), "--head", str(old)]) == 0
    assert f"verlengd. Regel 12 is nog wat toen is ondertekend; er volgen {len(trunk(public)) - 12} regels op" in (
        capsys.readouterr().out
    )


def test_a_saved_state_is_a_head_too(public: Path, tmp_path: Path, capsys: Any) -> None:
    shutil.copy(public / "state.json", tmp_path / "saved.json")
    assert verify_public(public, head=tmp_path / "saved.json") == []
    assert "verlengd" in capsys.readouterr().out
    state = json.loads((tmp_path / "saved.json").read_text())
    state["head"]["head"] = "0" * 64
    (tmp_path / "saved.json").write_text(json.dumps(state))
    assert "past niet" in verify_public(public, head=tmp_path / "saved.json")[0]


def test_every_way_not_to_go_on_from_it_has_its_own_name(public: Path, key: SecretKey, tmp_path: Path) -> None:
    lines = len(trunk(public))
    other = SignedNote("2026-04-16-raadsvergadering", 12, trunk(public)[11].head)
    cases = {
        "gesplitst": kept(tmp_path / "forked", SignedNote(ID, 12, "ab" * 32), key),
        "afgekapt": kept(tmp_path / "cut", SignedNote(ID, lines + 5, "ab" * 32), key),
        "een kop van 2026-04-16-raadsvergadering, niet van": kept(tmp_path / "another", other, key),
        "ondertekend met een andere sleutel": kept(tmp_path / "key", early(public), SecretKey.new()),
    }
    for said, path in cases.items():
        faults = verify_public(public, head=path)
        assert len(faults) >= 1 and said in faults[0] and faults[0].startswith(f"{ID}: "), faults


def test_an_older_head_beside_the_chain_is_a_replay(public: Path, key: SecretKey, tmp_path: Path) -> None:
    newest = kept(tmp_path / "kept", SignedNote(ID, 20, trunk(public)[19].head), key)
    kept(public, early(public), key)
    faults = verify_public(public, head=newest)
    assert any("een oudere kop getoond (regel 12) dan deze (regel 20)" in fault for fault in faults)


def test_while_the_meeting_goes_on_heads_are_held_against_each_other(
    public: Path, key: SecretKey, tmp_path: Path, capsys: Any
) -> None:
    now, before, after = (SignedNote(ID, size, trunk(public)[size - 1].head) for size in (20, 12, 30))
    (public / "journal.jsonl").unlink()
    kept(public, now, key)
    assert verify_public(public, head=kept(tmp_path / "same", now, key)) == []
    assert "de kop die nu getoond wordt (regel 20)" in capsys.readouterr().out
    [fault] = verify_public(public, head=kept(tmp_path / "before", before, key))
    assert "pas te bewijzen als de vergadering gesloten is" in fault
    [fault] = verify_public(public, head=kept(tmp_path / "after", after, key))
    assert "een oudere kop getoond (regel 20) dan deze (regel 30)" in fault
    [fault] = verify_public(public, head=kept(tmp_path / "fork", SignedNote(ID, 20, "cd" * 32), key))
    assert "gesplitst" in fault


NO_HEADS = ["", "x", "[]", "{}", '{"head": 3}', '{"head": [1]}', '{"head": {"origin": "x"}}', '{"head": null}']


@pytest.mark.parametrize("text", [*NO_HEADS, '{"head": ' + "[" * 100_000], ids=lambda text: text[:20])
def test_what_is_no_head_gets_a_sentence(public: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "old").write_text(text)
    with pytest.raises(InputFault, match="niets mee vergeleken"):
        verify_public(public, head=tmp_path / "old")


def test_a_head_without_its_signature_proves_nothing(public: Path, key: SecretKey, tmp_path: Path) -> None:
    old = kept(tmp_path / "kept", early(public), key)
    old.with_name("checkpoint.txt.minisig").unlink()
    with pytest.raises(InputFault, match="zonder handtekening"):
        verify_public(public, head=old)
    with pytest.raises(InputFault, match="geen ondertekende kop"):
        verify_public(public, head=tmp_path / "nothing")


def test_heads_and_witnesses_are_of_what_is_public(own: Path, capsys: Any) -> None:
    assert main(["verify", "--data", str(own), "--head", "x"]) == 2
    assert "horen bij --public" in capsys.readouterr().err
