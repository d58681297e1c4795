"""The archive of a council with several meetings: what stands on which page, what is left out, what
is written again."""

from __future__ import annotations

import fcntl
import html
import re
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from livecouncil.archive import anew, whole
from livecouncil.archive import build as archiving
from livecouncil.archive import search as search_index
from livecouncil.archive.build import archive_index, publish_all
from livecouncil.archive.catalog import NAME, KnownMeeting
from livecouncil.publishing import folder as publishing

from .archive_council import CAME, FIRST, HIDDEN, LAST, LEFT, SCRIPTS, SECOND, everything, pages, play, text


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("archive") / "raad"
    for meeting, script in SCRIPTS.items():
        play(base, meeting, script, CAME if meeting == LAST else LEFT)
    for meeting, script in HIDDEN.items():
        play(
            base,
            meeting,
            script,
            LEFT,
            policy={"Kamer": "chamber", "Afwachten": "afterwards"}.get(meeting[11:].capitalize(), "live"),
        )
    for path in (base / "oefening" / "journal").glob("*.jsonl"):
        shutil.copy(path, base / "journal")  # somebody put a rehearsal among the meetings
    publish_all(base, lambda _: None)
    return base


@pytest.fixture
def base(played: Path, tmp_path: Path) -> Path:
    shutil.copytree(played, tmp_path / "raad")
    return tmp_path / "raad"


SAID = [
    (
        "index.html",
        [
            "Raadsvergadering 15 januari 2026 voorlopig · aangenomen 2",
            "Raadsvergadering 6 maart 2025 niet gesloten",
            "ingetrokken 1",
        ],
    ),
    ("moties/index.html", ["Motie M1 ‘Fietspad’ aangenomen 15 januari 2026 · punt 2 · Indiener: de heer Nieuw"]),
    ("moties/verworpen.html", ["Motie M1 ‘Fietspad’ verworpen 6 februari 2025"]),
    ("moties/ingetrokken.html", ["Motie M2 ‘Bomen’ ingetrokken"]),
    ("moties/open.html", ["Motie M1 ‘Later’ niet beslist 6 maart 2025"]),
    ("moties/2025/index.html", ["‘Fietspad’ verworpen", "‘Bomen’", "Amendement A1 ‘Minder’", "‘Later’"]),
    ("moties/2025/verworpen.html", ["‘Fietspad’ verworpen"]),
    ("moties/fractie-gamma/index.html", ["15 januari 2026", "6 februari 2025"]),
    ("moties/fractie-alfa/ingetrokken.html", ["‘Bomen’ ingetrokken"]),
    ("leden/index.html", ["Nu in de raad", "de heer Nieuw Gamma", "Eerder in de raad mevrouw Weggegaan"]),
    (
        "leden/mevrouw-weggegaan/index.html",
        [
            "Geen lid van de raad meer.",
            "Gamma 6 februari 2025 tot en met 6 maart 2025",
            "2025 2 2 0 0 0",
            "Motie M1 ‘Fietspad’ verworpen",
        ],
    ),
    ("leden/de-heer-dekker/index.html", ["Beta sinds 6 februari 2025", "2026 1 1 0 0 0", "2025 1 1 2 0 0", "‘Minder’"]),
    ("leden/de-heer-dekker/2025.html", ["Motie M1 ‘Fietspad’ verworpen 1–2 afwezig"]),
    ("leden/mevrouw-akker/2025.html", ["stemt niet mee (art. 28)"]),
    ("fracties/index.html", ["Alfa", "Beta", "Gamma"]),
    ("fracties/alfa/2025.html", ["verdeeld: 1 voor, 1 tegen", "tegen (2)"]),
    ("toezeggingen.html", ["wethouder Mulder: een brief open Raadsvergadering 6 februari 2025 · punt 2"]),
]


@pytest.mark.parametrize(("name", "said"), SAID, ids=[name for name, _ in SAID])
def test_each_page_says_what_was_decided(played: Path, name: str, said: list[str]) -> None:
    found = text(played, name)
    assert [s for s in said if s not in found] == [], found


