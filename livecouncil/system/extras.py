"""Parts of livecouncil that not everybody installs, and the command that adds one.

Theory. Who only logs, serves and posts needs none of what makes a PDF, reads an agenda in Word or indexes an archive:
that is three quarters of everything there is to install. So each such part is an extra of the package
(`pip install 'livecouncil[papers]'`), and here stands what each is made of. Whoever is about to use one asks first:
either it can be done, or it is said how it can be. Nothing is done half because a library is missing, and nothing looks
damaged because of it.

How something was installed shows in what the installer left beside it, and what an extra asks for in what the package
says of itself. The command adds just that, beside what is there: it works wherever the package itself came from.
"""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

from livecouncil.errors import LivecouncilError

MADE_OF = {
    "papers": ("typst", "odfdo", "lxml"),
    "import": ("pypdf", "openpyxl", "icalendar", "lxml", "olefile"),
    "archive": ("pagefind",),
    "mirror": ("asyncssh", "obstore", "lxml"),
    "hub": ("psycopg", "psycopg_pool"),
}
"""Each extra, by the modules it brings; pyproject.toml names the packages."""


class NotInstalled(LivecouncilError):
    """What was asked needs an extra that is not there; the sentence says how to add it."""


def installed(extra: str) -> bool:
    """Whether all of `extra` is there."""
    return not missing_of(extra)


def missing_of(extra: str) -> tuple[str, ...]:
    """The modules of `extra` that are not there."""
    return tuple(module for module in MADE_OF[extra] if find_spec(module) is None)


def need(extra: str) -> None:
    """Raises NotInstalled where something of `extra` is missing."""
    if not installed(extra):
        raise lacking(extra)


def lacking(extra: str) -> NotInstalled:
    """Says that `extra` is not there, and the command that adds it."""
    return NotInstalled(
        "system.not_installed", library=", ".join(missing_of(extra)), extra=extra, command=command_for(extra)
    )


def command_for(extra: str) -> str:
    """What is typed to add `extra` to this installation."""
    wanted = " ".join(shlex.quote(package) for package in packages_of(extra))
    return f"{_installer(sys.prefix)} {wanted}"


def packages_of(extra: str) -> tuple[str, ...]:
    """The packages of `extra`, with the versions that are asked for."""
    from importlib.metadata import requires  # of no use to who only asks whether it is there

    asked = [one.partition(";") for one in requires("livecouncil") or ()]
    return tuple(package.strip() for package, _, when in asked if f"'{extra}'" in when.replace('"', "'"))


def _installer(prefix: str) -> str:
    """By what it leaves behind; who has no pip is uv's too."""
    if (Path(prefix) / "pipx_metadata.json").exists():
        return "pipx inject livecouncil"
    if (Path(prefix) / "uv-receipt.toml").exists() or find_spec("pip") is None:
        return f"uv pip install --python {shlex.quote(sys.executable)}"
    return f"{shlex.quote(sys.executable)} -m pip install"
