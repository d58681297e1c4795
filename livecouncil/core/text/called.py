"""How a person's name is built, and by what it is called: the one authority on salutations, prefixes and surnames.

A name as it is written in a list ('mevrouw drs. A. de Jong-van der Veen', 'Jansen, P. (Piet)') is taken apart into
given names and family name. The family name has one or more *pieces*, joined by a hyphen or, where initials make it
certain, by a blank; each piece may begin with prefixes (van, de, 't, fan 'e …). What is typed for a person is any of

- the family name, with all, some or none of its prefixes: `de jong-van der veen`, `jong-van der veen`;
- one piece of it, likewise: `jong`, `de jong`, `veen`, `van der veen`;
- one of those with the given names or initials before it, or the whole name.

These are exact. A prefix of letters ('jon') counts at the beginning of the bare family name or of a bare piece only,
so that first names take no letters from surnames. The first of several words that may be a surname or a second given
name ('Maria Garcia Lopez', 'Jan Willem Bakker') cannot be told: it counts no more than a prefix of letters does.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache


def _words_in(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


PREFIXES = _words_in(
    "van de der den het t te ten ter in op aan bij uit uijt v d vd la le du von el al y onder over voor s e",
    "vanden vander vande vant opt int fan tot toe thoe zu zum zur vom am im auf af av",
    "da do dos das di del della delle degli dei des lo las los",
    "ibn ben bin bint abu abou ait aït bou ould oulad à á",
)
"""Words before a surname: Dutch, Frisian, Flemish; German, Scandinavian; Romance, Arabic and Berber."""

_ALSO_GIVEN = frozenset({"ben", "do", "da", "di", "al", "bin", "lo", "am", "im", "des"})
"""Prefixes that are a first name too, where they stand first with a capital: 'Ben de Boer'."""

_WITH_NEXT = _words_in("oude olde groot grote klein kleine lutje lytse sint st saint san santa mac mc baron barones")
"""Words that begin a surname and say nothing alone: 'Oude Lansink'."""

_ACADEMIC_TITLES = _words_in("drs ir ing mr dr prof ds jhr jkvr bc lic dipl")
_SALUTATIONS = _ACADEMIC_TITLES | _words_in(
    "dhr mevrouw mevr mw meneer heer hr mej mejuffrouw juffrouw freule jonkheer jonkvrouw",
    "frou hear mefrou mefr herr frau mme madame monsieur mrs ms miss mister",
    "wethouder burgemeester griffier secretaris raadslid statenlid gedeputeerde dijkgraaf heemraad schepen",
    "locoburgemeester loco-burgemeester raadsgriffier burgerraadslid fractievoorzitter gemeentesecretaris",
    "boargemaster wethâlder riedslid",
)
_AFTER = _words_in("jr sr junior senior ii iii iv msc bsc ma ba mba llm llb phd mph ra rc")
_OUR_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ħ": "h", "ŧ": "t"}
)
_DASHES = "-‐‑‒–—―−"
_UNHEARD = frozenset(_DASHES + "'’‘‛ʼʻ′`´＇.\u200b\u200c\u200d")
_ONLY_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.)+(?:-?[^\W\d_]\.)*|[A-Z]")
_INITIAL_LIKE = re.compile(r"(?:[^\W\d_]{1,3}\.)+(?:-?[^\W\d_]{1,3}\.?)*|(?:[^\W\d_]-)*[^\W\d_]")


@lru_cache(maxsize=16_384)
def name_key(text: str) -> str:
    """Reduce a name to what is compared: no case, diacritics, blanks, hyphens, apostrophes or dots."""
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_OUR_LETTERS)
    return "".join(c for c in plain if not (unicodedata.combining(c) or c in _UNHEARD or c.isspace()))


def without_salutation(name: str) -> str:
    """A name as it stands among others: 'de heer drs. J.P. van Dam' gives 'Van Dam', for a surname that stands alone
    begins with a capital; 'Kees van Dam' and ''t Hart' stay as they are."""
    bare = bare_name(name)
    if is_prefix(bare.partition(" ")[0]) or bare.startswith(("d'", "d’")):
        return bare[:1].upper() + bare[1:]
    return bare


