"""What the law says of a count: for one given as options, or for many on standard input, one JSON object a line."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from typing import Any

from livecouncil.core.law.bodies import COUNCIL, KINDS, PROFILES, BodyRuling, MatterVote, PersonsBallot, Profile
from livecouncil.core.law.voting import Count, PersonCount, Ruling, impossible
from livecouncil.errors import UsageError
from livecouncil.wording import Wording, words_spoken

_FIGURES = ("seats", "sitting", "recused")
_FLAGS = ("second_convocation", "vacancy_counts", "restricted", "blank_counts")
_OF_BODIES = {"body", "present", "tie_rule"}
_MATTER = {*_FIGURES, *_OF_BODIES, "for", "against", "earlier", "second_convocation", "vacancy_counts", "kind"}
_PERSONS = {
    *_FIGURES,
    *_OF_BODIES,
    "kind",
    "ballots",
    "against",
    "blank",
    "improper",
    "restricted",
    "round",
    "blank_counts",
    "earlier",
    "second_convocation",
}
_LARGEST = 1_000_000


class _Fault(Exception):
    """A line that cannot be counted: a key of `[tally]` and its slots."""

    def __init__(self, code: str, **slots: object) -> None:
        super().__init__(code)
        self.code = code
        self.slots = slots


def answer_counts(args: argparse.Namespace) -> int:
    """Answer one count or all lines of standard input. Exit code 1 when any cannot be."""
    words = words_spoken()
    if args.many == "-":
        return _many(words, sys.stdin.buffer)
    missing = [n for n in ("seats", "for_", "against") if getattr(args, n) is None]
    if args.many or missing:
        options = " ".join(f"--{n.rstrip('_')}" for n in missing) or str(args.many)
        raise UsageError(words.t("tally.usage", options=options))
    body = {
        "body": args.body,
        "seats": args.seats,
        "for": args.for_,
        "against": args.against,
        "recused": args.recused or 0,
        "earlier": args.earlier,
        "sitting": args.seats if args.sitting is None else args.sitting,
        "second_convocation": args.second_convocation,
        "vacancy_counts": not args.no_vacancy_counts,
    }
    answer = _answer(words, body)
    if args.json:
        print(json.dumps(answer, ensure_ascii=False))
    elif "error" in answer:
        print(answer["error"], file=sys.stderr)
    else:
        print(f"{answer['outcome']} (art. {', '.join(answer['articles'])}): {answer['explanation']}")
    if "error" in answer:
        return 1
    return 0


def _many(words: Wording, lines: Iterable[bytes]) -> int:
    wrong = 0
    for raw in lines:
        if not raw.strip():
            continue
        try:
            answer = _answer(words, _object_of(raw))
        except _Fault as fault:
            answer = {"error": words.t(f"tally.{fault.code}", **fault.slots)}
        wrong += "error" in answer
        print(json.dumps(answer, ensure_ascii=False), flush=True)
    if wrong:
        return 1
    return 0


def _object_of(raw: bytes) -> dict[str, Any]:
    """One line as an object. A key written twice is refused: either could be meant."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len({k for k, _ in pairs}) != len(pairs):
            raise _Fault("twice")
        return dict(pairs)

    try:
        body = json.loads(raw.decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise _Fault("not_json") from error
    if not isinstance(body, dict):
        raise _Fault("not_object")
    return body


def _answer(words: Wording, body: dict[str, Any]) -> dict[str, Any]:
    try:
        law = _law(body)
        count = _count(body)
        if fault := impossible(count):
            raise _Fault(fault)
    except _Fault as fault:
        return {"error": words.t(f"tally.{fault.code}", **fault.slots)}
    if isinstance(count, PersonsBallot):
        ruling = law.tally_persons(count)
    else:
        ruling = law.tally(count)
    answer: dict[str, Any] = {"outcome": ruling.outcome, "articles": list(ruling.articles)}
    answer["explanation"] = explain(words, count, ruling, law)
    if isinstance(count, PersonsBallot):
        answer["elected"] = ruling.elected
    if isinstance(ruling, BodyRuling):
        known = {"tie": ruling.tie, "by": ruling.by, "between": list(ruling.between)}
        answer |= {key: value for key, value in known.items() if value}
    return answer


def _law(body: dict[str, Any]) -> Profile:
    """The law of the kind of body that is named; without one that of the municipal council."""
    kind = body.get("body", "council")
    if kind not in KINDS:
        raise _Fault("body", known=", ".join(KINDS))
    law = PROFILES[kind]
    if not law.decides:
        raise _Fault("no_votes")
    return law


def _count(body: dict[str, Any]) -> MatterVote | PersonsBallot:
    kind = body.get("kind", "matter")
    if kind not in ("matter", "person"):
        raise _Fault("kind")
    if kind == "person":
        known = _PERSONS
    else:
        known = _MATTER
    if unknown := sorted(set(body) - known):
        raise _Fault("unknown", key=unknown[0][:40])
    seats = _figure(body, "seats")
    sitting = _figure(body, "sitting", seats)
    recused = _figure(body, "recused", 0)
    flags: dict[str, Any] = {n: _flag(body, n, n == "vacancy_counts") for n in _FLAGS if n in known}
    earlier = body.get("earlier")
    if earlier not in (None, "tie", "invalid"):
        raise _Fault("earlier")
    others: dict[str, Any] = {"present": _figure(body, "present", sitting), "tie_rule": _tie_rule(body)}
    if kind == "matter":
        return MatterVote(
            seats, sitting, recused, _figure(body, "for"), _figure(body, "against"), earlier, **flags, **others
        )
    papers = {n: _figure(body, n, 0) for n in ("against", "blank", "improper")}
    return PersonsBallot(
        seats,
        sitting,
        recused,
        _ballots(body),
        papers["against"],
        papers["blank"],
        papers["improper"],
        round=_round(body),
        earlier=earlier,
        **flags,
        **others,
    )


def _tie_rule(body: dict[str, Any]) -> str:
    rule = body.get("tie_rule", "as_council")
    if rule not in ("as_council", "rejected"):
        raise _Fault("tie_rule")
    return str(rule)


def _figure(body: dict[str, Any], name: str, default: int | None = None) -> int:
    value = body.get(name, default)
    if value is None:
        raise _Fault("missing", key=name)
    if type(value) is not int or abs(value) > _LARGEST:
        raise _Fault("figure", key=name)
    return value


def _flag(body: dict[str, Any], name: str, default: bool) -> bool:
    value = body.get(name, default)
    if not isinstance(value, bool):
        raise _Fault("flag", key=name)
    return value


def _round(body: dict[str, Any]) -> int:
    number = _figure(body, "round", 1)
    if number < 1:
        raise _Fault("figure", key="round")
    return number


def _ballots(body: dict[str, Any]) -> dict[str, int]:
    ballots = body.get("ballots")
    if not isinstance(ballots, dict):
        raise _Fault("missing", key="ballots")
    return {str(name): _figure(ballots, name) for name in ballots}


def explain(words: Wording, count: Count | PersonCount, ruling: Ruling, law: Profile = COUNCIL) -> str:
    """One sentence with the figures and the article: why the outcome is what it is, as that body says it."""
    said = Wording.load(words.language, None, law.kind)
    key, figures = law.grounds(count, ruling)
    text = said.t(f"explanation.{key}", **figures)
    waived = isinstance(count, Count) and law.waived in ruling.articles
    return text + (" " + said.t("explanation.waived") if waived else "")
