"""What a reader of the public side gets, asked over its own address as anybody would. Nothing waits for long, and a
page is not read further than its newest entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from urllib.error import HTTPError
from urllib.request import urlopen

PATIENCE = 2.0  # seconds a reader may wait
BLOCK = 16 * 1024  # bytes read at a time: the newest entry stands near the beginning of page and feed


def health(url: str, meeting: str) -> tuple[dict[str, float], list[dict[str, float]]]:
    """What the server at `url` believes of a meeting, and of each coupled screen. Raises OSError, ValueError."""
    with _answering(f"{url}healthz", PATIENCE) as response:
        told = json.loads(response.read())
    return told.get("meetings", {}).get(meeting, {}), told.get("screens", [])


def newest(address: str, pattern: bytes) -> int:
    """The first number `pattern` finds, which is the newest entry's; 0 where there is no such page. Raises OSError.

    No more is read than that takes: a page of a long evening is long.
    """
    read = b""
    try:
        with _answering(address, PATIENCE) as response:
            while block := response.read(BLOCK):
                read += block
                if found := re.search(pattern + rb"\D", read):
                    return int(found[1])
    except HTTPError:
        pass
    return 0


def first_streamed(address: str) -> int:
    """Number of the first entry the stream at `address` tells; 0 when it stays silent. Raises OSError."""
    try:
        with _answering(address, PATIENCE / 2) as response:
            for line in response:
                if line.startswith(b"id: "):
                    return int(line[4:])
    except (TimeoutError, HTTPError):
        pass
    return 0


@contextmanager
def _answering(address: str, patience: float) -> Iterator[HTTPResponse]:
    """The answer of a server; one that breaks off is a fault of the connection. Raises OSError."""
    try:
        with urlopen(address, timeout=patience) as response:
            yield response
    except HTTPException as error:
        raise ConnectionError(type(error).__name__) from error
