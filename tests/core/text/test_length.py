"""Lengths to the sign: twitter-text's own cases, npm's twitter-text as oracle, and a table that stands alone."""

import html
import json
import random
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livecouncil import commands as cli
from livecouncil.core.text import twitter_text as x_text
from livecouncil.core.text.length import (
    NETWORKS,
    accidental_links,
    bluesky_length,
    facets,
    fits,
    links,
    mastodon_length,
    measured,
    on_every_network,
    portable_hashtag,
    suggest_hashtag,
    x_length,
)
from tests.conftest import STORM, TOOLS, missing, tried

ORACLE = Path(__file__).with_name("twitter_text.cjs")


# -- twitter-text's own cases ------------------------------------------------------------------------------------


def values(entities: list[x_text.Entity]) -> list[str]:
    return [e.value for e in entities]


def users(text: str) -> list[x_text.Entity]:
    return [m for m in x_text.mentions(text) if "/" not in m.value]


def placed(name: str, entities: list[x_text.Entity]) -> list[dict[str, Any]]:
    return [{name: e.value, "indices": [e.start, e.end]} for e in entities]


def users_and_lists(text: str) -> list[dict[str, Any]]:
    parts = [(*m.value.partition("/"), m) for m in x_text.mentions(text)]
    return [{"screen_name": n, "list_slug": s + x, "indices": [m.start, m.end]} for n, s, x, m in parts]


def wholly(find: Callable[[str], list[x_text.Entity]]) -> Callable[[str], bool]:
    """Whether a text is one entity and nothing besides."""
    return lambda text: [(e.start, e.end) for e in find(text)] == [(0, len(text))]


def weighed(emoji: bool) -> Callable[[str], tuple[int, bool, int]]:
    def of(text: str) -> tuple[int, bool, int]:
        weight = x_text.weighted_length(text, emoji)
        return weight, x_text.valid(text), weight * 1000 // 280

    return of


def valid_in_version_1(text: str) -> bool:
    """Every sign was one then, an address 23 already, and 140 the limit."""
    text = unicodedata.normalize("NFC", text)
    return 0 < len(text) + sum(23 - len(url) for url in links(text)) <= 140


def linked(text: str) -> list[str]:
    return [link for link in links(text) if "://" in link]


CASES: dict[tuple[str, str], Callable[[str], Any]] = {
    ("extract", "urls"): links,
    ("extract", "urls_with_indices"): lambda t: placed("url", x_text.urls(t)),
    ("extract", "urls_with_directional_markers"): lambda t: placed("url", x_text.urls(t)),
    ("extract", "tco_urls_with_params"): links,
    ("extract", "hashtags"): lambda t: values(x_text.hashtags(t)),
    ("extract", "hashtags_from_astral"): lambda t: values(x_text.hashtags(t)),
    ("extract", "hashtags_with_indices"): lambda t: placed("hashtag", x_text.hashtags(t)),
    ("extract", "mentions"): lambda t: values(users(t)),
    ("extract", "mentions_with_indices"): lambda t: placed("screen_name", users(t)),
    ("extract", "mentions_or_lists_with_indices"): users_and_lists,
    ("extract", "cashtags"): lambda t: values(x_text.cashtags(t)),
    ("extract", "cashtags_with_indices"): lambda t: placed("cashtag", x_text.cashtags(t)),
    ("validate", "tweets"): valid_in_version_1,
    ("validate", "usernames"): wholly(users),
    ("validate", "lists"): lambda t: wholly(x_text.mentions)(t) and not users(t),
    ("validate", "hashtags"): wholly(x_text.hashtags),
    ("validate", "urls_without_protocol"): wholly(x_text.urls),
    ("validate", "WeightedTweetsCounterTest"): weighed(emoji=False),
    ("validate", "WeightedTweetsWithDiscountedEmojiCounterTest"): weighed(emoji=True),
    ("validate", "UnicodeDirectionalMarkerCounterTest"): weighed(emoji=True),
    ("autolink", "urls"): linked,
}


