"""The HTML pages: live page, transcript and the list of meetings. Autoescaped, without inline script or style."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from livecouncil.core.meeting.filed_documents import size_said
from livecouncil.core.release.record import LICENCES, FeedEntry, PublicRecord, VoteRecord, WallRecord
from livecouncil.core.telling.phrases import clock, day_said, weekday_said
from livecouncil.core.telling.voice import Words
from livecouncil.core.text.called import without_salutation
from livecouncil.core.text.numbers import escaped

from . import feeds, preview
from .calendars import calendar_address
from .compiled import BesideTemplates
from .fragments import Fragments
from .hyphens import figures_kept, hyphenated
from .papers import papers
from .pictures.on_pages import Draughtsman, option_mark, side_strip

_MEDIA = re.compile(r"\.(?:mp4|m4v|webm|ogv|mov)$", re.IGNORECASE)


_TEMPLATES = Path(str(package_files("livecouncil.publishing"))) / "templates"
_CANONICAL = {"index.html": "", "decisions-large.html": "decisions.html"}
"""The name under which a page is to be found where that is not its template's."""
_SIZES = ("usual", "large")
_REFERENCE = re.compile(r"(?<=\.) [^.]*: https?://\S+")


@cache
def page_templates() -> Environment:
    environment = Environment(
        loader=PackageLoader("livecouncil.publishing"),
        bytecode_cache=BesideTemplates(_TEMPLATES, Path(__file__)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["clock"] = _clock
    environment.filters["day"] = pass_context(lambda context, when: day_said(when, context["t"]))
    environment.filters["weekday"] = pass_context(lambda context, when: weekday_said(when, context["t"]))
    environment.filters["countdown"] = countdown
    environment.filters["playtime"] = playtime
    environment.globals["strip"] = side_strip
    environment.filters["option_mark"] = option_mark
    environment.filters["untagged"] = untagged
    environment.filters["put_right"] = put_right
    environment.filters["by_option"] = by_option
    environment.filters["soft"] = hyphenated
    environment.filters["figures_kept"] = figures_kept
    environment.filters["escaped"] = escaped
    environment.filters["filesize"] = size_said
    environment.filters["without_salutation"] = without_salutation
    environment.filters["upperfirst"] = lambda text: text[:1].upper() + text[1:]
    environment.filters |= {"side": papers.groups_on_side, "roll": papers.roll, "apart": papers.not_voted}
    return environment


@pass_context
def _clock(context: Context, when: datetime | None) -> str:
    """The time of a moment, with its date on another day than that of the opening."""
    record: WallRecord | None = context.get("record")
    if when is None:
        return ""
    if record is None:
        return clock(when, when)
    return clock(when, record.meeting.opened or record.meeting.start)


def untagged(text: str, record: WallRecord) -> str:
    """The sentence without its address and hashtag, for pages where both stand around it; 'Agenda: …' goes whole."""
    text = _REFERENCE.sub("", text)
    words = [w for w in text.split() if not w.startswith(("http://", "https://")) and w != f"#{record.meeting.hashtag}"]
    return " ".join(words)


def put_right(entry: FeedEntry, record: PublicRecord) -> Markup:
    """The sentence of a message for pages; of a correction with what stood struck and what is right in bold."""
    text = untagged(entry.texts[record.meeting.language], record)
    old = " ".join(entry.stood.split())
    new = " ".join(entry.right.split())
    at_new = text.rfind(new)
    at_old = text.rfind(old, 0, max(0, at_new))
    if not (old and new) or at_old < 0:
        return escape(text)
    until = at_old + len(old)
    between = text[until:at_new]
    return Markup("{}<del>{}</del>{}<ins>{}</ins>{}").format(
        text[:at_old], old, between, new, text[at_new + len(new) :]
    )


def countdown(seconds: int) -> str:
    """Minutes and seconds left; with a minus when over time."""
    minutes, rest = divmod(abs(seconds), 60)
    sign = "−" * (seconds < 0)
    return f"{sign}{minutes}:{rest:02d}"


def playtime(second: float) -> str:
    """A moment of the webcast: '1:04:06'."""
    minutes, seconds = divmod(int(second), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def render(template: str, record: WallRecord, words: Words, fragments: Fragments | None = None, **more: Any) -> bytes:
    """One page of `record` in its language; `part(name, object)` in a template is a macro of parts.html, kept for all
    pages of the same size of letters: a part knows nothing else of the page it stands on."""
    kept = fragments or Fragments()
    size = _SIZES[template.endswith("-large.html")]
    shared: dict[str, Any] = {"record": record, "t": words.t, "large": size == "large"}
    known = shared | {"up": ""}
    if isinstance(record, PublicRecord):
        shared["drawing"] = known["drawing"] = Draughtsman(record, words, kept)
        known["seen"] = preview.of_meeting(record, words, _CANONICAL.get(template, template))
    parts: Any = kept.once(
        f"parts {size}", record, partial(page_templates().get_template("parts.html").make_module, shared)
    )

    def part(name: str, shown: object) -> Markup:
        return kept.of(f"{name} {size}", shown, lambda: Markup(getattr(parts, name)(shown)))

    page = page_templates().get_template(template)
    return page.render(
        licence=record.meeting.licence,
        licence_name=LICENCES[record.meeting.granted][0],
        granted=feeds.licence(record, words),
        part=part,
        webcal=calendar_address(record.meeting.public_url),
        **known | more,
    ).encode()


def status_line(record: PublicRecord, words: Words) -> str:
    """How the meeting stands, with the item before it while it goes on: 'bezig · 6 Woonvisie'."""
    status = words.t(f"web.status_{record.meeting.status}")
    before = [
        f" · {i.number} {i.title}"
        for i in record.decisions.items
        if i.number == record.meeting.item and record.meeting.status == "open"
    ]
    return "".join([status, *before])


def by_option(vote: VoteRecord, whole: bool = False) -> list[tuple[str, list[str]]]:
    """Who voted what: members by option, in the fixed order of options; `whole` with how they are addressed, which
    tells two of one surname apart."""
    by: dict[str, list[str]] = {}
    for one in vote.votes or ():
        group = f"{one.group}, {one.weight}" if vote.by_weight else one.group
        name = one.member if whole else without_salutation(one.member)
        by.setdefault(one.option, []).append(f"{name} ({group})")
    return [(o, by[o]) for o in ("for", "against", "abstained", "recused", "absent", "unknown") if o in by]


def transcript(
    record: PublicRecord,
    words: Words,
    fragments: Fragments | None = None,
    spoken: Mapping[str, Sequence[tuple[str, str, float]]] | None = None,
    video: str = "",
    on_paper: bool = False,
) -> bytes:
    """`transcript.html`, or what is printed of it, `on_paper`. `spoken` is what was said by item, as (speaker, text,
    second of the webcast); `video` is the webcast's address: a media file plays beside the transcript, anything else is
    a link."""
    notes, corrections = papers.loose(record, words)
    return render(
        "transcript.html",
        record,
        words,
        fragments,
        matters=papers.matters(record, words, fragments),
        spoken=spoken or {},
        heading=papers.heading_lines(record, words),
        attendance=papers.attendance_roll(record),
        loose_notes=notes,
        loose_corrections=corrections,
        video=video,
        media=bool(_MEDIA.search(urlsplit(video).path)),
        on_paper=on_paper,
    )


def not_found(language: str, words: Words, root: str = "/", waits: bool = False) -> bytes:
    """The page where there is nothing; `root` is where the council's addresses begin. `waits`: it is asked again by
    itself, for a meeting may begin there."""
    template = page_templates().get_template("not_found.html")
    return template.render(language=language, t=words.t, root=root, waits=waits).encode()
