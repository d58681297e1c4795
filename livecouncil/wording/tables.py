"""Our own files of texts, read quickly: they are nearly all lines of `name = "text"`, and TOML's general reader takes a
tenth of a second over them on a slow machine, before the first word can be said.

A line of another kind is given to that reader alone, and a file with what stands on more lines than one wholly. So what
comes out is what `tomllib` makes of the file; tests/wording holds the two against each other, for every file there is.
"""

from __future__ import annotations

import re
from typing import Any

_TEXT = r'"[^"\\\x00-\x1f]*"'
_NAMED = rf"\w+ = {_TEXT}"
_HEAD = r"\[(?P<table>[\w.-]+)\]"
_ENTRY = rf"(?P<name>[\w.-]+) = (?:(?P<text>{_TEXT})|\{{ (?P<pairs>{_NAMED}(?:, {_NAMED})*) \}})"
_LINE = re.compile(rf"[ \t]*(?:{_HEAD}|{_ENTRY}|(?:#.*)?)[ \t]*", re.A)
_PAIR = re.compile(r'(\w+) = "([^"]*)"')


def tables_in(text: str) -> dict[str, Any]:
    """The tables of one file. Raises tomllib.TOMLDecodeError where it is none."""
    tables: dict[str, Any] = {}
    table = tables
    for line in text.split("\n"):
        found = _LINE.fullmatch(line)
        if found is None:
            own = _alone(line)
            if own is None:
                return _toml(text)
            _put_all(table, own)
        elif found["table"]:
            table = _table_under(tables, found["table"].split("."))
        elif found["name"]:
            *path, last = found["name"].split(".")
            _table_under(table, path)[last] = _value_on(found)
    return tables


def _alone(line: str) -> dict[str, Any] | None:
    """What a line of names and values says by itself; None where it is a part of more, or the head of a table."""
    if line.lstrip().startswith("["):
        return None
    try:
        return _toml(line)
    except ValueError:
        return None


def _toml(text: str) -> dict[str, Any]:
    import tomllib  # few files need it

    return tomllib.loads(text)


def _value_on(found: re.Match[str]) -> str | dict[str, str]:
    if found["pairs"]:
        return dict(_PAIR.findall(found["pairs"]))
    return found["text"][1:-1]


def _table_under(table: dict[str, Any], path: list[str]) -> dict[str, Any]:
    for name in path:
        table = table.setdefault(name, {})
    return table


def _put_all(table: dict[str, Any], values: dict[str, Any]) -> None:
    for name, value in values.items():
        if isinstance(value, dict):
            _put_all(_table_under(table, [name]), value)
        else:
            table[name] = value
