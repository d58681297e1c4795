"""From what `council.toml` says of a mirror to the open target: one table of schemes, and nothing else knows them.

A kind that needs a library of its own is imported when it is used; where that is missing its install line is said.
Secrets are those of `settings.secrets` under `mirror-<name>`: for WebDAV `password` (and `user`), for S3 `key` and
`secret`; SFTP has none, for its keys are the agent's or in files of SSH.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote, urlsplit

from livecouncil.core.council.model import MirrorSite
from livecouncil.errors import InputFault, MirrorRefused
from livecouncil.settings import secrets
from livecouncil.system.extras import NotInstalled, need

from .target import Target

Opened: TypeAlias = "contextlib.AbstractAsyncContextManager[Target]"


@dataclass(frozen=True)
class Given:
    """All that opening a mirror may need: the council's folder, what is said of the mirror, and its secret."""

    base: Path
    site: MirrorSite
    secret: secrets.Secret

    def of_secret(self, name: str) -> str:
        """What the secret says of `name`. Raises MirrorRefused where it says nothing."""
        if name not in self.secret:
            raise MirrorRefused("mirroring.no_secret", name=self.site.name)
        return self.secret[name]


def opened_mirror(base: Path, municipality: str, site: MirrorSite) -> Opened:
    """The target of `site`, to be entered. Raises MirrorRefused."""
    scheme = scheme_of(site.to)
    if scheme not in _KINDS:
        raise MirrorRefused("mirroring.unknown_kind", to=site.to)
    try:
        secret = secrets.load_secret(municipality, secret_name(site)) or {}
    except InputFault as error:
        raise MirrorRefused(str(error)) from None
    try:
        return _KINDS[scheme](Given(base, site, secret))
    except NotInstalled as error:
        raise MirrorRefused(str(error)) from None


def secret_name(site: MirrorSite) -> str:
    """The name under which a mirror's secret is kept."""
    return f"mirror-{site.name}"


def scheme_of(to: str) -> str:
    """'sftp', 'davs', 'dav', 's3' or another scheme; 'file' for a path."""
    scheme, found, _ = to.partition("://")
    if not found:
        return "file"
    return scheme.casefold()


def _sftp(given: Given) -> Opened:
    need("mirror")
    from .targets.sftp import SshAddress, sftp

    parts = urlsplit(given.site.to)
    known = Path(given.site.known_hosts or "~/.ssh/known_hosts").expanduser()
    root = unquote(parts.path)
    return sftp(SshAddress(parts.hostname or "", parts.port or 22, parts.username or "", root, given.site.key, known))


def _webdav(given: Given) -> Opened:
    need("mirror")
    from .targets.webdav import DavAddress, webdav

    parts = urlsplit(given.site.to)
    scheme = {"davs": "https", "dav": "http"}[parts.scheme]
    user = unquote(parts.username or "")
    password = ""
    if user:
        password = given.of_secret("password")
    return webdav(DavAddress(f"{scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}", user, password))


def _s3(given: Given) -> Opened:
    need("mirror")
    from .targets.s3 import BucketAddress, bucket

    parts = urlsplit(given.site.to)
    key = given.of_secret("key")
    secret = given.of_secret("secret")
    site = given.site
    return bucket(BucketAddress(parts.netloc, parts.path.strip("/"), site.endpoint, site.region, key, secret))


def _mounted(given: Given) -> Opened:
    from .targets.mounted import mounted

    path = unquote(given.site.to.removeprefix("file://"))
    return mounted(given.base / Path(path).expanduser())


_KINDS: dict[str, Callable[[Given], Opened]] = {
    "sftp": _sftp,
    "davs": _webdav,
    "dav": _webdav,
    "s3": _s3,
    "file": _mounted,
}
