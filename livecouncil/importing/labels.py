"""Lines around items, by their words: captions of an item, headings in capitals, and points that are called items."""

from __future__ import annotations

import re

_LABELLED = re.compile(
    r"\s*(?:portefeuillehouder|portefúljehâlder|pfh|bijlagen?|stukken|spreektijd|tijd|tijdsduur|duur|toelichting|"
    r"besluit|"
    r"advies|indieners?|ingediend door|behandelend|zaaknummer|registratienummer|kenmerk|aard|status|soort|documenten|"
    r"steller|doel|inhoud|woordvoerders?|gevraagd besluit|aanvang|locatie|plaats)\b[^:]{0,30}:.*"
    r"|\s*(?-i:[Pp]fh|PFH|Portefeuillehouder|Portefúljehâlder|Weth(?:ouder)?)\b\.?(?: \S+){1,5}\s*",
    re.I | re.S,
)
_FILE = re.compile(r".{1,200}\.(?:pdf|docx?|odt|rtf|xlsx?|ods|pptx?|zip)(?:\s*\([^()]{1,40}\))?", re.I)
_GREETING = re.compile(
    r"(?:met (?:vriendelijke|hartelijke) groet(?:en)?|hoogachtend|mei freonlike groetnis|(?:kind|best) regards)\b"
    r".{0,40}",
    re.I,
)
_UNFINISHED = re.compile(
    r"(?:[^\W\d_]-|,|\b(?:de|het|een|van|tot|voor|en|of|met|op|in|aan|bij|over|ten|ter|te|om|door))$"
    r"|\b(?:'e|fan|foar|oer|yn|mei)$",
    re.I,
)
_SHOUTED = 5
"""Letters of a line in capitals that is a heading among titles that are not."""
_LIKE_ITEM = re.compile(
    r"(?:initiatief)?(?:motie|moasje|amendement|voorstel|raadsvoorstel|hamerstuk|benoeming)\b", re.I
)


def is_label(text: str) -> bool:
    """Whether a line says something of the item above it: 'Portefeuillehouder: De Wit', 'Pfh. Zwart'."""
    return _LABELLED.fullmatch(text) is not None


def is_file_name(text: str) -> bool:
    """Whether a line is the name of a document beside an item: 'Raadsvoorstel.pdf'."""
    return _FILE.fullmatch(text) is not None


def is_greeting(text: str) -> bool:
    """Whether a letter ends here: what stands below is who signs it, with initials that look like numbers."""
    return _GREETING.fullmatch(text) is not None


def is_called_item(text: str) -> bool:
    """Whether a point calls itself an item: 'Motie Starters eerst'."""
    return _LIKE_ITEM.match(text) is not None


def is_unfinished(title: str) -> bool:
    """Whether a title ends on a word after which another must come: 'Voorstel tot vaststelling van het'."""
    return _UNFINISHED.search(title) is not None


def is_shouted(text: str, title: str) -> bool:
    """Whether a line in capitals stands below a title that is not in capitals: a heading."""
    letters = sum(sign.isalpha() for sign in text)
    return letters >= _SHOUTED and text.isupper() and not title.isupper()
