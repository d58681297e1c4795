"""Mail at the gavel, through a real SMTP server: what arrives, what answers mean, a program killed in between."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.council.model import Channel
from livecouncil.posting.networks import smtp
from livecouncil.posting.outbox_file import Outbox, outbox_path, read_outbox
from livecouncil.posting.setup import Keyboard, set_up
from livecouncil.settings import secrets
from livecouncil.settings.check import check
from livecouncil.settings.load import load_council

from .meeting import ID, Meeting
from .smtp_server import PASSWORD, USER, Mailbox, Running, certified, mail_server
from .test_clients import settled, working

EVENING = ("open", "n6", "m3 i pvda gl: Starters eerst", "m3v cda =", "b: De fractie licht het voorstel toe =")
LIST = "besluiten@lijst.example"
FROM = "raad@voorbeeld.example"
LEAVE = "mailto:besluiten-leave@lijst.example"


@pytest.fixture
def server() -> Iterator[Running]:
    with mail_server(Mailbox()) as running:
        yield running


def channel(url: str, **more: Any) -> dict[str, Any]:
    return {"server": url, "account": FROM, "unsubscribe": LEAVE, "timeout": 1.0, "stale": 10_000} | more


def meeting_by_mail(meetings: Any, url: str, secret: secrets.Secret | None = None, **more: Any) -> Meeting:
    made = meetings({"mail": channel(url)}, {"mail": secret or {"to": LIST, "user": "", "password": ""}}, **more)
    assert isinstance(made, Meeting)
    return made


async def test_every_decision_is_one_message_and_a_correction_answers_it(server: Running, meetings: Any) -> None:
    meeting = meeting_by_mail(meetings, server.url)
    meeting.enter(*EVENING)
    async with working(meeting) as until:
        await until(settled(1))
        meeting.enter("c m3v vvd =", "sluit")
        await until(settled(2))
    decided, corrected = server.box.letters
    assert decided["To"] == LIST and decided["From"] == f"Raadsvergadering Voorbeeld <{FROM}>"
    assert decided["Subject"].startswith("Motie M3 ‘Starters eerst’ is aangenomen") and len(decided["Subject"]) < 95
    assert decided["List-Id"] == "<besluiten.lijst.example>" and decided["List-Unsubscribe"] == f"<{LEAVE}>"
    assert decided["Auto-Submitted"] == "auto-generated" and decided["Content-Language"] == "nl"
    assert decided["Message-ID"].endswith("@voorbeeld.example>") and "In-Reply-To" not in decided
    assert corrected["In-Reply-To"] == corrected["References"] == decided["Message-ID"]
    assert corrected["Subject"].startswith("Correctie")
    plain = decided.get_body(("plain",))
    shown = decided.get_body(("html",))
    assert plain and shown
    assert "Starters eerst" in plain.get_content() and "https://raad.voorbeeld.example/live/" in plain.get_content()
    assert f"Afmelden: {LEAVE.removeprefix('mailto:')}" in plain.get_content()
    assert '<a href="https://raad.voorbeeld.example/live/' in shown.get_content()
    assert all(len(line) < 998 and line.isascii() for one in server.box.arrived for line in one.split(b"\r\n"))


@pytest.mark.parametrize("how", ["cut", "451 try again later", "hang"])
async def test_a_try_that_failed_is_made_again_the_same_to_the_byte(
    how: str, server: Running, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.box.ill = [how]
    if how == "hang":
        _hold_the_answer(server.box, monkeypatch)
    meeting = meeting_by_mail(meetings, server.url)
    meeting.enter(*EVENING)
    async with working(meeting) as until:
        contents = await until(settled(1))
    assert contents.rows["mail"] and max(row.tries for row in contents.rows["mail"].values()) == 2
    assert len({one["Message-ID"] for one in server.box.letters}) == 1
    assert len(set(server.box.arrived)) == 1, "who knows a message by its id has one"
    assert len(server.box.arrived) == (1 if how[0] == "4" else 2), "a server that said no has none"


def _hold_the_answer(box: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first message is taken, and its answer never comes."""
    taken = box.handle_DATA

    async def held(*asked: Any) -> str:
        first = bool(box.ill)
        box.ill = []
        answer = await taken(*asked)
        if first:
            await asyncio.sleep(30)
        return answer

    monkeypatch.setattr(box, "handle_DATA", held)