def expectation(section: str, expected: Any) -> Any:
    if section.endswith("CounterTest"):
        return expected["weightedLength"], expected["valid"], expected["permillage"]
    if section == "urls" and isinstance(expected, str):
        return [html.unescape(href) for href in re.findall(r'<a href="([^"]+)"', expected)]
    return expected


@pytest.fixture(scope="module")
def conformance(shared: Path) -> dict[str, dict[str, list[dict[str, Any]]]]:
    import yaml

    folder = shared / "twitter-text" / "conformance"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    names = sorted({name for name, _ in CASES})
    return {name: yaml.load((folder / f"{name}.yml").read_text("utf-8"), loader)["tests"] for name in names}


@pytest.mark.parametrize(("file", "section"), CASES)
def test_every_case_of_twitter_text(conformance: dict[str, Any], file: str, section: str) -> None:
    cases = conformance[file][section]
    wrong = [
        (case["description"], got, expected)
        for case in cases
        if (got := CASES[file, section](case["text"])) != (expected := expectation(section, case["expected"]))
    ]
    assert cases and wrong == []


def test_the_top_level_domains_are_those_of_twitter_text(shared: Path) -> None:
    import yaml

    listed = yaml.safe_load((shared / "twitter-text" / "conformance" / "tlds.yml").read_text("utf-8"))["tests"]
    texts = [case["text"] for cases in listed.values() for case in cases]
    assert len(texts) > 1_500 and [t for t in texts if links(t) != [t]] == []


# -- npm's twitter-text ------------------------------------------------------------------------------------------

WORDS, EMOJI, ADDRESSES, TAGS = (
    listed.split()
    for listed in (
        """de het een raad motie amendement Motie M3 is aangenomen verworpen wethouder burgemeester vóór tégen
        coördinatie raadsleden agendapunt voorstel ‘Starters eerst’ Voor 11: Tegen 26: CDA PvdA (2) D66 50PLUS
        ChristenUnie GroenLinks zoeven één geïnd reünie ’s-Gravenhage 's avonds d'r zo'n e.d. o.a.
        t/m 1.250,50 €3.000 12½% m² CO₂ 20:46
        2026-03-12 it riedsgearkomste iepene útsteld Súdwest-Fryslân Skarsterlân âlde hjoed stimming
        fêststeld wêze wy hawwe net
        foltallich tsjin bûten Boalsert Drylts Ljouwert e\u0301e\u0302n cafe\u0301""",
        """👍 👍🏽 👏🏿 ✅ ☑ ☑\ufe0f ☺\ufe0e ❤\ufe0f ❤ ✔ ✔\ufe0f ©\ufe0f © ™\ufe0f 🇳🇱 🇧🇪 🇦🇦 🇳 🥲 🏛 🗳\ufe0f
        🙋🏽 🧕🏾 0\u20e3 1\ufe0f\u20e3
        🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f 🏳\ufe0f\u200d🌈 🏴\u200d☠\ufe0f
        👨\u200d👩\u200d👧\u200d👦 👩\u200d👩\u200d👦
        👩🏽\u200d⚖\ufe0f 👨🏿\u200d🚒 🕵\ufe0f\u200d♀\ufe0f ⛹🏽\u200d♂\ufe0f 👩\u200d❤\ufe0f\u200d💋\u200d👩
        #\ufe0f\u20e3 *\u20e3 👁\u200d🗨 🤷\u200d♂\ufe0f
        🫱🏽\u200d🫲🏿 🏳\ufe0f\u200d⚧\ufe0f \ufe0f \u200d""",
        """https://raad.urk.nl/live http://denhelder.nl https://t.co/UqIyJAJTfo?amp=1 https://t.co/a www.vng.nl/a_(b)
        D66.nl aangenomen.De verworpen.Nu griffie@urk.nl https://raad.example/live/2015-06-29-raadsvergadering/#m3-stemming
        x.nl/?a=1&b=é https://súdwestfryslân.frl/riedsgearkomste https://www.overheid.nl/zoek?q=a+b,c.
        xn--80ak6aa92e.com HTTPS://EXAMPLE.AMSTERDAM/A--b 日本語.jp 中文.com例。え https://例え.みんな/パス
        http://a.b-.nl http://-a.nl ftp://x.nl
        t.co/x https://raad.nl:8080/pad/;x file.pdf 3.5.De""",
        (
            "#RaadUrk #raad-urk (#raad040) #040 #Súdwest #rêd ＃raad #a#b &#x #️⃣x @griffie @piet@mastodon.nl "
            "@a/lijst $TEST #1e"
        ),
    )
)
MARKS = [*".,;:!?…–—-/\\()[]{}\"'‘’“”„•→™°€$%&*+=<>|~_@#＃^`\t\n\u200b\u00a0\u202f", "...", " – ", "::"]


