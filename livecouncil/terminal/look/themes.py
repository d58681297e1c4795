"""The roles as Textual's themes, for the little that its style sheet draws itself: the ground between regions."""

from __future__ import annotations

from textual.theme import Theme

from .roles import PLAIN, THEMES, Roles

_NUMBERED = {"0": "ansi_black", "7": "ansi_white", "11": "ansi_bright_yellow", "14": "ansi_bright_cyan"}
_OWN = "ansi_default"
_ASKED_FOR = {"ansi-background": "ansi_black", "ansi-foreground": "ansi_white"}
"""What Textual's own style sheets ask of a theme in the terminal's colours."""


def theme_of(roles: Roles) -> str:
    """The name Textual knows a theme by."""
    return f"livecouncil-{roles.name}"


def registered() -> list[Theme]:
    """All of them, also the one without colour."""
    return [_theme(roles) for roles in (*THEMES.values(), PLAIN)]


def _theme(roles: Roles) -> Theme:
    def colour(role: str) -> str:
        value = roles.colours.get(role, "")
        if value.startswith("#"):
            return value
        return _NUMBERED.get(value, _OWN)

    return Theme(
        name=theme_of(roles),
        primary=colour("out"),
        background=colour("page"),
        surface=colour("desk"),
        panel=colour("desk"),
        foreground=colour("text"),
        dark=not roles.light,
        variables={"page": colour("page")} | (_ASKED_FOR if roles.numbered else {}),
        ansi=roles.numbered,
    )
