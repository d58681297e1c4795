"""Line mode with every encoding a file or terminal may have: what is typed is recorded, and every answer is said."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.events import Base
from livecouncil.journal.reading import read
from livecouncil.system.streams import line_of
from tests.conftest import ROOT
from tests.evenings.shell import line_mode

ID = "2026-03-12-raadsvergadering"


def played(council: Path, raw: bytes, **env: str) -> tuple[int, bytes, list[Base]]:
    """Exit code, output and facts of an evening typed as `raw`."""
    agenda = next((council / "agendas").glob("*.toml"))
    command = line_mode(council, agenda, "--no-serve", "--hold", "0")
    done = subprocess.run(command, input=raw, capture_output=True, cwd=ROOT, env={**os.environ, **env}, timeout=60)
    assert b"Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr, read(council / "journal", ID).events


def titles(events: list[Base]) -> list[str]:
    return [event.title for event in events if isinstance(event, ev.Filed)]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_in_any_unicode_is_read_as_it_was_typed(encoding: str, newline: str, council: Path) -> None:
    code, said, events = played(
        council, newline.join(["open", "n6", "m1 i cda: Café ‘Búterhoeke’ €5", ""]).encode(encoding)
    )
    assert code == 0 and titles(events) == ["Café ‘Búterhoeke’ €5"], said


@pytest.mark.parametrize(("encoding", "title"), [("latin-1", "Café Súdwest"), ("cp1252", "Café ‘Búterhoeke’ €5")])
def test_a_line_in_an_older_encoding_is_read_and_that_is_said(encoding: str, title: str, council: Path) -> None:
    code, said, events = played(
        council, b"open\nn6\n" + f"m1 i cda: {title}\n".encode(encoding) + "m2 i cda: Rêd\n".encode()
    )
    assert code == 0 and titles(events) == [title, "Rêd"]
    assert said.decode().count("Windows-1252") == 1 and "Regel 3" in said.decode()


@pytest.mark.parametrize("raw", [b"m1 i cda: x\x81y", "m1 i cda: x\ufffdy".encode()])
def test_what_cannot_be_read_is_refused_and_never_recorded_with_a_substitute(raw: bytes, council: Path) -> None:
    code, said, events = played(council, b"open\nn6\n" + raw + b"\nm2 i cda: Goed\n")
    assert code == 3 and titles(events) == ["Goed"] and "niet te lezen" in said.decode()
    journal = b"".join(path.read_bytes() for path in (council / "journal").rglob("*") if path.is_file())
    assert "\ufffd".encode() not in journal and b"ufffd" not in journal


@pytest.mark.parametrize("sign", ["\u200b", "\u202e", "\u2060", "\ufeff", "\0", "\x1b"])
def test_signs_nobody_sees_are_left_out_and_that_is_said(sign: str, council: Path) -> None:
    code, said, events = played(council, f"op{sign}en\nn6\nm1 i cda: Een{sign} titel\n".encode())
    assert code == 0 and titles(events) == ["Een titel"] and said.decode().count("onzichtbare tekens") == 2


def test_an_emoji_of_several_signs_stays_whole() -> None:
    line = line_of("b: 👩\u200d⚖\ufe0f".encode())
    assert line.text.endswith("👩\u200d⚖\ufe0f") and line.remark == ""


@pytest.mark.parametrize(
    "env",
    [
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX"},
        {"LC_ALL": "nl_NL.ISO-8859-1"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "utf-16"},
    ],
)
def test_no_locale_keeps_an_answer_back(env: dict[str, str], council: Path) -> None:
    code, said, events = played(council, "open\nn6\nm1 i cda: Café ‘x’ → €5\nm1v cda =\n".encode(), **env)
    assert code == 0 and titles(events) == ["Café ‘x’ → €5"]
    assert said.replace(b"\0", b"").count(b"VRIJ") + said.replace(b"\0", b"").count(b"KLAAR") >= 3


def test_a_name_of_no_encoding_is_told_and_breaks_nothing(tmp_path: Path) -> None:
    command: list[str | bytes] = [
        sys.executable,
        "-m",
        "livecouncil",
        "check",
        b"\xe9\xff.toml",
        "--data",
        str(tmp_path),
    ]
    done = subprocess.run(command, capture_output=True, cwd=ROOT, timeout=60)
    assert done.returncode == 1 and b"Traceback" not in done.stderr and b".toml" in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("env", "said"), [({"TERM": "dumb"}, "TERM=dumb"), ({"TERM": "xterm", "PYTHONIOENCODING": "latin-1"}, "UTF-8")]
)
def test_a_terminal_that_cannot_show_the_app_is_told_what_to_do(env: dict[str, str], said: str, council: Path) -> None:
    import pty

    agenda = next((council / "agendas").glob("*.toml"))
    main, side = pty.openpty()
    command = [sys.executable, "-m", "livecouncil", "live", str(agenda), "--data", str(council), "--no-serve"]
    done = subprocess.run(
        command, stdin=side, stdout=side, stderr=subprocess.PIPE, cwd=ROOT, env={**os.environ, **env}, timeout=60
    )
    os.close(main)
    os.close(side)
    assert done.returncode == 2 and said in done.stderr.decode("latin-1") and "--plain" in done.stderr.decode("latin-1")
    assert not (council / "journal").exists()


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_standard_stream_that_is_closed_is_empty_and_no_file_takes_its_number(closed: str, council: Path) -> None:
    agenda = next((council / "agendas").glob("*.toml"))
    command = line_mode(council, agenda, "--no-serve", "--hold", "0")
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}', "sh", *command],
        input=b"open\nn6\n",
        capture_output=True,
        cwd=ROOT,
        timeout=60,
    )
    assert done.returncode == 0 and b"fout in livecouncil" not in done.stderr, done.stderr
    kinds = [event.type for event in read(council / "journal", ID).events]  # type: ignore[attr-defined]
    assert ("item_started" in kinds) == ("<&-" not in closed)
    assert read(council / "journal", ID).damage == []
