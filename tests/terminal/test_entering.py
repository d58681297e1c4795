"""What each key means in the entry line: prepared lines, the bouncing hammer, refused lines, questions, Tab and Esc."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from textual.events import Key, Paste

from livecouncil.core.council.zone import local
from livecouncil.core.meeting import events as ev
from livecouncil.sitting.completing import suggestion
from livecouncil.sitting.prepared import LONGEST
from livecouncil.sitting.session import Session
from livecouncil.terminal.app import LivecouncilApp
from livecouncil.terminal.keys import KeyTimes, Typed
from livecouncil.terminal.look import space
from livecouncil.terminal.meeting import MeetingScreen
from livecouncil.terminal.overlays.listing import ChoiceList
from livecouncil.terminal.overlays.question import LineQuestion
from livecouncil.terminal.regions import desk as desk_region
from livecouncil.terminal.regions import line as line_region
from livecouncil.wording import Wording

from .test_app import begin, settled, text

SIZE = (120, 36)


class Stopwatch(KeyTimes):
    """Keys at the moments a test sets."""

    at = 0.0

    def of(self, typed: Typed) -> float:
        return self.at

    def now(self) -> float:
        return self.at


class Desk:
    """The app with its keys, typed in one go: every key is there before the first is handled."""

    def __init__(self, pilot: Any, screen: MeetingScreen, watch: Stopwatch) -> None:
        self.pilot, self.screen, self.watch = pilot, screen, watch

    async def burst(self, *keys: str) -> None:
        for key in keys:
            character = key if len(key) == 1 else None
            name = {" ": "space", "=": "equals_sign", ":": "colon", "?": "question_mark"}.get(key, key)
            self.pilot.app.post_message(Key(name, character))
        await settled(self.pilot)
        await settled(self.pilot)

    async def line(self, line: str) -> None:
        self.watch.at += 1
        await self.burst(*line, "enter")

    async def key(self, key: str, after: float = 1.0) -> None:
        self.watch.at += after
        await self.burst(key)

    async def paste(self, pasted: str) -> None:
        self.watch.at += 1
        self.pilot.app.post_message(Paste(pasted))
        await settled(self.pilot)


@pytest.fixture
async def desk(session: Session) -> Any:
    watch = Stopwatch()
    app = LivecouncilApp(session, None, watch)
    async with app.run_test(size=SIZE) as pilot:
        screen = await begin(pilot)
        watch.at += 1
        yield Desk(pilot, screen, watch)


def motions(session: Session) -> dict[str, str]:
    return {key: o.title for key, o in session.desk.state.objects.items()}


def red(session: Session) -> list[str]:
    return [e.text for e in session.journal.events if isinstance(e, ev.Note) and e.kind == "red"]


def outcome(session: Session, key: str) -> str | None:
    return session.desk.state.objects[key].outcome


THREE = "m11 i pvda gl: Starters eerst\nm12 i vvd: Hoogte\nm13 i sp: Derde\n"


async def test_several_pasted_lines_wait_the_first_in_the_entry_line(desk: Desk, session: Session) -> None:
    before = len(session.journal.events)
    await desk.paste(THREE)
    assert desk.screen.entry.value == "m11 i pvda gl: Starters eerst"
    assert session.desk.prepared.lines == ("m12 i vvd: Hoogte", "m13 i sp: Derde")
    assert "2 voorbereid" in text(desk.screen, "#offer")
    assert len(session.journal.events) == before, "nothing is journaled until it is entered"
    await desk.key("enter")
    assert motions(session)["m11"] == "Starters eerst" and "m12" not in motions(session)
    await desk.key("enter")
    assert desk.screen.entry.value == "m12 i vvd: Hoogte" and "m12" not in motions(session)
    await desk.key("enter")
    assert motions(session)["m12"] == "Hoogte"
    assert [*session.desk.prepared.lines] == ["m13 i sp: Derde"]


async def test_klaar_shows_the_list_and_enter_takes_the_next(desk: Desk, session: Session) -> None:
    await desk.paste(THREE)
    await desk.key("escape")
    await desk.line("klaar")
    assert isinstance(desk.screen.overlay, ChoiceList)
    await desk.key("enter")
    assert desk.screen.entry.value == "m12 i vvd: Hoogte" and session.desk.prepared.lines == ("m13 i sp: Derde",)
    await desk.key("enter", after=0.1)
    assert "m12" not in motions(session), "a bouncing Enter sends no line that was only offered"
    await desk.key("enter")
    assert motions(session)["m12"] == "Hoogte"


async def test_a_paste_of_one_line_goes_in_where_the_cursor_is(desk: Desk, session: Session) -> None:
    await desk.burst(*"m3v cda")
    await desk.paste(" 31-6\n")
    assert desk.screen.entry.value == "m3v cda 31-6" and not session.desk.prepared.lines


async def test_a_line_too_long_to_be_one_is_not_pasted_and_that_is_said(desk: Desk, session: Session) -> None:
    await desk.paste("x" * (LONGEST + 1))
    assert desk.screen.entry.value == "" and "50001" in text(desk.screen, "#sentence")
    await desk.paste("x" * LONGEST)
    assert len(desk.screen.entry.value) == LONGEST


@pytest.mark.parametrize(
    "line", ["x" * 20_000, "xa " * 6_000, "Zo is het. " * 2_000], ids=["word", "words", "sentences"]
)
def test_a_long_line_is_looked_through_a_few_times_and_not_once_for_each_row(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else what somebody pastes without an end of line keeps every key waiting for minutes."""
    looked = 0

    def counted(looked_at: str) -> int:
        nonlocal looked
        looked += len(looked_at)
        return cell_len(looked_at)

    for module in (space, line_region, desk_region):
        monkeypatch.setattr(module, "cell_len", counted, raising=False)
    here = space.Space(100, 3, Wording.load("nl"))
    line_region.entry_rows(here, line_region.Entry(line, len(line), len(line)))
    desk_region.sentence_rows(here, desk_region.Sentence(text=line))
    assert looked < 100 * len(line)


