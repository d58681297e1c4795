"""`wall`: how large letters must be for the farthest seat, and a test card to look at from there."""

from __future__ import annotations

import argparse
from pathlib import Path

from .shared import Commands, measure, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "wall", run, "livecouncil wall --diagonal 65 --distance 10")
    parser.add_argument("--diagonal", type=measure(10, 400), required=True, metavar="INCH")
    parser.add_argument(
        "--distance",
        type=measure(1, 60),
        required=True,
        metavar="METER",
        help=say("wall.distance"),
    )
    parser.add_argument("--theme", choices=("light", "dark"), default="light")


def run(args: argparse.Namespace) -> int:
    """Say the scale, write the test card. Exit code 1 when the screen is too small for the distance."""
    from livecouncil.publishing.wall_scale import scale

    found = scale(args.diagonal, args.distance)
    card = _write_card(args.data / "public", args.diagonal, args.distance, args.theme)
    sizes = {"diagonal": args.diagonal, "distance": args.distance}
    print(say("wall.screen", height=found.height, letter=found.letter, **sizes))
    if found.fits:
        print(say("wall.scale", headline=found.headline, characters=found.characters))
        print(say("wall.setting", **sizes))
    else:
        print(say("wall.too_small", farthest=found.farthest, **sizes))
    print(say("wall.card", path=card))
    if found.fits:
        return 0
    return 1


def _write_card(public: Path, diagonal: float, distance: float, theme: str) -> Path:
    """The test card, with what its page needs beside it. Its path."""
    from livecouncil.core.council.model import Wall
    from livecouncil.publishing.site import static_files
    from livecouncil.publishing.wall_pages import test_card
    from livecouncil.system.files import replace
    from livecouncil.wording import spoken, words_spoken

    screen = Wall.model_validate({"diagonal": diagonal, "distance": distance, "theme": theme})
    for name, content in static_files().items():
        replace(public / name, content, root=public)
    path = public / "testkaart.html"
    replace(path, test_card(screen, spoken(), words_spoken()), root=public)
    return path
