"""The sentence of a telling in one language, and its length ladder.

Skeleton: `{object} ‘{title}’ is {outcome}. Voor n: … Tegen n: … {url} #Tag`. "Voor" always before "tegen", both
figures always, groups in one fixed order. Number, outcome and figures are never cut.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Any, Protocol

from livecouncil.core.meeting.outcomes import UNANIMOUS, Named
from livecouncil.core.meeting.state import NIGHT
from livecouncil.core.telling.groups import GroupVotes
from livecouncil.core.text.called import without_salutation
from livecouncil.errors import Refusal

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
    totals: bool = False  # of a row of names, too, only the first
    address: bool = True
    tag: bool = True
    bare: bool = False
    apart: bool = True  # who did not vote, and why


LADDER = (
    Style(),
    Style(90),
    Style(60),
    Style(60, short_groups=True),
    Style(60, short_groups=True, others=True),
    Style(60, totals=True),
    Style(0, totals=True),
    Style(0, totals=True, address=False),
    Style(0, totals=True, address=False, bare=True),
    Style(0, totals=True, address=False, tag=False, bare=True, apart=False),
)
_SHORTEST_SUBJECT = 40

_NO_ADDRESS = "\uffff"


def sentence(told: Telling, words: Words, url: str = "", hashtag: str = "", style: Style = LADDER[0]) -> str:
    """The whole sentence of `told` in `words`' language."""
    key = _template(told, style)
    if style.address:
        url = url
    else:
        url = ""
    if style.tag:
        hashtag = hashtag
    else:
        hashtag = ""
    slots = {name: _slot(name, value, words, style) for name, value in told.slots.items()}
    slots |= {"url": url or _NO_ADDRESS, "tag": f"#{hashtag}" if hashtag else ""}
    slots |= _derived(told, words, style)
    if isinstance(told.slots.get("o"), Thing):
        slots["o"] = _inside(str(slots["o"]), told.slots["o"], words, key)
    text = _tidy(_without_empty_reference(words.t(key, **slots)))
    extra = _suffix(told, words, style)
    if extra:
        return before_tail(text, extra, url, slots["tag"])
    return text


def _without_empty_reference(text: str) -> str:
    """A council without a public address: 'Agenda: {url}' goes as a whole, not only its address."""
    return re.sub(rf"(?<=\.) [^.]*: {_NO_ADDRESS}", "", text).replace(_NO_ADDRESS, "")


def marked(text: str, words: Words) -> str:
    """A message of an unofficial report: the mark comes first, and whoever cuts the message cuts behind it."""
    return f"{words.t('word.unofficial_short')} {text}"


def ladder(told: Telling, words: Words, url: str = "", hashtag: str = "") -> Iterator[str]:
    """Ever shorter forms of the same sentence; the first that fits a network is posted."""
    for style in LADDER:
        yield sentence(told, words, url, hashtag, style)


def fitted(told: Telling, words: Words, fits: Callable[[str], bool], url: str = "", hashtag: str = "") -> str:
    """First rung of the ladder for which `fits`.

    When none does, what has an outcome stays whole on the last rung, for its number, outcome and figures are never
    cut: ask `fits` again. Anything else, such as a free message, is cut at a word.
    """
    text = ""
    for text in ladder(told, words, url, hashtag):
        if fits(text):
            return text
    if told.outcome:
        return text
    return _cut(text, fits, url, f"#{hashtag}" if hashtag else "")


def _cut(text: str, fits: Callable[[str], bool], url: str, tag: str) -> str:
    """As many words as fit, with address and tag where those take less room than the words."""
    words = text.split(" ")
    for tail in ("".join(f" {part}" for part in (url, tag) if part), f" {tag}".rstrip(), ""):
        forms = [" ".join(words[:n]).rstrip(" ,;:.-") + "…" + tail for n in range(1, len(words))]
        fitting = bisect_left(forms, True, key=lambda form: not fits(form))
        if fitting and len(forms[fitting - 1]) > 2 * len(tail):
            return forms[fitting - 1]
    return text


