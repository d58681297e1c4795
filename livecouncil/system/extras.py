"""Parts of livecouncil that not everybody installs, and the command that adds one.

Theory. Who only logs, serves and posts needs none of what makes a PDF, reads an agenda in Word or indexes an archive:
that is three quarters of everything there is to install. So each such part is an extra of the package
(`pip install 'livecouncil[papers]'`), and here stands what each is made of. Whoever is about to use one asks first:
either it can be done, or it is said how it can be. Nothing is done half because a library is missing, and nothing looks
damaged because of it.

How something was installed shows in where it lies; an extra is added in the same way, with those that are there, for
pipx and uv take the last list for the whole.
"""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec

from livecouncil.errors import LivecouncilError

MADE_OF = {
    "papers": ("typst", "odfdo", "lxml"),
    "import": ("pypdf", "openpyxl", "icalendar", "lxml"),
    "archive": ("pagefind",),
    "mirror": ("asyncssh", "obstore", "lxml"),
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
    return NotInstalled("system.not_installed", library=", ".join(missing_of(extra)), command=command_for(extra))


def command_for(extra: str) -> str:
    """What is typed to add `extra` to this installation."""
    there = {one for one in MADE_OF if installed(one)}
    wanted = f"livecouncil[{','.join(sorted(there | {extra}))}]"
    return f"{_installer(sys.prefix)} '{wanted}'"


def _installer(prefix: str) -> str:
    place = prefix.replace("\\", "/")
    if "/pipx/venvs/" in place:
        return "pipx install --force"
    if "/uv/tools/" in place:
        return "uv tool install"
    return f"{shlex.quote(sys.executable)} -m pip install"
