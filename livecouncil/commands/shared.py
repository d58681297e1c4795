"""What several commands share: their parser, the options that recur, the council's folder, and the words they say.

A command's file has `add(commands)`, which declares it, and `run(args)`, which does it and gives the exit code. What a
command works with is imported in `run`, never above it: `--version` and a wrong option answer before a shell is loaded.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from livecouncil.errors import LivecouncilError, UsageError
from livecouncil.settings.folder import council_path, language_of
from livecouncil.system import crash
from livecouncil.system.caught import Caught
from livecouncil.wording import Wording, is_yes, speak_as, spoken

if TYPE_CHECKING:
    from livecouncil.terminal.app import There

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"

PORT = 8080


class Parser(argparse.ArgumentParser):
    """Wrong use is a UsageError of one sentence: exit 2."""

    def error(self, message: str) -> None:  # type: ignore[override]
        raise UsageError(say("wrong_use", command=self.prog, message=message))


@cache
def _command_words(language: str) -> Wording:
    return Wording.only(language, "cli")


def say(key: str, /, **slots: object) -> str:
    """A text of the command line: `key` in the table [cli], in the language of the process."""
    return _command_words(spoken()).t(f"cli.{key}", **slots)


def speak_as_the_council(args: argparse.Namespace) -> None:
    """From now on the process speaks the language of the council a command works for, where it works for one."""
    agenda = getattr(args, "agenda", None)
    if agenda is None:
        path = args.data / "council.toml"
    else:
        path = council_path(args.data, agenda)
    speak_as(lambda: language_of(path))


def new_command(commands: Commands, name: str, run: Callable[[argparse.Namespace], int], example: str) -> Parser:
    """The parser of command `name`, which `run` does; its `--help` ends with `example`."""
    does = say(f"{name}.does")
    parser = commands.add_parser(
        name,
        help=does,
        description=does,
        epilog=say("example", example=example),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument("--data", type=Path, default=Path(), help=say("option.data"))
    return parser


def add_rehearsal(parser: Parser, key: str = "option.rehearsal") -> None:
    """`--rehearsal`: the rehearsal's own folder instead of the council's."""
    parser.add_argument("--rehearsal", action="store_true", help=say(key))


def add_port(parser: Parser) -> None:
    """`--port` of the public server."""
    parser.add_argument("--port", type=int, default=PORT, help=say("option.port"))


def add_listening(parser: Parser, port: int) -> None:
    """Where a service listens: for everybody, and on this machine for who watches it."""
    parser.add_argument("--host", default="127.0.0.1", help=say("serve.host"))
    parser.add_argument("--port", type=int, default=port, help=say("option.port"))
    parser.add_argument("--watch", type=int, default=0, metavar=say("value.port"), help=say("option.watch"))


def show_ahead(there: There, data: Path, agenda: Path, *, rehearsal: bool, served: bool) -> None:
    """The start checks, where they are known before the session is; what fails here costs the session nothing."""
    from livecouncil.sitting.ahead import look_ahead

    with Caught(crash.note, "ahead", passing=(LivecouncilError,)):
        ahead = look_ahead(data, agenda, rehearsal=rehearsal)
        if ahead:
            there.checks(ahead, served=served)


def add_hold(parser: Parser) -> None:
    """`--hold`: every hold-back, in seconds."""
    parser.add_argument("--hold", type=int, default=None, metavar=say("value.seconds"), help=say("option.hold"))


def base_of(args: argparse.Namespace) -> Path:
    """Where journals and public files lie: the council's folder, or that of its rehearsals."""
    from livecouncil.settings.folder import home_of

    return home_of(args.data, args.rehearsal)


def ask_yes(question: str) -> bool:
    """Ask at the keyboard; only a yes in one of our languages is one, an end of input is none."""
    try:
        reply = input(say("yes_or_no", question=question) + " ")
    except EOFError:
        return False
    return is_yes(reply)


def one_meeting(meeting: str | None, found: Sequence[str], code: str) -> str:
    """The one meeting an option belongs to. Raises UsageError `code`, naming the meetings there are, when none is."""
    if meeting:
        return meeting
    raise UsageError(code, meetings=", ".join(found))


def day(text: str) -> date:
    """A day as 2026-04-16, or argparse's own sentence."""
    try:
        if text == say("today"):
            return datetime.now().date()
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(say("not_a_day", typed=text)) from None


def measure(least: float, most: float) -> Callable[[str], float]:
    """A figure within bounds, or argparse's own sentence with them."""

    def within(text: str) -> float:
        value = float(text.replace(",", "."))
        if not least <= value <= most:
            raise argparse.ArgumentTypeError(say("not_between", typed=text, least=least, most=most))
        return value

    return within
