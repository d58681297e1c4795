"""The griffier's desk, through the session every shell uses: a real journal on a real disk."""

from __future__ import annotations

import random
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from livecouncil.core.meeting import events as ev
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.evenings.chain import public_chain


def opened(session: Session) -> Session:
    session.enter("open")
    session.enter("n6")
    session.enter("m3 i pvda gl: Starters eerst")
    return session


def votes(session: Session, key: str) -> tuple[int | None, int | None]:
    fact = session.desk.state.last_decision(key)
    assert isinstance(fact, ev.Decided) and fact.vote
    return fact.vote.for_, fact.vote.against


def test_dissenters_are_typed_and_every_member_is_counted(session: Session) -> None:
    opened(session)
    assert session.enter("m3v cda vvd").kind is Kind.WAITS
    answer = session.hammer()
    assert answer.kind is Kind.RELEASED and votes(session, "m3") == (26, 11)
    assert (
        "Voor 26: ChristenUnie, D66, FNP" in answer.text
        and "Tegen 11: CDA, VVD." in answer.text
        and answer.text.endswith("#RaadVoorbeeld")
    )
    vote = session.desk.state.last_decision("m3").vote  # type: ignore[union-attr]
    assert len(vote.options) == 37


def test_nothing_of_an_outcome_is_logged_before_the_hammer(session: Session) -> None:
    opened(session)
    before = len(session.journal.events)
    session.enter("m3v cda")
    assert len(session.journal.events) == before and session.desk.staged


def test_mismatch_refuses_the_first_hammer_and_the_second_releases_the_chairs_totals(session: Session) -> None:
    opened(session)
    session.enter("m3v cda 30-7")
    first = session.hammer()
    assert first.refused and "Som 31–6; voorzitter 30–7" in first.text
    second = session.hammer()
    assert second.kind is Kind.RELEASED and "Namen volgen." in second.text and votes(session, "m3") == (30, 7)


def test_names_that_follow_complete_a_result_and_are_no_correction(session: Session) -> None:
    opened(session)
    session.enter("m3 31-6")
    session.hammer()
    session.enter("m3v cda 31-6")
    session.hammer()
    assert not session.desk.state.corrections and votes(session, "m3") == (31, 6)
    assert session.enter("m3v cda").refused


def test_a_correction_counts_with_the_presence_of_the_vote_it_corrects(session: Session) -> None:
    opened(session)
    session.enter("m3v cda =", line_mode=True)
    session.enter("af vvd")
    session.enter("c m3v pvda =", line_mode=True)
    assert votes(session, "m3") == (31, 6)
    assert len(session.desk.state.corrections) == 1


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("m3v xyz", "‘xyz’ ken ik niet"),
        ("m3v c", "CDA of ChristenUnie"),
        ("m3v +cda", "past niet bij ‘alle voor’"),
        ("m9v cda", "M9 is niet ingediend"),
        ("n99", "Punt 99 staat niet op de agenda"),
        ("m3v cda cda", "twee keer"),
        ("m3 30-30", "meer dan 37 leden"),
        ("h 5a-99", "staat niet op de agenda"),
        ("m3v pvda 21-16 =", "Som"),
        ("z99:10", "geen tijd"),
        ("loot 99", "presentielijst"),
        ("openbaar", "al open"),
        ("m3 i vvd: weer", "al ingediend"),
    ],
)
def test_bad_input_gets_one_clear_sentence_and_nothing_is_lost(session: Session, line: str, words: str) -> None:
    opened(session)
    count = len(session.desk.state.facts)
    answer = session.enter(line, line_mode=True)
    assert answer.refused and words in answer.text
    assert len(session.desk.state.facts) == count
    assert session.enter("jansen").kind is Kind.RELEASED


@pytest.mark.parametrize(
    "title",
    ["[/] [bold]", "\x1b[31mrood\x07", "x" * 2500, "🏠👩‍👩‍👧", "\u202eomgekeerd\u2066", "<script>alert(1)</script>"],
)
def test_hostile_titles_are_cleaned_and_kept(session: Session, title: str) -> None:
    session.enter("open")
    session.enter("n6")
    answer = session.enter(f"m3 i pvda: {title}")
    kept = session.desk.state.objects["m3"].title
    assert (
        answer.kind is Kind.RELEASED
        and kept
        and len(kept) <= 2000
        and not any(c in kept for c in "\x1b\x07\u202e\u2066")
    )


def test_a_vote_without_quorum_is_announced_as_invalid(session: Session) -> None:
    opened(session)
    for group in ("cda", "cu", "d66", "fnp", "gl"):
        session.enter(f"af {group}")
    answer = session.enter("m3v =", line_mode=True)
    assert "niet geldig" in answer.text and any("art. 29" in w for w in answer.warnings)


