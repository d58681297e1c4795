"""Caption files that go out: read by the specification's own parser and by a browser, and silent about closed doors."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.phrases import day_said
from livecouncil.publishing import captions
from livecouncil.recording import read as importer
from livecouncil.recording import webvtt
from livecouncil.recording.alignment import find_offset
from livecouncil.recording.captions import Captions, Cue
from livecouncil.wording import LANGUAGES, Wording
from tests.conftest import TOOLS, missing
from tests.evenings import spoken
from tests.evenings.spoken import CANARY, EVENING, offset, play
from tests.records import changed

WORDS = Wording.load("nl")
VALIDATE = """
const { WebVTTParser } = require(process.argv[1]);
const entities = require(process.argv[1] + "/html-entities.json");
const results = {};
for (const path of process.argv.slice(2)) {
  const kind = path.includes("chapters") ? "chapters" : "subtitles/captions/descriptions";
  const found = new WebVTTParser(entities).parse(require("fs").readFileSync(path, "utf8"), kind);
  results[path] = { cues: found.cues.length, errors: found.errors.map((e) => `${e.line}: ${e.message}`) };
}
console.log(JSON.stringify(results));
"""


@pytest.fixture(scope="module")
def evening_heard(tmp_path_factory: pytest.TempPathFactory) -> tuple[PublicRecord, Captions]:
    return spoken.evening(tmp_path_factory.mktemp("spoken"))


@pytest.fixture(scope="module")
def leiden_cues(shared: Path) -> Captions:
    return importer.read_captions(shared / "transcripts" / "leiden_2023-11-30.vtt")


@pytest.fixture
def files(evening_heard: tuple[PublicRecord, Captions], tmp_path: Path) -> dict[str, Path]:
    """Every caption file of the evening, written down."""
    record, heard = evening_heard
    found = find_offset(record, heard)
    made = {
        "captions.vtt": captions.captions_vtt(record, heard, found, WORDS),
        "captions.srt": captions.captions_srt(record, heard, found),
        "chapters.vtt": captions.chapters_vtt(record, found, WORDS, heard),
        "chapters-alone.vtt": captions.chapters_vtt(record, found, WORDS),
        "spoken.json": json.dumps(captions.spoken_paragraphs(record, heard, found)).encode(),
    }
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in made}


@pytest.fixture(scope="session")
def webvtt_parser() -> Callable[[list[Path]], dict[str, dict[str, Any]]]:
    """The validator of the specification's editors (npm webvtt-parser): cues and errors of each file."""
    module = TOOLS / "webvtt-parser"
    if not module.is_dir():
        missing("webvtt-parser")

    def run(paths: list[Path]) -> dict[str, dict[str, Any]]:
        command = ["node", "-e", VALIDATE, str(module), *map(str, paths)]
        found: dict[str, dict[str, Any]] = json.loads(
            subprocess.run(command, capture_output=True, text=True, check=True).stdout
        )
        return {Path(path).name: result for path, result in found.items()}

    return run


# -- closed doors ------------------------------------------------------------------------------------------------


def test_nothing_said_behind_closed_doors_is_in_any_file(
    evening_heard: tuple[PublicRecord, Captions], files: dict[str, Path]
) -> None:
    assert sum(CANARY in c.text for c in evening_heard[1].cues) == 2
    for path in files.values():
        assert path.stat().st_size and CANARY not in path.read_text()


@pytest.mark.parametrize("end", ["sluit", ""])
def test_nor_when_the_doors_were_never_opened_again(council: Path, agenda: Path, end: str) -> None:
    opened = next(n for n, row in enumerate(EVENING) if row[2] == "openbaar")
    script = [*EVENING[:opened], (30.0, CANARY, end, 4.0), (60.0, f"{CANARY} nog eens", "", 0.0)]
    record, heard = play(council, agenda, script)
    made = [captions.captions_vtt(record, heard, offset(), WORDS), captions.captions_srt(record, heard, offset())]
    assert all(b"Woonvisie" in m and CANARY.encode() not in m for m in made)
    assert CANARY not in str(captions.spoken_paragraphs(record, heard, offset()))


def test_nor_is_the_title_of_a_closed_item(files: dict[str, Path]) -> None:
    chapters = files["chapters.vtt"].read_text()
    assert "10 Besloten agendapunt" in chapters and "Grondexploitatie" not in chapters


def test_the_speaker_is_named_by_the_log(files: dict[str, Path]) -> None:
    text = files["captions.vtt"].read_text()
    assert "<v mevrouw Aalders>Wat kost het zwembad nu echt?\n" in text
    assert "<v wethouder Wagenaar>Dat staat in het krediet &amp; de &lt;nota&gt;.\n" in text
    said = files["captions.srt"].read_text()
    assert "mevrouw Aalders: Dank u wel, voorzitter.\n" in said and "\nWat kost het zwembad nu echt?\n" in said
    assert "wethouder Wagenaar: Dat staat in het krediet & de <nota>.\n" in said


# -- validators --------------------------------------------------------------------------------------------------


