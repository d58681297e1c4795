"""Two clerks at one journal, over a real socket: who does what, what is kept when the line dies, who is kept out."""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

import pytest

from livecouncil import __version__
from livecouncil.core.meeting import events as ev
from livecouncil.errors import LivecouncilError
from livecouncil.journal.journal import Journal
from livecouncil.sitting.answers import Answer
from livecouncil.sitting.clerks.assisting import Assisting
from livecouncil.sitting.clerks.going_on import taken_over
from livecouncil.sitting.clerks.joining import LineLost
from livecouncil.sitting.clerks.own_lines import own_lines_of
from livecouncil.sitting.clerks.welcome import Welcome, socket_of
from livecouncil.sitting.copying import Terms
from livecouncil.sitting.session import Session
from livecouncil.system import neighbours
from livecouncil.system.neighbours import Doorway, reached
from tests.conftest import ROOT

PATIENCE = 60


def until(session: Session, done: Callable[[], object]) -> None:
    """Wait until something that came over the line makes it so."""
    with session.clerks.grown:
        assert session.clerks.grown.wait_for(lambda: bool(done()), PATIENCE)


@contextmanager
def desk_of(council: Path, agenda: Path) -> Iterator[Session]:
    """The first clerk's sitting, open to a second."""
    session = Session.open(council, agenda, hold=0)
    try:
        with Welcome(session):
            yield session
    finally:
        session.close()


@contextmanager
def beside(session: Session, agenda: Path, initials: str = "cd") -> Iterator[Assisting]:
    """The second clerk's, once both know of each other."""
    two = Assisting.join(Terms(session.data, agenda), initials)
    try:
        until(two, lambda: two.clerks.other and two.clerks.together)
        yield two
    finally:
        two.close()


def entered(session: Session, *lines: str) -> list[Answer]:
    return [session.enter(line, confirmed=True) for line in lines]


def alike(one: Session, two: Session) -> bool:
    """Whether both show the same meeting, and the same waits for the hammer."""
    waits = [session.desk.staged.line if session.desk.staged else "" for session in (one, two)]
    return (
        one.journal.events == two.journal.events
        and one.desk.state.facts == two.desk.state.facts
        and waits[0] == waits[1]
    )


def facts(session: Session, kind: type[ev.Base]) -> list[ev.Base]:
    return [event for event in session.journal.events if isinstance(event, kind)]


# -- who does what ------------------------------------------------------------------------------------------------


