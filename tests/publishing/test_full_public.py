"""A public folder without room: said in line mode, in the exit code too, and made good when there is room."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest

from tests.conftest import ROOT
from tests.evenings.shell import line_mode

ID = "2026-03-12-raadsvergadering"


@pytest.fixture
def full(council: Path) -> Iterator[Path]:
    """`public/` on a file system of 40 kB."""
    public = council / "public"
    public.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=40k", "tmpfs", public], capture_output=True, text=True
    )
    if mounted.returncode:
        pytest.skip(f"no file system of one's own: {mounted.stderr.strip()}")
    yield public
    subprocess.run(["umount", public], check=True)


def live(council: Path) -> subprocess.Popen[str]:
    agenda = next((council / "agendas").glob("*.toml"))
    command = line_mode(council, agenda, "--no-serve", "--hold", "0")
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )


def test_it_is_said_and_the_exit_code_tells(full: Path, council: Path) -> None:
    out, err = live(council).communicate("open\nn6\nm1 i cu: A\nm1v vvd d66 =\nsluit\n", timeout=90)
    assert "Openbare bestanden niet geschreven" in err
    assert "FOUT" not in out, "the facts themselves are recorded"
    assert (council / "journal" / f"{ID}.jsonl").exists()
    assert list(full.rglob("*.part")) == []


def test_the_exit_code_is_not_nought(full: Path, council: Path) -> None:
    process = live(council)
    process.communicate("open\n", timeout=90)
    assert process.returncode == 1


def test_it_heals_when_there_is_room(full: Path, council: Path) -> None:
    process = live(council)
    assert process.stdin and process.stdout
    print("open\nn6\nm1 i cu: A", file=process.stdin, flush=True)
    patience = threading.Timer(90, process.kill)  # the line then ends, and with it the waiting
    patience.start()
    heard(process.stdout, "niet geschreven")
    subprocess.run(["mount", "-o", "remount,size=20m", full], check=True)
    heard(process.stdout, "weer bijgewerkt")
    patience.cancel()
    _, err = process.communicate(timeout=60)
    assert process.returncode == 0 and "niet geschreven" not in err, err
    assert (full / ID / "card.png").exists() and (full / ID / "votes.json").exists()


def heard(said: IO[str], words: str) -> None:
    """Read until a line says `words`."""
    assert any(words in line for line in iter(said.readline, "")), f"it never said: {words}"
