"""ntfy: a telephone gets each message once, with what a touch opens, and none when the topic's guard says no."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from livecouncil.core.council.model import Channel
from livecouncil.core.meeting import events as ev
from livecouncil.posting.setup import Keyboard, set_up
from livecouncil.settings import secrets
from livecouncil.settings.load import load_council

from .meeting import ID
from .ntfy_fake import NtfyFake, ntfy
from .test_clients import EVENING, settled, working

PAGE = f"https://raad.voorbeeld.example/live/{ID}/"


def channel(url: str, topic: str = "raad-voorbeeld") -> dict[str, Any]:
    return {"network": "ntfy", "server": url, "topic": topic, "timeout": 1.0, "stale": 10_000}


async def test_a_message_has_a_title_and_opens_its_place(meetings: Any) -> None:
    fake = NtfyFake(token="tk_geheim")
    async with ntfy(fake) as url:
        meeting = meetings({"telefoon": channel(url)}, {"telefoon": {"token": "tk_geheim"}})
        meeting.enter(*EVENING)
        async with working(meeting) as until:
            await until(settled(2))
            meeting.enter("c m3v vvd =")
            await until(settled(3))
    _, decided, corrected = fake.kept
    assert decided["topic"] == "raad-voorbeeld" and decided["title"] == "Raadsvergadering Voorbeeld"
    assert decided["message"].startswith("Motie M3 ‘Starters eerst’ is aangenomen") and decided["priority"] == 3
    assert decided["click"] == f"{PAGE}m3/" and PAGE not in decided["message"]
    assert decided["tags"] == ["RaadVoorbeeld"] and corrected["message"].startswith("Correctie")
    assert len({row["sequence_id"] for row in fake.kept}) == 3


async def test_a_meeting_may_have_a_topic_of_its_own(meetings: Any) -> None:
    fake = NtfyFake()
    async with ntfy(fake) as url:
        meeting = meetings({"telefoon": channel(url, "urk-{meeting}")}, {"telefoon": {"token": ""}})
        meeting.enter("open")
        async with working(meeting) as until:
            await until(settled(1))
    assert [row["topic"] for row in fake.kept] == [f"urk-{ID}"]


@pytest.mark.parametrize("how", ["cut", "429", "500"])
async def test_whatever_befalls_a_try_it_is_there_once(how: str, meetings: Any) -> None:
    fake = NtfyFake(ill=[how])
    async with ntfy(fake) as url:
        meeting = meetings({"telefoon": channel(url)}, {"telefoon": {"token": ""}})
        meeting.enter("open", "b: Proef =")
        async with working(meeting) as until:
            await until(settled(2))
    assert [row["message"][:6] for row in fake.kept] == ["De raa", "Proef "]


async def test_where_nobody_may_look_the_clerk_is_asked(meetings: Any) -> None:
    fake = NtfyFake(ill=["cut"], deaf=True)
    async with ntfy(fake) as url:
        meeting = meetings({"telefoon": channel(url)}, {"telefoon": {"token": ""}})
        meeting.enter("open")
        async with working(meeting) as until:
            contents = await until(lambda c: "telefoon" in c.channels and c.channels["telefoon"].reason == "unreadable")
            assert [row.state for row in contents.rows["telefoon"].values()] == ["unknown"] and len(fake.kept) == 1
            opened = next(e.seq for e in meeting.session.journal.events if isinstance(e, ev.Opened))
            meeting.session.order("done", (opened,))
            await until(settled(1))
    assert len(fake.kept) == 1


async def test_a_refused_token_parks_the_channel_and_is_told_nowhere(meetings: Any) -> None:
    fake = NtfyFake(token="tk_goed")
    async with ntfy(fake) as url:
        meeting = meetings({"telefoon": channel(url)}, {"telefoon": {"token": "tk_kanarie"}})
        meeting.enter("open")
        async with working(meeting) as until:
            contents = await until(lambda c: "telefoon" in c.channels and c.channels["telefoon"].state == "parked")
    assert contents.channels["telefoon"].reason == "403 forbidden" and not fake.kept


async def test_what_is_taken_off_leaves_the_server(meetings: Any) -> None:
    fake = NtfyFake()
    async with ntfy(fake) as url:
        meeting = meetings({"telefoon": channel(url)}, {"telefoon": {"token": ""}})
        meeting.enter(*EVENING)
        decided = next(e.seq for e in meeting.session.journal.events if isinstance(e, ev.Decided))
        async with working(meeting) as until:
            await until(settled(2))
            meeting.session.order("delete", (decided,), reason="personal")
            await until(lambda c: c.rows["telefoon"][decided].state == "deleted")
    assert [row["message"][:6] for row in fake.kept] == ["De raa"]


def _typed(token: str, _: str) -> str:
    return token


async def test_it_is_set_up_at_the_keyboard(council: Any) -> None:
    fake = NtfyFake(token="tk_goed")
    told: list[str] = []
    async with ntfy(fake) as url:
        for token, code in (("tk_fout", 1), ("tk_goed", 0)):
            keyboard = Keyboard(str, partial(_typed, token), told.append)
            one = Channel(**channel(url))
            assert await set_up(load_council(council / "council.toml"), "telefoon", one, keyboard) == code
    assert secrets.load_secret("Voorbeeld", "telefoon") == {"token": "tk_goed"}
    assert "raad → raad-voorbeeld" in told[-1] and f"‘raad-voorbeeld’ op {url}" in told[0] and not fake.kept
