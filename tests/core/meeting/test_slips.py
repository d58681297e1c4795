"""A slip of one key is seen: of all there are on votes and outcomes, hardly any changes a result without any sign.

A council of ten groups; each line is bent in every place it can be by a neighbouring key, a key too many or too few, or
two keys turned round. A sign is a refusal, a mismatch with the chair's totals, or a warning the right line has not.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.fold import after
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.rules.shared import Finding
from livecouncil.core.meeting.state import MeetingState
from livecouncil.errors import Refusal

from .evening import START

GROUPS = {
    "CDA": 7,
    "PvdA": 6,
    "VVD": 5,
    "GroenLinks": 4,
    "D66": 4,
    "ChristenUnie": 3,
    "Ouderen": 3,
    "Lokaal Belang": 2,
    "SP": 2,
    "FNP": 1,
}
ALIASES = {"GroenLinks": ["gl"], "ChristenUnie": ["cu"]}
LINES = (
    "m1v pvda gl 27-10",
    "m1t cda vvd d66 16-21",
    "m1v cda(3) 34-3",
    "m1v fnp sp(1) 35-2",
    "m1 21-16 zn",
    "m1u 37-0",
    "m1 aang",
    "m1 verw",
    "m1 m2 v pvda 31-6",
    "m1-m3 v vvd sp 30-7",
    "m1-m3x",
    "bp1 v cu 34-3",
    "bp1-2 u 37-0",
    "m1 ov college",
    "m1 op m2",
    "m1 verv",
    "h 2",
    "n2 v ouderen 34-3",
    "v lok 35-2",
    "m1v hoekstra 36-1",
    "m1t pvda sp 8-29",
    "m1v ~hoekstra 36-0",
    "m2 verv",
    "aant cda n1",
    "o1v cda 30-7",
    "h 2-3",
    "accl",
    "k",
    ">3 1",
    "-3",
    "ontslag hoekstra",
)
BY_WEIGHT = (
    "m1v pvda gl 43-20 %begroting",
    "m1t cda vvd %begroting",
    "m1v cda(5) 58-5",
    "m1 45-18 %begroting",
    "m1 45-18 zn %begroting",
    "m1u 63-0 %opheffing",
    "n2 v ouderen 60-3 %gewoon",
)
"""Votes of a joint body whose first 26 members have two votes: 63 together."""
SURNAMES = (
    "Aalders Bakker van-den-Berg Bosma de-Boer Cornelissen Dijkstra Dekker Eikelenboom van-Essen Faber Gerritsen Haan "
    "Hoekstra Hofman Ijzerman Jansma de-Jong Kuipers Kok van-Leeuwen Lubbers Meijer Mulder Nauta Oosterhuis Postma "
    "Prins Quist Rienstra Smit Schouten Terpstra Uitenbroek Visser de-Vries Wiersma"
)
"""As people bear them: one to a member."""
ROWS = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm")
MOST_SILENT = 0.01
MAJORITIES = [{"name": "begroting", "share": "2/3"}, {"name": "opheffing", "share": "3/4", "of": "votes"}]


def in_session(kind: str = "council") -> MeetingState:
    """The meeting at item 2 with three motions filed; of a joint body with votes that weigh and two majorities."""
    seats = [group for group, seats in GROUPS.items() for _ in range(seats)]
    names = [name.replace("-", " ") for name in SURNAMES.split()]
    members = [{"name": names[n - 1], "group": group, "number": n} for n, group in enumerate(seats, 1)]
    council = {
        "council": {"municipality": "Dorp", "seats": len(members), "kind": kind},
        "groups": [{"name": name, "aliases": ALIASES.get(name, [])} for name in GROUPS],
        "members": members,
    }
    if kind == "joint_body":
        members = [row | {"votes": 2} for row in members[:26]] + members[26:]
        council["members"] = members
        council["procedure"] = {"majorities": MAJORITIES}
    items = [
        {"number": "1", "title": "Opening", "kind": "procedural"},
        {"number": "2", "title": "Woonvisie"},
        {"number": "3", "title": "Begroting"},
    ]
    meeting = {"title": "Raadsvergadering", "start": START, "chair": "burgemeester Xanten"}
    state = MeetingState(Council.model_validate(council), Agenda.model_validate({"meeting": meeting, "items": items}))
    opening = ("open", "n1", "h 1", "n2", "m1 i cda: Een", "m2 i vvd: Twee", "m3 i sp: Drie", "o1 i vvd: Eerst")
    for line in opening:
        entry = parse(line, known=state.known)
        assert entry
        for event in decide(state, entry, START + timedelta(minutes=len(state.events))).events:
            state = after(state, event.model_copy(update={"seq": len(state.events) + 1}))
    return state


def slips(line: str) -> Iterator[str]:
    """`line` with one key wrong: another beside it, one too many, one too few, two turned round."""
    for at, key in enumerate(line):
        yield line[:at] + line[at + 1 :]
        yield line[:at] + key + line[at:]
        if at + 1 < len(line):
            yield line[:at] + line[at + 1] + key + line[at + 2 :]
        for row in ROWS:
            place = row.find(key)
            for beside in (place - 1, place + 1):
                if place >= 0 and 0 <= beside < len(row):
                    yield line[:at] + row[beside] + line[at + 1 :]


def found(state: MeetingState, line: str) -> Finding | None:
    """What a line would log; None where it is refused, or waits for no hammer."""
    try:
        entry = parse(line, known=state.known)
        if entry is None or not entry.needs_hammer:
            return None
        return decide(state, entry, START + timedelta(hours=1))
    except Refusal:
        return None


def result(event: ev.Base) -> dict[str, object]:
    return event.model_dump(exclude={"seq", "at", "logged"})


def silent(state: MeetingState, line: str, slipped: str) -> bool:
    """Whether the slip changes the result without any sign."""
    right = found(state, line)
    wrong = found(state, slipped)
    assert right, line
    if wrong is None or wrong.mismatch or result(wrong.events[0]) == result(right.events[0]):
        return False
    return not {warning.code for warning in wrong.warnings} - {warning.code for warning in right.warnings}


@pytest.mark.parametrize(("kind", "lines", "many"), [("council", LINES, 1400), ("joint_body", BY_WEIGHT, 500)])
def test_hardly_any_slip_of_one_key_changes_a_result_without_a_sign(
    kind: str, lines: tuple[str, ...], many: int
) -> None:
    """Slips in the number of what is decided among them, whose line is right by itself."""
    state = in_session(kind)
    bent = [(line, slipped) for line in lines for slipped in slips(line) if slipped != line]
    unseen = [(line, slipped) for line, slipped in bent if silent(state, line, slipped)]
    assert len(bent) > many
    assert len(unseen) <= MOST_SILENT * len(bent), unseen


ORDER_REMARKS = ("passed_over", "one_left", "other_item", "points_unlisted")


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("m1v 37-0", []),
        ("m2v 37-0", ["passed_over"]),
        ("m1 m3 v 37-0", ["passed_over"]),
        ("m1-m3 v 37-0", []),
        ("m3x", []),
        ("m2-m3x", ["passed_over"]),
        ("bp2 v 37-0", ["passed_over"]),
        ("bp1-2 v 37-0", ["points_unlisted"]),
        ("bp1-22 u", ["points_unlisted"]),
        ("bp1 u", []),
        ("n3 v 37-0", ["other_item"]),
        ("h 3", ["other_item"]),
        ("h 2-3", []),
        ("m1-m2 v 37-0", ["one_left"]),
        ("m1-m2x", ["one_left"]),
        ("m1x", []),
    ],
)
def test_what_passes_over_something_is_remarked_on_and_never_refused(typed: str, codes: list[str]) -> None:
    entry = parse(typed, known=in_session().known)
    assert entry
    finding = decide(in_session(), entry, START + timedelta(hours=1))
    assert [notice.code for notice in finding.warnings if notice.code in ORDER_REMARKS] == codes


@pytest.mark.parametrize(
    ("typed", "code"),
    [("-2", "item_treated"), ("-3", ""), ("n2 verv", "lapses_whole"), ("m1 verv", "lapses_by_nothing")],
)
def test_what_is_hardly_ever_meant_is_remarked_on(typed: str, code: str) -> None:
    entry = parse(typed, known=in_session().known)
    assert entry
    finding = decide(in_session(), entry, START + timedelta(hours=1))
    assert [notice.code for notice in finding.warnings] == [code] * bool(code)


@pytest.mark.parametrize("typed", ["m1-m1x", "m1-m1 v", "bp1-1 u", "h 2-2", "h n2-n2"])
def test_a_range_of_one_is_a_slip_in_one_of_its_ends(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse(typed, known=in_session().known)
    assert refused.value.code == "range_of_one"


@pytest.mark.parametrize("meant", ["st m2", "m1x", "n3"])
def test_what_is_called_or_was_dealt_with_or_left_is_not_passed_over(meant: str) -> None:
    state = in_session()
    line = "n3 v 37-0" if meant == "n3" else "m2v 37-0"
    for typed in (meant, line):
        entry = parse(typed, known=state.known)
        assert entry
        finding = decide(state, entry, START + timedelta(minutes=len(state.events)))
        for event in finding.events:
            state = after(state, event.model_copy(update={"seq": len(state.events) + 1}))
    assert not [notice for notice in finding.warnings if notice.code in ORDER_REMARKS]


@pytest.mark.parametrize(("kind", "lines"), [("council", LINES), ("joint_body", BY_WEIGHT)])
def test_every_line_that_is_bent_is_right_by_itself(kind: str, lines: tuple[str, ...]) -> None:
    state = in_session(kind)
    for line in lines:
        finding = found(state, line)
        assert finding and not finding.mismatch, line
