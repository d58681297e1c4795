"""Either clerk in line mode, where nothing stands on a screen: what the other does is said, and each may die."""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from livecouncil.core.meeting import events as ev
from livecouncil.sitting import line_mode
from livecouncil.sitting.clerks.in_lines import OtherInLines
from livecouncil.sitting.session import Session
from tests.evenings.shell import line_mode as live
from tests.terminal.test_pty import Terminal, begun, types
from tests.terminal.two import logged, noted
from tests.terminal.two import until as both_until

from .test_two_clerks import beside, desk_of, entered, facts, until


def said(session: Session, *lines: str) -> str:
    """What line mode answers to these lines."""
    out = io.StringIO()
    line_mode.run(session, lines, out, out, ask=False)
    return out.getvalue()


def test_what_the_other_does_is_said_once_each(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        heard = OtherInLines(two)
        assert heard.news() == [] and OtherInLines(one).news() == ["cd doet mee."]
        entered(one, "open", "n", "m1 i pvda: Zon", "m1v pvda 31-6")
        until(two, lambda: two.desk.staged)
        told = heard.news()
        assert [sentence.partition(":")[0] for sentence in told] == ["ab", "ab", "ab", "Bij ab wacht op de hamer"]
        assert "M1" in told[-1] and heard.news() == []
        entered(one, "overdragen")
        until(two, lambda: two.clerks.holder == "cd")
        assert heard.news() == ["ab heeft de hamer aan u overgedragen."]
        assert "VRIJ" in said(two, "=")
        assert heard.news() == [], "what this clerk hammered was answered"


def test_a_proposal_is_taken_with_tab_and_let_go_with_escape(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon", "m2 i pvda: Wind")
        until(two, lambda: "m2" in two.desk.state.objects)
        assert "Voorgesteld aan ab" in said(two, "m1v pvda 31-6", "m2v pvda 31-6")
        told = said(one, "\t\n", "=", "\x1b\n", "\t\n")
        assert "cd " in told and "stelt voor: m1v pvda 31-6" in told
        assert "KLAAR" in told and "VRIJ" in told and "Voorstel van cd niet overgenomen: m2v" in told
        (decided,) = facts(one, ev.Decided)
        assert (decided.clerk, decided.hammer) == ("cd", "ab") and one.clerks.proposals == []
        until(two, lambda: two.clerks.dropped)
        assert "Uw voorstel is niet overgenomen: m2v" in said(two, "?")


def test_behind_closed_doors_no_proposal_is_said_or_taken(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon")
        until(two, lambda: "m1" in two.desk.state.objects)
        entered(two, "m1v pvda 31-6")
        entered(one, "besloten")
        assert "m1v" not in said(one, "\t\n", "?")
        assert "m1v pvda" in said(one, "openbaar", "?")


# -- two real terminals -------------------------------------------------------------------------------------------


def assist(council: Path, agenda: Path, initials: str) -> list[str]:
    command = [sys.executable, "-m", "livecouncil", "assist", str(agenda), initials, "--plain", "--no-serve"]
    return [*command, "--data", str(council)]


@contextmanager
def spoken(command: list[str], first: bytes) -> Iterator[Terminal]:
    """A program in line mode in a terminal of its own, once it said `first`."""
    with begun(command) as screen:
        screen.until(lambda: first in screen.seen)
        yield screen


def test_the_second_goes_on_in_line_mode_when_the_first_is_killed(council: Path, agenda: Path) -> None:
    with ExitStack() as stack:
        one = stack.enter_context(spoken(live(council, agenda, "--no-serve", "--no-post", "--hold", "0"), b"NOTITIE"))
        one.type(b"open\nn\n")
        one.until(lambda: "item_started" in types(council))
        two = stack.enter_context(spoken(assist(council, agenda, "cd"), b"U doet mee"))

        def hears(text: bytes) -> Callable[[], bool]:
            return lambda: text in two.seen

        both_until((one, two), lambda: b"cd doet mee" in one.seen)
        two.type(b", van de tweede\n")
        both_until((one, two), lambda: "van de tweede" in noted(council))
        one.type(b"m1 i pvda: Zon\n")
        both_until((one, two), hears(b"NOTITIE ab: "))
        two.type(b"m1v pvda 31-6\n")
        both_until((one, two), lambda: b"stelt voor: m1v pvda 31-6" in one.seen)
        os.kill(one.process.pid, signal.SIGKILL)
        both_until((one, two), hears(b"De lijn met ab is weg"))
        two.type(b", zonder antwoord\n")
        both_until((one, two), hears(b"Zonder antwoord gebleven"))
        two.type(b"overdragen\n")
        both_until((one, two), hears(b"U gaat verder"))
        two.type(b"klaar\n")
        both_until((one, two), hears(b"zonder antwoord"))
        two.type(b"m1v pvda 31-6\n=\n")
        both_until((one, two), lambda: any(isinstance(event, ev.Decided) for event in logged(council)))
        again = stack.enter_context(spoken(assist(council, agenda, "ab"), b"U doet mee met cd"))
        again.type(b"\x04")
        both_until((two, again), lambda: again.process.poll() == 0)
        both_until((two, again), hears(b"ab doet niet meer mee"))
