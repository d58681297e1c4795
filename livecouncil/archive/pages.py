"""The archive's pages, below `public/archief/`: all meetings together, by date, motion, member, group and commitment.

Pure renderers over the digests of the meetings (`digest`). Every page leads to the anchors of the meetings' own
transcripts. Addresses are Dutch, whatever the council's language, and never change: a member who left keeps the page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from markupsafe import Markup

from livecouncil.core.release.record import LICENCES
from livecouncil.core.telling.voice import Words
from livecouncil.publishing.feeds import LICENCE_OF_REPORTER
from livecouncil.publishing.fragments import Fragments
from livecouncil.publishing.pages import page_templates

from .catalog import FOLDER, fingerprint
from .digest import ArchivedPaper, Digest
from .rolls import SIDES, STATES, Filter, Rolls, side_totals, states_of, totals, without

OPTIONS = ("for", "against", "absent", "recused", "abstained")
OURS = b"written by livecouncil"  # a robots.txt or sitemap without it is the administrator's own


@dataclass(frozen=True)
class Page:
    """A page yet to be rendered. `made_of` tells whether it must be: equal to last time, it is as it was."""

    name: str  # below `public/archief/`
    made_of: str
    render: Callable[[], bytes]


class Archive(Rolls):
    """The pages of all meetings, in the language of the newest."""

    def __init__(self, digests: Sequence[Digest], words: Words, version: str = "") -> None:
        super().__init__(digests)
        self.words = words
        self.version = version
        self._lines = Fragments()

    def pages(self) -> Iterator[Page]:
        """Every page of the archive."""
        headings = self._shown_of_each("title", "status", "unofficial", "final", "outcomes")
        promises = self._shown_of_each("title", "unofficial", "commitments")
        yield self._page("index.html", "index", headings)
        yield self._page("zoeken.html", "search")
        yield self._page("toezeggingen.html", "commitments", promises)
        yield from self._motions()
        yield self._page("leden/index.html", "members", (self.members, self.seated, self.former))
        for name, slug in self.members.items():
            yield from self._person("leden", "member", name, slug)
        yield self._page("fracties/index.html", "groups", (self.groups, self.present_groups, self.former_groups))
        for name, slug in self.groups.items():
            yield from self._person("fracties", "group", name, slug)

    def _motions(self) -> Iterator[Page]:
        made_of = (self._shown_of_each("unofficial", "seats", "pieces"), self.groups)
        newest = Filter(year=next(iter(self.years), 0))
        yield self._page("moties/index.html", "motions", made_of, rows=self.lists.get(newest, []), filter=newest)
        for chosen, rows in self.lists.items():
            if chosen != Filter():
                yield self._page(f"moties/{self.list_of(chosen)}", "motions", made_of, rows=rows, filter=chosen)

    def _shown_of_each(self, *names: str) -> str:
        """What a page is made of that shows these fields of every meeting."""
        return fingerprint([[getattr(digest, name) for name in ("id", "start", *names)] for digest in self.digests])

    def list_of(self, chosen: Filter) -> str:
        """Address of the list of motions of `chosen`, below `moties/`; of the newest year where nothing is chosen."""
        if chosen.year:
            folder = f"{chosen.year}/"
        elif chosen.group:
            folder = f"fractie-{self.groups[chosen.group]}/"
        else:
            folder = ""
        return f"{folder}{chosen.state or 'index'}.html"

    def choices(self, chosen: Filter) -> dict[str, list[tuple[str, Filter, int]]]:
        """What else can be chosen on a list, as (name, filter, number of motions), under the key of what it chooses."""
        states = [
            (self.words.t(f"archive.states.{s}"), Filter(s, chosen.year, chosen.group)) for s in (*STATES, "overig")
        ]
        years = [(str(y), Filter(chosen.state, y)) for y in self.years]
        groups = [(g, Filter(chosen.state, 0, g)) for g in sorted(self.groups, key=str.casefold)]
        found = {"state": states, "year": years, "group": groups}
        return {k: [(n, f, len(self.lists[f])) for n, f in rows if f in self.lists] for k, rows in found.items()}

    def chosen_name(self, chosen: Filter) -> str:
        """'2026, aangenomen': what a list shows."""
        state = ""
        if chosen.state:
            state = self.words.t(f"archive.states.{chosen.state}")
        return ", ".join(filter(None, (str(chosen.year or ""), chosen.group, state)))

    def _person(self, folder: str, kind: str, name: str, slug: str) -> Iterator[Page]:
        """The page of a member or group, and one for each year they voted in."""
        votes: dict[int, Any] = self.votes_of.get(name, {})
        filed = self.filed_by(name)
        sat: object = (self.memberships(name), name in self.seated, self.groups)
        if kind == "group":
            votes = self.sides_of.get(name, {})
            filed = self.lists.get(Filter("", 0, name), [])
            sat = (self.seats_of(name), self.members)
        counted = totals if kind == "member" else side_totals
        years = {year: counted(rows) for year, rows in votes.items()}
        made_of = (name, slug, sat, years, [(d.id, d.start, d.unofficial, piece) for d, piece in filed])
        yield self._page(f"{folder}/{slug}/index.html", kind, made_of, name=name, slug=slug, years=years, filed=filed)
        for year, rows in votes.items():
            cast = (self._year_of[year], name, slug)
            yield self._page(f"{folder}/{slug}/{year}.html", f"{kind}_year", cast, name=name, year=year, rows=rows)

    @property
    def public_url(self) -> str:
        """Where the council's pages are on the internet, as of the newest meeting; '' for nowhere."""
        if self.newest:
            return self.newest.public_url
        return ""

    @property
    def granted(self) -> str:
        """The licence of all pages: that of the newest meeting."""
        if self.newest:
            return self.newest.granted
        return "CC0-1.0"

    @cached_property
    def chrome(self) -> tuple[object, ...]:
        """What stands on every page."""
        n = self.newest
        made_by = n and (n.unofficial and (n.reporter or True), n.granted)
        return (
            self.version,
            self.words.t("archive.archive"),
            n and (n.municipality, n.language, n.public_url, n.contact),
            made_by,
        )

    @cached_property
    def _year_of(self) -> dict[int, str]:
        """What the votes of each year are made of."""
        return {
            year: fingerprint([(d.id, d.start, d.title, d.unofficial, d.counts) for d in digests])
            for year, digests in self.years.items()
        }

    def _page(self, name: str, kind: str, made_of: object = (), /, **more: Any) -> Page:
        """A page that shows what `made_of` says, beside what stands on every page."""
        return Page(name, fingerprint(self.chrome, made_of), lambda: self._render(name, kind, more))

    def _render(self, name: str, kind: str, more: dict[str, Any]) -> bytes:
        page = page_templates().get_template(f"archive_{kind}.html")
        up = "../" * name.count("/")
        root = f"../{up}"
        return page.render(
            archive=self,
            t=self.words.t,
            up=up,
            root=root,
            piece=partial(self._piece, root),
            canonical=self.canonical(name),
            licence=LICENCES[self.granted],
            licence_sentence=LICENCE_OF_REPORTER[self.granted],
            here=name,
            states_of=states_of,
            options=OPTIONS,
            sides=SIDES,
            Filter=Filter,
            without=without,
            **more,
        ).encode()

    def _piece(self, root: str, digest: Digest, piece: ArchivedPaper) -> Markup:
        """The line of a motion, which stands on several lists, where the public folder is at `root`."""
        return self._lines.of(f"piece {root}", piece, lambda: Markup(self._parts(root).piece(digest, piece)))

    def _parts(self, root: str) -> Any:
        """What several pages show alike."""
        template = page_templates().get_template("archive_parts.html")
        return self._lines.newest("parts", root, lambda: template.make_module({"t": self.words.t, "root": root}))

    def canonical(self, name: str) -> str:
        """The page's one address on the internet; '' when the council has none."""
        if self.public_url:
            return f"{self.public_url}/{FOLDER}/{name.removesuffix('index.html')}"
        return ""


def _comment(archive: Archive) -> str:
    """Who made a file, and, of an unofficial report, that it is one."""
    if archive.newest is not None and archive.newest.unofficial:
        return f"{OURS.decode()} · {archive.words.t('archive.unofficial')}"
    return OURS.decode()


def sitemap(archive: Archive, names: Iterable[str]) -> bytes:
    """`sitemap.xml` of the meetings in the archive and the archive's own pages."""
    base = archive.public_url
    rows = [
        (f"{base}/{d.id}/{page}", f"{d.updated:%Y-%m-%d}") for d in archive.digests for page in ("", "transcript.html")
    ]
    rows += [(f"{base}/{d.id}/{piece.anchor}/", f"{d.updated:%Y-%m-%d}") for d in archive.digests for piece in d.pieces]
    rows += [(archive.canonical(name), "") for name in sorted(names)]
    return page_templates().get_template("archive_sitemap.xml").render(rows=rows, mark=_comment(archive)).encode()


def robots(archive: Archive) -> bytes:
    """`robots.txt`: everything may be read; where the sitemap is."""
    return f"# {_comment(archive)}\nUser-agent: *\nAllow: /\n\nSitemap: {archive.public_url}/sitemap.xml\n".encode()