async def test_behind_closed_doors_a_paste_is_dropped_and_prepared_lines_are_frozen(
    desk: Desk, session: Session
) -> None:
    await desk.paste(THREE)
    await desk.key("escape")
    await desk.line("besloten")
    await desk.key("enter")
    assert session.desk.state.doors_closed
    await desk.paste("kanarie een\nkanarie twee")
    await desk.paste("kanarie drie")
    assert desk.screen.entry.value == "" and len(session.desk.prepared.lines) == 2
    assert "weggegooid" in text(desk.screen, "#sentence") and "voorbereid" not in text(desk.screen, "#offer")
    await desk.key("enter")
    assert desk.screen.entry.value == "", "frozen"
    kept = b"".join(p.read_bytes() for p in Path(session.journal.folder).rglob("*") if p.is_file())
    assert b"kanarie" not in kept
    await desk.line("openbaar")
    await desk.key("enter")
    assert desk.screen.entry.value == "m12 i vvd: Hoogte"


async def test_more_lines_than_fit_are_counted_aloud(desk: Desk, session: Session) -> None:
    await desk.paste("\n".join(f", regel {n}" for n in range(1_010)))
    assert len(session.desk.prepared.lines) == 1_000 and "laatste 9" in " ".join(session.notices)


@pytest.mark.parametrize("first", ["equals", "f12"])
@pytest.mark.parametrize("second", ["equals", "f12"])
async def test_a_bouncing_hammer_never_overrides_a_mismatch(
    desk: Desk, session: Session, first: str, second: str
) -> None:
    keys = {"equals": "=", "f12": "f12"}
    await desk.line("m3v cda 30-6")
    desk.watch.at += 1
    await desk.burst(keys[first], keys[second])
    assert outcome(session, "m3") is None
    for _ in range(8):
        await desk.key(keys[second], after=0.3)
    assert outcome(session, "m3") is None, "a key held down goes on bouncing"
    await desk.key(keys[second], after=0.4)
    assert outcome(session, "m3") == "adopted"


async def test_a_hammer_behind_another_vote_is_no_bounce(desk: Desk, session: Session) -> None:
    await desk.line("m4 i vvd: Hoogte")
    await desk.burst(*"m3u", "enter", "=", *"m4u", "enter", "=")
    assert outcome(session, "m3") == "adopted" and outcome(session, "m4") == "adopted"
    await desk.line("m5 i vvd: Vijf")
    await desk.line("m6 i vvd: Zes")
    desk.watch.at += 1
    await desk.burst(*"m5v cda 30-6", "enter", "=", "x", "backspace", "=")
    assert outcome(session, "m5") is None, "nor does a key between them make it one that overrides"


async def test_equals_beside_a_draft_says_which_key_hammers(desk: Desk, session: Session) -> None:
    await desk.line("m4 i vvd: Hoogte")
    await desk.line("m3v cda 30-6")
    await desk.line("m4v vvd gl fnp")
    assert desk.screen.entry.value == "m4v vvd gl fnp" and "Motie M3 staat klaar" in text(desk.screen, "#sentence")
    await desk.key("=")
    assert desk.screen.entry.value == "m4v vvd gl fnp" and "F12 hamert nu" in text(desk.screen, "#sentence")
    await desk.key("escape")
    await desk.burst(*"m4v fnp", "=")
    assert desk.screen.entry.value == "m4v fnp" and "F12 hamert nu" in text(desk.screen, "#sentence")
    await desk.key("escape")
    await desk.burst(*"b: 2 ", "=", *" 1")
    assert desk.screen.entry.value == "b: 2 = 1", "in free text it is a sign like any other"