def test_opening_without_quorum_is_refused_and_then_recorded(session: Session) -> None:
    for group in ("cda", "cu", "d66", "fnp", "gl"):
        session.enter(f"af {group}")
    assert "Geen quorum" in session.enter("open").text
    assert "niet geopend" in session.enter("open =", line_mode=True).text and session.desk.state.status == "not_opened"


def test_undo_within_hold_back_puts_a_result_back_to_staged(session: Session) -> None:
    opened(session)
    session.enter("m3v cda =", line_mode=True)
    assert (
        session.undo().kind is Kind.WAITS and session.desk.staged and session.desk.state.objects["m3"].outcome is None
    )
    assert session.redo().kind is Kind.RELEASED and votes(session, "m3") == (31, 6)


def test_what_was_sent_is_corrected_not_taken_back(session: Session, clock: object) -> None:
    opened(session)
    session.enter("m3v cda =", line_mode=True)
    clock.now += timedelta(seconds=11)  # type: ignore[attr-defined]
    session.tick()
    assert "Al verzonden" in session.undo().text


def test_a_meeting_is_not_closed_over_an_outcome_that_waits(session: Session) -> None:
    opened(session)
    session.enter("m3v cda")
    refused = session.enter("sluit", confirmed=True)
    assert refused.refused and "Motie M3 staat klaar: = of Esc" in refused.text
    assert session.desk.state.status == "open" and session.desk.staged
    session.hammer()
    assert session.enter("sluit", confirmed=True).kind is Kind.RELEASED and session.desk.state.status == "closed"


def test_the_time_of_the_closing_is_corrected_beside_an_outcome_that_waits(session: Session, clock: Clock) -> None:
    opened(session)
    session.enter("m3v cda =", line_mode=True)
    clock.now += timedelta(minutes=5)
    session.enter("sluit", confirmed=True)
    session.enter("c m3v pvda")
    earlier = f"{clock.now - timedelta(minutes=1):@%H:%M}"
    answer = session.enter(f"{earlier} c sluit", confirmed=True)
    assert answer.kind is Kind.RELEASED and session.desk.staged


def test_recusal_leaves_the_count_and_the_denominator(session: Session) -> None:
    opened(session)
    session.enter("nd jansen m3: belang")
    session.enter("m3v cda =", line_mode=True)
    assert sum(figure or 0 for figure in votes(session, "m3")) == 36
    assert b"belang" not in public_chain(session.journal.folder, session.journal.meeting)


def test_amended_proposal_and_hamerstukken(session: Session) -> None:
    opened(session)
    session.enter("a1 i cu: Meer")
    session.enter("a1u =", line_mode=True)
    assert "gewijzigd vastgesteld" in session.enter("v vvd =", line_mode=True).text
    session.enter("h 5a-5c =", line_mode=True)
    assert session.desk.state.outcomes["5b"] == "adopted_without_vote"


KEYSTROKES = {
    "speaker": ("jans", 5),
    "next": ("n", 2),
    "hamerstuk": ("h=", 3),
    "six hamerstukken": ("h 5a-5f=", 10),
    "motion filed by two": ("m3i p gl", 13),
    "two dissenting groups": ("m3v p gl=", 13),
    "with totals": ("m3v p gl 26-11=", 19),
    "real vote of five groups": ("m1t g f l v cu=", 16),
    "unanimous": ("m3u=", 5),
    "withdrawn": ("m3x", 4),
    "suspend": ("z10", 4),
    "resume": ("z", 2),
}


@pytest.mark.parametrize("act", KEYSTROKES)
def test_keystroke_budget(act: str) -> None:
    """What is typed, plus Enter; `=` on the empty line needs none."""
    typed, budget = KEYSTROKES[act]
    assert len(typed) + 1 <= budget


def test_slips_are_caught(session: Session) -> None:
    """One-key slips in random votes on ten groups: at most 1 % may change a result without any sign."""
    opened(session)
    rng = random.Random(7)
    groups = ["cda", "cu", "d66", "fnp", "gl", "lb", "pvdd", "pvda", "sp", "vvd"]
    now, silent, total = session.clock(), 0, 1500
    for _ in range(total):
        named = rng.sample(groups, rng.randint(1, 4))
        line = f"m3{rng.choice('vt')} {' '.join(named)}"
        decided = session.desk.enter(line, now)
        staged = session.desk.staged
        assert decided.kind is Kind.WAITS and staged
        fact = staged.decision.events[0]
        session.desk.staged = None
        totals = f" {fact.vote.for_}-{fact.vote.against}"  # type: ignore[attr-defined]
        slipped = slip(rng, line + totals)
        answer = session.desk.enter(slipped, now)
        again, session.desk.staged = session.desk.staged, None
        if answer.kind is Kind.WAITS and again and not again.mismatch:
            other = again.decision.events[0]
            silent += (other.object, other.vote.options) != ("m3", fact.vote.options)
    assert silent / total <= 0.01


