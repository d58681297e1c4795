"""The law of each kind of body: one file a kind, one shape for all (`profile`)."""

from __future__ import annotations

from typing import Literal, get_args

from .committee import COMMITTEE
from .council import COUNCIL as COUNCIL
from .flanders import FLANDERS
from .islands import ISLANDS
from .other import OTHER
from .profile import LOCAL_ONLY as LOCAL_ONLY
from .profile import BodyRuling as BodyRuling
from .profile import MatterVote as MatterVote
from .profile import PersonsBallot as PersonsBallot
from .profile import Profile as Profile
from .profile import UncertainLaw as UncertainLaw
from .province import PROVINCE
from .regions import JOINT_BODY, SAFETY_REGION
from .reported import as_reported as as_reported
from .water_board import WATER_BOARD

BodyKind = Literal[
    "council",
    "committee",
    "provincial_council",
    "water_board",
    "municipal_council_be",
    "island_council",
    "joint_body",
    "safety_region",
    "other",
]
KINDS: tuple[BodyKind, ...] = get_args(BodyKind)

_ALL = (COUNCIL, COMMITTEE, PROVINCE, WATER_BOARD, FLANDERS, ISLANDS, JOINT_BODY, SAFETY_REGION, OTHER)
PROFILES = {profile.kind: profile for profile in _ALL}
"""The profile of each kind of body."""