async def test_a_refused_line_never_mixes_with_what_is_typed_on(desk: Desk, session: Session) -> None:
    await desk.line("m4v onzin")
    assert desk.screen.entry.value == "m4v onzin"
    await desk.burst(*"m4 i vvd: Hoogte", "enter")
    assert motions(session)["m4"] == "Hoogte"
    assert any("GEWEIGERD: ‘m4v onzin’" in notice for notice in session.notices), "typed over unread: said until Esc"
    await desk.key("escape")
    await desk.key("up")
    await desk.key("up")
    assert desk.screen.entry.value == "m4v onzin"


async def test_a_line_refused_while_the_next_is_typed_is_kept_and_said(desk: Desk, session: Session) -> None:
    await desk.burst(*"m4v onzin", "enter", *"m4 i vvd: Hoo")
    assert desk.screen.entry.value == "m4 i vvd: Hoo"
    assert any("GEWEIGERD: ‘m4v onzin’" in notice for notice in session.notices)


async def test_why_a_line_was_refused_is_said_however_fast_one_types_on(desk: Desk, session: Session) -> None:
    await desk.line("m77v onzin")
    await desk.burst(*"m4 i vvd: Hoogte", "enter")
    said = next(notice for notice in session.notices if "GEWEIGERD" in notice)
    assert "‘m77v onzin’" in said and "M77 is niet ingediend" in said, said


async def test_the_keys_say_what_a_second_enter_does_with_a_refused_line(desk: Desk, session: Session) -> None:
    await desk.line("m4v onzin")
    assert "Enter rode notitie" in text(desk.screen, "#keys")
    await desk.key("end")
    assert "Enter neemt de regel" in text(desk.screen, "#keys"), "it is the griffier's own again"


async def test_of_a_refused_line_that_deletes_words_nothing_is_kept_or_shown(desk: Desk, session: Session) -> None:
    await desk.line("wis kanariepiet omdat")
    assert "rode notitie" not in text(desk.screen, "#sentence") and "nergens bewaard" in text(desk.screen, "#sentence")
    assert "Enter wist de regel" in text(desk.screen, "#keys")
    await desk.key("enter")
    assert desk.screen.entry.value == "" and red(session) == []
    await desk.line("wis kanariepiet omdat")
    await desk.burst(*"m4 i vvd: Hoogte", "enter")
    assert any("‘wis’" in notice for notice in session.notices), "typed over unread"
    assert not any("kanariepiet" in notice for notice in session.notices)
    await desk.key("escape")
    await desk.key("up")
    assert "kanariepiet" not in desk.screen.entry.value, "so no line is promised back"


async def test_the_same_line_typed_again_is_no_red_note(desk: Desk, session: Session) -> None:
    await desk.line("m4u")
    await desk.line("m4u")
    assert red(session) == []
    await desk.key("enter", after=0.1)
    assert red(session) == [], "a bounce neither"
    await desk.key("enter")
    assert red(session) == ["m4u"]


async def test_a_refused_line_can_be_mended_where_it_stands(desk: Desk, session: Session) -> None:
    await desk.line("m3v cdaq")
    await desk.key("backspace")
    assert desk.screen.entry.value == "m3v cda"
    await desk.key("enter")
    assert session.desk.staged and session.desk.staged.line == "m3v cda"


async def test_enter_again_takes_the_vote_that_was_asked(desk: Desk, session: Session) -> None:
    await desk.line("n4b")
    await desk.line("v cda")
    assert "Klopt dat?" in text(desk.screen, "#sentence") and not session.desk.staged
    await desk.key("enter", after=0.1)
    assert not session.desk.staged, "a bouncing Enter does not answer"
    await desk.key("enter")
    assert session.desk.staged and session.desk.staged.line == "v cda"


@pytest.mark.parametrize("line", ["sluit", "besloten"])
async def test_a_bouncing_enter_answers_no_question(desk: Desk, session: Session, line: str) -> None:
    await desk.burst(*line, "enter", "enter", "enter")
    assert isinstance(desk.screen.overlay, LineQuestion) and session.desk.state.status == "open"
    await desk.key("enter", after=0.3)
    assert isinstance(desk.screen.overlay, LineQuestion)
    await desk.key("enter", after=0.5)
    assert session.desk.state.status == "closed" or session.desk.state.doors_closed