def texts(count: int, seed: int) -> Iterator[str]:
    """Council talk and what can go wrong in it, the same for a seed."""
    chance = random.Random(seed)
    kinds = (WORDS, MARKS, EMOJI, ADDRESSES, TAGS)
    for _ in range(count):
        weights = [chance.choice((1, 3, 10)), *(chance.choice((0, 1, 4)) for _ in kinds[1:])]
        gap = chance.choice((" ", " ", " ", ""))
        yield gap.join(chance.choice(k) for k in chance.choices(kinds, weights, k=chance.randint(1, 40)))


def test_no_difference_with_npm_twitter_text() -> None:
    if not shutil.which("node") or not (TOOLS / "twitter-text").is_dir():
        missing("Node or npm's twitter-text")
    sample = list(texts(20_000 if STORM else tried(2_000), seed=20260312))
    command = ["node", str(ORACLE), str(TOOLS)]
    answer = subprocess.run(command, input=json.dumps(sample), capture_output=True, text=True, check=True).stdout
    asked = [(x_length(t), in_units(t, x_text.hashtags(t)), in_units(t, x_text.urls(t))) for t in sample]
    expected = [(weight, tags, urls) for weight, tags, urls in json.loads(answer)]
    assert [(t, a, e) for t, a, e in zip(sample, asked, expected, strict=True) if a != e] == []
    enough = len(sample) / 4
    assert sum(bool(tags) for _, tags, _ in expected) > enough and sum(bool(urls) for *_, urls in expected) > enough


