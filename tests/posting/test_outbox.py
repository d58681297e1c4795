"""The outbox: its pure machine, state by state, and its file, whatever a crash did to it."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livecouncil.core.council.model import Channel
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.written import dump
from livecouncil.core.telling.contents import FreeText
from livecouncil.core.telling.telling import Telling
from livecouncil.errors import JournalLocked, Rejected, Unreadable
from livecouncil.posting.networks.client import Thread, _judged
from livecouncil.posting.networks.mastodon import Mastodon
from livecouncil.posting.networks.x import X
from livecouncil.posting.outbox import SETTLED, Sending, next_step
from livecouncil.posting.outbox_file import Outbox, outbox_path, read_outbox
from livecouncil.posting.posts import Order, Outgoing, Post, outgoing_posts
from livecouncil.posting.worker import Worker
from livecouncil.sitting.session import Session

T0 = datetime.fromisoformat("2026-03-12T20:00:00+01:00")
TIMES = {"stale": timedelta(minutes=60), "timeout": timedelta(seconds=20)}
POSTS = tuple(Post(n, Telling(n, "vrij_bericht", T0, FreeText(text="Een bericht")), "", T0) for n in (3, 5))


def step(
    row: Sending | None = None, *, act: str = "", held: bool = False, closed: bool = False, after: float = 1
) -> tuple[str, str] | None:
    """What is to be done, and why where it waits, of the first post."""
    orders = {(3, ""): Order(9, act)} if act else {}
    outgoing = Outgoing(POSTS, held, T0 if closed else None, orders)
    found = next_step("m", outgoing, {3: row} if row else {}, T0 + timedelta(seconds=after), **TIMES)
    return (found.do, found.why) if found and found.post and found.post.seq == 3 else None


def row(state: str, **more: object) -> Sending:
    return replace(Sending("m", 3, at=T0, text="t", tries=1), state=state, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "more", "wanted"),
    [
        (None, {}, ("send", "")),
        (None, {"held": True}, ("wait", "held")),
        (None, {"closed": True}, ("send", "")),  # released when the doors closed: one try
        (None, {"closed": True, "after": 61}, ("wait", "closed")),  # at once or not at all until they open
        ("not_sent", {"closed": True}, ("wait", "closed")),
        (None, {"after": 3601}, ("wait", "stale")),
        (None, {"after": 3601, "act": "send"}, ("send", "")),
        (None, {"after": 3601, "act": "cancel"}, ("cancel", "")),
        (None, {"act": "delete"}, ("cancel", "")),
        ("not_sent", {}, ("send", "")),
        ("not_sent", {"act": "cancel"}, ("cancel", "")),
        ("sending", {}, ("wait", "time")),  # a crash: what is on its way may still arrive
        ("sending", {"after": 25}, ("look", "")),
        ("unknown", {"after": 25}, ("look", "")),
        ("unknown", {"after": 25, "held": True}, ("look", "")),  # looking posts nothing
        ("unknown", {"after": 25, "closed": True}, ("wait", "closed")),
        ("unknown", {"act": "cancel", "after": 25}, ("look", "")),  # it may be there: first know
        ("done", {"act": "delete"}, ("delete", "")),
        ("rejected", {"act": "send"}, ("send", "")),
        ("rejected", {"act": "send", "held": True}, ("wait", "held")),  # a pause is a pause
        ("rejected", {"act": "send", "closed": True}, ("wait", "closed")),
        ("done", {}, None),
        ("rejected", {}, None),
        ("cancelled", {}, None),
        ("deleted", {}, None),
        ("done", {"act": "send"}, None),
    ],
)
def test_the_next_step(given: str | None, more: dict[str, object], wanted: tuple[str, str] | None) -> None:
    assert step(row(given) if given else None, **more) == wanted  # type: ignore[arg-type]


def test_a_timeline_that_cannot_be_read_asks_and_never_guesses() -> None:
    unsure = row("unknown", reason="unreadable")
    assert step(unsure, after=9999) == ("wait", "unreadable")
    assert step(unsure, act="done") == ("settle", "") and step(unsure, act="send") == ("send", "")
    assert step(replace(unsure, order=9), act="send", after=9999) == ("wait", "unreadable"), "one word, one try"
    assert step(unsure, act="send", held=True) == ("wait", "held") and step(unsure, act="send", closed=True) == (
        "wait",
        "closed",
    )


@given(
    st.lists(st.sampled_from(["not_sent", "unknown", "sending", *SETTLED]), min_size=1, max_size=8), st.floats(0, 9999)
)
def test_nothing_overtakes_what_is_not_settled(states: list[str], after: float) -> None:
    posts = tuple(
        Post(n, Telling(n, "vrij_bericht", T0, FreeText(text="Een bericht")), "", T0) for n in range(len(states) + 1)
    )
    rows = {n: replace(Sending("m", n, at=T0, tries=1), state=s) for n, s in enumerate(states)}  # type: ignore[arg-type]
    found = next_step("m", Outgoing(posts), rows, T0 + timedelta(seconds=after), **TIMES)
    first = next((n for n, s in enumerate(states) if s not in SETTLED), len(states))
    assert found and found.post and found.post.seq == first


def test_the_file_keeps_every_whole_line_and_mends_a_torn_one(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, "m")
    first = Sending(
        "bluesky", 3, "done", T0, "Motie M3", "nl", T0, "3k", "key", {"uri": "at://x", "cid": "y"}, 2, T0, "", 9
    )
    written = {3: first, 5: replace(first, post=5, state="sending", ref={})}
    for row_ in written.values():
        outbox.write(row_)
    outbox.stand("bluesky", "parked", T0, "401 token")
    outbox.close()
    whole = outbox_path(tmp_path, "m").read_bytes()
    ends = [n for n, byte in enumerate(whole) if byte == ord("\n")]
    assert outbox_path(tmp_path, "m").stat().st_mode & 0o777 == 0o600
    for cut in range(len(whole)):
        outbox_path(tmp_path, "m").write_bytes(whole[:cut])
        rows = read_outbox(outbox_path(tmp_path, "m")).rows.get("bluesky", {})
        assert all(row == written[number] for number, row in rows.items()) and len(rows) == (cut >= ends[0]) + (
            cut >= ends[1]
        )
        again = Outbox(tmp_path, "m")
        again.write(replace(first, post=7))
        again.close()
        assert read_outbox(outbox_path(tmp_path, "m")).rows["bluesky"][7].state == "done"


def test_one_worker_a_meeting(tmp_path: Path) -> None:
    outbox = Outbox(tmp_path, "m")
    with pytest.raises(JournalLocked, match="plaatst al een ander programma"):
        Outbox(tmp_path, "m")
    outbox.close()
    Outbox(tmp_path, "m").close()


@pytest.mark.parametrize("steps", range(6))
async def test_a_worker_that_is_told_to_end_while_something_happens_ends(tmp_path: Path, steps: int) -> None:
    worker = Worker(tmp_path, "m")
    pause = asyncio.create_task(worker._pause(None))
    await asyncio.sleep(0.01)
    async with worker._changed:
        worker._changed.notify_all()
    for _ in range(steps):
        await asyncio.sleep(0)
    already = pause.done()
    pause.cancel()
    await asyncio.wait([pause])
    assert pause.cancelled() or already
    worker._outbox.close()


def test_orders_are_private_to_nobody_and_hold_nothing_typed() -> None:
    event = ev.Posting(at=T0, act="delete", of=(3,), reason="personal")
    assert dump(event) == {
        "seq": 0,
        "at": T0.isoformat(),
        "type": "posting",
        "v": 2,
        "act": "delete",
        "of": [3],
        "reason": "personal",
    }


def test_a_disk_that_takes_half_of_it_costs_no_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox(tmp_path, "m")
    for number in (3, 5, 7):
        outbox.write(Sending("m", number, "done", T0, f"tekst {number}"))
    real = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: real(descriptor, data[: len(data) // 2 + 1]))
    outbox.forget(replace(outbox.contents.rows["m"][5], state="deleted"))
    outbox.close()
    kept = read_outbox(outbox_path(tmp_path, "m")).rows["m"]
    assert {n: (r.state, r.text) for n, r in kept.items()} == {
        3: ("done", "tekst 3"),
        5: ("deleted", ""),
        7: ("done", "tekst 7"),
    }


class Shown:
    """A network that shows `rows` as an account's own posts."""

    def __init__(self, *rows: dict[str, str]) -> None:
        self.rows = list(rows)

    async def ask(self, method: str, url: str, **more: object) -> object:
        if "/2/" in url:
            return {"data": {"id": "1"} if url.endswith("/me") else self.rows}
        return {"id": "1"} if url.endswith("verify_credentials") else self.rows


