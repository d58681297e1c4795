"""`wall`: how large letters must be for the farthest seat, and a test card to look at from there."""

from __future__ import annotations

from pathlib import Path

from livecouncil.core.council.model import Wall
from livecouncil.publishing.pages import test_card
from livecouncil.publishing.site import static_files
from livecouncil.publishing.wall_scale import scale
from livecouncil.system.files import replace
from livecouncil.wording import Wording


def command(data: Path, diagonal: float, distance: float, theme: str, language: str = "nl") -> int:
    """Say the scale, write `public/testkaart.html`. Exit code 1 when the screen is too small for the distance."""
    screen = Wall.model_validate({"diagonal": diagonal, "distance": distance, "theme": theme})
    found = scale(diagonal, distance)
    public = data / "public"
    for name, content in static_files().items():
        replace(public / name, content, root=public)
    card = test_card(screen, language, Wording.load(language))
    replace(public / "testkaart.html", card, root=public)
    print(
        f"Scherm {diagonal:g} inch, {found.height} cm hoog; op {distance:g} m zijn letters van {found.letter} cm nodig."
    )
    if found.fits:
        print(f"Kop {found.headline} vh, ongeveer {found.characters} tekens per regel.")
        print(f"In council.toml: [wall] diagonal = {diagonal:g}, distance = {distance:g}")
    else:
        print(f"Te klein voor {distance:g} m: leesbaar tot {found.farthest} m. Neem een groter scherm of een tweede.")
    print(f"Testkaart: {public / 'testkaart.html'}")
    if found.fits:
        return 0
    return 1
