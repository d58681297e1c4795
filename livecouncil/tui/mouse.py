"""Textual 8.2.8 dies, with exit code 0, of a legacy mouse report past column 95 (its issue 6668)."""

from __future__ import annotations

import codecs
from importlib.metadata import version

AFFECTED = "8.2.8"


def tolerate_legacy_reports() -> None:
    """Let the terminal driver replace bytes that are no UTF-8 instead of raising."""
    if version("textual") != AFFECTED:
        return
    from textual.drivers import linux_driver

    def lenient(encoding: str) -> object:
        decoder = codecs.getincrementaldecoder(encoding)
        return lambda errors="strict": decoder(errors="replace")

    linux_driver.getincrementaldecoder = lenient  # type: ignore[assignment, attr-defined]
