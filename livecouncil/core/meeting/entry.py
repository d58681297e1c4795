"""The entry line's grammar: one line in, one `TypedLine` out, without knowledge of any council.

Theory. A line is read from its left edge, by form before words and by words before names: a time (`@20:46`), a sign
(`=`, `,`, `+16`), a correction (`c` and any other line), a motion or item with what is done to it (`m3v`), a word that
stands first (`tz`), and whatever is left is a name, which gives the floor. What may follow a word the registry of acts
says; `_closing` holds every line against it, so no act has checks of its own. The first colon begins free text, in
which every sign is only a sign; two acts read otherwise: `z21:10` holds a time, and in `pers` the last colon ends the
title. The grammar never looks at the meeting: the same line is the same entry at any moment, so that a preview, a
script, a correction and a test read alike. It never guesses: what it cannot take is a Refusal with its reason.

First step of the way key → parse → decide → journal. Names stay words here; `core.council.roster` knows who they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from livecouncil.core.acts import NEVER_LOGGED, PARSED, Act, Takes, acts_that, words_standing
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

from .erasing import erasing_in
from .halves import Halves, halves_of

OBJECT = r"[mas](?:\d{1,3}[a-z]?\.)?\d{1,3}"
_AT = re.compile(r"@(?:(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})\s+(?=\S)")
_TARGET = re.compile(rf"(?:(?P<object>{OBJECT})|n(?P<item>\d{{1,3}}[a-z]?)(?=\s))\s*(?P<rest>.*)", re.S)
_TOTALS = re.compile(r"(\d{1,3})-(\d{1,3})")
_UNTIL = re.compile(r"(?:(\d{1,2})-(\d{1,2})\s+)?(\d{1,2}):(\d{2})")
_CORRECTION = re.compile(r"c\s+(.*)", re.S | re.I)
_COUNT = re.compile(r"\d{1,3}")

VERBS = words_standing("behind")
LINES = words_standing("first")
ALONE = words_standing("alone")
"""Words only where nothing else stands on the line, so that no name is eaten."""
KEYWORDS = frozenset(VERBS) | frozenset(LINES) | frozenset(ALONE)
_BEHIND = "|".join(VERBS)
_VERB = re.compile(rf"(?P<verb>{_BEHIND})(?P<number>(?<=r)\d*|)(?=[\s:]|$)\s*(?P<rest>.*)", re.S)
_SIDES = {"vote_against": "against"}
_NEVER_CORRECTED = NEVER_LOGGED | acts_that(lambda act: act.private)
"""Acts that `c` cannot stand before; what else has no correction is refused by the rules, which know the meeting."""


@dataclass(frozen=True)
class TypedLine:
    """One line, understood as far as grammar goes. `target` is an object key ('m3', 'a8.1'), an item ('#8') or None."""

    act: str
    line: str
    target: str | None = None
    words: tuple[Word, ...] = ()
    totals: tuple[int, int] | None = None
    text: str = ""
    at: tuple[int, int] | None = None
    day: tuple[int, int] | None = None  # of `at`, when typed: day, month
    side: str = "for"  # of everybody not named
    answers: str = ""
    number: str = ""
    until: tuple[int, int, int, int] | None = None  # day, month (0, 0: the same day), hour, minute
    minutes: int | None = None
    ranges: tuple[tuple[str, str], ...] = ()
    counts: tuple[tuple[str, int | None], ...] = ()
    erased: str = ""  # words that must go, or the number of a line
    restricted: bool = False
    parent: str | None = None
    correction: bool = False
    hammer: bool = False

    @property
    def needs_hammer(self) -> bool:
        """True for every outcome; withdrawing and holding over need it only on an item's own proposal."""
        hammer = PARSED[self.act].hammer
        own_proposal = self.target is None or self.target.startswith("#")
        return hammer == "always" or (hammer == "own" and own_proposal)


