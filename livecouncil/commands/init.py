"""`init`: makes the folder of a council, or of somebody who reports on one."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from livecouncil.errors import UsageError

from .shared import Commands, new_command, say

if TYPE_CHECKING:
    from livecouncil.core.council.model import Licence
    from livecouncil.settings.reporting import Reporter

CC_ZERO: Licence = "CC0-1.0"
BY_NAME: Licence = "CC-BY-4.0"


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "init", run, "livecouncil init --data raad/")
    parser.add_argument("--unofficial", action="store_true", help=say("init.unofficial"))
    parser.add_argument("--municipality", metavar=say("value.name"), help=say("init.municipality"))
    parser.add_argument("--reporter", metavar=say("value.name"), help=say("init.reporter"))
    parser.add_argument("--contact", metavar=say("value.mail"), help=say("init.contact"))
    parser.add_argument("--licence", choices=(CC_ZERO, BY_NAME), help=say("init.licence"))
    parser.add_argument("--seats", type=int, metavar="N", help=say("init.seats"))
    parser.add_argument("--group", action="append", metavar="CDA=5", help=say("init.group"))
    parser.add_argument("--account", action="append", metavar="mastodon=https://…", help=say("init.account"))


def run(args: argparse.Namespace) -> int:
    """Make the folder, with a `council.toml` that explains itself."""
    if args.unofficial:
        from livecouncil.settings.reporting import init_unofficial
        from livecouncil.settings.scaffold import refuse_a_second

        refuse_a_second(args.data / "council.toml")
        return init_unofficial(args.data, _who_reports(args))
    from livecouncil.settings.scaffold import init

    own = ("municipality", "reporter", "contact", "licence", "seats", "group", "account")
    if told := [f"--{name}" for name in own if getattr(args, name) is not None]:
        raise UsageError("settings.only_unofficial", options=", ".join(told))
    return init(args.data)


def _who_reports(args: argparse.Namespace) -> Reporter:
    """What the options say, and for the rest what is answered at the keyboard."""
    from livecouncil.settings.reporting import Reporter

    asking = sys.stdin.isatty()
    if asking:
        print(say("init.asks"))
    municipality = args.municipality or _answered("municipality", asking)
    reporter = args.reporter or _answered("reporter", asking)
    contact = args.contact if args.contact is not None else _answered("contact", asking)
    seats = args.seats or _seats_typed(_answered("seats", asking))
    licence: Licence = args.licence or CC_ZERO
    if asking and not args.licence and _answered("by_name", asking, required=False).casefold().startswith(("j", "y")):
        licence = BY_NAME
    groups = args.group if args.group is not None else _answers_apart("groups", asking)
    accounts = args.account if args.account is not None else _answers_apart("accounts", asking)
    return Reporter(municipality, reporter, contact, licence, seats, groups, accounts)


def _answered(key: str, asking: bool, *, required: bool = True) -> str:
    """The answer to a question; without a keyboard the option that is missing. Raises UsageError."""
    while asking:
        try:
            answer = input(f"{say(f'init.ask_{key}')} ").strip()
        except EOFError:
            break
        if answer or not required:
            return answer
    if required:
        raise UsageError("settings.option_missing", option=f"--{key}")
    return ""


def _answers_apart(key: str, asking: bool) -> list[str]:
    return [one.strip() for one in _answered(key, asking, required=False).split(",") if one.strip()]


def _seats_typed(typed: str) -> int:
    if not typed.isdecimal() or not 1 <= int(typed) <= 99:
        raise UsageError("settings.seats_form", typed=typed)
    return int(typed)
