"""Whatever the council: a name means its bearer or is asked back, and `check` reports exactly what
does not lead home."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import tomli_w
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council, Member
from livecouncil.core.council.roster import Party, Roster
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.astray import astray, typed_for
from livecouncil.core.meeting.entry import parse
from livecouncil.core.meeting.fold import after
from livecouncil.core.meeting.rules import decide
from livecouncil.core.meeting.state import MeetingState
from livecouncil.core.text.called import calls
from livecouncil.errors import Refusal
from livecouncil.settings.check import check
from tests.conftest import tried

AT = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
GIVEN = [
    "",
    "A.",
    "J.P.",
    "Th.",
    "Anna",
    "Jan",
    "Jan-Willem",
    "Hendrik-Jan",
    "Maria",
    "Ben",
    "Gülşah",
    "İlgın",
    "Anna Maria",
]
TITLE = ["", "de heer ", "mevrouw ", "mefrou ", "de hear ", "drs. ", "Frau ", "jhr. mr. "]
PREFIX = [
    "",
    "",
    "",
    "de ",
    "van ",
    "van der ",
    "van den ",
    "'t ",
    "in ’t ",
    "fan 'e ",
    "ter ",
    "aan de ",
    "El ",
    "Ait ",
    "da ",
]
STEM = [
    "Jong",
    "Jongsma",
    "Veen",
    "Veenstra",
    "Boer",
    "Boersma",
    "Wâl",
    "Hart",
    "Meer",
    "Yıldız",
    "Łuk",
    "Open",
    "Aan",
    "Op",
    "Sluit",
    "Wit",
    "Van",
    "Bakker",
    "Bakkenes",
    "D66",
]
SUFFIX = ["", "", "", "", " jr.", " Sr."]


GIVENS, TITLES, PREFIXES, STEMS, SUFFIXES = map(st.sampled_from, (GIVEN, TITLE, PREFIX, STEM, SUFFIX))
JOINTS = st.sampled_from(["-", " - ", "-", " "])
GROUPS = st.lists(
    st.sampled_from(["CDA", "VVD", "Jong", "Lokaal Belang", "Partij 't Hart", "D66"]),
    min_size=2,
    max_size=2,
    unique=True,
)
ALIASES = st.sampled_from(["bas", "jong", "tante an"])
OFTEN, SOMETIMES, RARELY = st.booleans(), st.integers(0, 5), st.integers(0, 9)


@st.composite
def full_names(draw: st.DrawFn) -> str:
    """An invented name: title, given names, one surname or two with a hyphen or a blank, a suffix; or
    'surname, given'."""
    given_name = draw(GIVENS)
    family = draw(PREFIXES) + draw(STEMS)
    if draw(OFTEN):
        family += draw(JOINTS) + draw(PREFIXES) + draw(STEMS)
    if given_name and draw(SOMETIMES) == 0:
        return f"{family}, {given_name}"
    return f"{draw(TITLES)}{given_name} {family}{draw(SUFFIXES)}".replace("  ", " ").strip()


NAMES = st.lists(full_names(), min_size=1, max_size=8, unique=True)


@st.composite
def some_council(draw: st.DrawFn) -> Council:
    """Two groups, whose names may be a surname too, and up to eight members, some with an own surname or an alias."""
    groups = draw(GROUPS)
    members = []
    for number, name in enumerate(draw(NAMES), 1):
        row: dict[str, object] = {"name": name, "group": groups[number % 2], "number": number}
        extra = draw(RARELY)
        row |= {"surname": draw(STEMS)} if extra == 0 else {}
        row |= {"aliases": [draw(ALIASES)]} if extra == 1 else {}
        members.append(row)
    body = {"municipality": "Proef", "seats": 9, "hashtag": "RaadProef"}
    return Council.model_validate({"council": body, "groups": [{"name": g} for g in groups], "members": members})


COUNCILS = some_council()
"""Strategies are made once: to make them anew for each name costs a third of the tests here."""


def sitting(council: Council) -> MeetingState:
    """The meeting of this council, open, everybody there, motion M1 filed."""
    meeting = {"title": "Proef", "start": "2026-03-12T19:30:00+01:00", "chair": "de voorzitter"}
    state = MeetingState(
        council, Agenda.model_validate({"meeting": meeting, "items": [{"number": "1", "title": "Woonvisie"}]})
    )
    present = tuple(m.name for m in council.members)
    facts = (
        ev.Opened(at=AT, present=present),
        ev.ItemStarted(at=AT, item="1"),
        ev.Filed(at=AT, object="m1", item="1", title="Een", movers=()),
    )
    for seq, fact in enumerate(facts, 1):
        state = after(state, fact.model_copy(update={"seq": seq}))
    return state


def recorded(state: MeetingState, line: str) -> set[str] | None:
    """Names of the members a line would record: who has the floor, or who dissents; None when it is no such line."""
    try:
        entry = parse(line)
        assert entry
        fact = decide(state, entry, AT).events[0]
    except Refusal:
        return None
    if isinstance(fact, ev.Speaker):
        return {fact.who}
    if isinstance(fact, ev.Decided) and fact.vote and fact.vote.options:
        return {name for name, option in fact.vote.options.items() if option == "against"}
    return None


@settings(max_examples=tried(300), deadline=None)
@given(council=COUNCILS)
def test_every_exact_form_means_its_bearer_or_is_asked_back(council: Council) -> None:
    roster = Roster(council.members, council.groups)
    for member in council.members:
        called = calls(member.name, member.surname)
        for form in (*called.surnames, *called.exact):
            means = roster.meant(form, roster.speakers())
            assert member in means, (form, member.name)


@settings(max_examples=tried(150), deadline=None)
@given(council=COUNCILS)
def test_check_reports_exactly_the_names_that_do_not_lead_home(council: Council) -> None:
    """Held against what the meeting itself would record of each name alone on the line and behind a verb."""
    state = sitting(council)
    reported = {
        (one.who.name, typed) for one in astray(state.roster) for typed in one.typed if isinstance(one.who, Member)
    }
    strayed = set()
    for member in council.members:
        for typed in typed_for(member):
            if recorded(state, typed) != {member.name} or recorded(state, f"m1v {typed}") != {member.name}:
                strayed.add((member.name, typed))
    assert reported == strayed


@settings(max_examples=tried(150), deadline=None)
@given(council=COUNCILS)
def test_what_check_says_to_type_leads_home(council: Council) -> None:
    state = sitting(council)
    for one in astray(state.roster):
        if isinstance(one.who, Member):
            assert one.take
            for text in one.take:
                assert recorded(state, text) == recorded(state, f"m1v {text}") == {one.who.name}, text


@settings(max_examples=tried(200), deadline=None)
@given(council=COUNCILS, data=st.data())
def test_one_slip_in_a_name_is_never_taken_by_what_is_offered_for_another(
    council: Council, data: st.DataObject
) -> None:
    """Whatever is offered for an unknown name means that one person when it is taken."""
    roster = Roster(council.members, council.groups)
    among: tuple[Party, ...] = roster.speakers()
    key = data.draw(st.sampled_from(calls(data.draw(st.sampled_from(council.members)).name).begins))
    at = data.draw(st.integers(0, len(key)))
    slip = key[:at] + data.draw(st.sampled_from("abehjnoqz")) + key[at + data.draw(st.integers(0, 1)) :]
    assume(not roster.meant(slip, among))
    try:
        roster.find(slip, among)
    except Refusal as refusal:
        take = str(refusal.slots.get("take") or "")
        assert (
            not take
            or [f"{roster.find(take, among).name}"] == [w.name for w in roster.meant(take, among)]
            or take.startswith("#")
        )


def test_check_names_members_of_one_surname_with_what_to_type(tmp_path: Path) -> None:
    names = [
        "Klaas de Boer",
        "Trudy de Boer",
        "mevrouw A. de Jong-van der Veen",
        "de heer Jongsma",
        "Hendrik-Jan 't Hart",
        "de heer Open",
    ]
    faults = checked(tmp_path, names)
    assert any(
        "‘boer’, ‘de boer’ van Trudy de Boer kan ook Klaas de Boer (A) zijn. Typ ‘#2’ of ‘trudy de boer’, of geef" in f
        for f in faults
    )
    assert any(
        "‘t hart’ van Hendrik-Jan 't Hart is een opdracht op de invoerregel. Typ ‘#5’ of ‘hart’." in f for f in faults
    )
    assert any("‘open’ van de heer Open is een opdracht op de invoerregel. Typ ‘#6’" in f for f in faults)
    assert len(faults) == 4 and all("let op" in f for f in faults)


def test_check_is_silent_where_every_name_leads_home(tmp_path: Path) -> None:
    assert (
        checked(
            tmp_path,
            [
                "mevrouw A. de Jong-van der Veen",
                "de heer Jongsma",
                "Jan Bakker",
                "Jan-Willem Bakkenes",
                "mefrou L. Veldstra-Lantinga",
            ],
        )
        == []
    )


def checked(tmp_path: Path, names: list[str], **item: object) -> list[str]:
    """What `check` says of a council of these members."""
    council = {
        "council": {"municipality": "Proef", "seats": 9, "hashtag": "RaadProef"},
        "groups": [{"name": "A"}],
        "members": [{"name": n, "group": "A", "number": i} for i, n in enumerate(names, 1)],
        "officials": [{"name": "burgemeester Post", "role": "burgemeester"}],
    }
    meeting = '[meeting]\ntitle = "Proef"\nstart = 2026-03-12T19:30:00+01:00\nchair = "burgemeester Post"\n'
    items = tomli_w.dumps({"items": [{"number": "1", "title": "Benoeming", **item}]})
    (tmp_path / "council.toml").write_text(tomli_w.dumps(council), encoding="utf-8")
    (tmp_path / "2026-03-12-proef.toml").write_text(f"{items}{meeting}", encoding="utf-8")
    return [str(f) for f in check(tmp_path / "2026-03-12-proef.toml", tmp_path / "council.toml")]


def test_candidates_are_named_once_and_told_from_members(tmp_path: Path) -> None:
    names = ["Bert Smit", "Tjitske Wagner"]
    assert any("noemt iemand twee keer" in f for f in checked(tmp_path, names, candidates=["K. Smit", "k. smit"]))
    assert any(
        "betekent de achternaam van K. Smit niet Bert Smit" in f
        for f in checked(tmp_path, names, candidates=["K. Smit"])
    )
    assert checked(tmp_path, names, candidates=["T. Wagner", "Bert Smit"]) == []
