"""What stands behind a motion or an item, or first on a line about the item under way: a verb and what it takes."""

from __future__ import annotations

import re
from dataclasses import replace

from livecouncil.core.text.numbers import POINT, KnownNumbers, is_object, label_of
from livecouncil.core.text.typed import Word
from livecouncil.errors import Refusal

from .line import TypedLine
from .numbers import Edge, edges, leading, range_at, refuse_two
from .words import BEHIND

TOTALS = re.compile(r"(\d{1,3})-(\d{1,3})")
_ONLY_TOTALS = re.compile(rf"(?P<totals>{TOTALS.pattern})?\s*(?P<unnamed>\bzn)?")
_VERB = re.compile(
    rf"(?P<verb>{'|'.join(map(re.escape, BEHIND))})(?P<number>(?<=r)\d*|)(?=[\s:]|$)\s*(?P<rest>.*)", re.S
)
_SPLIT = re.compile(r"(.+)\((\d{1,3})\)")
_SIDES = {"vote_against": "against", "told_rejected": "against", "leave_filers": "against"}


def read_targeted(low: str, known: KnownNumbers) -> TypedLine | None:
    """A line that begins with a motion or an item, or with several, or None. Raises Refusal where nothing that follows
    is known."""
    before, rest = leading(low, known)
    word = rest.split(" ")[0]
    ends = range_at(word, known)
    if ends:
        first, last = ends
        behind = _read_one(f"{last}{rest[len(word) :]}", known)
        last_of = (first, behind.target if behind else last)
        if first == last_of[1]:
            raise Refusal("range_of_one", typed=word, one=label_of(first))
    else:
        behind = _read_one(rest, known)
        last_of = (str(behind.target), str(behind.target)) if behind else ("", "")
    if behind is None or not (before or ends):
        return behind
    joint = (*before, (last_of[0], str(last_of[1])))
    return replace(behind, target=joint[0][0], joint=joint)


def _read_one(low: str, known: KnownNumbers) -> TypedLine | None:
    """A line that begins with one motion or item."""
    named: list[Edge] = []
    for edge in edges(low, known):
        named.append(edge)
        read = _read_behind(edge, low)
        if read:
            refuse_two(low.split()[0], edge, known)
            return read
    if not named or (named[0].target.startswith("#") and not named[0].rest):
        return None
    shown = label_of(named[-1].target).replace("#", "n")
    if not any(edge.rest for edge in named):
        raise Refusal("what_of_it", typed=low, object=shown, verbs=" ".join(BEHIND))
    raise Refusal("verb_needed", typed=low, object=shown, verbs=" ".join(BEHIND))


def _read_behind(edge: Edge, low: str) -> TypedLine | None:
    """A verb or totals behind `edge`; None where something else stands there."""
    verb = _VERB.fullmatch(edge.rest)
    if verb and not _belongs_to_number(edge, verb):
        return replace(read_verb(verb["verb"], verb["number"], verb["rest"]), target=edge.target)
    totals = read_totals(edge.rest)
    if totals:
        return replace(totals, target=edge.target)
    return None


def read_totals(rest: str) -> TypedLine | None:
    """`21-16`, with `zn` behind it where no names were told; `zn` alone of figures that are known already."""
    match = _ONLY_TOTALS.fullmatch(rest)
    if not match or not rest:
        return None
    return replace(read_names(TypedLine("totals", rest), match["totals"] or ""), unnamed=bool(match["unnamed"]))


def _belongs_to_number(edge: Edge, verb: re.Match[str]) -> bool:
    """Whether a glued letter is the end of a number, as in `m12p i vvd`: a verb that takes no names has none."""
    return edge.glued and bool(verb["rest"]) and "names" not in BEHIND[verb["verb"]].takes and _is_filed(verb["rest"])


def _is_filed(rest: str) -> bool:
    return rest.split()[0] == "i"


def read_verb(verb: str, number: str, rest: str) -> TypedLine:
    act = BEHIND[verb]
    entry = TypedLine(act.parsed, rest, side=_SIDES.get(act.id, "for"), number=number)
    if "answers" in act.takes:
        return _read_answers(entry, rest)
    if "into" in act.takes:
        return replace(entry, parent=rest or None)
    return read_names(entry, rest)


def _read_answers(entry: TypedLine, rest: str) -> TypedLine:
    words = rest.split()
    if not entry.number and words and words[0].isdigit():
        entry = replace(entry, number=words[0])
        words = words[1:]
    totals = [w for w in words if TOTALS.fullmatch(w)]
    answers = "".join(w for w in words if w not in totals)
    if re.fullmatch(r"[vto]+=+", answers):
        raise Refusal("hammer_glued", typed=answers.lstrip("vto"))
    if strange := re.search(r"[^vto]", answers):
        raise Refusal("roll_letter", typed=strange[0])
    return read_names(replace(entry, answers=answers), " ".join(totals))


def read_names(entry: TypedLine, rest: str) -> TypedLine:
    """Names with their signs, and the totals among them."""
    words: list[Word] = []
    totals = entry.totals
    for word in rest.split():
        if match := TOTALS.fullmatch(word):
            if totals:
                raise Refusal("totals_twice")
            totals = int(match[1]), int(match[2])
            continue
        sign = word[0] if word[0] in "+-~" and len(word) > 1 else ""
        text = word[len(sign) :].removeprefix(".")
        split = _SPLIT.fullmatch(text)
        if split:
            words.append(Word(split[1], sign, int(split[2])))
        else:
            words.append(Word(text, sign))
    return replace(entry, words=tuple(words), totals=totals)


def filing(entry: TypedLine, known: KnownNumbers) -> TypedLine:
    """Names after `s1 i` may hold the amendment it belongs to."""
    if (entry.target or "#").startswith(("#", POINT)):
        raise Refusal("object_needed", typed="i")
    if signed := next((word for word in entry.words if word.sign), None):
        raise Refusal("join_not_sign", object=entry.target, typed=signed.text)
    if not str(entry.target).startswith("s"):
        return entry
    parents = [w.text for w in entry.words if w.text.startswith("a") and _is_object(w.text, known)]
    words = tuple(w for w in entry.words if w.text not in parents)
    return replace(entry, words=words, parent=parents[0] if parents else None)


def _is_object(word: str, known: KnownNumbers) -> bool:
    return word in known.objects or is_object(word)