def _template(told: Telling, style: Style) -> str:
    """Key of the wording: 'sentence.uitslag', or of its shortest form, 'short.uitslag'."""
    if style.bare and told.outcome and {"o", "oud"} <= told.slots.keys():
        return "short.correctie"
    if style.bare and told.for_ is not None:
        if told.kind == "stemming_ongeldig":
            return "short.stemming_ongeldig"
        return "short.uitslag"
    return f"sentence.{_kind(told, style)}"


def _kind(told: Telling, style: Style) -> str:
    if _redacted(told):
        return "verwijderd"
    if told.kind == "uitslag" and style.totals:
        return "uitslag_totaal"
    if told.kind == "punt" and told.slots.get("again"):
        return "punt_opnieuw"
    if told.kind in ("ingetrokken", "ingediend") and not told.slots.get("ind"):
        return f"{told.kind}_zonder"
    if told.kind == "niet_deelgenomen" and told.slots.get("debat"):
        return "niet_deelgenomen_debat"
    if told.kind == "correctie" and "uitslag" not in told.slots:
        return "correctie_overig"
    return told.kind


def _redacted(told: object) -> bool:
    """Whether the text it should tell was deleted on request, or that of what it corrects."""
    if not isinstance(told, Telling):
        return False
    if told.kind == "correctie":
        return _redacted(told.slots["oud"]) or _redacted(told.slots["nieuw"])
    return told.kind in ("vrij_bericht", "toezegging") and not told.slots["tekst"]


def _slot(name: str, value: object, words: Words, style: Style) -> object:
    match value:
        case Thing():
            return words.t(f"{'short' if style.bare else 'object'}.{value.kind}", nr=value.nr)
        case datetime():
            return f"{value:%H:%M}"
        case (str(), bool()) if name in ("uitslag", "nu"):
            return outcome_word(words, str(value[0]), bool(value[1]))
        case str() if name == "t":
            return quoted(value, style.title)
        case str() if name == "onderwerp":
            return shortened(value, max(style.title, _SHORTEST_SUBJECT))
        case tuple() if name == "lijst":
            return ", ".join(_listed(n, t, style) for n, t in value)
        case tuple() if name in ("ind", "wie"):
            if style.totals and value[1:]:
                return words.t("short.and_others", naam=names(value[:1]))
            return names(value)
        case None:
            return ""
    return value


def clock(at: datetime, since: datetime, night: timedelta = timedelta(hours=12)) -> str:
    """'19:30'; with its date, '13-11 19:30', on another day than `since`: another date, and not within one night."""
    other = at.date() != since.date() and abs(at - since) > night
    if other:
        return f"{at:%d-%m %H:%M}"
    return f"{at:%H:%M}"


def _inside(name: str, what: object, words: Words, key: str) -> str:
    """'het voorstel bij punt 6' inside a sentence; motions keep their capital."""
    begins = words.t(key, o="\0").startswith("\0")
    proper = isinstance(what, Thing) and what.kind not in ("proposal", "motion_item")
    if begins or proper:
        return name
    return name[:1].lower() + name[1:]


def _derived(told: Telling, words: Words, style: Style) -> dict[str, object]:
    if told.kind in ("uitslag", "uitslag_totaal", "algemene_stemmen"):
        return _sides(told, style, words)
    if told.kind == "correctie":
        return _corrected(told, words, style)
    if told.kind == "schorsing":
        return {"tot": clock(told.slots["tot"], told.at, NIGHT)}
    if told.kind in ("personen", "herstemming", "loting"):
        return _ballot(told, words)
    if told.kind == "agenda":
        return _agenda(told, words)
    if told.kind in ("aanwezigheid", "aanwezigheid_besloten"):
        moved = words.t("word.arrives" if told.slots["komt"] else "word.leaves")
        at = told.slots["tijd"]
        return {"komt_of_gaat": moved, "tijd": clock(at, told.slots.get("verteld", at), NIGHT)}
    if told.kind == "punt" and not told.slots.get("t"):
        return {"t": words.t("word.closed_item")}
    return {}


