"""The sentence of a telling in one language, and its length ladder.

Skeleton: `{object} ‘{title}’ is {outcome}. Voor n: … Tegen n: … {url} #Tag`. "Voor" always before "tegen", both
figures always, groups in one fixed order. Number, outcome and figures are never cut.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from ..errors import Refusal
from .agenda import without_salutation
from .record import GroupVotes
from .telling import Telling, Thing


class Words(Protocol):
    """What `wording.Wording` offers; core knows no files."""

    @property
    def language(self) -> str: ...

    def t(self, key: str, /, **slots: object) -> str: ...

    def refusal(self, error: Refusal) -> str: ...


@dataclass(frozen=True)
class Style:
    """How far a sentence is cut down: the rungs of the ladder."""

    title: int = 2_000
    short_groups: bool = False
    others: bool = False
    totals: bool = False


LADDER = (
    Style(), Style(90), Style(60), Style(60, short_groups=True), Style(60, short_groups=True, others=True),
    Style(60, totals=True), Style(0, totals=True),
)  # fmt: skip

_NO_ADDRESS = "\uffff"


def sentence(told: Telling, words: Words, url: str = "", hashtag: str = "", style: Style = LADDER[0]) -> str:
    """The whole sentence of `told` in `words`' language."""
    key = _template(told, style)
    slots = {name: _slot(name, value, words, style) for name, value in told.slots.items()}
    slots |= {"url": url or _NO_ADDRESS, "tag": f"#{hashtag}" if hashtag else ""}
    slots |= _derived(told, words, style)
    if isinstance(told.slots.get("o"), Thing):
        slots["o"] = _inside(str(slots["o"]), told.slots["o"], words, key)
    text = _tidy(_without_empty_reference(words.t(f"sentence.{key}", **slots)))
    extra = _suffix(told, words)
    return _before_tail(text, extra, url, slots["tag"]) if extra else text


def _without_empty_reference(text: str) -> str:
    """A council without a public address: 'Agenda: {url}' goes as a whole, not only its address."""
    return re.sub(rf"(?<=\.) [^.]*: {_NO_ADDRESS}", "", text).replace(_NO_ADDRESS, "")


def ladder(told: Telling, words: Words, url: str = "", hashtag: str = "") -> Iterator[str]:
    """Ever shorter forms of the same sentence; the first that fits a network is posted."""
    for style in LADDER:
        yield sentence(told, words, url, hashtag, style)


def fitted(told: Telling, words: Words, fits: Callable[[str], bool], url: str = "", hashtag: str = "") -> str:
    """First rung of the ladder for which `fits`; the last rung when none does."""
    text = ""
    for text in ladder(told, words, url, hashtag):
        if fits(text):
            break
    return text


def _template(told: Telling, style: Style) -> str:
    if told.kind == "uitslag" and style.totals:
        return "uitslag_totaal"
    if told.kind == "punt" and told.slots.get("again"):
        return "punt_opnieuw"
    if told.kind in ("ingetrokken", "ingediend") and not told.slots.get("ind"):
        return f"{told.kind}_zonder"
    if told.kind == "correctie" and "uitslag" not in told.slots:
        return "correctie_overig"
    return told.kind


def _slot(name: str, value: object, words: Words, style: Style) -> object:
    match value:
        case Thing():
            return words.t(f"object.{value.kind}", nr=value.nr)
        case datetime():
            return f"{value:%H:%M}"
        case (str(), bool()) if name in ("uitslag", "nu"):
            return outcome_word(words, str(value[0]), procedural=bool(value[1]))
        case str() if name == "t":
            return quoted(value, style.title)
        case str() if name in ("vz", "wie"):
            return value
        case tuple() if name == "lijst":
            return ", ".join(_listed(n, t, style) for n, t in value)
        case tuple() if name in ("ind", "wie"):
            return names(value)
        case None:
            return ""
    return value


def _inside(name: str, what: object, words: Words, key: str) -> str:
    """'het voorstel bij punt 6' inside a sentence; motions keep their capital."""
    begins = words.t(f"sentence.{key}", o="\0").startswith("\0")
    proper = isinstance(what, Thing) and what.kind not in ("proposal", "motion_item")
    return name if begins or proper else name[:1].lower() + name[1:]


def _derived(told: Telling, words: Words, style: Style) -> dict[str, object]:
    if told.kind in ("uitslag", "uitslag_totaal", "algemene_stemmen"):
        return _sides(told, style, words)
    if told.kind == "correctie":
        return _corrected(told, words)
    if told.kind in ("personen", "herstemming", "loting"):
        return _ballot(told, words)
    if told.kind == "agenda":
        return _agenda(told, words)
    if told.kind == "aanwezigheid":
        return {"komt_of_gaat": words.t("word.arrives" if told.slots["komt"] else "word.leaves")}
    if told.kind == "punt" and not told.slots.get("t"):
        return {"t": words.t("word.closed_item")}
    return {}


def _sides(told: Telling, style: Style, words: Words) -> dict[str, object]:
    longest = max(len(told.groups_for), len(told.groups_against))

    def side(groups: tuple[GroupVotes, ...]) -> str:
        if style.others and len(groups) == longest and longest > 1:
            return words.t("word.others")
        return parties(groups, style.short_groups)

    return {"voor": side(told.groups_for), "tegen": side(told.groups_against)}


