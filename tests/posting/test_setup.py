"""`livecouncil channels` and `live` with channels: secrets stay where they belong; the worker runs
beside the meeting."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web

from livecouncil.core.council.model import Channel
from livecouncil.errors import InputFault
from livecouncil.posting.outbox_file import outbox_path, read_outbox
from livecouncil.posting.setup import Keyboard, set_up
from livecouncil.settings import secrets
from livecouncil.settings.load import load_council
from tests.conftest import ROOT
from tests.evenings.shell import line_mode

from .meeting import ID, Meeting
from .servers import Server
from .test_clients import channel, posted, secret, serving

CANARY = "kanarie-geheim-4711"


@pytest.fixture(autouse=True)
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    return tmp_path / "config"


def answers(*given: str) -> tuple[Keyboard, list[str]]:
    told: list[str] = []
    left = list(given)
    return Keyboard(lambda _: left.pop(0), lambda _: left.pop(0), told.append), told


async def test_bluesky_is_set_up_by_app_password_and_tried_without_posting(
    pds: Server, council: Path, config: Path, http: ClientSession
) -> None:
    who = pds.new()
    keyboard, told = answers(who.handle, who.password)
    assert (
        await set_up(
            load_council(council / "council.toml"), "bluesky", Channel(network="bluesky", server=who.url), keyboard
        )
        == 0
    )
    assert f"aangemeld als {who.handle}. Er is niets geplaatst" in told[-1] and await posted(http, "bluesky", who) == []
    kept = next(config.rglob("bluesky.json"))
    assert kept.stat().st_mode & 0o777 == 0o600 and who.password in kept.read_text()
    assert not [p for p in council.rglob("*") if p.is_file() and who.password in p.read_text(errors="replace")]


async def test_a_wrong_password_keeps_nothing(pds: Server, council: Path, config: Path) -> None:
    keyboard, told = answers(pds.account.handle, CANARY)
    assert (
        await set_up(
            load_council(council / "council.toml"), "bluesky", Channel(network="bluesky", server=pds.url), keyboard
        )
        == 1
    )
    assert "Er is niets bewaard" in told[-1] and CANARY not in "".join(told) and not list(config.rglob("*.json"))


async def test_mastodon_is_set_up_by_a_code_from_the_browser(council: Path) -> None:
    """A server that answers as Mastodon's documentation says (OAuth, out of band)."""
    asked: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        asked.append({"path": request.path, **(await request.post())})
        told = {"/api/v1/apps": {"client_id": "id", "client_secret": "s"}, "/oauth/token": {"access_token": "tok"}}
        return web.json_response(told.get(request.path, {"id": "1", "acct": "griffie", "configuration": {}}))

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    async with serving(app) as url:
        keyboard, told = answers("de-code")
        assert (
            await set_up(
                load_council(council / "council.toml"), "mastodon", Channel(network="mastodon", server=url), keyboard
            )
            == 0
        )
    assert f"{url}/oauth/authorize?response_type=code&client_id=id" in told[0] and "aangemeld als griffie" in told[-1]
    assert [a.get("code") for a in asked if a["path"] == "/oauth/token"] == ["de-code"]
    assert "write:statuses" in asked[0]["scopes"]


async def test_x_says_its_price_first_and_stops_without_consent(council: Path, config: Path) -> None:
    keyboard, told = answers("nee")
    with pytest.raises(InputFault, match="Er is niets veranderd"):
        await set_up(load_council(council / "council.toml"), "x", Channel(network="x"), keyboard)
    assert "$0,015" in told[0] and "overheden" in told[0] and not list(config.rglob("*.json"))


def test_a_secret_others_can_read_is_refused(config: Path) -> None:
    path = secrets.save("Voorbeeld", "bluesky", {"password": CANARY})
    assert secrets.load_secret("Voorbeeld", "bluesky") == {"password": CANARY}
    path.chmod(0o644)
    with pytest.raises(InputFault, match="chmod 600"):
        secrets.load_secret("Voorbeeld", "bluesky")


def test_a_systemd_credential_comes_first(config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.save("Voorbeeld", "bluesky", {"password": "bestand"})
    (tmp_path / "livecouncil-bluesky").write_text('{"password": "systemd"}')
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert secrets.load_secret("Voorbeeld", "bluesky") == {"password": "systemd"}


async def test_live_posts_beside_the_meeting_and_no_secret_leaves(
    pds: Server, council: Path, config: Path, http: ClientSession
) -> None:
    who = pds.new()
    Meeting(
        council,
        {"bluesky": channel("bluesky", who.url), "stuk": channel("bluesky", "http://127.0.0.1:9")},
        {"bluesky": secret("bluesky", who), "stuk": {"identifier": "x", "password": CANARY}},
    ).close()
    agenda = next((council / "agendas").glob("*.toml"))
    command = line_mode(council, agenda, "--no-serve", "--hold", "0")
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ,
        text=True,
    )
    assert process.stdin and process.stdout
    process.stdin.write("open\n")
    process.stdin.flush()
    for _ in range(2000):
        rows = read_outbox(outbox_path(council, ID)).rows.get("bluesky", {})
        if any(row.state == "done" for row in rows.values()):
            break
        await __import__("asyncio").sleep(0.01)
    process.stdin.close()
    said = process.stdout.read()
    assert process.wait(60) == 0
    assert [row["text"][:9] for row in await posted(http, "bluesky", who)] == ["De raadsv"]
    places = [p.read_text(errors="replace") for p in council.rglob("*") if p.is_file()] + [said]
    assert not [text for text in places if CANARY in text or who.password in text]


def test_a_rehearsal_posts_nothing(council: Path) -> None:
    Meeting(council, {"bluesky": channel("bluesky", "http://127.0.0.1:9")}, {}).close()
    agenda = next((council / "agendas").glob("*.toml"))
    command = line_mode(council, agenda, "--no-serve", "--rehearsal", "--hold", "0")
    subprocess.run(command, cwd=ROOT, input="open\nsluit\n", text=True, check=True, capture_output=True, timeout=60)
    assert not list((council / "oefening").rglob("*.outbox*")) and not outbox_path(council, ID).exists()


def test_channels_lists_and_says_what_is_missing(council: Path) -> None:
    Meeting(council, {"bluesky": channel("bluesky", "http://127.0.0.1:9"), "x": {"network": "copy"}}, {}).close()
    done = subprocess.run(
        [sys.executable, "-m", "livecouncil", "channels", "--data", council], cwd=ROOT, capture_output=True, text=True
    )
    assert (
        done.returncode == 1
        and "niet ingesteld: livecouncil channels bluesky" in done.stdout
        and "kopiëren bij F3" in done.stdout
    )
    done = subprocess.run(
        [sys.executable, "-m", "livecouncil", "channels", "bluesky", "--data", council],
        cwd=ROOT,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 2 and "alleen aan het toetsenbord" in done.stderr