def _sides(told: Telling, style: Style, words: Words) -> dict[str, object]:
    """Both sides; on the rung for it the longer one is 'overige fracties', besides the groups that are divided."""
    for_ = told.groups_for
    against = told.groups_against
    voor = parties(for_, style.short_groups)
    tegen = parties(against, style.short_groups)
    if style.others and max(len(for_), len(against)) > 1:
        divided = tuple(g for g in (for_ if len(for_) > len(against) else against) if g.votes < g.of)
        others = ", ".join(filter(None, (words.t("word.others"), parties(divided, short=True))))
        voor, tegen = (others, tegen) if len(for_) > len(against) else (voor, others)
    return {"voor": voor, "tegen": tegen}


def parties(groups: tuple[GroupVotes, ...], short: bool = False) -> str:
    """'CDA, PvdA (2)': a divided group with its own figure."""
    return ", ".join((g.short if short else g.name) + (f" ({g.votes})" if g.votes < g.of else "") for g in groups)


def outcome_word(words: Words, outcome: str, confirmed: bool = False, unanimous: bool = False) -> str:
    """The only words an outcome may have; `confirmed` and `unanimous` as `core.outcomes` decides."""
    word = words.t("outcome.confirmed" if confirmed else f"outcome.{outcome}")
    if unanimous and outcome in UNANIMOUS:
        return words.t("outcome.unanimous", uitslag=word)
    return word


def worded(words: Words, slots: dict[str, object]) -> dict[str, object]:
    """The slots of a warning or refusal, outcomes in words."""
    return {k: outcome_word(words, v.outcome, v.confirmed) if isinstance(v, Named) else v for k, v in slots.items()}


def quoted(title: str, limit: int) -> str:
    """‘title’, cut at a word to `limit` characters; '' when there is none or no room."""
    if not title or not limit:
        return ""
    return f"‘{shortened(title, limit)}’"


