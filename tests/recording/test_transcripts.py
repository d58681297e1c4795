"""Captions of speech recognition, of broadcasters and of YouTube."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from livecouncil.errors import InputFault
from livecouncil.recording.captions import Captions
from livecouncil.recording.read import read_captions


def read(tmp_path: Path, text: str | bytes, name: str = "opname") -> Captions:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_captions(path)


def told(captions: Captions) -> list[tuple[float, str, str]]:
    return [(cue.start, cue.speaker, cue.words) for cue in captions.cues]


ROLLING = """WEBVTT
Kind: captions

00:06:20.000 --> 00:06:24.000 align:start position:0%
\x20
Dames<00:06:20.100><c> en</c><00:06:20.200><c> heren.</c>

00:06:24.000 --> 00:06:24.010 align:start position:0%
Dames en heren.
\x20

00:06:24.010 --> 00:06:28.000 align:start position:0%
Dames en heren.
Ik<00:06:24.100><c> open.</c>

00:06:28.000 --> 00:06:28.010 align:start position:0%
Ik open.
\x20
"""


def test_what_rolls_is_said_once(tmp_path: Path) -> None:
    captions = read(tmp_path, ROLLING)
    assert told(captions) == [(380.0, "", "Dames en heren."), (384.01, "", "Ik open.")]
    assert any("YouTube" in note for note in captions.notes)


def test_a_line_that_is_repeated_and_gone_on_from_is_kept_as_it_was_written(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nIk dank u.\n\n00:03.000 --> 00:04.000\nIk dank u.\nWij gaan stemmen.\n"
    assert [words for _, _, words in told(read(tmp_path, text))] == ["Ik dank u.", "Ik dank u.\nWij gaan stemmen."]


def test_what_is_said_twice_stays_said_twice(tmp_path: Path) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nJa.\n\n00:03.000 --> 00:04.000\nNee.\n\n00:05.000 --> 00:06.000\nJa.\n"
    assert [words for _, _, words in told(read(tmp_path, text))] == ["Ja.", "Nee.", "Ja."]


@pytest.mark.parametrize(
    "segment",
    [
        {"start": 1.0, "end": 2.0, "text": " Punt <b>2</b>.", "speaker": "SPEAKER_00"},
        {"offsets": {"from": 1000, "to": 2000}, "text": " Punt <b>2</b>."},
    ],
)
def test_segments_of_whisper(tmp_path: Path, segment: dict[str, Any]) -> None:
    key = "transcription" if "offsets" in segment else "segments"
    captions = read(tmp_path, json.dumps({key: [segment, {"text": "zonder tijd"}]}))
    assert told(captions) == [(1.0, "", "Punt <b>2</b>.")] and captions.cues[0].end == 2.0
    assert any("overgeslagen: 1" in note for note in captions.notes)
    assert bool([note for note in captions.notes if "SPEAKER_00" in note]) == ("speaker" in segment)


def test_a_name_is_kept_and_a_label_is_not(tmp_path: Path) -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,000\n[SPEAKER_01]: Goedenavond.\n\n"
        "2\n00:00:03,000 --> 00:00:04,000\n[De Wit]: Welkom.\n\n"
        "3\n00:00:05,000 --> 00:00:06,000\nNota bene: dit is tekst.\n"
    )
    captions = read(tmp_path, text)
    assert told(captions) == [
        (1.0, "", "Goedenavond."),
        (3.0, "De Wit", "Welkom."),
        (5.0, "", "Nota bene: dit is tekst."),
    ]


TTML = """<?xml version="1.0"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"
 xmlns:ttp="http://www.w3.org/ns/ttml#parameter" ttp:frameRate="25" ttp:tickRate="10">
<head><metadata><ttm:agent xml:id="w" type="person"><ttm:name>De Wit</ttm:name></ttm:agent></metadata></head>
<body><div><p begin="00:00:01.500" end="00:00:02.000" ttm:agent="w">Welkom<br/>allemaal</p>
<p begin="00:00:03:05" dur="1s">Punt 2 &amp; 3</p><p begin="50t" end="60t">Tot slot</p><p>zonder tijd</p>
</div></body></tt>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_ttml(tmp_path: Path, encoding: str) -> None:
    text = TTML.replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
    assert told(read(tmp_path, text.encode(encoding))) == [
        (1.5, "De Wit", "Welkom\nallemaal"),
        (3.2, "", "Punt 2 & 3"),
        (5.0, "", "Tot slot"),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"segments": []}', "geen ondertitels"),
        ('{"segments": [{"start": 1e999, "text": "x"}]}', "geen ondertitels"),
        ('{"segments": ', "geen geldige JSON"),
        ("[" * 3 + "]" * 3, "geen ondertitels"),
        (TTML.replace("<tt ", '<!DOCTYPE tt [<!ENTITY x "y">]><tt '), "DTD of entiteiten"),
        (TTML.replace("<body>", "<body>" + "<div>" * 70), "te diep genest"),
    ],
)
def test_what_is_none_is_refused_in_one_sentence(tmp_path: Path, data: str, words: str) -> None:
    with pytest.raises(InputFault, match=words):
        read(tmp_path, data)


FORMS = {
    "list": '[{"start": 1, "end": 3, "text": "Welkom."}, {"start": 3, "end": 5, "text": "Punt 2"}]',
    "events of YouTube": '{"events": [{"tStartMs": 1000, "dDurationMs": 2000, "segs": [{"utf8": "Wel"}, {"utf8": '
    '"kom."}]}, {"tStartMs": 3000, "dDurationMs": 2000, "segs": [{"utf8": "Punt 2"}]}, {"tStartMs": 9000}]}',
    "XML of YouTube": '<?xml version="1.0" encoding="utf-8" ?><transcript>'
    '<text start="1" dur="2">Welkom.</text><text start="3.0" dur="2">Punt 2</text></transcript>',
    "SBV": "0:00:01.000,0:00:03.000\nWelkom.\n\n0:00:03.000,0:00:05.000\nPunt 2\n",
    "table of Whisper": "start\tend\ttext\n1000\t3000\tWelkom.\n3000\t5000\tPunt 2\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_cues(tmp_path: Path, form: str) -> None:
    cues = read(tmp_path, FORMS[form]).cues
    assert [(cue.start, cue.end, cue.text) for cue in cues] == [(1.0, 3.0, "Welkom."), (3.0, 5.0, "Punt 2")]
