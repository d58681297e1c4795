"""At sixty columns nothing is cut that a hand needs: what can be typed, what goes wrong, what the public sees."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

import pytest
from rich.cells import cell_len

from livecouncil.core.acts import ACTS
from livecouncil.sitting.answers import Preview
from livecouncil.sitting.session import Session
from livecouncil.terminal.look.ink import ScreenRow
from livecouncil.terminal.look.space import Space
from livecouncil.terminal.overlays.guide import Guide
from livecouncil.terminal.regions import desk, strip, top
from livecouncil.terminal.regions.public import Gate, GateRow, Public
from livecouncil.terminal.seen.facts import bare, newest_facts
from livecouncil.terminal.seen.guide import chapters
from livecouncil.terminal.seen.hands import strip_seen
from livecouncil.terminal.seen.keys import behind_doors, keys_seen
from livecouncil.terminal.seen.top import alarm_seen
from livecouncil.wording import LANGUAGES, Wording

WORDS = Wording.load("nl")
MEETING = "2026-03-12-raadsvergadering"


def text_of(rows: Sequence[ScreenRow]) -> list[str]:
    return [row.plain.rstrip() for row in rows]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """The example council, its meeting open."""
    council = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), council)
    return Session.open(council, council / "agendas" / f"{MEETING}.toml")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_can_be_typed_behind_closed_doors_stands_there_whole(language: str) -> None:
    words = Wording.load(language)
    space = Space(60, 3, words)
    said = " ".join(text_of(desk.closed_rows(space, behind_doors(words))))
    assert "…" not in said
    for typed in ("openbaar", "sluit", "z", "af N", "aan N"):
        assert typed in said
    told = strip.Told(words.t("screen.strip.shut"), words.t("screen.strip.shut_told"), loud=True)
    assert "openbaar" in strip.strip_rows(space, told)[0].plain
    prepared = desk.Offer(words.t("tui.prepared", n=12))
    assert "klaar" in desk.offer_rows(space, prepared)[0].plain


@pytest.mark.parametrize(
    "fault",
    [
        WORDS.t("warning.fault", kind="KeyError", where="public", report="/x/storingen.log"),
        WORDS.t("warning.clock_jump", seconds=3600, now="20:01"),
        WORDS.t("warning.start_again"),
        WORDS.t("warning.server_gone", url="http://127.0.0.1:8080/"),
    ],
)
def test_of_an_alarm_every_word_is_in_its_row_or_in_the_one_above_the_line(fault: str) -> None:
    space = Space(60, 1, WORDS)
    alarm = alarm_seen([fault, "nog een"], read=())
    assert alarm
    row = top.alarm_rows(space, alarm)[0].plain
    _, rest = top.parted(space, alarm)
    assert "…" not in row
    told = f"{row} {rest}"
    assert [word for word in fault.split() if word.strip(".;:") not in told] == []


def test_the_public_row_says_how_the_vote_ended() -> None:
    gates = tuple(GateRow(name, Gate.OFF) for name in ("wand", "site", "feed", "mastodon"))
    seen = Public("M1 ‘Een heel lange titel van een motie over wonen’", "VERWORPEN 14–22", "21:14", gates)
    row = desk.offer_rows(Space(60, 1, WORDS), None, seen)[0].plain
    assert "M1" in row and "VERWORPEN 14–22" in row and "21:14" in row


@pytest.mark.parametrize("width", [60, 80, 120])
def test_help_cuts_neither_what_is_typed_nor_what_it_does(session: Session, width: int) -> None:
    guide = Guide("", chapters(session))
    said = "\n".join(text_of(guide.rows(Space(width, 400, WORDS))))
    session.close()
    listed = [act for act in ACTS if act.listed]
    assert said.count("…") == sum(act.example.count("…") for act in listed)
    words = set(said.split())
    assert [act.example for act in listed if not set(act.example.split()) <= words] == []


def test_the_keys_row_names_what_can_be_done_now(session: Session) -> None:
    def named() -> list[str]:
        return [key for key, _ in keys_seen(session, typed=False, alarm=False)]

    assert named()[0] == "open"
    session.enter("open")
    assert "=" not in named()
    session.enter("m1 i pvda: Starters eerst")
    session.enter("n6")
    session.enter("m2 i pvda: Starters eerst")
    session.enter("m2 30-7")
    assert named()[0] == "="
    session.enter("=")
    assert named()[:2] == ["Ctrl+Z", "n"]
    session.enter("z")
    assert named()[:2] == ["Ctrl+Z", "z"]
    session.close()


def test_a_key_is_named_once_and_for_what_it_does_first(session: Session) -> None:
    for line in ("open", "n6", "m2 i pvda: Starters eerst", "m2 30-7"):
        session.enter(line)
        for typed in (False, True):
            with_alarm = keys_seen(session, typed=typed, alarm=True)
            assert [does for key, does in with_alarm if key == "Esc"] == ["gelezen"]
    assert ("Esc", "wist") in keys_seen(session, typed=True, alarm=False)
    session.close()


def test_what_nobody_else_is_told_has_a_short_word_in_the_journal(session: Session) -> None:
    session.enter("open")
    session.enter("loot 8")
    newest = newest_facts(session, 1)[0]
    session.close()
    assert newest.what == "nummer geloot" and "8" in newest.whom


def test_a_corrected_decision_is_named_in_the_strip_with_what_it_is_now(session: Session) -> None:
    for line in ("open", "n6", "m1 i pvda: Starters eerst", "m1 14-23", "=", "=", "c m1 13-24", "=", "="):
        session.enter(line)
    row = strip.strip_rows(Space(60, 1, WORDS), strip_seen(session, Preview("empty"), None))[0].plain
    session.close()
    assert "Correctie M1 verworpen 13–24" in row


def test_what_leads_up_to_an_address_goes_with_it() -> None:
    told = "De vergadering is geopend. Voorzitter: A. Voorbeeldsma. Agenda: https://raad.example/live/ #Raad"
    assert bare(told) == "De vergadering is geopend. Voorzitter: A. Voorbeeldsma."
    assert bare("Tekst: zie https://raad.example/m1.pdf") == "Tekst: zie"


@pytest.mark.parametrize(
    ("said", "last"),
    [
        ("✓ De raadsvergadering is om 19:30 geopend. 37 van de 37 raadsleden zijn aanwezig. "
         "Voorzitter: burgemeester A. Voorbeeldsma.", "raadsleden zijn aanwezig. …"),
        ("✓ Correctie 19:30: bij Motie M1 stond voor 26, tegen 11. Juist is: voor 20, tegen 17. "
         "De uitslag (aangenomen) blijft gelijk.", "Juist is: voor 20, tegen 17. …"),
    ],
)  # fmt: skip
def test_what_was_said_ends_with_a_whole_sentence(said: str, last: str) -> None:
    rows = text_of(desk.sentence_rows(Space(60, 2, WORDS), desk.Sentence(said)))
    assert rows[-1].strip() == last
    assert " ".join(text_of(desk.sentence_rows(Space(60, 3, WORDS), desk.Sentence(said)))).split() == said.split()


def test_an_initial_ends_no_sentence() -> None:
    said = "De voorzitter van deze vergadering is burgemeester A. Voorbeeldsma van Voorbeeld"
    assert text_of(desk.sentence_rows(Space(60, 1, WORDS), desk.Sentence(said)))[0].strip().endswith("A. Voo…")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_who_is_called_is_whole_and_who_is_next_has_the_room_that_is_left(width: int) -> None:
    called = desk.Offer("nu 11", "Van der Voorbeeld-Langenaam (Lokaal)", after="daarna Van der Lid (Lokaal Belang)")
    row = desk.offer_rows(Space(width, 1, WORDS), called)[0].plain
    assert "nu 11   Van der Voorbeeld-Langenaam (Lokaal) " in row and "daarna" in row
    assert cell_len(row) == width
