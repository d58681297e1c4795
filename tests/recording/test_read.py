"""Captions as they come: the WebVTT specification's own tests, SubRip, and files that are not what they should be."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livecouncil.core.text.clean import clean
from livecouncil.errors import InputFault
from livecouncil.publishing.captions import write_srt, write_vtt
from livecouncil.recording import cue_text as cuetext
from livecouncil.recording import read as captions
from livecouncil.recording import webvtt
from livecouncil.recording.captions import Captions, Cue

WPT = Path(__file__).parents[3] / "shared" / "data" / "webvtt"
FILES = sorted(p.stem for p in (WPT / "wpt-file-parsing").glob("*.vtt")) or ["(not here)"]
CUES = [
    pytest.param(name, n, test["text"], test["expectedTree"], id=f"{name}-{n}")
    for name in ("entities", "tags", "text", "timestamps", "tree-building")
    if (WPT / "wpt-cue-parsing" / f"{name}.json").exists()
    for n, test in enumerate(json.loads((WPT / "wpt-cue-parsing" / f"{name}.json").read_text()))
] or [pytest.param("(not here)", 0, "", "")]


# -- the specification's tests -----------------------------------------------------------------------------------


def as_javascript(cue: webvtt.RawCue, regions: list[webvtt.Region]) -> dict[str, Any]:
    """A cue as a browser's VTTCue shows it."""
    s = cue.settings
    return {
        "id": cue.id,
        "text": cue.text,
        "startTime": cue.start,
        "endTime": cue.end,
        "vertical": s.vertical,
        "line": "auto" if s.line is None else s.line,
        "lineAlign": s.line_align,
        "snapToLines": s.snap_to_lines,
        "position": "auto" if s.position is None else s.position,
        "positionAlign": s.position_align,
        "size": s.size,
        "align": s.align,
        "region": next((n for n, r in enumerate(regions) if r is s.region), None),
    }


def region_as_javascript(region: webvtt.Region) -> dict[str, Any]:
    return {
        "id": region.id,
        "width": region.width,
        "lines": region.lines,
        "scroll": region.scroll,
        "regionAnchorX": region.anchor[0],
        "regionAnchorY": region.anchor[1],
        "viewportAnchorX": region.viewport[0],
        "viewportAnchorY": region.viewport[1],
    }


