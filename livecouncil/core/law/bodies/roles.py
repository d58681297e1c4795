"""Who has a part in a meeting without being one of its voters, in whatever body: roles, and what each amounts to."""

from __future__ import annotations

from typing import Literal, get_args

Role = Literal[
    "burgemeester",
    "wethouder",
    "griffier",
    "secretaris",
    "commissaris van de Koning",
    "gedeputeerde",
    "dijkgraaf",
    "watergraaf",
    "heemraad",
    "schepen",
    "algemeen directeur",
    "gezaghebber",
    "eilandgedeputeerde",
    "voorzitter",
    "raadslid",
]
ROLES: tuple[Role, ...] = get_args(Role)

Part = Literal["chair", "executive", "clerk", "guest"]

_CHAIRS = ("burgemeester", "commissaris van de Koning", "dijkgraaf", "watergraaf", "gezaghebber", "voorzitter")
_EXECUTIVES = ("wethouder", "gedeputeerde", "heemraad", "schepen", "eilandgedeputeerde")
_CLERKS = ("griffier", "secretaris", "algemeen directeur")


def part_of(role: str) -> Part:
    """Whether a role chairs, governs or keeps the record; any other has the floor as a guest."""
    if role in _CHAIRS:
        return "chair"
    if role in _EXECUTIVES:
        return "executive"
    if role in _CLERKS:
        return "clerk"
    return "guest"
