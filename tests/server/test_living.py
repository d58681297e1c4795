"""A page that was open all evening shows what a fresh load shows: corrections, deletions and completions in place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.meeting.redacting import Wish
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.awaited import as_it_lies
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.living import LivePage
from livecouncil.sitting.session import Session
from livecouncil.trust.redact import redact
from tests.conftest import Clock
from tests.waiting import until, until_in

from .hosting import static_hosting
from .test_server import ID, Server, awaited, events

CANARY = "De wethouder groet Kanariepiet uit de Lijsterlaan"
NORMAL = """(selector) => { const e = document.querySelector(selector);
  return e && e.innerHTML.replace(/>\\s+/g, ">").replace(/\\s+</g, "<").replace(/\\s+/g, " ").trim(); }"""
"""What an element holds, whatever the blanks between its tags."""
BOTH = """async (name) => {
  const answer = await fetch(name, {cache: "reload"});
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const shown = (page) => {
    const body = page.body.cloneNode(true);
    body.querySelectorAll("[data-added]").forEach((one) => one.remove());
    body.querySelectorAll("#net, #announce, #gate").forEach((one) => { one.outerHTML = ""; });
    body.querySelectorAll("[open]").forEach((one) => one.removeAttribute("open"));
    body.querySelector("#stand").className = "now";
    return body.outerHTML.replace(/>\\s+/g, ">").replace(/\\s+</g, "<").replace(/\\s+/g, " ").trim();
  };
  return [shown(document), shown(fresh)];
}"""
"""The whole page as it stands, and as the file shows it now; without the connection, which is of this reader alone."""
KEEP_COPY = "if (navigator.clipboard) navigator.clipboard.writeText = async (text) => { window.copied = text; }"
HEARD = """() => {
  window.L = [];
  const keep = (all) => all.forEach((one) => one.addedNodes.forEach((n) => L.push(n.textContent)));
  new MutationObserver(keep).observe(document.getElementById('announce'), {childList: true});
}"""
"""Keeps what is announced."""
PAGES = ("index.html", "embed.html")


def differing(pages: list[str]) -> str:
    """Where two pages part ways."""
    one, other = pages
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return f"\n open: …{one[max(at - 80, 0) : at + 160]}\nfresh: …{other[max(at - 80, 0) : at + 160]}"


@dataclass
class Evening:
    """A meeting with its server, and pages that are opened once and never again."""

    folder: Path
    session: Session
    server: Server
    context: Any
    pages: dict[str, Any]
    faults: list[str]

    def enter(self, *lines: str) -> None:
        for line in lines:
            answer = self.session.enter(line, confirmed=True, line_mode=True)
            assert not answer.refused, (line, answer)
        self.told()

    def told(self) -> None:
        """The server has streamed and written everything there is."""
        record = as_it_lies(publishing.record_of(self.session.journal.events), self.folder / "public" / ID)
        mark = LivePage(record, publishing.words_of_meeting(record.meeting), Fragments()).mark
        wanted = f'data-mark="{mark}"', f'data-seq="{record.feed.seq}"'

        def done() -> bool:
            answer = self.server.get(f"/{ID}/index.html")[2].decode()
            return all(one in answer for one in wanted)

        until(done, "the server did not write")

    def fresh(self, name: str) -> Any:
        page = self.context.new_page()
        page.goto(f"{self.server.url}{ID}/{name}")
        until_in(page, "seen >= 0")
        return page

    def same(self, looking: bool = False) -> None:
        """Every open page equals one loaded now; one that is `looking` has its time pass quickly."""
        assert self.faults == []
        for name, page in self.pages.items():
            seen: list[str] = ["", ""]

            def done(page: Any = page, name: str = name, seen: list[str] = seen) -> bool:
                if looking:
                    page.clock.fast_forward(7000)
                seen[:] = page.evaluate(BOTH, name)
                return seen[0] == seen[1]

            until(done, f"{name} is not what a fresh load shows", said=partial(differing, seen))

    def copied(self, anchor: str) -> str:
        """What "Kopieer" gives on the page that was open all the while; a fresh page gives the same."""
        found = []
        for page in (self.pages["index.html"], self.fresh("index.html")):
            page.evaluate("window.copied = ''")
            page.locator(f"#{anchor} button.copy").dispatch_event("click")
            until_in(page, "window.copied")
            found.append(page.evaluate("copied"))
        assert found[0] == found[1]
        return str(found[0])


@pytest.fixture
def sit(council: Path, agenda: Path, clock: Clock, browser: Any) -> Iterator[Evening]:
    rules = council / "council.toml"
    rules.write_text(rules.read_text().replace("[release]", "[release]\nfloor_on_wall = true", 1))
    session = Session.open(council, agenda, hold=0, clock=clock)
    session.enter("open")
    server = Server(council)
    awaited(server)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.clock.install()
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.add_init_script(KEEP_COPY)
    pages = {}
    for name in PAGES:
        pages[name] = context.new_page()
        pages[name].goto(f"{server.url}{ID}/{name}")
    evening = Evening(council, session, server, context, pages, faults)
    yield evening
    assert faults == []
    context.close()
    session.close()
    evening.server.process.terminate()
    evening.server.process.wait(60)


EVENING = (
    *("n6", "jansen", "m1 i pvda: Starters eerst", "bakker", "m1v vvd =", "c m1v pvda =", "m2 i cda: Bomen"),
    *("m2 32-5 =", "m2v vvd 32-5 =", "c m2 i vvd: Bomen en struiken", "z10", "z", "n10", "besloten", "openbaar", "n6"),
    *("n7", f"b: {CANARY} =", "wis Kanariepiet: verzoek", "v =", "c n7 t =", "+16: Ingekomen stuk =", "h 5a-5c ="),
    *("n9", "pers Lid rekenkamer: Braas 20 Veen 16 blanco 1 ="),
    *(f"m3 i vvd: {'Een heel lange titel ' * 95}", "m3x", "sluit"),
)
"""What can happen: who has the floor, corrections, names that follow, a pause, closed doors, a deletion, the end."""


def test_pages_open_all_evening_show_after_every_line_what_a_fresh_load_shows(sit: Evening) -> None:
    for line in EVENING:
        sit.enter(line)
        sit.same()
        if line == "jansen":
            assert "Jansen" in sit.pages["index.html"].inner_text("#nu")
    assert "Kanariepiet" not in sit.pages["index.html"].content()
    page = sit.pages["index.html"]
    assert "decisions." not in page.inner_html("#voet") + page.inner_html("#nav"), "they are made by the desk"
    publishing.put_public(sit.folder, publishing.record_of(sit.session.journal.events))
    until(lambda: "decisions.html" in page.inner_html("#nav"), "the page does not lead to the list that lies there")
    sit.told()
    sit.same()
    assert "decisions.pdf" in page.inner_html("#voet")


def test_pages_without_a_stream_show_it_too(sit: Evening) -> None:
    with static_hosting(sit.folder / "public") as hosting:
        for name, page in sit.pages.items():
            page.goto(f"{hosting.url}{ID}/{name}")
        for line in EVENING:
            sit.enter(line)
            sit.same(looking=True)
        assert "Bijgewerkt" in sit.pages["index.html"].inner_text("#net")


def test_an_old_copy_on_the_way_never_takes_the_place_of_a_newer_page(sit: Evening) -> None:
    with static_hosting(sit.folder / "public") as hosting:
        for name, page in sit.pages.items():
            page.goto(f"{hosting.url}{ID}/{name}")
        sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
        sit.same(looking=True)
        hosting.keep()
        sit.enter("c m1v pvda =")
        hosting.old = False
        sit.same(looking=True)
        hosting.old = True
        page = sit.pages["index.html"]
        for _ in range(4):
            with page.expect_response("**/state.json"):
                page.clock.fast_forward(25_000)
        assert "Tegen 5: VVD" not in page.content() and "gecorrigeerd" in page.inner_text("#m1-stemming")


def test_what_rests_on_a_correction_is_marked_on_the_open_page_until_it_is_mended(sit: Evening) -> None:
    sit.enter("n6", "a1 i cda: Parkeernorm", "a1v vvd =", "v vvd =")
    marked = "#punt-6-stemming .review"
    page = sit.pages["index.html"]
    assert page.locator(marked).count() == 0
    sit.enter("c a1t cda =")
    page.wait_for_selector(marked, state="attached")
    sit.same()
    sit.enter("c n6 v vvd =")
    sit.same()
    assert page.locator(".review").count() == 0


def test_the_second_day_of_a_sitting_reads_alike_on_the_open_page(sit: Evening, clock: Clock) -> None:
    sit.enter("z 13-3 19:30")
    clock.now += timedelta(days=1)
    sit.enter("z", "n6")
    sit.same()
    assert "13-03 19:30" in str(sit.pages["index.html"].text_content("#timeline li time"))


def test_corrections_and_completions_reach_the_open_page_in_place(sit: Evening) -> None:
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
    sit.same()
    before = sit.copied("m1-stemming")
    sit.enter("c m1v pvda =")
    sit.same()
    after = sit.copied("m1-stemming")
    assert "Voor 31: " in after and "Tegen 6: PvdA." in after and "Tegen 5: VVD." in before
    for page in sit.pages.values():
        assert "Tegen 5: VVD" not in page.content(), "the withdrawn figures are nowhere, not even for screen readers"
    sit.enter("m2 i cda: Bomen", "m2 32-5 =")
    sit.same()
    assert "namen volgen" in sit.pages["index.html"].inner_text("#m2-stemming").casefold()
    sit.enter("m2v vvd 32-5 =")
    sit.same()
    sit.enter("c m2 i vvd: Bomen en struiken", "c m1 i pvda: Starters en doorstromers")
    sit.same()


def test_the_agendas_outcome_is_corrected_too(sit: Evening) -> None:
    sit.enter("n6", "v =")
    sit.same()
    assert "aangenomen" in sit.pages["index.html"].inner_text("#items li:has-text('6 Woonvisie')")
    sit.enter("c n6 t =", "n7")
    sit.same()
    assert "verworpen" in sit.pages["index.html"].inner_text("#items li:has-text('6 Woonvisie')")
    assert "7 Krediet" in sit.pages["index.html"].inner_text("#status")
    sit.enter("+16: Ingekomen stuk =", "z10", "z", "sluit")
    sit.same()


def test_a_text_deleted_on_request_leaves_every_open_page(sit: Evening) -> None:
    sit.enter("n6", "m1 i pvda: Starters eerst", f"b: {CANARY} =")
    sit.enter("v =", "sluit")
    sit.same()
    assert CANARY in sit.pages["index.html"].content()
    [line] = [e.seq for e in sit.session.journal.events if getattr(e, "text", "") == CANARY]
    sit.session.close()
    redact(sit.folder, ID, Wish(line, "verzoek"))
    until_in(sit.pages["index.html"], "!document.documentElement.outerHTML.includes('Kanariepiet')")
    sit.same()


def test_a_text_deleted_while_the_meeting_goes_on_leaves_them_too(sit: Evening) -> None:
    sit.enter("n6", "m1 i pvda: Huis van Kanariepiet", f"b: {CANARY} =", "m1v vvd =")
    sit.same()
    sit.enter("wis Kanariepiet: verzoek", "m2 i cda: Bomen", "m2v vvd =")
    until_in(sit.pages["index.html"], "!document.documentElement.outerHTML.includes('Kanariepiet')")
    sit.same()
    public = [path for path in (sit.folder / "public").rglob("*") if path.is_file()]
    until(lambda: not any(b"Kanariepiet" in path.read_bytes() for path in public), "a public file still has it")


def test_a_page_that_missed_it_heals_when_the_line_is_back(sit: Evening) -> None:
    """The server is away during the corrections and knows nothing of before; a browser knocks again by itself."""
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =", "m2 i cda: Bomen", "m2 32-5 =")
    sit.same()
    port = sit.server.url.rstrip("/").rsplit(":")[-1]
    sit.server.process.kill()
    sit.server.process.wait()
    for line in ("c m1v pvda =", "c m2 i vvd: Bomen en struiken", "m2v vvd 32-5 =", "n7"):
        assert not sit.session.enter(line, confirmed=True, line_mode=True).refused, line
    sit.server = Server(sit.folder, port)
    sit.told()
    sit.same()
    assert "Tegen 6: PvdA." in sit.copied("m1-stemming")


def test_a_tab_that_the_browser_froze_heals(sit: Evening) -> None:
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
    sit.same()
    tabs = [sit.context.new_cdp_session(page) for page in sit.pages.values()]
    for tab in tabs:
        tab.send("Page.setWebLifecycleState", {"state": "frozen"})
    sit.enter("c m1v pvda =", "n7")
    for tab in tabs:
        tab.send("Page.setWebLifecycleState", {"state": "active"})
    sit.same()


@pytest.mark.parametrize("how", ["frozen", "silent", "cached"])
def test_a_page_that_slept_looks_when_it_wakes(sit: Evening, how: str) -> None:
    """A frozen tab, a connection that died without a word, a page out of the browser's cache."""
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
    sit.same()
    for page in sit.pages.values():
        page.evaluate("line.close()")
    sit.enter("c m1v pvda =")
    for page in sit.pages.values():
        if how == "silent":
            page.clock.fast_forward(12_000)
        elif how == "frozen":
            page.evaluate("document.dispatchEvent(new Event('resume'))")
        else:
            page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    sit.same()


