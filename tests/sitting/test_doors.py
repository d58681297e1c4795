"""Closed doors: a canary that is typed only behind them is found nowhere, whatever happens."""

from __future__ import annotations

import json
import signal
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from livecouncil.core.meeting.doors import Doors
from livecouncil.posting.posts import outgoing_posts
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from livecouncil.trust.verify import verify_public
from tests.conftest import ROOT, Clock
from tests.evenings.chain import public_chain
from tests.evenings.shell import line_mode

CANARY = "kanariepiet"
ID = "2026-03-12-raadsvergadering"


def run(council: Path, agenda: Path, text: str, kill: bool = False) -> subprocess.CompletedProcess[str]:
    command = line_mode(council, agenda, "--no-serve", "--hold", "0")
    if not kill:
        return subprocess.run(command, input=text, capture_output=True, text=True, cwd=ROOT)
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    )
    assert process.stdin and process.stdout
    process.stdin.write(text)
    process.stdin.flush()
    wanted = text.count("\n")
    for _ in range(wanted):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    return subprocess.CompletedProcess(command, -9, *process.communicate())


def everything(folder: Path) -> bytes:
    return b"".join(p.read_bytes() for p in folder.rglob("*") if p.is_file())


def test_nothing_typed_behind_closed_doors_is_found_anywhere(council: Path, agenda: Path) -> None:
    toml = agenda.read_text().replace("Grondexploitatie Havenkwartier", "Grondexploitatie geheimtitel")
    agenda.write_text(toml)
    first = run(
        council, agenda, f"open\nn6\nbesloten\nb: {CANARY}\n, {CANARY}\nm9 i pvda: {CANARY}\n{CANARY}\n", kill=True
    )
    second = run(council, agenda, f"{CANARY}\nb: {CANARY} =\naf jansen\nopenbaar\nn10\nn11\nsluit\n")
    assert second.returncode == 3 and CANARY not in first.stdout + first.stderr + second.stdout + second.stderr
    found = everything(council / "journal") + everything(council / "public")
    assert CANARY.encode() not in found
    assert b"geheimtitel" not in everything(council / "public")
    assert b"geheimtitel" not in public_chain(council / "journal", ID)
    assert b"af jansen" not in found and "weer openbaar" in second.stdout


def test_all_that_was_hammered_goes_out_when_the_doors_close(session: Session) -> None:
    for line in ("open", "n6", "m1 i pvda: A", "m1v cda =", "besloten"):
        session.enter(line, confirmed=True, line_mode=True)
    record = publishing.record_of(session.journal.events)
    assert [e.kind for e in record.feed.entries][-2:] == [
        "uitslag",
        "besloten",
    ] and record.meeting.status == "closed_doors"


def test_the_chain_of_a_closed_part_says_nothing_in_clear(council: Path, agenda: Path) -> None:
    run(council, agenda, "open\nbesloten\naf jansen\nopenbaar\n")
    rows = [json.loads(row) for row in public_chain(council / "journal", ID).splitlines()]
    kinds = [row.get("fact", {}).get("type", "") for row in rows]
    closed, opened = kinds.index("doors_closed"), kinds.index("doors_opened")
    assert opened > closed + 1 and not any(kinds[closed + 1 : opened]), "headers alone"
    assert "attendance" in kinds[opened:], "told once the doors are open"
    for path in (council / "journal" / f"{ID}.jsonl", council / "journal" / f"{ID}.private"):
        assert path.stat().st_mode & 0o077 == 0


PRIVATE = {
    "note": "notitievogel",
    "red note": "rodevogel",
    "reason of a recusal": "redenvogel",
    "draft": "kladvogel",
    "title of a closed item": "titelvogel",
    "recalled message": "terugvogel",
    "recalled commitment": "zegvogel",
}


def test_nothing_private_is_in_any_public_file_the_chain_included(council: Path, agenda: Path, clock: Clock) -> None:
    agenda.write_text(agenda.read_text().replace("Grondexploitatie Havenkwartier", "Grondexploitatie titelvogel"))
    session = Session.open(council, agenda, clock=clock)
    lines = """open|n6|m1 i pvda: Starters eerst|, notitievogel|nd elzinga m1: redenvogel|b: terugvogel|=|undo
tz wagenaar: zegvogel|undo|undo|b: Nipt genoeg om te verzetten|b: Nipt genoeg om te verzetten|=
m1v cda|=|n10|besloten|openbaar|n11|z10|z"""
    for line in lines.replace("\n", "|").split("|"):
        session.enter(line, confirmed=True)
    session.red_note("onzin rodevogel")
    session.save_draft("b: kladvogel")
    everywhere = everything(council / "journal")
    for line in ("undo", "sluit"):
        session.enter(line, confirmed=True)
    clock.now = clock.now.replace(minute=55)
    session.tick()
    session.close()
    publishing.publish(council, ID)
    public, chain = everything(council / "public"), (council / "public" / ID / "journal.jsonl").read_bytes()
    for what, canary in PRIVATE.items():
        assert canary.encode() in everywhere, f"{what}: this test looks for nothing"
        assert canary.encode() not in public + chain, what
    assert b"Nipt genoeg" in public and b"Nipt genoeg" in chain, "what was released is opened"
    for word in (b'"override"', b'"type":"note"', b'"type":"undertaking"', b'"type":"recalled"', b"attendance"):
        assert word not in chain
    assert verify_public(council / "public" / ID) == []


