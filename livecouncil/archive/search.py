"""Full-text search without a server: Pagefind makes the index, a static page with `static/search.js` reads it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Collection, Mapping
from pathlib import Path

from livecouncil.errors import LivecouncilError
from livecouncil.system.extras import command_for, installed
from livecouncil.system.files import refuse_link, replace

ENTRY = "pagefind-entry.json"  # names the index's other files, so it is written when they are there
_OWN_PAGE = ("pagefind-ui", "pagefind-modular-ui", "pagefind-component-ui", "pagefind-highlight")  # we have our own
_LONGEST = 600.0  # seconds


class SearchFault(LivecouncilError):
    """The search index could not be made; the one before stays."""


def bundle(documents: Mapping[str, bytes], language: str) -> dict[str, bytes]:
    """The files of Pagefind's index of `documents` (meeting id → HTML), by name. Raises SearchFault.

    A result leads to `/<meeting-id>/transcript.html` and the ids of the document's headings.
    """
    if not installed("archive"):
        raise SearchFault("archive.no_pagefind", command=command_for("archive"))
    with tempfile.TemporaryDirectory(prefix="livecouncil-") as name:
        site = Path(name) / "site"
        out = Path(name) / "out"
        site.mkdir()
        for meeting, content in documents.items():
            (site / meeting).mkdir()
            (site / meeting / "transcript.html").write_bytes(content)
        _run_pagefind(Path(name), language)
        found = {p.relative_to(out).as_posix(): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file()}
    return {name: content for name, content in found.items() if not name.startswith(_OWN_PAGE)}


def _run_pagefind(folder: Path, language: str) -> None:
    """Pagefind in a folder of its own, where no settings of another site lie."""
    command = [sys.executable, "-m", "pagefind", "--site", "site", "--output-path", "out", "--silent"]
    try:
        subprocess.run(
            [*command, "--force-language", language],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
            timeout=_LONGEST,
        )
    except (subprocess.SubprocessError, OSError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()[-1:]
        raise SearchFault("archive.no_search", reason=" ".join(said)) from error


def write_index_files(folder: Path, files: Mapping[str, bytes], before: Collection[str]) -> list[Path]:
    """Put `files` into `folder`, the entry last, and remove what neither this index nor the one `before` has.

    The index before stays, for a reader that is searching in it.
    """
    last = [ENTRY] if ENTRY in files else []
    names = [n for n in files if n != ENTRY] + last
    written = [folder / name for name in names if replace(folder / name, files[name], root=folder.parent)]
    refuse_link(folder)
    for path in folder.rglob("*"):
        if path.is_file() and (name := path.relative_to(folder).as_posix()) not in files and name not in before:
            path.unlink()
    return written
