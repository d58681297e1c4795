"""Copies, strays and damaged neighbours in `journal/`: `publish` and `verify` tell them by name and change nothing."""

from __future__ import annotations

import errno
import os
import shutil
import zlib
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from livecouncil.archive import build as archiving
from livecouncil.commands import main
from livecouncil.importing import carry
from livecouncil.journal import inventory
from livecouncil.publishing.folder import publish
from tests.journal.test_identity import EVENING, ID, early_copy, logged


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The evening, published."""
    folder = tmp_path_factory.mktemp("published") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    logged(folder, EVENING)
    publish(folder, ID)
    return folder


@pytest.fixture
def raad(once: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(once, tmp_path / "raad"))


def published(council: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted((council / "public" / ID).rglob("*")) if p.is_file()}


COPIES = [
    f"{ID}-LAPTOP1.jsonl",
    f"{ID}-kopie.jsonl",
    f"{ID} (1).jsonl",
    f"{ID} kopie.jsonl",
    f"{ID} (conflicted copy 2026-03-12).jsonl",
    f"{ID}.sync-conflict-20260312-200000-ABCDEFG.jsonl",
    f"{ID}.2026 kopie.jsonl",
    f"{ID}.oud.jsonl",
    "2025-01-01-andere-naam.jsonl",
    f"{ID}-2.jsonl",
    f"{ID}.02.jsonl",
    f"{ID}.outbox-LAPTOP1.jsonl",
]


def test_copies_beside_are_refused_loudly_and_change_nothing(raad: Path, capsys: Any) -> None:
    before = published(raad)
    for name in COPIES:
        early_copy(raad / "journal", name)
    data = ["--data", str(raad)]
    for command in (["publish"], ["publish", "--all"], ["verify"]):
        assert main([*command, *data]) == 1
        captured = capsys.readouterr()
        said = (captured.out + captured.err).splitlines()
        for name in COPIES:
            assert any(f"{name} " in line and "telt niet mee" in line for line in said), (command, name)
        assert published(raad) == before
    assert inventory.journals(raad) == [ID]
    assert [held.id for held in archiving.archive_index(raad)] == [ID]
    carry.outstanding(raad, datetime.fromisoformat("2027-01-01T20:00:00+01:00"))
    said_by_carry = capsys.readouterr().err
    assert all(f"{name} " in said_by_carry for name in COPIES)


def closed_by_crc(text: bytes) -> bytes:
    return text + b',"crc":"%08x"}\n' % zlib.crc32(text)


FORGED = {
    "diep": closed_by_crc(b'{"seq":' + b"[" * 200_000 + b"]" * 200_000),
    "geen-json": closed_by_crc(b'{"seq":1,x'),
    "geen-utf-8": closed_by_crc(b'{"seq":1,"type":"snapshot","t":"\xff\xfe"'),
    "groot-getal": closed_by_crc(b'{"seq":' + b"9" * 6000),
    "vergadering": closed_by_crc(
        b'{"seq":1,"type":"snapshot","v":1,"prev":"'
        + b"0" * 64
        + b'","agenda":{"meeting":{"title":"Vergadering","start":"2026-02-06T19:30:00+01:00"}}'
    ),
    "proef": closed_by_crc(
        b'{"seq":1,"type":"snapshot","v":1,"at":"2026-02-06T19:30:00+01:00","prev":"'
        + b"0" * 64
        + b'","council":{"x":1},"rehearsal":false,'
        b'"agenda":{"meeting":{"title":"Proef","start":"2026-02-06T19:30:00+01:00"}}'
    ),
}
"""First lines whose checksum holds and that are no beginning: whoever can write a file can write that."""
NEIGHBOURS = [
    "2026-02-01-dood",
    "2026-02-02-map",
    "2026-02-03-tekst",
    "2026-02-04-beschadigd",
    "2026-02-05-haken",
    *(f"2026-02-06-{name}" for name in FORGED),
]


def bad_neighbours(journal: Path) -> None:
    dead, folder, text, damaged, brackets = (journal / f"{name}.jsonl" for name in NEIGHBOURS[:5])
    dead.symlink_to("/bestaat/niet")
    folder.mkdir()
    text.write_bytes(b"hello\n")
    data = bytearray((journal / f"{ID}.jsonl").read_bytes())
    data[200] ^= 1
    damaged.write_bytes(data)
    brackets.write_bytes(b'{"seq":' + b"[" * 100_000 + b"\n")
    for name, line in FORGED.items():
        (journal / f"2026-02-06-{name}.jsonl").write_bytes(line)


def test_bad_neighbours_cost_only_themselves(raad: Path, capsys: Any) -> None:
    bad_neighbours(raad / "journal")
    logged(raad, ["n7"])
    for command in (["publish"], ["publish", "--all"], ["verify"]):
        main([*command, "--data", str(raad)])
        captured = capsys.readouterr()
        said = captured.out + captured.err
        assert all(name in said for name in NEIGHBOURS), (command, said)
        assert f"{ID}: " in captured.out or "Archief: " in captured.out
        assert "Traceback" not in said and "fout in livecouncil" not in said
    assert "keten klopt" in said
    assert [held.id for held in archiving.archive_index(raad)] == [ID]
    assert carry.outstanding(raad, datetime.fromisoformat("2027-01-01T20:00:00+01:00")) == []
    assert "beschadigd" in capsys.readouterr().err


def test_agendas_that_are_no_files_stop_nothing(raad: Path, capsys: Any) -> None:
    folder = raad / "agendas"
    (folder / "2027-01-01-weg.toml").symlink_to("/bestaat/niet")
    (folder / "2027-01-02-lus.toml").symlink_to("2027-01-02-lus.toml")
    (folder / "2027-01-03-map.toml").mkdir()
    os.mkfifo(folder / "2027-01-04-pijp.toml")
    (folder / "2027-01-05-bytes.toml").write_bytes(b"\xff\0")
    (folder / "2027-01-06-straks.toml").write_text(
        next(folder.glob("2026-*.toml")).read_text().replace("2026-03-12T", "2027-01-06T")
    )
    assert main(["publish", "--all", "--data", str(raad)]) == 0
    assert "Archief: " in capsys.readouterr().out
    assert "2027" in (raad / "public" / "index.html").read_text(encoding="utf-8")


def test_a_journal_that_cannot_be_read_just_now_is_never_called_somebody_elses(
    raad: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stale(path: Path, *_: int) -> str:
        raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(path))

    monkeypatch.setattr(inventory, "_identity", stale)
    there = inventory.look(raad / "journal")
    assert (there.meetings, there.blind, there.strays) == ((), (ID,), ())
    assert main(["commitments", "--data", str(raad)]) == 1
    assert "beschadigd of niet te lezen" in capsys.readouterr().err