@pytest.mark.parametrize(
    ("name", "absent"),
    [
        ("moties/aangenomen.html", ["Bomen", "Later", "Minder"]),
        ("moties/2026/index.html", ["2025 ·", "‘Bomen’"]),
        ("moties/fractie-beta/index.html", ["‘Fietspad’"]),
        ("leden/de-heer-nieuw/index.html", ["6 februari 2025", "verworpen"]),
        ("leden/mevrouw-weggegaan/index.html", ["2026"]),
    ],
)
def test_a_list_shows_nothing_it_was_not_asked_for(played: Path, name: str, absent: list[str]) -> None:
    found = text(played, name).split("‘", 1)[-1] if "moties" in name else text(played, name)
    assert [a for a in absent if a in found] == [], found


def test_nothing_hidden_reaches_the_archive(played: Path) -> None:
    """The chamber's own meeting, a rehearsal, a report still to come, what is said behind closed doors."""
    public = played / "public"
    body = b"".join(p.read_bytes() for p in pages(played)) + (public / "sitemap.xml").read_bytes()
    for word in (
        b"Kamer",
        b"Oefen",
        b"Achteraf",
        b"Afwachten",
        b"Gepland",
        b"geheimstraat",
        *(m.encode() for m in HIDDEN),
    ):
        assert word not in body, word
    with archiving._catalog(played) as catalog:
        documents = catalog.documents()
    assert set(documents) == set(SCRIPTS) and b"geheimstraat" not in b"".join(documents.values())


def test_every_link_and_every_place_search_knows_is_there(played: Path) -> None:
    anchors = {p: set(re.findall(r'\bid="([^"]+)"', p.read_text())) for p in (played / "public").rglob("*.html")}
    missing, seen = [], 0
    for page in pages(played):
        for link in re.findall(r'href="([^"]+)"', page.read_text()):
            if link.startswith(("http", "mailto", "data:")):
                continue
            name, _, anchor = html.unescape(link).partition("#")
            target = (page.parent / name).resolve() if name else page
            seen += 1
            if not target.exists() or (anchor and target.suffix == ".html" and anchor not in anchors[target]):
                missing.append((page.name, link))
    assert missing == [] and seen > 300
    with archiving._catalog(played) as catalog:
        for meeting, document in catalog.documents().items():
            known = anchors[played / "public" / meeting / "transcript.html"]
            assert set(re.findall(r'\bid="([^"]+)"', document.decode())) <= known


def test_pages_are_valid_and_accessible(played: Path, vnu: Any, browser: Any, axe: Any) -> None:
    assert vnu(pages(played)) == ""
    kinds = (
        "index.html",
        "moties/index.html",
        "leden/index.html",
        "leden/mevrouw-weggegaan/index.html",
        "leden/mevrouw-akker/2025.html",
        "fracties/index.html",
        "fracties/alfa/index.html",
        "fracties/alfa/2025.html",
        "toezeggingen.html",
        "zoeken.html",
    )
    page = browser.new_page()
    for name in kinds:
        page.goto((played / "public" / "archief" / name).as_uri())
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert axe(page) == [], (width, name)
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (width, name)
    page.close()


def test_canonical_links_sitemap_and_robots_follow_the_public_address(base: Path) -> None:
    public = base / "public"
    page = (public / "archief" / "leden" / "mevrouw-akker" / "index.html").read_text()
    assert '<link rel="canonical" href="https://raad.example/live/archief/leden/mevrouw-akker/">' in page
    found = re.findall(r"<loc>(.*?)</loc>", (public / "sitemap.xml").read_text())
    pieces = [address for address in found if re.search(r"/live/\d{4}-[^/]+/[^/]+/$", address)]
    assert len(found) == len(set(found)) == len(pages(base)) + 2 * len(SCRIPTS) + len(pieces) and pieces
    for address in found:
        there = public / address.removeprefix("https://raad.example/live/")
        assert (there / "index.html" if address.endswith("/") else there).is_file(), address
    assert "Sitemap: https://raad.example/live/sitemap.xml" in (public / "robots.txt").read_text()