@pytest.fixture(scope="module")
def wpt_failures(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the assertions of web-platform-tests say of our cues, by file; run by Node, all at once."""
    tests = {}
    for name in FILES:
        file = webvtt.parse_webvtt((shared / "webvtt/wpt-file-parsing" / f"{name}.vtt").read_bytes().decode())
        tests[name] = {
            "script": (shared / "webvtt/wpt-file-parsing" / f"{name}.js").read_text(),
            "cues": [as_javascript(c, file.regions) for c in file.cues],
            "regions": [region_as_javascript(r) for r in file.regions],
        }
    path = tmp_path_factory.mktemp("wpt") / "tests.json"
    path.write_text(json.dumps(tests))
    command = ["node", Path(__file__).with_name("wpt.cjs").as_posix(), str(path)]
    failures: dict[str, str] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return failures


@pytest.mark.parametrize("name", FILES)
def test_wpt_file_parsing(wpt_failures: dict[str, str], name: str) -> None:
    assert wpt_failures.get(name) is None


def test_every_wpt_file_is_among_them(wpt_failures: dict[str, str]) -> None:
    assert len(FILES) == 37 and len(CUES) == 77


def drawn(node: cuetext.Node, depth: int = 0) -> str:
    """A tree as web-platform-tests write it: the DOM a browser makes of it."""
    lines, edge = [], "| " + "  " * depth
    for child in node.children:
        if isinstance(child, str):
            lines.append(f'{edge}"{child}"\n')
        elif isinstance(child, cuetext.Stamp):
            lines.append(f"{edge}<?timestamp {cuetext.stamp(child.at)}>\n")
        else:
            lines.append(f"{edge}<{'span' if child.kind in ('c', 'v', 'lang') else child.kind}>\n")
            lines += [f'{edge}  class="{" ".join(child.classes)}"\n'] if child.classes else []
            lines += [f'{edge}  title="{child.note}"\n'] if child.kind == "v" else []
            lines += [f'{edge}  lang="{child.note}"\n'] if child.kind == "lang" else []
            lines.append(drawn(child, depth + 1))
    return "".join(lines)


@pytest.mark.parametrize(("name", "number", "text", "tree"), CUES)
def test_wpt_cue_parsing(shared: Path, name: str, number: int, text: str, tree: str) -> None:
    """The cue as it stands in the file; of `text` only what comes before an empty line is in the cue."""
    cues = webvtt.parse_webvtt((shared / "webvtt/wpt-cue-parsing" / f"{name}.vtt").read_bytes().decode()).cues
    assert drawn(cuetext.parse_cue_text(cues[number].text)) == tree
    assert text.replace("\0", "\ufffd").startswith(cues[number].text)


# -- round trips -------------------------------------------------------------------------------------------------

LINE = st.text(min_size=1, max_size=20).map(clean).filter(bool)
SAID = st.lists(LINE, min_size=1, max_size=3).map("\n".join)
TIMES = st.lists(st.tuples(st.integers(0, 40_000_000), st.integers(1, 9_000)), min_size=1, max_size=8).map(sorted)


@st.composite
def some_cues(draw: st.DrawFn) -> tuple[Cue, ...]:
    """Cues in order of time, with words that need escaping, speakers, settings and names."""
    speaker, settings = st.just("") | LINE, st.sampled_from(["", "align:start", "line:0% position:50%"])
    return tuple(
        Cue(
            at / 1000,
            (at + length) / 1000,
            cuetext.escape(draw(SAID)),
            draw(speaker),
            draw(settings),
            draw(st.sampled_from(["", "a 1"])),
        )
        for at, length in draw(TIMES)
    )


@given(some_cues())
def test_webvtt_is_read_as_it_was_written(cues: tuple[Cue, ...]) -> None:
    assert captions.captions_from_text(write_vtt(cues, ["een --> twee"]), "x").cues == cues


@given(some_cues())
def test_subrip_is_read_as_it_was_written(cues: tuple[Cue, ...]) -> None:
    """But for what SubRip cannot say: speakers, places, and words that look like its own markup."""
    odd = re.compile(r"^\d+$|[<{]|-->", re.M)
    bare = [
        Cue(c.start, c.end, c.text, id=str(n)) for n, c in enumerate((c for c in cues if not odd.search(c.words)), 1)
    ]
    assert not bare or captions.captions_from_text(write_srt(bare), "x").cues == tuple(bare)


@given(st.text(max_size=200), st.sampled_from(["", "WEBVTT\n\n", "1\n00:00:01,000 --> 00:00:02,000\n"]))
def test_nothing_makes_the_reader_fail(text: str, start: str) -> None:
    try:
        assert captions.captions_from_text(start + text, "x").cues
    except InputFault as fault:
        assert str(fault).startswith("x: ")


# -- what comes in -----------------------------------------------------------------------------------------------

SRT = """1
00:00:01,000 --> 00:00:04,000
De vergadering is geopend.

2
00:00:05,000 --> 00:00:06,500 X1:40 X2:600 Y1:20 Y2:50
<i>Welkom</i> <font color="red">mevrouw Doğan</font>,
bij M&M {\\an8}en 3 < 4 — café

3
00:00:07,000 --> 00:00:08,000
2026
"""


def read(tmp_path: Path, data: bytes | str, name: str = "zaal.srt") -> Captions:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return captions.read_captions(path)


def refusal(tmp_path: Path, data: bytes | str, name: str = "zaal.srt") -> str:
    with pytest.raises(InputFault) as fault:
        read(tmp_path, data, name)
    text = str(fault.value)
    assert text.startswith(str(tmp_path / name)) and "Er is niets veranderd" in text and text.endswith(".")
    return text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_subrip_in_any_usual_encoding(tmp_path: Path, encoding: str, ends: str) -> None:
    found = read(tmp_path, SRT.replace("\n", ends).encode(encoding))
    assert [(c.start, c.end, c.id) for c in found.cues] == [(1.0, 4.0, "1"), (5.0, 6.5, "2"), (7.0, 8.0, "3")]
    assert found.cues[1].text == "<i>Welkom</i> mevrouw Doğan,\nbij M&amp;M en 3 &lt; 4 — café"
    assert found.cues[2].words == "2026" and found.notes == ()


def test_windows_1252_as_older_programs_write_it(tmp_path: Path) -> None:
    found = read(tmp_path, SRT.replace("ğ", "g").encode("cp1252"))
    assert found.cues[1].words.endswith("3 < 4 — café")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_webvtt_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    found = read(tmp_path, "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Doğan>Hé.".encode(encoding), "zaal.vtt")
    assert found.cues == (Cue(1.0, 2.0, "Hé.", "Doğan"),)


@pytest.mark.parametrize("times", ["00:01,000 --> 00:02,500", "0:01.0-->0:02.5", "00:01 --> 00:02,5"])
def test_times_without_hours(tmp_path: Path, times: str) -> None:
    assert read(tmp_path, f"1\n{times}\nTekst\n").cues == (Cue(1.0, 2.5, "Tekst", id="1"),)


def test_overlapping_captions_stay_as_they_are(tmp_path: Path) -> None:
    found = read(tmp_path, "WEBVTT\n\n00:01.000 --> 00:09.000\nA\n\n00:02.000 --> 00:03.000\nB\n", "zaal.vtt")
    assert [(c.start, c.end) for c in found.cues] == [(1.0, 9.0), (2.0, 3.0)]
    assert found.notes == ("Ondertitels die de vorige overlappen, gelaten zoals ze zijn: 1.",)


def test_captions_out_of_order_are_put_in_order_and_said(tmp_path: Path) -> None:
    found = read(tmp_path, "WEBVTT\n\n00:05.000 --> 00:06.000\nB\n\n00:01.000 --> 00:02.000\nA\n", "zaal.vtt")
    assert [c.text for c in found.cues] == ["A", "B"]
    assert found.notes == ("Ondertitels die niet op volgorde van tijd stonden, op hun plaats gezet: 1.",)


def test_a_clock_that_begins_anew_is_refused(tmp_path: Path) -> None:
    """Two recordings behind each other: sorted they would mix, and closed doors would lie elsewhere."""
    text = "WEBVTT\n\n01:00:00.000 --> 01:00:02.000\nA\n\n00:00:01.000 --> 00:00:02.000\nB\n"
    assert "na ondertitel 1 springt de tijd terug naar 00:00:01.000" in refusal(tmp_path, text)


def test_a_time_without_words_says_nothing_of_the_clock(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:22:21.320 --> 00:22:26.520\n00:10:13.720 --> 00:10:15.360\nA\n"
    assert [cue.text for cue in read(tmp_path, text, "zaal.vtt").cues if cue.text] == ["A"]


def test_a_caption_that_ends_before_it_begins_is_shown_for_a_second(tmp_path: Path) -> None:
    found = read(tmp_path, "WEBVTT\n\n00:05.000 --> 00:04.000\nA\n", "zaal.vtt")
    assert found.cues == (Cue(5.0, 6.0, "A"),)
    assert found.notes == ("Ondertitels die voor hun begin eindigden, nu één seconde in beeld: 1.",)


@pytest.mark.parametrize(
    ("name", "text", "skipped"),
    [
        (
            "zaal.vtt",
            "WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n00:0x.000 --> 00:03.000\nkapot\n\nlosse tekst\n\nNOTE dit niet\n",
            2,
        ),
        (
            "zaal.srt",
            "1\n00:00:01,000 --> 00:00:02,000\nA\n\n2\n00:00:0x,000 --> 00:00:03,000\nkapot\n\nlosse tekst\n",
            2,
        ),
    ],
)
def test_damaged_blocks_are_skipped_and_counted(tmp_path: Path, name: str, text: str, skipped: int) -> None:
    found = read(tmp_path, text, name)
    assert [c.text for c in found.cues] == ["A"] and found.notes == (f"Beschadigde blokken overgeslagen: {skipped}.",)


def test_forty_megabytes_are_refused_before_they_are_read(tmp_path: Path) -> None:
    path = tmp_path / "opname.vtt"
    with path.open("wb") as file:
        file.write(b"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n")
        file.truncate(40_000_000)
    with pytest.raises(InputFault, match=r"opname\.vtt: 40 MB is te groot \(10 MB\)\. Er is niets veranderd"):
        captions.read_captions(path)


def test_too_many_captions_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(captions, "MAX_CUES", 100)
    text = "WEBVTT\n\n" + "00:01.000 --> 00:02.000\nA\n\n" * 101
    with pytest.raises(InputFault, match=r"101 ondertitels is te veel \(100\)"):
        captions.captions_from_text(text, "x")


@pytest.mark.parametrize("odd", ["<", "<a", "</ ", "{\\", "&", "&a", "<b", "-->", "1\n", "00:00:01,000 ", "\n\n"])
@pytest.mark.parametrize("once", [True, False])
def test_a_monstrous_file_is_read_in_reasonable_time(odd: str, once: bool) -> None:
    """Each would take minutes with a pattern that goes back over what it has seen."""
    monster = odd[:-1] + odd[-1] * 100_000 if once else odd * 10_000
    for start in ("WEBVTT\n\n00:01.000 --> 00:02.000\n", "1\n00:00:01,000 --> 00:00:02,000\n"):
        assert captions.captions_from_text(start + monster, "x").cues[0].start == 1.0


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\xff\xfe", b"WEBVTT", b"WEBVTT\n\nNOTE leeg\n"])
def test_a_file_without_captions_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "hier staan geen ondertitels in" in refusal(tmp_path, data)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"Agenda\n1. Opening\n2. Sluiting\n", "hier staan geen ondertitels in"),
        (b'{"cues": []}', "hier staan geen ondertitels in"),
        (b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + bytes(range(256)) * 9, "dit soort bestand ken ik niet"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0" + b"\x8f\xd2\x01\0" * 300, "dit soort bestand ken ik niet"),
    ],
)
def test_what_is_no_captions_at_all_is_refused(tmp_path: Path, data: bytes, why: str) -> None:
    assert why in refusal(tmp_path, data)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputFault, match="kan niet gelezen worden"):
        captions.read_captions(tmp_path / "weg.vtt")


def test_what_a_terminal_or_page_could_misread_is_dropped(tmp_path: Path) -> None:
    """Also when it is hidden in an entity, a name or an id."""
    text = (
        "WEBVTT\n\nid\x1b[2J\n00:01.000 --> 00:02.000 line:0\u202e% region:x align:start\n"
        "<v An\u202ene>a\x1b[31m&#27;[31m b&#x202e;c\n"
    )
    (cue,) = read(tmp_path, text, "zaal.vtt").cues
    assert cue == Cue(1.0, 2.0, "a[31m[31m bc", "Anne", "align:start", "id[2J")


def test_leiden_is_read_whole(shared: Path) -> None:
    """Every cue of a real meeting, with its text as it stands in the file."""
    path = shared / "transcripts" / "leiden_2023-11-30.vtt"
    found = captions.read_captions(path)
    blocks = re.findall(r"^(\S+) --> (\S+)\n((?:.+\n?)+)", path.read_text(), re.M)
    assert len(found.cues) == len(blocks) == 611 and found.notes == ()
    assert [(cuetext.stamp(c.start), cuetext.stamp(c.end), c.words) for c in found.cues] == [
        (a, b, t.strip()) for a, b, t in blocks
    ]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("19:28:20", "2026-03-12T19:28:20+01:00"),
        ("19:28", "2026-03-12T19:28:00+01:00"),
        ("0:15:00", "2026-03-13T00:15:00+01:00"),
        ("2026-03-14 09:00:00", "2026-03-14T09:00:00+01:00"),
    ],
)
def test_an_offset_is_a_time_of_the_clock(text: str, moment: str) -> None:
    from datetime import datetime

    assert captions.offset_given(text, datetime.fromisoformat("2026-03-12T19:30:00+01:00")) == datetime.fromisoformat(
        moment
    )


@pytest.mark.parametrize("text", ["", "90", "25:00", "19:28:61", "2026-13-01 19:00", "half acht", "-00:10"])
def test_what_is_no_time_of_the_clock_is_refused(text: str) -> None:
    from datetime import datetime

    with pytest.raises(InputFault, match="geen kloktijd"):
        captions.offset_given(text, datetime.fromisoformat("2026-03-12T19:30:00+01:00"))
