"""What is said of an answer, in the place of the line's sentence."""

from __future__ import annotations

from livecouncil.core.telling.voice import Words
from livecouncil.sitting.answers import Answer, Kind

from ..entry_line import Offered
from .facts import bare


def answer_said(words: Words, answer: Answer, offered: Offered | None, kept: str) -> str | None:
    """The sentence, '' for none, for what waits has its own place; None where what was said before stays.

    `offered` is the line that was put back, `kept` the sign that the disk has it.
    """
    warnings = [f"! {warning.removeprefix('⚠ ')}" for warning in answer.warnings]
    text = bare(" ".join([*answer.before, answer.text, *warnings]))
    if answer.refused and offered and offered.refused:
        return words.t(f"tui.again_{offered.kind}", text=text)
    if answer.refused:
        return text
    if answer.kind is Kind.WAITS and not answer.before:
        return ""
    if answer.kind is Kind.WAITS:
        return text
    if not text:
        return None
    return words.t("tui.saved", sign=kept, text=text)