@lru_cache(maxsize=16_384)
def bare_name(name: str) -> str:
    """Drop leading salutations, titles and initials: 'de heer drs. J.P. van Dam' gives 'van Dam'."""
    words = _unsaluted(name.split())
    while len(words) > 1 and (
        _is_salutation(words[0]) or (_ONLY_INITIALS.fullmatch(words[0]) and not is_prefix(words[0]))
    ):
        words = words[1:]
    return " ".join(words)


def _unsaluted(words: list[str]) -> list[str]:
    """Without 'de heer' or 'de hear' in front, and whatever salutations and titles follow; one word always stays."""
    two = [w.casefold() for w in words[:2]]
    if len(words) > 2 and two in (["de", "heer"], ["de", "hear"], ["de", "hr."], ["de", "hr"]):
        words = words[2:]
    while len(words) > 1 and _is_salutation(words[0]):
        words = words[1:]
    return words


def _is_salutation(word: str) -> bool:
    low = word.casefold()
    return low.removesuffix(".") in _SALUTATIONS or ("." in low and set(low.strip(".").split(".")) <= _ACADEMIC_TITLES)


def is_prefix(word: str) -> bool:
    """Whether `word` is one of the words before a surname: 'van', '’t', 'v.d.'; a capital alone is an initial."""
    if "." in word:
        return word in ("v.", "d.", "v.d.", "v.d")
    if len(word) == 1 and word.isupper():
        return False
    return re.sub(r"['’‘`´/]", "", word.casefold()) in PREFIXES


@dataclass(frozen=True)
class PersonName:
    """A name taken apart: `given` as written (names or initials), `family` with its prefixes, `suffix` ('jr.').

    `also` are names it bears between brackets or quotes; `unsure` are words that may be given names or a surname.
    """

    given: str
    family: str
    suffix: str = ""
    also: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    certain: bool = False  # every word of `family` is part of a surname, because initials stand before it

    @property
    def surname(self) -> str:
        """The family name without the prefixes before it, with its suffix."""
        return " ".join(filter(None, (_without_prefixes(self.family), self.suffix)))


@lru_cache(maxsize=4_096)
def take_apart(name: str) -> PersonName:
    """The parts of `name`, which may be written 'surname, given' and hold brackets, titles and suffixes."""
    also = tuple(part.strip() for part in re.findall(r"[(\[“„\"]([^()\[\]“”„\"]+)[)\]”\"]", name) if part.strip())
    plain = re.sub(r"[(\[“„\"][^()\[\]“”„\"]*[)\]”\"]", " ", name)
    words = _natural(_divided(re.sub(rf"\s*[{_DASHES}]\s*", "-", plain).strip("-")))
    words = _unsaluted(words)
    words, suffix = _suffixed(words)
    if not words:
        return PersonName("", name)
    found = _after_initials(words) or _after_given(words)
    return PersonName(found.given, found.family, suffix, also, found.unsure, found.certain)


def as_said(name: str) -> str:
    """A name as it is said, where a list writes it 'Jansen, A. (Anna)' or 'A. (Anna) Jansen'; any other stays."""
    parts = take_apart(name)
    turned = "," in name and bool(parts.given)
    if not (turned or (parts.also and parts.certain)) or len(parts.also) > 1:
        return name
    return " ".join(filter(None, (next(iter(parts.also), parts.given), parts.family, parts.suffix)))


def _divided(text: str) -> str:
    """With a blank where a dot glues a title or initials to what follows: 'mw.J.Jansen' as 'mw. J. Jansen'."""
    spaced = re.sub(r"\.(?=[^\W\d_]{2,}(?![\w.]))", ". ", text)
    words = []
    for word in spaced.split():
        title, dot, rest = word.partition(".")
        while rest and title.casefold() in _SALUTATIONS:
            words.append(f"{title}.")
            title, dot, rest = rest.partition(".")
        words.append(f"{title}{dot}{rest}")
    return " ".join(words)