def parties(groups: tuple[GroupVotes, ...], short: bool = False) -> str:
    """'CDA, PvdA (2)': a divided group with its own figure."""
    return ", ".join((g.short if short else g.name) + (f" ({g.votes})" if g.votes < g.of else "") for g in groups)


def outcome_word(words: Words, outcome: str, procedural: bool = False) -> str:
    """The only words an outcome may have; lists and agendas are 'vastgesteld'."""
    return words.t("outcome.confirmed" if procedural and outcome == "adopted" else f"outcome.{outcome}")


def quoted(title: str, limit: int) -> str:
    """‘title’, cut at a word to `limit` characters; '' when there is none or no room."""
    if not title or not limit:
        return ""
    if len(title) > limit:
        title = title[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"
    return f"‘{title}’"


def names(who: tuple[str, ...]) -> str:
    return ", ".join(without_salutation(w) if " " in w else w for w in who)


def _listed(number: str, title: str, style: Style) -> str:
    return f"{number} {quoted(title, style.title)}".strip()


def _agenda(told: Telling, words: Words) -> dict[str, object]:
    parts = [words.t(f"word.{k}", lijst=", ".join(told.slots[k])) for k in ("added", "removed") if told.slots.get(k)]
    return {"hoe": words.t("word.changed" if parts else "word.unchanged"), "wijziging": " ".join(parts)}


def _ballot(told: Telling, words: Words) -> dict[str, object]:
    kinds = {"tegen": "against", "blanco": "blank", "ongeldig": "improper"}
    counts: tuple[tuple[str, int], ...] = told.slots["telling"]
    listed = [f"{words.t('word.' + kinds[n]) if n in kinds else n} {v}" for n, v in counts if n not in kinds or v]
    outcome, elected = told.slots["besluit"]
    decision = {
        "elected": words.t("word.elected", naam=elected), "invalid": words.t("word.invalid_ballot"),
        "lot": words.t("word.lot_pending"),
    }.get(outcome, words.t("word.new_ballot"))  # fmt: skip
    return {"telling": ", ".join(listed), "besluit": decision}


def _corrected(told: Telling, words: Words) -> dict[str, object]:
    old, new = told.slots["oud"], told.slots["nieuw"]
    same = isinstance(old, Telling) and isinstance(new, Telling) and (old.for_, old.against) == (new.for_, new.against)
    slots: dict[str, Any] = {"oud": _summary(old, words, same), "nieuw": _summary(new, words, same)}
    if "uitslag" in told.slots:
        before, now = told.slots["uitslag"], told.slots["nu"]
        word = outcome_word(words, now[0], procedural=now[1])
        slots["blijft"] = words.t("result.unchanged") if before == now else words.t("result.changed", uitslag=word)
    return slots


def _summary(told: object, words: Words, with_groups: bool) -> str:
    """What stood or is right, in a few words: figures, or the whole sentence without its tail."""
    if not isinstance(told, Telling):
        return "–"
    if told.for_ is not None:
        voor, tegen = words.t("word.for"), words.t("word.against")
        if with_groups and (told.groups_for or told.groups_against):
            return f"{voor} {told.for_}: {parties(told.groups_for)}; {tegen} {told.against}: {parties(told.groups_against)}".replace(": ;", ";").rstrip(": ")  # fmt: skip
        return f"{voor} {told.for_}, {tegen} {told.against}"
    if told.outcome and told.kind not in ("personen", "herstemming", "loting"):
        return words.t(f"outcome.{told.outcome}")
    return f"“{sentence(told, words).rstrip('.')}”"


def _suffix(told: Telling, words: Words) -> str:
    """What keeps texts true and unique: names that follow, and which vote on the same object this is."""
    parts = []
    if told.slots.get("namen_volgen") and told.kind != "correctie":
        parts.append(words.t("word.names_follow"))
    number = told.slots.get("ronde", 1)
    if isinstance(number, int) and number > 1 and told.for_ is not None:
        parts.append(f"({words.t('word.second_vote') if number == 2 else words.t('word.nth_vote', n=number)})")
    return " ".join(parts)


def _before_tail(text: str, extra: str, url: str, tag: object) -> str:
    tail = " ".join(p for p in (url, str(tag)) if p)
    body = text.removesuffix(tail).rstrip() if tail else text
    return " ".join(p for p in (body, extra, tail) if p)


def _tidy(text: str) -> str:
    """Close the gaps empty slots leave: a side with nobody is its figure alone ("Voor 0.")."""
    text = re.sub(r"(\d): ?\.", r"\1.", text)
    text = re.sub(r"\s+([.,:;])", r"\1", text)
    text = re.sub(r"([.!?…])\.(?=\s|$)", r"\1", text)
    return " ".join(text.split())


def unique(text: str, seen: set[str], at: datetime, url: str, hashtag: str) -> str:
    """Texts are unique within a meeting: one said before gets its time."""
    if text in seen:
        text = _before_tail(
            text,
            f"({at:%H:%M:%S})" if f"({at:%H:%M})" in text else f"({at:%H:%M})",
            url,
            f"#{hashtag}" if hashtag else "",
        )
    return text
