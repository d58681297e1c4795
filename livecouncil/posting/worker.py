"""The posting worker: follows the journal and carries out, channel by channel and in order, the outbox's next step.

Posts once, whatever is killed when: a try is written before the socket, what may have arrived is looked for before it
is tried again, and only what surely is not there is sent anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import aiohttp

from livecouncil.core.council.model import Channel, Council
from livecouncil.core.meeting import events as ev
from livecouncil.core.meeting.snapshot import opening
from livecouncil.core.release.memory import Memory
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.length import fits
from livecouncil.errors import InputFault, NotSent, Parked, PostingError, Rejected, Unreadable, Unsure
from livecouncil.journal.follower import MeetingFollower, taken_in
from livecouncil.posting.networks.bluesky import tid
from livecouncil.posting.networks.client import Client, Http, Sender
from livecouncil.posting.networks.webhook import public_session
from livecouncil.publishing.folder import words_in
from livecouncil.settings import secrets
from livecouncil.system.caught import Caught
from livecouncil.system.clocks import SteadyWall
from livecouncil.system.lasting import lasting

from .clients import client_of
from .outbox import Sending, Step, next_step
from .outbox_file import Outbox
from .posts import Marks, Outgoing, Post, decisions_alone, outgoing_posts, recognisable, text_of
from .threads import thread_of

FOLLOW = 0.2  # seconds between two looks at the journal
FIRST = 1.0
LONGEST = 60.0
"""Seconds of waiting after a failure: doubled each time, up to the longest."""
PARKED = 30.0  # seconds between two tries of a channel whose account is in trouble
NAMESPACE = uuid.UUID("2f1a3f4e-5b0c-5c0e-9a53-6c6976656372")

_log = logging.getLogger("livecouncil.worker")


def _note_fault(error: Exception, where: str) -> None:
    """What nobody expected goes into the crash report file; its way, not what it says."""
    _log.error(where, exc_info=error)


@dataclass
class Account:
    """A channel at work: its client, once its secret was read, and how often it failed in a row."""

    name: str
    channel: Channel
    client: Client | None = None
    failures: int = 0
    until: datetime | None = None


@dataclass
class Worker:
    """Posts one meeting. `look` False leaves out the look before a retry: only to show in a test what that prevents."""

    base: Path
    meeting: str
    clock: Callable[[], datetime] = field(default_factory=SteadyWall)
    first: float = FIRST
    look: bool = True

    def __post_init__(self) -> None:
        self._follower = MeetingFollower(self.base, self.meeting)
        self._events: list[ev.Base] = []
        self._reads = 0  # that gave something new
        self._memory = Memory()
        self._outgoing = Outgoing()
        self._council: Council | None = None
        self._title = ""
        self._changed = asyncio.Condition()
        self._outbox = Outbox(self.base, self.meeting)
        self._settle_the_clock()

    def _settle_the_clock(self) -> None:
        """What a crash left in `sending` counts from now on where its time lies ahead: the clock was set back."""
        for rows in list(self._outbox.contents.rows.values()):
            for row in list(rows.values()):
                if row.at and row.at > self.clock():
                    self._outbox.write(replace(row, at=self.clock(), retry_at=None))

    async def run(self) -> None:
        """Until cancelled."""
        try:
            await self._until_begun()
            assert self._council
            async with self._sessions() as sessions, asyncio.TaskGroup() as group:
                group.create_task(lasting(self._follow, _note_fault, "follow"))
                for name, channel in self._council.channels.items():
                    if channel.network != "copy":
                        http = Http(sessions[channel.network == "webhook" and not channel.private], channel.timeout)
                        group.create_task(self._lasting(Account(name, channel), http))
                await asyncio.get_running_loop().create_future()
        finally:
            self._outbox.close()

    @contextlib.asynccontextmanager
    async def _sessions(self) -> AsyncIterator[tuple[aiohttp.ClientSession, aiohttp.ClientSession]]:
        """One for networks, one that reaches the internet only. No connection is kept: a post a minute needs none."""
        async with (
            aiohttp.ClientSession(connector=aiohttp.TCPConnector(force_close=True)) as own,
            public_session() as public,
        ):
            yield own, public

    async def _until_begun(self) -> None:
        while not self._read():
            await asyncio.sleep(FOLLOW)

    def _read(self) -> bool:
        """Take in what is new of the journal; True when there is a meeting."""
        new = self._follower.poll()
        if new is None:
            self._events = []
            self._memory = Memory()
            new = self._follower.poll() or []
        self._events = taken_in(self._events, new)
        self._reads += bool(new)
        if new and isinstance(self._events[0], ev.Snapshot):
            self._outgoing = outgoing_posts(self._events, self._memory)
            if self._council is None:
                self._council, agenda, _ = opening(self._events)
                self._title = agenda.meeting.title
        return self._council is not None

    async def _follow(self) -> None:
        """Wake the channels when there is something new, whoever read it first."""
        told = 0
        while True:
            await asyncio.sleep(FOLLOW)
            self._read()
            if self._reads != told:
                told = self._reads
                async with self._changed:
                    self._changed.notify_all()

    # -- one channel ---------------------------------------------------------------------------------------------

    async def _serve(self, account: Account, http: Http) -> None:
        """One channel, until cancelled. Whatever goes wrong in it costs it alone, and is tried again ever later; only a
        disk that does not take the outbox ends the worker, for then nothing may be sent."""
        while True:
            try:
                with Caught(passing=(PostingError, OSError)) as fault:
                    await self._turn(account, http)
            except PostingError as error:
                self._failed(account, error)
            if fault.struck:
                self._failed(account, Unsure(f"fout in livecouncil ({type(fault.error).__name__})"))
                await self._pause(account.until)

    async def _turn(self, account: Account, http: Http) -> None:
        """The channel's next step, or the wait until there is one."""
        self._read()  # right before every step: what was paused or cancelled just now counts
        self._freeze(account)
        step = self._next(account)
        if step is None or step.do == "wait":
            self._stand(account, step)
            await self._pause(step.until if step else None)
        elif step.do not in ("cancel", "settle") and account.until and account.until > self.clock():
            await self._pause(account.until)
        else:
            await self._carry_out(account, http, step)
            account.failures = 0
            account.until = None

    async def _lasting(self, account: Account, http: Http) -> None:
        """Serve one channel whatever it makes us do: what nobody expected waits like a failure, for this channel alone.

        A system fault ends the process: what was written of the outbox is only sure after it is opened anew.
        """
        while True:
            with Caught(_note_fault, "channel", passing=(OSError,)) as fault:
                await self._serve(account, http)
            if fault.struck:
                self._failed(account, NotSent(type(fault.error).__name__))
                await self._pause(account.until)

    def _freeze(self, account: Account) -> None:
        """Keep the text of every new post as it is now: what is corrected while it waits must still say what stood."""
        rows = self._rows(account.name)
        for post in self._outgoing_of(account).posts:
            if post.seq not in rows:
                self._outbox.write(self._frozen(account, Sending(account.name, post.seq, at=self.clock()), post))

    def _next(self, account: Account) -> Step | None:
        rows = self._rows(account.name)
        stale = timedelta(minutes=account.channel.stale)
        timeout = timedelta(seconds=account.channel.timeout)
        return next_step(account.name, self._outgoing_of(account), rows, self.clock(), stale=stale, timeout=timeout)

    def _outgoing_of(self, account: Account) -> Outgoing:
        """What one channel carries."""
        if account.channel.decisions_alone:
            return decisions_alone(self._outgoing)
        return self._outgoing

    def _stand(self, account: Account, step: Step | None) -> None:
        if step and step.why in ("stale", "unreadable", "held", "closed"):
            reason = step.why
        else:
            reason = ""
        if step is None or reason:
            self._outbox.stand(account.name, "waiting" if reason else "ok", self.clock(), reason)

    async def _pause(self, until: datetime | None) -> None:
        """Until something changed in the journal, or `until`; at most a minute."""
        if until:
            seconds = min(60.0, max(0.01, (until - self.clock()).total_seconds()))
        else:
            seconds = 60.0
        async with self._changed:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(seconds):  # `wait_for` forgets that it was told to end, now and then
                    await self._changed.wait()

    def _failed(self, account: Account, error: PostingError) -> None:
        """Wait ever longer, with jitter; an account in trouble is tried again with its secret read anew."""
        account.failures += 1
        wait = min(LONGEST, self.first * 2 ** min(account.failures - 1, 10)) * (0.5 + random.random())
        if isinstance(error, Parked):
            account.client = None
            wait = max(PARKED * self.first, wait)
        if isinstance(error, NotSent):
            wait = max(wait, error.after)
        account.until = self.clock() + timedelta(seconds=wait)
        if isinstance(error, Parked):
            standing = "parked"
        else:
            standing = "waiting"
        self._outbox.stand(account.name, standing, self.clock(), str(error))

    async def _carry_out(self, account: Account, http: Http, step: Step) -> None:
        row = step.row
        now = self.clock()
        match step.do:
            case "cancel":
                self._outbox.write(replace(row, state="cancelled", at=now))
            case "settle":
                self._outbox.write(replace(row, state="done", at=now, reason="said"))
            case "delete":
                await self._delete(await self._client(account, http), row)
            case "look":
                await self._look(await self._client(account, http), row, step.post)
            case "send":
                assert step.post
                client = await self._client(account, http)
                if not row.tries and not client.fits(row.text):  # a server that takes less than was known
                    row = self._frozen(account, row, step.post)
                await self._send(account, client, row, step.post)

    async def _client(self, account: Account, http: Http) -> Client:
        """The channel's client, logged in. Raises Parked where its secret is missing or unsafe."""
        if account.client is None:
            account.client = self._made(account, http)
        await account.client.ready()
        return account.client

    def _made(self, account: Account, http: Http) -> Client:
        assert self._council
        municipality = self._council.council.municipality
        try:
            secret = secrets.load_secret(municipality, account.name)
        except InputFault as error:
            raise Parked(str(error)) from None
        if secret is None:
            raise Parked("geen geheim")
        sender = Sender(self._council.council, self.meeting, self._title)
        return client_of(account.name, account.channel, secret, http, sender, self.clock)

    def _frozen(self, account: Account, row: Sending, post: Post) -> Sending:
        """Everything that must be the same at every try."""
        words = self._words(account.channel)
        others = self._rows(account.name).values()
        said = {recognisable(r.text) for r in others if r.text and r.post != post.seq}
        if account.client:
            fits_there = account.client.fits
        else:
            fits_there = partial(fits, network=account.channel.network)
        marks = Marks(
            links=account.channel.links,
            hashtag=self._outgoing.hashtag,
            initials=self._outgoing.initials,
            unofficial=self._outgoing.unofficial,
        )
        text = text_of(post, words, fits_there, said, marks)
        name = f"{self.meeting}/{account.name}/{post.seq}"
        created = post.at + timedelta(microseconds=post.seq)
        key = str(uuid.uuid5(NAMESPACE, f"{name}/{text}"))
        return replace(row, text=text, language=words.language, created=created, rkey=tid(created, name), key=key)

    def _words(self, channel: Channel) -> Words:
        assert self._council
        return words_in(self._events, channel.language or self._council.council.language)

    async def _send(self, account: Account, client: Client, row: Sending, post: Post) -> None:
        if objection := client.objection(row.text):
            self._outbox.write(replace(row, state="rejected", at=self.clock(), reason=objection))
            return
        thread = thread_of(post, self._rows(account.name))
        row = replace(row, state="sending", at=self.clock(), tries=row.tries + 1, reason="", retry_at=None)
        self._outbox.write(row)
        try:
            ref = await client.send(row, thread)
        except (NotSent, Parked) as error:
            self._outbox.write(replace(row, state="not_sent", at=self.clock(), reason=str(error)))
            raise
        except Rejected as error:
            self._outbox.write(replace(row, state="rejected", at=self.clock(), reason=str(error)))
            return
        except Unsure as error:
            self._outbox.write(
                replace(row, state="unknown" if self.look else "not_sent", at=self.clock(), reason=str(error))
            )
            raise
        self._outbox.write(replace(row, state="done", at=self.clock(), ref=ref))

    async def _look(self, client: Client, row: Sending, post: Post | None) -> None:
        """Is it there? Whatever goes wrong with looking, it stays unknown."""
        assert post
        try:
            found = None
            if self.look:
                found = await client.find(row, thread_of(post, self._rows(row.channel)))
        except Unreadable:
            self._outbox.write(replace(row, state="unknown", at=self.clock(), reason="unreadable"))
            return
        if found:
            state = "done"
        else:
            state = "not_sent"
        looked_for = replace(row, state=state, at=self.clock(), ref=found or {}, reason="")  # type: ignore[arg-type]
        self._outbox.write(looked_for)

    async def _delete(self, client: Client, row: Sending) -> None:
        """Off the network; where it cannot be taken off it stays, and says so."""
        try:
            await client.delete(row.ref)
        except Rejected as error:
            self._outbox.write(replace(row, at=self.clock(), reason=f"delete: {error}"))
            return
        self._outbox.forget(replace(row, state="deleted", at=self.clock(), reason=""))

    def _rows(self, channel: str) -> Mapping[int, Sending]:
        return self._outbox.contents.rows.get(channel, {})