async def test_what_the_server_refuses_for_good_is_told_and_the_next_goes_on(server: Running, meetings: Any) -> None:
    server.box.ill = ["554 looks like spam"]
    meeting = meeting_by_mail(meetings, server.url)
    meeting.enter(*EVENING, "m4 i vvd: Later", "m4v cda =")
    async with working(meeting) as until:
        contents = await until(settled(1))
    first, second = contents.rows["mail"].values()
    assert (first.state, first.reason) == ("rejected", "554 looks like spam") and second.state == "done"
    assert len(server.box.arrived) == 1


async def test_a_list_that_is_not_there_parks_the_channel_until_it_is_mended(server: Running, meetings: Any) -> None:
    server.box.refused = {LIST}
    meeting = meeting_by_mail(meetings, server.url)
    meeting.enter(*EVENING)
    async with working(meeting) as until:
        contents = await until(lambda c: "mail" in c.channels and c.channels["mail"].state == "parked")
        assert contents.channels["mail"].reason == "550 no such list" and not server.box.arrived
        server.box.refused = set()
        await until(settled(1))
    assert len(server.box.arrived) == 1


async def test_a_server_that_is_away_gets_it_later(meetings: Any) -> None:
    with mail_server(Mailbox()) as gone:
        url = gone.url
    meeting = meeting_by_mail(meetings, url)
    meeting.enter(*EVENING)
    async with working(meeting) as until:
        await until(lambda c: "mail" in c.channels and c.channels["mail"].state == "waiting")
        await until(lambda c: {row.state for row in c.rows["mail"].values()} == {"not_sent"})  # between two tries


