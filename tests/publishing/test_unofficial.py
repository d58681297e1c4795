"""An unofficial report: every file, event and message says so, and none is the municipality's."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import shutil
import zipfile
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pikepdf
import pytest
from aiohttp import ClientSession
from icalendar import Calendar

from livecouncil.commands import main
from livecouncil.core.council.model import Channel, CouncilInfo
from livecouncil.core.meeting import events as ev
from livecouncil.core.text.length import NETWORKS, WEBHOOK, fits
from livecouncil.journal.follower import Follower
from livecouncil.posting.networks.client import Http, Sender, Thread
from livecouncil.posting.networks.mail import Mail
from livecouncil.posting.networks.ntfy import Ntfy
from livecouncil.posting.outbox import Sending
from livecouncil.posting.posts import Marks, outgoing_posts, text_of
from livecouncil.publishing import folder as publishing
from livecouncil.publishing.captions import write_vtt
from livecouncil.server.follow import Meeting
from livecouncil.settings.check import check
from livecouncil.sitting import line_mode as plain
from livecouncil.sitting.session import Session
from livecouncil.wording import Wording
from tests.commands.test_publish import text
from tests.conftest import Clock
from tests.evenings import spoken
from tests.posting.ntfy_fake import NtfyFake, ntfy
from tests.posting.smtp_server import Mailbox, mail_server

ID = "2026-03-12-raadsvergadering"
REPORTER = "PolitiekVoorbeeld"
WORDLESS = re.compile(r"worker\.js$|static/|livecouncil\.pub|checkpoint\.txt|pagefind/|\.(gz|br|png)$")
"""Files in which nothing is said: styles, scripts, the proof in formats of others, a search index, packed copies. What
a card says is in `test_cards`."""
OFFICIAL = (
    "gegevens van de raad zelf",
    "Mail de griffie",
    "griffie@",
    "wordt vastgesteld",
    "Voorlopig",
    "journaal van de griffier",
)
"""What only a council says of its own."""
LAW = re.compile(r"\bart\. ?\d+|\bartikel \d+|Gemeentewet")


def unofficial(folder: Path, more: str = f'reporter = "{REPORTER}"') -> Path:
    """The fictitious council as a resident reports on it."""
    shutil.copytree(str(files("livecouncil") / "example"), folder / "raad")
    toml = folder / "raad" / "council.toml"
    text = toml.read_text().replace("[council]", f"[council]\nunofficial = true\n{more}", 1)
    text = text.replace("[release]", '[release]\nalso = ["ingediend", "vrij_bericht"]', 1)
    toml.write_text(text.replace("griffie@voorbeeld.example", "redactie@politiek.example") + "\n[channels.copy]\n")
    return folder / "raad"


@pytest.fixture(scope="module")
def reported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An evening with a recording, an evening with votes, and the archive of both."""
    folder = tmp_path_factory.mktemp("unofficial")
    council = unofficial(folder)
    agenda = next((council / "agendas").glob("*.toml"))
    _, heard = spoken.play(council, agenda)
    (folder / "opname.vtt").write_text(write_vtt(heard.cues), encoding="utf-8")
    assert main(["publish", ID, "--data", str(council), "--captions", str(folder / "opname.vtt")]) == 0
    later = agenda.with_name("2026-03-19-raadsvergadering.toml")
    later.write_text(agenda.read_text().replace("2026-03-12", "2026-03-19"))
    session = Session.open(council, later, hold=0)
    assert (
        plain.run(session, (council / "evening.txt").read_text().splitlines(), io.StringIO(), io.StringIO(), ask=False)
        == 0
    )
    session.close()
    assert main(["publish", "--all", "--data", str(council)]) == 0
    return council


def marked(said: str) -> bool:
    return "niet-officieel" in said.casefold()


def test_every_file_bears_the_mark_and_none_is_the_councils(reported: Path) -> None:
    public = reported / "public"
    found = {str(p.relative_to(public)): text(p) for p in public.rglob("*") if p.is_file()}
    said = {name: one for name, one in found.items() if not WORDLESS.search(name)}
    assert {Path(name).suffix for name in said} >= {
        ".html",
        ".json",
        ".atom",
        ".csv",
        ".xml",
        ".pdf",
        ".odt",
        ".vtt",
        ".srt",
    }
    journals = {name for name in said if name.endswith("journal.jsonl")}
    assert len(journals) == 2 and all('"unofficial":true' in said.pop(name) for name in journals)
    assert [name for name, one in said.items() if not marked(one)] == []
    assert [(name, word) for name, one in said.items() for word in OFFICIAL if word in one] == []


