"""`init --unofficial`: the folder of somebody who reports on a council and is not it.

What is asked is the reporter's: name, contact, licence, accounts. Of the council only what everybody knows is needed:
of which municipality it is, how many seats it has and, where one likes, its groups. Nothing is written before all of it
is understood, and never in the council's own name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from json import dumps
from pathlib import Path
from string import Template

from livecouncil.core.council.model import Licence
from livecouncil.core.text.length import suggest_hashtag
from livecouncil.errors import InputFault, UsageError
from livecouncil.system.files import SHARED, replace
from livecouncil.wording import words_spoken

from .check_council import sounds_like_council
from .load import load_council
from .scaffold import given, refuse_a_second

SERVERS = ("mastodon",)
ACCOUNTS = ("bluesky",)
TOPICS = ("ntfy",)
PLAIN = ("copy",)
NETWORKS_ASKED = (*SERVERS, *ACCOUNTS, *TOPICS, *PLAIN)
"""What an account may be on, by what is told of it: its server, its name, its topic, nothing."""


@dataclass(frozen=True)
class Reporter:
    """Who reports, on which council. `groups` are 'CDA=5' or 'CDA', `accounts` 'mastodon=https://…', 'bluesky=name',
    'ntfy=topic'."""

    municipality: str
    reporter: str
    contact: str
    licence: Licence
    seats: int
    groups: Sequence[str] = ()
    accounts: Sequence[str] = ()


def init_unofficial(folder: Path, who: Reporter) -> int:
    """Make `folder` for `who`. Raises InputFault where there is a council already, or where what was told cannot be."""
    path = folder / "council.toml"
    refuse_a_second(path)
    if sounds_like_council(who.municipality, who.reporter):
        raise InputFault("settings.reporter_like_council", reporter=who.reporter)
    text = council_text(who)
    (folder / "agendas").mkdir(parents=True, exist_ok=True)
    replace(path, text.encode(), SHARED)
    load_council(path)
    words = words_spoken()
    print(words.t("scaffold.made", path=path, agendas=folder / "agendas"))
    print(words.t("scaffold.next_unofficial", path=path, option=given(folder)))
    for name, _ in map(_account_told, who.accounts):
        if name not in PLAIN:
            print(words.t("scaffold.next_channel", name=name, option=given(folder)))
    return 0


def council_text(who: Reporter) -> str:
    """`council.toml` of a report by `who`."""
    template = Template((files("livecouncil.settings") / "unofficial.toml").read_text(encoding="utf-8"))
    return template.substitute(
        municipality=_as_toml(who.municipality),
        reporter=_as_toml(who.reporter),
        contact=_as_toml(who.contact),
        licence=_as_toml(who.licence),
        seats=who.seats,
        hashtag=_as_toml(suggest_hashtag(who.reporter)),
        channels="".join(_channel_table(*_account_told(told)) for told in who.accounts),
        groups="".join(map(_group_told, who.groups)),
    )


def _as_toml(text: str) -> str:
    return dumps(" ".join(text.split()), ensure_ascii=False)


def _account_told(told: str) -> tuple[str, str]:
    """'mastodon=https://mastodon.example' as its network and what is told of it. Raises UsageError."""
    name, _, value = told.partition("=")
    name = name.strip().casefold()
    value = value.strip().lstrip("@")
    if name not in NETWORKS_ASKED or (not value and name not in PLAIN):
        raise UsageError("settings.account_form", typed=told, known=", ".join(NETWORKS_ASKED))
    return name, value


def _channel_table(name: str, value: str) -> str:
    lines = [f"[channels.{name}]"]
    if name in SERVERS:
        lines.append(f"server = {_as_toml(value)}")
    elif name in ACCOUNTS:
        lines.append(f"account = {_as_toml(value)}")
    elif name in TOPICS:
        lines.append(f"topic = {_as_toml(value)}")
    return "\n".join(lines) + "\n\n"


def _group_told(told: str) -> str:
    """'CDA=5' as a group with its seats. Raises UsageError for seats that are no number."""
    name, found, seats = told.rpartition("=")
    if not found:
        name = told
        seats = ""
    if seats.strip() and not seats.strip().isdecimal() or not name.strip():
        raise UsageError("settings.group_form", typed=told)
    lines = ["\n[[groups]]", f"name = {_as_toml(name)}"]
    if seats.strip():
        lines.append(f"seats = {int(seats)}")
    return "\n".join(lines) + "\n"