def slip(rng: random.Random, line: str) -> str:
    """Another key, a key too many, a key too few, or two swapped."""
    at, key = rng.randrange(len(line)), rng.choice("abcdefghijklmnopqrstuvwxyz0123456789 -")
    return rng.choice(
        [
            line[:at] + key + line[at + 1 :],
            line[:at] + key + line[at:],
            line[:at] + line[at + 1 :],
            line[:at] + line[at : at + 2][::-1] + line[at + 2 :],
        ]
    )


LINES = st.lists(
    st.sampled_from(
        [
            "af jansen",
            "aan *",
            "af cda",
            "aan cda",
            "n",
            "n6",
            "m1 i sp: A",
            "m1v cda",
            "m1t vvd 10-27",
            "m1u",
            "m1x",
            "a1 i cu: B",
            "a1v lb",
            "v d66",
            "nd faber",
            "=",
            "undo",
            "z10",
            "z",
            "h",
            "c m1v sp",
            "c v sp",
            "m1 20-17",
            "besloten",
            "openbaar",
            "sluit",
            "st m1",
            "jans",
            "b: nieuws",
            "k",
        ]
    ),
    max_size=25,
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(lines=LINES)
def test_no_sequence_of_entries_breaks_the_count(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """Totals equal persons; nobody absent or recused votes; nothing is decided before the hammer; the
    journal refolds the same."""
    import shutil
    from importlib.resources import files

    from livecouncil.core.meeting.fold import fold

    folder = tmp_path_factory.mktemp("h") / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    session = Session.open(folder, next((folder / "agendas").glob("*.toml")))
    session.enter("open")
    for line in lines:
        decided = len(session.desk.state.decisions)
        staged = session.desk.staged
        session.enter(line, confirmed=True)
        if line != "=" and not line.endswith("x") and not line.startswith(("c ", "sluit", "undo")) and staged is None:
            assert len(session.desk.state.decisions) == decided
    state = session.desk.state
    for fact in state.facts.values():
        if isinstance(fact, ev.Decided) and fact.vote and fact.vote.options is not None:
            options = fact.vote.options
            assert (fact.vote.for_, fact.vote.against) == (
                list(options.values()).count("for"),
                list(options.values()).count("against"),
            )
            assert set(options) == state.entitled
            assert all(options[n] not in ("for", "against") for n in (*fact.vote.absent, *fact.vote.recused))
    again = fold(session.journal.events, state.council, state.agenda)
    assert again.outcomes == state.outcomes and again.present == state.present
    session.close()


def test_closing_the_doors_in_a_panic_frees_nothing_until_the_panic_is_over(
    council: Path, agenda: Path, clock: Clock
) -> None:
    session = Session.open(council, agenda, clock=clock)  # with its hold-backs
    opened(session)
    clock.now += timedelta(minutes=2)
    session.tick()
    session.enter("m3v cda")
    session.hammer()
    decided = next(e.seq for e in session.journal.events if isinstance(e, ev.Decided))
    session.panic()
    answer = session.release_now(decided)
    assert answer and answer.refused and "F9" in answer.text
    session.enter("n10")
    session.enter("besloten", confirmed=True)
    clock.now += timedelta(minutes=2)
    session.tick()
    assert session.desk.state.doors_closed and decided not in session.desk.state.released["feed"]
    session.enter("openbaar", confirmed=True)
    session.tick()
    assert decided not in session.desk.state.released["feed"]
    session.panic()
    clock.now += timedelta(minutes=2)
    session.tick()
    assert decided in session.desk.state.released["feed"]
    session.close()


def test_a_closed_item_keeps_what_it_is_about_for_the_griffier_when_resumed(
    council: Path, agenda: Path, clock: Clock
) -> None:
    text = agenda.read_text()
    number = text.index('kind = "closed"')
    agenda.write_text(text[:number] + 'decision = "Het geheime besluit"\n' + text[number:])
    Session.open(council, agenda, clock=clock).close()
    again = Session.open(council, agenda, clock=clock)
    item = next(i for i in again.desk.state.items if i.kind == "closed")
    assert item.decision == "Het geheime besluit"
    assert b"geheime" not in public_chain(again.journal.folder, again.journal.meeting)
    again.close()


@pytest.mark.parametrize("left", ["[1]", "null", "{", '{"line": 3}'])
def test_a_draft_that_was_not_ours_is_passed_over(council: Path, agenda: Path, clock: Clock, left: str) -> None:
    session = Session.open(council, agenda, clock=clock)
    session.close()
    session.draft.path.write_text(left)
    Session.open(council, agenda, clock=clock).close()
