"""`make audit` is green only when everything was asked."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import audit
import pytest

LOCK = f"one==1.0 \\\n    --hash=sha256:{'a' * 64}\ntwo==2.0 \\\n    --hash=sha256:{'b' * 64}\n"
ONE = {"name": "one", "version": "1.0", "vulns": []}
TWO = {"name": "two", "version": "2.0", "vulns": []}
SICK = {"name": "two", "version": "2.0", "vulns": [{"id": "PYSEC-2026-1"}]}
PASSED_OVER = {"name": "two", "skip_reason": "Dependency not found on PyPI and could not be audited: two (2.0)"}


def asked(tmp_path: Path, program: str, seconds: float = 30) -> audit.Verdict:
    """The verdict with `program`, Python, in pip-audit's place."""
    lock = tmp_path / "requirements.lock"
    lock.write_text(LOCK)
    return audit.audit(lock, [sys.executable, "-c", program], seconds)


def answering(*told: object) -> str:
    return f"print({json.dumps({'dependencies': told})!r})"


def test_everything_was_asked_and_nothing_is_known(tmp_path: Path) -> None:
    assert asked(tmp_path, answering(ONE, TWO)) == audit.Verdict(0, "Asked of all 2 packages: no faults known.")


def test_a_known_fault_is_named(tmp_path: Path) -> None:
    verdict = asked(tmp_path, f"{answering(ONE, SICK)}; raise SystemExit(1)")
    assert verdict.code == 1
    assert "two 2.0: PYSEC-2026-1" in verdict.said


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (answering(ONE, PASSED_OVER), "Dependency not found on PyPI"),
        (answering(ONE), ""),
        ("import sys; sys.exit('ConnectionError: no route to host')", "no route to host"),
        ("", ""),
        ("print('[]')", ""),
        ("print('{\"dependencies\": 1}')", ""),
    ],
    ids=["passed over", "left out", "no network", "silence", "another form", "another type"],
)
def test_what_was_not_asked_is_never_green(tmp_path: Path, program: str, why: str) -> None:
    verdict = asked(tmp_path, program)
    assert verdict.code == 3
    assert verdict.said.startswith("NOT ASKED. Of ")
    assert "two" in verdict.said and why in verdict.said


def test_an_asker_that_never_ends_has_not_asked(tmp_path: Path) -> None:
    assert asked(tmp_path, "import signal; signal.pause()", 0.5).code == 3


def test_an_asker_that_is_not_there_has_not_asked(tmp_path: Path) -> None:
    (lock := tmp_path / "requirements.lock").write_text(LOCK)
    assert audit.audit(lock, [str(tmp_path / "none")]).code == 3
