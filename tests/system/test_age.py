"""Encrypting to a public key: what is cut, changed or for somebody else does not open, and a file of keys is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.system.age import Identity, decrypted, encrypted, identities_in, is_recipient


def test_only_the_identity_opens_it() -> None:
    mine = Identity.generate()
    file = encrypted(b"een regel\n", str(mine.to_public()))
    assert b"regel" not in file and decrypted(file, [Identity.generate(), mine]) == b"een regel\n"
    with pytest.raises(ValueError):
        decrypted(file, [Identity.generate()])


def test_what_was_cut_off_or_changed_does_not_open() -> None:
    mine = Identity.generate()
    file = encrypted(b"een regel\n", str(mine.to_public()))
    for size in range(len(file)):
        with pytest.raises(ValueError):
            decrypted(file[:size], [mine])
    with pytest.raises(ValueError):
        decrypted(file[:-1] + bytes([file[-1] ^ 1]), [mine])


def test_a_public_key_is_known_from_what_is_none() -> None:
    mine = Identity.generate()
    assert is_recipient(str(mine.to_public()))
    assert not any(is_recipient(text) for text in ("", "age1", str(mine), "ssh-ed25519 AAAA", f"{mine.to_public()}x"))
    with pytest.raises(ValueError):
        encrypted(b"", "age1onzin")


def test_a_file_of_identities_is_read_as_age_keygen_writes_it(tmp_path: Path) -> None:
    mine = Identity.generate()
    path = tmp_path / "identiteit.txt"
    path.write_text(f"# created: 2026-03-12T19:30:00+01:00\n# public key: {mine.to_public()}\n{mine}\n")
    assert [str(found) for found in identities_in(path)] == [str(mine)]
    for content in (b"", b"AGE-SECRET-KEY-1ONZIN\n", b"\xff\xfe", b"age-encryption.org/v1\n"):
        path.write_bytes(content)
        with pytest.raises(InputFault, match="geen geheime sleutel"):
            identities_in(path)
    with pytest.raises(InputFault, match="niet te lezen"):
        identities_in(tmp_path / "weg.txt")
