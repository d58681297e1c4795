"""A wall on its own device: six digits couple it, once; who is not coupled sees nothing."""

from __future__ import annotations

import http.client
import json
import re
import signal
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from livecouncil.commands import main
from livecouncil.server.pairing import ASKING, GOOD_FOR, KEPT, MISTYPED, OF_ONE, Screens, uncouple
from livecouncil.sitting.answers import Kind
from livecouncil.sitting.session import Session
from tests.conftest import Clock
from tests.waiting import until_in

from .test_server import ID, Server, awaited


def asked(screens: Screens, address: str = "192.168.1.9") -> tuple[str, str]:
    given = screens.ask(address)
    assert given
    return given


def other_than(digits: str) -> str:
    """Digits that no screen shows."""
    return f"{(int(digits) + 1) % 10**6:06d}"


class TestOfDigits:
    """What digits are good for, by a steady clock that moves when told to."""

    @pytest.fixture
    def screens(self, tmp_path: Path) -> Screens:
        self.at = 0.0
        return Screens(tmp_path, now=lambda: self.at)

    def test_they_are_good_once(self, screens: Screens) -> None:
        digits, secret = asked(screens)
        assert re.fullmatch(r"\d{6}", digits) and not screens.number_of(secret)
        screen = screens.couple(digits)
        assert screen and screen.number == 1 == screens.number_of(secret)
        assert screens.couple(digits) is None, "a replay"

    def test_they_are_good_for_ten_minutes(self, screens: Screens) -> None:
        digits, secret = asked(screens)
        self.at = GOOD_FOR
        assert screens.couple(digits) is None and not screens.asks(secret)

    def test_two_screens_at_once_are_two(self, screens: Screens) -> None:
        one, other = asked(screens), asked(screens, "192.168.1.10")
        second = screens.couple(other[0])
        first = screens.couple(one[0])
        assert first and second and first.number != second.number
        assert screens.number_of(one[1]) == first.number and screens.number_of(other[1]) == second.number

    def test_one_wrong_digit_never_couples_another_screen(self, screens: Screens) -> None:
        shown = [asked(screens, f"10.0.0.{n}")[0] for n in range(ASKING)]
        for one in shown:
            for other in shown:
                assert one == other or sum(a != b for a, b in zip(one, other, strict=True)) >= 2

    def test_nobody_fills_the_list(self, screens: Screens) -> None:
        first = asked(screens)
        for _ in range(OF_ONE):
            asked(screens)
        assert not screens.asks(first[1]), "the oldest of one address makes room"
        for n in range(ASKING - OF_ONE):
            asked(screens, f"10.0.0.{n}")
        assert screens.ask("10.0.1.1") is None
        self.at = GOOD_FOR
        assert screens.ask("10.0.1.1"), "it empties by itself"

    def test_guessing_is_limited(self, screens: Screens) -> None:
        assert [screens.mistyped() for _ in range(MISTYPED + 1)] == [False] * MISTYPED + [True]
        self.at = 60.0
        assert not screens.mistyped()

    def test_a_restart_keeps_it_coupled_and_the_secret_is_not_kept(self, screens: Screens, tmp_path: Path) -> None:
        digits, secret = asked(screens)
        screens.couple(digits)
        kept = tmp_path / KEPT
        assert secret not in kept.read_text() and stat.S_IMODE(kept.stat().st_mode) == 0o600
        assert Screens(tmp_path).number_of(secret) == 1
        kept.write_text("{half")
        screens.look()
        assert screens.number_of(secret) == 1, "a broken file uncouples nobody"

    def test_uncoupled_it_is_known_no_more(self, screens: Screens, tmp_path: Path) -> None:
        digits, secret = asked(screens)
        screens.couple(digits)
        assert uncouple(tmp_path, 1) and not uncouple(tmp_path, 1)
        screens.look()
        assert not screens.number_of(secret)

    def test_where_nothing_can_be_kept_it_is_coupled_as_long_as_the_server(
        self, screens: Screens, tmp_path: Path
    ) -> None:
        (tmp_path / KEPT).mkdir()
        digits, secret = asked(screens)
        assert screens.couple(digits) and screens.trouble
        screens.look()
        assert screens.number_of(secret) == 1


