"""Short words for a fixed place; where nobody made a short one yet, the whole word."""

from __future__ import annotations

from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.outcomes import NamedOutcome
from livecouncil.core.meeting.written import fact_of
from livecouncil.core.telling.phrases import outcome_word
from livecouncil.core.telling.voice import Words


def short_outcome(words: Words, table: str, outcome: str, **slots: object) -> str:
    """The word of an outcome in `[screen.<table>]`, else as the sentence words it."""
    key = f"screen.{table}.{outcome}"
    said = words.t(key, **slots)
    if said != key:
        return said
    whole = outcome_word(words, NamedOutcome(outcome))
    return f"{slots['n']} {whole}" if "n" in slots else whole


def short_kind(words: Words, kind: str) -> str:
    """The word of a kind of fact."""
    key = f"screen.what.{kind}"
    said = words.t(key)
    return kind.replace("_", " ") if said == key else said


def with_others(label: str, fact: ev.Base) -> str:
    """`label`, and how many more are decided by the same count: 'M150 +10'."""
    said = fact_of(fact)
    if isinstance(said, ev.Decided) and said.also:
        return f"{label} +{len(said.also)}"
    return label
