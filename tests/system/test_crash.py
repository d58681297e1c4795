"""The crash report: what it tells, what it never tells, how large it gets, and line mode after a fault."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livecouncil.journal.journal import Journal
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.desk import Desk
from livecouncil.sitting.session import Session
from livecouncil.system import crash

CANARY = "geheimkanarie"


@pytest.fixture(autouse=True)
def reports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(crash, "_told", {})
    yield crash.path()


@pytest.fixture
def session(council: Path, agenda: Path) -> Iterator[Session]:
    opened = Session.open(council, agenda, hold=0)
    yield opened
    opened.close()


def raised(error: BaseException) -> BaseException:
    private = f"{CANARY} in a local variable"
    try:
        raise error
    except BaseException as caught:
        assert private
        return caught


def test_a_report_names_kind_place_and_version_and_nothing_that_was_typed(reports: Path) -> None:
    error = raised(ValueError(CANARY))
    error.__cause__ = raised(OSError(28, CANARY, f"/tmp/{'x'}"))
    error.__notes__ = [CANARY]
    assert crash.note(error, "line") == reports
    told = reports.read_text()
    assert "builtins.ValueError" in told and "builtins.OSError ENOSPC /tmp/x" in told
    assert "tests/system/test_crash.py:" in told and " raised" in told and "livecouncil 0." in told
    assert CANARY not in told
    assert reports.stat().st_mode & 0o777 == 0o600 and reports.parent.stat().st_mode & 0o077 == 0


def test_what_libraries_log_is_cut_down_to_where_and_what_kind(reports: Path) -> None:
    logger = logging.Logger("aiohttp.server")
    logger.addHandler(crash.Handler())
    logger.error(f"Error handling {CANARY}", exc_info=raised(RuntimeError(CANARY)))
    logger.warning("said %s", CANARY)
    told = reports.read_text()
    assert "ERROR aiohttp.server" in told and "RuntimeError" in told and "WARNING aiohttp.server" in told
    assert CANARY not in told


def test_the_same_fault_is_told_once_a_minute_and_the_file_stays_small(
    reports: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = raised(ValueError("x"))
    for _ in range(50):
        crash.note(error)
    assert reports.read_text().count("builtins.ValueError") == 1
    monkeypatch.setattr(crash, "QUIET", 0.0)
    monkeypatch.setattr(crash, "LARGEST", 4_000)
    for _ in range(200):
        crash.note(error)
    kept = sorted(reports.parent.iterdir())
    assert len(kept) == 2 and all(path.stat().st_size <= 4_000 for path in kept)


@pytest.mark.parametrize("state", ["", "niet/absoluut"])
def test_without_a_usable_place_nothing_is_raised(state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thuis").write_text("no folder")
    monkeypatch.setenv("XDG_STATE_HOME", state)
    monkeypatch.setenv("HOME", str(tmp_path / "thuis"))
    assert crash.note(ValueError("x")) is None and crash.shown(None) == "–"


@pytest.mark.parametrize(
    "where", [(Desk, "enter"), (Journal, "append"), (plain._Lines, "_say")], ids=["desk", "journal", "say"]
)
@pytest.mark.parametrize(
    "fault", [RuntimeError(CANARY), OSError(5, CANARY), MemoryError(CANARY)], ids=["any", "io", "memory"]
)
def test_line_mode_answers_fout_for_that_line_and_goes_on(
    session: Session, monkeypatch: pytest.MonkeyPatch, where: tuple[Any, str], fault: Exception
) -> None:
    real = getattr(*where)
    calls = 0

    def third(*args: Any, **more: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == 3:
            raise fault
        return real(*args, **more)

    monkeypatch.setattr(*where, third)
    out, err = io.StringIO(), io.StringIO()
    code = plain.run(session, ["open", "n6", "n7", "n8"], out, err, ask=False)
    said = out.getvalue()
    assert code == 3 and "regel 3" in err.getvalue().casefold()
    assert f"FOUT Een fout in livecouncil zelf ({type(fault).__name__})" in said and str(crash.path()) in said
    assert session.desk.state.item == "8" and CANARY not in said + err.getvalue() + crash.path().read_text()


def test_line_mode_goes_on_when_nobody_hears_it_any_more(session: Session) -> None:
    class Gone(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError(32, "gone")

    assert plain.run(session, ["open", "n6", "n7"], Gone(), Gone(), ask=False) == plain.FAILED
    assert session.desk.state.item == "7"


def test_input_that_cannot_be_read_ends_after_what_was_read(session: Session) -> None:
    def lines() -> Iterator[str]:
        yield "open"
        raise OSError(5, "read")

    out = io.StringIO()
    assert plain.run(session, lines(), out, out, ask=False) == plain.FAILED
    assert session.desk.state.status == "open" and "STORING" in out.getvalue()