def test_all_that_came_together_is_announced_and_waits_at_the_gate_as_it_stands(sit: Evening) -> None:
    page = sit.pages["index.html"]
    page.evaluate("document.documentElement.style.minHeight = '9000px', scrollTo(0, 4000)")
    page.evaluate(HEARD)
    sit.enter("n6", "m1 i pvda: Een", "m2 i cda: Twee", "m3 i vvd: Drie", "m1v vvd =", "c m1v pvda =")
    until_in(page, "waiting.length === 6")
    told = page.evaluate("L")
    assert [t for t in told if "Drie" in t or "Twee" in t or "Een" in t][:3] == [
        e.texts["nl"].split(" https://")[0].split(" Tekst:")[0]
        for e in publishing.record_of(sit.session.journal.events).feed.entries
        if e.kind == "ingediend"
    ]
    assert sum("Tegen 6: PvdA" in t for t in told) <= 1 and any(t.startswith("Correctie") for t in told)
    assert page.get_attribute("#announce", "role") == "log"
    page.click("#gate")
    sit.same()


def test_each_thing_that_happens_is_announced_once(sit: Evening) -> None:
    """A correction and names that follow, each by its own sentence; what they changed on the page by none."""
    page = sit.pages["index.html"]
    page.evaluate(HEARD)
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
    sit.same()  # a vote that is put right before anybody heard it is told once, as it is
    sit.enter("c m1v pvda =", "m2 i cda: Bomen", "m2 32-5 =")
    sit.same()
    sit.enter("m2v vvd 32-5 =")
    sit.same()
    told = page.evaluate("L")
    assert [text for text in told if "Tegen 6: PvdA" in text] == []
    assert len([text for text in told if text.startswith("Correctie")]) == 1
    assert len([text for text in told if "Tegen 5: VVD" in text and "Bomen" in text]) == 1
    assert len(told) == len(set(told)) == 7


