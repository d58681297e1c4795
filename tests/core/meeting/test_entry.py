"""The grammar of the entry line."""

from __future__ import annotations

import pytest

from livecouncil.core.meeting.entry import parse
from livecouncil.errors import Refusal


@pytest.mark.parametrize(
    ("line", "act", "target", "words", "totals", "text"),
    [
        ("m3 i pvda gl: Starters eerst: nu", "file", "m3", ["pvda", "gl"], None, "Starters eerst: nu"),
        ("m3w: Starters = doorstromers", "retitle", "m3", [], None, "Starters = doorstromers"),
        ("M3V PvdA GL", "vote", "m3", ["pvda", "gl"], None, ""),
        ("m1t g f l v cu 11–26", "vote", "m1", ["g", "f", "l", "v", "cu"], (11, 26), ""),
        ("a1u", "unanimous", "a1", [], None, ""),
        ("m3 21-16", "totals", "m3", [], (21, 16), ""),
        ("n8 v cda", "vote", "#8", ["cda"], None, ""),
        ("st m3", "call_vote", "m3", [], None, ""),
        ("nd jan m3: belang", "recuse", "m3", ["jan"], None, "belang"),
        ("tz wagner: app = goed", "undertake", None, ["wagner"], None, "app = goed"),
        ("jans", "floor", None, ["jans"], None, ""),
        (".af", "floor", None, ["af"], None, ""),
        ("b: Er is koffie", "message", None, [], None, "Er is koffie"),
        ("s1 i vvd a2: tekst", "file", "s1", ["vvd"], None, "tekst"),
    ],
)
def test_reads(line: str, act: str, target: str | None, words: list[str], totals: object, text: str) -> None:
    entry = parse(line)
    assert entry is not None
    assert (entry.act, entry.target, [w.text for w in entry.words], entry.totals, entry.text) == (
        act,
        target,
        words,
        totals,
        text,
    )


@pytest.mark.parametrize("line", ["", "   ", "# een opmerking", "#"])
def test_skips_blank_lines_and_comments(line: str) -> None:
    assert parse(line) is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("m3vvd", "verb_needed"),
        ("m3v pvda: tekst", "no_text_here"),
        ("u pvda", "no_names_here"),
        ("m3v cda 21-16 20-17", "totals_twice"),
        ("@25:00 z", "bad_time"),
        ("@20:46 =", "time_not_here"),
        ("b", "text_needed"),
        ("i pvda", "object_needed"),
        ("h 5a-", "bad_range"),
        ("pers Lid braas 28", "ballot_form"),
        ("m3r8 vvx", "roll_letter"),
        ("open jansen", "nothing_after"),
        ("q", "not_understood"),
        ("c", "cannot_correct"),
        ("m1 i cda: caf\ufffd", "unreadable"),
        (", caf\ufffd", "unreadable"),
    ],
)
def test_refuses(line: str, code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse(line)
    assert refusal.value.code == code


def test_hammer_in_line_mode_belongs_to_the_entry_or_to_its_text() -> None:
    vote = parse("m3v pvda =", line_mode=True)
    assert vote is not None and vote.hammer and vote.line == "m3v pvda"
    undertaking = parse("tz wagner: 2 + 2 =", line_mode=True)
    assert undertaking is not None and not undertaking.hammer and undertaking.text == "2 + 2 ="
    with pytest.raises(Refusal):
        parse("jansen =", line_mode=True)