def parse(line: str, line_mode: bool = False) -> TypedLine | None:
    """Read one line; None for a blank line or a comment. Raises Refusal with what the grammar cannot take.

    In `line_mode` a last ` =` is the hammer of an entry that needs it; elsewhere it belongs to the text.
    """
    line = line.strip()
    if not line or line == "#" or line.startswith("# "):
        return None
    return _with_hammer(line) if line_mode and re.search(r"\s=$", line) else _parse(line)


def _with_hammer(line: str) -> TypedLine:
    entry = _parse(line[:-1].rstrip())
    if entry.needs_hammer or entry.act == "open":
        return replace(entry, hammer=True, line=line[:-1].rstrip())
    whole = _parse(line)
    if whole.text:
        return whole
    raise Refusal("hammer_not_needed")


def _parse(line: str) -> TypedLine:
    if not line.startswith("@"):
        return replace(_body(line), line=line)
    match = _AT.match(line)
    if not match or int(match[3]) > 23 or int(match[4]) > 59:
        raise Refusal("bad_time", typed=line.split()[0])
    entry = _body(line[match.end() :])
    if entry.act in NEVER_LOGGED:
        raise Refusal("time_not_here")
    day = (int(match[1]), int(match[2])) if match[1] else None
    return replace(entry, at=(int(match[3]), int(match[4])), day=day, line=line)


def _body(line: str) -> TypedLine:
    if line in ("=", "?"):
        return TypedLine("hammer" if line == "=" else "where", line)
    if line.startswith(","):
        return _read_note(line)
    if match := _CORRECTION.fullmatch(line):
        return _read_correction(match[1].strip())
    if erasing := erasing_in(line):
        return TypedLine("erase", line, erased=erasing.what, text=erasing.reason)
    if line[0] in "+-" and (match := re.fullmatch(r"([+-])\s*(\d{1,3}[a-z]?)\s*(?::\s*(.*))?", line, re.S | re.I)):
        return _read_agenda_change(line, match)
    halves = halves_of(line)
    low = " ".join(halves.head.casefold().replace("–", "-").split())
    entry = _read_targeted(low) or _read_keyword(low, halves) or _read_floor(low)
    return _closing(entry, line, halves)


def in_text(line: str) -> bool:
    """Whether a sign typed at the end of `line` belongs to its free text, where `=` is a sign like any other."""
    rest = _AT.sub("", line.strip(), count=1)
    return rest.startswith(",") or halves_of(rest).has_text


def _read_note(line: str) -> TypedLine:
    text = line[1:].strip()
    if not text:
        raise Refusal("note_empty")
    return TypedLine("note", line, text=text)


def _read_correction(rest: str) -> TypedLine:
    entry = None if _CORRECTION.fullmatch(rest) else _body(rest)  # a thousand of them are not read a thousand deep
    if entry is None or entry.act in _NEVER_CORRECTED:
        raise Refusal("cannot_correct")
    return replace(entry, correction=True)


def _read_agenda_change(line: str, match: re.Match[str]) -> TypedLine:
    number = match[2].casefold()
    text = (match[3] or "").strip()
    if match[1] == "+" and not text:
        raise Refusal("title_needed", typed=f"+{number}: …")
    if match[1] == "-" and match[3] is not None:
        raise Refusal("no_text_here")
    return TypedLine("add_item" if match[1] == "+" else "remove_item", line, number=number, text=text)


def _read_targeted(low: str) -> TypedLine | None:
    match = _TARGET.fullmatch(low)
    if not match:
        return None
    target = match["object"] or f"#{match['item']}"
    rest = match["rest"]
    if verb := _VERB.fullmatch(rest):
        return replace(_read_verb(verb["verb"], verb["number"], verb["rest"]), target=target)
    if _TOTALS.fullmatch(rest):
        return replace(_read_names(TypedLine("totals", low), rest), target=target)
    if match["item"] and not rest:
        return None
    raise Refusal("verb_needed", typed=low, object=target.strip("#").upper())


