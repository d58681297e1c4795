"""A council's folder as the program of before the second form of the journal left it.

Three meetings of an invented council: one closed, with a text redacted; one closed, with closed doors and a note;
one still open. Settings, published folder and archive lie beside them. The packed folder was made by that program and
is never made anew: what it holds is what councils have.
"""

from __future__ import annotations

import tarfile
from pathlib import Path

PACKED = Path(__file__).with_name("form-1.tar.xz")
REDACTED, CLOSED, OPEN = (f"2024-{day}-raadsvergadering" for day in ("04-18", "05-16", "06-20"))


def unpacked(folder: Path) -> Path:
    """Unpack it in `folder`, beside the key it was signed with; the council's folder."""
    with tarfile.open(PACKED) as packed:
        packed.extractall(folder, filter="data")
    (folder / "golden.key").chmod(0o600)
    return folder / "raad"
