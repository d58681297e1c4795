"""Parsers of what others wrote: whatever they are given, they give something or one of their own errors, and soon.

A fixed number of bent cases in each run (seconds), a hundred times as many under LIVECOUNCIL_STORM=1 (minutes), where
the memory of large inputs is measured too.
`tools/fuzz.py` goes on from here, led by what of the code a case reached.
"""

from __future__ import annotations

import contextlib
import time
import tracemalloc
from random import Random

import pytest

from tests.conftest import STORM, tried

from .mangling import mangled
from .parsers import CORPUS, Parser, parsers

NAMES = sorted(path.name for path in CORPUS.iterdir())
CASES = 100
LARGE = 50_000
"""Bytes of one part of a grammar said over and over."""
SECONDS = 5.0
"""Of work, for a large input: many times what the slowest needs, and little for what grows as a square."""
BYTES = 100_000_000
"""Of memory above what was there, for a large input."""


@pytest.fixture(scope="module")
def readers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Parser]:
    return parsers(tmp_path_factory.mktemp("fuzz"))


def test_every_parser_has_inputs_to_begin_with(readers: dict[str, Parser]) -> None:
    assert sorted(readers) == NAMES
    assert all(parser.seeds for parser in readers.values())


@pytest.mark.parametrize("name", NAMES)
def test_what_is_well_is_taken(readers: dict[str, Parser], name: str) -> None:
    for seed in readers[name].seeds.values():
        readers[name].read(seed)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_bent_is_read_or_refused(readers: dict[str, Parser], name: str, chance: Random) -> None:
    parser = readers[name]
    seeds = list(parser.seeds.values())
    for _ in range(_cases(parser)):
        case = mangled(chance.choice(seeds), chance, parser.words, seeds)
        try:
            parser.read(case)
        except parser.refuses:
            continue
        except Exception as error:
            raise AssertionError(f"{name} is not proof against {case!r}") from error


@pytest.mark.parametrize("name", NAMES)
def test_what_is_large_costs_little(readers: dict[str, Parser], name: str) -> None:
    parser = readers[name]
    seed = next(iter(parser.seeds.values()))
    words = (*parser.words, b"\n", b" ", b"\t", b"9", b"[", b"&#9")
    for first in (b"", b"1", seed, *parser.words[:3]):
        for word in words:
            case = first + word * (LARGE // len(word)) + b"\n"
            assert _seconds(parser, case) < SECONDS, f"{name}: {first!r} and {LARGE} bytes of {word!r}"
            if STORM:
                assert _bytes(parser, case) < BYTES, f"{name}: {first!r} and {LARGE} bytes of {word!r}"


@pytest.fixture
def chance() -> Random:
    """Another case in each run; `pytest-randomly` says the seed and sets it again with `--randomly-seed`."""
    return Random(Random().random()) if STORM else Random(20260312)


def _cases(parser: Parser) -> int:
    cases = tried(CASES) * (100 if STORM else 1)
    return cases // 20 if parser.slow else cases


def _seconds(parser: Parser, case: bytes) -> float:
    """Work of this process for one input."""
    before = time.process_time()
    with contextlib.suppress(*parser.refuses):
        parser.read(case)
    return time.process_time() - before


def _bytes(parser: Parser, case: bytes) -> int:
    """Memory at most, above what there was before."""
    tracemalloc.start(1)
    try:
        _seconds(parser, case)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