def test_a_robots_txt_of_the_administrator_stays(base: Path) -> None:
    (base / "public" / "robots.txt").write_text("User-agent: *\nDisallow: /\n")
    (base / "journal" / NAME).unlink()
    publish_all(base, lambda _: None)
    assert "Disallow: /" in (base / "public" / "robots.txt").read_text()


# -- written again -----------------------------------------------------------------------------------------------


def forbidden(*_: object, **__: object) -> Any:
    raise AssertionError("nothing changed, and yet it was read or made")


def test_when_nothing_changed_no_journal_is_read_and_nothing_made(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, said = everything(base), list[str]()
    for part, name in (
        (anew, "read"),
        (anew, "sign_off"),
        (whole, "loads"),
        (whole, "put"),
        (publishing, "put_public"),
        (search_index, "bundle"),
    ):
        monkeypatch.setattr(part, name, forbidden)
    assert publish_all(base, said.append) == [] and said == ["Archief: niets veranderd."]
    assert everything(base) == before and len(archive_index(base)) == len(SCRIPTS) + len(HIDDEN)


def test_one_more_meeting_changes_only_what_it_touches(base: Path) -> None:
    old = everything(base)
    play(base, "2026-03-05-raadsvergadering", SCRIPTS[LAST], CAME)
    publish_all(base, lambda _: None)
    new = everything(base)
    assert set(old) <= set(new)  # the search index before stays for who is searching in it
    assert new["archief/leden/mevrouw-akker/2025.html"] == old["archief/leden/mevrouw-akker/2025.html"]
    assert new["archief/leden/mevrouw-akker/2026.html"] != old["archief/leden/mevrouw-akker/2026.html"]
    assert "5 maart 2026" in text(base, "moties/2026/index.html")


@pytest.mark.parametrize("how", ["missing", "no database", "cut short", "of another version", "empty"])
def test_the_catalog_is_rebuilt_and_nothing_is_lost(base: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    before, listed, path = everything(base), archive_index(base), base / "journal" / NAME
    data = path.read_bytes()
    if how == "of another version":
        monkeypatch.setattr(archiving, "__version__", "0.0.1")
    elif how == "missing":
        path.unlink()
    else:
        path.write_bytes({"no database": b"x" * 9000, "cut short": data[: len(data) // 2], "empty": b""}[how])
    publish_all(base, lambda _: None)
    assert everything(base) == before and archive_index(base) == listed and path.read_bytes()[:6] == b"SQLite"


def test_pages_taken_away_come_back_and_pages_without_a_reason_go(base: Path) -> None:
    before = everything(base)
    shutil.rmtree(base / "public" / "archief" / "leden")
    (base / "public" / "archief" / "pagefind" / "pagefind-entry.json").unlink()
    (base / "public" / FIRST / "transcript.html").unlink()
    (base / "public" / "archief" / "moties" / "oud.html").write_text("<p>niet meer waar</p>")
    publish_all(base, lambda _: None)
    assert everything(base) == before


def test_a_meeting_whose_journal_is_taken_away_leaves_the_archive(base: Path) -> None:
    (base / "journal" / f"{LAST}.jsonl").unlink()
    publish_all(base, lambda _: None)
    assert "2026" not in text(base, "index.html") and LAST not in [h.id for h in archive_index(base)]
    assert [p for p in pages(base) if "2026" in str(p) or "de-heer-nieuw" in str(p)] == []


DAMAGE = {"start": 0, "vote": 8, "last": -2}


@pytest.mark.parametrize("where", DAMAGE)
def test_a_damaged_journal_is_told_of_and_the_others_go_on(base: Path, where: str) -> None:
    path = base / "journal" / f"{SECOND}.jsonl"
    rows = path.read_bytes().split(b"\n")
    rows[DAMAGE[where]] = rows[DAMAGE[where]][:30] + b"#" + rows[DAMAGE[where]][31:]
    path.write_bytes(b"\n".join(rows))
    said: list[str] = []
    publish_all(base, said.append)
    assert [s for s in said if s.startswith(SECOND) and "beschadigd" in s], said
    assert "15 januari 2026" in text(base, "index.html") and ("6 maart 2025" in text(base, "index.html")) == (
        where != "start"
    )
    again: list[str] = []
    publish_all(base, again.append)
    assert [s for s in again if "beschadigd" in s] and again[-1] == "Archief: niets veranderd."


def test_whichever_line_is_damaged_the_journal_is_read_or_told_of(evening: Path, tmp_path: Path) -> None:
    meeting = "2026-03-12-raadsvergadering"
    whole = (evening / "journal" / f"{meeting}.jsonl").read_bytes().split(b"\n")
    for number, line in enumerate(whole[:-1]):
        rows = [*whole[:number], line[:40] + b"#" + line[41:], *whole[number + 1 :]]
        (tmp_path / f"{meeting}.jsonl").write_bytes(b"\n".join(rows))
        row, _ = anew.known_by(tmp_path, KnownMeeting(meeting, ""))
        assert f"regel {number + 1}: beschadigd" in row.fault and (row.digest or "niet" in row.fault), (number, line)


def test_an_unofficial_report_is_marked_wherever_it_is_shown(tmp_path: Path) -> None:
    base = tmp_path / "raad"
    play(base, FIRST, SCRIPTS[FIRST], LEFT, head="unofficial = true")
    play(base, LAST, SCRIPTS[LAST], CAME)
    publish_all(base, lambda _: None)
    for name in (
        "index.html",
        "toezeggingen.html",
        "moties/2025/index.html",
        "leden/mevrouw-akker/2025.html",
        "fracties/alfa/2025.html",
    ):
        assert "niet-officieel verslag" in text(base, name), name
    assert "niet-officieel" not in text(base, "leden/mevrouw-akker/2026.html")
    with archiving._catalog(base) as catalog:
        marked = {meeting: b"niet-officieel verslag</h1>" in found for meeting, found in catalog.documents().items()}
    assert marked == {FIRST: True, LAST: False}


def test_the_second_waits_and_says_so(base: Path) -> None:
    said: list[str] = []
    waiting = threading.Event()

    def report(line: str) -> None:
        said.append(line)
        waiting.set()

    with (base / "journal" / archiving.LOCK).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        second = threading.Thread(target=publish_all, args=(base, report))
        second.start()
        assert waiting.wait(60) and second.is_alive() and "ik wacht" in said[0]
    second.join(20)
    assert said[1:] == ["Archief: niets veranderd."]


def test_a_failing_search_index_leaves_pages_and_the_index_before(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = everything(base)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", "/bin/false")
    play(base, "2026-03-05-raadsvergadering", SCRIPTS[LAST], CAME)
    said: list[str] = []
    publish_all(base, said.append)
    assert [s for s in said if "De zoekindex is niet gemaakt" in s] and "5 maart 2026" in text(base, "index.html")
    now = everything(base)
    assert all(now[n] == c for n, c in before.items() if "/pagefind/" in n)
    monkeypatch.delenv("PAGEFIND_BINARY_PATH")
    assert (
        publish_all(base, said.append)
        and everything(base)["archief/pagefind/pagefind-entry.json"] != before["archief/pagefind/pagefind-entry.json"]
    )


def test_the_list_for_the_archive_mode_tells_what_each_meeting_holds(played: Path) -> None:
    rows = {h.id: h for h in archive_index(played)}
    assert [h.id for h in archive_index(played)] == sorted(rows, reverse=True)
    assert rows[FIRST][1:] == ("Raadsvergadering", "2025-02-06", "closed", 3, 2, False)
    assert rows["2025-04-03-kamer"].status == "chamber" and rows["2025-04-03-kamer"].votes == 0
    assert rows[SECOND].status == "open"
