"""The entry line's grammar: one line in, one `TypedLine` out, without knowledge of any council.

Theory. A line is read from its left edge, by form before words and by words before names: a time (`@20:46`), a sign
(`=`, `,`, `+16`), a correction (`c` and any other line), a motion or item with what is done to it (`m3v`), a word that
stands first (`tz`), and whatever is left is a name, which gives the floor. What may follow a word the registry of acts
says; `_closing` holds every line against it, so no act has checks of its own. The first colon begins free text, in
which every sign is only a sign; two acts read otherwise: `z21:10` holds a time, and in `pers` the last colon ends the
title. The grammar never looks at the meeting: it is given the numbers the meeting knows (`Known`), and nothing else, so
that a preview, a script, a correction and a test read alike. It never guesses: what it cannot take is a Refusal with
its reason.

First step of the way key → parse → decide → journal. Names stay words here; `core.council.roster` knows who they are.
"""

from __future__ import annotations

import re
from dataclasses import replace

from livecouncil.core.acts import NEVER_LOGGED, PARSED, Act, acts_that
from livecouncil.core.text.numbers import NOTHING_KNOWN, NUMBER, KnownNumbers, is_number, printed
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

from .erasing import erasing_in
from .grammar.behind import filing, read_targeted
from .grammar.first import read_keyword
from .grammar.line import TypedLine
from .grammar.words import ONLY_BEHIND
from .halves import Halves, halves_of

_AT = re.compile(r"@(?:(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})\s+(?=\S)")
_MAJORITY = re.compile(r"(?:^|\s)%([a-z0-9-]+)(?=\s|$)")
_CORRECTION = re.compile(r"c\s+(.*)", re.S | re.I)
_ON_THE_AGENDA = re.compile(rf"([+-])\s*({NUMBER})\s*(?::\s*(.*))?", re.S | re.I)
_UNDECODED = "\ufffd"
"""What a terminal's decoder puts where bytes were no text: never recorded in place of what was typed."""
_NEVER_CORRECTED = NEVER_LOGGED | acts_that(lambda act: act.private)
"""Acts that `c` cannot stand before; what else has no correction is refused by the rules, which know the meeting."""


def parse(line: str, line_mode: bool = False, known: KnownNumbers = NOTHING_KNOWN) -> TypedLine | None:
    """Read one line; None for a blank line or a comment. Raises Refusal with what the grammar cannot take.

    In `line_mode` a last ` =` is the hammer of an entry that needs it; elsewhere it belongs to the text. `known` are
    the numbers of this meeting.
    """
    line = line.strip()
    if not line or line == "#" or line.startswith("# "):
        return None
    if _UNDECODED in line:
        raise Refusal("unreadable")
    if line_mode and re.search(r"\s=$", line):
        return _with_hammer(line, known)
    return _parse(line, known)


def _with_hammer(line: str, known: KnownNumbers) -> TypedLine:
    entry = _parse(line[:-1].rstrip(), known)
    if entry.act == "floor" and entry.words and (behind := ONLY_BEHIND.get(entry.words[0].text.partition(" ")[0])):
        raise Refusal("stands_behind", typed=behind.word, example=behind.example)
    filed_order = entry.act == "file" and str(entry.target).startswith("o")
    if entry.needs_hammer or entry.act == "open" or filed_order:
        return replace(entry, hammer=True, line=line[:-1].rstrip())
    try:
        whole = _parse(line, known)
    except Refusal:
        raise Refusal("hammer_not_needed") from None
    if whole.text:
        return whole
    raise Refusal("hammer_not_needed")


def _parse(line: str, known: KnownNumbers) -> TypedLine:
    if not line.startswith("@"):
        return replace(_body(line, known), line=line)
    match = _AT.match(line)
    if not match or int(match[3]) > 23 or int(match[4]) > 59:
        raise Refusal("bad_time", typed=line.split()[0])
    entry = _body(line[match.end() :], known)
    if entry.act in NEVER_LOGGED:
        raise Refusal("time_not_here")
    day = (int(match[1]), int(match[2])) if match[1] else None
    return replace(entry, at=(int(match[3]), int(match[4])), day=day, line=line)


def _body(line: str, known: KnownNumbers) -> TypedLine:
    if line in ("=", "?"):
        return TypedLine("hammer" if line == "=" else "where", line)
    if line.startswith(","):
        return _read_note(line)
    if match := _CORRECTION.fullmatch(line):
        return _read_correction(match[1].strip(), known)
    if erasing := erasing_in(line):
        return TypedLine("erase", line, erased=erasing.what, text=erasing.reason)
    if line[0] in "+-" and (match := _ON_THE_AGENDA.fullmatch(line)) and _changes_agenda(match, known):
        return _read_agenda_change(line, match)
    if line.startswith(">"):
        return _read_move(line)
    halves = halves_of(line)
    low = " ".join(halves.head.casefold().replace("–", "-").split())
    low, majority = _majority_in(low)
    entry = None
    if low:
        entry = read_targeted(low, known) or read_keyword(low, halves, known)
    return _closing(replace(entry or _read_floor(low), majority=majority), line, halves, known)


