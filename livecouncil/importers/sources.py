"""Opening what others made: limits first, then what it is, then text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from ..errors import InputFault

MAX_BYTES = 10_000_000
_PDF = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30)); resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from pypdf import PdfReader
sys.stdout.reconfigure(encoding="utf-8", errors="replace")
for page in PdfReader(sys.argv[1]).pages[:200]: print(page.extract_text())
"""


def read(path: Path) -> tuple[str, str]:
    """('csv' | 'html' | 'text', its text). Raises InputFault when it is too large, unreadable or of no known kind."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise InputFault(
            f"{path}: kan niet gelezen worden ({error.strerror}). Er is niets veranderd; controleer de naam."
        ) from error
    if size > MAX_BYTES:
        raise InputFault(
            f"{path}: {size // 1_000_000} MB is te groot (10 MB). Er is niets veranderd; bewaar alleen de agenda."
        )
    data = path.read_bytes()
    if data.startswith(b"%PDF"):
        return "text", _pdf(path)
    if b"\0" in data[:4000]:
        raise InputFault(
            f"{path}: dit soort bestand ken ik niet. Er is niets veranderd; bewaar het als tekst, CSV, PDF of webpagina."
        )
    text = decode(data)
    if "<html" in text[:2000].casefold() or "<!doctype html" in text[:200].casefold():
        return "html", text
    first = text.lstrip("\ufeff").splitlines()[0] if text.strip() else ""
    return (
        "csv" if path.suffix.casefold() == ".csv" or first.count(";") >= 1 and "nr" in first.casefold() else "text"
    ), text


def decode(data: bytes) -> str:
    """UTF-8 with or without mark, else Windows-1252 as older systems export it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _pdf(path: Path) -> str:
    """Text of a PDF, read in a process of its own with bounded memory and time."""
    try:
        done = subprocess.run([sys.executable, "-c", _PDF, str(path)], capture_output=True, timeout=30, check=True)
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise InputFault(
            f"{path}: deze PDF kan niet gelezen worden. Er is niets veranderd; kopieer de tekst en plak die in een .txt."
        ) from error
    return done.stdout.decode("utf-8", errors="replace")
