"""Votes as open data: Popolo `votes.json` and a CSV of member × vote. A secret ballot has no votes to show.

Theory. A row is read far from here: put under those of other meetings, of other councils, in a spreadsheet that knows
nothing of ours. So each says all of itself (`vote_rows`), and the files of all meetings are those of each put together.
What a vote says is kept with all it was made from, for an evening has dozens and a new one changes none of the others.
"""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from livecouncil.core.release.record import PublicRecord, VoteRecord
from livecouncil.core.telling.voice import Words

from .feeds import about, json_lines, vocabulary_address
from .fragments import Fragments
from .vote_rows import ADDED, POPOLO, VotesOf, figures_of, weight_of

_BESIDE = ("absent", "abstained", "recused")


def all_votes(record: PublicRecord) -> list[VoteRecord]:
    return sorted((v for i in record.decisions.items for v in i.votes), key=lambda v: v.at)


def votes_json(record: PublicRecord, fragments: Fragments | None = None) -> bytes:
    """Popolo vote_events: one a count, as it now stands."""
    return json_lines(votes_about(record), "vote_events", vote_events(record, fragments))


def votes_about(record: PublicRecord) -> dict[str, Any]:
    """Whose votes they are and under which licence; of an unofficial report also that it is one."""
    meeting = record.meeting
    of = {"municipality": meeting.municipality, "code": meeting.code}
    if address := vocabulary_address(meeting):
        of["about"] = address
    return {"_livecouncil": {**about(record), "licence": meeting.licence, **of}}


def vote_events(record: PublicRecord, fragments: Fragments | None = None) -> list[str]:
    """Each count as it now stands, as JSON."""
    return list(_each_vote(record, fragments or Fragments(), "vote_event", partial(_vote_event, record)))


def _each_vote(
    record: PublicRecord, kept: Fragments, name: str, make: Callable[[VotesOf, VoteRecord], str]
) -> Iterator[str]:
    """What `make` renders of each vote, anew only where something of it changed."""
    of = kept.once("votes share", record, lambda: kept.same("of votes", VotesOf.meeting(record)))
    second = record.meeting.recording
    for vote in all_votes(record):
        made_of = (vote, of, second)
        yield kept.newest(f"{name} {vote.anchor}", made_of, partial(make, of, vote))


def group_split(name: str, for_: int, against: int) -> dict[str, Any]:
    """A group of which only numbers were told."""
    counts = [{"option": "yes", "value": for_}, {"option": "no", "value": against}]
    result = "divided"
    if not against:
        result = "adopted"
    elif not for_:
        result = "rejected"
    return {"group": {"name": name}, "result": result, "counts": counts}


def _vote_event(record: PublicRecord, of: VotesOf, vote: VoteRecord) -> str:
    motion = {"identifier": vote.motion, "text": vote.title, "classification": vote.classification}
    event: dict[str, Any] = {
        "identifier": vote.identifier,
        "start_date": vote.at.isoformat(),
        "motion": {**motion, "id": of.motion_id(vote)},
        "result": "pass" if vote.outcome == "adopted_in_part" else vote.outcome,
        "counts": [{"option": POPOLO[option], "value": value} for option, value in figures_of(vote).items()],
    }
    if vote.about_count:
        event["counted"] = vote.about_count
    if vote.divided:
        event["group_results"] = [group_split(*split) for split in vote.divided]
    if vote.review:
        event["review"] = True
    second = record.meeting.second(vote.at)
    if second is not None:
        event["media_offset"] = second
    if vote.votes is not None:
        event["counts"] += _other_counts(vote)
        event["votes"] = [
            {
                "voter": {"name": v.member, "id": of.person_id(v.member)},
                "group": of.group(v.group),
                "option": POPOLO[v.option],
            }
            | weight_of(vote, v)
            for v in vote.votes
        ]
    return json.dumps(event | of.alone(vote), ensure_ascii=False)


def _other_counts(vote: VoteRecord) -> Iterator[dict[str, Any]]:
    """How many of each option beside for and against, where somebody chose it."""
    options: tuple[str, ...] = (*_BESIDE, "unknown")
    if vote.for_ is not None:
        options = _BESIDE
    for option in options:
        if number := sum(v.weight for v in vote.votes or () if v.option == option):
            yield {"option": POPOLO[option], "value": number}


def votes_csv(record: PublicRecord, words: Words, fragments: Fragments | None = None) -> bytes:
    """UTF-8 with BOM, `;`: one row a member and vote. A cell that a spreadsheet would compute is quoted with '.

    Of an unofficial report a last column says so in its head, also where there are no votes, and who reports in each
    row: who reads columns by name or place still does.
    """
    by = _last_column(record.meeting.publisher * record.meeting.unofficial)
    head = csv_head(words, _last_column(record.meeting.mark))
    rows = _each_vote(record, fragments or Fragments(), f"csv {by}", partial(_vote_rows, words, by))
    return codecs.BOM_UTF8 + "".join((head, *rows)).encode()


def csv_head(words: Words, more: list[str] | None = None) -> str:
    """The first row, in the language of `words`."""
    return _csv_rows([[*heads(words), *(more or ())]])


def heads(words: Words) -> list[str]:
    """How the columns are headed in the language of `words`: what is new in every language alike."""
    return [*words.t("web.csv_header").split(";"), *(column.name for column in ADDED)]


def csv_rows(record: PublicRecord, words: Words) -> str:
    """The rows of a meeting as they stand among those of others."""
    by = _last_column(record.meeting.publisher * record.meeting.unofficial)
    return "".join(_each_vote(record, Fragments(), "csv", partial(_vote_rows, words, by)))


def _last_column(text: str) -> list[str]:
    if text:
        return [text]
    return []


def _vote_rows(words: Words, by: list[str], of: VotesOf, vote: VoteRecord) -> str:
    figures = [str(figures_of(vote).get(side, "")) for side in ("for", "against")]
    told = [vote.identifier, vote.item, vote.label, vote.title, vote.outcome_word, *figures]
    if not vote.votes:
        return _csv_rows([[*told, "", "", vote.about_names, *of.cells(vote, None), *by]])
    rows = []
    for one in vote.votes:
        rows.append([*told, one.member, one.group, words.t(f"option.{one.option}"), *of.cells(vote, one), *by])
    return _csv_rows(rows)


def _csv_rows(rows: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows([[_safe(cell) for cell in row] for row in rows])
    return out.getvalue()


def _safe(cell: str) -> str:
    if cell[:1] in ("=", "+", "-", "@", "\t"):
        return f"'{cell}"
    return cell
