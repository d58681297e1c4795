"""Who somebody is by what a list calls his function: a member, one who sits in committees alone, an official, or gone.

A word inside another says nothing: a burgerraadslid is no raadslid. So the most particular kinds are looked for first.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from livecouncil.core.law.bodies.roles import Role

Standing = Literal["member", "committee_member", "official", "former", "unknown"]
_FORMER = re.compile(r"\b(oud|ex|voormalig|former|gewezen|âld)[\s-]|\bformer\b", re.I)
_COMMITTEE = re.compile(
    r"burger(raads|commissie)?l(id|eden)\b|commissiel(id|eden)\b|kommisjel(id|eden)\b|steunfractiel(id|eden)\b|"
    r"schaduw(raads|fractie)?lid|"
    r"duo-?(raads|commissie|burger)?lid|duoburger|fractie(vertegenwoordiger|"
    r"assistent|ondersteuner|volger)|niet-?raadslid|raadscommissielid|"
    r"commissie-?raadslid|boargerriedslid|committee member|opvolger|burgerstatenlid|fractievolger|raadsvolger",
    re.I,
)
_MEMBERS = re.compile(
    r"\b(gemeente)?raadsl(id|eden)\b|\bfractie(voorzitter|leider)|\bstatenl(id|eden)\b|\briedsl(id|eden)\b|"
    r"\bcouncill?or|^(lid|leden|member|raad|mp)$|(plaatsvervangend|vice|waarnemend)[ -]?(raads)?voorzitter|"
    r"\blid (van )?(de |het )?(gemeente|deel)?(raad|provinciale staten|algemeen bestuur)|"
    r"member of (the )?(city )?council|\bfraksje(foarsitter|lieder)|gemeenteraadslid|eilandsraadslid|council member",
    re.I,
)
_OFFICIALS: tuple[tuple[str, Role], ...] = (
    (r"wethouder|locoburgemeester|alderman|wethâlder", "wethouder"),
    (r"burgemeester|boargemaster|mayor", "burgemeester"),
    (r"griffier|clerk", "griffier"),
    (r"secretaris|secretary", "secretaris"),
    (r"commissaris van de koning", "commissaris van de Koning"),
    (r"eilandgedeputeerde", "eilandgedeputeerde"),
    (r"gedeputeerde", "gedeputeerde"),
    (r"dijkgraaf", "dijkgraaf"),
    (r"watergraaf", "watergraaf"),
    (r"heemraad", "heemraad"),
    (r"schepen", "schepen"),
    (r"gezaghebber", "gezaghebber"),
    (r"algemeen directeur", "algemeen directeur"),
    (r"^(raads)?voorzitter$|voorzitter van de raad", "voorzitter"),
)


@dataclass(frozen=True)
class Function:
    """What a function makes of somebody; `role` for officials, `label` what a committee member is called."""

    standing: Standing
    role: Role | None = None
    label: str = ""


def function_meant(text: str) -> Function:
    """What `text` in a column of functions, or a role of a membership, means."""
    bare = " ".join(text.split())
    if _FORMER.search(bare):
        return Function("former")
    if _COMMITTEE.search(bare):
        return Function("committee_member", label=bare.casefold())
    if _MEMBERS.search(bare):
        return Function("member")
    for pattern, role in _OFFICIALS:
        if re.search(pattern, bare, re.I):
            return Function("official", role=role)
    return Function("unknown")
