"""`tally`: what the law says of a count, for one on the command line or many on standard input."""

from __future__ import annotations

import argparse

from .shared import Commands, new_command, say


def add(commands: Commands) -> None:
    """Declare the command: the figures of one vote as options, or `-` for many."""
    example = "livecouncil tally --seats 25 --sitting 25 --recused 1 --for 6 --against 6"
    parser = new_command(commands, "tally", run, example)
    parser.add_argument("many", nargs="?", metavar="-", help=say("tally.many"))
    for name in ("seats", "sitting", "recused"):
        parser.add_argument(f"--{name}", type=int, metavar="N", help=say(f"tally.{name}"))
    parser.add_argument("--for", type=int, metavar="N", dest="for_", help=say("tally.for"))
    parser.add_argument("--against", type=int, metavar="N", help=say("tally.against"))
    parser.add_argument("--body", default="council", metavar="KIND", help=say("tally.body"))
    parser.add_argument("--earlier", choices=("tie", "invalid"), help=say("tally.earlier"))
    parser.add_argument("--second-convocation", action="store_true", help=say("tally.second_convocation"))
    parser.add_argument("--no-vacancy-counts", action="store_true", help=say("tally.no_vacancy_counts"))
    parser.add_argument("--json", action="store_true", help=say("option.json"))


def run(args: argparse.Namespace) -> int:
    """Answer one count or all lines. Exit code 1 when any cannot be."""
    from .counting import answer_counts

    return answer_counts(args)
