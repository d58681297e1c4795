"""Two clerks in two real terminals: one journal, one hammer, and nothing typed by either is lost."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from livecouncil.core.meeting import events as ev

from .test_pty import types
from .two import first, kept, logged, noted, own_lines, pressed, second, until


def test_facts_of_the_second_go_at_once_and_an_outcome_waits_for_the_first(council: Path, agenda: Path) -> None:
    with first(council, agenda) as one, second(council, agenda) as two:
        both = (one, two)
        one.type(b"open\rn\r")
        until(both, lambda: "item_started" in types(council))
        two.type(b", van de tweede\r")
        until(both, lambda: "van de tweede" in noted(council))
        two.type(b"m1 i pvda: Zon\r")
        until(both, lambda: "filed" in types(council))
        two.type(b"m1v pvda 31-6\r")
        until(both, lambda: b"Tab neemt" in one.seen)
        assert "decided" not in types(council)
        one.type(b"\t\r")
        until(both, lambda: b"KLAAR" in one.seen and b"KLAAR" in two.seen)
        one.type(b"=")
        until(both, lambda: "decided" in types(council))
    decided = next(event for event in logged(council) if isinstance(event, ev.Decided))
    note = next(e for e in logged(council) if isinstance(e, ev.Note) and e.text == "van de tweede")
    assert (decided.clerk, decided.hammer) == ("cd", "ab") and note.clerk == "cd"


def test_the_hammer_goes_to_the_second_with_what_is_staged(council: Path, agenda: Path) -> None:
    with first(council, agenda) as one, second(council, agenda) as two:
        both = (one, two)
        one.type(b"open\rn\rm1 i pvda: Zon\rm1v pvda 31-6\r")
        until(both, lambda: b"KLAAR" in two.seen)
        two.type(b"=")
        until(both, lambda: b"De hamer is bij ab" in two.seen)
        one.type(b"overdragen\r")
        until(both, lambda: b"hamer hier" in two.seen and b"hamer cd" in one.seen)
        pressed(both, two, b"=", lambda: "decided" in types(council))
    decided = next(event for event in logged(council) if isinstance(event, ev.Decided))
    assert (decided.clerk, decided.hammer) == ("ab", "cd")


def test_the_second_goes_on_when_the_first_dies(council: Path, agenda: Path) -> None:
    with first(council, agenda) as one, second(council, agenda) as two:
        both = (one, two)
        one.type(b"open\rn\rm1 i pvda: Zon\rm1v pvda 31-6\r")
        until(both, lambda: b"KLAAR" in two.seen and "m1v pvda 31-6" in kept(council))
        one.type(b", half een")
        two.type(b", half twee")
        until(both, lambda: ", half een" in kept(council) and ", half twee" in kept(council))
        os.kill(one.process.pid, signal.SIGKILL)
        until(both, lambda: b"Hier verdergaan" in two.seen)
        two.type(b"\r")
        until(both, lambda: '"unanswered": {"' in kept(council))
        pressed(both, two, b"\r", lambda: b"Half getypt" in two.seen)
        until(both, lambda: not own_lines(council))
        assert ", half een" in kept(council) and ", half twee" in kept(council)
        pressed(both, two, b"\x1b[24~", lambda: "decided" in types(council))


def test_a_first_that_stands_still_is_told_and_goes_on(council: Path, agenda: Path) -> None:
    with first(council, agenda) as one, second(council, agenda) as two:
        both = (one, two)
        one.type(b"open\rn\r")
        until(both, lambda: "item_started" in types(council))
        os.kill(one.process.pid, signal.SIGSTOP)
        two.type(b", terwijl het stilstaat\r")
        until([two], lambda: b"antwoordt niet" in two.seen)
        assert "terwijl het stilstaat" in kept(council)
        os.kill(one.process.pid, signal.SIGCONT)
        until(both, lambda: noted(council).count("terwijl het stilstaat") == 1)
