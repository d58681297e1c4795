"""A page as one file for print and archive: PDF/A-3a and PDF/UA-1 at once, with the journal it follows from inside.

Pure: title and language come from the page, dates and ids from record and attachments, so that the same record gives
the same bytes; nothing is fetched. WeasyPrint and pikepdf are loaded only when a PDF is made.
"""

from __future__ import annotations

import hashlib
import io
import re
import zlib
from collections.abc import Mapping
from datetime import UTC
from importlib.resources import files as package_files
from typing import Any
from urllib.parse import urljoin

from livecouncil import __version__
from livecouncil.core.release.record import PublicRecord

_NOWHERE = "https://livecouncil.invalid"
"""Stands for the public address of a council without one; no page that is printed links to it."""
_AMBIGUOUS = b"\r\nendstream"
"""A stream whose last byte is a carriage return: validators count it as the line's end and find a wrong length."""
_STYLE = """
html { font-family: "DejaVu Sans", sans-serif; }
code, pre { font-family: "DejaVu Sans Mono", monospace; }
.band { string-set: band content(); }
.status { string-set: status content(); }
h1 { string-set: head content(); }
@page { @top-left { content: string(head); font: 8pt "DejaVu Sans"; }
  @top-right { content: string(band); font: bold 8pt "DejaVu Sans"; }
  @bottom-left { content: string(status); font: 8pt "DejaVu Sans"; width: 75%; text-align: left; }
  @bottom-right { font-family: "DejaVu Sans"; } }
@page :first { @top-left { content: none; } }
"""
_PDFUA = """<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>"""


def pdf(html: bytes, record: PublicRecord, attachments: Mapping[str, bytes] | None = None) -> bytes:
    """`html` (a page of `record`) as PDF/A-3a and PDF/UA-1, with `attachments` by name as its source (ISO 19005-3).

    The journal is embedded as {"journal.jsonl": its public chain}: what may not be public must not be in it.
    """
    kept = dict(sorted((attachments or {}).items()))
    return _both(_rendered(html, record, kept))


def _rendered(html: bytes, record: PublicRecord, attachments: Mapping[str, bytes]) -> bytes:
    from weasyprint import CSS, HTML, Attachment

    base = f"{record.meeting.public_url or _NOWHERE}/{record.meeting.meeting_id}/"
    fetcher = _fetcher(urljoin(base, "../static/"))
    document = HTML(string=html.decode(), base_url=base, url_fetcher=fetcher).render(
        stylesheets=[CSS(string=_STYLE, url_fetcher=fetcher)], pdf_variant="pdf/a-3a"
    )
    about = document.metadata
    about.authors = [record.meeting.publisher]
    about.generator = f"livecouncil {__version__}"
    about.created = record.meeting.start.isoformat()
    about.modified = record.feed.updated.isoformat()
    when = record.feed.updated.astimezone(UTC)
    sources = [
        Attachment(string=content, name=name, created=when, modified=when, relationship="Source", url_fetcher=fetcher)
        for name, content in attachments.items()
    ]
    made: bytes = document.write_pdf(
        pdf_variant="pdf/a-3a",
        attachments=sources,
        pdf_identifier=_identifier(html, attachments),
        uncompressed_pdf=True,
    )
    return made


def _identifier(html: bytes, attachments: Mapping[str, bytes]) -> bytes:
    """The file's id: 16 bytes of what it is made from, as hexadecimal digits."""
    known = hashlib.sha256(html)
    for name, content in attachments.items():
        known.update(name.encode() + b"\0" + content)
    return known.hexdigest()[:32].encode()


def _fetcher(static: str) -> Any:
    """Gives WeasyPrint our own style and refuses everything else: no network, no file of this machine."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    folder = package_files("livecouncil.publishing") / "static"

    class Own(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            name = url.removeprefix(static)
            if not url.startswith(static) or not re.fullmatch(r"[a-z]+\.css", name):
                raise ValueError(f"not fetched: {url}")
            return URLFetcherResponse(url, (folder / name).read_bytes(), {"Content-Type": "text/css; charset=utf-8"})

    return Own()


def _both(pdf_a: bytes) -> bytes:
    """The same file saying that it is PDF/UA-1 too; the metadata stays readable without any library (ISO 19005)."""
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf_a)) as document:
        xmp = document.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", _PDFUA.encode())
        for stream in (o for o in document.objects if isinstance(o, pikepdf.Stream)):
            packed = _packed(stream.read_bytes())
            if packed and stream.objgen != document.Root.Metadata.objgen:
                stream.write(packed, filter=pikepdf.Name.FlateDecode)
        document.Root.Metadata = pikepdf.Stream(document, xmp, Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
        if "/AF" in document.Root:  # WeasyPrint names each source twice
            sources = {source.objgen: source for source in document.Root.AF}
            document.Root.AF = pikepdf.Array(sources.values())
        small = _saved(document, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        if _AMBIGUOUS not in small:
            return small
        return _saved(document, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)


def _packed(content: bytes) -> bytes:
    """`content` compressed; nothing when its last byte would then read as part of the line's end."""
    packed = zlib.compress(content, 9)
    if packed.endswith(b"\r"):
        return b""
    return packed


def _saved(document: Any, **how: Any) -> bytes:
    out = io.BytesIO()
    document.save(out, deterministic_id=True, **how)
    return out.getvalue()