async def test_over_tls_with_a_password_that_is_told_nowhere(
    tmp_path: Path, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, context = certified(tmp_path)
    box = Mailbox()
    with mail_server(box, tls=context, login=True) as running:
        meeting = meeting_by_mail(meetings, running.url, {"to": LIST, "user": USER, "password": PASSWORD})
        meeting.enter(*EVENING)
        async with working(meeting) as until:
            contents = await until(lambda c: "mail" in c.channels and c.channels["mail"].state == "parked")
            assert "certificaat" in contents.channels["mail"].reason and not box.arrived
            monkeypatch.setenv("SSL_CERT_FILE", str(authority))
            await until(settled(1))
    assert len(box.arrived) == 1
    council = meeting.folder
    for path in council.rglob("*"):
        if path.is_file():
            found = path.read_text(encoding="utf-8", errors="replace")
            assert PASSWORD not in found and LIST not in found, path


async def test_a_wrong_password_parks_the_channel(
    tmp_path: Path, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, context = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    with mail_server(Mailbox(), tls=context, login=True) as running:
        meeting = meeting_by_mail(meetings, running.url, {"to": LIST, "user": USER, "password": "anders-4711"})
        meeting.enter(*EVENING)
        async with working(meeting) as until:
            contents = await until(lambda c: "mail" in c.channels and c.channels["mail"].state == "parked")
    assert contents.channels["mail"].reason.startswith("535") and "4711" not in contents.channels["mail"].reason


async def test_a_password_never_goes_over_an_open_line(
    server: Running, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "loopback", lambda host: False)
    meeting = meeting_by_mail(meetings, server.url, {"to": LIST, "user": USER, "password": PASSWORD})
    meeting.enter(*EVENING)
    async with working(meeting) as until:
        contents = await until(lambda c: "mail" in c.channels and c.channels["mail"].state == "parked")
    assert "TLS" in contents.channels["mail"].reason and not server.box.greeted


async def test_what_is_held_or_behind_closed_doors_does_not_leave(server: Running, meetings: Any) -> None:
    meeting = meeting_by_mail(meetings, server.url)
    meeting.enter(*EVENING)
    async with working(meeting) as until:
        await until(settled(1))
        meeting.session.pause()
        meeting.enter("m4 i vvd: Later", "m4v cda =")
        await until(lambda c: len(c.rows["mail"]) == 2 and c.channels["mail"].reason == "held")
        assert len(server.box.arrived) == 1
        meeting.session.pause()
        await until(settled(2))
        meeting.enter("besloten")
        meeting.session.enter("m4 kanarie achter gesloten deuren", confirmed=True, line_mode=True)
        meeting.enter("openbaar", "m5 i vvd: Daarna", "m5v cda =")
        await until(settled(3))
    assert [one["Subject"][:8] for one in server.box.letters] == ["Motie M3", "Motie M4", "Motie M5"]
    assert not any(b"kanarie" in one for one in server.box.arrived)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it ended, after a moment."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(0.02)
    return process.returncode is not None


def test_killed_between_the_message_and_its_answer(
    server: Running, meetings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.box.ill = ["hang"]
    _hold_the_answer(server.box, monkeypatch)
    meeting = meeting_by_mail(meetings, server.url)
    meeting.enter(*EVENING)
    command = [sys.executable, "-m", "tests.posting.post", str(meeting.folder), ID, "look"]
    with subprocess.Popen(command) as first:
        while not server.box.arrived:
            assert not _ended(first)
        first.send_signal(signal.SIGKILL)
    [row] = read_outbox(outbox_path(meeting.folder, ID)).rows["mail"].values()
    assert row.state == "sending"
    with subprocess.Popen(command) as second:
        while len(server.box.arrived) < 2:
            assert not _ended(second)
        second.terminate()
    assert len(set(server.box.arrived)) == 1
    Outbox(meeting.folder, ID).close()


async def test_it_is_set_up_at_the_keyboard_and_tried_without_a_message(
    tmp_path: Path, council: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority, context = certified(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority))
    box = Mailbox()
    told: list[str] = []
    with mail_server(box, tls=context, login=True) as running:
        one = Channel(network="mail", **channel(running.url))
        for given, code in (([LIST, USER, "mis"], 1), ([LIST, USER, PASSWORD], 0)):
            left = list(given)

            def answer(_: str, left: list[str] = left) -> str:
                return left.pop(0)

            keyboard = Keyboard(answer, answer, told.append)
            assert await set_up(load_council(council / "council.toml"), "mail", one, keyboard) == code
            assert (secrets.load_secret("Voorbeeld", "mail") is not None) == (code == 0)
    assert not box.arrived and box.greeted == ["voorbeeld.example"]
    assert f"{FROM} → {LIST}" in told[-1] and "mis" not in told[0].split("(", 1)[1]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"server": "mail.example"}, "is geen mailserver"),
        ({"server": "smtp://u:p@mail.example"}, "is geen mailserver"),
        ({"account": "raad"}, "is geen mailadres"),
        ({"unsubscribe": ""}, "van de lijst af komt"),
        ({"network": "ntfy", "topic": "raad van urk", "server": "https://ntfy.example"}, "is geen onderwerp"),
        ({"network": "ntfy", "topic": "raad-{meeting}", "server": "https://ntfy.example"}, ""),
        ({}, ""),
    ],
)
def test_check_says_what_is_wrong_before_the_evening(council: Path, agenda: Path, more: Any, said: str) -> None:
    rows = channel("smtp://mail.example:587") | more
    toml = council / "council.toml"
    table = "".join(f"{key} = {value!r}\n" for key, value in rows.items())
    toml.write_text(f"{toml.read_text()}\n[channels.mail]\n{table}")
    found = [fault.what for fault in check(agenda, toml) if "Kanaal mail" in fault.what]
    assert ([said in one for one in found] == [True]) if said else found == []
