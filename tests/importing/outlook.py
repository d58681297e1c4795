"""Messages of Outlook made by hand: the smallest file system of its kind (OLE) that holds given streams."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
FREE = 0xFFFFFFFF
END = 0xFFFFFFFE
FAT = 0xFFFFFFFD
Streams = Mapping[str, "bytes | Streams"]


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def message(text: str = "", page: str = "", kind: str = "IPM.Note", **attachments: bytes) -> bytes:
    """A message with its text, a page and attachments; `__` in the name of one is a dot."""
    streams: dict[str, bytes | Streams] = {"__substg1.0_001A001F": utf16(kind), "__substg1.0_0037001F": utf16("Agenda")}
    if text:
        streams["__substg1.0_1000001F"] = utf16(text)
    if page:
        streams["__substg1.0_10130102"] = page.encode()
    for at, (name, data) in enumerate(attachments.items()):
        streams[f"__attach_version1.0_#{at:08X}"] = {
            "__substg1.0_3707001F": utf16(name.replace("__", ".")),
            "__substg1.0_37010102": data,
        }
    return ole(streams)


class _Made:
    """Sectors, their chains, and the list of what lies where."""

    def __init__(self) -> None:
        self.sectors = b""
        self.chain: list[int] = []
        self.entries: list[bytes] = []

    def stored(self, data: bytes) -> int:
        """The first sector of `data`, put in sectors of its own."""
        first = len(self.chain)
        count = max(1, -(-len(data) // SECTOR))
        self.chain += [*range(first + 1, first + count), END]
        self.sectors += data.ljust(count * SECTOR, b"\0")
        return first

    def entry(self, at: int, name: str, kind: int, right: int, child: int, start: int, size: int) -> None:
        named = utf16(name + "\0")
        row = named.ljust(64, b"\0") + struct.pack("<HBBIII", len(named), kind, 1, FREE, right, child)
        self.entries[at] = row + bytes(36) + struct.pack("<IQ", start, size)

    def listed(self, streams: Streams) -> int:
        """The number of the first of `streams`, each leading to the next; FREE for none."""
        names = sorted(streams, key=lambda name: (len(name), name.upper()))
        first = len(self.entries)
        self.entries += [b""] * len(names)
        for place, name in enumerate(names):
            right = first + place + 1 if place + 1 < len(names) else FREE
            held = streams[name]
            if isinstance(held, bytes):
                padded = held.ljust(4096, b"\0")  # smaller ones would lie in a file within the file
                self.entry(first + place, name, 2, right, FREE, self.stored(padded), len(padded))
            else:
                self.entry(first + place, name, 1, right, self.listed(held), 0, 0)
        return first if names else FREE


def ole(streams: Streams) -> bytes:
    made = _Made()
    made.entries.append(b"")
    made.entry(0, "Root Entry", 5, FREE, made.listed(streams), END, 0)
    empty = bytes(66) + b"\0\0" + struct.pack("<III", FREE, FREE, FREE) + bytes(48)
    made.entries += [empty] * (-len(made.entries) % 4)
    directory = made.stored(b"".join(made.entries))
    tables = 1
    while tables * 128 < len(made.chain) + tables:
        tables += 1
    first = len(made.chain)
    chain = [*made.chain, *[FAT] * tables]
    chain += [FREE] * (-len(chain) % 128)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<IIIIIIIII", 0, tables, directory, 0, 4096, END, 0, END, 0)
    places = [first + at for at in range(tables)]
    head += struct.pack("<109I", *places, *[FREE] * (109 - tables))
    return head + made.sectors + struct.pack(f"<{len(chain)}I", *chain)
