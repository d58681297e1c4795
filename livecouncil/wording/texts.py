"""Wording in the council's language: `locale/<language>*.toml`, with the council's own sentences on top.

Dutch fills what another language lacks, so a sentence is never missing at the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from livecouncil.errors import Refusal

from .tables import tables_in

LANGUAGES = ("nl", "fy", "en")
_LOCALE = Path(__file__).with_name("locale")
_AND = "+"
"""Between the kind of a body and that somebody else reports on it."""


class _Slots(dict[str, object]):
    """The slots of a text: those given, else what the body that meets calls it, else nothing."""

    def __init__(self, given: Mapping[str, object], body: Mapping[str, object]) -> None:
        super().__init__(given)
        self._body = body

    def __missing__(self, key: str) -> object:
        return self._body.get(key, "")


@dataclass(frozen=True)
class Wording:
    """All texts of one language. `t('refusal.unknown', typed='jns')` fills the slots of one."""

    language: str
    tables: dict[str, Any] = field(repr=False)
    _found: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @staticmethod
    def load(
        language: str = "nl",
        overrides: dict[str, dict[str, str]] | None = None,
        body: str = "council",
        called: Mapping[str, str] | None = None,
    ) -> Wording:
        """Texts of `language` as a body of the kind `body` says them; where another reports on it (`manner_of`), as he
        does.

        `overrides` is a council's `[messages.<kind>]`, kind → language → sentence; `called` what a body calls things of
        its own, in place of `[body]`.
        """
        own = {kind: texts[language] for kind, texts in (overrides or {}).items() if language in texts}
        return Wording(language, _merged(_spoken(language, body), {"sentence": own, "body": dict(called or {})}))

    @staticmethod
    def only(language: str, subject: str) -> Wording:
        """The texts of `<language>.<subject>.toml` alone, for who needs them before anything else is read."""
        return Wording(language, _texts_in(_LOCALE / f"{language}.{subject}.toml"))

    def t(self, key: str, /, **slots: object) -> str:
        """Text of `key` ('table.name') with its slots filled; the key itself when there is none.

        A text that differs with the number of what it tells of has two forms, `one` and `many`; the slot `count`
        chooses between them.
        """
        try:
            value = self._found[key]
        except KeyError:
            value = self._found[key] = self._at(key)
        if isinstance(value, dict):
            value = value.get("one" if slots.get("count", 1) == 1 else "many")
        if not isinstance(value, str):
            return key
        if "{" in value or "}" in value:
            return value.format_map(_Slots(slots, self.tables.get("body", {})))
        return value

    def _at(self, key: str) -> Any:
        """What stands at `key`: a text, the two forms of one, or None."""
        value: Any = self.tables
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        return value

    def table(self, name: str) -> dict[str, Any]:
        """A whole table, such as 'lint' or 'places'."""
        return dict(self.tables.get(name, {}))

    def refusal(self, error: Refusal) -> str:
        """One sentence for a refused entry."""
        slots = dict(error.slots)
        if error.code == "unknown":
            slots["suggestion"] = self._suggestion(slots)
        if error.code == "ambiguous":
            slots = {**slots, **self._either(slots)}
        if error.code == "wrong_sign":
            slots["side"] = self.t(f"side.{slots['side']}")
        if error.code == "roll_length":
            if slots["next"]:
                slots["next"] = self.t("refusal.roll_next", name=slots["next"])
            else:
                slots["next"] = ""
        return self.t(f"refusal.{self._said_of(error)}", **slots)

    def _said_of(self, error: Refusal) -> str:
        """Which sentence of `[refusal]`: in line mode, which has no keys, the one that names what is typed instead."""
        typed = f"{error.code}_typed"
        if error.slots.get("line_mode") and self._at(f"refusal.{typed}"):
            return typed
        return error.code

    def _suggestion(self, slots: dict[str, Any]) -> str:
        """Who may have been meant: one is taken with Tab (in line mode typed), of several each has its own text."""
        names = slots.get("suggestion") or ""
        if not names:
            return ""
        if isinstance(names, list) and len(names) > 1:
            either = self._either({"names": names, "remedies": slots["remedies"]})
            return self.t("refusal.suggestions", name=either["names"], remedies=either["remedies"])
        if isinstance(names, list):
            name = names[0]
        else:
            name = names
        take = slots.get("take", "")
        if slots.get("line_mode") and take:
            key = "suggestion_typed"
        else:
            key = "suggestion"
        return self.t(f"refusal.{key}", name=name, take=take)

    def _either(self, slots: dict[str, Any]) -> dict[str, str]:
        names = list(slots["names"])[:4]
        remedies = [f"‘{r}’" for r in slots["remedies"]][:4]
        word = self.t("word.either")

        def either(parts: list[str]) -> str:
            if len(parts) > 1:
                return f"{', '.join(parts[:-1])} {word} {parts[-1]}"
            return parts[0]

        return {"names": either(names), "remedies": either(remedies)}


def manner_of(kind: str, *, reported: bool) -> str:
    """How a body of that kind is spoken of: by itself, or in the report of somebody else."""
    if reported:
        return f"{kind}{_AND}reported"
    return kind


@cache
def _spoken(language: str, body: str) -> dict[str, Any]:
    """The texts of a language as that body says them, before a council's own."""
    tables = _merged(_tables("nl"), _tables(language))
    for manner in body.split(_AND):
        tables = _merged(tables, _merged(_tables_of_body(manner, "nl"), _tables_of_body(manner, language)))
    return tables


@cache
def _tables(language: str) -> dict[str, Any]:
    tables: dict[str, Any] = {}
    for entry in sorted(_LOCALE.iterdir()):
        name = entry.name
        shared = name in ("places.toml", "lint.toml")
        if name.endswith(".toml") and (shared or name.split(".")[0] == language):
            tables = _merged(tables, _texts_in(entry))
    return tables


@cache
def _tables_of_body(kind: str, language: str) -> dict[str, Any]:
    """What a body of `kind` says in other words than a municipal council."""
    entry = _LOCALE / "bodies" / f"{kind}.{language}.toml"
    if not entry.is_file():
        return {}
    return _texts_in(entry)


def _texts_in(entry: Path) -> dict[str, Any]:
    return tables_in(entry.read_text(encoding="utf-8"))


def _merged(base: dict[str, Any], top: dict[str, Any]) -> dict[str, Any]:
    both = dict(base)
    for key, value in top.items():
        if isinstance(value, dict) and isinstance(both.get(key), dict):
            both[key] = _merged(both[key], value)
        else:
            both[key] = value
    return both
