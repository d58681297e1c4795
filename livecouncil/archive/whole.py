"""What is made of all meetings together: the archive's pages, its addresses and the search index.

Only what is made of something else than last time is made again, and put where it was; what no longer has a reason to
be there goes, so that nothing wrong stays.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from livecouncil.publishing import folder as publishing
from livecouncil.publishing.site import static_files
from livecouncil.publishing.vocabulary import vocabulary_files
from livecouncil.system.files import read_file
from livecouncil.system.files import replace as put
from livecouncil.wording.faults import in_words
from livecouncil.wording.texts import manner_of

from . import search as search_index
from . import tables
from .bar import Bar, Progress
from .catalog import FOLDER, Catalog, fingerprint
from .digest import loads
from .pages import OURS, Archive, robots, sitemap


def write_all_meetings(public: Path, catalog: Catalog, version: str, progress: Progress) -> tuple[list[Path], bool]:
    """Pages, sitemap and search index of all meetings in `catalog`, by program `version`: what was written, and whether
    all of it is there now."""
    digests = [loads(d) for d in catalog.digests()]
    language = "nl"
    manner = "council"
    if digests:
        newest = max(digests, key=lambda d: (d.start, d.id))
        language = newest.language
        manner = manner_of(manner, reported=newest.unofficial)
    archive = Archive(digests, publishing.words_of(language, manner), version)
    written = _write_pages(public, archive, catalog, progress.bar) + _write_addresses(public, archive, catalog)
    written += tables.write_votes(public, archive, catalog)
    searched = _write_search(public / FOLDER / "pagefind", catalog, language, progress)
    return written + (searched or []), searched is not None


def _write_pages(public: Path, archive: Archive, catalog: Catalog, bar: Bar) -> list[Path]:
    """Pages made of something else than last time; one that is no longer there goes, so that nothing wrong stays."""
    written: list[Path] = []
    folder = public / FOLDER
    made: dict[str, str] = {}
    known = catalog.pages()
    pages = list(archive.pages())
    for page in bar.over(pages, len(pages), in_words("archive.bar_pages")):
        path = folder / page.name
        if known.get(page.name) != page.made_of or not path.exists():
            written += [path] * put(path, page.render(), root=public)
        made[page.name] = page.made_of
    for path in folder.rglob("*.html"):
        if path.relative_to(folder).as_posix() not in made:
            path.unlink()
    catalog.keep_pages(made)
    for name, content in {**static_files(), **vocabulary_files()}.items():
        if put(public / name, content, root=public):
            written.append(public / name)
    return written


def _write_addresses(public: Path, archive: Archive, catalog: Catalog) -> list[Path]:
    """`sitemap.xml` and `robots.txt`, while the council has an address; an administrator's own robots.txt stays."""
    wanted = {}
    if archive.public_url:
        wanted = {"sitemap.xml": sitemap(archive, catalog.pages()), "robots.txt": robots(archive)}
    written = []
    for name in ("sitemap.xml", "robots.txt"):
        path = public / name
        ours = not os.path.lexists(path) or OURS in _content_there(path, public)
        if ours and name in wanted:
            written += [path] * put(path, wanted[name], root=public)
        elif ours:
            path.unlink(missing_ok=True)
    return written


def _content_there(path: Path, public: Path) -> bytes:
    """What lies there; nothing where it is no plain file."""
    try:
        return read_file(path, public)
    except OSError:
        return b""


def _write_search(folder: Path, catalog: Catalog, language: str, progress: Progress) -> list[Path] | None:
    """The search index, when what it is made of changed; None, after saying why, when that did not work."""
    documents = catalog.documents()
    made_of = fingerprint(language, documents)
    if catalog.fact("search") == made_of and (folder / search_index.ENTRY).exists():
        return []
    progress.bar.begin(in_words("archive.bar_search"))
    try:
        files = search_index.bundle(documents, language)
    except search_index.SearchFault as error:
        progress.report(str(error))
        return None
    written = search_index.write_index_files(folder, files, json.loads(catalog.fact("search files") or "[]"))
    catalog.note("search files", json.dumps(sorted(files)))
    catalog.note("search", made_of)
    return written
