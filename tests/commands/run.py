"""A command as its line is typed, without the boundary around it: what it raises is seen."""

from __future__ import annotations

from livecouncil.commands import build_parser


def run(*line: object) -> int:
    """Run `livecouncil LINE`; its exit code."""
    args = build_parser().parse_args([str(word) for word in line])
    return int(args.run(args))
