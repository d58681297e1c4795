"""`wall`: how large letters must be for the farthest seat, a test card to look at from there, and which screens are
coupled."""

from __future__ import annotations

import argparse
from pathlib import Path

from livecouncil.errors import UsageError
from livecouncil.settings.folder import home_of

from .shared import Commands, add_rehearsal, measure, new_command, say


def add(commands: Commands) -> None:
    """Declare the command."""
    parser = new_command(commands, "wall", run, "livecouncil wall --diagonal 65 --distance 10")
    parser.add_argument("--diagonal", type=measure(10, 400), metavar="INCH")
    parser.add_argument(
        "--distance",
        type=measure(1, 60),
        metavar="METER",
        help=say("wall.distance"),
    )
    parser.add_argument("--screens", action="store_true", help=say("wall.screens"))
    parser.add_argument("--uncouple", type=int, metavar="N", help=say("wall.uncouple"))
    add_rehearsal(parser)
    parser.add_argument("--theme", choices=("light", "dark"), default="light")


def run(args: argparse.Namespace) -> int:
    """Say the scale, write the test card. Exit code 1 when the screen is too small for the distance."""
    if args.screens or args.uncouple is not None:
        return _screens(home_of(args.data, args.rehearsal), args.uncouple)
    if args.diagonal is None or args.distance is None:
        raise UsageError("commands.wall_measures")
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


def _screens(base: Path, uncouple_one: int | None) -> int:
    """List the coupled screens, or uncouple one. Exit code 1 where there is none of that number."""
    from livecouncil.server.pairing import Screens, uncouple

    if uncouple_one is not None:
        if not uncouple(base, uncouple_one):
            print(say("wall.no_such_screen", n=uncouple_one))
            return 1
        print(say("wall.uncoupled", n=uncouple_one))
    for screen in Screens(base).kept:
        since = screen.since[:16].replace("T", " ")
        print(say("wall.screen_row", n=screen.number, address=screen.address, since=since))
    return 0


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
