"""Titles and names never act on a network: held against npm's twitter-text, and told apart by what stays meant."""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest

from livecouncil.core.text.inert import JOINER, inert
from livecouncil.core.text.length import facets, x_length
from tests.conftest import STORM, TOOLS, missing, tried

from .test_length import texts

ORACLE = """
const twitter = require(process.argv[1] + "/twitter-text");
const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map((text) => [
  twitter.parseTweet(text).weightedLength, twitter.extractEntitiesWithIndices(text), twitter.extractCashtags(text),
])));
"""
OURS = ("https://raad.voorbeeld.example/live/#m3", "#RaadVoorbeeld")


def entities(sample: list[str]) -> list[tuple[int, list[object], list[str]]]:
    if not shutil.which("node") or not (TOOLS / "twitter-text").is_dir():
        missing("Node or npm's twitter-text")
    command = ["node", "-e", ORACLE, str(TOOLS)]
    answer = subprocess.run(command, input=json.dumps(sample), capture_output=True, text=True, check=True).stdout
    return [(length, found, cash) for length, found, cash in json.loads(answer)]


TITLES = [
    "Brief aan @minister_IenW en @jan@mastodon.example",
    "#StopAZC nu!",
    "Zie www.plan.nl en https://evil.example/x",
    "Koop $TSLA, niet $T of $AB.C",
    "(@x) “#y” ‘nos.nl’ RT@z",
    "https://t.co/abc http://plan.nl?q=a.nl#b.nl",
    "D66.nl aangenomen.De griffie@urk.nl \uff20x \uff03y 中文.com例",
    "xmpp:x@y.nl mailto:griffie@urk.nl magnet:?xt=1",
]


def test_nothing_in_a_title_acts_on_x() -> None:
    sample = [inert(text) for text in TITLES]
    told = entities(sample)
    assert [found for _, found, _ in told] == [[]] * len(sample) and [cash for *_, cash in told] == [[]] * len(sample)
    assert [length for length, *_ in told] == [x_length(text) for text in sample], "counted as X counts it"


def test_nothing_in_any_text_acts_on_x() -> None:
    sample = [inert(text) for text in texts(20_000 if STORM else tried(1_500), seed=20261127)]
    acting = [(text, found) for text, (_, found, cash) in zip(sample, entities(sample), strict=True) if found or cash]
    assert acting == []


@pytest.mark.parametrize("text", TITLES)
def test_it_reads_the_same_and_bluesky_gets_no_facet(text: str) -> None:
    told = inert(text)
    assert (
        told.replace(JOINER, "").replace("# ", "#").replace("\uff03 ", "\uff03") == text
        and facets(told) == ()
        and inert(told) == told
    )


@pytest.mark.parametrize(
    "text",
    [
        "Motie M3 ‘Starters eerst’ is aangenomen: 21 voor, 16 tegen.",
        "€ 3.000 voor 1.250 m² (o.a. a.u.b.) $100 art. 3.1",
        "§ 2: C# en F#",
    ],
)
def test_a_plain_sentence_is_left_as_it_is(text: str) -> None:
    assert inert(text) == text


def test_our_own_address_and_tag_stay_alive_wherever_they_stand() -> None:
    text = "Stem op #Anders bij @jan. https://raad.voorbeeld.example/live/#m3 #RaadVoorbeeld"
    told = inert(text, OURS)
    assert told.endswith("https://raad.voorbeeld.example/live/#m3 #RaadVoorbeeld")
    assert [(f.kind, f.value) for f in facets(told)] == [("link", OURS[0]), ("tag", "RaadVoorbeeld")]


def test_a_message_keeps_an_address_its_writer_meant_and_nothing_else() -> None:
    told = inert("Kijk op https://raad.nl/x, niet op www.plan.nl, #Stop @jan", links=True)
    assert [(f.kind, f.value) for f in facets(told)] == [("link", "https://raad.nl/x")]
    assert f"@{JOINER}jan" in told and "# Stop" in told
