"""Writes docs/commands.md and docs/settings.md from the code: from the parsers, and from the models of council and
agenda; and the table of acts in docs/handleiding.md, from the registry.

`make reference` runs it; tests/tools/test_reference.py fails where a page is not what this writes. The pages are in
English; what a command says of itself is in its own language. Argparse's own layout differs between versions of
Python, so none of it is used.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from livecouncil.commands import build_parser
from livecouncil.core.acts import ACTS, Act
from livecouncil.core.council.agenda import Agenda
from livecouncil.core.council.model import Council
from livecouncil.wording import Wording, speak

DOCS = Path(__file__).parents[1] / "docs"
WRITTEN = "<!-- Written by tools/reference.py (`make reference`); not by hand. -->"
Schema = dict[str, Any]


def commands() -> str:
    """The page of all commands with their arguments."""
    parser = build_parser()
    rows = [
        "# Commands",
        WRITTEN,
        "Every command takes `--help`, which says the same and ends with an example. Exit codes: 0 done, 1 a "
        "fault, 2 wrong use,"
        "\n3 line mode refused a line.",
    ]
    for name, command in _subparsers(parser).choices.items():
        example = (command.epilog or "").partition(": ")[2]
        rows += [f"## {name}", f"{_upper(command.description)}. `{example}`"]
        arguments = [_argument(action) for action in command._actions if not isinstance(action, argparse._HelpAction)]
        rows.append(_table(("argument", "says", "default"), arguments))
    return "\n\n".join(rows) + "\n"


def _subparsers(parser: argparse.ArgumentParser) -> argparse._SubParsersAction[Any]:
    return next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction))


def _upper(text: str | None) -> str:
    return (text or "")[:1].upper() + (text or "")[1:]


def _argument(action: argparse.Action) -> tuple[str, str, str]:
    """One argument as a row: how it is written, what it says of itself, its default."""
    shown = action.metavar or action.dest.upper()
    if action.choices:
        shown = " or ".join(map(str, action.choices))
    if not action.option_strings:
        written = str(shown)
    elif action.nargs == 0:
        written = ", ".join(action.option_strings)
    else:
        written = f"{', '.join(action.option_strings)} {shown}"
    said = action.help or ""
    if action.required and action.option_strings:
        said = f"{said} (needed)".strip()
    return f"`{written}`", said, _default_of(action)


def _default_of(action: argparse.Action) -> str:
    if action.default in (None, False, "", argparse.SUPPRESS) or action.default == Path():
        return ""
    return f"`{action.default}`"


def settings() -> str:
    """The page of every key of `council.toml` and of an agenda."""
    scaffold = (files("livecouncil.settings") / "council.toml").read_text(encoding="utf-8")
    rows = [
        "# Settings",
        WRITTEN,
        "A key that stands nowhere below is a fault; `livecouncil check` says which line and what was meant. The "
        "remarks in the last\n"
        "column are those of the `council.toml` that `livecouncil init` writes.",
        "## council.toml",
        *_model(Council.model_json_schema(), "", _remarks(scaffold)),
        "## agendas/….toml",
        *_model(Agenda.model_json_schema(), "", {}),
    ]
    return "\n\n".join(rows) + "\n"


def _remarks(scaffold: str) -> dict[tuple[str, str], str]:
    """What the scaffold says behind a key, by table and key."""
    found = {}
    table = ""
    for line in scaffold.splitlines():
        bare = line.lstrip("# ")
        header = re.match(r"\[+([a-z_.]+)\]+", bare)
        row = re.match(r"([a-z_]+) = .*?\s+#\s+(.+)$", bare)
        if header:
            table = re.sub(r"^channels\..*", "channels.<name>", header[1])
        elif row:
            found[table, row[1]] = row[2]
    return found


def _model(schema: Schema, table: str, remarks: dict[tuple[str, str], str]) -> Iterator[str]:
    """The sections of a model: its own keys first, then the tables below it."""
    definitions = schema.get("$defs", {})
    own, below = ([], [])
    for key, value in schema["properties"].items():
        inner, many = _inner(value, definitions)
        if inner is None:
            own.append(_key(key, value, key in schema.get("required", ()), remarks.get((table, key), "")))
        else:
            path = f"{table}.{key}".lstrip(".")
            below.append((inner, f"{path}.<name>" if many == "named" else path, many))
    if own:
        yield _table(("key", "value", "default", "remark"), own)
    for inner, path, many in below:
        yield f"### {f'[[{path}]]' if many == 'list' else f'[{path}]'}"
        if "description" in inner:
            yield inner["description"]
        yield from _model({**inner, "$defs": definitions}, path, remarks)


def _inner(value: Schema, definitions: Schema) -> tuple[Schema | None, str]:
    """The model a key holds, and whether one, a 'list' of them or 'named' ones; (None, '') for a plain value."""
    kinds = (("one", value), ("list", value.get("items", {})), ("named", value.get("additionalProperties") or {}))
    named = value.get("patternProperties", {})
    for many, holder in (*kinds, *(("named", one) for one in named.values())):
        if isinstance(holder, dict) and "$ref" in holder:
            return definitions[holder["$ref"].rsplit("/", 1)[1]], many
    return None, ""


def _key(key: str, value: Schema, needed: bool, remark: str) -> tuple[str, str, str, str]:
    if needed:
        default = "needed"
    elif value.get("default") in (None, "", [], {}):
        default = ""
    else:
        default = f"`{_toml(value['default'])}`"
    return f"`{key}`", _kind(value), default, remark


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value)


def _kind(value: Schema) -> str:
    """A value's kind in words, with its bounds."""
    options = [one for one in value.get("anyOf", ()) if one.get("type") != "null"]
    if options:
        return _kind(options[0])
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if value.get("type") == "array":
        return f"list of {_kind(value['items'])}"
    if value.get("type") == "object":
        held = [*value.get("patternProperties", {}).values(), value.get("additionalProperties") or {}]
        return f"table of {_kind(held[0])}"
    kind = {"string": "text", "integer": "whole number", "number": "number", "boolean": "true or false"}
    said = value.get("format", "").replace("date-time", "day with time").replace("date", "day")
    return f"{said or kind.get(value.get('type', ''), 'text')}{_bounds(value)}"