def _read_keyword(low: str, halves: Halves) -> TypedLine | None:
    if low in ALONE:
        return TypedLine(ALONE[low].parsed, low)
    word, _, rest = low.partition(" ")
    if re.fullmatch(r"r\d+", word):
        return _read_verb("r", word[1:], rest)
    if match := re.fullmatch(r"n\s*(\d{1,3}[a-z]?)", low):
        return TypedLine("goto", low, number=match[1])
    if match := re.fullmatch(r"openbaar n?\s*(\d{1,3}[a-z]?)", low):
        return TypedLine("open_item", low, number=match[1])
    if re.fullmatch(r"z\d[\d:-]*", word):
        word = "z"
        rest = low[1:].strip()
    if match := re.fullmatch(r"insp\s*(\d*)", low):
        return TypedLine("floor", low, number=match[1] or "0")
    if _TOTALS.fullmatch(low):
        return _read_names(TypedLine("totals", low), low)
    if word in VERBS:
        if "target" in VERBS[word].needs:
            raise Refusal("object_needed", typed=word)
        return _read_verb(word, "", rest)
    if word in LINES:
        return _read_line(word, rest, halves)
    return None


def _read_verb(verb: str, number: str, rest: str) -> TypedLine:
    act = VERBS[verb]
    entry = TypedLine(act.parsed, rest, side=_SIDES.get(act.id, "for"), number=number)
    if "answers" in act.takes:
        return _read_answers(entry, rest)
    return _read_names(entry, rest)


def _read_answers(entry: TypedLine, rest: str) -> TypedLine:
    words = rest.split()
    if not entry.number and words and words[0].isdigit():
        entry = replace(entry, number=words[0])
        words = words[1:]
    totals = [w for w in words if _TOTALS.fullmatch(w)]
    answers = "".join(w for w in words if w not in totals)
    if re.fullmatch(r"[vt]+=+", answers):
        raise Refusal("hammer_glued", typed=answers.lstrip("vt"))
    if strange := re.search(r"[^vt]", answers):
        raise Refusal("roll_letter", typed=strange[0])
    return _read_names(replace(entry, answers=answers), " ".join(totals))


def _one_target(rest: str) -> str | None:
    if not rest:
        return None
    if re.fullmatch(OBJECT, rest):
        return rest
    if match := re.fullmatch(r"n(\d{1,3}[a-z]?)", rest):
        return f"#{match[1]}"
    raise Refusal("not_an_object", typed=rest)


def _read_names(entry: TypedLine, rest: str) -> TypedLine:
    words: list[Word] = []
    totals = entry.totals
    for word in rest.split():
        if match := _TOTALS.fullmatch(word):
            if totals:
                raise Refusal("totals_twice")
            totals = int(match[1]), int(match[2])
            continue
        sign = word[0] if word[0] in "+-~" and len(word) > 1 else ""
        words.append(Word(word[len(sign) :].removeprefix("."), sign))
    return replace(entry, words=tuple(words), totals=totals)


def _read_line(word: str, rest: str, halves: Halves) -> TypedLine:
    """A line by its first word; what may follow that word the registry says."""
    act = LINES[word]
    if act.id == "correct":
        raise Refusal("cannot_correct")
    if act.id == "chair" and not rest:
        return TypedLine("floor", word, number="vz")
    entry = TypedLine(act.parsed, rest)
    if "counts" in act.takes:
        return _read_ballot(halves.text, halves.papers)
    for taken, read in _READ_BY.items():
        if taken in act.takes:
            return read(entry, rest)
    if rest:
        raise Refusal("nothing_after", typed=word)
    return entry


def _read_about(entry: TypedLine, rest: str) -> TypedLine:
    """Names, and behind them what they are about; or only what it is about (`st m3`)."""
    if "names" not in PARSED[entry.act].takes:
        return replace(entry, target=_one_target(rest))
    words = rest.split()
    if words and (re.fullmatch(OBJECT, words[-1]) or re.fullmatch(r"n\d{1,3}[a-z]?", words[-1])):
        entry = replace(entry, target=_one_target(words[-1]))
        words = words[:-1]
    return _read_names(entry, " ".join(words))