async def test_what_is_typed_behind_a_question_follows_its_answer(desk: Desk, session: Session) -> None:
    await desk.burst(*"sluit", "enter", *"m4 i vvd: Vier", "enter", *"m5 i")
    question = desk.screen.overlay
    assert isinstance(question, LineQuestion) and "m4" not in motions(session)
    await desk.burst(*" vvd: Vijf", "enter")
    assert desk.screen.overlay is question and "2 regels" in text(desk.screen, "#overlay")
    await desk.key("escape")
    assert session.desk.state.status == "open"
    assert motions(session)["m4"] == "Vier" and motions(session)["m5"] == "Vijf"


async def test_behind_the_doors_nothing_typed_before_the_answer_is_remembered(desk: Desk, session: Session) -> None:
    await desk.burst(*"besloten", "enter", *"kanariepiet", "enter", *"kanarietwee")
    await desk.key("escape")
    await desk.key("escape")
    await desk.key("escape")
    await desk.burst(*"besloten", "enter", *"m9 i vvd: kanariepiet", "enter")
    await desk.key("enter")
    assert session.desk.state.doors_closed and desk.screen.entering.history[-1] == "besloten"
    kept = b"".join(p.read_bytes() for p in Path(session.journal.folder).rglob("*") if p.is_file())
    assert b"m9 i" not in kept and "m9" not in motions(session)


async def test_tab_takes_the_name_that_was_offered(desk: Desk, session: Session) -> None:
    typo = "jnasen"
    await desk.burst(*f"m3v {typo}")
    offered = suggestion(session.desk.state, f"m3v {typo}")
    if not offered:
        pytest.skip("this council has no near name")
    await desk.key("tab")
    assert desk.screen.entry.value == offered
    await desk.key("escape")
    await desk.line(f"m3v {typo}")
    assert "Tab = ja" in text(desk.screen, "#sentence")
    await desk.key("tab")
    assert desk.screen.entry.value == offered, "and on the line that was refused"
    await desk.key("enter")
    assert session.desk.staged


async def test_esc_ends_the_alarm_then_the_draft_then_what_is_staged(desk: Desk, session: Session) -> None:
    await desk.line("m3v cda")
    await desk.burst(*"jans")
    session.notify("Let op")
    await desk.key("escape")
    assert not session.notices and desk.screen.entry.value == "jans" and session.desk.staged
    await desk.key("escape")
    assert desk.screen.entry.value == "" and session.desk.staged
    await desk.key("escape")
    assert not session.desk.staged


async def test_lines_prepared_beforehand_wait_from_the_start_and_are_not_taken_twice(
    council: Path, agenda: Path, clock: Any
) -> None:
    (agenda.parent / "voorbereid.txt").write_bytes(b"\xef\xbb\xbfm11 i pvda: Een\r\n\r\n# later\r\nm12 i vvd: Twee\r\n")
    first = Session.open(council, agenda, clock=clock)
    assert first.desk.prepared.lines == ("m11 i pvda: Een", "m12 i vvd: Twee")
    first.desk.prepared.take()
    first.save_draft("m11 i pvda: Een")
    first.close()
    second = Session.open(council, agenda, clock=clock)
    assert second.desk.prepared.lines == ("m12 i vvd: Twee",) and second.draft.line == "m11 i pvda: Een"
    second.close()


async def test_the_card_of_the_panic_stands_there_since_the_key(desk: Desk, session: Session, clock: Any) -> None:
    await desk.line("m3u")
    await desk.key("=")
    await desk.screen.look_once()
    clock.now += timedelta(minutes=7)
    await desk.key("f9")
    await desk.screen.look_once()
    shown = text(desk.screen, "#public")
    assert "Een ogenblik" in shown and f"sinds {local(clock(), session.desk.state.zone):%H:%M}" in shown
    await desk.key("f9")
    journal = text(desk.screen, "#picture")
    assert journal.index("paniek voorbij") < journal.rindex("paniek"), journal


async def test_a_correction_on_its_way_is_seen_and_can_be_taken_back(desk: Desk, session: Session) -> None:
    await desk.line("m3v vvd")
    await desk.key("=")
    await desk.line("c m3v cda")
    await desk.key("=")
    await desk.screen.look_once()
    assert "Correctie" in text(desk.screen, "#strip") and "Ctrl+Z terug" in text(desk.screen, "#strip")
    assert "Correctie" in text(desk.screen, "#public")


async def test_where_one_seeks_the_outcome_stands_before_the_title(desk: Desk, session: Session) -> None:
    await desk.line("m3u")
    await desk.key("=")
    await desk.key("/")
    found = text(desk.screen, "#overlay")
    assert found.index("aangenomen") < found.index(session.desk.state.objects["m3"].title)
