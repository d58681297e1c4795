"""Asks whether faults are known of the packages that are pinned: `make audit`.

pip-audit asks PyPI for each package of `requirements-dev.lock`, which holds those of `requirements.lock` too. A package
of which it got no answer it passes over and still says that all is well, with exit code 0; without a network it ends as
if it had found something. So its answer is counted here, and three outcomes are told apart: everything was asked and
nothing is known (0), something is known (1), or not everything was asked (3), which says nothing of what was not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sbom

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements-dev.lock"
PIP_AUDIT = (sys.executable, "-m", "pip_audit", "--require-hashes", "--disable-pip", "--progress-spinner", "off")
SECONDS = 600
WELL = 0
KNOWN = 1
NOT_ASKED = 3
_SHOWN = 5
_LINES = 3


@dataclass(frozen=True)
class Verdict:
    """An exit code, and what is said with it."""

    code: int
    said: str


def main() -> int:
    """Say what is known, and whether everything was asked."""
    verdict = audit(LOCK)
    print(verdict.said, file=sys.stderr if verdict.code else sys.stdout)
    return verdict.code


def audit(lock: Path, command: Sequence[str] = PIP_AUDIT, seconds: float = SECONDS) -> Verdict:
    """What is known of every package of `lock`, asked by `command` in at most so many seconds."""
    names = {pin.name for pin in sbom.pinned(lock.read_text(encoding="utf-8"))}
    asking = [*command, "--format", "json", "--requirement", str(lock)]
    try:
        answer = subprocess.run(asking, capture_output=True, text=True, timeout=seconds)
    except (OSError, subprocess.TimeoutExpired) as error:
        return _not_asked(names, names, str(error))
    try:
        return _judged(names, json.loads(answer.stdout)["dependencies"])
    except (ValueError, LookupError, TypeError):
        return _not_asked(names, names, "\n".join(answer.stderr.strip().splitlines()[-_LINES:]))


def _judged(names: set[str], told: list[dict[str, Any]]) -> Verdict:
    """What pip-audit found; a package it says nothing of, or passed over, was not asked."""
    answered = {one["name"] for one in told if "vulns" in one}
    known = [f"{one['name']} {one['version']}: {fault['id']}" for one in told for fault in one.get("vulns", ())]
    if known:
        return Verdict(KNOWN, "\n".join([f"KNOWN FAULTS in {LOCK.name}:", *known, _count(names, names - answered)]))
    if names - answered:
        reasons = {str(one["skip_reason"]) for one in told if "skip_reason" in one}
        return _not_asked(names, names - answered, "\n".join(sorted(reasons)[:_LINES]))
    return Verdict(WELL, f"Asked of all {len(names)} packages: no faults known.")


def _not_asked(names: set[str], missing: set[str], why: str) -> Verdict:
    return Verdict(
        NOT_ASKED, f"NOT ASKED. {_count(names, missing)}\nThis says nothing of their faults.\n{why}".rstrip()
    )


def _count(names: set[str], missing: set[str]) -> str:
    if not missing:
        return f"All {len(names)} packages were asked about."
    shown = ", ".join(sorted(missing)[:_SHOWN])
    more = ", …" if len(missing) > _SHOWN else ""
    return f"Of {len(missing)} of the {len(names)} packages there was no answer: {shown}{more}."


if __name__ == "__main__":
    sys.exit(main())
