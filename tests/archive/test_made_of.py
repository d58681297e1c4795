"""A page of the archive is made again exactly when something that stands on it is other than last time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from livecouncil.archive.digest import Digest, digest
from livecouncil.archive.pages import Archive, Page
from livecouncil.journal.reading import read
from livecouncil.publishing import folder as publishing
from livecouncil.wording.voices import words_of

from .archive_council import CAME, FIRST, LAST, LEFT, SCRIPTS, play


@pytest.fixture(scope="module")
def meetings(tmp_path_factory: pytest.TempPathFactory) -> list[Digest]:
    base = tmp_path_factory.mktemp("made-of")
    play(base, FIRST, SCRIPTS[FIRST], LEFT)
    play(base, LAST, SCRIPTS[LAST], CAME)
    return [digest(publishing.record_of(read(base / "journal", one).events)) for one in (FIRST, LAST)]


def other(value: Any) -> Any:
    """Something of the same kind that is not `value`."""
    match value:
        case bool():
            return not value
        case int():
            return value + 1
        case str():
            return f"{value}x"
        case datetime() | date():
            return value + timedelta(days=1)
        case tuple():
            return value[:-1]
        case dict():
            return {name: told for name, told in list(value.items())[1:]}
    return value


def changed(digests: list[Digest]) -> Iterator[tuple[str, list[Digest]]]:
    """The meetings, with one field of one of them otherwise, or one of what was filed, cast or promised."""
    for at, one in enumerate(digests):
        for field in fields(Digest):
            value = getattr(one, field.name)
            values = [other(value)]
            if isinstance(value, tuple) and value:
                first = value[0]
                values += [
                    (replace(first, **{f.name: other(getattr(first, f.name))}), *value[1:]) for f in fields(first)
                ]
            for new in values:
                yield (
                    f"{field.name} of {one.id}",
                    [*digests[:at], replace(one, **{field.name: new}), *digests[at + 1 :]],
                )


def pages_of(digests: list[Digest]) -> dict[str, Page]:
    return {page.name: page for page in Archive(digests, words_of("nl")).pages()}


def test_a_page_that_says_something_else_is_made_of_something_else(meetings: list[Digest]) -> None:
    before = pages_of(meetings)
    rendered = {name: page.render() for name, page in before.items()}
    for what, digests in changed(meetings):
        for name, page in pages_of(digests).items():
            if name in before and page.made_of == before[name].made_of:
                assert page.render() == rendered[name], f"{name} says nothing new of the {what}"


def test_what_stands_on_no_page_makes_none_anew(meetings: list[Digest]) -> None:
    later = [replace(one, updated=one.updated + timedelta(hours=1)) for one in meetings]
    known, now = pages_of(meetings), pages_of(later)
    assert {name: page.made_of for name, page in now.items()} == {name: page.made_of for name, page in known.items()}


def test_a_vote_makes_no_page_of_another_year_or_member_anew(meetings: list[Digest]) -> None:
    first, last = meetings
    now = pages_of([first, replace(last, counts=last.counts[:-1])])
    known = pages_of(meetings)
    anew = {name for name, page in now.items() if page.made_of != known[name].made_of}
    assert "leden/mevrouw-akker/2026.html" in anew and not [name for name in anew if "2025" in name]
    assert "leden/mevrouw-weggegaan/index.html" not in anew and "index.html" not in anew
