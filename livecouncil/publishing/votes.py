"""Votes as open data: Popolo `votes.json` and a CSV of member × vote. A secret ballot has no votes to show."""

from __future__ import annotations

import csv
import io
import json
from functools import partial
from typing import Any

from livecouncil.core.release.record import LICENCE, PublicRecord, VoteRecord
from livecouncil.core.telling.voice import Words

from .feeds import about, json_lines
from .fragments import Fragments

POPOLO = {
    "for": "yes",
    "against": "no",
    "absent": "absent",
    "abstained": "abstain",
    "recused": "not voting",
    "unknown": "unknown",
}
"""Options of Popolo, and 'unknown': the vote of a member whose name was not told."""


def all_votes(record: PublicRecord) -> list[VoteRecord]:
    return sorted((v for i in record.decisions.items for v in i.votes), key=lambda v: v.at)


def votes_json(record: PublicRecord, fragments: Fragments | None = None) -> bytes:
    """Popolo vote_events: one a count, as it now stands."""
    kept = fragments or Fragments()
    return json_lines(
        _votes_about(record),
        "vote_events",
        [kept.of("vote_event", v, partial(_vote_event, v, record.meeting.second(v.at))) for v in all_votes(record)],
    )


def _votes_about(record: PublicRecord) -> dict[str, Any]:
    if record.meeting.unofficial:
        return {"_livecouncil": {**about(record), "licence": LICENCE}}
    return {}


_BESIDE = ("absent", "abstained", "recused")


def figures_of(vote: VoteRecord) -> dict[str, int]:
    """For and against; nothing where the chair told the outcome alone."""
    if vote.for_ is None or vote.against is None:
        return {}
    return {"for": vote.for_, "against": vote.against}


def group_split(name: str, for_: int, against: int) -> dict[str, Any]:
    """A group of which only numbers were told."""
    counts = [{"option": "yes", "value": for_}, {"option": "no", "value": against}]
    return {"group": {"name": name}, "result": "divided", "counts": counts}


def _vote_event(vote: VoteRecord, second: int | None) -> str:
    event: dict[str, Any] = {
        "identifier": vote.identifier,
        "start_date": vote.at.isoformat(),
        "motion": {"identifier": vote.motion, "text": vote.title, "classification": vote.classification},
        "result": "pass" if vote.outcome == "adopted_in_part" else vote.outcome,
        "counts": [{"option": POPOLO[option], "value": value} for option, value in figures_of(vote).items()],
    }
    if vote.divided:
        event["group_results"] = [group_split(*split) for split in vote.divided]
    if vote.review:
        event["review"] = True
    if second is not None:
        event["media_offset"] = second
    if vote.votes is not None:
        for option in _BESIDE if vote.for_ is not None else (*_BESIDE, "unknown"):
            if number := sum(v.option == option for v in vote.votes):
                event["counts"].append({"option": POPOLO[option], "value": number})
        event["votes"] = [
            {"voter": {"name": v.member}, "group": {"name": v.group}, "option": POPOLO[v.option]} for v in vote.votes
        ]
    return json.dumps(event, ensure_ascii=False)


def votes_csv(record: PublicRecord, words: Words, fragments: Fragments | None = None) -> bytes:
    """UTF-8 with BOM, `;`: one row a member and vote. A cell that a spreadsheet would compute is quoted with '.

    Of an unofficial report a last column says so in its head, also where there are no votes, and who reports in each
    row: who reads columns by name or place still does.
    """
    kept = fragments or Fragments()
    head = _csv_rows([[*words.t("web.csv_header").split(";"), *_last_column(record.meeting.mark)]])
    by = _last_column(record.meeting.publisher * record.meeting.unofficial)
    rows = (kept.of("csv", v, partial(_vote_rows, v, words, by)) for v in all_votes(record))
    return "".join((head, *rows)).encode("utf-8-sig")


def _last_column(text: str) -> list[str]:
    if text:
        return [text]
    return []


def _vote_rows(vote: VoteRecord, words: Words, by: list[str]) -> str:
    figures = [str(figures_of(vote).get(side, "")) for side in ("for", "against")]
    of = [vote.identifier, vote.item, vote.label, vote.title, vote.outcome_word, *figures]
    if vote.votes is None:
        return _csv_rows([[*of, "", "", vote.about_names, *by]])
    return _csv_rows([[*of, one.member, one.group, words.t(f"option.{one.option}"), *by] for one in vote.votes])


def _csv_rows(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def _safe(cell: str) -> str:
    if cell[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{cell}"
    return cell