def in_units(text: str, entities: list[x_text.Entity]) -> list[list[Any]]:
    """Places as JavaScript counts them."""
    return [[e.value, *(len(text[:i].encode("utf-16-le")) // 2 for i in (e.start, e.end))] for e in entities]


# -- a table that stands alone -----------------------------------------------------------------------------------

#                                                  X   Bluesky: graphemes, bytes   Mastodon
LENGTHS = [
    ("", 0, 0, 0, 0),
    ("Motie M3 is verworpen.", 22, 22, 22, 22),
    ("Fryslân: riedsgearkomste útsteld", 32, 32, 34, 32),
    ("e\u0301e\u0302n", 3, 3, 7, 3),  # composed before it is counted; Bluesky's bytes are those that are sent
    ("‘a’ – “b” 2² ½", 14, 14, 26, 14),
    ("… € → • ™ ≥ ✔", 20, 13, 27, 13),
    ("👍", 2, 1, 4, 1),
    ("👍🏽", 2, 1, 8, 2),
    ("👨‍👩‍👧‍👦", 2, 1, 25, 7),
    ("🇳🇱", 2, 1, 8, 2),
    ("🏴󠁧󠁢󠁳󠁣󠁴󠁿", 2, 1, 28, 7),
    ("1️⃣", 2, 1, 7, 3),
    ("❤️", 2, 1, 6, 2),
    ("日本語", 6, 3, 9, 3),
    ("https://raad.nl", 23, 15, 15, 23),
    ("https://raad.example.nl/live/2026-03-12-raadsvergadering/#m3-stemming", 23, 69, 69, 69),
    ("D66.nl", 23, 6, 6, 6),
    ("is aangenomen.De raad", 31, 21, 21, 21),
    ("https://raad.nl.", 24, 16, 16, 24),
    ("https://raad.nl/a)", 24, 18, 18, 24),
    ("https://t.co/a https://t.co/b", 47, 29, 29, 47),
    ("@piet@mastodon.nl https://raad.nl", 41, 33, 33, 33),  # 29 on Mastodon itself: @piet, a blank and 23
    ("@p@m.nl https://a.nl https://b.nl", 55, 33, 33, 50),
    ("griffie@urk.nl", 14, 14, 14, 14),
    ("https://例え.みんな/a", 23, 16, 26, 23),
]


@pytest.mark.parametrize(("text", "x", "graphemes", "in_bytes", "mastodon"), LENGTHS)
def test_length_on_each_network(text: str, x: int, graphemes: int, in_bytes: int, mastodon: int) -> None:
    assert (x_length(text), bluesky_length(text), mastodon_length(text)) == (x, (graphemes, in_bytes), mastodon)


@pytest.mark.parametrize("network", NETWORKS)
def test_the_limit_itself_fits_and_one_more_does_not(network: str) -> None:
    limit = {"x": 280, "bluesky": 300, "mastodon": 500}[network]
    assert fits("a" * limit, network) and not fits("a" * (limit + 1), network)


def test_bluesky_has_a_limit_in_bytes_too() -> None:
    family = "👨‍👩‍👧‍👦"
    assert fits(family * 120, "bluesky")
    assert measured(family * 121, "bluesky").length == 121 and not fits(family * 121, "bluesky")


def test_a_server_says_how_long_a_post_may_be() -> None:
    assert not fits("a" * 81, "mastodon", limit=80) and fits("a" * 5_000, "mastodon", limit=5_000)
    assert [(m.network, m.limit) for m in on_every_network("a", mastodon=80)] == [
        ("x", 280),
        ("bluesky", 300),
        ("mastodon", 80),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("De motie is aangenomen.De raad", ["aangenomen.De"]),
        ("Tegen: D66.nl, CDA.", ["D66.nl"]),
        ("‘Bouwen.Nu’ is verworpen", ["Bouwen.Nu"]),
        ("Zie https://raad.nl en www.raad.nl", ["www.raad.nl"]),
        ("De motie is aangenomen. De raad", []),
        ("griffie@urk.nl", []),
        ("Voor 1.250 t/m 12.30 uur, e.d.", []),
        ("bijlage.pdf", []),
    ],
)
def test_links_nobody_meant(text: str, found: list[str]) -> None:
    assert accidental_links(text) == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Motie ‘één’ is 👍🏽. https://raad.nl/#m3 #RaadUrk", [("link", "https://raad.nl/#m3"), ("tag", "RaadUrk")]),
        ("#Súdwest #rêd", [("tag", "Súdwest"), ("tag", "rêd")]),
        ("(https://raad.nl/a).", [("link", "https://raad.nl/a")]),
        ("aangenomen.De #040 D66.nl", []),
        ("#" + "a" * 65, []),
        ("HTTPS://RAAD.NL", [("link", "HTTPS://RAAD.NL")]),
        ("https://raad.example/x/#m3-stemming", [("link", "https://raad.example/x/#m3-stemming")]),
    ],
)
def test_what_is_made_clickable(text: str, expected: list[tuple[str, str]]) -> None:
    found = facets(text)
    assert [(f.kind, f.value) for f in found] == expected
    assert [f.text.lstrip("#") for f in found] == [value for _, value in expected]


pieces = st.sampled_from([*WORDS, *MARKS, *EMOJI, *ADDRESSES, *TAGS]) | st.text(max_size=4)


