"""`init`: makes the folder of a council."""

from __future__ import annotations

import argparse

from .shared import Commands, new_command


def add(commands: Commands) -> None:
    """Declare the command."""
    new_command(commands, "init", run, "livecouncil init --data raad/")


def run(args: argparse.Namespace) -> int:
    """Make the folder, with a `council.toml` that explains itself."""
    from livecouncil.settings.scaffold import init

    return init(args.data)
