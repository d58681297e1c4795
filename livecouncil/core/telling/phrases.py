"""How the small things of a sentence are said, wherever they stand: outcomes, titles, names, groups, times."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from livecouncil.core.meeting.outcomes import UNANIMOUS, NamedItem, NamedOutcome, NamedPoint, NamedShare
from livecouncil.core.text.called import without_salutation

from .groups import GroupVotes
from .voice import Words


def outcome_word(words: Words, named: NamedOutcome) -> str:
    """The only words an outcome may have."""
    if named.tied and named.outcome == "rejected":
        word = words.t("outcome.rejected_tie")
    elif named.confirmed:
        word = words.t("outcome.confirmed")
    elif named.outcome == "adopted_in_part" and not named.points:  # the only point decided otherwise was put right
        word = words.t("outcome.adopted_in_part_only")
    else:
        word = words.t(f"outcome.{named.outcome}", count=len(named.points), lijst=all_of(named.points, words))
    if named.unanimous and named.outcome in UNANIMOUS:
        return words.t("outcome.unanimous", uitslag=word)
    return word


def worded(words: Words, slots: dict[str, object]) -> dict[str, object]:
    """The slots of a warning or refusal, outcomes and items in words."""
    return {key: _in_words(words, value) for key, value in slots.items()}


def _in_words(words: Words, value: object) -> object:
    match value:
        case NamedOutcome():
            return outcome_word(words, value)
        case NamedItem():
            return words.t("word.listed_item", nr=value.number)
        case NamedPoint():
            return words.t("word.listed_point", nr=value.number, item=value.item)
        case NamedShare():
            return share_word(words, value.share)
        case tuple():
            return ", ".join(str(_in_words(words, one)) for one in value)
    return value


def share_word(words: Words, share: str) -> str:
    """'2/3'; 'meer dan 1/2'."""
    if share.startswith(">"):
        return words.t("word.more_than", deel=share[1:].strip())
    return share


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
    """'Van Dam, De Wit': a row of names, without salutations."""
    return ", ".join(without_salutation(name) if " " in name else name for name in who)


def all_of(who: tuple[str, ...], words: Words) -> str:
    """'Van Dam, De Wit en Alders': everybody of whom a sentence tells what they do, or what becomes of them."""
    if len(who) < 2:
        return names(who)
    return f"{names(who[:-1])} {words.t('word.and')} {names(who[-1:])}"


def parties(groups: tuple[GroupVotes, ...], short: bool = False) -> str:
    """'CDA, PvdA (2)': a divided group with its own figure."""
    return ", ".join(_party(group, short) for group in groups)


def _party(group: GroupVotes, short: bool) -> str:
    name = group.called(short)
    if group.votes < group.of:
        return f"{name} ({group.votes})"
    return name


def day_said(when: date, t: Callable[..., str]) -> str:
    """'12 maart 2026', in the language of `t`."""
    return t("date.day", day=when.day, month=t(f"date.month_{when.month}"), year=when.year)


def weekday_said(when: date, t: Callable[..., str]) -> str:
    """'donderdag 12 maart 2026'."""
    return t("date.of_week", weekday=t(f"date.weekday_{when.isoweekday()}"), day=day_said(when, t))


def clock(at: datetime, since: datetime, night: timedelta = timedelta(hours=12)) -> str:
    """'19:30'; with its date, '13-11 19:30', on another day than `since`: another date, and not within one night."""
    other = at.date() != since.date() and abs(at - since) > night
    if other:
        return f"{at:%d-%m %H:%M}"
    return f"{at:%H:%M}"


def with_capital(text: str) -> str:
    """A sentence begins with a capital, also where a name's first word has none ('wethouder Wagner …'); a name that is
    written with a capital further on ('iDorp') stays as it is."""
    if text.partition(" ")[0].isalpha() and text.partition(" ")[0].islower():
        return text[:1].upper() + text[1:]
    return text