def _natural(text: str) -> list[str]:
    """The words in the order in which they are said: 'Berg, J. van den' and 'Berg J. van den' as 'J. van den Berg'."""
    before, comma, after = text.partition(",")
    first = _unsaluted(before.split())
    rest = after.replace(",", " ").split()
    if comma and first and not all(_is_suffix(w) for w in rest):
        suffixes = [w for w in rest if _is_suffix(w)]
        prefixes = [w for w in rest if w.islower() and is_prefix(w)]
        given = [w for w in rest if w not in suffixes and w not in prefixes]
        return [*given, *prefixes, *first, *suffixes]
    words = [*first, *rest]
    behind = len(words)
    while behind > 1 and words[behind - 1].islower() and is_prefix(words[behind - 1]):
        behind -= 1
    while (
        behind > 1 and "." in words[behind - 1] and _is_initial(words[behind - 1]) and not _is_suffix(words[behind - 1])
    ):
        behind -= 1
    if behind == len(words):
        behind = _shouted(words)
    return [*words[behind:], *words[:behind]]


def _shouted(words: list[str]) -> int:
    """How many words in front are a surname in capitals, 'JANSEN Piet'; all where nothing tells the two apart."""
    loud = next((i for i, word in enumerate(words) if not (len(word) > 1 and word.isupper())), len(words))
    told = any(len(word) > 3 for word in words[:loud]) and "." not in "".join(words[:loud])
    if told:
        return loud
    return len(words)


def _is_initial(word: str) -> bool:
    if not word[:1].isupper() or _is_suffix(word) or word.casefold().strip(".") in _WITH_NEXT:
        return False
    return bool(_INITIAL_LIKE.fullmatch(word))


def _is_suffix(word: str) -> bool:
    low = word.casefold().replace(".", "")
    return low in _AFTER and (low not in ("ma", "ba", "ra", "rc", "ii", "iv") or word.isupper() or "." in word)


def _suffixed(words: list[str]) -> tuple[list[str], str]:
    """The words and their suffix. 'Piet Junior' may be so called: with a capital and one word before it, it stays."""
    at = len(words)
    while at > 1 and _is_suffix(words[at - 1]):
        surname_itself = at == 2 and words[1] in ("Junior", "Senior", "Ma", "Ba")
        if surname_itself:
            break
        at -= 1
    return words[:at], " ".join(words[at:])


def _after_initials(words: list[str]) -> PersonName | None:
    """Everything after the last initial is the family name; None where there are no initials."""
    last = max((i for i, word in enumerate(words[:-1]) if _is_initial(word)), default=None)
    if last is None:
        return None
    return PersonName(" ".join(words[: last + 1]), " ".join(words[last + 1 :]), certain=True)


def _after_given(words: list[str]) -> PersonName:
    """Given names written out end at the first prefix; without any, the last word is the family name."""
    at = next((i for i in range(len(words) - 1) if _opens(words, i)), len(words) - 1)
    given = " ".join(words[:at])
    family = " ".join(words[at:])
    return PersonName(given, family, unsure=tuple(words[1:at]))


def _opens(words: list[str], at: int) -> bool:
    """Whether the family name begins with this word: a prefix, 'Jansen-de' (Vries), 'Oude' (Lansink)."""
    word = words[at]
    if at == 0 and word.casefold() in _ALSO_GIVEN and word[:1].isupper():
        return False
    if "-" in word:
        return is_prefix(word.rsplit("-", 1)[1])
    return is_prefix(word) or (at > 0 and word.casefold().strip(".") in _WITH_NEXT)


def _without_prefixes(family: str) -> str:
    words = family.split()
    while len(words) > 1 and is_prefix(words[0]):
        words = words[1:]
    return " ".join(words)


@dataclass(frozen=True)
class Calls:
    """What one person answers to. `surnames` as a clerk writes and says them; the rest folded.

    `exact` mean the person; `begins` are what a prefix of letters may begin; `like` count as such a prefix when whole.
    """

    surnames: tuple[str, ...]
    exact: tuple[str, ...]
    begins: tuple[str, ...]
    like: tuple[str, ...]


