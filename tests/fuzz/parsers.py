"""Every parser that reads what others wrote, each as one function of bytes, with the errors it may answer with.

Whoever adds a parser of others' bytes adds it here, with inputs it takes in `corpus/<name>/`: `test_fuzz.py` and
`tools/fuzz.py` do the rest. A parser's promise is the same everywhere: it gives something, or raises one of `refuses`,
and nothing else comes out, whatever was read. What a library unpacks (PDF, ODT, XLSX) runs in a process of its own, so
those are slow here and tried less often.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from livecouncil.core.meeting.entry import in_text, parse
from livecouncil.errors import InputFault, Refusal
from livecouncil.importing import read_agenda, roster
from livecouncil.importing.draft import AgendaDraft, as_table, closing, maybe_closed, write_agenda
from livecouncil.journal import lines
from livecouncil.journal.signing.checkpoint import SignedNote
from livecouncil.journal.signing.keys import PublicKey, Signature
from livecouncil.recording.cue_text import parse_cue_text, serialise, voices
from livecouncil.recording.read import read_captions
from livecouncil.settings.check import check
from livecouncil.settings.folder import language_of
from livecouncil.settings.load import load_agenda, load_council, zone_of

from .answering import ask_everything
from .publishing import Published

CORPUS = Path(__file__).with_name("corpus")


_NEVER: tuple[type[Exception], ...] = ()
_REFUSES = {name: _NEVER for name in ("entry", "journal_line", "feed", "minisign", "answers")}
"""What takes everything, for it gives its refusals as answers; every other parser may raise InputFault."""
_SLOW = ("office", "journal_facts", "feed")
_WORDS: dict[str, tuple[bytes, ...]] = {
    "entry": (b"m1", b"a3.1", b" =", b"@20:46 ", b"c ", b"pers ", b": ", b"10-5", b"n8 ", b"+16: "),
    "journal_line": (b'{"seq":', b',"crc":"00000000"}', b',"salt":"', b',"fact":{', b"\\u"),
    "journal_facts": (b'{"type":"private"}\n', b'"of":1'),
    "feed": (b'"_livecouncil":', b'"seq":1'),
    "signatures": (b"untrusted comment: ", b"\n", b"="),
    "minisign": (b"untrusted comment: ", b"trusted comment: ", b"\n", b"="),
    "captions": (b"WEBVTT\n\n", b" --> ", b"00:01.000", b"<v ", b"<c.", b"&amp;", b"{\\an8}", b"NOTE ", b"REGION\n"),
    "agenda": (
        b"1. ",
        b"BEGIN:VEVENT\n",
        b"BEGIN:VTIMEZONE\nEND:X\n",
        b"nr;titel\n",
        b"00010101T000000Z",
        b"<",
        b"{",
        b"12 maart 2026",
        b";",
        b'"',
        b"&#1;",
    ),
    "office": (b"PK\x03\x04", b"%PDF"),
    "roster": (b";", b'"', b"naam", b'{"name":', "²".encode()),
    "answers": (b'{"id":', b"429 ", b'"error":"', b"401 "),
    "council": (b"[[", b"]]", b"= ", b"[council]\n", b"{ ", b'"""'),
    "meeting": (b"[[", b"]]", b"= ", b"[[items]]\n", b"{ ", b'"""'),
}
"""Parts of each grammar, to bend inputs with."""


@dataclass(frozen=True)
class Parser:
    """One parser: `read` takes bytes, `refuses` is what it may raise, `words` are parts of its grammar.

    `slow` ones start a process, or make a whole meeting's pages, for each input.
    """

    name: str
    read: Callable[[bytes], object]
    refuses: tuple[type[Exception], ...] = ()
    words: tuple[bytes, ...] = ()
    slow: bool = False

    @property
    def seeds(self) -> dict[str, bytes]:
        """Inputs it is given to begin with, by name."""
        return {path.name: path.read_bytes() for path in sorted((CORPUS / self.name).iterdir())}


