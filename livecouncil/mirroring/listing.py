"""`livecouncil mirrors`: how each mirror stands; `NAME`: its secret asked for and tried; `--check`: held against here.

What is secret is asked for at the keyboard, never taken from arguments, and kept as `settings.secrets` says.
"""

from __future__ import annotations

import asyncio
import getpass
import hashlib
import sys
from datetime import datetime
from pathlib import Path

from livecouncil.core.council.model import Council, MirrorSite
from livecouncil.errors import MirrorError, UsageError
from livecouncil.journal.signing.signing_off import key_name
from livecouncil.settings import secrets
from livecouncil.settings.load import load_council
from livecouncil.system.clocks import now_here
from livecouncil.wording.faults import in_words

from .addresses import opened_mirror, scheme_of, secret_name
from .holdings import Holdings
from .hub.batch import SCHEMES
from .process import whose
from .public_folder import PublicFolder
from .standing import MirrorStanding, read_standing

_ASKED = {"dav": ("password",), "davs": ("password",), "s3": ("key", "secret")}
"""What is asked for, by scheme."""


def tell_mirrors(base: Path, name: str | None, check: bool) -> int:
    """List, set up or check. Exit code 1 when a mirror is not well."""
    council = load_council(base / "council.toml")
    if name is None and not check:
        return _list_mirrors(base, council)
    sites = [site for site in council.mirrors if name in (None, site.name)]
    if not sites:
        raise UsageError("mirroring.unknown", name=name, path=base / "council.toml")
    if not check:
        _ask_secret(council, sites[0])
    return max(asyncio.run(_tried_mirror(base, council, site, check)) for site in sites)


def _list_mirrors(base: Path, council: Council) -> int:
    if not council.mirrors:
        print(in_words("mirroring.list.none"))
    wrong = 0
    for site in council.mirrors:
        standing = read_standing(base, site.name)
        now = now_here()
        print(standing_said(site.name, standing, now))
        wrong |= standing.state != "even" or not standing.kept_up(now)
    return int(wrong)


def standing_said(name: str, standing: MirrorStanding, now: datetime) -> str:
    """How a mirror stands, in one line."""
    key: str = standing.state
    if standing.state != "unknown" and not standing.kept_up(now):
        key = "gone"
    if standing.kind == "hub" and key in ("even", "behind"):
        key = f"hub_{key}"
    sent = f"{standing.size / 1e6:.1f}"
    at = ""
    if standing.at:
        at = f"{standing.at:%d-%m %H:%M}"
    slots = {"n": standing.behind, "seconds": standing.lag(now), "reason": standing.reason}
    slots["lines"] = standing.lines
    return in_words(f"mirroring.list.{key}", name=name, files=standing.files, sent=sent, at=at, **slots)


def _ask_secret(council: Council, site: MirrorSite) -> None:
    """Ask for what the mirror's kind needs, where it needs anything."""
    asked = _ASKED.get(scheme_of(site.to), ())
    if scheme_of(site.to) in ("dav", "davs") and "@" not in site.to:
        asked = ()
    if not asked:
        return
    if not sys.stdin.isatty():
        raise UsageError("mirroring.only_keyboard")
    secret = {each: getpass.getpass(in_words(f"mirroring.ask.{each}", name=site.name)).strip() for each in asked}
    path = secrets.save(council.council.municipality, secret_name(site), secret)
    print(in_words("mirroring.list.kept", path=path))


async def _tried_mirror(base: Path, council: Council, site: MirrorSite, check: bool) -> int:
    """Open the mirror and read what it says stands there; with `check` every file of it."""
    if scheme_of(site.to) in SCHEMES:
        from .hub.trying import tried_hub

        return await tried_hub(base, site, key_name(council), check)
    try:
        async with opened_mirror(base, council.council.municipality, site) as target:
            holdings = Holdings(target, whose(council))
            await holdings.load()
            if not check:
                print(in_words("mirroring.list.works", name=site.name, n=len(holdings.there)))
                return 0
            seen = PublicFolder(base / "public").look()
            other = [path for path in holdings.there if path not in seen]
            for path, digest in seen.items():
                data = await target.get(path)
                if data is None or hashlib.sha256(data).hexdigest() != digest:
                    other.append(path)
    except MirrorError as error:
        print(in_words("mirroring.list.fails", name=site.name, reason=error))
        return 1
    for path in sorted(other):
        print(in_words("mirroring.list.differs", name=site.name, path=path))
    print(in_words("mirroring.list.checked", name=site.name, n=len(seen), other=len(other)))
    return int(bool(other))
