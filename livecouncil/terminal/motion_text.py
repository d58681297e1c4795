"""Whether a line asks for the editor of a motion's text, and what that begins with.

`tekst m3` by itself, also as a correction or with a time, opens it where the rules would take a text now; any other
such line goes to the session, which says what is wrong with it. What the editor begins with is, in this order, the
draft that was left, what is logged, what lies ready in `stukken/`; nothing of a draft is a fact.
"""

from __future__ import annotations

import re

from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.grammar.line import TypedLine
from livecouncil.core.meeting.rules.shared import resolve_target
from livecouncil.errors import Refusal
from livecouncil.sitting.session import Session

from .overlays.motion_text import TextAsked

_HEAD = re.compile(r"(@(?:[\d-]+\s+)?\S+\s+)?(c\s+)?(tekst\b[^:]*)", re.I)


def begins_text(line: str) -> bool:
    """Whether `line` may ask for it, once the meeting knows what was typed before it."""
    return _HEAD.fullmatch(line.strip()) is not None


def asks_for_text(session: Session, line: str) -> bool:
    """Whether `line` asks for the editor, and the rules would take a text now."""
    entry = _text_entry(session, line)
    return entry is not None and session.preview(f"{_line_head(session, line, entry)}: x").status != "error"


def text_asked(session: Session, line: str) -> tuple[TextAsked, str]:
    """What the editor begins with; and what is wrong with the text that lies ready, in a sentence, '' for nothing."""
    entry = _text_entry(session, line)
    assert entry is not None
    key = resolve_target(session.desk.state, entry.target)
    paper = session.desk.state.objects[key]
    wrong = ""
    lying = ""
    try:
        lying = session.documents.text_of(key)
    except Refusal as refusal:
        wrong = session.words.refusal(refusal)
    begun = (("draft", session.draft.texts.get(key, "")), ("logged", paper.text), ("file", lying), ("new", ""))
    source, text = next(one for one in begun if one[1] or one[0] == "new")
    said = session.words.t(f"screen.text_from.{source}")
    head = _line_head(session, line, entry)
    return TextAsked(key, paper.label, paper.title, head, text, said, goes_on=source == "draft"), wrong


def _text_entry(session: Session, line: str) -> TypedLine | None:
    """The line read, where it is about the text of something that was filed."""
    state = session.desk.state
    if not begins_text(line) or state.doors_closed:
        return None
    try:
        entry = parse(line, known=state.known)
        if entry is None or entry.act != "word_text" or entry.text:
            return None
        return entry if resolve_target(state, entry.target) in state.objects else None
    except Refusal:
        return None


def _line_head(session: Session, line: str, entry: TypedLine) -> str:
    """What stands before the colon; where a text is logged already another one is a correction."""
    found = _HEAD.fullmatch(line.strip())
    assert found
    logged = session.desk.state.objects[resolve_target(session.desk.state, entry.target)].text
    correction = found[2] or ("c " if logged else "")
    return f"{found[1] or ''}{correction}{found[3].strip()}"
