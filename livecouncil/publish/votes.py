"""Votes as open data: Popolo `votes.json` and a CSV of member × vote. A secret ballot has no votes to show."""

from __future__ import annotations

import csv
import io
from typing import Any

from ..core.messages import Words
from ..core.record import PublicRecord, VoteRecord
from .feeds import lines

POPOLO = {"for": "yes", "against": "no", "absent": "absent", "abstained": "abstain", "recused": "not voting"}


def all_votes(record: PublicRecord) -> list[VoteRecord]:
    return sorted((v for i in record.items for v in i.votes), key=lambda v: v.at)


def votes_json(record: PublicRecord) -> bytes:
    """Popolo vote_events: one a count, as it now stands."""
    return lines({}, "vote_events", [_vote_event(v) for v in all_votes(record)])


def _vote_event(vote: VoteRecord) -> dict[str, Any]:
    event: dict[str, Any] = {
        "identifier": vote.identifier, "start_date": vote.at.isoformat(),
        "motion": {"identifier": vote.motion, "text": vote.title, "classification": vote.classification},
        "result": vote.outcome, "counts": [{"option": "yes", "value": vote.for_}, {"option": "no", "value": vote.against}],
    }  # fmt: skip
    if vote.votes is not None:
        for option in ("absent", "abstain", "not voting"):
            if number := sum(POPOLO[v.option] == option for v in vote.votes):
                event["counts"].append({"option": option, "value": number})
        event["votes"] = [
            {"voter": {"name": v.member}, "group": {"name": v.group}, "option": POPOLO[v.option]} for v in vote.votes
        ]
    return event


def votes_csv(record: PublicRecord, words: Words) -> bytes:
    """UTF-8 with BOM, `;`: one row a member and vote. A cell that a spreadsheet would compute is quoted with '."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(words.t("web.csv_header").split(";"))
    for vote in all_votes(record):
        row = [vote.identifier, vote.item, vote.label, vote.title, vote.outcome_word, str(vote.for_), str(vote.against)]
        for member in vote.votes or ():
            writer.writerow([_safe(c) for c in (*row, member.member, member.group, words.t(f"option.{member.option}"))])
        if vote.votes is None:
            writer.writerow([_safe(c) for c in (*row, "", "", words.t("word.names_follow"))])
    return out.getvalue().encode("utf-8-sig")


def _safe(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t") else cell
