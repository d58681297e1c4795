"""What `council.toml` cannot say of itself: seats, names that are taken, addresses, and who makes the report."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

from livecouncil.core.council.model import Backup, Channel, Council, Group
from livecouncil.core.meeting.grammar.words import KEYWORDS
from livecouncil.core.text.addresses import keeps_secrets, loopback
from livecouncil.core.text.called import name_key
from livecouncil.core.text.length import portable_hashtag, suggest_hashtag
from livecouncil.core.text.numbers import is_object
from livecouncil.system.age import is_recipient
from livecouncil.system.removable import device_of

from .faults import either
from .folder import second_place
from .load import tell_doubles
from .source import TomlSource

EXAMPLES = frozenset({"Mijn gemeente", "RaadMijnGemeente"})
"""What `init` writes to be replaced: a message with it would be public for ever."""
_OFFICIAL = re.compile(r"(?:de )?(?:gemeente|gemeenteraad|raad van|(?:raads)?griffier?)\b", re.IGNORECASE)
"""How a name or address begins that is the council's own."""
_TAKEN = KEYWORDS | {"="}
_LIKE_COMMAND = re.compile(r"n\d+[a-z]?|r\d+")
_LIKE_COUNT = re.compile(r"\d+[-–]\d+")


def _check_seats(source: TomlSource, council: Council) -> None:
    info = council.council
    line = source.line_of("council", None, "seats")
    law = council.law
    if not law.seats.possible(info.seats):
        source.warn(line, law.seats.said, seats=info.seats)
    if info.inhabitants:
        by_law = law.seats.of(info.inhabitants)
        if by_law and info.seats != by_law:
            source.warn(line, "other_seats", inhabitants=info.inhabitants, seats=by_law)


def _examples(source: TomlSource, council: Council) -> None:
    info = council.council
    for key, value in (("municipality", info.municipality), ("hashtag", info.hashtag)):
        if value in EXAMPLES:
            source.warn(source.line_of("council", None, key), "still_example", value=value, key=key)


def _hashtag(source: TomlSource, council: Council) -> None:
    hashtag = council.council.hashtag
    if hashtag and not portable_hashtag(hashtag):
        line = source.line_of("council", None, "hashtag")
        source.fault(line, "hashtag", value=hashtag, better=suggest_hashtag(hashtag))


def _public_url(source: TomlSource, council: Council) -> None:
    url = council.council.public_url
    if url and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", url):
        source.fault(source.line_of("council", None, "public_url"), "public_url", value=url)


def _channels(source: TomlSource, council: Council) -> None:
    """A token never goes over plain http, but to this machine itself; what mail and ntfy cannot do without is there."""
    for name, channel in council.channels.items():
        _own_keys(source, name, channel)
        if channel.server and channel.network != "mail" and not keeps_secrets(channel.server):
            line = source.line_of(f"channels.{name}", None, "server")
            source.fault(line, "unsafe_server", channel=name, server=channel.server)


def _own_keys(source: TomlSource, name: str, channel: Channel) -> None:
    """What one network asks for, as far as its form can be seen."""
    line = source.line_of(f"channels.{name}", None, "network")
    topic = channel.topic.replace("{meeting}", "")
    if channel.network == "ntfy" and not (channel.topic and re.fullmatch(r"[-_A-Za-z0-9]{0,64}", topic)):
        source.fault(line, "ntfy_topic", channel=name, topic=channel.topic, meeting="{meeting}")
    if channel.network != "mail":
        return
    if not re.fullmatch(r"smtps?://[^\s/@]+", channel.server):
        source.fault(line, "mail_server", channel=name, server=channel.server)
    if not re.fullmatch(r"[^\s@]+@[^\s@]+", channel.account):
        source.fault(line, "mail_sender", channel=name, account=channel.account)
    if not re.match(r"(mailto:|https://)\S+$", channel.unsubscribe):
        source.warn(line, "mail_unsubscribe", channel=name)


def _check_speaking_time(source: TomlSource, council: Council) -> None:
    groups = {name_key(name) for group in council.groups for name in (group.name, group.short) if name}
    for name in council.procedure.speaking_time.groups:
        if name_key(name) not in groups:
            source.fault(source.line_of("procedure"), "time_of_nobody", name=name)


