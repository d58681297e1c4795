"""Messages of Outlook: read like any other, and bounded whatever their chains say."""

from __future__ import annotations

import random
import struct
from pathlib import Path

import pytest

from livecouncil.errors import InputFault
from livecouncil.importing import read_agenda

from .layouts import LAYOUTS, docx, pdf
from .outlook import message, ole, utf16

WHOLE = LAYOUTS["1."]
TEXT = "Raadsvergadering 12 maart 2026, 19.30 uur\r\n\r\n1. Opening\r\n2. Woonvisie\r\n3. Sluiting\r\n"


def put(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "bericht.msg"
    path.write_bytes(data)
    return path


def test_its_text_is_read_whatever_the_file_is_called(tmp_path: Path) -> None:
    draft = read_agenda(put(tmp_path, message(TEXT)).rename(tmp_path / "agenda.txt"))
    assert draft.items == (("1", "Opening"), ("2", "Woonvisie"), ("3", "Sluiting"))
    assert draft.start is not None and draft.start.isoformat() == "2026-03-12T19:30:00+01:00"


def test_its_page_is_read_where_there_is_no_text(tmp_path: Path) -> None:
    page = "<ol><li>Opening</li><li>Woonvisie</li></ol>"
    assert read_agenda(put(tmp_path, message(page=page))).items == (("1", "Opening"), ("2", "Woonvisie"))


@pytest.mark.parametrize(("name", "make"), [("agenda__pdf", pdf), ("agenda__docx", docx)])
def test_an_attachment_of_it_is_read(tmp_path: Path, name: str, make: object) -> None:
    assert callable(make)
    draft = read_agenda(put(tmp_path, message("Bijgaand de agenda.", **{name: make(WHOLE)})))
    assert draft.items == WHOLE.items and any(name.replace("__", ".") in note for note in draft.notes)


def test_a_message_in_it_is_read_too(tmp_path: Path) -> None:
    assert read_agenda(put(tmp_path, message("", binnen__msg=message(TEXT)))).items


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (message(), "geen tekst die gelezen kan worden"),
        (message(TEXT, kind="IPM.Note.SMIME"), "versleuteld"),
        (message("Goedemorgen"), "geen genummerde agendapunten"),
        (message(TEXT)[:-600], "beschadigd"),
    ],
    ids=["empty", "encrypted", "no agenda", "cut off"],
)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputFault, match=words) as fault:
        read_agenda(put(tmp_path, data))
    assert "Er is niets veranderd; " in str(fault.value)


def endless() -> bytes:
    """A stream that says to be four thousand million bytes."""
    data = message(TEXT)
    at = data.index(utf16("__substg1.0_1000001F")) + 120
    return data[:at] + struct.pack("<Q", 4_000_000_000) + data[at + 8 :]


def circle() -> bytes:
    """Every sector leads back to the first."""
    data = bytearray(message(TEXT))
    table = struct.unpack_from("<I", data, 76)[0]
    for at in range(128):
        struct.pack_into("<I", data, 512 * (table + 1) + 4 * at, 0)
    return bytes(data)


def itself() -> bytes:
    """What lies in a folder is that folder."""
    data = bytearray(message(TEXT))
    at = data.index(utf16("Root Entry"))
    struct.pack_into("<III", data, at + 68, 0, 0, 0)
    return bytes(data)


def bomb() -> bytes:
    """The same six million bytes under two names: together more than a file may hold."""
    data = bytearray(ole({"__substg1.0_1000001F": bytes(6_000_000), "__substg1.0_10130102": b""}))
    at = data.index(utf16("__substg1.0_10130102"))
    struct.pack_into("<IQ", data, at + 116, 0, 6_000_000)
    return bytes(data)


@pytest.mark.parametrize("make", [endless, circle, itself, bomb])
def test_chains_without_end_end(tmp_path: Path, make: object) -> None:
    assert callable(make)
    with pytest.raises(InputFault) as fault:
        read_agenda(put(tmp_path, make()))
    assert str(fault.value).startswith(f"{tmp_path / 'bericht.msg'}: ") and "\n" not in str(fault.value)


@pytest.mark.parametrize("seed", range(12))
def test_a_damaged_message_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(message(TEXT))
    for _ in range(40):
        data[chance.randrange(8, len(data))] = chance.randrange(256)
    try:
        read_agenda(put(tmp_path, bytes(data)))
    except InputFault as fault:
        assert "\n" not in str(fault)