def _majority_in(low: str) -> tuple[str, str]:
    """A line without its `%name`, and that name: the majority that a vote needs."""
    named = _MAJORITY.findall(low)
    if len(named) > 1:
        raise Refusal("majority_twice")
    return _MAJORITY.sub("", low).strip(), "".join(named)


def in_text(line: str) -> bool:
    """Whether a sign typed at the end of `line` belongs to its free text, where `=` is a sign like any other."""
    rest = _AT.sub("", line.strip(), count=1)
    return rest.startswith(",") or halves_of(rest).has_text


def _read_note(line: str) -> TypedLine:
    text = line[1:].strip()
    if not text:
        raise Refusal("note_empty")
    return TypedLine("note", line, text=text)


def _read_correction(rest: str, known: KnownNumbers) -> TypedLine:
    again = _CORRECTION.fullmatch(rest)  # a thousand of them are not read a thousand deep
    entry = None if again else _body(rest, known)
    if entry is None or entry.act in _NEVER_CORRECTED:
        raise Refusal("cannot_correct")
    return replace(entry, correction=True)


def _changes_agenda(match: re.Match[str], known: KnownNumbers) -> bool:
    """Whether a sign and a word are an item and no name: with a digit, with a title, or known."""
    number = match[2]
    if not is_number(number):
        return False
    return match[3] is not None or number.casefold() in known.items or any(sign.isdigit() for sign in number)


def _read_agenda_change(line: str, match: re.Match[str]) -> TypedLine:
    number = printed(match[2])
    text = (match[3] or "").strip()
    if match[1] == "+" and not text:
        raise Refusal("title_needed", typed=f"+{number}: …")
    if match[1] == "-" and match[3] is not None:
        raise Refusal("no_text_here")
    return TypedLine("add_item" if match[1] == "+" else "remove_item", line, number=number, text=text)


def _read_move(line: str) -> TypedLine:
    """`>8b 7`: item 8b after item 7."""
    match = re.fullmatch(r">\s*n?(\S+)\s+n?(\S+)", line)
    if not match or not (is_number(match[1]) and is_number(match[2])):
        raise Refusal("move_form", typed=line)
    return TypedLine("move_item", line, number=match[1], parent=match[2])


def _read_floor(low: str) -> TypedLine:
    words = low.removeprefix(".").strip()
    if not words.startswith("#") and len(words.replace(" ", "")) < 2:
        raise Refusal("not_understood", typed=low)
    return TypedLine("floor", low, words=(Word(words),))


def _closing(entry: TypedLine, line: str, halves: Halves, known: KnownNumbers) -> TypedLine:
    """What holds for every act: each thing only where the registry has a place for it, and all that the act needs."""
    act = PARSED[entry.act]
    _refuse_misplaced(entry, act, halves.has_text)
    if "text" in act.needs and not halves.text:
        raise Refusal("text_needed")
    if "names" in act.needs and not entry.words:
        raise Refusal("name_needed")
    if "target" in act.needs and not entry.target:
        raise Refusal("object_needed", typed=act.word)
    if act.id == "ballot":
        return replace(entry, line=line)
    if act.id == "file":
        entry = filing(entry, known)
    return replace(entry, line=line, text=halves.text)


def _refuse_misplaced(entry: TypedLine, act: Act, has_text: bool) -> None:
    if has_text and "text" not in act.takes:
        raise Refusal("no_text_here")
    if glued := next((w.text for w in entry.words if w.text.endswith("=")), ""):
        raise Refusal("hammer_glued", typed=glued)
    if entry.words and "names" not in act.takes:
        raise Refusal("no_names_here", typed=entry.words[0].sign + entry.words[0].text)
    if "abstentions" not in act.takes and any(w.sign == "~" for w in entry.words):
        raise Refusal("abstains_not_here")
    if "splits" not in act.takes and any(w.count is not None for w in entry.words):
        raise Refusal("split_not_here")
    if entry.majority and "majority" not in act.takes:
        raise Refusal("majority_not_here", typed=f"%{entry.majority}")
    if entry.totals and "totals" not in act.takes:
        raise Refusal("no_totals_here")
    if entry.joint and "joint" not in act.takes:
        raise Refusal("one_at_a_time", typed=act.word)