@given(st.lists(pieces, max_size=20), st.sampled_from(["", " "]))
def test_each_byte_slice_is_exactly_its_tag_or_link(parts: list[str], gap: str) -> None:
    text = unicodedata.normalize("NFC", gap.join(parts))
    raw, previous = text.encode(), 0
    for facet in facets(text):
        sliced = raw[facet.byte_start : facet.byte_end].decode()
        assert sliced == facet.text == text[facet.start : facet.end] and facet.byte_start >= previous
        assert facet.value == (sliced if facet.kind == "link" else sliced[1:])
        previous = facet.byte_end


@given(st.text(max_size=300))
def test_no_text_breaks_a_counter(text: str) -> None:
    code_points = len(unicodedata.normalize("NFC", text))
    assert mastodon_length(text) >= code_points and x_length(text) <= 2 * code_points + 23 * text.count(".")
    assert bluesky_length(text)[0] <= len(text)


def test_a_lone_half_of_a_sign_is_counted_too() -> None:
    assert [m.length for m in on_every_network("a\udc80")] == [3, 2, 2]


# -- hashtags ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tag", ["RaadUrk", "raad_urk", "raad040", "040raad", "Súdwest", "rêd", "Fryslân", "a", "a" * 64]
)
def test_portable_tags(tag: str) -> None:
    assert portable_hashtag(tag) and suggest_hashtag(tag)[1:] == tag[1:]
    assert values(x_text.hashtags(f"De raad. #{tag}")) == [tag]


@pytest.mark.parametrize(
    ("tag", "offer"),
    [
        ("raad-urk", "RaadUrk"),
        ("040", "Raad040"),
        ("(#raad040)", "Raad040"),
        ("#RaadUrk", "RaadUrk"),
        ("", "Raad"),
        ("raad den helder", "RaadDenHelder"),
        ("Re\u0302d", "Rêd"),
        ("raad.urk", "RaadUrk"),
        ("ra👍ad", "RaAd"),
        ("_", "Raad_"),
        ("x²", "X"),
        ("a" * 65, "A" + "a" * 63),
        ("’s-Gravenhage", "SGravenhage"),
        ("RaadUrk ", "RaadUrk"),
        ("raad\n", "Raad"),
        ("1" * 70, "Raad" + "1" * 60),
    ],
)
def test_tags_that_differ_by_network_get_a_better_one(tag: str, offer: str) -> None:
    assert not portable_hashtag(tag)
    assert suggest_hashtag(tag) == offer and portable_hashtag(offer)


def test_check_offers_a_portable_tag(council: Path, agenda: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = council / "council.toml"
    path.write_text(re.sub(r'hashtag = ".*"', 'hashtag = "raad-urk"', path.read_text("utf-8")), "utf-8")
    assert cli.main(["check", str(agenda), "--data", str(council)]) == 1
    assert 'hashtag = "RaadUrk"' in capsys.readouterr().err


# -- the command -------------------------------------------------------------------------------------------------


def test_the_command_gives_figures(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["length", "--json", "Motie 👍🏽"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "x": {"length": 8, "limit": 280},
        "bluesky": {"length": 7, "limit": 300, "bytes": 14, "byte_limit": 3000},
        "mastodon": {"length": 8, "limit": 500},
    }


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Motie M3", "X 8/280 · Bluesky 8/300 · Mastodon 8/500"),
        ("a" * 290, "X 290/280 te lang · Bluesky 290/300 · Mastodon 290/500"),
        ("👨‍👩‍👧‍👦" * 121, "X 242/280 · Bluesky 121/300 te lang · Mastodon 847/500 te lang"),
    ],
)
def test_the_command_says_what_is_too_long(text: str, line: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["length", text]) == 0
    assert capsys.readouterr().out.strip() == line


def test_counting_needs_no_terminal_app() -> None:
    code = (
        "import sys; from livecouncil import commands as cli; cli.main(['length', 'a']); "
        "print('textual' in sys.modules)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert out.split()[-1] == "False"
