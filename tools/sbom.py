"""What the program is made of, as CycloneDX 1.6: `tools/release.py` puts it beside the wheel.

Name, version and hashes are those of `requirements.lock`, and so is who needs what (its `# via`); licences are what the
metadata of the installed packages says, as an SPDX expression where it is one. Nothing is guessed: a package that is
not installed here (the lock is for every system) has no licence, and one that is installed in another version stops it.
The same lock, environment, version and moment give the same bytes.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, XsUri
from cyclonedx.model.bom import Bom, BomMetaData
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.license import License
from cyclonedx.output.json import JsonV1Dot6
from packageurl import PackageURL

from livecouncil import __version__

LOCK = Path(__file__).parents[1] / "requirements.lock"
OWN = "livecouncil"
LICENCE = "EUPL-1.2"
_PINNED = re.compile(r"([A-Za-z0-9._-]+)==([^\s;]+)(?: ; ([^\\]+?))?(?: \\)?")
_HASH = re.compile(r"    --hash=sha256:([0-9a-f]{64})(?: \\)?")
_VIA = re.compile(r"    #(?: via|  ) *(?:-c .*|([A-Za-z0-9][A-Za-z0-9._-]*).*)?")
_OF_A_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST = 60
"""Signs of a licence's name; what is longer is its text."""


class OtherVersion(Exception):
    """What is installed here is not what the lock pins: its metadata says nothing of that."""


@dataclass
class Pinned:
    """One package of the lock. `marker` says where it is installed at all; `needed_by` are names of others."""

    name: str
    version: str
    marker: str = ""
    hashes: list[str] = field(default_factory=list)
    needed_by: list[str] = field(default_factory=list)


def pinned(lock: str) -> list[Pinned]:
    """The packages of a lock as uv writes it. Raises ValueError for a line that is none of its kinds."""
    found: list[Pinned] = []
    for line in lock.splitlines():
        if package := _PINNED.fullmatch(line):
            found.append(Pinned(package[1], package[2], (package[3] or "").strip()))
        elif digest := _HASH.fullmatch(line):
            found[-1].hashes.append(digest[1])
        elif via := _VIA.fullmatch(line):
            found[-1].needed_by += [via[1]] if via[1] else []
        else:
            raise ValueError(line)
    return found


def sbom(packages: Iterable[Pinned], wheel_hash: str, moment: int) -> str:
    """The document for a wheel with that SHA-256, made `moment` seconds after 1970. Raises OtherVersion."""
    own = Component(
        name=OWN,
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=OWN,
        licenses=[LicenseFactory().make_from_string(LICENCE)],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=wheel_hash)],
    )
    parts = {package.name: (package, _component(package)) for package in packages}
    bom = Bom(
        components=[component for _, component in parts.values()],
        metadata=BomMetaData(component=own, timestamp=datetime.fromtimestamp(moment, UTC)),
        serial_number=uuid.uuid5(uuid.NAMESPACE_URL, f"{OWN}@{__version__}#{wheel_hash}"),
    )
    known = {OWN: own} | {name: component for name, (_, component) in parts.items()}
    for needing, component in known.items():
        needed = [other for package, other in parts.values() if needing in package.needed_by]
        bom.register_dependency(component, needed)
    return str(JsonV1Dot6(bom).output_as_string(indent=2)) + "\n"


def _component(package: Pinned) -> Component:
    scope = ComponentScope.OPTIONAL if package.marker else ComponentScope.REQUIRED
    files = ExternalReference(
        type=ExternalReferenceType.DISTRIBUTION,
        url=XsUri(f"https://pypi.org/project/{package.name}/{package.version}/"),
        comment=package.marker or None,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in package.hashes],
    )
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{package.name}=={package.version}",
        purl=PackageURL("pypi", name=package.name, version=package.version),
        scope=scope,
        licenses=list(_licences(package)),
        external_references=[files],
    )


def _licences(package: Pinned) -> Iterator[License]:
    """What its metadata says: an expression, else what its classifiers name, else a short text."""
    try:
        installed = distribution(package.name)
    except PackageNotFoundError:
        return
    if installed.version != package.version:
        raise OtherVersion(f"{package.name} {installed.version} is installed, the lock has {package.version}")
    said = installed.metadata
    assert isinstance(said, Message)
    makes = LicenseFactory()
    classifiers = [str(one) for one in said.get_all("Classifier") or ()]
    named = [one.removeprefix(_OF_A_CLASSIFIER) for one in classifiers if one.startswith(_OF_A_CLASSIFIER)]
    text = str(said.get("License") or "").strip()
    if expression := said.get("License-Expression"):
        yield makes.make_from_string(str(expression))
    elif text and len(text) <= _LONGEST and "\n" not in text:
        yield makes.make_from_string(text)
    else:
        yield from (makes.make_with_name(name) for name in named)