def _backup(source: TomlSource, council: Council) -> None:
    """A second place that is none, and a key that is none, or the one that must lie elsewhere."""
    backup = council.backup
    _backup_key(source, backup)
    if not backup.to:
        return
    line = source.line_of("backup", None, "to")
    own = source.path.parent.resolve()
    to = second_place(own, backup.to)
    if to.resolve().is_relative_to(own):
        source.fault(line, "backup_inside", to=backup.to)
    elif not to.is_dir():
        source.warn(line, "backup_absent", to=to)
    elif device_of(to) == device_of(own):
        source.warn(line, "backup_same_disk", to=to)


def _backup_key(source: TomlSource, backup: Backup) -> None:
    line = source.line_of("backup", None, "key")
    if backup.key and not backup.to:
        source.fault(line, "backup_nowhere")
    if backup.key.upper().startswith("AGE-SECRET-KEY"):
        source.fault(line, "backup_secret")
    elif backup.key and not is_recipient(backup.key):
        source.fault(line, "backup_key", value=backup.key)


_MIRROR_KINDS = ("sftp", "davs", "s3", "file", "hub+https")


def _mirrors(source: TomlSource, council: Council) -> None:
    """A mirror has a name of its own, an address of a kind there is, and no secret in it."""
    tell_doubles(source, ("mirrors", "name"), [site.name for site in council.mirrors], "twice_mirror")
    for index, site in enumerate(council.mirrors):
        line = source.line_of("mirrors", index, "to")
        scheme, found, rest = site.to.partition("://")
        if found:
            _mirror_address(source, line, site.to)
        elif (source.path.parent / Path(site.to).expanduser()).resolve().is_relative_to(source.path.parent.resolve()):
            source.fault(line, "mirror_inside", to=site.to)
        if site.endpoint and not keeps_secrets(site.endpoint):
            source.fault(source.line_of("mirrors", index, "endpoint"), "mirror_plain", to=site.endpoint)
        if site.public and not re.fullmatch(r"https?://[^\s/]+(/\S*)?", site.public):
            source.fault(source.line_of("mirrors", index, "public"), "public_url", value=site.public)
        if not site.public:
            source.warn(line, "mirror_unseen", name=site.name)


def _mirror_address(source: TomlSource, line: int, to: str) -> None:
    """What stands before and after `://`."""
    scheme = to.partition("://")[0].casefold()
    parts = urlsplit(to)
    if loopback(parts.hostname or ""):
        scheme = {"dav": "davs", "hub+http": "hub+https"}.get(scheme, scheme)
    if scheme in ("dav", "http", "https", "ftp", "hub+http"):
        source.fault(line, "mirror_plain", to=to)
    elif scheme not in _MIRROR_KINDS:
        source.fault(line, "mirror_kind", to=to, known=either([f"{kind}://" for kind in _MIRROR_KINDS]))
    elif ":" in parts.netloc.rpartition("@")[0]:
        source.fault(line, "mirror_password")
    elif scheme == "sftp" and len(parts.path) < 2:
        source.fault(line, "mirror_no_folder", to=to)


def _hold(source: TomlSource, council: Council) -> None:
    hold = council.release.hold
    if not hold.wall <= hold.feed <= hold.networks:
        source.fault(source.line_of("release", None, "hold"), "hold_order")


def sounds_like_council(municipality: str, reporter: str) -> bool:
    """Whether who reports bears the name of the council itself."""
    return name_key(municipality) == name_key(reporter) or bool(_OFFICIAL.match(reporter))


def _reporter(source: TomlSource, council: Council) -> None:
    """An unofficial report says who makes it, and never bears the name or the address of council or griffie."""
    info = council.council
    if not info.unofficial:
        return
    if not info.reporter:
        source.warn(source.line_of("council", None, "unofficial"), "no_reporter")
    elif sounds_like_council(info.municipality, info.reporter):
        source.fault(source.line_of("council", None, "reporter"), "reporter_like_council", value=info.reporter)
    if not info.contact:
        source.warn(source.line_of("council", None, "unofficial"), "contact_of_council")
    elif _OFFICIAL.match(info.contact):
        source.warn(source.line_of("council", None, "contact"), "contact_of_council")


