"""The themes: what colour each role has. The one table that knows a colour.

A role is held against the grounds it may lie on by `tests/terminal/test_look.py`: 4.5 for what is read, 3 for rules.
`hammer` and `loud` are drawn with the reverse attribute, so that they are as loud on a terminal without colour.
`sixteen` names the terminal's own colours by number, and both ink and ground: a terminal with a light ground of its own
would swallow the ink else. `plain` is for who wants no colour (`NO_COLOR`): bold and reverse alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

REVERSED = {
    "hammer": ("hammer", "on_hammer"),
    "loud": ("loud", "on_loud"),
    "cursor": ("text", "field"),
    "selected": ("text", "field"),
}
"""What is drawn reversed: the colour its cells have then, and that of the ink on them."""

GROUNDS = ("page", "desk", "field")


@dataclass(frozen=True)
class Roles:
    """One theme: hex values, or numbers of the terminal's colours, or nothing at all where it is `plain`.

    `flat` has no tones: a rule parts there what a tone parts elsewhere.
    """

    name: str
    colours: dict[str, str] = field(default_factory=dict)
    light: bool = False
    flat: bool = False

    @property
    def plain(self) -> bool:
        return not self.colours

    @property
    def numbered(self) -> bool:
        """Whether its colours are the terminal's own."""
        return not any(value.startswith("#") for value in self.colours.values())


DARK = Roles(
    "dark",
    {
        "page": "#14161b",
        "desk": "#1c1f27",
        "field": "#2a2f3b",
        "text": "#d5d8df",
        "strong": "#ffffff",
        "quiet": "#9aa1b0",
        "rule": "#757d8f",
        "out": "#9cc3cf",
        "hammer": "#e8c46a",
        "on_hammer": "#14161b",
        "loud": "#f4f4f4",
        "on_loud": "#14161b",
    },
)
LIGHT = Roles(
    "light",
    {
        "page": "#f8f7f3",
        "desk": "#eeece5",
        "field": "#ffffff",
        "text": "#262930",
        "strong": "#000000",
        "quiet": "#595e69",
        "rule": "#7f838c",
        "out": "#1f5c6e",
        "hammer": "#7a5200",
        "on_hammer": "#ffffff",
        "loud": "#1b1d22",
        "on_loud": "#ffffff",
    },
    light=True,
)
CONTRAST = Roles(
    "contrast",
    {
        "page": "#000000",
        "desk": "#000000",
        "field": "#262626",
        "text": "#ffffff",
        "strong": "#ffffff",
        "quiet": "#ffffff",
        "rule": "#ffffff",
        "out": "#00ffff",
        "hammer": "#ffff00",
        "on_hammer": "#000000",
        "loud": "#ffffff",
        "on_loud": "#000000",
    },
    flat=True,
)
SIXTEEN = Roles(
    "sixteen",
    {
        "page": "0",
        "desk": "0",
        "field": "0",
        "text": "7",
        "strong": "15",
        "quiet": "7",
        "rule": "7",
        "out": "14",
        "hammer": "11",
        "on_hammer": "0",
        "loud": "15",
        "on_loud": "0",
    },
    flat=True,
)
PLAIN = Roles("plain", flat=True)
THEMES = {roles.name: roles for roles in (DARK, LIGHT, CONTRAST, SIXTEEN)}


def roles_for(name: str, no_colour: bool, sixteen: bool) -> Roles:
    """The theme of that name; where none is named dark, or on a terminal of sixteen colours its own."""
    if no_colour:
        return PLAIN
    if name in THEMES:
        return THEMES[name]
    if sixteen:
        return SIXTEEN
    return DARK
