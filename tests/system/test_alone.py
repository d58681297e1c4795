"""Only livecouncil/system/ asks the operating system what differs from one system to the next.

Imports are held by the contract in pyproject.toml; this holds calls of modules that everybody may import.
"""

import re
from pathlib import Path

import livecouncil

ROOT = Path(livecouncil.__file__).parent
ASKS = re.compile(
    r"\b(?:os\.(?:statvfs|nice|setpriority|getuid|geteuid|fork|mkfifo|fchmod|pwrite|kill|O_\w+OFOLLOW|O_NONBLOCK|replace)|add_signal_handler|time\.clock_gettime|add_reader)\b"
)


def test_no_other_room_asks_the_operating_system() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {asked[0]}"
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).parts[0] != "system"
        for asked in ASKS.finditer(path.read_text(encoding="utf-8"))
    ]
    assert not found
