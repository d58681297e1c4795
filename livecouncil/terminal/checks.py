"""What a griffier sees before the meeting: everything that could go wrong later, said now."""

from __future__ import annotations

import shutil

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Static

from livecouncil.core.council.bodies import drafts_of
from livecouncil.core.council.model import SpeakingTime, Wall
from livecouncil.core.council.zone import local
from livecouncil.core.law.bodies import LOCAL_ONLY
from livecouncil.core.meeting.timing import is_live, start_of
from livecouncil.errors import InputFault
from livecouncil.posting.secrets import load_secret
from livecouncil.publishing.wall_scale import scale
from livecouncil.sitting.session import Session

from .dialogs import Dialog


class ChecksScreen(Dialog):
    """Start checks; Enter begins."""

    def __init__(self, session: Session, server_url: str | None) -> None:
        super().__init__()
        self._session = session
        self._url = server_url

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._session.words.t("tui.checks")), classes="title")
            with VerticalScroll():
                for line in self.lines():
                    yield Static(Text(line))
            if self._session.desk.state.rehearsal:
                asked = "tui.check_rehearsal"
            else:
                asked = "tui.check_question"
            yield Static(Text(self._session.words.t(asked)), classes="title")
            yield Static(Text(self._session.words.t("tui.check_start")))

    def key(self, key: Key) -> bool:
        if key.key != "enter":
            return False
        self.finish(None)
        return True

    def lines(self) -> list[str]:
        """One sentence a check, in the council's language."""
        session = self._session
        state = self._session.desk.state
        t = session.words.t
        now = session.clock()
        council = state.council
        start = start_of(state)
        rows = [
            t("tui.check_clock", now=f"{local(now, state.zone):%H:%M:%S}"),
            t("tui.check_day", day=f"{start:%d-%m-%Y %H:%M}", items=len(state.items)),
        ]
        if not is_live(state, now):
            rows.append(t("tui.check_not_today"))
        rows.append(
            t("tui.check_members", sitting=len(state.sitting), quorum=state.quorum, seats=council.council.seats)
        )
        if session.journal.read_only:
            rows.append(t("tui.check_read_only", holder=session.journal.holder))
        else:
            rows.append(t("tui.check_journal", free=shutil.disk_usage(session.data).free // 1_000_000))
        channels = ", ".join(self._channel(name) for name in council.channels)
        rows.append(t("tui.check_channels", channels=channels) if channels else t("tui.check_no_channels"))
        rows.append(t("tui.check_wall", wall=self._wall()))
        rows.append(self._screen(council.wall))
        if prepared := session.desk.prepared.lines:
            rows.append(t("tui.check_prepared", n=len(prepared)))
        rows.append(t("tui.check_procedure", rules=" · ".join(self._rules())))
        rows += [t("tui.check_draft", what=t(f"draft.{code}")) for code in drafts_of(council)]
        return rows + session.journal.damage

    def _channel(self, name: str) -> str:
        """A channel by its name, and that nobody has logged in where that is so."""
        council = self._session.desk.state.council
        try:
            ready = council.channels[name].network == "copy" or load_secret(council.council.municipality, name)
        except InputFault:
            ready = None
        if ready:
            return name
        return self._session.words.t("posting.no_login", name=name)

    def _screen(self, wall: Wall) -> str:
        t = self._session.words.t
        if not (wall.diagonal and wall.distance):
            return t("tui.check_screen_none")
        found = scale(wall.diagonal, wall.distance)
        if found.fits:
            key = "tui.check_screen"
        else:
            key = "tui.check_screen_small"
        return t(key, diagonal=wall.diagonal, distance=wall.distance, headline=found.headline, farthest=found.farthest)

    def _rules(self) -> list[str]:
        """Every local rule of `[procedure]` with its value."""
        t = self._session.words.t
        state = self._session.desk.state
        procedure = state.council.procedure
        rules = []
        shown = [(key, value) for key, value in procedure if key not in LOCAL_ONLY or key in state.law.local_rules]
        for key, value in shown:
            if key == "speaking_time":
                rules.append(self._speaking_time(value))
            else:
                values = value if isinstance(value, tuple) else (value,)
                said = ", ".join(t(f"tui.values.{str(v).lower()}") for v in values)
                rules.append(t(f"tui.rules.{key}", value=said))
        return rules

    def _speaking_time(self, rules: SpeakingTime) -> str:
        t = self._session.words.t
        if rules.per == "none":
            return t("tui.rules.no_speaking_time")
        names = {"per": t(f"tui.values.{rules.per}"), "over": t(f"tui.values.{rules.over}")}
        pauses = ", ".join(t(f"tui.values.{p}") for p in rules.pauses) or t("tui.denied")
        own = "".join(f", {name} {minutes}" for name, minutes in rules.groups.items())
        return t("tui.rules.speaking_time", minutes=f"{rules.minutes}{own}", pauses=pauses, **names)

    def _wall(self) -> str:
        path = self._session.data / "wall.url"
        if not self._url or not path.exists():
            return self._session.words.t("tui.server_none")
        return path.read_text(encoding="utf-8").strip().replace("MEETING", self._session.desk.state.agenda.id)