def _seats_of_groups(source: TomlSource, council: Council) -> None:
    """Seats of groups are for an unofficial report: of all groups or of none, and together those of the council."""
    seated = [group for group in council.groups if group.seats]
    if not seated:
        return
    if not council.council.unofficial:
        source.fault(source.line_of("groups", None, "seats"), "seats_of_council")
    for index, group in enumerate(council.groups):
        if not group.seats:
            source.fault(source.line_of("groups", index, "name"), "group_unseated", name=group.name)
    total = sum(group.seats or 0 for group in council.groups)
    if len(seated) == len(council.groups) and total != council.council.seats:
        source.warn(
            source.line_of("council", None, "seats"), "seats_together", total=total, seats=council.council.seats
        )


def _groups_named_apart(source: TomlSource, council: Council) -> None:
    tell_doubles(source, ("groups", "name"), [group.name for group in council.groups], "twice_group")
    tell_doubles(source, ("groups", "id"), [group.id for group in council.groups], "twice_group_id")
    bearers: dict[str, str] = {}
    for index, group in enumerate(council.groups):
        for key, value in _names_of(group):
            line = source.line_of("groups", index, key)
            folded = name_key(value)
            if key != "name":
                _check_shorts(source, line, key, value)
            if bearers.get(folded, group.name) != group.name:
                source.fault(line, "name_of_another", value=value, group=bearers[folded])
            bearers[folded] = group.name


def _names_of(group: Group) -> Iterator[tuple[str, str]]:
    """What may be typed for a group, each with its key in the file."""
    yield "name", group.name
    if group.short:
        yield "short", group.short
    yield from (("aliases", alias) for alias in group.aliases if alias)


def _check_shorts(source: TomlSource, line: int, key: str, value: str) -> None:
    folded = value.casefold()
    if folded in _TAKEN:
        source.fault(line, "short_command", value=value, key=key)
    elif is_object(folded) or _LIKE_COMMAND.fullmatch(folded):
        source.fault(line, "short_object", value=value, key=key)
    elif _LIKE_COUNT.fullmatch(folded):
        source.fault(line, "short_count", value=value, key=key)


def _members_apart(source: TomlSource, council: Council) -> None:
    members = council.members
    tell_doubles(source, ("members", "name"), [member.name for member in members], "twice_member")
    tell_doubles(source, ("members", "number"), [member.number for member in members], "twice_number")
    tell_doubles(source, ("members", "id"), [member.id for member in members], "twice_id")
    tell_doubles(source, ("officials", "id"), [official.id for official in council.officials], "twice_id")


def _members_numbered(source: TomlSource, council: Council) -> None:
    members = council.members
    if not members and not council.council.unofficial:
        source.fault(1, "no_members")
    on_the_list = [index for index, member in enumerate(members) if member.kind != "committee_member"]
    without = [index for index in on_the_list if not members[index].number]
    if 0 < len(without) < len(on_the_list):
        first = without[0]
        source.fault(source.line_of("members", first), "some_numbered", name=members[first].name)


def _memberships(source: TomlSource, council: Council) -> None:
    groups = {group.name for group in council.groups}
    for index, member in enumerate(council.members):
        if member.group not in groups:
            line = source.line_of("members", index, "group")
            close = difflib.get_close_matches(member.group, groups, n=1)
            if close:
                source.fault(line, "group_like", group=member.group, name=member.name, meant=close[0])
            else:
                code = "no_group_yet" if member.group == "?" else "no_such_group"
                source.fault(line, code, group=member.group, name=member.name)
        if member.from_ and member.until and member.until < member.from_:
            source.fault(source.line_of("members", index, "until"), "gone_before", name=member.name)


OF_COUNCIL: tuple[Callable[[TomlSource, Council], None], ...] = (
    _check_seats,
    _examples,
    _hashtag,
    _public_url,
    _channels,
    _backup,
    _mirrors,
    _check_speaking_time,
    _hold,
    _reporter,
    _seats_of_groups,
    _groups_named_apart,
    _members_apart,
    _members_numbered,
    _memberships,
)
"""Every check of a council, in the order in which its faults are told."""
