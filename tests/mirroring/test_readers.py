"""Who reads on the mirror: a page open all evening follows by asking the files, and what was deleted is gone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting.redacting import Wish
from livecouncil.publishing import all_meetings
from livecouncil.publishing import folder as publishing
from livecouncil.sitting.session import Session
from livecouncil.trust.redact import redact
from tests.waiting import until

from .mirrored import MEETING, Website, add_mirror, folder_files, website
from .servers import RealServer
from .test_process import worker

CANARY = "De wethouder groet Kanariepiet uit de Lijsterlaan"


@dataclass
class Mirrored:
    """A meeting whose public files stand on a website as well."""

    folder: Path
    session: Session
    there: Website

    def enter(self, *lines: str) -> None:
        """Type lines, make the public files, and wait until they are there."""
        for line in lines:
            answer = self.session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, (line, answer)
        public = self.folder / "public"
        publishing.write_public(publishing.record_of(list(self.session.desk.state.events)), public)
        all_meetings.write_index(public)
        self.same()

    def same(self) -> None:
        """All of it is there, and nothing else."""
        public = self.folder / "public"
        until(lambda: folder_files(public) == self.there.files(), "the mirror is not what is here")


@pytest.fixture
def sitting(
    council: Path, agenda: Path, nginx_server: RealServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Mirrored]:
    """nginx takes the files by WebDAV and serves them, as a website without anything that runs."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    if nginx_server.process is None:
        nginx_server.start()
    there = website(nginx_server)
    add_mirror(council, there.site, every=1)  # nginx tells files apart by the second
    session = Session.open(council, agenda, hold=0)
    with worker(council):
        yield Mirrored(council, session, there)
    session.close()


def test_a_page_on_the_mirror_lives_by_asking_the_files(sitting: Mirrored, browser: Any) -> None:
    sitting.enter("open", "n6")
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.clock.install()
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{sitting.there.server.port}/{sitting.there.name}/{MEETING}/")
    page.evaluate("window.opened = 'once'")
    for lines, shows in (
        (("m1 i pvda: Starters eerst", f"b: {CANARY} ="), "Kanariepiet"),
        (("m1v vvd =",), "m1-stemming"),
        (("wis Kanariepiet: verzoek",), ""),
    ):
        sitting.enter(*lines)
        until(partial(shown, page, shows), f"the open page does not show {shows or 'that it is gone'}")
    assert page.evaluate("window.opened") == "once", "it was never loaded anew"
    assert faults == []
    context.close()


def shown(page: Any, text: str) -> bool:
    """Whether the open page has `text` after some seconds more; '' for: nothing of the canary."""
    page.clock.fast_forward(12_000)
    page.wait_for_timeout(200)
    html = page.evaluate("document.documentElement.outerHTML")
    return text in html and bool(text or "Kanariepiet" not in html)


def test_what_is_deleted_afterwards_is_nowhere_on_the_mirror(sitting: Mirrored) -> None:
    sitting.enter("open", "n6", f"b: {CANARY} =", "m1 i pvda: Starters eerst", "m1v vvd =", "sluit")
    sitting.session.close()
    publishing.publish(sitting.folder, MEETING)
    sitting.same()
    assert b"Kanariepiet" in b"".join(sitting.there.files().values())
    [line] = [e.seq for e in sitting.session.journal.events if getattr(e, "text", "") == CANARY]
    redact(sitting.folder, MEETING, Wish(line, "verzoek"))
    sitting.same()
    everything = folder_files(sitting.there.root)
    assert not [path for path, data in everything.items() if b"Kanariepiet" in data]