def test_author_publisher_and_licence_are_the_reporters(reported: Path) -> None:
    folder = reported / "public" / ID
    feed = json.loads((folder / "feed.json").read_text())
    assert feed["authors"] == [{"name": REPORTER}] and feed["_livecouncil"]["reporter"] == REPORTER
    licence = f"Verslag van {REPORTER}, niet van de gemeente: CC0 1.0, vrij te hergebruiken."
    assert feed["description"] == licence and all(marked(i["content_text"]) for i in feed["items"])
    atom = "{http://www.w3.org/2005/Atom}"
    tree = ET.parse(folder / "feed.atom").getroot()
    assert [e.text for e in tree.iter(f"{atom}name")] == [REPORTER] and tree.findtext(f"{atom}rights") == licence
    assert (tree.findtext(f"{atom}id") or "").endswith(f":live/politiekvoorbeeld/{ID}:feed")
    page = (folder / "index.html").read_text()
    posting = json.loads(page.split('<script type="application/ld+json">')[1].split("</script>")[0])
    assert posting["author"] == posting["publisher"] == {"@type": "Organization", "name": REPORTER}
    assert marked(posting["headline"]) and all(marked(p["headline"]) for p in posting["liveBlogUpdate"])
    assert f'<meta name="author" content="{REPORTER}">' in page and "<title>Niet-officieel verslag · " in page
    assert licence in page and "Mail de verslaglegger:" in page and "redactie@politiek.example" in page
    assert f'showAs="{REPORTER}"' in (folder / "akomantoso.xml").read_text()
    assert json.loads((folder / "ori.json").read_text())["verslaglegger"] == REPORTER
    assert json.loads((folder / "popolo.json").read_text())["_livecouncil"]["reporter"] == REPORTER


@pytest.mark.parametrize("name", ["transcript", "decisions"])
def test_documents_name_the_reporter_as_their_author(reported: Path, name: str) -> None:
    folder = reported / "public" / ID
    with pikepdf.open(folder / f"{name}.pdf") as document:
        assert str(document.docinfo["/Author"]) == REPORTER and marked(str(document.docinfo["/Title"]))
        with document.open_metadata() as meta:
            assert meta["dc:creator"] == [REPORTER] and marked(str(meta["dc:title"]))
    with zipfile.ZipFile(folder / f"{name}.odt") as package:
        meta_xml = package.read("meta.xml").decode()
    creators = re.findall(r"<(?:dc:creator|meta:initial-creator)>([^<]*)<", meta_xml)
    assert set(creators) == {REPORTER} and marked(re.findall(r"<dc:title>([^<]*)<", meta_xml)[0])


def test_votes_and_state_say_so_beside_what_readers_know(reported: Path) -> None:
    folder = reported / "public" / "2026-03-19-raadsvergadering"
    about = {"unofficial": True, "mark": "niet-officieel verslag", "reporter": REPORTER}
    votes, state = (json.loads((folder / name).read_text()) for name in ("votes.json", "state.json"))
    assert votes["_livecouncil"].items() >= about.items() and votes["vote_events"]
    assert state.items() >= about.items() and state["status"] == "closed"
    head, *rows = list(csv.reader((folder / "votes.csv").read_text("utf-8-sig").splitlines(), delimiter=";"))
    assert head[-1] == "niet-officieel verslag" and head[:2] == ["stemming", "punt"] and len(head) == 33
    assert len(rows) > 100 and {row[-1] for row in rows} == {REPORTER} and {len(row) for row in rows} == {33}


def test_every_event_of_the_streams_bears_the_mark(reported: Path) -> None:
    meeting = Meeting(ID, Follower(reported / "journal", ID))
    meeting.poll()
    asyncio.run(meeting.tell())
    told = [*meeting.feed.history, meeting.feed.standing, *meeting.wall.history]
    assert len(told) > 8
    for one in told:
        assert marked(one.decode()), one
    wall = meeting.wall_record().wall
    assert wall.sentence.startswith("Niet-officieel: ")


@pytest.mark.parametrize("network", [*NETWORKS, "webhook"])
@pytest.mark.parametrize("title", ["Kort", "Lange titel " * 40])
def test_no_message_loses_the_mark_however_long(tmp_path: Path, clock: Clock, network: str, title: str) -> None:
    council = unofficial(tmp_path)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0, clock=clock)
    for line in (
        "open",
        "n6",
        f"m1 i pvda cda vvd: {title}",
        "m1v vvd gl d66 =",
        f"b: {title * 3} =",
        "c m1v pvda =",
        "sluit",
    ):
        assert not session.enter(line, confirmed=True, line_mode=True).refused, line
    session.tick()
    sent = outgoing_posts(session.journal.events)
    shown = session.desk.saying.sentence(next(e for e in session.journal.events if isinstance(e, ev.Closed)))
    session.close()
    kinds = {post.told.kind for post in sent.posts}
    assert kinds >= {"opening", "ingediend", "uitslag", "vrij_bericht", "correctie", "sluiting"} and sent.unofficial
    for post in sent.posts:
        for language in ("nl", "fy", "en"):
            words = Wording.load(language)
            marks = Marks(links=True, hashtag=sent.hashtag, initials="ab", unofficial=sent.unofficial)
            made = text_of(post, words, lambda t: fits(t, network), set(), marks)
            assert made.startswith(words.t("word.unofficial_short").rstrip(":")) and fits(made, network), made
            told = {"uitslag": "word.unofficial_told", "correctie": "word.unofficial_mistake"}
            assert post.told.kind not in told or made.startswith(words.t(told[post.told.kind])), made
            assert len(made) <= WEBHOOK
    assert shown.startswith("Niet-officieel: "), "the griffier's app shows what goes out"