def parsers(folder: Path) -> dict[str, Parser]:
    """All of them, by name; what reads a file reads it in `folder`, which is theirs alone."""
    public = Published(folder / "public")
    read: dict[str, Callable[[bytes], object]] = {
        "entry": _entry,
        "journal_line": _journal_line,
        "journal_facts": public.with_facts,
        "feed": public.with_feed,
        "signatures": public.with_signatures,
        "minisign": _minisign,
        "captions": _captions(folder / "opname.vtt"),
        "agenda": _agenda(folder / "agenda"),
        "office": _agenda(folder / "office"),
        "roster": _roster(folder),
        "answers": ask_everything,
        "council": _council(folder),
        "meeting": _meeting(folder),
    }
    return {
        name: Parser(name, one, _REFUSES.get(name, (InputFault,)), _WORDS[name], name in _SLOW)
        for name, one in read.items()
    }


def _entry(data: bytes) -> None:
    """What a griffier types or pastes, or a script holds; a refusal is an answer like any other."""
    line = data.decode(errors="replace")
    in_text(line)
    for line_mode in (False, True):
        try:
            parse(line, line_mode)
        except Refusal as refusal:
            assert refusal.code


def _journal_line(data: bytes) -> None:
    """One raw line, of either form; nothing is ever raised for what it holds."""
    body = lines.body_of(data)
    assert not body or {"seq", "type", "prev"} <= body.keys()
    lines.whole(data)
    lines.ambiguous(data)
    lines.head_of(lines.header_of(data))
    assert all(lines.whole(piece) for piece in lines.salvage(data))


def _minisign(data: bytes) -> None:
    """Keys, signatures and the text that is signed."""
    text = data.decode("latin-1")
    SignedNote.parse(text)
    for parse_one in (PublicKey.parse, Signature.parse):
        with contextlib.suppress(ValueError):
            parse_one(text)


def _captions(path: Path) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path.write_bytes(data)
        for cue in read_captions(path).cues:
            tree = parse_cue_text(cue.text)
            voices(tree)
            assert serialise(parse_cue_text(serialise(tree))) == serialise(tree)

    return read


def _agenda(path: Path) -> Callable[[bytes], None]:
    """Read, shown, and written as an agenda that can be read again."""

    def read(data: bytes) -> None:
        path.write_bytes(data)
        draft = read_agenda(path, None).dated("2026-03-12")
        maybe_closed(draft)
        as_table(draft)
        _written(closing(draft, ()), path.parent / "agendas")

    return read


def _written(draft: AgendaDraft, folder: Path) -> None:
    target = write_agenda(draft, folder)
    if draft.items:
        assert [item.number for item in load_agenda(target).items]
    target.unlink()


def _roster(folder: Path) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        path = folder / "leden"
        path.write_bytes(data)
        found = roster.read_roster([path])
        roster.review(found)
        target = folder / "raad.toml"
        target.unlink(missing_ok=True)
        roster.merge_roster(target, found)

    return read


def _council(folder: Path) -> Callable[[bytes], None]:
    """`council.toml`: its faults are found by `check`, and refused by `load`."""
    own = folder / "council"

    def read(data: bytes) -> None:
        own.mkdir(exist_ok=True)
        path = own / "council.toml"
        path.write_bytes(data)
        language_of(path)
        zone_of(own)
        found = check(CORPUS / "meeting" / "example.toml", path)
        assert all(str(fault) for fault in found)
        load_council(path)

    return read


def _meeting(folder: Path) -> Callable[[bytes], None]:
    """An agenda in TOML."""
    own = folder / "meeting"

    def read(data: bytes) -> None:
        own.mkdir(exist_ok=True)
        path = own / "agenda.toml"
        path.write_bytes(data)
        assert all(str(fault) for fault in check(path, _example_council(own)))
        load_agenda(path)

    return read


def _example_council(folder: Path) -> Path:
    target = folder / "council.toml"
    if not target.exists():
        shutil.copyfile(CORPUS / "council" / "example.toml", target)
    return target