LINK = "https://raad.example.nl/2026-03-12-raad/#m3"


@pytest.mark.parametrize(
    ("network", "text", "shown", "created", "wanted"),
    [
        ("mastodon", f"Geopend. {LINK}", f"<p>Geopend. {LINK}</p>", "2026-03-12T19:01:00Z", True),
        ("mastodon", f"Geopend. {LINK}", f"<p>Geopend. {LINK}</p>", "2026-03-14T19:01:00Z", True),  # our clock is wrong
        (
            "mastodon",
            f"Geopend. {LINK}",
            "<p>Geopend. https://raad.example.nl/2026-02-12-raad/#m3</p>",
            "2026-02-12T19:01:00Z",
            False,
        ),
        (
            "mastodon",
            "Geopend.",
            "<p>Geopend.</p>",
            "2026-02-12T19:01:00Z",
            None,
        ),  # last month's, or our clock is wrong
        ("x", "Geopend.", "Geopend.", "2026-03-12T19:01:00Z", True),
        ("x", "Geopend.", "Geopend.", "2026-02-12T19:01:00Z", None),
        ("x", "Geopend.", "Gesloten.", "2026-03-12T19:01:00Z", False),
    ],
)
async def test_the_same_text_of_another_evening_is_not_this_one_and_a_wrong_clock_doubles_nothing(
    network: str, text: str, shown: str, created: str, wanted: bool | None
) -> None:
    http = Shown({"id": "7", "content": shown, "text": shown if network == "x" else "", "created_at": created})
    channel, secret = Channel(network=network, server="https://m.example"), {"token": "t"}  # type: ignore[arg-type]
    client = X(http, channel, secret, print) if network == "x" else Mastodon(http, channel, secret)  # type: ignore[arg-type]
    unsure = Sending(network, 3, "unknown", T0, text)
    if wanted is None:
        with pytest.raises(Unreadable):
            await client.find(unsure, Thread())
    else:
        assert bool(await client.find(unsure, Thread())) is wanted


def test_a_rehearsal_has_no_posts_whatever_folder_a_worker_is_given(council: Path, agenda: Path) -> None:
    with (council / "council.toml").open("a") as file:
        file.write('\n[channels.mastodon]\nserver = "https://m.example"\n')
    for rehearsal in (False, True):
        session = Session.open(council, agenda, rehearsal=rehearsal, hold=0)
        session.enter("open")
        assert len(outgoing_posts(session.journal.events).posts) == (0 if rehearsal else 1)
        session.close()


def test_a_network_that_repeats_a_secret_tells_nobody() -> None:
    echo = b'{"error": "bad token Bearer s3cret-t0ken", "message": "for app-passw0rd"}'
    with pytest.raises(Rejected) as refused:
        _judged(422, "", echo, ("app-passw0rd", "", "s3cret-t0ken"))
    assert str(refused.value) == "422 bad token Bearer …: for …"