def test_webvtt_files_have_no_errors(
    files: dict[str, Path], webvtt_parser: Callable[[list[Path]], dict[str, dict[str, Any]]]
) -> None:
    paths = [p for n, p in files.items() if n.endswith(".vtt")]
    assert webvtt_parser(paths) == {
        "captions.vtt": {"cues": 17, "errors": []},
        "chapters.vtt": {"cues": 5, "errors": []},
        "chapters-alone.vtt": {"cues": 5, "errors": []},
    }


def test_the_validator_would_see_an_error(
    tmp_path: Path, webvtt_parser: Callable[[list[Path]], dict[str, dict[str, Any]]]
) -> None:
    (tmp_path / "captions.vtt").write_text("WEBVTT\n\n00:02.000 --> 00:01.000\n<v>a\n")
    assert webvtt_parser([tmp_path / "captions.vtt"])["captions.vtt"]["errors"]


def test_leiden_goes_out_whole(
    evening_heard: tuple[PublicRecord, Captions],
    leiden_cues: Captions,
    tmp_path: Path,
    webvtt_parser: Callable[[list[Path]], dict[str, dict[str, Any]]],
) -> None:
    """611 cues in, 611 out, with the same words, in WebVTT and SubRip, and all of them in what was said."""
    record = open_all_evening(evening_heard[0])
    vtt = captions.captions_vtt(record, leiden_cues, offset(), WORDS)
    srt = captions.captions_srt(record, leiden_cues, offset())
    (tmp_path / "captions.vtt").write_bytes(vtt)
    assert webvtt_parser([tmp_path / "captions.vtt"])["captions.vtt"] == {"cues": 611, "errors": []}
    words = [c.words for c in leiden_cues.cues]
    assert [c.words for c in importer.captions_from_text(vtt.decode(), "x").cues] == words
    names = "|".join(re.escape(s.who) for s in record.people.speakers)
    assert [
        re.sub(f"^(?:{names}): ", "", c.words) for c in importer.captions_from_text(srt.decode(), "x").cues
    ] == words
    said = " ".join(
        text for rows in captions.spoken_paragraphs(record, leiden_cues, offset()).values() for _, text, _ in rows
    )
    assert said.split() == " ".join(words).split()


def open_all_evening(record: PublicRecord) -> PublicRecord:
    """The same evening without closed doors, open from before the first caption until after the last."""
    items = tuple(i for i in record.decisions.items if not i.closed)
    begun = replace(items[0], started=offset().at)
    late = offset().time_of(9_000)
    return changed(record, closed_spans=(), items=(begun, *items[1:]), opened=offset().at, closed=late)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """`tmp_path` over HTTP: browsers load no captions from files."""

    class Quiet(SimpleHTTPRequestHandler):
        extensions_map = {".vtt": "text/vtt", ".html": "text/html"}

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(tmp_path)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


IN_THE_BROWSER = """
async (sources) => {
  const video = document.querySelector("video");
  const load = (src, kind) => new Promise((done, failed) => {
    const track = Object.assign(document.createElement("track"), { src, kind });
    track.onload = () => done([...track.track.cues].map((c) => ({
      start: c.startTime, end: c.endTime, text: c.getCueAsHTML().textContent,
      voices: [...c.getCueAsHTML().querySelectorAll("span[title]")].map((v) => v.title),
    })));
    track.onerror = () => failed(src);
    video.append(track);
    track.track.mode = "hidden";
  });
  return Promise.all(sources.map(([src, kind]) => load(src, kind)));
}
"""


def test_a_browser_reads_the_same_cues(
    files: dict[str, Path],
    leiden_cues: Captions,
    evening_heard: tuple[PublicRecord, Captions],
    tmp_path: Path,
    site: str,
    browser: Any,
) -> None:
    record = open_all_evening(evening_heard[0])
    (tmp_path / "leiden.vtt").write_bytes(captions.captions_vtt(record, leiden_cues, offset(), WORDS))
    (tmp_path / "index.html").write_text("<!doctype html><title>x</title><video></video>")
    page = browser.new_page()
    page.goto(f"{site}/index.html")
    ours, chapters, leiden = page.evaluate(
        IN_THE_BROWSER, [["captions.vtt", "captions"], ["chapters.vtt", "chapters"], ["leiden.vtt", "captions"]]
    )
    page.close()
    assert (len(ours), len(chapters), len(leiden)) == (17, 5, 611)
    assert [c["text"] for c in leiden] == [c.words for c in leiden_cues.cues]
    expected = importer.read_captions(files["captions.vtt"]).cues
    assert [(c["start"], c["end"], c["text"], c["voices"]) for c in ours] == [
        (c.start, c.end, c.words, [c.speaker] if c.speaker else []) for c in expected
    ]
    assert chapters[1]["text"] == "2 Vragenuur"


# -- chapters and text -------------------------------------------------------------------------------------------


def rows(data: bytes) -> list[tuple[float, float, str]]:
    return [(c.start, c.end, c.text) for c in webvtt.parse_webvtt(data.decode()).cues]


