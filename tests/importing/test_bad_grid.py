"""Every format with every kind of bad input: read whole, or refused in a sentence; `bad_input.md` holds what is said.

A sentence that changes shows there, all of them beside each other: LIVECOUNCIL_GOLDEN=write writes it anew.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pikepdf
import pytest

from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda

from .layouts import HEAD, LAYOUTS, Layout, Part, csv_file, docx, eml, html, markdown, odt, pdf, rtf, text, xlsx

KEPT = Path(__file__).with_name("bad_input.md")
WHOLE = LAYOUTS["1."]


def many(count: int) -> Layout:
    numbers = range(1, count + 1)
    return Layout((Part(HEAD), *(Part(f"{n}. Punt") for n in numbers)), tuple((str(n), "Punt") for n in numbers))


MANY = many(10_000)
FEWER = many(1_001)
"""For formats that take their time to be written."""
ENTITY = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
Make = Callable[[Layout], bytes]


def as_json(layout: Layout) -> bytes:
    rows = [{"title": title, "prefix": number, "order": at} for at, (number, title) in enumerate(layout.items)]
    return json.dumps({"agenda_items": rows, "start_date": "2026-03-12 20:00:00"}).encode()


def as_xml(layout: Layout) -> bytes:
    items = "".join(
        f"<MeetingItem><Features>{n}</Features><Title>{title}</Title></MeetingItem>" for n, title in layout.items
    )
    return f"<Meeting><MeetingDate>2026-03-12T20:00:00</MeetingDate>{items}</Meeting>".encode()


def as_ics(layout: Layout) -> bytes:
    event = "BEGIN:VEVENT\r\nSUMMARY:Raadsvergadering\r\nDTSTART:20260312T190000Z\r\nEND:VEVENT\r\n"
    many = len(layout.items) if len(layout.items) > 100 else 1
    return ("BEGIN:VCALENDAR\r\n" + event * many + "END:VCALENDAR\r\n").encode()


FORMATS: dict[str, Make] = {
    "txt": text,
    "md": markdown,
    "html": html,
    "csv": csv_file,
    "json": as_json,
    "xml": as_xml,
    "ics": as_ics,
    "eml": eml,
    "rtf": rtf,
    "odt": odt,
    "docx": docx,
    "xlsx": xlsx,
    "pdf": pdf,
}
ZIPPED = ("odt", "docx", "xlsx")
WRITTEN = ("txt", "md", "html", "csv", "json", "xml", "ics")


def with_part(data: bytes, name: str, held: bytes) -> bytes:
    """An office document with one part more, or in place of one it has."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.namelist():
            if one != name:
                new.writestr(one, old.read(one))
        new.writestr(name, held)
    return out.getvalue()


MAIN = {"odt": "content.xml", "docx": "word/document.xml", "xlsx": "xl/sharedStrings.xml"}
NESTED: dict[str, bytes] = {
    "html": b"<html>" + b"<div>" * 50_000 + b"1. Opening",
    "json": b"[" * 100_000,
    "xml": b"<agenda>" + b"<a>" * 100_000,
    "ics": b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 100_000,
    "rtf": b"{\\rtf1" + b"{" * 100_000,
    **{form: b"<a>" * 100 for form in ZIPPED},
}


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def locked(form: str) -> bytes:
    if form == "pdf":
        out = io.BytesIO()
        pikepdf.open(io.BytesIO(pdf(WHOLE))).save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
        return out.getvalue()
    if form == "odt":
        return with_part(odt(WHOLE), "META-INF/manifest.xml", b"<manifest><encryption-data/></manifest>")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def without_text(form: str) -> bytes:
    if form == "pdf":
        out = io.BytesIO()
        empty = pikepdf.new()
        empty.add_blank_page()
        empty.save(out)
        return out.getvalue()
    return FORMATS[form](Layout((Part(HEAD),), ()))


def kinds(form: str) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Kinds of bad input that a format has: what it is called, the file's name, and how it is made."""
    make = FORMATS[form]
    name = f"agenda.{form}"
    yield "nothing in it", name, lambda: b""
    yield "no item in it", name, partial(without_text, form)
    yield "cut in half", name, lambda: half(make(WHOLE))
    yield "wrong name", "agenda.doc", partial(make, WHOLE)
    yield "10,000 items", name, partial(make, MANY if form not in ("pdf", "xlsx") else FEWER)
    if form == "txt":
        yield "11 MB", name, lambda: make(WHOLE) + b" " * 11_000_000
    if form in WRITTEN:
        yield "UTF-16 without a mark", name, lambda: make(WHOLE).decode().encode("utf-16-le")
    if form in NESTED:
        nested = NESTED[form]
        yield "nested", name, lambda: with_part(make(WHOLE), MAIN[form], nested) if form in ZIPPED else nested
    if form in ("xml", "html"):
        yield "entity of outside", name, lambda: ENTITY.encode() + make(WHOLE)
    if form in ZIPPED:
        yield "entity of outside", name, lambda: with_part(make(WHOLE), MAIN[form], f"{ENTITY}<a>&x;</a>".encode())
        yield "bomb", name, lambda: with_part(make(WHOLE), "bom.xml", bytes(60_000_000))
        yield "macro", name, lambda: with_part(make(WHOLE), "word/vbaProject.bin", b"Shell")
    if form in (*ZIPPED, "pdf"):
        yield "password", name, partial(locked, form)


def answered(folder: Path, name: str, data: bytes) -> str:
    """What the program makes of it: how many items, or its sentence without the place of the file."""
    path = folder / name
    path.write_bytes(data)
    try:
        draft = read_agenda(path)
    except InputFault as fault:
        said = str(fault)
        assert said.endswith(".") and "\n" not in said and ("Er is niets" in said)
        return said.replace(f"{path}: ", "")
    if draft.bare:
        return "read: a meeting"
    left = f", {len(draft.left)} left over and named" if draft.left else ""
    return f"read: {len(draft.items)} of {len(WHOLE.items)} items{left}"


@pytest.mark.parametrize("form", FORMATS)
def test_the_answers_are_those_that_are_kept(tmp_path: Path, form: str) -> None:
    rows = [f"| {form} | {kind} | {answered(tmp_path, name, make())} |" for kind, name, make in kinds(form)]
    kept = KEPT.read_text(encoding="utf-8").splitlines() if KEPT.exists() else []
    if os.environ.get("LIVECOUNCIL_GOLDEN") == "write":
        others = [row for row in kept if not row.startswith(f"| {form} |")] or [
            "| format | bad | answer |",
            "|---|---|---|",
        ]
        KEPT.write_text("\n".join([*others, *rows]) + "\n", encoding="utf-8")
        return
    assert rows == [row for row in kept if row.startswith(f"| {form} |")]