def _read_number(entry: TypedLine, rest: str) -> TypedLine:
    if not _COUNT.fullmatch(rest):
        raise Refusal("number_needed", typed=PARSED[entry.act].example)
    return replace(entry, number=rest)


def _read_ranges(entry: TypedLine, rest: str) -> TypedLine:
    found = []
    for word in rest.split():
        match = re.fullmatch(r"n?(\d{1,3}[a-z]?)(?:-(\d{1,3}[a-z]?))?", word)
        if not match:
            raise Refusal("bad_range", typed=word)
        found.append((match[1], match[2] or match[1]))
    return replace(entry, ranges=tuple(found))


def _read_until(entry: TypedLine, rest: str) -> TypedLine:
    if not rest:
        return entry
    if re.fullmatch(r"\d{1,3}", rest) and int(rest):
        return replace(entry, minutes=int(rest))
    match = _UNTIL.fullmatch(rest)
    if not match or int(match[3]) > 23 or int(match[4]) > 59:
        raise Refusal("bad_time", typed=rest)
    return replace(entry, until=(int(match[1] or 0), int(match[2] or 0), int(match[3]), int(match[4])))


_READ_BY: dict[Takes, Callable[[TypedLine, str], TypedLine]] = {
    "target": _read_about,
    "names": _read_names,
    "ranges": _read_ranges,
    "number": _read_number,
    "until": _read_until,
}
"""How what follows the first word is read, by the first of these that its act takes."""


def _read_ballot(title: str, papers: str) -> TypedLine:
    """`pers Title: braas 28 tegen 1`: names with their counts; at its end the choice may be limited to nominees."""
    words = papers.split()
    restricted = bool(words) and words[-1].casefold() == "voordracht"
    if restricted:
        words.pop()
    counts: list[tuple[str, int | None]] = []
    name: list[str] = []
    for word in words:
        if _COUNT.fullmatch(word):
            if not name:
                raise Refusal("ballot_form")
            counts.append((" ".join(name), int(word)))
            name = []
        else:
            name.append(word)
    if name:
        counts.append((" ".join(name), None))
    if not title or not counts:
        raise Refusal("ballot_form")
    return TypedLine("ballot", papers, text=title, counts=tuple(counts), restricted=restricted)


def _read_floor(low: str) -> TypedLine:
    words = low.removeprefix(".").strip()
    if not words.startswith("#") and len(words.replace(" ", "")) < 2:
        raise Refusal("not_understood", typed=low)
    return TypedLine("floor", low, words=(Word(words),))


def _closing(entry: TypedLine, line: str, halves: Halves) -> TypedLine:
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
        entry = _filing(entry)
    return replace(entry, line=line, text=halves.text)


def _refuse_misplaced(entry: TypedLine, act: Act, has_text: bool) -> None:
    if has_text and "text" not in act.takes:
        raise Refusal("no_text_here")
    if glued := next((w.text for w in entry.words if w.text.endswith("=")), ""):
        raise Refusal("hammer_glued", typed=glued)
    if entry.words and "names" not in act.takes:
        raise Refusal("no_names_here", typed=entry.words[0].text)
    if "abstentions" not in act.takes and any(w.sign == "~" for w in entry.words):
        raise Refusal("abstains_not_here")
    if entry.totals and "totals" not in act.takes:
        raise Refusal("no_totals_here")


def _filing(entry: TypedLine) -> TypedLine:
    """Names after `s1 i` may hold the amendment it belongs to."""
    if (entry.target or "#").startswith("#"):
        raise Refusal("object_needed", typed="i")
    if not str(entry.target).startswith("s"):
        return entry
    parents = [w.text for w in entry.words if re.fullmatch(OBJECT, w.text) and w.text.startswith("a")]
    words = tuple(w for w in entry.words if w.text not in parents)
    return replace(entry, words=words, parent=parents[0] if parents else None)