def test_of_a_recalled_fact_the_chain_keeps_no_more_than_that_it_was_there(
    council: Path, agenda: Path, clock: Clock
) -> None:
    session = Session.open(council, agenda, clock=clock)
    for line in ("open", "n6", "m1 i pvda: Kanarieplan", "undo", "n11", "sluit"):
        session.enter(line, confirmed=True)
    clock.now = clock.now.replace(minute=55)
    session.tick()
    session.close()
    publishing.publish(council, ID)
    assert b"Kanarieplan" in everything(council / "journal"), "this test looks for nothing"
    assert b"Kanarieplan" not in everything(council / "public")
    rows = (council / "public" / ID / "journal.jsonl").read_bytes().splitlines()
    assert sum(b'"fact"' not in row for row in rows) >= 2, "the motion and its recall"
    assert verify_public(council / "public" / ID) == []


def test_opening_the_doors_that_is_taken_back_leaves_them_closed_for_everybody(session: Session, clock: Clock) -> None:
    """The posts go on waiting, and the chain is published whole afterwards."""
    for line, wait in (("open", 60), ("besloten", 30), ("openbaar", 3)):
        session.enter(line, confirmed=True)
        clock.now += timedelta(seconds=wait)
        session.tick()
    session.undo()
    assert session.desk.state.doors_closed and outgoing_posts(session.journal.events).closed
    for line in ("af jansen", "openbaar", "n6", "sluit"):
        session.enter(line, confirmed=True)
        clock.now += timedelta(seconds=60)
        session.tick()
    record = publishing.record_of(session.journal.events)
    assert record.proof.chain_until == session.journal.events[-1].seq and record.proof.head


@pytest.mark.parametrize(
    ("began", "shut", "minutes", "open_", "until"),
    [
        ("2026-03-12T19:30", "besloten", 10, "openbaar", "2026-03-12T19:40"),
        ("2026-03-12T19:30", "besloten", 10, "@19:36 openbaar", "2026-03-12T19:36"),
        ("2026-03-12T19:30", "besloten", 10, "@19:20 openbaar", "2026-03-12T19:40"),  # a slip of the finger
        ("2026-03-12T19:30", "@19:25 besloten", 10, "@19:20 openbaar", "2026-03-12T19:40"),
        ("2026-03-12T19:30", "besloten", -10, "openbaar", None),  # the clock was set back: nobody knows
        ("2026-03-14T12:00", "@21:00 besloten", 10, "openbaar", "2026-03-14T12:10"),  # logged days later, undated
    ],
)
def test_closed_doors_have_no_end_before_their_beginning(
    session: Session, clock: Clock, began: str, shut: str, minutes: int, open_: str, until: str | None
) -> None:
    """What was said behind them is cut from the captions by these times; where they cannot be, too much is cut."""
    clock.now = datetime.fromisoformat(f"{began}:00+01:00")
    for line in ("@19:10 open", shut):
        assert session.enter(line, confirmed=True).kind is Kind.RELEASED
    clock.now += timedelta(minutes=minutes)
    assert session.enter(open_, confirmed=True).kind is Kind.RELEASED
    ((_, end),) = Doors.of(session.journal.events).spans
    assert end == (datetime.fromisoformat(f"{until}:00+01:00") if until else None)


def test_nothing_passes_a_gate_in_a_panic_also_without_hold_back(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, clock=clock, hold=0)
    for line in ("open", "n6"):
        session.enter(line)
    before = publishing.record_of(session.journal.events).feed.seq
    session.panic()
    for line in ("m1 i pvda: A", "m1v cda", "="):
        session.enter(line)
        session.tick()
    assert publishing.record_of(session.journal.events).feed.seq == before
    session.panic()
    session.tick()
    assert publishing.record_of(session.journal.events).feed.seq == before + 2
    session.close()


def kinds_out(session: Session) -> list[str]:
    """Kinds of what the feed has once everything due is out."""
    while session.is_due():
        session.tick()
    return [entry.kind for entry in publishing.record_of(session.journal.events).feed.entries]


def test_what_was_held_in_a_panic_is_not_overtaken(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, clock=clock, hold=0)
    session.panic()
    for line in ("open", "n6"):
        session.enter(line)
    session.panic()
    session.enter("m1 i pvda: A")
    assert kinds_out(session) == ["opening", "punt", "ingediend"]
    session.close()


def test_what_an_earlier_sitting_held_is_not_overtaken(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, clock=clock)
    for line in ("open", "n6"):
        session.enter(line)
    session.close()
    session = Session.open(council, agenda, clock=clock, hold=0)
    session.enter("m1 i pvda: A")
    assert kinds_out(session) == ["opening", "punt", "ingediend"]
    session.close()


def test_a_vote_on_what_nobody_filed_is_not_explained(session: Session) -> None:
    """Such a line was out, and left out when the journal was read again: it names what nobody ever named."""
    session.enter("open")
    assert session.enter("sv jansen m7").kind is Kind.REFUSED


def test_no_address_of_an_agenda_runs_in_a_reader_s_browser(council: Path, agenda: Path) -> None:
    text = agenda.read_text().replace("https://raad.voorbeeld.example/stukken/woonvisie", "JavaScript:alert(1)")
    agenda.write_text(text.replace("[meeting]", '[meeting]\nwebcast = "data:text/html,<script>alert(2)</script>"'))
    session = Session.open(council, agenda, hold=0)
    for line in ("open", "n6", "sluit"):
        session.enter(line, confirmed=True)
    session.close()
    publishing.publish(council, ID)
    pages = b"".join(p.read_bytes() for p in (council / "public").rglob("*") if p.suffix in (".html", ".xml", ".json"))
    assert b"Raadsvoorstel Woonvisie" in pages and b"JavaScript:" not in pages and b"data:text/html" not in pages