def _bounds(value: Schema) -> str:
    least, most = (value.get("minimum"), value.get("maximum"))
    if least is not None and most is not None:
        return f", {least:g} to {most:g}"
    if least is not None:
        return f", at least {least:g}"
    if "maxLength" in value:
        return f", at most {value['maxLength']} characters"
    return ""


def _table(head: tuple[str, ...], rows: list[Any]) -> str:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for row in rows:
        cells = [re.sub(r"\s+", " ", cell).replace("|", "\\|") for cell in row]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def manual() -> str:
    """The griffier's manual as it is, with the rows of its table of acts written anew; the rest is written by hand."""
    text = (DOCS / "handleiding.md").read_text(encoding="utf-8")
    before, opens, rest = re.split(r"(<!-- acts: [^\n]*-->\n\n)", text, maxsplit=1)
    table, ends, after = rest.partition("\n<!-- acts end -->")
    head = table.splitlines()[:2]
    words = Wording.load("nl")
    rows = [_act(act, words) for act in ACTS]
    return before + opens + "\n".join([*head, *rows]) + "\n" + ends + after


_HAMMERS = {"never": "", "always": "`=`", "own": "(`=`)"}


def _act(act: Act, words: Wording) -> str:
    """One act as a row: what is typed, its key, what it is, whether the hammer must follow."""
    typed = f"`{act.example}`" if act.example else ""
    says = ": ".join(filter(None, (words.t(f"acts.{act.id}.label"), words.t(f"acts.{act.id}.help"))))
    key = act.key.capitalize().replace("+z", "+Z").replace("+y", "+Y")
    return f"| {typed} | {key} | {says} | {_HAMMERS[act.hammer]} |"


PAGES = {"commands.md": commands, "settings.md": settings, "handleiding.md": manual}

if __name__ == "__main__":
    speak("nl")
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
