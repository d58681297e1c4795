"""What a file may cost, by what people and machines make too large, too deep or too clever."""

from __future__ import annotations

import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from livecouncil import importing as importers
from livecouncil.errors import InputFault
from livecouncil.importing import limits
from tests.commands.run import run

ODT = b"application/vnd.oasis.opendocument.text"
CONTENT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body><office:text>'
    "{}</office:text></office:body></office:document-content>"
)
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol0 "ha">'
    + "".join(f'<!ENTITY lol{n} "&lol{n - 1};&lol{n - 1};">' for n in range(1, 40))
    + "]><lolz>&lol39;</lolz>"
)


def archive(**members: bytes | str) -> bytes:
    """A zip with `members`; `__` in a name is a slash, `_xml` its extension."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return file.getvalue()


def odt(body: str, **more: bytes | str) -> bytes:
    return archive(mimetype=ODT, content_xml=CONTENT.format(body), **{"META-INF__manifest_xml": MANIFEST} | more)


def xlsx(**more: bytes | str) -> bytes:
    return archive(xl__workbook_xml="<workbook/>", **more)


def lying(data: bytes) -> bytes:
    """The same archive, saying that each member is a thousand bytes long when unpacked."""
    at, changed = data.find(b"PK\x01\x02"), bytearray(data)
    while at >= 0:
        changed[at + 24 : at + 28] = struct.pack("<I", 1_000)
        at = data.find(b"PK\x01\x02", at + 1)
    return bytes(changed)


def wide() -> bytes:
    """51 MB that compress ten to one: within the ratio, beyond what may be unpacked."""
    chance = random.Random(1)
    return b"".join(chance.randbytes(100) + bytes(924) for _ in range(51_000))


BAD: list[tuple[str, Callable[[], bytes], str]] = [
    ("bom.xlsx", lambda: xlsx(bom_xml=bytes(60_000_000)), "uitgepakt te groot"),
    ("bom.odt", lambda: odt("", bom_xml=bytes(60_000_000)), "uitgepakt te groot"),
    ("dicht.xlsx", lambda: xlsx(bom_xml=bytes(20_000_000)), "uitgepakt te groot"),
    ("wijd.xlsx", lambda: xlsx(bom_xml=wide()), "uitgepakt te groot"),
    ("leugen.xlsx", lambda: lying(xlsx(bom_xml=bytes(60_000_000))), "beschadigd"),
    ("groot.json", lambda: b'{"agenda_items": [' + b" " * 10_000_000 + b"]}", "te groot"),
    ("groot.xml", lambda: b"<agenda>" + b" " * 10_000_000 + b"</agenda>", "te groot"),
    ("groot.ics", lambda: b"BEGIN:VCALENDAR\r\n" + b" " * 10_000_000, "te groot"),
    ("groot.xlsx", lambda: b"PK\x03\x04" + bytes(10_000_000), "te groot"),
    ("diep.json", lambda: b"[" * 65 + b"]" * 65, "te diep genest"),
    ("bodemloos.json", lambda: b'{"a":' * 500_000 + b"1" + b"}" * 500_000, "meer gegevens dan"),
    ("diep.xml", lambda: b"<agenda>" + b"<a>" * 64 + b"</a>" * 64 + b"</agenda>", "te diep genest"),
    ("bodemloos.xml", lambda: b"<agenda>" + b"<a>" * 1_000_000, "te diep genest"),
    ("diep.ics", lambda: b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 64, "te diep genest"),
    ("diep.odt", lambda: odt("<text:p>" * 62 + "</text:p>" * 62), "te diep genest"),
    ("lang.xml", lambda: b"<agenda " + b"".join(b"a%d='>' " % n for n in range(200_000)) + b"/>", "geen geldige XML"),
    ("utf7.xml", lambda: b'<?xml version="1.0" encoding="utf-7"?><agenda/>', "geen geldige XML"),
    ("vreemd.xml", lambda: b'<?xml version="1.0" encoding="klingon"?><agenda/>', "geen geldige XML"),
    ("lach.xml", lambda: LAUGHS.encode(), "DTD of entiteiten"),
    ("lach16.xml", lambda: ('<?xml version="1.0" encoding="utf-16"?>' + LAUGHS).encode("utf-16"), "DTD of entiteiten"),
    ("dtd.xml", lambda: b"<!DOCTYPE agenda><agenda/>", "DTD of entiteiten"),
    (
        "buiten.xml",
        lambda: b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><agenda>&x;</agenda>',
        "DTD of entiteiten",
    ),
    ("adres.xml", lambda: b'<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><agenda/>', "DTD of entiteiten"),
    ("lach.odt", lambda: archive(mimetype=ODT, content_xml=LAUGHS), "DTD of entiteiten"),
    ("lach.xlsx", lambda: xlsx(xl__sharedStrings_xml=LAUGHS), "DTD of entiteiten"),
    ("los.xml", lambda: b"<agenda>&x;</agenda>", "geen geldige XML"),
    ("kapot.xml", lambda: b"<agenda><a></agenda>", r"geen geldige XML \(regel 1\)"),
    ("kapot.json", lambda: b'{"agenda_items": [', "geen geldige JSON"),
    ("getal.json", lambda: b'{"agenda_items": [' + b"9" * 5_000 + b"]}", "geen geldige JSON"),
    ("kapot.odt", lambda: odt("<text:p>1. Opening</text:p>")[:-30], "beschadigd"),
    ("gewist.odt", lambda: odt("<text:p>1. Opening</text:p>").replace(b"mimetype", b"mymetype"), "ken ik niet"),
    ("brief.docx", lambda: archive(word__document_xml="<document/>"), "beschadigd"),
    ("foto.zip", lambda: archive(foto="x"), "dit soort bestand ken ik niet"),
    ("oud.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "dit soort bestand ken ik niet"),
]
"""Name, how it is made (by whoever tries it: all processes read this list), and what is said of it."""


REFUSED = [(name, words) for name, _, words in BAD]


@cache
def made_of(name: str) -> bytes:
    return next(make for each, make, _ in BAD if each == name)()


@pytest.mark.parametrize(("name", "words"), REFUSED, ids=[name for name, _ in REFUSED])
def test_what_costs_too_much_is_refused_in_one_sentence(tmp_path: Path, name: str, words: str) -> None:
    source = tmp_path / name
    source.write_bytes(made_of(name))
    with pytest.raises(InputFault, match=words) as fault:
        importers.read_agenda(source)
    said = str(fault.value)
    assert (
        said.startswith(f"{source}: ") and "Er is niets veranderd; " in said and said.endswith(".") and "\n" not in said
    )


def test_what_is_just_within_the_limits_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bestand"
    assert limits.parse_json(path, "[" * 64 + "1" + "]" * 64)
    assert limits.xml(path, b"<a>" * 64 + b"</a>" * 64).tag == "a"
    path.write_bytes(bytes(10_000_000))
    assert len(limits.load(path)) == 10_000_000
    stored = archive(a=bytes(range(256)) * 100)
    assert limits.unzip(path, stored).namelist() == ["a"]


def test_nothing_of_an_outside_file_enters(tmp_path: Path) -> None:
    secret = tmp_path / "geheim.txt"
    secret.write_text("kanarie")
    source = tmp_path / "agenda.xml"
    source.write_text(
        f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        "<Meeting><MeetingItem><Title>&x;</Title></MeetingItem></Meeting>"
    )
    with pytest.raises(InputFault) as fault:
        importers.read_agenda(source)
    assert "kanarie" not in str(fault.value)


@pytest.mark.parametrize(("name", "words"), REFUSED[:7], ids=[name for name, _ in REFUSED[:7]])
def test_a_roster_passes_the_same_limits(tmp_path: Path, name: str, words: str) -> None:
    source = tmp_path / name
    source.write_bytes(made_of(name))
    with pytest.raises(InputFault, match=words):
        run("import", source, "--data", tmp_path, "--yes", "--roster")


def test_a_folder_or_a_missing_file_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "weg.json"):
        with pytest.raises(InputFault, match="kan niet gelezen worden"):
            importers.read_agenda(path)


@pytest.mark.parametrize(
    "body",
    [
        (
            "<text:h>Agenda 12 maart 2026, aanvang 20.00 uur</text:h>"
            "<text:p>1. Opening</text:p><text:p>2.<text:tab/>Woonvisie</text:p>"
        ),
        "<text:p>Agenda 12 maart 2026, aanvang 20.00 uur</text:p>"
        "<text:list><text:list-item><text:p>Opening</text:p></text:list-item>"
        "<text:list-item><text:p>Woonvisie</text:p></text:list-item></text:list>",
    ],
    ids=["typed", "numbered list"],
)
def test_an_agenda_of_an_office_program_is_read(tmp_path: Path, body: str) -> None:
    source = tmp_path / "agenda.odt"
    source.write_bytes(odt(body))
    draft = importers.read_agenda(source)
    assert draft.items == (("1", "Opening"), ("2", "Woonvisie"))
    assert draft.start is not None and draft.start.isoformat() == "2026-03-12T20:00:00+01:00"


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("a.txt", json.dumps({"agenda_items": []}), "json"),
        ("a.json", "1. Opening", "text"),
        ("a.csv", "<?xml version='1.0'?><a/>", "xml"),
        ("a", "\ufeff<iBabsMeeting/>", "xml"),
        ("a", "<div>1. Opening</div>", "html"),
        ("a.xml", "<x/>", "xml"),
        ("a", "BEGIN:VCALENDAR", "calendar"),
        ("a", "<?xml version='1.0'?><!DOCTYPE html><html>", "html"),
        ("a", "nr;titel", "csv"),
        ("a", "", "text"),
    ],
)
def test_what_a_file_is_follows_from_its_content(tmp_path: Path, name: str, text: str, kind: str) -> None:
    from livecouncil.importing import sources

    path = tmp_path / name
    for encoding in ("utf-8", "utf-16"):
        path.write_text(text, encoding=encoding)
        assert sources.kind_of_text(path, sources.decode(path.read_bytes())) == kind


def test_an_archive_whose_places_lie_is_damaged(tmp_path: Path) -> None:
    whole = odt("<text:p>1. Opening</text:p>")
    end = whole.rindex(b"PK\x05\x06") + 16
    (path := tmp_path / "plaats.odt").write_bytes(whole[:end] + struct.pack("<I", 2**31) + whole[end + 4 :])
    with pytest.raises(InputFault, match="beschadigd"):
        importers.read_agenda(path)


@pytest.mark.parametrize("packed", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_an_archive_packed_as_no_office_packs_is_damaged(tmp_path: Path, packed: int) -> None:
    path = tmp_path / "anders.xlsx"
    with zipfile.ZipFile(path, "w", packed) as made:
        made.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(InputFault, match="beschadigd"):
        importers.read_agenda(path)