def shortened(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word."""
    if len(text) <= limit:
        return text
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


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
        "elected": words.t("word.elected", naam=elected),
        "invalid": words.t("word.invalid_ballot"),
        "lot": words.t("word.lot_pending"),
    }.get(outcome, words.t("word.new_ballot"))
    return {"telling": ", ".join(listed), "besluit": decision}


def _corrected(told: Telling, words: Words, style: Style) -> dict[str, object]:
    old = told.slots["oud"]
    new = told.slots["nieuw"]
    figures = [(t.for_, t.against) for t in (old, new) if isinstance(t, Telling) and t.for_ is not None]
    same = len(figures) == 2 and figures[0] == figures[1]
    slots: dict[str, Any] = {"oud": _summary(old, words, same, style), "nieuw": _summary(new, words, same, style)}
    renamed = False
    if "uitslag" in told.slots:
        before, now = (outcome_word(words, *told.slots[key]) for key in ("uitslag", "nu"))
        slots["blijft"] = words.t("result.unchanged" if before == now else "result.changed", uitslag=now)
        renamed = same and before == now
        if renamed and style.totals:
            slots["nieuw"] += f", {words.t('short.other_names')}"
        if style.bare and told.for_ is not None:
            slots |= {"nieuw": f"{now}, {slots['nieuw']}", "oud": before if same else slots["oud"]}
    if renamed:
        slots["was"] = ""
    else:
        slots["was"] = words.t("short.was", oud=slots["oud"])
    return slots | ({"nr": told.slots["o"].nr} if "o" in told.slots else {})


def _summary(told: object, words: Words, with_groups: bool, style: Style) -> str:
    """What stood or is right, in a few words: figures, or the whole sentence without its tail."""
    if not isinstance(told, Telling):
        return "–"
    if told.for_ is not None:
        if style.bare:
            return f"{told.for_}–{told.against}"
        return _figures(told, words, with_groups, style)
    if told.outcome and told.kind not in ("personen", "herstemming", "loting"):
        return outcome_word(words, *told.slots.get("uitslag", (told.outcome, False)))
    return f"“{sentence(told, words, style=style).rstrip('.')}”"


def _figures(told: Telling, words: Words, with_groups: bool, style: Style) -> str:
    voor = f"{words.t('word.for')} {told.for_}"
    tegen = f"{words.t('word.against')} {told.against}"
    if style.totals:
        number = 0
    else:
        number = told.slots.get("niet_n", 0)
    if number:
        rest = words.t("word.and_did_not_vote", wie=_numbered(told.slots["niet"], number, style))
    else:
        rest = ""
    if style.totals or not with_groups or not (told.groups_for or told.groups_against):
        return f"{voor}, {tegen}{rest}"
    sides = (parties(told.groups_for, style.short_groups), parties(told.groups_against, style.short_groups))
    return f"{voor}: {sides[0]}; {tegen}: {sides[1]}".replace(": ;", ";").rstrip(": ") + rest


def _suffix(told: Telling, words: Words, style: Style) -> str:
    """What keeps texts true and unique: names that follow, and which vote on the same object this is."""
    parts = []
    if told.slots.get("vast"):
        listed = ", ".join(_listed(n, title, style) for n, title in told.slots["vast"])
        parts.append(words.t("word.also_confirmed", lijst=listed))
    if told.for_ is not None and told.kind != "correctie" and style.apart:
        parts += beside(told, words, style)
    if told.slots.get("namen_volgen") and told.kind != "correctie" and not style.bare:
        parts.append(words.t("word.names_follow"))
    number = told.slots.get("ronde", 1)
    if isinstance(number, int) and number > 1 and told.for_ is not None:
        second = number == 2 and not style.bare
        parts.append(f"({words.t('word.second_vote') if second else words.t('word.nth_vote', n=number)})")
    return " ".join(parts)


def beside(told: Telling, words: Words, style: Style = LADDER[0]) -> list[str]:
    """Who did not vote, a sentence a reason: by group, by name, or where there is no room for those by their number."""
    found: list[str] = []
    if number := told.slots.get("niet_n", 0):
        groups: tuple[GroupVotes, ...] = told.slots["niet"]
        found.append(words.t("word.did_not_vote", wie=_numbered(groups, number, style)))
    for key, slot in (("recused", "art28"), ("left", "weg")):
        if who := told.slots.get(slot):
            found.append(words.t(f"word.{key}", wie=str(len(who)) if style.totals else names(who)))
    return found


def _numbered(groups: tuple[GroupVotes, ...], number: int, style: Style) -> str:
    """'C (2)': groups with their figures, or the figure alone."""
    if style.totals or not groups:
        return str(number)
    return ", ".join(f"{g.short if style.short_groups else g.name} ({g.votes})" for g in groups)


def before_tail(text: str, extra: str, url: str, tag: object) -> str:
    """`text` with `extra` before whatever of address and tag ends it."""
    tails = (" ".join(p for p in (url, str(tag)) if p), str(tag), url)
    tail = next((t for t in tails if t and text.endswith(t)), "")
    return " ".join(p for p in (text.removesuffix(tail).rstrip(), extra, tail) if p)


def _tidy(text: str) -> str:
    """Close the gaps empty slots leave: a side with nobody is its figure alone ("Voor 0.")."""
    text = re.sub(r"(\d): ?\.", r"\1.", text)
    text = re.sub(r"\s+([.,:;])", r"\1", text)
    text = re.sub(r"([.!?…])\.(?=\s|$)", r"\1", text)
    return " ".join(text.split())


def unique(text: str, seen: set[str], at: datetime, url: str, hashtag: str) -> str:
    """Texts are unique within a meeting: one said before gets its time, then its second, then a number."""
    if hashtag:
        tag = f"#{hashtag}"
    else:
        tag = ""
    told = text
    for mark in chain((f"({at:%H:%M})", f"({at:%H:%M:%S})"), (f"({n})" for n in count(2))):
        if told not in seen:
            break
        if mark in text:
            told = told
        else:
            told = before_tail(text, mark, url, tag)
    return told
