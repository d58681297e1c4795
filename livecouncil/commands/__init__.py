"""The command line: one file a command, and the one crash boundary of the process.

Whatever happens in a command ends here, as one sentence on standard error and an exit code: 2 for wrong use, 1 for a
fault, 3 when line mode refused a line, 130 for Ctrl-C. Never a traceback and never what was typed: a fault of our own
goes into the crash report, which holds places in the code and no values.

Only the command that is asked for is imported, and its parser made: what the others are costs nobody who waits.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Protocol, cast

from livecouncil import __version__
from livecouncil.errors import LivecouncilError, UsageError
from livecouncil.system import crash, streams
from livecouncil.system.caught import Caught

from .shared import Commands, Parser, say, speak_as_the_council

_COMMANDS = {
    "demo": "demo",
    "init": "init",
    "import": "import_",
    "check": "check",
    "live": "live",
    "assist": "assist",
    "serve": "serve",
    "channels": "channels",
    "post": "post",
    "mirror": "mirror",
    "mirrors": "mirrors",
    "hub": "hub",
    "edge": "edge",
    "wall": "wall",
    "publish": "publish",
    "verify": "verify",
    "witness": "witness",
    "key": "key",
    "commitments": "commitments",
    "redact": "redact",
    "restore": "restore",
    "tally": "tally",
    "length": "length",
}
"""Every command and the module that does it, in the order of the help."""


class _Module(Protocol):
    def add(self, commands: Commands, /) -> None: ...


def _module_of(command: str) -> _Module:
    return cast(_Module, import_module(f".{_COMMANDS[command]}", __name__))


def build_parser(wanted: str = "") -> Parser:
    """All commands with their options, or only the one that is `wanted`; every `--help` ends with an example."""
    parser = Parser(prog="livecouncil", description=say("about"))
    parser.add_argument("--version", action="version", version=f"livecouncil {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar=say("command"), parser_class=Parser)
    names: Iterable[str] = _COMMANDS
    if wanted in _COMMANDS:
        names = [wanted]
    for name in names:
        _module_of(name).add(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit code."""
    streams.prepare()
    try:
        with Caught(passing=(LivecouncilError, OSError)) as fault:
            line = (sys.argv[1:] if argv is None else argv) or ["--help"]
            args = build_parser("".join(line[:1])).parse_args(line)
            speak_as_the_council(args)
            crash.watch(args.command)
            return int(args.run(args))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    except LivecouncilError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        streams.drop_unheard()
        return 1
    except OSError as error:
        crash.note(error, "command")
        print(say("system", file=error.filename or say("a_file"), reason=error.strerror), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return _fell(fault.error)


def _fell(error: Exception) -> int:
    """Report what nobody expected, and say where the report lies."""
    report = crash.shown(crash.note(error, "command"))
    kind = type(error).__name__
    print(say("our_fault", kind=kind, place=crash.place(error), report=report), file=sys.stderr)
    return 1
