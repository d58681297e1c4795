"""Agendas and lists that a council confirms: how they are called in each language, and how their outcome is said."""

from __future__ import annotations

LISTS = {
    "nl": ("Vaststelling agenda", "Vaststelling besluitenlijst", "Notulen 12 februari", "Ingekomen stukken"),
    "fy": (
        "Fêststellen fan de wurklist",
        "Fêststellen fan de beslutelist",
        "Notulen 12 febrewaris",
        "Ynkommen stikken",
    ),
    "en": ("Confirmation of the agenda", "Decision list of 12 February", "Minutes of 12 February", "Incoming papers"),
}
SAID = {"nl": "vastgesteld", "fy": "fêststeld", "en": "confirmed"}
NOT_SAID = {
    "nl": ("zonder stemming aangenomen", "kennisgeving", "hamerstuk"),
    "fy": ("sûnder stimming oannommen", "kundskip", "hammerstik"),
    "en": ("adopted without a vote", "noted"),
}


def listing(language: str) -> tuple[tuple[str, str, str], ...]:
    kinds = ("procedural", "procedural", "procedural", "information")
    rows = zip("1234", LISTS[language], kinds, strict=True)
    return (*rows, ("5", "Woonvisie", "proposal"))


def confirming(verb: str) -> str:
    """An evening in which each of the four is confirmed with `verb`."""
    taken = "".join(f"n{n}\n{verb} =\n" for n in (1, 2, 3, 4))
    return f"@19:30 open\n{taken}@20:00 sluit"
