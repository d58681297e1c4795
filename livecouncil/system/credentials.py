"""What systemd hands a service, and nobody else: files in a folder of its own (`LoadCredential=`).

Source: https://systemd.io/CREDENTIALS/ ($CREDENTIALS_DIRECTORY).
"""

from __future__ import annotations

import os
from pathlib import Path


def credential(name: str) -> Path | None:
    """The file of the credential `livecouncil-<name>`; None where this process was given none."""
    given = os.environ.get("CREDENTIALS_DIRECTORY")
    if not given:
        return None
    path = Path(given) / f"livecouncil-{name}"
    if path.exists():
        return path
    return None