def test_a_report_without_a_name_is_still_not_the_councils(tmp_path: Path) -> None:
    council = unofficial(tmp_path, "")
    agenda = next((council / "agendas").glob("*.toml"))
    session = Session.open(council, agenda, hold=0)
    session.enter("open")
    record = publishing.record_of(session.journal.events)
    session.close()
    assert record.meeting.publisher == "niet-officiële verslaglegger"
    [fault] = [f for f in check(agenda, council / "council.toml") if "noemt wie het maakt" in f.what]
    assert fault.level == "warning" and "reporter" in fault.remedy


@pytest.mark.parametrize(
    ("reporter", "wrong"),
    [
        ("Voorbeeld", True),
        ("Gemeente Voorbeeld", True),
        ("De griffie", True),
        ("Raad van Voorbeeld", True),
        ("Raadslog", False),
    ],
)
def test_check_refuses_a_reporter_who_sounds_like_the_council(tmp_path: Path, reporter: str, wrong: bool) -> None:
    council = unofficial(tmp_path, f'reporter = "{reporter}"')
    toml = council / "council.toml"
    found = [f for f in check(next((council / "agendas").glob("*.toml")), toml) if "klinkt als" in f.what]
    assert bool(found) is wrong and all(f.level == "fault" for f in found)
    toml.write_text(toml.read_text().replace("redactie@politiek.example", "griffie@voorbeeld.example"))
    assert any("niet bij de griffie" in f.what for f in check(next((council / "agendas").glob("*.toml")), toml))


def test_the_councils_own_files_say_nothing_of_it(evening: Path) -> None:
    for path in (evening / "public" / ID).rglob("*"):
        if path.is_file() and path.suffix in (".json", ".atom", ".csv", ".html", ".xml"):
            assert not marked(text(path)) and "reporter" not in text(path) and "verslaglegger" not in text(path), path


def test_calendars_are_the_reporters(reported: Path) -> None:
    public = reported / "public"
    for path in (public / "agenda.ics", public / ID / "agenda.ics"):
        calendar: Any = Calendar.from_ical(path.read_bytes())
        assert marked(str(calendar["NAME"])) and REPORTER in str(calendar["DESCRIPTION"])
        for event in calendar.walk("VEVENT"):
            assert marked(str(event["SUMMARY"])) and f"Verslag van {REPORTER}" in str(event["DESCRIPTION"])
            assert str(event["UID"]).endswith("@politiekvoorbeeld.livecouncil.example")


async def test_mail_and_notices_on_telephones_are_the_reporters() -> None:
    info = CouncilInfo(municipality="Voorbeeld", seats=9, unofficial=True, reporter=REPORTER, hashtag="PV")
    sender = Sender(info, ID, "Raadsvergadering")
    at = datetime(2026, 3, 12, 20, tzinfo=UTC)
    row = Sending("k", 1, text="Niet-officieel: Motie M1 is aangenomen.", language="nl", key="k1", created=at)
    box = Mailbox()
    fake = NtfyFake()
    with mail_server(box) as post:
        by_mail = Channel(network="mail", server=post.url, account="redactie@politiek.example")
        await Mail(by_mail, {"to": "volgers@politiek.example"}, sender).send(row, Thread())
    async with ntfy(fake) as url, ClientSession() as session:
        by_phone = Channel(network="ntfy", server=url, topic="politiek")
        await Ntfy(Http(session, 5), by_phone, {}, sender).send(row, Thread())
    [letter] = box.letters
    assert letter["From"] == f'"{REPORTER} (niet-officieel verslag)" <redactie@politiek.example>'
    said = [letter["Subject"], *(part.get_content() for part in letter.iter_parts())]
    said += [fake.kept[0]["title"], fake.kept[0]["message"]]
    assert len(said) == 5 and all(marked(one) for one in said)
    assert not any("Gemeente" in one or "griffie" in one for one in said)


def test_who_takes_no_part_is_told_without_an_article_of_law(tmp_path: Path, clock: Clock) -> None:
    council = unofficial(tmp_path)
    session = Session.open(council, next((council / "agendas").glob("*.toml")), hold=0, clock=clock)
    for line in ("open", "n6", "m1 i cda: Een", "nd bosgraaf", "m1v cda =", "sluit"):
        answer = session.enter(line, confirmed=True, line_mode=True)
        said = " ".join((answer.text, *answer.warnings, *answer.before))
        assert not answer.refused and not LAW.search(said), (line, said)
    session.close()
    assert main(["publish", "--all", "--data", str(council)]) == 0
    public = council / "public"
    files = [p for p in public.rglob("*") if p.is_file() and not WORDLESS.search(str(p))]
    assert [(str(p.relative_to(public)), found[0]) for p in files if (found := LAW.search(text(p)))] == []
