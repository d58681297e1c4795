"""`mirror`: the worker that keeps the public files on other machines."""

from __future__ import annotations

import argparse

from .shared import Commands, new_command


def add(commands: Commands) -> None:
    """Declare the command."""
    new_command(commands, "mirror", run, "livecouncil mirror --data raad")


def run(args: argparse.Namespace) -> int:
    """Keep the mirrors even until told to stop."""
    from livecouncil.mirroring.process import mirror_until_told

    return mirror_until_told(args.data)
