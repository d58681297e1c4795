"""The council as it stands in `council.toml`: who sits, for which group, and under which rules of its own.

It promises that whatever reads a council reads one shape: frozen, every text cleaned on its way in, every key known,
every default written here and nowhere else. It never judges: what can be but should not (a seat too many, a name nobody
can type) is for `settings.check` to say. Names follow Popolo (Membership, Organization).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator

from livecouncil.core.law.bodies import PROFILES, BodyKind, Profile, as_reported
from livecouncil.core.law.bodies.roles import Role
from livecouncil.core.text.called import take_apart

from .base import CleanName as CleanName
from .base import CleanText as CleanText
from .base import Model as Model
from .lasting_ids import LastingId
from .procedure import Procedure as Procedure
from .procedure import SpeakingTime as SpeakingTime
from .procedure import VoteStep as VoteStep
from .zone import DEFAULT, zone_named

Language = Literal["nl", "fy", "en"]


Licence = Literal["CC0-1.0", "CC-BY-4.0"]


class Ids(Model):
    """Who somebody, or which group it is in the systems of others, by the ids those gave."""

    notubiz: CleanText = ""
    ibabs: CleanText = ""
    allmanak: CleanText = ""
    wikidata: CleanText = ""

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """The ids there are, as (system, id)."""
        return tuple((system, str(known)) for system, known in self if known)


class Group(Model):
    """A political group (fractie): `short` and `aliases` may be typed instead of the name.

    `seats` is for an unofficial report without a list of members: how many votes the group has. `ids` are those of
    other systems, `id` our own: given once, and kept whatever becomes of the name.
    """

    name: CleanName
    short: CleanText = ""
    aliases: tuple[CleanText, ...] = ()
    seats: Annotated[int, Field(ge=1, le=99)] | None = None
    ids: Ids = Field(default_factory=Ids.model_construct)
    id: LastingId = ""

    @property
    def abbreviation(self) -> str:
        return self.short or self.name


class Member(Model):
    """A member of the council. `number` is that on the attendance list; `from`/`until` bound the membership (dates).

    `surname` replaces the surname read from the name; `aliases` may be typed besides it. A `committee_member` sits in
    committees alone; `label` is what such a member is called here ('burgerraadslid'). `ids` are those of other systems,
    `id` our own: given once, and kept whatever becomes of the name. `votes` is how many the member has, where the body
    gives some more than one.
    """

    name: CleanName
    group: CleanText
    number: Annotated[int, Field(ge=1, le=999)] | None = None
    surname: CleanText = ""
    aliases: tuple[CleanText, ...] = ()
    kind: Literal["member", "committee_member"] = "member"
    label: CleanText = ""
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None
    ids: Ids = Field(default_factory=Ids.model_construct)
    id: LastingId = ""
    votes: Annotated[int, Field(ge=1, le=500)] = 1


class Official(Model):
    """May have the floor and make commitments, never votes. `id` as of a member."""

    name: CleanName
    role: Role
    id: LastingId = ""


class Hold(Model):
    """Seconds between the hammer and each gate."""

    wall: Annotated[int, Field(ge=0, le=3600)] = 0
    feed: Annotated[int, Field(ge=0, le=3600)] = 10
    networks: Annotated[int, Field(ge=0, le=3600)] = 30


SocialKind = Literal[
    "punt",
    "ingediend",
    "toezegging",
    "voor_kennisgeving",
    "afgevoerd",
    "niet_in_stemming",
    "vrij_bericht",
    "toegevoegd",
]


class Release(Model):
    """What leaves the chamber and when.

    `also` names kinds of message that networks get only where a council wants them.
    """

    policy: Literal["chamber", "live", "afterwards"] = "live"
    hold: Hold = Field(default_factory=Hold.model_construct)
    floor_on_wall: bool = False
    also: tuple[SocialKind, ...] = ()


ChannelKind = Literal["mastodon", "bluesky", "x", "webhook", "copy", "mail", "ntfy"]


ChannelName = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]


class Channel(Model):
    """One account on a network, under its own name in `[channels.<name>]`; the name is the network unless told.

    Secrets never stand here. `server` is its address; `timeout` (seconds) bounds a request; what waits longer than
    `stale` minutes asks the griffier first; `links` says whether posts carry addresses (by default not on X, where each
    is charged); `private` lets a webhook reach the council's own network, and mail go to a server there that has no TLS
    and asks for no password. `topic` is that of ntfy ('{meeting}' in it is the meeting's id), `unsubscribe` where one
    leaves a mailing list (mailto: or https:).
    """

    network: ChannelKind
    server: CleanText = ""
    account: CleanText = ""
    language: Language | None = None
    links: bool = True
    visibility: Literal["public", "unlisted"] = "public"
    timeout: Annotated[float, Field(ge=0.2, le=120)] = 20
    stale: Annotated[int, Field(ge=1, le=10_000)] = 60
    private: bool = False
    topic: CleanText = ""
    unsubscribe: CleanText = ""

    @property
    def decisions_alone(self) -> bool:
        """Whether it carries decisions and their corrections, and nothing else: what comes by mail stays."""
        return self.network == "mail"


def _with_networks(channels: object) -> object:
    """The network of each channel, from its name where it is not given; no links on X unless asked for."""
    if not isinstance(channels, dict):
        return channels
    told = {}
    for name, value in channels.items():
        if isinstance(value, dict):
            given = dict(value)
        else:
            given = value
        if isinstance(given, dict):
            given.setdefault("network", name)
            given.setdefault("links", given["network"] != "x")
        told[name] = given
    return told


class Wall(Model):
    """The chamber's screen: `diagonal` in inches, `distance` of the farthest seat in metres, light or dark.

    `listen` is the address at which the server of `live` listens for screens elsewhere in the hall, "0.0.0.0" for every
    one of this machine; it is no part of a meeting.
    """

    diagonal: Annotated[float, Field(ge=10, le=400)] | None = None
    distance: Annotated[float, Field(ge=1, le=60)] | None = None
    theme: Literal["light", "dark"] = "light"
    listen: Annotated[str, Field(pattern=r"^(\d{1,3}(\.\d{1,3}){3})?$")] = ""


class Backup(Model):
    """A second copy of every journal while it is written: `to` is a folder on another disk, such as a stick.

    It is encrypted to `key`, a public key of age (`age1…`), where there is one. None of this is part of a meeting.
    """

    to: CleanText = ""
    key: CleanText = ""


class MirrorSite(Model):
    """A place where the public files stand as well: `to` is its address, sftp://, davs://, s3:// or a mounted folder.

    `every` is the least number of seconds between two rounds; `public` where readers find it, which is looked at as
    they do. `key` and `known_hosts` are files of SSH; `endpoint` and `region` are of S3. Secrets never stand here, and
    none of this is part of a meeting.
    """

    name: ChannelName
    to: CleanName
    every: Annotated[float, Field(ge=0.2, le=3600)] = 1
    public: CleanText = ""
    key: CleanText = ""
    known_hosts: CleanText = ""
    endpoint: CleanText = ""
    region: CleanText = ""


BodyId = Annotated[str, Field(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")]


class Body(Model):
    """A body beside the council, whose meetings an agenda names by its `id`.

    `members` are names of members or of whole groups; without any all members of the council and its committees sit.
    `quorum` false or true: whether it needs one to open, where its law leaves that to it; `procedure` its own rules of
    order in place of the council's; `words` what it calls its members and meetings, where that is not what its kind is.
    """

    id: BodyId
    name: CleanName
    kind: BodyKind = "committee"
    members: tuple[CleanName, ...] = ()
    quorum: bool | None = None
    seats: Annotated[int, Field(ge=1, le=99)] | None = None
    code: CleanText = ""
    hashtag: CleanText = ""
    procedure: Procedure | None = None
    words: dict[str, CleanText] = {}


class Tui(Model):
    """How the griffier's screen looks: colours and signs, '' for what the terminal can show. No part of a meeting."""

    theme: Literal["", "dark", "light", "contrast", "sixteen"] = ""
    signs: Literal["", "full", "console", "ascii"] = ""


class CouncilInfo(Model):
    """The municipality and how it presents itself; `zone` is the name of its time zone in the IANA database.

    `kind` is what the council itself is: of a province, a water board or a Flemish municipality it is named here, and
    `municipality` is then the name of that.

    Of an unofficial report author, publisher, contact and `licence` are those of who makes it, its `reporter`;
    the municipality is what is reported on.
    """

    municipality: CleanName
    code: CleanText = ""
    zone: CleanText = DEFAULT
    kind: BodyKind = "council"
    seats: Annotated[int, Field(ge=1, le=99)]
    inhabitants: Annotated[int, Field(ge=1)] | None = None
    language: Language = "nl"
    wall_language: Language | None = None
    hashtag: CleanText = ""
    public_url: CleanText = ""
    contact: CleanText = ""
    initials: CleanText = ""
    unofficial: bool = False
    reporter: CleanText = ""
    licence: Licence = "CC0-1.0"

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        zone_named(value)
        return value


class Council(Model):
    """`council.toml`, whole; or, once it was `convened`, the body of it that meets."""

    council: CouncilInfo
    release: Release = Field(default_factory=Release.model_construct)
    groups: tuple[Group, ...] = ()
    members: tuple[Member, ...] = ()
    officials: tuple[Official, ...] = ()
    bodies: tuple[Body, ...] = ()
    procedure: Procedure = Field(default_factory=Procedure.model_construct)
    wall: Wall = Field(default_factory=Wall.model_construct)
    backup: Backup = Field(default_factory=Backup.model_construct)
    tui: Tui = Field(default_factory=Tui.model_construct)
    channels: Annotated[dict[ChannelName, Channel], BeforeValidator(_with_networks)] = {}
    mirrors: tuple[MirrorSite, ...] = ()
    messages: dict[str, dict[str, str]] = {}
    _body: Body | None = PrivateAttr(default=None)

    @property
    def body(self) -> Body | None:
        """The body that meets; None for the council itself."""
        return self._body

    @property
    def law(self) -> Profile:
        """The law of who meets; in the report of somebody else, as far as that one may speak it."""
        profile = PROFILES[self.council.kind]
        if self.council.unofficial:
            return as_reported(profile)
        return profile

    @property
    def by_seats(self) -> bool:
        """Whether votes are told by groups and their seats, for nobody keeps who is there: an unofficial report without
        members, or with the seats of its groups."""
        seated = any(group.seats for group in self.groups)
        return self.council.unofficial and (seated or not self.members)

    @property
    def weights(self) -> dict[str, int]:
        """How many votes each member has; {} where each has one, or the law of who meets knows nothing else."""
        if not self.law.weighs or all(member.votes == 1 for member in self.members):
            return {}
        return {member.name: member.votes for member in self.members}

    def as_body(self, body: Body) -> Council:
        """The same, known to meet as `body`."""
        other = self.model_copy()
        other._body = body
        return other


def surname(person: Member | Official) -> str:
    """The surname without salutation, initials and prefixes, or the member's own `surname`."""
    return str(getattr(person, "surname", "")) or take_apart(person.name).surname


def sitting(council: Council, day: date) -> tuple[Member, ...]:
    """Members of the council on `day`, in the order of their numbers (then as listed).

    A membership that begins on the day itself counts only after the oath (`beedigd`).
    """
    now = [m for m in council.members if (m.from_ is None or m.from_ < day) and (m.until is None or m.until >= day)]
    return tuple(sorted(now, key=lambda m: (m.number is None, m.number or 0)))
