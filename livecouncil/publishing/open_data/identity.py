"""Who met, in the value lists of the open-data standards: a table with a row for each kind of body.

The standards were made for municipalities, provinces and water boards, and have a word of their own for most of this;
where they have none a body is named in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from livecouncil.core.law.bodies import PROFILES
from livecouncil.core.release.record import PublicRecord
from livecouncil.core.telling.voice import Words

TOOI = "https://identifier.overheid.nl/tooi/set/"


@dataclass(frozen=True)
class Identity:
    """One kind of body.

    - `name`: of the body, `{}` the place; `local`: its id among those that last; `classification`: Popolo's
    - `meeting`: ORI-A's type of meeting, `meeting_type` the ORI API's, `debate` Akoma Ntoso's
    - `member`: what a member is, `part` in a meeting
    - `government`: the government it is of, `register` and `register_name` the list of its codes
    - `board`: the executive, and `board_type` the ORI API's word for it
    """

    name: str = "Gemeenteraad {}"
    local: str = "raad"
    classification: str = "council"
    meeting: str = "Raadsvergadering"
    meeting_type: str = "raadsvergadering"
    debate: str = "raadsvergadering"
    member: str = "Raadslid"
    part: str = "Raadslid"
    government: str = "Gemeente {}"
    register: str = f"{TOOI}rwc_gemeenten_compleet"
    register_name: str = "Register gemeenten compleet"
    board: str = "College van burgemeester en wethouders"
    board_type: str = "college"


_COUNCIL = Identity()
_REGION = Identity(
    name="Algemeen bestuur {}",
    local="algemeen-bestuur",
    classification="general board",
    meeting="Vergadering van het algemeen bestuur",
    debate="bestuursvergadering",
    meeting_type="algemene_bestuursvergadering",  # the nearest there is: the API asks for one
    member="Lid van het algemeen bestuur",
    part="Overig",
    government="{}",
    board="Dagelijks bestuur",
    board_type="dagelijks_bestuur",
)
_IDENTITIES = {
    "council": _COUNCIL,
    "committee": Identity(
        name="{}",
        classification="committee",
        meeting="Commissievergadering",
        debate="commissievergadering",
        meeting_type="commissievergadering",
    ),
    "other": Identity(
        name="{}",
        classification="body",
        meeting="Vergadering",
        debate="vergadering",
        meeting_type="commissievergadering",  # a deciding or advising committee (art. 83, 84); the API asks for a type
    ),
    "provincial_council": Identity(
        name="Provinciale Staten van {}",
        local="staten",
        classification="provincial council",
        meeting="Statenvergadering",
        debate="statenvergadering",
        meeting_type="statenvergadering",
        member="Statenlid",
        part="Statenlid",
        government="Provincie {}",
        register=f"{TOOI}rwc_provincies_compleet",
        register_name="Register provincies compleet",
        board="Gedeputeerde Staten",
        board_type="gedeputeerde_staten",
    ),
    "water_board": Identity(
        name="Algemeen bestuur {}",
        local="algemeen-bestuur",
        classification="general board",
        meeting="Algemene bestuursvergadering",
        debate="bestuursvergadering",
        meeting_type="algemene_bestuursvergadering",
        member="Algemeen bestuurslid",
        part="Algemeen bestuurslid",
        government="Waterschap {}",
        register=f"{TOOI}rwc_waterschappen_compleet",
        register_name="Register waterschappen compleet",
        board="Dagelijks bestuur",
        board_type="dagelijks_bestuur",
    ),
    "municipal_council_be": Identity(
        meeting="Zitting van de gemeenteraad",
        debate="gemeenteraadszitting",
        member="Gemeenteraadslid",
        register="https://statbel.fgov.be/nl/over-statbel/methodologie/classificaties/geografie",
        register_name="NIS-codes",
        board="College van burgemeester en schepenen",
    ),
    "island_council": Identity(
        name="Eilandsraad {}",
        meeting="Vergadering van de eilandsraad",
        debate="eilandsraadsvergadering",
        member="Eilandsraadslid",
        government="Openbaar lichaam {}",
        register=f"{TOOI}rwc_caribische_openbare_lichamen_compleet",
        register_name="Register Caribische openbare lichamen",
        board="Bestuurscollege",
    ),
    "joint_body": _REGION,
    "safety_region": _REGION,
}
"""The identity of each kind of body."""

_PROVINCES = (
    "drenthe",
    "groningen",
    "flevoland",
    "utrecht",
    "noord_holland",
    "gelderland",
    "zuid_holland",
    "zeeland",
    "noord_brabant",
    "limburg",
)
_OTHER_NAMES = {"overijssel": "overijsel", "fryslan": "friesland", "fryslân": "friesland", "friesland": "friesland"}
"""Provinces whose value in the list is not their name."""


def identity_of(record: PublicRecord) -> Identity:
    """The row of the body whose meeting it is."""
    return _IDENTITIES[record.meeting.kind]


def body_name(record: PublicRecord) -> str:
    """'Gemeenteraad Urk', 'Provinciale Staten van Fryslân', 'Commissie Ruimte'."""
    place = record.meeting.body_name or record.meeting.municipality
    return identity_of(record).name.format(place)


def named_in(record: PublicRecord, words: Words) -> str:
    """The body by its own name, or as its kind is called in the language of `words`."""
    if record.meeting.body_name:
        return record.meeting.body_name
    return words.t("data.council", municipality=record.meeting.municipality)


def local_id(record: PublicRecord) -> str:
    """The id of the body that met among those that last: 'raad', or that of a body beside the council."""
    return record.meeting.body or identity_of(record).local


_SHORT = 10


def short_id(record: PublicRecord) -> str:
    """The id of the body as the ORI API asks: at most ten signs, of a longer one its beginning and a digest of all."""
    local = local_id(record)
    if len(local) <= _SHORT:
        return local
    return f"{local[:5].rstrip('-')}-{sha256(local.encode()).hexdigest()[:4]}"


def government_name(record: PublicRecord) -> str:
    """'Gemeente Urk', 'Provincie Fryslân', 'Waterschap Rivierland'; a name that says so itself is not said twice."""
    place = record.meeting.municipality
    named = ("waterschap", "hoogheemraadschap", "wetterskip", "gemeente ", "provincie ", "veiligheidsregio")
    if place.casefold().startswith(named):
        return place
    return identity_of(record).government.format(place)


def government_row(record: PublicRecord) -> dict[str, Any]:
    """Which municipality, province or water board it is, as the ORI API asks: one of three keys, or none."""
    place = record.meeting.municipality
    code = record.meeting.code.upper()
    for profile in PROFILES.values():
        code = code.removeprefix(profile.identity)
    if record.meeting.kind == "provincial_council":
        return {"provincie": province_value(place)}
    if record.meeting.kind == "water_board":
        row = {"waterschapcode": code, "waterschapnaam": place}
        return {"waterschap": row if len(code) == 4 else None}
    if code and len(code) <= 4:
        return {"gemeente": {"gemeentecode": code, "gemeentenaam": place}}
    return {}


def province_value(name: str) -> str | None:
    """The value of the list for a province; None for a name that is none of them."""
    key = name.casefold().removeprefix("provincie ").replace("-", "_").replace(" ", "_")
    if key in _PROVINCES:
        return key
    return _OTHER_NAMES.get(key)


_FUNCTIONS = (
    "burgemeester",
    "wethouder",
    "raadslid",
    "burgerlid",
    "griffier",
    "gemeentesecretaris",
    "commissaris_van_de_koning",
    "gedeputeerde",
    "statenlid",
    "dijkgraaf",
    "dagelijks_bestuurslid",
    "algemeen_bestuurslid",
)


def function_value(label: str) -> str:
    """The ORI API's value for a function of ORI-A; 'overig' for one its list does not have, '' for none."""
    value = label.lower().replace(" ", "_")
    if value and value not in _FUNCTIONS:
        return "overig"
    return value