@lru_cache(maxsize=4_096)
def calls(name: str, own: str = "") -> Calls:
    """Everything the person of this `name` answers to; `own` is the surname the council gave, then the only one."""
    parts = take_apart(name)
    family = own or parts.family
    pieces = _family_pieces(family, by_blank=parts.certain and not own)
    written = [surname for piece in (family, *pieces) for surname in _chains(piece.split())]
    if len(pieces) > 1:
        written.append("-".join(_without_prefixes(piece) for piece in pieces))
    if parts.unsure and not own:
        written.append(" ".join((*parts.unsure, family)))
    if parts.suffix:
        written += [f"{surname} {parts.suffix}" for surname in _chains(family.split())]
    written += [shorter for surname in written if (shorter := _elided(surname))]
    surnames = tuple(dict.fromkeys(written))
    said = tuple(s for s in surnames if not _cut_short(s, surnames))
    exact = [name_key(surname) for surname in surnames]
    exact += [name_key(without_salutation(name))]
    if not (parts.certain and name.startswith(parts.given)):
        exact += [name_key(name)]
    exact += [_with_given(given, surname) for given in _givens(parts) for surname in surnames]
    begins = [name_key(bare) for surname in (family, *pieces) for bare in (*_bares(surname), _elided(surname))]
    like = [] if own else [name_key(word) for word in parts.unsure]
    if not (own or parts.certain):
        like += [name_key(bare) for piece in _family_pieces(family, by_blank=True) for bare in _bares(piece)]
    return Calls(said, _once(exact), _once(begins), _once(like))


def _once(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key for key in keys if key))


def _givens(parts: PersonName) -> list[str]:
    """What may be typed before a surname: the given names, the first of them, its initial, those between brackets."""
    words = parts.given.split()
    initial = f"{parts.given[:1]}."
    return list(dict.fromkeys(g for g in (parts.given, *words[:1], initial, *parts.also) if g.strip(".")))


def _with_given(given: str, surname: str) -> str:
    """Initials keep their last dot: 'p jansen' may be group P and Jansen, 'p. jansen' never."""
    if _is_initial(given.split()[-1]):
        mark = "."
    else:
        mark = ""
    return f"{name_key(given)}{mark}{name_key(surname)}"


def typed_keys(typed: str) -> tuple[str, ...]:
    """What `typed` may be in `Calls.exact`: folded, and with initials in front the dot after the last of them."""
    initials = re.match(r"((?:[^\W\d_]{1,3}\.[ -]?)+)(?=[^\W\d_'’‘`´])(.+)", typed)
    dotted = (f"{name_key(initials[1])}.{name_key(initials[2])}",) if initials else ()
    return (name_key(typed), *dotted)


def _bares(surname: str) -> list[str]:
    """The surname without its prefixes, and without 'Oude' and the like too."""
    bare = _without_prefixes(surname).split()
    rest = bare
    while len(rest) > 1 and _leads(rest[0]):
        rest = rest[1:]
    return list(dict.fromkeys([" ".join(bare), " ".join(rest)]))


def _chains(words: list[str]) -> list[str]:
    """A surname with ever more of the words before it, the bare one first: 'Veen', 'der Veen', 'van der Veen'."""
    bare = _without_prefixes(" ".join(words))
    leading = next((at for at, word in enumerate(words[:-1]) if not _leads(word)), len(words) - 1)
    longer = [" ".join(words[at:]) for at in range(leading, -1, -1)]
    return list(dict.fromkeys([bare, *longer]))


def _cut_short(surname: str, all_of_them: tuple[str, ...]) -> bool:
    """Whether nobody says it: 'der Veen' of 'van der Veen'; "'t Hof" of "van 't Hof" is said."""
    begins_within = is_prefix(surname.split()[0]) and not surname.startswith(("'", "’", "‘"))
    return begins_within and any(other.endswith(f" {surname}") and is_prefix(other.split()[0]) for other in all_of_them)


def _elided(surname: str) -> str:
    """'Hondt' for "d'Hondt", where the apostrophe makes the prefix certain; '' elsewhere."""
    match = re.fullmatch(r"[dl]['’‘`´]\s*(\w.+)", surname, re.I)
    if match:
        return match[1]
    return ""


def _family_pieces(family: str, by_blank: bool) -> list[str]:
    """The surnames a family name is made of, divided by hyphens, and by blanks where those are known to divide.

    A piece that is only prefixes goes with the next: 'El-Khattabi' is one.
    """
    found: list[str] = []
    waiting: list[str] = []
    for part in family.split("-"):
        for word in part.split():
            waiting.append(word)
            if by_blank and not _leads(word):
                found.append(" ".join(waiting))
                waiting = []
        if not all(_leads(word) for word in waiting):
            found.append(" ".join(waiting))
            waiting = []
    if waiting:
        found.append(" ".join(waiting))
    return found


def _leads(word: str) -> bool:
    """Whether `word` is no surname alone, but begins one."""
    return is_prefix(word) or word.casefold().strip(".") in _WITH_NEXT