def test_both_see_the_same_and_each_event_says_whose_it_is(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n")
        answers = entered(two, "m1 i pvda: Zon", ", gezien", "jans")
        assert not [answer.text for answer in answers if answer.refused]
        entered(one, "m1v pvda 31-6")
        one.hammer()
        until(two, lambda: alike(one, two))
        (filed,) = facts(one, ev.Filed)
        (decided,) = facts(one, ev.Decided)
        assert (filed.clerk, filed.sent, filed.hammer) == ("cd", 1, "")
        assert (decided.clerk, decided.hammer, decided.sent) == ("ab", "ab", 0)
        assert all(event.clerk == "" for event in facts(one, ev.Released))


def test_one_clerk_alone_says_nothing_of_it(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one:
        entered(one, "open", "n")
        text = (one.journal.folder / f"{one.journal.meeting}.jsonl").read_text()
    assert '"clerk"' not in text and '"sent"' not in text


@pytest.mark.parametrize(
    "line", ["m1v pvda 31-6", "c m1 i vvd: Zon", "sluit", "besloten", "+16: Motie over het zwembad"]
)
def test_what_is_for_the_hammer_is_proposed(line: str, council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon")
        until(two, lambda: "m1" in two.desk.state.objects)
        before = len(one.journal.events)
        answer = two.enter(line, confirmed=True)
        assert not answer.refused and [each.line for each in one.clerks.proposals] == [line]
        assert len(one.journal.events) == before and one.desk.staged is None


@pytest.mark.parametrize("line", ["=", "undo", "wis zon: op verzoek", "wand 482913", "overdragen"])
def test_what_only_the_hammer_does_is_refused_and_says_whose_it_is(line: str, council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon", "m1v pvda 31-6")
        answer = two.enter(line, confirmed=True)
        assert answer.refused and "hamer is bij ab" in answer.text
        assert one.desk.staged and one.clerks.holder == "ab"


def test_a_key_of_the_hammer_is_refused_too(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open")
        answers = (two.hammer(), two.undo(), two.redo(), two.panic(), two.pause(), two.order("approve", [1]))
        assert all(answer.refused for answer in answers) and not one.desk.state.panic


def test_a_proposal_is_taken_and_is_whose_it_was(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon")
        entered(two, "m1v pvda 31-6")
        proposal = one.clerks.next_proposal()
        assert proposal and proposal.line == "m1v pvda 31-6" and one.desk.staged is None
        one.taken(proposal)
        entered(one, proposal.line)
        one.hammer()
        (decided,) = facts(one, ev.Decided)
        assert (decided.clerk, decided.hammer) == ("cd", "ab") and one.clerks.next_proposal() is None


def test_a_dropped_proposal_is_told_to_who_made_it(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon")
        entered(two, "m1v pvda 31-6")
        one.taken(one.clerks.proposals[0], drop=True)
        until(two, lambda: any("m1v pvda 31-6" in told for told in two.notices))


def test_both_type_the_same_vote_and_it_is_logged_once(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon", "m1v pvda 31-6")
        assert not two.enter("m1v pvda 31-6").refused
        one.hammer()
        (waits,) = one.clerks.proposals
        shown = one.preview(waits.line)
        assert shown.status == "error" and len(facts(one, ev.Decided)) == 1
        assert one.enter(waits.line).refused and len(facts(one, ev.Decided)) == 1
        until(two, lambda: alike(one, two))
        assert two.enter("m1v pvda 31-6").refused  # known here as well by now


def test_the_hammer_goes_over_with_what_is_staged_and_back(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon", "m1v pvda 31-6")
        assert "M1" in one.enter("overdragen").text
        until(two, lambda: two.clerks.holder == "cd" and two.desk.staged)
        assert one.hammer().refused and one.enter("sluit", confirmed=True).refused is False
        assert [each.clerk for each in one.clerks.proposals] == ["ab"] and one.desk.state.status == "open"
        assert not two.hammer().refused
        (decided,) = facts(one, ev.Decided)
        assert (decided.clerk, decided.hammer) == ("ab", "cd")
        until(two, lambda: two.clerks.next_proposal())
        proposal = two.clerks.next_proposal()
        assert proposal and proposal.line == "sluit"
        two.taken(proposal, drop=True)
        assert any("sluit" in told for told in one.notices) and not one.clerks.proposals
        assert not two.enter("overdragen").refused and one.clerks.holder == "ab"


def test_the_hammer_stays_where_nobody_else_is(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one:
        entered(one, "open")
        assert one.enter("overdragen").refused and not one.hammer().text.startswith("De hamer is bij")


def test_behind_closed_doors_nothing_of_the_second_is_read_or_kept(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "besloten")
        until(two, lambda: two.desk.state.doors_closed)
        for line in (", kanarie", "m1 i pvda: Kanarie", "kanarie"):
            answer = two.enter(line)
            assert answer.refused and "kanarie" not in answer.text.casefold()
        two.save_draft("kanarie")
    kept = [path for path in council.rglob("*") if path.is_file() and b"kanarie" in path.read_bytes().lower()]
    assert kept == []


def test_what_is_deleted_on_request_stands_in_no_proposal(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", ", mevrouw De Wit belde")
        assert not two.enter("+16: Brief van mevrouw De Wit").refused
        one.enter("wis mevrouw de wit: op haar verzoek", confirmed=True)
        assert one.clerks.proposals == []
        until(two, lambda: not two.clerks.proposals and alike(one, two))
        assert "de wit" not in str(two.journal.events).casefold()


# -- the line dies ------------------------------------------------------------------------------------------------


def cut(session: Assisting) -> None:
    """The line between two clerks is gone, with neither of them."""
    wire = session._line._wire
    assert wire
    wire.end()


def test_an_answer_that_was_lost_is_not_logged_twice(
    council: Path, agenda: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n")
        line = two._line
        before = line._wire
        said: list[dict[str, object]] = []
        asked = line.ask

        def lost(told: dict[str, object]) -> dict[str, object]:
            """The line dies when it was logged and before that is heard of."""
            asked(told)
            said.append(told)
            cut(two)
            raise LineLost

        monkeypatch.setattr(line, "ask", lost)
        two.enter(", een keer")
        monkeypatch.undo()
        until(two, lambda: any("Wel gelogd" in told for told in two.notices))
        assert [e.text for e in facts(one, ev.Note) if isinstance(e, ev.Note)].count("een keer") == 1
        until(two, lambda: line._wire not in (None, before) and not two.clerks.lost)
        assert "al gelogd" in str(asked(said[0])["text"])
        assert two.desk.prepared.lines == () and two.own.unanswered.lines == {}


def test_what_was_never_logged_waits_to_be_entered(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n")
        with one.clerks.still():  # the first can answer nobody until the second has typed
            cut(two)
            until(two, lambda: two.clerks.lost)
            assert any("lijn met ab is weg" in told for told in two.alarms)
            assert not two.enter(", bewaard").refused
            assert ", bewaard" in own_lines_of(one.journal.private, "cd").read_text(encoding="utf-8")
        until(two, lambda: two.desk.prepared.lines)
        assert two.desk.prepared.lines == (", bewaard",)
        assert any("Niet gelogd" in told and "bewaard" in told for told in two.notices)
        assert "bewaard" not in [e.text for e in facts(one, ev.Note) if isinstance(e, ev.Note)]


def test_the_hammer_comes_back_when_the_second_is_gone(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one:
        with beside(one, agenda) as two:
            entered(one, "open", "overdragen")
            until(two, lambda: two.clerks.holder == "cd")
            two.enter("n")
        until(one, lambda: not one.clerks.together)
        assert one.clerks.holder == "ab" and any("hamer" in told for told in one.notices)
        assert not one.enter("sluit", confirmed=True).refused


def test_the_second_goes_on_with_what_either_had_typed(council: Path, agenda: Path) -> None:
    one = Session.open(council, agenda, hold=0)
    welcome = Welcome(one)
    with welcome, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon", "m2 i vvd: Wind")
        entered(two, "m2v vvd 33-4")
        entered(one, "m1v pvda 31-6")
        one.save_draft(", half een")
        two.save_draft(", half twee")
        two.desk.prepared.add(["m3 i cda: Voorbereid"])
        one.journal.close()  # as a kill leaves it: nothing is said any more
        with Session_again(council, agenda) as writer:
            taken_over(writer, two, two.own)
            assert writer.desk.staged and writer.desk.staged.line == "m1v pvda 31-6"
            assert writer.draft.line == ", half twee" and writer.clerks.holder == "cd"
            assert set(writer.desk.prepared.lines) == {", half een", "m2v vvd 33-4", "m3 i cda: Voorbereid"}
            assert not own_lines_of(writer.journal.private, "cd").exists() and writer.clerks.proposals == []
            writer.hammer()
            (decided,) = facts(writer, ev.Decided)
            assert decided.hammer == "cd"


@contextmanager
def Session_again(council: Path, agenda: Path) -> Iterator[Session]:
    session = Session.open(council, agenda, hold=0)
    try:
        yield session
    finally:
        session.close()


def test_what_was_proposed_is_there_after_a_crash(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n", "m1 i pvda: Zon")
        entered(two, "m1v pvda 31-6")
    with Session_again(council, agenda) as again:
        assert [each.line for each in again.clerks.proposals] == ["m1v pvda 31-6"]


# -- who is kept out ----------------------------------------------------------------------------------------------


def said_to(session: Session, *raw: bytes) -> str:
    """What a stranger on the socket is told before the line is closed."""
    calling = reached(socket_of(session.journal.private))
    calling.settimeout(PATIENCE)
    told = b""
    with calling:
        try:
            for piece in raw:
                calling.sendall(piece)
        except OSError:
            pass
        while b"\n" not in told:
            try:
                got = calling.recv(65536)
            except ConnectionResetError:
                break
            if not got:
                break
            told += got
    return str(json.loads(told.partition(b"\n")[0] or b"{}").get("refused", ""))


def hello(session: Session, **other: object) -> bytes:
    said = {"hello": "xy", "meeting": session.journal.meeting, "version": __version__, "known": 0} | other
    return json.dumps(said).encode() + b"\n"


def test_garbage_and_strangers_get_a_sentence_and_change_nothing(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open", "n")
        before = [*one.journal.events]
        garbage = (b"\x00\xff\n", b"[]\n", b"{}\n", b"[" * 100_000 + b"\n", b'"x"\n', b"GET / HTTP/1.1\r\n\r\n")
        assert {said_to(one, each) for each in garbage} == {str(LivecouncilError("clerks.garbled"))}
        assert "tekens" in said_to(one, b"x" * (3 << 20))
        for wrong in ({"hello": "../etc"}, {"known": 10**9}, {"known": -1}, {"hello": 3}, {"version": None}):
            assert said_to(one, hello(one, **wrong))
        assert "versie" in said_to(one, hello(one, version="0.0.1"))
        assert one.journal.meeting in said_to(one, hello(one, meeting="een-andere"))
        assert "paraaf" in said_to(one, hello(one, hello="ab"))
        assert "cd doet al mee" in said_to(one, hello(one))
        assert one.journal.events == before and two.clerks.together and not two.enter(", gaat door").refused


def test_one_that_is_let_in_and_then_talks_garbage_is_put_out(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one:
        for said in (b'{"number":1,"do":"format"}\n', b'{"number":"x","do":"enter"}\n', b'{"number":1,"do":"enter"}\n'):
            calling = reached(socket_of(one.journal.private))
            calling.settimeout(PATIENCE)
            with calling:
                calling.sendall(hello(one) + said)
                told = b""
                while got := calling.recv(65536):
                    told += got
            assert json.loads(told.splitlines()[-1])["refused"] == str(LivecouncilError("clerks.garbled"))
            until(one, lambda: not one.clerks.together)
        assert not one.enter("open").refused


@pytest.mark.skipif(os.geteuid() != 0, reason="another user can only be played by root")
def test_another_user_is_refused_even_where_the_socket_lets_him(council: Path, agenda: Path) -> None:
    with desk_of(council, agenda) as one:
        place = socket_of(one.journal.private)
        assert place.stat().st_mode & 0o777 == 0o600
        place.chmod(0o666)
        calling = reached(place)
        assert neighbours.user_at(calling) == os.geteuid()
        calling.close()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            folder = os.open(place.parent, os.O_RDONLY)
            os.fchdir(folder)
            os.setuid(65534)
            answer = b"?"
            try:
                with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stranger:
                    stranger.connect(place.name)
                    stranger.sendall(hello(one))
                    answer = stranger.recv(65536)
            except OSError as error:
                answer = str(error).encode()
            finally:
                os.write(writing, answer)
                os._exit(0)
        os.waitpid(child, 0)
        told = os.read(reading, 65536).decode()
        assert str(LivecouncilError("clerks.stranger")) in told or "Permission" in told
        assert not one.clerks.together


def test_by_token_whoever_cannot_tell_it_is_a_stranger(tmp_path: Path) -> None:
    """The way of a system without Unix sockets, over the loopback."""
    place = tmp_path / "assist"
    doorway = Doorway(place, by_token=True)
    assert place.stat().st_mode & 0o077 == 0 and len(place.read_text().split()[1]) == 64
    with reached(place) as friend, doorway.accept() as caller:
        assert doorway.knows(caller)
        friend.sendall(b"x")
        assert caller.recv(1) == b"x"
    port = int(place.read_text().split()[0])
    with socket.create_connection(("127.0.0.1", port)) as stranger, doorway.accept() as caller:
        stranger.sendall(b"0" * 64)
        assert not doorway.knows(caller)
    doorway.close()
    assert not place.exists()


def test_nobody_to_join_says_so(council: Path, agenda: Path) -> None:
    with Session_again(council, agenda) as one:
        with pytest.raises(LivecouncilError, match="Niemand legt"):
            Assisting.join(Terms(council, agenda), "cd")
        assert not one.journal.read_only


def test_a_place_without_sockets_is_told_and_the_meeting_goes_on(
    council: Path, agenda: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr("livecouncil.sitting.clerks.welcome.Doorway", refuses)
    with desk_of(council, agenda) as one:
        assert any("geen tweede griffier" in told for told in one.notices) and not one.enter("open").refused


def test_a_long_folder_is_no_obstacle(council: Path, agenda: Path, tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("the folder that is open stands in /proc on Linux only")
    deep = tmp_path / ("een-map-met-een-lange-naam-" * 3) / ("en-nog-een-" * 8)
    shutil.copytree(council, deep)
    with desk_of(deep, deep / "agendas" / agenda.name) as one, beside(one, deep / "agendas" / agenda.name) as two:
        assert not one.enter("open").refused
        until(two, lambda: alike(one, two))


# -- the manual ---------------------------------------------------------------------------------------------------


def test_the_chapter_of_the_manual_is_played_from_its_text(tmp_path: Path) -> None:
    folder = tmp_path / "raad"
    shutil.copytree(str(files("livecouncil") / "example"), folder)
    manual = (ROOT / "docs" / "handleiding.md").read_text(encoding="utf-8")
    told = manual.partition("<!-- met twee griffiers -->\n```text\n")[2].partition("```")[0].splitlines()
    agenda = next((folder / "agendas").glob("*.toml"))
    with desk_of(folder, agenda) as one, beside(one, agenda) as two:
        refused = []
        for row in told:
            who, _, line = row.partition(": ")
            session = {"ab": one, "cd": two}[who]
            until(two, lambda: alike(one, two) and one.clerks.holder == two.clerks.holder)
            until(two, lambda: one.clerks.proposals == two.clerks.proposals)
            answer = as_told(session, line)
            refused += [f"{row}: {answer.text}"] * answer.refused
        assert refused == [] and len(told) > 10
        decided = {(e.object, e.clerk, e.hammer) for e in one.journal.events if isinstance(e, ev.Decided)}
        assert decided == {("m1", "cd", "ab"), ("m2", "ab", "cd")} and one.desk.state.status == "closed"


def as_told(session: Session, line: str) -> Answer:
    """One line of the manual, or its keys."""
    if line == "=":
        return session.hammer()
    if line != "Tab Enter":
        return session.enter(line, confirmed=True)
    proposal = session.clerks.next_proposal()
    assert proposal
    session.taken(proposal)
    return session.enter(proposal.line)


def test_a_journal_of_form_1_is_as_it_was(council: Path, agenda: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Journal, "form", property(lambda self: 1))
    with desk_of(council, agenda) as one, beside(one, agenda) as two:
        entered(one, "open")
        entered(two, ", van de tweede")
        assert all(event.clerk == "" for event in one.journal.events)