def test_a_chapter_an_item_without_captions(evening_heard: tuple[PublicRecord, Captions]) -> None:
    assert rows(captions.chapters_vtt(evening_heard[0], offset(), WORDS)) == [
        (98.0, 139.0, "1 Opening en mededelingen"),
        (139.0, 217.0, "2 Vragenuur"),
        (217.0, 931.0, "6 Woonvisie 2026–2035"),
        (931.0, 1633.0, "10 Besloten agendapunt"),
        (1633.0, 1650.0, "11 Sluiting"),
    ]


def test_chapters_begin_where_the_chair_says_so(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    starts = [start for start, _, _ in rows(captions.chapters_vtt(record, offset(), WORDS, heard))]
    assert starts == [92.0, 132.0, 209.0, 925.0, 1627.0]


def test_chapters_share_a_moment_return_and_take_hamerstukken_along(council: Path, agenda: Path) -> None:
    """A recording that begins after the opening; two items at once; three hamerstukken in a row; an
    item taken again."""
    script: list[tuple[float, str, str, float]] = [
        (10, "", "open", 0),
        (60, "", "n2", 0),
        (0, "", "n3", 0),
        (60, "", "n5a", 0),
        (5, "", "h 5a-5c =", 0),
        (60, "", "n6", 0),
        (60, "", "n2", 0),
        (60, "", "sluit", 0),
    ]
    record, _ = play(council, agenda, script)
    late = replace(offset(), at=offset().time_of(30))
    assert rows(captions.chapters_vtt(record, late, WORDS)) == [
        (0.0, 40.0, "1 Opening en mededelingen"),
        (40.0, 100.0, "2 Vragenuur · 3 Bepalen stemvolgorde"),
        (
            100.0,
            165.0,
            (
                "5a Verordening speelautomatenhallen · 5b Benoemingsbesluit accountant · 5c Zienswijze begroting "
                "veiligheidsregio"
            ),
        ),
        (165.0, 225.0, "6 Woonvisie 2026–2035"),
        (225.0, 285.0, "2 Vragenuur (vervolg)"),
    ]


def test_no_title_can_break_a_file(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    title = "00:00:01.000 --> 00:00:02.000 <v x> & co"
    odd = changed(record, title=title, items=tuple(replace(i, title=title) for i in record.decisions.items))
    cues = webvtt.parse_webvtt(captions.chapters_vtt(odd, offset(), WORDS).decode()).cues
    assert len(cues) == 5 and cues[0].text == "1 00:00:01.000 --&gt; 00:00:02.000 &lt;v x&gt; &amp; co"
    assert len(webvtt.parse_webvtt(captions.captions_vtt(odd, heard, offset(), WORDS).decode()).cues) == 18


def test_what_was_said_reads_as_text(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    said = captions.spoken_paragraphs(record, heard, offset())
    assert list(said) == ["1", "2", "6", "10", "11"] and "microfoon" not in str(said)
    assert said["2"] == [
        ("", "Dan punt 2, het vragenuur. Het woord is aan mevrouw Aalders.", 132.0),
        ("mevrouw Aalders", "Dank u wel, voorzitter. Wat kost het zwembad nu echt?", 151.0),
        ("", "De wethouder, wethouder Wagenaar.", 175.0),
        ("wethouder Wagenaar", "Dat staat in het krediet & de <nota>.", 179.0),
    ]


def test_a_long_speech_is_broken_at_a_sentence(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, _ = evening_heard
    speech = tuple(
        Cue(300 + n, 301 + n, f"Zin {n} gaat verder\nen eindigt hier." if n % 2 else f"Deel {n} en") for n in range(41)
    )
    said = captions.spoken_paragraphs(record, Captions(speech), offset())
    texts = [text for item in said.values() for _, text, _ in item]
    assert len(texts) > 1 and all(t.endswith(".") for t in texts)
    assert " ".join(texts).split() == " ".join(c.words for c in speech[:-1]).split()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_says_what_it_is(evening_heard: tuple[PublicRecord, Captions], language: str) -> None:
    record, heard = evening_heard
    words = Wording.load(language)
    text = captions.captions_vtt(changed(record, rehearsal=True, unofficial=True), heard, offset(), words).decode()
    head = text.split("\n\n")[1].split("\n")
    assert head[:3] == [
        "NOTE",
        f"Raadsvergadering Voorbeeld, {day_said(record.meeting.start, words.t)}",
        "https://creativecommons.org/publicdomain/zero/1.0/",
    ]
    granted = words.t("web.licence_unofficial", reporter=record.meeting.reporter)
    assert head[3:] == [
        granted,
        words.t("web.unofficial"),
        words.t("web.rehearsal"),
        words.t("captions.speakers_unofficial"),
    ]
    own = captions.captions_vtt(record, heard, offset(), words).decode().split("\n\n")[1].split("\n")
    assert own[3:] == [words.t("web.provisional"), words.t("captions.speakers")]


def test_the_same_record_gives_the_same_bytes(evening_heard: tuple[PublicRecord, Captions]) -> None:
    record, heard = evening_heard
    assert captions.captions_vtt(record, heard, offset(), WORDS) == captions.captions_vtt(
        record, heard, offset(), WORDS
    )
