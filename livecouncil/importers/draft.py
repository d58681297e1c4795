"""An agenda as found, before it becomes TOML: shown for review, then written through `clean`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import tomli_w

from ..core.agenda import Agenda, Item, ItemKind
from ..core.clean import clean
from ..errors import InputFault

ZONE = ZoneInfo("Europe/Amsterdam")
MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_DATE = re.compile(rf"\b(\d{{1,2}})\s+({'|'.join(MONTHS)})\s+(\d{{4}})", re.I)
_TIME = re.compile(r"(?:aanvang|tijd|om|van)?\s*:?\s*\b(\d{1,2})[.:](\d{2})\s*(?:uur|u\b|-|–)", re.I)
_KINDS: tuple[tuple[str, ItemKind], ...] = (
    (r"besloten|geheim", "closed"), (r"hamerstuk", "hamerstuk"), (r"^(initiatief)?motie\b", "motion"),
    (r"^(opening|sluiting|vaststell\w+ (van de )?(agenda|notulen|besluitenlijst)|bepalen (van de )?stemvolgorde|loting)", "procedural"),
    (r"spreekrecht|vragen(kwartier|uur|half)|^vragen|rondvraag", "questions"), (r"^(mededelingen|ingekomen stukken|ter kennisname|lijst)", "information"),
)  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """A matter an earlier meeting left undecided; `why` is the outcome that brings it back, `day` that of its meeting."""

    item: Item
    why: str
    day: str


@dataclass(frozen=True)
class Draft:
    """Items as (number, title); `start` is None when the source names no date."""

    items: tuple[tuple[str, str], ...]
    title: str = "Raadsvergadering"
    start: datetime | None = None
    chair: str = ""
    notes: tuple[str, ...] = field(default=())
    carried: dict[str, Matter] = field(default_factory=dict)

    def dated(self, given: str | None) -> Draft:
        """With the date the griffier gave (2026-03-12 or 2026-03-12T19:30), or the source's own."""
        if given is None:
            if self.start is None:
                raise InputFault("De bron noemt geen datum. Er is niets geschreven; geef --date 2026-03-12T19:30.")
            return self
        try:
            start = datetime.fromisoformat(given)
        except ValueError:
            raise InputFault(
                f"‘{given}’ is geen datum. Er is niets geschreven; schrijf --date 2026-03-12T19:30."
            ) from None
        if "T" not in given and " " not in given:
            start = start.replace(hour=19, minute=30)
        return replace(self, start=start if start.tzinfo else start.replace(tzinfo=ZONE))


def date_in(text: str) -> datetime | None:
    """First Dutch date in `text` with the time beside it ('29 juni 2015, aanvang 17.00 uur'); 19:30 when there is none."""
    match = _DATE.search(text)
    if not match:
        return None
    time = _TIME.search(text[match.end() : match.end() + 200])
    hour, minute = (int(time[1]), int(time[2])) if time else (19, 30)
    try:
        return datetime(int(match[3]), MONTHS.index(match[2].casefold()) + 1, int(match[1]), hour, minute, tzinfo=ZONE)
    except ValueError:
        return None


def kind_of(title: str) -> ItemKind:
    return next((kind for pattern, kind in _KINDS if re.search(pattern, title, re.I)), "proposal")


def review(draft: Draft) -> str:
    """What will be written, as a table a griffier can read through."""
    rows = [f"{draft.title}, {draft.start:%d-%m-%Y %H:%M}" if draft.start else draft.title]
    rows += [
        f"{number:>4}  {_kind(draft, number, title):<12} {title}{_why(draft, number)}" for number, title in draft.items
    ]
    return "\n".join([*rows, f"{len(draft.items)} punten.", *(f"Let op: {n}" for n in draft.notes)])


def _kind(draft: Draft, number: str, title: str) -> ItemKind:
    return draft.carried[number].item.kind if number in draft.carried else kind_of(title)


_WHY = {"tied_postponed": "de stemmen staakten", "invalid": "ongeldige stemming", "held_over": "aangehouden"}


def _why(draft: Draft, number: str) -> str:
    """Why a matter comes back, and with which amendments."""
    matter = draft.carried.get(number)
    if matter is None:
        return ""
    labels = [o.object.upper() for o in matter.item.carried]
    return f"  ← {_WHY[matter.why]} op {matter.day}" + (f", met {', '.join(labels)}" if labels else "")


def _row(draft: Draft, number: str, title: str) -> dict[str, Any]:
    row: dict[str, Any] = {"number": number, "title": clean(title), "kind": _kind(draft, number, title)}
    if number in draft.carried:
        item = draft.carried[number].item.model_dump(mode="json", exclude_defaults=True)
        row |= {k: v for k, v in item.items() if k not in row}
    return row


def write_agenda(draft: Draft, folder: Path, dry: bool = False) -> Path:
    """Write `folder/<meeting-id>.toml` (or only name it). Texts pass `clean`."""
    assert draft.start
    meeting: dict[str, Any] = {
        "title": clean(draft.title),
        "start": draft.start.replace(tzinfo=None),
        "chair": clean(draft.chair) or "de burgemeester",
    }
    items = [_row(draft, n, t) for n, t in draft.items]
    agenda = Agenda.model_validate({"meeting": meeting | {"start": draft.start}, "items": items})
    path = folder / f"{agenda.id}.toml"
    if not dry:
        folder.mkdir(parents=True, exist_ok=True)
        offset = draft.start.utcoffset()
        fixed = draft.start.replace(tzinfo=None).isoformat() + (
            f"{draft.start:%z}"[:3] + ":" + f"{draft.start:%z}"[3:] if offset is not None else ""
        )
        text = tomli_w.dumps({"meeting": {k: v for k, v in meeting.items() if k != "start"}, "items": items})
        path.write_text(text.replace("[meeting]\n", f"[meeting]\nstart = {fixed}\n", 1), encoding="utf-8")
    return path
