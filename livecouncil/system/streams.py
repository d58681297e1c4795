"""Standard input and output, whatever encoding the other side has: what is typed is recorded, and no answer is lost.

Input: UTF-8, with or without a byte order mark; UTF-16 with one. A line that is no UTF-8 is read as Windows-1252, which
Latin-1 is part of, and that is said; what cannot be read as that either is refused, never recorded with a substitute.
Output: a sign the other side lacks becomes a near one, or its code; nothing breaks off.
"""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO

from livecouncil.core.text.clean import visible

_NEAR = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "–": "-",
    "—": "-",
    "…": "...",
    "→": "->",
    "·": "-",
    "✓": "v",
    "€": "EUR",
    "\u00a0": " ",
}
_SUBSTITUTE = "\ufffd"


@dataclass(frozen=True)
class EnteredLine:
    """A line as it is to be entered. `remark` names what to say of it: 'cp1252', 'invisible', 'unreadable' or ''."""

    text: str
    remark: str = ""


def line_of(raw: bytes | str) -> EnteredLine:
    """The text of one line."""
    text, remark = (raw, "") if isinstance(raw, str) else _text_of(raw)
    text = text.removeprefix("\ufeff").rstrip("\r\n")
    if _SUBSTITUTE in text:
        return EnteredLine(text.replace(_SUBSTITUTE, "?"), "unreadable")
    seen = visible(text)
    return EnteredLine(seen, remark or ("invisible" if seen != text else ""))


def _text_of(raw: bytes) -> tuple[str, str]:
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), "cp1252"
    except UnicodeDecodeError:
        return raw.decode("ascii", errors="backslashreplace"), "unreadable"


def lines(source: IO[bytes] | None = None) -> Iterable[bytes | str]:
    """Standard input (or `source`) line by line, as bytes; UTF-16, known by its mark, as text."""
    source = source or sys.stdin.buffer
    first = source.readline()
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        whole = first + source.read()
        yield from whole.decode("utf-16", errors="replace").splitlines()
        return
    if first:
        yield first
        yield from source


def prepare() -> None:
    """Let standard output and error take every text; a stream that whoever started us closed is empty and takes all.

    Else the next file opened, which may be the journal, would get its number, and a child's words would be written
    there.
    """
    _fill()
    codecs.register_error("livecouncil", _near)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="livecouncil")


def drop_unheard() -> None:
    """Drop what nobody takes any more, behind a pipe or a terminal that was closed: Python would try it once more when
    it ends, and end with 120."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            nobody = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nobody, stream.fileno())
            os.close(nobody)


def _fill() -> None:
    """Open what is closed, in order: an opened file gets the lowest free number."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            stream = open(os.devnull, mode, encoding="utf-8")  # noqa: SIM115
            os.set_inheritable(stream.fileno(), True)
            setattr(sys, name, stream)


def _near(error: UnicodeError) -> tuple[str | bytes, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    told = "".join(_NEAR.get(sign) or sign.encode("ascii", "backslashreplace").decode() for sign in lacking)
    return told, error.end