def test_a_reader_of_the_stream_is_told_the_whole_entry_again_under_its_number(sit: Evening) -> None:
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
    sit.enter("c m1v pvda =")
    stream = sit.server.listen(f"/{ID}/stream", Last_Event_ID="5")
    told = json.loads(next(events(stream, "changed")))
    assert (told["seq"], told["status"], told["for"], told["against"]) == (4, "corrected", 31, 6)
    [against] = [names for option, names in told["voters"] if option == "Tegen"]
    assert len(against) == 6 and all(name.endswith("(PvdA)") for name in against)
    again = sit.server.listen(f"/{ID}/stream", Last_Event_ID="3")
    assert json.loads(next(events(again, "entry")))["against"] == 6, "who had it not hears only what stands"


def test_a_correction_takes_the_wall_at_once_and_a_dead_line_is_opened_again(sit: Evening) -> None:
    token = (sit.folder / "wall.url").read_text().strip().split("token=")[1]
    wall = sit.context.new_page()
    wall.goto(f"{sit.server.url}{ID}/wall?token={token}")
    sit.enter("n6", "m1 i pvda: Starters eerst", "m1v vvd =")
    wall.wait_for_selector("article.result")
    sit.enter("c m1v pvda =")
    wall.wait_for_selector("article:has-text('Tegen 6')")
    assert wall.query_selector("article").inner_text().count("Tegen 5") == 0
    wall.evaluate("livecouncilWall.age(11000)")
    sit.enter("n7")
    wall.wait_for_selector("article.item", timeout=60_000)
    fresh = sit.context.new_page()
    fresh.goto(f"{sit.server.url}{ID}/wall?token={token}")
    for page in (wall, fresh):
        page.evaluate("document.fonts.ready.then(() => true)")
        page.wait_for_selector("article.item .w.show[data-scale]", timeout=60_000)
    clocks = re.compile('<span class="now"[^<]*</span>')
    drawn = [clocks.sub("", page.evaluate(NORMAL, "article")) for page in (wall, fresh)]
    assert drawn[0] == drawn[1]