def posted(server: Server, path: str, body: str = "", **headers: str) -> tuple[int, Any]:
    connection = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=60)
    connection.request("POST", path, body, {k.replace("_", "-"): v for k, v in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode()
    try:
        return answer.status, json.loads(text)
    except ValueError:
        return answer.status, text


@pytest.fixture
def sat(council: Path, agenda: Path, clock: Clock) -> Iterator[tuple[Session, Server]]:
    """A meeting at the desk with a public server beside it."""
    session = Session.open(council, agenda, hold=0, clock=clock)
    session.enter("open")
    server = Server(council)
    awaited(server)
    yield session, server
    server.process.send_signal(signal.SIGCONT)
    server.process.terminate()
    server.process.wait(60)
    session.close()


def test_who_is_not_coupled_sees_nothing_and_only_the_desk_couples(sat: tuple[Session, Server]) -> None:
    session, server = sat
    status, given = posted(server, "/wand")
    assert status == 200
    for path in (f"/{ID}/wall", f"/{ID}/wall-stream", "/MEETING/wall"):
        assert server.get(f"{path}?token={given['token']}")[0] == 404, "asked, not coupled"
    assert server.get(f"/wand/state?token={given['token']}")[2] == b'{"state": "asked"}'
    wall = (session.data / "wall.url").read_text().strip().rpartition("token=")[2]
    good = f"Bearer {wall}"
    assert posted(server, "/wand/pair", given["digits"])[0] == 404, "without the wall's token"
    assert posted(server, "/wand/pair", given["digits"], Authorization="Bearer x")[0] == 404
    assert posted(server, "/wand/pair", given["digits"], Authorization=good, Host="evil.example")[0] == 404
    assert posted(server, "/wand/pair", "9" * 100_000, Authorization=good)[0] == 410
    assert posted(server, "/wand", Origin="https://evil.example")[0] == 403
    assert posted(server, "/wand/pair", given["digits"], Authorization=good) == (
        200,
        {"number": 1, "address": "127.0.0.1", "trouble": ""},
    )
    assert server.get(f"/{ID}/wall?token={given['token']}")[0] == 200
    assert server.get("/wand/state?token=" + "x" * 24)[0] == 404


def test_the_griffier_types_what_the_screen_shows(sat: tuple[Session, Server]) -> None:
    session, server = sat
    before = len(session.journal.events)
    digits = posted(server, "/wand")[1]["digits"]
    wrong = session.enter(f"wand {other_than(digits)}")
    assert wrong.refused and "Geen scherm toont" in wrong.text and "niets gekoppeld" in wrong.text
    answer = session.enter(f"wand {digits[:3]} {digits[3:]}", line_mode=True)
    assert answer.kind is Kind.NOTED and answer.text.startswith("Scherm 1 is gekoppeld (op deze laptop)"), answer.text
    again = session.enter(f"wand {digits}")
    assert again.refused and "één keer" in again.text
    for _ in range(MISTYPED):
        last = session.enter(f"wand {other_than(digits)}")
    assert "wacht een minuut" in last.text
    assert session.enter("wand 48291").text.startswith("‘48291’: een scherm toont 6 cijfers")
    assert len(session.journal.events) == before, "nothing of it is logged"
    session.enter("besloten", confirmed=True)
    assert session.enter("wand 482913").refused, "behind closed doors nothing typed is read"


def test_without_a_server_it_says_so(council: Path, agenda: Path, clock: Clock) -> None:
    session = Session.open(council, agenda, hold=0, clock=clock)
    assert "antwoordt niet" in session.enter("wand 482913").text
    (council / "wall.url").write_text("http://127.0.0.1:1/MEETING/wall?token=" + "x" * 24)
    answer = session.enter("wand 482913")
    assert answer.refused and "niets gekoppeld" in answer.text and not answer.clear
    assert session.preview("wand 482913").status == "empty"
    session.close()


def test_guessing_at_a_coupled_screen_is_soon_no_longer_answered(sat: tuple[Session, Server]) -> None:
    _, server = sat
    answers = [server.get(f"/{ID}/wall?token={n:024d}")[0] for n in range(25)]
    assert answers[0] == 404 and answers[-1] == 429
    assert posted(server, "/wand")[0] == 200, "digits are asked for apart from that"
    assert 429 in [posted(server, "/wand")[0] for _ in range(25)]


def test_a_screen_is_coupled_follows_heals_and_is_uncoupled(sat: tuple[Session, Server], browser: Any) -> None:
    session, server = sat
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{server.url}wand")
    page.wait_for_selector("#said:has-text('wand ')")
    digits = page.inner_text("#digits").replace(" ", "")
    assert f"wand {digits}" in page.inner_text("#said")
    assert not session.enter(f"wand {digits}").refused
    page.wait_for_selector("article.item")
    until_in(page, "/^[0-9]{2}:[0-9]{2}$/.test(document.querySelector('.w.show .now').textContent)")
    health = json.loads(server.get("/healthz")[2])
    assert [(one["number"], one["on"]) for one in health["screens"]] == [(1, True)]
    session.enter("n6")
    session.enter("besloten", confirmed=True)
    page.wait_for_selector("article.closed_doors")
    assert "Woonvisie" not in page.content(), "nothing of the item behind closed doors"
    server.process.kill()
    server.process.wait()
    page.evaluate("livecouncilWall.age(70000)")
    assert "volg de voorzitter" in page.inner_text("#stale")
    again = Server(session.data, server.url.rstrip("/").rpartition(":")[2])
    server.process = again.process
    session.enter("openbaar", confirmed=True)
    page.wait_for_selector("article.item", timeout=60_000)
    page.wait_for_selector("#stale", state="hidden")
    page.goto(f"{server.url}wand")
    page.wait_for_selector("article.item", timeout=60_000), "it is still coupled, and goes to the wall by itself"
    assert main(["wall", "--data", str(session.data), "--uncouple", "1"]) == 0
    page.wait_for_selector("#said:has-text('wand ')", timeout=60_000)
    assert page.inner_text("#digits").replace(" ", "") != digits
    page.close()
